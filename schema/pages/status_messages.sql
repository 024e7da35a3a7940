-- How many messages the log has.
select count(*) as message_count
from messages

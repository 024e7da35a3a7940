-- Adds what was found in stored messages that are of another kind now than when they were read;
-- found_again names each message by its ordinal.
insert into facts_again
select
    message_id,
    kind
from found_again;

insert into introductions
select
    found_again.message_id,
    new_introductions.* exclude (ordinal)
from new_introductions
join found_again using (ordinal);

insert into introduced_people
select
    found_again.message_id,
    new_introduced_people.* exclude (ordinal)
from new_introduced_people
join found_again using (ordinal);

insert into meetings
select
    found_again.message_id,
    new_meetings.* exclude (ordinal)
from new_meetings
join found_again using (ordinal);

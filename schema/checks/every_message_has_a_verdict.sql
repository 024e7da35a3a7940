select messages.message_id
from messages
anti join verdicts using (message_id);

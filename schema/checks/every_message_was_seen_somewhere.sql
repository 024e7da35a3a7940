select messages.message_id
from messages
anti join sightings using (message_id);

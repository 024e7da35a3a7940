select
    sightings.account,
    sightings.folder,
    sightings.uid_validity,
    sightings.uid,
    sightings.message_id
from sightings
anti join messages using (message_id);

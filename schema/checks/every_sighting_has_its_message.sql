-- Our own letter is seen in the mailbox it was sent to, and never read in.
select
    sightings.account,
    sightings.folder,
    sightings.uid_validity,
    sightings.uid,
    sightings.message_id
from sightings
anti join messages using (message_id)
anti join report_deliveries
    on sightings.message_id = report_deliveries.internet_message_id;

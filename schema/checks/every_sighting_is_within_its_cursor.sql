-- Rows and cursor land in one transaction: what is stored lies in the range that was read.
select
    sightings.account,
    sightings.folder,
    sightings.uid,
    cursors.lowest_uid,
    cursors.uid as highest_uid
from sightings
join cursors using (account, folder, uid_validity)
where sightings.uid not between cursors.lowest_uid and cursors.uid;

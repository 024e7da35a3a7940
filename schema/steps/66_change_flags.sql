-- What CHANGEDSINCE or QRESYNC said (RFC 7162): flags and labels as they are now.
update sightings
set
    flags = changed.flags,
    labels = coalesce(changed.labels, sightings.labels)
from changed
where sightings.account = $account
    and sightings.folder = $folder
    and sightings.uid_validity = $uid_validity
    and sightings.uid = changed.uid
    and (
        sightings.flags <> changed.flags
        or sightings.labels <> coalesce(changed.labels, sightings.labels)
    );

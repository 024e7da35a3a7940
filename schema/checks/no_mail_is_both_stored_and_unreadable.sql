select
    account,
    folder,
    uid_validity,
    uid
from sightings
join unreadable_mail using (account, folder, uid_validity, uid);

-- What is kept out on purpose is not here.
select
    account,
    folder,
    uid_validity,
    uid
from sightings
join withheld_mail using (account, folder, uid_validity, uid);

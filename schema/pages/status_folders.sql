-- What `rapport status` shows, folder by folder.
select *
from coverage
order by
    account,
    special_use is distinct from 'inbox',
    folder

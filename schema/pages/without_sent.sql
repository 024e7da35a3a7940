-- Accounts at a server of which folders are read, and no Sent folder.
select folders.account
from folders
join accounts using (account)
where accounts.source = 'imap'
group by folders.account
having bool_or(folders.is_synced) and not coalesce(
    bool_or(folders.is_synced and folders.special_use in ('sent', 'all')),
    false
)
order by folders.account

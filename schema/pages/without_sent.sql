-- Accounts at a server of which no Sent folder is read.
select folders.account
from folders
join accounts using (account)
where accounts.source = 'imap'
group by folders.account
having not coalesce(
    bool_or(folders.is_synced and folders.special_use in ('sent', 'all')),
    false
)
order by folders.account

-- Why mails are in quarantine, folder by folder.
select
    account,
    folder,
    reason,
    count(*) as mail_count
from unreadable_mail
where ended_at is null
group by all
order by account, folder, mail_count desc, reason

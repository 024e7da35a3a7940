-- Which UIDs of a folder are known: there, ended, or in quarantine. Mail that the server did
-- not give (no bytes) is asked for again after a day.
select
    uid,
    if(ended_at is null, 'here', 'ended') as state
from sightings
where account = $account
    and folder = $folder
    and uid_validity = $uid_validity

union all

select
    uid,
    case
        when ended_at is not null then 'ended'
        when reader_version = '' and failed_at < now() - interval 1 day then 'to_ask_again'
        else 'unreadable'
    end as state
from unreadable_mail
where account = $account
    and folder = $folder
    and uid_validity = $uid_validity

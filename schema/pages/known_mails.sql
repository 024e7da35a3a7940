-- Which UIDs of a folder are known: there, ended, in quarantine, or withheld. Mail that the server did
-- not give is asked for again where it was last asked for before $asked_before.
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
        when reader_version = '' and failed_at < $asked_before then 'to_ask_again'
        else 'put_aside'
    end as state
from unreadable_mail
where account = $account
    and folder = $folder
    and uid_validity = $uid_validity

union all

select
    uid,
    if($decides_anew and withheld_at < $asked_before, 'to_ask_again', 'put_aside') as state
from withheld_mail
where account = $account
    and folder = $folder
    and uid_validity = $uid_validity

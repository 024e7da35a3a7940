-- Ends sightings that are there no more: those named by their UIDs, and all under another
-- UIDVALIDITY, whose UIDs mean nothing now (RFC 9051 2.3.1.1); where $uid_validity is null
-- the whole folder is gone.
update sightings
set ended_at = now()
where account = $account
    and folder = $folder
    and ended_at is null
    and (
        uid_validity is distinct from $uid_validity::ubigint
        or uid in (select unnest($uids::ubigint[]))
    )

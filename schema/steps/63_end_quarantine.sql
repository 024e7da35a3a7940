-- The same for mail in quarantine, which keeps its bytes: a better reader may read it yet.
update unreadable_mail
set ended_at = now()
where account = $account
    and folder = $folder
    and ended_at is null
    and (
        uid_validity is distinct from $uid_validity::ubigint
        or uid in (select unnest($uids::ubigint[]))
    )

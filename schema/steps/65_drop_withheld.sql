-- Withheld mail that is there no more leaves no trace at all.
delete from withheld_mail
where account = $account
    and folder = $folder
    and (
        uid_validity is distinct from $uid_validity::ubigint
        or uid in (select unnest($uids::ubigint[]))
    )

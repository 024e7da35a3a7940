-- Mail in quarantine whose bytes are kept, behind a place, in order of places.
select
    account,
    folder,
    uid_validity,
    uid,
    content_sha256,
    received_at,
    size_bytes,
    ended_at is not null as is_ended
from unreadable_mail
where octet_length(content_sha256) > 0
    and reader_version is distinct from $version
    and (account, folder, uid_validity, uid)
        > ($account, $folder, $uid_validity::ubigint, $uid::ubigint)
order by
    account,
    folder,
    uid_validity,
    uid
limit $limit

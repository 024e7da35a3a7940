insert into folders by name
select
    $1 as account,
    $2 as folder,
    $3 as special_use,
    $4 as is_synced,
    $5 as not_synced_reason,
    $6 as uid_validity,
    $7 as server_message_count,
    $8 as skipped_count,
    $9 as skipped_reason,
    $10 as last_tried_at,
    $11 as last_success_at,
    $12 as last_error,
    $13 as uid_next,
    $14 as highest_modseq
on conflict do update set
    special_use = excluded.special_use,
    is_synced = excluded.is_synced,
    not_synced_reason = excluded.not_synced_reason,
    uid_validity = coalesce(excluded.uid_validity, uid_validity),
    server_message_count = coalesce(excluded.server_message_count, server_message_count),
    skipped_count = excluded.skipped_count,
    skipped_reason = excluded.skipped_reason,
    last_tried_at = coalesce(excluded.last_tried_at, last_tried_at),
    last_success_at = coalesce(excluded.last_success_at, last_success_at),
    last_error = excluded.last_error,
    uid_next = coalesce(excluded.uid_next, uid_next),
    highest_modseq = coalesce(excluded.highest_modseq, highest_modseq);

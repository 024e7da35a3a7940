-- Writes down new_folders; what is null there keeps its last value.
insert into folders by name
select *
from new_folders
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

create view coverage as
with stored as (
    select
        account,
        folder,
        uid_validity,
        count(*)::ubigint as stored_count,
        min(coalesce(sightings.received_at, messages.sent_at)) as oldest_at
    from sightings
    left join messages using (message_id)
    where sightings.ended_at is null
    group by all
),

unreadable as (
    select
        account,
        folder,
        uid_validity,
        count(*)::ubigint as unreadable_count
    from unreadable_mail
    group by all
),

withheld as (
    select
        account,
        folder,
        uid_validity,
        count(*)::ubigint as withheld_count
    from withheld_mail
    group by all
)

select
    folders.account,
    folders.folder,
    folders.special_use,
    folders.is_synced,
    folders.not_synced_reason,
    folders.server_message_count,
    coalesce(stored.stored_count, 0)::ubigint as stored_count,
    coalesce(unreadable.unreadable_count, 0)::ubigint as unreadable_count,
    folders.skipped_count,
    folders.skipped_reason,
    coalesce(withheld.withheld_count, 0)::ubigint as withheld_count,
    case
        when folders.is_synced then greatest(
            0::bigint,
            folders.server_message_count::bigint
            - coalesce(stored.stored_count, 0)::bigint
            - coalesce(unreadable.unreadable_count, 0)::bigint
            - coalesce(withheld.withheld_count, 0)::bigint
            - folders.skipped_count::bigint
        )
    end as missing_count,
    day_of(stored.oldest_at) as oldest_on,
    coalesce(cursors.lowest_uid <= 1 and cursors.since_on is null, false) as is_past_complete,
    folders.last_tried_at,
    folders.last_success_at,
    folders.last_error
from folders
left join stored using (account, folder, uid_validity)
left join unreadable using (account, folder, uid_validity)
left join withheld using (account, folder, uid_validity)
left join cursors using (account, folder, uid_validity)
order by folders.account, not folders.is_synced, folders.folder;

comment on view coverage is 'What each folder has, what of it is here, and what is not and why.';
comment on column coverage.account is 'Name of the account.';
comment on column coverage.folder is 'Folder name, decoded.';
comment on column coverage.special_use is 'inbox, sent, all, trash...; null where there is none.';
comment on column coverage.is_synced is 'True when mail is read from it.';
comment on column coverage.not_synced_reason is 'Why it is not read; null when it is.';
comment on column coverage.server_message_count is 'How many messages the server (or file) had at the last look.';
comment on column coverage.stored_count is 'How many of them are stored.';
comment on column coverage.unreadable_count is 'How many are in quarantine.';
comment on column coverage.skipped_count is 'How many are left out on purpose.';
comment on column coverage.skipped_reason is 'Why those are left out.';
comment on column coverage.withheld_count is 'How many are kept out by privacy settings or rapport forget.';
comment on column coverage.missing_count is 'How many are neither; null for a folder that is not read.';
comment on column coverage.oldest_on is 'Day of the oldest stored message, null where there is none.';
comment on column coverage.is_past_complete is 'True when the reading has reached the first message.';
comment on column coverage.last_tried_at is 'Start of the last attempt.';
comment on column coverage.last_success_at is 'End of the last attempt that read everything it set out to read.';
comment on column coverage.last_error is 'What went wrong at the last attempt; null when nothing did.';

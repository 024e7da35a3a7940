create view coverage as
with places as (
    from folders

    union all by name

    -- An account of which nothing came to be known. Every account has an INBOX (RFC 9051 5.1).
    select
        account,
        'INBOX' as folder,
        'inbox' as special_use,
        true as is_synced,
        0::ubigint as skipped_count,
        started_at as last_tried_at
    from account_states
    anti join folders using (account)
    where state <> 'done'
),

stored as (
    select
        account,
        folder,
        uid_validity,
        count(*)::ubigint as stored_count,
        -- When a file was written tells when it was copied, not when the mail in it came.
        min(
            case
                when accounts.source = 'files' and messages.sent_at_source <> 'unknown'
                    then messages.sent_at
                else coalesce(sightings.received_at, messages.sent_at)
            end
        ) as oldest_at
    from sightings
    left join accounts using (account)
    left join messages using (message_id)
    where sightings.ended_at is null
    group by all
),

unreadable as (
    select
        account,
        folder,
        uid_validity,
        count(*)::ubigint as unreadable_count,
        (count(*) filter (where reader_version = ''))::ubigint as not_given_count
    from unreadable_mail
    where ended_at is null
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
),

counted as (
    select
        places.*,
        case when account_states.state <> 'done' then account_states.detail end as account_error,
        bool_or(places.last_error is not null) over (partition by places.account) as is_said,
        accounts.source,
        coalesce(stored.stored_count, 0)::ubigint as stored_count,
        coalesce(unreadable.unreadable_count, 0)::ubigint as unreadable_count,
        coalesce(unreadable.not_given_count, 0)::ubigint as not_given_count,
        coalesce(withheld.withheld_count, 0)::ubigint as withheld_count,
        stored.oldest_at,
        cursors.since_on,
        case
            when accounts.source = 'files' then 'run rapport import again'
            else 'run rapport sync'
        end as next_step,
        case
            when places.is_synced then greatest(
                0::bigint,
                coalesce(places.server_message_count, 0)::bigint
                - coalesce(stored.stored_count, 0)::bigint
                - coalesce(unreadable.unreadable_count, 0)::bigint
                - coalesce(withheld.withheld_count, 0)::bigint
                - places.skipped_count::bigint
            )
        end as missing_count,
        coalesce(
            cursors.lowest_uid <= 1 and cursors.since_on is null,
            accounts.source = 'files' or places.server_message_count = 0,
            false
        ) as is_past_complete,
        accounts.source is distinct from 'imap'
            -- Of an account that was never listed nobody knows what it has.
            or not bool_or(not places.is_synced or places.server_message_count is not null)
                over (partition by places.account)
            or not bool_or(places.is_synced) over (partition by places.account)
            or coalesce(
                bool_or(places.is_synced and places.special_use in ('sent', 'all'))
                    over (partition by places.account),
                false
            ) as is_sent_read,
        row_number() over (
            partition by places.account
            order by
                not places.is_synced,
                places.special_use is distinct from 'inbox',
                places.folder
        ) as place_in_account
    from places
    left join accounts using (account)
    left join account_states using (account)
    left join stored using (account, folder, uid_validity)
    left join unreadable using (account, folder, uid_validity)
    left join withheld using (account, folder, uid_validity)
    left join cursors using (account, folder, uid_validity)
),

-- What ails an account and no folder of it says, the first says.
told as (
    select
        counted.* replace (
            case
                when is_said or place_in_account > 1 then last_error
                else account_error
            end as last_error
        )
    from counted
)

select
    account,
    folder,
    special_use,
    is_synced,
    not_synced_reason,
    server_message_count,
    stored_count,
    unreadable_count,
    skipped_count,
    skipped_reason,
    withheld_count,
    missing_count,
    day_of(oldest_at) as oldest_on,
    is_past_complete,
    last_tried_at,
    last_success_at,
    last_error,
    nullif(
        concat_ws(
            '; ',
            case
                when not is_sent_read and place_in_account = 1
                    then 'no Sent folder is read, so half of every relationship is invisible: '
                        || 'name yours under accounts.include in config.toml'
            end,
            case
                when not is_synced then null
                when missing_count > 0 then missing_count || ' missing: ' || next_step
                when last_error is not null then 'the last try failed: ' || next_step
            end,
            case
                when unreadable_count > not_given_count
                    then unreadable_count - not_given_count
                        || ' unreadable: rapport check --retry'
            end,
            case
                when not_given_count > 0 and source = 'files'
                    then not_given_count || ' could not be opened (unreadable_mail.detail says why): '
                        || next_step
                when not_given_count > 0
                    then not_given_count || ' not given by the server: asked for again each day, '
                        || 'at once by rapport sync --full'
            end,
            case
                when is_synced and since_on is not null and skipped_count > 0
                    then 'past before ' || since_on || ' left out by since: '
                        || 'give an earlier --since to read it'
            end
        ),
        ''
    ) as needed
from told
order by account, not is_synced, folder;

comment on view coverage is 'What each folder has, what of it is here, what is not and why, and what would be needed.';
comment on column coverage.account is 'Name of the account.';
comment on column coverage.folder is 'Folder name, decoded.';
comment on column coverage.special_use is 'inbox, sent, all, trash...; null where there is none.';
comment on column coverage.is_synced is 'True when mail is read from it.';
comment on column coverage.not_synced_reason is 'Why it is not read; null when it is.';
comment on column coverage.server_message_count is 'How many messages the server (or file) had at the last look; null where it was not asked.';
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
comment on column coverage.last_error is 'What went wrong at the last attempt, with the folder or, on the first, with the account; null when nothing did.';
comment on column coverage.needed is 'What to do, or what is left out by choice, in words; null where all is here.';

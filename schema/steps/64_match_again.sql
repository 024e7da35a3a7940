-- Finds mails that got new UIDs among those known in the same folder, by what a mail keeps:
-- Message-ID, size and INTERNALDATE. Only where exactly one fits exactly one; whatever is
-- doubtful is not in the answer and is read again.
insert into sightings
with seen as (
    select
        *,
        count(*) over (partition by message_id, size_bytes, received_at) as twin_count
    from seen_again
),
known as (
    select
        messages.message_id,
        -- Where ids were reused a fingerprint was appended, see steps/10_name_batch.
        if(
            ends_with(messages.message_id, '#' || left(messages.fingerprint, 8)),
            left(messages.message_id, -9),
            messages.message_id
        ) as plain_id,
        messages.size_bytes,
        sightings.received_at
    from sightings
    join messages using (message_id)
    where sightings.account = $account
        and sightings.folder = $folder
),
known_alone as (
    select
        any_value(message_id) as message_id,
        plain_id,
        size_bytes,
        received_at
    from known
    group by
        plain_id,
        size_bytes,
        received_at
    having count(distinct message_id) = 1
)
select
    $account,
    $folder,
    $uid_validity,
    seen.uid,
    known_alone.message_id,
    seen.received_at,
    seen.flags,
    seen.labels,
    now(),
    null::timestamptz
from seen
join known_alone
    on known_alone.plain_id = seen.message_id
    and known_alone.size_bytes = seen.size_bytes
    and known_alone.received_at = seen.received_at
where seen.twin_count = 1
    and seen.message_id <> ''
on conflict do update set
    message_id = excluded.message_id,
    received_at = excluded.received_at,
    flags = excluded.flags,
    labels = excluded.labels,
    ended_at = null
returning uid;

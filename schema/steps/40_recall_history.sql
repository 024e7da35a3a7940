-- Finds what was known before each message that is new, or that older mail has reached since
-- (the newest is read first): temp table recalled, with what the reader said of each. Needs
-- temp table own_organisations. Only what the model judged has a history.
create or replace temp table basis_now as
with uncovered as (
    select
        coalesce(bool_or(
            folders.server_message_count > 0
            and coalesce(cursors.lowest_uid, 2) > 1
        ), false) as is_past_left,
        max(cursors.since_on)::timestamptz as since_at
    from folders
    join accounts using (account)
    left join cursors using (account, folder)
    where accounts.source = 'imap'
        and folders.is_synced
),

-- Without my own mail nobody can tell that I never wrote.
own_mail as (
    select min(sent_at) as first_at
    from messages
    where sender_address in (from stated_own_addresses)
)

select
    coalesce(
        (select list(address order by address) from stated_own_addresses),
        []
    ) as own_addresses,
    case when not is_past_left
        then greatest(own_mail.first_at, uncovered.since_at) + interval 30 days
    end as covered_from
from uncovered, own_mail;

create or replace temp table newcomers as
select
    messages.message_id,
    messages.thread_id,
    messages.sender_address,
    messages.sent_at,
    messages.sender_address in (from stated_own_addresses) as is_mine
from messages
where message_id in (from unsettled_verdicts);

-- For whom there is more past now, from when on.
create or replace temp table reached_senders as
select
    address,
    min(sent_at) as reached_at
from (
    select
        sender_address as address,
        sent_at
    from newcomers
    where not is_mine

    union all

    select
        recipients.address,
        newcomers.sent_at
    from newcomers
    join recipients using (message_id)
    where newcomers.is_mine
)
group by address;

-- No row mostly, which spares a look at all messages.
create or replace temp table basis_change as
select
    basis_now.own_addresses <> history_basis.own_addresses as is_owner_another,
    if(
        is_owner_another,
        '-infinity'::timestamptz,
        least(basis_now.covered_from, history_basis.covered_from)
    ) as changed_from
from basis_now, history_basis
where is_owner_another
    or basis_now.covered_from is distinct from history_basis.covered_from;

create or replace temp table to_recall as
with reached as (
    select message_id
    from messages
    where thread_id in (select thread_id from newcomers)

    union

    select messages.message_id
    from messages
    join reached_senders
        on reached_senders.address = messages.sender_address
        and reached_senders.reached_at < messages.sent_at

    union

    select messages.message_id
    from messages
    join basis_change on messages.sent_at >= basis_change.changed_from
    where basis_change.is_owner_another
        or messages.has_reply_prefix
        or len(messages.parent_ids) > 0
)

select
    messages.message_id,
    messages.thread_id,
    messages.sent_at,
    messages.sender_address,
    messages.sender_address in (from stated_own_addresses) as is_mine,
    messages.subject,
    messages.has_reply_prefix,
    messages.is_forward,
    messages.is_list,
    messages.recipient_count,
    len(messages.parent_ids) > 0 as has_parents,
    messages.quoted_character_count > 0 as has_quote
from messages
where message_id in (from reached)
    and not is_bulk;

create or replace temp table thread_messages as
select
    message_id,
    thread_id,
    if(sender_address in (from stated_own_addresses), '', sender_address) as party,
    sent_at
from messages
where thread_id in (select thread_id from to_recall);

create or replace temp table thread_verdicts as
select
    message_id,
    version,
    decided_by,
    kind,
    scores,
    judged_at
from verdicts
where message_id in (select message_id from thread_messages);

-- What the reader itself said last of each of these.
create or replace temp table said_by_itself as
select *
from thread_verdicts
where decided_by <> 'person'
    and not ends_with(version, '+history')
qualify row_number() over (
    partition by message_id
    order by judged_at desc, version desc
) = 1;

create or replace temp table contact_counts as
with senders as (
    select distinct sender_address as address
    from to_recall
    where not is_mine
),

contacts as (
    select
        sender_address as address,
        sent_at,
        0 as sent,
        1 as received
    from messages
    where sender_address in (from senders)
        and not is_bulk
        and not is_auto_reply

    union all

    select distinct on (messages.message_id, recipients.address)
        recipients.address,
        messages.sent_at,
        1 as sent,
        0 as received
    from recipients
    join messages using (message_id)
    where recipients.address in (from senders)
        and messages.sender_address in (from stated_own_addresses)
        and not messages.is_auto_reply
        and messages.recipient_count <= (select broadcast_audience from limits)
)

select
    address,
    sent_at,
    sum(sum(sent)) over so_far as sent_count,
    sum(sum(received)) over so_far as received_count
from contacts
group by
    address,
    sent_at
window so_far as (
    partition by address
    order by sent_at
);

-- Linear in the thread, which may be a robot's of ten thousand: who wrote first, and who
-- first of all others.
create or replace temp table thread_starts as
with parties as (
    select
        thread_messages.thread_id,
        thread_messages.party,
        min(thread_messages.sent_at) as first_at,
        min(thread_messages.sent_at) filter (where said_by_itself.kind = 'pitch') as pitched_at
    from thread_messages
    left join said_by_itself using (message_id)
    group by all
),

firsts as (
    select
        thread_id,
        arg_min(party, (first_at, party)) as first_party,
        min(first_at) as first_at
    from parties
    group by thread_id
)

select
    parties.*,
    firsts.first_at as thread_at,
    if(
        firsts.first_party = parties.party,
        min(parties.first_at) filter (where parties.party <> firsts.first_party)
            over (partition by parties.thread_id),
        firsts.first_at
    ) as other_at
from parties
join firsts using (thread_id);

create or replace temp table to_me_alone as
select message_id
from recipients
where message_id in (select message_id from to_recall)
group by message_id
having bool_and(address in (from stated_own_addresses));

create or replace temp table recalled as
with known as (
    select
        to_recall.*,
        coalesce(contact_counts.sent_count, 0)::uinteger as prior_sent_count,
        coalesce(contact_counts.received_count, 0)::uinteger as prior_received_count,
        coalesce(
            addresses.organisation in (from own_organisations),
            false
        ) as is_same_organisation,
        coalesce(thread_starts.thread_at < to_recall.sent_at, false) as is_in_thread,
        coalesce(thread_starts.other_at < to_recall.sent_at, false) as has_other_before,
        thread_starts.other_at is not null as has_other,
        coalesce(thread_starts.pitched_at < to_recall.sent_at, false) as is_after_own_pitch
    from to_recall
    asof left join contact_counts
        on contact_counts.address = to_recall.sender_address
        and contact_counts.sent_at < to_recall.sent_at
    left join addresses on addresses.address = to_recall.sender_address
    left join thread_starts
        on thread_starts.thread_id = to_recall.thread_id
        and thread_starts.party = if(to_recall.is_mine, '', to_recall.sender_address)
),

told as (
    select
        message_id,
        subject,
        has_reply_prefix,
        is_forward,
        has_parents,
        has_quote,
        is_mine,
        if(is_mine, 0, prior_sent_count)::uinteger as prior_sent_count,
        if(is_mine, 0, prior_received_count)::uinteger as prior_received_count,
        is_same_organisation,
        case
            when is_in_thread then true
            -- Mail that was deleted, or went to others, is missing too: only what came to me
            -- alone, from one to whom I never wrote, and shows nothing of what it answers.
            when not has_other
                and prior_sent_count = 0
                and not is_mine
                and not is_list
                and not has_quote
                and not is_same_organisation
                and message_id in (from to_me_alone)
                and sent_at >= basis_now.covered_from
                then false
        end as is_thread_known,
        is_in_thread and not has_other_before as is_thread_own,
        is_in_thread and not has_other_before and is_after_own_pitch as is_after_own_pitch
    from known, basis_now
)

select
    told.*,
    said_by_itself.version,
    said_by_itself.scores,
    said_by_itself.judged_at,
    (row_number() over () - 1) // 20_000 as part
from told
join said_by_itself using (message_id)
left join histories using (message_id)
where said_by_itself.decided_by = 'model'
    and len(said_by_itself.scores) > 0
    and (
        told.message_id in (from unsettled_verdicts)
        or (
            told.prior_sent_count,
            told.prior_received_count,
            told.is_same_organisation,
            told.is_thread_known,
            told.is_thread_own,
            told.is_after_own_pitch
        ) is distinct from (
            histories.prior_sent_count,
            histories.prior_received_count,
            histories.is_same_organisation,
            histories.is_thread_known,
            histories.is_thread_own,
            histories.is_after_own_pitch
        )
    );

-- Whose verdicts may be others now; for whoever settles what follows from them.
create or replace temp table judged_anew as
select message_id
from newcomers

union

select message_id
from recalled;

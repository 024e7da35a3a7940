-- settled_kinds has these rows written out; ask message_kinds, which reads that.

create macro message_kinds_among(asked_for) as table
with asked as (
    select message_id
    from query_table(asked_for)
),

verdict_order as (
    select
        message_id,
        version,
        decided_by,
        row_number() over (
            partition by message_id
            order by decided_by = 'person' desc, judged_at desc, version desc, decided_by
        ) as place
    from verdicts
    where message_id in (from asked)
),

latest_verdicts as (
    select verdicts.*
    from verdicts
    join verdict_order using (message_id, version, decided_by)
    where place = 1
),

-- A thread is named by any of its messages: its own id changes when it grows at the root.
standing_corrections as (
    select
        decisions.scope,
        coalesce(
            case when decisions.scope = 'thread' then messages.thread_id end,
            decisions.target
        ) as target,
        arg_max(decisions.value, decisions.correction_id) as kind,
        arg_max(decisions.note, decisions.correction_id) as note
    from decisions
    left join messages on decisions.target = messages.message_id
    where decisions.subject = 'kind'
    group by all
),

corrected_messages as (
    select message_id, 4 as rank, kind, note
    from messages
    join standing_corrections on scope = 'message' and target = message_id

    union all

    select message_id, 3 as rank, kind, note
    from messages
    join standing_corrections on scope = 'thread' and target = thread_id

    union all

    select message_id, 2 as rank, kind, note
    from messages
    join standing_corrections on scope = 'sender' and target = sender_address

    union all

    select message_id, 1 as rank, kind, note
    from messages
    join standing_corrections on scope = 'domain' and target = split_part(sender_address, '@', -1)
),

winning_corrections as (
    select
        message_id,
        arg_max(kind, rank) as kind,
        arg_max(note, rank) as note
    from corrected_messages
    where message_id in (from asked)
    group by message_id
)

select
    message_id,
    coalesce(winning_corrections.kind, latest_verdicts.kind) as kind,
    case
        when winning_corrections.kind is null then latest_verdicts.confidence
        else 1.0
    end as confidence,
    case when winning_corrections.kind is null then latest_verdicts.second end as second,
    case
        when winning_corrections.kind is null then latest_verdicts.decided_by
        else 'person'
    end as decided_by,
    case
        when winning_corrections.kind is null then latest_verdicts.version
        else 'person'
    end as version,
    case
        when winning_corrections.kind is null then latest_verdicts.evidence
        else [{
            'source': 'person',
            'signal': 'correction',
            'quote': winning_corrections.note,
            'start_offset': null::integer,
            'end_offset': null::integer
        }]
    end as evidence
from latest_verdicts
full join winning_corrections using (message_id);

comment on macro table message_kinds_among is 'message_kinds, computed for the message_ids of a table.';

create view message_kinds_anew as
from message_kinds_among('messages');

comment on view message_kinds_anew is 'message_kinds, computed from verdicts and corrections; see settled_kinds.';
comment on column message_kinds_anew.message_id is 'See message_kinds.';
comment on column message_kinds_anew.kind is 'See message_kinds.';
comment on column message_kinds_anew.confidence is 'See message_kinds.';
comment on column message_kinds_anew.second is 'See message_kinds.';
comment on column message_kinds_anew.decided_by is 'See message_kinds.';
comment on column message_kinds_anew.version is 'See message_kinds.';
comment on column message_kinds_anew.evidence is 'See message_kinds.';

create view message_kinds as
select
    message_id,
    kind,
    confidence,
    second,
    decided_by,
    version,
    evidence
from settled_kinds;

comment on view message_kinds is 'The one kind that holds for each message: a person''s correction (for the message, else its thread, its sender, its domain), else the latest verdict.';
comment on column message_kinds.message_id is 'The message.';
comment on column message_kinds.kind is 'introduction, meeting, pitch, reply, note or bulk.';
comment on column message_kinds.confidence is '0 to 1; 1 where a person decided.';
comment on column message_kinds.second is 'Second-best kind, null where there was no doubt.';
comment on column message_kinds.decided_by is 'person, rule or model.';
comment on column message_kinds.version is 'Version of rules and model, or person.';
comment on column message_kinds.evidence is 'Words, headers or history that show it; the person''s note where a person decided.';

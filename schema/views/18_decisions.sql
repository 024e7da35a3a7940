create view decisions as
select
    correction_id,
    made_at,
    subject,
    scope,
    target,
    value,
    note
from corrections
where undone_at is null
qualify row_number() over (
    partition by
        subject,
        scope,
        target,
        case when subject in ('merge', 'different', 'log') then correction_id end
    order by made_at desc, correction_id desc
) = 1;

comment on view decisions is 'What a person decided and did not take back; where they changed their mind, the last word.';
comment on column decisions.correction_id is 'Its number in corrections.';
comment on column decisions.made_at is 'When it was made.';
comment on column decisions.subject is 'What it speaks of: kind, merge, split, different, me, robot, mute, pin, snooze, rename, log.';
comment on column decisions.scope is 'message, thread, sender or domain for a kind; person or organisation for the rest.';
comment on column decisions.target is 'message_id, thread_id, address or domain that it holds for.';
comment on column decisions.value is 'What was decided.';
comment on column decisions.note is 'The person''s own words, may be empty.';

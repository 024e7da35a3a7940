-- Thirteen turns a quarter: everyone's turn comes once, by their own number; what is left of
-- the n places goes to those whose turn is next.

create macro help_rotation(as_of, n) as table
with last_words as (
    select
        person_id,
        arg_max(subject, (sent_at, message_id)) as last_subject
    from touches
    where sent_at < end_of(as_of)
        and direction = 'received'
    group by person_id
),

turns as (
    select
        health.*,
        last_words.last_subject,
        (
            health.person_id - (date_trunc('week', as_of::date)::date - date '1900-01-01') // 7
        ) % 13 as turn
    from health(as_of) as health
    left join last_words using (person_id)
    where health.status in ('steady', 'warming', 'cooling')
)

select
    person_id,
    full_name,
    email,
    'last contact ' || ago_in_words(quiet_days)
        || coalesce('; they last wrote of "' || last_subject || '"', '') as reason
from turns
qualify row_number() over (order by (turn + 13) % 13, strength desc, person_id) <= n
order by (turn + 13) % 13, strength desc, person_id;

comment on macro table help_rotation is 'n people to do something for this week; everyone with a living tie comes up once a quarter: person_id, full_name, email, reason.';

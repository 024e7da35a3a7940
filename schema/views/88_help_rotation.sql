-- Whose turn it is. The strongest 13 n ties that lived when the quarter (thirteen weeks) began
-- stand in a circle by their own number, those that came since behind them, and each week takes
-- the next n: the same week gives the same people, and everyone in the circle has a turn in
-- every quarter.

create macro help_rotation(as_of, n) as table
with weeks as (
    select
        ((date_trunc('week', as_of::date)::date - date '1900-01-01') // 7)::integer as week_number,
        date_trunc('week', as_of::date)::date - 7 * (week_number % 13) as quarter_on
),

states as materialized (
    from tie_states_on([
        as_of::date,
        (select quarter_on from weeks) - 1
    ])
    where is_two_way
),

living as (
    select
        states.person_id,
        bool_and(states.looked_on = as_of::date) as is_newcomer,
        arg_min(states.strength, states.looked_on) as strength
    from states
    cross join limits
    where states.quiet_days <= limits.dormant_after_days
        and states.contact_chance >= limits.dormant_below_chance
    group by states.person_id
),

worth_it as (
    from living
    qualify row_number() over (order by is_newcomer, strength desc, person_id) <= 13 * n
),

circle as (
    select
        person_id,
        row_number() over (order by is_newcomer, person_id) - 1 as place,
        count(*) over () as circle_size
    from worth_it
),

up_next as (
    select
        circle.person_id,
        (
            (circle.place - (weeks.week_number % 13) * n) % circle.circle_size + circle.circle_size
        ) % circle.circle_size as step
    from circle
    cross join weeks
),

chosen as materialized (
    select
        up_next.person_id,
        up_next.step,
        people.full_name,
        people.email,
        states.quiet_days
    from up_next
    join shown_people_at(as_of) as people using (person_id)
    join states using (person_id)
    where states.looked_on = as_of::date
    qualify row_number() over (order by up_next.step) <= n
),

last_words as (
    select
        touches.person_id,
        arg_max(touches.message_id, (touches.sent_at, touches.message_id)) as message_id,
        string_agg(left(lower(messages.new_text), 1500), ' ') filter (
            touches.contact_on > as_of::date - 120
        ) as words
    from touches
    join messages using (message_id)
    where touches.direction = 'received'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - 365
        and messages.sent_at > as_of::date - interval 367 days
        and touches.person_id in (select person_id from chosen)
    group by touches.person_id
),

-- The subject with the word that is most theirs says in a line what they are about.
topics as (
    select
        person_id,
        arg_max(message_id, (weight, word)) as message_id
    from words_of_people_at(as_of)
    where person_id in (select person_id from chosen)
        and is_in_subject
    group by person_id
),

my_words as (
    select
        thread_id,
        max(sent_at) as last_word_at
    from touches
    where direction = 'sent'
        and sent_at < end_of(as_of)
        and contact_on > as_of::date - 120
    group by thread_id
),

wishes as (
    select
        touches.person_id,
        arg_max(asks.text, (touches.sent_at, asks.position)) as text,
        arg_max(touches.message_id, (touches.sent_at, asks.position)) as message_id
    from touches
    join asks using (message_id)
    left join my_words using (thread_id)
    where touches.direction = 'received'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - 120
        and touches.person_id in (select person_id from chosen)
        and asks.kind = 'ask'
        and seeks_somebody(asks.text)
        -- What I wrote into the thread since has answered it.
        and touches.sent_at >= coalesce(my_words.last_word_at, touches.sent_at)
    group by touches.person_id
),

fitting as (
    select
        chosen.*,
        wishes.text as wish,
        case
            when wishes.text is not null then 'introduction'
            when regexp_matches(
                last_words.words,
                '\b(opening|launch(ed)?|exhibition|award|prize|baby|wedding|new job|moved|moving|'
                || 'promoted|retired|ill|illness|hospital|tired|difficult|struggling|worried|'
                || 'raising|deadline|finally)\b'
            ) or topics.message_id is null then 'encouragement'
            else 'article'
        end as what,
        coalesce(wishes.message_id, topics.message_id, last_words.message_id) as message_id
    from chosen
    left join last_words using (person_id)
    left join topics using (person_id)
    left join wishes using (person_id)
)

select
    fitting.person_id,
    fitting.full_name,
    fitting.email,
    'last contact ' || ago_in_words(fitting.quiet_days) || coalesce(
        case fitting.what
            when 'introduction' then '; an introduction: they asked you “' || fitting.wish
            when 'article' then '; an article or a tip: they wrote of “' || about.subject
            else '; a word of encouragement: they wrote of “' || about.subject
        end || '”',
        ''
    ) as reason,
    fitting.what,
    fitting.message_id
from fitting
left join (
    select
        message_id,
        nullif(regexp_replace(subject, '^((re|aw|sv|fw|fwd|wg|vs|antw) ?: ?)+', '', 'i'), '')
            as subject
    from messages
) as about using (message_id)
order by fitting.step;

comment on macro table help_rotation is 'n people to do something for this week; everyone with a living tie comes up once a quarter: person_id, full_name, email, reason, what (introduction, article or encouragement), message_id (what they wrote that suggests it).';

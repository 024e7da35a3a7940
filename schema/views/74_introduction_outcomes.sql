create macro introduction_outcomes_at(as_of) as table
with known as (
    from introductions_between
    where sent_at < end_of(as_of)
),

introduced_people_of as (
    select
        introduced.message_id,
        list(introduced.name order by introduced.position)
            filter (introduced.name <> '' and not introduced.is_me) as names,
        list(distinct introduced.person_id) filter (introduced.person_id is not null)
            as person_ids
    from introduced
    group by introduced.message_id
),

-- Whose word or meeting is the outcome: the introduced; else, for what was asked, the asked.
awaited_people as (
    select message_id, unnest(person_ids) as person_id
    from introduced_people_of

    union

    select known.message_id, interactions.person_id
    from known
    join interactions using (message_id)
    where known.direction in ('asked_by_me', 'asked_of_me', 'self')
),

held as (
    select starts_at, person_ids
    from appointments_at(as_of)
    where is_held
),

-- Whom was I to meet, or who each other? A meeting half a year later has other reasons.
met as (
    select
        known.message_id,
        min(held.starts_at) as happened_at
    from known
    join introduced_people_of using (message_id)
    join held
        on held.starts_at > known.sent_at
        and held.starts_at < known.sent_at + interval 180 days
    where case known.direction
            when 'to_me' then list_has_any(held.person_ids, introduced_people_of.person_ids)
            when 'self' then list_has_any(held.person_ids, introduced_people_of.person_ids)
            when 'by_me' then len(introduced_people_of.person_ids) > 1
                and list_has_all(held.person_ids, introduced_people_of.person_ids)
            else false
        end
    group by known.message_id
),

-- To a mail of mine the answer is theirs; to theirs it is mine, or one of the introduced.
answered as (
    select
        known.message_id,
        min(interactions.sent_at) as happened_at
    from known
    join awaited_people using (message_id)
    join interactions using (person_id)
    where interactions.sent_at > known.sent_at
        and interactions.sent_at < end_of(as_of)
        and not interactions.is_auto_reply
        and interactions.kind <> 'bulk'
        and case
            when known.is_mine then interactions.direction = 'received'
            when known.direction in ('asked_of_me', 'self') then interactions.direction = 'sent'
            else true
        end
    group by all
),

declined as (
    select
        known.message_id,
        min(messages.sent_at) as happened_at
    from known
    join messages using (thread_id)
    where messages.sent_at > known.sent_at
        and messages.sent_at < end_of(as_of)
        and not messages.is_auto_reply
        and regexp_matches(
            left(messages.new_text, 2000),
            '(?i)\b(not interested|no thanks?|no,? thank you|not a (good )?fit|have to pass|'
            || 'must decline|have to decline|rather not|not the right time|kein interesse|'
            || 'pas intéressé|geen interesse|no me interesa|inte intresserad)\b'
        )
    group by all
)

select
    known.message_id,
    known.sent_at as introduced_at,
    known.role,
    known.direction,
    known.introducer_person_id,
    known.introducer_name,
    known.introducer_email,
    coalesce(introduced_people_of.names, []) as introduced_names,
    case
        when met.happened_at is not null then 'met'
        when declined.happened_at is not null then 'declined'
        when answered.happened_at is not null then 'answered'
        else 'silent'
    end as outcome,
    coalesce(met.happened_at, declined.happened_at, answered.happened_at) as outcome_at,
    case
        when coalesce(met.happened_at, declined.happened_at, answered.happened_at) is null then as_of::date - day_of(known.sent_at)
    end as silent_days,
    case
        when met.happened_at is not null
            then 'met ' || in_words(day_of(met.happened_at) - day_of(known.sent_at)) || ' later'
        when declined.happened_at is not null then 'declined in the thread'
        when answered.happened_at is not null
            then 'answered ' || case
                when day_of(answered.happened_at) = day_of(known.sent_at) then 'the same day'
                else in_words(day_of(answered.happened_at) - day_of(known.sent_at)) || ' later'
            end
        else 'no word seen for ' || in_words(greatest(1, as_of::date - day_of(known.sent_at)))
    end as reason
from known
left join introduced_people_of using (message_id)
left join met using (message_id)
left join answered using (message_id)
left join declined using (message_id)
order by known.sent_at desc, known.message_id;

comment on macro table introduction_outcomes_at is 'introduction_outcomes as they stood at the end of a day.';

create view introduction_outcomes as
from introduction_outcomes_at(today());

comment on view introduction_outcomes is 'Introductions made, received, asked and offered, and what came of each as far as my mail shows.';
comment on column introduction_outcomes.message_id is 'The introduction''s message.';
comment on column introduction_outcomes.introduced_at is 'When it was sent, UTC.';
comment on column introduction_outcomes.role is 'made, requested, offered, self or presented.';
comment on column introduction_outcomes.direction is 'by_me, to_me, asked_of_me, asked_by_me or self.';
comment on column introduction_outcomes.introducer_person_id is 'The introducer, null where that is me or nobody known.';
comment on column introduction_outcomes.introducer_name is 'Name of the introducer, null where the mail names none.';
comment on column introduction_outcomes.introducer_email is 'Address of the introducer, null where unknown.';
comment on column introduction_outcomes.introduced_names is 'Who is introduced, other than me.';
comment on column introduction_outcomes.outcome is 'met, answered, declined or silent.';
comment on column introduction_outcomes.outcome_at is 'When that was, null where it is silent.';
comment on column introduction_outcomes.silent_days is 'Days without a word; null where there was one.';
comment on column introduction_outcomes.reason is 'The outcome in words.';

create macro introduction_outcomes_at(as_of) as table
with until_then as (
    from introductions_between
    where sent_at < end_of(as_of)
),

offers_and_later as (
    select
        offered.message_id,
        made.message_id as made_message_id
    from until_then as offered
    join until_then as made
        on offered.direction = made.direction
        and offered.introducer_person_id is not distinct from made.introducer_person_id
        and made.sent_at > offered.sent_at
        and made.sent_at < offered.sent_at + interval 60 days
    where offered.role = 'offered'
        and made.role = 'made'
),

-- An offer that was kept is the introduction that followed, if that has all whom it named.
carried_out as (
    select message_id
    from (
        select
            offers_and_later.message_id,
            offers_and_later.made_message_id,
            side.position,
            bool_or(
                coalesce(side.person_id = joined.person_id, false)
                or list_has_all(str_split(lower(joined.name), ' '), str_split(lower(side.name), ' '))
            ) as is_joined
        from offers_and_later
        join introduced as side using (message_id)
        join introduced as joined on offers_and_later.made_message_id = joined.message_id
        where not side.is_me
        group by all
    )
    group by message_id, made_message_id
    having bool_and(is_joined)
),

known as (
    from until_then
    anti join carried_out using (message_id)
),

introduced_people_of as (
    select
        introduced.message_id,
        list(introduced.name order by introduced.position) filter (
            introduced.name <> ''
            and not introduced.is_me
            -- Who asks is no news to the asked.
            and not (known.role = 'requested' and introduced.address is not distinct from messages.sender_address)
        ) as names,
        list(distinct introduced.person_id) filter (introduced.person_id is not null)
            as person_ids
    from introduced
    join known using (message_id)
    join messages using (message_id)
    -- Who introduces themselves introduces none of those they write to.
    where known.role <> 'self'
        or known.is_mine
        or introduced.address is not distinct from messages.sender_address
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
    select
        meeting_key,
        message_id,
        starts_at,
        unnest(person_ids) as person_id
    from appointments_at(as_of)
    where is_held
        and starts_at is not null
),

-- Materialized, so that what follows is joined by person and never by time alone.
introduced_ids as materialized (
    select
        known.*,
        len(introduced_people_of.person_ids) as person_count,
        unnest(introduced_people_of.person_ids) as person_id
    from introduced_people_of
    join known using (message_id)
),

-- Whom was I to meet, or who each other? A meeting half a year later has other reasons.
meetings_after as (
    select
        introduced_ids.message_id,
        held.message_id as outcome_message_id,
        held.starts_at as happened_at
    from introduced_ids
    join held using (person_id)
    where held.starts_at > introduced_ids.sent_at
        and held.starts_at < introduced_ids.sent_at + interval 180 days
        and introduced_ids.direction in ('to_me', 'self', 'by_me')
    group by
        introduced_ids.message_id,
        introduced_ids.direction,
        held.meeting_key,
        held.message_id,
        held.starts_at
    having introduced_ids.direction <> 'by_me'
        or count(distinct introduced_ids.person_id)
            >= greatest(2, any_value(introduced_ids.person_count))
),

met as (
    select
        message_id,
        arg_min(outcome_message_id, (happened_at, outcome_message_id)) as outcome_message_id,
        min(happened_at) as happened_at
    from meetings_after
    group by message_id
),

-- To a mail of mine the answer is theirs; to theirs it is mine, or one of the introduced.
awaited_words as (
    select
        known.message_id,
        known.sent_at,
        awaited_people.person_id,
        case
            when known.is_mine then 'received'
            when known.direction in ('asked_of_me', 'self') then 'sent'
            else 'either'
        end as awaited_direction
    from known
    join awaited_people using (message_id)
),

-- By person in the order of time: an asof join would compare each with each where the planner
-- takes introductions for few.
turns as (
    select
        person_id,
        sent_at,
        message_id,
        direction,
        false as is_awaited
    from interactions
    where person_id in (select person_id from awaited_words)
        and sent_at < end_of(as_of)
        and not is_auto_reply
        and kind <> 'bulk'

    union all

    select
        person_id,
        sent_at,
        message_id,
        awaited_direction,
        true
    from awaited_words
),

next_words as (
    select
        message_id,
        is_awaited,
        case direction
            when 'received' then first_value(
                case when not is_awaited and direction = 'received' then (sent_at, message_id) end
                ignore nulls
            ) over later
            when 'sent' then first_value(
                case when not is_awaited and direction = 'sent' then (sent_at, message_id) end
                ignore nulls
            ) over later
            else first_value(
                case when not is_awaited then (sent_at, message_id) end
                ignore nulls
            ) over later
        end as next_word
    from turns
    window later as (
        partition by person_id
        order by sent_at, is_awaited, message_id
        rows between 1 following and unbounded following
    )
),

answered as (
    select
        message_id,
        min(next_word)[2] as outcome_message_id,
        min(next_word)[1] as happened_at
    from next_words
    where is_awaited
        and next_word is not null
    group by message_id
),

-- What later mail says of it: in its thread; or to its introducer, me or another; of several that
-- it may mean it means the latest. Thanks for what was made to me are mine: that the other one
-- has thanked settles nothing between the introducer and me.
said_of_it as (
    select
        known.message_id,
        introduction_follow_ups.kind,
        introduction_follow_ups.message_id as outcome_message_id,
        messages.sent_at
    from introduction_follow_ups
    join messages using (message_id)
    join known
        on known.thread_id = messages.thread_id
        and messages.sent_at > known.sent_at
    left join my_addresses on messages.sender_address = my_addresses.address
    where messages.sent_at < end_of(as_of)
        and (
            introduction_follow_ups.kind <> 'thanked'
            or known.direction <> 'to_me'
            or my_addresses.address is not null
        )

    union all

    select
        known.message_id,
        introduction_follow_ups.kind,
        introduction_follow_ups.message_id,
        interactions.sent_at
    from introduction_follow_ups
    join interactions using (message_id)
    join known
        on known.introducer_person_id = interactions.person_id
        and interactions.sent_at > known.sent_at
        and interactions.sent_at < known.sent_at + interval 180 days
    where introduction_follow_ups.kind in ('thanked', 'met')
        and interactions.direction = 'sent'
        and interactions.sent_at < end_of(as_of)
        and known.direction = 'to_me'
    qualify known.sent_at = max(known.sent_at) over (
        partition by introduction_follow_ups.message_id, introduction_follow_ups.kind
    )

    union all

    select
        introduced_ids.message_id,
        introduction_follow_ups.kind,
        introduction_follow_ups.message_id,
        interactions.sent_at
    from introduction_follow_ups
    join interactions using (message_id)
    join introduced_ids
        on introduced_ids.person_id = interactions.person_id
        and interactions.sent_at > introduced_ids.sent_at
        and interactions.sent_at < introduced_ids.sent_at + interval 180 days
    where introduction_follow_ups.kind in ('thanked', 'met')
        and interactions.direction = 'received'
        and interactions.sent_at < end_of(as_of)
        and introduced_ids.direction = 'by_me'
    qualify introduced_ids.sent_at = max(introduced_ids.sent_at) over (
        partition by introduction_follow_ups.message_id, introduction_follow_ups.kind
    )
),

follow_ups as (
    select
        message_id,
        min(sent_at) filter (kind = 'moved_to_bcc') as moved_to_bcc_at,
        min(sent_at) filter (kind = 'thanked') as thanked_at,
        min(sent_at) filter (kind = 'declined') as declined_at,
        arg_min(outcome_message_id, sent_at) filter (kind = 'declined') as declined_message_id,
        min(sent_at) filter (kind = 'met') as said_met_at,
        arg_min(outcome_message_id, sent_at) filter (kind = 'met') as said_met_message_id
    from said_of_it
    group by message_id
),

-- Between me and one of the introduced, within half a year, the introducer no longer on it.
later_words as materialized (
    select
        introduced_ids.message_id,
        introduced_ids.introducer_person_id,
        interactions.message_id as later_message_id,
        interactions.sent_at
    from introduced_ids
    join interactions
        on introduced_ids.person_id = interactions.person_id
        and interactions.sent_at > introduced_ids.sent_at
        and interactions.sent_at < introduced_ids.sent_at + interval 180 days
    where introduced_ids.direction = 'to_me'
        and interactions.sent_at < end_of(as_of)
        and not interactions.is_auto_reply
        and interactions.kind <> 'bulk'
        and interactions.person_id is distinct from introduced_ids.introducer_person_id
),

with_introducer as (
    select distinct
        later_words.message_id,
        later_words.later_message_id
    from later_words
    join recipients on later_words.later_message_id = recipients.message_id
    join counterparts
        on recipients.address = counterparts.address
        and later_words.introducer_person_id = counterparts.person_id
),

direct as (
    select
        message_id,
        min(sent_at) as first_direct_at
    from later_words
    anti join with_introducer using (message_id, later_message_id)
    group by message_id
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
    ended.outcome,
    ended.outcome_at,
    case when ended.outcome_at is null then as_of::date - day_of(known.sent_at) end as silent_days,
    case ended.outcome
        when 'met'
            then 'met ' || in_words(greatest(0, day_of(ended.outcome_at) - day_of(known.sent_at))) || ' later'
        when 'declined' then 'declined in the thread'
        when 'answered'
            then 'answered ' || case
                when day_of(ended.outcome_at) = day_of(known.sent_at) then 'the same day'
                else in_words(day_of(ended.outcome_at) - day_of(known.sent_at)) || ' later'
            end
        else 'no word seen ' || case
            when day_of(known.sent_at) = as_of::date then 'yet'
            else 'for ' || in_words(as_of::date - day_of(known.sent_at))
        end
    end as reason,
    follow_ups.moved_to_bcc_at,
    direct.first_direct_at,
    follow_ups.thanked_at,
    ended.outcome_message_id,
    telling_quote(known.evidence) as quote,
    known.is_mine
from known
left join introduced_people_of using (message_id)
left join met using (message_id)
left join answered using (message_id)
left join follow_ups using (message_id)
left join direct using (message_id)
-- One after the other: DuckDB 1.5 knows no alias within the select of a lateral join.
cross join lateral (
    select coalesce(met.happened_at, follow_ups.said_met_at) as met_at
) as seen
cross join lateral (
    select case
        when seen.met_at is not null then 'met'
        when follow_ups.declined_at is not null then 'declined'
        when answered.happened_at is not null then 'answered'
        else 'silent'
    end as outcome
) as named
cross join lateral (
    select
        named.outcome,
        coalesce(seen.met_at, follow_ups.declined_at, answered.happened_at) as outcome_at,
        case named.outcome
            when 'met' then coalesce(met.outcome_message_id, follow_ups.said_met_message_id)
            when 'declined' then follow_ups.declined_message_id
            when 'answered' then answered.outcome_message_id
        end as outcome_message_id
) as ended
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
comment on column introduction_outcomes.moved_to_bcc_at is 'When somebody moved the introducer to bcc in its thread; null where nobody did.';
comment on column introduction_outcomes.first_direct_at is 'The first mail between me and one of the introduced without the introducer, for those made to me.';
comment on column introduction_outcomes.thanked_at is 'When the introducer was first thanked for it: by me for those made to me, else by anybody in its thread or by one of the introduced.';
comment on column introduction_outcomes.outcome_message_id is 'The message that shows the outcome; null where it is silent.';
comment on column introduction_outcomes.is_mine is 'True when I wrote the message.';
comment on column introduction_outcomes.quote is 'The words that introduce; null where none were kept.';

create macro introduction_outcomes_at(as_of) as table
with known as (
    from introductions_between
    where sent_at < end_of(as_of)
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

-- What later mail says of it: in its thread, or to its introducer, whose latest it then means.
said_of_it as (
    select
        known.message_id,
        introduction_follow_ups.kind,
        messages.sent_at
    from introduction_follow_ups
    join messages using (message_id)
    join known
        on known.thread_id = messages.thread_id
        and messages.sent_at > known.sent_at
    where messages.sent_at < end_of(as_of)

    union all

    select
        known.message_id,
        introduction_follow_ups.kind,
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
),

follow_ups as (
    select
        message_id,
        min(sent_at) filter (kind = 'moved_to_bcc') as moved_to_bcc_at,
        min(sent_at) filter (kind = 'thanked') as thanked_at,
        min(sent_at) filter (kind = 'declined') as declined_at,
        min(sent_at) filter (kind = 'met') as said_met_at
    from said_of_it
    group by message_id
),

addressed_people as (
    select
        recipients.message_id,
        counterparts.person_id
    from recipients
    join counterparts using (address)
),

-- Between me and one of the introduced, the introducer no longer on it.
direct as (
    select
        known.message_id,
        min(interactions.sent_at) as first_direct_at
    from known
    join introduced_people_of using (message_id)
    join interactions
        on list_contains(introduced_people_of.person_ids, interactions.person_id)
        and interactions.sent_at > known.sent_at
        and interactions.sent_at < end_of(as_of)
        and not interactions.is_auto_reply
        and interactions.kind <> 'bulk'
    left join addressed_people as introducers
        on introducers.message_id = interactions.message_id
        and introducers.person_id = known.introducer_person_id
    where known.direction = 'to_me'
        and introducers.message_id is null
        and interactions.person_id is distinct from known.introducer_person_id
    group by known.message_id
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
        else 'no word seen for ' || in_words(greatest(1, as_of::date - day_of(known.sent_at)))
    end as reason,
    follow_ups.moved_to_bcc_at,
    direct.first_direct_at,
    follow_ups.thanked_at
from known
left join introduced_people_of using (message_id)
left join met using (message_id)
left join answered using (message_id)
left join follow_ups using (message_id)
left join direct using (message_id)
cross join lateral (
    select
        coalesce(met.happened_at, follow_ups.said_met_at) as met_at,
        case
            when met_at is not null then 'met'
            when follow_ups.declined_at is not null then 'declined'
            when answered.happened_at is not null then 'answered'
            else 'silent'
        end as outcome,
        coalesce(met_at, follow_ups.declined_at, answered.happened_at) as outcome_at
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
comment on column introduction_outcomes.thanked_at is 'When the introducer was first thanked for it, in its thread or by me.';

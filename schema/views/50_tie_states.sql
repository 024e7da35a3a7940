-- Everything between me and each person as it stood at the end of each of a list of days.
--
-- contact_chance is the chance that something passes between us in the 90 days to come, for
-- ties that have gone both ways. Silence weighs the more, the more days a year we used to
-- talk: that is the tie's own rhythm. The owner's pace keeps a slow fortnight of mine from
-- being taken for the silence of everybody else.

create macro tie_states_on(looks) as table
with look_days as (
    select
        unnest(looks)::date as looked_on,
        end_of(looked_on) as over_at
),

days as materialized (
    select
        look_days.looked_on,
        contact_days.*
    from contact_days_at(list_max(looks)) as contact_days
    join look_days on contact_days.contact_on <= look_days.looked_on
),

sums as (
    select
        looked_on,
        person_id,
        min(first_at) as first_contact_at,
        max(last_at) as last_contact_at,
        min(first_received_at) as first_received_at,
        max(last_received_at) as last_received_at,
        min(first_sent_at) as first_sent_at,
        max(last_sent_at) as last_sent_at,
        max(contact_on) as last_contact_on,
        sum(received_count)::integer as received_count,
        sum(sent_count)::integer as sent_count,
        sum(one_to_one_count)::integer as one_to_one_count,
        sum(meeting_count)::integer as meeting_count,
        count(*)::integer as contact_day_count,
        count(last_received_at)::integer as received_day_count,
        count(last_sent_at)::integer as sent_day_count,
        count_if(contact_on > looked_on - 28)::integer as days_28,
        count_if(contact_on > looked_on - 56 and contact_on <= looked_on - 28)::integer
            as days_28_before
    from days
    group by looked_on, person_id
),

-- A broadcast is no contact, but whoever answers me in one has answered.
broadcasters as (
    select
        counterparts.person_id,
        min(messages.sent_at) as first_broadcast_at
    from messages
    join counterparts on messages.sender_address = counterparts.address
    join message_kinds using (message_id)
    cross join limits
    where messages.recipient_count > limits.broadcast_audience
        and message_kinds.kind <> 'bulk'
        and not messages.is_auto_reply
    group by counterparts.person_id
),

-- The year before the last contact, however long ago that was: how we talked when we did.
busy_years as (
    select
        sums.looked_on,
        sums.person_id,
        count(*)::integer as busy_year_days,
        (max(days.contact_on) - min(days.contact_on)) / nullif(count(*) - 1, 0) as rhythm_days
    from sums
    join days using (looked_on, person_id)
    where days.contact_on > sums.last_contact_on - 365
    group by sums.looked_on, sums.person_id
),

week_counts as (
    select
        looked_on,
        person_id,
        (looked_on - contact_on) // 7 as weeks_ago,
        sum(received_count + sent_count + meeting_count)::integer as touch_count
    from days
    where contact_on > looked_on - 84
    group by all
),

weeks as (
    select
        looked_on,
        person_id,
        map_from_entries(list((weeks_ago, touch_count))) as count_by_weeks_ago
    from week_counts
    group by looked_on, person_id
),

paces as (
    select
        looked_on,
        count_if(contact_on > looked_on - 14) as fortnight_count,
        count_if(contact_on > looked_on - 365) as year_count,
        least(365, greatest(28, looked_on - min(contact_on))) as known_days
    from days
    group by looked_on
),

given as (
    select
        look_days.looked_on,
        introductions_between.introducer_person_id as person_id,
        count(*)::integer as introductions_given_count
    from introductions_between
    join look_days on introductions_between.sent_at < look_days.over_at
    where introductions_between.direction = 'to_me'
        and introductions_between.role in ('made', 'presented')
    group by all
),

had as (
    select
        look_days.looked_on,
        introduced.person_id,
        count(distinct introduced.message_id)::integer as introductions_received_count
    from introduced
    join introductions_between using (message_id)
    join look_days on introductions_between.sent_at < look_days.over_at
    where introductions_between.direction = 'by_me'
        and introductions_between.role in ('made', 'presented')
    group by all
),

terms as (
    select
        sums.*,
        least(sums.first_received_at, broadcasters.first_broadcast_at) as first_heard_at,
        coalesce(first_heard_at < look_days.over_at and sums.first_sent_at is not null, false)
            as is_two_way,
        (sums.looked_on - sums.last_contact_on)::integer as quiet_days,
        busy_years.busy_year_days,
        busy_years.rhythm_days,
        weeks.count_by_weeks_ago,
        coalesce(given.introductions_given_count, 0) as introductions_given_count,
        coalesce(had.introductions_received_count, 0) as introductions_received_count,
        1.0::double as constant,
        quiet_days / 100 as quiet,
        ln(1 + busy_years.busy_year_days) as volume,
        ln(1 + quiet_days) * volume as quiet_by_volume,
        greatest(
            -1.5,
            least(1.5, ln((1 + fortnight_count) / (1 + year_count * 14 / known_days)))
        )::double as owner_pace
    from sums
    join look_days using (looked_on)
    join busy_years using (looked_on, person_id)
    join paces using (looked_on)
    left join broadcasters using (person_id)
    left join weeks using (looked_on, person_id)
    left join given using (looked_on, person_id)
    left join had using (looked_on, person_id)
)

select
    looked_on,
    person_id,
    first_contact_at,
    last_contact_at,
    last_received_at,
    last_sent_at,
    case when is_two_way then greatest(first_heard_at, first_sent_at) end as two_way_since_at,
    received_count,
    sent_count,
    contact_day_count,
    received_day_count,
    sent_day_count,
    meeting_count,
    one_to_one_count / greatest(received_count + sent_count, 1) as one_to_one_share,
    is_two_way,
    introductions_given_count,
    introductions_received_count,
    least(
        100,
        weight_of('strength', 'two_way_days') * ln(1 + least(received_day_count, sent_day_count))
        + weight_of('strength', 'contact_days') * ln(1 + contact_day_count)
        + weight_of('strength', 'one_to_one_touches') * ln(1 + one_to_one_count)
        + weight_of('strength', 'meetings') * ln(1 + meeting_count)
        + weight_of('strength', 'introductions')
            * ln(1 + introductions_given_count + introductions_received_count)
    )::double as strength,
    quiet_days,
    rhythm_days,
    days_28,
    days_28_before,
    busy_year_days,
    list_transform(
        range(11, -1, -1),
        lambda weeks_ago: coalesce(count_by_weeks_ago[weeks_ago], 0)
    )::integer[] as touches_by_week,
    constant,
    quiet,
    volume,
    quiet_by_volume,
    owner_pace,
    case
        when is_two_way then 1 / (1 + exp(-(
            coefficient_of('constant') * constant
            + coefficient_of('quiet') * quiet
            + coefficient_of('volume') * volume
            + coefficient_of('quiet_by_volume') * quiet_by_volume
            + coefficient_of('owner_pace') * owner_pace
        )))
    end as contact_chance
from terms;

comment on macro table tie_states_on is 'Everything between me and each person at the end of each of a list of days, one row a day and person: counts, strength, rhythm, the terms of the regression and contact_chance (null for one-way ties). ties and health are made of it.';

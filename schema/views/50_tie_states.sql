-- Everything between me and each person as it stood at the end of each of a list of days.
--
-- contact_chance is the chance that something passes between us in the 90 days to come, for
-- ties that have gone both ways: from decayed counts of the days on which anything passed
-- (half-lives of a week, a month, a quarter, a year), from the silence against this tie's own
-- rhythm, from whether I see the person in others' mail, and from my own pace: a slow month
-- of mine is not the silence of everybody else.

create macro tie_states_on(looks) as table
with look_days as (
    select
        unnest(looks)::date as looked_on,
        end_of(looked_on) as over_at
),

days_between_us as (
    select
        *,
        contact_on - lag(contact_on) over (partition by person_id order by contact_on) as gap_days
    from days_between_us_at(list_max(looks))
),

days as materialized (
    select
        look_days.looked_on,
        (look_days.looked_on + 1 - days_between_us.contact_on)::integer as age_days,
        days_between_us.*
    from days_between_us
    join look_days on days_between_us.contact_on <= look_days.looked_on
),

sums as materialized (
    select
        looked_on,
        person_id,
        min(first_at) as first_contact_at,
        max(last_at) as last_contact_at,
        max(last_received_at) as last_received_at,
        min(first_sent_at) as first_sent_at,
        max(last_sent_at) as last_sent_at,
        -- A broadcast is no contact, but whoever answers me in one has answered.
        min(first_heard_at) as first_heard_at,
        max(contact_on) filter (touch_count > 0) as last_contact_on,
        sum(received_count)::integer as received_count,
        sum(sent_count)::integer as sent_count,
        sum(one_to_one_count)::integer as one_to_one_count,
        sum(meeting_count)::integer as meeting_count,
        count_if(touch_count > 0)::integer as contact_day_count,
        count(last_received_at)::integer as received_day_count,
        count(last_sent_at)::integer as sent_day_count,
        count_if(touch_count > 0 and age_days <= 28)::integer as days_28,
        count_if(touch_count > 0 and age_days between 29 and 56)::integer as days_28_before,
        min(age_days) as silent_days,
        sum(power(0.5, age_days / 7)) as week_weight,
        sum(power(0.5, age_days / 30)) as month_weight,
        sum(power(0.5, age_days / 90)) as quarter_weight,
        sum(power(0.5, age_days / 365)) as year_weight,
        bit_count(bit_or(case when age_days <= 84 then 1 << ((age_days - 1) // 7) else 0 end))
            as week_count,
        count(gap_days) as gap_count,
        avg(gap_days) as mean_gap_days,
        quantile_cont(gap_days, 0.9) as long_gap_days
    from days
    group by looked_on, person_id
    having contact_day_count > 0
),

-- The year before the last contact, however long ago that was: how we talked when we did.
busy_years as (
    select
        sums.looked_on,
        sums.person_id,
        count(*)::integer as busy_year_days,
        (max(days.contact_on) - min(days.contact_on)) / nullif(count(*) - 1, 0) as rhythm_days,
        quantile_cont(days.gap_days, 0.8) filter (
            days.contact_on - days.gap_days::integer > sums.last_contact_on - 365
        ) as usual_gap_days
    from sums
    join days using (looked_on, person_id)
    where days.touch_count > 0
        and days.contact_on > sums.last_contact_on - 365
    group by sums.looked_on, sums.person_id
),

week_counts as (
    select
        looked_on,
        person_id,
        (age_days - 1) // 7 as weeks_ago,
        sum(received_count + sent_count + meeting_count)::integer as touch_count
    from days
    where age_days <= 84
        and touch_count > 0
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

seen_weights as (
    select
        look_days.looked_on,
        days_together.person_id,
        sum(power(0.5, (look_days.looked_on + 1 - days_together.seen_on) / 14)) as seen_fortnight_weight,
        sum(power(0.5, (look_days.looked_on + 1 - days_together.seen_on) / 30)) as seen_month_weight
    from days_together
    join look_days on days_together.seen_on <= look_days.looked_on
        and days_together.seen_on > look_days.looked_on - 365
    group by look_days.looked_on, days_together.person_id
),

-- My days with everybody, weighed the same way.
my_days as (
    select
        looked_on,
        age_days,
        count(*) as person_count
    from days
    group by looked_on, age_days
),

my_paces as (
    select
        looked_on,
        ln(1 + sum(person_count * power(0.5, age_days / 7))) as my_week,
        ln(1 + sum(person_count * power(0.5, age_days / 30))) as my_month,
        ln(1 + sum(person_count * power(0.5, age_days / 90))) as my_quarter,
        ln(1 + sum(person_count * power(0.5, age_days / 365))) as my_year,
        count_if(age_days <= 28) / 28 as presence
    from my_days
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

parts as (
    select
        sums.*,
        coalesce(sums.first_heard_at < look_days.over_at and sums.first_sent_at is not null, false)
            as is_two_way,
        (sums.looked_on - sums.last_contact_on)::integer as quiet_days,
        busy_years.busy_year_days,
        busy_years.rhythm_days,
        busy_years.usual_gap_days,
        weeks.count_by_weeks_ago,
        coalesce(given.introductions_given_count, 0) as introductions_given_count,
        coalesce(had.introductions_received_count, 0) as introductions_received_count,
        my_paces.presence,
        my_paces.my_week - my_paces.my_month as my_week_trend,
        my_paces.my_month - my_paces.my_quarter as my_month_trend,
        my_paces.my_quarter - my_paces.my_year as my_quarter_trend,
        greatest(0, least(1.5, my_paces.my_quarter - 3.5)) as my_traffic,
        ln(1 + silent_days) as silence,
        ln(silent_days / greatest(7, least(365, 365 / (1 + year_weight)))) as overdue,
        ln(1 + week_weight) as week,
        ln(1 + month_weight) as month,
        ln(1 + quarter_weight) as quarter,
        ln(1 + year_weight) as year,
        ln((month_weight + 0.1) / (year_weight + 0.1)) as own_trend,
        ln(1 + week_count) as weeks_in_touch,
        -- One gap is no rhythm: taken for one, it foretells contact to 58 of 100 ties of two days
        -- nine weeks apart and more, of which 30 had any (291 cells of the Enron record, not
        -- among those learned from).
        case when gap_count >= 2 then ln(1 + mean_gap_days) else 0 end as mean_gap,
        case when gap_count >= 2 then ln(1 + long_gap_days) else 0 end as long_gap,
        ln(1 + coalesce(seen_fortnight_weight, 0)) as seen_fortnight,
        ln(1 + coalesce(seen_month_weight, 0)) as seen_month
    from sums
    join look_days using (looked_on)
    join busy_years using (looked_on, person_id)
    join my_paces using (looked_on)
    left join seen_weights using (looked_on, person_id)
    left join weeks using (looked_on, person_id)
    left join given using (looked_on, person_id)
    left join had using (looked_on, person_id)
),

terms as (
    select
        *,
        1.0::double as constant,
        silence as quiet,
        silence * my_traffic as quiet_by_traffic,
        overdue * overdue as overdue_squared,
        overdue * week as overdue_by_week,
        overdue * presence as overdue_by_presence,
        greatest(0, mean_gap - 2.7) as rhythm_over_2_weeks,
        greatest(0, mean_gap - 4.2) as rhythm_over_9_weeks,
        greatest(0, long_gap - 4.3) as pauses_over_10_weeks,
        greatest(0, quarter - 1.6) as quarter_over_4_days,
        greatest(0, weeks_in_touch - 1.8) as weeks_over_5,
        weeks_in_touch * my_month_trend as weeks_by_my_month,
        seen_fortnight * own_trend as seen_by_trend,
        seen_month * year as seen_by_year,
        seen_fortnight * month as seen_by_month,
        my_week_trend * my_quarter_trend as my_pace,
        greatest(0, presence - 0.3)::double as presence_over_30
    from parts
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
    usual_gap_days,
    days_28,
    days_28_before,
    busy_year_days,
    list_transform(
        range(11, -1, -1),
        lambda weeks_ago: coalesce(count_by_weeks_ago[weeks_ago], 0)
    )::integer[] as touches_by_week,
    constant,
    quiet,
    quiet_by_traffic,
    overdue_squared,
    overdue_by_week,
    overdue_by_presence,
    rhythm_over_2_weeks,
    rhythm_over_9_weeks,
    pauses_over_10_weeks,
    quarter_over_4_days,
    weeks_over_5,
    weeks_by_my_month,
    seen_by_trend,
    seen_by_year,
    seen_by_month,
    my_pace,
    presence_over_30,
    case
        when is_two_way then 1 / (1 + exp(-(
            coefficients['constant'] * constant
            + coefficients['quiet'] * quiet
            + coefficients['quiet_by_traffic'] * quiet_by_traffic
            + coefficients['overdue_squared'] * overdue_squared
            + coefficients['overdue_by_week'] * overdue_by_week
            + coefficients['overdue_by_presence'] * overdue_by_presence
            + coefficients['rhythm_over_2_weeks'] * rhythm_over_2_weeks
            + coefficients['rhythm_over_9_weeks'] * rhythm_over_9_weeks
            + coefficients['pauses_over_10_weeks'] * pauses_over_10_weeks
            + coefficients['quarter_over_4_days'] * quarter_over_4_days
            + coefficients['weeks_over_5'] * weeks_over_5
            + coefficients['weeks_by_my_month'] * weeks_by_my_month
            + coefficients['seen_by_trend'] * seen_by_trend
            + coefficients['seen_by_year'] * seen_by_year
            + coefficients['seen_by_month'] * seen_by_month
            + coefficients['my_pace'] * my_pace
            + coefficients['presence_over_30'] * presence_over_30
        )))
    end as contact_chance
from terms
cross join (
    select map_from_entries(list((term, coefficient))) as coefficients
    from health_coefficients
);

comment on macro table tie_states_on is 'Everything between me and each person at the end of each of a list of days, one row a day and person: counts, strength, rhythm, the terms of the regression and contact_chance (null for one-way ties). ties and health are made of it.';

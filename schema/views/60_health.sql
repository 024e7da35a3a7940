create macro health(as_of) as table
with states as materialized (
    from tie_states_on([as_of::date, as_of::date - 28])
    where is_two_way
),

scored as (
    select
        people.full_name,
        people.email,
        people.organisation,
        states.*,
        round(100 * states.contact_chance)::integer as health,
        (
            round(100 * states.contact_chance) - round(100 * before.contact_chance)
        )::integer as trend,
        coalesce(balances.giving - balances.asking, 0) as balance,
        states.quiet_days / greatest(states.usual_gap_days, 7) as overdue_ratio,
        coalesce(states.contact_chance < before.contact_chance, true) as has_chance_dropped,
        (as_of::date - day_of(states.two_way_since_at))::integer as two_way_for_days
    from states
    join shown_people_at(as_of) as people using (person_id)
    left join states as before
        on states.person_id = before.person_id
        and before.looked_on < as_of::date
    left join giving_and_asking_at(as_of) as balances on states.person_id = balances.person_id
    where states.looked_on = as_of::date
),

judged as (
    select
        scored.*,
        limits.young_for_days,
        limits.cooling_after_days,
        busy_year_days >= limits.rhythm_contact_days as has_rhythm,
        case
            when two_way_for_days <= limits.new_for_days then 'new'
            when quiet_days > limits.dormant_after_days
                or contact_chance < limits.dormant_below_chance then 'dormant'
            when quiet_days >= limits.cooling_after_days
                and busy_year_days >= limits.rhythm_contact_days
                and (
                    (overdue_ratio > limits.cooling_overdue_ratio and has_chance_dropped)
                    or overdue_ratio > limits.cooling_sure_ratio
                ) then 'cooling'
            when days_28 >= 2
                and (
                    two_way_for_days <= limits.young_for_days
                    or days_28 > greatest(days_28_before, 2 * 28 / greatest(rhythm_days, 7))
                ) then 'warming'
            else 'steady'
        end as status,
        case
            when rhythm_days < 1.5 then 'every day'
            else 'every ' || in_words(rhythm_days)
        end as rhythm_words
    from scored
    cross join limits
)

select
    person_id,
    full_name,
    email,
    organisation,
    status,
    case status
        when 'new' then 'first exchange ' || ago_in_words(two_way_for_days)
        when 'warming' then
            case
                when two_way_for_days <= young_for_days
                    then 'first exchange ' || ago_in_words(two_way_for_days) || '; '
                else ''
            end
            || 'in touch on ' || days_28 || ' days in the last 4 weeks, '
            || days_28_before || ' in the 4 before'
        when 'steady' then
            'last contact ' || ago_in_words(quiet_days)
            || case
                when has_rhythm then '; you two talk ' || rhythm_words
                when quiet_days >= cooling_after_days
                    then '; too few days in touch to tell a rhythm'
                else ''
            end
        else
            in_words(quiet_days) || ' quiet'
            || coalesce('; you two used to talk ' || rhythm_words, '')
    end as reason,
    health,
    contact_chance,
    strength,
    balance,
    quiet_days,
    rhythm_days,
    trend,
    contact_day_count,
    received_count,
    sent_count,
    meeting_count,
    first_contact_at,
    last_contact_at,
    touches_by_week
from judged
order by strength desc, person_id;

comment on macro table health is 'Every two-way tie at the end of a day: status with its reason; health, the chance of contact within 90 days as 0 to 100; strength, balance, rhythm and trend (points against 28 days before); touches in each of the last 12 weeks, oldest first. Muted and snoozed people are left out. By strength.';

create macro statuses_at(as_of) as table
select
    person_id,
    full_name,
    email,
    status,
    reason,
    health
from health(as_of)

union all

select
    people.person_id,
    people.full_name,
    people.email,
    'unknown',
    case
        when states.sent_count = 0 then 'wrote to you ' || states.received_count
            || case
                when states.received_count = 1 then ' time'
                else ' times'
            end || ', no word from you'
        else 'no word from them yet'
    end,
    null
from tie_states_on([as_of::date]) as states
join shown_people_at(as_of) as people using (person_id)
where not states.is_two_way;

comment on macro table statuses_at is 'Everybody there was any contact with up to the end of a day: status, its reason and health as health has them; unknown, and no health, where only one side wrote: person_id, full_name, email, status, reason, health.';

create macro health_terms(as_of) as table
with terms as (
    select
        person_id,
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
        presence_over_30
    from tie_states_on([as_of::date])
    where is_two_way
),

term_rows as (
    unpivot terms
    on columns(* exclude (person_id))
    into
        name term
        value term_value
)

select
    person_id,
    term,
    term_value,
    coefficient,
    term_value * coefficient as contribution
from term_rows
join health_coefficients using (term);

comment on macro table health_terms is 'What contact_chance is made of, one row a tie and term: person_id, term, term_value, coefficient, contribution to the log-odds.';

-- What others rank ties by, for each person on each day of the cells: counts of contact-days,
-- counts that fade with a half-life in days (the 30-day one is what many address books use), and
-- how many of the tie's own mean gaps the silence has lasted, negated.
select
    days.person_id,
    looks.looked_on,
    count_if(looks.looked_on - days.contact_on < 90)::double as days_in_90,
    count_if(looks.looked_on - days.contact_on < 365)::double as days_in_365,
    sum(pow(0.5, (looks.looked_on - days.contact_on) / 7.0)) as decayed_7,
    sum(pow(0.5, (looks.looked_on - days.contact_on) / 30.0)) as decayed_30,
    sum(pow(0.5, (looks.looked_on - days.contact_on) / 90.0)) as decayed_90,
    sum(pow(0.5, (looks.looked_on - days.contact_on) / 365.0)) as decayed_365,
    -(looks.looked_on - max(days.contact_on))
        / greatest((max(days.contact_on) - min(days.contact_on)) / nullif(count(*) - 1, 0), 1)
        as gaps_left
from (select distinct looked_on from cells) as looks
join contact_days_at('2003-01-01'::date) as days on days.contact_on <= looks.looked_on
group by
    days.person_id,
    looks.looked_on

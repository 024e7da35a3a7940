-- Days are counted in the owner's zone; an `as_of` day means the world at its end.

create macro owner_zone() as (select any_value(time_zone) from owner);
comment on macro owner_zone is 'The owner''s IANA time zone.';

create macro today() as timezone(owner_zone(), now())::date;
comment on macro today is 'Today in the owner''s zone.';

create macro day_of(instant) as timezone(owner_zone(), instant)::date;
comment on macro day_of is 'The day in the owner''s zone on which an instant falls.';

create macro end_of(as_of) as timezone(owner_zone(), (as_of::date + 1)::timestamp);
comment on macro end_of is 'The instant at which a day ends in the owner''s zone: what comes before it is known on that day.';

-- 1900-01-01 was a Monday: five working days for each whole week since, plus this week's.
create macro working_days_since_1900(day) as
    5 * ((day::date - date '1900-01-01') // 7)
    + least((day::date - date '1900-01-01') % 7 + 1, 5);
comment on macro working_days_since_1900 is 'Mondays to Fridays from 1900-01-01 up to and with a day.';

create macro working_days(from_day, to_day) as
    working_days_since_1900(to_day) - working_days_since_1900(from_day);
comment on macro working_days is 'Mondays to Fridays after the first day, up to and with the second.';

create macro in_words(days) as
    case
        when days < 1 then 'today'
        when days = 1 then '1 day'
        when days < 15 then days::integer || ' days'
        when days < 92 then round(days / 7)::integer || ' weeks'
        when days < 731 then round(days / 30.4)::integer || ' months'
        else round(days / 365.25)::integer || ' years'
    end;
comment on macro in_words is 'A number of days as a person would say it: 9 days, 12 weeks, 5 months.';

create macro ago_in_words(days) as case
    when days < 1 then 'today'
    else in_words(days) || ' ago'
end;
comment on macro ago_in_words is 'A number of days back as a person would say it: today, 9 days ago.';

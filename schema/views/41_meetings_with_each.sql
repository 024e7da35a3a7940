create macro meetings_with_each_at(as_of) as table
select
    unnest(person_ids) as person_id,
    starts_at as met_at,
    coalesce(ends_at, starts_at) as over_at
from appointments_at(as_of)
where is_held
    and starts_at is not null

union all

select
    person_id,
    contact_at,
    contact_at
from outside_contacts
where kind in ('call', 'meeting')
    and contact_at < end_of(as_of);

comment on macro table meetings_with_each_at is 'When I met or spoke to each person up to the end of a day: meetings held, and calls and meetings logged by hand: person_id, met_at, over_at.';

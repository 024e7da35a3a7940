select
    person_id,
    status,
    reason,
    health,
    contact_chance,
    strength
from health(today())
where health is null
    or health not between 0 and 100
    or contact_chance not between 0 and 1
    or strength not between 0 and 100
    or status not in ('new', 'warming', 'steady', 'cooling', 'dormant')
    or coalesce(reason, '') = '';

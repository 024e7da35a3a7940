insert into health_snapshots
select
    $1,
    person_id,
    status,
    reason,
    health,
    contact_chance,
    strength,
    balance
from health($1)
on conflict do update set
    status = excluded.status,
    reason = excluded.reason,
    health = excluded.health,
    contact_chance = excluded.contact_chance,
    strength = excluded.strength,
    balance = excluded.balance;

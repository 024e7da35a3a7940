select
    person_addresses.address,
    person_addresses.reason,
    addresses.first_seen_at
from person_addresses
join addresses using (address)
where person_addresses.person_id = $person_id
order by addresses.first_seen_at

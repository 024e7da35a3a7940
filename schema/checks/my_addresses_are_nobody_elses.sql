select
    addresses.address,
    people.person_id
from addresses
join person_addresses using (address)
join people using (person_id)
where addresses.is_me <> people.is_me;

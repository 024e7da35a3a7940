select
    person_addresses.address,
    person_addresses.person_id
from person_addresses
join addresses using (address)
where addresses.is_robot
    and not addresses.is_me;

select
    person_addresses.address,
    person_addresses.person_id
from person_addresses
anti join people using (person_id);

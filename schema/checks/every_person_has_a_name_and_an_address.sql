select
    people.person_id,
    people.full_name
from people
left join person_addresses using (person_id)
where person_addresses.address is null
    or people.full_name = '';

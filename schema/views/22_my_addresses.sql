create view my_addresses as
select address
from addresses
where is_me

union

select person_addresses.address
from person_addresses
join people using (person_id)
where people.is_me;

comment on view my_addresses is 'The owner''s own addresses.';
comment on column my_addresses.address is 'Canonical address.';

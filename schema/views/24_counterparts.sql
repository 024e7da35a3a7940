create view counterparts as
select
    person_addresses.address,
    people.person_id,
    people.full_name,
    people.email,
    people.organisation
from person_addresses
join people using (person_id)
left join addresses using (address)
where not people.is_me
    and not coalesce(addresses.is_me, false)
    and not coalesce(addresses.is_robot, false);

comment on view counterparts is 'Addresses of people who are not me; robots have none here.';
comment on column counterparts.address is 'Canonical address.';
comment on column counterparts.person_id is 'The person.';
comment on column counterparts.full_name is 'Name of the person.';
comment on column counterparts.email is 'The address most recently written from.';
comment on column counterparts.organisation is 'Registrable domain, null for free-mail.';

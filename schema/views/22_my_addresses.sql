create view stated_own_addresses as
select address
from own_addresses
where address not in (
    select target
    from decisions
    where subject = 'me'
        and value = 'no'
)

union

select target as address
from decisions
where subject = 'me'
    and value = 'yes';

comment on view stated_own_addresses is 'The addresses that the owner stated, in config.toml or by `rapport correct me`.';
comment on column stated_own_addresses.address is 'Canonical address.';

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

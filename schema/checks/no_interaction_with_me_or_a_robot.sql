select
    interactions.message_id,
    interactions.address
from interactions
join addresses using (address)
where addresses.is_me
    or addresses.is_robot;

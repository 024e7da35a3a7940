-- Whoever wrote or was written to is in addresses.
with used as (
    select sender_address as address
    from messages

    union

    select address
    from recipients
)

select used.address
from used
anti join addresses using (address);

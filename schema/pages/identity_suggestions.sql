-- Whether an address is the owner's matters most; then the surest.
select *
from identity_suggestions
order by
    question,
    reason,
    address

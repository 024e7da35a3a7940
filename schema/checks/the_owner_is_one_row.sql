-- Days are counted in one zone.
select count(*) as owner_count
from owner
having count(*) <> 1;

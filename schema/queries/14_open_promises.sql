-- What did I promise that is still open?
select
    due_on,
    full_name,
    text
from promises
where direction = 'mine'
order by due_on nulls last;

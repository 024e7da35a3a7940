-- Who introduces me to people, and do I give back?
select
    full_name,
    introductions_given_count,
    introductions_received_count,
    balance
from reciprocity
where introductions_given_count > 0
order by introductions_given_count desc;

-- With whom do I ask more than I give?
select
    full_name,
    giving,
    asking,
    balance
from reciprocity
where balance < 0
order by balance
limit 20;

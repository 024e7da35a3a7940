with anew as (
    select
        count(*) as row_count,
        sum(hash(days_together_anew)) as digest
    from days_together_anew
),

settled as (
    select
        count(*) as settled_row_count,
        sum(hash(settled_days_together)) as settled_digest
    from settled_days_together
)

select *
from anew
cross join settled
where (row_count, digest) is distinct from (settled_row_count, settled_digest);

with anew as (
    select
        count(*) as row_count,
        sum(hash(introduced_anew)) as digest
    from introduced_anew
),

settled as (
    select
        count(*) as settled_row_count,
        sum(hash(settled_introduced)) as settled_digest
    from settled_introduced
)

select *
from anew
cross join settled
where (row_count, digest) is distinct from (settled_row_count, settled_digest);

with anew as (
    select
        count(*) as row_count,
        sum(hash(introductions_between_anew)) as digest
    from introductions_between_anew
),

settled as (
    select
        count(*) as settled_row_count,
        sum(hash(settled_introductions)) as settled_digest
    from settled_introductions
)

select *
from anew
cross join settled
where (row_count, digest) is distinct from (settled_row_count, settled_digest);

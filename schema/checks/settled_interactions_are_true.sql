with anew as (
    select
        count(*) as row_count,
        sum(hash(interactions_anew)) as digest
    from interactions_anew
),

settled as (
    select
        count(*) as settled_row_count,
        sum(hash(settled_interactions)) as settled_digest
    from settled_interactions
)

select *
from anew
cross join settled
where (row_count, digest) is distinct from (settled_row_count, settled_digest);

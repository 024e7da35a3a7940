with anew as (
    select
        count(*) as row_count,
        sum(hash(message_kinds_anew)) as digest
    from message_kinds_anew
),

settled as (
    select
        count(*) as settled_row_count,
        sum(hash(settled_kinds)) as settled_digest
    from (
        select * exclude (thread_id)
        from settled_kinds
    ) as settled_kinds
)

select *
from anew
cross join settled
where (row_count, digest) is distinct from (settled_row_count, settled_digest);

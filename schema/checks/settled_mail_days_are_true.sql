with anew as (
    select
        count(*) as row_count,
        sum(hash(mail_days_anew)) as digest
    from mail_days_anew
),

settled as (
    select
        count(*) as settled_row_count,
        sum(hash(settled_mail_days)) as settled_digest
    from settled_mail_days
)

select *
from anew
cross join settled
where (row_count, digest) is distinct from (settled_row_count, settled_digest);

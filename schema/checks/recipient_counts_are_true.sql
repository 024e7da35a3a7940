with counted as (
    select
        message_id,
        count(*) as row_count
    from recipients
    group by message_id
)

select
    messages.message_id,
    messages.recipient_count,
    coalesce(counted.row_count, 0) as row_count
from messages
left join counted using (message_id)
where messages.recipient_count <> coalesce(counted.row_count, 0);

-- Messages as far as the log keeps them, for those who read them again: flows/stored_messages.py.
select
    messages.*,
    coalesce(written_to.recipients, []) as recipients
from messages
left join (
    select
        message_id,
        list({'field': field, 'address': address, 'name': name} order by position) as recipients
    from recipients
    where message_id in (select unnest($message_ids))
    group by message_id
) as written_to using (message_id)
where messages.message_id in (select unnest($message_ids))
order by messages.message_id

-- What a later sync says of a letter whose delivery broke off: it was seen in my mailbox
-- (sent), my mailbox was read since without it (failed: may be sent again), or unknown.
select
    case
        when exists (
            from sightings
            where message_id = $internet_message_id
        ) then 'sent'
        when deliveries.recipient in (select address from own_addresses)
            and exists (
                from folders
                where special_use in ('inbox', 'all')
                    and last_success_at > deliveries.attempted_at + interval 10 minutes
            ) then 'failed'
        else 'unknown'
    end as state
from report_deliveries as deliveries
where deliveries.internet_message_id = $internet_message_id;

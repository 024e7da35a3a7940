-- Neither out-of-office answers nor bulk nor broadcasts count as contact.
select touches.message_id
from touches
join messages using (message_id)
cross join limits
where messages.is_auto_reply
    or touches.kind = 'bulk'
    or touches.audience_count > limits.broadcast_audience;

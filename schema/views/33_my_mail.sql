-- A log without the Sent folder has nobody's answers from me: it must say so, not call everybody
-- neglected.

create macro my_mail_at(as_of) as table
select
    count(distinct message_id) as sent_count,
    max(sent_at) as last_sent_at
from interactions
where direction = 'sent'
    and not is_auto_reply
    and sent_at < end_of(as_of);

comment on macro table my_mail_at is 'One row: how many mails of mine to people the log has up to the end of a day, and when the last was sent: sent_count, last_sent_at.';

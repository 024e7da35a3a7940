select
    week,
    recipient,
    state
from report_deliveries
where (state = 'sent') <> (sent_at is not null)
    or state not in ('sending', 'sent', 'failed', 'unknown');

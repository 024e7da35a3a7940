-- Is everything here that is in the mailbox? What is not, and why?
select
    account,
    folder,
    server_message_count,
    stored_count,
    unreadable_count,
    skipped_count,
    skipped_reason,
    missing_count,
    coalesce(last_error, not_synced_reason) as why
from coverage;

-- How many of new_folders say something that a reader of the log would want to know. When a
-- folder was last looked at is not, nor is what happens in folders that are not read.
select count(*) as news_count
from new_folders
left join folders using (account, folder)
where folders.folder is null
    or folders.is_synced <> new_folders.is_synced
    or folders.not_synced_reason is distinct from new_folders.not_synced_reason
    or folders.skipped_count <> new_folders.skipped_count
    or folders.skipped_reason is distinct from new_folders.skipped_reason
    or folders.last_error is distinct from new_folders.last_error
    or (
        new_folders.is_synced
        and coalesce(new_folders.server_message_count, folders.server_message_count)
            is distinct from folders.server_message_count
    )

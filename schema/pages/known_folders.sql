-- What earlier runs know of an account's folders, and how far each is read.
select
    folders.folder,
    folders.special_use,
    folders.is_synced,
    folders.not_synced_reason,
    folders.uid_validity,
    folders.uid_next,
    folders.highest_modseq,
    folders.server_message_count,
    folders.skipped_count,
    folders.skipped_reason,
    folders.last_error,
    cursors.uid_validity as cursor_uid_validity,
    cursors.lowest_uid,
    cursors.uid as highest_uid,
    cursors.since_on,
    exists (
        from unreadable_mail as waiting
        where waiting.account = folders.account
            and waiting.folder = folders.folder
            and waiting.ended_at is null
            and waiting.reader_version = ''
            and waiting.failed_at < now() - interval 1 day
    ) as has_mail_to_ask_again
from folders
left join cursors using (account, folder)
where folders.account = $account

-- Folders of accounts at a server that config.toml names no more ($1: those that it names).
update folders
set
    is_synced = false,
    not_synced_reason = 'account is no longer in config.toml',
    last_error = null
where
    account in (select account from accounts where source = 'imap')
    and not list_contains($1, account)
    and (is_synced or last_error is not null)
returning folder

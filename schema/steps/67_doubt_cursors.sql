-- The account is another mailbox now, as far as anybody knows: 0 is no folder's UIDVALIDITY, so each
-- folder is taken for renumbered and looked through. Gmail's folders have the same UIDVALIDITY in all
-- mailboxes, so that alone would not tell.
update cursors
set uid_validity = 0
where account = $1

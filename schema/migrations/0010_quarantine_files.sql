-- What must not be read by whoever opens a copy lies in files beside the live log
-- (flows/private_files.py): the bytes of mail in quarantine, and the salt. What an older log
-- has of them here is moved there when it is opened.

alter table unreadable_mail rename column content to content_sha256;
comment on column unreadable_mail.content_sha256 is 'SHA-256 of the raw bytes, as far as they were fetched; they lie in the quarantine folder beside the live log. Empty where there are none.';
comment on column privacy_state.salt is 'Empty: the salt lies in a file beside the live log.';

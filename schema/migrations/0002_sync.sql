-- What a sync remembers of a folder, so that the next one need not look into it again.
alter table folders add column uid_next ubigint;
comment on column folders.uid_next is 'UIDNEXT at the last look that read everything (RFC 9051 2.3.1.1); null where there was none.';

alter table folders add column highest_modseq ubigint;
comment on column folders.highest_modseq is 'HIGHESTMODSEQ at the last look that read everything (RFC 7162 3.1.2.1); null where the server has none.';

-- Mail in quarantine may be deleted at the server like any other: its bytes stay for the
-- next reader, and the folder no longer counts it.
alter table unreadable_mail add column ended_at timestamptz;
comment on column unreadable_mail.ended_at is 'When it was found gone from its folder (expunged, moved); null while it is there.';

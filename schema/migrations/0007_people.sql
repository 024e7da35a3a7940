-- What a person decides, what is forgotten, and what is left out.

alter table corrections add column made_by text default '';
comment on table corrections is 'What a person decided; beats rule and model, can be undone, survives re-sync and re-import: it speaks of addresses and messages, never of person_ids.';
comment on column corrections.made_by is 'Who made it: the login name on this machine.';
comment on column corrections.subject is 'What it speaks of: kind, merge, split, different, me, robot, mute, pin, snooze, rename, log.';
comment on column corrections.scope is 'message, thread, sender or domain for a kind; person or organisation for the rest.';
comment on column corrections.target is 'message_id, thread_id, address or domain that it holds for.';
comment on column corrections.value is 'What was decided: a kind, the other address, a day, a name, yes or no.';

-- Written by `rapport correct log`; it counts only while its correction stands.
create table logged_contacts (
    correction_id uinteger primary key,
    address text not null,
    kind text not null,
    contact_at timestamptz not null
);
comment on table logged_contacts is 'Contact outside mail, as the owner logged it; the view outside_contacts has those that stand.';
comment on column logged_contacts.correction_id is 'The correction that logged it; its note holds the owner''s words.';
comment on column logged_contacts.address is 'Canonical address of the person.';
comment on column logged_contacts.kind is 'call, meeting or note.';
comment on column logged_contacts.contact_at is 'When it was; noon on the owner''s clock where only the day is known.';

-- Whether an address is a robot's is read from mail; a person may say otherwise, and take it back.
alter table addresses add column has_robot_signs boolean default false;
update addresses set has_robot_signs = is_robot;
comment on column addresses.is_robot is 'True when no human answers there: lists, no-reply, notifications; what a correction says beats the signs.';
comment on column addresses.has_robot_signs is 'True when the address or its mail looks like a robot''s.';

create table stated_addresses (
    message_id text not null,
    address text not null,
    primary key (message_id, address)
);
comment on table stated_addresses is 'Addresses that a message''s own signature states, other than its sender''s.';
comment on column stated_addresses.message_id is 'The message.';
comment on column stated_addresses.address is 'Canonical address.';

create table snapshot_moves (
    as_of date not null,
    person_id bigint not null,
    first_person_id bigint not null,
    primary key (as_of, person_id)
);
comment on table snapshot_moves is 'Rows of health_snapshots that follow a person who is known by another number since (merged, split, or seen earlier).';
comment on column snapshot_moves.as_of is 'The day of the snapshot.';
comment on column snapshot_moves.person_id is 'The person whose snapshot it is now.';
comment on column snapshot_moves.first_person_id is 'The number under which it was taken.';

create table withheld_mail (
    account text not null,
    folder text not null,
    uid_validity ubigint not null,
    uid ubigint not null,
    reason text not null,
    withheld_at timestamptz not null,
    primary key (account, folder, uid_validity, uid)
);
comment on table withheld_mail is 'Places of mail that was seen and on purpose not stored: only where, never what or whose.';
comment on column withheld_mail.account is 'Name of the account.';
comment on column withheld_mail.folder is 'Folder name, decoded.';
comment on column withheld_mail.uid_validity is 'UIDVALIDITY of the folder; 0 for files.';
comment on column withheld_mail.uid is 'UID in the folder.';
comment on column withheld_mail.reason is 'forgotten (a person who is to be forgotten), or never_log (config.toml, table privacy).';
comment on column withheld_mail.withheld_at is 'When it was last left out.';

create table forgotten_addresses (
    hash text primary key,
    forgotten_at timestamptz not null
);
comment on table forgotten_addresses is 'Who is to stay forgotten, known by a salted hash only.';
comment on column forgotten_addresses.hash is 'SHA-256 over privacy_state.salt and the canonical address, in hex.';
comment on column forgotten_addresses.forgotten_at is 'When it was asked for.';

create table privacy_state (
    salt text not null,
    purge_step text not null
);
comment on table privacy_state is 'One row: the salt of forgotten_addresses, and how far a purge has come.';
comment on column privacy_state.salt is 'Random, made when somebody is forgotten for the first time; empty in the copies that people read.';
comment on column privacy_state.purge_step is 'Empty; or rewrite (rows are deleted, their bytes are still in the file) or republish (old copies are still there).';
insert into privacy_state values ('', '');

comment on table own_addresses is 'The addresses that are the owner''s: stated, or guessed until something is stated. What a correction says of them is in the view stated_own_addresses.';
comment on column own_addresses.source is 'config.toml, import --me, or guess: and what speaks for it (import without --me).';

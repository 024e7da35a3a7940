-- Facts, as they were read. Conclusions are views (schema/views) and can be rebuilt at will.
-- Primary keys only, no foreign keys: deleting parent and child in one transaction
-- fails on them in DuckDB, and `schema/checks` states what must hold instead.

create table owner (
    time_zone text not null
);
comment on table owner is 'One row: what the views need to know of the owner of this log.';
comment on column owner.time_zone is 'IANA time zone in which days and weeks are counted, e.g. Europe/Stockholm.';
insert into owner values ('UTC');

create table own_addresses (
    address text primary key,
    source text not null
);
comment on table own_addresses is 'The addresses that are the owner''s: stated, never guessed from mail alone.';
comment on column own_addresses.address is 'Canonical address.';
comment on column own_addresses.source is 'config.toml, import --me, or guess (import without --me).';

create table log_state (
    change_count ubigint not null,
    settled_count ubigint not null,
    published_count ubigint not null
);
comment on table log_state is 'One row: whether people and the published file are up to date with what was written.';
comment on column log_state.change_count is 'How many transactions changed this log.';
comment on column log_state.settled_count is 'change_count at which people were last derived from addresses.';
comment on column log_state.published_count is 'change_count at which this log was last published for readers.';
insert into log_state values (0, 0, 0);

create table accounts (
    account text primary key,
    source text not null,
    host text,
    user_name text,
    added_at timestamptz not null
);
comment on table accounts is 'Where mail comes from: one row per IMAP account, and one named files for all imported files.';
comment on column accounts.account is 'Name of the account, as in config.toml.';
comment on column accounts.source is 'imap or files.';
comment on column accounts.host is 'IMAP server, null for files.';
comment on column accounts.user_name is 'Login name at the server, null for files.';
comment on column accounts.added_at is 'When this log first heard of the account.';

create table folders (
    account text not null,
    folder text not null,
    special_use text,
    is_synced boolean not null,
    not_synced_reason text,
    uid_validity ubigint,
    server_message_count ubigint,
    skipped_count ubigint not null default 0,
    skipped_reason text,
    last_tried_at timestamptz,
    last_success_at timestamptz,
    last_error text,
    primary key (account, folder)
);
comment on table folders is 'Every folder the server listed, whether it is read or not and why (RFC 9051 6.3.9).';
comment on column folders.account is 'Name of the account.';
comment on column folders.folder is 'Folder name, decoded, with the server''s own delimiter; for files the path that was imported.';
comment on column folders.special_use is 'RFC 6154 use without the backslash (inbox, sent, all, trash...), null where there is none.';
comment on column folders.is_synced is 'True when mail is read from it.';
comment on column folders.not_synced_reason is 'Why it is not read, in words; null when it is.';
comment on column folders.uid_validity is 'UIDVALIDITY at the last look (RFC 9051 2.3.1.1); 0 for files.';
comment on column folders.server_message_count is 'How many messages the server (or file) had at the last look.';
comment on column folders.skipped_count is 'How many of them are left out on purpose (older than --since, vanished while reading).';
comment on column folders.skipped_reason is 'Why those are left out, in words.';
comment on column folders.last_tried_at is 'Start of the last attempt.';
comment on column folders.last_success_at is 'End of the last attempt that read everything it set out to read.';
comment on column folders.last_error is 'What went wrong at the last attempt; null when nothing did.';

create table cursors (
    account text not null,
    folder text not null,
    uid_validity ubigint not null,
    lowest_uid ubigint not null,
    uid ubigint not null,
    since_on date,
    moved_at timestamptz not null,
    primary key (account, folder)
);
comment on table cursors is 'How far each folder is read: every message with a UID from lowest_uid to uid is stored, unreadable, or gone. Written in the same transaction as the rows it speaks of.';
comment on column cursors.account is 'Name of the account.';
comment on column cursors.folder is 'Folder name, decoded.';
comment on column cursors.uid_validity is 'UIDVALIDITY under which the UIDs hold.';
comment on column cursors.lowest_uid is 'Lowest UID reached, reading from the newest back; 1 when the past is complete.';
comment on column cursors.uid is 'Highest UID reached.';
comment on column cursors.since_on is 'The bound on INTERNALDATE under which the range was read; null when there was none.';
comment on column cursors.moved_at is 'When the cursor last moved.';

create table messages (
    message_id text primary key,
    fingerprint text not null,
    thread_id text not null,
    sent_at timestamptz not null,
    sent_at_source text not null,
    utc_offset_minutes smallint,
    subject text not null,
    base_subject text not null,
    subject_key text not null,
    has_reply_prefix boolean not null,
    sender_address text not null,
    sender_name text not null,
    reply_to text[] not null,
    parent_ids text[] not null,
    delivered_to text[] not null,
    new_text text not null,
    signature text not null,
    word_count uinteger not null,
    quoted_character_count uinteger not null,
    is_forward boolean not null,
    is_bulk boolean not null,
    is_list boolean not null,
    is_auto_reply boolean not null,
    is_robot_sender boolean not null,
    automation_evidence struct(source text, signal text, quote text)[] not null,
    has_calendar boolean not null,
    attachments struct(filename text, content_type text, size_bytes ubigint)[] not null,
    recipient_count uinteger not null,
    size_bytes ubigint not null,
    defects text[] not null,
    reader_version text not null,
    logged_at timestamptz not null
);
comment on table messages is 'Each message once, however many folders and accounts it was seen in.';
comment on column messages.message_id is 'Message-ID without angle brackets (RFC 5322 3.6.4); sha256:... over its content where it is missing; with #fingerprint appended where a different mail already carries the same one.';
comment on column messages.fingerprint is '16 hex digits over Message-ID, sender and Date: tells different mails with one Message-ID apart.';
comment on column messages.thread_id is 'The thread it belongs to: the smallest of all ids that its messages carry or name.';
comment on column messages.sent_at is 'When it was sent, UTC: the Date header where it is credible, else see sent_at_source.';
comment on column messages.sent_at_source is 'date, received, internaldate or unknown.';
comment on column messages.utc_offset_minutes is 'The sender''s own offset from UTC in minutes, null where Date gave none.';
comment on column messages.subject is 'Subject, decoded and cleaned.';
comment on column messages.base_subject is 'Subject without reply and forward prefixes, in lower case (RFC 5256 2.1).';
comment on column messages.subject_key is 'Hash over base_subject and all parties; threads are joined by it only where ids are missing.';
comment on column messages.has_reply_prefix is 'True when the subject starts with Re:, AW:, SV: or the like.';
comment on column messages.sender_address is 'Canonical address of From.';
comment on column messages.sender_name is 'Display name of From, cleaned, may be empty.';
comment on column messages.reply_to is 'Canonical addresses of Reply-To.';
comment on column messages.parent_ids is 'In-Reply-To and References, nearest parent first.';
comment on column messages.delivered_to is 'Canonical addresses of Delivered-To, X-Original-To and Envelope-To.';
comment on column messages.new_text is 'What this sender newly wrote: without quoted history and signature; empty in metadata-only mode.';
comment on column messages.signature is 'The signature that was split off.';
comment on column messages.word_count is 'Words in new_text.';
comment on column messages.quoted_character_count is 'Characters of quoted history that were split off (not stored).';
comment on column messages.is_forward is 'True when it forwards another message.';
comment on column messages.is_bulk is 'True when the headers or the sender say that a machine or a crowd mailing sent it.';
comment on column messages.is_list is 'True when a discussion list carried it (RFC 2919).';
comment on column messages.is_auto_reply is 'True for out-of-office answers and delivery reports (RFC 3834, RFC 3464).';
comment on column messages.is_robot_sender is 'True when no human answers at the sender''s address.';
comment on column messages.automation_evidence is 'The headers and words that show is_bulk, is_list, is_auto_reply and is_robot_sender.';
comment on column messages.has_calendar is 'True when it carries a calendar part (RFC 5545).';
comment on column messages.attachments is 'Name, type and size of each attachment; contents are never kept.';
comment on column messages.recipient_count is 'How many addresses To, Cc and Bcc hold together.';
comment on column messages.size_bytes is 'Size of the mail in bytes.';
comment on column messages.defects is 'What was wrong with the mail but could be read around.';
comment on column messages.reader_version is 'Version of the reader that read it.';
comment on column messages.logged_at is 'When it entered this log.';

create table thread_references (
    reference_id text primary key,
    thread_id text not null
);
comment on table thread_references is 'Every id by which messages of a thread know each other, seen or only named (RFC 5322 3.6.4).';
comment on column thread_references.reference_id is 'A Message-ID, or subject: and a subject_key where a message names no other.';
comment on column thread_references.thread_id is 'The thread that it leads to.';

create table sightings (
    account text not null,
    folder text not null,
    uid_validity ubigint not null,
    uid ubigint not null,
    message_id text not null,
    received_at timestamptz,
    flags text[] not null,
    labels text[] not null,
    seen_at timestamptz not null,
    ended_at timestamptz,
    primary key (account, folder, uid_validity, uid)
);
comment on table sightings is 'Every place a message was seen. The same message in two folders is one message with two sightings.';
comment on column sightings.account is 'Name of the account.';
comment on column sightings.folder is 'Folder name, decoded.';
comment on column sightings.uid_validity is 'UIDVALIDITY of the folder (RFC 9051 2.3.1.1); 0 for files.';
comment on column sightings.uid is 'UID in the folder; for files a number that is stable for that mail in that place.';
comment on column sightings.message_id is 'The message that was seen.';
comment on column sightings.received_at is 'INTERNALDATE (RFC 9051 2.3.3), or the file''s modification time.';
comment on column sightings.flags is 'Flags and keywords when it was read, e.g. \Seen.';
comment on column sightings.labels is 'Gmail labels, where there are any.';
comment on column sightings.seen_at is 'When it was first seen here.';
comment on column sightings.ended_at is 'When it was found gone from here (expunged, moved); null while it is there.';

create table recipients (
    message_id text not null,
    position usmallint not null,
    field text not null,
    address text not null,
    name text not null,
    primary key (message_id, position)
);
comment on table recipients is 'To, Cc and Bcc of each message, one address a row.';
comment on column recipients.message_id is 'The message.';
comment on column recipients.position is 'Order in the headers, from 0.';
comment on column recipients.field is 'to, cc or bcc (RFC 5322 3.6.3).';
comment on column recipients.address is 'Canonical address.';
comment on column recipients.name is 'Display name as given there, may be empty.';

create table addresses (
    address text primary key,
    domain text not null,
    organisation text,
    display_name text not null,
    is_self_named boolean not null,
    named_at timestamptz not null,
    is_robot boolean not null,
    is_me boolean not null,
    first_seen_at timestamptz not null
);
comment on table addresses is 'Every address seen as sender or recipient.';
comment on column addresses.address is 'Canonical: lower case, no plus-tag, Gmail without dots.';
comment on column addresses.domain is 'The part behind the @.';
comment on column addresses.organisation is 'Registrable domain (public suffix list), null for free-mail providers.';
comment on column addresses.display_name is 'The most recent personal display name seen with it, may be empty.';
comment on column addresses.is_self_named is 'True when its own mail gave display_name, false when others'' mail to it did.';
comment on column addresses.named_at is 'Date of the message that gave display_name.';
comment on column addresses.is_robot is 'True when no human answers there: lists, no-reply, notifications.';
comment on column addresses.is_me is 'True for the owner''s own addresses.';
comment on column addresses.first_seen_at is 'Date of the earliest message with it.';

create table people (
    person_id bigint primary key,
    full_name text not null,
    email text not null,
    organisation text,
    is_me boolean not null,
    is_muted boolean not null default false,
    is_pinned boolean not null default false,
    snoozed_until date
);
comment on table people is 'Humans, each with one or more addresses. Robots never are.';
comment on column people.person_id is 'Stable number, made from the first address that the person is known by.';
comment on column people.full_name is 'Best name seen, or the address where there is none.';
comment on column people.email is 'The address most recently written from.';
comment on column people.organisation is 'Registrable domain of the person''s address, null for free-mail.';
comment on column people.is_me is 'True for the owner.';
comment on column people.is_muted is 'True when the owner does not want to hear of this person.';
comment on column people.is_pinned is 'True when the owner wants this person always shown.';
comment on column people.snoozed_until is 'No mention in the letter before this day.';

create table person_addresses (
    address text primary key,
    person_id bigint not null,
    decided_by text not null,
    reason text not null
);
comment on table person_addresses is 'Which person an address belongs to, and why.';
comment on column person_addresses.address is 'Canonical address.';
comment on column person_addresses.person_id is 'The person.';
comment on column person_addresses.decided_by is 'rule or person (a correction).';
comment on column person_addresses.reason is 'Why, in words: own address, first seen, same full name within the organisation...';

create table verdicts (
    message_id text not null,
    version text not null,
    decided_by text not null,
    kind text not null,
    confidence double not null,
    second text,
    evidence struct(source text, signal text, quote text, start_offset integer, end_offset integer)[] not null,
    judged_at timestamptz not null,
    primary key (message_id, version, decided_by)
);
comment on table verdicts is 'What kind each message was judged to be, by whom and why; older verdicts are kept.';
comment on column verdicts.message_id is 'The message.';
comment on column verdicts.version is 'Version of rules and model, or person.';
comment on column verdicts.decided_by is 'person, rule or model.';
comment on column verdicts.kind is 'introduction, meeting, pitch, reply, note or bulk; see the view kinds.';
comment on column verdicts.confidence is '0 to 1.';
comment on column verdicts.second is 'Second-best kind, null where there was no doubt.';
comment on column verdicts.evidence is 'Words (with their place in new_text), headers or history that show it.';
comment on column verdicts.judged_at is 'When it was judged.';

create table introductions (
    message_id text primary key,
    role text not null,
    introducer_address text,
    introducer_name text not null,
    evidence struct(source text, signal text, quote text, start_offset integer, end_offset integer)[] not null
);
comment on table introductions is 'Messages that bring people together: who, and in which role.';
comment on column introductions.message_id is 'The message.';
comment on column introductions.role is 'made, requested, offered, self or presented.';
comment on column introductions.introducer_address is 'Canonical address of the introducer, null where only a name is known.';
comment on column introductions.introducer_name is 'Name of the introducer or referrer as written, may be empty.';
comment on column introductions.evidence is 'The words that show it, with their place in new_text.';

create table introduced_people (
    message_id text not null,
    position usmallint not null,
    name text not null,
    address text,
    primary key (message_id, position)
);
comment on table introduced_people is 'Who is introduced in an introduction.';
comment on column introduced_people.message_id is 'The introduction''s message.';
comment on column introduced_people.position is 'Order, from 0.';
comment on column introduced_people.name is 'Name as written, may be empty.';
comment on column introduced_people.address is 'Canonical address, null where the text gives none.';

create table meetings (
    message_id text not null,
    position usmallint not null,
    status text not null,
    ical_uid text not null,
    sequence integer not null,
    recurrence_id text not null,
    method text not null,
    summary text not null,
    starts_at timestamptz,
    ends_at timestamptz,
    is_all_day boolean not null,
    when_text text not null,
    place text not null,
    organizer_address text,
    evidence struct(source text, signal text, quote text, start_offset integer, end_offset integer)[] not null,
    primary key (message_id, position)
);
comment on table meetings is 'What each message says of a meeting; the view appointments has the latest word on each.';
comment on column meetings.message_id is 'The message.';
comment on column meetings.position is 'Order in the message, from 0.';
comment on column meetings.status is 'proposed, confirmed, moved, cancelled, recap or other.';
comment on column meetings.ical_uid is 'UID of the event (RFC 5545 3.8.4.7), empty where there is no calendar part.';
comment on column meetings.sequence is 'SEQUENCE of the event (RFC 5545 3.8.7.4).';
comment on column meetings.recurrence_id is 'RECURRENCE-ID (RFC 5545 3.8.4.4), empty for the whole event.';
comment on column meetings.method is 'METHOD of the calendar part in lower case (RFC 5546): request, reply, cancel, counter; empty for text.';
comment on column meetings.summary is 'SUMMARY, or the subject.';
comment on column meetings.starts_at is 'Start, UTC; null where no time could be resolved.';
comment on column meetings.ends_at is 'End, UTC, null where unknown.';
comment on column meetings.is_all_day is 'True for a date without a time.';
comment on column meetings.when_text is 'The words that the time was read from.';
comment on column meetings.place is 'LOCATION, or a scheduling link''s host; may be empty.';
comment on column meetings.organizer_address is 'Canonical address of ORGANIZER, null where unknown.';
comment on column meetings.evidence is 'The words or the calendar part that show it.';

create table meeting_attendees (
    message_id text not null,
    position usmallint not null,
    address text not null,
    name text not null,
    participation_status text not null,
    primary key (message_id, position, address)
);
comment on table meeting_attendees is 'ATTENDEEs of calendar parts (RFC 5545 3.8.4.1).';
comment on column meeting_attendees.message_id is 'The message.';
comment on column meeting_attendees.position is 'Which meeting of the message, as in meetings.position.';
comment on column meeting_attendees.address is 'Canonical address.';
comment on column meeting_attendees.name is 'CN, may be empty.';
comment on column meeting_attendees.participation_status is 'PARTSTAT in lower case: accepted, declined, tentative, needs-action...; may be empty.';

create table asks (
    message_id text not null,
    position usmallint not null,
    kind text not null,
    text text not null,
    start_offset integer not null,
    end_offset integer not null,
    is_question boolean not null,
    due_on date,
    primary key (message_id, position)
);
comment on table asks is 'What the sender of a message wants of the other (ask) or says they will do (promise).';
comment on column asks.message_id is 'The message.';
comment on column asks.position is 'Order in the message, from 0.';
comment on column asks.kind is 'ask or promise.';
comment on column asks.text is 'The sentence.';
comment on column asks.start_offset is 'Where it starts in new_text.';
comment on column asks.end_offset is 'Where it ends in new_text.';
comment on column asks.is_question is 'True when it is put as a question.';
comment on column asks.due_on is 'The day by which, where the text says so.';

create table corrections (
    correction_id uinteger primary key,
    made_at timestamptz not null,
    subject text not null,
    scope text not null,
    target text not null,
    value text not null,
    note text not null,
    undone_at timestamptz
);
comment on table corrections is 'What a person decided; beats rule and model, can be undone, survives re-sync.';
comment on column corrections.correction_id is 'Running number.';
comment on column corrections.made_at is 'When it was made.';
comment on column corrections.subject is 'What it speaks of: kind, merge, split, mute, pin, snooze, log.';
comment on column corrections.scope is 'message, thread, sender, domain, or person.';
comment on column corrections.target is 'message_id, thread_id, address or domain that it holds for.';
comment on column corrections.value is 'What was decided: a kind, an address, a date...';
comment on column corrections.note is 'The person''s own words, may be empty.';
comment on column corrections.undone_at is 'When it was taken back; null while it holds.';

create table unreadable_mail (
    account text not null,
    folder text not null,
    uid_validity ubigint not null,
    uid ubigint not null,
    received_at timestamptz,
    reason text not null,
    detail text not null,
    size_bytes ubigint not null,
    content blob not null,
    reader_version text not null,
    failed_at timestamptz not null,
    primary key (account, folder, uid_validity, uid)
);
comment on table unreadable_mail is 'Quarantine: mail that could not be read, with its reason and its bytes, tried again when the reader improves.';
comment on column unreadable_mail.account is 'Name of the account.';
comment on column unreadable_mail.folder is 'Folder name, decoded.';
comment on column unreadable_mail.uid_validity is 'UIDVALIDITY of the folder; 0 for files.';
comment on column unreadable_mail.uid is 'UID in the folder.';
comment on column unreadable_mail.received_at is 'INTERNALDATE, or the file''s modification time.';
comment on column unreadable_mail.reason is 'Stable name of the reason, e.g. no_sender, nested_too_deep, took_too_long.';
comment on column unreadable_mail.detail is 'One line on what was wrong, free of the mail''s own text.';
comment on column unreadable_mail.size_bytes is 'Size of the mail in bytes.';
comment on column unreadable_mail.content is 'The raw bytes, as far as they were fetched.';
comment on column unreadable_mail.reader_version is 'Version of the reader that failed.';
comment on column unreadable_mail.failed_at is 'When it last failed.';

create table runs (
    run_id text primary key,
    flow_name text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    state text not null,
    server_count ubigint not null,
    stored_count ubigint not null,
    known_count ubigint not null,
    unreadable_count ubigint not null,
    detail text not null
);
comment on table runs is 'Every run that wrote here, and what came of it.';
comment on column runs.run_id is 'Unique id of the run; the Prefect flow run id where there is one.';
comment on column runs.flow_name is 'sync-mail, import, weekly-report, relabel-messages.';
comment on column runs.started_at is 'When it started.';
comment on column runs.ended_at is 'When it ended; null while it runs, or when it died.';
comment on column runs.state is 'running, done, partial or failed.';
comment on column runs.server_count is 'Mails that it set out to read.';
comment on column runs.stored_count is 'Messages that were new and were stored.';
comment on column runs.known_count is 'Mails whose message was stored already: only a sighting was added.';
comment on column runs.unreadable_count is 'Mails that went to unreadable_mail.';
comment on column runs.detail is 'What is missing and why; empty when nothing is.';

create table health_snapshots (
    as_of date not null,
    person_id bigint not null,
    status text not null,
    reason text not null,
    health double,
    contact_chance double,
    strength double not null,
    balance double not null,
    primary key (as_of, person_id)
);
comment on table health_snapshots is 'The health of every tie as each weekly letter stated it.';
comment on column health_snapshots.as_of is 'The day at whose end it was looked at.';
comment on column health_snapshots.person_id is 'The person.';
comment on column health_snapshots.status is 'new, warming, steady, cooling or dormant.';
comment on column health_snapshots.reason is 'Why, in words.';
comment on column health_snapshots.health is '0 to 100, null where there was no two-way contact yet.';
comment on column health_snapshots.contact_chance is 'Chance of contact within 90 days, 0 to 1.';
comment on column health_snapshots.strength is 'How much there is, 0 to 100.';
comment on column health_snapshots.balance is 'Giving minus asking over the year.';

create table report_deliveries (
    week text not null,
    recipient text not null,
    as_of date not null,
    internet_message_id text not null,
    state text not null,
    detail text not null,
    attempted_at timestamptz not null,
    sent_at timestamptz,
    primary key (week, recipient)
);
comment on table report_deliveries is 'The outbox: one letter per week and recipient, never sent twice.';
comment on column report_deliveries.week is 'ISO week in the owner''s time zone, e.g. 2026-W47.';
comment on column report_deliveries.recipient is 'Address it goes to.';
comment on column report_deliveries.as_of is 'The day at whose end the letter looks at the world.';
comment on column report_deliveries.internet_message_id is 'Message-ID of the letter, the same at every attempt; mail with it is not read in.';
comment on column report_deliveries.state is 'sending, sent, failed, or unknown (the connection broke after the letter was handed over).';
comment on column report_deliveries.detail is 'What the server said, may be empty.';
comment on column report_deliveries.attempted_at is 'When it was last tried.';
comment on column report_deliveries.sent_at is 'When the server took it; null before.';

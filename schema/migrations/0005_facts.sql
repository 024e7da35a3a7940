-- What a message says of an introduction before it, when a series of meetings takes place, and
-- whose matter a message is.

create table introduction_follow_ups (
    message_id text not null,
    kind text not null,
    introducer_name text not null,
    evidence struct(source text, signal text, quote text, start_offset integer, end_offset integer)[] not null,
    primary key (message_id, kind)
);
comment on table introduction_follow_ups is 'What a message says of an introduction that came before it: thanks, a bcc, a refusal, a meeting.';
comment on column introduction_follow_ups.message_id is 'The message.';
comment on column introduction_follow_ups.kind is 'moved_to_bcc, thanked, declined or met.';
comment on column introduction_follow_ups.introducer_name is 'Name of the introducer as written beside it, may be empty.';
comment on column introduction_follow_ups.evidence is 'The words that show it, with their place in new_text.';

alter table meetings add column occurs_at timestamptz[] default [];
comment on column meetings.occurs_at is 'Starts of a series (RRULE, RFC 5545 3.8.5.3) from the message to a year later, at most 366, UTC; empty for a single meeting.';

alter table messages add column question_about_you_count usmallint default 0;
comment on column messages.question_about_you_count is 'Questions in new_text about the reader ("how was Rome?"), requests not counted; 0 for machines.';

alter table messages add column about_me_count usmallint default 0;
comment on column messages.about_me_count is 'Sentences in new_text that begin with the sender ("I", "our product"); 0 for machines.';

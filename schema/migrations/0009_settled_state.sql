-- More of what many conclusions start from, written out: steps/45_settle_kinds and
-- steps/55_settle_interactions keep these tables equal to their views *_anew, at the cost of
-- what is new; checks hold that they are equal. Whoever rewrites facts of messages that are
-- here already empties settled_state, and all is written out anew.

create table settled_state (
    step text not null,
    basis text not null
);
comment on table settled_state is 'What the settled tables were made under; where the view settle_basis says otherwise now, they are made anew, whole.';
comment on column settled_state.step is 'kinds or interactions.';
comment on column settled_state.basis is 'Digest of everything but the messages themselves that a row depends on.';

create table settled_kinds (
    message_id text not null,
    thread_id text not null,
    kind text not null,
    confidence double not null,
    second text,
    decided_by text not null,
    version text not null,
    evidence struct(source text, signal text, quote text, start_offset integer, end_offset integer)[]
);
comment on table settled_kinds is 'The rows of the view message_kinds, as they were when people were last settled.';
comment on column settled_kinds.message_id is 'See message_kinds.';
comment on column settled_kinds.thread_id is 'The thread it was in then.';
comment on column settled_kinds.kind is 'See message_kinds.';
comment on column settled_kinds.confidence is 'See message_kinds.';
comment on column settled_kinds.second is 'See message_kinds.';
comment on column settled_kinds.decided_by is 'See message_kinds.';
comment on column settled_kinds.version is 'See message_kinds.';
comment on column settled_kinds.evidence is 'See message_kinds.';
create table settled_counterparts (
    address text not null,
    person_id bigint not null
);
comment on table settled_counterparts is 'Which address was whose when people were last settled.';
comment on column settled_counterparts.address is 'See counterparts.';
comment on column settled_counterparts.person_id is 'See counterparts.';
create table settled_mail_days (
    person_id bigint not null,
    contact_on date not null,
    touch_count integer not null,
    received_count integer not null,
    sent_count integer not null,
    one_to_one_count integer not null,
    first_at timestamptz,
    last_at timestamptz,
    first_received_at timestamptz,
    last_received_at timestamptz,
    first_sent_at timestamptz,
    last_sent_at timestamptz,
    first_heard_at timestamptz
);
comment on table settled_mail_days is 'The rows of the view mail_days, as they were when people were last settled.';
comment on column settled_mail_days.person_id is 'See mail_days.';
comment on column settled_mail_days.contact_on is 'See mail_days.';
comment on column settled_mail_days.touch_count is 'See mail_days.';
comment on column settled_mail_days.received_count is 'See mail_days.';
comment on column settled_mail_days.sent_count is 'See mail_days.';
comment on column settled_mail_days.one_to_one_count is 'See mail_days.';
comment on column settled_mail_days.first_at is 'See mail_days.';
comment on column settled_mail_days.last_at is 'See mail_days.';
comment on column settled_mail_days.first_received_at is 'See mail_days.';
comment on column settled_mail_days.last_received_at is 'See mail_days.';
comment on column settled_mail_days.first_sent_at is 'See mail_days.';
comment on column settled_mail_days.last_sent_at is 'See mail_days.';
comment on column settled_mail_days.first_heard_at is 'See mail_days.';
create table settled_introductions (
    message_id text not null,
    role text not null,
    thread_id text not null,
    sent_at timestamptz not null,
    direction text not null,
    introducer_person_id bigint,
    introducer_name text,
    introducer_email text,
    sender_person_id bigint,
    is_mine boolean not null,
    evidence struct(source text, signal text, quote text, start_offset integer, end_offset integer)[]
);
comment on table settled_introductions is 'The rows of the view introductions_between, as they were when people were last settled.';
comment on column settled_introductions.message_id is 'See introductions_between.';
comment on column settled_introductions.role is 'See introductions_between.';
comment on column settled_introductions.thread_id is 'See introductions_between.';
comment on column settled_introductions.sent_at is 'See introductions_between.';
comment on column settled_introductions.direction is 'See introductions_between.';
comment on column settled_introductions.introducer_person_id is 'See introductions_between.';
comment on column settled_introductions.introducer_name is 'See introductions_between.';
comment on column settled_introductions.introducer_email is 'See introductions_between.';
comment on column settled_introductions.sender_person_id is 'See introductions_between.';
comment on column settled_introductions.is_mine is 'See introductions_between.';
comment on column settled_introductions.evidence is 'See introductions_between.';
create table settled_introduced (
    message_id text not null,
    position usmallint not null,
    name text not null,
    address text,
    is_me boolean not null,
    person_id bigint
);
comment on table settled_introduced is 'The rows of the view introduced, as they were when people were last settled.';
comment on column settled_introduced.message_id is 'See introduced.';
comment on column settled_introduced.position is 'See introduced.';
comment on column settled_introduced.name is 'See introduced.';
comment on column settled_introduced.address is 'See introduced.';
comment on column settled_introduced.is_me is 'See introduced.';
comment on column settled_introduced.person_id is 'See introduced.';

-- A log of before has to be settled once more.
update log_state set settled_count = 0, change_count = change_count + 1;

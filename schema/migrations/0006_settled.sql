-- What every conclusion about people starts from, written out so that nobody has to join a
-- million messages again: steps/55_settle_interactions fills it from interactions_anew and
-- days_together_anew whenever the log has changed, and checks hold that both say the same.

create table settled_interactions (
    message_id text not null,
    thread_id text not null,
    person_id bigint not null,
    address text not null,
    direction text not null,
    sent_at timestamptz not null,
    contact_on date not null,
    kind text,
    subject text not null,
    audience_count bigint not null,
    is_broadcast boolean not null,
    is_auto_reply boolean not null,
    is_list boolean not null,
    word_count uinteger not null
);
comment on table settled_interactions is 'The rows of the view interactions, as they were when people were last settled. Derived: emptied and filled anew.';
comment on column settled_interactions.message_id is 'See interactions.';
comment on column settled_interactions.thread_id is 'See interactions.';
comment on column settled_interactions.person_id is 'See interactions.';
comment on column settled_interactions.address is 'See interactions.';
comment on column settled_interactions.direction is 'See interactions.';
comment on column settled_interactions.sent_at is 'See interactions.';
comment on column settled_interactions.contact_on is 'See interactions.';
comment on column settled_interactions.kind is 'See interactions.';
comment on column settled_interactions.subject is 'See interactions.';
comment on column settled_interactions.audience_count is 'See interactions.';
comment on column settled_interactions.is_broadcast is 'See interactions.';
comment on column settled_interactions.is_auto_reply is 'See interactions.';
comment on column settled_interactions.is_list is 'See interactions.';
comment on column settled_interactions.word_count is 'See interactions.';

create table settled_days_together (
    person_id bigint not null,
    seen_on date not null
);
comment on table settled_days_together is 'The rows of the view days_together, as they were when people were last settled. Derived: emptied and filled anew.';
comment on column settled_days_together.person_id is 'See days_together.';
comment on column settled_days_together.seen_on is 'See days_together.';

-- A log of before has to be settled once more.
update log_state set settled_count = 0, change_count = change_count + 1;

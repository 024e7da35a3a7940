-- What was looked for once more because a message's kind had become another.

create table facts_again (
    message_id text primary key,
    kind text not null
);
comment on table facts_again is 'Messages in which an introduction or a meeting was looked for after they were read, when their kind had become that.';
comment on column facts_again.message_id is 'The message.';
comment on column facts_again.kind is 'introduction or meeting: what it was taken for. When it is another again, what was found is dropped.';

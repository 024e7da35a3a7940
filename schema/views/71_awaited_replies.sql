create macro awaited_replies_at(as_of) as table
select
    people.person_id,
    people.full_name,
    people.email,
    waiting.message_id,
    waiting.thread_id,
    waiting.subject,
    waiting.sent_at,
    waiting.waiting_days,
    waiting.question,
    'you asked ' || ago_in_words(as_of::date - day_of(waiting.sent_at))
        || ', no answer since' as reason,
    people.left_out
from open_questions_at(as_of) as waiting
join people_at(as_of) as people using (person_id)
cross join limits
where waiting.direction = 'sent'
    and waiting.waiting_days >= limits.owed_after_working_days
order by waiting.sent_at, waiting.message_id, waiting.person_id;

comment on macro table awaited_replies_at is 'awaited_replies as they stood at the end of a day.';

create view awaited_replies as
from awaited_replies_at(today());

comment on view awaited_replies is 'Questions of mine that nothing has answered: one row a person and thread, the first open question of it.';
comment on column awaited_replies.person_id is 'Whom I asked.';
comment on column awaited_replies.full_name is 'Name of the person.';
comment on column awaited_replies.email is 'The address most recently written from.';
comment on column awaited_replies.message_id is 'The message that asks.';
comment on column awaited_replies.thread_id is 'Its thread.';
comment on column awaited_replies.subject is 'Its subject.';
comment on column awaited_replies.sent_at is 'When it was sent, UTC.';
comment on column awaited_replies.waiting_days is 'Working days since.';
comment on column awaited_replies.question is 'The sentence that asks, as it stands in the message.';
comment on column awaited_replies.reason is 'Why it is here, in words.';
comment on column awaited_replies.left_out is 'Why the letter leaves the person out (muted, snoozed until a day); null where it does not.';

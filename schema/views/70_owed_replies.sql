create macro owed_replies_at(as_of) as table
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
    'asked ' || ago_in_words(as_of::date - day_of(waiting.sent_at))
        || case
            when my_mail.sent_count = 0
                then '; whether you answered is unknown, for no mail of yours is in this log'
            else ', no answer from you since'
        end as reason,
    people.left_out
from open_questions_at(as_of) as waiting
join people_at(as_of) as people using (person_id)
cross join my_mail_at(as_of) as my_mail
cross join limits
where waiting.direction = 'received'
    and waiting.waiting_days >= limits.owed_after_working_days
order by waiting.sent_at, waiting.message_id, waiting.person_id;

comment on macro table owed_replies_at is 'owed_replies as they stood at the end of a day.';

create view owed_replies as
from owed_replies_at(today());

comment on view owed_replies is 'Questions put to me that nothing has answered: one row a person and thread, the first open question of it. Where the log has no mail of mine its reason says so.';
comment on column owed_replies.person_id is 'Who asked.';
comment on column owed_replies.full_name is 'Name of the person.';
comment on column owed_replies.email is 'The address most recently written from.';
comment on column owed_replies.message_id is 'The message that asks.';
comment on column owed_replies.thread_id is 'Its thread.';
comment on column owed_replies.subject is 'Its subject.';
comment on column owed_replies.sent_at is 'When it was sent, UTC.';
comment on column owed_replies.waiting_days is 'Working days since.';
comment on column owed_replies.question is 'The sentence that asks, as it stands in the message.';
comment on column owed_replies.reason is 'Why it is here, in words.';
comment on column owed_replies.left_out is 'Why the letter leaves the person out (muted, snoozed until a day); null where it does not.';

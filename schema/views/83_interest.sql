create macro interest_at(as_of) as table
with counts as (
    select
        touches.person_id,
        count_if(direction = 'sent')::integer as my_message_count,
        coalesce(sum(question_about_you_count) filter (direction = 'sent'), 0)::integer
            as my_question_count,
        coalesce(sum(about_me_count) filter (direction = 'sent'), 0)::integer as my_talk_count,
        count_if(direction = 'received')::integer as their_message_count,
        coalesce(sum(question_about_you_count) filter (direction = 'received'), 0)::integer
            as their_question_count,
        coalesce(sum(about_me_count) filter (direction = 'received'), 0)::integer
            as their_talk_count
    from touches
    join messages using (message_id)
    where touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - 365
    group by touches.person_id
)

select
    people.person_id,
    people.full_name,
    people.email,
    counts.* exclude (person_id),
    'your ' || my_message_count || ' mails: questions about them ' || my_question_count
        || ', sentences about yourself ' || my_talk_count || '; their ' || their_message_count
        || ' mails: questions about you ' || their_question_count
        || ', sentences about themselves ' || their_talk_count as reason
from counts
join people using (person_id)
order by my_question_count - my_talk_count, people.person_id;

comment on macro table interest_at is 'interest as it stood at the end of a day.';

create view interest as
from interest_at(today());

comment on view interest is 'Questions about the other against talk about oneself, both ways, over the last year; who hears most of me and is asked least comes first.';
comment on column interest.person_id is 'The person.';
comment on column interest.full_name is 'Name of the person.';
comment on column interest.email is 'The address most recently written from.';
comment on column interest.my_message_count is 'Touches that I sent.';
comment on column interest.my_question_count is 'Questions about them in those.';
comment on column interest.my_talk_count is 'Sentences in those that begin with me.';
comment on column interest.their_message_count is 'Touches that they sent.';
comment on column interest.their_question_count is 'Questions about me in those.';
comment on column interest.their_talk_count is 'Sentences in those that begin with them.';
comment on column interest.reason is 'The counts in words.';

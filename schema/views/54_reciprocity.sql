create macro giving_and_asking_at(as_of) as table
with sent_this_year as materialized (
    select
        touches.message_id,
        touches.person_id,
        touches.kind,
        len(messages.attachments) > 0 as has_attachments,
        messages.question_about_you_count > 0 as has_question_about_them
    from touches
    join messages using (message_id)
    where touches.direction = 'sent'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - 365
        -- Said of messages too, so that only that year of them is read.
        and messages.sent_at > as_of::date - interval 367 days
),

acts as (
    select person_id, 'answer' as part, count(*) as act_count
    from sent_this_year
    where kind = 'reply'
    group by all

    union all

    select person_id, 'thing_sent' as part, count(*) as act_count
    from sent_this_year
    where has_attachments
    group by all

    union all

    select person_id, 'question_about_them' as part, count(*) as act_count
    from sent_this_year
    where has_question_about_them
    group by all

    union all

    select sent_this_year.person_id, 'thanks' as part, count(*) as act_count
    from sent_this_year
    join introduction_follow_ups using (message_id)
    where introduction_follow_ups.kind = 'thanked'
    group by all

    union all

    select person_id, asks.kind as part, count(*) as act_count
    from sent_this_year
    join asks using (message_id)
    group by all

    union all

    select person_id, 'pitch' as part, count(*) as act_count
    from sent_this_year
    where kind = 'pitch'
    group by all

    union all

    select introduced.person_id, 'introduction_made' as part, count(*) as act_count
    from introduced
    join introductions_between using (message_id)
    where direction = 'by_me'
        and role in ('made', 'presented')
        and introduced.person_id is not null
        and sent_at < end_of(as_of)
        and sent_at >= end_of(as_of) - interval 365 days
    group by all

    union all

    select sent_this_year.person_id, 'introduction_asked' as part, count(*) as act_count
    from sent_this_year
    join introductions_between using (message_id)
    where introductions_between.direction = 'asked_by_me'
    group by all
)

select
    acts.person_id,
    coalesce(sum(act_count * weight) filter (score = 'giving'), 0)::double as giving,
    coalesce(sum(act_count * weight) filter (score = 'asking'), 0)::double as asking
from acts
join weights using (part)
where weights.score in ('giving', 'asking')
group by all;

comment on macro table giving_and_asking_at is 'What I gave to and asked of each person in the year before the end of a day, weighed by weights: person_id, giving, asking.';

create macro reciprocity_at(as_of) as table
with asked as (
    select
        sender_person_id as person_id,
        count(*)::integer as introductions_asked_count
    from introductions_between
    where direction = 'asked_of_me'
        and sent_at < end_of(as_of)
    group by all
)

select
    ties.person_id,
    ties.full_name,
    ties.email,
    ties.introductions_given_count,
    ties.introductions_received_count,
    coalesce(asked.introductions_asked_count, 0) as introductions_asked_count,
    coalesce(balances.giving, 0) as giving,
    coalesce(balances.asking, 0) as asking,
    coalesce(balances.giving - balances.asking, 0) as balance
from ties_at(as_of) as ties
left join giving_and_asking_at(as_of) as balances using (person_id)
left join asked using (person_id);

comment on macro table reciprocity_at is 'reciprocity as it stood at the end of a day.';

create view reciprocity as
from reciprocity_at(today());

comment on view reciprocity is 'Who gives and who asks: introductions over all time, giving minus asking over the last year.';
comment on column reciprocity.person_id is 'The person.';
comment on column reciprocity.full_name is 'Name of the person.';
comment on column reciprocity.email is 'The address most recently written from.';
comment on column reciprocity.introductions_given_count is 'Introductions that this person made for me.';
comment on column reciprocity.introductions_received_count is 'Introductions of this person that I made.';
comment on column reciprocity.introductions_asked_count is 'Introductions that this person asked of me.';
comment on column reciprocity.giving is 'What I gave in the last year: introductions, answers, things sent, thanks for introductions, questions about them, promises; see weights.';
comment on column reciprocity.asking is 'What I asked in the last year: introductions, pitches, requests; see weights.';
comment on column reciprocity.balance is 'Giving minus asking; below zero I ask more than I give.';

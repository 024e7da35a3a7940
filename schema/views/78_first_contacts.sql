-- Social notice, first mail, answer, meeting, follow-up: how far it came with each person. Whom a
-- network announced and nobody wrote to has a row without a person: a notice gives a name only.

create macro first_contacts_at(as_of) as table
with first_touches as (
    select
        person_id,
        arg_min(message_id, (sent_at, message_id)) as message_id,
        arg_min(direction, (sent_at, message_id)) as direction,
        arg_min(kind, (sent_at, message_id)) as kind,
        min(sent_at) as first_contact_at,
        greatest(
            min(sent_at) filter (direction = 'sent'),
            min(sent_at) filter (direction = 'received')
        ) as later_side_at,
        count(distinct direction) = 2 as is_answered
    from touches
    where sent_at < end_of(as_of)
    group by person_id
),

-- The earliest introduction that names the person, if it came before any word between us,
-- or was itself that word.
introducers as (
    select
        introduced.person_id,
        arg_min(
            introductions_between.introducer_name,
            (introductions_between.sent_at, introductions_between.message_id)
        ) as through
    from introduced
    join introductions_between using (message_id)
    join first_touches on introduced.person_id = first_touches.person_id
    where introductions_between.direction in ('to_me', 'self')
        and introductions_between.introducer_person_id is distinct from introduced.person_id
        and introductions_between.sent_at <= first_touches.first_contact_at
    group by all
),

names as (
    select
        lower(full_name) as name_key,
        any_value(person_id) as person_id,
        count(*) as person_count
    from people
    where not is_me
    group by all
),

-- How networks announced somebody: an invitation, an acceptance, a message. A name is all that
-- a notice gives, so two people of one name have none.
notices_by_name as (
    select
        lower(notices.person_name) as name_key,
        any_value(notices.person_name) as person_name,
        arg_min(notices.service, (messages.sent_at, messages.message_id)) as announced_by,
        arg_min(notices.message_id, (messages.sent_at, messages.message_id)) as message_id,
        min(messages.sent_at) as announced_at
    from notices
    join messages using (message_id)
    where notices.kind in ('invitation', 'accepted', 'message')
        and notices.person_name <> ''
        and messages.sent_at < end_of(as_of)
    group by all
),

announced as (
    select
        names.person_id,
        notices_by_name.announced_by,
        notices_by_name.announced_at
    from notices_by_name
    join names using (name_key)
    join first_touches using (person_id)
    where names.person_count = 1
        and notices_by_name.announced_at <= first_touches.first_contact_at
),

met as (
    select
        person_id,
        min(met_at) as met_at
    from meetings_with_each_at(as_of)
    group by person_id
),

followed_up as (
    select
        met.person_id,
        min(touches.sent_at) as followed_up_at
    from met
    join touches using (person_id)
    where touches.sent_at > met.met_at
        and touches.sent_at < end_of(as_of)
    group by met.person_id
),

stages as (
    select
        first_touches.person_id,
        people.full_name,
        people.email,
        first_touches.first_contact_at,
        first_touches.direction,
        first_touches.kind,
        first_touches.message_id,
        introducers.through,
        announced.announced_by,
        announced.announced_at,
        case when first_touches.is_answered then first_touches.later_side_at end as answered_at,
        met.met_at,
        followed_up.followed_up_at
    from first_touches
    join people using (person_id)
    left join introducers using (person_id)
    left join announced using (person_id)
    left join met using (person_id)
    left join followed_up using (person_id)

    union all

    select
        null,
        notices_by_name.person_name,
        null,
        null,
        null,
        null,
        notices_by_name.message_id,
        null,
        notices_by_name.announced_by,
        notices_by_name.announced_at,
        null,
        null,
        null
    from notices_by_name
    left join names using (name_key)
    left join first_touches using (person_id)
    where first_touches.person_id is null
)

select
    *,
    case
        when followed_up_at is not null then 'follow-up'
        when met_at is not null then 'meeting'
        when answered_at is not null then 'answer'
        when first_contact_at is not null then 'first mail'
        else 'notice'
    end as reached,
    case reached
        when 'follow-up' then 'met, and in touch after it'
        when 'meeting' then 'met ' || ago_in_words(as_of::date - day_of(met_at)) || ', no word since'
        when 'answer' then 'wrote both ways, never met as far as the mail shows'
        when 'first mail' then case direction
            when 'sent' then 'you wrote '
            else 'wrote to you '
        end || ago_in_words(as_of::date - day_of(first_contact_at)) || ', no answer'
        else 'announced by ' || announced_by || ' '
            || ago_in_words(as_of::date - day_of(announced_at)) || ', no mail'
    end as reason
from stages
order by coalesce(first_contact_at, announced_at) desc, person_id, message_id;

comment on macro table first_contacts_at is 'first_contacts as they stood at the end of a day.';

create view first_contacts as
from first_contacts_at(today());

comment on view first_contacts is 'How it began with each person, through whom, how far it came (notice, first mail, answer, meeting, follow-up) and where it stopped.';
comment on column first_contacts.person_id is 'The person; null for one whom only a network''s notice names.';
comment on column first_contacts.full_name is 'Name of the person.';
comment on column first_contacts.email is 'The address most recently written from.';
comment on column first_contacts.first_contact_at is 'When the first touch was sent, UTC; null where there was none.';
comment on column first_contacts.direction is 'sent (by me) or received.';
comment on column first_contacts.kind is 'Kind of the first touch.';
comment on column first_contacts.message_id is 'The first touch; else the notice.';
comment on column first_contacts.through is 'Name of the introducer, null where there was none.';
comment on column first_contacts.announced_by is 'The network that told of the person before: linkedin, x, instagram, facebook or xing; null where none did.';
comment on column first_contacts.announced_at is 'When it first told, UTC; null where none did.';
comment on column first_contacts.answered_at is 'When it first went the other way, UTC; null where it did not.';
comment on column first_contacts.met_at is 'The first meeting held, UTC; null where there was none.';
comment on column first_contacts.followed_up_at is 'The first word after it, UTC; null where there was none.';
comment on column first_contacts.reached is 'How far it came: notice, first mail, answer, meeting or follow-up.';
comment on column first_contacts.reason is 'The same in words, with since when it stands still.';

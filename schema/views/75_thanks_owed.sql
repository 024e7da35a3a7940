create macro thanks_owed_at(as_of) as table
with fruitful as (
    select
        outcomes.message_id,
        outcomes.introducer_person_id as person_id,
        outcomes.introduced_at,
        outcomes.introduced_names,
        outcomes.outcome,
        outcomes.quote
    from introduction_outcomes_at(as_of) as outcomes
    cross join limits
    where outcomes.direction = 'to_me'
        and outcomes.role in ('made', 'presented')
        and outcomes.outcome in ('met', 'answered')
        and outcomes.thanked_at is null
        and day_of(outcomes.introduced_at) > as_of::date - limits.open_for_days
),

-- My mails first, then their words: text is searched only where it matters.
letters as materialized (
    select
        fruitful.message_id as introduction_id,
        messages.new_text
    from fruitful
    join interactions using (person_id)
    join messages on interactions.message_id = messages.message_id
    where interactions.direction = 'sent'
        and interactions.sent_at > fruitful.introduced_at
        and interactions.sent_at < end_of(as_of)
        -- Said of messages too, so that the texts of other years are not read.
        and messages.sent_at > as_of::date - interval 1 year
),

-- Without stored text any later mail to the introducer passes for thanks.
thanked as (
    select distinct introduction_id as message_id
    from letters
    where new_text = ''
        or regexp_matches(
            left(new_text, 5000),
            '(?i)\b(thanks?|thank you|thx|grateful|appreciated?|danke|vielen dank|merci|'
            || 'gracias|tack|bedankt|dank je|grazie|obrigad[oa])\b'
        )
)

select
    people.person_id,
    people.full_name,
    people.email,
    fruitful.message_id,
    fruitful.introduced_at,
    fruitful.introduced_names,
    case
        when fruitful.outcome = 'met' then 'the introduction led to a meeting'
        else 'the introduction led to an exchange'
    end || ', and you have not thanked since' as reason,
    fruitful.quote,
    people.left_out
from fruitful
anti join thanked using (message_id)
join people_at(as_of) as people using (person_id)
order by fruitful.introduced_at, fruitful.message_id;

comment on macro table thanks_owed_at is 'thanks_owed as they stood at the end of a day.';

create view thanks_owed as
from thanks_owed_at(today());

comment on view thanks_owed is 'People whose introduction led to contact and whom I have not thanked since.';
comment on column thanks_owed.person_id is 'The introducer.';
comment on column thanks_owed.full_name is 'Name of the introducer.';
comment on column thanks_owed.email is 'The address most recently written from.';
comment on column thanks_owed.message_id is 'The introduction''s message.';
comment on column thanks_owed.introduced_at is 'When it was sent, UTC.';
comment on column thanks_owed.introduced_names is 'Who was introduced to me.';
comment on column thanks_owed.reason is 'Why it is here, in words.';
comment on column thanks_owed.quote is 'The words that introduce; null where none were kept.';
comment on column thanks_owed.left_out is 'Why the letter leaves the introducer out (muted, snoozed until a day); null where it does not.';

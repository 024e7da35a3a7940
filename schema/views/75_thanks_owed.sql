create macro thanks_owed_at(as_of) as table
with fruitful as (
    select
        outcomes.message_id,
        outcomes.introducer_person_id as person_id,
        outcomes.introduced_at,
        outcomes.introduced_names,
        outcomes.outcome
    from introduction_outcomes_at(as_of) as outcomes
    cross join limits
    where outcomes.direction = 'to_me'
        and outcomes.role in ('made', 'presented')
        and outcomes.outcome in ('met', 'answered')
        and outcomes.thanked_at is null
        and day_of(outcomes.introduced_at) > as_of::date - limits.open_for_days
),

-- Without stored text any later mail to the introducer passes for thanks.
thanked as (
    select distinct fruitful.message_id
    from fruitful
    join interactions using (person_id)
    join messages on interactions.message_id = messages.message_id
    where interactions.direction = 'sent'
        and interactions.sent_at > fruitful.introduced_at
        and interactions.sent_at < end_of(as_of)
        and (
            messages.new_text = ''
            or regexp_matches(
                left(messages.new_text, 5000),
                '(?i)\b(thanks?|thank you|thx|grateful|appreciated?|danke|vielen dank|merci|'
                || 'gracias|tack|bedankt|dank je|grazie|obrigad[oa])\b'
            )
        )
)

select
    shown_people.person_id,
    shown_people.full_name,
    shown_people.email,
    fruitful.message_id,
    fruitful.introduced_at,
    fruitful.introduced_names,
    case
        when fruitful.outcome = 'met' then 'the introduction led to a meeting'
        else 'the introduction led to an exchange'
    end || ', and you have not thanked since' as reason
from fruitful
anti join thanked using (message_id)
join shown_people_at(as_of) as shown_people using (person_id)
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

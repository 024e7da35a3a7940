create macro timeline(person) as table
with meant as (
    select person_id
    from people
    where not is_me
        and (
            person_id::text = person::text
            or contains(lower(full_name), lower(person::text))
            or lower(email) = lower(person::text)
        )

    union

    select person_id
    from counterparts
    where address = lower(person::text)
)

select
    interactions.sent_at,
    people.full_name,
    interactions.direction,
    interactions.kind,
    interactions.subject,
    interactions.message_id,
    list_extract(
        list_transform(
            list_filter(message_kinds.evidence, lambda item: item.quote <> ''),
            lambda item: item.quote
        ),
        1
    ) as evidence
from interactions
join meant using (person_id)
join people using (person_id)
left join message_kinds using (message_id)
order by interactions.sent_at desc, interactions.message_id;

comment on macro table timeline is 'Everything between me and a person, given by name part, address or person_id, the latest first: sent_at, full_name, direction, kind, subject, message_id, evidence.';

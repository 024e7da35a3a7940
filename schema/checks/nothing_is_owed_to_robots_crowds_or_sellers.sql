-- What is owed is owed to a person, for a message that is neither bulk, automatic nor a pitch.
select
    owed.message_id,
    owed.person_id
from (
    select message_id, person_id
    from owed_replies

    union all

    select message_id, person_id
    from awaited_replies

    union all

    select message_id, person_id
    from promises
) as owed
left join people using (person_id)
left join interactions using (message_id, person_id)
where people.person_id is null
    or people.is_me
    or interactions.kind in ('bulk', 'pitch')
    or interactions.is_auto_reply
    or interactions.is_broadcast

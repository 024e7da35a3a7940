-- Somebody came through Anna, Anna had come through Ben. A chain is followed back for as long as
-- each had come by an introduction, and looked at for what I had given before: an introduction
-- of mine to somebody in it.

create macro introduction_chains_at(as_of) as table
with recursive people_by_name as (
    select lower(full_name) as name_key, min(person_id) as person_id
    from people
    where not is_me
        and contains(full_name, ' ')
    group by all
    having count(*) = 1
),

introductions_to_me as (
    select
        introduced.person_id,
        introductions_between.message_id,
        introductions_between.sent_at,
        coalesce(introductions_between.introducer_person_id, people_by_name.person_id)
            as introducer_person_id
    from introductions_between
    join introduced using (message_id)
    left join people_by_name
        on lower(introductions_between.introducer_name) = people_by_name.name_key
    where introductions_between.direction in ('to_me', 'self')
        and introductions_between.role <> 'offered'
        and introductions_between.sent_at < end_of(as_of)
        and introduced.person_id is not null
),

ties as materialized (
    from health(as_of)
),

beginnings as (
    select
        person_id,
        greatest(
            min(sent_at) filter (direction = 'sent'),
            min(sent_at) filter (direction = 'received')
        ) as two_way_since_at
    from touches
    where person_id in (select person_id from introductions_to_me)
    group by person_id
    having count(distinct direction) = 2
),

-- The first one counts, if nothing had gone both ways before it.
brought as (
    select introductions_to_me.*
    from introductions_to_me
    left join beginnings using (person_id)
    where introductions_to_me.introducer_person_id <> introductions_to_me.person_id
        and coalesce(beginnings.two_way_since_at >= introductions_to_me.sent_at, true)
    qualify row_number() over (
        partition by introductions_to_me.person_id
        order by introductions_to_me.sent_at, introductions_to_me.message_id
    ) = 1
),

links as (
    select
        person_id,
        sent_at,
        message_id,
        introducer_person_id as last_person_id,
        [person_id, introducer_person_id] as chain_person_ids
    from brought

    union all

    select
        links.person_id,
        links.sent_at,
        links.message_id,
        brought.introducer_person_id,
        list_append(links.chain_person_ids, brought.introducer_person_id)
    from links
    join brought on links.last_person_id = brought.person_id
    where not list_contains(links.chain_person_ids, brought.introducer_person_id)
        and len(links.chain_person_ids) < 8
),

chains as (
    select *
    from links
    qualify row_number() over (
        partition by person_id
        order by len(chain_person_ids) desc
    ) = 1
),

members as (
    select
        chains.person_id,
        chains.sent_at,
        places.place,
        chains.chain_person_ids[places.place] as member_person_id
    from chains
    cross join range(1, 9) as places (place)
    where places.place <= len(chains.chain_person_ids)
),

member_names as (
    select
        members.person_id,
        list(people.full_name order by members.place) as chain
    from members
    join people on members.member_person_id = people.person_id
    group by members.person_id
),

-- What I had given before: an introduction of one of the chain to somebody outside it.
given as (
    select
        members.person_id,
        arg_min(introductions_between.message_id, (members.place, introductions_between.sent_at))
            as given_message_id,
        arg_min(introductions_between.sent_at, (members.place, introductions_between.sent_at))
            as given_at,
        arg_min(givers.full_name, (members.place, introductions_between.sent_at)) as giver_name,
        arg_min(others.name, (members.place, introductions_between.sent_at)) as other_name
    from members
    join introduced as ones on members.member_person_id = ones.person_id
    join introductions_between on ones.message_id = introductions_between.message_id
    join introduced as others
        on ones.message_id = others.message_id
        and others.person_id is distinct from ones.person_id
        and not others.is_me
    join people as givers on members.member_person_id = givers.person_id
    where members.place > 1
        and introductions_between.direction = 'by_me'
        and introductions_between.role in ('made', 'presented')
        and introductions_between.sent_at < members.sent_at
        and others.person_id is distinct from members.person_id
    group by members.person_id
)

select
    ties.person_id,
    ties.full_name,
    ties.email,
    ties.status,
    ties.strength,
    chains.sent_at as introduced_at,
    chains.message_id,
    member_names.chain,
    chains.chain_person_ids,
    given.given_message_id is not null as is_return,
    given.given_message_id,
    'came through ' || array_to_string(member_names.chain[2:], ', who came through ')
        || coalesce(
            '; you had introduced ' || given.giver_name || ' to ' || given.other_name || ' on '
                || strftime(day_of(given.given_at), '%-d %B %Y'),
            ''
        ) as reason
from chains
join ties using (person_id)
join member_names using (person_id)
left join given using (person_id)
where ties.status <> 'dormant'
order by ties.strength desc, ties.person_id;

comment on macro table introduction_chains_at is 'introduction_chains as they stood at the end of a day.';

create view introduction_chains as
from introduction_chains_at(today());

comment on view introduction_chains is 'Who introduced me to the people that matter now, and through whom those had come: ties that are not dormant and began by an introduction, the strongest first.';
comment on column introduction_chains.person_id is 'The person.';
comment on column introduction_chains.full_name is 'Name of the person.';
comment on column introduction_chains.email is 'The address most recently written from.';
comment on column introduction_chains.status is 'new, warming, steady or cooling.';
comment on column introduction_chains.strength is 'How much there is, 0 to 100.';
comment on column introduction_chains.introduced_at is 'When the person was introduced to me, UTC.';
comment on column introduction_chains.message_id is 'The message that did it.';
comment on column introduction_chains.chain is 'Names from the person back: who introduced them to me, who had introduced that one, and so on.';
comment on column introduction_chains.chain_person_ids is 'The same as persons.';
comment on column introduction_chains.is_return is 'True when I had introduced one of the chain to somebody before.';
comment on column introduction_chains.given_message_id is 'That introduction of mine; null where there was none.';
comment on column introduction_chains.reason is 'The chain in words.';

-- Two of my people who, as far as my mail shows, do not know each other: never on one message,
-- neither introduced by or beside the other. Either one asked me for what the other signs with or is
-- called by, or writes of in two words; or both write to me of the same two rare things or more.
-- Colleagues of mine are not introduced, nor are two of one house.

create macro introductions_to_make(as_of, n) as table
with ties as materialized (
    select
        person_id,
        full_name,
        email,
        organisation,
        strength
    from health(as_of)
    where status in ('new', 'steady', 'warming', 'cooling')
        and coalesce(organisation, '') not in (
            select organisation
            from addresses
            where is_me
                and organisation is not null
        )
),

topics as materialized (
    from words_of_people_at(as_of)
    where person_id in (select person_id from ties)
),

shared as (
    select
        ones.person_id,
        others.person_id as other_person_id,
        sum(ones.weight + others.weight) as weight,
        'both wrote to you about '
            || string_agg(ones.word, ', ' order by ones.weight + others.weight desc, ones.word)
            as reason,
        arg_max(ones.message_id, (ones.weight, ones.word)) as message_id,
        arg_max(others.message_id, (ones.weight, ones.word)) as other_message_id
    from topics as ones
    join topics as others using (word)
    where ones.person_id < others.person_id
        and ones.person_count <= 3
    group by ones.person_id, others.person_id
    having count(*) > 1
),

needs as (
    select
        touches.person_id,
        touches.message_id,
        asks.text,
        unnest(list_distinct(words_in(asks.text, 4))) as word
    from touches
    join asks using (message_id)
    where touches.direction = 'received'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - 180
        and touches.person_id in (select person_id from ties)
        and asks.kind = 'ask'
        and seeks_somebody(asks.text)
),

-- What somebody does: what they write of, what they sign with, what their house is called.
trades as (
    select person_id, word, message_id, weight, false as is_signed
    from topics

    union all

    select
        person_id,
        unnest(list_distinct(words_in(
            signature || ' ' || regexp_replace(coalesce(organisation, ''), '\.[^.]*$', ''),
            4
        ))),
        message_id,
        3.0,
        true
    from (
        select
            touches.person_id,
            arg_max(touches.message_id, (touches.sent_at, touches.message_id)) as message_id,
            arg_max(messages.signature, (touches.sent_at, touches.message_id)) as signature,
            any_value(ties.organisation) as organisation
        from touches
        join messages using (message_id)
        join ties using (person_id)
        where touches.direction = 'received'
            and touches.sent_at < end_of(as_of)
            and touches.contact_on > as_of::date - 365
            and messages.sent_at > as_of::date - interval 367 days
        group by touches.person_id
    )
),

trade_words as (
    select
        person_id,
        word,
        max(weight) as weight,
        bool_or(is_signed) as is_signed,
        arg_max(message_id, weight) as message_id
    from trades
    group by person_id, word
    qualify count(*) over (partition by word) <= 3
),

wanted as (
    select
        needs.person_id,
        trade_words.person_id as other_person_id,
        2 * sum(trade_words.weight) as weight,
        'asked you “' || needs.text || '”; the other writes of '
            || string_agg(needs.word, ', ' order by needs.word) as reason,
        needs.message_id,
        any_value(trade_words.message_id) as other_message_id
    from needs
    join trade_words on rtrim(needs.word, 's') = rtrim(trade_words.word, 's')
    where needs.person_id <> trade_words.person_id
    group by
        needs.person_id,
        trade_words.person_id,
        needs.message_id,
        needs.text
    having count(*) > 1
        or bool_or(trade_words.is_signed)
),

-- One side after the other: joined at once, everybody is first put beside everybody.
one_sided_pairs as materialized (
    select
        pairs.*,
        ties.strength,
        ties.organisation
    from (
        from wanted
        union all
        from shared
    ) as pairs
    join ties using (person_id)
),

ranked_pairs as materialized (
    select
        pairs.* exclude (strength, organisation),
        pairs.weight * least(pairs.strength, others.strength) as promise
    from one_sided_pairs as pairs
    join ties as others on pairs.other_person_id = others.person_id
    where pairs.organisation is null
        or pairs.organisation is distinct from others.organisation
    qualify row_number() over (
            partition by
                least(pairs.person_id, pairs.other_person_id),
                greatest(pairs.person_id, pairs.other_person_id)
            order by promise desc, pairs.person_id
        ) = 1
        and row_number() over (order by promise desc, pairs.person_id, pairs.other_person_id)
            <= 20 * n
),

candidates as (
    select person_id
    from ranked_pairs

    union

    select other_person_id
    from ranked_pairs
),

candidate_addresses as materialized (
    select address, person_id
    from counterparts
    where person_id in (from candidates)
),

their_messages as materialized (
    select recipients.message_id, candidate_addresses.person_id
    from recipients
    join candidate_addresses using (address)

    union

    select messages.message_id, candidate_addresses.person_id
    from messages
    join candidate_addresses on messages.sender_address = candidate_addresses.address
),

on_one_message as (
    select distinct
        ranked_pairs.person_id,
        ranked_pairs.other_person_id
    from ranked_pairs
    join their_messages as ones on ranked_pairs.person_id = ones.person_id
    join their_messages as others
        on ranked_pairs.other_person_id = others.person_id
        and ones.message_id = others.message_id
),

-- Who introduced, or was introduced beside, somebody knows them, on one message or not.
introduced_sides as (
    select message_id, person_id
    from introduced
    where person_id is not null

    union

    select message_id, introducer_person_id
    from introductions_between
    where introducer_person_id is not null

    union

    select message_id, sender_person_id
    from introductions_between
    where sender_person_id is not null
),

brought_together as (
    select distinct
        ones.person_id,
        others.person_id as other_person_id
    from introduced_sides as ones
    join introduced_sides as others using (message_id)
    where ones.person_id <> others.person_id
),

acquainted as (
    from on_one_message
    union
    from brought_together
)

select
    ones.person_id,
    ones.full_name,
    ones.email,
    others.person_id as other_person_id,
    others.full_name as other_full_name,
    others.email as other_email,
    ranked_pairs.reason || '; never on one message' as reason,
    ranked_pairs.message_id,
    ranked_pairs.other_message_id
from ranked_pairs
anti join acquainted using (person_id, other_person_id)
join ties as ones on ranked_pairs.person_id = ones.person_id
join ties as others on ranked_pairs.other_person_id = others.person_id
qualify row_number() over (
    order by ranked_pairs.promise desc, ones.person_id, others.person_id
) <= n
order by ranked_pairs.promise desc, ones.person_id, others.person_id;

comment on macro table introductions_to_make is 'n pairs of people to bring together, and why: person_id, full_name, email, other_person_id, other_full_name, other_email, reason, message_id and other_message_id (what each wrote that shows it).';

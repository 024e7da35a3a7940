-- Two of my people who, as far as my mail shows, do not know each other and who wrote to me
-- of the same rare things: two words or more of six letters or more that only they, or one
-- other, used in half a year. Colleagues of mine are not introduced.

create macro introductions_to_make(as_of, n) as table
with ties as (
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

texts_of_people as (
    select touches.person_id, messages.base_subject || ' ' || left(messages.new_text, 1000) as words
    from touches
    join messages using (message_id)
    join ties using (person_id)
    where touches.direction = 'received'
        and touches.sent_at < end_of(as_of)
        and touches.contact_on > as_of::date - 180
        and touches.kind in ('note', 'reply', 'meeting')
),

words_of_people as (
    select distinct
        person_id,
        unnest(regexp_extract_all(lower(words), '\pL{6,30}')) as word
    from texts_of_people
),

rare_words as (
    select word, count(*) as person_count
    from words_of_people
    group by word
    having count(*) between 2 and 3
),

rare_words_of_people as (
    select words_of_people.*, rare_words.person_count
    from words_of_people
    join rare_words using (word)
),

ranked_pairs as (
    select
        ones.person_id,
        others.person_id as other_person_id,
        sum(1 / ones.person_count)
            * least(any_value(one_ties.strength), any_value(other_ties.strength)) as promise,
        string_agg(ones.word, ', ' order by ones.person_count, ones.word) as words
    from rare_words_of_people as ones
    join rare_words_of_people as others using (word)
    join ties as one_ties on ones.person_id = one_ties.person_id
    join ties as other_ties on others.person_id = other_ties.person_id
    where ones.person_id < others.person_id
        and (
            one_ties.organisation is null
            or one_ties.organisation is distinct from other_ties.organisation
        )
    group by ones.person_id, others.person_id
    having count(*) > 1
    qualify row_number() over (order by promise desc, ones.person_id, others.person_id) <= 20 * n
),

their_messages as (
    select distinct message_addresses.message_id, counterparts.person_id
    from (
        select message_id, address from recipients
        union all
        select message_id, sender_address as address from messages
    ) as message_addresses
    join counterparts using (address)
    where counterparts.person_id in (
        select person_id from ranked_pairs
        union
        select other_person_id from ranked_pairs
    )
),

met_on_a_message as (
    select distinct
        ranked_pairs.person_id,
        ranked_pairs.other_person_id
    from ranked_pairs
    join their_messages as ones on ranked_pairs.person_id = ones.person_id
    join their_messages as others
        on ranked_pairs.other_person_id = others.person_id
        and ones.message_id = others.message_id
)

select
    ones.person_id,
    ones.full_name,
    ones.email,
    others.person_id as other_person_id,
    others.full_name as other_full_name,
    others.email as other_email,
    'both wrote to you about ' || ranked_pairs.words || '; never on one message' as reason
from ranked_pairs
anti join met_on_a_message using (person_id, other_person_id)
join ties as ones using (person_id)
join ties as others on ranked_pairs.other_person_id = others.person_id
qualify row_number() over (order by ranked_pairs.promise desc, ones.person_id, others.person_id) <= n
order by ranked_pairs.promise desc, ones.person_id, others.person_id;

comment on macro table introductions_to_make is 'n pairs of people to bring together, and why: person_id, full_name, email, other_person_id, other_full_name, other_email, reason.';

-- An address may hold what a shell would obey: RFC 5322 allows ` and | in it.
create macro shell_word(word) as case
    when regexp_full_match(word, '[A-Za-z0-9._@%+=:,/-]+') then word
    else '''' || replace(word, '''', '''"''"''') || ''''
end;
comment on macro shell_word is 'Text as one word of a shell command, whatever is in it.';

-- What exact evidence does not join but a person may know to be one. Each pair of people once,
-- with its best reason; what was refused is not asked again.

create view identity_suggestions as
with known as materialized (
    select
        people.person_id,
        people.full_name,
        people.organisation,
        people.is_me,
        person_addresses.address,
        lower(people.full_name) as name_key,
        lower(split_part(people.full_name, ' ', -1)) as surname_key,
        split_part(person_addresses.address, '@', 1) as local_part
    from person_addresses
    join people using (person_id)
    where split_part(person_addresses.address, '@', 1) not in (from role_names)
),

pairs as materialized (
    select
        known.address,
        others.address as other_address,
        2 as rank,
        'both are called ' || known.full_name as reason
    from known
    join known as others using (name_key)
    where known.person_id < others.person_id
        and contains(known.name_key, ' ')
        and not known.is_me
        and not others.is_me

    union all

    select
        known.address,
        others.address,
        3,
        known.full_name || ' and ' || others.full_name || ', both of ' || known.organisation
    from known
    join known as others using (organisation, surname_key)
    where known.person_id < others.person_id
        and contains(known.name_key, ' ')
        and contains(others.name_key, ' ')
        and known.name_key <> others.name_key
        and left(known.name_key, 1) = left(others.name_key, 1)
        and jaro_winkler_similarity(known.name_key, others.name_key) >= 0.85
        and not known.is_me
        and not others.is_me

    union all

    select
        known.address,
        others.address,
        4,
        'the name before the @ is ' || local_part || ' at both'
    from known
    join known as others using (local_part)
    where known.person_id < others.person_id
        and length(local_part) >= 6
        and regexp_matches(local_part, '[a-z][._-][a-z]')
        and not known.is_me
        and not others.is_me

    union all

    select
        messages.sender_address,
        unnest(messages.reply_to),
        1,
        'asks for answers at the other (Reply-To)'
    from messages
    where len(messages.reply_to) > 0
        and not messages.is_list
        and not messages.is_bulk

    union all

    select
        messages.sender_address,
        stated_addresses.address,
        1,
        'its signature states the other'
    from stated_addresses
    join messages using (message_id)
),

-- One side after the other: a plan that pairs everybody with everybody first takes minutes.
of_one as materialized (
    select
        pairs.*,
        known.person_id,
        known.full_name
    from pairs
    join known using (address)
    where not known.is_me
),

of_people as (
    select
        of_one.*,
        known.person_id as other_person_id,
        known.full_name as other_name
    from of_one
    join known on of_one.other_address = known.address
    where of_one.person_id <> known.person_id
        and not known.is_me
),

refused as (
    select
        one.person_id,
        other.person_id as other_person_id
    from decisions
    join person_addresses as one on decisions.target = one.address
    join person_addresses as other on decisions.value = other.address
    where decisions.subject = 'different'
),

asked as (
    select *
    from of_people
    where not exists (
        select 1
        from refused
        where (refused.person_id, refused.other_person_id) in (
            (of_people.person_id, of_people.other_person_id),
            (of_people.other_person_id, of_people.person_id)
        )
    )
    qualify row_number() over (
        partition by
            least(person_id, other_person_id),
            greatest(person_id, other_person_id)
        order by rank, address, other_address
    ) = 1
),

from_sent_folders as (
    select
        messages.sender_address as address,
        count(distinct messages.message_id) as mail_count
    from sightings
    join messages using (message_id)
    left join folders using (account, folder)
    where folders.special_use = 'sent'
        or list_has_any(sightings.labels, ['\Sent', 'Sent'])
    group by messages.sender_address
),

come_back as (
    select
        any_value(recipients.address) as address,
        messages.message_id
    from messages
    join my_addresses on messages.sender_address = my_addresses.address
    join recipients using (message_id)
    where messages.recipient_count = 1
        and list_has_any(messages.delivered_to, (select list(address) from my_addresses))
    group by messages.message_id
),

-- In one organisation first.last, first_last, last.first and firstlast are one name's.
at_my_organisation as materialized (
    select
        addresses.address,
        list_sort(regexp_split_to_array(split_part(addresses.address, '@', 1), '[._-]+')) as words,
        my_addresses.address is not null as is_mine,
        addresses.organisation
    from addresses
    left join my_addresses using (address)
    where addresses.organisation in (
        select organisation
        from addresses
        join my_addresses using (address)
    )
),

named_as_i_am as (
    select
        others.address,
        any_value(known.address) as my_address
    from at_my_organisation as known
    join at_my_organisation as others using (organisation)
    where known.is_mine
        and not others.is_mine
        and len(known.words) >= 2
        and (
            known.words = others.words
            or replace(split_part(known.address, '@', 1), '.', '') = split_part(others.address, '@', 1)
        )
    group by others.address
),

mine as (
    select
        address,
        2 as rank,
        mail_count || ' mails in your Sent folder are from it' as reason
    from from_sent_folders
    where mail_count >= 2

    union all

    select
        address,
        3,
        'what you sent there came into your own mailbox'
    from come_back
    group by address

    union all

    select
        address,
        4,
        'it is named as ' || my_address || ' is'
    from named_as_i_am
)

select
    'is this you?' as question,
    mine.address,
    coalesce(addresses.display_name, '') as full_name,
    null as other_address,
    null as other_name,
    arg_min(mine.reason, mine.rank) as reason,
    'rapport correct me ' || shell_word(mine.address) as accept,
    'rapport correct me ' || shell_word(mine.address) || ' --no' as refuse
from mine
left join addresses using (address)
where mine.address not in (from my_addresses)
    and mine.address not in (select target from decisions where subject = 'me')
    and not coalesce(addresses.is_robot, false)
group by all

union all

select
    'one person?',
    address,
    full_name,
    other_address,
    other_name,
    reason,
    'rapport correct merge ' || shell_word(address) || ' ' || shell_word(other_address),
    'rapport correct different ' || shell_word(address) || ' ' || shell_word(other_address)
from asked;

comment on view identity_suggestions is 'Addresses that may be one person''s, or mine, with the reason: for a person to decide, never done by itself.';
comment on column identity_suggestions.question is 'one person? or is this you?';
comment on column identity_suggestions.address is 'Canonical address.';
comment on column identity_suggestions.full_name is 'Name of its person, may be empty.';
comment on column identity_suggestions.other_address is 'The other address; null where the question is whether it is the owner''s.';
comment on column identity_suggestions.other_name is 'Name of the other person.';
comment on column identity_suggestions.reason is 'Why it is asked.';
comment on column identity_suggestions.accept is 'The command that says yes.';
comment on column identity_suggestions.refuse is 'The command that says no, for good.';

-- A log of getvariable('messages') messages and a fiftieth as many people, written straight
-- into the tables. Few people have most of the mail (rank by a power law), a third is bulk,
-- one mail in twelve goes to a dozen people. The same number gives the same log.

create macro chance(seed, salt) as (hash(seed, salt) % 1000003) / 1000003;

create temp table written as
with numbered as (
    select
        number,
        chance(number, 'kind') as kind_chance,
        chance(number, 'direction') < 0.45 as is_mine,
        (getvariable('messages') // 50 * power(chance(number, 'person'), 2.5))::bigint as person,
        timestamptz '2026-11-20 18:00:00+00'
            - to_seconds((2190 * 86400 * power(chance(number, 'time'), 0.8))::bigint) as sent_at
    from range(getvariable('messages')) as numbers (number)
)

select
    *,
    'm' || number || '@example.org' as message_id,
    't' || person || '.' || number % 4 || '.' || date_trunc('month', sent_at)::date as thread_id,
    case
        when kind_chance < 0.3 and not is_mine then 'bulk'
        when kind_chance < 0.34 then 'pitch'
        when kind_chance < 0.37 then 'meeting'
        when kind_chance < 0.373 then 'introduction'
        when kind_chance < 0.7 then 'reply'
        else 'note'
    end as kind,
    case
        when chance(number, 'audience') < 0.08 then 12
        when chance(number, 'audience') < 0.3 then 3
        else 1
    end as audience,
    case when kind = 'bulk' then 'news' || person % 300 || '@robot.example'
        else 'p' || person || '@firm' || person // 3 || '.example'
    end as address
from numbered;

insert into own_addresses values ('me@example.org', 'config.toml');

insert into messages by name
select
    message_id,
    left(md5(message_id), 16) as fingerprint,
    thread_id,
    sent_at,
    'date' as sent_at_source,
    'Subject ' || thread_id as subject,
    'subject ' || thread_id as base_subject,
    '' as subject_key,
    kind = 'reply' as has_reply_prefix,
    if(is_mine, 'me@example.org', address) as sender_address,
    '' as sender_name,
    [] as reply_to,
    [] as parent_ids,
    [] as delivered_to,
    'Dear friend, about the word' || person % 97 || 'x and topic' || md5((person // 2)::text)[:8]
        || ' I wanted to say thank you. ' || repeat('Some more words follow here. ', 8) as new_text,
    '' as signature,
    60 as word_count,
    0 as quoted_character_count,
    false as is_forward,
    kind = 'bulk' as is_bulk,
    false as is_list,
    number % 200 = 7 as is_auto_reply,
    kind = 'bulk' as is_robot_sender,
    [] as automation_evidence,
    kind = 'meeting' as has_calendar,
    [] as attachments,
    audience as recipient_count,
    4000 as size_bytes,
    [] as defects,
    'bench' as reader_version,
    sent_at as logged_at
from written;

insert into recipients
select
    message_id,
    place,
    if(place = 0, 'to', 'cc'),
    case
        when place = 0 and not is_mine then 'me@example.org'
        when place = 0 then if(kind = 'bulk', 'me@example.org', address)
        else 'p' || (person + place * 7) % greatest(getvariable('messages') // 50, 1)
            || '@firm' || ((person + place * 7) % greatest(getvariable('messages') // 50, 1)) // 3
            || '.example'
    end,
    ''
from written
cross join lateral (select unnest(range(audience)) as place);

insert into verdicts
select
    message_id,
    'bench',
    if(number % 3 = 0, 'rule', 'model'),
    kind,
    0.95,
    null,
    [{
        'source': 'text',
        'signal': 'phrase',
        'quote': 'I wanted to say thank you',
        'start_offset': 0,
        'end_offset': 20
    }],
    sent_at,
    null
from written;

insert into asks
select
    message_id,
    0,
    if(number % 3 = 0, 'promise', 'ask'),
    'Could you send me the list?',
    0,
    20,
    true,
    null
from written
where kind in ('reply', 'note', 'pitch')
    and number % 5 = 0;

insert into meetings by name
select
    message_id,
    0 as position,
    'confirmed' as status,
    if(number % 2 = 0, 'uid' || number, '') as ical_uid,
    0 as sequence,
    '' as recurrence_id,
    '' as method,
    'Lunch' as summary,
    sent_at + interval 3 days as starts_at,
    sent_at + interval 73 hours as ends_at,
    false as is_all_day,
    'Thursday at one' as when_text,
    '' as place,
    [] as evidence
from written
where kind = 'meeting';

insert into introductions
select
    message_id,
    'made',
    null,
    '',
    []
from written
where kind = 'introduction';

insert into introduced_people
select
    message_id,
    place,
    '',
    'p' || (person + 1 + place) || '@firm' || (person + 1 + place) // 3 || '.example'
from written
cross join (values (0), (1)) as places (place)
where kind = 'introduction';

insert into addresses by name
with seen as (
    select sender_address as address, sent_at from messages
    union all
    select address, sent_at from recipients join messages using (message_id)
)

select
    address,
    split_part(address, '@', 2) as domain,
    split_part(address, '@', 2) as organisation,
    'Name ' || split_part(address, '@', 1) as display_name,
    true as is_self_named,
    min(sent_at) as named_at,
    ends_with(address, '@robot.example') as is_robot,
    address = 'me@example.org' as is_me,
    min(sent_at) as first_seen_at
from seen
group by address;

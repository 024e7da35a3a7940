-- Empties the log and fills it with the mail of one owner.

delete from messages;
delete from recipients;
delete from verdicts;
delete from addresses;
delete from people;
delete from person_addresses;

create or replace temp table owners_mail as
select
    sender || '/' || sent_at as message_id,
    sender,
    sent_at,
    list(distinct recipient) as recipients
from timeline
group by all
having sender = getvariable('owner')
    or list_contains(recipients, getvariable('owner'));

insert into messages by name
select
    message_id,
    message_id as fingerprint,
    message_id as thread_id,
    timezone('UTC', sent_at) as sent_at,
    'date' as sent_at_source,
    '' as subject,
    '' as base_subject,
    '' as subject_key,
    false as has_reply_prefix,
    sender as sender_address,
    '' as sender_name,
    [] as reply_to,
    [] as parent_ids,
    [] as delivered_to,
    '' as new_text,
    '' as signature,
    0 as word_count,
    0 as quoted_character_count,
    false as is_forward,
    false as is_bulk,
    false as is_list,
    false as is_auto_reply,
    false as is_robot_sender,
    [] as automation_evidence,
    false as has_calendar,
    [] as attachments,
    len(recipients) as recipient_count,
    0 as size_bytes,
    [] as defects,
    '' as reader_version,
    now() as logged_at
from owners_mail;

insert into recipients
select
    message_id,
    generate_subscripts(recipients, 1) - 1,
    'to',
    unnest(recipients),
    ''
from owners_mail;

insert into verdicts
select
    message_id,
    'bench',
    'rule',
    'note',
    1,
    null,
    [],
    now(),
    null
from owners_mail;

insert into addresses by name
select
    address,
    'enron.example' as domain,
    '' as display_name,
    false as is_self_named,
    'epoch'::timestamptz as named_at,
    false as is_robot,
    address = getvariable('owner') as is_me,
    'epoch'::timestamptz as first_seen_at
from (
    select sender as address from timeline
    union
    select recipient as address from timeline
);

insert into people (person_id, full_name, email, is_me)
select
    row_number() over (order by address),
    address,
    address,
    is_me
from addresses;

insert into person_addresses
select
    email,
    person_id,
    'rule',
    'first seen'
from people;

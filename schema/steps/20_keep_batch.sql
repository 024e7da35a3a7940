-- Stores the batch: a sighting for each mail, everything else once for each new message.
insert into sightings
select
    account,
    folder,
    uid_validity,
    uid,
    batch.message_id,
    received_at,
    flags,
    labels,
    now(),
    null
from new_mails
join batch using (ordinal)
on conflict do update set
    message_id = excluded.message_id,
    flags = excluded.flags,
    labels = excluded.labels,
    ended_at = null;

insert into messages
select
    batch.message_id,
    fingerprint,
    thread_id,
    sent_at,
    sent_at_source,
    utc_offset_minutes,
    subject,
    base_subject,
    subject_key,
    has_reply_prefix,
    sender_address,
    sender_name,
    reply_to,
    parent_ids,
    delivered_to,
    new_text,
    signature,
    word_count,
    quoted_character_count,
    is_forward,
    is_bulk,
    is_list,
    is_auto_reply,
    is_robot_sender,
    automation_evidence,
    has_calendar,
    attachments,
    recipient_count,
    size_bytes,
    defects,
    reader_version,
    now(),
    question_about_you_count,
    about_me_count
from new_mails
join batch using (ordinal)
where batch.is_new;

insert into recipients
select
    batch.message_id,
    new_recipients.* exclude (ordinal)
from new_recipients
join batch using (ordinal)
where batch.is_new;

insert into verdicts by name
select
    batch.message_id,
    new_verdicts.* exclude (ordinal),
    now() as judged_at
from new_verdicts
join batch using (ordinal)
where batch.is_new;

insert into unsettled_verdicts
select message_id
from batch
where is_new;

insert into notices
select
    batch.message_id,
    new_notices.* exclude (ordinal)
from new_notices
join batch using (ordinal)
where batch.is_new;

insert into introductions
select
    batch.message_id,
    new_introductions.* exclude (ordinal)
from new_introductions
join batch using (ordinal)
where batch.is_new;

insert into introduced_people
select
    batch.message_id,
    new_introduced_people.* exclude (ordinal)
from new_introduced_people
join batch using (ordinal)
where batch.is_new;

insert into introduction_follow_ups
select
    batch.message_id,
    new_introduction_follow_ups.* exclude (ordinal)
from new_introduction_follow_ups
join batch using (ordinal)
where batch.is_new;

insert into meetings
select
    batch.message_id,
    new_meetings.* exclude (ordinal)
from new_meetings
join batch using (ordinal)
where batch.is_new;

insert into meeting_attendees
select
    batch.message_id,
    new_meeting_attendees.* exclude (ordinal)
from new_meeting_attendees
join batch using (ordinal)
where batch.is_new
on conflict do nothing;

insert into asks
select
    batch.message_id,
    new_asks.* exclude (ordinal)
from new_asks
join batch using (ordinal)
where batch.is_new;

delete from unreadable_mail
using new_mails
where unreadable_mail.account = new_mails.account
    and unreadable_mail.folder = new_mails.folder
    and unreadable_mail.uid_validity = new_mails.uid_validity
    and unreadable_mail.uid = new_mails.uid;

insert into stated_addresses
select distinct
    batch.message_id,
    new_stated_addresses.address
from new_stated_addresses
join batch using (ordinal)
where batch.is_new;

delete from withheld_mail
using new_mails
where withheld_mail.account = new_mails.account
    and withheld_mail.folder = new_mails.folder
    and withheld_mail.uid_validity = new_mails.uid_validity
    and withheld_mail.uid = new_mails.uid;

-- A name that an address gives itself beats one that others give it; then the latest wins.
insert into addresses
select
    address,
    any_value(domain),
    any_value(organisation),
    coalesce(
        arg_max(display_name, (is_self_named, sent_at, display_name))
            filter (where display_name <> ''),
        ''
    ),
    coalesce(bool_or(is_self_named) filter (where display_name <> ''), false),
    coalesce(
        max(sent_at) filter (where display_name <> '' and is_self_named),
        max(sent_at) filter (where display_name <> ''),
        'epoch'::timestamptz
    ),
    bool_or(is_robot),
    false,
    min(sent_at),
    bool_or(is_robot)
from new_addresses
group by address
on conflict do update set
    display_name = if(
        excluded.display_name <> ''
            and (excluded.is_self_named, excluded.named_at, excluded.display_name)
                > (is_self_named, named_at, display_name),
        excluded.display_name,
        display_name
    ),
    is_self_named = is_self_named or excluded.is_self_named,
    named_at = if(
        excluded.display_name <> ''
            and (excluded.is_self_named, excluded.named_at, excluded.display_name)
                > (is_self_named, named_at, display_name),
        excluded.named_at,
        named_at
    ),
    is_robot = is_robot or excluded.is_robot,
    has_robot_signs = has_robot_signs or excluded.has_robot_signs,
    first_seen_at = least(first_seen_at, excluded.first_seen_at);

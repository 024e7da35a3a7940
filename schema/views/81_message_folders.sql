create view message_folders as
-- Gmail keeps each mail once and calls its folders labels (X-GM-LABELS); elsewhere a folder
-- is where the mail lies.
with labelled as (
    select
        message_id,
        account,
        unnest(labels) as label,
        true as is_label
    from sightings
    where ended_at is null
        and len(labels) > 0
),

named as (
    select
        labelled.message_id,
        labelled.account,
        case
            when labelled.label = '\Inbox' then 'INBOX'
            when labelled.label like '\%' then coalesce(
                folders.folder,
                labelled.label[2:]
            )
            else labelled.label
        end as folder,
        labelled.is_label
    from labelled
    left join folders
        on folders.account = labelled.account
        and folders.special_use = lower(labelled.label[2:])
        and labelled.label like '\%'
)

select distinct
    message_id,
    account,
    folder,
    is_label
from named

union all

select distinct
    message_id,
    account,
    folder,
    false as is_label
from sightings
where ended_at is null
    and len(labels) = 0;

comment on view message_folders is 'In which folders each message lies now; for Gmail its labels, under the names of their folders.';
comment on column message_folders.message_id is 'The message.';
comment on column message_folders.account is 'Name of the account.';
comment on column message_folders.folder is 'Folder, or label.';
comment on column message_folders.is_label is 'True where it is one of Gmail''s labels.';

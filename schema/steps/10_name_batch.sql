-- Gives every mail of the batch its message_id and finds out which messages are new: temp table
-- batch, of few columns, for what it takes to sort mails grows with every one.
-- One Message-ID on different mails (by accident, or to mask or overwrite mail) makes
-- different messages: the first keeps the plain id, others carry their fingerprint.
create or replace temp table batch as
with numbered as (
    select
        ordinal,
        message_id,
        fingerprint,
        row_number() over (
            partition by message_id, fingerprint
            order by ordinal
        ) as copy_number,
        first_value(fingerprint) over (
            partition by message_id
            order by ordinal
        ) as first_fingerprint
    from new_mails
),
named as (
    select
        numbered.ordinal,
        numbered.copy_number,
        if(
            coalesce(known.fingerprint, numbered.first_fingerprint) = numbered.fingerprint,
            numbered.message_id,
            numbered.message_id || '#' || left(numbered.fingerprint, 8)
        ) as message_id
    from numbered
    left join messages as known
        on known.message_id = numbered.message_id
)
select
    named.ordinal,
    named.message_id,
    named.copy_number = 1
        and stored.message_id is null
        -- Our own letter is seen, never read back in; a forged header could not hide mail so.
        and named.message_id not in (select internet_message_id from report_deliveries)
        as is_new
from named
left join messages as stored
    on stored.message_id = named.message_id;

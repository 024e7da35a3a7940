-- What the letter asks one to act on shows the mail that it was read from.
with shown as (
    select section, message_id
    from week(today())
)

select
    shown.section,
    shown.message_id
from shown
left join messages using (message_id)
where messages.message_id is null;

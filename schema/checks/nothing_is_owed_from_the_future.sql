-- Mail dated later than today owes nothing, awaits nothing and began nothing yet.
select message_id
from owed_replies
where sent_at > end_of(today())

union all

select message_id
from awaited_replies
where sent_at > end_of(today())

union all

select message_id
from promises
where sent_at > end_of(today())

union all

select message_id
from first_contacts
where first_contact_at > end_of(today())

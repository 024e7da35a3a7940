create view outside_contacts as
select
    logged_contacts.correction_id,
    counterparts.person_id,
    counterparts.full_name,
    logged_contacts.address,
    logged_contacts.kind,
    logged_contacts.contact_at,
    day_of(logged_contacts.contact_at) as contact_on,
    decisions.note
from logged_contacts
join decisions using (correction_id)
join counterparts using (address);

comment on view outside_contacts is 'Contact outside mail that the owner logged by hand and did not take back.';
comment on column outside_contacts.correction_id is 'Its number, by which it can be undone.';
comment on column outside_contacts.person_id is 'The person.';
comment on column outside_contacts.full_name is 'Name of the person.';
comment on column outside_contacts.address is 'The address under which it was logged.';
comment on column outside_contacts.kind is 'call, meeting or note.';
comment on column outside_contacts.contact_at is 'When it was, UTC; noon on the owner''s clock where only the day is known.';
comment on column outside_contacts.contact_on is 'The day, in the owner''s zone.';
comment on column outside_contacts.note is 'The owner''s own words, may be empty.';

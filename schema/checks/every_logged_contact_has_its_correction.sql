-- Without it nobody could take it back.
select logged_contacts.correction_id
from logged_contacts
left join corrections
    on corrections.correction_id = logged_contacts.correction_id
    and corrections.subject = 'log'
where corrections.correction_id is null
    or logged_contacts.kind not in ('call', 'meeting', 'note');

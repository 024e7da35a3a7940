create view asked_before_rapport as
select *
from pitches
where direction = 'sent'
    and is_before_rapport;

comment on view asked_before_rapport is 'Pitches of mine to people with whom there was hardly an exchange before.';
comment on column asked_before_rapport.message_id is 'The message.';
comment on column asked_before_rapport.person_id is 'The other side, null where that is no person yet.';
comment on column asked_before_rapport.full_name is 'Name of the other side, or the address.';
comment on column asked_before_rapport.email is 'Address of the other side.';
comment on column asked_before_rapport.direction is 'Always sent here.';
comment on column asked_before_rapport.sent_at is 'When it was sent, UTC.';
comment on column asked_before_rapport.subject is 'Its subject.';
comment on column asked_before_rapport.exchanges_before_count is 'Two-way exchanges before it: the smaller of touches sent and received.';
comment on column asked_before_rapport.is_before_rapport is 'Always true here.';
comment on column asked_before_rapport.quote is 'The words that show it, null where none were kept.';
comment on column asked_before_rapport.confidence is '0 to 1.';

create macro asked_before_rapport_at(as_of, n) as table
select *
from pitches_at(as_of)
where case direction
        when 'sent' then exchanges_before_count < n
        else is_before_rapport
    end;

comment on macro table asked_before_rapport_at is 'Pitches of mine up to the end of a day after fewer than n two-way exchanges, and those that I received before there was anything between us; columns as in pitches.';

create view asked_before_rapport as
from asked_before_rapport_at(today(), (select rapport_exchanges from limits));

comment on view asked_before_rapport is 'Who asked too early: pitches of mine after fewer than limits.rapport_exchanges two-way exchanges, and pitches to me from people to whom I had never written.';
comment on column asked_before_rapport.message_id is 'The message.';
comment on column asked_before_rapport.person_id is 'The other side, null where that is no person yet.';
comment on column asked_before_rapport.full_name is 'Name of the other side, or the address.';
comment on column asked_before_rapport.email is 'Address of the other side.';
comment on column asked_before_rapport.direction is 'sent (by me) or received.';
comment on column asked_before_rapport.sent_at is 'When it was sent, UTC.';
comment on column asked_before_rapport.subject is 'Its subject.';
comment on column asked_before_rapport.exchanges_before_count is 'Two-way exchanges before it: the smaller of touches sent and received.';
comment on column asked_before_rapport.is_before_rapport is 'As in pitches.';
comment on column asked_before_rapport.quote is 'The words that show it, null where none were kept.';
comment on column asked_before_rapport.confidence is '0 to 1.';

create macro people_at(as_of) as table
select
    person_id,
    full_name,
    email,
    organisation,
    case
        when is_muted then 'muted'
        when snoozed_until > as_of::date then 'snoozed until ' || strftime(snoozed_until, '%-d %B %Y')
    end as left_out
from people
where not is_me;

comment on macro table people_at is 'Everybody but me, and whether the letter of a day leaves them out: person_id, full_name, email, organisation, left_out (muted, snoozed until a day, or null).';

create macro shown_people_at(as_of) as table
select * exclude (left_out)
from people_at(as_of)
where left_out is null;

comment on macro table shown_people_at is 'People the letter may speak of on a day: not me, not muted, not snoozed.';

create view shown_people as
from shown_people_at(today());

comment on view shown_people is 'People the letter may speak of today: not me, not muted, not snoozed.';
comment on column shown_people.person_id is 'The person.';
comment on column shown_people.full_name is 'Name of the person.';
comment on column shown_people.email is 'The address most recently written from.';
comment on column shown_people.organisation is 'Registrable domain, null for free-mail.';

create view mail_days_anew as
select
    person_id,
    contact_on,
    count_if(not is_broadcast)::integer as touch_count,
    count_if(not is_broadcast and direction = 'received')::integer as received_count,
    count_if(not is_broadcast and direction = 'sent')::integer as sent_count,
    count_if(audience_count = 1)::integer as one_to_one_count,
    min(sent_at) filter (not is_broadcast) as first_at,
    max(sent_at) filter (not is_broadcast) as last_at,
    min(sent_at) filter (not is_broadcast and direction = 'received') as first_received_at,
    max(sent_at) filter (not is_broadcast and direction = 'received') as last_received_at,
    min(sent_at) filter (not is_broadcast and direction = 'sent') as first_sent_at,
    max(sent_at) filter (not is_broadcast and direction = 'sent') as last_sent_at,
    min(sent_at) filter (direction = 'received') as first_heard_at
from interactions
where kind <> 'bulk'
    and not is_auto_reply
group by person_id, contact_on;

comment on view mail_days_anew is 'mail_days, computed from interactions; see settled_mail_days.';
comment on column mail_days_anew.person_id is 'See mail_days.';
comment on column mail_days_anew.contact_on is 'See mail_days.';
comment on column mail_days_anew.touch_count is 'See mail_days.';
comment on column mail_days_anew.received_count is 'See mail_days.';
comment on column mail_days_anew.sent_count is 'See mail_days.';
comment on column mail_days_anew.one_to_one_count is 'See mail_days.';
comment on column mail_days_anew.first_at is 'See mail_days.';
comment on column mail_days_anew.last_at is 'See mail_days.';
comment on column mail_days_anew.first_received_at is 'See mail_days.';
comment on column mail_days_anew.last_received_at is 'See mail_days.';
comment on column mail_days_anew.first_sent_at is 'See mail_days.';
comment on column mail_days_anew.last_sent_at is 'See mail_days.';
comment on column mail_days_anew.first_heard_at is 'See mail_days.';

create view mail_days as
from settled_mail_days;

comment on view mail_days is 'Each day on which a mail passed between me and a person: touches counted, broadcasts only seen (touch_count 0 on a day of broadcasts alone).';
comment on column mail_days.person_id is 'The person.';
comment on column mail_days.contact_on is 'The day, in the owner''s zone.';
comment on column mail_days.touch_count is 'Touches of that day.';
comment on column mail_days.received_count is 'Touches received that day.';
comment on column mail_days.sent_count is 'Touches sent that day.';
comment on column mail_days.one_to_one_count is 'Touches of that day that went to one alone.';
comment on column mail_days.first_at is 'The first touch of the day, UTC; null where there was none.';
comment on column mail_days.last_at is 'The last touch of the day, UTC.';
comment on column mail_days.first_received_at is 'The first touch received that day.';
comment on column mail_days.last_received_at is 'The last touch received that day.';
comment on column mail_days.first_sent_at is 'The first touch sent that day.';
comment on column mail_days.last_sent_at is 'The last touch sent that day.';
comment on column mail_days.first_heard_at is 'The first mail received that day, a broadcast too.';

create view touches as
select
    interactions.*,
    kinds.touch_weight / sqrt(interactions.audience_count) as weight
from interactions
join kinds using (kind)
where interactions.kind <> 'bulk'
    and not interactions.is_auto_reply
    and not interactions.is_broadcast;

comment on view touches is 'Interactions that count: from person to person, small audience, not automatic; with their weight.';
comment on column touches.message_id is 'The message.';
comment on column touches.thread_id is 'Its thread.';
comment on column touches.person_id is 'The counterpart.';
comment on column touches.address is 'The counterpart''s address that was used.';
comment on column touches.direction is 'sent (by me) or received.';
comment on column touches.sent_at is 'When it was sent, UTC.';
comment on column touches.contact_on is 'The day on which it was sent, in the owner''s zone.';
comment on column touches.kind is 'The kind that holds for it.';
comment on column touches.subject is 'Its subject.';
comment on column touches.audience_count is 'How many it went to.';
comment on column touches.is_broadcast is 'Always false here.';
comment on column touches.is_auto_reply is 'Always false here.';
comment on column touches.is_list is 'True when a discussion list carried it.';
comment on column touches.word_count is 'Words newly written.';
comment on column touches.weight is 'Weight of its kind, divided by the square root of the audience.';

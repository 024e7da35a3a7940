-- Writes out what interactions and days_together say now; runs after 50_settle_people.
delete from settled_interactions;

insert into settled_interactions
from interactions_anew
order by person_id, sent_at, message_id;

delete from settled_days_together;

insert into settled_days_together
from days_together_anew
order by person_id, seen_on;

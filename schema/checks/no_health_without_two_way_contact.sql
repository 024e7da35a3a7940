select
    health.person_id,
    health.health
from health(today()) as health
anti join (
    select person_id
    from interactions
    where direction = 'sent'
        and not is_auto_reply
    intersect
    select person_id
    from interactions
    where direction = 'received'
        and not is_auto_reply
) as two_way using (person_id);

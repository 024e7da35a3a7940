select
    corrections.correction_id,
    corrections.scope,
    corrections.value
from corrections
left join kinds on corrections.value = kinds.kind
where corrections.subject = 'kind'
    and (
        kinds.kind is null
        or corrections.scope not in ('message', 'thread', 'sender', 'domain')
    );

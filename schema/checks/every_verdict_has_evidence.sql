select
    message_id,
    version,
    decided_by
from verdicts
where len(evidence) = 0;

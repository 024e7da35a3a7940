select
    message_id,
    version,
    confidence
from verdicts
where confidence not between 0 and 1;

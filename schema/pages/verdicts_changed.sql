-- On how many of judged_verdicts the reader's latest verdict was another kind.
select count(*) filter (where readers_verdicts.kind <> judged_verdicts.kind)
from judged_verdicts
join readers_verdicts using (message_id)

-- A snapshot that follows a person can find back.
select
    snapshot_moves.as_of,
    snapshot_moves.person_id
from snapshot_moves
anti join health_snapshots using (as_of, person_id);

-- Writes down what temp table recalled says, and that it was done.
insert or replace into histories
select
    message_id,
    prior_sent_count,
    prior_received_count,
    is_same_organisation,
    is_thread_known,
    is_thread_own,
    is_after_own_pitch
from recalled;

delete from unsettled_verdicts;

update history_basis
set own_addresses = basis_now.own_addresses,
    covered_from = basis_now.covered_from
from basis_now;

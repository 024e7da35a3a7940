-- Mail is read without the log, newest first: a verdict keeps what the message alone said, so
-- that what was before it can be weighed later, and again when older mail comes in.

alter table verdicts add column scores double[];
comment on column verdicts.scores is 'Log-chances of the kinds by the message alone, in the order introduction, meeting, pitch, reply, note, bulk; null where a fact decided, and where history was weighed in (version ends in +history).';

create table histories (
    message_id text primary key,
    prior_sent_count uinteger not null,
    prior_received_count uinteger not null,
    is_same_organisation boolean not null,
    is_thread_known boolean,
    is_thread_own boolean not null,
    is_after_own_pitch boolean not null
);
comment on table histories is 'What was known of sender and thread before each message that the model judged; steps/40_recall_history fills it.';
comment on column histories.message_id is 'The message.';
comment on column histories.prior_sent_count is 'Messages from me to its sender before it; not to crowds, no automatic answers.';
comment on column histories.prior_received_count is 'Messages from its sender before it; no bulk, no automatic answers.';
comment on column histories.is_same_organisation is 'True when its sender is of my organisation.';
comment on column histories.is_thread_known is 'True when something before it is in its thread; false when it can be told that there never was; null when it cannot.';
comment on column histories.is_thread_own is 'True when nobody but its sender had written in its thread before it.';
comment on column histories.is_after_own_pitch is 'True when its sender had written in its thread before what reads as a pitch.';

create table unsettled_verdicts (
    message_id text not null
);
comment on table unsettled_verdicts is 'Messages that were judged since history was last weighed; a message may stand here twice.';
comment on column unsettled_verdicts.message_id is 'The message.';

create table history_basis (
    own_addresses text[] not null,
    covered_from timestamptz
);
comment on table history_basis is 'One row: under what histories were made; where it is otherwise now, they are made anew.';
comment on column history_basis.own_addresses is 'My addresses then.';
comment on column history_basis.covered_from is 'From when on the log could tell then that something never was; null while it could not.';
insert into history_basis values ([], null);

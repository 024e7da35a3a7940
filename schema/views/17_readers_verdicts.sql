create view readers_verdicts as
select
    message_id,
    arg_max(version, (judged_at, version)) as version,
    arg_max(kind, (judged_at, version)) as kind,
    arg_max(decided_by = 'model' and scores is null, (judged_at, version)) as is_without_scores
from verdicts
where decided_by <> 'person'
    and not ends_with(version, '+history')
group by message_id;

comment on view readers_verdicts is 'What rules and model last said of each message by itself, before history and corrections.';
comment on column readers_verdicts.message_id is 'The message.';
comment on column readers_verdicts.version is 'Version of rules and model.';
comment on column readers_verdicts.kind is 'introduction, meeting, pitch, reply, note or bulk.';
comment on column readers_verdicts.is_without_scores is 'True where a model said so before scores were kept: history cannot be weighed in.';

create view limits as
select
    8 as broadcast_audience,
    3 as question_audience,
    2 as rapport_exchanges,
    1 as owed_after_working_days,
    3 as follow_up_working_days,
    90 as open_for_days,
    0.9::double as sure_confidence,
    21 as cooling_after_days,
    2 as cooling_overdue_ratio,
    3 as cooling_sure_ratio,
    6 as rhythm_contact_days,
    180 as dormant_after_days,
    0.1::double as dormant_below_chance,
    3 as fading_contact_days,
    30 as new_for_days,
    90 as young_for_days;

comment on view limits is 'One row: the numbers that draw a line somewhere, set by us and not learned.';
comment on column limits.broadcast_audience is 'A message to more people than this is a broadcast.';
comment on column limits.question_audience is 'A question to more people than this waits for nobody in particular.';
comment on column limits.rapport_exchanges is 'A pitch after fewer two-way exchanges than this comes before rapport.';
comment on column limits.owed_after_working_days is 'A reply is owed or awaited after this many working days.';
comment on column limits.follow_up_working_days is 'A follow-up is due after this many working days without a word.';
comment on column limits.open_for_days is 'What is older than this is no longer called open.';
comment on column limits.sure_confidence is 'An introduction of people that nobody here knows must be as sure as this.';
comment on column limits.cooling_after_days is 'No tie is cooling before it is quiet for so long.';
comment on column limits.cooling_overdue_ratio is 'A tie is cooling when the silence is longer than so many of its usual gaps (what four in five of the gaps of its last year keep within; a week at least) and its contact_chance is lower than 28 days before ...';
comment on column limits.cooling_sure_ratio is '... or longer than so many, whatever the chance.';
comment on column limits.rhythm_contact_days is 'With fewer contact-days than this in its last year a tie has no rhythm yet, and does not cool.';
comment on column limits.dormant_after_days is 'A tie that is quiet for longer than this is dormant ...';
comment on column limits.dormant_below_chance is '... and so is one whose contact_chance is below this.';
comment on column limits.fading_contact_days is 'A dormant tie of fewer contact-days than this was never in step, and is not missed.';
comment on column limits.new_for_days is 'A tie is new for so many days after the first two-way contact.';
comment on column limits.young_for_days is 'A tie that began so many days ago or less is warming while it is in touch.';

create view weights as
select *
from (
    values
        ('strength', 'two_way_days', 12.0),
        ('strength', 'contact_days', 4.0),
        ('strength', 'one_to_one_touches', 3.0),
        ('strength', 'meetings', 6.0),
        ('strength', 'introductions', 6.0),
        ('giving', 'introduction_made', 3.0),
        ('giving', 'answer', 0.5),
        ('giving', 'thing_sent', 0.5),
        ('giving', 'thanks', 1.0),
        ('giving', 'question_about_them', 0.5),
        ('giving', 'promise', 0.25),
        ('asking', 'introduction_asked', 3.0),
        ('asking', 'pitch', 2.0),
        ('asking', 'ask', 0.5)
) as weights (score, part, weight);

comment on view weights is 'What each part weighs: in strength, points times ln(1 + count); in the balance of giving and asking, points for each act of mine. Set by us, not learned.';
comment on column weights.score is 'strength, giving or asking.';
comment on column weights.part is 'What is counted.';
comment on column weights.weight is 'Points.';

create macro weight_of(named_score, named_part) as (
    select weight
    from weights
    where score = named_score
        and part = named_part
);
comment on macro weight_of is 'The weight of a part in a score.';

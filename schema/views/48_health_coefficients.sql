-- Learned by bench/health/learn.py from who wrote to whom and when in the Enron record: 6,545
-- cells (owner, contact, first of a month) of the 60 busiest owners, June 2000 to September 2001.
-- With owners held out: AUC 0.816, Brier 0.159; days since the last contact alone 0.795, 0.167.

create view health_coefficients as
select *
from (
    values
        ('constant', 0.451),
        ('quiet', -0.311),
        ('volume', 1.082),
        ('quiet_by_volume', -0.269),
        ('owner_pace', 0.700)
) as health_coefficients (term, coefficient);

comment on view health_coefficients is 'The logistic regression behind contact_chance, learned on the Enron record (bench/health; AUC 0.816 and Brier 0.159 with owners held out).';
comment on column health_coefficients.term is 'Name of the term: constant; quiet, days of silence in hundreds; volume, ln(1 + contact-days in the year before the last one); quiet_by_volume, ln(1 + days of silence) times volume; owner_pace, ln of my contact-days with everybody in the last fortnight over my usual, within -1.5 and 1.5.';
comment on column health_coefficients.coefficient is 'What one unit of it adds to the log-odds of contact within 90 days.';

create macro coefficient_of(named_term) as (
    select coefficient
    from health_coefficients
    where term = named_term
);
comment on macro coefficient_of is 'The learned coefficient of a term of contact_chance.';

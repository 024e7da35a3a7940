-- Learned by bench/health/learn.py from who wrote to whom and when in the Enron record: 6,545
-- cells (owner, contact, first of a month) of the 60 busiest owners, June 2000 to September 2001.
-- With owners held out: AUC 0.846, Brier 0.143; days since the last contact alone 0.795, 0.167.

create view health_coefficients as
select *
from (
    values
        ('constant', 3.260, 'always 1'),
        ('quiet', -0.567, 'q = ln(1 + days since any message between us)'),
        ('quiet_by_traffic', -0.278, 'q times my own traffic, ln(1 + my contact-days with everybody, half-life 90 days) less 3.5, from 0 to 1.5'),
        ('overdue_squared', -0.141, 'the square of o = ln(days since any message / this ties usual gap, a week to a year)'),
        ('overdue_by_week', -0.736, 'o times ln(1 + contact-days, half-life 7 days)'),
        ('overdue_by_presence', 0.732, 'o times the share of my last 28 days with any mail'),
        ('rhythm_over_2_weeks', 0.614, 'ln(1 + mean gap in days, of two gaps and more) above 2.7'),
        ('rhythm_over_9_weeks', 1.416, 'ln(1 + mean gap in days, of two gaps and more) above 4.2'),
        ('pauses_over_10_weeks', -1.662, 'ln(1 + the gap that nine of ten are shorter than, of two and more) above 4.3'),
        ('quarter_over_4_days', 0.617, 'ln(1 + contact-days, half-life 90 days) above 1.6'),
        ('weeks_over_5', -1.163, 'w = ln(1 + weeks in touch of the last 12) above 1.8'),
        ('weeks_by_my_month', -0.503, 'w times the trend of my month: ln of my contact-days at half-life 30 over those at 90'),
        ('seen_by_trend', -0.754, 's = ln(1 + days seen together in mail of others, half-life 14 days) times the trend of this tie: ln of its contact-days at half-life 30 over those at 365'),
        ('seen_by_year', -0.411, 'ln(1 + days seen together, half-life 30) times ln(1 + contact-days, half-life 365)'),
        ('seen_by_month', 0.425, 's times ln(1 + contact-days, half-life 30)'),
        ('my_pace', -0.746, 'trend of my week (half-life 7 over 30) times trend of my quarter (90 over 365)'),
        ('presence_over_30', 2.166, 'share of my last 28 days with any mail, above 0.3')
) as health_coefficients (term, coefficient, meaning);

comment on view health_coefficients is 'The logistic regression behind contact_chance, learned on the Enron record (bench/health; AUC 0.846 and Brier 0.143 with owners held out).';
comment on column health_coefficients.term is 'Name of the term.';
comment on column health_coefficients.coefficient is 'What one unit of it adds to the log-odds of contact within 90 days.';
comment on column health_coefficients.meaning is 'What it is; a contact-day is a day on which anything passed, a broadcast too.';

-- There are no foreign keys (see 0001_mail.sql): this stands for them.
with facts as (
    select 'recipients' as fact, message_id
    from recipients

    union all

    select 'verdicts', message_id
    from verdicts

    union all

    select 'notices', message_id
    from notices

    union all

    select 'introductions', message_id
    from introductions

    union all

    select 'introduced_people', message_id
    from introduced_people

    union all

    select 'introduction_follow_ups', message_id
    from introduction_follow_ups

    union all

    select 'meetings', message_id
    from meetings

    union all

    select 'meeting_attendees', message_id
    from meeting_attendees

    union all

    select 'asks', message_id
    from asks
)

select distinct
    facts.fact,
    facts.message_id
from facts
anti join messages using (message_id);

create view kinds as
select *
from (
    values
        ('introduction', 'Brings people together: makes, asks for, offers or follows an introduction.', 1.5),
        ('meeting', 'Proposes, fixes, moves, cancels or looks back on a concrete appointment.', 1.5),
        ('pitch', 'Wants the other to buy, fund, hire, join or take up something, unasked.', 0.5),
        ('reply', 'Answers or continues an earlier exchange, and is none of the above.', 1.0),
        ('note', 'Any other message from person to person: a question, a request, news, a document.', 1.0),
        ('bulk', 'Sent by a machine or to a crowd.', 0.0)
) as kinds (kind, meaning, touch_weight);

comment on view kinds is 'The six kinds of message, by what the message does.';
comment on column kinds.kind is 'Name of the kind.';
comment on column kinds.meaning is 'What it means.';
comment on column kinds.touch_weight is 'How much one such message to one person counts as a touch; set by us.';

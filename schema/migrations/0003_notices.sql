-- What networks report of people: their mail is bulk, and yet how many contacts begin.
create table notices (
    message_id text primary key,
    service text not null,
    kind text not null,
    person_name text not null
);
comment on table notices is 'Messages in which a network (LinkedIn, X...) reports what a person did: who, and what.';
comment on column notices.message_id is 'The network''s message.';
comment on column notices.service is 'linkedin, x, instagram, facebook or xing.';
comment on column notices.kind is 'invitation, accepted, message, viewed, followed or mentioned.';
comment on column notices.person_name is 'Name as the notice gives it, empty where it names nobody.';

"""Places the sample mailbox in the nine months that end with a given day.

Deterministic: the same day gives the same bytes; Message-IDs do not even depend on the day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import Message
from zoneinfo import ZoneInfo

from flows.sample.calendars import Event, calendar_text
from flows.sample.moments import fill_days, moment
from flows.sample.parts import (
    Envelope,
    calendar_part,
    checksum,
    flowed,
    headers_part,
    mail_bytes,
    multipart,
    pdf_part,
    text_part,
)
from flows.sample.programs import PROGRAMS, Letter, letter_html, letter_text, reply_subject
from flows.sample.robots import broken_mail, robot_mails
from flows.sample.script import CalendarNote, Person, ScriptedMail, read_people, read_threads

OWNER = "nora"
OWNERS = (OWNER, "nora-private")
TIME_ZONE = "Europe/London"

INBOX_DAYS = 60
"""Working days after which the owner moves what was read to the Archive."""

UNSEEN_DAYS = 2
"""Calendar days within which robots' mail has not been looked at."""

SPECIAL_USES = {"Sent": "\\Sent", "Archive": "\\Archive"}
"""RFC 6154 2."""


@dataclass(frozen=True, slots=True)
class SampleMail:
    """One mail in one folder, ready to be put on a server."""

    folder: str
    special_use: str
    """``\\Sent``, ``\\Archive`` or empty."""
    content: bytes
    received_at: datetime
    """INTERNALDATE, aware."""
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    owner_name: str
    addresses: tuple[str, ...]
    time_zone: str
    mails: tuple[SampleMail, ...]
    """In order of ``received_at``."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A scripted mail with all that an answer to it needs to know."""

    scripted: ScriptedMail
    message_id: str
    references: tuple[str, ...]
    subject: str
    sent_at: datetime
    letter: Letter


def build_sample(as_of: date) -> Sample:
    """About 500 mails over the nine months up to the end of ``as_of``, none after it."""
    people = read_people()
    zone = ZoneInfo(TIME_ZONE)
    owner = people[OWNER]
    scripted = read_threads()
    answered = {mail.parent for mail in scripted if mail.sender in OWNERS and not mail.is_robotic}
    mails = list(_human_mails(scripted, people, as_of, zone, answered))
    unseen_since = as_of - timedelta(days=UNSEEN_DAYS)
    for robot in [*robot_mails(owner, as_of, zone), broken_mail(as_of, zone)]:
        is_seen = robot.sent_at.date() < unseen_since
        mails.append(_in_folder("INBOX", robot.content, robot.sent_at, _flags(is_seen)))
    return Sample(
        owner_name=owner.name,
        addresses=tuple(people[key].address for key in OWNERS),
        time_zone=TIME_ZONE,
        mails=tuple(sorted(mails, key=lambda mail: mail.received_at)),
    )


def _human_mails(
    scripted: tuple[ScriptedMail, ...],
    people: dict[str, Person],
    as_of: date,
    zone: ZoneInfo,
    answered: set[str],
) -> Iterator[SampleMail]:
    placed: dict[str, _Placed] = {}
    events: dict[str, Event] = {}
    for mail in scripted:
        parent = placed.get(mail.parent)
        sender = people[mail.sender]
        now = _place(mail, parent, people, as_of, zone)
        placed[mail.name] = now
        if mail.calendar is not None:
            uid = mail.calendar.uid
            events[uid] = _event(
                mail, mail.calendar, events.get(uid), people, as_of=as_of, zone=zone
            )
        content = mail_bytes(
            _body(now, parent, people, events), _envelope(now, sender, parent, people)
        )
        if mail.sender in OWNERS:
            yield _in_folder("Sent", content, now.sent_at, _flags(is_seen=True))
            continue
        received_at = now.sent_at + timedelta(seconds=3 + checksum(mail.name) % 40)
        is_answered = mail.name in answered
        flags = _flags(is_seen=mail.day < 0 or is_answered, is_answered=is_answered)
        folder = sender.folder or ("Archive" if mail.day < -INBOX_DAYS else "INBOX")
        if mail.also:
            yield _in_folder(mail.also, content, received_at, flags)
            folder = "INBOX"
        yield _in_folder(folder, content, received_at, flags)


def _place(
    mail: ScriptedMail,
    parent: _Placed | None,
    people: dict[str, Person],
    as_of: date,
    zone: ZoneInfo,
) -> _Placed:
    sender = people[mail.sender]
    sent_at = moment(as_of, mail.day, mail.at, zone) + timedelta(seconds=checksum(mail.name) % 60)
    if sender.zone:
        sent_at = sent_at.astimezone(ZoneInfo(sender.zone))
    subject = fill_days(mail.subject, as_of)
    if "auto" in mail.marks:
        subject = f"Automatic reply: {subject}"
    elif parent is not None and not mail.has_own_subject:
        subject = reply_subject(parent.subject, sender.program)
    words = fill_days(mail.body, as_of)
    signs = sender.signs == "always" or (sender.signs == "first" and parent is None)
    if sender.signature and signs:
        words += f"\n\n{sender.signature}"
    quotes_nothing = mail.calendar is not None or mail.marks & {"noquote", "auto", "bounce"}
    quoted = None
    if parent is not None and not quotes_nothing:
        # A mail program shows the quoted mail's time in its own reader's zone.
        quoted = replace(parent.letter, sent_at=parent.sent_at.astimezone(sent_at.tzinfo))
    message_id = "" if "noid" in mail.marks else f"{mail.name}@{sender.domain}"
    return _Placed(
        scripted=mail,
        message_id=message_id,
        references=_references(parent),
        subject=subject,
        sent_at=sent_at,
        letter=Letter(
            sender_name=sender.name,
            sender_address=sender.address,
            recipients="; ".join(people[key].name for key in mail.to),
            subject=subject,
            sent_at=sent_at,
            program=sender.program,
            posting=sender.posting,
            words=words,
            is_inline="inline" in mail.marks,
            parent=quoted,
        ),
    )


def _references(parent: _Placed | None) -> tuple[str, ...]:
    if parent is None or not parent.message_id:
        return ()
    return (*parent.references, parent.message_id)


def _envelope(
    now: _Placed, sender: Person, parent: _Placed | None, people: dict[str, Person]
) -> Envelope:
    mail = now.scripted
    more = [PROGRAMS[sender.program].mailer]
    if "auto" in mail.marks:
        more = [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
    if "bounce" in mail.marks:
        more = [("Return-Path", "<>"), ("Auto-Submitted", "auto-replied")]
    if "list" in mail.marks:
        address = people[mail.to[0]].address
        dotted = address.replace("@", ".")
        more += [
            ("List-Id", f"Lampmakers talk shop <{dotted}>"),
            ("List-Post", f"<mailto:{address}>"),
            ("List-Unsubscribe", f"<mailto:leave-{address}>"),
            ("Sender", f"owner-{address}"),
        ]
    to_owner = [key for key in (*mail.to, *mail.cc) if key in OWNERS]
    received_by = people[to_owner[0] if to_owner else OWNER].address
    return Envelope(
        message_id=now.message_id,
        sender=(sender.name, sender.address),
        to=[(people[key].name, people[key].address) for key in mail.to],
        cc=[(people[key].name, people[key].address) for key in mail.cc],
        subject="Undelivered Mail Returned to Sender" if "bounce" in mail.marks else now.subject,
        sent_at=now.sent_at,
        charset=sender.charset,
        in_reply_to=parent.message_id if parent is not None else "",
        references=now.references,
        more=more,
        received_by="" if mail.sender in OWNERS else received_by,
    )


def _body(
    now: _Placed, parent: _Placed | None, people: dict[str, Person], events: dict[str, Event]
) -> Message:
    mail = now.scripted
    sender = people[mail.sender]
    if "bounce" in mail.marks and parent is not None:
        return _bounce(now, parent, people[parent.scripted.to[0]].address)
    program = PROGRAMS[sender.program]
    plain = text_part(letter_text(now.letter), charset=sender.charset)
    if program.is_flowed:
        flowed(plain)
    body = plain
    if "html" in mail.marks:
        body = text_part(letter_html(now.letter), "html", sender.charset)
    elif mail.calendar is not None:
        note = mail.calendar
        text = calendar_text(events[note.uid], note.method, now.sent_at, note.participation, sender)
        body = multipart(
            "alternative", [plain, calendar_part(text, note.method.upper())], mail.name
        )
    elif program.has_html and "auto" not in mail.marks and not now.letter.is_inline:
        page = text_part(letter_html(now.letter), "html", sender.charset)
        body = multipart("alternative", [plain, page], mail.name)
    if mail.attachment:
        body = multipart("mixed", [body, pdf_part(mail.attachment)], mail.name)
    return body


def _bounce(now: _Placed, parent: _Placed, address: str) -> Message:
    """A delivery report (RFC 3464)."""
    text = (
        "This is the mail system at host mx.fernpost.example.\n\n"
        "I'm sorry to have to inform you that your message could not be delivered\n"
        "to one or more recipients.\n\n"
        f"<{address}>: {now.letter.words}"
    )
    host = [("Reporting-MTA", "dns; mx.fernpost.example")]
    recipient = [
        ("Final-Recipient", f"rfc822; {address}"),
        ("Action", "failed"),
        ("Status", "5.1.1"),
    ]
    original = (
        f"From: {parent.letter.sender_address}\nTo: {address}\n"
        f"Subject: {parent.subject}\nMessage-ID: <{parent.message_id}>"
    )
    report = multipart(
        "report",
        [
            text_part(text),
            headers_part("message/delivery-status", host, recipient),
            text_part(original, "rfc822-headers"),
        ],
        now.scripted.name,
    )
    report.set_param("report-type", "delivery-status")
    return report


def _event(
    mail: ScriptedMail,
    note: CalendarNote,
    before: Event | None,
    people: dict[str, Person],
    *,
    as_of: date,
    zone: ZoneInfo,
) -> Event:
    if before is None:
        if note.start_day is None or note.start_time is None:
            raise ValueError(f"{mail.name}: the first mail of an event must say when it starts")
        organizer = people[mail.sender]
        return Event(
            uid=f"{note.uid}@{organizer.domain}",
            sequence=note.sequence or 0,
            summary=mail.subject.removeprefix("Invitation: "),
            starts_at=moment(as_of, note.start_day, note.start_time, zone),
            minutes=note.minutes or 60,
            place=note.place or "",
            organizer=organizer,
            attendees=tuple(people[key] for key in (*mail.to, *mail.cc)),
        )
    starts_at = before.starts_at
    if note.start_day is not None and note.start_time is not None:
        starts_at = moment(as_of, note.start_day, note.start_time, zone)
    return replace(
        before,
        sequence=before.sequence if note.sequence is None else note.sequence,
        starts_at=starts_at,
        place=before.place if note.place is None else note.place,
        minutes=before.minutes if note.minutes is None else note.minutes,
    )


def _flags(is_seen: bool, is_answered: bool = False) -> tuple[str, ...]:
    return (*(["\\Seen"] if is_seen else []), *(["\\Answered"] if is_answered else []))


def _in_folder(
    folder: str, content: bytes, received_at: datetime, flags: tuple[str, ...]
) -> SampleMail:
    return SampleMail(folder, SPECIAL_USES.get(folder, ""), content, received_at, flags)

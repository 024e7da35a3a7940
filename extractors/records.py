"""Every value that crosses a threshold between rooms.

Plain frozen values: no behaviour beyond what a reader of the value needs. Text in
them is already clean (NFC, no surrogates, no control or bidi characters, see
:func:`extractors.messages.clean_text`), addresses are already canonical
(:func:`extractors.addresses.canonical_address`), times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from typing import Literal

from extractors.pickling import pickle_by_position

Kind = Literal["introduction", "meeting", "pitch", "reply", "note", "bulk"]
KINDS: tuple[Kind, ...] = ("introduction", "meeting", "pitch", "reply", "note", "bulk")

RecipientField = Literal["to", "cc", "bcc"]
DecidedBy = Literal["person", "rule", "model"]
IntroductionRole = Literal["made", "requested", "offered", "self", "presented"]
MeetingStatus = Literal["proposed", "confirmed", "moved", "cancelled", "recap", "other"]
EvidenceSource = Literal["header", "text", "calendar", "history", "model"]
AskKind = Literal["ask", "promise"]
NoticeKind = Literal["invitation", "accepted", "message", "viewed", "followed", "mentioned"]
FollowUpKind = Literal["moved_to_bcc", "thanked", "declined", "met"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail was seen: the unit of a sighting (RFC 9051 2.3.1.1).

    A UID means nothing without its UIDVALIDITY, so the four always travel together.
    For files: ``account`` is ``"files"``, ``folder`` the mbox file or directory,
    ``uid_validity`` 0 and ``uid`` a number that is stable for that mail in that place.
    """

    account: str
    folder: str
    uid_validity: int
    uid: int


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail as its source gave it, before anybody looked inside."""

    place: Place
    content: bytes
    received_at: datetime | None = None
    """INTERNALDATE (RFC 9051 2.3.3), a file's mtime, or None; aware."""
    size_bytes: int = 0
    """RFC822.SIZE as the server says it; larger than ``content`` where that was cut."""
    flags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """Gmail's X-GM-LABELS, or Takeout's X-Gmail-Labels; empty elsewhere."""

    @property
    def is_truncated(self) -> bool:
        return self.size_bytes > len(self.content)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """RFC 5322 3.4 ``mailbox``: a display name (may be empty) and a canonical address."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    field: RecipientField
    mailbox: Mailbox


@dataclass(frozen=True, slots=True)
class Attachment:
    """Name, type and size only: attachments are never opened nor written to disk."""

    filename: str
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a network reports of a person: bulk, and yet how many contacts begin."""

    service: str
    """``linkedin``, ``x``, ``instagram``, ``facebook`` or ``xing``."""
    kind: NoticeKind
    person_name: str
    """As written, in reading order; empty where nobody is named."""


@dataclass(frozen=True, slots=True)
class Automation:
    """What the headers and the sender say about machines and crowds.

    ``is_bulk``: sent by a machine or to a crowd. ``is_list``: a discussion list carried
    it (RFC 2919), which alone is not bulk. ``is_auto_reply``: out-of-office and delivery
    reports (RFC 3834, RFC 3464): never a reply of a person. ``is_robot_sender``: no human
    answers at this address.
    """

    is_bulk: bool = False
    is_list: bool = False
    is_auto_reply: bool = False
    is_robot_sender: bool = False
    evidence: tuple[Evidence, ...] = ()
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why something was concluded: words with their place, or a header, or a fact.

    ``start`` and ``end`` are character offsets in ``Message.new_text`` where ``source``
    is ``"text"``, else None. ``signal`` is the stable name of the rule or phrase family.
    """

    source: EvidenceSource
    signal: str
    quote: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is counted in the text of a message, for where the text itself is not kept."""

    word_count: int
    quoted_character_count: int
    stated_addresses: tuple[str, ...]
    """Canonical addresses that the signature states, other than the sender's."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was read from a mail (RFC 5322), once per Message-ID.

    ``message_id`` is the Message-ID without angle brackets, or ``"sha256:<32 hex>"`` over
    sender, recipients, date, subject and text where it is missing. ``fingerprint`` tells
    apart different mails that carry the same Message-ID (16 hex digits over Message-ID,
    sender and raw Date, or subject and text where there is no Date). ``text`` is the whole
    body as text; ``new_text`` what this sender newly wrote; ``quoted_text`` and
    ``signature`` what was split off.
    """

    message_id: str
    fingerprint: str
    sent_at: datetime
    sent_at_source: Literal["date", "received", "internaldate", "unknown"]
    utc_offset_minutes: int | None
    """The sender's own offset as the Date header gave it; None where it tells none."""
    subject: str
    sender: Mailbox
    reply_to: tuple[Mailbox, ...]
    recipients: tuple[Recipient, ...]
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    """Oldest first (RFC 5322 3.6.4), without brackets, no repeats."""
    text: str
    new_text: str
    quoted_text: str
    signature: str
    is_forward: bool
    automation: Automation
    calendars: tuple[str, ...] = ()
    """Each text/calendar or application/ics part, decoded (RFC 5545)."""
    attachments: tuple[Attachment, ...] = ()
    delivered_to: tuple[str, ...] = ()
    """Canonical addresses of Delivered-To, X-Original-To and Envelope-To."""
    defects: tuple[str, ...] = ()
    """Stable names of what was wrong but could be read around, e.g. ``repeated_from``."""
    size_bytes: int = 0
    text_facts: TextFacts | None = None
    """Set where the text was taken away; see :mod:`extractors.discretion`."""

    @property
    def to_and_cc(self) -> tuple[Mailbox, ...]:
        return tuple(r.mailbox for r in self.recipients)


@dataclass(frozen=True, slots=True)
class ThreadKeys:
    """What the store needs to join a message to its thread (RFC 5322 3.6.4, RFC 5256 2.1)."""

    parent_ids: tuple[str, ...]
    """In-Reply-To and References, nearest parent first."""
    base_subject: str
    subject_key: str
    """Hash over base subject and the set of all parties; joins only where ids are missing."""
    has_reply_prefix: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which kind a message is, who says so, and why (DESIGN section 3)."""

    kind: Kind
    confidence: float
    """0 to 1."""
    second: Kind | None
    decided_by: DecidedBy
    version: str
    """Version of the rules and model, e.g. ``rules-1+model-1``."""
    evidence: tuple[Evidence, ...] = ()
    scores: tuple[float, ...] = ()
    """Log-chances of :data:`KINDS` by the message alone, before history; empty where a
    person or a plain fact decided. See :func:`extractors.kinds.with_history`."""


@dataclass(frozen=True, slots=True)
class IntroducedPerson:
    """One who is introduced. ``address`` is None where the text names but does not address."""

    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who brings whom together.

    ``introducer`` is the sender for ``made``, ``offered`` and ``presented``, who is asked for
    ``requested``, and for ``self`` the referrer, where they have an address on the message;
    one who is only named is in ``referrer_name``. ``introduced`` holds the two sides, the
    requester and the reader among them; the new person alone for ``presented``.
    """

    role: IntroductionRole
    introducer: Mailbox | None
    introduced: tuple[IntroducedPerson, ...]
    referrer_name: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    mailbox: Mailbox
    participation_status: str = ""
    """RFC 5545 3.2.12 PARTSTAT in lower case (``accepted``, ``declined``...), or empty."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A concrete appointment that a message speaks of.

    ``ical_uid``, ``sequence`` and ``recurrence_id`` come from RFC 5545 where there is a
    calendar part (``ical_uid`` is empty else). ``starts_at`` is aware UTC, or None where
    the text names no time that can be resolved; ``when_text`` is the words it came from.
    """

    status: MeetingStatus
    ical_uid: str = ""
    sequence: int = 0
    recurrence_id: str = ""
    method: str = ""
    summary: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_all_day: bool = False
    occurs_at: tuple[datetime, ...] = ()
    """Starts of a series from the message to a year later (at most 366); empty for a single
    meeting."""
    when_text: str = ""
    place: str = ""
    organizer: Mailbox | None = None
    attendees: tuple[Attendee, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What the sender wants of the other (``ask``) or says they will do (``promise``)."""

    kind: AskKind
    text: str
    start: int
    end: int
    """Offsets in ``Message.new_text``."""
    is_question: bool = False
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Interest:
    """Whose matter a message is: its questions about the reader, and its sentences that begin
    with the sender ("I", "our product"). Counts, no judgement."""

    question_about_you_count: int = 0
    about_me_count: int = 0


@dataclass(frozen=True, slots=True)
class IntroductionFollowUp:
    """What a message says of an introduction that came before it.

    ``moved_to_bcc``: the introducer is taken out of the thread; ``thanked``: they are thanked
    for it; ``declined``: one of the two will not meet; ``met``: the two have met or spoken.
    """

    kind: FollowUpKind
    introducer_name: str = ""
    """As written beside it, or empty."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Me:
    """The owner: canonical addresses, and an IANA time zone, "" where that is not known.

    Passed to extractors, never looked up by them.
    """

    addresses: frozenset[str] = frozenset()
    time_zone: str = ""

    def is_me(self, address: str) -> bool:
        return address in self.addresses


@dataclass(frozen=True, slots=True)
class Reading:
    """One mail, read: the message and every fact drawn from it."""

    place: Place
    received_at: datetime | None
    flags: tuple[str, ...]
    labels: tuple[str, ...]
    message: Message
    thread: ThreadKeys
    verdict: Verdict
    introduction: Introduction | None = None
    meetings: tuple[Meeting, ...] = ()
    asks: tuple[Ask, ...] = ()
    follow_ups: tuple[IntroductionFollowUp, ...] = ()
    interest: Interest = Interest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One mail that could not be read: why, and its bytes for another try."""

    place: Place
    received_at: datetime | None
    reason: str
    """Stable name, e.g. ``nested_too_deep``, ``timeout``, ``no_sender``."""
    detail: str
    """One line for a person, free of the mail's own text."""
    content: bytes = field(repr=False)
    size_bytes: int = 0
    reader_version: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One mail that is on purpose not kept: where it was seen, and why."""

    place: Place
    reason: Literal["never_log", "forgotten"]


for _kind in tuple(vars().values()):
    if isinstance(_kind, type) and is_dataclass(_kind):
        pickle_by_position(_kind)

"""How a message comes: what it answers by, who sends it, whom it goes to, if it is of a meeting.

Features for the classifier beside its words and phrases (:mod:`extractors.features`). Most are
two or three plain facts together: "short, to one person, within the house" says what none of
the three says alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.addresses import organisation_of
from extractors.records import Mailbox, Message

_SIZES: Final = (12, 35, 90)
"""Words of the opening up to which a text is a line, a few lines, a letter."""
_AUDIENCES: Final = (0, 1, 2, 4, 8, 20)
_CROWDS: Final = (0, 1, 3, 8)
_TO: Final = (0, 1, 2, 4, 8)
_CC: Final = (0, 1, 3)
_LONG: Final = (1_500, 3_000, 6_000, 12_000)
_LINE: Final = (25, 45, 70, 120)
"""Characters a line: a table has few, what was pasted from elsewhere many."""
_FIRST_WORDS: Final = 40
_BEGINNING: Final = 300
_QUOTE: Final = 1_000
"""Characters of the quoted text in which what is answered shows: "Yes, please" to what?"""
_MOST_ADDRESSES: Final = 8
_MACHINE: Final = re.compile(
    r"""news|editor|notif|alert|update|subscri|offers?|deals|list|announce|reply|system|daemon"""
)
"""In the local part of an address that nobody writes from by hand."""
_OFFICE: Final = re.compile(
    r"""info|sales|market|relation|support|service|team|admin|help|member|customer|account|mail|press
      | events?|job|career|chairman|communication|desk|center|master|office|\bhr\b""",
    re.VERBOSE,
)
"""The same of one that is no person's. Today people of small houses write from info@ and office@:
of them it says something in old mail alone."""
_GROUP: Final = re.compile(
    r"""(?:^|[._-])(?:all|team|dl|list|group|everyone|employees|staff|users|distribution|members
      |undisclosed|worldwide|company|committee|office|floor|announcements?)(?:[._-]|\d|$)""",
    re.VERBOSE,
)
"""The same of an address behind which are many."""
_OF_MEETINGS_LIST: Final = """
    meet meeting meetings mtg mtgs call conference conf lunch dinner breakfast visit trip interview
    interviews calendar schedule scheduled appointment agenda presentation session seminar
    available availability attend attending invite invited invitation workshop rsvp drink drinks
    golf party reservation
    termin termine treffen treffens besprechung gespräch telefonat telefonieren mittagessen
    abendessen frühstück besuch sitzung begehung einladung
    rendez rdv réunion rencontre déjeuner dîner entretien visio visite disponible disponibles
    reunión cita llamada comida almuerzo videollamada junta visita
    möte mötet lunchen fika träff träffas samtal besök kallelse inbjudan besiktning
    afspraak overleg vergadering gesprek bijeenkomst bezoek uitnodiging
"""
_OF_MEETINGS: Final = frozenset(_OF_MEETINGS_LIST.split())
"""Words about meetings, be it one that the mail is for: in subject and text together, with a day,
they say more than each alone."""
_TERM_WORDS_LIST: Final = """
    by before until till due deadline bis spätestens vor avant antes senast innan före uiterlijk
    vóór voor tegen
"""
_TERM_WORDS: Final = frozenset(_TERM_WORDS_LIST.split())
"""Before a day by which something is to be done, and on which nobody meets."""
TIMES: Final = frozenset({"DAY", "CLOCK"})
"""What stands in the place of a day and of a time of day (:mod:`extractors.features`)."""
_NAME: Final = re.compile(r"[^\W\d_]{3,40}")
_WORD: Final = re.compile(r"[^\W\d_]{3,14}")


def circumstances_of(
    message: Message,
    shape: str,
    opening: Sequence[str],
    *,
    is_reply: bool,
    is_internal: bool,
    is_old: bool,
) -> Iterator[str]:
    """Features, each once. ``shape`` in capitals, ``opening`` as the classifier reads it;
    ``is_reply``: the subject says so; ``is_old``: of before 2006."""
    size = bisect_left(_SIZES, len(opening))
    house = "IN" if is_internal else "EX"
    count = len(message.recipients)
    yield f"HOUSE_{house}_AUDIENCE_{bisect_left(_AUDIENCES, count)}"
    yield f"HOUSE_{house}_{shape}"
    yield f"HOUSE_{house}_{shape}_{size}_{bisect_left(_CROWDS, count)}"
    if shape == "ANSWER":
        by = (is_reply, bool(message.in_reply_to), bool(message.quoted_text.strip()))
        signs = ("SUBJECT", "HEADER", "QUOTE")
        shown = [sign for sign, is_there in zip(signs, by, strict=True) if is_there]
        yield f"ANSWERS_BY_{'_'.join(shown)}"
    yield from _parties(message, is_old=is_old)
    if message.automation.is_list:
        yield from _list(message, shape, size)
    if "LINK" in opening[:2]:
        yield "STARTS_WITH_LINK"
    yield from _meeting(message, shape, opening, size)
    text = message.new_text
    yield f"LONG_{bisect_left(_LONG, len(text))}"
    yield f"LINES_{bisect_left(_LINE, len(text) / (text.count(chr(10)) + 1))}_{size}"


def _parties(message: Message, *, is_old: bool) -> Iterator[str]:
    """What addresses say of who stands behind them."""
    sender, boxes = message.sender, message.to_and_cc[:_MOST_ADDRESSES]
    local = _local(sender)
    names = _NAME.findall(sender.name.lower())
    is_named = any(name in local for name in names)
    if is_old:
        yield "SENDER_NAMED" if names else "SENDER_BARE"
        yield "ADDRESS_HAS_NAME" if is_named else "ADDRESS_WITHOUT_NAME"
    if is_named or "." not in local:
        if _MACHINE.search(local):
            yield "SENDER_IS_MACHINE"
        elif is_old and _OFFICE.search(local):
            yield "SENDER_IS_OFFICE"
    if any(_GROUP.search(_local(box)) for box in boxes):
        yield "TO_GROUP"
    if any(box.address == sender.address for box in boxes):
        yield "TO_SELF"
    direct = sum(recipient.field == "to" for recipient in message.recipients)
    copied = len(message.recipients) - direct
    yield f"TO_{bisect_left(_TO, direct)}_CC_{bisect_left(_CC, copied)}"
    if message.reply_to and message.reply_to[0].address != sender.address:
        yield "REPLY_TO_OTHER"


def _list(message: Message, shape: str, size: int) -> Iterator[str]:
    """Whether a list carries its own house's mail, as newsletters do, or what people post."""
    house = organisation_of(message.sender.address)
    is_own = house is not None and any(
        house in e.quote.lower() for e in message.automation.evidence
    )
    whose = "OWN" if is_own else "OTHERS"
    yield f"LIST_OF_{whose}"
    yield f"LIST_OF_{whose}_{shape}"
    yield f"LIST_{size}"


def _meeting(message: Message, shape: str, opening: Sequence[str], size: int) -> Iterator[str]:
    in_subject = bool(_words_of_meetings(message.subject[:_BEGINNING]))
    in_text = bool(_words_of_meetings(message.new_text[:_BEGINNING]))
    first = opening[:_FIRST_WORDS]
    times = min(sum(word in TIMES for word in first) - terms_among(first), 2)
    said = f"{in_subject:d}{in_text:d}"
    yield f"MEETS_{said}_{shape}"
    yield f"MEETS_{said}_TIMES_{times}_{size}"
    if message.quoted_text.strip():
        quoted = min(len(_words_of_meetings(message.quoted_text[:_QUOTE])), 3)
        yield f"QUOTE_MEETS_{quoted}_{size}"


def terms_among(plain: Sequence[str]) -> int:
    """How many days and times of day are terms: "by DAY", "bis DAY", "before 0 CLOCK"."""
    return sum(
        not _TERM_WORDS.isdisjoint(plain[max(0, place - 3) : place])
        for place, word in enumerate(plain)
        if word in TIMES
    )


def _words_of_meetings(text: str) -> frozenset[str]:
    return _OF_MEETINGS.intersection(_WORD.findall(text.lower()))


def _local(box: Mailbox) -> str:
    return box.address.partition("@")[0].lower()

"""What a message shows the classifier: plain words, as many as are needed and no more.

Knows how a mail is turned into words that can be counted; refuses to weigh any of them.
Lower-case words are the mail's own. Words in capitals are features that no mail can forge,
because its own words are lowered first: its shape, its audience, its signals, and what
stands in the place of a name, a number, a day, a clock time, an address or a link, so that
the classifier learns "NAME suggested that i" and never who suggested it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from extractors.addresses import organisation_of
from extractors.records import Message
from extractors.signals import find_signals, fold
from extractors.threads import base_subject

Shape = Literal["fresh", "answer", "forward"]

BROADCAST: Final = 8
"""An audience above this is a broadcast (DESIGN section 3)."""
LONGEST_TEXT: Final = 4_000
"""Characters that words are drawn from."""
OPENING_WORDS: Final = 90
"""Words read from the beginning: who writes to a person says early what it is about."""
CLOSING_WORDS: Final = 30
"""Words read from the end, where a letter asks for what it wants."""
GAP: Final = "GAP"
"""Between what n-grams must not bridge: features, subject, opening, closing."""

_WORD: Final = re.compile(
    r"""(?P<link>(?:https?://|www\.)[^\s<>"]{1,300})
      | (?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})
      | (?P<clock>\d{1,2}(?:[:.h]\d{2}(?!\d)(?:\s?[ap]\.?m\b)?|\s?(?:[ap]\.?m\b|uhr\b|h\b)))
      | (?P<number>\d[\d.,]*k?)
      | (?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)?)
      | (?P<mark>[?!$€£%])
      | (?P<stop>[.:;,\n])
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Matches "we're", "10:30", "2 pm", "1,200", "jo@fern.example", "?". No match: "-", "(",
which say little. ``stop`` ends a sentence or a clause; it is no word itself."""

_DAY_NAMES: Final = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    mondays tuesdays wednesdays thursdays fridays
    january february march april june july august september october november december
    montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz juni juli
    oktober dezember
    lundi mardi mercredi jeudi vendredi samedi janvier février avril juin juillet août septembre
    octobre novembre décembre
    lunes martes miércoles jueves viernes sábado enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre
    måndag tisdag onsdag torsdag fredag januari februari
    maandag dinsdag woensdag donderdag vrijdag zaterdag maart
"""
_DAYS: Final = frozenset(_DAY_NAMES.split())
_NEAR_DAYS: Final = frozenset(
    """today tomorrow tonight noon heute morgen demain aujourd'hui hoy mañana idag imorgon
    vandaag week weekend afternoon morning""".split()
)

# Words that start sentences and are nobody's name: "Thanks, ...", "However, ...".
_NOBODY: Final = frozenset(
    """thanks thank hi hello hey dear best regards cheers kind yes no sure ok okay well however
    also so and but if this that it the we i he she they there sincerely yours ps fyi re fw fwd
    please attached as in on at for to from with our my your their what when where who how why
    can could would will let do did does is are was have has had just here these those any all
    great good nice happy looking hope sorry good morning afternoon evening sir madam friend
    everyone all team both guys folks colleagues friends not once after before since while
    because when then now today tomorrow hallo guten tag sehr geehrte geehrter liebe lieber
    bonjour cher chère madame monsieur hola estimado estimada buenos hej beste geachte vielen
    danke merci gracias tack bedankt ich wir sie je nous vous jag vi ik wij""".split()
)
_GREETING: Final = re.compile(
    r"""\W{0,3}(?:dear|hi|hello|hey|good\ (?:morning|afternoon|evening)|greetings|
        hallo|guten\ (?:tag|morgen)|sehr\ geehrte[rs]?|liebe[rs]?|moin|servus|
        bonjour|bonsoir|cher|chère|salut|coucou|hola|buen[oa]s\ (?:días|tardes)|estimad[oa]s?|
        querid[oa]|hej|hejsan|beste|geachte|dag|goedemorgen|goedemiddag)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_NOBODY_GREETED: Final = re.compile(
    r"""\W{0,3}(?:dear|hi|hello|hey|greetings|attention)[ ,]{1,3}
        (?:sir|madam|friend|friends|customer|valued|member|subscriber|reader|user|homeowner|
        investor|all|team|everyone|everybody|colleagues|employees|there|hiring|owner|
        business|beloved|partner|partners|folks)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_PHONE: Final = re.compile(r"\+?\(?\d{2,4}\)?[ .\-/]\d{2,4}[ .\-/]?\d{2,5}")
_BULLET: Final = re.compile(r"^\s{0,8}(?:[-*•·–]|\d{1,2}[.)])\s", re.MULTILINE)
_TITLE: Final = re.compile(
    r"""\b(?:ceo|cto|coo|cfo|founder|co-founder|director|manager|head\ of|vp|president|partner|
        sales|account\ executive|business\ development|sdr|bdr|recruiter|talent|consultant|
        geschäftsführer|vertrieb|directeur|directrice|gerente|comercial|försäljning)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_CALENDAR_LINK: Final = re.compile(
    r"calendly|cal\.com|meetings\.hubspot|savvycal|chilipiper|/book(?:ing)?\b|bookings?\.|/meet/",
    re.IGNORECASE,
)
_CALL_LINK: Final = re.compile(
    r"zoom\.us|meet\.google|teams\.microsoft|webex|whereby|gotomeet", re.IGNORECASE
)
_LENGTHS: Final = (0, 4, 9, 18, 35, 60, 100, 180, 350)
"""Words up to which a text falls into each class of length."""
_SHARES: Final = (0.0, 0.02, 0.05, 0.09)
"""Classes of the share that "you", "I" and "we" have among the words."""
_YOU: Final = frozenset(
    "you your you're you've you'll yours du dich dir sie ihnen ihr ihre ihrem ihren vous votre "
    "vos te tu usted su ustedes os din ni er je jij u uw jullie".split()
)
_I: Final = frozenset("i my me i'm i'd i'll i've mine ich mir mich mein meine je me mon ma yo "
                      "mi jag min mig ik mijn".split())  # fmt: skip
_WE: Final = frozenset("we our us we're we've we'll ours wir uns unser unsere nous notre nos "
                       "nosotros nuestro nuestra vi oss vår wij we ons onze".split())  # fmt: skip
_FREE_MAIL: Final = frozenset(
    """gmail.com googlemail.com yahoo.com hotmail.com outlook.com aol.com icloud.com me.com
    live.com msn.com gmx.de gmx.net web.de orange.fr free.fr wanadoo.fr laposte.net juno.com
    earthlink.net proton.me protonmail.com mail.com yandex.ru mail.ru 163.com qq.com
    hotmail.fr hotmail.es yahoo.fr yahoo.es telia.com ziggo.nl""".split()
)
_NAMED_SHARE: Final = 0.34
"""Where more of the inner words than this are capitalised they are no names: German nouns,
headlines, shouting."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the classifier reads it, with its place in the text it was drawn from."""

    text: str
    start: int
    end: int


def shape_of(message: Message) -> Shape:
    """Whether a message answers, forwards, or starts something; by structure alone.

    A "Re:" with nothing of the sender's own but a forwarded mail below is a forward.
    """
    subject = base_subject(message.subject)
    if message.is_forward or subject.has_forward_prefix:
        return "forward"
    if subject.has_reply_prefix or message.in_reply_to:
        return "answer"
    return "answer" if message.quoted_text.strip() else "fresh"


def is_internal(message: Message) -> bool:
    """Sender and all recipients, if any, belong to one organisation."""
    organisation = organisation_of(message.sender.address)
    return organisation is not None and all(
        organisation_of(box.address) == organisation for box in message.to_and_cc[:BROADCAST]
    )


def words_of(text: str) -> list[Word]:
    """The words of ``text`` with names, numbers, days and addresses behind placeholders."""
    found = list(_WORD.finditer(text[:LONGEST_TEXT]))
    is_start, inner, named = True, 0, 0
    for match in found:
        if match.lastgroup == "word" and not is_start:
            inner += 1
            named += match[0][0].isupper() and match[0] != "I"
        if match.lastgroup == "stop":
            is_start = is_start or match[0] != ","
        else:
            is_start = False
    return list(_plain_words(found, masks_names=inner > 0 and named <= _NAMED_SHARE * inner))


def _plain_words(found: list[re.Match[str]], *, masks_names: bool) -> Iterator[Word]:
    is_start = True
    for place, match in enumerate(found):
        group, written = match.lastgroup, match[0]
        if group == "stop":
            is_start = is_start or written != ","
            continue
        plain = _PLACEHOLDERS.get(group or "") or fold(written)[:24]
        if group == "word":
            if plain in _DAYS or (plain == "may" and written == "May"):
                plain = "DAY"
            elif masks_names and _is_name(found, place, plain, is_start=is_start):
                plain = "NAME"
        yield Word(plain, match.start(), match.end())
        is_start = group == "mark" and written in "?!"


_PLACEHOLDERS: Final = {"link": "LINK", "mail": "MAIL", "clock": "CLOCK", "number": "0"}


def _is_name(found: list[re.Match[str]], place: int, plain: str, *, is_start: bool) -> bool:
    written = found[place][0]
    if not written[0].isupper() or written == "I" or plain.startswith("i'"):
        return False
    if not is_start:
        return plain not in _NOBODY
    # At the start of a sentence only one who is called by name: "Jane, meet", "Tom Fox runs".
    following = found[place + 1] if place + 1 < len(found) else None
    if plain in _NOBODY or following is None:
        return False
    return following[0] in {",", ":"} or (
        following.lastgroup == "word" and following[0][0].isupper() and following[0] != "I"
    )


def model_text(message: Message) -> str:
    """What the classifier reads: features, subject, opening and closing; spaces between."""
    words = words_of(message.new_text)
    opening = [word.text for word in words[:OPENING_WORDS]]
    closing = [word.text for word in words[OPENING_WORDS:][-CLOSING_WORDS:]]
    subject = [f"s:{word.text}" for word in words_of(base_subject(message.subject).text[:200])]
    return " ".join([*_features(message, words), GAP, *subject, GAP, *opening, GAP, *closing])


def _features(message: Message, words: list[Word]) -> list[str]:
    """Each of what a message shows besides its words, once, parted by GAP from nothing."""
    text = message.new_text[:LONGEST_TEXT]
    plain = [word.text for word in words]
    shape, length = shape_of(message).upper(), _class_of(len(plain), _LENGTHS)
    audience = len(message.recipients)
    times = sum(word in {"DAY", "CLOCK"} or word in _NEAR_DAYS for word in plain)
    questions = min(plain.count("?"), 3)
    features = [
        f"SHAPE_{shape}",
        f"SHAPE_{shape}_LENGTH_{min(length, 6)}",
        f"LENGTH_{length}",
        f"AUDIENCE_{_class_of(audience, (0, 1, 2, 4, BROADCAST, 20))}",
        f"QUESTIONS_{questions}",
        f"SHAPE_{shape}_QUESTIONS_{min(questions, 1)}",
        f"SHOUTS_{min(plain.count('!'), 3)}",
        f"TIMES_{min(times, 4)}_LENGTH_{min(length, 6)}",
        f"NAMES_{_class_of(plain.count('NAME'), (0, 1, 2, 4, 8))}",
        f"YOU_{_share(plain, _YOU)}",
        f"I_{_share(plain, _I)}",
        f"WE_{_share(plain, _WE)}",
        *_marks(message, text, plain),
    ]
    early, late = set(), set()
    for found in find_signals(message.new_text):
        (early if (found.start or 0) < _EARLY else late).add(found.signal.upper())
    features += sorted(f"SIGNAL_{name}" for name in early)
    features += sorted(f"LATE_{name}" for name in late - early)
    features += sorted(
        {f"SUBJECT_{found.signal.upper()}" for found in find_signals(message.subject)}
    )
    return features


_EARLY: Final = 500
"""Characters: a letter's purpose stands early, what is said late is said in passing."""


def _marks(message: Message, text: str, plain: list[str]) -> Iterator[str]:
    """Features that are there or not."""
    subject = base_subject(message.subject)
    if subject.has_reply_prefix and not message.in_reply_to and not message.quoted_text.strip():
        yield "RE_OF_NOTHING"
    if message.quoted_text.strip():
        yield "QUOTES"
    if not subject.text.strip():
        yield "NO_SUBJECT"
    if is_internal(message):
        yield "INTERNAL"
    if message.automation.is_list:
        yield "LIST"
    if message.automation.is_robot_sender:
        yield "ROBOT"
    if message.attachments:
        yield "ATTACHMENT"
    if message.sender.address.rpartition("@")[2] in _FREE_MAIL:
        yield "FREE_MAIL"
    if _NOBODY_GREETED.match(text):
        yield "GREETS_NOBODY"
    elif _GREETING.match(text):
        yield "GREETS"
    if plain[:1] == ["NAME"]:
        yield "CALLS"
    links = plain.count("LINK")
    if links:
        yield f"LINKS_{_class_of(links, (1, 3))}"
        if _CALENDAR_LINK.search(text):
            yield "CALENDAR_LINK"
        if _CALL_LINK.search(text):
            yield "CALL_LINK"
    if "MAIL" in plain:
        yield "GIVES_MAIL"
    if _PHONE.search(text):
        yield "GIVES_PHONE"
    if any(mark in plain for mark in "$€£"):
        yield "MONEY"
    if "%" in plain:
        yield "PERCENT"
    if len(_BULLET.findall(text)) > 2:
        yield "BULLETS"
    if _TITLE.search(message.signature[:400] or text[-200:]):
        yield "TITLE"
    if len(text) > 80 and sum(map(str.isupper, text)) > 0.3 * sum(map(str.isalpha, text)):
        yield "CAPITALS"
    if plain and plain[-1] == "?":
        yield "ENDS_ASKING"


def _class_of(count: float, limits: tuple[float, ...]) -> int:
    return next((place for place, most in enumerate(limits) if count <= most), len(limits))


def _share(plain: list[str], wanted: frozenset[str]) -> int:
    said = sum(word in wanted for word in plain)
    return _class_of(said / len(plain), _SHARES) if plain else 0

"""What a message shows the classifier: plain words, as many as are needed and no more.

Knows how a mail is turned into words that can be counted; refuses to weigh any of them.
Lower-case words are the mail's own. Words in capitals are features that no mail can forge,
because its own words are lowered first: its shape, its audience, its signals, and what
stands in the place of a name, a number, a day, a clock time, an address or a link, so that
the classifier learns "NAME suggested that i" and never who suggested it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from extractors.addresses import organisation_of
from extractors.circumstances import TIMES, circumstances_of, terms_among
from extractors.function_words import FUNCTION_WORDS, KNOWN_LANGUAGES, OTHER_LANGUAGES
from extractors.quote_words import HEADER_LABELS
from extractors.records import Mailbox, Message
from extractors.signals import find_signals, fold
from extractors.threads import BaseSubject, base_subject

Shape = Literal["fresh", "answer", "forward"]

BROADCAST: Final = 8
"""An audience above this is a broadcast (DESIGN section 3)."""
EARLY: Final = 500
"""Characters: a letter's purpose stands early, what is said late is said in passing."""
SIGNAL: Final = "SIGNAL_"
LATE_SIGNAL: Final = "LATE_"
SUBJECT_SIGNAL: Final = "SUBJECT_"
OPENING_WORDS: Final = 90
"""Words read from the beginning: who writes to a person says early what it is about."""
CLOSING_WORDS: Final = 30
"""Words read from the end, where a letter asks for what it wants."""
OLD: Final = "BEFORE_2006"
"""Stands among the features of mail of before :data:`_MODERN_FROM`, for which the classifier has
weights of its own (:class:`extractors.language.KindModel`)."""
_MODERN_FROM: Final = 2006
"""The labelled real mail is of 1999-2002, what we wrote of 2020-2026. Mail of the years between
is nearer to today's: by then strangers wrote to sell, and phones, lists and links were ours."""
GAP: Final = "GAP"
"""Between what n-grams must not bridge: features, subject, opening, closing."""

_WORD: Final = re.compile(
    r"""(?P<link>(?:https?://|www\.)[^\s<>"]{1,300})
      | (?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})
      | (?P<clock>\d{1,2}(?:
            [:.hu]\d{2}(?!\d)(?:\s?[AaPp]\.?[Mm]\b)?
          | \s?(?:[AaPp]\.?[Mm]\b|[Uu]hr\b|hs?\b|uur\b|heures?\b)))
      | (?P<number>\d[\d.,]*k?)
      | (?P<word>[^\W\d_]+(?:['\u2019][^\W\d_]+)?)
      | (?P<mark>[?!$€£%])
      | (?P<stop>[.:;,\n])
    """,
    re.VERBOSE,
)
"""Matches "we're", "10:30", "2 pm", "1,200", "jo@fern.example", "?". No match: "-", "(",
which say little. ``stop`` ends a sentence or a clause; it is no word itself."""

_DAY_NAMES: Final = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    mondays tuesdays wednesdays thursdays fridays
    january february march april june july august september october november december
    montag dienstag mittwoch donnerstag freitag samstag sonntag januar jänner februar märz maerz
    juni juli oktober dezember
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier février fevrier avril juin juillet
    août aout septembre octobre novembre décembre decembre
    lunes martes miércoles miercoles jueves viernes sábado sabado domingo enero febrero marzo abril
    mayo junio julio agosto septiembre octubre noviembre diciembre
    måndag tisdag onsdag torsdag fredag lördag söndag måndagen tisdagen onsdagen torsdagen fredagen
    januari februari augusti
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maart augustus
    montagabend dienstagabend mittwochabend donnerstagabend freitagabend freitagnachmittag
    vrijdagmiddag vrijdagochtend maandagochtend
"""
_DAYS: Final = frozenset(_DAY_NAMES.split())
_NEAR_DAYS_LIST: Final = """
    today tomorrow tonight noon heute morgen demain aujourd'hui hoy mañana idag imorgon vandaag
    week weekend afternoon morning
    übermorgen uebermorgen nachmittag vormittag abend mittag woche
    matin soir midi semaine tarde noche semana
    övermorgon imorron ikväll eftermiddag förmiddag kväll vecka veckan
    overmorgen vanavond vanmiddag vanochtend ochtend morgenochtend
"""
_NEAR_DAYS: Final = frozenset(_NEAR_DAYS_LIST.split())

_MONEY: Final = frozenset({"euro", "euros", "kronor", "franken", "chf", "sek"})
"""Written out they say what the mark does."""

# Words that start sentences and are nobody's name: "Thanks, ...", "However, ...".
_NOBODY_LIST: Final = """
    thanks thank hi hello hey dear best regards cheers kind yes no sure ok okay well however
    also so and but if this that it the we i he she they there sincerely yours ps fyi re fw fwd
    please attached as in on at for to from with our my your their what when where who how why
    can could would will let do did does is are was have has had just here these those any all
    great good nice happy looking hope sorry good morning afternoon evening sir madam friend
    everyone all team both guys folks colleagues friends not once after before since while
    because when then now today tomorrow hallo guten tag sehr geehrte geehrter liebe lieber
    bonjour cher chère madame monsieur hola estimado estimada buenos hej beste geachte vielen
    danke merci gracias tack bedankt ich wir sie je nous vous jag vi ik wij
"""
_NOBODY: Final = frozenset(_NOBODY_LIST.split())
_GREETING: Final = re.compile(
    r"""\W{0,3}(?:dear|hi|hello|hey|good\ (?:morning|afternoon|evening)|greetings|
        hallo|guten\ (?:tag|morgen)|sehr\ geehrte[rs]?|liebe[rs]?|moin|servus|
        guten\ abend|grüß\ gott|grüezi|gr(?:ü|ue)(?:ß|ss)\ dich|hoi|
        bonjour|bonsoir|cher|chère|salut|coucou|allô|
        hola|buen[oa]s(?:\ (?:días|tardes|noches))?|estimad[oa]s?|querid[oa]s?|apreciad[oa]|
        hej|hejsan|hallå|tjena|tja|god\ (?:dag|morgon)|bästa?|kära?|
        beste|geachte|lieve|dag|goedemorgen|goedemiddag|goedenavond)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_NOBODY_GREETED: Final = re.compile(
    r"""\W{0,3}(?:dear|hi|hello|hey|greetings|attention)[ ,]{1,3}
        (?:sir|madam|friend|friends|customer|valued|member|subscriber|reader|user|homeowner|
        investor|all|team|everyone|everybody|colleagues|employees|there|hiring|owner|
        business|beloved|partner|partners|folks)\b
      | \W{0,3}(?:sehr\ geehrte\ damen\ und\ herren
      | (?:sehr\ geehrte[rn]?|lieber?)\ (?:kund|patient|abonn)
      | madame,\ monsieur|mesdames,\ messieurs|chers?\ (?:client|abonné|tous)|chères?\ client
      | (?:estimad|querid|apreciad)[oa]s?\ (?:client|señores|suscriptor)|muy\ señores\ míos
      | (?:bästa|kära|hej)\ (?:kund|medlem|prenumerant)|(?:beste|geachte)\ (?:klant|lezer
      | heer\ ?/\ ?mevrouw|relatie|afzender|abonnee))""",
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
_NAME_WORD: Final = re.compile(r"[^\W\d_]+")
_OTHERS: Final = (0, 1, 2, 4)
_AUDIENCES: Final = (0, 1, 2, 4, BROADCAST, 20)
_NAMES: Final = (0, 1, 2, 4, 8)
_OPENING: Final = 750
"""Characters that the opening is drawn from."""
_START: Final = 1_200
"""Characters in which links, money and the like are looked for."""
_CLOSING: Final = 300
_SUBJECT: Final = 200
_SHARES: Final = (0.0, 0.02, 0.05, 0.09)
"""Classes of the share that "you", "I" and "we" have among the words."""
_YOU_LIST: Final = """
    you your you're you've you'll yours du dich dir dein deine deinen deinem deiner sie ihnen ihr
    ihre ihrem ihren ihrer ihres euch euer eure vous votre vos te toi ton ta tes tu ti tus usted su
    sus ustedes os vosotros vuestro vuestra vuestros vuestras din ditt dina dig ni er ert era je jou
    jouw jij u uw jullie
"""
_YOU: Final = frozenset(_YOU_LIST.split())
_I_LIST: Final = """
    i my me i'm i'd i'll i've mine ich mir mich mein meine meinen meinem meiner je j'ai mon ma mes
    moi yo mi mis mí jag min mitt mina mig ik mij mijn
"""
_I: Final = frozenset(_I_LIST.split())
_WE_LIST: Final = """
    we our us we're we've we'll ours wir uns unser unsere unseren unserem unserer nous notre nos
    nosotros nuestro nuestra nuestros nuestras vi oss vår vårt våra wij we ons onze
"""
_WE: Final = frozenset(_WE_LIST.split())
_FREE_MAIL_LIST: Final = """
    gmail.com googlemail.com yahoo.com hotmail.com outlook.com aol.com icloud.com me.com
    live.com msn.com gmx.de gmx.net web.de orange.fr free.fr wanadoo.fr laposte.net juno.com
    earthlink.net proton.me protonmail.com mail.com yandex.ru mail.ru 163.com qq.com hotmail.fr
    hotmail.es yahoo.fr yahoo.es telia.com ziggo.nl
"""
_FREE_MAIL: Final = frozenset(_FREE_MAIL_LIST.split())
_INTRODUCES: Final = 40
"""Words in which a stranger says who writes; a shorter text ends with its writer's name."""
_SHORT: Final = 50
_SIGNED: Final = (0, 1, 3)
_QUOTE_HEAD: Final = 200
"""Characters of quoted text in which the line stands that says whose it is."""
_AROUND_LABEL: Final = "*_> \t\u00a0"
"""What may stand around the label of a quoted header: bold, quote marks, the French space."""
_QUOTE: Final = 1_000
"""Characters of quoted text in which the sender's own phrases are looked for."""
_SQUEEZED: Final = dict.fromkeys(map(ord, " \n\t-_.,'&"))
_NAMED_SHARE: Final = 0.34
"""Where more of the inner words than this are capitalised they are no names: German nouns,
headlines, shouting."""
_NAMED_ANYWAY: Final = 3
"""So few capitalised words are names whatever their share: a line may hold little else."""


Word = tuple[str, int, int]
"""One word as the classifier reads it, and its place in the text it was drawn from. (A plain
tuple: there are a hundred a message.)"""


def shape_of(message: Message) -> Shape:
    """Whether a message answers, forwards, or starts something; by structure alone.

    A "Re:" with nothing of the sender's own but a forwarded mail below is a forward.
    """
    return shape_by(
        is_forward=message.is_forward or base_subject(message.subject).is_forward,
        is_answer=says_answer(message),
        has_quote=bool(message.quoted_text.strip()),
    )


def says_answer(message: Message) -> bool:
    """Whether subject or headers say that it answers; what it quotes does not count."""
    return base_subject(message.subject).has_reply_prefix or bool(message.in_reply_to)


def shape_by(*, is_forward: bool, is_answer: bool, has_quote: bool) -> Shape:
    """The same from what a log keeps; ``is_answer``: by subject or headers."""
    if is_forward:
        return "forward"
    return "answer" if is_answer or has_quote else "fresh"


def is_internal(message: Message) -> bool:
    """Sender and all recipients, if any, belong to one organisation."""
    organisation = organisation_of(message.sender.address)
    return organisation is not None and all(
        organisation_of(box.address) == organisation for box in message.to_and_cc[:BROADCAST]
    )


@lru_cache(maxsize=512)  # the model's words are drawn first, their places asked for later
def words_of(text: str) -> tuple[Word, ...]:
    """The words of ``text`` with names, numbers, days and addresses behind placeholders."""
    folded = fold(text)
    found = [(match.lastgroup, match[0], *match.span()) for match in _WORD.finditer(text)]
    is_start, inner, named = True, 0, 0
    for group, written, _, _ in found:
        if group == "word":
            if not is_start:
                inner += 1
                named += written[0].isupper() and written != "I"
            is_start = False
        else:
            is_start = group == "stop" and (is_start or written != ",")
    masks_names = named <= max(_NAMED_SHARE * inner, _NAMED_ANYWAY)
    return tuple(_plain_words(found, folded, masks_names=masks_names))


_Token = tuple[str | None, str, int, int]
"""Kind of token, as written, start, end. (Matches are slow to ask twice.)"""


def _plain_words(found: list[_Token], folded: str, *, masks_names: bool) -> Iterator[Word]:
    is_start = True
    for place, (group, written, start, end) in enumerate(found):
        if group == "word":
            plain = folded[start : min(end, start + 24)]
            if plain in _DAYS or written == "May":
                plain = "DAY"
            elif plain in _MONEY:
                plain = "€"
            elif masks_names and written[0].isupper():
                is_called = not is_start or _is_called(found[place + 1 : place + 2])
                if is_called and plain not in _NOBODY and not plain.startswith("i'"):
                    plain = "NAME"
            is_start = False
        elif group == "stop":
            is_start = is_start or written != ","
            continue
        else:
            plain = _PLACEHOLDERS.get(group or "", written)
            is_start = group == "mark" and written in "?!"
        yield plain, start, end


_PLACEHOLDERS: Final = {"link": "LINK", "mail": "MAIL", "clock": "CLOCK", "number": "0"}


def _is_called(following: list[_Token]) -> bool:
    """Whether a capital at the start of a sentence is a name, by what follows it.

    As in "Jane, meet", "Intro: Tom Fox runs"; not in "However, the", which _NOBODY lists.
    """
    for group, written, _, _ in following:
        return written in {",", ":"} or (
            group == "word" and written[0].isupper() and written != "I"
        )
    return False


def opening_of(message: Message) -> tuple[Word, ...]:
    """The first words of the new text, with their places in it."""
    return words_of(message.new_text[:_OPENING])[:OPENING_WORDS]


def closing_of(message: Message) -> tuple[Word, ...]:
    """The last words of the new text that the opening does not hold, with their places."""
    text, opening = message.new_text, opening_of(message)
    start = max(opening[-1][2] if opening else 0, len(text) - _CLOSING)
    if start >= len(text):
        return ()
    words = words_of(text[start:])[-CLOSING_WORDS:]
    return tuple((word, start + first, start + last) for word, first, last in words)


def subject_of(message: Message) -> tuple[str, tuple[Word, ...]]:
    """The subject without its prefixes, and its words with their places in it."""
    subject = base_subject(message.subject).text[:_SUBJECT]
    return subject, words_of(subject)


def model_text(message: Message) -> str:
    """What the classifier reads: features, signals, subject, opening, closing.

    Spaces between words, :data:`GAP` between the five.
    """
    opening, closing = opening_of(message), closing_of(message)
    subject = base_subject(message.subject)
    features, signals = _features(message, subject, opening, closing), _signals(message)
    return " ".join(
        [
            *features, GAP,
            *signals, GAP,
            *(f"s:{word}" for word, _, _ in subject_of(message)[1]), GAP,
            *(word for word, _, _ in opening), GAP,
            *(word for word, _, _ in closing),
        ]
    )  # fmt: skip


def _signals(message: Message) -> list[str]:
    """Each phrase family once, early or late, and those of the subject."""
    early: set[str] = set()
    late: set[str] = set()
    for found in find_signals(message.new_text):
        (early if (found.start or 0) < EARLY else late).add(found.signal.upper())
    subject = {found.signal.upper() for found in find_signals(message.subject)}
    return [
        *sorted(f"{SIGNAL}{name}" for name in early),
        *sorted(f"{LATE_SIGNAL}{name}" for name in late - early),
        *sorted(f"{SUBJECT_SIGNAL}{name}" for name in subject),
    ]


def _features(
    message: Message, subject: BaseSubject, opening: tuple[Word, ...], closing: tuple[Word, ...]
) -> list[str]:
    """What a message shows besides its words and phrases, each once."""
    text = message.new_text
    start = text[:_START]
    plain = [word for word, _, _ in (*opening, *closing)]
    shape = shape_of(message).upper()
    length = bisect_left(_LENGTHS, len(text) / 6 if len(text) > _OPENING else len(plain))
    times = sum(word in TIMES or word in _NEAR_DAYS for word in plain)
    terms = min(terms_among(plain), 2)
    questions = min(plain.count("?"), 3)
    is_old = message.sent_at.year < _MODERN_FROM and message.sent_at_source != "unknown"
    return [
        *([OLD] if is_old else ()),
        f"SHAPE_{shape}",
        f"SHAPE_{shape}_LENGTH_{min(length, 6)}",
        f"LENGTH_{length}",
        f"AUDIENCE_{bisect_left(_AUDIENCES, len(message.recipients))}",
        f"QUESTIONS_{questions}",
        f"SHAPE_{shape}_QUESTIONS_{min(questions, 1)}",
        f"SHOUTS_{min(plain.count('!'), 3)}",
        f"TIMES_{min(times, 4)}_LENGTH_{min(length, 6)}",
        *([f"TERMS_{terms}", f"TERMS_{terms}_TIMES_{min(times, 4)}"] if terms else ()),
        f"NAMES_{bisect_left(_NAMES, plain.count('NAME'))}",
        f"YOU_{_share(plain, _YOU)}",
        f"I_{_share(plain, _I)}",
        f"WE_{_share(plain, _WE)}",
        *_parties(message, (*opening, *closing), plain),
        *_marks(message, subject, start, plain),
        *_houses(message, f"{subject.text} {start}"),
        *circumstances_of(
            message,
            shape,
            plain[: len(opening)],
            is_reply=subject.has_reply_prefix,
            is_internal=is_internal(message),
            is_old=is_old,
        ),
    ]


def _parties(message: Message, words: tuple[Word, ...], plain: list[str]) -> Iterator[str]:
    """Whom the text names: how many of the recipients, how many others, and who writes.

    Who brings two together names both; who asks for somebody names a third; a stranger says
    early who he is, and whoever passes on a contact gives the address of a third.
    """
    text = message.new_text
    names = [fold(text[start:end]) for word, start, end in words if word == "NAME"]
    named = set(names)
    recipients = [_names_of(box) for box in message.to_and_cc[:BROADCAST]]
    called = sum(not named.isdisjoint(names) for names in recipients)
    own = _names_of(message.sender)
    known = own.union(*recipients)
    yield f"CALLED_{min(called, 3)}"
    if called >= 2:
        yield "CALLED_ALL" if called == len(recipients) else "CALLED_SOME"
    yield f"OTHERS_{bisect_left(_OTHERS, len(named - known))}"
    if not own.isdisjoint(names):
        early = plain[:_INTRODUCES].count("NAME")
        if not own.isdisjoint(names[:early]):
            yield "SAYS_OWN_NAME" if len(words) > _SHORT else "SAYS_OWN_NAME_SHORT"
    if "MAIL" in plain:
        mails = [fold(text[start:end]) for word, start, end in words if word == "MAIL"]
        boxes = (message.sender, *message.to_and_cc[:BROADCAST])
        if not {box.address for box in boxes}.issuperset(mails):
            yield "GIVES_OTHERS_MAIL"


def _houses(message: Message, text: str) -> Iterator[str]:
    """Whose house the text names, how the mail is signed, whether it goes on from an own one.

    Who sells says "we at Fern Rugs" and "I saw that Oakmill ..."; ``text`` is the subject and
    the beginning.
    """
    lowered = text.lower()
    domain = message.sender.address.rpartition("@")[2]
    if _names_house(lowered, domain):
        yield "NAMES_OWN_HOUSE"
    others = {box.address.rpartition("@")[2] for box in message.to_and_cc[:2]} - {domain}
    if any(_names_house(lowered, other) for other in others):
        yield "NAMES_YOUR_HOUSE"
    signature = message.signature.strip()
    yield f"SIGNED_{bisect_left(_SIGNED, signature.count(chr(10)) + 1 if signature else 0)}"
    if message.quoted_text:
        head = _says_whose(message.quoted_text)
        name = fold(message.sender.name)
        if message.sender.address in head or (name and name in head):
            yield "QUOTES_SELF"
            yield from _own_quote(message)
        elif any(_is_named(box, head) for box in message.to_and_cc[:2]):
            yield "QUOTES_YOU"


def _says_whose(quoted_text: str) -> str:
    """The head of a quote without its lines "To: ..." and "Subject: ...", folded.

    Who answers stands in "To:" of what Outlook quotes, and has not written it.
    """
    lines = quoted_text[:_QUOTE_HEAD].split("\n")
    return fold("\n".join(line for line in lines if _header_of(line) in {"", "from"}))


def _header_of(line: str) -> str:
    """What a line of a quote's head gives ("from", "to" ...); "" where it is no header."""
    label, colon, _ = line.partition(":")
    return HEADER_LABELS.get(label.strip(_AROUND_LABEL).lower(), "") if colon else ""


def _is_named(box: Mailbox, head: str) -> bool:
    return box.address in head or (" " in box.name and fold(box.name) in head)


def _own_quote(message: Message) -> Iterator[str]:
    """What the sender's own mail below does: "any news?" bumps an offer or an order alike."""
    house = "IN" if is_internal(message) else "EX"
    yield f"OWN_QUOTE_{house}"
    yield f"OWN_QUOTE_{house}_TO_{min(len(message.recipients), 2)}"
    signals = {found.signal.upper() for found in find_signals(message.quoted_text[:_QUOTE])}
    yield from sorted(f"OWN_QUOTE_{signal}" for signal in signals)


def _names_house(text: str, domain: str) -> bool:
    """Whether ``text`` holds the beginning of the domain's own label, spaces left out."""
    house = domain.rpartition(".")[0].rpartition(".")[2].replace("-", "")[:8]
    if len(house) < 4 or domain in _FREE_MAIL:
        return False
    if house in text:
        return True
    return house[:3] in text and house in text.translate(_SQUEEZED)


def _names_of(box: Mailbox) -> frozenset[str]:
    """The words of a display name and of the local part that may be one's name."""
    local = box.address.partition("@")[0]
    words = _NAME_WORD.findall(fold(f"{box.name} {local}"))
    return frozenset(word for word in words if len(word) > 1)


def _marks(message: Message, subject: BaseSubject, text: str, plain: list[str]) -> Iterator[str]:
    """Features that are there or not; ``text`` is the beginning of the new text."""
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
        yield f"LINKS_{bisect_left((1, 3), links)}"
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
    if len(text) > 80 and _shouts(text):
        yield "CAPITALS"
    if plain and plain[-1] == "?":
        yield "ENDS_ASKING"


def _shouts(text: str) -> bool:
    """Whether more than three of ten letters are capitals."""
    if text.isascii():  # then counting bytes takes a thirtieth of the time
        letters = text.encode("ascii").translate(None, _NO_LETTERS)
        return len(letters.translate(None, _CAPITALS)) < 0.7 * len(letters)
    return sum(map(str.isupper, text)) > 0.3 * sum(map(str.isalpha, text))


_CAPITALS: Final = bytes(range(ord("A"), ord("Z") + 1))
_NO_LETTERS: Final = bytes(code for code in range(128) if not chr(code).isalpha())


def _share(plain: list[str], wanted: frozenset[str]) -> int:
    said = sum(word in wanted for word in plain)
    return bisect_left(_SHARES, said / len(plain)) if plain else 0


# ------------------------------------------------------------------------- languages

_LANGUAGES_OF: Final = {
    word: tuple(
        number for number, words in enumerate((*KNOWN_LANGUAGES, *OTHER_LANGUAGES)) if word in words
    )
    for word in frozenset().union(*KNOWN_LANGUAGES, *OTHER_LANGUAGES)
}
"""A word → the places of its languages, the learned ones first."""
_KNOWN_SHARE: Final = 0.12
_CLEARLY_ENGLISH: Final = 0.3
_FEWEST_KNOWN: Final = 8


def speaks_known_language(message: Message) -> bool:
    """Whether the text is in a language that the model learned, or too short to tell.

    English, German, French, Spanish, Swedish and Dutch: told by their function words. Any
    other is judged by its structure alone.
    """
    words = [word for word, _, _ in opening_of(message) if not word.isupper()]
    if len(words) < _FEWEST_KNOWN:
        return all(map(_is_latin, words))
    if sum(word in KNOWN_LANGUAGES[0] for word in words) >= _CLEARLY_ENGLISH * len(words):
        return True
    if sum(word in FUNCTION_WORDS for word in words) < _KNOWN_SHARE * len(words):
        return False
    counts = [0] * (len(KNOWN_LANGUAGES) + len(OTHER_LANGUAGES))
    languages_of = _LANGUAGES_OF.get
    for word in words:
        for language in languages_of(word, ()):
            counts[language] += 1
    learned = len(KNOWN_LANGUAGES)
    return max(counts[:learned]) >= max(counts[learned:])


def _is_latin(word: str) -> bool:
    return word[0] < "\u0250"  # IPA Extensions: the Latin blocks end before them

"""Who brings whom together in an introduction, and in which role.

Knows names as they are written and the people on the message; it refuses to know whether
they have met before. Asked only where the verdict is introduction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from extractors.addresses import canonical_address
from extractors.people import full_name
from extractors.records import (
    Evidence,
    IntroducedPerson,
    Introduction,
    IntroductionRole,
    Mailbox,
    Me,
    Message,
    Verdict,
)
from extractors.signals import LONGEST_TEXT, find_signals, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MOST_PEOPLE: Final = 6

# Signals of each role with what one of them weighs; where two weigh the same the earlier
# role wins. Who asks "would you mind introducing me" also writes "introduce me to".
_ROLE_WEIGHTS: Final[tuple[tuple[IntroductionRole, str, float], ...]] = (
    ("requested", "introduction_requested", 2.0),
    ("offered", "introduction_offered", 1.9),
    ("self", "introduction_self", 1.8),
    ("presented", "introduction_presented", 1.5),
    ("made", "introduction_made", 1.3),
)

# Small words that speak for a role, each on lower-case text.
_ROLE_WORDS: Final[tuple[tuple[IntroductionRole, re.Pattern[str], float], ...]] = (
    # Matches "would you introduce", "any chance ... contact?", "do you know". No: "you knew".
    (
        "requested",
        re.compile(
            r"""\b(?:could|would|can|might|may)\ (?:you|i|we)\b[^.?]{0,80}\b(?:introduc\w{1,4}|intro
                |connect\w{0,3}|contact|word|vouch\w{0,3}|number|address|meet)\b[^.?]{0,80}\?
            |\bdo\ you\ (?:happen\ to\ )?know\b|\b(?:introduc\w{1,4}|connect)\ (?:me|us)\b
            |\b(?:kennst|kennen\ sie|connais|connaissez|conoces|conocéis|känner\ du|ken\ je)\b""",
            re.VERBOSE,
        ),
        1.8,
    ),
    # Matches "want me to", "if you like", "just say the word". No: "if you see him".
    (
        "offered",
        re.compile(
            r"""\b(?:want|like)\ me\ to\b|\b(?:shall|should|may)\ i\b
            |\bif\ (?:you'd|you\ would|you|that|it)\ (?:like|want|wish|care|helps?|is\ useful)\b
            |\bsay\ (?:so|yes|if|the\ word)\b|\b(?:happy|glad|gladly|willing)\ to\b
            |\bi\ (?:can|could|would\ gladly|would\ be)\b|\binterested\?|\bwould\ (?:it|that)\ help
            |\b(?:soll\ ich|ich\ kann|ich\ könnte|je\ peux|je\ pourrais|puedo|jag\ kan|ska\ jag
            |zal\ ik|ik\ kan)\b""",
            re.VERBOSE,
        ),
        1.2,
    ),
    # Matches "joins us", "your new contact", "my successor". No: "the new price".
    (
        "presented",
        re.compile(
            r"""\b(?:join(?:s|ed|ing)?|start(?:s|ed|ing)|welcome|successor|replac(?:es|ing|ement)
            |tak(?:es|ing)\ over|hands?\ over|effective|report(?:s|ing)\ to|first\ day)\b
            |\bnew\ (?:colleague|hire|head|manager|director|contact|trainee|intern|member|assistant
            |representative|partner|teacher|coordinator|analyst|engineer)\b
            |\b(?:beginnt|fängt|verstärk\w{1,4}|ansprechpartner\w{0,3}|rejoint|börjar|efterträd\w{1,4}
            |se\ incorpora|begint|start\ op|opvolger)\b""",
            re.VERBOSE,
        ),
        1.5,
    ),
    # Matches "told me to write", "sent me", "gave me your". No: "gave us the keys".
    (
        "self",
        re.compile(
            r"""\b(?:told|sent|advised|asked|urged|pointed|suggested|thought|thinks|says|said|believes
            |reckons|insisted|recommended|referred|mentioned|gave\ me)\b
            [^.]{0,60}\b(?:you|your|me)\b
            |\bmyself\b|\bmy\ name\ is\b|\b(?:mein\ name|je\ m'appelle|me\ llamo|jag\ heter
            |mijn\ naam)\b""",
            re.VERBOSE,
        ),
        1.0,
    ),
)
# Who says who they are. Matches "i'm jane", "my name is tom", "ich bin uta".
_I_AM: Final = re.compile(
    r"""\b(?:i'm|i\ am|name\ is|name's|this\ is|ich\ bin|name\ ist|je\ suis|m'appelle|soy|llamo
    |heter|naam\ is|ik\ ben)\ (?P<name>\w{3,30})""",
    re.VERBOSE,
)

# A name: capitalised words, with the small words that names carry, maybe a title before.
# Matches "Jane", "Trevor Lacey", "Mr. Endo", "Ludwig van der Berg", "J.P. O'Neill",
# "Anna-Lena Weiß". No match: "jane", "the Board of".
_CAPITAL: Final = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĐ][\w'\u2019]{0,24}(?:-[A-ZÀ-ÖØ-Þ]?[\w'\u2019]{1,24}){0,2}"
_NAME: Final = re.compile(
    rf"""(?<![\w@.-])(?!(?:Dear|Hi|Hello|Hey|Liebe|Lieber|Chère?|Hola|Hej|Beste|Hallo)\b)
    (?P<title>(?:Mr|Mrs|Ms|Dr|Prof|Herr|Herrn|Frau|Mme|M|Sra|Sr|Señora|Señor|Monsieur|Madame)\.?\ )?
    (?P<name>{_CAPITAL}(?:\ (?:(?:van|von|der|de|den|del|della|di|da|la|le|ten|ter|al|bin|af|zu)
        \ ){{0,2}}(?:[A-Z]\.\ ?)?{_CAPITAL}){{0,3}})
    """,
    re.VERBOSE,
)
# What stands before a place or a firm. Matches "at ", "in the ". No match: "with ".
_OF_PLACE: Final = re.compile(r"\b(?:at|in|the|near|bei|chez|en|på|bij)\ $", re.VERBOSE)
# An address inside text. Matches "jo@example.org". No match: "@jo", "jo@".
_ADDRESS: Final = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{1,120}[A-Za-z]")

# Capitalised words that are no names: what starts sentences, days, months, places, trades.
_WORDS: Final = """
    i i'm i'd i've i'll it it's its a an the this that these those there here he she we they
    you your our my his her their who what when where why how which if in on at as by for from
    to of with without and or but so because since while after before until is are was were be
    been am do does did have has had can could will would shall should may might must let lets
    let's please thanks thank thx cheers hi hello hey dear good morning afternoon evening all
    both best regards kind warm sincerely yours many talk see looking look hope hoping just
    also not no yes yep sure ok okay well now then today tomorrow yesterday tonight monday
    tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december re fw fwd intro introduction introducing meet
    connecting connect welcome happy glad pleased delighted excited great nice lovely
    congratulations congrats sorry feel want any anyone someone somebody everyone each one two
    three first second last next new quick follow following per attached ceo cfo cto coo hr pr
    uk us usa eu ai saas b2b api linkedin google zoom teams calendar email mail phone tel call
    bcc cc ps p.s asap fyi team colleagues folks ladies guys sir madam subject date sent below
    once even still only very really maybe perhaps though although however instead apart
    besides meanwhile otherwise no-one hallo liebe lieber guten tag hej hola bonjour buenos
    buenas días tardes estimado estimada beste geachte hei ich du sie er wir ihr das die der
    ein eine und oder mit für von zu im kannst könntest viele grüße gruß lg vg mfg je tu il
    elle nous vous le la les un une et ou avec pour merci cordialement bien bonne journée yo
    tú él ella nosotros el los las una y o con para gracias saludos abrazo jag han hon vi ni
    det den en ett och eller med för tack mvh hälsningar ik jij hij zij wij jullie het een met
    voor bedankt groet groeten vriendelijke don't doesn't didn't can't won't isn't that's
    there's what's who's he's she's we're you're they're we've you've who'd he'd she'd we'd
    you'd give tell ask say says said thought think know knows knowing got get going go went
    take taking make making put putting send sending leave leaving bring bringing over off up
    down out back long short big little old young more less most much some such same other
    another every either neither own than too twice again never always often soon later early
    late right left far near above under between during about against ltd inc gmbh llc co corp
    university council board committee company department office chamber street road avenue
    north south east west central city
"""
_NO_NAMES: Final = frozenset(_WORDS.split())


def find_introduction(message: Message, doc: Doc, verdict: Verdict, me: Me) -> Introduction | None:
    """The introduction a message makes, asks for, offers or is; None where it is none.

    ``introduced``: for ``made`` the two sides, recipients before people only named; for
    ``requested`` and ``offered`` whom the sender speaks of; for ``self`` the sender; for
    ``presented`` the new person.
    """
    if verdict.kind != "introduction":
        return None
    signals = [
        found
        for found in find_signals(message.new_text)
        if found.signal.startswith("introduction_")
    ]
    role = _role(message, signals)
    introducer: Mailbox | None = message.sender
    referrer = ""
    if role == "self":
        introducer, referrer = None, _referrer(message, signals)
        introduced: tuple[IntroducedPerson, ...] = (_sender(message),)
    elif role == "made":
        introduced = _both_sides(message)
    else:
        introduced = _spoken_of(message, signals)
        if role == "requested":
            introducer = _asked(message)
    return Introduction(
        role=role,
        introducer=introducer,
        introduced=introduced[:_MOST_PEOPLE],
        referrer_name=referrer,
        evidence=tuple(signals[:4]) or verdict.evidence[:4],
    )


def _role(message: Message, signals: Iterable[Evidence]) -> IntroductionRole:
    """The role that phrases and small words speak for; ``made`` where nothing speaks."""
    weights: dict[IntroductionRole, float] = {"made": 0.5}
    for found in signals:
        for role, name, weight in _ROLE_WEIGHTS:
            if found.signal == name:
                weights[role] = weights.get(role, 0.0) + weight
    folded = fold(message.new_text[:LONGEST_TEXT])
    for role, pattern, weight in _ROLE_WORDS:
        if pattern.search(folded):
            weights[role] = weights.get(role, 0.0) + weight
    if _names_oneself(message, folded):
        weights["self"] = weights.get("self", 0.0) + 2.5
    if _sides_on_copy(message):
        weights["made"] += 2.5
    else:
        weights["made"] += 0.7 if len(message.recipients) > 1 else -0.4
    return max(weights, key=lambda role: weights[role])


def _names_oneself(message: Message, folded: str) -> bool:
    """ "I am Jane" where Jane is the sender: who knows the reader need not say so."""
    mine = _name_words(message.sender)
    return any(match["name"] in mine for match in _I_AM.finditer(folded))


def _sides_on_copy(message: Message) -> bool:
    """Two to four recipients of whom the text names at least two: they are being joined."""
    if not 2 <= len(message.recipients) <= 4:
        return False
    words = _words(message.new_text)
    return sum(bool(words & _name_words(box)) for box in message.to_and_cc) >= 2


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,30}", text[:LONGEST_TEXT].lower()))


def _name_words(mailbox: Mailbox) -> frozenset[str]:
    """Words by which a text may call someone: of the name, or of the address before the @."""
    name = full_name(mailbox.name) or mailbox.address.split("@")[0]
    return frozenset(word for word in _words(name) if len(word) > 2)


def _both_sides(message: Message) -> tuple[IntroducedPerson, ...]:
    """Recipients whom the text names; where those are not two, names in the text besides."""
    people = [box for box in message.to_and_cc if box.address != message.sender.address]
    words = _words(f"{message.subject}\n{message.new_text}")
    named = [box for box in people if words & _name_words(box)]
    sides = named if len(named) >= 2 else people[:_MOST_PEOPLE]
    found = [_person(box, message) for box in sides]
    known = [person for person in found if person.name]
    if len(known) >= 2:
        return tuple(found)
    taken = _words(" ".join([message.sender.name, *(person.name for person in known)]))
    taken |= _signed_with(message.new_text)
    others = [
        IntroducedPerson(name, _address_near(name, message.new_text))
        for name in names_in(f"{message.new_text[:LONGEST_TEXT]}\n{message.subject}")
        if not _words(name) & taken
    ][: 2 - len(known)]
    nameless = [person for person in found if not person.name]
    if len(nameless) == len(others) == 1 and others[0].address is None:
        others = [IntroducedPerson(others[0].name, nameless[0].address)]
        nameless = []
    return (*known, *others, *nameless)


def _person(mailbox: Mailbox, message: Message) -> IntroducedPerson:
    """A recipient under the fullest name that header or text give."""
    name = full_name(mailbox.name)
    if not name:
        words = _name_words(mailbox)
        name = next((found for found in names_in(message.new_text) if _words(found) & words), "")
    return IntroducedPerson(name, mailbox.address)


def _sender(message: Message) -> IntroducedPerson:
    return IntroducedPerson(full_name(message.sender.name), message.sender.address)


def _spoken_of(message: Message, signals: list[Evidence]) -> tuple[IntroducedPerson, ...]:
    """Names in the text and subject that are neither the sender's nor the recipients'."""
    taken = set(_name_words(message.sender)) | {
        word for box in message.to_and_cc for word in _name_words(box)
    }
    taken |= _signed_with(message.new_text) | _greeted(message.new_text)
    places = [found.start for found in signals if found.start is not None]
    subject = _words(message.subject)
    found: list[tuple[int, str]] = []
    for name, place in _named(message.new_text[:LONGEST_TEXT]):
        if not _words(name) & taken:
            distance = min((abs(place - start) for start in places), default=0)
            distance -= 60 * name.count(" ")
            distance -= 300 if _words(name) & subject else 0
            distance += 300 if _OF_PLACE.search(message.new_text[:place][-8:]) else 0
            found.append((distance, name))
    if not found:
        found = [(0, name) for name in names_in(message.subject) if not _words(name) & taken]
    best: list[str] = []
    for _, name in sorted(found, key=lambda pair: pair[0]):
        if not any(_words(name) & _words(other) for other in best):
            best.append(name)
    return tuple(IntroducedPerson(name, _address_near(name, message.new_text)) for name in best[:1])


def _greeted(text: str) -> frozenset[str]:
    """Words of the first line where that is a greeting."""
    first = text.lstrip().split("\n", 1)[0][:60]
    head = re.split(r"[,!:–-]", first, maxsplit=1)[0]
    return _words(head) if len(head.split()) <= 4 else frozenset()


def _signed_with(text: str) -> frozenset[str]:
    """Words of the last lines, where the sender signs."""
    lines = [line for line in text.splitlines() if line.strip()][-2:]
    return frozenset().union(*(_words(line) for line in lines if len(line.split()) <= 3))


def _referrer(message: Message, signals: list[Evidence]) -> str:
    """The name nearest to the words that say who sent the sender here."""
    places = [found.start for found in signals if found.signal == "introduction_self"]
    start = next((place for place in places if place is not None), 0)
    taken = _name_words(message.sender) | _greeted(message.new_text)
    taken |= {word for box in message.to_and_cc for word in _name_words(box)}
    named = [
        (abs(place - start), name)
        for name, place in _named(message.new_text[:LONGEST_TEXT])
        if not _words(name) & taken
    ]
    return min(named)[1] if named else ""


def _asked(message: Message) -> Mailbox | None:
    """Who is asked to introduce: the only recipient, where there is one."""
    boxes = message.to_and_cc
    return boxes[0] if len(boxes) == 1 else None


def names_in(text: str) -> tuple[str, ...]:
    """Names of people as written, in order, each once; fuller ones replace their parts."""
    found: list[str] = []
    for name, _ in _named(text):
        parts = _words(name)
        if any(parts <= _words(other) for other in found):
            continue
        found = [other for other in found if not _words(other) < parts]
        found.append(name)
    return tuple(found)


def _named(text: str) -> list[tuple[str, int]]:
    """Each name in the text with its place, without words that only look like names."""
    found = []
    for match in _NAME.finditer(text):
        words = match["name"].split(" ")
        place = match.start("name")
        while words and words[0].lower().replace("\u2019", "'") in _NO_NAMES:
            place += len(words[0]) + 1
            words = words[1:]
        while words and words[-1].lower().replace("\u2019", "'") in _NO_NAMES:
            words = words[:-1]
        name = re.sub(r"['\u2019]s$", "", " ".join(words))
        if match["title"] and place == match.start("name"):
            name = f"{match['title']}{name}".strip()
        if len(name) > 2 and not name.isupper() and words:
            found.append((name, place))
    return found


def _address_near(name: str, text: str) -> str | None:
    """The address in the text whose local part holds a word of the name, if there is one."""
    words = [word for word in _words(name) if len(word) > 2]
    for match in _ADDRESS.finditer(text[:LONGEST_TEXT]):
        if any(word in match[0].lower() for word in words):
            return canonical_address(match[0])
    return None

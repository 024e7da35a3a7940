"""Business cards below a letter: name, title, house, numbers.

Knows what the lines of a card look like and whose it must be. Refuses to cut on looks alone: a
card goes only when the sender's name or a closing formula stands above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.cleaning import without_accents
from extractors.closings import closes

FINE_PRINT = re.compile(
    r"""
    [*_\s(\[]{0,6}
    (?: my\ working\ (?:day|days|hours|pattern|week) .{0,30}\ (?:may|might)
      | (?:i\ work|i\ am\ working|we\ work)\ flexibl[ey] .{0,120} (?:respon|reply|hours)
      | (?:please\ )? (?:do\ not|don[’']t)\ feel\ (?:obliged|obligated|any\ pressure|pressured
        |under) .{0,40} (?:respon|reply|answer)
      | (?:hinweise|informationen)\ (?:zum|zur)\ datenschutz | (?:unsere\ )?datenschutz
        (?:hinweise|erklärung|informationen|bestimmungen) .{0,20}\ (?:finden|unter|können)
      | (?:view|read|see|click\ here\ for)\ our\ privacy\ (?:policy|notice|statement)
      | follow\ us\ on\b | folgen\ sie\ uns | suivez[ -]nous | síguenos | volg\ ons | följ\ oss
      | registered\ (?:in\ (?:england|scotland|wales|ireland)|office)\b
      | (?:vat|company)\ (?:no|number|reg\w{0,10})\b
      | \[cid: [^\[\]]{1,120} \] $ )
    # What stands below a card in no tongue of the letter. matches: My working hours may not be
    # yours, [cid:image001.png@01DA]; not: My working day is short
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPT_OUT = re.compile(
    r"""
    [*_\s(\[]{0,6}
    (?: (?:p\.?s\.?:?\ )? (?: if\ you | you )
        (?:\ no\ longer | \ (?:don[’']t|do\ not) | [’']d\ (?:rather|prefer) | \ would\ (?:rather
        |prefer) | \ prefer) .{0,30}
        \b (?: hear\ from | receiv\w{1,3} | be\ (?:contacted|e-?mailed) )
      | (?: to | click .{0,12}\ to | want\ to | wish\ to )\ (?:opt\ out|unsubscribe) \b
      | not\ interested\? \s .{0,20} unsubscribe | unsubscribe (?: $ | \ (?:here|me|from|\|) | :)
      | (?:don[’']t|no\ longer)\ want\ (?:to\ (?:hear|get|receive)|these|more)\ .{0,40} \? )
    # How sellers let one out. matches: If you'd rather not hear from me, reply "no";
    # not: If you hear from her, call me
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CARD_WORDS = re.compile(
    r"""
    [\W_]{0,6}
    (?: (?:book|schedule|grab)\ (?:a|an|some|your|time) \b .{0,40}
      | (?:termin|rendez-vous|cita) .{0,12} (?:buchen|en\ ligne|online) .{0,60}
      | (?: (?: linkedin | twitter | facebook | instagram | youtube | xing | tiktok | threads | x
          | bluesky | website | web | blog | podcast | vimeo | pinterest | github | mastodon )
          (?: < [^<>\s]{1,200} > )? [\W_]{0,6} ){1,9} )
    # Lines of a card that are no name, title or number. matches: Book a call, [LinkedIn] | [X],
    # Website; not: Facebook called
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(
    r"""
    (?: [A-Za-z]{1,3} [ -] )? \d{4,5} [ ] (?: [A-Z]{2} [ ] )? [^\W\d_]
      (?: [^\d.,;:!?] | \.\ [^\W\d_] ){2,40}
    | .{1,60} , [ ] [A-Z]{2} [ ] \d{5} | (?: .{1,60} [ ,] )? [A-Z]{1,2} \d [A-Z\d]? [ ] \d [A-Z]{2}
    # The line of an address with its post code. matches: 20095 Hamburg, Hull HU1 2AB, Provo, UT
    # 84601; not: 10000 leaflets are here.
    """,
    re.VERBOSE,
)
_FACTS = re.compile(
    r"""
    \W{0,3} (?: when | where | time | date | day | wann | wo | zeit | uhrzeit | datum | ort | quand
      | où | heure | lieu | cuándo | dónde | hora | lugar | när | plats | tid | wanneer | waar
      | tijd | code | passcode | password | passwort | meeting | conference | dial | agenda | topic
      | price | cost | total | iban | bic | order | login | user | username | room ) \b .{0,20} :
    # What a letter tells in short lines, and no card does. matches: When: March 13, IBAN: DE00;
    # not: Office: 555 0120
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FRAMED = re.compile(
    r"""
    \b (?: tel | fax ) \b | 〒 | 電話 | 电话
    # What tells a card between two rules from a notice. matches: TEL 03-5555; not: BACK SOON
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PRONOUNS = re.compile(
    r"""
    [(\[] (?: she | he | they | sie | er | elle | ella | él | il | hon | han | zij | hij | ze )
    \s? [/|,] [^()\[\]]{1,24} [)\]]
    # matches: (she/her), [they / them]; not: (she is away)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING_QUOTES = tuple('"“„«”‘‚')
_CLOSING_QUOTES = '"”“»’'
_CONTACT = re.compile(
    r"""
    (?: \+ | \( )? \d [\d\s().\/-]{6,20} \d | https?:// | www\.
    | [^\s@]{1,64} @ [^\s@]{1,64} \. [a-z]{2,20}
    | \b (?: tel | fax | phone | mobile | cell | mob | telefon | direct | office ) \b
      \.? \s? [:.+(\d]
    # matches: +46 8 123 45 67, (713) 853-3848, www.x.org, Tel: 12; not: in 2001
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"""
    (?<! \S ) [a-z0-9-]{2,40} (?: \. [a-z0-9-]{2,30} ){0,2} \. [a-z]{2,12} (?! \S )
    # A site as cards write it. matches: doe.example, shop.doe.co.uk; not: e.g., See you.
    """,
    re.VERBOSE,
)
_POSTSCRIPT = ("ps", "p.s", "p.p.s", "nb:")
_ROLE = re.compile(
    r"""
    \b (?: ceo | cto | cfo | coo | cmo | founder | co-?founder | director | manager | head\ of
         | vp | vice\ president | president | partner | principal | associate | executive
         | consultant | advisor | engineer | analyst | specialist | coordinator | officer
         | assistant | recruiter | counsel | attorney | sales | marketing | gmbh | ltd | inc
         | llc | geschäftsführ\w{0,8} | leiter(?:in)? | vertrieb | berater(?:in)? | directrice
         | responsable | gérante? | gerente | jefe | directora? | verkställande | säljare | chef
         | directeur | eigenaar | adviseur | consulente | responsabile | diretora? | johtaja
         | dyrektor | kierownik | prezes ) \b
    # What a business card says of a person. matches: Head of Sales, CEO; not: See you soon
    """,
    re.VERBOSE | re.IGNORECASE,
)
SAYS = re.compile(
    r"""
    \b (?: i | i[’']m | i[’']ll | i[’']ve | we | we[’']re | you | your | me | my | please | pls
         | call | let | will | is | are | was | were | can | have | has | see | send | thanks | not
         | thank | ps | ich | wir | sie | du | ihr | ist | bitte | danke | je | nous | vous | est
         | merci | tu | yo | gracias | jag | vi | är | tack | ik | wij | jij | graag | bedankt ) \b
    # What a line says that is a sentence. matches: call me, I'm away; not: Head of Sales
    """,
    re.VERBOSE | re.IGNORECASE,
)


def signs(line: str, names: set[str]) -> bool:
    """A closing, the sender's name, or both on one line: "Gruß Nils"."""
    return (
        closes(line)
        or _is_own_name(line, names)
        or (line[-1] not in ".?!:" and len(line) <= 40 and _is_name(line, names))
    )


def is_rule(line: str) -> bool:
    return len(line) >= 5 and line[0] in "_-=*~#━─═＝＊" and not line.strip(line[0])


def _card_below_closing(
    stripped: Sequence[str], start: int, end: int, names: set[str]
) -> int | None:
    """Below a closing formula and a name: the lines of a business card, if one is there."""
    text = [i for i in range(max(start, end - 24), end) if stripped[i]]
    for position, i in enumerate(text):
        if closes(stripped[i]):
            name = stripped[text[position + 1]] if position + 1 < len(text) else ""
            if closes(name) or len(name.split()) > _LONGEST_NAME:
                continue
            card = text[position + 2 :]
            lines = [stripped[k] for k in card]
            if len(lines) == 1 and "://" in lines[0] and not stripped[card[0] - 1]:
                return None  # a link with air above it may be what is offered
            if _is_card(lines, names):
                return card[0]
            if lines and _is_title_of(stripped, text[position + 1], card[0], lines, names):
                return card[0]
    return None


def _is_title_of(
    stripped: Sequence[str], name_at: int, start: int, lines: Sequence[str], names: set[str]
) -> bool:
    """A name with a title right below it; with air between only where both are certain."""
    name = stripped[name_at]
    if not _is_name(name, names) or not _is_title(lines):
        return False
    if start == name_at + 1:
        return True
    return _is_name(name, names, fewest=2) and any(map(_ROLE.search, lines))


def _card_of(stripped: Sequence[str], start: int, end: int, names: set[str]) -> int | None:
    """The last passage, where it begins with the sender's own name and goes on as a card.

    The name stays as the letter's own signature, unless the letter has one above it, or
    there is no letter, or all is one line.
    """
    first = end - 1
    while first > start and stripped[first - 1] and end - first <= 10:
        first -= 1
    if first and stripped[first - 1]:
        return None
    passage = stripped[first:end]
    above = first - 1
    while above > start and not stripped[above]:
        above -= 1
    if above >= start and stripped[above].endswith(":") and not closes(stripped[above]):
        return None  # "Please print:", "My new address is:"
    is_signed = above > start and _is_signed(stripped[above], names)
    is_again = _is_name(passage[0], names, fewest=2) or all(map(_is_number, passage))
    if is_signed and is_again and len(passage) <= 4:
        return first
    if len(passage) == 1:
        opening = " ".join(passage[0][:60].replace(",", " ").split()[:3])
        is_line = _is_name(opening, names, fewest=2) and _CONTACT.search(passage[0][:200])
        return first if is_line and first > start else None
    if _is_name(passage[0], names) and _is_card(passage[1:], names):
        return first if first == start or is_signed else first + 1
    return _below_own_name(passage, first, names)


def _below_own_name(passage: Sequence[str], first: int, names: set[str]) -> int | None:
    """Below a line that is the sender's name and nothing else: a card or a title."""
    for k in range(max(0, len(passage) - 6), len(passage) - 1):
        if len(passage[k]) > 60 or not _is_own_name(passage[k], names):
            continue
        if k and _is_listed(passage[k - 1]):
            continue
        below = passage[k + 1 :]
        if _is_title(below) or _is_card(below, names):
            return first + k + 1
    return None


def _framed_card(stripped: Sequence[str], start: int, end: int, names: set[str]) -> int | None:
    """Between two rules at the end, as in Japan: lines of a card that say where to call.

    The lower rule may have been taken for that of the history below it.
    """
    if not is_rule(stripped[end - 1]) and not (end < len(stripped) and is_rule(stripped[end])):
        return None
    for i in range(end - 2, max(start, end - 12), -1):
        line = stripped[i]
        if len(line) > 60 or line.endswith((".", "?", "!")):
            return None
        if is_rule(line):
            framed = stripped[i + 1 : end]
            has_number = any(_FRAMED.search(text) and _CONTACT.search(text) for text in framed)
            above = next((text for text in reversed(stripped[start:i]) if text), ":")
            return i if has_number and not above.endswith(":") else None
    return None


def _card_in_passages(stripped: Sequence[str], start: int, end: int, names: set[str]) -> int | None:
    """Below the sender's own name, nothing but lines of a card, with air between them or not."""
    text = [i for i in range(max(start, end - 24), end) if stripped[i]]
    text = text[-_MOST_CARD_LINES:]
    position = saying = _saying_start(stripped, text)
    while position > 0:
        position -= 1
        i = text[position]
        line = stripped[i]
        if _is_own_name(line, names):
            above = text[position - 1] if position else i
            if not position or position + 1 == len(text) or _is_announced(stripped, i, above):
                return None
            if above < i - 1 and _is_signed(stripped[above], names):
                return i  # once more, below the letter's own signature
            below = (stripped[k] for k in text[position + 1 : saying])
            is_card = saying < len(text) or any(map(_tells_card, below))
            return text[position + 1] if is_card else None
        if not _is_card_line(line) and not _is_below_cards(line):
            return None
    return None


def _is_below_cards(line: str) -> bool:
    opening = line[:200]
    found = _CARD_WORDS.fullmatch(opening) or FINE_PRINT.match(opening) or _OPT_OUT.match(opening)
    return found is not None


def _tells_card(line: str) -> bool:
    """Whether a line shows that what it belongs to is a card: a number, a place, a site."""
    opening = line[:200]
    if "://" not in line and _CONTACT.search(opening):
        return True
    if _PLACE.fullmatch(opening) or _DOMAIN.search(opening):
        return True
    return _is_below_cards(line)


_MOST_CARD_LINES = 14
_LONGEST_NAME = 8
"""Words on the line below a closing, with a title and a degree; more of them are a sentence."""


def _is_announced(stripped: Sequence[str], name_at: int, above: int) -> bool:
    """Whether what is above a name calls for it: "Please print:", or another name of a list."""
    line = stripped[above]
    if line.endswith(":"):
        return not closes(line)
    return above == name_at - 1 and _is_listed(line)


def _is_card_line(line: str) -> bool:
    """A short line that says nothing: a title, a house, a street, a number."""
    if len(line) > 90 or line.endswith(("?", "!", ":", ",")) or line[0] in "(<*-#$%{":
        return False
    if len(line.split()) > 9 or line.lower().startswith((*_POSTSCRIPT, "and ", "or ")):
        return False
    return SAYS.search(line) is None and _FACTS.match(line) is None


def _saying_start(stripped: Sequence[str], text: Sequence[int]) -> int:
    """Where in ``text`` a saying in quotation marks begins that ends it; its length if none does.

    Who said it may follow, behind a dash or on a line of its own.
    """
    for position in range(len(text) - 1, max(-1, len(text) - 5), -1):
        if not stripped[text[position]].startswith(_OPENING_QUOTES):
            continue
        saying = " ".join(stripped[i][:200] for i in text[position:])
        closing = max(saying.rfind(mark) for mark in _CLOSING_QUOTES)
        said_by = saying[closing + 1 :].strip(" .,~-–—―()")
        if closing > 10 and len(said_by.split()) <= 6:
            return position
        break
    return len(text)


def _is_listed(above: str) -> bool:
    """Whether the line above a name makes it one of several: "Present:", "Ann Lee"."""
    ends_clause = above.endswith((".", ",", "!", "?", ")", "。", "！", "？")) or len(above) > 30
    return not (ends_clause or closes(above))


def _is_own_name(line: str, names: set[str]) -> bool:
    """The sender's name and next to nothing else: initials, letters of a degree, "team"."""
    if len(line) > 100:
        return False
    if line.endswith((")", "]")):
        line = _PRONOUNS.sub("", line)
    if line[-5:].lower() == "-team":
        line = line.replace("-", " ")
    words = [word.strip(".,") for word in line.split()]
    own = 0
    for word in words:
        if _folded(word) in names:
            own += 1
        elif len(word) > 3 and word.lower() != "team" and not (len(word) <= 6 and word.isupper()):
            return False
    return own > 0 and len(words) <= 5


def _folded(text: str) -> str:
    """Lower case without accents: "Radić" signs what "Radic" sends."""
    return without_accents(text.lower())


def _is_signed(line: str, names: set[str]) -> bool:
    """A name, or the initial that some leave it at."""
    return _is_name(line, names) or (
        len(line) <= 2 and line[:1].lower() in {name[0] for name in names}
    )


def _is_number(line: str) -> bool:
    """A telephone number or an address and next to nothing else; a link may be an offer."""
    is_short = len(line) <= 60 and len(line.split()) <= 4 and "://" not in line
    return is_short and _CONTACT.search(line) is not None


def _is_name(line: str, names: set[str], fewest: int = 1) -> bool:
    words = set(_folded(line[:60]).replace(",", " ").split())
    return len(words) <= 5 and len(words & names) >= fewest


def _is_title(lines: Sequence[str]) -> bool:
    """Below the sender's own name: what they are and where, in a few short lines, no sentence."""
    if not 1 <= len(lines) <= 4:
        return False
    if any(len(line) > 60 or len(line.split()) > 8 for line in lines):
        return False
    if any(line.endswith(("?", "!", ":", ",")) or line[0] in "(<*-" for line in lines):
        return False
    if any(line.lower().startswith((*_POSTSCRIPT, "and ", "or ", "on behalf ")) for line in lines):
        return False
    return not any(SAYS.search(line) or _FACTS.match(line) for line in lines)


def _is_card(lines: Sequence[str], names: set[str]) -> bool:
    if not lines or len(lines) > 10:
        return False
    if any(len(line) > 90 or line.endswith(("?", "!")) for line in lines):
        return False
    if any(line.lower().startswith(_POSTSCRIPT) or _FACTS.match(line) for line in lines):
        return False
    if any(_CONTACT.search(line) or _PLACE.fullmatch(line) for line in lines):
        return True
    # Without a number or an address: the sender's own name once more, and what they are.
    is_named = len(names & set(lines[0].lower().replace("|", " ").split())) >= 2
    return is_named and any(map(_ROLE.search, lines))


def names_of(sender_name: str) -> set[str]:
    """The words of a name by which its bearer signs, as the functions here compare them.

    Two letters are too few to tell a name from a word, two characters of Chinese are not.
    """
    words = _folded(sender_name).split()
    return {word for word in words if len(word) > 2 or (len(word) == 2 and word[0] >= "\u3040")}


def find_card(stripped: Sequence[str], start: int, end: int, names: set[str]) -> int | None:
    """The line, of those from ``start`` to ``end``, from which on there is only a card."""
    for find in (_card_below_closing, _card_of, _framed_card, _card_in_passages):
        cut = find(stripped, start, end, names)
        if cut is not None:
            return cut
    return None


_LONGEST_POSTSCRIPT = 8
_BELOW = re.compile(r"p\.?\s?(?:p\.?\s?)?s(?:\W|$)", re.IGNORECASE)
# Matches "PS: bring the keys", "P.S. She won", "PPS". No match: "PST is fine".


def find_card_above_postscript(
    stripped: Sequence[str], start: int, end: int, sender_name: str = ""
) -> tuple[int, int]:
    """Where a card begins and ends below which the letter ends in a "P.S."; ``end`` twice where
    there is none. Air stands on either side of the card, and a number or a place in it."""
    first = end
    while first > start and stripped[first - 1] and end - first < _LONGEST_POSTSCRIPT:
        first -= 1
    if first <= start or stripped[first - 1] or not _BELOW.match(stripped[first]):
        return end, end
    while first > start and not stripped[first - 1]:
        first -= 1
    card = find_card(stripped, start, first, names_of(sender_name))
    if card is None or not any(map(_tells_card, filter(None, stripped[card:first]))):
        return end, end
    return card, first

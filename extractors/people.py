"""Who is a human, and what is their name.

Knows how directories, mail programs and networks write names into the display name, and
which addresses no human answers. Doubt falls to "human" for shared mailboxes (info@,
sales@: someone does answer) and to "" for a name that is none. Refuses to decide whether
two addresses are one person: that needs history, which extractors do not have.
"""

# ruff: noqa: SIM905 - listings of words, in the letters of their languages.

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extractors.cleaning import clean_line

_VIA = re.compile(
    r"""
    \s (?: via | über | durch | par | por | genom | through ) \s \S
    # A service that writes on behalf of somebody.
    # matches: 'Bob' via LinkedIn, Ann (via Google Docs); not: Via Appia
    | \( \s? via \s
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REMARK = re.compile(
    r"""
    \s [|–—•·@/-] \s | [—|•] | :\s | ::
    | \s (?: at | from | bei | chez ) \s
    # What parts a name from a company.
    # matches: Jane | Acme, Jane - Acme, Jane at Acme, Jane: Acme; not: Anne-Marie, Beate
    """,
    re.VERBOSE,
)
_LOGIN = re.compile(
    r"""
    [^\W\d_]{2,30} (?: \. [^\W\d_]{2,30} ){1,2}
    # A local part for a name. matches: jane.doe; not: J. Doe, Dr.
    """,
    re.VERBOSE,
)
_PARENTHESES = re.compile(
    r"""
    [(\[{<] [^()\[\]{}<>]{0,100} [)\]}>]
    # matches: (Sales), [External], (she/her), <b>; not: (unclosed
    """,
    re.VERBOSE,
)
_TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame rev hon herr frau fr hr dipl ing dipl-ing mag
    mme mlle sra srta doña dott dott.ssa ir drs phd ph.d md m.d mba esq cpa cfa pe
    dipl.-ing dr-ing dr.-ing msc bsc llm med jur rer nat phil
    """.split()
)
_PARTICLES = frozenset(
    """
    van von der den de del della di da dos das du la le el al bin ibn af av zu zur ten ter y e
    """.split()
)
_COMPANIES = frozenset("inc ltd llc llp gmbh ag ab corp plc co bv sa sarl oy as".split())
_GENERATIONS = {"jr": "Jr", "sr": "Sr", "ii": "II", "iii": "III", "iv": "IV"}
_NOT_NAMES = frozenset(
    """
    admin administrator billing bounce contact customer daemon delivery do-not-reply
    donotreply help helpdesk hello info it mail mailer mailing marketing me news newsletter
    no-reply no_reply noreply notification notifications office postmaster reception root
    sales service subscriptions support system team undisclosed unknown webmaster you
    """.split()
)

_ROBOT_WORDS = frozenset(
    """
    alert alerts announce announcement announcements arsystem auto-confirm auto-reply automailer
    automated autoreply autoresponder bounce bounces calendar-notification confirmation
    confirmations cron daemon dailynews digest digests do-not-reply do_not_reply donotreply
    dont-reply e-news ebill enews esavers estatements feedback-noreply hostmaster invitations
    invite jobalerts listmaster listproc listserv maildaemon mailer mailer-daemon mailing
    mailinglist mailman mailrobot majordomo monitoring news newsalerts newsdigest newsflash
    newsletter newsletters no-address no-reply no.address no.reply no_reply noaddress nobody
    noreply notice notices notification notifications notifier notify offers order-update
    orders-noreply orderwatch pinbot postmaster promo promotions receipt receipts reminder
    reminders reply-bounce robot root rssfeeds service-noreply ship-confirm shipment-tracking
    statements subscribe subscription subscriptions survey surveys system uce
    undisclosed-recipients unsubscribe update updates
    """.split()
)
_ROBOT_PARTS = (
    "noreply",
    "no-reply",
    "no_reply",
    "no.reply",
    "donotreply",
    "do-not-reply",
    "do_not_reply",
    "dontreply",
    "nao-responda",
    "nicht-antworten",
    "nepasrepondre",
    "ne-pas-repondre",
    "ne_pas_repondre",
    "noresponder",
    "no-responder",
    "no_responder",
    "no-contestar",
    "naoresponda",
    "non-rispondere",
    "nonrispondere",
    "svara-ej",
    "svarainte",
    "svara-inte",
    "niet-beantwoorden",
    "geen-antwoord",
    "keineantwort",
    "keine-antwort",
    "nichtantworten",
    "mailer-daemon",
    "mailerdaemon",
    "postmaster",
    "newsletter",
    "notification",
    "autoconfirm",
    "auto-confirm",
    "automail",
    "undisclosed",
)
_ROBOT_PREFIXES = ("owner-", "bounce-", "bounces+", "bounces-", "news-", "msprvs1=", "prvs=")
_ROBOT_SUFFIXES = (
    "-request",
    "-bounces",
    "-bounce",
    "-owner",
    "-subscribe",
    "-unsubscribe",
    "-announce",
    "-noreply",
    "-daemon",
    "-digest",
    "-errors",
    "-robot",
    "-bot",
    "-alerts",
    "-updates",
    "-news",
)
_ROBOT_DOMAINS = frozenset(
    """
    linkedin.com e.linkedin.com el.linkedin.com bounce.linkedin.com facebookmail.com
    twitter.com x.com mail.instagram.com pinterest.com meetup.com mail.meetup.com
    group.calendar.google.com resource.calendar.google.com calendar.google.com
    docs.google.com googlegroups.com yahoogroups.com groups.io reply.github.com
    noreply.github.com notifications.github.com calendly.com amazonses.com
    listserv.net topica.com bugs.debian.org undisclosed.invalid
    """.split()
)
"""Domains whose addresses are all machines or lists; their employees write from others,
or are caught by nothing worse than being asked about."""
_ROBOT_LABELS = frozenset(
    """
    bounce bounces newsletter newsletters notifications notification notify noreply no-reply
    mailer mailers maillist lists list listserv lists-out em email-od e-mail mktg marketing
    news enews promo
    """.split()
)
_ROBOT_NAME = re.compile(
    r"""
    \b (?: no-?reply | do\ not\ reply | mailer[- ]daemon | mail\ delivery\ (?:sub)?system
         | newsletter | notifications? | postmaster | mailing\ list | auto-?confirm
         | google\ calendar | linkedin | facebook | instagram ) \b
    # matches: Mail Delivery Subsystem, LinkedIn Notifications; not: Jane Newsome
    """,
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(maxsize=16_384)  # a mailbox has the same few thousand names again and again
def full_name(display_name: str) -> str:
    """A person's name in reading order, or "" where the display name holds none.

    "Kaminski, Vince J" -> "Vince J Kaminski"; quotes, emoji, titles and remarks in
    parentheses go; "JANE DOE" -> "Jane Doe"; "'Bob' via LinkedIn", addresses and names of
    functions ("Support") are "".
    """
    name = clean_line(display_name, 200)
    if "@" in name.replace(" @ ", " ") or "://" in name or _VIA.search(name):
        return ""
    name = _REMARK.split(_PARENTHESES.sub(" ", name), maxsplit=1)[0].strip()
    name = "".join(c if _belongs_to_name(c) else " " for c in name).strip()
    if _LOGIN.fullmatch(name):
        name = name.replace(".", " ")
    if "/" in name:
        name = name.partition("/")[0]  # Notes: Vince J Kaminski/HOU/ECT
    name = _in_reading_order(name)
    words = [w for w in name.split() if w.strip("'’-.·")]
    while words and words[0].lower().rstrip(".") in _TITLES and len(words) > 1:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().rstrip(".") in _TITLES:
        words = words[:-1]
    name = " ".join(words).strip("'’\"-., ")
    if not any(c.isalpha() for c in name) or len(words) > 7:
        return ""
    if name.lower() in _NOT_NAMES or words[0].lower() in _NOT_NAMES:
        return ""
    return _softened(name)


def _belongs_to_name(character: str) -> bool:
    return character in " '’.,-·/" or unicodedata.category(character)[0] in "LM"


def _in_reading_order(name: str) -> str:
    """ "Surname, Given" turned round; "Jane Doe, PhD" and "Doe, Jr, Jane" put right."""
    parts = [p for p in (part.strip() for part in name.split(",")) if p.strip("'’. ")]
    parts = [p for i, p in enumerate(parts) if i == 0 or p.lower().rstrip(".") not in _TITLES]
    generations = [p for p in parts[1:] if p.lower().rstrip(".") in _GENERATIONS]
    parts = [p for p in parts if p not in generations]
    tail = "".join(f" {_GENERATIONS[p.lower().rstrip('.')]}" for p in generations[:1])
    if len(parts) < 2 or len(parts[0].split()) > 3 or parts[1].lower().rstrip(".") in _COMPANIES:
        return parts[0] + tail if parts else ""
    surname, given = parts[:2]
    return f"{given} {surname}{tail}"


def _softened(name: str) -> str:
    """Names that shout or whisper get capitals where names have them."""
    letters = [c for c in name if c.isalpha()]
    words = name.split()
    if len(letters) < 3 or not (name.isupper() or name.islower()):
        return name
    if name.isupper() and len(words) == 1 and len(letters) <= 4:
        return name  # IBM, ACME: as likely a company as a person
    return " ".join(_softened_word(word, is_first=index == 0) for index, word in enumerate(words))


def _softened_word(word: str, *, is_first: bool) -> str:
    lower = word.lower()
    if lower.rstrip(".") in _GENERATIONS:
        return _GENERATIONS[lower.rstrip(".")]
    if lower in _PARTICLES and not is_first:
        return lower
    pieces = re.split(r"([-'’.])", lower)
    softened = "".join(p[:1].title() + p[1:] for p in pieces)  # ß: Ss, and not SS
    if lower.startswith("mc") and len(lower) > 3:
        softened = "Mc" + softened[2:3].title() + softened[3:]
    return softened


@lru_cache(maxsize=16_384)
def is_robot_address(address: str, name: str = "") -> bool:
    """True where no human answers: lists, no-reply, bounces, notifications.

    ``address`` is canonical. Shared mailboxes that people read (info@, support@, jobs@)
    are no robots.
    """
    local, _, domain = address.rpartition("@")
    if local in _ROBOT_WORDS or domain in _ROBOT_DOMAINS:
        return True
    if any(part in local for part in _ROBOT_PARTS):
        return True
    if local.startswith(_ROBOT_PREFIXES) or local.endswith(_ROBOT_SUFFIXES):
        return True
    if "=" in local and any(c.isdigit() for c in local):
        return True  # VERP: the recipient's address inside the sender's
    labels = domain.split(".")[:-2]
    if any(label in _ROBOT_LABELS for label in labels):
        return True
    return bool(name and _ROBOT_NAME.search(name[:200]))

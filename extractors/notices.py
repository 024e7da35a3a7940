"""What a network reports of a person: an invitation, an acceptance, a message, a look.

Knows the senders and subjects of LinkedIn, X, Instagram, Facebook and Xing, in English,
German, French, Spanish, Swedish and Dutch. Such mail is bulk, and yet how many contacts
begin: so who and what are kept. Refuses to read a network out of anything but its own
sender's address, and to guess a name that the subject or the sender does not give.
"""

from __future__ import annotations

import re

from extractors.people import full_name
from extractors.records import Mailbox, Notice, NoticeKind

_SERVICES = {
    "linkedin.com": "linkedin",
    "twitter.com": "x",
    "x.com": "x",
    "instagram.com": "instagram",
    "facebookmail.com": "facebook",
    "facebook.com": "facebook",
    "xing.com": "xing",
}
_MAX_SUBJECT = 200

# Lower-case text only: the subject is lowered once. The first that is found decides.
_PHRASES: tuple[tuple[NoticeKind, str], ...] = (
    (
        "accepted",
        r"""
        \ (?: (?:has\ )? accepted\ your\ (?:invitation|request|friend\ request)
            | and\ you\ are\ now\ connected | is\ now\ (?:a|your)\ connection
            | hat\ (?:ihre|deine)\ (?:einladung|kontaktanfrage)\ (?:angenommen|bestätigt)
            | a\ accepté\ votre\ (?:invitation|demande)
            | ha\ aceptado\ tu\ (?:invitación|solicitud)
            | har\ (?:accepterat|godkänt)\ din\ (?:inbjudan|förfrågan)
            | heeft\ (?:je|uw)\ (?:uitnodiging|verzoek)\ geaccepteerd ) \b
        | ^ you\ and\ (?=.{1,80}\ are\ now\ connected) | new\ connection,\ (?=\S)
        # matches: jane doe accepted your invitation, you and jane doe are now connected;
        # not: we accepted your offer
        """,
    ),
    (
        "invitation",
        r"""
        \ (?: wants\ to\ connect | would\ like\ to\ connect
            | (?:has\ )? invited\ you\ to\ connect
            | sent\ you\ a\ (?:friend|connection|follow)\ request
            | möchte\ sich\ mit\ (?:ihnen|dir)\ vernetzen
            | souhaite\ (?:se\ connecter|rejoindre\ votre)
            | quiere\ conectar | vill\ (?:ansluta|lägga\ till\ dig|knyta\ kontakt)
            | wil\ (?:connectie|connecten|een\ connectie) )
        | \b (?: invitation | kontaktanfrage | einladung | uitnodiging | inbjudan | invitación )
          \ (?: from | von | de | van | från ) \ (?=\S)
        | (?: ^ | :\ ) (?: i\ want\ to\ connect | i['’]d\ like\ to\ (?:add\ you|connect)
            | please\ add\ me | join\ my\ network )
        | add\ (?:me|you)\ to\ (?:my|your)\ (?:linkedin|professional)
        # matches: jane doe wants to connect, you have an invitation from jane doe,
        # i'd like to add you to my professional network; not: an invitation to our event
        """,
    ),
    (
        "message",
        r"""
        \ (?: (?:just\ )? messaged\ you | sent\ you\ a\ (?:new\ |direct\ )?message
            | replied\ to\ your\ message | sent\ you\ \d{1,3}\ (?:new\ )?messages
            | hat\ (?:ihnen|dir)\ (?:eine\ nachricht|geschrieben) | vous\ a\ envoyé\ un\ message
            | te\ ha\ enviado\ un\ mensaje | har\ skickat\ (?:dig\ )?ett\ meddelande
            | heeft\ (?:je|u)\ een\ bericht\ gestuurd )
        | \b (?: new\ (?:direct\ )?message | neue\ nachricht | nouveau\ message | nuevo\ mensaje
            | nytt\ meddelande | nieuw\ bericht ) \ (?: from | von | de | van | från ) \ (?=\S)
        # matches: jane doe just messaged you, new message from jane doe;
        # not: a message for investors
        """,
    ),
    (
        "viewed",
        r"""
        \ (?: viewed\ your\ profile | looked\ at\ your\ profile
            | hat\ (?:ihr|dein)\ profil\ (?:besucht|angesehen) | a\ consulté\ votre\ profil
            | ha\ visto\ tu\ perfil | har\ (?:tittat\ på|besökt)\ din\ profil
            | heeft\ (?:je|uw)\ profiel\ bekeken )
        # matches: jane doe viewed your profile; not: people viewed the page
        """,
    ),
    (
        "followed",
        r"""
        \ (?: is\ now\ following\ you | (?:has\ )? started\ following\ you | followed\ you
            | folgt\ (?:ihnen|dir) | vous\ suit | te\ sigue | följer\ dig | volgt\ (?:je|u) ) \b
        # matches: jane doe (@jane) followed you; not: following up
        """,
    ),
    (
        "mentioned",
        r"""
        \ (?: (?:has\ )? (?:mentioned|tagged)\ you | hat\ (?:sie|dich|ihnen)\ .{0,20}erwähnt
            | vous\ a\ (?:mentionné|identifié) | te\ (?:ha\ )?mencion | nämnde\ dig
            | heeft\ je\ genoemd
            | endorsed\ you | recommended\ you )
        # matches: jane doe mentioned you in a comment; not: as you mentioned
        """,
    ),
)
_KINDS = tuple((kind, re.compile(phrase, re.VERBOSE)) for kind, phrase in _PHRASES)
_OWN_WORDS = re.compile(
    r"""
    (?: ^ | [:,] ) \s? (?: i\ want | i['’]d\ like | please\ add | join\ my )
    # An invitation in the person's own words: the sender's name says whose.
    # matches: i'd like to connect, jane doe: i want to connect; not: jane doe wants to connect
    """,
    re.VERBOSE,
)
_BEFORE_NAME = re.compile(
    r"""
    ^ (?: re:\s? | [^,:]{1,30} [,:]\ (?=[^\W\d_]) | your\ friend\ | (?:la|el)\ )
    # matches: "Bob, Jane Doe wants to connect", "LinkedIn: Jane Doe"; not: Jane Doe
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"""
    \s* (?: \(@ | \bare\ now\b | \bon\ (?:linkedin|x|twitter|instagram|facebook)\b | \bvia\ \S
          | \band\ \d | \bund\ \d | \bet\ \d | ,\ \S | :\ | [!.|–—] (?:\s|$) | \s-\s | ['’]s\b ) .*
    # matches: " (@jane)", " on LinkedIn", " and 3 others"; not: Jane Doe
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_notice(sender: Mailbox, subject: str) -> Notice | None:
    """Who did what on which network, where ``sender`` is one and ``subject`` says so.

    ``person_name`` is as written, in reading order, and empty where nobody is named.
    """
    service = _service_of(sender.address)
    if not service:
        return None
    subject = subject[:_MAX_SUBJECT]
    lowered = subject.lower()
    if len(lowered) != len(subject):
        return None  # a letter whose lower case is two: its places would be wrong
    for kind, pattern in _KINDS:
        if found := pattern.search(lowered):
            return Notice(service, kind, _person_name(sender, subject, found))
    return None


def _service_of(address: str) -> str:
    domain = address.rpartition("@")[2]
    while domain:
        if domain in _SERVICES:
            return _SERVICES[domain]
        domain = domain.partition(".")[2]
    return ""


def _person_name(sender: Mailbox, subject: str, found: re.Match[str]) -> str:
    """Before the verb, behind the preposition, or the sender's, in that order."""
    before, after = subject[: found.start()], subject[found.end() :]
    if _OWN_WORDS.search(subject.lower()):
        before = sender.name
    elif found[0].endswith(" ") and after:
        before = after
    name = _AFTER_NAME.sub("", _BEFORE_NAME.sub("", before.strip(" '\"“”"), count=1), count=1)
    name = full_name(name)
    return name if name.lower() not in ("linkedin", "someone", "facebook", "instagram") else ""

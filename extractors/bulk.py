"""Machines and crowds: which mail was not written by one person to a few.

Knows the headers that say so (RFC 2369, 2919, 3464, 3834, 8058), and the senders, subjects
and footers of robots. A person's post to a discussion list is that person's mail: it is on
a list and not bulk. A calendar program that mails for a person is that person. Refuses to
read the text for anything but an unsubscribe footer: what a text says is for the judges.
"""


# words of other languages are meant as they stand.

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractors.cleaning import clean_line
from extractors.people import is_robot_address
from extractors.records import Automation, Evidence, Mailbox
from extractors.threads import base_subject

BROADCAST_RECIPIENTS = 30
"""More visible recipients than this are a crowd, whoever wrote to it."""
_FOOTER_CHARACTERS = 1_500
_QUOTE_CHARACTERS = 200

Headers = Mapping[str, tuple[str, ...]]

_OUT_OF_OFFICE = re.compile(
    r"""
    out[ ]of[ ](?:the[ ])?office (?: \s?: | [ ](?:auto|message|notification|reply|assist) )
    | out-of-office | auto(?:matic)?[ -]?(?:reply|response|responder)\b
    | automatische\ antwort | abwesenheitsnotiz | abwesenheits(?:nachricht|meldung|assistent)
    | réponse\ automatique | message\ d.absence | absence\ du\ bureau | respuesta\ automática
    | fuera\ de\ la\ oficina | risposta\ automatica | fuori\ sede | resposta\ automática
    | autosvar | frånvaromeddelande | automatiskt?\ svar | fraværsbesked | fraværsassistent
    | automatisch\ antwoord | afwezigheidsassistent | automatyczna\ odpowiedź
    | automaattinen\ vastaus | poissaoloviesti | vacation\ (?:reply|message|response)
    | .{1,80} \b is\ out\ of\ the\ office \b
    # At the start of a subject. matches: Out of Office: lunch, Automatische Antwort: Termin;
    # not: out of the office on Friday, Vacation plans
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DELIVERY_REPORT = re.compile(
    r"""
    undeliver(?:able|ed)\b | unzustellbar | olevererbart | niet\ bestelbaar | non\ remis
    | delivery\ (?:status\ notification|failure|has\ failed|report|delayed|failed)
    | mail\ delivery\ (?:failed|failure|system) | mail\ could\ not\ be\ delivered
    | returned\ mail | failure\ notice | message\ status\ -\ undeliverable
    | warning:\ (?:message\ (?:still|delayed)|could\ not\ send)
    # At the start of a subject. matches: Returned mail: User unknown; not: Delivery on Monday
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOTICE_SUBJECT = re.compile(
    r"""
    \b your\ (?:order|receipt|invoice|payment|subscription|itinerary|booking|reservation
       |password|account|e-?statement|statement) \b .{0,60}
       \b (?:confirm|shipped|dispatched|receipt|received|reset|expir|ready|is\ available) \w{0,6}
    | ^ (?:order|payment|booking|subscription|registration|shipping|purchase|reservation)
       \ (?:confirm|receipt|acknowledge) \w{0,8}
    | ^ (?:your\ )? (?:receipt|invoice) \ from \b | \b e-receipt \b | ^ \[?security\ alert
    | \b verify\ your\ (?:e-?mail|account) | \b password\ reset \b | \b reset\ your\ password
    # matches: Your order 123 has shipped, Receipt from Acme; not: Can I order lunch?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOTICE_HINTS = (
    "your ", "order", "payment", "booking", "subscription", "registration", "shipping",
    "purchase", "reservation", "receipt", "invoice", "security alert", "verify", "password",
)  # fmt: skip
_NETWORK_SUBJECT = re.compile(
    r"""
    wants\ to\ connect | add\ (?:me|you)\ to\ (?:my|your)\ (?:linkedin|professional) \b
    | join\ my\ network\ on\ linkedin | invitation\ is\ waiting | endorsed\ you\ for
    | (?:viewed|appeared\ in) .{0,30} (?:profile|search) | new\ follower
    | is\ now\ following\ you | mentioned\ you\ (?:in|on) | tagged\ you | people\ you\ may\ know
    | sent\ you\ a\ (?:message|friend\ request)
    # matches: Bob wants to connect, You have a new follower; not: Follow up on Friday
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNSUBSCRIBE_HINTS = (
    "unsubscri", "opt out", "opt-out", "abbestell", "abmeld", "désabonn", "désinscri", "de baja",
    "afmeld", "uitschrijv", "avregistrer", "prenumeration", "disiscri", "cancellati", "remove",
    "browser", "preferences", "receiv",
)  # fmt: skip
_UNSUBSCRIBE_TEXT = re.compile(
    r"""
    \b unsubscri(?:be|bing|ption) | \b opt[ -]out \b | \b abbestellen \b | \b abmelden \b
    | se\ désabonner | désinscri | darse\ de\ baja | \b afmelden \b | \b uitschrijven \b
    | avregistrera | avsluta\ prenumeration | \b cancellati \b | disiscriv
    | \b removed? \s from \s (?:this|our|the|future) \s (?:e?-?mailing|e-?mail|list|database)
    | \b in \s your \s browser \b | \b (?:manage|update) \s your \s .{0,12} preferences
    | \b you \s (?:are\sreceiving|received|have\sreceived) \s this \s .{3,12} \s (?:because|as) \b
    # matches: click here to unsubscribe, view this email in your browser; not: subscribe now
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(
    r"""
    https?:// | www\. | mailto: | [\w.+-]{1,64} @ [\w-]{1,63} \.
    # matches: http://x.org/u, list-leave@x.org; not: reply STOP
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAILERS = re.compile(
    r"""
    mailchimp | sendgrid | constant\ ?contact | hubspot | klaviyo | marketo | mailjet | campaign
    | newsletter | accucast | listserv | lyris | phplist | sendinblue | brevo | postmark
    | mailgun | exacttarget | eloqua | bulk | majordomo | emaillabs | unica | responsys
    # Programs for crowd mailings. matches: MailChimp Mailer, Lyris; not: Apple Mail
    """,
    re.VERBOSE | re.IGNORECASE,
)

_AUTO_REPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply-from", "x-autoresponse")
_LIST_HEADERS = (
    "list-id", "list-post", "x-mailman-version", "x-beenthere", "x-mailing-list", "mailing-list",
)  # fmt: skip
_MEMBERS_POST = frozenset({"x-mailman-version", "x-beenthere", "x-mailing-list", "mailing-list"})
"""Headers of programs for lists that their members write to."""
_CROWD_HEADERS = {
    "list-unsubscribe-post": "one_click_unsubscribe",  # RFC 8058
    "list-unsubscribe": "list_unsubscribe",  # RFC 2369
    "list-id": "list_id",  # RFC 2919
    "feedback-id": "feedback_id",
    "x-campaign": "campaign_header",
    "x-campaignid": "campaign_header",
    "x-mc-user": "campaign_header",
    "x-sg-eid": "campaign_header",
    "x-csa-complaints": "campaign_header",
    "x-report-abuse": "campaign_header",
    "x-mailer-recptid": "campaign_header",
}
_CALENDAR_PROGRAMS = ("calendar-notification@google.com", "calendar-noreply@google.com")


@dataclass(frozen=True, slots=True)
class _Mail:
    """What there is to judge by."""

    headers: Headers
    sender: Mailbox
    subject: str
    text: str
    recipient_count: int

    @property
    def is_answer(self) -> bool:
        base = base_subject(self.subject[:300])
        return base.has_reply_prefix or base.has_forward_prefix

    def first(self, name: str) -> str:
        values = self.headers.get(name, ())
        return values[0].strip() if values else ""

    def shown(self, name: str, signal: str) -> Evidence:
        value = self.subject if name == "subject" else self.first(name)
        return Evidence("header", signal, clean_line(f"{name}: {value}", _QUOTE_CHARACTERS))


def judge_automation(
    headers: Headers, sender: Mailbox, subject: str, text: str, recipient_count: int
) -> Automation:
    """Whether a machine or a crowd mailing sent this, with everything that says so.

    ``headers`` maps lower-case names to field bodies; ``text`` is what the sender wrote,
    signature and footers included, quoted history not; ``recipient_count`` counts To, Cc
    and Bcc.
    """
    mail = _Mail(headers, sender, subject, text, recipient_count)
    robot = tuple(_robot(mail))
    replies = tuple(_auto_reply(mail))
    lists = tuple(_list(mail))
    is_discussion = bool(lists) and not robot and _is_discussion(mail)
    crowd = (*_machine(mail), *(() if is_discussion else _crowd(mail)))
    return Automation(
        is_bulk=bool(crowd or robot or replies),
        is_list=bool(lists),
        is_auto_reply=bool(replies),
        is_robot_sender=bool(robot),
        evidence=(*robot, *replies, *lists, *crowd),
    )


def _robot(mail: _Mail) -> Iterator[Evidence]:
    if is_robot_address(mail.sender.address, mail.sender.name):
        yield Evidence("header", "robot_sender", mail.sender.address[:_QUOTE_CHARACTERS])


def _auto_reply(mail: _Mail) -> Iterator[Evidence]:
    """RFC 3834 5, RFC 3464, and the subjects of programs that know neither."""
    submitted = mail.first("auto-submitted").lower()
    if submitted.startswith("auto-replied"):
        yield mail.shown("auto-submitted", "auto_replied")
    for name in _AUTO_REPLY_HEADERS:
        if name in mail.headers:
            yield mail.shown(name, "auto_reply_header")
    if mail.first("precedence").lower() in ("auto_reply", "auto-reply"):
        yield mail.shown("precedence", "auto_reply_header")
    if mail.first("content-type").lower().startswith("multipart/report"):
        yield mail.shown("content-type", "delivery_report")
    if mail.is_answer:
        pass  # people answer to such mail, and programs mark theirs by a header
    elif _OUT_OF_OFFICE.match(mail.subject[:_QUOTE_CHARACTERS]):
        yield mail.shown("subject", "out_of_office")
    elif _DELIVERY_REPORT.match(mail.subject[:_QUOTE_CHARACTERS]):
        yield mail.shown("subject", "delivery_report")
    if mail.sender.address.startswith(("mailer-daemon@", "maildaemon@")):
        yield Evidence("header", "mailer_daemon", mail.sender.address[:_QUOTE_CHARACTERS])


def _list(mail: _Mail) -> Iterator[Evidence]:
    """RFC 2919, and the headers of list programs older than it."""
    for name in _LIST_HEADERS:
        if name in mail.headers:
            yield mail.shown(name, "list")
            return
    if mail.first("precedence").lower() == "list":
        yield mail.shown("precedence", "list")


def _is_discussion(mail: _Mail) -> bool:
    """A list that its members write to, and a sender who is a member and not the list."""
    post = mail.first("list-post").lower()
    takes_posts = bool(post) and not post.startswith("no")  # RFC 2369 3.4: "NO"
    if not takes_posts and _MEMBERS_POST.isdisjoint(mail.headers):
        return False
    as_list_id = mail.sender.address.replace("@", ".")
    return (
        mail.sender.address not in post and f"<{as_list_id}>" not in mail.first("list-id").lower()
    )


def _machine(mail: _Mail) -> Iterator[Evidence]:
    """Signs of a program, which hold on a discussion list too."""
    if mail.recipient_count > BROADCAST_RECIPIENTS:
        yield Evidence("header", "broadcast", f"{mail.recipient_count} recipients")
    by_calendar = any(address in mail.first("sender").lower() for address in _CALENDAR_PROGRAMS)
    submitted = mail.first("auto-submitted").lower()
    if submitted.startswith(("auto-generated", "auto-notified")) and not by_calendar:
        yield mail.shown("auto-submitted", "auto_generated")
    suppressed = mail.first("x-auto-response-suppress").lower()
    if ("all" in suppressed or "autoreply" in suppressed) and not by_calendar:
        yield mail.shown("x-auto-response-suppress", "auto_response_suppress")
    subject = mail.subject[:300].lower()
    if mail.is_answer or not any(hint in subject for hint in _NOTICE_HINTS):
        return
    if _NOTICE_SUBJECT.search(subject):
        yield mail.shown("subject", "notice_subject")


def _crowd(mail: _Mail) -> Iterator[Evidence]:
    """Signs of a mailing to many, which a discussion list shares."""
    for name, signal in _CROWD_HEADERS.items():
        if name in mail.headers:
            yield mail.shown(name, signal)
    if mail.first("precedence").lower() in ("bulk", "junk", "list"):
        yield mail.shown("precedence", "precedence")
    if "list-unsubscribe" in mail.headers and _NETWORK_SUBJECT.search(mail.subject[:300]):
        yield mail.shown("subject", "network_notice")
    if _MAILERS.search(mail.first("x-mailer")[:100]):
        yield mail.shown("x-mailer", "bulk_mailer")
    yield from _unsubscribe_footer(mail.text)


def _unsubscribe_footer(text: str) -> Iterator[Evidence]:
    """An unsubscribe phrase with a link: "reply STOP" alone is how a cold pitch ends."""
    edges = text
    if len(text) > 2 * _FOOTER_CHARACTERS:
        edges = f"{text[:300]}\n{text[-_FOOTER_CHARACTERS:]}"
    lowered = edges.lower()
    if not any(hint in lowered for hint in _UNSUBSCRIBE_HINTS):
        return
    found = _UNSUBSCRIBE_TEXT.search(edges)
    if found and _LINK.search(edges):
        around = edges[max(0, found.start() - 30) : found.end() + 30]
        yield Evidence("header", "unsubscribe_text", " ".join(around.split()))

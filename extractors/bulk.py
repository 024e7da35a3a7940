"""Machines and crowds: which mail was not written by one person to a few.

Knows the headers that say so (RFC 2369, 2919, 3464, 3834, 8058), and the senders, subjects
and footers of robots. A person's post to a discussion list is that person's mail: it is on
a list and not bulk. A calendar program that mails for a person is that person. Refuses to
read the text for anything but an unsubscribe footer: what a text says is for the judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractors.cleaning import clean_line
from extractors.notices import find_notice
from extractors.people import full_name, is_robot_address
from extractors.records import Automation, Evidence, Mailbox
from extractors.threads import base_subject

BROADCAST_RECIPIENTS = 100
"""More visible recipients than this are a crowd, whoever writes to it first: of 20 labelled
messages to 31 to 100 people, people called three bulk."""
_PERSONAL_WORDS = 250
"""A letter to one person is no longer than this, with at most so many links:"""
_PERSONAL_LINKS = 3
_FOOTER_CHARACTERS = 1_500
_QUOTE_CHARACTERS = 200

Headers = Mapping[str, tuple[str, ...]]

_OUT_OF_OFFICE = re.compile(
    r"""
    out[ ]of[ ](?:the[ ])?office (?: \s?:
        | [ ](?:auto|message|notification|reply|assist|re\s?:|aw\s?:|sv\s?:) )
    | out-of-office | auto(?:matic)?[ -]?(?:reply|response|responder)\b
    | automatische\ antwort | abwesenheitsnotiz | abwesenheits(?:nachricht|meldung|assistent)
    | réponse\ automatique | message\ d.absence | absence\ du\ bureau | respuesta\ automática
    | fuera\ de\ la\ oficina | risposta\ automatica | fuori\ sede | resposta\ automática
    | autosvar | frånvaromeddelande | automatiskt?\ svar | fraværsbesked | fraværsassistent
    | automatisch\ antwoord | afwezigheidsassistent | automatyczna\ odpowiedź
    | odpowiedź\ automatyczna | automatická\ odpov[eě]ď | automatikus\ válasz | otomatik\ yanıt
    | răspuns\ automat | automatski\ odgovor | αυτόματη\ απάντηση | автоматический\ ответ
    | автоответ\b | автоматична\ відповідь | 自動応答 | 自動返信 | 自动回复 | 自動回覆 | 자동\ ?회신
    | automaattinen\ vastaus | poissaoloviesti | vacation\ (?:reply|message|response)
    | .{1,80} \b is\ out\ of\ the\ office \b
    # At the start of a subject. matches: Out of Office: lunch, Automatische Antwort: Termin;
    # not: out of the office on Friday, Vacation plans
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AWAY = re.compile(
    r"""
    \b (?: i[ ]am|i['’]m|i[ ]will[ ]be ) [ ] (?: currently[ ] | away[ ]and[ ] ){0,2}
        (?: out[ ]of[ ](?:the[ ])?office | on[ ](?:annual|parental|maternity)[ ]leave
          | on[ ]vacation
          | away[ ]from[ ](?:the|my)[ ](?:office|desk) )
    | \b (?: ich [ ] bin | bin [ ] ich | befinde [ ] ich [ ] mich ) .{0,60} \b
        (?: nicht[ ]im[ ](?:büro|haus) | abwesend | im[ ](?:urlaub|mutterschutz) | in[ ]elternzeit
          | nicht[ ]erreichbar )
    | \b ich [ ] habe [ ] urlaub
    | \b je [ ] (?: suis | serai ) .{0,40} \b
        (?: absente?\b | en[ ](?:congés?|vacances) | hors[ ]du[ ]bureau )
    | \b (?: estoy | estaré | me[ ]encuentro ) .{0,40} \b
        (?: fuera[ ]de[ ]la[ ]oficina | ausente | de[ ]vacaciones )
    | \b (?: jag [ ] (?: är | har ) | (?: är | har ) [ ] jag ) .{0,40} \b
        (?: inte[ ]på[ ]kontoret | bortrest | semester | ledig | föräldraledig )
    | \b (?: ik [ ] ben | ben [ ] ik ) .{0,40} \b
        (?: afwezig | niet[ ]aanwezig | met[ ](?:vakantie|verlof) | niet[ ]op[ ]kantoor )
    # In the opening of a lower-case text. matches: i am out of the office until monday,
    # ich bin bis 5. mai nicht im büro, je suis absente du bureau; not: he is out of the office
    """,
    re.VERBOSE,
)
_AWAY_HINTS = (
    "i am ", "i'm ", "i’m ", "i will be ", "ich bin ", "je suis ", "je serai ", "estoy ",
    "estaré ", "me encuentro ", "jag är ", "jag har ", "är jag ", "har jag ", "ik ben ", "ben ik ",
    "bin ich ", "ich mich ", "ich habe urlaub",
)  # fmt: skip
_AWAY_FORMULA = re.compile(
    r"""
    thank[ ]you[ ]for[ ]your[ ](?:e-?mail|message|mail) | thanks[ ]for[ ]your[ ](?:e-?mail|message)
    | (?:limited|no)[ ]access[ ]to
    | (?:urgent|immediate)[ ](?:matters|assistance|issues|requests|help)
    | (?:will|shall)[ ](?:reply|respond|answer|get[ ]back) .{0,60} (?:return|back\b)
    | (?:vielen[ ]dank|danke)[ ]für[ ]ihre[ ](?:e-?mail|nachricht) | dringende[nr]?[ ]
    | for[ ]anything[ ] .{1,60} [ ](?:reach|contact|write[ ]to|e-?mail|call)[ ]
    | wird[ ]nicht[ ]weitergeleitet
    | merci[ ](?:de|pour)[ ]votre[ ](?:message|e-?mail|mail) | en[ ]cas[ ]d['’]urgence
    | gracias[ ]por[ ](?:su|tu)[ ](?:mensaje|correo) | asuntos?[ ]urgentes?
    | tack[ ]för[ ](?:ditt|er[ta]?)[ ](?:mail|mejl|meddelande|e-post) | brådskande
    | (?:dank|bedankt)[ ]voor[ ](?:uw|je)[ ](?:bericht|e-?mail|mail) | bij[ ]spoed
    # What such an answer goes on with. matches: thank you for your email, in dringenden fällen;
    # not: thank you for your help
    """,
    re.VERBOSE,
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
    | \b order\ .{0,40} \bhas\ (?:been\ )?(?:shipped|dispatched)
    | (?:bestell|versand|zahlungs|buchungs)bestätigung | \bihre\ (?:bestellung|buchung)\b .{0,60}
      \b(?:versandt|verschickt|bestätigt|eingegangen|unterwegs)
    | \b(?:votre|confirmation\ de)\ commande\b
    | \bconfirmación\ de\ (?:su\ |tu\ )?(?:pedido|reserva|compra)
    | \btu\ pedido\b | \b(?:order|boknings)bekräftelse | \bdin\ beställning\b
    | (?:bestel|betalings|boekings)bevestiging | \b(?:uw|je)\ bestelling\b
    | ^ (?:your\ )? (?:receipt|invoice) \ from \b | \b e-receipt \b | ^ \[?security\ alert
    | \b verify\ your\ (?:e-?mail|account) | \b password\ reset \b | \b reset\ your\ password
    # matches: Your order 123 has shipped, Receipt from Acme; not: Can I order lunch?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NOTICE_HINTS = (
    "your ", "order", "payment", "booking", "subscription", "registration", "shipping",
    "purchase", "reservation", "receipt", "invoice", "security alert", "verify", "password",
    "bestätigung", "bestellung", "buchung", "commande", "confirmación", "pedido", "bekräftelse",
    "beställning", "bevestiging", "bestelling",
)  # fmt: skip
_UNSUBSCRIBE_HINTS = (
    "unsubscri", "opt out", "opt-out", "abbestell", "abmeld", "désabonn", "désinscri", "de baja",
    "plus recevoir", "suscripción", "schrijf ", "meld ", "avprenumer", "avanmäl", "austragen",
    "afmeld", "uitschrijv", "avregistrer", "prenumeration", "disiscri", "cancellati", "removed",
    "remove from", "remove me", "remove yourself", "browser", "preferences", "your subscription",
    "to receive", "stop receiving", "receiving this", "received this",
    "receive this", "get this",
)  # fmt: skip
_UNSUBSCRIBE_TEXT = re.compile(
    r"""
    unsubscri(?:be|bing|ption) | opt[ -]out\b | abbestellen\b | abmelden\b
    | désabonner | désinscri | ne\ plus\ recevoir\ (?:nos|cette|ces|d['’]|de)
    | (?:darse|darte|date|dese|darme)\ de\ baja
    | (?:cancelar|anular)\ (?:la\ |tu\ |su\ )?suscripción
    | afmelden\b | uitschrijven\b | schrijf\ (?:je|u)\ (?:hier\ )?uit
    | meld\ (?:je|u)\ (?:hier\ )?af
    | avregistrera | avprenumerera | avanmäl | avsluta\ (?:din\ )?prenumeration
    | vom\ newsletter\ (?:abmelden|austragen) | cancellati\b | disiscriv
    | removed? \s (?:yourself\s)? from \s (?:this|our|the|any|future|further) \s
      (?:e?-?mailings? | e-?mail | list | database | mailing)
    | in\ your\ browser\b | im\ browser\ (?:ansehen|öffnen|anzeigen)
    | (?:change|manage|update)\ your\ .{0,20}(?:preferences|subscription)
    | (?:no\ longer|do\ not|don['’]t)\ (?:wish|want)\ to\ receive | to\ stop\ receiving
    | you\ (?:are\ receiving|received|have\ received)\ this\ .{3,20}\ (?:because|as)\b
    | you\ (?:get|receive)\ this\ (?:.{3,20}\ )?because\ you\ (?:signed|subscribed|opted)
    # In lower-case text. matches: click here to unsubscribe, to be removed from our list;
    # not: subscribe now
    """,
    re.VERBOSE,
)
_LINK = re.compile(
    r"""
    https?:// | www\. | mailto: | [\w.+-]{1,64} @ [\w-]{1,63} \. | \bclick\b | \bhier\ klicken
    | \bklicken\ sie | \bcliquez | \bhaga\ clic | \bhaz\ clic | \bklik\ hier | \bklicka\ här
    | \bclicca\b
    # A link, or what is left of one in text from HTML. matches: http://x.org/u, click here;
    # not: reply STOP
    """,
    re.VERBOSE,
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
        return base.has_reply_prefix or base.is_forward

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
    machine = tuple(_machine(mail))
    crowd = () if is_discussion else tuple(_crowd(mail))
    is_crowd = bool(crowd) and not (_is_by_tool(crowd) and _is_to_one_person(mail))
    return Automation(
        is_bulk=bool(machine or robot or replies or is_crowd),
        is_list=bool(lists),
        is_auto_reply=bool(replies),
        is_robot_sender=bool(robot),
        evidence=(*robot, *replies, *lists, *machine, *crowd),
        notice=find_notice(sender, subject) if robot else None,
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
    if _is_away(mail.text):
        yield Evidence("header", "out_of_office_text", " ".join(mail.text[:80].split()))
    if mail.is_answer:
        pass  # people answer to such mail, and programs mark theirs by a header
    elif _OUT_OF_OFFICE.match(mail.subject[:_QUOTE_CHARACTERS]):
        yield mail.shown("subject", "out_of_office")
    elif _DELIVERY_REPORT.match(mail.subject[:_QUOTE_CHARACTERS]):
        yield mail.shown("subject", "delivery_report")
    if mail.sender.address.startswith(("mailer-daemon@", "maildaemon@")):
        yield Evidence("header", "mailer_daemon", mail.sender.address[:_QUOTE_CHARACTERS])


def _is_away(text: str) -> bool:
    """An opening that says who is away, with a formula of such answers: one alone is talk."""
    if len(text) > 2 * _FOOTER_CHARACTERS or "?" in text:
        return False  # who is away and asks is a person
    lowered = text.lower()
    opening = " ".join(lowered[:400].split())
    if not any(hint in opening for hint in _AWAY_HINTS) or not _AWAY.search(opening):
        return False
    return _AWAY_FORMULA.search(" ".join(lowered.split())) is not None


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
    if mail.recipient_count > BROADCAST_RECIPIENTS and not mail.is_answer:
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
    if _MAILERS.search(mail.first("x-mailer")[:100]):
        yield mail.shown("x-mailer", "bulk_mailer")
    yield from _unsubscribe_footer(mail.text)


def _unsubscribe_footer(text: str) -> Iterator[Evidence]:
    """An unsubscribe phrase with a link: "reply STOP" alone is how a cold pitch ends.

    Or two such phrases at the end: the links of a newsletter are lost on the way to text.
    """
    edges = text
    if len(text) > 2 * _FOOTER_CHARACTERS:
        edges = f"{text[:300]}\n{text[-_FOOTER_CHARACTERS:]}"
    lowered = edges.lower()
    places = [place for hint in _UNSUBSCRIBE_HINTS if (place := lowered.find(hint)) >= 0]
    if not places:
        return
    joined = " ".join(lowered[max(0, min(places) - 60) :].split())
    found = _UNSUBSCRIBE_TEXT.search(joined)
    if found and (_LINK.search(lowered) or _has_two_formulas(joined[-400:])):
        around = joined[max(0, found.start() - 30) : found.end() + 30]
        yield Evidence("header", "unsubscribe_text", " ".join(around.split()))


def _has_two_formulas(end: str) -> bool:
    """ "You are receiving this because ... Unsubscribe": not the same one twice."""
    if "?" in end:
        return False  # a person asks about such a mail
    return len({match[0][:12] for match in _UNSUBSCRIBE_TEXT.finditer(end)}) > 1


# --- Letters that a sales tool carries ------------------------------------------------------

_BY_TOOL = frozenset(
    {
        "list_unsubscribe", "one_click_unsubscribe", "feedback_id", "campaign_header",
        "bulk_mailer", "unsubscribe_text",
    }
)  # fmt: skip
"""What HubSpot, Outreach and their like add to a letter from one to one."""


def _is_by_tool(crowd: tuple[Evidence, ...]) -> bool:
    return all(evidence.signal in _BY_TOOL for evidence in crowd)


def _is_to_one_person(mail: _Mail) -> bool:
    """Written as to one person: by a person, short, with a greeting and their own name below.

    Sales tools put the headers of a newsletter on such letters; they are pitches (or notes)
    all the same, and what they are is for the judges.
    """
    name = full_name(mail.sender.name)
    text = mail.text.strip()
    if mail.recipient_count > 2 or len(name.split()) < 2 or len(text) > 10 * _PERSONAL_WORDS:
        return False
    words = text.split()
    is_short = len(words) <= _PERSONAL_WORDS and len(_LINK.findall(text)) <= _PERSONAL_LINKS
    first_line = text.partition("\n")[0]
    below = {word.strip(",.-–—/|").lower() for word in words[-60:]}
    return (
        is_short
        and _GREETING.match(first_line[:80]) is not None
        and name.split()[0].lower() in below
    )


_GREETING = re.compile(
    r"""
    (?: hi | hello | hey | dear | good\ (?:morning|afternoon|evening) | hallo
      | guten\ (?:tag|morgen)
      | liebe[rs]? | sehr\ geehrte[rs]? | bonjour | cher | chère | hola | estimad[oa] | querid[oa]
      | hej | hejsan | hei | kära | beste | geachte | dag | ciao | gentile | olá | prezad[oa] )
    \s .{0,40} [^\W\d_]{2,40} \s? [,:!–-]? \s? $
    # A greeting with a name, alone on its line. matches: Hi Bob, Sehr geehrter Herr Stein,;
    # not: Hi, Hi Bob - did you see our sale of the year, it ends tomorrow
    """,
    re.VERBOSE | re.IGNORECASE,
)

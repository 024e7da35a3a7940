"""How mail programs write an answer: attribution, quoted history, HTML.

Knows Gmail, Outlook (English and German), Apple Mail, the iPhone, Thunderbird (English and
German) and ``plain``, which quotes nothing. Takes finished words, gives text and HTML.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from flows.sample.moments import MONTHS, WEEKDAYS, german_words

HISTORY_DEPTH = 4
"""How many earlier mails an answer carries along before people trim."""

GMAIL_WIDTH = 76
FLOWED_WIDTH = 72  # RFC 3676 4.2 advises lines of at most 78 characters


@dataclass(frozen=True, slots=True)
class Letter:
    """One placed mail, as far as its text goes."""

    sender_name: str
    sender_address: str
    recipients: str
    """To, as an Outlook border shows it."""
    subject: str
    sent_at: datetime
    """In the zone of whoever reads it: convert before quoting."""
    program: str
    posting: str
    words: str
    """What the sender wrote, with the signature if there is one."""
    is_inline: bool
    parent: Letter | None
    """None where the program, or the person, quotes nothing."""


@dataclass(frozen=True, slots=True)
class Program:
    """What one mail program does; ``attribution`` writes the line above a quote."""

    reply_prefix: str
    mailer: tuple[str, str]
    """Header that names the program, and its value."""
    has_html: bool
    is_flowed: bool
    attribution: Callable[[Letter], str]
    is_border: bool = False
    """Outlook: the history stands below a border, without ``>``."""


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _gmail(quoted: Letter) -> str:
    day = quoted.sent_at
    line = (
        f"On {WEEKDAYS[day.weekday()][:3]}, {day.day} {MONTHS[day.month - 1][:3]} {day.year} at "
        f"{_clock(day)}, {quoted.sender_name} <{quoted.sender_address}> wrote:"
    )
    # Gmail breaks the line as it breaks any other: readers have to cope with two.
    return f"{_filled(line, GMAIL_WIDTH, chr(10))}\n\n"


def _apple(quoted: Letter) -> str:
    day = quoted.sent_at
    return (
        f"On {day.day} {MONTHS[day.month - 1][:3]} {day.year}, at {_clock(day)}, "
        f"{quoted.sender_name} <{quoted.sender_address}> wrote:\n\n"
    )


def _thunderbird(quoted: Letter) -> str:
    return f"On {quoted.sent_at:%d/%m/%Y %H:%M}, {quoted.sender_name} wrote:\n"


def _thunderbird_german(quoted: Letter) -> str:
    return (
        f"Am {quoted.sent_at:%d.%m.%y} um {_clock(quoted.sent_at)} schrieb {quoted.sender_name}:\n"
    )


def _outlook(quoted: Letter) -> str:
    day = quoted.sent_at
    return (
        f"{'_' * 32}\n"
        f"From: {quoted.sender_name} <{quoted.sender_address}>\n"
        f"Sent: {day.day} {MONTHS[day.month - 1]} {day.year} {_clock(day)}\n"
        f"To: {quoted.recipients}\n"
        f"Subject: {quoted.subject}\n\n"
    )


def _outlook_german(quoted: Letter) -> str:
    return (
        "-----Ursprüngliche Nachricht-----\n"
        f"Von: {quoted.sender_name} <{quoted.sender_address}>\n"
        f"Gesendet: {german_words(quoted.sent_at)} {_clock(quoted.sent_at)}\n"
        f"An: {quoted.recipients}\n"
        f"Betreff: {quoted.subject}\n\n"
    )


def _nothing(quoted: Letter) -> str:
    return ""


_OUTLOOK_MAILER = ("X-Mailer", "Microsoft Outlook 16.0")
_THUNDERBIRD_AGENT = ("User-Agent", "Mozilla Thunderbird")

PROGRAMS = {
    "gmail": Program("Re: ", ("X-Mailer", "Webmail"), True, False, _gmail),
    "outlook": Program("RE: ", _OUTLOOK_MAILER, True, False, _outlook, is_border=True),
    "outlook-de": Program("AW: ", _OUTLOOK_MAILER, False, False, _outlook_german, is_border=True),
    "apple": Program("Re: ", ("X-Mailer", "Apple Mail (2.3774)"), False, False, _apple),
    "iphone": Program("Re: ", ("X-Mailer", "iPhone Mail (22B91)"), False, False, _apple),
    "thunderbird": Program("Re: ", _THUNDERBIRD_AGENT, False, True, _thunderbird),
    "thunderbird-de": Program("Re: ", _THUNDERBIRD_AGENT, False, True, _thunderbird_german),
    "plain": Program("Re: ", ("X-Mailer", "Post 3.1"), False, False, _nothing),
}

REPLY_PREFIXES = ("re: ", "aw: ")


def reply_subject(subject: str, program: str) -> str:
    """``subject`` with the one prefix that ``program`` gives it."""
    while subject.lower().startswith(REPLY_PREFIXES):
        subject = subject[4:]
    return PROGRAMS[program].reply_prefix + subject


def letter_text(letter: Letter, depth: int = HISTORY_DEPTH) -> str:
    """The whole body as plain text, history and all."""
    program = PROGRAMS[letter.program]
    own = _wrap(letter.words, letter.program)
    if letter.parent is None or depth == 0 or letter.program == "plain":
        return own
    attribution = program.attribution(letter.parent)
    if letter.is_inline:
        return f"{attribution}{own}"
    history = letter_text(letter.parent, depth - 1)
    if not program.is_border:
        history = "\n".join(_quoted_line(line) for line in history.split("\n"))
    if letter.posting == "bottom":
        return f"{attribution}{history}\n\n{own}"
    return f"{own}\n\n{attribution}{history}"


def letter_html(letter: Letter) -> str:
    """The whole body as this program's HTML."""
    if PROGRAMS[letter.program].is_border:
        style = "p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Calibri,sans-serif;}"
        return (
            f"<html><head><style>{style}</style></head>"
            '<body lang="EN-GB"><div class="WordSection1">'
            f"{_inner_html(letter)}</div></body></html>"
        )
    return _inner_html(letter)


def _inner_html(letter: Letter, depth: int = HISTORY_DEPTH) -> str:
    is_border = PROGRAMS[letter.program].is_border
    own = _outlook_paragraphs(letter.words) if is_border else _gmail_lines(letter.words)
    if letter.parent is None or depth == 0:
        return own
    history = _inner_html(letter.parent, depth - 1)
    if is_border:
        return f"{own}{_outlook_border(letter.parent)}{history}"
    attribution = escape(_gmail(letter.parent).strip().replace("\n", " "))
    return (
        f'{own}<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{attribution}<br>'
        '</div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
        f'border-left:1px solid rgb(204,204,204);padding-left:1ex">{history}</blockquote></div>'
    )


def _gmail_lines(words: str) -> str:
    lines = "".join(f"<div>{escape(line) or '<br>'}</div>\n" for line in words.split("\n"))
    return f'<div dir="ltr">{lines}</div>'


def _outlook_paragraphs(words: str) -> str:
    return "".join(
        f'<p class="MsoNormal">{escape(line) or "&nbsp;"}</p>\n' for line in words.split("\n")
    )


def _outlook_border(quoted: Letter) -> str:
    lines = _outlook(quoted).strip().split("\n")[1:]
    fields = "<br>\n".join(
        f"<b>{escape(name)}:</b>{escape(value)}"
        for name, _, value in (line.partition(":") for line in lines)
    )
    return (
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{fields}</p></div></div><p class="MsoNormal">&nbsp;</p>\n'
    )


def _quoted_line(line: str) -> str:
    # RFC 3676 4.5: deeper quotes stack their marks without spaces between them.
    return f">{line}" if line.startswith(">") else f"> {line}".rstrip()


def _wrap(words: str, program: str) -> str:
    if program == "gmail":
        return "\n".join(_filled(line, GMAIL_WIDTH, "\n") for line in words.split("\n"))
    if PROGRAMS[program].is_flowed:
        # RFC 3676 4.1: a line that goes on ends in a space.
        return "\n".join(_filled(line, FLOWED_WIDTH, " \n") for line in words.split("\n"))
    return words


def _filled(line: str, width: int, glue: str) -> str:
    if len(line) <= width or line.startswith(">"):
        return line
    return glue.join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))

"""Reads what people wrote: ``people.toml`` and ``threads/*.txt``.

Knows the notation of those files and nothing of MIME or of today.

A thread file opens with words for its reader. ``= Subject`` starts a thread, ``@`` a mail::

    = Pendants for the mill dining room
    @ -190 09:12 greta > nora cc=tomasz label=first
    Hej Nora, ...

``-190`` counts working days before the last day, the time is the owner's. Each mail
answers the one above it. Then, in any order:

- ``cc=a,b``; ``label=x`` names the mail in its Message-ID (else its number in the file);
- ``new`` answers nothing; with ``subject="..."`` it starts a thread of that subject,
  without ``new`` a subject holds for this mail alone;
- ``inline`` the body quotes by hand, lines with ``>``; ``noquote`` quotes nothing;
- ``html`` is HTML only; ``auto`` an out-of-office; ``bounce`` a delivery report;
  ``list`` came over a discussion list; ``noid`` has no Message-ID;
- ``attach="name.pdf"``; ``also=Archive`` lies there too;
- ``cal=request|reply|cancel uid=x seq=1 start=-58/09:30 minutes=60 place="..."
  partstat=accepted``: a calendar part (RFC 5545); later ones of a uid inherit.

In bodies ``{-21 weekday}``, ``{-21 date}`` and ``{-21 full}`` become that working day as
"Tuesday", "3 November" or "Tuesday 3 November".
"""

from __future__ import annotations

import shlex
import tomllib
from dataclasses import dataclass
from datetime import time
from pathlib import Path

SAMPLE_FOLDER = Path(__file__).parent

MARKS = frozenset({"new", "inline", "noquote", "html", "auto", "bounce", "list", "noid"})
SETTINGS = frozenset(
    {"cc", "label", "subject", "attach", "also"}
    | {"cal", "uid", "seq", "start", "minutes", "place", "partstat"}
)


class ScriptError(ValueError):
    """A data file says something that its notation does not know; names file and line."""


@dataclass(frozen=True, slots=True)
class Person:
    """One who writes or is written to; the fields are explained in ``people.toml``."""

    key: str
    name: str
    address: str
    program: str
    signature: str = ""
    signs: str = "first"
    posting: str = "top"
    charset: str = "utf-8"
    zone: str = ""
    folder: str = ""

    @property
    def domain(self) -> str:
        return self.address.partition("@")[2]


@dataclass(frozen=True, slots=True)
class CalendarNote:
    """What a mail's calendar part says; None where it inherits from the mail before."""

    method: str
    uid: str
    sequence: int | None
    start_day: int | None
    start_time: time | None
    minutes: int | None
    place: str | None
    participation: str


@dataclass(frozen=True, slots=True)
class ScriptedMail:
    """One mail as written, not yet placed in time."""

    name: str
    """``<file>.<label or number>``, the left side of its Message-ID."""
    day: int
    """Working days before the last day: 0 or negative."""
    at: time
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    body: str
    parent: str
    """Name of the mail that it answers, or empty."""
    marks: frozenset[str]
    has_own_subject: bool
    attachment: str
    also: str
    calendar: CalendarNote | None

    @property
    def is_robotic(self) -> bool:
        return bool(self.marks & {"auto", "bounce"})


def read_people(path: Path = SAMPLE_FOLDER / "people.toml") -> dict[str, Person]:
    """All persons by key."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        key: Person(key=key, **{name: value.strip("\n") for name, value in table.items()})
        for key, table in tables.items()
    }


def read_threads(folder: Path = SAMPLE_FOLDER / "threads") -> tuple[ScriptedMail, ...]:
    """All mails of all thread files, in the files' order.

    Raises :class:`ScriptError` with file and line.
    """
    mails: list[ScriptedMail] = []
    for path in sorted(folder.glob("*.txt")):
        mails += read_thread_file(path.stem, path.read_text(encoding="utf-8"))
    return tuple(mails)


def read_thread_file(stem: str, content: str) -> list[ScriptedMail]:
    """The mails of one thread file named ``stem``."""
    mails: list[ScriptedMail] = []
    subject, parent = "", ""
    header, header_line = "", 0
    body: list[str] = []

    def finish() -> None:
        nonlocal subject, parent
        if not header:
            return
        try:
            text = "\n".join(body).strip()
            mail = _mail(stem, len(mails) + 1, header, text, subject=subject, parent=parent)
        except (ValueError, KeyError) as error:
            raise ScriptError(f"threads/{stem}.txt:{header_line}: {error}") from error
        if "new" in mail.marks:
            subject = mail.subject
        parent = mail.name
        mails.append(mail)

    for number, line in enumerate(content.splitlines(), start=1):
        if line.startswith("= "):
            finish()
            header, subject, parent = "", line[2:].strip(), ""
        elif line.startswith("@ "):
            finish()
            header, header_line, body = line[2:], number, []
        else:
            body.append(line)
    finish()
    return mails


def _mail(
    stem: str, number: int, header: str, body: str, *, subject: str, parent: str
) -> ScriptedMail:
    day, at, sender, arrow, to, *rest = shlex.split(header)
    if arrow != ">":
        raise ValueError(f"expected 'DAY TIME SENDER > TO', got {header!r}")
    marks = frozenset(word for word in rest if "=" not in word)
    settings = dict(word.split("=", 1) for word in rest if "=" in word)
    unknown = (marks - MARKS) | (settings.keys() - SETTINGS)
    if unknown:
        raise ValueError(f"unknown words: {', '.join(sorted(unknown))}")
    label = settings.get("label", f"{number:02}")
    return ScriptedMail(
        name=f"{stem}.{label}",
        day=int(day),
        at=time.fromisoformat(at),
        sender=sender,
        to=tuple(to.split(",")),
        cc=tuple(settings["cc"].split(",")) if "cc" in settings else (),
        subject=settings.get("subject", subject),
        body=body,
        parent="" if "new" in marks else parent,
        marks=marks,
        has_own_subject="subject" in settings,
        attachment=settings.get("attach", ""),
        also=settings.get("also", ""),
        calendar=_calendar_note(settings) if "cal" in settings else None,
    )


def _calendar_note(settings: dict[str, str]) -> CalendarNote:
    day, _, at = settings.get("start", "").partition("/")
    return CalendarNote(
        method=settings["cal"],
        uid=settings["uid"],
        sequence=int(settings["seq"]) if "seq" in settings else None,
        start_day=int(day) if day else None,
        start_time=time.fromisoformat(at) if at else None,
        minutes=int(settings["minutes"]) if "minutes" in settings else None,
        place=settings.get("place"),
        participation=settings.get("partstat", ""),
    )

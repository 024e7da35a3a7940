"""How good the facts are: who introduces whom, and when a meeting is.

Three sets, each in two halves. Modern mail written by us (``tests/facts/*.toml``): one half to
tune on, one held out. The facts that the training's modern mail (``assets/modern_*.jsonl``) is
labelled with: even numbers to tune on, odd ones only counted; its kinds are known to the model,
its people and times are not. Real mail of the corpora, labelled in ``labels/*.jsonl`` by
reading, with no text of it: the halves are told apart by a hash of the file's name. Everything
is read by the whole spine, so a wrong kind costs its facts here as it does in the log.
"""

from __future__ import annotations

import json
import tarfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from zoneinfo import ZoneInfo

from extractors.reading import read_mails
from extractors.records import (
    IntroducedPerson,
    Me,
    Meeting,
    Message,
    Place,
    RawMail,
    Reading,
)
from extractors.training.corpus import ASSETS
from extractors.training.real_mail import CORPORA

if TYPE_CHECKING:
    from spacy.language import Language

LABELS: Final = Path(__file__).parent / "labels"
ARCHIVES: Final = ("enron.tar.gz", "enron-inboxes.tar.gz")
ENRON_ZONE: Final = ZoneInfo("America/Los_Angeles")
"""The zone in which the Date headers of the Enron record are written."""
Half = Literal["tuned on", "held out"]


@dataclass(frozen=True, slots=True)
class Example:
    """A mail and what is true of it. ``sides`` and ``introducer`` are addresses, ``=`` and a
    name, or ``sender`` and ``recipient N``; ``starts_at`` is a local time, a day, or ``""``."""

    name: str
    raw: RawMail
    half: Half
    role: tuple[str, ...] = ()
    introducer: str | None = None
    sides: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Who may be called a side as well: a second reader who is spoken to with the first."""
    follow_up: str = ""
    status: tuple[str, ...] = ()
    starts_at: str | None = None
    ends_at: str = ""
    zone: tzinfo = UTC
    """Of ``starts_at`` where that names none."""


@dataclass(slots=True)
class Tally:
    """Right and all, a measure; and the names of those that were wrong."""

    right: dict[str, int] = field(default_factory=dict)
    all: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self, measure: str, is_right: bool, detail: str = "") -> None:
        self.right[measure] = self.right.get(measure, 0) + is_right
        self.all[measure] = self.all.get(measure, 0) + 1
        if not is_right and detail:
            self.wrong.append(f"{measure}: {detail}")

    def share(self, measure: str) -> float:
        return self.right.get(measure, 0) / self.all.get(measure, 1)


# --------------------------------------------------------------------- the modern mail


def read_modern(folder: Path, subject: Literal["introductions", "meetings"]) -> list[Example]:
    """The examples of ``<subject>_tune.toml`` and ``<subject>_held.toml`` in ``folder``."""
    halves: tuple[tuple[str, Half], ...] = (("tune", "tuned on"), ("held", "held out"))
    return [
        _modern(f"{subject}_{suffix} {number}", half, mail)
        for suffix, half in halves
        for number, mail in enumerate(
            tomllib.loads((folder / f"{subject}_{suffix}.toml").read_text(encoding="utf-8"))["mail"]
        )
    ]


def _modern(name: str, half: Half, mail: dict[str, object]) -> Example:
    sent = mail.get("sent", datetime.fromisoformat("2026-03-04T09:00:00+01:00"))
    assert isinstance(sent, datetime)
    starts_at = mail.get("starts_at")
    return Example(
        name=f"{name} {mail['subject']}",
        raw=RawMail(Place("files", name, 0, 0), _bytes(mail, sent)),
        half=half,
        role=tuple(filter(None, str(mail.get("role", "")).split("|"))),
        introducer=str(mail["introducer"]) if "introducer" in mail else None,
        sides=tuple(map(str, _list(mail.get("sides", ())))),
        follow_up=str(mail.get("follow_up", "")),
        status=tuple(filter(None, str(mail.get("status", "")).split("|"))),
        starts_at=None if starts_at is None else str(starts_at),
        ends_at=str(mail.get("ends_at", "")),
        zone=sent.tzinfo or UTC,
    )


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _bytes(mail: dict[str, object], sent: datetime) -> bytes:
    """The mail as it would have come: an answer has a thread, a person signs nothing else."""
    made = EmailMessage()
    made["From"] = _header(mail.get("from", "Jo Mercer <jo@mercerandsons.com>"))
    made["To"] = ", ".join(map(_header, _list(mail.get("to", ["Anna Lind <anna@firm.com>"]))))
    if mail.get("cc"):
        made["Cc"] = ", ".join(map(_header, _list(mail["cc"])))
    made["Date"] = format_datetime(sent)
    made["Subject"] = str(mail["subject"])
    made["Message-ID"] = f"<{sha256(str(mail).encode()).hexdigest()[:16]}@example.org>"
    if mail.get("is_reply") or str(mail["subject"]).startswith("Re:"):
        made["In-Reply-To"] = "<earlier@example.org>"
    made.set_content(str(mail["text"]).lstrip("\n"))
    return made.as_bytes()


def _header(value: object) -> str:
    """ "LIND, Anna <anna@firm.com>" with its name quoted, for the comma belongs to it."""
    name, _, address = str(value).rpartition(" ")
    quoted = name.replace('"', "")
    return f'"{quoted}" <{address.strip("<>")}>' if name else address


# ----------------------------------------------------------- the training's modern mail


def read_labelled(
    subject: Literal["introductions", "meetings"], folder: Path = ASSETS
) -> list[Example]:
    """The rows of ``modern_*.jsonl`` that are introductions, with their people, or meetings,
    with their time; of the introductions also the rows of other kinds, which bring nobody
    together ("not mistaken"), but for those that a reasonable person might call one."""
    return _labelled_rows(subject, sorted(folder.glob("modern_*.jsonl")))


def _labelled_rows(
    subject: Literal["introductions", "meetings"], files: Iterable[Path]
) -> list[Example]:
    rows = [
        json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()
    ]
    if subject == "meetings":
        return [_labelled(row) for row in rows if row["meeting"]]
    return [
        replace(_labelled(row), starts_at=None)
        for row in rows
        if row["introduction"] or not _is_near(row)
    ]


def read_held_out(subject: Literal["introductions", "meetings"], file: Path) -> list[Example]:
    """The same of a file that nobody tunes on (``tests/kinds``), all of it held out."""
    return [replace(each, half="held out") for each in _labelled_rows(subject, [file])]


def _is_near(row: dict[str, Any]) -> bool:
    return bool(row["second"] == "introduction")


def _labelled(row: dict[str, Any]) -> Example:
    sent = datetime.fromisoformat(row["sent_at"])
    number = int(row["id"].rpartition("-")[2])
    mail = {
        "from": f"{row['from_name']} <{row['from_address']}>",
        "to": [f"{name} <{address}>" for name, address in row["to"]],
        "cc": [f"{name} <{address}>" for name, address in row["cc"]],
        "subject": row["subject"],
        "text": row["text"],
        "is_reply": row["is_reply"],
    }
    introduction, meeting = row["introduction"] or {}, row["meeting"]
    role = introduction.get("role", "")
    return Example(
        name=f"{row['id']} {row['subject']}",
        raw=RawMail(Place("files", row["id"], 0, 0), _bytes(mail, sent)),
        half="held out" if number % 2 else "tuned on",
        role=(role,) if role else (),
        introducer=_introducer(row, role),
        sides=_sides(row, role),
        status=(meeting["status"],) if meeting else (),
        starts_at=(meeting["starts_at"] or "") if meeting else None,
        zone=sent.tzinfo or UTC,
    )


def _introducer(row: dict[str, Any], role: str) -> str | None:
    """As the log has it: who is asked, where one asks; who sent the sender, if anybody did."""
    if role == "requested":
        return "recipient 0"
    if role == "self":
        name, address = _named(row["introduction"]["introducer"])
        if not name or name == row["from_name"]:
            return None
        is_on_it = any(address == box[1] for box in (*row["to"], *row["cc"]))
        return address.lower() if address and is_on_it else f"={name}"
    return "sender" if role else None


def _named(person: str | Sequence[str | None]) -> tuple[str, str | None]:
    """Name and address of a labelled person, who is written as a name alone or as both."""
    if isinstance(person, str):
        return person, None
    name, address = person
    return name or "", address or None


def _sides(row: dict[str, Any], role: str) -> tuple[str, ...]:
    """The labelled people, and the side that goes without saying: who asks, who reads."""
    if not role:
        return ()
    if role == "self":
        return ("sender", "recipient 0")
    people = [
        address.lower() if address else f"={name}"
        for name, address in row["introduction"]["people"]
        if address or name[:1].isupper()  # "the curator" is nobody's name
    ]
    if role == "requested":
        return ("sender", *people)
    if role == "offered" or (role == "made" and len(people) == 1):
        first = row["to"][0][1].lower()
        return (*(() if first in people else (first,)), *people)
    return tuple(people)


# ----------------------------------------------------------------------- the real mail


def read_real(
    subject: Literal[
        "introductions",
        "meetings",
        "introductions_learned",
        "introductions_in_passing",
        "introductions_by_words",
    ],
    corpora: Path = CORPORA,
) -> list[Example]:
    """The labelled messages of the corpora; empty where those are not here.

    The kinds of the ``introductions_learned`` are known to the model, so that they say whether
    people are right and not whether an introduction is found. All of them are tuned on. Of the
    ``introductions_in_passing`` the kinds are unknown to it, and most are contacts passed on;
    the ``introductions_by_words`` are more of these, found without Rapport.
    """
    rows = [
        json.loads(line)
        for line in (LABELS / f"{subject}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    contents = dict(_contents(corpora, {row["file"] for row in rows}))
    return [
        Example(
            name=row["file"],
            raw=RawMail(Place("files", "corpora", 0, number), contents[row["file"]]),
            half=_half(row["file"]) if subject != "introductions_learned" else "tuned on",
            role=tuple(row.get("role", ())),
            introducer=row.get("introducer"),
            sides=tuple(row.get("sides", ())),
            also=tuple(row.get("also", ())),
            status=tuple(row.get("status", ())),
            starts_at=row.get("starts_at"),
            ends_at=row.get("ends", ""),
            zone=ENRON_ZONE,
        )
        for number, row in enumerate(rows)
        if row["file"] in contents
    ]


def _half(file: str) -> Half:
    return "held out" if sha256(file.encode()).digest()[0] % 2 else "tuned on"


def _contents(corpora: Path, names: set[str]) -> Iterator[tuple[str, bytes]]:
    for archive in ARCHIVES:
        if not (corpora / archive).is_file():
            continue
        with tarfile.open(corpora / archive) as files:
            for member in files:
                name = member.name.removeprefix("./")
                content = files.extractfile(member) if name in names else None
                if content is not None:
                    yield name, content.read()


# ------------------------------------------------------------------------- the scores


def score(examples: Sequence[Example], nlp: Language) -> dict[Half, Tally]:
    """Each half's tally of introductions found, with the right people, role and introducer,
    and of meetings found, with the right time, day and status."""
    tallies: dict[Half, Tally] = {"tuned on": Tally(), "held out": Tally()}
    readings = read_mails([example.raw for example in examples], nlp, Me())
    for example, reading in zip(examples, readings, strict=True):
        tally = tallies[example.half]
        if not isinstance(reading, Reading):
            tally.count("read", False, example.name)
        elif example.starts_at is not None:
            _score_meeting(tally, example, reading)
        else:
            _score_introduction(tally, example, reading)
    return tallies


def _score_introduction(tally: Tally, example: Example, reading: Reading) -> None:
    message, found = reading.message, reading.introduction
    kind = reading.verdict.kind
    if example.follow_up:
        kinds = [each.kind for each in reading.follow_ups]
        tally.count("follow-up", example.follow_up in kinds, f"{example.name}: {kinds}")
    if not example.role:
        counts = kind == "introduction" or (found is not None and found.role == "made")
        tally.count("not mistaken", not counts, f"{example.name} ({kind})")
        return
    tally.count("found", found is not None, f"{example.name} ({kind})")
    if found is None:
        tally.count("right people", False)
        return
    missing = [
        side
        for side in example.sides
        if not any(_is(person, side, message) for person in found.introduced)
    ]
    extra = [
        person
        for person in found.introduced
        if not any(_is(person, side, message) for side in (*example.sides, *example.also))
    ]
    got = [person.address or person.name for person in found.introduced]
    tally.count("right people of those found", not missing)
    tally.count("right people", not missing, f"{example.name} ({found.role}): {missing}, {got}")
    tally.count("nobody else", not extra, f"{example.name} ({found.role}): {got}")
    tally.count("role", found.role in example.role, f"{example.name}: {found.role}")
    introducer = found.introducer
    by = IntroducedPerson(
        introducer.name if introducer else found.referrer_name,
        introducer.address if introducer else None,
    )
    is_right = (
        _is(by, example.introducer, message)
        if example.introducer
        else introducer is None and not found.referrer_name
    )
    tally.count("introducer", is_right, f"{example.name}: {by}")


def _is(person: IntroducedPerson, label: str, message: Message) -> bool:
    if label.startswith("="):
        expected, got = _name_words(label[1:]), _name_words(person.name)
        return bool(got) and (got <= expected or expected <= got)
    if label == "sender":
        label = message.sender.address
    elif label.startswith("recipient "):
        label = message.to_and_cc[int(label.split(" ")[1])].address
    return person.address == label


def _name_words(name: str) -> frozenset[str]:
    return frozenset(word.strip(".,'").lower() for word in name.split())


def _score_meeting(tally: Tally, example: Example, reading: Reading) -> None:
    kind = reading.verdict.kind
    meeting = reading.meetings[0] if reading.meetings else Meeting("other")
    tally.count("found", bool(reading.meetings), f"{example.name} ({kind})")
    expected = example.starts_at or ""
    got = meeting.starts_at
    shown = f"{example.name}: {meeting.when_text!r} {got} for {expected}"
    if not expected:
        tally.count("no time made up", got is None, shown)
    elif "T" not in expected:
        # The hour of summer time may lie between the day of the mail and the day it names.
        midnight = datetime.combine(date.fromisoformat(expected), time(0), example.zone)
        is_right = bool(got and meeting.is_all_day and abs(got - midnight) <= timedelta(hours=1))
        tally.count("right day", is_right, shown)
    else:
        moment = datetime.fromisoformat(expected)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=example.zone)
        tally.count("right time", got == moment and not meeting.is_all_day, shown)
        if example.ends_at:
            ends = datetime.combine(moment.date(), time.fromisoformat(example.ends_at))
            tally.count("right end", meeting.ends_at == ends.replace(tzinfo=moment.tzinfo), shown)
    tally.count("status", meeting.status in example.status, f"{example.name}: {meeting.status}")


def format_scores(name: str, tallies: dict[Half, Tally], with_wrong: Callable[[Half], bool]) -> str:
    """A table of one set: a row a measure, the halves side by side."""
    halves: tuple[Half, ...] = ("tuned on", "held out")
    measures = list(dict.fromkeys(m for half in halves for m in tallies[half].all))
    lines = [f"{name:<34}{'tuned on':>14}{'held out':>14}"]
    for measure in measures:
        shown = [
            f"{tallies[half].share(measure):.2f} of {tallies[half].all.get(measure, 0)}"
            for half in halves
        ]
        lines.append(f"  {measure:<32}{shown[0]:>14}{shown[1]:>14}")
    lines += [
        f"    {half}: {w}" for half in halves if with_wrong(half) for w in tallies[half].wrong
    ]
    return "\n".join(lines)

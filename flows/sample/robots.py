"""Newsletters, notices, receipts: ``robots.toml``, and the one mail nobody can read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.sample.parts import Envelope, mail_bytes, multipart, text_part
from flows.sample.script import SAMPLE_FOLDER, Person

BROKEN_DAY = -37
"""Calendar days before the last day."""

BROKEN_DEPTH = 300


@dataclass(frozen=True, slots=True)
class RobotMail:
    sent_at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class _Story:
    title: str
    story: str
    day: int = 0


@dataclass(frozen=True, slots=True)
class _Robot:
    key: str
    name: str
    address: str
    at: str
    form: str
    subject: str
    text: str
    headers: dict[str, str]
    items: list[dict[str, str]]
    first: int = 0
    every: int = 0

    def issues(self) -> Iterator[tuple[int, _Story, _Story]]:
        """Day, story and another story of each mail."""
        stories = [_Story(**item) for item in self.items]  # type: ignore[arg-type]  # TOML
        if not self.every:
            yield from ((story.day, story, story) for story in stories)
            return
        for count, day in enumerate(range(self.first, 1, self.every)):
            # The stride makes pairs of stories that do not come again within the nine months.
            other = stories[(count * 2 + count // len(stories) + 1) % len(stories)]
            yield day, stories[count % len(stories)], other


def robot_mails(
    owner: Person, as_of: date, zone: ZoneInfo, path: Path = SAMPLE_FOLDER / "robots.toml"
) -> Iterator[RobotMail]:
    """Everything from robots in the nine months up to ``as_of``."""
    for table in tomllib.loads(path.read_text(encoding="utf-8"))["robot"]:
        robot = _Robot(**table)
        for number, (day, story, other) in enumerate(robot.issues(), start=1):
            sent_at = datetime.combine(
                as_of + timedelta(days=day), time.fromisoformat(robot.at), tzinfo=zone
            )
            words = {
                "number": str(number),
                "title": story.title,
                "story": story.story,
                "other_title": other.title,
                "other_story": other.story,
            }
            yield RobotMail(sent_at, _robot_bytes(robot, owner, sent_at, number, words))


def _robot_bytes(
    robot: _Robot, owner: Person, sent_at: datetime, number: int, words: dict[str, str]
) -> bytes:
    text = robot.text.strip().format_map(words)
    message_id = f"{robot.key}.{number:02}@{robot.address.partition('@')[2]}"
    page = text_part(_page(text), "html")
    if robot.form == "text":
        body = text_part(text)
    elif robot.form == "html":
        body = page
    else:
        body = multipart("alternative", [text_part(text), page], message_id)
    return mail_bytes(
        body,
        Envelope(
            message_id=message_id,
            sender=(robot.name, robot.address),
            to=[(owner.name, owner.address)],
            subject=robot.subject.format_map(words),
            sent_at=sent_at,
            more=tuple(robot.headers.items()),
            received_by=owner.address,
        ),
    )


def _page(text: str) -> str:
    cells = "\n".join(
        f'<tr><td style="padding:6px 24px">{escape(block).replace(chr(10), "<br>")}</td></tr>'
        for block in text.split("\n\n")
    )
    return (
        "<!doctype html><html><head><style>td{font:15px/1.5 Georgia,serif}</style></head>"
        f'<body><table width="600" align="center">{cells}</table></body></html>'
    )


def broken_mail(as_of: date, zone: ZoneInfo) -> RobotMail:
    """A scanner's mail: a sender that cannot be parsed, around 300 nested multiparts."""
    sent_at = datetime.combine(as_of + timedelta(days=BROKEN_DAY), time(15, 33), tzinfo=zone)
    lines = [
        "From: scanner@copyhut.example)null@copyhut.example",
        "To: nora@lanternandlathe.example",
        "Subject: Scan from MFP-2",
        f"Date: {sent_at:%d.%m.%Y %H:%M}",
        "Message-ID: <scan.0000>",
        "MIME-Version: 1.0",
    ]
    for depth in range(BROKEN_DEPTH):
        lines += [f'Content-Type: multipart/mixed; boundary="m{depth}"', "", f"--m{depth}"]
    lines += ["Content-Type: application/pdf", "", "%PDF-1.4 (end of paper)", ""]
    return RobotMail(sent_at, "\r\n".join(lines).encode("ascii"))

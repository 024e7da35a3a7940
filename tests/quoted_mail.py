"""The modern mail of tests/mail/quotes: hand-written, with what is new in each.

One file holds many messages. ``=== name`` begins one; its margin tells what each line is:
``+`` is new text, a blank is not. In html.txt the ``+`` lines are the new text as it is
read, and the others the markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "mail" / "quotes"


@dataclass(frozen=True, slots=True)
class QuotedMail:
    name: str
    body: str
    new_text: str
    is_html: bool

    def as_bytes(self) -> bytes:
        """The whole mail, as Jane Doe's program would send it."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = "Jane Doe <jane@doe.example>"
        mail["To"] = "Bob Stone <bob@quarry.example>"
        mail["Date"] = "Wed, 03 Jan 2024 11:00:00 +0100"
        mail["Message-ID"] = "<quoted@doe.example>"
        mail["Subject"] = "Re: Friday"
        mail.set_content(self.body, subtype="html" if self.is_html else "plain", cte="base64")
        return mail.as_bytes()


def quoted_mails() -> Iterator[QuotedMail]:
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            name, _, lines = block.partition("\n")
            yield _mail(f"{path.stem}: {name}", lines.split("\n"), is_html=path.stem == "html")


def _mail(name: str, lines: list[str], *, is_html: bool) -> QuotedMail:
    new = [line[1:] for line in lines if line.startswith("+")]
    others = [line[1:] for line in lines if not (is_html and line.startswith("+"))]
    return QuotedMail(name, "\n".join(others), "\n".join(new), is_html)

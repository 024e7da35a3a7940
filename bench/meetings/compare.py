"""Our grammar of days and times beside dateparser's, on the same labelled meeting mail.

    python bench/meetings/compare.py

Each is asked for the first day with a time in the new text, without any knowledge of meetings;
right is the very moment. dateparser gets the language, the sender's zone and the date.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from dateparser.search import search_dates

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from extractors.daytimes import find_daytimes  # noqa: E402 (a script finds its checkout first)
from extractors.messages import read_message  # noqa: E402
from extractors.records import Message  # noqa: E402
from extractors.training.facts import Example, read_modern, read_real  # noqa: E402
from extractors.zones import sender_zone  # noqa: E402

LANGUAGES = ["en", "de", "fr", "es", "sv", "nl"]


def ours(message: Message, languages: list[str]) -> datetime | None:
    found = find_daytimes(message.new_text, message.sent_at, message.utc_offset_minutes)
    return next((each.starts_at for each in found if each.starts_at), None)


def dateparsers(message: Message, languages: list[str]) -> datetime | None:
    zone = sender_zone(message.utc_offset_minutes, message.sent_at)
    settings = {
        "RELATIVE_BASE": message.sent_at.astimezone(zone).replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "RETURN_TIME_AS_PERIOD": False,
    }
    found = search_dates(message.new_text[:5000], languages=languages, settings=settings) or []
    for text, moment in found:
        if moment.time() != settings["RELATIVE_BASE"].time() and any(c.isdigit() for c in text):  # type: ignore[attr-defined]
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    return None


def expected(example: Example) -> datetime | None:
    if not example.starts_at or "T" not in example.starts_at:
        return None
    moment = datetime.fromisoformat(example.starts_at)
    return moment if moment.tzinfo else moment.replace(tzinfo=example.zone)


if __name__ == "__main__":
    sets = {
        "modern": read_modern(ROOT / "tests" / "facts", "meetings"),
        "real": read_real("meetings"),
    }
    print(f"{'':<10}{'':<26}{'right':>12}{'ms each':>10}")
    for name, examples in sets.items():
        pairs = [(read_message(e.raw), expected(e)) for e in examples]
        timed = [(message, moment) for message, moment in pairs if moment]
        ways = (
            ("ours", ours, []),
            ("dateparser, English", dateparsers, ["en"]),
            ("dateparser, six languages", dateparsers, LANGUAGES),
        )
        for way, read, languages in ways:
            read(timed[0][0], languages)
            start = time.process_time()
            right = sum(read(message, languages) == moment for message, moment in timed)
            each = (time.process_time() - start) * 1000 / len(timed)
            print(f"{name:<10}{way:<26}{right:>5} of {len(timed):<3}{each:>10.2f}")

"""Reads mail in quarantine again, from the bytes that were kept of it.

For `rapport check --retry`, and for every sync after the reader changed. What now reads
becomes a message like any other; what still does not keeps its place with the new reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.log_records import QuarantinedMail
from flows.store import open_store

if TYPE_CHECKING:
    from extractors.discretion import Discretion
    from extractors.records import Me
    from flows.readers import Readers

MAILS_AT_ONCE = 50
"""Each may be of two million bytes."""


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What became of the mails in quarantine."""

    read_count: int = 0
    unreadable_count: int = 0


def read_again(
    log_file: Path,
    readers: Readers,
    discretion: Discretion,
    me: Me,
    except_version: str | None = None,
) -> ReadAgain:
    """Tries every mail whose bytes are kept, except those this version failed on already."""
    done = ReadAgain()
    last: QuarantinedMail | None = None
    while True:
        with open_store(log_file) as store:
            mails = store.quarantined(except_version, last, MAILS_AT_ONCE)
        if not mails:
            return done
        read = readers.read(mail.raw for mail in mails)
        items = [discretion.apply(item, me) for item in read]
        with open_store(log_file) as store:
            kept = store.keep(items, None)
            for mail in mails:
                if mail.is_ended:
                    place = mail.raw.place
                    store.end_sightings(
                        place.account, place.folder, place.uid_validity, [place.uid]
                    )
        done = ReadAgain(
            done.read_count + kept.stored_count + kept.known_count,
            done.unreadable_count + kept.unreadable_count,
        )
        last = mails[-1]

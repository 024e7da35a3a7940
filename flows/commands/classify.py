"""`rapport classify`: judges without storing, one JSON object or one explanation a message."""

from __future__ import annotations

from argparse import Namespace
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extractors.explanations import explain_introduction, explain_verdict
from extractors.records import Me, RawMail, Reading, Unreadable
from flows.commands.places import optional_settings
from flows.importing import find_mail, parse_me
from flows.readers import open_readers
from flows.sources.files import list_entries, open_folder
from flows.terminal import printable, to_json


def run_classify(options: Namespace) -> int:
    """Prints a line for every mail; exit status 1 where some could not be read."""
    settings = optional_settings(options)
    me = Me(parse_me(options.me) or settings.own_addresses, settings.time_zone)
    folders = find_mail(options.paths)
    listed = [(folder, list_entries(folder)) for folder in folders]
    is_complete = True
    paths: deque[Path] = deque()

    def mails() -> Iterator[RawMail]:
        nonlocal is_complete
        for folder, entries in listed:
            with open_folder(folder) as read_entry:
                for entry in sorted(entries, key=lambda entry: (entry.path, entry.offset)):
                    mail = read_entry(entry)
                    if isinstance(mail, RawMail):
                        paths.append(entry.path)
                        yield mail
                    else:
                        is_complete = False
                        print(write(entry.path, mail))

    write = _explained if options.explain else _as_json
    count = sum(len(entries) for _, entries in listed)
    with open_readers(me, count) as readers:
        for item in readers.read(mails()):
            print(write(paths.popleft(), item))
            is_complete &= isinstance(item, Reading)
    return 0 if is_complete else 1


def _as_json(path: Path, item: Reading | Unreadable) -> str:
    return to_json({"path": str(path), **_line(item)})


def _explained(path: Path, item: Reading | Unreadable) -> str:
    """The place, the subject, and why, for a reader who is no programmer."""
    if isinstance(item, Unreadable):
        return printable(f"{path}: could not be read ({item.reason}: {item.detail})")
    subject = item.message.subject or "no subject"
    why = explain_verdict(item.verdict)
    if item.introduction:
        why += f" {explain_introduction(item.introduction, item.message)}"
    return printable(f"{path}: “{subject}”. {why}")


def _line(item: Reading | Unreadable) -> dict[str, Any]:
    if isinstance(item, Unreadable):
        return {
            "message_id": None,
            "kind": None,
            "unreadable": item.reason,
            "detail": item.detail,
        }
    verdict = item.verdict
    return {
        "message_id": item.message.message_id,
        "kind": verdict.kind,
        "confidence": round(verdict.confidence, 3),
        "second": verdict.second,
        "decided_by": verdict.decided_by,
        "version": verdict.version,
        "evidence": [asdict(evidence) for evidence in verdict.evidence],
        "introduction": asdict(item.introduction) if item.introduction else None,
        "meeting": asdict(item.meetings[0]) if item.meetings else None,
        "asks": [asdict(ask) for ask in item.asks],
        "new_text": item.message.new_text,
    }

"""`rapport forget`: takes a person out of the log for good, and says what it cannot reach."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.addresses import canonical_address
from extractors.discretion import full_names
from flows.commands.correct import the_person
from flows.commands.places import optional_settings, readable_log
from flows.errors import UsageError
from flows.log_reader import Reader, refuse_missing
from flows.purge import Forgotten
from flows.store import open_store
from flows.terminal import printable

LETTERS = ("report.html", "report.txt", "report.eml")


def run_forget(options: Namespace) -> int:
    """Shows what will go, asks, and lets it go."""
    log = readable_log(options)
    refuse_missing(log)
    if options.let_in:
        return _let_in(options, log)
    with open_store(log) as store:
        addresses = _addresses(store.reader, options.person)
        mine = sorted(store.own_addresses().intersection(addresses))
        if mine:
            raise UsageError(
                f"{mine[0]} is your own address; the log is about you. To be rid "
                "of all of it, delete the log."
            )
        (extent,) = store.reader.page("forget_extent", {"addresses": addresses})
        names = tuple(extent["names"] or ())
        _announce(addresses, names, extent)
        if not options.yes and not _agrees():
            print("nothing was changed.")
            return 0
        store.forget(Forgotten(tuple(addresses), names))
    with open_store(log) as store:  # which ends it: the files are written anew
        store.publish()
    if not options.quiet:
        print("forgotten. New mail from or to them is left out from now on.")
    letters = [str(path) for path in _letters(options, log, addresses, names)]
    if letters:
        print("These letters still name them; delete what you do not want to keep:")
        print("\n".join(f"  {path}" for path in letters))
    for address in extent["namesakes"] or ():
        print(
            f"The same name is also at {printable(address)}, which was left alone. "
            "If that is the same person, forget that address too."
        )
    return 0


def _let_in(options: Namespace, log: Path) -> int:
    address = canonical_address(options.person)
    if address is None:
        raise UsageError(
            f"{printable(options.person)}: is not an e-mail address, and names are not kept of "
            "who was forgotten. Give the address."
        )
    with open_store(log) as store:
        count = store.let_in_again([address])
        store.publish()
    if not count:
        raise UsageError(f"{address}: is not among the forgotten. Nothing was changed.")
    if not options.quiet:
        print(f"{address} is let in again. Mail that was left out: rapport sync --full")
    return 0


def _addresses(reader: Reader, text: str) -> list[str]:
    """All addresses of the person meant; an address that no mail has is taken as given, so
    that somebody can be kept out before they ever write."""
    address = canonical_address(text)
    found = reader.page("find_people", {"name": address or text})
    if not found and address is not None:
        return [address]
    person = the_person(reader, text)
    rows = reader.page("person_addresses", {"person_id": person["person_id"]})
    return sorted(row["address"] for row in rows)


def _announce(addresses: list[str], names: tuple[str, ...], extent: dict[str, Any]) -> None:
    shown = ", ".join(printable(name) for name in names[:5]) or "no name is known"
    print(f"To be forgotten: {', '.join(map(printable, addresses))} ({shown}).")
    others = _mails(extent["addressed_count"])
    print(
        f"  Their {_mails(extent['written_count'])}, and mail from you to nobody else, go with "
        f"everything read from it.\n"
        f"  They are struck from the recipients of the rest (of {others} to them);\n"
        "  their addresses and full names are blacked out where others wrote them. A first name "
        "alone, or a\n  description, in somebody else's words cannot be found and stays.\n"
        "  Scores kept for past letters, corrections about them, and all older copies of the log "
        "go too.\n  Your mailbox is not touched. This cannot be undone."
    )


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"


def _agrees() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to ask. Say --yes if you are sure; nothing was changed.")
    return input("Forget them? Type yes: ").strip().lower() == "yes"


def _letters(
    options: Namespace, log: Path, addresses: list[str], names: tuple[str, ...]
) -> Iterator[Path]:
    """Letters on disk, in the places where letters go, that name the person."""
    folders = {log.parent, log.parent / "letters", Path("letters")}
    folders.add(optional_settings(options).report_folder)
    pattern = full_names(names)
    for folder in sorted({folder.absolute() for folder in folders}):
        for name in LETTERS:
            path = folder / name
            if not path.is_file():
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            if any(address in text.lower() for address in addresses) or (
                pattern and pattern.search(text)
            ):
                yield path

"""`rapport correct`: what a person knows better, written down, undoable.

Each decision names addresses or messages, never person_ids, so that it holds after a re-sync
or a full re-import, and whoever the address comes to belong to.
"""

from __future__ import annotations

import getpass
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from extractors.addresses import canonical_address
from extractors.cleaning import clean_line
from flows.commands.places import readable_log
from flows.errors import UsageError
from flows.log_reader import Reader, open_reader, refuse_missing
from flows.log_records import Correction
from flows.store import Store, open_store
from flows.terminal import print_table, printable, to_json

SHOWN_MATCHES = 5
EARLIEST_YEAR = 1900
"""Of a contact logged by hand: what is before it is a slip of the finger."""
LIST_COLUMNS = ("number", "made", "by", "what", "note", "undone")


def run_correct(options: Namespace) -> int:
    """Makes, lists or undoes a decision."""
    run: Callable[[Namespace], int] = ACTIONS[options.action]
    return run(options)


# -- kinds ---------------------------------------------------------------------------------


def _kind(options: Namespace) -> int:
    with _changed_log(options) as store:
        found = store.reader.page("find_message", {"message": options.message})
        if not found:
            raise UsageError(
                f"{printable(options.message)}: no message has an id that begins so. "
                "`rapport people NAME --json` and `rapport sql` show the ids (message_id)."
            )
        if len(found) > 1:
            ids = ", ".join(printable(row["message_id"]) for row in found[:3])
            raise UsageError(
                f"{printable(options.message)}: fits several messages ({ids}, ...). "
                "Give more of the id."
            )
        message = found[0]
        sender = message["sender_address"]
        target = {
            "message": message["message_id"],
            "thread": message["message_id"],
            "sender": sender,
            "domain": sender.rpartition("@")[2],
        }[options.scope]
        _write(store, options, "kind", options.scope, target, options.kind)
    return 0


# -- who is who ------------------------------------------------------------------------------


def _merge(options: Namespace) -> int:
    return _pair(options, "merge")


def _different(options: Namespace) -> int:
    return _pair(options, "different")


def _pair(options: Namespace, subject: str) -> int:
    with _changed_log(options) as store:
        one = _address_of(store.reader, options.one)
        other = _address_of(store.reader, options.other)
        if one == other:
            raise UsageError(
                f"{printable(options.one)} and {printable(options.other)} are one "
                "address already. Give two people or addresses."
            )
        if subject == "merge":
            _refuse_me(store, one, other)
        _write(store, options, subject, "person", one, other)
    return 0


def _refuse_me(store: Store, *addresses: str) -> None:
    mine = sorted(store.own_addresses().intersection(addresses))
    if mine:
        other = next((address for address in addresses if address not in mine), mine[0])
        raise UsageError(
            f"{mine[0]} is your own address. If {other} is yours too: rapport correct me {other}"
        )


def _split(options: Namespace) -> int:
    with _changed_log(options) as store:
        address = _known_address(store.reader, options.address)
        _write(store, options, "split", "person", address, "yes")
    return 0


def _me(options: Namespace) -> int:
    with _changed_log(options) as store:
        address = _an_address(options.address)
        value = "no" if options.no else "yes"
        _write(store, options, "me", "person", address, value)
    return 0


def _robot(options: Namespace, value: str) -> int:
    with _changed_log(options) as store:
        address = _known_address(store.reader, options.address)
        _write(store, options, "robot", "person", address, value)
        if value == "no" and not options.quiet:
            print(
                "Its mail is still judged as before. If it is no bulk mail: "
                "rapport correct kind MESSAGE note --scope sender"
            )
    return 0


# -- how they are shown ----------------------------------------------------------------------


def _switch(options: Namespace, subject: str) -> int:
    with _changed_log(options) as store:
        address = _address_of(store.reader, options.name)
        _write(store, options, subject, "person", address, "no" if options.off else "yes")
    return 0


def _snooze(options: Namespace) -> int:
    with _changed_log(options) as store:
        address = _address_of(store.reader, options.name)
        if options.until <= store.reader.today():
            raise UsageError(f"--until {options.until}: has come already. Give a day to come.")
        _write(store, options, "snooze", "person", address, options.until.isoformat())
    return 0


def _rename(options: Namespace) -> int:
    new_name = clean_line(options.new_name, 200).strip()
    if not new_name:
        raise UsageError('the new name is empty. Write it in quotes, like "Anna Berg".')
    with _changed_log(options) as store:
        organisation = options.name.strip().lower()
        known = store.reader.dicts(
            "select organisation from addresses where organisation = $name limit 1",
            {"name": organisation},
        )
        if known:
            _write(store, options, "rename", "organisation", organisation, new_name)
        else:
            address = _address_of(store.reader, options.name)
            _write(store, options, "rename", "person", address, new_name)
    return 0


# -- contact outside mail --------------------------------------------------------------------


def _log(options: Namespace) -> int:
    with _changed_log(options) as store:
        address = _address_of(store.reader, options.name)
        (owner,) = store.reader.dicts("select time_zone from owner")
        at = options.at
        if at.year < EARLIEST_YEAR:
            raise UsageError(f"--at {at}: is too long ago. Is the year right?")
        if not isinstance(at, datetime):
            at = datetime.combine(at, time(12))
        if at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(owner["time_zone"]))
        if at.date() > datetime.now(at.tzinfo).date():
            raise UsageError(f"--at {at.date()}: is still to come. Log it when it has happened.")
        correction = _correction(options, "log", "person", address, options.kind, options.text)
        number = store.log_contact(correction, at.astimezone(UTC))
        _say(options, number, correction)
    return 0


# -- the list ---------------------------------------------------------------------------------


def _list(options: Namespace) -> int:
    with open_reader(readable_log(options)) as reader:
        made = reader.page("corrections")
    if not options.all:
        made = [row for row in made if row["undone_at"] is None]
    if options.json:
        print(to_json(made))
        return 0
    if not made:
        print("Nothing was corrected yet. `rapport correct --help` shows how.")
        return 0
    rows = (
        [
            row["correction_id"],
            row["made_at"],
            row["made_by"],
            in_words(row),
            row["note"],
            row["undone_at"],
        ]
        for row in made
    )
    print_table(LIST_COLUMNS, rows, "Corrections (UTC), the latest first")
    return 0


def _undo(options: Namespace) -> int:
    with _changed_log(options) as store:
        made = store.reader.page("corrections")
        standing = [row for row in made if row["undone_at"] is None]
        if options.number is None:
            if not standing:
                raise UsageError(
                    "there is nothing to undo. `rapport correct list --all` shows "
                    "what was undone before."
                )
            chosen = standing[0]
        else:
            numbered = [row for row in made if row["correction_id"] == options.number]
            if not numbered:
                raise UsageError(
                    f"{options.number}: no correction has that number. "
                    "`rapport correct list` shows them."
                )
            chosen = numbered[0]
            if chosen["undone_at"] is not None:
                raise UsageError(f"{options.number}: was undone already.")
        store.undo(chosen["correction_id"])
        if not options.quiet:
            print(f"undone: {in_words(chosen)}")
    return 0


def in_words(correction: dict[str, Any]) -> str:
    """A correction as a person would say it."""
    target, value = printable(correction["target"]), printable(correction["value"])
    match correction["subject"], value:
        case "kind", _:
            where = "" if correction["scope"] == "message" else f"{correction['scope']} of "
            return f"{where}{target} is {value}"
        case "merge", _:
            return f"{target} and {value} are one person"
        case "different", _:
            return f"{target} and {value} are two people"
        case "split", _:
            return f"{target} is a person of its own"
        case "me", _:
            return f"{target} is {'not ' if value == 'no' else ''}me"
        case "robot", _:
            return f"{target} is {'a human' if value == 'no' else 'a robot'}"
        case ("mute" | "pin") as subject, "no":
            return f"no longer {subject} {target}"
        case ("mute" | "pin") as subject, _:
            return f"{subject} {target}"
        case "snooze", _:
            return f"snooze {target} until {value}"
        case "rename", _:
            return f"{target} is called {value}"
        case "log", _:
            return f"{value} with {target}"
    return f"{correction['subject']} {target} {value}"


# -- what all of them do ---------------------------------------------------------------------


@contextmanager
def _changed_log(options: Namespace) -> Iterator[Store]:
    """The live log, settled and published afterwards, so that readers see the change."""
    log = readable_log(options)
    refuse_missing(log)
    with open_store(log) as store:
        yield store
        store.publish()


def _correction(
    options: Namespace, subject: str, scope: str, target: str, value: str, note: str
) -> Correction:
    return Correction(subject, scope, target, value, clean_line(note, 2000), getpass.getuser())


def _write(
    store: Store, options: Namespace, subject: str, scope: str, target: str, value: str
) -> None:
    correction = _correction(options, subject, scope, target, value, options.note)
    _say(options, store.correct(correction), correction)


def _say(options: Namespace, number: int, correction: Correction) -> None:
    if options.quiet:
        return
    words = in_words(
        {
            "subject": correction.subject,
            "scope": correction.scope,
            "target": correction.target,
            "value": correction.value,
        }
    )
    print(f"noted: {words}. To take it back: rapport correct undo {number}")


def _an_address(text: str) -> str:
    address = canonical_address(text)
    if address is None:
        raise UsageError(f"{printable(text)}: is not an e-mail address.")
    return address


def _known_address(reader: Reader, text: str) -> str:
    address = _an_address(text)
    if not reader.dicts(
        "select address from addresses where address = $address", {"address": address}
    ):
        raise UsageError(
            f"{address}: no mail here is from or to it. `rapport people` lists everybody."
        )
    return address


def _address_of(reader: Reader, text: str) -> str:
    """The address that stands for the one person (or address) meant by ``text``."""
    address = canonical_address(text)
    if address is not None:
        return _known_address(reader, text)
    return str(the_person(reader, text)["email"])


def the_person(reader: Reader, text: str) -> dict[str, Any]:
    """The one person that a name, a part of one or an address means.

    Raises UsageError where it is nobody, or more than one.
    """
    found = reader.page("find_people", {"name": canonical_address(text) or text})
    if len(found) == 1:
        return found[0]
    name = printable(text)
    if not found:
        raise UsageError(
            f"{name}: nobody by that name or address. `rapport people` lists everybody."
        )
    shown = ", ".join(
        f"{printable(row['full_name'])} <{printable(row['email'])}>"
        for row in found[:SHOWN_MATCHES]
    )
    more = ", ..." if len(found) > SHOWN_MATCHES else ""
    raise UsageError(f"{name} fits {len(found)} people: {shown}{more}. Give the address.")


ACTIONS: dict[str, Callable[[Namespace], int]] = {
    "kind": _kind,
    "merge": _merge,
    "split": _split,
    "different": _different,
    "me": _me,
    "robot": partial(_robot, value="yes"),
    "human": partial(_robot, value="no"),
    "mute": partial(_switch, subject="mute"),
    "pin": partial(_switch, subject="pin"),
    "snooze": _snooze,
    "rename": _rename,
    "log": _log,
    "list": _list,
    "undo": _undo,
}

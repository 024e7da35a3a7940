"""`rapport health` and `rapport people`: who there is, and one person's page."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from flows.commands.person_page import print_page, read_page
from flows.commands.places import readable_log
from flows.errors import UsageError
from flows.log_reader import Reader, open_reader
from flows.terminal import print_table, printable, to_json

HEALTH_COLUMNS = (
    "full_name",
    "status",
    "health",
    "trend",
    "strength",
    "quiet_days",
    "rhythm_days",
    "reason",
    "email",
)
PEOPLE_COLUMNS = (
    "full_name",
    "email",
    "organisation",
    "last_contact_at",
    "received_count",
    "sent_count",
    "person_id",
)


def run_health(options: Namespace) -> int:
    """Every relationship, strongest first."""
    with open_reader(readable_log(options)) as reader:
        as_of = options.as_of or reader.today()
        ties = reader.dicts("from health($as_of)", {"as_of": as_of})
        (my_mail,) = reader.dicts("from my_mail_at($as_of)", {"as_of": as_of})
        (mail_now,) = reader.dicts("from my_mail_at($today)", {"today": reader.today()})
    if options.json:
        print(to_json(ties))
        return 0
    print_table(HEALTH_COLUMNS, _cells(ties, HEALTH_COLUMNS), f"Relationships as of {as_of}")
    if not my_mail["sent_count"] and mail_now["sent_count"]:
        print(f"No mail of yours in the log is of {as_of} or before. Give a later --as-of.")
    elif not my_mail["sent_count"]:
        print(
            "No mail of yours is in the log, so no relationship can be judged. Read your Sent "
            "folder too; which folders are read: rapport status"
        )
    elif not ties:
        print("No two-way contact with anybody yet. What is read: rapport status")
    return 0


def run_people(options: Namespace) -> int:
    """Everybody, or the page of the one person that a name means."""
    with open_reader(readable_log(options)) as reader:
        if options.suggestions:
            return _suggest(reader, options)
        if options.name is None:
            everybody = reader.page("all_people")
            if options.json:
                print(to_json(everybody))
            else:
                print_table(PEOPLE_COLUMNS, _cells(everybody, PEOPLE_COLUMNS), "People")
            return 0
        found = reader.page("find_people", {"name": options.name})
        if not found:
            raise UsageError(
                f"{printable(options.name)}: nobody by that name or address. "
                "`rapport people` lists everybody."
            )
        if len(found) > 1:
            if options.json:
                print(to_json({"matches": found}))
            else:
                print_table(PEOPLE_COLUMNS, _cells(found, PEOPLE_COLUMNS), "Whom do you mean?")
            return 1
        page = read_page(reader, found[0])
    if options.json:
        print(to_json(page))
    else:
        print_page(page)
    return 0


def _suggest(reader: Reader, options: Namespace) -> int:
    """What may be one person's or mine, one after the other, each with its two commands."""
    suggestions = reader.page("identity_suggestions")
    if options.json:
        print(to_json(suggestions))
        return 0
    for row in suggestions:
        who = f"{printable(row['full_name'])} <{printable(row['address'])}>".strip()
        other = ""
        if row["other_address"]:
            other = f" and {printable(row['other_name'])} <{printable(row['other_address'])}>"
        print(f"{row['question']} {who}{other}")
        print(f"  why: {printable(row['reason'])}")
        print(f"  yes: {printable(row['accept'])}\n  no:  {printable(row['refuse'])}")
    if not suggestions:
        print("Nothing to ask: no two addresses look like one person's, and none like yours.")
    return 0


def _cells(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[list[Any]]:
    return [[row[column] for column in columns] for row in rows]

"""`rapport health` and `rapport people`: who there is, and one person's page."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from flows.commands.places import readable_log
from flows.errors import UsageError
from flows.store import Reader, open_reader
from flows.terminal import print_table, printable, shown, to_json

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
SCORE_COLUMNS = ("status", "reason", "health", "contact_chance", "strength", "balance", "trend")
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
    if options.json:
        print(to_json(ties))
        return 0
    print_table(HEALTH_COLUMNS, _cells(ties, HEALTH_COLUMNS), f"Relationships as of {as_of}")
    if not ties:
        print("No two-way contact with anybody yet. Is a Sent folder read? See: rapport status")
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
        page = _page(reader, found[0])
    if options.json:
        print(to_json(page))
    else:
        _print_page(page)
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


def _page(reader: Reader, person: dict[str, Any]) -> dict[str, Any]:
    this = {"person_id": person["person_id"]}
    score = reader.dicts(
        "from health($as_of) where person_id = $person_id", {"as_of": reader.today(), **this}
    )
    contact = reader.dicts("from first_contacts where person_id = $person_id", this)
    return {
        "person": person,
        "addresses": reader.page("person_addresses", this),
        "score": score[0] if score else None,
        "first_contact": contact[0] if contact else None,
        "exchanges": reader.dicts(
            "from timeline($person) order by sent_at desc limit 10",
            {"person": str(person["person_id"])},
        ),
        "owed": reader.page("person_owed", this),
        "introductions": reader.page("person_introductions", this),
        "meetings": reader.page("person_meetings", this),
        "outside_contacts": reader.dicts(
            "from outside_contacts where person_id = $person_id order by contact_at desc limit 10",
            this,
        ),
    }


def _print_page(page: dict[str, Any]) -> None:
    person, score, contact = page["person"], page["score"], page["first_contact"]
    print(printable(person["full_name"]))
    print(", ".join(printable(row["address"]) for row in page["addresses"]))
    decided = [
        *(["pinned"] if person["is_pinned"] else []),
        *(["muted: not in the letter nor the ranking"] if person["is_muted"] else []),
        *([f"snoozed until {person['snoozed_until']}"] if person["snoozed_until"] else []),
    ]
    if decided:
        print("; ".join(decided))
    if contact:
        through = f", through {printable(contact['through'])}" if contact["through"] else ""
        if contact["announced_by"]:
            through += f", on {contact['announced_by']} since {shown(contact['announced_at'])}"
        print(f"in touch since {shown(contact['first_contact_at'])}{through}")
    if score:
        print(f"\n{score['status']}: {printable(score['reason'])}")
        print_table(
            ("part", "value"),
            [[name, shown(score[name])] for name in SCORE_COLUMNS if name in score],
        )
    elif not person["is_muted"]:
        print("\nno two-way contact yet, so no score")
    sections = (
        ("Owed between you", "owed", ("since_at", "what", "words", "reason")),
        ("Last exchanges (UTC)", "exchanges", ("sent_at", "direction", "kind", "subject")),
        (
            "Introductions",
            "introductions",
            ("introduced_at", "role", "introducer_name", "introduced_names", "outcome"),
        ),
        ("Meetings (UTC)", "meetings", ("starts_at", "summary", "status", "is_held")),
        ("Logged by you", "outside_contacts", ("contact_on", "kind", "note", "correction_id")),
    )
    for title, name, columns in sections:
        if page[name]:
            print_table(columns, _cells(page[name], columns), title)

"""One person's page: who, since when, through whom, how it stands and why, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from extractors.explanations import explain_verdict, give_reasons
from extractors.records import Evidence, Verdict
from flows.log_reader import Reader
from flows.report.phrases import Calendar, signed
from flows.terminal import print_table, printable, shown

MOST_TERMS = 5
PARTS = {
    "two_way_days": "days on which each wrote",
    "contact_days": "days in touch",
    "one_to_one_touches": "mails from one to one",
    "meetings": "meetings held",
    "introductions": "introductions between you",
}
"""The parts of strength (schema/views/12_weights.sql) in words."""


def read_page(reader: Reader, person: dict[str, Any]) -> dict[str, Any]:
    """Everything that the page says, as `--json` prints it; times are UTC."""
    who = {"person_id": person["person_id"]}
    as_of = reader.today()
    at = {"as_of": as_of, **who}

    def first(query: str) -> dict[str, Any] | None:
        rows = reader.dicts(f"from {query} where person_id = $person_id", at)
        return rows[0] if rows else None

    (extent,) = reader.dicts("select owner_zone() as time_zone")
    (my_mail,) = reader.dicts("from my_mail_at($as_of)", {"as_of": as_of})
    counts = reader.page("person_counts", at)
    known = first("people_at($as_of)") or {}
    return {
        "person": person,
        "as_of": as_of,
        "time_zone": extent["time_zone"],
        "left_out": known.get("left_out"),
        "my_mail": my_mail,
        "addresses": reader.page("person_addresses", who),
        "score": first("health($as_of)"),
        "terms": reader.dicts(
            "from health_terms($as_of) where person_id = $person_id "
            "order by abs(contribution) desc",
            at,
        ),
        "strength_parts": reader.page("person_strength", at),
        "counts": counts[0] if counts else None,
        "first_contact": first("first_contacts_at($as_of)"),
        "chain": first("introduction_chains_at($as_of)"),
        "owed": reader.page("person_owed", at),
        "exchanges": [_explained(row) for row in reader.page("person_exchanges", at)],
        "introductions": reader.page("person_introductions", at),
        "meetings": reader.page("person_meetings", at),
        "outside_contacts": reader.dicts(
            "from outside_contacts where person_id = $person_id order by contact_at desc limit 10",
            who,
        ),
    }


def print_page(page: dict[str, Any]) -> None:
    """The page for a reader: days and times are the owner's."""
    calendar = Calendar(ZoneInfo(page["time_zone"]), page["as_of"])
    _print_who(page, calendar)
    _print_score(page)
    _print_owed(page["owed"], calendar)
    _print_rows(
        "Last exchanges",
        [
            [
                _moment(row["sent_at"], calendar),
                "you wrote" if row["direction"] == "sent" else "they wrote",
                row["kind"],
                row["subject"],
                row["reasons"],
            ]
            for row in page["exchanges"]
        ],
        ("when", "who", "kind", "subject", "why"),
    )
    _print_introductions(page["introductions"], calendar)
    _print_rows(
        "Meetings",
        [
            [
                _start(row, calendar),
                "held" if row["is_held"] else row["status"],
                row["summary"],
            ]
            for row in page["meetings"]
        ],
        ("when", "what became of it", "about"),
    )
    _print_rows(
        "Logged by you",
        [
            [calendar.day(row["contact_on"]), row["kind"], row["note"], row["correction_id"]]
            for row in page["outside_contacts"]
        ],
        ("when", "what", "note", "correction"),
    )


def _print_who(page: dict[str, Any], calendar: Calendar) -> None:
    person, contact = page["person"], page["first_contact"]
    addresses = [row["address"] for row in page["addresses"]]
    if person["full_name"] not in addresses:
        print(printable(person["full_name"]))
    print(", ".join(map(printable, addresses)))
    if person["organisation"]:
        print(f"at {printable(person['organisation'])}")
    if decided := _decided(person):
        print(decided)
    if contact is None:
        print("nothing has passed between you two yet")
        return
    began = "you wrote first" if contact["direction"] == "sent" else "they wrote first"
    print(f"since {calendar.day(contact['first_contact_at'])}: {began}{_through(page)}")
    if contact["announced_by"]:
        when = calendar.day(contact["announced_at"])
        print(f"on {contact['announced_by']} before that, {when}")
    print(f"how far it came: {printable(contact['reason'])}")


def _decided(person: dict[str, Any]) -> str:
    """What the owner said of them: pinned; muted: ...; snoozed until ..."""
    decided = [
        *(["pinned"] if person["is_pinned"] else []),
        *(["muted: not in the letter nor the ranking"] if person["is_muted"] else []),
        *([f"snoozed until {person['snoozed_until']}"] if person["snoozed_until"] else []),
    ]
    return "; ".join(decided)


def _through(page: dict[str, Any]) -> str:
    if page["chain"]:
        return f"; {printable(page['chain']['reason'])}"
    through = page["first_contact"]["through"]
    return f"; through {printable(through)}" if through else ""


def _print_score(page: dict[str, Any]) -> None:
    score, counts = page["score"], page["counts"]
    if score is None:
        print(f"\nno score: {_why_no_score(page)}")
        return
    health = f"health {score['health']} of 100"
    if score["trend"] is not None:
        health += f", {signed(score['trend'])} against four weeks ago"
    print(f"\n{score['status']}, {health}: {printable(score['reason'])}")
    rows: list[list[Any]] = [
        ["strength", score["strength"], _strength_in_words(page["strength_parts"])],
        ["balance", score["balance"], _balance_in_words(counts)],
    ]
    rows += [
        [
            f"chance: {term['term'].replace('_', ' ')}",
            term["contribution"],
            "speaks for contact" if term["contribution"] > 0 else "speaks against contact",
        ]
        for term in page["terms"][:MOST_TERMS]
    ]
    print_table(("part", "value", "why"), rows)
    if counts and counts["my_median_hours"] is not None:
        print(f"you answer within {_hours(counts['my_median_hours'])} as a rule")
    if counts and counts["their_median_hours"] is not None:
        print(f"they answer within {_hours(counts['their_median_hours'])} as a rule")
    if counts and counts["interest"]:
        print(printable(counts["interest"]))


def _why_no_score(page: dict[str, Any]) -> str:
    if page["left_out"]:
        return f"{page['left_out']}"
    if not page["my_mail"]["sent_count"]:
        return (
            "no mail of yours is in this log, so nobody can be told from those you neglect. "
            "Is the Sent folder read? See: rapport status"
        )
    contact = page["first_contact"]
    if contact is None:
        return "nothing but bulk or broadcasts has passed between you two"
    if contact["direction"] == "sent":
        return "you wrote, they did not answer yet"
    return "they wrote, you did not answer yet"


def _strength_in_words(parts: Sequence[dict[str, Any]]) -> str:
    return ", ".join(
        f"{PARTS.get(row['part'], row['part'].replace('_', ' '))} {row['count']}"
        for row in parts
        if row["count"]
    )


def _balance_in_words(counts: dict[str, Any] | None) -> str:
    if counts is None:
        return ""
    return (
        f"you gave {shown(counts['giving'])} and asked {shown(counts['asking'])} in a year; "
        f"introductions: {counts['introductions_given_count']} by them for you, "
        f"{counts['introductions_received_count']} by you for them, "
        f"{counts['introductions_asked_count']} they asked of you"
    )


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{max(1, round(60 * hours))} minutes"
    return f"{round(hours)} hours" if hours < 48 else f"{round(hours / 24)} days"


def _print_owed(rows: Sequence[dict[str, Any]], calendar: Calendar) -> None:
    if not rows:
        print("\nNothing is owed between you two.")
        return
    print("\nOwed between you")
    for row in rows:
        print(f"  {row['what']}, since {calendar.day(row['since_at'])}: {printable(row['reason'])}")
        if row["words"]:
            print(f"    “{printable(row['words'])}”")
        print(f"    <{printable(row['message_id'])}>")


def _print_introductions(rows: Sequence[dict[str, Any]], calendar: Calendar) -> None:
    if rows:
        print("\nIntroductions")
    for row in rows:
        names = " and ".join(map(printable, row["introduced_names"])) or "somebody"
        introducer = printable(row["introducer_name"] or "somebody")
        what = {
            "by_me": f"you introduced {names}",
            "to_me": f"{introducer} introduced you to {names}",
            "asked_of_me": f"you were asked for an introduction to {names}",
            "asked_by_me": f"you asked for an introduction to {names}",
            "self": f"you wrote to make the acquaintance of {names}"
            if row["is_mine"]
            else f"{names} wrote to make your acquaintance",
        }[row["direction"]]
        print(f"  {calendar.day(row['introduced_at'])}: {what}: {printable(row['reason'])}")


def _print_rows(title: str, rows: list[list[Any]], columns: tuple[str, ...]) -> None:
    if rows:
        print()
        print_table(columns, rows, title)


def _moment(when: datetime | date, calendar: Calendar) -> str:
    time = f" {when.astimezone(calendar.zone):%H:%M}" if isinstance(when, datetime) else ""
    return f"{calendar.day(when)}{time}"


def _start(meeting: dict[str, Any], calendar: Calendar) -> str:
    starts_at = meeting["starts_at"]
    if starts_at is None:
        return "no time known"
    return calendar.day(starts_at) if meeting["is_whole_day"] else _moment(starts_at, calendar)


def _explained(row: dict[str, Any]) -> dict[str, Any]:
    """The row of person_exchanges with its verdict in a sentence."""
    verdict = Verdict(
        kind=row["kind"],
        confidence=row["confidence"],
        second=row["second"],
        decided_by=row["decided_by"],
        version=row["version"],
        evidence=tuple(
            Evidence(item["source"], item["signal"], item["quote"]) for item in row["evidence"]
        ),
    )
    return {**row, "why": explain_verdict(verdict), "reasons": give_reasons(verdict)}

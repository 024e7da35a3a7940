"""A log written by hand, a line a mail, for tests of the conclusions.

The owner is Maria in Stockholm. Times are given as she would say them ("2026-03-02 09:00");
what a test does not mention has a harmless value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from flows.migrate import upgrade
from flows.sql_files import sql

ME = "maria@atelier.example"
ZONE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Person:
    person_id: int
    name: str
    address: str


@cache
def _empty_log() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    upgrade(connection)
    return connection


@contextmanager
def log_of_one_test() -> Iterator[LogBuilder]:
    """An empty log; whatever is written to it is rolled back, which is faster than anew."""
    connection = _empty_log()
    connection.begin()
    try:
        yield LogBuilder(connection)
    finally:
        connection.rollback()


class LogBuilder:
    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._is_settled = False
        self._mail_count = 0
        self._person_count = 0
        connection.execute("update owner set time_zone = ?", [ZONE.key])
        self._address(ME, is_me=True)
        self._insert("people", person_id=0, full_name="Maria Lind", email=ME, is_me=True)
        self._insert("person_addresses", address=ME, person_id=0, decided_by="rule", reason="")

    # -- who -----------------------------------------------------------------------------

    def person(self, name: str, address: str, **columns: Any) -> Person:
        """Somebody with one address; the domain is the organisation."""
        self._person_count += 1
        person = Person(self._person_count, name, address)
        organisation = address.partition("@")[2]
        self._insert(
            "people",
            **{
                "person_id": person.person_id,
                "full_name": name,
                "email": address,
                "organisation": organisation,
                "is_me": False,
            }
            | columns,
        )
        self.address_of(person, address)
        return person

    def address_of(self, person: Person, address: str) -> None:
        """One more address of the same person."""
        self._address(address, display_name=person.name)
        self._insert(
            "person_addresses",
            address=address,
            person_id=person.person_id,
            decided_by="rule",
            reason="first seen",
        )

    def robot(self, address: str) -> Person:
        """An address that no human answers; it belongs to nobody."""
        self._address(address, is_robot=True)
        return Person(-1, "", address)

    def stranger(self, name: str, address: str) -> Person:
        """An address that is no person yet."""
        self._address(address, display_name=name)
        return Person(-1, name, address)

    # -- mail ----------------------------------------------------------------------------

    def sent(self, when: str, *to: Person, **details: Any) -> str:
        """A mail from me; returns its message_id."""
        return self.mail(when, ME, [person.address for person in to], **details)

    def received(self, when: str, sender: Person, **details: Any) -> str:
        """A mail to me; returns its message_id."""
        return self.mail(when, sender.address, [ME], sender_name=sender.name, **details)

    def mail(
        self,
        when: str,
        sender: str,
        to: Sequence[str],
        cc: Sequence[str] = (),
        *,
        kind: str = "note",
        confidence: float = 0.9,
        reply_to: str | None = None,
        asks: Sequence[str] = (),
        promises: Sequence[str] = (),
        due_on: str | None = None,
        quote: str = "words",
        **columns: Any,
    ) -> str:
        """A mail; ``reply_to`` puts it into that message's thread."""
        self._mail_count += 1
        message_id = f"m{self._mail_count}@example"
        sent_at = moment(when)
        thread_id = message_id
        if reply_to is not None:
            thread_id = self._fact("select thread_id from messages where message_id = ?", reply_to)
        subject = columns.get("subject", "Offer")
        self._insert(
            "messages",
            **{
                "message_id": message_id,
                "fingerprint": message_id,
                "thread_id": thread_id,
                "sent_at": sent_at,
                "sent_at_source": "date",
                "subject": subject,
                "base_subject": subject.lower(),
                "subject_key": "",
                "has_reply_prefix": reply_to is not None,
                "sender_address": sender,
                "sender_name": "",
                "reply_to": [],
                "parent_ids": [],
                "delivered_to": [],
                "new_text": "Hello.",
                "signature": "",
                "word_count": 1,
                "quoted_character_count": 0,
                "is_forward": False,
                "is_bulk": kind == "bulk",
                "is_list": False,
                "is_auto_reply": False,
                "is_robot_sender": False,
                "automation_evidence": [],
                "has_calendar": False,
                "attachments": [],
                "recipient_count": len(to) + len(cc),
                "size_bytes": 1000,
                "defects": [],
                "reader_version": "test",
                "logged_at": sent_at,
            }
            | columns,
        )
        fields = [("to", address) for address in to] + [("cc", address) for address in cc]
        for position, (field, address) in enumerate(fields):
            self._insert(
                "recipients",
                message_id=message_id,
                position=position,
                field=field,
                address=address,
                name="",
            )
        self.verdict(message_id, kind, when, confidence=confidence, quote=quote)
        wanted = [("ask", text) for text in asks] + [("promise", text) for text in promises]
        for position, (ask_kind, text) in enumerate(wanted):
            self._insert(
                "asks",
                message_id=message_id,
                position=position,
                kind=ask_kind,
                text=text,
                start_offset=0,
                end_offset=len(text),
                is_question=text.endswith("?"),
                due_on=due_on,
            )
        return message_id

    def verdict(
        self,
        message_id: str,
        kind: str,
        when: str,
        *,
        confidence: float = 0.9,
        version: str = "rules-1",
        decided_by: str = "rule",
        quote: str = "words",
    ) -> None:
        evidence = {"source": "text", "signal": "test", "quote": quote}
        self._insert(
            "verdicts",
            message_id=message_id,
            version=version,
            decided_by=decided_by,
            kind=kind,
            confidence=confidence,
            evidence=[evidence | {"start_offset": 0, "end_offset": len(quote)}],
            judged_at=moment(when),
        )

    def correction(self, when: str, scope: str, target: str, kind: str, **columns: Any) -> None:
        """A person's word on the kind of one message, thread, sender or domain."""
        count = self._fact("select count(*) from corrections")
        self._insert(
            "corrections",
            **{
                "correction_id": count + 1,
                "made_at": moment(when),
                "subject": "kind",
                "scope": scope,
                "target": target,
                "value": kind,
                "note": "",
            }
            | columns,
        )

    def notice(self, message_id: str, service: str, kind: str, name: str) -> None:
        """Says that a message is a network's notice of somebody."""
        self._insert("notices", message_id=message_id, service=service, kind=kind, person_name=name)

    def introduction(self, message_id: str, role: str, *who: Person | str) -> None:
        """Says that a message introduces people: known by address, or by name only."""
        sender = self._fact("select sender_address from messages where message_id = ?", message_id)
        self._insert(
            "introductions",
            message_id=message_id,
            role=role,
            introducer_address=sender if role in ("made", "offered", "presented") else None,
            introducer_name="",
            evidence=[],
        )
        for position, one in enumerate(who):
            self._insert(
                "introduced_people",
                message_id=message_id,
                position=position,
                name=one if isinstance(one, str) else one.name,
                address=None if isinstance(one, str) else one.address,
            )

    def follow_up(self, message_id: str, kind: str) -> None:
        """Says that a message follows an introduction up: thanked, declined, moved_to_bcc, met."""
        self._insert(
            "introduction_follow_ups",
            message_id=message_id,
            kind=kind,
            introducer_name="",
            evidence=[],
        )

    def meeting(
        self, message_id: str, status: str, starts: str | None = None, **columns: Any
    ) -> None:
        """Says that a message speaks of a meeting of one hour."""
        starts_at = moment(starts) if starts else None
        self._insert(
            "meetings",
            **{
                "message_id": message_id,
                "position": 0,
                "status": status,
                "ical_uid": "",
                "sequence": 0,
                "recurrence_id": "",
                "method": "",
                "summary": "Lunch",
                "starts_at": starts_at,
                "ends_at": starts_at,
                "is_all_day": False,
                "when_text": "",
                "place": "",
                "evidence": [],
            }
            | columns,
        )

    def attendee(self, message_id: str, address: str, answer: str) -> None:
        """An ATTENDEE of a message's calendar part, with PARTSTAT in lower case."""
        self._insert(
            "meeting_attendees",
            message_id=message_id,
            position=0,
            address=address,
            name="",
            participation_status=answer,
        )

    # -- asking --------------------------------------------------------------------------

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The log itself, to be written to."""
        self._is_settled = False
        return self._connection

    def settle(self) -> None:
        """Writes out what conclusions start from, as the store does before anybody reads.

        A fact that a test rewrote is no reason for the store to do it anew, so here all is.
        """
        if self._is_settled:
            return
        self._connection.execute("delete from settled_state")
        for step in ("45_settle_kinds", "55_settle_interactions"):
            self._connection.execute(sql(f"steps/{step}"))
        self._is_settled = True

    def ask(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The answer, a tuple a row."""
        self.settle()
        return self._connection.execute(query, list(parameters)).fetchall()

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The answer, a dict a row."""
        self.settle()
        found = self._connection.execute(query, list(parameters))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def column(self, query: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """The first column of the answer."""
        return [row[0] for row in self.ask(query, parameters)]

    def one(self, query: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...]:
        """The only row of the answer."""
        (row,) = self.ask(query, parameters)
        return row

    def _fact(self, query: str, *parameters: Any) -> Any:
        """One value of what was written: to know it, nothing need be concluded."""
        ((value,),) = self._connection.execute(query, parameters).fetchall()
        return value

    def _address(self, address: str, **columns: Any) -> None:
        domain = address.partition("@")[2]
        self._insert(
            "addresses",
            **{
                "address": address,
                "domain": domain,
                "organisation": domain,
                "display_name": "",
                "is_self_named": True,
                "named_at": moment("2020-01-01"),
                "is_robot": False,
                "is_me": False,
                "first_seen_at": moment("2020-01-01"),
            }
            | columns,
        )

    def _insert(self, table: str, **columns: Any) -> None:
        names = ", ".join(columns)
        marks = ", ".join("?" for _ in columns)
        self.connection.execute(
            f"insert into {table} ({names}) values ({marks})", list(columns.values())
        )


def moment(when: str) -> datetime:
    """A day, or a day and a time, on Maria's clock."""
    return datetime.fromisoformat(when).replace(tzinfo=ZONE)


def day(when: str) -> date:
    return date.fromisoformat(when)


def talk(log: LogBuilder, person: Person, until: str, every_days: int, times: int) -> None:
    """An exchange on each of so many days: they write at nine, I answer at ten."""
    last = day(until)
    for back in range(times):
        when = (last - timedelta(days=every_days * back)).isoformat()
        asked = log.received(f"{when} 09:00", person)
        log.sent(f"{when} 10:00", person, kind="reply", reply_to=asked)

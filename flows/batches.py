"""Readings as Arrow tables, one for each table of the log that a batch fills.

Knows the shape of rows, not what becomes of them (that is schema/steps). ``executemany``
is slow in DuckDB; Arrow tables go in at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractors.addresses import domain_of, organisation_of
from extractors.discretion import text_facts
from extractors.messages import READER_VERSION
from extractors.people import full_name, is_robot_address
from extractors.records import (
    Evidence,
    Introduction,
    Mailbox,
    Meeting,
    Reading,
    Unreadable,
    Verdict,
    Withheld,
)
from flows.sources.seen import Change, Seen

if TYPE_CHECKING:
    from flows.log_records import Facts, FolderState

_UTC = pa.timestamp("us", tz="UTC")
_TEXTS = pa.list_(pa.string())
_EVIDENCE = pa.list_(
    pa.struct(
        [
            ("source", pa.string()),
            ("signal", pa.string()),
            ("quote", pa.string()),
            ("start_offset", pa.int32()),
            ("end_offset", pa.int32()),
        ]
    )
)
_PLACE = [
    ("account", pa.string()),
    ("folder", pa.string()),
    ("uid_validity", pa.uint64()),
    ("uid", pa.uint64()),
]

SHAPES: dict[str, pa.Schema] = {
    "new_mails": pa.schema(
        [
            ("ordinal", pa.uint32()),
            *_PLACE,
            ("received_at", _UTC),
            ("flags", _TEXTS),
            ("labels", _TEXTS),
            ("message_id", pa.string()),
            ("fingerprint", pa.string()),
            ("thread_id", pa.string()),
            ("sent_at", _UTC),
            ("sent_at_source", pa.string()),
            ("utc_offset_minutes", pa.int16()),
            ("subject", pa.string()),
            ("base_subject", pa.string()),
            ("subject_key", pa.string()),
            ("has_reply_prefix", pa.bool_()),
            ("sender_address", pa.string()),
            ("sender_name", pa.string()),
            ("reply_to", _TEXTS),
            ("parent_ids", _TEXTS),
            ("delivered_to", _TEXTS),
            ("new_text", pa.string()),
            ("signature", pa.string()),
            ("word_count", pa.uint32()),
            ("quoted_character_count", pa.uint32()),
            ("is_forward", pa.bool_()),
            ("is_bulk", pa.bool_()),
            ("is_list", pa.bool_()),
            ("is_auto_reply", pa.bool_()),
            ("is_robot_sender", pa.bool_()),
            (
                "automation_evidence",
                pa.list_(
                    pa.struct(
                        [("source", pa.string()), ("signal", pa.string()), ("quote", pa.string())]
                    )
                ),
            ),
            ("has_calendar", pa.bool_()),
            (
                "attachments",
                pa.list_(
                    pa.struct(
                        [
                            ("filename", pa.string()),
                            ("content_type", pa.string()),
                            ("size_bytes", pa.uint64()),
                        ]
                    )
                ),
            ),
            ("recipient_count", pa.uint32()),
            ("size_bytes", pa.uint64()),
            ("defects", _TEXTS),
            ("reader_version", pa.string()),
            ("question_about_you_count", pa.uint16()),
            ("about_me_count", pa.uint16()),
        ]
    ),
    "new_recipients": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("position", pa.uint16()),
            ("field", pa.string()),
            ("address", pa.string()),
            ("name", pa.string()),
        ]
    ),
    "new_stated_addresses": pa.schema([("ordinal", pa.uint32()), ("address", pa.string())]),
    "new_verdicts": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("version", pa.string()),
            ("decided_by", pa.string()),
            ("kind", pa.string()),
            ("confidence", pa.float64()),
            ("second", pa.string()),
            ("evidence", _EVIDENCE),
            ("scores", pa.list_(pa.float64())),
        ]
    ),
    "new_notices": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("service", pa.string()),
            ("kind", pa.string()),
            ("person_name", pa.string()),
        ]
    ),
    "new_introductions": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("role", pa.string()),
            ("introducer_address", pa.string()),
            ("introducer_name", pa.string()),
            ("evidence", _EVIDENCE),
        ]
    ),
    "new_introduced_people": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("position", pa.uint16()),
            ("name", pa.string()),
            ("address", pa.string()),
        ]
    ),
    "new_introduction_follow_ups": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("kind", pa.string()),
            ("introducer_name", pa.string()),
            ("evidence", _EVIDENCE),
        ]
    ),
    "new_meetings": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("position", pa.uint16()),
            ("status", pa.string()),
            ("ical_uid", pa.string()),
            ("sequence", pa.int32()),
            ("recurrence_id", pa.string()),
            ("method", pa.string()),
            ("summary", pa.string()),
            ("starts_at", _UTC),
            ("ends_at", _UTC),
            ("is_all_day", pa.bool_()),
            ("when_text", pa.string()),
            ("place", pa.string()),
            ("organizer_address", pa.string()),
            ("evidence", _EVIDENCE),
            ("occurs_at", pa.list_(_UTC)),
        ]
    ),
    "new_meeting_attendees": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("position", pa.uint16()),
            ("address", pa.string()),
            ("name", pa.string()),
            ("participation_status", pa.string()),
        ]
    ),
    "new_asks": pa.schema(
        [
            ("ordinal", pa.uint32()),
            ("position", pa.uint16()),
            ("kind", pa.string()),
            ("text", pa.string()),
            ("start_offset", pa.int32()),
            ("end_offset", pa.int32()),
            ("is_question", pa.bool_()),
            ("due_on", pa.date32()),
        ]
    ),
    "new_addresses": pa.schema(
        [
            ("address", pa.string()),
            ("domain", pa.string()),
            ("organisation", pa.string()),
            ("display_name", pa.string()),
            ("is_self_named", pa.bool_()),
            ("is_robot", pa.bool_()),
            ("sent_at", _UTC),
        ]
    ),
}

UNREADABLE_SHAPE = pa.schema(
    [
        *_PLACE,
        ("received_at", _UTC),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("size_bytes", pa.uint64()),
        ("content_sha256", pa.binary()),
        ("reader_version", pa.string()),
    ]
)

VERDICT_SHAPE = pa.schema(
    [("message_id", pa.string()), *list(SHAPES["new_verdicts"])[1:]],
)
SEEN_SHAPE = pa.schema(
    [
        ("uid", pa.uint64()),
        ("message_id", pa.string()),
        ("size_bytes", pa.uint64()),
        ("received_at", _UTC),
        ("flags", _TEXTS),
        ("labels", _TEXTS),
    ]
)
CHANGE_SHAPE = pa.schema([("uid", pa.uint64()), ("flags", _TEXTS), ("labels", _TEXTS)])
FOLDER_SHAPE = pa.schema(
    [
        ("account", pa.string()),
        ("folder", pa.string()),
        ("special_use", pa.string()),
        ("is_synced", pa.bool_()),
        ("not_synced_reason", pa.string()),
        ("uid_validity", pa.uint64()),
        ("server_message_count", pa.uint64()),
        ("skipped_count", pa.uint64()),
        ("skipped_reason", pa.string()),
        ("last_tried_at", _UTC),
        ("last_success_at", _UTC),
        ("last_error", pa.string()),
        ("uid_next", pa.uint64()),
        ("highest_modseq", pa.uint64()),
    ]
)
FACT_TABLES = (
    "new_introductions",
    "new_introduced_people",
    "new_meetings",
    "new_meeting_attendees",
)
"""What depends on the kind that a message is taken for."""
FOUND_SHAPE = pa.schema(
    [("ordinal", pa.uint32()), ("message_id", pa.string()), ("kind", pa.string())]
)
WITHHELD_SHAPE = pa.schema([*_PLACE, ("reason", pa.string())])

Row = tuple[Any, ...]


def batch_of(readings: Sequence[Reading], thread_ids: Sequence[str]) -> dict[str, pa.Table]:
    """Arrow tables by the name under which schema/steps read them.

    ``thread_ids`` holds each reading's thread, in the same order.
    """
    rows: dict[str, list[Row]] = {name: [] for name in SHAPES}
    for ordinal, (reading, thread_id) in enumerate(zip(readings, thread_ids, strict=True)):
        _add_reading(rows, ordinal, reading, thread_id)
    return {name: _table(rows[name], shape) for name, shape in SHAPES.items()}


def facts_batch(found: Sequence[Facts]) -> dict[str, pa.Table]:
    """Arrow tables by name, for steps/47_put_facts."""
    rows: dict[str, list[Row]] = {name: [] for name in FACT_TABLES}
    for ordinal, facts in enumerate(found):
        _add_introduction(rows, ordinal, facts.introduction)
        _add_meetings(rows, ordinal, facts.meetings)
    names = [(ordinal, facts.message_id, facts.kind) for ordinal, facts in enumerate(found)]
    return {
        "found_again": _table(names, FOUND_SHAPE),
        **{name: _table(rows[name], SHAPES[name]) for name in rows},
    }


def unreadable_table(unreadable: Sequence[Unreadable], digests: Sequence[bytes]) -> pa.Table:
    """Quarantine rows, in the shape of table unreadable_mail less its last columns.

    ``digests``: SHA-256 of the bytes that are kept of each.
    """
    return _table(
        [
            (
                item.place.account,
                item.place.folder,
                item.place.uid_validity,
                item.place.uid,
                item.received_at,
                item.reason,
                item.detail,
                item.size_bytes,
                digest,
                item.reader_version,
            )
            for item, digest in zip(unreadable, digests, strict=True)
        ],
        UNREADABLE_SHAPE,
    )


def verdict_table(verdicts: Mapping[str, Verdict]) -> pa.Table:
    """Verdicts of stored messages by message_id, for steps/42_put_verdicts."""
    return _table(
        [(message_id, *_verdict(verdict)) for message_id, verdict in verdicts.items()],
        VERDICT_SHAPE,
    )


def seen_table(seen: Sequence[Seen]) -> pa.Table:
    """What was seen of mails again, for steps/64_match_again."""
    return _table([_values(item, SEEN_SHAPE) for item in seen], SEEN_SHAPE)


def change_table(changes: Sequence[Change]) -> pa.Table:
    """Changed flags and labels, for steps/66_change_flags."""
    return _table([_values(change, CHANGE_SHAPE) for change in changes], CHANGE_SHAPE)


def folder_table(states: Sequence[FolderState]) -> pa.Table:
    """What looks at folders found, for steps/60_put_folders."""
    return _table([_values(state, FOLDER_SHAPE) for state in states], FOLDER_SHAPE)


def _values(item: Any, shape: pa.Schema) -> Row:
    return tuple(getattr(item, name) for name in shape.names)


def withheld_table(withheld: Sequence[Withheld]) -> pa.Table:
    """Rows in the shape of table withheld_mail less its last column."""
    return _table(
        [
            (
                item.place.account,
                item.place.folder,
                item.place.uid_validity,
                item.place.uid,
                item.reason,
            )
            for item in withheld
        ],
        WITHHELD_SHAPE,
    )


def _table(rows: Sequence[Row], shape: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(shape)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, shape, strict=True)],
        schema=shape,
    )


def _add_reading(
    rows: dict[str, list[Row]], ordinal: int, reading: Reading, thread_id: str
) -> None:
    message, keys, verdict = reading.message, reading.thread, reading.verdict
    automation = message.automation
    facts = message.text_facts or text_facts(message)
    rows["new_mails"].append(
        (
            ordinal,
            reading.place.account,
            reading.place.folder,
            reading.place.uid_validity,
            reading.place.uid,
            reading.received_at,
            reading.flags,
            reading.labels,
            message.message_id,
            message.fingerprint,
            thread_id,
            message.sent_at,
            message.sent_at_source,
            message.utc_offset_minutes,
            message.subject,
            keys.base_subject,
            keys.subject_key,
            keys.has_reply_prefix,
            message.sender.address,
            message.sender.name,
            [mailbox.address for mailbox in message.reply_to],
            keys.parent_ids,
            message.delivered_to,
            message.new_text,
            message.signature,
            facts.word_count,
            facts.quoted_character_count,
            message.is_forward,
            automation.is_bulk,
            automation.is_list,
            automation.is_auto_reply,
            automation.is_robot_sender,
            [(item.source, item.signal, item.quote) for item in automation.evidence],
            bool(message.calendars),
            [(item.filename, item.content_type, item.size_bytes) for item in message.attachments],
            len(message.recipients),
            message.size_bytes,
            message.defects,
            READER_VERSION,
            reading.interest.question_about_you_count,
            reading.interest.about_me_count,
        )
    )
    rows["new_recipients"].extend(
        (ordinal, position, recipient.field, recipient.mailbox.address, recipient.mailbox.name)
        for position, recipient in enumerate(message.recipients)
    )
    rows["new_stated_addresses"].extend((ordinal, address) for address in facts.stated_addresses)
    rows["new_verdicts"].append((ordinal, *_verdict(verdict)))
    if automation.notice is not None:
        notice = automation.notice
        rows["new_notices"].append((ordinal, notice.service, notice.kind, notice.person_name))
    _add_introduction(rows, ordinal, reading.introduction)
    rows["new_introduction_follow_ups"].extend(
        (ordinal, follow_up.kind, follow_up.introducer_name, _evidence(follow_up.evidence))
        for follow_up in reading.follow_ups
    )
    _add_meetings(rows, ordinal, reading.meetings)
    rows["new_asks"].extend(
        (ordinal, position, ask.kind, ask.text, ask.start, ask.end, ask.is_question, ask.due_on)
        for position, ask in enumerate(reading.asks)
    )
    rows["new_addresses"].extend(_addresses(reading))


def _add_introduction(
    rows: dict[str, list[Row]], ordinal: int, introduction: Introduction | None
) -> None:
    if introduction is None:
        return
    introducer = introduction.introducer
    rows["new_introductions"].append(
        (
            ordinal,
            introduction.role,
            introducer.address if introducer else None,
            introducer.name if introducer else introduction.referrer_name,
            _evidence(introduction.evidence),
        )
    )
    rows["new_introduced_people"].extend(
        (ordinal, position, person.name, person.address)
        for position, person in enumerate(introduction.introduced)
    )


def _add_meetings(rows: dict[str, list[Row]], ordinal: int, meetings: Sequence[Meeting]) -> None:
    for position, meeting in enumerate(meetings):
        rows["new_meetings"].append(
            (
                ordinal,
                position,
                meeting.status,
                meeting.ical_uid,
                meeting.sequence,
                meeting.recurrence_id,
                meeting.method,
                meeting.summary,
                meeting.starts_at,
                meeting.ends_at,
                meeting.is_all_day,
                meeting.when_text,
                meeting.place,
                meeting.organizer.address if meeting.organizer else None,
                _evidence(meeting.evidence),
                meeting.occurs_at,
            )
        )
        rows["new_meeting_attendees"].extend(
            (
                ordinal,
                position,
                attendee.mailbox.address,
                attendee.mailbox.name,
                attendee.participation_status,
            )
            for attendee in meeting.attendees
        )


def _verdict(verdict: Verdict) -> Row:
    return (
        verdict.version,
        verdict.decided_by,
        verdict.kind,
        verdict.confidence,
        verdict.second,
        _evidence(verdict.evidence),
        verdict.scores or None,
    )


def _evidence(evidence: Sequence[Evidence]) -> list[Row]:
    return [(item.source, item.signal, item.quote, item.start, item.end) for item in evidence]


def _addresses(reading: Reading) -> Iterator[Row]:
    message = reading.message
    yield _address(
        message.sender, reading, is_robot=message.automation.is_robot_sender, is_self_named=True
    )
    for mailbox in message.to_and_cc:
        yield _address(mailbox, reading, is_robot=False, is_self_named=False)


def _address(mailbox: Mailbox, reading: Reading, *, is_robot: bool, is_self_named: bool) -> Row:
    return (
        mailbox.address,
        domain_of(mailbox.address),
        organisation_of(mailbox.address),
        full_name(mailbox.name),
        is_self_named,
        is_robot or is_robot_address(mailbox.address, mailbox.name),
        reading.message.sent_at,
    )

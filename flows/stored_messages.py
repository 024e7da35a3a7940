"""Messages as far as the log keeps them: subject, new text, signature, parties, and what the
headers said.

Of the quoted text it keeps only that there was some, of a calendar only that there was one: all
that most rules ask of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from extractors.records import Attachment, Automation, Evidence, Mailbox, Message, Recipient

if TYPE_CHECKING:
    from flows.log_reader import Reader


def stored_messages(reader: Reader, message_ids: Sequence[str]) -> list[Message]:
    """Those of these messages that the log has, in the order of their ids."""
    return [_message(row) for row in reader.page("stored_messages", {"message_ids": message_ids})]


def stored_evidence(items: Iterable[dict[str, Any]]) -> tuple[Evidence, ...]:
    """The evidence of a verdict from the log's list of structs."""
    return tuple(
        Evidence(
            item["source"],
            item["signal"],
            item["quote"],
            item["start_offset"],
            item["end_offset"],
        )
        for item in items
    )


def _message(row: dict[str, Any]) -> Message:
    return Message(
        message_id=row["message_id"],
        fingerprint=row["fingerprint"],
        sent_at=row["sent_at"],
        sent_at_source=row["sent_at_source"],
        utc_offset_minutes=row["utc_offset_minutes"],
        subject=row["subject"],
        sender=Mailbox(row["sender_address"], row["sender_name"]),
        reply_to=tuple(map(Mailbox, row["reply_to"])),
        recipients=tuple(
            Recipient(box["field"], Mailbox(box["address"], box["name"]))
            for box in row["recipients"]
        ),
        in_reply_to=tuple(row["parent_ids"][:1]),
        references=tuple(row["parent_ids"][::-1]),
        text="",
        new_text=row["new_text"],
        quoted_text=">" if row["quoted_character_count"] else "",
        signature=row["signature"],
        is_forward=row["is_forward"],
        automation=Automation(
            is_bulk=row["is_bulk"],
            is_list=row["is_list"],
            is_auto_reply=row["is_auto_reply"],
            is_robot_sender=row["is_robot_sender"],
            evidence=tuple(
                Evidence(item["source"], item["signal"], item["quote"])
                for item in row["automation_evidence"]
            ),
        ),
        calendars=("",) if row["has_calendar"] else (),
        attachments=tuple(
            Attachment(item["filename"], item["content_type"], item["size_bytes"])
            for item in row["attachments"]
        ),
        delivered_to=tuple(row["delivered_to"]),
        defects=tuple(row["defects"]),
        size_bytes=row["size_bytes"],
    )

"""Writes the weekly letter to files and hands it to the SMTP server, once a week.

What the flow weekly-report does. The files come first, so that there is a letter even
where sending fails; the outbox (table report_deliveries) comes before the wire, so that a
letter is never sent twice by accident.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from extractors.addresses import domain_of
from flows.errors import DeliveryError, SettingsError, SourceError, UsageError
from flows.log_reader import open_reader
from flows.log_records import Delivery
from flows.report.deliver import DeliveryOutcome, compose_message, send_message
from flows.report.render import Letter, render_letter
from flows.report.weekly import WeeklyReport
from flows.settings import ReportSettings, Settings, read_secret
from flows.sign_in.access import secret_of
from flows.store import open_store

FLOW_NAME = "weekly-report"


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter and the files that hold it."""

    report: WeeklyReport
    letter: Letter
    html_file: Path
    text_file: Path


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the letter for one recipient; ``is_new`` False: settled before."""

    delivery: Delivery
    is_new: bool


def last_complete_week(today: date) -> date:
    """The Sunday that ends the most recent ISO week that is over at the end of ``today``."""
    return today - timedelta(days=today.isoweekday() % 7)


def write_letter(
    log_file: Path, as_of: date | None, owner_name: str, folder: Path
) -> WrittenLetter:
    """Writes report.html and report.txt to ``folder``; the same log and day, the same letter.

    ``as_of`` None: today in the owner's zone. Raises UsageError where there is no log.
    """
    with open_reader(log_file) as reader:
        report = reader.week(as_of or reader.today(), owner_name)
    letter = render_letter(report)
    written = WrittenLetter(report, letter, folder / "report.html", folder / "report.txt")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(written.html_file, letter.html)
        _write(written.text_file, letter.text)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be written ({error.strerror}). Give another --out."
        ) from None
    return written


def _write(file: Path, text: str) -> None:
    waiting = file.with_name(f".{file.name}.next")
    waiting.write_text(text, encoding="utf-8")
    waiting.chmod(0o600)  # it is about people
    waiting.replace(file)


def send_letter(written: WrittenLetter, settings: Settings, log_file: Path) -> tuple[Sent, ...]:
    """Sends the letter to every recipient who does not have this week's yet.

    A letter with nothing to say is not sent. Raises SettingsError where the SMTP server,
    sender or recipients are not configured; what the server says is in the result.
    """
    check_can_send(settings.report)
    if written.report.is_empty:
        return ()
    with open_store(log_file) as store:
        store.snapshot_health(written.report.as_of)
        store.publish()
    return tuple(
        _send_to(recipient, written, settings, log_file) for recipient in settings.report.to
    )


def check_can_send(report: ReportSettings) -> None:
    """Raises SettingsError naming what a letter needs and config.toml lacks."""
    problems = [
        f"report.{key}: is missing; sending the letter needs it. See config.example.toml."
        for key, value in (("host", report.host), ("from", report.sender), ("to", report.to))
        if not value
    ]
    if problems:
        raise SettingsError(problems)


def _send_to(recipient: str, written: WrittenLetter, settings: Settings, log_file: Path) -> Sent:
    report, sender = written.report, settings.report.sender or ""
    message_id = letter_message_id(report.week, sender, recipient)
    with open_store(log_file) as store:
        before = store.delivery(report.week, recipient)
        if before is not None and before.state != "failed":
            settled = store.settle_delivery(before)
            if settled.state != "failed":
                return Sent(settled, is_new=False)
        store.put_delivery(Delivery(report.week, recipient, report.as_of, message_id, "sending"))
    content = compose_message(written.letter, sender, recipient, message_id, datetime.now(UTC))
    outcome = _hand_over(content, recipient, settings)
    delivery = Delivery(
        report.week, recipient, report.as_of, message_id, outcome.state, outcome.detail
    )
    with open_store(log_file) as store:
        store.put_delivery(delivery)
        store.publish()
    return Sent(delivery, is_new=True)


def _hand_over(content: bytes, recipient: str, settings: Settings) -> DeliveryOutcome:
    report, account = settings.report, settings.sending_account
    password = access_token = ""
    if account is not None:
        try:
            access_token = secret_of(account, can_send=True)
        except SourceError as error:  # nothing was handed over: the next run may try again
            return DeliveryOutcome("failed", str(error))
    elif report.is_given:
        password = read_secret(report, "report", report.user, report.host)
    return send_message(
        content,
        host=report.host,
        port=report.port,
        security=report.security,
        user=report.user or (account.user if account else ""),
        password=password,
        access_token=access_token,
        sender=report.sender or "",
        recipient=recipient,
        ca_file=report.ca_file,
    )


def letter_message_id(week: str, sender: str, recipient: str) -> str:
    """The Message-ID of one week's letter to one recipient: the same at every attempt.

    RFC 5322 3.6.4, without brackets.
    """
    mark = hashlib.sha256(f"{week}/{sender}/{recipient}".encode()).hexdigest()[:16]
    return f"rapport.{week}.{mark}@{domain_of(sender)}"


def failed(sent: Sequence[Sent]) -> list[str]:
    """One line for each recipient who may not have the letter."""
    return [
        f"{item.delivery.recipient}: {item.delivery.state}: {item.delivery.detail}"
        for item in sent
        if item.delivery.state != "sent"
    ]


def raise_for_failures(sent: Sequence[Sent]) -> None:
    """Raises DeliveryError where a recipient may not have the letter."""
    problems = failed(sent)
    if problems:
        raise DeliveryError("; ".join(problems))

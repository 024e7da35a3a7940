"""The letter is written first, then sent once per week and recipient."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.errors import SettingsError, UsageError
from flows.letter import (
    last_complete_week,
    letter_message_id,
    send_letter,
    write_letter,
)
from flows.log_records import Delivery
from flows.migrate import schema_folder
from flows.sample.servers import SmtpSink, smtp_sink
from flows.settings import Settings, parse_settings
from flows.store import open_store
from logs import command, one, rows
from servers import demo_mails
from test_importing import do_import

ME = "me@example.org"
AS_OF = date(2025, 3, 23)


@pytest.fixture(scope="module")
def made_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail")
    for number, mail in enumerate(demo_mails()):
        (folder / f"{number}.eml").write_bytes(mail.content)
    file = tmp_path_factory.mktemp("log") / "rapport.duckdb"
    do_import([folder], file, ME)
    return file


def settings_for(sink: SmtpSink, to: tuple[str, ...] = (ME,)) -> Settings:
    report = {"from": ME, "to": list(to), "host": sink.host, "port": sink.port, "security": "none"}
    return parse_settings({"report": report}, Path("config.toml"))


def test_the_same_log_and_day_give_the_same_letter(log: Path, tmp_path: Path) -> None:
    """DESIGN 6.6: the report is reproducible."""
    first = write_letter(log, AS_OF, "Me", tmp_path / "one")
    second = write_letter(log, AS_OF, "Me", tmp_path / "two")
    assert first.html_file.read_bytes() == second.html_file.read_bytes()
    assert first.text_file.read_bytes() == second.text_file.read_bytes()
    assert "Ada Byron" in first.letter.text


def test_it_is_sent_once_per_week_and_recipient(
    log: Path, tmp_path: Path, mail_sink: SmtpSink
) -> None:
    """A second run of the same week sends nothing; a new recipient gets it."""
    written = write_letter(log, AS_OF, "Me", tmp_path)
    send_letter(written, settings_for(mail_sink), log)
    again = send_letter(written, settings_for(mail_sink, (ME, "partner@example.org")), log)
    assert [item.is_new for item in again] == [False, True]
    assert [mail.recipients for mail in mail_sink.messages] == [(ME,), ("partner@example.org",)]
    assert rows(log, "select distinct week, state from report_deliveries") == [("2025-W12", "sent")]


def test_a_refused_recipient_does_not_keep_it_from_the_others(log: Path, tmp_path: Path) -> None:
    """One at a time; the refusal is kept with the server's words, and tried again next run."""
    gone = "gone@example.org"
    with smtp_sink({gone: "550 no such user"}) as sink:
        sent = send_letter(
            write_letter(log, AS_OF, "Me", tmp_path), settings_for(sink, (gone, ME)), log
        )
        assert [item.delivery.state for item in sent] == ["failed", "sent"]
        assert "no such user" in sent[0].delivery.detail
        assert len(sink.messages) == 1


def test_quiet_is_not_silent_about_a_letter_that_was_not_sent(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """-q says errors: who runs it from cron hears of nothing else."""
    with smtp_sink({ME: "550 no such user"}) as sink:
        config = tmp_path / "config.toml"
        config.write_text(
            f'[report]\nfrom = "{ME}"\nto = ["{ME}"]\nhost = "{sink.host}"\nport = {sink.port}\n'
            f'security = "none"\nfolder = "{tmp_path}"\n',
            "utf-8",
        )
        where = ["--config", str(config), "--as-of", AS_OF.isoformat()]
        assert command(log, "report", "--send", "-q", *where) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"rapport: {ME}: failed: RCPT TO: 550 no such user\n"


def test_a_letter_that_may_have_arrived_is_not_sent_again(
    log: Path, tmp_path: Path, mail_sink: SmtpSink
) -> None:
    """The process died while handing it over: only a later sync can tell (FINDINGS row 75)."""
    message_id = letter_message_id("2025-W12", ME, ME)
    with open_store(log) as store:
        store.put_delivery(Delivery("2025-W12", ME, AS_OF, message_id, "sending"))
    (item,) = send_letter(write_letter(log, AS_OF, "Me", tmp_path), settings_for(mail_sink), log)
    assert (item.is_new, item.delivery.state) == (False, "unknown")
    assert not mail_sink.messages


def test_our_own_letter_is_seen_but_never_read_in(
    log: Path, tmp_path: Path, mail_sink: SmtpSink
) -> None:
    """It is in the mailbox it was sent to; its own facts must not feed the next one."""
    send_letter(write_letter(log, AS_OF, "Me", tmp_path), settings_for(mail_sink), log)
    messages = one(log, "select count(*) from messages")
    inbox = tmp_path / "later"
    inbox.mkdir()
    (inbox / "letter.eml").write_bytes(mail_sink.messages[0].content)
    do_import([inbox], log, ME)
    assert one(log, "select count(*) from messages") == messages
    letter_id = letter_message_id("2025-W12", ME, ME)
    assert one(log, f"select count(*) from sightings where message_id = '{letter_id}'") == 1
    assert one(log, "select sum(missing_count) from coverage") == 0
    check = schema_folder() / "checks" / "every_sighting_has_its_message.sql"
    assert rows(log, check.read_text("utf-8")) == []


def test_nothing_to_say_nothing_sent(log: Path, tmp_path: Path, mail_sink: SmtpSink) -> None:
    """A week before the first mail has no letter."""
    written = write_letter(log, date(2020, 1, 5), "Me", tmp_path)
    assert send_letter(written, settings_for(mail_sink), log) == ()
    assert not mail_sink.messages


def test_what_sending_needs_is_said_at_once(log: Path, tmp_path: Path) -> None:
    """All of it, before anything is done."""
    written = write_letter(log, AS_OF, "Me", tmp_path)
    with pytest.raises(SettingsError) as caught:
        send_letter(written, Settings(), log)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "report.host",
        "report.from",
        "report.to",
    ]


def test_a_folder_that_cannot_be_written_is_said(log: Path, tmp_path: Path) -> None:
    """What, where, and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="--out"):
        write_letter(log, AS_OF, "Me", tmp_path / "file" / "letters")


@pytest.mark.parametrize(
    ("today", "sunday"),
    [
        (date(2026, 11, 23), date(2026, 11, 22)),
        (date(2026, 11, 22), date(2026, 11, 22)),
        (date(2026, 11, 28), date(2026, 11, 22)),
    ],
)
def test_the_scheduled_letter_speaks_of_the_last_complete_week(today: date, sunday: date) -> None:
    """ISO 8601: a week ends with its Sunday; a machine that slept on Monday changes nothing."""
    assert last_complete_week(today) == sunday

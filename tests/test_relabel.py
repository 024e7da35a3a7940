"""`rapport relabel` and what a person's word on a kind survives: new models, rules, syncs."""

from __future__ import annotations

from pathlib import Path

import pytest

import flows.judging
from extractors.discretion import Discretion
from extractors.language import kind_model, open_language
from extractors.records import KINDS, Reading
from extractors.training.corpus import as_message, read_corpus
from flows.commands import train as train_command
from flows.judging import relabel
from flows.locations import trained_model
from flows.log_reader import open_reader
from flows.stored_messages import stored_messages
from logs import a_mail, a_reading, command, one, rows, store_mails
from test_history import ME, PITCH, SELLER, kinds, mailbox


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `rapport train` leaves its model: not in the home of who runs this."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="module")
def made_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("log") / "rapport.duckdb"
    store_mails(file, mailbox())
    return file


def leave_model(kind: str, more: float) -> None:
    """A model as `rapport train` might leave it: the shipped one, fonder of one kind."""
    nlp = open_language()
    kind_model(nlp).bias[KINDS.index(kind)] += more
    trained_model().parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(trained_model(), exclude=["vocab"])


def versions(log: Path) -> set[str]:
    """Of the verdicts that hold."""
    return {version for (version,) in rows(log, "select distinct version from message_kinds")}


def test_a_new_model_judges_the_past_anew_and_the_old_verdicts_stay(log: Path) -> None:
    """Every message has a verdict of the new version, with its history; none is lost."""
    before = rows(log, "from verdicts order by all")
    leave_model("introduction", 40.0)
    assert command(log, "relabel", "-q") == 0
    assert {said[0] for said in kinds(log).values()} == {"introduction"}
    after = rows(log, "from verdicts order by all")
    assert all(verdict in after for verdict in before)
    assert len(after) >= len(before) + len(mailbox())
    assert command(log, "check", "-q") == 0


def test_what_a_new_model_takes_for_an_introduction_introduces_somebody(log: Path) -> None:
    """And no more once a model takes it for something else again."""
    before = rows(log, "select message_id from introductions order by all")
    leave_model("introduction", 40.0)
    command(log, "relabel", "-q")
    assert len(rows(log, "select message_id from introductions")) > len(before)
    leave_model("introduction", 0.0)
    command(log, "relabel", "-q")
    assert rows(log, "select message_id from introductions order by all") == before


def test_judging_again_says_what_reading_said(log: Path) -> None:
    """From what the log keeps, the same model finds the same, message for message."""
    before = kinds(log)
    leave_model("introduction", 40.0)
    command(log, "relabel", "-q")
    leave_model("introduction", 0.0)
    command(log, "relabel", "-q")
    after = kinds(log)
    assert after == before


def test_a_stored_message_is_the_message_that_was_read(log: Path) -> None:
    """All that is judged comes back from the log; of the quoted text only that it was there."""
    readings = [item for item in map(a_reading, mailbox()) if isinstance(item, Reading)]
    read = {item.message.message_id: item.message for item in readings}
    with open_reader(log) as reader:
        found = stored_messages(reader, list(read))
    assert len(found) == len(read)
    for stored in found:
        message = read[stored.message_id]
        for name in ("subject", "sender", "recipients", "new_text", "signature", "sent_at",
                     "automation", "in_reply_to", "is_forward", "attachments"):  # fmt: skip
            assert getattr(stored, name) == getattr(message, name), name


@pytest.mark.parametrize(
    ("scope", "messages"),
    [
        ("message", {"m50"}),
        ("thread", {"m50", "m54"}),
        ("sender", {"m50", "m54"}),
        ("domain", {"m50", "m54", "m95"}),
    ],
)
def test_a_correction_holds_after_relabelling_and_syncing_again(
    log: Path, scope: str, messages: set[str]
) -> None:
    """Whatever new models say and however often the mail is seen; mail to come included."""
    store_mails(log, [a_mail(95, "Kim <kim@leads.example>", ME, PITCH)])
    command(log, "correct", "kind", "m50@", "note", "--scope", scope, "-q")
    leave_model("bulk", 40.0)
    command(log, "relabel", "-q")
    store_mails(log, mailbox())
    said = kinds(log)
    assert {name for name, (kind, *_) in said.items() if kind == "note"} == messages
    command(log, "correct", "undo", "-q")
    assert kinds(log)["m50"][0] == "bulk"


def test_a_run_that_is_stopped_goes_on_where_it_was(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was judged is kept, the run says that it was stopped, and the next does the rest."""
    leave_model("introduction", 40.0)
    monkeypatch.setattr(flows.judging, "MESSAGES_A_BATCH", 3)

    class StopsAfterTwoBatches:
        advanced = 0

        def begin(self, name: str, total: int, unit: str = "mails") -> None: ...

        def advance(self, count: int) -> None:
            self.advanced += count
            if self.advanced == 6:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relabel(log, "stopped", progress=StopsAfterTwoBatches())
    assert [kind for kind, *_ in kinds(log).values()].count("introduction") == 6
    assert one(log, "select state from runs where run_id = 'stopped'") == "partial"
    assert relabel(log, "next").judged_count == 5
    assert relabel(log, "again").judged_count == 0


def test_what_has_no_text_keeps_its_verdict_and_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where only metadata is logged there is nothing to judge again, and it says so."""
    file = tmp_path / "bare.duckdb"
    store_mails(file, mailbox(), discretion=Discretion(is_metadata_only=True))
    before = kinds(file)
    leave_model("introduction", 40.0)
    assert command(file, "relabel") == 0
    said = capsys.readouterr().out
    assert "0 messages judged again" in said
    assert "11 keep their verdict: their text was not to be logged" in said
    assert kinds(file) == before


def test_status_and_check_say_when_the_past_wants_judging(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once there is another model; and no more once it was done."""
    asked = "11 messages were judged by an older model: `rapport relabel` judges them anew."
    for is_outdated in (False, True, False):
        if is_outdated:
            leave_model("bulk", 1.0)
        for name in ("status", "check"):
            command(log, name)
            assert (asked in capsys.readouterr().out) == is_outdated, name
        if is_outdated:
            command(log, "relabel", "-q")


def test_corrections_join_the_training(
    log: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user's word is learned from, the model lands where readers look, and it says so."""
    texts = ["The tide table for the harbour is pinned to the boathouse door"] * 4
    mails = [a_mail(100 + n, f"Bo <bo@tide{n}.example>", ME, text) for n, text in enumerate(texts)]
    store_mails(log, mails)
    before = kinds(log)["m103"][0]
    taught = next(kind for kind in ("introduction", "meeting") if kind != before)
    for number in (100, 101, 102):
        command(log, "correct", "kind", f"m{number}@", taught, "-q")
    few = read_corpus()[::25]
    monkeypatch.setattr("extractors.training.train.read_corpus", lambda: few)
    monkeypatch.setattr("extractors.training.train.read_real_bags", list)
    monkeypatch.setattr(train_command, "evaluate", lambda: None)
    monkeypatch.setattr(train_command, "format_evaluation", str)
    assert command(log, "train") == 0
    said = capsys.readouterr().out
    assert "3 that you corrected" in said
    assert "were judged by an older model: `rapport relabel`" in said
    assert command(log, "relabel", "-q") == 0
    assert kinds(log)["m103"][0] == taught


def test_a_wide_correction_teaches_a_few_lessons_only(log: Path) -> None:
    """Who calls a sender's mail bulk teaches that by the newest five, as whole as they are kept."""
    store_mails(log, [a_mail(200 + n, SELLER, ME, f"Offer {n}") for n in range(9)])
    command(log, "correct", "kind", "m200", "bulk", "--scope", "sender", "-q")
    with open_reader(log) as reader:
        found = reader.page("corrected_messages", {"most": train_command.MOST_A_CORRECTION})
    examples = [train_command._example(row) for row in found]
    assert sorted(example.new_text for example in examples) == [f"Offer {n}" for n in range(4, 9)]
    message = as_message(examples[0])
    assert (message.sender.address, message.sender.name) == ("pat@leads.example", "Pat Quick")
    assert [box.address for box in message.to_and_cc] == ["me@firm.example"]

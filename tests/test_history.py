"""What was known before a message, weighed into its verdict; the same in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extractors.records import RawMail
from flows.importing import find_mail, import_files
from flows.log_records import Cursor, FolderState
from flows.store import open_store
from logs import a_mail, a_reading, command, lay_empty_log, one, rows, store_mails

ME = "Maria Lind <me@firm.example>"
COLLEAGUE = "Olle Ek <olle@firm.example>"
FRIEND = "Anna Berg <anna@north.example>"
SELLER = "Pat Quick <pat@leads.example>"
PITCH = (
    "Hi Maria,\n\nI came across your company and think our platform could help you get more "
    "leads. We help agencies like yours triple their pipeline in 90 days. Would you be open to "
    "a 15-minute demo next week?\n\nBest,\nPat"
)
BUMP = "Just floating this to the top of your inbox. Any thoughts?"


def mailbox() -> list[RawMail]:
    """A year of one mailbox, oldest first: a friend, a seller, a faker, my own selling."""
    return [
        a_mail(1, ME, FRIEND, "Shall we look at the drawings together?"),
        a_mail(2, FRIEND, ME, "Gladly, I have them here.", in_reply_to="<m1@mail.example>",
               subject="Re: Matter 1"),
        a_mail(3, ME, FRIEND, "Thanks, that helped a lot.", in_reply_to="<m2@mail.example>",
               subject="Re: Matter 1"),
        a_mail(50, SELLER, ME, PITCH, subject="Quick question"),
        a_mail(54, SELLER, ME, BUMP, in_reply_to="<m50@mail.example>",
               subject="Re: Quick question"),
        a_mail(60, FRIEND, ME, PITCH, subject="Quick question for you"),
        a_mail(61, COLLEAGUE, ME, PITCH, subject="An idea"),
        a_mail(70, "Vic Fake <vic@boost.example>", ME,
               "Did you see my last mail about our platform?", subject="Re: your website"),
        a_mail(80, ME, "Lea Ost <lea@client.example>", PITCH, subject="Quick question, Lea"),
        a_mail(84, ME, "Lea Ost <lea@client.example>", BUMP, in_reply_to="<m80@mail.example>",
               subject="Re: Quick question, Lea"),
        a_mail(90, "Lea Ost <lea@client.example>", ME, "Yes, send me the price list, please.",
               in_reply_to="<m84@mail.example>", subject="Re: Quick question, Lea"),
    ]  # fmt: skip


def kinds(log: Path) -> dict[str, Any]:
    """What holds in the end: kind, confidence, second, version and evidence of each message."""
    found = rows(log, "select message_id, kind, confidence, second, version, evidence "
                      "from message_kinds order by all")  # fmt: skip
    return {message_id.partition("@")[0]: rest for message_id, *rest in found}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("history") / "rapport.duckdb"
    store_mails(file, mailbox())
    return file


def known(log: Path, message: str) -> dict[str, str]:
    """What history says of a message: signal and words."""
    (found,) = rows(log, "select evidence from message_kinds "
                         f"where message_id = '{message}@mail.example'")  # fmt: skip
    return {item["signal"]: item["quote"] for item in found[0] if item["source"] == "history"}


def test_mail_from_a_stranger_that_sells_is_a_pitch(log: Path) -> None:
    """Nothing was before it, so nothing is said of history."""
    assert kinds(log)["m50"][0] == "pitch"
    assert known(log, "m50") == {}


def test_a_bump_of_ones_own_pitch_remains_a_pitch(log: Path) -> None:
    """Theirs and mine: that its thread is known makes no reply of it, for nobody had answered."""
    assert kinds(log)["m54"][0] == kinds(log)["m84"][0] == "pitch"
    assert "own pitch" in known(log, "m54")["after_own_pitch"]


def test_my_own_pitch_is_a_pitch(log: Path) -> None:
    """That I am of my own organisation takes nothing from it."""
    assert kinds(log)["m80"][0] == "pitch"
    assert known(log, "m80") == {}


def test_who_wrote_with_me_before_is_less_of_a_seller(log: Path) -> None:
    """The same words by a friend, by a colleague and by a stranger; and it says why."""
    said = kinds(log)
    assert known(log, "m60") == {"known_sender": "you had written to each other 3 times before"}
    assert said["m60"][1] < said["m50"][1]
    assert said["m61"][0] != "pitch"


def test_a_faked_re_is_no_reply(log: Path) -> None:
    """It came to me alone, from one to whom I never wrote, and my own mail goes back further."""
    assert kinds(log)["m70"][0] != "reply"
    assert "claims to answer" in known(log, "m70")["unknown_thread"]


def test_an_answer_to_my_pitch_is_a_reply(log: Path) -> None:
    """What it answers is in the log."""
    assert kinds(log)["m90"][0] == "reply"
    assert "known_thread" in known(log, "m90")


@pytest.mark.parametrize(
    "changed",
    [
        {"to": f"{ME}, {FRIEND}"},
        {"text": "Did you see it?\n\nOn 2 Jan 2026 Maria Lind wrote:\n> Please send it to me."},
        {"list_id": "<talk.lists.example>"},
        {"number": 20},
    ],
    ids=["to others too", "it quotes", "a list's", "before my own mail goes back a month"],
)
def test_a_re_is_not_called_faked_where_it_cannot_be_told(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    """I may have been brought into a thread, or have deleted it: doubt accuses nobody."""
    plain = {"number": 70, "sender": "Vic <vic@boost.example>", "to": ME, "text": "Seen it?"}
    details: dict[str, Any] = plain | {"subject": "Re: the plan"} | changed
    file = tmp_path / "rapport.duckdb"
    store_mails(file, [*mailbox()[:3], a_mail(**details)])
    assert known(file, f"m{details['number']}") == {}


def test_the_readers_own_verdict_is_kept_beside_the_settled_one(log: Path) -> None:
    """Two versions; the one with history holds, and names itself."""
    found = rows(
        log,
        "select version, kind, len(scores) from verdicts where message_id = 'm54@mail.example' "
        "order by version",
    )
    (by_itself, _, score_count), (settled, settled_kind, none) = found
    assert (settled, settled_kind) == (f"{by_itself}+history", "pitch")
    assert (score_count, none) == (6, None)


def test_the_order_in_which_mail_is_read_does_not_matter(tmp_path: Path, log: Path) -> None:
    """Newest first as from a server, oldest first, in shuffled batches, or out of one file."""
    mails = mailbox()
    newest_first = [mails[8:], mails[5:8], mails[2:5], mails[:2]]
    orders = {
        "newest first": newest_first,
        "oldest first": newest_first[::-1],
        "shuffled": [mails[1::3], mails[0::3], mails[2::3]],
    }
    for name, batches in orders.items():
        file = tmp_path / name / "rapport.duckdb"
        for batch in batches:
            store_mails(file, batch[::-1])
        assert kinds(file) == kinds(log), name
    assert kinds(imported(tmp_path, mails)) == kinds(log)


def imported(folder: Path, mails: Sequence[RawMail]) -> Path:
    """The log of an import of one mbox file, newest mail first in it."""
    box = folder / "box.mbox"
    box.write_bytes(
        b"\n".join(b"From x Thu Oct  1 00:00:00 2026\n" + mail.content for mail in mails[::-1])
    )
    file = folder / "imported" / "rapport.duckdb"
    import_files(
        find_mail([box]),
        lay_empty_log(file),
        "run",
        frozenset({"me@firm.example"}),
        "import --me",
        "UTC",
    )
    return file


def test_a_mailbox_that_is_half_read_calls_nothing_faked(tmp_path: Path) -> None:
    """What a "Re:" answers may be in the half to come; once all is read, it is told."""
    file = tmp_path / "rapport.duckdb"
    store_mails(file, mailbox())
    found = {}
    for lowest_uid in (40, 1, 40):
        with open_store(file) as store:
            store.put_folders(
                [FolderState("work", "INBOX", "inbox", is_synced=True, server_message_count=100)]
            )
            store.keep(
                [a_reading(a_mail(95, SELLER, ME))], Cursor("work", "INBOX", 1, lowest_uid, 99)
            )
            store.publish()
        found[lowest_uid] = "unknown_thread" in known(file, "m70")
    assert found == {40: False, 1: True}


def test_only_what_new_mail_reaches_is_looked_at_again(tmp_path: Path) -> None:
    """A stranger's mail concerns itself; an old one of a friend all that the friend wrote since."""
    file = tmp_path / "rapport.duckdb"
    mails = mailbox()
    store_mails(file, [*mails[:1], *mails[2:]])
    assert looked_at(file, a_mail(92, "New <new@other.example>", ME)) == {"m92"}
    assert looked_at(file, mails[1]) == {"m2", "m3", "m60"}


def looked_at(file: Path, mail: RawMail) -> set[str]:
    with open_store(file) as store:
        store.keep([a_reading(mail)], None)
        store.publish()
        found = store.reader.connection.execute("from judged_anew").fetchall()
    return {message_id.partition("@")[0] for (message_id,) in found}


def test_an_address_that_turns_out_to_be_mine_changes_what_was_before(tmp_path: Path) -> None:
    """Then it is I who wrote to the friend, and all is weighed anew."""
    file = tmp_path / "rapport.duckdb"
    other = "Maria Lind <maria@home.example>"
    store_mails(file, [a_mail(1, other, FRIEND), a_mail(2, FRIEND, other), a_mail(3, FRIEND, ME)])
    assert known(file, "m3") == {}
    assert command(file, "correct", "me", "maria@home.example", "-q") == 0
    assert set(known(file, "m3")) == {"known_sender"}


def test_an_address_that_turns_out_to_be_not_mine_takes_back_what_it_told(tmp_path: Path) -> None:
    """The reader had taken the sender for a colleague; of a stranger nothing is known."""
    file = tmp_path / "rapport.duckdb"
    store_mails(file, [a_mail(1, COLLEAGUE, ME, PITCH)])
    assert set(known(file, "m1")) == {"same_organisation"}
    assert command(file, "correct", "me", "me@firm.example", "--no", "-q") == 0
    assert known(file, "m1") == {}


def test_history_survives_when_a_person_is_forgotten(tmp_path: Path) -> None:
    """Their rows go from every table, and the rest settles."""
    file = tmp_path / "rapport.duckdb"
    store_mails(file, mailbox())
    assert command(file, "forget", "anna@north.example", "--yes", "-q") == 0
    assert one(file, "select count(*) from histories where message_id like 'm60@%'") == 0
    assert kinds(file)["m54"][0] == "pitch"

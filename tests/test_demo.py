"""The demo is the whole main job: served, synced, logged, written, sent."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest
from logs import one, rows

from flows.demo import Demo, run_the_demo
from flows.errors import UsageError
from flows.pull import Silence
from flows.sample.build import build_sample
from flows.sample.situations import situation

pytestmark = pytest.mark.xdist_group("demo")


def test_every_mail_of_the_sample_is_accounted_for(demo: Demo) -> None:
    """All are stored but the one that is broken on purpose; copies are known as such."""
    sample = build_sample(demo.as_of)
    counts = demo.sync.counts
    assert counts.server_count == len(sample.mails)
    assert counts.stored_count + counts.known_count + 1 == len(sample.mails)
    assert one(demo.log_file, "select count(*) from unreadable_mail") == 1
    assert one(demo.log_file, "select sum(missing_count) from coverage") == 0


def test_the_letter_came_through_the_mail_server(demo: Demo) -> None:
    """report.eml is what the sink took: one message, text and HTML of the same letter."""
    message = email.message_from_bytes(demo.eml_file.read_bytes(), policy=email.policy.default)
    assert message.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in message.iter_parts())
    assert message["Auto-Submitted"] == "auto-generated"
    assert html.strip() == demo.html_file.read_text("utf-8").strip()
    assert "Nora" in text


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("owed reply", "select message_id from owed_replies"),
        ("cold pitch received", "select message_id from pitches where direction = 'received'"),
    ],
)
def test_situations_of_the_sample_show_in_the_views(demo: Demo, name: str, view: str) -> None:
    """What happens in the mailbox is what the letter can speak of."""
    expected = set(situation(name).messages)
    found = {message_id for (message_id,) in rows(demo.log_file, view)}
    assert len(expected & found) >= 0.7 * len(expected), expected - found


def test_fading_people_fade(demo: Demo) -> None:
    """Strong ties with a clear rhythm that went quiet are called cooling, with the reason."""
    fading = dict(
        rows(demo.log_file, f"select email, reason from fading_at(date '{demo.as_of}')")
    )
    expected = set(situation("fading client").people)
    assert expected <= set(fading)
    assert all("quiet" in reason for reason in fading.values())


def test_no_robot_is_a_person(demo: Demo) -> None:
    """Newsletters, notices, receipts and calendars are nobody."""
    robots = set(situation("robot").people)
    people = {address for (address,) in rows(demo.log_file, "select address from person_addresses")}
    assert not robots & people


def test_two_addresses_of_one_person_are_one_person(demo: Demo) -> None:
    """The same full name within one organisation's domain."""
    addresses = situation("one person, two addresses").people
    found = rows(
        demo.log_file,
        f"select distinct person_id from person_addresses where address in {addresses}",
    )
    assert len(found) == 1


def test_running_it_again_is_safe(demo: Demo) -> None:
    """The same files anew, with the same letter."""
    before = demo.html_file.read_bytes()
    again = run_the_demo(demo.log_file.parent, Silence())
    assert again.sync.counts == demo.sync.counts
    assert again.html_file.read_bytes() == before


def test_it_does_not_touch_a_log_that_is_not_its_own(tmp_path: Path) -> None:
    """--out with a real log in it is refused before anything is changed."""
    (tmp_path / "rapport.duckdb").write_bytes(b"years of mail")
    with pytest.raises(UsageError, match="not a demo's"):
        run_the_demo(tmp_path, Silence())
    assert (tmp_path / "rapport.duckdb").read_bytes() == b"years of mail"

"""The demo is the whole main job: served, synced, logged, written, sent."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest

from flows.demo import Demo, run_the_demo
from flows.errors import UsageError
from flows.log_reader import open_reader
from flows.pull import Silence
from flows.sample.build import build_sample
from flows.sample.situations import situation
from logs import one, rows


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
    assert html.split() == demo.html_file.read_text("utf-8").split()
    assert "Nora" in text


SHOWN = {
    "owed reply": "select message_id from owed_replies_at($as_of)",
    "awaited reply": "select message_id from awaited_replies_at($as_of)",
    "fading": "select email from fading_at($as_of)",
    "dormant": "select email from health($as_of) where status = 'dormant'",
    "warming": "select email from health($as_of) where status = 'warming'",
    "pitch received": "select message_id from pitches_at($as_of) where direction = 'received'",
    "own pitch before rapport": "select message_id from asked_before_rapport",
    "thanks owed": "select message_id from thanks_owed_at($as_of)",
    "meeting without follow-up": "select email from follow_ups_due_at($as_of)",
    "promise of mine, due": "select message_id from promises_at($as_of)",
    "introduction asked of me": "select message_id from introductions",
    "newsletter": "select message_id from message_kinds where kind = 'bulk'",
    "LinkedIn notice": "select message_id from message_kinds where kind = 'bulk'",
    "receipt or other no-reply": "select message_id from message_kinds where kind = 'bulk'",
    "calendar robot": "select message_id from message_kinds where kind = 'bulk'",
}
"""Situations of the sample, and where the log must show (nearly all of) each."""

HIDDEN = {
    "trap: answered in another thread": SHOWN["owed reply"],
    "trap: answered by a meeting": SHOWN["owed reply"],
    "trap: a question in a broadcast": SHOWN["owed reply"],
    "trap: awaited and received": SHOWN["awaited reply"],
    "steady": SHOWN["fading"],
    "own pitch after rapport": SHOWN["own pitch before rapport"],
    "meeting moved, held, followed up": SHOWN["meeting without follow-up"],
    "newsletter": "select address from person_addresses",
    "LinkedIn notice": "select address from person_addresses",
    "receipt or other no-reply": "select address from person_addresses",
    "calendar robot": "select address from person_addresses",
}
"""Situations that look like something they are not, and where they must not show."""

ENOUGH = 0.65
"""A first honest version: a classifier finds most of a kind, not all."""


def answer(demo: Demo, query: str) -> set[str]:
    with open_reader(demo.log_file) as reader:
        parameters = {"as_of": demo.as_of} if "$as_of" in query else None
        return {str(value) for (value,) in reader.connection.execute(query, parameters).fetchall()}


@pytest.mark.parametrize("name", SHOWN)
def test_what_happens_in_the_mailbox_shows_in_the_log(demo: Demo, name: str) -> None:
    """Every situation that the letter speaks of is in the sample, and found."""
    query = SHOWN[name]
    found = situation(name)
    expected = set(found.people if "email" in query else found.messages)
    assert expected
    assert len(expected & answer(demo, query)) >= ENOUGH * len(expected), query


@pytest.mark.parametrize("name", HIDDEN)
def test_what_only_looks_like_it_does_not_show(demo: Demo, name: str) -> None:
    """Doubt falls to the harmless side: no owed reply, no fading, no person that is none."""
    query = HIDDEN[name]
    found = situation(name)
    about_people = "email" in query or "address" in query
    forbidden = set(found.people if about_people else found.messages)
    assert forbidden
    assert not forbidden & answer(demo, query)


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

"""Threads: subjects without their prefixes, and keys that join only what belongs together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Automation, Mailbox, Message, Recipient
from extractors.threads import base_subject, thread_keys


@pytest.mark.parametrize(
    "subject",
    [
        "Lunch on Friday",
        "Re: Lunch on Friday",
        "RE: FW: lunch on friday",
        "Re[2]: Lunch on Friday",
        "Re(3): Lunch on Friday",
        "AW: WG: Lunch on Friday",
        "Sv: VB: Lunch on Friday",
        "Antw: Doorst: Lunch on Friday",
        "RÉF : TR : Lunch on Friday",
        "Odp: PD: Lunch on Friday",
        "R: I: Lunch on Friday",
        "回复\uff1a转发\uff1aLunch on Friday",
        "[ILUG] Re: Lunch on Friday",
        "Re: [ILUG-Social] [ILUG] Lunch on Friday",
        "[Fwd: Lunch on Friday]",
        "Lunch on Friday (fwd)",
        "  Lunch   on Friday ",
    ],
)
def test_prefixes_tags_and_trailers_go(subject: str) -> None:
    """RFC 5256 2.1, with the prefixes that other languages write."""
    assert base_subject(subject).text == "lunch on friday"


@pytest.mark.parametrize(
    ("subject", "reply", "forward"),
    [
        ("Re: x", True, False),
        ("AW: x", True, False),
        ("Fwd: x", False, True),
        ("WG: x", False, True),
        ("Re: Fwd: x", True, False),
        ("Fwd: Re: x", True, True),
        ("Re: x (fwd)", True, False),
        ("x (fwd)", False, True),
        ("[list] FW: x", False, True),
        ("Rebate: x", False, False),
        ("Reply: x", False, False),
        ("Regarding x", False, False),
        ("[x]", False, False),
    ],
)
def test_it_says_which_prefix_was_there(subject: str, reply: bool, forward: bool) -> None:
    """A word that merely begins like a prefix is none; what stands first tells a forward."""
    base = base_subject(subject)
    assert (base.has_reply_prefix, base.is_forward) == (reply, forward)


def test_a_tag_alone_is_the_subject() -> None:
    """RFC 5256 2.1 (4): a tag goes only where something is left."""
    assert base_subject("[urgent]").text == "[urgent]"


@given(st.text(max_size=60))
def test_base_subject_never_raises_and_keeps_no_reply_prefix(subject: str) -> None:
    """Whatever the subject is, a Re: in front changes nothing but the flag."""
    assert base_subject(f"Re: {subject}").text == base_subject(subject).text


@pytest.mark.timeout(10)
@pytest.mark.parametrize("unit", ["re:", "[", "[a]", " ", "fwd: ", "(fwd)", "[fwd:"])
def test_a_megabyte_of_prefixes_does_not_hang(unit: str) -> None:
    """Peeling is bounded."""
    base_subject(unit * (1_000_000 // len(unit)))


def _message(**changes: object) -> Message:
    message = Message(
        message_id="c@x.org",
        fingerprint="0" * 16,
        sent_at=datetime(2024, 1, 3, tzinfo=UTC),
        sent_at_source="date",
        utc_offset_minutes=0,
        subject="Re: Invoice",
        sender=Mailbox("jane@x.org"),
        reply_to=(),
        recipients=(Recipient("to", Mailbox("bob@y.org")),),
        in_reply_to=("b@y.org",),
        references=("a@x.org", "b@y.org"),
        text="",
        new_text="",
        quoted_text="",
        signature="",
        is_forward=False,
        automation=Automation(),
    )
    return replace(message, **changes)  # type: ignore[arg-type]


def test_parents_come_nearest_first_without_repeats_or_itself() -> None:
    """RFC 5322 3.6.4: References run from the oldest to the nearest."""
    keys = thread_keys(_message(references=("a@x.org", "b@y.org", "c@x.org")))
    assert keys.parent_ids == ("b@y.org", "a@x.org")


def test_an_answer_has_the_key_of_what_it_answers() -> None:
    """Sender and recipient change places; prefixes come and go."""
    first = _message(
        subject="Invoice",
        sender=Mailbox("bob@y.org"),
        recipients=(Recipient("to", Mailbox("jane@x.org")),),
    )
    assert thread_keys(first).subject_key == thread_keys(_message()).subject_key


def test_one_subject_between_other_parties_is_another_thread() -> None:
    """Two customers' "Invoice" never meet."""
    other = _message(recipients=(Recipient("to", Mailbox("carl@z.org")),))
    assert thread_keys(other).subject_key != thread_keys(_message()).subject_key


def test_messages_without_a_subject_do_not_join() -> None:
    """No subject is no reason to be one conversation."""
    one, two = _message(subject="Re:"), _message(subject="", message_id="d@x.org")
    assert thread_keys(one).subject_key != thread_keys(two).subject_key

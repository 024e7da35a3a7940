"""People: names in reading order, and addresses that nobody answers."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.people import full_name, is_robot_address


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kaminski, Vince J", "Vince J Kaminski"),
        ("Vince J Kaminski/HOU/ECT", "Vince J Kaminski"),
        ("'Jane Doe'", "Jane Doe"),
        ("Dr. Jane Doe, PhD", "Jane Doe"),
        ("Doe, Jane (Sales)", "Jane Doe"),
        ("JANE DOE", "Jane Doe"),
        ("jane van der berg", "Jane van der Berg"),
        ("JOHN MCDONALD", "John McDonald"),
        ("Jane O'NEIL-SMITH", "Jane O'NEIL-SMITH"),
        ("JANE O'NEIL-SMITH", "Jane O'Neil-Smith"),
        ("Jörg Müller 🎉", "Jörg Müller"),
        ("Miller, Don (Asset Mktg)", "Don Miller"),
        ("Doe, Jane, Acme Inc", "Jane Doe"),
        ("Acme, Inc.", "Acme"),
        ("Jane Doe | Acme", "Jane Doe"),
        ("Jane Doe (EXT) [Acme]", "Jane Doe"),
        ("Jane Doe @ Acme", "Jane Doe"),
        ("Jane Doe at Acme", "Jane Doe"),
        ("Jane Doe—Acme", "Jane Doe"),
        ("Jane Doe • Acme", "Jane Doe"),
        ("Jane Doe: Acme", "Jane Doe"),
        ("<b>Jane</b> Doe", "Jane Doe"),
        ("'; DROP TABLE people; --", "DROP TABLE people"),
        ("jane.doe", "Jane Doe"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr"),
        ("King, Jr., Martin", "Martin King Jr"),
        ("田中太郎", "田中太郎"),
        ("Herr Prof. Dr. Hans Meier", "Hans Meier"),
    ],
)
def test_names_come_in_reading_order_without_trimmings(written: str, name: str) -> None:
    """Directories, titles, remarks and capitals are the program's, not the person's."""
    assert full_name(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "",
        "jane@x.org",
        "'Bob' via LinkedIn",
        "Ann (via Google Docs)",
        "'Jane Doe' via Sales Group",
        "🎉",
        "Support",
        "no-reply",
        "12345",
        "???",
    ],
)
def test_what_names_no_person_is_empty(written: str) -> None:
    """Addresses, services and functions are no names."""
    assert full_name(written) == ""


@given(st.text(max_size=60))
@example("a0ßᨀ")
def test_a_name_stays_the_name_it_is(text: str) -> None:
    """Reading a name twice changes nothing."""
    once = full_name(text)
    assert full_name(once) in (once, "")


@pytest.mark.parametrize(
    "address",
    [
        "noreply@x.org",
        "no-reply-7@mail.x.org",
        "mailer-daemon@x.org",
        "postmaster@x.org",
        "newsletter@x.org",
        "notifications@github.com",
        "messages-noreply@linkedin.com",
        "abc@group.calendar.google.com",
        "calendar-notification@google.com",
        "list-request@x.org",
        "owner-list@x.org",
        "bounce-12@news.x.org",
        "jane=x.org.42@bounces.y.org",
        "someone@newsletter.online.com",
        "fork-bounces@xent.com",
    ],
)
def test_robots_are_known_by_their_address(address: str) -> None:
    """No human answers at these."""
    assert is_robot_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "jane@x.org",
        "info@x.org",
        "support@x.org",
        "jobs@x.org",
        "newman@x.org",
        "rebounce@x.org",
        "a@lists-ltd.co",
    ],
)
def test_people_and_shared_mailboxes_are_no_robots(address: str) -> None:
    """Doubt falls to the human side: somebody does answer at info@."""
    assert not is_robot_address(address)


def test_a_robot_is_known_by_its_name_too() -> None:
    """An address may hide what the display name says."""
    assert is_robot_address("x1@mx.example.org", "Mail Delivery Subsystem")
    assert not is_robot_address("x1@mx.example.org", "Jane Newsome")

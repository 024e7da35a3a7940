"""Names in texts, and whether a mailbox is called by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.names import is_called, may_be_called, people_named, words_of
from extractors.records import Mailbox


@pytest.mark.parametrize(
    ("mailbox", "name", "is_one"),
    [
        (Mailbox("tom.hale@fern.co"), "Tom", True),
        (Mailbox("thale@fern.co"), "Tom Hale", True),
        (Mailbox("x@fern.co", "Hale, Thomas"), "Tom", True),
        (Mailbox("x@fern.co", "Robert Hart"), "Bob", True),
        (Mailbox("tom.hale@fern.co"), "Anna", False),
        (Mailbox("office@fern.co", "Fern"), "Tom", False),
    ],
)
def test_a_mailbox_is_called_by_its_names_in_full_or_short(
    mailbox: Mailbox, name: str, is_one: bool
) -> None:
    """Display name, the part before the @, and the short forms people use."""
    assert is_called(mailbox, words_of(name)) == is_one


def test_initials_are_a_guess_only_without_a_name() -> None:
    """m.okafor may be Michael; whoever has a display name is called by that."""
    assert may_be_called(Mailbox("m.okafor@steel.io"), "Michael")
    assert not may_be_called(Mailbox("m.okafor@steel.io", "Mary Okafor"), "Michael")
    assert not may_be_called(Mailbox("sales@steel.io"), "Sam")


def test_people_are_likelier_than_firms_and_places() -> None:
    """What stands around a name tells."""
    text = "I met Jane Fox, who runs ops at Halden Group in Bergen. Call Ben Ito on 555 01 42 00."
    likely = {person.name for person in people_named(text) if person.likeness > 0}
    assert likely == {"Jane Fox", "Ben Ito"}


def test_an_address_beside_a_name_is_theirs() -> None:
    """Where a word of the name stands before the @."""
    (person,) = people_named("Write to Greg Piper (greg@panels.example).")
    assert person.address == "greg@panels.example"


@given(st.text(max_size=400))
def test_places_are_right(text: str) -> None:
    """start and end enclose the name as written, or its form in small letters."""
    for person in people_named(text):
        assert 0 <= person.start < person.end <= len(text)


@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it."""
    for alphabet in ("A", "Aa ", "A-", "A.", "Mr ", "my friend ", "a@", "1 ", "von der "):
        people_named(alphabet * (1_000_000 // len(alphabet)))

"""Names in texts, and whether a mailbox is called by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.names import (
    is_called,
    is_card,
    is_same_name,
    is_someone_else,
    may_be_called,
    people_named,
    words_of,
)
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


@pytest.mark.parametrize(
    ("full", "short"),
    [("Samuel", "Sam"), ("Samantha", "Sam"), ("Steven", "Steve"), ("Stephen", "Steve"),
     ("Katherine", "Kate"), ("Catherine", "Kate"), ("Rob", "Bob"), ("Beatrix", "Bea"),
     ("Hendrik", "Henk"), ("Ignacio", "Nacho"), ("Ulrike", "Uli")],
)  # fmt: skip
def test_a_short_form_is_of_every_name_that_it_may_stand_for(full: str, short: str) -> None:
    """Sam is Samuel and Samantha; once the later of two in a table took it from the other."""
    assert is_called(Mailbox("x@fern.co", f"{full} Hart"), words_of(short))
    assert is_called(Mailbox("x@fern.co", f"{short} Hart"), words_of(full))
    assert is_same_name(f"{full} Hart", f"{short} Hart")


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


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("We sat in New York with Jane Fox.", {"Jane Fox"}),
        ("We retained Jane Fox of the firm of Clay, Orr & Finch.", {"Jane Fox"}),
        ("A Personal Tax Planner whom I know: Jane Fox.", {"Jane Fox"}),
        ("Meet at Halden Beach. Jane Fox comes.", {"Jane Fox"}),
        ("The owner of Luz Norte is Jane Fox.", {"Jane Fox"}),
        ("Call Jane Fox of Clay Conveyancing in Kelso TD5 7AB.", {"Jane Fox"}),
        ("Name's Jane Fox.", {"Jane Fox"}),
    ],
)
def test_halves_of_places_partners_and_trades_are_no_people(text: str, likely: set[str]) -> None:
    """What only looks like a name weighs less than one."""
    assert {person.name for person in people_named(text) if person.likeness > 0} == likely


def test_the_name_at_the_head_of_a_card_is_likelier_than_its_firm() -> None:
    """A name alone on a line, above a firm and a number."""
    text = "Our helpers:\n\nJane Fox\nHalden Reeves\n212-555-0144\n\nBen Ito\nben@clay.example\n"
    cards = {person.name for person in people_named(text) if is_card(text, person)}
    assert cards == {"Jane Fox", "Ben Ito"}


def test_an_address_beside_a_name_is_theirs() -> None:
    """Where a word of the name stands before the @."""
    (person,) = people_named("Write to Greg Piper (greg@panels.example).")
    assert person.address == "greg@panels.example"


def test_addresses_have_no_accents() -> None:
    """Kühn is kuehn@ or kuhn@, and Bjørn is bjorn@."""
    (person,) = people_named("Write to Sabine Kühn (kuehn@steuer.example).")
    assert person.address == "kuehn@steuer.example"
    assert is_called(Mailbox("s.kuhn@steuer.example"), words_of("Sabine Kühn"))
    assert is_called(Mailbox("bjorn.dahl@fisk.example"), words_of("Bjørn"))


def test_the_rows_of_a_list_of_numbers_are_no_broken_line() -> None:
    """ "Mike" at the end of one and "Mirant" at the head of the next are nobody."""
    text = (
        "Duke (Ann Fox or Ben Ito)  713 555 6519 Ben  or 713 555 5529 Ann\n"
        "Mirant (Cleo Moss)  478 555 3421"
    )
    assert "Ann Mirant" not in {person.name for person in people_named(text)}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Mr. Hensley", "Ray Hensley", True),
        ("Ray", "Ray Hensley", True),
        ("Dolly Hensley", "Ray Hensley", False),
        ("Ron Clemens", "Clemens Digging", False),
        ("Dr.", "Dr. Ito", False),
    ],
)
def test_names_are_one_by_the_given_name_or_as_a_part(one: str, other: str, is_same: bool) -> None:
    """A surname alone makes nobody one person."""
    assert is_same_name(one, other) == is_same


def test_a_namesake_has_another_surname() -> None:
    """Where the mailbox shows one; who shows only a given name may be anybody."""
    assert is_someone_else(Mailbox("john.lavor@firm.com"), "John Lewis")
    assert not is_someone_else(Mailbox("john.lavor@firm.com"), "John Lavor")
    assert not is_someone_else(Mailbox("john@firm.com"), "John Lewis")
    assert not is_someone_else(Mailbox("john.lavor@firm.com"), "John")


def test_a_name_goes_on_behind_a_line_that_was_broken() -> None:
    """Programs break long lines; a greeting's line is short, and ends."""
    text = "I was wondering if you had a chance to forward my resume to Ginger\nGamble at Reliant."
    assert "Ginger Gamble" in {person.name for person in people_named(text)}
    assert {person.name for person in people_named("Hi Jane\nTom sends his love")} == {
        "Jane",
        "Tom",
    }


@given(st.text(max_size=400))
def test_places_are_right(text: str) -> None:
    """start and end enclose the name as written, or its form in small letters."""
    for person in people_named(text):
        assert 0 <= person.start < person.end <= len(text)


@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it."""
    for alphabet in (
        "A",
        "Aa ",
        "A-",
        "A.",
        "Mr ",
        "my friend ",
        "a@",
        "1 ",
        "von der ",
        "Jane Fox recommended ",
        "A a.doc ",
        "name is Jo ",
    ):
        people_named(alphabet * (1_000_000 // len(alphabet)))


def test_a_name_ends_where_something_else_begins() -> None:
    """At what is theirs, at a mark, before an @; a file's name is nobody, St. belongs to it."""
    text = (
        "Frank's E-mail. Joe Davis-Resume. JFox@firm.com wrote. See Ryan Hale.doc. "
        "Carol St. Clair called."
    )
    assert [person.name for person in people_named(text)] == [
        "Frank",
        "Joe Davis",
        "Carol St. Clair",
    ]


def test_a_nickname_is_the_same_person_with_the_same_surname() -> None:
    """Joe is Joseph where both are Hale."""
    assert is_same_name("Joe Hale", "Joseph F. Hale")
    assert not is_same_name("Joe Hale", "Joseph Fox")


def test_initials_do_not_belong_to_another_surname() -> None:
    """An address that shows a surname is of nobody with another; jim is no initials."""
    assert may_be_called(Mailbox("t.hale@firm.com"), "Terry Hale")
    assert may_be_called(Mailbox("t.hale@firm.com"), "Terry")
    assert not may_be_called(Mailbox("t.hale@firm.com"), "Terry Kain")
    assert not may_be_called(Mailbox("jim.hale@firm.com"), "Justification")

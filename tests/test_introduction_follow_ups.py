"""What later mail says of an introduction: thanks, a bcc, a refusal, a meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.introduction_follow_ups import find_follow_ups
from extractors.records import Automation
from extractors.training.corpus import Example, as_message


def kinds(text: str) -> list[str]:
    return [each.kind for each in find_follow_ups(as_message(Example("x", "reply", "", text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks Lena! Moving you to bcc. Tom, great to meet you.", ["moved_to_bcc", "thanked"]),
        (
            "Danke, Lena, ich nehme dich ins BCC. Hallo Tom, passt Montag?",
            ["moved_to_bcc", "thanked"],
        ),
        ("Merci Lena, je te mets en copie cachée.", ["moved_to_bcc"]),
        ("Lena (to bcc), Tom: when suits?", ["moved_to_bcc"]),
        ("Thank you for the introduction.", ["thanked"]),
        ("A late thank you for sending Farida our way. We signed.", ["thanked"]),
        ("Thank you for putting me on to Noreen.", ["thanked"]),
        ("Danke, dass du mich mit Jens bekannt gemacht hast.", ["thanked"]),
        ("Bedankt dat je me aan Wim hebt voorgesteld!", ["thanked"]),
        ("That's kind, but I'm full until autumn, so please don't.", ["declined"]),
        ("It's a pass from me for now, try her in spring.", ["declined"]),
        ("Danke, aber lieber nicht.", ["declined"]),
        ("Thank you for going out of your way.", []),
        ("The glass is full. Please don't wait for me, I booked a seat.", []),
        ("Thanks for connecting us, we spoke yesterday.", ["thanked", "met"]),
        ("Sorry, this is not a fit for us.", ["declined"]),
        ("Vielen Dank für die Vorstellung!", ["thanked"]),
        ("Merci pour la mise en relation.", ["thanked"]),
        ("Tack för introduktionen!", ["thanked"]),
        ("Thanks for the invoice. We met the deadline yesterday.", []),
        ("Please put the address in cc and bcc.", []),
    ],
)
def test_words_say_what_came_of_it(text: str, expected: list[str]) -> None:
    """Meeting somebody counts only beside thanks for it: people meet for many reasons."""
    assert kinds(text) == expected


def test_the_introducer_is_named_where_the_words_name_them() -> None:
    """The name beside the words; which person that is, the views know."""
    text = "Thanks for the intro, Lena Berg! More soon."
    (found,) = find_follow_ups(as_message(Example("x", "reply", "", text)))
    assert found.introducer_name == "Lena Berg"
    evidence = found.evidence[0]
    assert text[evidence.start : evidence.end] == evidence.quote


def test_machines_follow_nothing_up() -> None:
    """ "Thanks for connecting with us" in a newsletter."""
    message = as_message(Example("x", "bulk", "", "Thanks for connecting with us!"))
    assert find_follow_ups(replace(message, automation=Automation(is_bulk=True))) == ()


@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it."""
    for alphabet in (
        "bcc ",
        "thanks ",
        "moving a b ",
        "mets ",
        "thanks sending ",
        "please don't ",
        "i'm full ",
        "connecting",
        "intro ",
        "not a fit",
        "Aa ",
    ):
        kinds(alphabet * (1_000_000 // len(alphabet)))

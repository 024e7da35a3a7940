"""Questions about the other, and sentences about oneself: counts only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.interest import count_interest
from extractors.records import Automation, Interest
from extractors.training.corpus import Example, as_message


def interest(text: str) -> tuple[int, int]:
    found = count_interest(as_message(Example("x", "note", "", text)))
    return found.question_about_you_count, found.about_me_count


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("How was Rome? Did your mother like the garden?", (1, 0)),
        ("How did your talk go? What are you working on now?", (2, 0)),
        ("Could you send me the file? Are you free on Monday?", (0, 0)),
        ("I moved house. We have a new roof. Our dog is well.", (0, 3)),
        ("You were great. Thanks for the book.", (0, 0)),
        ("Wie geht es deiner Schwester? Ich war in Graz.", (1, 1)),
        ("Comment va votre projet ? Je suis à Nantes.", (1, 1)),
    ],
)
def test_questions_about_the_other_are_told_from_talk_of_oneself(
    text: str, counts: tuple[int, int]
) -> None:
    """A request is no interest, however politely it asks."""
    assert interest(text) == counts


def test_machines_take_no_interest() -> None:
    """ "How did you like your order?" asks nothing about anybody."""
    message = as_message(Example("x", "bulk", "", "How did you like your order? We love you."))
    assert count_interest(replace(message, automation=Automation(is_bulk=True))) == Interest()


@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it."""
    for alphabet in ("?", "you? ", "I ", "i'm.\n", "\n", "and ", "é"):
        interest(alphabet * (1_000_000 // len(alphabet)))

"""Questions that wait for no answer."""

from __future__ import annotations

import pytest

from extractors.idle_questions import is_idle


@pytest.mark.parametrize(
    "question",
    ["Who would have thought we'd sell out in three days?", "Wer hätte das gedacht?",
     "Qui aurait cru que tout se passerait si bien ?", "¿Quién lo iba a decir?",
     "Vem hade trott att det skulle bli så varmt i mars?", "Wie had dat gedacht?",
     "Can you believe they cancelled on us again after all that?", "Where did the time go?",
     "What more can you ask for?", "Are we mad or what?", "Do you know what?",
     "Was sagt man dazu?", "Wie machst du das nur?", "Hoe doe je dat toch?"],
)  # fmt: skip
def test_rhetoric_waits_for_no_answer(question: str) -> None:
    """However long it is."""
    assert is_idle(question, "")


@pytest.mark.parametrize(
    "question",
    ["Questions?", "Do you have any questions?", "Haben Sie noch Fragen?", "Heeft u vragen?",
     "Avez-vous des questions ?", "¿Alguna duda?", "Har du några frågor?"],
)  # fmt: skip
def test_an_offer_to_help_is_no_question(question: str) -> None:
    """Who has none owes no answer."""
    assert is_idle(question, "")


@pytest.mark.parametrize(
    ("question", "after"),
    [
        ("Why did the boiler fail?", " Because the filter had not been changed."),
        ("Warum so spät?", " Weil der Zug stand."),
        ("Did we get it?", " Yes!"),
        ("Haben wir gewonnen?", " Nein, leider."),
        ("How does it work?", " Simple: you pull."),
    ],
)
def test_a_question_the_writer_answers_is_none(question: str, after: str) -> None:
    """Right behind it, in the same paragraph."""
    assert is_idle(question, after)
    assert not is_idle(question, "")


@pytest.mark.parametrize(
    ("question", "after"),
    [
        ("Who would have the keys?", ""),
        ("Do you know what time it starts?", ""),
        ("Do I have to start it as root or what?", ""),
        ("Do you have any questions on clause 4?", ""),
        ("Can you come?", " Yes or no?"),
        ("Can you come?", " No rush."),
        ("Should I go ahead?", " Absolutely fine to say no."),
        ("Do you lease or own?", " Because with us the machine costs nothing."),
        ("Did you send it?", "\n\nYes, I know, I ask again."),
    ],
)
def test_what_only_looks_idle_is_asked(question: str, after: str) -> None:
    """A real question, and words behind it that answer another."""
    assert not is_idle(question, after)

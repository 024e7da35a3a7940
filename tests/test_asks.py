"""Questions, requests and promises, with their place and their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.asks import find_asks
from extractors.records import Ask, Automation
from extractors.training.corpus import Example, as_message

DOC = Doc(Vocab())


def asks(text: str) -> tuple[Ask, ...]:
    return find_asks(as_message(Example("x", "note", "", text)), DOC)  # sent Wed 2026-03-04


def test_questions_requests_and_promises_are_told_apart() -> None:
    """One sentence, one of them; the rest is talk."""
    text = (
        "Hi Ann,\n\nThe roof is done. What did the inspector say? Please send me the "
        "report. I'll call the office tomorrow.\n\nBest,\nTom"
    )
    assert [(each.kind, each.is_question, each.text) for each in asks(text)] == [
        ("ask", True, "What did the inspector say?"),
        ("ask", False, "Please send me the report."),
        ("promise", False, "I'll call the office tomorrow."),
    ]


def test_a_term_is_a_due_day() -> None:
    """ "by Friday" binds an ask; a promise is bound by any day it names."""
    (ask,) = asks("Could you sign it by Friday?")
    assert ask.due_on == date(2026, 3, 6)
    (open_ask,) = asks("Could you tell me what happened on Friday?")
    assert open_ask.due_on is None
    (promise,) = asks("I'll send the contract on Monday.")
    assert promise.due_on == date(2026, 3, 9)


@pytest.mark.parametrize("text", ["How are you?", "Hi! How are things going?", "Make sense?"])
def test_small_talk_wants_no_answer(text: str) -> None:
    """Nobody owes a reply to "How are you?"."""
    assert asks(text) == ()


def test_dots_inside_words_end_no_sentence() -> None:
    """Versions, addresses and abbreviations stay whole."""
    (ask,) = asks("Could you install version 3.5 from example.org today?")
    assert ask.text == "Could you install version 3.5 from example.org today?"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Können Sie mir das Angebot schicken", "ask"),
        ("Pourriez-vous me renvoyer le devis", "ask"),
        ("Jag skickar avtalet i morgon", "promise"),
        ("Ich schicke dir morgen die Liste", "promise"),
    ],
)
def test_other_languages_ask_and_promise_too(text: str, kind: str) -> None:
    """The common phrases of five more languages."""
    assert [each.kind for each in asks(text)] == [kind]


def test_machines_ask_nothing() -> None:
    """ "Have you seen our offers?" in a newsletter is owed no answer."""
    message = as_message(Example("x", "bulk", "", "Have you seen our offers?"))
    assert find_asks(replace(message, automation=Automation(is_bulk=True)), DOC) == ()


@given(st.text(max_size=500))
def test_places_are_right(text: str) -> None:
    """start and end point at the sentence, in order, never overlapping."""
    end = 0
    for ask in asks(text):
        assert text[ask.start : ask.end] == ask.text
        assert ask.start >= end
        end = ask.end


@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it."""
    for alphabet in ("?", "? ", "please send ", "\n", " ", "a", ".\n", "how are you"):
        assert len(asks(alphabet * (1_000_000 // len(alphabet)))) <= 12

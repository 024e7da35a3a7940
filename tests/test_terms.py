"""The day by which: named, counted from now, or the end of a span of time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.terms import find_term
from extractors.training.corpus import Example, as_message

MESSAGE = as_message(Example("x", "note", "", ""))  # sent Wed 2026-03-04


def term(text: str) -> date | None:
    return find_term(text, MESSAGE, any_day=False)


def day(text: str) -> date | None:
    return find_term(text, MESSAGE, any_day=True)


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("no later than Tuesday", date(2026, 3, 10)),
        ("at the latest on 27 March", date(2026, 3, 27)),
        ("on Friday at the latest", date(2026, 3, 6)),
        ("by close of business on Thursday", date(2026, 3, 5)),
        ("before the board meets on 20 March", date(2026, 3, 20)),
        ("bis spätestens zum 20. März", date(2026, 3, 20)),
        ("spätestens am Freitag", date(2026, 3, 6)),
        ("am Freitag spätestens", date(2026, 3, 6)),
        ("au plus tard le 20 mars", date(2026, 3, 20)),
        ("vendredi au plus tard", date(2026, 3, 6)),
        ("a más tardar el 18 de marzo", date(2026, 3, 18)),
        ("como muy tarde el viernes", date(2026, 3, 6)),
        ("por favor antes del 25 de marzo", date(2026, 3, 25)),
        ("senast på fredag", date(2026, 3, 6)),
        ("innan mötet på fredag", date(2026, 3, 6)),
        ("uiterlijk op vrijdag", date(2026, 3, 6)),
    ],
)
def test_a_day_with_a_word_of_term_before_or_behind_it_is_one(text: str, due_on: date) -> None:
    """In six languages, and before what happens on that day."""
    assert term(text) == due_on


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("within two weeks", date(2026, 3, 18)),
        ("within 14 days", date(2026, 3, 18)),
        ("within 5-7 days", date(2026, 3, 11)),
        ("within ten working days", date(2026, 3, 18)),
        ("within 48 hours", date(2026, 3, 6)),
        ("within a month", date(2026, 4, 4)),
        ("innerhalb von 14 Tagen", date(2026, 3, 18)),
        ("innerhalb einer Woche", date(2026, 3, 11)),
        ("binnen fünf Werktagen", date(2026, 3, 11)),
        ("sous huit jours", date(2026, 3, 12)),
        ("d'ici deux semaines", date(2026, 3, 18)),
        ("en un plazo de 10 días hábiles", date(2026, 3, 18)),
        ("inom två veckor", date(2026, 3, 18)),
        ("binnen 14 dagen", date(2026, 3, 18)),
    ],
)
def test_days_are_counted_from_the_day_of_the_mail(text: str, due_on: date) -> None:
    """Working days leave out the weekends; of two numbers the larger holds."""
    assert term(text) == due_on


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("in two weeks", date(2026, 3, 18)),
        ("in einer Woche", date(2026, 3, 11)),
        ("dans quinze jours", date(2026, 3, 19)),
        ("dentro de dos semanas", date(2026, 3, 18)),
        ("om två veckor", date(2026, 3, 18)),
        ("over twee weken", date(2026, 3, 18)),
        ("over the weekend", date(2026, 3, 8)),
        ("am Wochenende", date(2026, 3, 8)),
        ("este fin de semana", date(2026, 3, 8)),
        ("i helgen", date(2026, 3, 8)),
        ("next week", date(2026, 3, 13)),
        ("la semaine prochaine", date(2026, 3, 13)),
    ],
)
def test_what_is_no_term_in_itself_binds_who_promises(text: str, due_on: date) -> None:
    """ "I'll do it in two weeks" is a term; "are you there in two weeks" is none."""
    assert term(text) is None
    assert day(text) == due_on


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("by the end of the month", date(2026, 3, 31)),
        ("by the end of next week", date(2026, 3, 13)),
        ("by the end of April", date(2026, 4, 30)),
        ("by the end of January", date(2027, 1, 31)),
        ("before the end of the year", date(2026, 12, 31)),
        ("bis Ende des Monats", date(2026, 3, 31)),
        ("bis Ende nächster Woche", date(2026, 3, 13)),
        ("bis Monatsende", date(2026, 3, 31)),
        ("bis Ende April", date(2026, 4, 30)),
        ("d'ici la fin de la semaine prochaine", date(2026, 3, 13)),
        ("avant fin avril", date(2026, 4, 30)),
        ("antes de fin de mes", date(2026, 3, 31)),
        ("a finales de la próxima semana", date(2026, 3, 13)),
        ("para el fin de semana", date(2026, 3, 8)),
        ("före slutet av månaden", date(2026, 3, 31)),
        ("före månadsskiftet", date(2026, 3, 31)),
        ("eind van de week", date(2026, 3, 6)),
        ("by the middle of next week", date(2026, 3, 11)),
        ("bis Mitte April", date(2026, 4, 15)),
        ("voor het eind van de maand", date(2026, 3, 31)),
    ],
)
def test_the_end_of_a_span_is_its_last_day(text: str, due_on: date) -> None:
    """Friday for a week, Sunday for a weekend; its middle is Wednesday or the 15th."""
    assert term(text) == due_on


@pytest.mark.parametrize(
    "text",
    [
        "within 30 days of receipt",
        "innerhalb von 30 Tagen nach Erhalt",
        "in a day or two",
        "in week 12",
        "pour la semaine du 23",
        "over two weeks",
        "within five working days thereafter",
        "after the weekend",
        "since the end of March",
        "soon",
    ],
)
def test_what_nobody_can_count_is_no_day(text: str) -> None:
    """From a day that only others know, or of no certain length."""
    assert day(text) is None


def test_before_one_day_or_another_is_no_term() -> None:
    """ "Or" leads to a second proposal, not to what must be done before it."""
    assert term("Any chance of Wednesday before work or Thursday late?") is None


@given(st.text(max_size=300), st.booleans())
def test_any_sentence_is_read(text: str, any_day: bool) -> None:
    """None or a day that is still to come, whatever it says."""
    due_on = find_term(text, MESSAGE, any_day=any_day)
    assert due_on is None or due_on >= date(2026, 3, 4)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "alphabet", ["in a ", "end of the ", "before ", "within 1", "de la ", "fin de ", "3-", "a"]
)
def test_no_sentence_is_slow(alphabet: str) -> None:
    """Ten thousand characters of what a term begins with."""
    find_term(alphabet * (10_000 // len(alphabet)), MESSAGE, any_day=True)

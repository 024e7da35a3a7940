"""What words tell of an introduction's role: small shares, five numbers each, no text of others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.features import GAP
from extractors.introductions import find_introduction
from extractors.learned_roles import (
    ROLES,
    WEIGHTS,
    RoleModel,
    choose_role,
    open_role_model,
    shares_of,
)
from extractors.records import IntroductionRole, Me, Verdict
from extractors.training.corpus import Example, as_message
from extractors.training.roles import RoleLesson, fit, measure, own_lessons, write_model

NOTHING: dict[IntroductionRole, float] = dict.fromkeys(ROLES, 0.0)


def lesson(role: IntroductionRole, words: str, fold: int = 0) -> RoleLesson:
    text = f"{GAP} {GAP} {GAP} {words} {GAP}"
    return RoleLesson("own", True, False, (role,), NOTHING, text, 1.0, fold)


ROLE_WORDS: dict[IntroductionRole, str] = {"made": "meet", "requested": "may", "offered": "like"}
LESSONS = [
    lesson(role, f"{word} {word} you", fold)
    for role, word in ROLE_WORDS.items()
    for fold in range(5)
]


def test_words_weigh_as_shares_of_a_whole() -> None:
    """Each once; a hundred words weigh no more together than twenty do."""
    text = " ".join(f"w{number}" for number in range(100))
    shares = dict(shares_of(f"TO_1 {GAP} {GAP} s:hello {GAP} {text} {GAP} w1 w0"))
    assert shares["TO_1"] == 0.5
    assert sum(shares[f"w{number}"] ** 2 for number in range(100)) == pytest.approx(9.0)
    assert "w1 w0" in shares
    assert "w99 w1" not in shares  # no pair across parts


def test_words_decide_where_rules_say_nothing() -> None:
    """And rules decide where they say much."""
    model = fit(LESSONS)
    scores = model.scores(NOTHING, f"{GAP} {GAP} {GAP} may you {GAP}")
    assert ROLES[scores.index(max(scores))] == "requested"


def test_strong_words_of_the_rules_are_not_outvoted() -> None:
    """With the model that ships: what is plainly asked for stays so in any other words."""
    assert (
        choose_role({**NOTHING, "requested": 6.0}, f"{GAP} {GAP} {GAP} meet {GAP}") == "requested"
    )


def test_one_who_is_told_to_turn_to_a_colleague_is_introduced_to_them() -> None:
    """Rules alone took it for the presentation of the one on copy."""
    message = as_message(
        replace(
            Example("x", "introduction", "Re: sample tax", ""),
            new_text="Nadia,\n\nThe paperwork is with our back office. I have copied Bram Otto on "
            "this mail and he will answer you on how that process is going.\n\nGretel",
            from_name="Gretel Fox",
            from_address="gretel.fox@foxpapers.example",
            to=(("Nadia Reyes", "nadia@reyes.example"), ("Bram Otto", "botto@foxpapers.example")),
        )
    )
    found = find_introduction(message, Verdict("introduction", 0.9, None, "model", "x"), Me())
    assert found is not None
    assert found.role == "made"
    assert {person.name for person in found.introduced} == {"Nadia Reyes", "Bram Otto"}


def test_the_same_lessons_give_the_same_file(tmp_path: Path) -> None:
    """Which reads back as the model that was written."""
    for name in ("one", "other"):
        write_model(fit(LESSONS), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    kept = json.loads((tmp_path / "one").read_text(encoding="utf-8"))
    assert kept["roles"] == list(ROLES)
    assert RoleModel(kept["words"], tuple(kept["by_hand"]), kept["bias"]) == fit(LESSONS)


def test_no_word_of_real_mail_is_shipped() -> None:
    """Every word and pair stands in three of our own introductions."""
    ours = [set(dict(shares_of(each.text))) for each in own_lessons()]
    assert WEIGHTS.stat().st_size < 300_000
    for word in open_role_model().words:
        assert sum(word in words for words in ours) >= 3, word


def test_measuring_judges_nothing_by_what_was_learned_from_it() -> None:
    """A role that stands in one fold alone is never learned when that fold is judged."""
    alone = [*LESSONS, *(lesson("self", "i am here", 3) for _ in range(4))]
    own = measure(alone).splitlines()[1].split()
    assert own[-3:] == ["19", "5", "15"]

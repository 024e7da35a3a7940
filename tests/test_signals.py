"""Phrase families: what each finds, where, and that no input makes them slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import signals
from extractors.signals import SIGNALS, Signal, find_signals, fold

ALPHABETS = ("a", " ", "you ", "introduce you to ", "é", "(", "?!", "\n", "let me ", "日", "'")


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_a_family_finds_its_own_examples(signal: Signal) -> None:
    """The examples are documentation, so they hold; the counterexample only looks like it."""
    for example in signal.examples:
        assert signal.name in {found.signal for found in find_signals(example)}, example
    assert signal.name not in {found.signal for found in find_signals(signal.counterexample)}


@pytest.mark.parametrize(
    "text",
    [
        "I'm in your lobby with the rolls.",
        "I am happy with the second proof.",
        "I'm out of paint.",
        "I'm there again on the 20th with the van.",
    ],
)
def test_who_says_where_he_is_does_not_sell(text: str) -> None:
    """A name and a trade open sales mail; where one is and how one feels do not."""
    assert "pitch_opening" not in {found.signal for found in find_signals(text)}
    for opened in ("My name is Ann Lee and I run Fern Rugs.", "I'm Ann Lee, founder of Fern Rugs."):
        assert "pitch_opening" in {found.signal for found in find_signals(opened)}


def test_quotes_are_the_text_at_their_place() -> None:
    """Evidence points into the text as written: capitals, curly quotes and line breaks too."""
    text = "Hi,\n\nI\u2019d love to\nintroduce you to Tom. I\u2019ll let you two take it from here."
    found = find_signals(text)
    assert {"introduction_made"} <= {each.signal for each in found}
    for each in found:
        assert each.source == "text"
        assert each.quote == text[each.start : each.end]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hätten Sie nächste Woche Zeit?", "meeting_proposed"),
        ("Je vous mets en relation avec Claire.", "introduction_made"),
        ("Te presento a Marta. Os pongo en contacto.", "introduction_made"),
        ("Tack för senast!", "meeting_recap"),
        ("Kan vi ses på torsdag?", "meeting_proposed"),
        ("Heeft u interesse in een demo?", "pitch_call"),
        ("Dürfte ich Sie bitten, uns miteinander bekannt zu machen?", "introduction_requested"),
        ("Pourriez-vous me mettre en rapport avec elle ?", "introduction_requested"),
        ("¿Me lo podrías presentar?", "introduction_requested"),
        ("Kan du sätta mig i kontakt med honom?", "introduction_requested"),
        ("Zou jij mij aan hem kunnen voorstellen?", "introduction_requested"),
        ("Je te le recommande, appelle-le de ma part.", "introduction_made"),
        ("Ihren Namen habe ich von Frau Lenz.", "introduction_self"),
        ("Le escribo por indicación del doctor Sanz.", "introduction_self"),
        ("Kan du höra med honom om jag får ringa?", "introduction_requested"),
        ("Veux-tu que je lui en parle ?", "introduction_offered"),
        ("Härmed kallas ni till möte.", "meeting_proposed"),
        ("Merci pour hier, c'était utile.", "meeting_recap"),
        ("Het overleg kan helaas niet doorgaan.", "meeting_cancelled"),
        ("Wir suchen noch Sponsoren für das Fest.", "pitch_offer"),
        ("Första månaden är gratis.", "pitch_offer"),
        ("Le premier mois est offert.", "pitch_offer"),
        ("Me permito presentarle nuestro servicio.", "pitch_opening"),
        ("Mag ik eens langskomen?", "pitch_call"),
        ("Spontanansökan som snickare", "pitch_application"),
        ("Je ontvangt deze mail omdat je klant bent.", "bulk_unsubscribe"),
        ("Je suis absente jusqu'au 26 août.", "bulk_notice"),
    ],
)
def test_common_phrases_of_other_languages_are_known(text: str, name: str) -> None:
    """German, French, Spanish, Swedish and Dutch mail shows its main signals."""
    assert name in {found.signal for found in find_signals(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Could you come in on the Wednesday instead?", "meeting_moved"),
        ("Friday instead of Thursday, same place?", "meeting_moved"),
        ("I'd look in at yours on the 3rd.", "meeting_proposed"),
        ("Can you and Lise make it?", "meeting_proposed"),
    ],
)
def test_a_meeting_needs_no_word_for_it(text: str, name: str) -> None:
    """People who know each other look in, make it, and come another day instead."""
    assert name in {found.signal for found in find_signals(text)}


def test_an_answer_counts_only_where_it_opens() -> None:
    """ "Thanks" signs half of all mail off; only at the start does it answer."""
    assert "reply_thanks" in {f.signal for f in find_signals("Thanks for the file, Ann.")}
    closing = f"{'The pump is broken and needs a look. ' * 5}\nThanks for everything,\nAnn"
    assert "reply_thanks" not in {f.signal for f in find_signals(closing)}


@given(st.text(max_size=400))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    """Places found in the folded text hold in the text as written."""
    assert len(fold(text)) == len(text)


@pytest.mark.timeout(60)
def test_no_pattern_is_slow_on_a_megabyte_of_anything() -> None:
    """Every phrase looks only as far as its own words, whatever follows its first one."""
    matches = [
        (word, match_at)
        for word, start in signals._PHRASES.by_first_word.items()
        for _, match_at in start.each
    ]
    for alphabet in ALPHABETS:
        tail = alphabet * (1_000_000 // len(alphabet))
        for word, match_at in matches:
            match_at(f"{word} {tail[:5_000]}", 0)
        first_word, match_at = min(matches, key=lambda pair: pair[0])
        match_at(f"{first_word} {tail}", 0)
        find_signals(tail)


@pytest.mark.timeout(60)
def test_a_text_full_of_first_words_is_read_in_one_walk() -> None:
    """The worst text for the walk is one where every word starts phrases and none ends one."""
    words = " ".join(sorted(signals._PHRASES.by_first_word))
    find_signals((words + " ") * 200)


def test_names_are_unique() -> None:
    """A signal's name is its identity in evidence, weights and the log."""
    names = [signal.name for signal in SIGNALS]
    assert len(names) == len(set(names))

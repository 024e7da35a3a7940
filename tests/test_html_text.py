"""HTML: what a reader sees, with quoting kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.html_text import html_to_text, is_html

GMAIL = """<html><head><style>p{}</style></head><body><div dir="ltr"><p>Hi <b>Bob</b>,</p>
<p>Friday.</p></div><div class="gmail_quote"><div class="gmail_attr">On Wed, 3 Jan 2024 at 10:00
Bob &lt;<a href="mailto:b@y.org">b@y.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote"
style="border-left:1px #ccc solid">Which day?<blockquote type="cite">older</blockquote></blockquote>
</div></body></html>"""


def lines(markup: str) -> list[str]:
    return [line.strip() for line in html_to_text(markup, []).split("\n") if line.strip()]


def test_quoting_blockquotes_become_prefixes() -> None:
    """Gmail, Apple Mail and Thunderbird mark history so; quotes.py then sees it."""
    assert lines(GMAIL) == [
        "Hi Bob,",
        "Friday.",
        "> On Wed, 3 Jan 2024 at 10:00 Bob <b@y.org> wrote:",
        "> Which day?",
        ">> older",
    ]


OUTLOOK = """<div><p>Hi Mara, {letter}</p><p>Stan</p>
<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Mara <m@x.org><br>
<b>Sent:</b> Monday<br><b>To:</b> Stan<br><b>Subject:</b> Questions</p></div>
<p>Trucks in May? <span style="color:#C00000">Yes, <b>two</b>.</span></p>
<p>Which depots are open, and which of them have a ramp?</p>
<p><font color="red">Nairobi.</font></p><p style="background-color:red">Mara</p></div>"""


@pytest.mark.parametrize(
    ("letter", "answers"),
    [
        ("see my answers below in red.", ["Yes, two.", "Nairobi."]),
        ("je réponds en rouge ci-dessous", ["Yes, two.", "Nairobi."]),
        ("my answers are in blue", []),
        ("the van in red is ours.", []),
    ],
)
def test_answers_in_the_colour_that_the_letter_names_are_no_quote(
    letter: str, answers: list[str]
) -> None:
    """Outlook's users answer between the lines; only the colour shows whose words are whose."""
    new = [line for line in lines(OUTLOOK.format(letter=letter)) if not line.startswith(">")]
    assert new == [f"Hi Mara, {letter}", "Stan", *answers]


def test_a_mail_that_is_all_in_a_colour_is_not_its_answers() -> None:
    """Who writes everything in red has not answered in it."""
    markup = OUTLOOK.format(letter="see my answers in red").replace(
        "<p>W", '<p style="color:red">W'
    )
    markup = markup.replace("Which depots", "Which " + "depots " * 20)
    assert not any("depots" in line for line in lines(markup) if not line.startswith(">"))


def test_an_indented_paragraph_is_no_quote() -> None:
    """Gmail's "indent more" is a blockquote too, without a border."""
    assert lines('<p>a</p><blockquote style="margin:0 0 0 40px;border:none">b</blockquote>') == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("head", "attributes"),
    [
        ("", "class=MsoNormal"),
        ("", "class=x_MsoNormal"),
        ("", "style='margin: 0cm'"),
        ("<style>P {margin-top:0;margin-bottom:0;}</style>", ""),
    ],
)
def test_paragraphs_without_a_margin_are_lines(head: str, attributes: str) -> None:
    """As Outlook shows them: air is where a paragraph holds a hard space or a picture."""
    texts = ("See you.", "<o:p>&nbsp;</o:p>", "Ann Lee<o:p></o:p>", "Baker", "<img src=x>", "Kiel")
    markup = head + "".join(f"<p {attributes}>{text}</p>" for text in texts)
    assert html_to_text(markup, []).strip() == "See you.\n\nAnn Lee\nBaker\n\nKiel"


def test_nothing_hidden_or_executable_is_read() -> None:
    """Scripts, styles, comments, images and hidden preheaders."""
    markup = (
        "<script>x</script><style>y</style><!-- z --><p style='display: none'>hidden</p>"
        "<img alt='pixel' src='http://x'><p>seen</p>"
    )
    assert lines(markup) == ["seen"]


def test_marks_for_quoting_cannot_be_forged() -> None:
    """The private-use characters that stand for quoting are taken out first."""
    assert lines("<p>\uf8f0mine\uf8f1</p>") == ["mine"]


def test_a_signature_is_marked_only_where_nothing_but_history_follows() -> None:
    """RFC 3676's delimiter stands for the programs' own marks; a letter below it stays."""
    card = "<div class='gmail_signature'>Jane Doe</div>"
    assert lines(f"<p>Yes.</p>{card}") == ["Yes.", "--", "Jane Doe"]
    assert lines(f"<p>Yes.</p>{card}<p>And no.</p>") == ["Yes.", "Jane Doe", "And no."]


@pytest.mark.parametrize(
    "markup", ["", "   ", "<!-- -->", "<?xml version='1.0' encoding='x'?>", "\0"]
)
def test_a_document_with_no_element_is_empty(markup: str) -> None:
    """lxml raises ParserError on these."""
    assert html_to_text(markup, []) == ""


def test_html_that_calls_itself_plain_is_recognised() -> None:
    """Some programs declare text/plain and send a page."""
    assert is_html("<!DOCTYPE html><p>x")
    assert is_html("<!-- x -->\n<p>y</p>\n</html>")
    assert not is_html("<3 from Jane")


@given(st.text(alphabet="<>/!-ab =\"'&;blockquotediv\n", max_size=200))
def test_never_raises(markup: str) -> None:
    """Tag soup of any kind."""
    html_to_text(markup, [])


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<a ",
        "<!--",
        "<blockquote type=cite>",
        "&",
        "<table><tr><td>",
        "<p>",
        "<ul><li>",
        "<b>",
        "<div class=gmail_signature>",
        "<div class=gmail_signature></div>",
        "<div class=gmail_quote>",
        "<div id=divRplyFwdMsg>",
        "<div style='border:none;border-top:solid'><b>a:</b>",
    ],
)
def test_half_a_megabyte_of_one_tag_does_not_hang(unit: str) -> None:
    """What made html.parser and html2text quadratic (FINDINGS 12)."""
    html_to_text(unit * (500_000 // len(unit)), [])

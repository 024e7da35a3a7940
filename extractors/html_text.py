"""HTML to text as a person would read it, with quoting kept as "> ".

Knows how mail programs mark quoted history in HTML. lxml parses, inscriptis lays out; the
tree is thinned in between, for inscriptis pays for every element. Refuses links, images,
scripts and what the style sheet of the mail hides.
"""

from __future__ import annotations

import re

from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from lxml import etree, html

from extractors.coloured_answers import announced_colour, find_answers

MAX_HTML = 500_000
"""Characters; what is behind them is not read."""

_XML_DECLARATION = re.compile(r"<\?xml[^<>]{0,200}\?>", re.IGNORECASE)
_QUOTE_OPENS, _QUOTE_CLOSES = "\uf8f0", "\uf8f1"
"""Private-use marks that stand for quoting while inscriptis lays out the text."""
_WHITE_LINES = re.compile(r"\n{3,}")
_SIGNATURE_OPENS = "\uf8f2"
_ANSWER_OPENS, _ANSWER_CLOSES = "\uf8f3", "\uf8f4"
"""Round what was answered in a colour between quoted lines."""
_MARKS = str.maketrans(
    "", "", f"{_QUOTE_OPENS}{_QUOTE_CLOSES}{_SIGNATURE_OPENS}{_ANSWER_OPENS}{_ANSWER_CLOSES}"
)
_QUOTE_NAMES = (
    "gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote",
    "tutanota_quote", "olk_src_body_section", "reference-message-container", "zmail_extra",
    "history_container", "missive_quote",
)  # fmt: skip
"""Parts of the class or id that programs give to quoted history (yahoo_quoted has numbers)."""
_HISTORY_IDS = ("divrplyfwdmsg", "appendonsend")
"""Outlook on the web: all that follows these is history."""
_SIGNATURE_NAMES = (
    "gmail_signature", "moz-signature", "applemailsignature", "ms-outlook-mobile-signature",
    "protonmail_signature_block", "ms-outlook-ios-signature",
)  # fmt: skip
_MOST_SIGNATURES = 20
_TIGHT_NAMES = ("msonormal", "msoplaintext", "msolistparagraph", "xmso", "x_mso")
"""Word's paragraphs: its style sheet, which is not read, leaves no air between them."""
_TIGHT_STYLES = re.compile(
    r"""
    \b p \s{0,4} \{ \s{0,4} margin-top: \s? 0 ; \s? margin-bottom: \s? 0
    # Outlook on the web says the same of all. matches: P {margin-top:0;margin-bottom:0;}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST_AROUND_BLANK = 6
"""Elements in a blank line: Word writes two around its hard space, a picture has some more."""
_FEWEST_LABELS = 3
"""So many bold labels make Outlook's bordered box a block of headers, in any language."""
_PARSER = etree.HTMLParser()
"""Plain elements: lxml.html's own are looked up in Python, one by one."""
_HIDDEN = "rapport-hidden"
"""Tag in the place of what the mail does not show."""
_NO_TEXT = ("script", "style", "head", "title", "img", "map", "select", "object", etree.Comment)
_INLINE = ("a", "abbr", "b", "big", "em", "font", "i", "s", "small", "span", "strong", "tt", "u")
_INSCRIPTIS = ParserConfig(
    css=CSS_PROFILES["strict"].copy(), display_links=False, display_images=False
)


def is_html(text: str) -> bool:
    """True for a document that calls itself plain text and is none."""
    start = text[:200].lstrip().lower()
    if not start.startswith("<"):
        return False
    return start.startswith(("<html", "<!doctype html")) or "</html>" in text[-200:].lower()


def html_to_text(markup: str, defects: list[str]) -> str:
    """Text with line feeds; ``long_html`` and ``broken_html`` are added to ``defects``.

    Never raises on what lxml cannot parse: the result is empty then.
    """
    if len(markup) > MAX_HTML:
        markup = markup[:MAX_HTML]
        defects.append("long_html")
    markup = _XML_DECLARATION.sub("", markup)
    markup = markup.replace("\0", "").translate(_MARKS)
    if not markup.strip():
        return ""
    try:
        text = _laid_out(markup)
        letter = text.partition("\n>")[0]
        if len(letter) < len(text) and (colour := announced_colour(letter)):
            text = _laid_out(markup, colour)
    except (etree.LxmlError, ValueError, AssertionError):
        defects.append("broken_html")
        return ""
    text = text.replace(_SIGNATURE_OPENS, "--\n")
    return _WHITE_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n")))


def _laid_out(markup: str, answers_in: str = "") -> str:
    """The text with prefixes before what is quoted, but for answers in that colour."""
    tree = html.fromstring(markup, parser=_PARSER)
    if "display" in markup:
        _mark_hidden(tree)
    _close_up(tree, are_all_tight=_TIGHT_STYLES.search(markup[:5000]) is not None)
    etree.strip_elements(tree, *_NO_TEXT, _HIDDEN, with_tail=False)
    _mark_structure(tree)
    for answer in find_answers(tree, answers_in, _QUOTE_OPENS) if answers_in else ():
        _set_apart(answer)
    # inscriptis pays for every element; these change no layout.
    etree.strip_tags(tree, *_INLINE)
    text = Inscriptis(tree, _INSCRIPTIS).get_text()
    return _prefixed(text) if _QUOTE_OPENS in text else text


def _mark_hidden(tree: etree._Element) -> None:
    for element in tree.iter(etree.Element):
        style = element.get("style") or ""
        if "display" in style and "none" in style and element is not tree:
            element.tag = _HIDDEN


def _close_up(tree: etree._Element, *, are_all_tight: bool) -> None:
    """Paragraphs without a margin are lines: name and title are one passage, as they are seen.

    A line of nothing but a hard space or a picture is a blank one, which inscriptis drops.
    """
    for block in tree.iter("p", "div"):
        if block.tag == "p" and (are_all_tight or _is_tight(block)):
            block.tag = "div"
        if block.tag == "div" and _is_white(block):
            etree.SubElement(block, "br")


def _is_tight(paragraph: etree._Element) -> bool:
    named = (paragraph.get("class") or "").lower()
    if named.startswith(_TIGHT_NAMES):
        return True
    return "margin:0" in (paragraph.get("style") or "").replace(" ", "").lower()


def _is_white(block: etree._Element) -> bool:
    """Nothing to read within, and a hard space or a picture to see; asks a few elements."""
    is_seen = False
    for count, inner in enumerate(block.iter()):
        if count > _MOST_AROUND_BLANK or inner.tag == "br":
            return False
        text = "" if inner is block else inner.tail or ""
        if isinstance(inner.tag, str):  # a comment's is a function
            text = f"{inner.text or ''}{text}"
        if text.strip():
            return False
        is_seen = is_seen or "\xa0" in text or inner.tag == "img"
    return is_seen


def _mark_structure(tree: etree._Element) -> None:
    """Puts marks where quoted history begins and ends, and where a signature begins."""
    signatures: list[etree._Element] = []
    for element in tree.iter():
        if element.tag == "blockquote":
            if _is_quoting(element):
                _enclose(element)
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if named == " ":
            if _is_header_box(element):
                _open(element)
            elif element.get("name") in ("quote", "messageReplySection"):  # GMX, Spark
                _enclose(element)
        elif any(name in named for name in _QUOTE_NAMES) and _is_all_history(element, named):
            _enclose(element)
        elif any(name in named for name in _HISTORY_IDS):
            _open(element)
        elif any(name in named for name in _SIGNATURE_NAMES):
            signatures.append(element)
    for element in signatures[-_MOST_SIGNATURES:]:
        if _is_last(element):
            element.text = f"{_SIGNATURE_OPENS}{element.text or ''}"


def _is_quoting(quote: etree._Element) -> bool:
    """A blockquote that quotes; editors indent paragraphs by one without a border."""
    style = (quote.get("style") or "").lower()
    named = (quote.get("class") or "").lower()
    return (
        quote.get("type") == "cite"
        or "border-left" in style
        or any(name in named for name in _QUOTE_NAMES)
    )


def _is_all_history(element: etree._Element, named: str) -> bool:
    """False for Gmail's frame around an attribution, quotes, and answers between them."""
    if "gmail_quote" not in named or element.find(".//blockquote") is None:
        return True
    attribution = element.find("div[@class='gmail_attr']")
    # A forward: what it holds is another's, its blockquotes too.
    return attribution is not None and _text_in(attribution).lstrip().startswith("---")


def _is_header_box(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    if "border:none;border-top:solid" not in style or element.tag != "div":
        return False
    bold = (_text_in(label).rstrip() for label in element.iter("b"))
    return sum(label.endswith((":", "：")) for label in bold) >= _FEWEST_LABELS


def _text_in(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _open(element: etree._Element) -> None:
    element.text = f"{_QUOTE_OPENS}{element.text or ''}"


def _enclose(element: etree._Element) -> None:
    _open(element)
    last = element[-1] if len(element) else None
    if last is None:
        element.text = f"{element.text or ''}{_QUOTE_CLOSES}"
    else:
        last.tail = f"{last.tail or ''}{_QUOTE_CLOSES}"


def _is_last(element: etree._Element) -> bool:
    """True where nothing but history follows: below a signature in the middle stands a letter."""
    node: etree._Element | None = element
    while node is not None and node.tag != "body":
        if (node.tail or "").replace(_QUOTE_CLOSES, "").strip():
            return False
        for follower in node.itersiblings():
            text = _text_in(follower).lstrip()
            if text.startswith(_QUOTE_OPENS):
                return True
            if text or (follower.tail or "").strip():
                return False
        node = node.getparent()
    return True


def _set_apart(answer: etree._Element) -> None:
    """On lines of its own, between marks."""
    first = etree.Element("br")
    first.tail = f"{_ANSWER_OPENS}{answer.text or ''}"
    answer.text = None
    answer.insert(0, first)
    last = answer[-1]
    last.tail = f"{last.tail or ''}{_ANSWER_CLOSES}"
    etree.SubElement(answer, "br")


def _prefixed(text: str) -> str:
    lines: list[str] = []
    depth = 0
    is_answer = False
    for line in text.split("\n"):
        depth += line.count(_QUOTE_OPENS)
        plain = line.replace(_QUOTE_OPENS, "").replace(_QUOTE_CLOSES, "").rstrip()
        if is_answer := is_answer or _ANSWER_OPENS in line:
            is_answer = _ANSWER_CLOSES not in line
            lines.append(plain.replace(_ANSWER_OPENS, "").replace(_ANSWER_CLOSES, "").strip())
        else:
            lines.append(f"{'>' * min(depth, 20)} {plain.lstrip()}" if depth and plain else plain)
        depth = max(0, depth - line.count(_QUOTE_CLOSES))
    return "\n".join(lines)

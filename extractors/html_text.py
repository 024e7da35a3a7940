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

MAX_HTML = 500_000
"""Characters; what is behind them is not read."""

_XML_DECLARATION = re.compile(r"<\?xml[^<>]{0,200}\?>", re.IGNORECASE)
_QUOTE_OPENS, _QUOTE_CLOSES = "\uf8f0", "\uf8f1"
"""Private-use marks that stand for quoting while inscriptis lays out the text."""
_WHITE_LINES = re.compile(r"\n{3,}")
_QUOTE_CLASSES = ("gmail_quote", "yahoo_quoted", "moz-cite", "protonmail_quote", "tutanota_quote")
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
    markup = markup.replace("\0", "").replace(_QUOTE_OPENS, "").replace(_QUOTE_CLOSES, "")
    if not markup.strip():
        return ""
    try:
        tree = html.fromstring(markup)
    except (etree.LxmlError, ValueError, AssertionError):
        defects.append("broken_html")
        return ""
    for element in list(tree.iter()):
        style = element.get("style") or ""
        if "display" in style and "none" in style and isinstance(element, html.HtmlElement):
            _drop(element)
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    _mark_quotes(tree)
    # inscriptis pays for every element; these change no layout.
    etree.strip_tags(tree, *_INLINE)
    text = Inscriptis(tree, _INSCRIPTIS).get_text()
    if _QUOTE_OPENS in text:
        text = _prefixed(text)
    return _WHITE_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n")))


def _drop(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _mark_quotes(tree: html.HtmlElement) -> None:
    for quote in tree.iter("blockquote"):
        style = (quote.get("style") or "").lower()
        named = (quote.get("class") or "").lower()
        is_cited = quote.get("type") == "cite" or "border-left" in style
        if is_cited or any(name in named for name in _QUOTE_CLASSES):
            quote.text = f"{_QUOTE_OPENS}{quote.text or ''}"
            last = quote[-1] if len(quote) else None
            if last is None:
                quote.text += _QUOTE_CLOSES
            else:
                last.tail = f"{last.tail or ''}{_QUOTE_CLOSES}"


def _prefixed(text: str) -> str:
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        depth += line.count(_QUOTE_OPENS)
        plain = line.replace(_QUOTE_OPENS, "").replace(_QUOTE_CLOSES, "").rstrip()
        lines.append(f"{'>' * min(depth, 20)} {plain.lstrip()}" if depth and plain else plain)
        depth = max(0, depth - line.count(_QUOTE_CLOSES))
    return "\n".join(lines)

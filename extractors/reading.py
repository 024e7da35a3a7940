"""The whole spine: raw mail in, everything that was drawn from it out.

Mail after mail, whatever they hold: what cannot be read becomes an
:class:`extractors.records.Unreadable` in its place in the stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Final

from extractors.addresses import organisation_of
from extractors.asks import find_asks
from extractors.errors import UnreadableMail
from extractors.interest import count_interest
from extractors.introduction_follow_ups import find_follow_ups
from extractors.introductions import find_introduction
from extractors.kinds import History, judge_kind, model_text, plain_fact
from extractors.meetings import find_meetings
from extractors.messages import READER_VERSION, read_message
from extractors.records import Me, Message, RawMail, Reading, Unreadable, Verdict
from extractors.threads import thread_keys

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

HistoryOf = Callable[[Message], History]

_BATCH: Final = 64
_WORDS_KEPT: Final = 20_000
"""Some 5 MB."""


def read_mail(raw: RawMail, nlp: Language, me: Me) -> Reading | Unreadable:
    """Reads one mail. Never raises for what a mail holds."""
    return next(read_mails((raw,), nlp, me))


def read_mails(
    raws: Iterable[RawMail], nlp: Language, me: Me, history_of: HistoryOf | None = None
) -> Iterator[Reading | Unreadable]:
    """Reads mails in order, one answer each, in batches of 64.

    ``history_of`` says what is known of a message's sender before it; without it only
    the organisations are compared.
    """
    source = iter(raws)
    while batch := list(islice(source, _BATCH)):
        yield from _read_batch(batch, nlp, me, history_of or _nothing_known(me))


def judge_again(messages: Iterable[Message], nlp: Language, me: Me) -> list[Verdict | None]:
    """What is to be said now of messages that were read before; None where judging fails."""
    messages = list(messages)
    history_of = _nothing_known(me)
    verdicts: list[Verdict | None] = []
    with _memory_of_words(nlp):
        docs = nlp.pipe(map(_model_text, messages))
        for message, doc in zip(messages, docs, strict=True):
            try:
                verdicts.append(judge_kind(message, doc, me, history_of(message)))
            except Exception:  # one poison mail never stops the others
                verdicts.append(None)
    return verdicts


def _memory_of_words(nlp: Language) -> AbstractContextManager[object]:
    """Where spaCy keeps what it knows of words: for good the first, which are mostly those of
    all mail; the rest until their batch is judged, else a mailbox would fill the memory."""
    return nullcontext() if len(nlp.vocab) < _WORDS_KEPT else nlp.memory_zone()


def _nothing_known(me: Me) -> HistoryOf:
    mine = frozenset(filter(None, map(organisation_of, me.addresses)))

    def history(message: Message) -> History:
        return History(is_same_organisation=organisation_of(message.sender.address) in mine)

    return history


def _read_batch(
    raws: list[RawMail], nlp: Language, me: Me, history_of: HistoryOf
) -> list[Reading | Unreadable]:
    messages = [_message(raw) for raw in raws]
    texts = [_model_text(message) for message in messages if isinstance(message, Message)]
    readings: list[Reading | Unreadable] = []
    with _memory_of_words(nlp):
        docs = nlp.pipe(texts)
        for raw, message in zip(raws, messages, strict=True):
            if isinstance(message, Unreadable):
                readings.append(message)
            else:
                readings.append(_reading(raw, message, next(docs), me, history_of))
    return readings


def _message(raw: RawMail) -> Message | Unreadable:
    try:
        return read_message(raw)
    except UnreadableMail as error:
        return unreadable(raw, error.reason, error.detail)
    except Exception as error:  # one poison mail never stops the others
        return unreadable(raw, "reader_failed", type(error).__name__)


def _model_text(message: Message) -> str:
    try:  # where a plain fact decides, nobody asks the model
        return "" if plain_fact(message) else model_text(message)
    except Exception:  # then the facts and phrases decide without the classifier, or fail too
        return ""


def _reading(
    raw: RawMail, message: Message, doc: Doc, me: Me, history_of: HistoryOf
) -> Reading | Unreadable:
    try:
        verdict = judge_kind(message, doc, me, history_of(message))
        return Reading(
            place=raw.place,
            received_at=raw.received_at,
            flags=raw.flags,
            labels=raw.labels,
            message=message,
            thread=thread_keys(message),
            verdict=verdict,
            introduction=find_introduction(message, verdict, me),
            meetings=find_meetings(message, verdict, me),
            asks=find_asks(message, me),
            follow_ups=find_follow_ups(message),
            interest=count_interest(message),
        )
    except Exception as error:  # one poison mail never stops the others
        return unreadable(raw, "judging_failed", type(error).__name__)


def unreadable(raw: RawMail, reason: str, detail: str) -> Unreadable:
    """A mail put aside with its reason and its bytes, for another try."""
    if raw.is_truncated:
        detail += f" (kept are the first {len(raw.content):,} of its {raw.size_bytes:,} bytes)"
    return Unreadable(
        place=raw.place,
        received_at=raw.received_at,
        reason=reason,
        detail=detail,
        content=raw.content,
        size_bytes=raw.size_bytes or len(raw.content),
        reader_version=READER_VERSION,
    )

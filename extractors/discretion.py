"""What is not to be kept, taken out of a reading before anything is stored.

Knows three wishes: addresses and domains that are never logged, people who are to stay
forgotten, and a log without text. A mail from such a person, or to nobody else, is withheld
as a whole; in a mail of others they are struck from recipients and attendees, and blacked
out in the text where their address or their full name (as this mail writes it) stands.
Refuses to guess at first names and descriptions: "Jane said" stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from typing import Any, TypeVar

from extractors.addresses import MASK, domain_of, find_addresses, mask_addresses
from extractors.folder_names import fits
from extractors.records import (
    Mailbox,
    Me,
    Message,
    Reading,
    TextFacts,
    Unreadable,
    Withheld,
)

IsPrivate = Callable[[str], bool]
"""Whether a canonical address is one that is not to be kept."""

Value = TypeVar("Value")

_IDS = frozenset(
    "account folder message_id fingerprint in_reply_to references parent_ids".split()  # noqa: SIM905
)
"""By these mails know each other and their place; they stay as they are."""
_TEXTS = frozenset({"quote", "summary", "place", "when_text", "filename"})


@dataclass(frozen=True, slots=True)
class Discretion:
    """What config.toml says is never logged (table privacy)."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    """Each with all its subdomains."""
    folders: tuple[str, ...] = ()
    """Patterns of folders and Gmail labels."""
    is_metadata_only: bool = False

    def is_private(self, address: str) -> bool:
        if address in self.addresses:
            return True
        labels = domain_of(address).split(".")
        return any(".".join(labels[i:]) in self.domains for i in range(len(labels)))

    def covers_folder(self, name: str) -> bool:
        return any(fits(name, pattern) for pattern in self.folders)

    def covers_label(self, label: str) -> bool:
        """Gmail writes its own with a backslash, as \\Inbox, and shows them as folders without."""
        return self.covers_folder(label) or self.covers_folder(label.removeprefix("\\"))

    def apply(self, item: Reading | Unreadable, me: Me) -> Reading | Unreadable | Withheld:
        """The item as it may be stored, or Withheld."""
        labels = item.labels if isinstance(item, Reading) else ()
        if any(map(self.covers_label, labels)):
            return Withheld(item.place, "never_log")
        kept: Reading | Unreadable | None = item
        if self.addresses or self.domains:
            kept = without_private(item, self.is_private, me)
        if kept is None:
            return Withheld(item.place, "never_log")
        return without_text(kept) if self.is_metadata_only else kept


def without_private(
    item: Reading | Unreadable, is_private: IsPrivate, me: Me
) -> Reading | Unreadable | None:
    """The item without the people who ``is_private``; None where it must not be kept at all.

    What cannot be read cannot be cleaned: it is dropped when such an address stands in it.
    """
    if isinstance(item, Unreadable):
        return None if _names_private(item.content.decode("latin-1"), is_private) else item
    message = item.message
    if is_private(message.sender.address):
        return None
    to = {mailbox.address for mailbox in message.to_and_cc}
    others = {address for address in to if is_private(address) or not me.is_me(address)}
    are_all_private = bool(others) and all(map(is_private, others))
    if are_all_private and (others == to or me.is_me(message.sender.address)):
        return None
    return _struck(item, is_private) if _concerns_private(item, is_private) else item


def without_text(item: Reading | Unreadable) -> Reading | Unreadable:
    """The item with its facts, counts and kinds, and nothing that its sender wrote."""
    if isinstance(item, Unreadable):
        return replace(item, content=b"")
    message = replace(
        item.message,
        text_facts=item.message.text_facts or text_facts(item.message),
        subject="",
        text="",
        new_text="",
        quoted_text="",
        signature="",
    )
    bare = replace(item, message=message, thread=replace(item.thread, base_subject=""))
    bare = replace(bare, asks=tuple(replace(ask, text="") for ask in item.asks))
    return _changed(bare, lambda name, text: "" if name in _TEXTS else text)


def text_facts(message: Message) -> TextFacts:
    """What is counted in a message's text."""
    return TextFacts(
        word_count=len(message.new_text.split()),
        quoted_character_count=len(message.quoted_text),
        stated_addresses=tuple(
            address
            for address in find_addresses(message.signature)
            if address != message.sender.address
        ),
    )


def mask_people(text: str, is_private: IsPrivate, names: re.Pattern[str] | None) -> str:
    """``text`` with private addresses and ``names`` blacked out, as long as before."""
    text = mask_addresses(text, is_private)
    return names.sub(lambda match: MASK * len(match[0]), text) if names else text


def full_names(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for full names (two words or more) in any case and spacing; None for none."""
    patterns = sorted(
        {
            r"\s{1,8}".join(map(re.escape, words))
            for words in (name.split() for name in names)
            if len(words) > 1
        },
        key=len,
        reverse=True,
    )
    if not patterns:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def _names_private(text: str, is_private: IsPrivate) -> bool:
    return any(map(is_private, find_addresses(text)))


def _concerns_private(item: Reading, is_private: IsPrivate) -> bool:
    message = item.message
    mailboxes = [*message.to_and_cc, *message.reply_to]
    for meeting in item.meetings:
        mailboxes += [attendee.mailbox for attendee in meeting.attendees]
        mailboxes += [meeting.organizer] if meeting.organizer else []
    addresses = [*message.delivered_to, *(mailbox.address for mailbox in mailboxes)]
    written = " ".join((message.subject, message.new_text, message.signature))
    return any(map(is_private, addresses)) or _names_private(written, is_private)


def _struck(item: Reading, is_private: IsPrivate) -> Reading:
    message = item.message
    names = full_names(m.name for m in message.to_and_cc if is_private(m.address))

    def is_kept(mailbox: Mailbox) -> bool:
        return not is_private(mailbox.address)

    message = replace(
        message,
        recipients=tuple(r for r in message.recipients if is_kept(r.mailbox)),
        reply_to=tuple(filter(is_kept, message.reply_to)),
        delivered_to=tuple(a for a in message.delivered_to if not is_private(a)),
        text_facts=_without_addresses(message.text_facts, is_private),
    )
    meetings = tuple(
        replace(
            meeting,
            organizer=meeting.organizer
            if meeting.organizer and is_kept(meeting.organizer)
            else None,
            attendees=tuple(a for a in meeting.attendees if is_kept(a.mailbox)),
        )
        for meeting in item.meetings
    )
    introduction = item.introduction
    if introduction is not None:
        introducer = introduction.introducer
        introduction = replace(
            introduction,
            introducer=introducer if introducer and is_kept(introducer) else None,
            introduced=tuple(
                person
                for person in introduction.introduced
                if not (person.address and is_private(person.address))
                and not (names and names.search(person.name))
            ),
        )
    mask = partial(mask_people, is_private=is_private, names=names)
    return _changed(
        replace(item, message=message, meetings=meetings, introduction=introduction),
        lambda name, text: text if name in _IDS else mask(text),
    )


def _without_addresses(facts: TextFacts | None, is_private: IsPrivate) -> TextFacts | None:
    if facts is None:
        return None
    stated = tuple(address for address in facts.stated_addresses if not is_private(address))
    return replace(facts, stated_addresses=stated)


def _changed(value: Value, change: Callable[[str, str], str], name: str = "") -> Value:
    """``value`` with every text in it, at any depth, changed; ``change(field, text)``."""
    new: Any = value
    if isinstance(value, str):
        new = change(name, value)
    elif isinstance(value, tuple):
        new = tuple(_changed(item, change, name) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        new = replace(
            value,
            **{f.name: _changed(getattr(value, f.name), change, f.name) for f in fields(value)},
        )
    result: Value = new
    return result

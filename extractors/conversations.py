"""Joins ids into threads, whatever order the messages come in (RFC 5322 3.6.4).

Knows that two ids named by one message belong to one thread, and nothing else; the
thread's own id is the smallest of all its ids, so that the same mail in another order
gives the same threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.records import Message, ThreadKeys


@dataclass(frozen=True, slots=True)
class Joined:
    """What a batch of messages says of threads.

    ``thread_of`` maps every id of the batch to its thread; ``moves`` maps threads known
    before to the thread they have become part of.
    """

    thread_of: Mapping[str, str]
    moves: Mapping[str, str]


def reference_ids(message: Message, keys: ThreadKeys) -> tuple[str, ...]:
    """All ids that tie a message to its thread, its own first.

    Only a message that names no other is known by subject and parties, and no machine's
    mail is: its newsletters would be one endless thread.
    """
    ids = (message.message_id, *keys.parent_ids)
    if keys.parent_ids or message.automation.is_bulk:
        return ids
    return (*ids, f"subject:{keys.subject_key}")


def join_threads(groups: Iterable[Sequence[str]], known: Mapping[str, str]) -> Joined:
    """Joins ``groups`` (the ids of one message each) with the threads ``known`` so far."""
    root: dict[str, str] = {}

    def find(item: str) -> str:
        path = []
        while (above := root.setdefault(item, item)) != item:
            path.append(item)
            item = above
        for below in path:
            root[below] = item
        return item

    def union(left: str, right: str) -> None:
        left, right = find(left), find(right)
        if left != right:
            root[max(left, right)] = min(left, right)

    ids: dict[str, None] = {}
    for group in groups:
        ids.update(dict.fromkeys(group))
        for other in group[1:]:
            union(group[0], other)
    for reference_id, thread_id in known.items():
        union(reference_id, thread_id)
    moves = {old: find(old) for old in set(known.values()) if find(old) != old}
    return Joined(thread_of={item: find(item) for item in ids}, moves=moves)

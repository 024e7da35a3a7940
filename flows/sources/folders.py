"""Which folders of a mailbox are read, and in words why the others are not.

Knows RFC 2342 (namespaces) and the patterns of config.toml; refuses to know the wire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.folder_names import fits
from flows.sources.special_use import NOT_MAIL_USES, SPECIAL_USES, use_by_name

if TYPE_CHECKING:
    from flows.settings import AccountSettings
    from flows.sources.client import Listing, Status

NOT_TO_OPEN = frozenset({b"\\noselect", b"\\nonexistent"})
"""Attributes (RFC 9051 7.3.1) of what has folders below it and no mail."""
EXCLUDED = "excluded in config.toml"
NEVER_LOGGED = "privacy.never_log_folders says so"
NOT_ONES_OWN = {
    "other": "another person's folder; name it under accounts.include to read it",
    "shared": "a shared folder; name it under accounts.include to read it",
}


@dataclass(frozen=True, slots=True)
class Folder:
    """One mailbox of LIST (RFC 9051 6.3.9), and whether it should be read."""

    name: str
    special_use: str | None
    not_synced_reason: str | None = None
    wire_name: bytes = b""
    status: Status | None = None

    @property
    def is_synced(self) -> bool:
        return self.not_synced_reason is None


def choose_folders(
    listings: Sequence[Listing], foreign: Mapping[bytes, str], account: AccountSettings
) -> tuple[Folder, ...]:
    """Every mailbox in the order to read them: INBOX, Sent, and then by name.

    Where the server has an \\All mailbox (RFC 6154), that alone is read: it holds
    everything else but junk and trash, once. ``foreign`` holds the prefixes of namespaces
    that are not the user's own.
    """
    uses = {listing.wire_name: _special_use(listing) for listing in listings}
    spaces = {listing.wire_name: _namespace(listing, foreign) for listing in listings}
    all_mail = next(
        (
            listing
            for listing in listings
            if uses[listing.wire_name] == "all"
            and not spaces[listing.wire_name]
            and _why_never(listing, account) is None
        ),
        None,
    )
    is_all_read = (
        all_mail is not None and _why_not(all_mail, "all", None, all_mail, account) is None
    )
    folders = []
    for listing in listings:
        use = uses[listing.wire_name]
        reason = _why_never(listing, account)
        space = spaces[listing.wire_name]
        if reason is None:
            reason = _why_not(listing, use, space, all_mail, account)
        elif (
            all_mail and is_all_read and reason == EXCLUDED and not (space or use in NOT_MAIL_USES)
        ):
            reason = (
                f"excluded, but its mail is in {all_mail.name} too, which is read; name it under "
                "privacy.never_log_folders in config.toml to keep that out"
            )
        folders.append(Folder(listing.name, use, reason, listing.wire_name, listing.status))
    order = {"inbox": 0, "all": 1, "sent": 2}
    return tuple(
        sorted(folders, key=lambda item: (order.get(item.special_use or "", 3), item.name))
    )


def unmatched(patterns: Sequence[str], folders: Sequence[Folder]) -> list[str]:
    """Those that fit nothing: a folder was renamed or mistyped, and mail is missing, or is read
    that should not be."""
    return [
        pattern for pattern in patterns if not any(fits(folder.name, pattern) for folder in folders)
    ]


def _why_never(listing: Listing, account: AccountSettings) -> str | None:
    if listing.flags & NOT_TO_OPEN:
        return "holds folders only"
    if not listing.wire_name:
        return "has no name"
    if any(byte < 0x20 or byte == 0x7F for byte in listing.wire_name):
        # In a quoted string they would end the command and begin another.
        return "its name holds control characters; rename it to read it"
    if any(fits(listing.name, pattern) for pattern in account.exclude):
        return EXCLUDED
    return None


def _why_not(
    listing: Listing,
    use: str | None,
    space: str | None,
    all_mail: Listing | None,
    account: AccountSettings,
) -> str | None:
    if account.include:
        included = any(fits(listing.name, pattern) for pattern in account.include)
        return None if included else "not included in config.toml"
    if space:
        return NOT_ONES_OWN[space]
    if use in NOT_MAIL_USES:
        return NOT_MAIL_USES[use]
    if all_mail is not None and listing is not all_mail:
        return f"its mail is in {all_mail.name} too"
    return None


def _namespace(listing: Listing, foreign: Mapping[bytes, str]) -> str | None:
    for prefix, kind in foreign.items():
        if listing.wire_name.startswith(prefix) or listing.wire_name == prefix.rstrip(b"/."):
            return kind
    return None


def _special_use(listing: Listing) -> str | None:
    if listing.name.upper() == "INBOX":
        return "inbox"
    for flag in sorted(listing.flags):
        use = SPECIAL_USES.get(flag)
        if use is not None:
            return use
    leaf = listing.name.rsplit(listing.delimiter, 1)[-1] if listing.delimiter else listing.name
    return use_by_name(leaf)

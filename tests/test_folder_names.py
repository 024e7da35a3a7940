"""Patterns of config.toml mean the folders that a person would think of."""

from __future__ import annotations

import pytest

from extractors.folder_names import fits


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("[Gmail]/Sent Mail", "[Gmail]/Sent Mail"),
        ("[Gmail]/Sent Mail", "[Gmail]/*"),
        ("[Gmail]/Sent Mail", "[[]Gmail]/*"),
        ("INBOX", "inbox"),
        ("Inbox/Clients", "INBOX/*"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("a*b", "a*b"),
        ("50% off?", "50% off?"),
        ("back\\slash", "back\\slash"),
        ("Private/Diary", "Private*"),
    ],
)
def test_a_folder_is_meant_by_its_name_and_by_stars(name: str, pattern: str) -> None:
    """A bracket is a bracket, INBOX is INBOX (RFC 9051 5.1), an accent is an accent."""
    assert fits(name, pattern)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("G/Sent", "[Gmail]/Sent"),
        ("sent", "Sent"),
        ("Inbox 2", "INBOX 2"),
        ("Sent/2024", "Sent"),
    ],
)
def test_other_folders_are_not_meant(name: str, pattern: str) -> None:
    """Case counts, but in INBOX."""
    assert not fits(name, pattern)

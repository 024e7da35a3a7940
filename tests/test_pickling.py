"""Values cross the border between processes as they are."""

from __future__ import annotations

import pickle
from dataclasses import fields, is_dataclass

import pytest

from extractors import records
from extractors.language import open_language
from extractors.reading import read_mail
from extractors.records import Me, Place, RawMail, Reading

MAIL = b"""From: Anna Berg <anna@north.example>
To: Tom Lind <tom@south.example>, Eva Moe <eva@west.example>
Subject: Introduction: Tom and Eva
Date: Mon, 4 Mar 2024 10:00:00 +0100
Message-ID: <1@north.example>

Hi Tom and Eva,

I would like to introduce you to each other. Tom runs a shipyard and is looking for somebody who
builds bridges. Eva has built eleven of them. I'll send you both the plans.

I'll let you two take it from here.

Best wishes
Anna

--
Anna Berg
"""


def test_a_reading_is_the_same_on_the_other_side() -> None:
    reading = read_mail(RawMail(Place("a", "INBOX", 1, 1), MAIL), open_language(), Me())
    assert isinstance(reading, Reading)
    assert reading.introduction is not None
    assert reading.asks
    assert pickle.loads(pickle.dumps(reading)) == reading


@pytest.mark.parametrize("name", sorted(n for n, v in vars(records).items() if is_dataclass(v)))
def test_every_record_can_be_built_by_position(name: str) -> None:
    """Which is how it is pickled: no field may be left out of the constructor or named only."""
    for field in fields(vars(records)[name]):
        assert field.init
        assert not field.kw_only

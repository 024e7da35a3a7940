"""How a message comes: what it answers by, whose address, which house, whether of a meeting."""

from __future__ import annotations

from dataclasses import replace

from extractors.features import model_text
from extractors.records import Automation, Evidence, Mailbox, Message
from extractors.training.corpus import Example, as_message

LETTER = Example(
    "1", "note", "Totals", "The totals are in the folder now.",
    from_name="Ann Lee", from_address="ann.lee@fern.example", to=(("Tom Fox", "tom@fern.example"),),
)  # fmt: skip


def shown(message: Message) -> set[str]:
    return set(model_text(message).split())


def from_address(address: str, name: str = "", year: int = 2001) -> set[str]:
    message = replace(as_message(LETTER), sender=Mailbox(address, name))
    return shown(replace(message, sent_at=message.sent_at.replace(year=year)))


def test_what_a_message_answers_by_shows() -> None:
    """A bare "Re:" is one thing, headers and a quoted text behind it another."""
    bare = replace(as_message(LETTER), subject="Re: Totals")
    whole = replace(bare, in_reply_to=("a@x.example",), quoted_text="> Where are they?")
    assert "ANSWERS_BY_SUBJECT" in shown(bare)
    assert "ANSWERS_BY_SUBJECT_HEADER_QUOTE" in shown(whole)
    assert not any(name.startswith("ANSWERS_BY") for name in shown(as_message(LETTER)))


def test_a_persons_address_is_told_from_an_offices() -> None:
    """A name in the local part is a person's; "news" or "client.relations" is nobody's."""
    assert {"SENDER_NAMED", "ADDRESS_HAS_NAME"} <= from_address("ann.lee@fern.example", "Ann Lee")
    assert "SENDER_IS_OFFICE" not in from_address("ann.lee@fern.example", "Ann Lee")
    office = from_address("clientrelations@fern.example")
    assert {"SENDER_BARE", "ADDRESS_WITHOUT_NAME", "SENDER_IS_OFFICE"} <= office


def test_today_people_of_small_houses_write_from_an_offices_address() -> None:
    """It says nothing of them; what no hand writes from says it in any year."""
    assert "SENDER_IS_OFFICE" not in from_address("info@fern.example", year=2026)
    assert "SENDER_IS_MACHINE" in from_address("newsletter@fern.example", year=2026)


def test_house_audience_and_length_show_together() -> None:
    """A line to one colleague is not a line to one stranger."""
    outside = replace(as_message(LETTER), sender=Mailbox("ann@elsewhere.example", "Ann Lee"))
    assert "HOUSE_IN_FRESH_0_1" in shown(as_message(LETTER))
    assert "HOUSE_EX_FRESH_0_1" in shown(outside)


def test_a_short_answer_shows_whether_it_answers_about_a_meeting() -> None:
    """ "I will attend." says it in the quoted text alone."""
    answer = replace(as_message(LETTER), new_text="Fine with me.", subject="Re: Thursday")
    asked = replace(answer, quoted_text="> Lunch on Thursday? I am available from noon.")
    other = replace(answer, quoted_text="> Shall I paint it blue?")
    assert "QUOTE_MEETS_2_0" in shown(asked)
    assert "QUOTE_MEETS_0_0" in shown(other)


def test_a_list_shows_whether_its_own_house_writes() -> None:
    """A newsletter comes from the house of its list, a person's post from elsewhere."""
    evidence = (Evidence("header", "list", "list-id: Rugs <rugs.fern.example>"),)
    automation = Automation(is_list=True, evidence=evidence)
    own = replace(as_message(LETTER), automation=automation)
    post = replace(own, sender=Mailbox("jo@river.example", "Jo"))
    assert "LIST_OF_OWN" in shown(own)
    assert "LIST_OF_OTHERS" in shown(post)

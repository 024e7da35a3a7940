"""Who is one person: exact evidence joins, the owner decides, everything else is asked."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.store import open_store
from logs import a_mail, command, copy_of, one, rows, store_mails

ME = "Maria Lind <me@firm.example>"
ANNA = "Anna Berg <anna@north.example>"
ANNA_HOME = "Anna Berg <anna.berg@home.example>"


@pytest.fixture(scope="module")
def empty_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: most of the time goes into the views."""
    file = tmp_path_factory.mktemp("empty") / "rapport.duckdb"
    store_mails(file, [])
    return file


@pytest.fixture
def log(tmp_path: Path, empty_log: Path) -> Path:
    return copy_of(empty_log, tmp_path)


def people(log: Path) -> set[frozenset[str]]:
    """The addresses of each person other than me."""
    found = rows(
        log,
        "select list(address) from person_addresses join people using (person_id) "
        "where not is_me group by person_id",
    )
    return {frozenset(addresses) for (addresses,) in found}


def together(*addresses: str) -> frozenset[str]:
    return frozenset(addresses)


def suggestions(log: Path) -> list[dict[str, Any]]:
    columns = ("question", "address", "other_address", "accept", "refuse")
    found = rows(log, f"select {', '.join(columns)} from identity_suggestions order by all")
    return [dict(zip(columns, row, strict=True)) for row in found]


# -- exact evidence ------------------------------------------------------------------------------


def test_spellings_that_reach_one_mailbox_are_one_person(log: Path) -> None:
    """Case, plus-tags and Gmail's dots make no new person."""
    spellings = ("Tom.Lind@gmail.com", "tomlind+news@gmail.com", "TOMLIND@googlemail.com")
    store_mails(log, [a_mail(n, f"Tom <{text}>", ME) for n, text in enumerate(spellings)])
    assert people(log) == {together("tomlind@gmail.com")}


def test_one_full_name_within_an_organisation_is_one_person(log: Path) -> None:
    """... and within two it is not: there are many Anna Bergs."""
    store_mails(
        log,
        [
            a_mail(1, ANNA, ME),
            a_mail(2, "anna berg <anna.berg@mail.north.example>", ME),
            a_mail(3, ANNA_HOME, ME),
        ],
    )
    assert people(log) == {
        together("anna@north.example", "anna.berg@mail.north.example"),
        together("anna.berg@home.example"),
    }


def test_a_shared_mailbox_shows_nobodys_identity(log: Path) -> None:
    """Whoever writes from info@ today, it is not them tomorrow."""
    store_mails(
        log,
        [
            a_mail(1, ANNA, ME, "Hello.\n\n-- \nAnna Berg\ninfo@north.example"),
            a_mail(2, "Anna Berg <info@north.example>", ME, reply_to="anna@north.example"),
        ],
    )
    assert people(log) == {together("anna@north.example"), together("info@north.example")}


def test_a_reply_to_of_the_same_name_is_the_same_person(log: Path) -> None:
    """One sender's From and Reply-To, used interchangeably."""
    store_mails(log, [a_mail(1, ANNA, ME, reply_to=ANNA_HOME), a_mail(2, ANNA_HOME, ME)])
    assert people(log) == {together("anna@north.example", "anna.berg@home.example")}


def test_a_signature_that_states_the_address_is_exact(log: Path) -> None:
    """Her own signature names the other address, under the same name."""
    store_mails(
        log,
        [
            a_mail(1, ANNA, ME, "Hello.\n\n-- \nAnna Berg\nprivate: Anna.Berg@Home.example"),
            a_mail(2, ANNA_HOME, ME),
        ],
    )
    assert people(log) == {together("anna@north.example", "anna.berg@home.example")}


@pytest.mark.parametrize("way", ["reply_to", "signature"])
def test_a_stranger_cannot_pose_as_somebody_i_write_to(log: Path, way: str) -> None:
    """Pointing at Anna's address makes nobody Anna, until they answer a mail of mine."""
    stranger = "Anna Berg <anna@evil.example>"
    text = "Hello.\n\n-- \nAnna Berg\nanna@north.example" if way == "signature" else "Hello."
    headers = {"reply_to": "anna@north.example"} if way == "reply_to" else {}
    store_mails(
        log, [a_mail(1, ANNA, ME), a_mail(2, ME, ANNA), a_mail(3, stranger, ME, text, **headers)]
    )
    assert people(log) == {together("anna@north.example"), together("anna@evil.example")}
    assert [item["accept"] for item in suggestions(log)] == [
        "rapport correct merge anna@evil.example anna@north.example"
    ]

    store_mails(log, [a_mail(4, stranger, ME, in_reply_to="<m2@mail.example>")])
    assert people(log) == {together("anna@north.example", "anna@evil.example")}


def test_ten_addresses_can_be_one_person(log: Path) -> None:
    """A chain of evidence joins all of it, whatever order the mail comes in."""
    mails = [
        a_mail(n, f"Anna Berg <anna@n{n}.example>", ME, reply_to=f"anna@n{n + 1}.example")
        for n in range(1, 11)
    ]
    store_mails(log, [*mails, a_mail(11, "Anna Berg <anna@n11.example>", ME)])
    ((addresses),) = people(log)
    assert len(addresses) == 11


def test_people_are_the_same_in_whatever_order_mail_comes(empty_log: Path, tmp_path: Path) -> None:
    """person_id included: it is made from the address that was seen first."""
    mails = [a_mail(1, ANNA, ME), a_mail(2, ANNA, ME, reply_to=ANNA_HOME), a_mail(3, ANNA_HOME, ME)]
    found = set()
    for number, order in enumerate((mails, mails[::-1], [mails[1], mails[2], mails[0]])):
        log = copy_of(empty_log, tmp_path / str(number))
        for mail in order:
            store_mails(log, [mail])
        found.add(str(rows(log, "select * from people order by all")))
    assert len(found) == 1


def test_robots_are_never_people_and_strangers_are_no_ties(log: Path) -> None:
    """A no-reply is nobody; who only wrote is a person without a score."""
    store_mails(log, [a_mail(1, "Shop <no-reply@shop.example>", ME), a_mail(2, ANNA, ME)])
    assert people(log) == {together("anna@north.example")}
    assert rows(log, "from health(today())") == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("", "x@north.example"),
        ("🎉", "x@north.example"),
        ("'; drop table people; --", "Drop Table People"),
        ("<script>alert(1)</script>", "Alert"),
        ("Jane Doe (via Docs)", "x@north.example"),
    ],
)
def test_hostile_and_missing_names_break_nothing(log: Path, written: str, name: str) -> None:
    """No name is no fault: the address stands for it."""
    store_mails(log, [a_mail(1, f'"{written}" <x@north.example>', ME), a_mail(2, ANNA, ME)])
    assert one(log, "select full_name from people where email = 'x@north.example'") == name
    assert one(log, "select count(*) from people") == 3


# -- the owner decides ---------------------------------------------------------------------------


def test_merge_and_split_hold_through_sync_and_import_and_can_be_undone(log: Path) -> None:
    """They speak of addresses, so that re-reading everything changes nothing."""
    mails = [a_mail(1, ANNA, ME), a_mail(2, "A. B. <ab@web.example>", ME)]
    two = {together("anna@north.example"), together("ab@web.example")}
    one_person = {together("anna@north.example", "ab@web.example")}
    store_mails(log, mails)
    assert people(log) == two

    assert command(log, "correct", "merge", "Anna Berg", "ab@web.example") == 0
    assert people(log) == one_person
    again = [a_mail(n, "A. B. <ab@web.example>", ME, folder="Archive") for n in (2, 3)]
    store_mails(log, again)
    assert people(log) == one_person

    assert command(log, "correct", "split", "ab@web.example") == 0
    assert people(log) == two
    assert command(log, "correct", "undo") == 0
    assert people(log) == one_person
    assert command(log, "correct", "undo", "1") == 0
    assert people(log) == two
    assert rows(log, "select subject, undone_at is not null, made_by <> '' from corrections") == [
        ("merge", True, True),
        ("split", True, True),
    ]


def test_a_split_beats_evidence(log: Path) -> None:
    """Two who share a name and a firm are told apart by who knows them."""
    store_mails(log, [a_mail(1, ANNA, ME), a_mail(2, "Anna Berg <ab@north.example>", ME)])
    assert people(log) == {together("anna@north.example", "ab@north.example")}
    command(log, "correct", "split", "ab@north.example")
    assert people(log) == {together("anna@north.example"), together("ab@north.example")}
    assert rows(log, "select reason from person_addresses where decided_by = 'person'") == [
        ("split off by you",)
    ]


def test_snapshots_follow_a_merge_and_its_undoing(log: Path) -> None:
    """`using (person_id)` finds a person's past under whatever number they have now."""
    store_mails(
        log,
        [
            a_mail(1, ANNA, ME),
            a_mail(2, "A. B. <ab@web.example>", ME),
            a_mail(3, ME, "ab@web.example"),
        ],
    )
    with open_store(log) as store:
        store.snapshot_health(date(2026, 2, 1))
        store.publish()
    past = "select email from health_snapshots join people using (person_id)"
    assert rows(log, past) == [("ab@web.example",)]

    command(log, "correct", "merge", "anna@north.example", "ab@web.example")
    assert one(log, f"select count(*) from ({past})") == 1
    assert one(log, "select count(*) from people where not is_me") == 1
    command(log, "correct", "undo")
    assert rows(log, past) == [("ab@web.example",)]


def test_what_a_person_decided_is_not_overwritten(log: Path) -> None:
    """New mail, new names: muted stays muted, a name given stays given."""
    store_mails(log, [a_mail(1, ANNA, ME)])
    command(log, "correct", "mute", "anna")
    command(log, "correct", "pin", "anna")
    command(log, "correct", "snooze", "anna", "--until", "2027-01-10")
    command(log, "correct", "rename", "anna", "Änne Berg 'x'; --")
    store_mails(log, [a_mail(2, "Anna Berg-Holm <anna@north.example>", ME)])
    state = "select full_name, is_muted, is_pinned, snoozed_until::text from people where not is_me"
    assert rows(log, state) == [("Änne Berg 'x'; --", True, True, "2027-01-10")]

    command(log, "correct", "mute", "änne", "--off")
    for _ in range(4):
        command(log, "correct", "undo")
    assert rows(log, state) == [("Anna Berg-Holm", True, False, None)]


def test_two_domains_of_one_name_are_one_organisation(log: Path) -> None:
    """north.example and north.test are one firm once the owner says so."""
    store_mails(log, [a_mail(1, ANNA, ME), a_mail(2, "Anna Berg <anna@north.test>", ME)])
    command(log, "correct", "rename", "north.example", "North Ltd")
    assert len(people(log)) == 2
    command(log, "correct", "rename", "north.test", "North Ltd")
    assert people(log) == {together("anna@north.example", "anna@north.test")}
    assert one(log, "select organisation from people where not is_me") == "North Ltd"


def test_a_robot_can_be_called_a_human_and_back(log: Path) -> None:
    """The signs are kept beside the decision, so that undo restores them."""
    store_mails(log, [a_mail(1, ANNA, ME), a_mail(2, ME, "updates@small.example")])
    assert people(log) == {together("anna@north.example")}
    command(log, "correct", "human", "updates@small.example")
    assert people(log) == {together("anna@north.example"), together("updates@small.example")}
    command(log, "correct", "robot", "anna@north.example")
    assert people(log) == {together("updates@small.example")}
    command(log, "correct", "undo", "1")
    command(log, "correct", "undo", "2")
    assert people(log) == {together("anna@north.example")}


# -- what is only asked --------------------------------------------------------------------------


def test_a_likeness_is_suggested_and_a_refusal_remembered(log: Path) -> None:
    """The same name elsewhere is asked once, with both commands."""
    store_mails(log, [a_mail(1, ANNA, ME), a_mail(2, ANNA_HOME, ME)])
    (asked,) = suggestions(log)
    assert asked["question"] == "one person?"
    command(log, *asked["refuse"].removeprefix("rapport ").split())
    assert suggestions(log) == []
    command(log, "correct", "undo")
    command(log, *suggestions(log)[0]["accept"].removeprefix("rapport ").split())
    assert suggestions(log) == []
    assert len(people(log)) == 1


def test_an_address_named_as_mine_at_my_own_firm_may_be_me(log: Path) -> None:
    """What others write to as maria_lind is asked about; maria.lind of another firm is not."""
    me = "maria.lind@firm.example"
    command(log, "correct", "me", me)
    others = (
        "maria_lind@firm.example",
        "lind.maria@firm.example",
        "marialind@firm.example",
        "maria.lind@other.example",
        "maria.berg@firm.example",
        "maria@firm.example",
    )
    store_mails(log, [a_mail(n, ANNA, f"{me}, {address}") for n, address in enumerate(others)])

    mine = [item for item in suggestions(log) if item["question"] == "is this you?"]

    assert sorted(item["address"] for item in mine) == [
        "lind.maria@firm.example",
        "maria_lind@firm.example",
        "marialind@firm.example",
    ]


def test_a_suggested_command_is_safe_to_paste(log: Path) -> None:
    """An address may hold what a shell would obey; it comes quoted."""
    store_mails(log, [a_mail(1, "Anna Berg <a|id'`x`@evil.example>", ME), a_mail(2, ANNA, ME)])
    (asked,) = suggestions(log)
    assert shlex.split(asked["accept"])[:3] == ["rapport", "correct", "merge"]
    assert "a|id'`x`@evil.example" in shlex.split(asked["accept"])


def test_what_i_send_from_may_be_me_and_what_i_receive_at_proves_nothing(log: Path) -> None:
    """From in the Sent folder is evidence; it is asked, never assumed."""
    sent = [
        replace(a_mail(n, "Maria <hello@firm.example>", ANNA), labels=("\\Sent",)) for n in (1, 2)
    ]
    got = [a_mail(n, ANNA, "team@firm.example", delivered_to="team@firm.example") for n in (3, 4)]
    store_mails(log, [*sent, *got])
    assert [(item["question"], item["address"]) for item in suggestions(log)] == [
        ("is this you?", "hello@firm.example")
    ]
    assert one(log, "select count(*) from people where is_me") == 0

    command(log, "correct", "me", "hello@firm.example")
    assert rows(log, "select email from people where is_me") == [("hello@firm.example",)]
    assert suggestions(log) == []
    command(log, "correct", "me", "hello@firm.example", "--no")
    assert suggestions(log) == []
    assert one(log, "select count(*) from people where is_me") == 0

"""Addresses: one spelling each, and nothing that could be read as somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.addresses import (
    canonical_address,
    domain_of,
    find_addresses,
    mask_addresses,
    organisation_of,
    parse_mailboxes,
)
from extractors.records import Mailbox


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Jane.Doe@Example.ORG", "jane.doe@example.org"),
        ("jane+news@example.org", "jane@example.org"),
        ("J.o.e+x@GoogleMail.com", "joe@gmail.com"),
        ("jane@example.org.", "jane@example.org"),
        ("'jane@example.org'", "jane@example.org"),
        ("<mailto:jane@example.org>", "jane@example.org"),
        ('"jane"@example.org', "jane@example.org"),
        ('"jane doe"@example.org', '"jane doe"@example.org'),
        ("jane@[192.0.2.1]", "jane@[192.0.2.1]"),
        ("k..allen@enron.com", "k..allen@enron.com"),
    ],
)
def test_spellings_that_reach_one_mailbox_become_one(written: str, canonical: str) -> None:
    """Case, plus-tags, Gmail's dots, quotes and brackets are not part of who somebody is."""
    assert canonical_address(written) == canonical


def test_a_domain_has_one_form_whether_written_in_letters_or_as_a_label() -> None:
    """müller.de and xn--mller-kva.de are one domain; ß is not ss (RFC 5891)."""
    assert canonical_address("a@MÜLLER.de") == canonical_address("a@xn--mller-kva.de")
    assert canonical_address("a@straße.de") != canonical_address("a@strasse.de")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "jane",
        "@example.org",
        "jane@",
        "a@b@c.org",
        "jane doe@example.org",
        "alice@example.org)bob@example.com",
        "alice@example.org<bob@example.com>",
        "jane@-example.org",
        "jane@exam ple.org",
        "jane@example..org",
        "Vince Kaminski/HOU/ECT@ECT",
        "/O=ENRON/OU=NA/CN=RECIPIENTS/CN=VKAMINS",
        "a" * 600 + "@example.org",
    ],
)
def test_what_is_no_addr_spec_is_none(text: str) -> None:
    """RFC 5322 3.4.1, the forms of CVE-2023-27043, and names in Notes and Exchange."""
    assert canonical_address(text) is None


def test_exchange_capsules_are_opened() -> None:
    """An address that Exchange wrapped for its own use is the address inside."""
    wrapped = "IMCEANOTES-+22Fan+22+20+3Cfan+40ussoccer+2Eorg+3E+40ENRON@ENRON.com"
    assert canonical_address(wrapped) == "fan@ussoccer.org"


def test_an_address_in_the_display_name_is_not_the_address() -> None:
    """Only the addr-spec counts, and a name that poses as an address is dropped."""
    assert parse_mailboxes('"ceo@trusted.org" <evil@z.org>') == (Mailbox("evil@z.org"),)
    assert parse_mailboxes("alice@trusted.org <bob@evil.org>") == (Mailbox("bob@evil.org"),)


@pytest.mark.parametrize(
    "header",
    [
        "alice@example.org)bob@example.com",
        "<alice@example.org><bob@example.com>",
        "<alice@example.org> bob@example.com",
        "alice(@example.org)bob@example.com@example.net",
        "undisclosed-recipients:;",
        "Undisclosed recipients: ;",
        "Kaminski, Vince </O=ENRON/OU=NA/CN=RECIPIENTS/CN=VKAMINS>",
        "Steven J Kean/NA/Enron@Enron",
        "",
        "<>",
    ],
)
def test_what_has_two_readings_or_none_yields_nobody(header: str) -> None:
    """CVE-2023-27043: no address is chosen out of an ambiguous one."""
    assert parse_mailboxes(header) == ()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Jane Doe <jane@x.org>", [("Jane Doe", "jane@x.org")]),
        ("jane@x.org (Jane Doe)", [("Jane Doe", "jane@x.org")]),
        ('"Doe, Jane" <jane@x.org>', [("Doe, Jane", "jane@x.org")]),
        ("Doe, Jane <jane@x.org>", [("Doe, Jane", "jane@x.org")]),
        (
            "Team: a@x.org, B <b@x.org>; c@y.org",
            [("", "a@x.org"), ("B", "b@x.org"), ("", "c@y.org")],
        ),
        ("a@x.org; b@x.org", [("", "a@x.org"), ("", "b@x.org")]),
        ('"Bob <bob@x.org>', [("Bob", "bob@x.org")]),
        ("=?utf-8?q?J=C3=B6rg?= <j@x.org>", [("Jörg", "j@x.org")]),
        ("=?iso-8859-1?Q?M=FCller=2C_J=F6rg?= <j@x.org>", [("Müller, Jörg", "j@x.org")]),
        ("a@x.org, A <A@X.org>", [("A", "a@x.org")]),
        ('"a\\"b" <q@x.org>', [('a"b', "q@x.org")]),
    ],
)
def test_lists_groups_comments_and_encoded_words(
    header: str, expected: list[tuple[str, str]]
) -> None:
    """RFC 5322 3.4 and RFC 2047, and what Outlook makes of them."""
    assert [(m.name, m.address) for m in parse_mailboxes(header)] == expected


def test_an_encoded_word_cannot_smuggle_in_an_address() -> None:
    """Structure is read before names are decoded (RFC 2047 5 (3))."""
    header = "=?utf-8?q?x=40trusted.org=3E=2C?= <evil@z.org>"
    assert [m.address for m in parse_mailboxes(header)] == ["evil@z.org"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", [*'"(<,:;a@ ', "\\", '\\"', '"\\', "a@b,", "()", "<a@b>,", "=?"])
def test_a_megabyte_of_one_thing_does_not_hang(unit: str) -> None:
    """Parsing is linear."""
    parse_mailboxes(unit * (1_000_000 // len(unit)))
    canonical_address(unit * 200)


@given(st.text(max_size=80))
def test_canonical_is_a_fixed_point(text: str) -> None:
    """What is canonical stays as it is."""
    address = canonical_address(text)
    assert address is None or canonical_address(address) == address


_ATOMS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)


@given(st.lists(st.tuples(_ATOMS, _ATOMS), min_size=1, max_size=5))
def test_every_plain_mailbox_of_a_list_is_found_in_order(people: list[tuple[str, str]]) -> None:
    """A well-formed list loses nobody and invents nobody."""
    header = ", ".join(f'"{name.upper()} x" <{name}@{host}.org>' for name, host in people)
    expected = list(dict.fromkeys(f"{name}@{host}.org" for name, host in people))
    assert [m.address for m in parse_mailboxes(header)] == expected


@given(st.text(alphabet="ab@<>,;:()\"\\ .=?'[]", max_size=60))
def test_what_is_found_is_canonical(header: str) -> None:
    """Whatever a header holds, only canonical addresses come out."""
    for mailbox in parse_mailboxes(header):
        assert canonical_address(mailbox.address) == mailbox.address


def test_organisations_are_registrable_domains_and_free_mail_is_none() -> None:
    """Colleagues share a registrable domain; users of one provider share nothing."""
    assert organisation_of("a@mail.foo.co.uk") == "foo.co.uk"
    assert organisation_of("a@enron.com") == "enron.com"
    assert organisation_of("a@gmail.com") is None
    assert organisation_of("a@yahoo.co.uk") is None
    assert organisation_of("a@localhost") is None
    assert organisation_of("a@[192.0.2.1]") is None
    assert domain_of("a@mail.foo.co.uk") == "mail.foo.co.uk"


@given(st.text(alphabet="ab+.@- \n'x1", max_size=60))
def test_masking_keeps_the_length_and_leaves_no_address(text: str) -> None:
    """Offsets hold, and what was masked is not found again."""
    masked = mask_addresses(text, lambda address: True)
    assert len(masked) == len(text)
    assert find_addresses(masked) == ()


@pytest.mark.parametrize("unit", ["a", "a.", "@", "a@", "a@b.", "a@b.c ", "+", "-.-@"])
def test_addresses_in_a_megabyte_are_found_in_linear_time(unit: str) -> None:
    """A hang is caught by the suite's own time limit."""
    find_addresses(unit * (1_000_000 // len(unit)))


def test_addresses_in_running_text_are_canonical() -> None:
    """Case, plus-tags and Gmail's dots as everywhere; no half addresses."""
    text = "Jane.Doe+x@gmail.com, <BO@north.example>; not jane@localhost nor @handle."
    assert find_addresses(text) == ("janedoe@gmail.com", "bo@north.example")

"""Messages: every mail ends as clean values or as UnreadableMail, whatever it holds."""

from __future__ import annotations

import random
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.errors import UnreadableMail
from extractors.messages import MAX_MAIL, MAX_TEXT, clean_text, read_message
from extractors.records import Mailbox, Message, Place, RawMail, Recipient

MAIL = Path(__file__).parent / "mail"
CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
TEN_UTC = datetime(2024, 1, 3, 10, 0, tzinfo=UTC)
HEAD = (
    b"From: Jane <jane@x.org>\nTo: bob@y.org\n"
    b"Date: Wed, 3 Jan 2024 10:00:00 +0000\nMessage-ID: <m@x.org>\n"
)


def raw(content: bytes, received_at: datetime | None = None) -> RawMail:
    return RawMail(Place("files", "tests", 0, 1), content, received_at, len(content))


def read(name: str, received_at: datetime | None = None) -> Message:
    return read_message(raw((MAIL / f"{name}.eml").read_bytes(), received_at))


def read_or_reason(content: bytes) -> Message | str:
    """The message, or why there is none; whatever else is raised fails the test."""
    try:
        return read_message(raw(content))
    except UnreadableMail as error:
        return error.reason


def test_services_that_write_in_utc_tell_no_zone() -> None:
    """Exchange Online, Yahoo, Proton; another's +0000 may be a winter in London."""
    mail = (
        b"From: a@x.org\r\nDate: Tue, 28 Oct 2025 09:43:01 +0000\r\n"
        b"Message-ID: <IA3PR11MB9136@IA3PR11MB9136.%s>\r\n\r\nHi\r\n"
    )
    theirs = read_message(raw(mail % b"namprd11.prod.outlook.com"))
    web = mail.replace(b"<IA3PR11MB9136@IA3PR11MB9136.%s>", b"<1407516636.449@mail.yahoo.com>")
    others = read_message(raw(mail % b"mail.example.org"))
    local = read_message(raw((mail % b"eurprd04.prod.outlook.com").replace(b"+0000", b"+0100")))
    assert theirs.sent_at == others.sent_at == datetime(2025, 10, 28, 9, 43, 1, tzinfo=UTC)
    assert theirs.utc_offset_minutes is None
    assert read_message(raw(web)).utc_offset_minutes is None
    assert (others.utc_offset_minutes, local.utc_offset_minutes) == (0, 60)


def test_a_byte_order_mark_before_the_header_is_no_part_of_it() -> None:
    """Some programs save a mail as they save text."""
    content = HEAD + b"Subject: Hi\n\nHello\n"
    message = read_message(raw(b"\xef\xbb\xbf" + content))
    assert message == replace(read_message(raw(content)), size_bytes=message.size_bytes)


@pytest.mark.parametrize("path", sorted(MAIL.glob("*.eml")), ids=lambda path: path.stem)
def test_a_line_that_ends_with_two_carriage_returns_ends_once(path: Path) -> None:
    """Courier puts a CR before each LF of its files, also where one is there already."""
    content = path.read_bytes().replace(b"\r", b"")
    doubled = read_or_reason(content.replace(b"\n", b"\r\r\n"))
    once = read_or_reason(content.replace(b"\n", b"\r\n"))
    if isinstance(doubled, Message) and isinstance(once, Message):
        doubled = replace(doubled, size_bytes=once.size_bytes)
    assert doubled == once


def test_a_plain_mail_is_read_whole() -> None:
    """Every field of an ordinary answer."""
    message = read("plain")
    assert message.message_id == "abc@example.org"
    assert message.sender == Mailbox("jane.doe@example.org", "Jane Doe")
    assert message.recipients == (
        Recipient("to", Mailbox("bob@y.org", "Smith, Bob")),
        Recipient("to", Mailbox("carl@y.org")),
        Recipient("cc", Mailbox("dora@z.org", "Dora")),
    )
    assert (message.sent_at, message.sent_at_source) == (TEN_UTC, "date")
    assert message.utc_offset_minutes == 60
    assert message.in_reply_to == ("prev@y.org",)
    assert message.references == ("first@y.org", "prev@y.org")
    assert message.new_text == "Friday is fine.\n\nJane"
    assert message.quoted_text.endswith("> Lunch on Friday?")
    assert message.delivered_to == ("bob@y.org",)
    assert message.defects == ()
    assert not message.automation.is_bulk


def test_html_only_is_read_as_text() -> None:
    """A mail without text/plain is not empty."""
    assert read("html_only").new_text.split("\n\n") == ["Grüße Bob", "Friday?"]


def test_a_blank_plain_part_gives_way_to_html() -> None:
    """RFC 2046 5.1.4 promises equal alternatives; programs break the promise."""
    assert read("blank_plain_with_html").new_text == "Only here."


def test_answers_in_a_colour_are_read_from_the_form_that_shows_it() -> None:
    """The plain form cannot say which of its lines are red."""
    assert read("answers_in_red").new_text == "See my answers below in red.\n\nStan\n\nYes, two."


def test_a_plain_footer_does_not_hide_an_html_body() -> None:
    """A list program appends its footer as a part of its own."""
    message = read("html_with_list_footer")
    assert message.new_text == "The letter."
    assert "listinfo" in message.signature


def test_a_mail_inside_the_mail_is_an_attachment() -> None:
    """Whoever wrote the inner one is not the sender, and their words are not hers."""
    message = read("forwarded_as_attachment")
    assert message.sender.address == "jane@x.org"
    assert message.message_id == "outer@x.org"
    assert message.text.strip() == "My own words."
    assert [a.content_type for a in message.attachments] == ["message/rfc822"]


def test_calendar_parts_are_kept_as_text() -> None:
    """text/calendar and application/ics, decoded; a named one is an attachment too. The method
    that the first tells only in its header stands in it."""
    message = read("calendar")
    assert [c.split() for c in message.calendars] == [
        ["BEGIN:VCALENDAR", "METHOD:REQUEST", "END:VCALENDAR"],
        ["BEGIN:VCALENDAR", "END:VCALENDAR"],
    ]
    assert message.new_text == "Lunch?"
    assert [a.filename for a in message.attachments] == ["invite.ics"]


def test_a_method_that_only_the_part_s_header_tells_is_kept() -> None:
    """RFC 6047 2.4 wants it in both places; without it a CANCEL would be an invitation."""
    lines = [
        "From: Lena <lena@hub.org>",
        "To: anna@firm.org",
        "Content-Type: text/calendar; method=CANCEL; charset=utf-8",
        "",
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "END:VCALENDAR",
        "",
    ]
    mail = RawMail(Place("files", "x", 0, 0), "\r\n".join(lines).encode())
    assert "METHOD:CANCEL" in read_message(mail).calendars[0].splitlines()


def test_a_calendar_file_without_a_type_is_known_by_its_name() -> None:
    """Some programs attach an .ics as application/octet-stream; other files stay closed."""
    message = read("calendar_untyped")
    assert [c.split() for c in message.calendars] == [["BEGIN:VCALENDAR", "END:VCALENDAR"]]
    assert [a.filename for a in message.attachments] == ["invite.ics", "plan.bin"]


def test_attachments_are_named_and_never_opened() -> None:
    """Name, type and size; a name is no path here."""
    (attachment,) = read("attachment_path").attachments
    assert (attachment.filename, attachment.content_type) == ("../../etc/passwd", "application/pdf")
    assert attachment.size_bytes == 3


def test_a_repeated_from_is_a_defect() -> None:
    """The first one stands (RFC 5322 3.6 allows one); the mail is marked."""
    message = read("repeated_from")
    assert message.sender.address == "jane@x.org"
    assert "repeated_from" in message.defects


def test_without_from_the_next_best_header_speaks() -> None:
    """Sender, Reply-To, Return-Path, in that order, with a defect that says so."""
    message = read("no_from")
    assert message.sender == Mailbox("jane@x.org", "Jane")
    assert "sender_from_sender" in message.defects
    assert message.recipients == ()


def test_without_any_sender_it_is_unreadable() -> None:
    """A message from nobody is no interaction."""
    assert read_or_reason((MAIL / "no_sender.eml").read_bytes()) == "no_sender"


def test_a_missing_message_id_is_made_from_the_content() -> None:
    """The same mail gets the same id wherever it is seen, another mail another."""
    message = read("no_message_id")
    assert message.message_id.startswith("sha256:")
    assert message.message_id == read("no_message_id").message_id
    other = (MAIL / "no_message_id.eml").read_bytes().replace(b"Hello", b"Hallo")
    assert read_message(raw(other)).message_id != message.message_id


def test_a_folded_and_repeated_message_id_is_one() -> None:
    """The first usable one, without the fold."""
    message = read("folded_message_id")
    assert message.message_id == "folded@x.org"
    assert "repeated_message_id" in message.defects


def test_different_mails_with_one_message_id_have_different_fingerprints() -> None:
    """A reused Message-ID cannot mask another mail."""
    one = read_message(raw(HEAD + b"Subject: a\n\nx"))
    two = read_message(raw(HEAD.replace(b"jane@x.org", b"eve@x.org", 1) + b"Subject: a\n\nx"))
    assert one.message_id == two.message_id
    assert one.fingerprint != two.fingerprint


def test_a_date_that_cannot_be_falls_back_to_received() -> None:
    """Credible is 1990 until two days after the mail arrived."""
    message = read("future_date")
    assert (message.sent_at, message.sent_at_source) == (TEN_UTC, "received")
    assert "incredible_date" in message.defects


def test_without_any_date_it_is_when_it_arrived_or_unknown() -> None:
    """INTERNALDATE, or the epoch that says it is none."""
    arrived = TEN_UTC + timedelta(days=1)
    assert read("no_date", arrived).sent_at == arrived
    assert read("no_date", arrived).sent_at_source == "internaldate"
    assert read("no_date").sent_at_source == "unknown"


def test_a_date_later_than_the_arrival_is_not_believed() -> None:
    """The sender's clock may be two days off, no more."""
    assert read("plain", TEN_UTC - timedelta(days=1)).sent_at_source == "date"
    assert read("plain", TEN_UTC - timedelta(days=3)).sent_at_source == "internaldate"


def test_obsolete_white_space_before_the_colon_is_read() -> None:
    """RFC 5322 4.5.3; Python's parser would end the header there."""
    message = read("space_before_colon")
    assert (message.subject, message.sender.address) == ("Obsolete syntax", "jane@x.org")


def test_a_missing_empty_line_does_not_lose_the_body() -> None:
    """What is no field begins the body."""
    message = read("junk_in_headers")
    assert message.new_text.startswith("Hello Bob")
    assert message.new_text.endswith("And this too.")
    assert "headers_end_early" in message.defects


def test_the_mbox_line_is_dropped() -> None:
    """ "From " at the start belongs to the file, not to the mail."""
    assert read("mbox_line").sender.address == "jane@x.org"


def test_an_encoded_line_break_stays_within_the_subject() -> None:
    """No header can be smuggled in, and 8-bit words are decoded."""
    message = read("encoded_newline")
    assert message.subject == "hello Bcc: evil@x.org wörld"
    assert message.sender.name == "Jörg Müller"
    assert [r.field for r in message.recipients] == ["to"]


def test_words_and_addresses_in_in_reply_to_are_no_ids() -> None:
    """RFC 822 allowed phrases there; an address as parent would join strangers' threads."""
    assert read("in_reply_to_words").in_reply_to == ("old@y.org",)


def test_an_exchange_export_keeps_the_senders_name() -> None:
    """The Enron corpus has names in X-From only, and Outlook's history below."""
    message = read("enron")
    assert message.sender == Mailbox("j.kaminski@enron.com", "Vince J Kaminski")
    assert message.new_text == "For you."
    assert message.is_forward


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/plain; charset=iso-8859-1", b"J\xf6rg \x93x\x94", "Jörg \u201cx\u201d"),
        ("text/plain; charset=utf-8", "Jörg".encode(), "Jörg"),
        ("text/plain", "Jörg".encode(), "Jörg"),
        ("text/plain", b"J\xf6rg", "Jörg"),
        ("text/plain; charset=x-unknown", b"J\xf6rg", "Jörg"),
        ("text/plain; charset=us-ascii", b"J\xf6rg", "Jörg"),
        ("text/plain; charset=idna", b"hello", "hello"),
        ("text/plain; charset=rot13", b"hello", "hello"),
        ("text/plain; charset=iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        ("text/plain; charset=utf-7", b"Gr+APw-n", "Grün"),
        ('text/plain; charset="utf\0-8"', b"hello", "hello"),
        ("text/plain; charset=", b"hello", "hello"),
        ("text/html; charset=utf-16", "<p>hello</p>".encode("utf-16"), "hello"),
        ("text/enriched", b"<bold>hello</bold>", "hello"),
        ("nonsense", b"hello", "hello"),
        ("multipart/mixed", b"hello", ""),
    ],
)
def test_bodies_are_decoded_whatever_charset_they_claim(
    content_type: str, body: bytes, text: str
) -> None:
    """Wrong, unknown, hostile and seven-bit charsets."""
    content = HEAD + b"Content-Type: " + content_type.encode() + b"\n\n" + body
    assert read_message(raw(content)).text.strip() == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"no header at all\n\nbody", "no_headers"),
        (b"Subject: x\n\nbody", "no_sender"),
        (b"From: alice@example.org)bob@example.com\n\nx", "no_sender"),
    ],
)
def test_reasons_are_stable_names(content: bytes, expected: str) -> None:
    """Quarantine is sorted by them."""
    assert read_or_reason(content) == expected


def nested(depth: int) -> bytes:
    level = b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n'
    levels = b"".join(level % (n, n) for n in range(depth))
    return HEAD + levels + b"Content-Type: text/plain\n\ndeep\n"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "content",
    [
        nested(1000),
        nested(90) + b"\n" * 1_000_000,
        nested(300) + b"\n" * 1_000_000,
        HEAD + b"Subject: " + b"a" * 1_000_000 + b"\n\nx",
        HEAD + b"Subject: =?punycode?q?" + b"a" * 240_000 + b"?=\n\nx",
        HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx",
        HEAD + b"Cc: " + b"<a@b.org>, " * 20_000 + b"\n\nx",
        HEAD + b"X: y\n" * 100_000 + b"\nx",
        HEAD + b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\n\nx",
        HEAD + b'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain'
        + b';"' * 400_000 + b"\n\nx\n--b--",
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
        HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 1_000_000,
        HEAD + b"\n" + b"(" * 1_000_000,
        HEAD + b"\n" + b"\n" * 1_000_000,
        HEAD + b"\n" + b"a\0" * 3_000_000,
    ],
    ids=lambda content: f"{len(content)} bytes",
)  # fmt: skip
def test_bombs_are_read_around_or_refused_in_time(content: bytes) -> None:
    """FINDINGS rows 43-58: nothing hangs, nothing else than UnreadableMail is raised."""
    outcome = read_or_reason(content)
    if isinstance(outcome, Message):
        assert len(outcome.text) <= MAX_TEXT
    else:
        assert outcome in ("nested_too_deep", "too_complex")


def test_a_cut_mail_is_read_and_marked() -> None:
    """What was fetched in part is still a message."""
    content = HEAD + b"Subject: long\n\n" + b"word " * 1_000
    cut = RawMail(Place("a", "INBOX", 1, 1), content, None, MAX_MAIL * 20)
    message = read_message(cut)
    assert "truncated" in message.defects
    assert message.size_bytes == MAX_MAIL * 20


def is_sound(outcome: Message | str) -> bool:
    if isinstance(outcome, str):
        return outcome != "reader_failed"
    texts = (outcome.subject, outcome.text, outcome.new_text, outcome.sender.name)
    return all(text == clean_text(text) for text in texts) and outcome.sent_at.tzinfo is UTC


@given(st.binary(max_size=400))
def test_random_bytes_end_as_message_or_unreadable(content: bytes) -> None:
    """Nothing else escapes."""
    for candidate in (content, HEAD + content, HEAD + b"\n" + content):
        assert is_sound(read_or_reason(candidate))


SEEDS = sorted(MAIL.glob("*.eml"))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(SEEDS), st.integers(0, 2**32), st.integers(1, 12))
def test_mutated_mail_ends_as_message_or_unreadable(seed: Path, state: int, cuts: int) -> None:
    """Real mail with bytes cut out, doubled, swapped and replaced."""
    chance = random.Random(state)
    content = bytearray(seed.read_bytes())
    for _ in range(cuts):
        at = chance.randrange(len(content) + 1)
        length = chance.choice((1, 2, 8, 40))
        piece = bytes(content[at : at + length])
        content[at : at + length] = chance.choice(
            (
                b"",
                piece * 2,
                b"\0",
                b"\xff",
                b"\n",
                b"\r\n\r\n",
                b"=?utf-8?b?",
                b"--b\n",
                b'"',
                b"<(",
            )
        )
        content = content or bytearray(b"x")
    assert is_sound(read_or_reason(bytes(content)))


@pytest.mark.corpora
def test_the_spamassassin_archive_loses_nothing() -> None:
    """5,927 real mails: 5,925 messages, two from nobody."""
    archive = CORPORA / "spamassassin.tar.gz"
    if not archive.exists():
        pytest.skip(f"{archive} is not there: ../shared/corpora of the project's workplace")
    with tarfile.open(archive) as tar:
        files = (tar.extractfile(member) for member in tar if member.name.endswith(".eml"))
        outcomes = [read_or_reason(file.read()) for file in files if file]
    assert len(outcomes) == 5_927
    assert [o for o in outcomes if isinstance(o, str)] == ["no_sender", "no_sender"]

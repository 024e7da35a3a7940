"""The sample mailbox: what the demo, and the tests of the whole, stand on."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sample.build import OWNERS, Sample, SampleMail, build_sample
from flows.sample.moments import DAY_WORD, fill_days, working_day
from flows.sample.script import ScriptError, read_people, read_thread_file, read_threads
from flows.sample.situations import SITUATIONS, situation

AS_OF = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/London")
A_WEEK = [AS_OF + timedelta(days=number) for number in range(7)]
AROUND_CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29), date(2027, 1, 1)]

HOST_IN_TEXT = re.compile(
    r"""
    (?: @ | :// | \b www\. | \b mx\. )       # an address, a link, a host
    ( [a-z0-9.-]{1,80} \. [a-z]{2,12} ) \b   # nora@fernpost.example  https://packhorse.example/t
    # not 0.8 %
    """,
    re.VERBOSE | re.IGNORECASE,
)
BARE_PUBLIC_DOMAIN = re.compile(
    r"""
    \b [a-z0-9-]{2,40} \. (?: com | org | net | io | uk | de | fr | eu | co ) \b
    # linkedin.com  fernpost.co  gov.uk; not fernpost.example
    """,
    re.VERBOSE | re.IGNORECASE,
)


@cache
def sample() -> Sample:
    return build_sample(AS_OF)


@cache
def readable() -> dict[str, tuple[SampleMail, Message]]:
    """Mail and stdlib message by Message-ID; the broken one is left out."""
    mails = [(mail, message_from_bytes(mail.content)) for mail in sample().mails]
    return {
        message["Message-ID"].strip("<>"): (mail, message)
        for mail, message in mails
        if message["Message-ID"] and not is_broken(mail)
    }


def is_broken(mail: SampleMail) -> bool:
    return b'boundary="m299"' in mail.content


def is_calendar(part: Message) -> bool:
    """Its lines are folded: RFC 5545 3.1."""
    return part.get_content_subtype() == "calendar"


def message(message_id: str) -> Message:
    return readable()[message_id][1]


def text_of(message_id: str, subtype: str = "plain") -> str:
    for part in message(message_id).walk():
        if part.get_content_type() == f"text/{subtype}":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return payload.decode(part.get_content_charset() or "ascii").replace("\r\n", "\n")
    return ""


def parts_of(message_id: str) -> list[str]:
    return [part.get_content_type() for part in message(message_id).walk()]


def sent_at(message_id: str) -> datetime:
    return parsedate_to_datetime(message(message_id)["Date"]).astimezone(ZONE)


def days_before(message_id: str) -> int:
    return (AS_OF - sent_at(message_id).date()).days


def people_on(message_id: str) -> set[str]:
    one = message(message_id)
    fields = [str(one[name]) for name in ("From", "To", "Cc") if one[name]]
    return {address for _, address in getaddresses(fields)}


def exchanged_after(person: str, moment: datetime) -> list[str]:
    """Message-IDs of what went to or came from that person later."""
    return [
        message_id
        for message_id in readable()
        if sent_at(message_id) > moment and person in people_on(message_id)
    ]


def from_me(message_id: str) -> bool:
    return readable()[message_id][0].folder == "Sent"


# The mailbox as a whole


def test_the_same_day_gives_the_same_bytes() -> None:
    """Whoever runs the demo twice sees the same mailbox twice."""
    assert build_sample(AS_OF) == build_sample(AS_OF)


def test_message_ids_do_not_depend_on_the_day() -> None:
    """Situations name Message-IDs once and for all."""
    other = build_sample(AS_OF + timedelta(days=100))
    ids = {message_from_bytes(mail.content)["Message-ID"] for mail in other.mails}
    assert {f"<{message_id}>" for message_id in readable()} <= ids


def test_there_are_about_five_hundred_mails_and_most_are_written_by_people() -> None:
    """About 500 messages, at least 300 of them written one by one."""
    assert 480 <= len(sample().mails) <= 600
    written = [mail for mail in read_threads() if not mail.is_robotic and mail.body]
    assert len(written) >= 300
    assert len(written) > 0.6 * len(sample().mails)


def test_some_forty_people_exchange_mail_with_the_owner() -> None:
    """The letter needs enough people for its lists, and not a crowd."""
    wrote = {mail.sender for mail in read_threads() if not mail.is_robotic} - set(OWNERS)
    written_to = {
        key for mail in read_threads() if mail.sender in OWNERS for key in (*mail.to, *mail.cc)
    }
    assert 38 <= len(wrote & written_to) <= 60


@pytest.mark.parametrize("as_of", A_WEEK + AROUND_CLOCK_CHANGES, ids=str)
def test_mails_lie_in_the_nine_months_up_to_the_end_of_the_day(as_of: date) -> None:
    """Nothing after as_of, whatever weekday it is and whenever clocks change."""
    received = [mail.received_at for mail in build_sample(as_of).mails]
    end = datetime.combine(as_of + timedelta(days=1), time(0), tzinfo=ZONE)
    assert max(received) < end
    assert max(received) > end - timedelta(days=4)
    assert min(received) >= end - timedelta(days=275)
    assert min(received) < end - timedelta(days=265)
    assert received == sorted(received)


def test_folders_carry_their_special_use() -> None:
    """INBOX, Sent, Archive and a client's folder with a name that is not ASCII."""
    assert {(mail.folder, mail.special_use) for mail in sample().mails} == {
        ("INBOX", ""),
        ("Sent", "\\Sent"),
        ("Archive", "\\Archive"),
        ("Kunden/Müller & Söhne", ""),
    }


def test_flags_tell_what_was_read_and_answered() -> None:
    """Some mails are unseen, many seen, some answered; a robot's are never answered."""
    flags = Counter(mail.flags for mail in sample().mails)
    assert set(flags) == {(), ("\\Seen",), ("\\Seen", "\\Answered")}
    assert "\\Answered" not in readable()["ledger.01@workshopledger.example"][0].flags


def test_every_address_and_link_ends_in_example() -> None:
    """RFC 2606: nobody real is named, no real host is ever asked."""
    for mail in sample().mails:
        decoded = [mail.content.decode("latin-1")]
        for part in message_from_bytes(mail.content).walk() if not is_broken(mail) else []:
            payload = part.get_payload(decode=True)
            if part.get_content_maintype() == "text" and isinstance(payload, bytes):
                text = payload.decode(part.get_content_charset() or "ascii")
                decoded.append(text.replace("\r\n ", "") if is_calendar(part) else text)
        for text in decoded[1:] or decoded:
            hosts = set(HOST_IN_TEXT.findall(text))
            assert {host for host in hosts if not host.lower().endswith(".example")} == set()
            assert BARE_PUBLIC_DOMAIN.search(text) is None
        headers = decoded[0].partition("\r\n\r\n")[0]
        assert BARE_PUBLIC_DOMAIN.search(headers) is None


def test_all_but_the_broken_mail_parse_without_defects() -> None:
    """Exactly one mail is for the quarantine: no sender, nested 300 deep."""
    broken = [mail for mail in sample().mails if is_broken(mail)]
    assert len(broken) == 1
    assert broken[0].content.count(b"multipart/mixed") == 300
    assert b"From: scanner@copyhut.example)null@" in broken[0].content
    for mail in sample().mails:
        if is_broken(mail):
            continue
        parsed = message_from_bytes(mail.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        for part in parsed.walk():
            assert not part.defects
        assert parsed["From"].addresses
        assert parsed["To"].addresses
        assert parsed["Date"].datetime
        assert b"\n" not in mail.content.replace(b"\r\n", b"")


def test_one_mail_has_no_message_id() -> None:
    """Besides the broken one, whose id is no id."""
    without = [
        mail for mail in sample().mails if message_from_bytes(mail.content)["Message-ID"] is None
    ]
    assert [message_from_bytes(mail.content)["Subject"] for mail in without] == ["hackney"]


# What people wrote


def test_no_two_human_mails_say_the_same() -> None:
    """No template farm: every body, and nearly every sentence, is its own."""
    written = [mail.body for mail in read_threads() if not mail.is_robotic]
    assert all(count == 1 for count in Counter(written).values())
    sentences = [
        sentence.strip().lower()
        for body in written
        for sentence in re.split(r"[.!?\n]", body)
        if len(sentence.split()) > 3 and not sentence.startswith(">")
    ]
    assert len(set(sentences)) > 0.99 * len(sentences)


def test_answers_come_after_what_they_answer() -> None:
    """Threads run forward in time."""
    for message_id, (_, one) in readable().items():
        parent = (one["In-Reply-To"] or "").strip("<>")
        if parent:
            assert sent_at(parent) < sent_at(message_id), message_id


def test_references_lead_back_to_the_first_mail() -> None:
    """RFC 5322 3.6.4: References are the parent's, then the parent."""
    for message_id, (_, one) in readable().items():
        parent = (one["In-Reply-To"] or "").strip("<>")
        references = re.findall(r"<([^>]*)>", one["References"] or "")
        if not parent:
            assert references == [], message_id
            continue
        before = re.findall(r"<([^>]*)>", message(parent)["References"] or "")
        assert references == [*before, parent], message_id


def test_the_owner_writes_on_working_days_at_human_hours() -> None:
    """In the owner's zone, whatever the server's."""
    for message_id in filter(from_me, readable()):
        moment = sent_at(message_id)
        assert moment.weekday() < 5
        assert 7 <= moment.hour <= 22


def test_hand_quoted_lines_are_the_words_of_the_parent() -> None:
    """An interleaved answer quotes what was written."""
    by_name = {mail.name: mail for mail in read_threads()}
    inline = [mail for mail in by_name.values() if "inline" in mail.marks]
    assert len(inline) >= 5
    for mail in inline:
        quoted = [line[2:] for line in mail.body.splitlines() if line.startswith("> ")]
        assert quoted
        assert all(line in by_name[mail.parent].body for line in quoted), mail.name


def test_a_weekday_alone_means_a_day_within_the_week() -> None:
    """Who writes "by Tuesday" means the one that is near."""
    for mail in read_threads():
        for match in DAY_WORD.finditer(mail.body):
            if match["form"] == "weekday":
                assert abs(int(match["day"]) - mail.day) <= 5, mail.name


def test_every_day_word_is_filled() -> None:
    """No brace of the notation reaches a mail."""
    for mail in read_threads():
        assert "{" not in fill_days(mail.body, AS_OF), mail.name


def test_an_unknown_word_in_a_thread_file_is_named_with_its_line() -> None:
    """Whoever edits a thread is told where the slip is."""
    with pytest.raises(ScriptError, match=r"threads/x\.txt:2: unknown words: pots"):
        read_thread_file("x", "= Subject\n@ -1 09:00 nora > greta pots\nHello\n")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-300, 60))
def test_working_days_are_working_days_and_in_order(as_of: date, offset: int) -> None:
    """Neighbouring offsets are neighbouring working days; 0 is never after as_of."""
    day, following = working_day(as_of, offset), working_day(as_of, offset + 1)
    assert day.weekday() < 5
    assert (following - day).days in (1, 3)
    assert as_of - timedelta(days=2) <= working_day(as_of, 0) <= as_of


# What the letter speaks of


@pytest.mark.parametrize("one", SITUATIONS, ids=lambda one: one.name)
def test_every_situation_is_in_the_mailbox(one: object) -> None:
    """Its mails exist and its people write or are written to."""
    assert one in SITUATIONS
    found = situation(getattr(one, "name", ""))
    assert set(found.messages) <= set(readable())
    everybody = {address for message_id in readable() for address in people_on(message_id)}
    assert set(found.people) <= everybody
    assert found.messages or found.people


def test_fading_ties_were_strong_and_went_quiet_five_to_twelve_weeks_ago() -> None:
    """A rhythm of at most three weeks over months, then nothing."""
    for person in situation("fading").people:
        days = sorted({days_before(one) for one in readable() if person in people_on(one)})
        gaps = [later - earlier for earlier, later in pairwise(days)]
        assert 35 <= days[0] <= 84, person
        assert len(days) >= 12, person
        assert sorted(gaps)[len(gaps) // 2] <= 21, person
        senders = {from_me(one) for one in readable() if person in people_on(one)}
        assert senders == {True, False}


def test_dormant_ties_are_long_quiet_and_steady_ones_are_not() -> None:
    """Six months or more, against three weeks at most."""
    for person in situation("dormant").people:
        assert min(days_before(one) for one in readable() if person in people_on(one)) > 180
    for person in (*situation("steady").people, *situation("warming").people):
        assert min(days_before(one) for one in readable() if person in people_on(one)) <= 21


def test_owed_replies_have_a_question_and_no_later_word_of_mine() -> None:
    """For days, in any thread; an automatic reply is no word."""
    owed = situation("owed reply")
    for message_id, person in zip(owed.messages, owed.people, strict=True):
        assert "?" in text_of(message_id) or "Bitte" in text_of(message_id)
        assert days_before(message_id) >= 3
        mine = [
            one
            for one in exchanged_after(person, sent_at(message_id))
            if from_me(one) and not message(one)["Auto-Submitted"]
        ]
        assert mine == []


def test_awaited_replies_have_no_later_word_of_theirs() -> None:
    """An out-of-office is none; this week's introduction is mine, not theirs."""
    awaited = situation("awaited reply")
    for message_id, person in zip(awaited.messages, awaited.people, strict=True):
        theirs = [
            one
            for one in exchanged_after(person, sent_at(message_id))
            if f"<{person}>" in message(one)["From"] and not message(one)["Auto-Submitted"]
        ]
        assert "?" in text_of(message_id)
        assert theirs == []


def test_a_silent_introduction_is_followed_by_nothing() -> None:
    """Neither of the two introduced writes to the other."""
    for name in ("introduction made, silent", "introduction received, silent"):
        one = situation(name)
        assert exchanged_after(one.people[0], sent_at(one.messages[0])) == []


def test_nobody_thanked_the_introducer_to_whom_thanks_are_owed() -> None:
    """Clare: a tie came of it, and no word went back."""
    owed = situation("thanks owed")
    later = exchanged_after(owed.people[0], sent_at(owed.messages[0]))
    assert [one for one in later if from_me(one)] == []


def test_pitches_come_in_many_voices_and_stay_unanswered() -> None:
    """At least ten different senders; the owner never wrote to them."""
    pitches = situation("pitch received").messages
    senders = {message(one)["From"] for one in pitches}
    assert len(senders) >= 10
    mine = {address for one in readable() if from_me(one) for address in people_on(one)}
    assert all(not people_on(one) & mine - set(sample().addresses) for one in pitches)


def test_own_pitches_before_rapport_are_first_words() -> None:
    """Nothing from them before the pitch."""
    own = situation("own pitch before rapport")
    for message_id, person in zip(own.messages, own.people, strict=False):
        before = [
            one
            for one in readable()
            if person in people_on(one) and sent_at(one) < sent_at(message_id)
        ]
        assert before == []


def test_the_meeting_that_moved_keeps_its_uid_and_raises_its_sequence() -> None:
    """RFC 5546 3.2.2: a new time is the same UID with a higher SEQUENCE."""
    invite, accepted, moved, again, follow_up = situation(
        "meeting moved, held, followed up"
    ).messages
    uid = "UID:hm-bar-visit@lanternandlathe.example"
    assert uid in text_of(invite, "calendar")
    assert "SEQUENCE:0" in text_of(invite, "calendar")
    assert uid in text_of(moved, "calendar")
    assert "SEQUENCE:1" in text_of(moved, "calendar")
    for one in (accepted, again):
        assert "METHOD:REPLY" in text_of(one, "calendar")
        assert "PARTSTAT=ACCEPTED" in text_of(one, "calendar")
    assert sent_at(follow_up) > sent_at(again)


def test_calendar_parts_cancel_decline_and_name_their_zone() -> None:
    """CANCEL and DECLINED; Outlook's TZID comes with its VTIMEZONE."""
    cancelled = situation("meeting cancelled").messages[1]
    declined = situation("meeting declined").messages[1]
    ahead = situation("meeting ahead").messages[0]
    assert "METHOD:CANCEL" in text_of(cancelled, "calendar")
    assert "STATUS:CANCELLED" in text_of(cancelled, "calendar")
    assert "PARTSTAT=DECLINED" in text_of(declined, "calendar")
    assert "DTSTART;TZID=GMT Standard Time:" in text_of(ahead, "calendar")
    assert "BEGIN:VTIMEZONE" in text_of(ahead, "calendar")


def test_a_held_meeting_without_follow_up_is_followed_by_nothing() -> None:
    """Neither with Fatima nor, after the coffee, with Henrik."""
    one = situation("meeting without follow-up")
    for message_id, person in ((one.messages[1], one.people[0]), (one.messages[3], one.people[1])):
        assert exchanged_after(person, sent_at(message_id)) == []


def test_quoted_history_comes_in_the_styles_of_the_mail_programs() -> None:
    """Gmail, Outlook's border (English, German), Apple Mail, Thunderbird (English, German)."""
    gmail = situation("quoted history: Gmail").messages
    outlook = situation("quoted history: Outlook").messages
    (apple,) = situation("quoted history: Apple Mail").messages
    english, german = situation("quoted history: Thunderbird").messages
    assert re.search(r"On \w{3}, \d+ \w{3} \d{4} at \d\d:\d\d, ", text_of(gmail[0]))
    assert 'class="gmail_quote"' in text_of(gmail[1], "html")
    assert re.search(r"\nFrom: .*\nSent: .*\nTo: .*\nSubject: ", text_of(outlook[0]))
    assert "border-top:solid #E1E1E1" in text_of(outlook[0], "html")
    assert re.search(r"\nVon: .*\nGesendet: .*\nAn: .*\nBetreff: ", text_of(outlook[1]))
    assert re.search(r"On \d+ \w{3} \d{4}, at \d\d:\d\d, .* wrote:", text_of(apple))
    assert re.match(r"On \d\d/\d\d/\d{4} \d\d:\d\d, .* wrote:\n>", text_of(english))
    assert re.search(
        r"Am \d\d\.\d\d\.\d\d um \d\d:\d\d schrieb Nora Whitlock:\n> ", text_of(german)
    )


def test_forms_of_mail_are_all_there() -> None:
    """HTML only, alternatives, attachments, delivery report, list post, forward."""
    assert parts_of("advisers.03@garrickreeve.example") == ["text/html"]
    assert "multipart/alternative" in parts_of("kittiwake.03@kittiwake.example")
    assert "application/pdf" in parts_of("harbour-mill.order@harbourmill.example")
    report = situation("delivery failure").messages[1]
    assert "message/delivery-status" in parts_of(report)
    post = situation("discussion list").messages[0]
    assert message(post)["List-Id"]
    assert message(post)["List-Post"]
    forward = situation("forwarded message").messages[0]
    assert "---------- Forwarded message ---------" in text_of(forward)
    assert message("ledger.01@workshopledger.example")["List-Unsubscribe-Post"]


def test_headers_are_encoded_in_utf_8_and_in_iso_8859_1() -> None:
    """RFC 2047, in the charset of whoever writes."""
    raw = b"".join(mail.content.lower() for mail in sample().mails)
    assert b"=?iso-8859-1?q?" in raw
    assert b"=?utf-8?" in raw
    subjects = {str(make_header(decode_header(one["Subject"]))) for _, one in readable().values()}
    assert "Siobhán <> Zoë" in subjects
    assert any("桐" in subject for subject in subjects)


def test_one_mail_lies_in_two_folders_and_no_other_does() -> None:
    """One message, two sightings, the same bytes."""
    ids = Counter(
        message_from_bytes(mail.content)["Message-ID"]
        for mail in sample().mails
        if b"Message-ID" in mail.content
    )
    (twice,) = situation("same message in two folders").messages
    assert [one for one, count in ids.items() if count > 1] == [f"<{twice}>"]
    both = [mail for mail in sample().mails if f"<{twice}>".encode() in mail.content]
    copies = [mail for mail in both if b"Message-ID: <%s>" % twice.encode() in mail.content]
    assert {mail.folder for mail in copies} == {"INBOX", "Archive"}
    assert len({mail.content for mail in copies}) == 1


def test_both_of_the_owners_addresses_send_and_receive() -> None:
    """Two aliases: what is sent by one is in Sent like the other's."""
    assert sample().addresses == situation("aliases of the owner").people
    for address in sample().addresses:
        assert any(f"<{address}>" in message(one)["From"] for one in readable() if from_me(one))
        assert any(message(one)["Delivered-To"] == address for one in readable())


def test_one_person_writes_from_two_addresses_under_one_name() -> None:
    """Same full name, same organisation."""
    people = [
        person
        for person in read_people().values()
        if person.address in situation("one person, two addresses").people
    ]
    assert len(people) == 2
    assert len({person.name for person in people}) == len({one.domain for one in people}) == 1


@pytest.mark.parametrize("as_of", A_WEEK, ids=str)
def test_the_last_seven_days_hold_some_of_everything(as_of: date) -> None:
    """Replies, a pitch, a meeting, introductions, robots, whatever weekday it is."""
    since = datetime.combine(as_of - timedelta(days=6), time(0), tzinfo=ZONE)
    recent = {
        str(message_from_bytes(mail.content)["Message-ID"]).strip("<>")
        for mail in build_sample(as_of).mails
        if mail.received_at >= since
    }
    assert {
        "introductions.made-this-week@lanternandlathe.example",
        "harbour-mill.intro-received@harbourmill.example",
        "ferrante.intro-offered@ferrante-studio.example",
        "pitches.pitch-this-week@rankrocket.example",
        "press.meeting-held-this-week@lanternandlathe.example",
        "harbour-mill.meeting-ahead@harbourmill.example",
        "glass.owed@prycehotglass.example",
    } <= recent
    assert any(one.startswith(("linkedin.", "ledger.")) for one in recent)
    assert sum(one.endswith("@lanternandlathe.example") for one in recent) >= 8

"""What a message does: facts decide alone, phrases and classifier together, doubt is harmless."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extractors.kinds import (
    PITCH_NEEDS,
    History,
    judge_kind,
    model_text,
    plain_fact,
    shape_of,
    softmax,
    with_history,
)
from extractors.language import open_language
from extractors.records import (
    KINDS,
    Automation,
    Evidence,
    Kind,
    Mailbox,
    Me,
    Message,
    Recipient,
    Verdict,
)
from extractors.training.corpus import Example, as_message

ME = Me(frozenset({"to0@example.org"}))

PITCH = """Hi Anna,

I came across your website and was impressed. We help companies like yours increase their
traffic by 40% with our SEO platform. Would you be open to a quick call this week? If you're
not interested, just let me know.

Best,
Kyle"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return open_language()


def letter(text: str, subject: str = "", *, is_reply: bool = False, to: int = 1) -> Message:
    return as_message(
        Example("x", "note", subject, text, from_name="Kyle", is_reply=is_reply, to_count=to)
    )


def judged(nlp: Language, message: Message, history: History | None = None) -> Verdict:
    return judge_kind(message, nlp(model_text(message)), ME, history or History())


@pytest.mark.parametrize(
    ("kind", "subject", "text", "is_reply"),
    [
        ("introduction", "Intro: Maya <> Tom", "Maya, meet Tom, who runs ops at Fern. Tom, Maya "
         "is the designer I told you about. I'll let you two take it from here!", False),
        ("introduction", "Someone at Siemens?", "Hi Jo, could you introduce me to your contact "
         "at Siemens? Happy to write a blurb you can forward.", False),
        ("meeting", "Thursday", "Are you free for lunch on Thursday at 12:30? My treat.", False),
        ("meeting", "Re: our call", "Something came up, can we reschedule our call to Friday at "
         "10?", True),
        ("pitch", "Quick question", PITCH, False),
        ("reply", "Re: the quote", "Thanks, that looks right. Go ahead with the oak.", True),
        ("note", "Keys", "FYI, I left the keys with the neighbour. The boiler is off.", False),
        ("bulk", "Our June newsletter", "Dear subscriber, in this issue: ten ways to save. Order "
         "now! Click here to unsubscribe or view this email in your browser.", False),
    ],
)  # fmt: skip
def test_plain_cases_get_their_kind(
    nlp: Language, kind: Kind, subject: str, text: str, is_reply: bool
) -> None:
    """What every reader would say at once is said."""
    assert judged(nlp, letter(text, subject, is_reply=is_reply)).kind == kind


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Rechnung 2026-114", "Guten Tag Frau Wall,\n\nanbei die Rechnung für den April. Bitte "
         "überweisen Sie den Betrag bis zum 31.05.2026.\n\nMit freundlichen Grüßen\nSabine Kurz"),
        ("Frist", "Die Frist läuft am 30. Juni um 12 Uhr ab. Wir brauchen vorher noch die "
         "Unterschrift von Herrn Kurz."),
        ("Underlag", "Kan du skicka kvittona senast torsdag?"),
        ("Numbers", "Could you get me the numbers before Friday 10am? The bank asks for them."),
    ],
)  # fmt: skip
def test_a_day_by_which_something_is_due_makes_no_meeting(
    nlp: Language, subject: str, text: str
) -> None:
    """Nobody comes together on a term."""
    assert judged(nlp, letter(text, subject)).kind == "note"


def test_a_machine_s_header_settles_it(nlp: Language) -> None:
    """Bulk by its headers is bulk whatever it says, and the header is the evidence."""
    shown = (Evidence("header", "list_unsubscribe", "<mailto:u@example.com>"),)
    message = replace(letter(PITCH), automation=Automation(is_bulk=True, evidence=shown))
    verdict = judged(nlp, message)
    assert (verdict.kind, verdict.decided_by, verdict.evidence) == ("bulk", "rule", shown)


def test_out_of_office_is_no_reply(nlp: Language) -> None:
    """RFC 3834: nobody answered."""
    message = letter("I am away until Monday.", "Re: the quote", is_reply=True)
    message = replace(message, automation=Automation(is_auto_reply=True))
    assert judged(nlp, message).kind == "bulk"


def test_a_calendar_part_is_a_meeting_even_from_a_booking_robot(nlp: Language) -> None:
    """An invitation that a calendar program sent for a person is that person's."""
    message = replace(
        letter("Tom has invited you."),
        calendars=("BEGIN:VCALENDAR\nEND:VCALENDAR",),
        automation=Automation(is_bulk=True),
    )
    assert judged(nlp, message).kind == "meeting"


EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}END:VEVENT\nEND:VCALENDAR"


@pytest.mark.parametrize(
    ("calendar", "is_robot", "is_meeting"),
    [
        (EVENT.format(""), False, True),
        (EVENT.format("ORGANIZER:mailto:tom@fern.co\n"), True, True),
        (EVENT.format("SUMMARY:ICE 587 Hamburg - Kassel\n"), True, False),
        ("BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR", False, False),
    ],
)
def test_a_task_and_the_times_of_a_train_are_no_meetings(
    nlp: Language, calendar: str, is_robot: bool, is_meeting: bool
) -> None:
    """A calendar part is a meeting where people may come together."""
    automation = Automation(is_bulk=is_robot, is_robot_sender=is_robot)
    text = "Please send the papers, and see the attached file for the rest."
    message = replace(letter(text), calendars=(calendar,), automation=automation)
    assert (judged(nlp, message).kind == "meeting") is is_meeting


def test_a_forward_without_a_word_is_a_note(nlp: Language) -> None:
    """It answers nothing (KINDS.md 5)."""
    message = replace(letter("", "Fw: figures"), is_forward=True)
    assert judged(nlp, message).kind == "note"
    assert shape_of(message) == "forward"


def test_nothing_but_a_quote_is_an_answer_only_if_it_says_so() -> None:
    """A "Re:" without new words answers; of spam that comes wholly behind ">" no fact is known."""
    fact = plain_fact(replace(letter("", "Re: figures"), quoted_text="> the figures"))
    assert fact is not None
    assert fact[0] == "reply"
    assert plain_fact(replace(letter("", "be rich"), quoted_text="> work from home")) is None


def test_re_over_a_forwarded_mail_is_a_forward() -> None:
    """Notes kept "Re:" when it forwarded: the forwarded mail below decides."""
    message = replace(letter("fyi", "Re: figures", is_reply=True), is_forward=True)
    assert shape_of(message) == "forward"


def test_mail_from_someone_i_write_with_is_no_cold_pitch(nlp: Language) -> None:
    """Prior contact both ways takes from a pitch what it takes."""
    before = judged(nlp, letter(PITCH, "Quick question"))
    after = judged(
        nlp,
        letter(PITCH, "Quick question"),
        History(prior_sent_count=4, prior_received_count=3, is_same_organisation=True),
    )
    assert before.kind == "pitch"
    assert after.kind != "pitch" or after.confidence < before.confidence


def test_my_own_pitch_is_a_pitch_too(nlp: Language) -> None:
    """The owner's outgoing sales mail is counted like anybody's."""
    mine = replace(letter(PITCH, "Quick question"), sender=Mailbox("to0@example.org", "Me"))
    others = (Recipient("to", Mailbox("anna@example.net")),)
    assert judged(nlp, replace(mine, recipients=others)).kind == "pitch"


def test_a_faked_re_is_less_of_a_reply(nlp: Language) -> None:
    """ "Re:" with no such thread is a trick of the trade."""
    message = letter("Did you see my last mail about our platform?", "Re: your site", is_reply=True)
    plain, faked = (judged(nlp, message, History(is_thread_known=k)) for k in (True, False))
    assert plain.kind == "reply"
    assert faked.kind != "reply"
    assert ("history", "unknown_thread") in {(e.source, e.signal) for e in faked.evidence}


def test_history_known_later_gives_the_same_verdict(nlp: Language) -> None:
    """Mail is read newest first, without the log: settling later changes nothing else."""
    message = letter(PITCH, "Re: Quick question", is_reply=True)
    history = History(prior_sent_count=2, prior_received_count=1, is_thread_known=True)
    at_once = judged(nlp, message, history)
    later = with_history(judged(nlp, message), history, shape="answer")
    assert (later.kind, later.confidence, later.second) == (
        at_once.kind, at_once.confidence, at_once.second,
    )  # fmt: skip
    twice = with_history(later, history, shape="answer")
    assert twice == later


def test_a_foreign_language_stays_doubtful_when_history_is_known_later(nlp: Language) -> None:
    """What its words mean nobody knows, however well its thread is known."""
    text = (
        "Kiitos viestist\u00e4si, palaan asiaan huomenna kun olen lukenut kaikki paperit l\u00e4pi."
    )
    verdict = judged(nlp, letter(text, "Re: paperit", is_reply=True))
    later = with_history(verdict, History(3, 3, is_thread_known=True), shape="answer")
    assert "unknown_language" in {seen.signal for seen in later.evidence}
    assert later.confidence <= 0.5


def test_history_moves_no_plain_fact_and_no_person(nlp: Language) -> None:
    """Person and rule stand above history."""
    message = replace(letter(PITCH), automation=Automation(is_auto_reply=True))
    verdict = judged(nlp, message)
    assert with_history(verdict, History(4, 4, True, True), shape="fresh") == verdict
    told = replace(verdict, decided_by="person", kind="pitch", scores=(0.0,) * 6)
    assert with_history(told, History(4, 4, True, True), shape="fresh") == told


@pytest.mark.parametrize(
    "text",
    [
        "Szanowni Państwo, oferujemy profesjonalne usługi księgowe dla małych firm w Krakowie "
        "oraz bezpłatną konsultację. Prosimy o kontakt telefoniczny w tym tygodniu.",
        "Здравствуйте! Предлагаем вам услуги по продвижению сайта, скидка 30% до конца месяца.",
        "お世話になっております。弊社のサービスをご提案させていただきたくご連絡しました。",
    ],
)
def test_an_unknown_language_is_never_a_pitch(nlp: Language, text: str) -> None:
    """Structure alone judges, with low confidence, and says why."""
    verdict = judged(nlp, letter(text, "Oferta"))
    assert verdict.kind != "pitch"
    assert verdict.confidence <= 0.5
    assert "unknown_language" in {shown.signal for shown in verdict.evidence}


def test_an_invitation_of_outlook_is_a_meeting(nlp: Language) -> None:
    """Its "When:" and "Where:" over the text are as plain as a calendar part."""
    text = "When: Monday, August 06, 2001 9:00 AM-9:30 AM\nWhere: EB 3671\n\n*~*~*~*\n\nBring ID."
    verdict = judged(nlp, letter(text, "Interview"))
    assert (verdict.kind, verdict.decided_by) == ("meeting", "rule")


def test_doubt_falls_away_from_pitch(nlp: Language) -> None:
    """A verdict of pitch is never a toss-up."""
    for text in ("We could build it for you.", "Interested?", "Have a look at our new shed."):
        verdict = judged(nlp, letter(text))
        assert verdict.kind != "pitch" or verdict.confidence >= PITCH_NEEDS


def test_colleagues_do_not_pitch_each_other(nlp: Language) -> None:
    """Within one organisation a proposal is work (KINDS.md 4)."""
    outside = letter("I'd like to propose that we buy the new press. Could you approve?")
    inside = replace(
        outside,
        sender=Mailbox("kyle@firm.com", "Kyle"),
        recipients=(Recipient("to", Mailbox("ann@firm.com")),),
    )
    assert judged(nlp, inside).kind != "pitch"


def test_a_version_names_rules_and_model(nlp: Language) -> None:
    """relabel-messages compares versions: both parts must show."""
    rules, model = judged(nlp, letter("Hello")).version.split("+")
    assert rules.startswith("rules-")
    assert model.startswith("model-")
    assert len(model) == len("model-") + 8


@given(text=st.text(max_size=300), subject=st.text(max_size=80), is_reply=st.booleans())
def test_every_verdict_has_evidence_and_sound_places(
    text: str, subject: str, is_reply: bool
) -> None:
    """Whatever the mail holds: a kind, a chance, evidence, and offsets that point at it."""
    message = letter(text, subject, is_reply=is_reply)
    verdict = judge_kind(message, _shared()(model_text(message)), ME)
    assert verdict.kind in KINDS
    assert 0.0 <= verdict.confidence <= 1.0
    assert verdict.second != verdict.kind
    assert verdict.evidence
    for shown in verdict.evidence:
        if shown.source == "text":
            assert text[shown.start : shown.end] == shown.quote
        else:
            assert shown.start is None


def test_words_of_the_subject_are_shown_in_its_own_words(nlp: Language) -> None:
    """Where the model reads "DAY", a person is shown which; without "Re:", in lower case."""
    message = letter("See you there.", "Re: Friday?")
    verdict = judged(nlp, message)
    shown = [seen.quote for seen in verdict.evidence if seen.signal == "subject"]
    assert shown == ["friday"]


_model: list[Language] = []


def _shared() -> Language:
    if not _model:
        _model.append(open_language())
    return _model[0]


@given(st.text(max_size=600))
def test_no_mail_can_forge_a_feature(text: str) -> None:
    """Features are upper case, words of the mail never are, but for placeholders."""
    opening = model_text(letter(text)).split(" GAP ", 3)[-1].removesuffix(" GAP").split()
    placeholders = {"NAME", "DAY", "CLOCK", "LINK", "MAIL", "GAP"}
    assert {word for word in opening if word.isascii() and word.isupper()} <= placeholders
    assert model_text(letter(text)).split().count("GAP") == 4


@pytest.mark.parametrize(
    "alphabet",
    ["a", "A ", "Aa, ", "1", "1 ", "a@", "www.", "a.", "-1. ", "When: ", "?", "$1,", "\n", " ",
     "I'", "é", "я ", "漢"],
)  # fmt: skip
def test_a_megabyte_of_anything_is_judged(nlp: Language, alphabet: str) -> None:
    """No pattern takes more than linear time, so this ends (a quadratic one would not)."""
    text = alphabet * (1_000_000 // len(alphabet))
    assert judged(nlp, letter(text, text[:10_000])).kind in KINDS


def test_softmax_of_large_scores_does_not_overflow() -> None:
    """Scores are log-odds of any size."""
    chances = softmax({kind: 5_000.0 * place for place, kind in enumerate(KINDS)})
    assert sum(chances.values()) == pytest.approx(1.0)

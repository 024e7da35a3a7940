"""Bulk: machines and crowds are seen by their marks, and people on lists are not them."""

from __future__ import annotations

import pytest

from extractors.bulk import judge_automation
from extractors.records import Automation, Mailbox

JANE = Mailbox("jane@x.org", "Jane Doe")

MAILMAN = {
    "list-id": "Friends <fork.xent.com>",
    "list-post": "<mailto:fork@xent.com>",
    "list-unsubscribe": "<http://xent.com/mailman/listinfo/fork>",
    "precedence": "bulk",
    "x-mailman-version": "2.0.11",
    "x-beenthere": "fork@xent.com",
}


def judge(
    headers: dict[str, str] | None = None,
    sender: Mailbox = JANE,
    subject: str = "Lunch",
    text: str = "Shall we?",
    recipient_count: int = 1,
) -> Automation:
    fields = {name: (value,) for name, value in (headers or {}).items()}
    return judge_automation(fields, sender, subject, text, recipient_count)


def test_a_plain_letter_is_nothing_of_the_kind() -> None:
    """A person's mail to a person carries no evidence at all."""
    assert judge() == Automation()


@pytest.mark.parametrize(
    ("headers", "signal"),
    [
        ({"list-unsubscribe": "<mailto:u@x.org>"}, "list_unsubscribe"),
        ({"list-unsubscribe-post": "List-Unsubscribe=One-Click"}, "one_click_unsubscribe"),
        ({"list-id": "<news.x.org>"}, "list_id"),
        ({"precedence": "bulk"}, "precedence"),
        ({"auto-submitted": "auto-generated"}, "auto_generated"),
        ({"x-auto-response-suppress": "All"}, "auto_response_suppress"),
        ({"feedback-id": "1:2:3:mailchimp"}, "feedback_id"),
        ({"x-mailer": "MailChimp Mailer"}, "bulk_mailer"),
    ],
)
def test_each_header_of_a_crowd_mailing_is_named_as_evidence(
    headers: dict[str, str], signal: str
) -> None:
    """RFC 2369, 2919, 3834 and 8058, and what mailing services add."""
    automation = judge(headers)
    assert automation.is_bulk
    assert signal in [e.signal for e in automation.evidence]


def test_a_persons_post_to_a_discussion_list_is_on_a_list_and_not_bulk() -> None:
    """Mailman marks everything Precedence: bulk; the writer is a person all the same."""
    automation = judge(MAILMAN)
    assert automation.is_list
    assert not automation.is_bulk


def test_what_the_list_itself_writes_is_bulk() -> None:
    """The monthly reminder comes from the list's own address."""
    assert judge(MAILMAN, sender=Mailbox("fork-request@xent.com")).is_bulk
    assert judge(MAILMAN, sender=Mailbox("fork@xent.com")).is_bulk


def test_an_announcement_list_that_takes_no_posts_is_bulk() -> None:
    """RFC 2369 3.4: List-Post: NO."""
    assert judge({"list-id": "<news.x.org>", "list-post": "NO (moderated)"}).is_bulk


@pytest.mark.parametrize(
    ("headers", "subject"),
    [
        ({"auto-submitted": "auto-replied"}, "Re: Lunch"),
        ({}, "Out of Office: Re: Lunch"),
        ({}, "Automatic reply: Lunch"),
        ({}, "Automatische Antwort: Termin"),
        ({}, "Réponse automatique : Déjeuner"),
        ({}, "Jane Doe is out of the office."),
        ({}, "Out of Office Re: Lunch"),
        ({}, "Odpowiedź automatyczna: Obiad"),
        ({}, "Automatická odpověď: Oběd"),
        ({}, "Автоматический ответ: Обед"),
        ({}, "自動応答: 昼食"),
        ({"content-type": 'multipart/report; report-type="delivery-status"'}, "hello"),
        ({}, "Undeliverable: Lunch"),
        ({"x-autoreply": "yes"}, "Lunch"),
    ],
)
def test_out_of_office_and_delivery_reports_are_no_replies(
    headers: dict[str, str], subject: str
) -> None:
    """RFC 3834 and RFC 3464, and the subjects of programs that know neither."""
    automation = judge(headers, subject=subject)
    assert automation.is_auto_reply
    assert automation.is_bulk


@pytest.mark.parametrize(
    "subject",
    [
        "Vacation plans",
        "Out of office reception on Friday",
        "out of the office this Friday 10/26/01",
        "Re: Jane Doe is out of the office.",
        "Re: Out of Office: Lunch",
        "Office move",
        "Delivery on Monday",
        "Re: Your order 7 shipped",
    ],
)
def test_people_may_write_about_such_things(subject: str) -> None:
    """A word in a subject is no proof."""
    assert judge(subject=subject) == Automation()


@pytest.mark.parametrize(
    "sender",
    [
        Mailbox("messages-noreply@linkedin.com", "LinkedIn"),
        Mailbox("notify@x.com"),
        Mailbox("calendar-notification@google.com", "Google Calendar"),
        Mailbox("mailer-daemon@x.org", "Mail Delivery Subsystem"),
    ],
)
def test_robots_are_known_by_their_sender(sender: Mailbox) -> None:
    """No human answers there, and what they send is bulk."""
    automation = judge(sender=sender)
    assert automation.is_robot_sender
    assert automation.is_bulk


@pytest.mark.parametrize(
    "subject",
    [
        "Your order #12 has shipped",
        "Order number 12 has shipped. Thank you.",
        "Receipt from Acme",
        "Reset your password",
        "Bestellbestätigung 12",
        "Ihre Bestellung wurde versandt",
        "Confirmation de commande",
        "Confirmación de pedido",
        "Orderbekräftelse 12",
        "Bestelbevestiging 12",
    ],
)
def test_receipts_and_notices_are_known_by_their_subject(subject: str) -> None:
    """Shops write from addresses that look like people's."""
    assert judge(subject=subject).is_bulk


@pytest.mark.parametrize(
    "footer",
    ["Si no deseas recibir más correos, date de baja aquí", "Geen mails meer? Schrijf je hier uit",
     "Pour ne plus recevoir nos communications, cliquez ici", "Klicka här för att avanmäla dig",
     "Cancelar suscripción", "Hier können Sie sich vom Newsletter austragen"],
)  # fmt: skip
def test_a_footer_unsubscribes_in_other_languages_too(footer: str) -> None:
    """By the verb that each language has for it, beside its link."""
    assert judge(text=f"!\n\n{footer}: http://x.org/u").is_bulk


def test_an_unsubscribe_link_is_a_newsletter_and_reply_stop_is_not() -> None:
    """A cold pitch ends in "reply STOP"; only a link makes it a mailing."""
    assert judge(text="News!\n\nTo unsubscribe: http://x.org/u").is_bulk
    assert judge(text="News!\n\nIf you do not wish to receive this, click here.").is_bulk
    two = "News!\n\nYou are receiving this email because you signed up.\nUnsubscribe | Preferences"
    assert judge(text=two).is_bulk
    asked = "It says I received this email because I signed up. How do I unsubscribe from it?"
    assert not judge(text=asked).is_bulk
    assert not judge(text="Not interested? Just reply and I will unsubscribe you.").is_bulk
    assert not judge(text="Did you receive this? See https://x.org/plan").is_bulk


def test_a_persons_invitation_by_google_calendar_is_the_persons() -> None:
    """The calendar is the Sender, the person the From (RFC 5322 3.6.2)."""
    headers = {
        "sender": "Google Calendar <calendar-notification@google.com>",
        "auto-submitted": "auto-generated",
    }
    assert not judge(headers, subject="Invitation: Lunch").is_bulk


def test_a_mail_to_everybody_is_a_broadcast() -> None:
    """A crowd of recipients needs no header."""
    assert judge(recipient_count=101).is_bulk
    assert not judge(recipient_count=100).is_bulk
    assert not judge(subject="Re: Lunch", recipient_count=101).is_bulk


PITCH = """Hi Bob,

saw that Quarry opened in Lund. We help owners like you win back a day a week.

Worth fifteen minutes on Thursday?

Jane

If you would rather not hear from me, unsubscribe here: https://t.example/u"""
TOOL = {
    "list-unsubscribe": "<https://t.example/u>",
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    "feedback-id": "1:2:3:hubspot",
}


def test_a_letter_to_one_person_by_a_sales_tool_is_no_newsletter() -> None:
    """HubSpot and Outreach add a newsletter's headers; the evidence stays, the judges decide."""
    automation = judge(TOOL, subject="A day a week", text=PITCH)
    assert not automation.is_bulk
    assert {e.signal for e in automation.evidence} >= {"list_unsubscribe", "feedback_id"}


@pytest.mark.parametrize(
    ("headers", "sender", "text", "recipient_count"),
    [
        (TOOL | {"list-id": "<news.x.org>"}, JANE, PITCH, 1),
        (TOOL | {"precedence": "bulk"}, JANE, PITCH, 1),
        (TOOL, Mailbox("news@x.org", "Acme News"), PITCH, 1),
        (TOOL, JANE, PITCH.replace("\nJane\n", "\nThe Acme team\n"), 1),
        (TOOL, JANE, PITCH.replace("Hi Bob,", "Our spring sale!"), 1),
        (TOOL, JANE, PITCH + " Read https://a.example" * 5, 1),
        (TOOL, JANE, PITCH + " more" * 300, 1),
        (TOOL, JANE, PITCH, 5),
    ],
)
def test_a_newsletter_with_a_greeting_is_a_newsletter(
    headers: dict[str, str], sender: Mailbox, text: str, recipient_count: int
) -> None:
    """Each sign of a mailing to many outweighs a first name filled in."""
    assert judge(headers, sender, text=text, recipient_count=recipient_count).is_bulk


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your message. I am out of the office until 3 May.",
        "I am currently on annual leave. For urgent matters please contact Ann.",
        "Vielen Dank für Ihre Nachricht. Ich bin bis zum 3. Mai nicht im Büro.",
        "Je suis absente du bureau jusqu'au 3 mai. En cas d'urgence, contactez Anne.",
        "Gracias por su mensaje. Estaré fuera de la oficina hasta el 3 de mayo.",
        "Tack för ditt mejl. Jag är inte på kontoret förrän den 3 maj.",
        "Bedankt voor uw bericht. Ik ben tot 3 mei afwezig.",
        "Vom 3. bis 5. Mai bin ich nicht im Büro. In dringenden Fällen hilft Frau Kurz.",
        "Vielen Dank für Ihre Nachricht. Derzeit befinde ich mich im Mutterschutz.",
        "Je suis en vacances jusqu'au 3. Merci pour votre message.",
        "Tack för ditt mejl. Just nu är jag på semester till den 4 augusti.",
        "Bedankt voor uw bericht. Van 3 tot 5 mei ben ik afwezig.",
    ],
)
def test_an_absence_note_is_known_by_what_it_says(text: str) -> None:
    """Programs without headers answer with "Re:" and a formula."""
    assert judge(subject="Re: Lunch", text=text).is_auto_reply


@pytest.mark.parametrize(
    "text",
    [
        "I am out of the office on Friday, so let us say Monday.",
        "Thank you for your email. I am out of the office this week, would the 9th suit you?",
        "Thank you for your message. He is out of the office until Monday.",
        "Ich bin im Urlaub gewesen und melde mich erst jetzt.",
    ],
)
def test_who_tells_of_an_absence_is_a_person(text: str) -> None:
    """One sign is talk, and no program asks."""
    assert not judge(subject="Re: Lunch", text=text).is_auto_reply


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "your ",
        "unsubscribe ",
        "you received this ",
        "remove from ",
        "\n",
        "a@b",
        "hi b ",
        "i am ",
        "ich bin ",
        "click ",
        "order ",
        "é",
    ],
)
def test_a_megabyte_does_not_hang(unit: str) -> None:
    """Every pattern is bounded."""
    text = unit * (1_000_000 // len(unit))
    judge({"list-id": text, "list-post": text, "x-mailer": text}, subject=text, text=text)

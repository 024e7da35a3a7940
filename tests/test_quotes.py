"""Quotes: what was newly written stays, all of it; history and footers go."""

from __future__ import annotations

import hashlib
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors.messages import read_message
from extractors.quotes import split_quotes
from extractors.records import Place, RawMail
from quoted_mail import QuotedMail, quoted_mails

LABELS = Path(__file__).parents[1] / "bench" / "quotes" / "labels.jsonl"

ATTRIBUTIONS = [
    "On Wed, Jan 3, 2024 at 10:00 AM Bob Smith <bob@y.org> wrote:",
    "On Wed, Jan 3, 2024 at 10:00 AM Bob Smith\n<bob@y.org> wrote:",
    "On Jan 3, 2024, at 10:00 AM,\nBob Smith of the very long name\n<bob@y.org> wrote:",
    "Am 03.01.2024 um 10:00 schrieb Bob Smith:",
    "Am Mi., 3. Jan. 2024 um 10:00 Uhr schrieb Bob <bob@y.org>:",
    "Le mer. 3 janv. 2024 à 10:00, Bob <bob@y.org> a écrit :",
    "El mié, 3 ene 2024 a las 10:00, Bob (<bob@y.org>) escribió:",
    "Il giorno mer 3 gen 2024 alle ore 10:00 Bob <bob@y.org> ha scritto:",
    "Em qua., 3 de jan. de 2024 às 10:00, Bob <bob@y.org> escreveu:",
    "Op wo 3 jan 2024 om 10:00 schreef Bob <bob@y.org>:",
    "Den ons 3 jan. 2024 kl 10:00 skrev Bob <bob@y.org>:",
    "Den ons. 3. jan. 2024 kl. 10.00 skrev Bob <bob@y.org>:",
    "På ons 3. jan. 2024 kl. 10:00 skrev Bob <bob@y.org>:",
    "W dniu 3.01.2024 o 10:00, Bob pisze:",
    "śr., 3 sty 2024 o 10:00 Bob <bob@y.org> napisał(a):",
    "ke 3. tammik. 2024 klo 10.00 Bob (bob@y.org) kirjoitti:",
    "ср, 3 янв. 2024 г. в 10:00, Bob <bob@y.org>:",
    "2009/1/3 Bob Smith <bob@y.org>",
    "Στις Τετ 3 Ιαν 2024 στις 10:00 π.μ., ο/η Bob Smith <\nbob@y.org> έγραψε:",
    "Pada tanggal Rab, 3 Jan 2024 pukul 10.00 Bob Smith <\nbob@y.org> menulis:",
    "Bob Smith wrote:",
    "Quoting Bob Smith (bob@y.org):",
    "[Bob Smith]",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_attribution_goes_with_the_quote_below_it(attribution: str) -> None:
    """Gmail, Apple Mail, Thunderbird, Yahoo, mutt, in a dozen languages."""
    split = split_quotes(f"Friday is fine.\n\n{attribution}\n> Which day?\n> Bob")
    assert split.new_text == "Friday is fine."
    assert split.quoted_text == f"{attribution}\n> Which day?\n> Bob"
    assert not split.is_forward


HEADER_BLOCKS = [
    "From: Bob\nSent: Wednesday, January 3, 2024 10:00\nTo: Jane\nSubject: Lunch",
    "*From:* Bob <bob@y.org>\n*Sent:* Wednesday\n*To:* Jane\n*Subject:* Lunch",
    "Von: Bob\nGesendet: Mittwoch, 3. Januar 2024 10:00\nAn: Jane\nBetreff: Mittag",
    "De : Bob\nEnvoyé : mercredi 3 janvier 2024 10:00\nÀ : Jane\nObjet : Déjeuner",
    "De: Bob\nEnviado el: miércoles, 3 de enero\nPara: Jane\nAsunto: Almuerzo",
    "Från: Bob\nSkickat: den 3 januari 2024 10:00\nTill: Jane\nÄmne: Lunch",
    "Van: Bob\nVerzonden: woensdag 3 januari\nAan: Jane\nOnderwerp: Lunch",
    "Fra: Bob\nSendt: 3. januar 2024 10:00\nTil: Jane\nEmne: Frokost",
    "Da: Bob\nInviato: mercoledì 3 gennaio\nA: Jane\nOggetto: Pranzo",
    "De: Bob\nEnviada em: quarta-feira\nPara: Jane\nAssunto: Almoço",
    "Od: Bob\nWysłano: 3 stycznia 2024\nDo: Jane\nTemat: Obiad",
    "Lähettäjä: Bob\nLähetetty: 3. tammikuuta\nVastaanottaja: Jane\nAihe: Lounas",
    "From: Bob\nSent: Wed\nTo: Jane; Carl; Dora; Emil; Fritz; Gustav;\nHeinz; Ida; Jan; Karl\n"
    "Cc: Ludwig\nSubject: Lunch",
]


@pytest.mark.parametrize("block", HEADER_BLOCKS)
@pytest.mark.parametrize("above", ["", "________\n", "-----Original Message-----\n"])
def test_a_pasted_header_block_ends_what_is_new(block: str, above: str) -> None:
    """Outlook in a dozen languages, with and without its rule."""
    split = split_quotes(f"Friday is fine.\n\n{above}{block}\n\nWhich day?\n\nBob")
    assert split.new_text == "Friday is fine."
    assert split.quoted_text.endswith("Which day?\n\nBob")


@pytest.mark.parametrize(
    "history",
    [
        "-------- Forwarded by Kim Ward/HOU/ECT on 05/23/2001 05:34 PM --------\n\nHi",
        "-------- Forwarded by Kim Ward/HOU/ECT on 05/23/2001 \n05:34 PM --------\n\nHi",
        "---------- Forwarded message ---------\nFrom: Bob <bob@y.org>\nDate: Wed\n\nHi",
        "Begin forwarded message:\n\nFrom: Bob\nSubject: Lunch\nDate: 3 January\nTo: Jane\n\nHi",
        "-------- Weitergeleitete Nachricht --------\nBetreff: Mittag\nDatum: 3.1.\n\nHi",
        "---------- Vidarebefordrat meddelande ---------\nFrån: Bob\n\nHi",
    ],
)
def test_a_forward_is_known_and_its_comment_is_new(history: str) -> None:
    """The comment above a forwarded mail is what the sender wrote."""
    split = split_quotes(f"Please have a look.\n\n{history}")
    assert split.new_text == "Please have a look."
    assert split.is_forward


@pytest.mark.parametrize(
    "history",
    [
        "Mark Schroeder@ECT\n04/14/2000 03:31 AM\nTo: Steven J Kean/HOU/EES@EES\ncc:  \n"
        "Subject: new contract\n\nold",
        '"Bob" <bob@y.org> on 05/23/2001 05:34:12 PM\nTo: <jane@x.org>\ncc:\nSubject: Re: x\n\nold',
        "\tEnron North America Corp.\n\t\n\tFrom:  Allan Sommer @ ENRON  06/13/2000 03:55 PM\n\n\n"
        "To: Mike McConnell/HOU/ECT@ECT\ncc: Cathy Phillips/HOU/ECT@ECT \nSubject: PRC\n\nold",
    ],
)
def test_lotus_notes_histories_are_known(history: str) -> None:
    """Notes writes name and moment, then To:, cc: and Subject:, and no From:."""
    assert split_quotes(f"Yes.\n\n{history}").new_text == "Yes."


def test_answers_between_quotes_are_all_new() -> None:
    """Interleaved and bottom posting: nothing that was written is lost."""
    split = split_quotes("On 3 Jan 2024, Bob wrote:\n> Day?\n\nFriday.\n\n> Place?\n\nHere.")
    assert split.new_text == "Friday.\n\nHere."
    assert split.quoted_text == "On 3 Jan 2024, Bob wrote:\n> Day?\n> Place?"


def test_an_initialled_quote_is_a_quote_where_it_repeats() -> None:
    """Supercite puts a name before the bracket; one line alone proves nothing."""
    assert split_quotes("Bob> one\nBob> two\n\nYes.").new_text == "Yes."
    assert split_quotes("SQL> select 1").new_text == "SQL> select 1"


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nJane Doe\nManaging Director",
        "--\nJane Doe",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPad",
        "Skickat från min iPhone",
        "Verzonden vanaf mijn iPhone",
        "Get Outlook for iOS",
        "Get Outlook for Mac",
        "Doe Ltd is registered in England and Wales. Company number 0123456. Registered office: 1 "
        "Quay Street.",
        "This e-mail and any attachments are confidential and intended for\nthe addressee only.",
        "CONFIDENTIALITY NOTICE: if you are not the addressee, destroy this.",
        "Get BlueMail for Android",
        "Obtenir Outlook pour Android<https://aka.ms/AAb9ysg>",
        "Skickat från Spark",
        "Sent from Mailbird [https://www.getmailbird.com/?utm_source=Mailbird]",
        "Fox Events Ltd, registered in England 0123456. This message may be privileged.",
        "Denne e-posten er konfidensiell og kun ment for mottakeren.",
        "Antes de imprimir este e-mail pense no meio ambiente.",
        "Pensez à l'environnement avant d'imprimer ce message.",
        "Tänk på miljön innan du skriver ut.",
        "________\nIIU mailing list\nIIU@iiu.taint.org\nhttp://iiu.taint.org/listinfo/iiu",
        "http://xent.com/mailman/listinfo/fork",
        "________\nDo You Yahoo!?\nGet personalized email addresses from Yahoo!",
    ],
)
def test_signatures_and_footers_are_split_off(signature: str) -> None:
    """RFC 3676 4.3, telephones, lawyers, list programs and webmail."""
    split = split_quotes(f"See you on Friday.\n\n{signature}")
    assert split.new_text == "See you on Friday."
    assert split.signature == signature


@pytest.mark.parametrize(
    "card",
    [
        "Smith Roofing\n\nBook time with me | LinkedIn\n\n[cid:image001.png@01DA6F2C.5B1A2C40]",
        "Head of Roofs\nMy working hours may not be yours. Please don't feel obliged to reply.",
        '"No roof too steep." - Mark Twain',
        "Smith Roofing\nroofs.example\n\nIf you'd rather not hear from me, reply NO.",
        "Smith Roofing, Quay Street\nHull HU1 2AB",
        "Dachdeckerei Smith\n\nSeeweg 3\nA-5360 St. Wolfgang",
        "Head of Roofs\nNOTICE: This communication may contain privileged information for you.",
        "________\nBob Smith\nSmith Roofing\nTel. 0171 555 0123",
    ],
)
@pytest.mark.parametrize(
    "signed",
    [
        "Bob Smith",
        "Best,\nBob Smith (he/him)",
        "Sonnige Grüße aus Kiel\nBob Smith",
        "B. Smith MRIAI",
    ],
)
def test_a_card_may_have_air_sayings_and_fine_print_in_it(signed: str, card: str) -> None:
    """Below the sender's own name, whatever stands between its lines."""
    letter = f"The crates are here.\n\n{signed}"
    assert split_quotes(f"{letter}\n{card}", "Bob Smith").new_text == letter


HELP_DESK = """##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein. -##

Ihre Anfrage (48213) wurde aktualisiert.

----------

{first}

Hi Mara,

the UK plug ships today.

Kira

----------

{second}

You sent the wrong plug.

----------
This email is a service from Plugshop."""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Kira Jensen, Mar 12, 2024, 09:40 GMT+1", "Mara Lind, Mar 11, 2024, 16:12 GMT+1"),
        ("Kira (Plugshop)\n12. März 2024, 09:40 MEZ", "Mara Lind\n\n11. März 2024, 16:12 MEZ"),
        ("Kira Jensen, Mar 12, 2024, 9:40 AM", ""),
    ],
)
def test_of_a_help_desks_mail_the_newest_comment_is_new(first: str, second: str) -> None:
    """Below its line to reply above stand a notice, comments with heads, and a footer."""
    text = HELP_DESK.format(first=first, second=second)
    if not second:
        text = text.replace("\n----------\n\n\n\nYou sent the wrong plug.\n", "")
    split = split_quotes(text)
    assert split.new_text == "Hi Mara,\n\nthe UK plug ships today.\n\nKira"
    assert ("wrong plug" in split.quoted_text) is bool(second)


def test_a_letter_that_speaks_of_the_line_above_stays_whole() -> None:
    """Only a line that asks for an answer above it is a help desk's."""
    letter = "The pipe above this line leaks.\n\nTom came on Mar 12, 2024, 09:40 GMT+1\n\nBob"
    assert split_quotes(letter).new_text == letter


def test_a_card_above_a_postscript_goes_and_the_postscript_stays() -> None:
    """Programs put the card below the closing, people write on below it."""
    card = "Bob Smith\nSmith Roofing | Hillside Farm, Hull HU1 2AB\n01721 555 012"
    split = split_quotes(f"All done.\n\nCheers,\nBob\n\n{card}\n\nP.S. She won!", "Bob Smith")
    assert split.new_text == "All done.\n\nCheers,\nBob\n\nP.S. She won!"
    assert split.signature == card
    other = "Call the fitter:\n\nSean Daly\nDaly Heating\n087 555 0199\n\nPS: before noon."
    assert split_quotes(other, "Bob Smith").new_text == other


def test_a_name_of_two_characters_is_a_name() -> None:
    """Chinese and Japanese names are short; the card below repeats them."""
    letter = "色卡今天寄出，请注意查收。\n周敏"
    assert split_quotes(f"{letter}\n周敏 | 敏丝绸有限公司", "周敏").new_text == letter


def test_a_letter_may_close_twice() -> None:
    """The name stands below the second."""
    letter = "See you soon.\n\nRegards\n\nBob Smith"
    assert split_quotes(f"{letter}\n\nTel (525) 555-0120", "Bob Smith").new_text == letter


def test_a_full_name_once_more_below_the_first_begins_the_card() -> None:
    """With accents or without, as the address says."""
    letter = "The crates are here.\n\nRegards,\nZoe"
    card = "Zoë Hart\nHart Roofing"
    assert split_quotes(f"{letter}\n\n{card}", "Zoe Hart").signature == card


@pytest.mark.parametrize(
    "letter",
    [
        "Please add this to the footer:\n\nThis e-mail is confidential. Delete it unread if it is "
        "not for you.\n\nWill you?\n\nBob",
        "For the door:\n\n---\n\nBack at five.\n\n---\n\nShort enough?\n\nBob",
        "My working hours may change in July. Until then I am in on Mondays.\n\nBob",
        "Datenschutzhinweise finden sich jetzt im Footer.\n\nPrüfst du sie?\n\nGruß Bob",
        "The call is tomorrow.\n\nBob Smith\n713-555-0120\nWhen: March 13\nWhere: Room 42",
        'This made me think of you:\n\n"Nobody thinks alone." - Plato\n\nBob',
        'For the mug:\n\n"Coffee first, spreadsheets later"',
        "Thanks for all.\n\nMet een hartelijke groet,\nBob Smith\n\nhttps://roofs.example/trial",
        "You can reach us here:\n\n________\nSmith Roofing\nTel. 0171 555 0123\n________",
        "If you don't want to hear from me again, say so.\n\nBob",
        "Please add this to the ads:\n\nIf you do not wish to receive mails, reply STOP.\n\nBob",
        "Put this at the end:\n\nBob\n\n# news.roofs.example\nroof http://apt.roofs.example/ roof",
        "Greetings\n\nAnn wants you to know about a story on roofs.example today.\n\nNote:\n"
        "Worth reading.\n\nhttps://roofs.example/story",
        "Warning: the outside stairs are icy.\nUse the back door.\n\nSalt is ordered.\n\nBob",
        "External message boards say the drive is fine.\n\nBob",
        "Attention, ce message est long.\n\nLe consultant externe vient lundi.\n\nBob",
        "Diese Nachricht geht auch an die externen Partner.\n\nBitte prüfen.\n\nBob",
        "Este correo es para avisar de la obra de fuera.\n\nEmpieza el lunes.\n\nBob",
        "They went by van.\n\nSent you the spark plugs from Leeds.",
        "Get Bob for Android tasks.\n\nHe knows them.",
        "Warning: the old message is still on the machine.\n\nPlease record a new one.\n\nBob",
    ],
)
def test_what_looks_like_a_footer_and_is_the_letter_stays(letter: str) -> None:
    """In doubt: what is signed below, announced above, or tells when and where."""
    assert split_quotes(letter, "Bob Smith").new_text == letter


@pytest.mark.parametrize(
    "banner",
    [
        "You don't often get email from bob@smith.example. Learn why this is important",
        "CAUTION: External sender. Verify before clicking links or opening attachments.",
        "WARNING: This email came from outside of the company. Do not click\nlinks in it.",
        "##- Please type your reply above this line -##",
        "ATTENTION : ce courriel provient de l'extérieur de l'organisation. Ne cliquez pas.",
        "ATENCIÓN: Este correo electrónico proviene de fuera de la organización.",
        "Achtung! Diese E-Mail kommt von außerhalb des Unternehmens.",
        "LET OP: deze e-mail is verzonden door een externe afzender!",
        "Detta meddelande kommer från en extern avsändare. Klicka inte på länkar.",
        "Vous n’obtenez pas souvent d’e-mail à partir de b@s.example. Pourquoi c’est important",
    ],
)
@pytest.mark.parametrize("air", ["\n", "\n\n"])
def test_a_banner_goes_and_the_letter_right_below_it_stays(banner: str, air: str) -> None:
    """Outlook shows its own without a blank line below it."""
    letter = "Hi Ann,\nthe crates are here.\n\nBob"
    assert split_quotes(f"{banner}{air}{letter}", "Bob Smith").new_text == letter


def test_a_card_below_a_closing_formula_goes_and_the_name_stays() -> None:
    """Without a mark, formula, name and contact data must agree."""
    split = split_quotes("See you.\n\nBest regards,\nJane\n\nDoe Ltd\nTel: +46 8 123 45 67")
    assert split.new_text == "See you.\n\nBest regards,\nJane"
    assert split.signature == "Doe Ltd\nTel: +46 8 123 45 67"


@pytest.mark.parametrize(
    "closing",
    ["Viele Grüße aus Leipzig", "Mit freundlichen Gruessen", "Herbstliche Grüße vom Hof",
     "Très cordialement,", "Bonne fin de journée,", "Avec mes meilleures salutations",
     "Reciba un cordial saludo,", "Quedo a sus órdenes,", "Varma hälsningar från Visby",
     "Zonnige groeten uit Zeeland,", "Met hartelijke groet"],
)  # fmt: skip
def test_a_closing_as_it_is_spoken_stands_above_a_card_too(closing: str) -> None:
    """With the place it comes from, typed without umlauts, or wishing a good day."""
    letter = f"Voilà.\n\n{closing}\nJ. Doe"
    assert split_quotes(f"{letter}\nDoe SE\nTel: +46 8 123 45 67").new_text == letter


def test_a_greeting_to_somebody_else_closes_nothing() -> None:
    """ "Grüße bitte deine Schwester" is what the letter says."""
    letter = (
        "Hier ist alles gut.\n\nGrüße bitte deine Schwester\nAnna Lind\nSonnhof\n+49 30 1234567"
    )
    assert split_quotes(letter).new_text == letter


def test_a_card_of_somebody_else_is_what_the_letter_is_about() -> None:
    """Passing on a contact is new text; the sender's own card is not."""
    letter = "You should talk to him.\n\nBob Smith\nSmith Ltd\nTel: +46 8 123 45 67"
    assert split_quotes(letter, "Jane Doe").new_text == letter
    assert split_quotes(letter, "Bob Smith").new_text.endswith("Bob Smith")


@pytest.mark.parametrize(
    ("letter", "card"),
    [
        ("The crates are here.\n\nBest regards,\n\nBob Smith", "Head of Logistics\nSmith SE"),
        ("The crates are here.\n\nBob Smith", "Head of Logistics\nSmith SE"),
        ("The crates are here.\n\nThanks so far,\nBob", "Smith Roofing & Tiles"),
        ("Sounds good?\nBob Smith", "Smith Roofing, Halifax\n555-0120"),
        ("The crates are here.\n\nCheers\nBob Smith", "Customer Happiness"),
    ],
)
def test_a_title_below_the_sender_s_own_name_is_a_card(letter: str, card: str) -> None:
    """Without a number too; below anybody else's name it is what the letter says."""
    assert split_quotes(f"{letter}\n{card}", "Bob Smith").new_text == letter


@pytest.mark.parametrize(
    "pair",
    [
        "From: Becky Ford\nSent: Wednesday, February 12, 2025 7:55 AM",
        "From: Jurre Post <jurre@fern.example>\nSubject: solar",
        "Von: Jurre Post\nGesendet: Mittwoch, 12. Februar 2025 07:55",
    ],
)
def test_two_headers_are_a_quote_below_a_letter(pair: str) -> None:
    """Who and when, or whose address and what about; a journey has neither."""
    split = split_quotes(f"Signed copy attached.\n\n{pair}\nPlease sign and return.")
    assert split.new_text == "Signed copy attached."
    for facts in ("From: the dispatcher\nSubject: mathematics", "From: Halifax\nDate: 12 May"):
        letter = f"The facts are these.\n\n{facts}\nThat is all."
        assert split_quotes(letter).new_text == letter


def test_a_title_below_somebody_else_s_name_is_text() -> None:
    """So is what stands in brackets below one's own."""
    letter = "Ask for her.\n\nAnn Lee\nHead of Logistics"
    assert split_quotes(letter, "Bob Smith").new_text == letter
    badge = "For the badge please print:\n\nBob Smith\nSmith Logistics"
    assert split_quotes(badge, "Bob Smith").new_text == badge
    present = "Present:\nAnn Lee\nBob Smith\nTom Fox"
    assert split_quotes(present, "Bob Smith").new_text == present
    aside = "Over to you.\n\nBob\n(happy to be dropped from the thread)"
    assert split_quotes(aside, "Bob Smith").new_text == aside


@pytest.mark.parametrize(
    "letter",
    [
        "The board is now:\n\nBob Smith\nDirector until Ann Lee is back from leave in the autumn.",
        "Bob Smith\nHead of Logistics\nor what else shall the card say?",
        "Doe Ltd is registered in England and Wales, I think.",
    ],
)
def test_a_title_in_a_sentence_is_text(letter: str) -> None:
    """Long lines and questions are no card."""
    assert split_quotes(letter, "Bob Smith").new_text == letter


@pytest.mark.parametrize(
    "letter",
    [
        "On Friday we meet:\n\n1. budget\n2. hiring",
        "He wrote:\n\nnothing at all.",
        "From: Stockholm\nTo: Berlin\n\nis what the ticket says.",
        "From Monday on I am away.",
        ">From Monday on I am away.",
        "I said:\nno.",
        "I sent the phone numbers to Bob because he asked for them.",
        "Thanks,\nJane\n\nPS: call me at +46 8 123 45 67",
        "Regards from the mountains, where 12345678 people live.\nJane",
        "This email is late, sorry.",
        "Our numbers:\n\n> 50% of customers renewed\n< 5% left\n\nCan we talk on Monday?",
        "There is A.\n--\nOr there is B.\n--\nOr we wait.\n\nWhich do you prefer?\n\nBob",
        "Here is the agenda.\n\n--\n\nPart two: we will discuss the budget for next year.\n\nBob",
        "Here is the plan.\n--\nWe begin in May.\nWe end in June.\nBest regards,\nBob",
        "Agenda\n------\nhttp://x.org/agenda is what we follow on Friday.\n\nCome early please.\n"
        * 8,
    ],
)
def test_in_doubt_text_stays(letter: str) -> None:
    """Real text is never cut to win a signature."""
    assert split_quotes(letter).new_text == letter.strip()


def test_openpgp_armour_is_a_frame() -> None:
    """RFC 9580 7: the text inside the frame is what was written."""
    split = split_quotes(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nYes.\n"
        "-----BEGIN PGP SIGNATURE-----\n\niD8DBQ\n-----END PGP SIGNATURE-----"
    )
    assert split.new_text == "Yes."


def test_a_mail_that_only_quotes_has_nothing_new() -> None:
    """An empty answer stays empty."""
    assert split_quotes("> a\n> b").new_text == ""
    assert split_quotes("").new_text == ""


@pytest.mark.parametrize("mail", list(quoted_mails()), ids=lambda mail: mail.name)
def test_what_programs_write_is_split_as_it_was_meant(mail: QuotedMail) -> None:
    """Every program and language of tests/mail/quotes, through the whole reader."""
    message = read_message(RawMail(Place("files", "quotes", 0, 1), mail.as_bytes()))
    assert message.new_text.split() == mail.new_text.split()


def test_a_forward_is_known_by_its_marker_even_where_it_is_prefixed() -> None:
    """Apple Mail quotes the marker too."""
    assert split_quotes("FYI\n\n> Begin forwarded message:\n>\n> From: A <a@b.org>").is_forward
    assert not split_quotes("Yes.\n\n> On 3 Jan 2024, Bob wrote:\n> Day?").is_forward
    answered = "Yes.\n\n> Day?\n> ---- Forwarded message ----\n> From: A <a@b.org>"
    assert not split_quotes(answered).is_forward


@pytest.mark.parametrize("answer", ["http://x.org/plan", ":-)", "Yes.", "ok"])
def test_a_short_answer_between_quoted_lines_stays(answer: str) -> None:
    """A word wrapped out of a quote looks like one; a single one gets the benefit."""
    quoted = "> could you tell me where I find the plan for the coming spring season"
    assert split_quotes(f"{quoted}\n{answer}\n> Bob").new_text == answer


@pytest.mark.corpora
def test_new_text_of_real_mail_is_exactly_right(corpora: Path) -> None:
    """At least 0.85 of 180 random messages, labelled by reading (bench/quotes/README.md)."""
    labels = [json.loads(line) for line in LABELS.read_text().splitlines()]
    wanted = {label["file"]: label["sha256"] for label in labels}
    right = 0
    for name in sorted({file.partition("/")[0] for file in wanted}):
        with tarfile.open(corpora / f"{name}.tar.gz") as archive:
            for member in archive:
                if member.name in wanted and (opened := archive.extractfile(member)):
                    raw = RawMail(Place("files", "quotes", 0, 1), opened.read())
                    new_text = "".join(read_message(raw).new_text.split())
                    digest = hashlib.sha256(new_text.encode()).hexdigest()
                    right += digest.startswith(wanted.pop(member.name))
    assert not wanted
    assert right >= 0.85 * len(labels)


_LINES = st.sampled_from(
    [
        "", " ", "Yes.", "> quoted", ">> deeper", "-- ", "--", "________", "Sent from my iPhone",
        "On 3 Jan 2024 at 10:00, Bob wrote:", "Bob wrote:", "-----Original Message-----",
        "From: Bob", "Sent: Wed", "To: Jane", "Subject: x", "Best regards,", "Jane", "Bob> x",
        "Tel: +46 8 123 45 67", "This e-mail is confidential.", "http://x.org/mailman/listinfo/y",
        "-------- Forwarded by A on 05/23/2001 05:34 PM --------", "05/23/2001 05:34 PM",
        "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----", "Acme Corp.", "[Jane Doe]",
        ">>> Bob <b@x.org> 1/3/2024 10:00 AM >>>", "---- Bob wrote ----", "cc: Ann", "| barred",
        "CAUTION: This email is from outside.", "Date: Wed", "> (http://x.org/a", "b)", "and",
    ]
)  # fmt: skip
_MAILS = st.one_of(st.lists(_LINES, max_size=30).map("\n".join), st.text(max_size=200))


def test_a_header_block_with_dozens_of_recipients_is_history() -> None:
    """Notes folds them over line after line, with blank lines before cc and subject."""
    recipients = ",\n".join(f'"Person {n}" <person{n}@oak.example>' for n in range(24))
    quoted = (
        '"Sam Gray" <sam@elm.example> on 07/16/2001 01:58:41 PM\n'
        "Please respond to <sam@elm.example>\n\n"
        f"To: {recipients}\n\ncc:  \n\nSubject: Hearing\n\nThe committee will meet on Wednesday."
    )
    split = split_quotes(f"Can you send the link again?\n\n\n{quoted}")
    assert split.new_text == "Can you send the link again?"
    assert split.quoted_text == quoted


@given(_MAILS)
@example("-- \n" * 9)
def test_new_text_is_a_subsequence_of_the_lines(text: str) -> None:
    """Nothing is added, changed or moved."""
    lines = iter(text.split("\n"))
    new_text = split_quotes(text).new_text
    assert not new_text or all(line in lines for line in new_text.split("\n"))


@given(_MAILS)
def test_splitting_what_is_new_changes_nothing(text: str) -> None:
    """One split is enough."""
    new_text = split_quotes(text).new_text
    assert split_quotes(new_text).new_text == new_text


@given(_MAILS)
def test_every_line_with_words_is_in_exactly_one_part(text: str) -> None:
    """Taking apart loses nothing."""
    split = split_quotes(text)
    parts = "\n".join((split.new_text, split.quoted_text, split.signature))
    assert sorted(filter(str.strip, parts.split("\n"))) == sorted(
        filter(str.strip, text.split("\n"))
    )


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    [
        "a", "\n", ">", "> a\nb\n", "On a\n", "On 12:00 wrote:\n", "wrote:\n", "From: x\n",
        "To: x\n", "From: a\nTo: b\n", "-- \n", "--\n", "_____\n", "Sent from my iPhone\n",
        "Thanks,\n", "(1",
        "this e-mail \n", "Bob> \n", "a@b <\n", "05/23/2001 05:34 PM\n",
        "-----Original Message-----\n", "> (http\nb)\n", "Date: x\n", "cc: x\nTo: y\n",
        ">>> 1/1/01 ", "this message ",
        "Subject: x\nFrom: y\n", "---- a wrote ----\n", "On 10:00 a\n| b\n", "[", "é",
        "http://a ", "1/1/2001 ", "CAUTION: email\n", "Jane Doe\nCEO\n", "x:\n", "\t",
    ],
)  # fmt: skip
def test_a_megabyte_of_one_line_does_not_hang(unit: str) -> None:
    """One linear scan, whatever the lines look like."""
    split_quotes(unit * (1_000_000 // len(unit)))

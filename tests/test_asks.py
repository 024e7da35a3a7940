"""Questions, requests and promises, with their place and their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.asks import find_asks
from extractors.records import Ask, Automation, Me
from extractors.training.corpus import Example, as_message

STOCKHOLM = Me(time_zone="Europe/Stockholm")


def asks(text: str) -> tuple[Ask, ...]:
    return find_asks(as_message(Example("x", "note", "", text)), Me())  # sent Wed 2026-03-04


def test_questions_requests_and_promises_are_told_apart() -> None:
    """One sentence, one of them; the rest is talk."""
    text = (
        "Hi Ann,\n\nThe roof is done. What did the inspector say? Please send me the "
        "report. I'll call the office tomorrow.\n\nBest,\nTom"
    )
    assert [(each.kind, each.is_question, each.text) for each in asks(text)] == [
        ("ask", True, "What did the inspector say?"),
        ("ask", False, "Please send me the report."),
        ("promise", False, "I'll call the office tomorrow."),
    ]


def test_a_term_is_a_due_day() -> None:
    """ "by Friday" binds an ask; a promise is bound by any day it names."""
    (ask,) = asks("Could you sign it by Friday?")
    assert ask.due_on == date(2026, 3, 6)
    (open_ask,) = asks("Could you tell me what happened on Friday?")
    assert open_ask.due_on is None
    (promise,) = asks("I'll send the contract on Monday.")
    assert promise.due_on == date(2026, 3, 9)
    (after,) = asks("I'll send you what we talked about yesterday.")
    assert after.due_on is None


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("Please sign it by the end of next week.", date(2026, 3, 13)),
        ("I'll send the list this week.", date(2026, 3, 6)),
        ("Could you send it by EOD tomorrow?", date(2026, 3, 5)),
        ("Please return it before the 9th.", date(2026, 3, 9)),
        ("You'll have the draft by end of month.", date(2026, 3, 31)),
        ("Bitte schick mir das bis Freitag.", date(2026, 3, 6)),
        ("I'll get back to you by COB.", date(2026, 3, 4)),
        ("Could you send it by end of day tomorrow?", date(2026, 3, 5)),
        ("¿Podrías mandarlo antes del 20 de marzo?", date(2026, 3, 20)),
        ("I need your comments by 9 March at the latest.", date(2026, 3, 9)),
    ],
)
def test_terms_end_with_the_week_the_month_or_the_day(text: str, due_on: date) -> None:
    """The Friday of a week, the last day of a month, today for the end of business."""
    (found,) = asks(text)
    assert found.due_on == due_on


@pytest.mark.parametrize(
    "text",
    ["Sag mir Bescheid, wenn es nicht passt.", "Geben Sie mir einfach kurz Bescheid.",
     "Veuillez me transmettre votre RIB.", "Tenez-moi au courant.", "Envoie-moi la facture stp.",
     "Je vous prie de bien vouloir confirmer.", "Hola, mándame las facturas cuanto antes.",
     "Avísame cuando llegue el camión.", "Le ruego que me confirme la fecha.",
     "Skicka kvittona till mig.", "Hör av dig när du har tid.", "Meddela om ni inte kan komma.",
     "Laat even weten of je erbij bent.", "Stuur mij de bonnen voor vrijdag.",
     "Gelieve het formulier terug te sturen.", "Wilt u de bijlage ondertekenen en terugsturen."],
)  # fmt: skip
def test_a_bid_in_another_language_wants_something(text: str) -> None:
    """An imperative that begins its clause, or the formula that stands for one."""
    assert [ask.kind for ask in asks(text)] == ["ask"]


@pytest.mark.parametrize(
    "text",
    ["Die Datei schick ich dir heute Abend.", "Das kläre ich bis Freitag.",
     "Ich lasse Ihnen das Angebot zukommen.", "On te tient au courant.",
     "Quedo en enviarle el informe el viernes.", "Voy a revisarlo mañana.",
     "Jag ska kolla upp det.", "Je hoort maandag van mij.", "We sturen u deze week een offerte."],
)  # fmt: skip
def test_a_promise_in_another_language_is_one(text: str) -> None:
    """With the verb first, or by what is going to be done."""
    assert [ask.kind for ask in asks(text)] == ["promise"]


@pytest.mark.parametrize(
    "text",
    ["Ik kom naar het kantoor en breng de begroting mee.", "Hallo Bernd, sag mal, das war schön.",
     "Je vous prie de recevoir mes salutations.", "Veuillez trouver ci-joint le devis."],
)  # fmt: skip
def test_what_only_sounds_like_a_bid_is_none(text: str) -> None:
    """Who goes on telling of themself, fills a pause or closes politely asks for nothing."""
    assert not [ask for ask in asks(text) if ask.kind == "ask"]


@pytest.mark.parametrize(
    "text",
    ["How are you?", "Hi! How are things going?", "Make sense?", "Hi Ann, how are you?",
     "How was your weekend?", "Hola Martín, ¿cómo estás?",
     "Isn't it lovely?", "Who doesn't love cake?", "Wie geht es dir?"],
)  # fmt: skip
def test_small_talk_wants_no_answer(text: str) -> None:
    """Nobody owes a reply to "How are you?"."""
    assert asks(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Please find attached the drawings.",
        "I need a holiday, and your weather is no help.",
        "Yes please, both sizes.",
        "We look forward to your visit.",
        "Attached please find the minutes.",
        "Please note that we close at four.",
        "Please see below.",
        "Please do not hesitate to contact me.",
        "If you have any questions, please call me at 555 0134.",
        "Should you need anything else, please let me know.",
        "Let me know if there are any problems.",
        "Please let us know if I can help.",
        "Any questions, just let me know.",
        "Please call with any concerns.",
        "If anyone wants a copy, let me know.",
        "If not, please ignore this.",
        "Any questions?",
        "Please see my answers below.",
        "Bitte beachten Sie unsere neuen Zeiten.",
        "Entschuldigen Sie bitte die Verspätung.",
        "Vänligen Anna Berg",
        "Bei Fragen melden Sie sich bitte.",
        "Wenn Sie noch Fragen haben, melden Sie sich bitte bei mir.",
        "N'hésitez pas à m'appeler, merci de noter la date.",
        "Si tiene alguna pregunta, por favor llámeme.",
        "Om du har några frågor kan du ringa mig.",
        "Mocht je nog vragen hebben, bel me graag.",
        "I like your idea.",
        "We appreciate your support very much.",
        "Säg till om något är oklart.",
        "Dites-moi si j'ai oublié quelque chose.",
        "Hör av er om jag missuppfattat något.",
        "You don't owe me a dime.",
    ],
)
def test_courtesies_want_no_answer(text: str) -> None:
    """They have the words of a request and owe nobody anything."""
    assert asks(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Please let me know if you can attend.",
        "Please let me know what you think, or if you have any questions.",
        "Please review the draft and let me know if anything is missing.",
        "Please see the attached form and send it back.",
        "If you could send me the list, please do.",
        "If possible, please send it today.",
        "If you have any changes, please send them by Friday.",
        "Could you call me if you have any questions?",
        "Please note down the number for me and confirm it.",
        "Kindly share the bank details.",
        "Do remember to bring your passport.",
        "Don't forget to send me your receipts!",
        "I was wondering if you could join the panel in October.",
        "Ich brauche noch Ihre Unterschrift.",
        "Necesito que me confirmes la dirección.",
        "I'd like your opinion on it.",
        "We would really appreciate your comments.",
    ],
)
def test_a_request_with_a_courtesy_in_it_is_one(text: str) -> None:
    """What is to be done, what is to be said, and what has a term."""
    assert [ask.kind for ask in asks(text)] == ["ask"]


@pytest.mark.parametrize(
    "text",
    [
        "Bob will call the plumber.",
        "I know what it will take.",
        "You will have the opportunity to meet them.",
        "You will have a great time.",
        "We will have our party on Monday.",
        "I'll take all the help I can get.",
        "I shall have no time.",
        "I'm sure you'll get on well.",
        "Anbei erhalten Sie das Protokoll.",
        "I'll look forward to our Monday meeting.",
    ],
)
def test_what_others_do_and_what_one_will_have_is_no_promise(text: str) -> None:
    """Nobody can be asked for it."""
    assert asks(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Will call you tomorrow.",
        "Leave it with me.",
        "I'll chase the bank today.",
        "We'll be in touch on Monday.",
        "Thanks, will send it.",
        "I'll have the draft ready on Monday.",
        "I'll take care of it.",
        "I'll have to get back to you.",
        "You will have it on Friday.",
        "You'll have an answer tomorrow.",
    ],
)
def test_what_the_writer_will_do_is_a_promise(text: str) -> None:
    """Also without an "I", and where "have" is what the other gets."""
    assert [ask.kind for ask in asks(text)] == ["promise"]


@pytest.mark.parametrize(
    "text",
    ["Please ring me when you have a minute.", "I need you to sign both copies.",
     "I'd be glad of your thoughts on the draft.", "Send me the list when you can.",
     "Let me have your figures, otherwise we miss the print run.",
     "We'd appreciate it if you could settle the deposit.",
     "It would help enormously if you could send the plans.",
     "I wanted to ask whether you got the parcel.", "Any news from the printer",
     "Ich wollte fragen, ob Sie schon etwas gehört haben.",
     "Es wäre schön, wenn Sie den Plan schicken.", "Vergiss nicht, die Liste zu schicken.",
     "N'oubliez pas de relever les compteurs.", "Je voulais savoir si la salle est libre.",
     "Quisiera saber si manejan el acabado dorado.", "Llámenme antes de las doce.",
     "Var snäll och skicka in tidrapporten.", "Jag undrar om du har kvar nycklarna.",
     "Glöm inte att ta med nyckeln.", "Ik wilde vragen of je erbij bent.",
     "Neem je rijbewijs mee.", "We're still waiting on your bank details.",
     "Rogamos nos confirmen la fecha.", "Don't forget the double quotes.", "Go ahead and book.",
     "It'd be a massive help if the sheets were on my desk.", "Glöm inte passet!",
     "Es würde uns sehr helfen, wenn wir die Pläne bekämen.", "Pensez à apporter vos clés.",
     "Necesitaría que me mandaras el presupuesto.",
     "I'd be interested to hear what you think.",
     "I would be honoured if you would serve on the jury.", "We'd love to have you speak in May.",
     "Wij verzoeken u het bedrag over te maken."],
)  # fmt: skip
def test_the_many_ways_to_want_a_thing(text: str) -> None:
    """Any verb after "please", what is needed of you, what would be welcome, what one wonders."""
    assert [ask.kind for ask in asks(text)] == ["ask"]


@pytest.mark.parametrize(
    "text",
    ["She kindly agreed to talk.", "Yes please, but not today.", "Please stay tuned.",
     "Please click on the link below.", "Call me if you'd like to discuss it.",
     "If you would like a ticket, please tell Ann.", "Give me a break.",
     "She let me know that it is ready.", "Any questions or problems, give me a call.",
     "I want you to know how proud we are.",
     "Please keep them in your thoughts.", "We'd love to have you on board.",
     "Vänligen\nAnn-Christine",
     "If you are not the intended recipient please delete this mail.",
 "Wir bitten um Ihr Verständnis.",
     "Je vous prie d'agréer mes salutations distinguées.", "Ya puede consultar su factura.",
     "Ik licht het graag toe.", "Graag stel ik Bram aan u voor.",
     "Neem dan gerust contact met ons op.", "Met vragen, dan kunt u ons bellen.",
     "Wir hätten noch 30 Meter Buche."],
)  # fmt: skip
def test_the_words_of_a_wish_where_nothing_is_wanted(text: str) -> None:
    """What is told, offered, said for politeness, or up to the reader."""
    assert not [ask for ask in asks(text) if ask.kind == "ask"]


@pytest.mark.parametrize(
    "text",
    ["I'll shoot you the revised plan.", "We'll walk it with you and mark it.",
     "I'll gladly hold it for you, I'll keep it here.", "I'm going to bring them to your office.",
     "Ich überweise den Rest.", "Ich bringe die Pläne mit.", "Ich werde Ihnen die Liste schicken.",
     "Nous vous recontacterons.", "Me encargo del flete.", "Dan stuur ik u de overeenkomst.",
     "Tygproverna skickar jag med posten.", "Ich sorge dafür.", "Ik zorg dat er iemand is."],
)  # fmt: skip
def test_the_many_ways_to_promise(text: str) -> None:
    """What the writer will do for you, or with what is yours."""
    assert [ask.kind for ask in asks(text)] == ["promise"]


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("Happy to drop the keys off on Saturday.", date(2026, 3, 7)),
        ("The chairs will be with you by the end of next week.", date(2026, 3, 13)),
        ("I'll circulate the plan on Friday.", date(2026, 3, 6)),
        ("We will have the van repaired and back with you by Monday.", date(2026, 3, 9)),
        ("The tiles should reach you by the middle of next week.", date(2026, 3, 11)),
        ("She'll ring you on Thursday.", date(2026, 3, 5)),
        ("Te cuento mañana.", date(2026, 3, 5)),
        ("Our engineer will attend on Tuesday.", date(2026, 3, 10)),
        ("Notre technicien passera vendredi matin.", date(2026, 3, 6)),
        ("El técnico le llamará mañana.", date(2026, 3, 5)),
        ("Man wird sich bis Montag bei Ihnen melden.", date(2026, 3, 9)),
        ("I undertake to return the keys by 16 March.", date(2026, 3, 16)),
        ("Die Ware wird Ihnen innerhalb von drei Werktagen zugestellt.", date(2026, 3, 9)),
        ("Virket levereras på fredag.", date(2026, 3, 6)),
        ("Nous vous répondrons dans un délai de dix jours.", date(2026, 3, 14)),
        ("Den Vertrag gebe ich am Freitag ab.", date(2026, 3, 6)),
        ("Das Menü stellen wir Ihnen bis Ende nächster Woche zusammen.", date(2026, 3, 13)),
        ("Wir liefern die Türen nächste Woche.", date(2026, 3, 13)),
        ("Nous livrerons jeudi matin.", date(2026, 3, 5)),
        ("Vi levererar dörrarna inom två veckor.", date(2026, 3, 18)),
        ("Dan maak ik het verslag maandag af.", date(2026, 3, 9)),
    ],
)
def test_what_will_be_done_on_a_day_is_promised(text: str, due_on: date) -> None:
    """The day binds; the same words without one only tell."""
    (found,) = asks(text)
    assert (found.kind, found.due_on) == ("promise", due_on)


@pytest.mark.parametrize(
    "text",
    [
        "I'll let you take it from here.",
        "I'll see you on Friday.",
        "I will be in Paris on Monday.",
        "I shall spend Friday on the reviews.",
        "I was glad to get out of there this weekend.",
        "I'll go to church every Sunday.",
        "We will have a party on Monday.",
        "Ich werde am Montag nicht da sein.",
        "Wir wünschen Ihnen ein schönes Wochenende.",
        "Ich könnte Ihnen den Freitag anbieten.",
        "Rezepte geben wir montags aus.",
        "No voy a poder mañana.",
    ],
)
def test_plans_and_habits_are_no_promises(text: str) -> None:
    """Nobody waits for them."""
    assert asks(text) == ()


def test_what_is_with_the_mail_is_no_promise() -> None:
    """And takes nothing from the next sentence."""
    assert asks("Anbei sende ich Ihnen die Pläne.") == ()
    assert asks("Hierbij ontvangt u de stukken.") == ()
    (found,) = asks("Ich sende Ihnen den Rest morgen. Anbei die Pläne.")
    assert found.kind == "promise"


def test_another_half_of_the_sentence_may_still_promise() -> None:
    """What is no promise takes nothing from what is one."""
    (found,) = asks("I will be out today, but I'll send it tomorrow.")
    assert found.kind == "promise"


def test_lines_that_flow_are_read_as_one() -> None:
    """RFC 3676 breaks lines behind a space, so that two characters part the words."""
    assert asks("Please let me know if you \nhave any questions.") == ()
    assert [ask.kind for ask in asks("I'll let you \nknow how it went.")] == ["promise"]
    (due,) = asks("Please call me by the end of \nbusiness on Monday.")
    assert due.due_on == date(2026, 3, 9)
    assert due.text == "Please call me by the end of \nbusiness on Monday."


def test_every_request_of_a_long_mail_is_found() -> None:
    """Also the fifth with "please", and no more than twelve."""
    wishes = ["Please send the list.", "Bitte rufen Sie an.", "Could you tell Ann?"] * 2
    assert [ask.text for ask in asks(" ".join(wishes))] == wishes
    assert len(asks(" ".join(wishes * 3))) == 12


def test_a_question_nobody_need_answer_is_no_ask() -> None:
    """Rhetoric, an offer, and what the writer answers at once."""
    assert asks("Of course I waited. What else was I supposed to say?") == ()
    assert asks("Who would have thought we'd sell out? What a launch.") == ()
    assert asks("Heeft u vragen?") == ()
    assert asks("Why did it fail? Because the filter was old.") == ()
    assert len(asks("Why did it fail?")) == 1


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("I need you to sign it within two weeks.", date(2026, 3, 18)),
        ("Please confirm at the latest on 27 March.", date(2026, 3, 27)),
        ("Over uw reactie binnen 14 dagen zijn wij blij, laat het ons weten.", date(2026, 3, 18)),
        ("Über eine Rückmeldung bis Ende des Monats würden wir uns freuen.", date(2026, 3, 31)),
        ("All forms must be returned by Friday.", date(2026, 3, 6)),
        ("We need to know by Friday.", date(2026, 3, 6)),
        ("Votre règlement doit nous parvenir avant le 25 mars.", date(2026, 3, 25)),
        ("De aangifte moet uiterlijk vrijdag binnen zijn.", date(2026, 3, 6)),
        ("Tu me l'envoies demain ?", date(2026, 3, 5)),
        ("You'll need to register by Monday.", date(2026, 3, 9)),
        ("Comments to me by the 18th, please.", date(2026, 3, 18)),
        ("Reminder: timesheets in by noon on Friday.", date(2026, 3, 6)),
        ("You are required to remedy the breach within 14 days.", date(2026, 3, 18)),
        ("Ich bräuchte noch die Steuernummer, bis morgen.", date(2026, 3, 5)),
        ("Vi skulle behöva ett svar före den 18 mars.", date(2026, 3, 18)),
        ("We verwachten je antwoord uiterlijk 25 maart.", date(2026, 3, 25)),
    ],
)
def test_an_ask_is_due_by_its_term(text: str, due_on: date) -> None:
    """Which makes one also of what is only said to be needed, or to be welcome."""
    (found,) = asks(text)
    assert (found.kind, found.due_on) == ("ask", due_on)


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("Please send it today.", date(2026, 3, 4)),
        ("Could you call me tomorrow, if possible?", date(2026, 3, 5)),
        ("We'd appreciate it if you could settle it this week.", date(2026, 3, 6)),
        ("Would you be free this week?", None),
        ("Können Sie mich morgen anrufen?", date(2026, 3, 5)),
        ("Kan du ringa mig i morgon?", date(2026, 3, 5)),
        ("Peux-tu relire la page 6 ce soir ?", date(2026, 3, 4)),
        ("What did you do today?", None),
        ("Please print the list for tomorrow.", None),
        ("Please sign it, so that I can post it tomorrow.", None),
        ("Could you tell me what is earlier today?", None),
    ],
)
def test_what_is_to_be_done_today_or_tomorrow_is_due_then(text: str, due_on: date | None) -> None:
    """Where the wish itself names the day, and nothing else in the sentence does."""
    (ask,) = asks(text)
    assert ask.due_on == due_on


def test_then_is_the_day_named_before() -> None:
    """And nothing where none was."""
    (ask,) = asks("Your invoice is due on 31 March. Please arrange payment by then.")
    assert ask.due_on == date(2026, 3, 31)
    (promise,) = asks("Der Termin ist am Freitag. Bis dahin schicke ich Ihnen die Liste.")
    assert promise.due_on == date(2026, 3, 6)
    (vague,) = asks("Please arrange payment by then.")
    assert vague.due_on is None


def test_dots_inside_words_end_no_sentence() -> None:
    """Versions, addresses and abbreviations stay whole."""
    (ask,) = asks("Could you install version 3.5 from example.org today?")
    assert ask.text == "Could you install version 3.5 from example.org today?"


@pytest.mark.parametrize(
    ("text", "kind", "due_on"),
    [
        ("We need the signed contract back by Monday.", "ask", date(2026, 3, 9)),
        ("I need them before the 31st or the bank will fine you.", "ask", date(2026, 3, 31)),
        ("Ich brauche die Belege bis spätestens 31. März.", "ask", date(2026, 3, 31)),
        ("J'aurais besoin des plans pour lundi.", "ask", date(2026, 3, 9)),
        ("Il me faut la facture avant le 15 mars.", "ask", date(2026, 3, 15)),
        ("Necesito la factura antes del 30 de marzo.", "ask", date(2026, 3, 30)),
        ("Jag behöver mått på dörren senast fredag.", "ask", date(2026, 3, 6)),
        ("Ik heb de maten uiterlijk vrijdag nodig.", "ask", date(2026, 3, 6)),
        ("You should have the samples by Tuesday.", "promise", date(2026, 3, 10)),
        ("I should have an answer for you by Friday.", "promise", date(2026, 3, 6)),
        ("I am sending you the draft tomorrow morning.", "promise", date(2026, 3, 5)),
        ("Vous aurez le rapport jeudi.", "promise", date(2026, 3, 5)),
        ("Te lo envío mañana.", "promise", date(2026, 3, 5)),
        ("Du får ritningen på måndag.", "promise", date(2026, 3, 9)),
    ],
)
def test_what_is_needed_or_will_be_there_on_a_day_is_asked_or_promised(
    text: str, kind: str, due_on: date
) -> None:
    """The day makes it one."""
    (found,) = asks(text)
    assert (found.kind, found.due_on) == (kind, due_on)


@pytest.mark.parametrize(
    "text",
    [
        "I need a holiday.",
        "We need rain before June.",
        "I want to paint the door before the weekend.",
        "¡Le diré que sí!",
        "You should have told me on Friday.",
        "Du får komma på måndag.",
        "Vous aurez compris.",
        "Let me introduce you to Sam.",
        "Let me explain how the pump works.",
        "Den alten Schlüssel kannst du behalten.",
        "Nyckeln kan du behålla.",
        "You know what you can drop.",
    ],
)
def test_what_wants_nothing_and_promises_nothing_is_neither(text: str) -> None:
    """A need without a day, a leave to do a thing, a word on one's own words."""
    assert asks(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Max, can you drop the key at the office", "ask"),
        ("Any chance of the invoice", "ask"),
        ("It would be great if you could check the drains.", "ask"),
        ("I'd be grateful for your comments.", "ask"),
        ("Schick mir die Liste.", "ask"),
        ("Dites-moi si cela vous convient.", "ask"),
        ("Mándame las fotos cuando puedas.", "ask"),
        ("Skicka gärna en bild.", "ask"),
        ("Laat me weten of dat lukt.", "ask"),
        ("I'll connect the two of you.", "promise"),
        ("Können Sie mir das Angebot schicken", "ask"),
        ("Pourriez-vous me renvoyer le devis", "ask"),
        ("Jag skickar avtalet i morgon", "promise"),
        ("Ich schicke dir morgen die Liste", "promise"),
        ("Wir schicken Ihnen die Muster bis Donnerstag", "promise"),
        ("Nous vous enverrons le devis d'ici vendredi", "promise"),
        ("Vi skickar ritningen i morgon", "promise"),
    ],
)
def test_other_languages_ask_and_promise_too(text: str, kind: str) -> None:
    """The common phrases of five more languages."""
    assert [each.kind for each in asks(text)] == [kind]


def test_machines_ask_nothing() -> None:
    """ "Have you seen our offers?" in a newsletter is owed no answer."""
    message = as_message(Example("x", "bulk", "", "Have you seen our offers?"))
    assert find_asks(replace(message, automation=Automation(is_bulk=True)), Me()) == ()


@given(st.text(max_size=500))
def test_places_are_right(text: str) -> None:
    """start and end point at the sentence, in order, never overlapping."""
    end = 0
    for ask in asks(text):
        assert text[ask.start : ask.end] == ask.text
        assert ask.start >= end
        end = ask.end


@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it."""
    for alphabet in (
        "?",
        "? ",
        "please send ",
        "\n",
        " ",
        "a",
        ".\n",
        "how are you",
        "if any ",
        "please note, if ",
        "let me know if you have ",
        "will ",
    ):
        assert len(asks(alphabet * (1_000_000 // len(alphabet)))) <= 12


def test_a_day_is_told_by_the_owners_clock_where_the_senders_is_not_known() -> None:
    """At 23:30 UTC it is tomorrow in Stockholm already, and "by eod" means there."""
    message = replace(
        as_message(Example("x", "note", "", "Please send me the offer by EOD.")),
        sent_at=datetime(2026, 3, 4, 23, 30, tzinfo=UTC),
        utc_offset_minutes=None,
    )
    assert [ask.due_on for ask in find_asks(message, Me())] == [date(2026, 3, 4)]
    assert [ask.due_on for ask in find_asks(message, STOCKHOLM)] == [date(2026, 3, 5)]

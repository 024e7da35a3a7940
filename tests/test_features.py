"""What a message shows: masked words with their places, parties called by name, languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.features import (
    OLD,
    closing_of,
    is_internal,
    model_text,
    opening_of,
    speaks_known_language,
    words_of,
)
from extractors.training.corpus import Example, as_message


def plain(text: str) -> str:
    return " ".join(word for word, _, _ in words_of(text))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Jane, meet Tom Fox.", "NAME meet NAME NAME"),
        ("Call me at 10:30 on Thursday", "call me at CLOCK on DAY"),
        ("it costs $1,200 a year", "it costs $ 0 a year"),
        ("see https://fern.example/x or ask jo@fern.example", "see LINK or ask MAIL"),
        ("However, the plan holds.", "however the plan holds"),
        ("I'd say Bob suggested that I write", "i'd say NAME suggested that i write"),
        (
            "Anbei die Rechnung der Firma mit dem Stand der Arbeit und dem Rabatt",
            "anbei die rechnung der firma mit dem stand der arbeit und dem rabatt",
        ),
    ],
)
def test_words_say_how_not_who(text: str, read: str) -> None:
    """Names, numbers, days, times, addresses and links are masked; German nouns are no names."""
    assert plain(text) == read


@given(st.text(max_size=400))
def test_places_point_into_the_new_text(text: str) -> None:
    """Opening and closing never overlap, and each word stands where it says."""
    message = as_message(Example("1", "note", "", text))
    words = [*opening_of(message), *closing_of(message)]
    places = [(start, end) for _, start, end in words]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


def test_the_closing_is_read_too() -> None:
    """A long letter asks at its end for what it wants."""
    letter = "We walked along the river and talked. " * 60 + "Would you introduce me to Ann?"
    message = as_message(Example("1", "note", "", letter))
    assert [word for word, _, _ in closing_of(message)][-6:] == [
        "would", "you", "introduce", "me", "to", "NAME", "?",
    ][-6:]  # fmt: skip


def test_who_is_called_by_name_shows() -> None:
    """Two recipients, both named in the text: the mark of who brings two together."""
    example = Example(
        "1", "introduction", "You two", "Maya, this is Tom. Tom, Maya builds boats.",
        from_address="jo@x.example",
        to=(("Maya Lind", "maya@y.example"), ("", "tom.fox@z.example")),
    )  # fmt: skip
    features = model_text(as_message(example)).split()
    assert {"CALLED_2", "CALLED_ALL", "OTHERS_0"} <= set(features)


def shown(text: str, **more: object) -> set[str]:
    """The features of a mail from Ann Lee of Fern Rugs to Tom at Oakmill."""
    example = Example(
        "1", "note", "", text, from_name="Ann Lee", from_address="ann.lee@fern-rugs.example",
        to=(("Tom Fox", "tom@oakmill.example"),), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return set(model_text(as_message(example)).partition(" GAP ")[0].split())


def test_whose_house_is_named_shows() -> None:
    """Who sells speaks of "we at Fern Rugs" and of the shop that the mail went to."""
    assert "NAMES_OWN_HOUSE" in shown("We at Fern Rugs weave to order.")
    assert "NAMES_YOUR_HOUSE" in shown("I saw that Oakmill has opened.")
    assert not {"NAMES_OWN_HOUSE", "NAMES_YOUR_HOUSE"} & shown("The rug is ready.")


def test_who_says_whose_name_and_address_shows() -> None:
    """One's own name early on, a third person's address, an answer to one's own mail."""
    assert "SAYS_OWN_NAME_SHORT" in shown("Hi, my name is Ann Lee.")
    assert "GIVES_OTHERS_MAIL" in shown("Write to jo@reed.example about it.")
    assert "GIVES_OTHERS_MAIL" not in shown("Write to ann.lee@fern-rugs.example about it.")
    assert "QUOTES_SELF" in shown("Did you see this?", quoted_text="On Monday Ann Lee wrote:\n> x")
    assert "SIGNED_2" in shown("The rug is ready.", signature="Ann Lee\nFern Rugs")


def test_what_an_own_mail_below_does_shows() -> None:
    """ "Any news?" over an own offer goes on offering; what others wrote below says nothing."""
    offer = "wrote:\n> We help companies like yours cut freight costs by 30%."
    bump = shown("Any news?", quoted_text=f"On Monday Ann Lee {offer}")
    assert {"OWN_QUOTE_EX", "OWN_QUOTE_EX_TO_1", "OWN_QUOTE_PITCH_OFFER"} <= bump
    answer = shown("Any news?", quoted_text=f"On Monday Tom Fox {offer}")
    assert not [feature for feature in answer if feature.startswith("OWN_QUOTE")]


def test_an_answer_to_one_s_own_mail_shows() -> None:
    """What lies below is the recipient's, by name or by address."""
    for head in ("On Monday Tom Fox wrote:", "From: <tom@oakmill.example>"):
        assert "QUOTES_YOU" in shown("Here it is, signed.", quoted_text=f"{head}\n> x")
    assert "QUOTES_YOU" not in shown("As she says.", quoted_text="On Monday Jo Reed wrote:\n> x")


@pytest.mark.parametrize(
    "head",
    [
        "From: Tom Fox\nSent: Monday, 3 June 2024 09:12\nTo: Ann Lee\nSubject: Rugs",
        "De : Tom Fox\nEnvoyé : lundi 3 juin 2024 09:12\nÀ\u00a0: Ann Lee\nObjet : Tapis",
        "*Von:* Tom Fox\n*An:* Ann Lee <ann.lee@fern-rugs.example>\n*Betreff:* Teppiche",
    ],
)
def test_a_quote_is_not_of_whom_it_went_to(head: str) -> None:
    """Who answers stands under "To:" in the head of what Outlook quotes."""
    features = shown("Here it is, signed.", quoted_text=f"{head}\n\nWhere is my rug?")
    assert "QUOTES_YOU" in features
    assert "QUOTES_SELF" not in features


def test_a_term_is_no_time_to_meet() -> None:
    """Days by which something is due are counted apart from days."""
    assert "TERMS_1" in shown("Could you sign it by Friday?")
    assert "TERMS_2" in shown("Bitte bis Montag prüfen und bis spätestens Freitag schicken.")
    assert not {"TERMS_1", "TERMS_2"} & shown("Shall we sit down on Friday at 10?")


def test_mail_of_another_time_says_so() -> None:
    """Before 2006 is old; a mail that nobody can date is of today."""
    today = as_message(Example("1", "note", "", "The rug is ready."))
    old = replace(today, sent_at=datetime(2001, 5, 4, 9, tzinfo=UTC))
    assert OLD in model_text(old).split()
    for message in (today, replace(old, sent_at_source="unknown")):
        assert OLD not in model_text(message).split()


def test_one_organisation_is_internal() -> None:
    """Sender and all recipients at one organisation's domain."""
    to = (("Ann", "ann@firm.com"),)
    inside = Example("1", "note", "", "x", from_address="kyle@mail.firm.com", to=to)
    outside = Example("2", "note", "", "x", from_address="kyle@other.com", to=to)
    assert is_internal(as_message(inside))
    assert not is_internal(as_message(outside))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Could you send me the file that we talked about on Monday?", True),
        ("Können Sie mir bitte die Datei schicken, die wir besprochen haben?", True),
        ("Pourriez-vous me renvoyer la facture de mars avec le numéro de commande ?", True),
        ("Oferujemy profesjonalne usługi księgowe oraz bezpłatną konsultację w Krakowie", False),
        ("Ti mando i dati del nuovo magazzino, il codice te lo dico a voce domani", False),
        ("Segue em anexo o relatório do mês, e qualquer dúvida me avise por favor", False),
        ("Jeg sender dig fakturaen i morgen, og så kan vi tale om det på mødet", False),
        ("Jeg kan godt komme på fredag, men så skal du selv hente nøglerne hos naboen", False),
        ("Kan du si fra til ham når dere er ferdige, så kommer jeg og henter deg", False),
        ("Os azulejos chegaram ontem, menos a caixa que já reclamei à transportadora", False),
        ("Le persiane le vorrei verdi come quelle vecchie, ti mando le misure stasera", False),
        ("A fatura de março veio com o valor errado, pode enviar outra para o escritório?", False),
        ("La fattura di marzo è arrivata con un importo sbagliato, ce ne manda un'altra?", False),
        ("Ihre Bestellung vom 3. April hat unser Lager verlassen und kommt per Post", True),
        ("Der Betrag wird am Monatsende abgebucht, Ihre Rechnung liegt zum Download bereit", True),
        ("Ci-joint l'exemplaire signé par les deux parties. J'ai paraphé chaque page.", True),
        ("Revisorn vill ha underlagen senast onsdag, jag saknar kvittona från mässan", True),
        ("Ter info. Volgens mij moeten wij onze spuitcabine dan ook laten keuren.", True),
        ("hoi, heb nog zestig paar laarzen liggen, nu twaalf per paar als je alles neemt", True),
        ("Te mando los datos del almacén nuevo y mañana me dices qué te parece", True),
        ("Jag skickar fakturan i morgon, sedan kan vi prata om det på mötet", True),
        ("Предлагаем вам услуги по продвижению сайта до конца месяца со скидкой", False),
        ("ok", True),
        ("да", False),
    ],
)
def test_known_languages_are_told_by_their_function_words(text: str, known: bool) -> None:
    """Six languages are known; two words are too few to tell, but not their alphabet."""
    assert speaks_known_language(as_message(Example("1", "note", "", text))) is known

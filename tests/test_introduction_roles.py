"""The role of an introduction: by small words in six languages, and by who stands where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.introduction_roles import Standing, weigh_roles
from extractors.records import IntroductionRole

ALONE = Standing(
    audience=1,
    named=1,
    has_colleague=False,
    is_self=False,
    all_of_you=False,
    has_outside_details=False,
)


def role_of(text: str, standing: Standing = ALONE) -> IntroductionRole:
    """The role for which most speaks by hand, where no phrase of the signals is found."""
    weights = weigh_roles(text, (), None, standing)
    return max(weights, key=lambda role: weights[role])


HOSTILE = (
    "could you ", "if you would ", "hand you ", "tar ", "neemt ", "would you like ", "me pon ",
    "i told ", "gave ", "gracias ", "x's ", "introduce you ",
    "ok for ab ", "i'll put you ", "please ", "me pu ", "könntest du mir ", "tu connais ",
    "du känner ", "zeg ", "hälsa ", "mij ", "uns ",
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("requested", "would you be comfortable asking if she'd take a call?"),
        ("requested", "if you would present me to him he would answer."),
        ("requested", "gibt es dort jemanden, dem du uns kurz vorstellen könntest?"),
        ("requested", "est-ce que tu accepterais de nous mettre en contact ?"),
        ("requested", "quisiera pedirle que me contactara con la doctora."),
        ("requested", "zou je mij aan haar kunnen voorstellen?"),
        ("requested", "kan du presentera mig för henne?"),
        ("requested", "dürfte ich sie bitten, uns miteinander bekannt zu machen?"),
        ("requested", "könntest du mir ihre nummer geben? ich würde gern anbieten."),
        ("requested", "auriez-vous l'amabilité de m'introduire auprès de lui ?"),
        ("requested", "le agradecería que nos facilitara una presentación."),
        ("requested", "¿me lo podrías presentar? no hay manera de dar con él."),
        ("requested", "skulle du kunna sätta mig i kontakt med honom?"),
        ("requested", "zou u bereid zijn mij bij hem te introduceren?"),
        ("requested", "¿te importaría decirle que me gustaría enseñarle la sidra?"),
        ("requested", "penses-tu pouvoir lui glisser un mot à mon sujet ?"),
        ("requested", "kunde du höra med stig om jag får ringa honom?"),
        ("offered", "would you be all right with me giving her your number?"),
        ("offered", "¿te parece bien que le dé tu teléfono?"),
        ("self", "van ruud kreeg ik uw adres."),
        ("offered", "als je wilt doe ik een goed woordje voor je."),
        ("offered", "would you want to meet dejan? say the word."),
        ("offered", "if you're up for it i'll put you two in touch."),
        ("offered", "before i make the introduction i wanted to check with you."),
        ("offered", "wenn sie möchten, rufe ich ihn an."),
        ("offered", "je fais les présentations ?"),
        ("offered", "¿querés que los conecte?"),
        ("offered", "vill du att jag presenterar er för varandra?"),
        ("offered", "ik wil je wel met hem in verbinding brengen."),
        ("offered", "i told her i'd ask you before handing out your email. ok with you?"),
        ("offered", "would it be ok for joe fuller to contact you on that number?"),
        ("offered", "if any of them wants to meet jared just say so and i'll put you together."),
        ("presented", "friday is my last day. sandra kwan is taking my place."),
        ("presented", "ich übergebe die betreuung an herrn petersen."),
        ("presented", "c'est thomas qui suivra désormais vos contrats."),
        ("presented", "a partir de ahora se ocupará de sus pólizas."),
        ("presented", "daarom neemt jonas jullie dossier over."),
        ("presented", "adnan tar från december över som er kontaktperson."),
        ("self", "tom avery thought we should be in touch."),
        ("self", "prof. desai was kind enough to suggest that i introduce myself."),
        ("self", "max hat gesagt, ich soll dir einfach mal schreiben an dich."),
        ("self", "paul m'a encouragée à vous contacter."),
        ("self", "conchita me ha insistido en que te escribiera."),
        ("self", "jan raadde me aan u te schrijven."),
        ("self", "eva tipsade mig om dig."),
        ("self", "luis me recomendó que me pusiera en contacto con usted."),
        ("made", "ruf ihn ruhig an und sag schöne grüße von mir."),
        ("made", "appelle fabrice de ma part, c'est le meilleur du coin."),
        ("made", "habla con andrés, dile que vas de mi parte."),
        ("made", "ring jocke och hälsa från mig, han är duktig."),
        ("made", "bel ferry en zeg maar dat je van mij komt."),
        ("made", "try mrs pell. i've told her you might call. her number is 01632 960144."),
        ("made", "attached is the resume of a friend."),
    ],
)
def test_small_words_tell_the_role(role: IntroductionRole, text: str) -> None:
    """To one reader, with nobody on copy, where no phrase of the signals is found."""
    assert role_of(text) == role


def test_a_colleague_on_copy_is_presented() -> None:
    """To readers of another firm; unless the two are spoken to as one: "you both"."""
    copied = replace(ALONE, audience=2, named=2, has_colleague=True)
    assert role_of("i'd like you to meet chloe.", copied) == "presented"
    both = replace(copied, all_of_you=True)
    assert role_of("i'd like you both to meet.", both) == "made"


def test_an_address_passed_on_makes_an_introduction() -> None:
    """Who gives it away does not wait for a yes."""
    text = "i can recommend mick doyle, and i'd be happy to help."
    assert role_of(text) == "offered"
    given = replace(ALONE, has_outside_details=True)
    assert role_of(text, given) == "made"


@pytest.mark.timeout(20)
def test_a_page_of_anything_is_read_in_time() -> None:
    """Linear, whatever runs through it."""
    for phrase in HOSTILE:
        role_of(phrase * (5_000 // len(phrase)))

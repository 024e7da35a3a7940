"""Who is brought together, by whom, in which role, and at which addresses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.explanations import explain_introduction
from extractors.introductions import find_introduction, weigh_roles_of
from extractors.names import names_in
from extractors.records import (
    IntroducedPerson,
    Introduction,
    IntroductionRole,
    Kind,
    Mailbox,
    Me,
    Message,
    Recipient,
    Verdict,
)
from extractors.training.corpus import Example, as_message

VERDICT = Verdict("introduction", 0.9, None, "rule", "rules-1+model-0")
ME = Me(frozenset({"anna@firm.com"}))


def letter(text: str, sender: Mailbox, *to: Mailbox, subject: str = "") -> Message:
    message = as_message(Example("x", "introduction", subject, text))
    return replace(message, sender=sender, recipients=tuple(Recipient("to", box) for box in to))


def found(message: Message) -> Introduction:
    introduction = find_introduction(message, VERDICT, ME)
    assert introduction is not None
    return introduction


def introduced_to_anna(subject: str, text: str) -> set[str]:
    """The names of whom Lena's letter to Anna introduces."""
    introduction = found(
        letter(
            text,
            Mailbox("lena@hub.org", "Lena Berg"),
            Mailbox("anna@firm.com", "Anna Lind"),
            subject=subject,
        )
    )
    return {person.name for person in introduction.introduced}


def test_both_sides_are_found_among_the_recipients() -> None:
    """Display names or addresses before the @ tie the names in the text to addresses."""
    introduction = found(
        letter(
            "Anna, meet Tom, who runs ops at Fern. Tom, Anna is the designer I told you about.",
            Mailbox("lena@hub.org", "Lena Berg"),
            Mailbox("anna@firm.com", "Anna Lind"),
            Mailbox("tom.hale@fern.co", ""),
            Mailbox("office@hub.org", "Hub Office"),
        )
    )
    assert introduction.role == "made"
    assert introduction.introducer == Mailbox("lena@hub.org", "Lena Berg")
    assert introduction.introduced == (
        IntroducedPerson("Anna Lind", "anna@firm.com"),
        IntroducedPerson("Tom", "tom.hale@fern.co"),
    )
    assert introduction.evidence


def test_someone_only_named_is_introduced_without_an_address() -> None:
    """A contact passed on: the reader, and a name; the address where the text gives it."""
    introduction = found(
        letter(
            "Anna, please get in touch with Greg Piper, he does the panels. greg@panels.example",
            Mailbox("lena@hub.org", "Lena Berg"),
            Mailbox("anna@firm.com", "Anna Lind"),
        )
    )
    assert IntroducedPerson("Greg Piper", "greg@panels.example") in introduction.introduced
    assert "anna@firm.com" in {person.address for person in introduction.introduced}


@pytest.mark.parametrize(
    ("role", "text", "names"),
    [
        ("requested", "Hi Anna,\n\nCould you introduce me to Jane Fox at Siemens?\n\nLena",
         ["Lena Berg", "Jane Fox"]),
        ("offered", "Hi Anna,\n\nHappy to make an intro to Priya Nair if you like.\n\nLena",
         ["Anna Lind", "Priya Nair"]),
        ("self", "Hi Anna,\n\nBob Hart suggested I write to you. I'm Lena, I run the mill.\n\nLena",
         ["Lena Berg", "Anna Lind"]),
        ("presented", "Hi Anna,\n\nPlease welcome Dana Fox, who joins us as head of finance.\n"
         "\nLena", ["Dana Fox"]),
    ],
)  # fmt: skip
def test_each_role_names_whom_it_is_about(
    role: IntroductionRole, text: str, names: list[str]
) -> None:
    """Both sides: who asks and for whom, the reader and who is offered; the new person alone."""
    introduction = found(
        letter(text, Mailbox("lena@hub.org", "Lena Berg"), Mailbox("anna@firm.com", "Anna Lind"))
    )
    assert introduction.role == role
    assert [person.name for person in introduction.introduced] == names


def test_a_referrer_who_is_only_named_is_no_mailbox() -> None:
    """introducer is None for ``self``; referrer_name holds the name as written."""
    introduction = found(
        letter(
            "Dear Anna,\n\nBob Hart gave me your name. I'm Lena Berg and I restore organs.\n\nLena",
            Mailbox("lena@hub.org", "Lena Berg"),
            Mailbox("anna@firm.com", "Anna Lind"),
        )
    )
    assert introduction.introducer is None
    assert introduction.referrer_name == "Bob Hart"


def test_it_is_explained_why_each_is_a_side() -> None:
    """By where they are on the message: in one sentence, with no word of programmers."""
    message = letter(
        "Anna, please get in touch with Greg Piper, he does the panels. greg@panels.example",
        Mailbox("lena@hub.org", "Lena Berg"),
        Mailbox("anna@firm.com", "Anna Lind"),
    )
    assert explain_introduction(found(message), message) == (
        "It brings together Anna Lind (it is addressed to them) and Greg Piper (it names them)."
    )
    asking = replace(message, new_text="Could you introduce me to Greg Piper?")
    assert explain_introduction(found(asking), asking) == (
        "It asks for an introduction of Lena Berg (who writes it) and Greg Piper (it names them)."
    )
    nobody = replace(found(message), introduced=())
    assert explain_introduction(nobody, message).endswith("somebody whom it does not name.")


def test_who_is_asked_is_the_introducer() -> None:
    """A request is addressed to the one who would introduce."""
    anna = Mailbox("anna@firm.com", "Anna Lind")
    message = letter("Could you introduce me to Jane Fox?", Mailbox("l@hub.org", "Lena"), anna)
    assert found(message).introducer == anna


@pytest.mark.parametrize(
    ("kind", "text", "is_one"),
    [
        ("reply", "Adding Tom Hale from Fern here. Tom, Anna is who I told you about.", True),
        ("note", "Anna, looping in Tom so that he can mend the invoice.", False),
        ("note", "Tom is in touch with the printer, Anna.", False),
        ("bulk", "We would love to introduce you to Tom, your new assistant.", False),
        ("pitch", "Anna, I would love to introduce you to Fern.", False),
    ],
)
def test_other_mail_introduces_where_its_words_are_plain(
    kind: Kind, text: str, is_one: bool
) -> None:
    """An answer may join two people in passing; a name on copy alone joins nobody."""
    message = letter(
        text,
        Mailbox("lena@hub.org", "Lena Berg"),
        Mailbox("anna@firm.com", "Anna Lind"),
        Mailbox("tom.hale@fern.co", "Tom Hale"),
    )
    found = find_introduction(message, replace(VERDICT, kind=kind), ME)
    assert (found is not None) == is_one


LENA = Mailbox("lena@hub.org", "Lena Berg")
ANNA = Mailbox("anna@firm.com", "Anna Lind")


def names(introduction: Introduction) -> list[str]:
    return [person.name for person in introduction.introduced]


def test_two_who_are_only_named_are_both_introduced() -> None:
    """ "Dolly and Ray Hensley" are two people of one surname; so are those of a list."""
    text = "May I connect you with Dolly Hensley and Ray Hensley? They run a kitchen."
    assert names(found(letter(text, LENA, ANNA))) == ["Anna Lind", "Dolly Hensley", "Ray Hensley"]
    text = "I could introduce either to you.\n\nCheryl Dawson, retired\nMartin Rees, lawyer\n"
    assert names(found(letter(text, LENA, ANNA)))[1:] == ["Cheryl Dawson", "Martin Rees"]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (
            "You really ought to know Pat and Eileen Hensley. They live next door.",
            ["Pat", "Eileen Hensley"],
        ),
        (
            "You should know Ann Fox, who owns a shop, and Ben Ito, who lets them. "
            "I could introduce you to either.",
            ["Ann Fox", "Ben Ito"],
        ),
        (
            "I could introduce you to Desmond Pratt and his partner Alicia Horne.",
            ["Desmond Pratt", "Alicia Horne"],
        ),
        (
            "Two lawyers I trust: Ann Fox at Fox Tennant and Ben Ito of Clay Conveyancing. "
            "Ann: 020 5550 0131, Ben: 020 5550 0199.",
            ["Ann Fox", "Ben Ito"],
        ),
        (
            "Ann Fox...Forecaster...Halden  281-555-5074\nBen Ito...Forecaster...Clay  713-555-7100"
            "\n\nDan Moss will put us in touch with Dan Tully. I asked Cleo Roth to call you.",
            ["Ann Fox", "Ben Ito"],
        ),
        (
            "You should both meet them: Ann Fox leads the review, Ben Ito does the interviews.",
            ["Ann Fox", "Ben Ito"],
        ),
    ],
)
def test_several_who_are_told_of_are_all_introduced(text: str, others: list[str]) -> None:
    """A couple, partners, two of one sentence, two with a number each; nobody besides."""
    assert names(found(letter(text, LENA, ANNA)))[1:] == others


def test_colleagues_of_the_sender_are_told_of_a_new_one() -> None:
    """Named though they are, nobody brings them together."""
    text = (
        "Morning both,\n\nplease welcome Tamara Lewin, our new trainee, who joined today. She will "
        "sit with Alex until Easter and with Zoe after that.\n\nJeremy"
    )
    sender = Mailbox("jeremy@nash.example", "Jeremy Nash")
    readers = (Mailbox("alex@nash.example", "Alex Quinn"), Mailbox("zoe@nash.example", "Zoe Marr"))
    weights = weigh_roles_of(letter(text, sender, *readers))
    assert weights["presented"] > weights["made"]


def test_readers_who_are_only_greeted_are_told_of_a_third() -> None:
    """ "Hi Per and Rolf, ...": the one told of is introduced to them, not they to each other."""
    text = (
        "Hi Per and Rolf,\n\nhere is somebody for your roof. Her name is Jasmin Amiri, and you "
        "should meet.\n\nLena"
    )
    readers = (Mailbox("per@hedman.example", "Per Hedman"), Mailbox("rolf@ek.example", "Rolf Ek"))
    assert "Jasmin Amiri" in names(found(letter(text, LENA, *readers)))


def test_who_introduces_themself_does_not_present_the_colleague_who_sent_them() -> None:
    """ "Oliver, copied, has asked me to introduce myself"."""
    text = (
        "Dear Fred,\n\nOliver, copied, has asked me to introduce myself. I joined in June and "
        "will work with him on your accounts.\n\nNaomi Grant"
    )
    sender = Mailbox("naomi.grant@bell.example", "Naomi Grant")
    oliver = Mailbox("oliver@bell.example", "Oliver Harcourt")
    message = letter(text, sender, Mailbox("fred@lyle.example", "Fred Lyle"))
    message = replace(message, recipients=(*message.recipients, Recipient("cc", oliver)))
    weights = weigh_roles_of(message)
    assert weights["self"] > weights["presented"] + 1.0
    assert found(message).introducer == oliver


def test_a_relative_of_the_sender_is_somebody_else() -> None:
    """One surname, another given name, and a word that says how they are related."""
    text = "Please meet my niece, Dr. Judith Berg, who takes over from me."
    assert "Dr. Judith Berg" in names(found(letter(text, LENA, ANNA)))


def test_who_has_joined_is_presented_though_another_speaks_for_them() -> None:
    """ "A hello on behalf of Chidi Eze, who has joined us": and never the reader."""
    text = "A short hello on behalf of Chidi Eze, who has joined us to cover my leave."
    introduction = found(letter(text, LENA, ANNA, subject="Introducing Chidi"))
    assert (introduction.role, names(introduction)) == ("presented", ["Chidi Eze"])


def test_who_referred_to_another_of_the_same_given_name_is_not_them() -> None:
    """ "The lawyer Chris Hill referred to is Chris Town": the second has the number."""
    text = "The lawyer Chris Hill referred to is Chris Town. His number is 312-555-4039."
    assert names(found(letter(text, LENA, ANNA)))[1:] == ["Chris Town"]


def test_a_firm_of_somebody_s_name_is_not_them() -> None:
    """The address tells who is meant."""
    text = "Ron Clemens of Clemens Digging called. You can reach him at ron@clemensdigging.example."
    assert found(letter(text, LENA, ANNA)).introduced[1:] == (
        IntroducedPerson("Ron Clemens", "ron@clemensdigging.example"),
    )


def test_kin_by_name_are_people_and_places_are_none() -> None:
    """One word is enough after "my cousin"; "in Bavaria" and "Czech" are never enough."""
    text = "My cousin Torfinn fishes there. Shall I introduce you?"
    assert names(found(letter(text, LENA, ANNA))) == ["Anna Lind", "Torfinn"]
    text = "Could you introduce me to a clinic, ideally in Austria or Bavaria? I speak Czech."
    assert names(found(letter(text, LENA, ANNA))) == ["Lena Berg"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wir sind seit Jahren bei Jana Sommer, ich kann sie dir empfehlen und stelle sie dir "
         "gern vor. Soll ich euch verbinden?", "Jana Sommer"),
        ("Est-ce que tu pourrais me présenter à Paul Roy ?", "Paul Roy"),
        ("Habla con Elena Mora de mi parte. Dile que eres amiga mía.", "Elena Mora"),
        ("Als je wilt breng ik je in contact met Cor Baan.", "Cor Baan"),
    ],
)  # fmt: skip
def test_words_that_begin_a_sentence_in_other_languages_are_nobody(text: str, name: str) -> None:
    """ "Jahren", "Est-ce", "Dile" and "Als" are no names; who stands after "bei" may be one."""
    assert name in names(found(letter(text, LENA, ANNA)))
    assert len(names(found(letter(text, LENA, ANNA)))) == 2


def test_a_title_that_two_people_have_makes_them_one_no_more() -> None:
    """Dr. Roth, who asks, is not Dr. Ito, whom she wants to meet."""
    text = "Could you introduce me to Dr. Ito?"
    assert names(found(letter(text, Mailbox("roth@hub.org", "Dr. Eva Roth"), ANNA)))[1:] == [
        "Dr. Ito"
    ]


def test_a_namesake_of_a_recipient_is_somebody_else() -> None:
    """ "Todd Hale", from Todd Berg to John Lavor, about John Lewis."""
    todd, john = Mailbox("todd.berg@hub.org", "Todd Berg"), Mailbox("john.lavor@firm.com")
    text = "I am forwarding the resume of John Lewis. He would be a good fit."
    assert names(found(letter(text, todd, john)))[1:] == ["John Lewis"]
    text = "I am forwarding the resume of Todd Hale. He would be a good fit."
    assert names(found(letter(text, todd, john)))[1:] == ["Todd Hale"]


def test_colleagues_are_told_of_an_outsider() -> None:
    """Of one firm with the sender, they know each other: both learn of one who is only named."""
    don, juan = Mailbox("don@hub.org", "Don Fell"), Mailbox("juan@hub.org", "Juan Sol")
    text = "Don, Juan,\n\nHere is Christine's resume. Tell me what you think of Christine.\n\nLena"
    assert names(found(letter(text, LENA, don, juan))) == ["Don Fell", "Juan Sol", "Christine"]
    text = "Meet each other, you two. Don sells sails. Juan sews them."
    assert names(found(letter(text, LENA, don, juan))) == ["Don Fell", "Juan Sol"]


def test_thanks_for_an_introduction_make_none() -> None:
    """An answer that takes it up: "nice to meet you, thanks Nora", "moving you to bcc"."""
    for text in (
        "Hi Anna, nice to meet you, thanks Lena. Send the drawings whenever you like. Tom",
        "Thank you Lena for the introduction! Moving you to bcc. Anna, can we talk? Tom",
    ):
        message = letter(text, Mailbox("tom.hale@fern.co", "Tom Hale"), ANNA, LENA, subject="Re: x")
        answer = replace(message, in_reply_to=("earlier@example.org",))
        for kind in ("introduction", "reply"):
            verdict = replace(VERDICT, kind=kind)
            assert find_introduction(answer, verdict, ME) is None


def test_a_place_or_a_paper_refers_nobody() -> None:
    """The subject names where it is about; who sent the sender stands in the text."""
    text = "I was given your name by the girl who made the switches. I have a client.\n\nLena"
    message = letter(text, LENA, ANNA, subject="a reading room in Clifton")
    assert found(message).referrer_name == ""
    text = "I write for Mill Quarterly. Zoë at Paper Crane says that you once drove to Penzance."
    message = letter(text, LENA, ANNA, subject="Mill Quarterly: a piece about repair")
    assert found(message).referrer_name in ("Zoë", "")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Glendale's attorney is Steve Lins. His number is 818-555-0180.", True),
        ("Jim thought you might be able to help with this.", True),
        ("I thought you might be able to help with this.", False),
        ("Thank you for your efforts on our behalf, National Center.", False),
    ],
)
def test_a_contact_or_a_referral_in_passing_is_logged(text: str, is_one: bool) -> None:
    """In a note: who gives a number introduces; "I thought you might" refers nobody."""
    verdict = replace(VERDICT, kind="note")
    assert (find_introduction(letter(text, LENA, ANNA), verdict, ME) is not None) == is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Anna, the lamp arrived. Could you introduce me to Jane Fox some day?", True),
        ("Anna, could you point me to the survey? I left mine in the car that Jane Fox drives.",
         False),
        ("Anna, I don't mind. I could put you down for Friday, Jane Fox comes too.", False),
        ("Anna, the fair is over. Please welcome Jane Fox, who joins us as a glazier.", True),
        ("Anna, glad that you are joining us on the call. We have met our budget, and for "
         "the month of May I have asked Jane Fox to count the lamps.", False),
    ],
)  # fmt: skip
def test_words_in_passing_name_whom_they_mean(text: str, is_one: bool) -> None:
    """Right beside them; and an offer is never made in passing."""
    message = letter(text, Mailbox("lena@hub.org", "Lena Berg"), Mailbox("anna@firm.com", "Anna"))
    assert bool(find_introduction(message, replace(VERDICT, kind="note"), ME)) == is_one


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (
            "The figures are attached.\n\nOn the Polish firm, please speak with our controller "
            "there: Magda Wrona, +48 22 555 01 33, magda@velmet.example.\n\nLena",
            ["Magda Wrona"],
        ),
        ("the plumber is called Declan Roche. 086 555 0177. he did our bathroom", ["Declan Roche"]),
        ("Pls contact Tresa Parker at x39370 and she will be glad to help.", ["Tresa Parker"]),
        (
            "Can you call Jill Mears with Halden for the contract? Jill (972) 555-2980",
            ["Jill Mears"],
        ),
        (
            "Here are the contacts.\n\nHalden: Tom Riggs: 212-555-1426\n"
            "Clay: Susan Heard: 416-555-6656",
            ["Tom Riggs", "Susan Heard"],
        ),
        ("here's Rob Markam's contact information.", ["Rob Markam"]),
        ("If you have any questions, please contact Ben Ito at 212-555-0144.", []),
        ("In my absence call Ben Ito, 212-555-0144.", []),
        ("Nothing is owed, per a call from Ben Ito, 212-555-0144.", []),
        ("Please send the draft to Ben Ito at ben@ito.example.", []),
        ("Call Ben Ito, 212-555-0144, or myself if you need to discuss this.", []),
        ("I will call Ben Ito on 212-555-0144 and tell you.", []),
        ("Please call the Season Ticket Hotline at 212-555-0144.", []),
        ("Ben Ito called yesterday from 212-555-0144 and will send the plans.", []),
        ("You can call me any time.\n\nTake care,\n\nBen Ito\n212-555-0144", []),
        ("To book a table call my assistant, Ben Ito, at 212-555-0144.", []),
    ],
)
def test_a_number_to_turn_to_is_a_contact_passed_on(text: str, others: list[str]) -> None:
    """In a note or an answer: a full name with a number or address of theirs, and words that tell
    to turn to them; not whom to ask about the mail itself, nor who stands in for the sender."""
    verdict = replace(VERDICT, kind="note")
    introduction = find_introduction(letter(text, LENA, ANNA), verdict, ME)
    assert (names(introduction)[1:] if introduction else []) == others


def test_one_with_a_short_name_is_no_stranger_to_the_full_one() -> None:
    """ "I spoke to Mike Miller ... Mike can be reached at": on copy, and nobody else besides."""
    text = "Anna: I spoke to Mike Miller. Mike can be reached at x36556 or (713) 555-5958."
    miller = Mailbox("j..miller@firm.com")
    introduced = found(letter(text, LENA, ANNA, miller)).introduced
    assert {person.address for person in introduced} == {ANNA.address, miller.address}


def test_a_guess_without_a_word_that_introduces_is_not_logged() -> None:
    """Less likely than not by its kind, and nobody is shown to anybody."""
    message = letter(
        "Anna, the lamps have arrived. Mrs Oehlers stood under the first one for a minute.",
        Mailbox("lena@hub.org", "Lena Berg"),
        Mailbox("anna@firm.com", "Anna Lind"),
    )
    assert find_introduction(message, replace(VERDICT, confidence=0.43), ME) is None
    assert find_introduction(message, replace(VERDICT, confidence=0.6), ME) is not None


def test_colleagues_to_whom_a_letter_is_addressed_are_all_told() -> None:
    """Of the outsider whom it shows to them; who is only on copy is not."""
    message = letter(
        "Please call Jane Fox, 212-555-0144, she wants to buy lamps.",
        Mailbox("ted@firm.com", "Ted Bland"),
        Mailbox("sally.beck@firm.com", "Sally Beck"),
        Mailbox("janet.dietz@firm.com", "Janet Dietz"),
    )
    copy = Recipient("cc", Mailbox("omar.reza@firm.com", "Omar Reza"))
    introduction = found(replace(message, recipients=(*message.recipients, copy)))
    assert {person.name for person in introduction.introduced} == {
        "Sally Beck", "Janet Dietz", "Jane Fox",
    }  # fmt: skip


def test_one_of_whom_a_first_line_tells_is_not_greeted_by_it() -> None:
    """ "Zack Stone - he knows glass": to Anna; a line that ends with a colon is none either."""
    told = introduced_to_anna("RE: glass", "Zack Stone - he is the best for glass. Call him.")
    assert told == {"Anna Lind", "Zack Stone"}
    given = introduced_to_anna("Zack", "Contact information for Zack:\n\nzack.stone@glass.example")
    assert given == {"Anna Lind", "Zack"}


def test_a_row_of_names_is_joined_from_one_to_the_next() -> None:
    """Though the first and the last of them do not stand side by side."""
    names = introduced_to_anna(
        "", "Anna, please talk to Jane Fox and Ben Ito and Cleo Marsh, they do the panels."
    )
    assert names == {"Anna Lind", "Jane Fox", "Ben Ito", "Cleo Marsh"}


def test_one_who_is_shown_to_another_is_introduced_in_any_mail() -> None:
    """ "This is Tom", to Tom and somebody of another firm; "this is Lena" from Lena is not."""
    tom, verdict = Mailbox("tom.hale@fern.co", "Tom Hale"), replace(VERDICT, kind="note")
    shown = letter("Anna this is Tom he has a barn. Tom, Anna has hay.", LENA, ANNA, tom)
    introduction = find_introduction(shown, verdict, ME)
    assert introduction is not None
    assert names(introduction) == ["Anna Lind", "Tom Hale"]
    herself = letter("Anna, Tom, this is Lena. The hay is dry.", LENA, ANNA, tom)
    assert find_introduction(herself, verdict, ME) is None


def test_names_keep_titles_and_small_words_and_drop_greetings() -> None:
    """ "Dear", "Thanks" and weekdays are capital too, and nobody."""
    text = "Dear Dr. Roth,\nOn Monday Ludwig van der Berg met Anna-Lena Weiß. Thanks! Best, Jo"
    assert names_in(text) == ("Dr. Roth", "Ludwig van der Berg", "Anna-Lena Weiß")


@given(st.text(max_size=500), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_and_any_names_give_an_answer(text: str, names: list[str]) -> None:
    """Names that are SQL, HTML, emoji or nothing: values, never an error."""
    boxes = [Mailbox(f"p{place}@example.org", name) for place, name in enumerate(names)]
    introduction = found(letter(text, Mailbox("l@hub.org", "Lena"), *boxes))
    assert len(introduction.introduced) <= 6


@pytest.mark.timeout(20)
def test_a_megabyte_of_capitals_is_read_in_time() -> None:
    """Linear: what looks like one endless name is cut, not backtracked into."""
    for phrase in (
        "could you link ",
        "introduce yourself to ",
        "darf ich ihr ",
        "Ollie makes ",
        "cv of ",
    ):
        found(letter(phrase * 60_000, Mailbox("l@hub.org", "Lena"), Mailbox("a@firm.com", "Anna")))
    for text in ("A" * 1_000_000, "Aa " * 300_000, "A-" * 500_000, "A.b " * 250_000):
        found(letter(text, Mailbox("l@hub.org", "Lena"), Mailbox("a@firm.com", "Anna")))
        names_in(text[:100_000])


@pytest.mark.parametrize(
    ("subject", "text", "names"),
    [
        (
            "",
            "Hi Anna,\n\nHere are two who can help.\n\nBuilders:\n\nJane Fox\nHalden Reeves\n"
            "212-555-0144\n\nBen Ito\nClay Orr\n212-555-0145\n\nLena",
            {"Anna Lind", "Jane Fox", "Ben Ito"},
        ),
        (
            "",
            "Hi Anna,\n\nPlease call them:\nHalden (Jane Fox) 212 555 0144\n"
            "Clay (Ben Ito) 212 555 0145\n\nLena",
            {"Anna Lind", "Jane Fox", "Ben Ito"},
        ),
        (
            "Re: Do you know Jane Fox?",
            "I have known her for years. She sent me to Korn Ferry once. Happy to make the intro "
            "if you like.\n\nLena",
            {"Anna Lind", "Jane Fox"},
        ),
    ],
)
def test_contacts_passed_on_are_named_each(subject: str, text: str, names: set[str]) -> None:
    """Cards and lists with numbers; the subject's person where the text says only "her"."""
    assert introduced_to_anna(subject, text) == names


@pytest.mark.parametrize(
    ("subject", "text", "names"),
    [
        (
            "A resume",
            "Hi Anna,\n\nhere is the resume of an analyst, sent to me by Jane Fox.\n\nLena",
            {"Anna Lind"},
        ),
        (
            "A trader",
            "Hi Anna,\n\nJane Fox, an associate who used to work here, recommended him to me. "
            "Attached is his resume.\n\nLena",
            {"Anna Lind"},
        ),
        (
            "Halden",
            "Hi Anna,\n\nSince Jane Fox has left, please talk to Ben Ito, his number is "
            "212-555-0144.\n\nLena",
            {"Anna Lind", "Ben Ito"},
        ),
        (
            "intro",
            "Hi Anna,\n\nplease talk to Ben Ito, his number is 212-555-0144.\n\nLena Berg\n"
            "Curator of Ship Models\nClifton Maritime Museum",
            {"Anna Lind", "Ben Ito"},
        ),
        ("Password Application", "Anna, could you call this man? Thanks.\n\nLena", {"Anna Lind"}),
        ("Resume - BEN K. ITO", "Not local, but looks good.", {"Anna Lind", "Ben K. Ito"}),
        ("RE: ben ito", "his number is 212-555-0144 and ben@ito.example", {"Anna Lind", "Ben Ito"}),
        ("", "Ben Ito's e-mail address is ben@ito.example", {"Anna Lind", "Ben Ito"}),
        (
            "",
            "Ruth in Bradford-on-Avon will know. Write to ruth@abel.example.",
            {"Anna Lind", "Ruth"},
        ),
    ],
)
def test_who_is_no_side_is_not_introduced(subject: str, text: str, names: set[str]) -> None:
    """Referees, who has left, a signature, a phrase of the subject; a sentence is no greeting."""
    assert introduced_to_anna(subject, text) == names


def test_readers_who_are_greeted_together_are_told_of_a_third() -> None:
    """Sally and Janet are colleagues of the sender, and not brought together."""
    introduction = found(
        letter(
            "Sally/Janet - I wanted to forward Christine's resume to you. She would be a good fit.",
            Mailbox("ted@firm.com", "Ted Bland"),
            Mailbox("sally.beck@firm.com"),
            Mailbox("janet.dietz@firm.com"),
        )
    )
    assert "Christine" in {person.name for person in introduction.introduced}


def test_an_answer_that_first_thanks_a_reader_takes_the_introduction_up() -> None:
    """It makes none: "Thank you, Henrik, that was fast. Dear Mr Hale, ..."."""
    message = letter(
        "Thank you, Henrik, that was fast.\n\nDear Mr Hale, could I come and see it?\n\nLena",
        Mailbox("lena@hub.org", "Lena Berg"),
        Mailbox("henrik@dahl.example", "Henrik Dahl"),
        Mailbox("samuel.hale@fern.example", "Samuel Hale"),
        subject="Re: Samuel, Lena",
    )
    assert find_introduction(message, VERDICT, ME) is None


FIRM = Mailbox("lena@hub.org", "Lena Berg")


def test_a_colleague_on_copy_looks_on_where_two_others_are_joined() -> None:
    """Paula keeps the file: who is brought together are two people of two other firms."""
    message = letter(
        "Liz,\n\nthe wording is outside my lane. Dr. Rao, copied, wrote those rules. Anil, Liz has "
        "a letter to answer. Paula will send you our note.\n\nLena",
        FIRM,
        Mailbox("liz@oats.example", "Elizabeth Moor"),
    )
    on_copy = (
        Mailbox("anil@foodtox.example", "Dr. Anil Rao"),
        Mailbox("paula@hub.org", "Paula Stacey"),
    )
    recipients = (*message.recipients, *(Recipient("cc", box) for box in on_copy))
    introduction = found(replace(message, recipients=recipients))
    assert introduction.role == "made"
    assert {person.address for person in introduction.introduced} == {
        "liz@oats.example",
        "anil@foodtox.example",
    }


def passed_on_to_anna(text: str, quoted_text: str) -> Introduction:
    message = letter(text, FIRM, Mailbox("anna@firm.com", "Anna Lind"))
    return found(replace(message, is_forward=True, quoted_text=quoted_text))


def test_whoever_is_only_named_has_the_address_of_the_mail_below() -> None:
    """ "This is from Captain Moretti", above his own mail."""
    introduction = passed_on_to_anna(
        "Anna - this is from Captain Moretti, who needs a sail. I told him you'd be in touch.",
        "From: Moretti <capt.moretti@sea.example>\nTo: Lena Berg <lena@hub.org>\n\nWho can?",
    )
    assert IntroducedPerson("Captain Moretti", "capt.moretti@sea.example") in (
        introduction.introduced
    )


def test_whoever_wrote_what_is_passed_on_is_the_other_side() -> None:
    """ "One for you?" names nobody: the mail below it does."""
    introduction = passed_on_to_anna(
        "Anna, a job for you, please call him, he can be reached all day.",
        "From: Y Osei [mailto:yosei@post.example]\nTo: lena@hub.org\n\nI need a renderer.",
    )
    assert introduction.role == "made"
    assert {person.address for person in introduction.introduced} == {
        "anna@firm.com",
        "yosei@post.example",
    }


def test_nobody_is_presented_to_himself() -> None:
    """ "We'd like to introduce the new lid": no person, so no introduction."""
    message = letter(
        "Hi Anna, we'd like to introduce the new lid on the tubs from June. Please welcome it.",
        FIRM,
        Mailbox("anna@firm.com", "Anna Lind"),
    )
    assert find_introduction(message, VERDICT, ME) is None


def test_whoever_had_the_work_before_sent_nobody() -> None:
    """ "I've taken over from Agnes Muir": Agnes refers nobody."""
    introduction = found(
        letter(
            "Hello Anna, just to introduce myself: I'm Lena, I've taken over from Agnes Muir as "
            "your contact for the site.\n\nLena",
            FIRM,
            Mailbox("anna@firm.com", "Anna Lind"),
        )
    )
    assert introduction.role == "self"
    assert (introduction.introducer, introduction.referrer_name) == (None, "")


def test_a_referrer_on_copy_sent_the_sender() -> None:
    """Who writes "Jane says you are the one" is no matchmaker of Jane and the reader."""
    message = letter(
        "Dear Tess, Anna Lind says you are the person for silk. Could I send you photographs?\n\n"
        "Lena",
        FIRM,
        Mailbox("tess@silk.example", "Tess Moran"),
    )
    on_copy = Recipient("cc", Mailbox("anna@firm.com", "Anna Lind"))
    introduction = found(replace(message, recipients=(*message.recipients, on_copy)))
    assert introduction.role == "self"
    assert introduction.introducer == Mailbox("anna@firm.com", "Anna Lind")
    assert [person.address for person in introduction.introduced] == [
        "lena@hub.org",
        "tess@silk.example",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Elle ne sait pas que je t'écris. Veux-tu que je vous présente Samira Haddad ?",
         ("Samira Haddad",)),
        ("Van Ruud Smit kreeg ik uw adres.", ("Ruud Smit",)),
        ("Ring Lena på bygget om porten är låst.", ("Lena",)),
        ("Peter van Dijk kent u.", ("Peter van Dijk",)),
    ],
)  # fmt: skip
def test_what_opens_a_sentence_is_no_part_of_a_name(text: str, names: tuple[str, ...]) -> None:
    """French verbs before their subject, the Dutch "Van", "Ring" before whom one rings."""
    assert names_in(text) == names


def test_a_greeting_ends_with_its_full_stop() -> None:
    """ "Hiya. Spoke to Cass": Cass is spoken of, and has an address."""
    assert introduced_to_anna(
        "the drummer",
        "Hiya. Spoke to Cass, she's up for it. Her email's cass@cassdrums.example, just write",
    ) == {"Anna Lind", "Cass"}

"""Who brings whom together in an introduction, and in which role.

Knows names as they are written and the people on the message; it refuses to know whether
they have met before. A message whose purpose is another introduces too where its words are
plain ("adding Molly here").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from extractors.addresses import canonical_address, domain_of, organisation_of
from extractors.features import model_text
from extractors.introduction_roles import Standing, weigh_roles
from extractors.learned_roles import choose_role
from extractors.names import (
    NamedPerson,
    gives_details,
    has_phone_after,
    is_called,
    is_card,
    is_kin,
    is_namesake,
    is_same_name,
    is_someone_else,
    join_lines,
    may_be_called,
    people_named,
    words_of,
)
from extractors.people import full_name, is_robot_address
from extractors.records import (
    Evidence,
    IntroducedPerson,
    Introduction,
    IntroductionRole,
    Mailbox,
    Me,
    Message,
    Verdict,
)
from extractors.signals import LONGEST_TEXT, find_signals, fold
from extractors.threads import base_subject

_MOST_PEOPLE: Final = 8
_MOST_JOINED: Final = 4
"""Unnamed recipients up to whom "you all" may mean each other."""
_NEAR: Final = 30
"""Characters around words that introduce in passing, within which they name whom they mean."""
_GUESSED: Final = 0.5
"""Below this a kind is less likely than not."""
_MOST_TOLD: Final = 3
"""Readers to whom one and the same stranger is shown."""
_LONGEST_SIGNATURE: Final = 5
"""Lines below the sender's name."""
_MOST_RECIPIENTS: Final = 8
"""A message to more people than this brings no two of them together."""
_KINDS_THAT_MAY_INTRODUCE: Final = frozenset({"reply", "note", "meeting"})

# Who says who they are. Matches "i'm jane", "my name is tom", "ich bin uta".
_I_AM: Final = re.compile(
    r"""\b(?:i'm|i\ am|name\ is|name's|this\ is|ich\ bin|name\ ist|je\ suis|m'appelle|soy|llamo
    |heter|naam\ is|ik\ ben)\ (?P<name>\w{3,30})""",
    re.VERBOSE,
)

# Words by which a message introduces whatever else it is for, by role. Matches "referred me to
# you", "i got your name from", "introduce yourself to", "kannst du mich mit uta in kontakt
# bringen", "ihre neue ansprechpartnerin". No match: "adding up".
_PLAIN: Final = re.compile(
    r"""\b(?:(?P<self>(?:referred|sent|pointed)\ (?:me|us)\ to\ you
        |(?:got|given|have|had)\ (?:me\ )?your\ (?:name|number|email|details|address)
            \ (?:from|by|through)
        |gave\ me\ your\ (?:name|number|email)
        |(?:suggested|recommended|told|said)\ (?:that\ )?(?:i|me)\ (?:should\ |to\ |might\ )?
            (?:try\ to\ )?(?:contact|reach|get\ in\ touch|get\ with|talk|write|call|email|e-mail
            |speak)(?:\ (?:to|with))?(?:\ (?:out\ )?to)?\ you)\b
    |(?P<requested>(?:könntest|kannst|könnten|können|würdest|würden)\ (?:du|sie|ihr)\ (?:mich
        |uns)
            \ [^?!]{0,90}(?:kontakt\ bringen|bekannt\ machen|vernetzen|vorstellen
            |ins\ spiel\ bringen)
        |(?:mich|uns)\ [^.?!]{0,60}(?:bekannt\ zu\ machen|in\ kontakt\ zu\ bringen)
        |(?:pourrai[st]|pourriez|peux|pouvez)-?\ ?(?:tu|vous)\ [^?!]{0,60}(?:présenter
        |en\ relation
            |en\ contact|introduire)
        |(?:m'|nous\ )(?:introduire|recommander)\ (?:à|auprès)
        |(?:podrías|podría|puedes|podríais)\ [^?!]{0,60}(?:presentar(?:me|nos)|en\ contacto)
        |(?:can|could|would)\ you\ (?:please\ )?(?:link|connect|put\ in\ a\ (?:good\ )?word
        |drop\ (?:him|her
            |them)\ a\ line|write\ to\ (?:him|her|somebody|someone)|vouch)
        |(?:skulle|kan|kunde)\ du\ [^?!]{0,60}(?:introducera|presentera|koppla\ ihop|sätta)\ (?:mig
            |oss)
        |(?:kun|kunt|zou|wil)\ (?:je|u|jij)\ [^?!]{0,30}(?:mij|me|ons)\ [^?!]{0,60}(?:in\ contact
            |voorstellen|introduceren))\b
    |(?P<offered>(?:ok|okay|fine|alright|mind)\ (?:for\ me\ to|if\ i)\ (?:connect|introduce
        |pass|put|give)
        |(?:may|can|shall|should)\ i\ (?:give\ (?:him|her|them)\ your|pass\ (?:on\ )?your
        |put\ you|connect
            \ you|introduce\ you)
        |(?:i'll|i\ will|i\ shall|i\ can|i\ could)\ (?:\w{2,10}ly\ )?(?:give\ (?:him|her
        |them)\ your
            |put\ you\ in\ (?:touch|contact)|pass\ (?:it|this)\ on\ (?:to\ (?:him|her|them)|with))
        |(?:willing|happy|open)\ to\ (?:hear\ from|speak\ (?:with|to)|talk\ to)\ (?:him|her|them)
        |darf\ ich\ (?:ihr|ihm|ihnen|dich|sie|euch)\ [^?!\n]{0,60}(?:geben|vorstellen|weitergeben)
        |soll\ ich\ (?:euch|dich|sie|dir|ihnen)\ [^?!\n]{0,60}(?:verbinden|vorstellen|vernetzen)
        |(?:puis-je|je\ peux)\ [^?!\n]{0,40}(?:mettre\ en|présenter|donner\ (?:ton|votre))
        |¿?(?:puedo|quieres\ que)\ [^?!\n]{0,40}(?:present|pase\ tu|dé\ tu)
        |(?:får|ska)\ jag\ [^?!\n]{0,40}(?:ge\ |presentera|koppla)
        |(?:mag|zal)\ ik\ [^?!\n]{0,40}(?:geven|voorstellen|koppelen))\b
    |(?P<presented>may\ i\ present|(?:is|will\ be)\ your\ (?:man|woman|person|point|new|main)\b
        |(?:to|meet)\ my\ (?:new\ )?colleague|(?:ihre?|deine?
        |unsere?)\ (?:neue[rn]?\ )?(?:ansprechpartner(?:in)?
            |nachfolger(?:in)?|kolleg(?:e|in)\b)
        |your\ (?:new\ )?contact\ (?:(?:here|at\ \w{1,20})\ )?(?:will\ be|is)
        |(?:will\ be\ |is\ )?taking\ over\ (?:your|from\ me|my)|votre\ (?:nouveau
        |nouvelle)\ \w{1,20}
        |su\ nuev[oa]\ contacto|(?:ny|vår\ nya)\ (?:kontaktperson|kollega)|efterträder\ mig
        |nieuwe\ contactpersoon|mijn\ opvolger)\b
    |(?P<made>(?:his|her)\ (?:phone\ |cell\ |home\ |office\ |direct\ |e-?mail\ )?(?:number|e-?mail
            |address|cell|mobile|extension|line)\ is
        |here(?:'s|\ is|\ are)\ (?:[\w.-]{2,15}\ ){0,2}[\w.-]{2,15}'s\ (?:contact|phone|number|cell
            |e-?mail)\b
        |i(?:'ve|\ have)\ (?:also\ )?(?:copied|added|looped)\ (?:in\ )?[^,.!?\n]{2,40},\ who\b
        |here(?:'s|\ is|\ are)\ (?:his|her|their)\ (?:contact\ |phone\ )?(?:info\w{0,8}|details
            |number|e-?mail|address)|introduce\ yourself\ to
        |(?:get|be)\ in\ (?:touch|contact)\ with|i've\ cc'?d
        |cc'd\ here
        |(?:he|she)\ can\ be\ reached
        |(?<!i'll\ )(?<!i\ will\ )(?<!i\ can\ )(?:give|gave)\ (?:him
            |her)\ (?:a\ call|your\ (?:name|number
            |email))
        |(?:would\ like|wants|trying)\ to\ (?:speak|talk|meet|get\ in\ touch)\ (?:with|to)\ you
        |adding\ (?:my|our|\w{2,15}\ \w{2,15}\ from)|interested\ in\ meeting\ (?:with\ )?you
        |looking\ to\ get\ in\ touch
        |(?<!i'll\ )(?<!i\ will\ )(?<!i\ can\ )call\ (?:him|her)\ at|mention\ (?:me|my\ name)\b
        |the\ (?:right|best)\ (?:man|woman|person|one|guy)\ (?:\w{1,12}\ ){0,4}is\b
        |please\ (?:talk|speak)\ (?:with|to)\ (?:him|her)
        |(?:whom|who)\ (?:i'm|i\ am|i\ have|i've)\ (?:copying|copied|cc'?ing|cc'?d)
        |i\ told\ (?:him|her)\ [^.!?\n]{0,24}you'd|tell\ (?:him|her|them)\ (?:that\ )?i\ sent
        |(?:forwarding|attach\w{2,3})\ [^.?!]{0,24}(?:cv|resume|résumé)
        |(?:cv|resume|résumé)\ (?:of|for|from)\ (?:a|my|our)\ (?:\w{1,12}\ )?(?:friend|cousin
        |brother
            |sister|gentleman|colleague|neighbou?r))\b)""",
    re.VERBOSE,
)
# Letters of each of those: most mail has none of them.
_PLAIN_HINTS: Final = (
    " number is", "'s contact", "'s phone", "'s number", "'s cell", "'s email", "mail is",
    "address is", " cell is", " mobile is", "extension is", " line is",
    "s his ", "s her ", "e his ", "e her ", "in touch", "in contact",
    "introduc", "introdui", "recommander", "bekannt zu", "ins spiel", "sätta ",
    "your name", "your number", "your email",
    "your contact", "your new", "your main", "your man", "your woman", "your person",
    "be reached", "cc'd", "cc'ing", "copying", "ve copied", "ve added", "ve looped", "adding ",
    "call him", "call her", "i sent",
    " cv", "resume", "résumé", "kontakt", "ansprechpartner", "nachfolger", "vorstellen",
    "vernetz", "connect", "taking over", "en relation", "présent", "i present", "presenta",
    "presentera", "koppla", "voorstellen", "opvolger", "contactpersoon", "votre nouv",
    "tu nuev", "su nuev", "link me", "link us", "vouch", "good word", "a line", "mention m",
    "the right ", "the best ", "please talk", "please speak", "told him", "told her",
    "to hear from", "speak with you", "meeting you", "meeting with you", "give him",
    "give her", "gave h", "give them", "pass it on", "pass on", "pass your", "referred me",
    "referred us", "sent me to", "pointed me", "suggested i", "suggested that i",
    "recommended i", "said i should", "told me to", "darf ich", "soll ich", "je peux",
    "puis-je", "puedo", "får jag", "ska jag", "zal ik", "mag ik", "my colleague", "to talk to",
    "to speak to", "to speak with",
)  # fmt: skip
# Signals that make a message of another kind an introduction, if the people are there too.
_STRONG: Final = frozenset(
    {"introduction_made", "introduction_requested", "introduction_offered", "introduction_self",
     "introduction_presented"}
)  # fmt: skip
# All recipients are joined. Matches "you two", "the three of you", "euch beide", "jullie".
_ALL_OF_YOU: Final = re.compile(
    r"""(?<!or\ )\b(?:you\ (?:two|both|three|guys|all)|(?:both|two|three)\ of\ you|each\ other
        |you(?:'re|\ are)\ both
        |(?<!are\s)(?<!are\s\s)(?<!were\s)(?<!in\s)(?<!for\s)both(?!\ (?:sides|are|were|said|say
            |of\ (?:them|the|us|our|these)|the|in|his|her|their|from)\b)
        |euch|ihr\ beide[nr]?|os\ (?:presento|dejo|pongo)|vous\ mets|er\ (?:två|båda)|ni\ (?:två
        |båda)
        |jullie|elkaar|e-introducing)\b""",
    re.VERBOSE,
)
# Matches "her resume", "chris neale's cv", "candidate". No match: "resume the talks".
_PAPERS: Final = re.compile(
    r"\b(?:resumes?|résumés?|cv|candidates?|lebenslauf|currículum|curriculum|applicant)\b(?! the\b)"
)
# Matches " (at Halden)". No match: "(see below".
_REMARK: Final = re.compile(r"^ \([^()\n]{1,36}\)")
# Matches " and her partner ", between two names. No match: " and her firm, ".
_AND_THEIR: Final = re.compile(r",? (?:and|&) (?:his|her|their|my|our|the) (?:[a-z-]{2,14} ){1,2}")
# What tells of somebody, right behind their name. Matches ", who", " (", " runs", " at Halden". No
# match: ", Ben".
_TELLS: Final = re.compile(
    r",? ?(?:\(|(?:who|whom|our|my|the|a|an|at|of|from|in|is|has|was|will|used)\b|[a-z]{3,12}s\b)"
)
# Matches " leads the". No match: ", who leads", " was".
_DOES: Final = re.compile(r" (?!was\b|has\b|is\b|says\b|plus\b)[a-z]{2,12}s\b")
_OR: Final = re.compile(r" ?(?:or|and|&|/) ?")
_SENTENCE_ENDS: Final = re.compile(r"[.!?](?:\s|$)|\n\s*\n")
_LONGEST_ROW: Final = 160
"""Characters between two of whom one sentence tells."""
_AND: Final = frozenset({"and", "&", "und", "et", "y", "och", "en"})
# Who sent the sender stands right before the verb or right after the preposition.
_BY: Final = re.compile(
    r"""\b(?:by|from|via|through|of|friend:|par|de\ (?:la\ )?parte?\ de|von|av|van
        |thanks\ to)\ $""",
    re.VERBOSE,
)
# Who had the work before. Matches "i've taken over from ", "replacing ". No match: "heard from ".
_FOLLOWS: Final = re.compile(
    r"""\b(?:(?:tak(?:e|en|ing)|took)\ over\ (?:\w{2,12}\ ){0,2}from|succeed(?:ed|ing)?
        |replac(?:ed?|ing)|nachfolger(?:in)?\ von|remplace|succède\ à|sustituyo\ a|efterträder
        |opvolger\ van)\ $""",
    re.VERBOSE,
)
# Who sent the sender. Matches "Jane says you", "Jane Fox suggested I", "Jane gave me your". No
# match: "Jane says hello".
_SENDS: Final = re.compile(
    r"""\b(?P<name>[^\W\d_a-z][\w-]{1,20}(?:\ [^\W\d_a-z][\w-]{1,20})?)
        \ (?:\((?:cc'?d?|copied|in\ copy|on\ copy)\)\ )?(?:kindly\ |has\ |has\ kindly\ )?
        (?:(?:says|said|thinks|thought|suggest(?:s|ed)|recommend(?:s|ed))\ (?:that\ )?(?:you|[Ii])\b
        |(?:told|tells|gave|given|sent|pointed|referred)\ me\ (?:to\ )?(?:you|about\ you|that\ you)
        |meinte|sagte|hat\ mir\ (?:[Ii]hre|deine)|m'a\ (?:donné|conseillé|dit)
        |me\ (?:dio|dijo|ha\ dado)|sa\ att|tipsade|gav\ mig|gaf\ (?:me|mij)|zei\ dat)""",
    re.VERBOSE,
)
_PRONOUN: Final = re.compile(
    r"\b(?:he|she|er|sie|il|elle|él|ella|han|hon|hij|zij) (?:had |has |also |then )?$"
)


# Matches "nice to meet you", "moving you to bcc", "enchanté". No match: "nice meeting on Friday".
_TAKES_UP: Final = re.compile(
    r"""\b(?:nice|lovely|great|good|pleased|pleasure|delighted|glad|happy)\ to\ (?:e-?)?(?:meet
        |connect
        \ with)\ you\b|\bto\ bcc\b|\bbcc'?(?:ing|d|ed)?\ \w|\bthanks?\ (?:you\ )?for\ (?:the
        |this|your|making\ the)\ (?:\w{2,12}\ )?(?:intro|connection)|\benchantée?\b
        |\bfreut\ mich|\bmucho\ gusto\b|\bencantad[oa]\b|\bkul\ att\ (?:träffas|höras)
        |\baangenaam\b""",
    re.VERBOSE,
)
# Someone spoken of. Matches "Ollie makes", "Gerd, who distributes", "Aisling's silver sticks".
_DESCRIBED: Final = re.compile(
    r"""\b(?P<name>[^\W\d_a-z][\w-]{1,20})(?:['\u2019]s\ \w{2,20})?(?:\ \([^()\n]{1,40}\))?
    (?:,\ (?:who|whom|qui|der|die|que|som)\b|:\ |\ [–—-]\ |\ (?:is|has|was|will|can|and\ h(?:is
        |er)|har|är|hat
        |ist|sucht|macht|a\ |est|tiene|es|lleva|heeft|zoekt|maakt|(?!this|its|thus|plus|versus
        |news)[a-z]{2,12}(?<!s)s)\b)""",
    re.VERBOSE,
)


# Spoken of by no name. Matches "her", "she's". No match: "here".
_SPOKEN_OF: Final = re.compile(r"\b(?:[Ss]he|[Hh]er|[Hh]e|[Hh]im|[Hh]is)\b")
# What stands before those whom one wants to reach. Matches "pass my resume along to ", "speak with
# ". No match: "I wrote to ".
_WANTED_BEFORE: Final = re.compile(
    r"""\b(?:(?:(?:introduce|connect)\ (?:me|us|him|her|them)|in\ touch|in\ contact
            |intro(?:duction)?|resume|cv|[Ss]peak|speaking|[Tt]alk|talking)
            (?:\ (?:on|along|over|directly))?\ (?:to|with)
        |(?:need|ought|want|have|got|should|must|please|could|might)\ (?:to\ )?
            (?:meet|contact|call|reach|try)|(?:Call|Contact|Meet|Try|Ring|Email|E-mail))
        \ (?:[^\W\d_a-z]\w{1,12}\ )?$""",
    re.VERBOSE,
)


# The name below a closing. Matches "Kind regards,\n\nJane Fox". No match: "regards to Jane".
_CLOSING: Final = re.compile(
    r"""(?:regards|sincerely|thanks|cheers|wishes|yours|truly|take\ care|grüße[n]?|cordialement
        |saludos|hälsningar|groet(?:en)?)[ ]?[,.!]?[ \t\r]*\n
        \s{0,4}(?P<name>[^\W\d_][^\n@\d:]{1,30})$""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


# One is told to turn to whom the name behind it is of. Matches "please call ", "speak with our man
# there: ", "the contact at Halden is ", "we use ". No match: "a call from ", "I will call ".
_TELLS_TO_TURN: Final = r"""
    (?:(?<!\bI\ )(?<!\bwe\ )(?<!ll\ )(?<!\ba\ )(?<!per\ )(?<!my\ )(?<!your\ )
            (?<!he\ )(?<!they\ )
            \b(?:[Cc]all|[Cc]ontact|[Rr]ing|[Ww]rite\ to|[Ee]-?mail|[Ss]peak\ (?:to|with)
            |[Tt]alk\ (?:to|with)|[Rr]each|[Tt]ry|[Aa]sk\ for|[Ww]ork\ with|[Gg]et\ with
            |[Ii]n\ touch\ with)
            (?:\ (?!from\b|by\b|of\b|for\b|and\b|or\b)[a-z'-]{1,14}){0,6}
        |\b(?:[Cc]ontact|[Pp]erson|[Nn]ame|[Nn]umber|one|guy|man|woman|lady|attorney|atty|rep|vet
            |[a-z]{2,12}(?:er|or|ist|ian))\b[^.!?\n]{0,50}\ (?:is|is\ called)
        |\b[Ww]e\ use)[,:]?\ [(]?"""
_TURN_TO: Final = re.compile(rf"{_TELLS_TO_TURN}$", re.VERBOSE)
# The same behind the name. Matches "'s number", ", her e-mail", " can help". No match: " called".
_HAS_NUMBER: Final = r"['\u2019]s\ (?:\w{2,9}\ )?(?:number|e-?mail|address|cell|phone|contact)"
_THEIR_NUMBER: Final = r"""(?:[Hh]is|[Hh]er|[Tt]heir)
    \ (?:\w{3,9}\ )?(?:number|e-?mail|cell|phone|direct|mobile)\b"""
_HELPS: Final = r"\b(?:can|will\ be\ able\ to|is\ going\ to)\ help\b"
_IS_CONTACT: Final = r"is\ (?:the|our|your)\ (?:\w{2,12}\ ){0,2}(?:contact|person)\b"
_TURNED_TO: Final = re.compile(
    rf"""{_HAS_NUMBER}|[^.!?\n]{{0,70}}(?:[.!]\ |\ -|,\ |\ ){_THEIR_NUMBER}
    |[^.!?\n]{{0,70}}{_HELPS}|\ {_IS_CONTACT}""",
    re.VERBOSE,
)
# One of those, whoever it is about: most mail has none.
_TURNS_TO_SOMEBODY: Final = re.compile(
    rf"{_TELLS_TO_TURN}(?=[^\W\d_a-z])|{_HAS_NUMBER}|{_THEIR_NUMBER}|{_HELPS}|\b{_IS_CONTACT}",
    re.VERBOSE,
)
# Matches "the contacts are", "Contact Info". No match: "please contact".
_CONTACTS: Final = re.compile(
    r"\b(?:contacts|contact (?:names?|info\w{0,8}|details|numbers?|list))\b", re.IGNORECASE
)
# Whom to ask about the mail itself, or while the sender is away. Matches "any questions, please
# contact ", "in my absence call ". No match: "please call ".
_ABOUT_THIS: Final = re.compile(
    r"""\b(?:(?:can't|cannot|unable\ to)\ reach|questions?|concerns?|queries|problems?|assistance
        |(?:additional|further|more)\ (?:information|details)|comments|absence
        |out\ of\ (?:the\ )?(?:office|town)|vacation
        |emergency|RSVP|myself|or\ me|assistant|secretary|register|registration|dial|hotel|room
        |flight|fax|distribution)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_GREETING_ENDS: Final = re.compile(
    r"[,!:–]|-(?=\s|$)|(?<=\s)-"
    r"|(?i:(?<=hi)|(?<=hiya)|(?<=hey)|(?<=hello)|(?<=morning)|(?<=evening))\."
)
# Who writes or gets a quoted mail. Matches "From: Jo Fox <jo@fox.co>", "Jo Fox [mailto:jo@fox.co]".
# No match: "<jo@fox.co>".
_QUOTED_MAILBOX: Final = re.compile(
    r"""(?P<name>[^\W\d_][^<>\[\]()\n:;"*|]{1,48}?)"?\ ?[<\[(](?:mailto:)?
        (?P<address>[\w.+-]{1,64}@[\w.-]{3,120})[>\])]""",
    re.VERBOSE,
)
_QUOTED_HEAD: Final = 1_200
"""Characters of what is quoted in which it says who wrote it to whom."""
# A sentence. Matches "Ruth in Bath", "Kevin Fox's", "Bill Read...", "Number for Ruth", "Please call
# Ruth". No match: "Hi Ruth".
_NO_GREETING: Final = re.compile(
    r"""^\s*(?:[Pp]lease|[Pp]ls|[Cc]all|[Cc]ontact|[Tt]ry|[Aa]sk|[Tt]alk|[Ss]peak|[Mm]eet)[ ]
    |['\u2019]s\b|\.\.|\ (?:in|is|has|was|from|at|of|for|will|would|can|could|wants|said|told|called
        |just|needs|knows)\b""",
    re.VERBOSE,
)
# One who is spoken of, and not to: "Zack Stone - he has". No match: "Zack - here is".
_TELLS_OF: Final = re.compile(r"\ ?[–—-]{1,2}\ ?(?:[Hh]e|[Ss]he|who)\b")
# Who is thanked first by one who answers. Matches "Thank you, Jane, that". No match: "Thanks for".
_THANKS_FIRST: Final = re.compile(
    r"\s*(?:many\ )?thank(?:s|\ you)(?:\ so\ much|\ a\ lot)?,?\ (?P<name>\w{2,20})\s?[,.!–—-]"
)
# A greeting that nothing parts from what follows. Matches "Jane here is", "Bob please call". No
# match: "Jane has called".
_BARE_GREETING: Final = re.compile(
    r"""[^\W\d_a-z]\w{1,14}(?=\ (?:here(?:'s|\ is|\ are)|please|pls|attached|thanks|thank
        |could\ you|can\ you|would\ you|do\ you|i|I|we|this\ is|per|as)\b)""",
    re.VERBOSE,
)
# Who only speaks for another, or for whom that other works. Matches "by Jane" of "sent to me by
# Jane", "a friend of Jane". No match: "by Jane".
_NO_SIDE_BEFORE: Final = re.compile(
    r"""\b(?:(?:[Ii]\ am|[Ii]'m|[Ww]e\ are|[Ww]e're)\ (?:already\ )?in\ (?:touch|contact)\ with
        |(?:sent|given|passed|forwarded|recommended|referred|suggested|mentioned|provided)
        \ (?:(?:on|along)\ )?(?:to\ (?:me|us)\ )?(?:by|from)
        |work(?:s|ed|ing)\ for|reports?\ (?:in\ )?to|reporting\ to|according\ to
        |(?:friend|recommendation|suggestion|request|behalf)s?\ of)\ $""",
    re.VERBOSE,
)
# Matches "Jane, who used to work here, recommended him", "Jane speaks highly of", "Jane has left".
# No match: "Jane suggested Tuesday".
_NO_SIDE_AFTER: Final = re.compile(
    r"""(?:,\ [^,.!?\n]{1,80},|,?\ (?:who|an?|the|our)\ [^,.!?\n]{1,90})?\ (?:(?:has|had|have|just
        |also|kindly|highly|already)\ ){0,2}(?:
        (?:recommend(?:s|ed)?|referred|suggest(?:s|ed))\ (?:that|him|her|them|his|you|we|i|I|me)\b
        |(?:referred\ to|told\ (?:me|us|you)\ about)\ is\b
        |advised\ (?:us|me)\b|spe(?:aks|ke|aking)\ (?:very\ |so\ |really\ )?highly
        |(?:is|has|was)\ (?:gone|left|leaving|departed|no\ longer|retir(?:ed|ing)))""",
    re.VERBOSE,
)
# Matches ", who has joined us", ", who starts". No match: ", who has left".
_IS_NEW: Final = re.compile(
    r",? who(?:'s| has| is| will| just)? ?(?:just |now |be )?"
    r"(?:join|start|beg[iu]n|tak(?:en|es|ing) over)"
)
# Somebody on copy is meant though nobody says their name. Matches "she is cc'd", "meet my brother".
_POINTS_TO_COPY: Final = re.compile(
    r"""\b(?:[Cc]{2}|[Cc]{2}'?(?:d|ed|ing)|[Cc]op(?:y|ied|ying|ia|ie)|[Mm]eet|[Ii]ntro\w*|[Cc]onnect\w*
        |[Aa]dd(?:ed|ing)|[Ll]oop\w*|[Bb]oth|[Ee]ach|[Tt]wo|[Tt]ouch|[Kk]opie|[Cc]opie|[Kk]opia)\b""",
    re.VERBOSE,
)
# Matches "Resume - JANE B. FOX", "candidate: BEN ITO". No match: "Resume - Jane Fox".
_SHOUTED: Final = re.compile(
    r"(?i:resume|résumé|cv|candidate|intro|introducing|introduction)(?i: (?:of|for|from|to))?"
    r"[ :-]{1,4}"
    r"([A-Z]{2,20}(?: [A-Z]\.?)?(?: [A-Z]{2,20}){1,2})$"
)
# Somebody is shown. Matches "this is my nephew Freddie", "Meet Naoko", "Je mets Samia en copie".
# No match: "this is late", "meet on Friday" (nobody on the message is called so).
_SHOWN: Final = re.compile(
    r"""\b(?:[Tt]his\ is|[Hh]ere(?:['\u2019]s|\ is)|[Mm]eet|I['\u2019]m\ including|I\ am\ including
        |[Ss]telle?\ ich\ (?:dir|Ihnen|euch)|[Dd]as\ ist|en\ copia\ a|[Tt]e\ presento\ a
        |[Jj]e\ (?:mets|vous\ présente|te\ présente)|lägger\ (?:jag\ )?till|[Dd]et\ här\ är
        |[Dd]it\ is)
    \ (?:(?:my|our|meine?|mon|ma|mi|min|mijn)\ [\w-]{2,14}\ |(?:Herrn?|Frau|Dr|Mr|Ms)\.?\ )?
    (?P<name>[^\W\d_a-z][\w-]{1,20})""",
    re.VERBOSE,
)


def find_introduction(message: Message, verdict: Verdict, me: Me) -> Introduction | None:
    """The introduction a message makes, asks for, offers or is; None where it is none.

    ``introduced`` holds the two sides: for ``made`` those who are joined, recipients before
    people only named; for ``requested`` who asks and whom they want to meet; for ``offered``
    the reader and who is offered; for ``self`` sender and reader; for ``presented`` the new
    person alone.
    """
    if verdict.kind == "introduction":
        is_sure = True
    elif verdict.kind in _KINDS_THAT_MAY_INTRODUCE and len(message.recipients) <= _MOST_RECIPIENTS:
        if message.automation.is_bulk:
            return None
        is_sure = False
    else:
        return None
    signals, folded, plain = _words_of_introduction(message)
    if not is_sure:
        signals = [each for each in signals if not _is_weak(each, folded)]
    is_strong = plain is not None or any(each.signal in _STRONG for each in signals)
    may_describe = verdict.kind != "meeting" and not _is_answer(message)
    is_shown = not is_sure and may_describe and (_describes_both(message) or _shows_one(message))
    if not is_sure and not is_strong and not is_shown:
        return _contact_passed_on(message, verdict)
    introduction = _read(message, folded, signals, plain, verdict)
    if introduction.role == "made" and _takes_up(message, folded, signals):
        return None
    if is_sure and introduction.role == "presented" and not introduction.introduced:
        return None  # "we introduce the new lid"
    if is_sure and verdict.confidence < _GUESSED and not signals and not plain:
        # The likeliest of six kinds, and not one word that introduces.
        return _contact_passed_on(message, verdict)
    if is_sure or (is_shown and introduction.role == "made" and len(introduction.introduced) >= 2):
        return introduction
    return introduction if _is_plain(introduction, message, signals, plain) else None


def _contact_passed_on(message: Message, verdict: Verdict) -> Introduction | None:
    """A number or address of a named third person, whom the readers are told to turn to: "Please
    speak with our controller, Jane Fox, 555 0144". Not whom to ask about the mail itself."""
    if (
        verdict.kind not in ("note", "reply", "introduction")
        or len(message.recipients) > _MOST_JOINED
    ):
        return None
    text = message.new_text[:LONGEST_TEXT]
    if not gives_details(text):
        return None
    text = join_lines(text)
    may_be_list = _CONTACTS.search(f"{message.subject}\n{text}") is not None
    if not may_be_list and not _TURNS_TO_SOMEBODY.search(text):
        return None
    people = _People(message, (), None)
    listed = people.with_details()
    is_list = len(listed) > 1 and may_be_list
    handed_over = [person for person, _ in listed if _is_handed_over(text, person, is_list)]
    if not handed_over or not people.reader():
        return None
    person = handed_over[0]
    sides = dict.fromkeys(side for _, side in listed[:_MOST_PEOPLE])
    introduced = (*people.reader(), *sides)
    quote = text[person.start : person.end]
    evidence = (Evidence("text", "introduction_in_passing", quote, person.start, person.end),)
    return Introduction("made", message.sender, introduced, "", evidence)


def _is_handed_over(text: str, person: NamedPerson, is_list: bool) -> bool:
    """Whether the sentence of a name tells to turn to them, but not with questions about this."""
    start = max(text.rfind("\n\n", 0, person.start), person.start - 160, 0)
    before, after = text[start : person.start], text[person.end : person.end + 160]
    before = before[max(before.rfind(mark) for mark in ".!?") + 1 :]
    stop = _SENTENCE_ENDS.search(after)
    if _ABOUT_THIS.search(before) or _ABOUT_THIS.search(after[: stop.start()] if stop else after):
        return False
    return is_list or bool(_TURN_TO.search(before) or _TURNED_TO.match(after))


def weigh_roles_of(message: Message) -> dict[IntroductionRole, float]:
    """How much speaks for each role, were the message an introduction; before what was learned."""
    signals, folded, plain = _words_of_introduction(message)
    people = _People(message, signals, plain)
    return _weigh_roles(message, folded, signals, plain, people.standing(folded))


def _words_of_introduction(message: Message) -> tuple[list[Evidence], str, re.Match[str] | None]:
    """Signals, the folded text, and the words by which it introduces in passing."""
    signals = [
        found
        for found in find_signals(message.new_text)
        if found.signal.startswith("introduction_") and found.signal != "introduction_thanks"
    ]
    folded = fold(message.new_text[:LONGEST_TEXT])
    return signals, folded, _PLAIN.search(folded) if _may_be_plain(folded) else None


def _weigh_roles(
    message: Message,
    folded: str,
    signals: Sequence[Evidence],
    plain: re.Match[str] | None,
    standing: Standing,
) -> dict[IntroductionRole, float]:
    subject = "" if _is_answer(message) else fold(message.subject[:300])
    return weigh_roles(f"{subject}. {folded}", signals, plain, standing)


def _may_be_plain(folded: str) -> bool:
    for hint in _PLAIN_HINTS:  # noqa: SIM110 - asked of every mail: any() takes twice the time
        if hint in folded:
            return True
    return False


def _is_weak(signal: Evidence, folded: str) -> bool:
    """Words that introduce only where the whole message does: "on my behalf", "i thought you"."""
    start = signal.start or 0
    return "behalf" in signal.quote or (
        signal.signal == "introduction_self" and folded[max(0, start - 2) : start] == "i "
    )


def _is_answer(message: Message) -> bool:
    return bool(message.in_reply_to) or fold(message.subject[:4]).startswith(("re:", "aw:", "sv:"))


def _takes_up(message: Message, folded: str, signals: Sequence[Evidence]) -> bool:
    """Whether an answer takes up the introduction before it: "thanks Nora (to bcc). Hi Luca"."""
    if not _is_answer(message) or any(
        found.signal == "introduction_made" and "bcc" not in found.quote.lower()
        for found in signals
    ):
        return False
    thanked = _THANKS_FIRST.match(folded)
    if thanked and len(message.recipients) > 1:
        words = frozenset({thanked["name"]})
        if any(is_called(box, words) for box in message.to_and_cc):
            return True
    return _TAKES_UP.search(folded) is not None or any(
        found.signal == "introduction_thanks" for found in find_signals(message.new_text)
    )


def _is_plain(
    introduction: Introduction,
    message: Message,
    signals: Sequence[Evidence],
    plain: re.Match[str] | None,
) -> bool:
    """Whether words in passing introduce: both sides are there, and the words are strong."""
    introduced = introduction.introduced
    near = _words_near(message.new_text, signals, plain)
    if introduction.role == "offered":
        return False  # an offer is all that its message says: in passing these were none
    if introduction.role == "presented":
        readers = {box.address for box in message.to_and_cc[:1]}
        return any(
            words_of(person.name) & near and person.address not in readers for person in introduced
        )
    if len(introduced) < 2 or not all(person.name or person.address for person in introduced):
        return False
    if introduction.role == "self":
        return bool(introduction.referrer_name or introduction.introducer)
    if introduction.role == "made":
        is_said = plain is not None or any(each.signal == "introduction_made" for each in signals)
        return is_said or not signals  # then each was described to the other
    # "Point me to the survey" wants nobody, whoever is named a line below.
    is_meant = bool(words_of(introduced[-1].name) & near)
    return is_meant and (plain is not None or any(each.signal in _STRONG for each in signals))


def _words_near(
    text: str, signals: Sequence[Evidence], plain: re.Match[str] | None
) -> frozenset[str]:
    """What stands right before and behind the words that introduce, and in them."""
    places = [(each.start, each.end) for each in signals]
    places += [plain.span()] if plain else []
    return frozenset().union(
        *(
            words_of(text[max(0, start - _NEAR) : end + _NEAR])
            for start, end in places
            if start is not None and end is not None
        )
    )


def _shows_one(message: Message) -> bool:
    """ "Skip, this is Marlys", to Skip and Marlys, who are of different firms."""
    boxes = [box for box in message.to_and_cc if box.address != message.sender.address]
    if not 2 <= len(boxes) <= _MOST_JOINED or len({domain_of(box.address) for box in boxes}) < 2:
        return False
    shown = [words_of(match["name"]) for match in _SHOWN.finditer(message.new_text[:2_000])]
    return any(
        is_called(box, words) and not is_called(message.sender, words)
        for box in boxes
        for words in shown
    )


def _describes_both(message: Message) -> bool:
    """ "Ollie makes cider. Femi has a truck", to Ollie and Femi, who are of different firms."""
    boxes = [box for box in message.to_and_cc if box.address != message.sender.address]
    if len(boxes) != 2 or len({domain_of(box.address) for box in boxes}) < 2:
        return False
    described = [match["name"].lower() for match in _DESCRIBED.finditer(message.new_text[:2_000])]
    return all(any(is_called(box, frozenset({name})) for name in described) for box in boxes)


def _read(
    message: Message,
    folded: str,
    signals: list[Evidence],
    plain: re.Match[str] | None,
    verdict: Verdict,
) -> Introduction:
    people = _People(message, signals, plain)
    standing = people.standing(folded)
    by_hand = _weigh_roles(message, folded, signals, plain, standing)
    role = choose_role(by_hand, model_text(message))
    introducer: Mailbox | None = message.sender
    referrer = ""
    if role == "self":
        is_sure = verdict.kind == "introduction"
        introducer, referrer = people.referrer(folded, -2.0 if is_sure else 2.0)
        introduced = (*people.sender(), *people.reader())
    elif role == "made":
        introduced = people.joined(standing.all_of_you)
    elif role == "presented":
        introduced = people.presented()
    elif role == "offered":
        introduced = (*people.reader(), *people.spoken_of())
    else:
        introducer = message.to_and_cc[0] if message.to_and_cc else None
        introduced = people.wanted()
    evidence = tuple(signals[:4]) or verdict.evidence[:4]
    if plain and not signals:
        start, end = plain.span()
        quote = message.new_text[start:end]
        evidence = (Evidence("text", "introduction_in_passing", quote, start, end),)
    return Introduction(
        role=role,
        introducer=introducer,
        introduced=introduced[:_MOST_PEOPLE],
        referrer_name=referrer,
        evidence=evidence,
    )


# ------------------------------------------------------------------------------ people


class _People:
    """The people on a message and those in its words, each under one name."""

    def __init__(
        self, message: Message, signals: Sequence[Evidence], plain: re.Match[str] | None
    ) -> None:
        self._message = message
        text = message.new_text[:LONGEST_TEXT]
        self._text = text
        self._unbroken = join_lines(text)
        self._others = [
            box
            for box in message.to_and_cc[:_MOST_RECIPIENTS]
            if box.address != message.sender.address
        ]
        self._firms = {
            (organisation_of(box.address) or "").partition(".")[0]
            for box in (message.sender, *self._others)
        }
        self._addressed = [r.mailbox for r in message.recipients if r.field == "to"]
        signature = _signature_start(text, words_of(message.sender.name))
        found = self._found = [each for each in people_named(text) if each.end <= signature]
        in_subject = self._in_subject = people_named(_in_mixed_case(message.subject)) or (
            self._subject_in_small_letters()
        )
        self._no_sides = [each.name for each in found if self._speaks_for_another(each)]
        self._closed_with = frozenset().union(
            *(words_of(match["name"]) for match in _CLOSING.finditer(text))
        )
        self._mine = words_of(message.sender.name) | _signed_with(text)
        words = words_of(f"{message.subject}\n{self._without_namesakes(found)}")
        self.named = [
            box
            for box in self._others
            if is_called(box, words) and not is_robot_address(box.address, box.name)
        ]
        self._guess_by_initials(found)
        self._anchors = [each.start for each in signals if each.start is not None]
        if plain:
            self._anchors.append(plain.start())
        self._strangers = self._not_on_the_message(found, in_subject)

    @cached_property
    def _quoted(self) -> list[Mailbox]:
        """Who wrote the quoted or forwarded mail, and to whom, but for those on this one."""
        known = {self._message.sender.address, *(box.address for box in self._others)}
        boxes = []
        for match in _QUOTED_MAILBOX.finditer(self._message.quoted_text[:_QUOTED_HEAD]):
            address = canonical_address(match["address"])
            if address and address not in known and not is_robot_address(address, match["name"]):
                boxes.append(Mailbox(address, match["name"].strip()))
        return boxes

    def _quoted_address(self, name: str) -> str | None:
        """The address under which the quoted mail knows the one who is named in the new text."""
        words = words_of(name)
        fitting = {
            box.address
            for box in self._quoted
            if is_called(box, words) and not is_someone_else(box, name)
        }
        return fitting.pop() if len(fitting) == 1 else None

    def _forwarded(self) -> tuple[IntroducedPerson, ...]:
        """Who wrote what is passed on: "One for you?" above their mail."""
        if not self._message.is_forward:
            return ()
        return tuple(self._person(box) for box in self._quoted[:1])

    def _without_namesakes(self, found: Sequence[NamedPerson]) -> str:
        """The text without full names that only begin as a recipient's does."""
        text = self._text
        for person in found:
            words = words_of(person.name)
            called = [box for box in self._others if is_called(box, words)]
            if called and all(is_someone_else(box, person.name) for box in called):
                blank = " " * (person.end - person.start)
                text = f"{text[: person.start]}{blank}{text[person.end :]}"
        return text

    def _guess_by_initials(self, found: Sequence[NamedPerson]) -> None:
        """ "Michael" is m.okafor@, where nobody else on the message could be."""
        self._by_initials: dict[str, str] = {}
        every = [words_of(each.name) for each in (*found, *self._in_subject) if " " in each.name]
        for person in found:
            words = words_of(person.name)
            if person.likeness < 0 or any(is_called(box, words) for box in self._others):
                continue
            if any(words < fuller for fuller in every):
                continue  # the fuller name says who it is
            fitting = [
                box
                for box in self._others
                if box not in self.named and may_be_called(box, person.name)
            ]
            if len(fitting) == 1 and not is_called(self._message.sender, words):
                self.named.append(fitting[0])
                self._by_initials[fitting[0].address] = person.name
        self.named.sort(key=self._others.index)

    def _not_on_the_message(
        self, found: Sequence[NamedPerson], in_subject: Sequence[NamedPerson]
    ) -> list[NamedPerson]:
        """Names of nobody who is addressed, likeliest first."""
        message = self._message
        subject = frozenset().union(
            *(words_of(each.name) for each in in_subject if not _is_of_firm(each.name, self._firms))
        )
        text = self._text
        greeted = _greeted(text)
        houses = {each.name for each in (*found, *in_subject) if each.is_house}
        best: dict[str, tuple[float, NamedPerson]] = {}
        place_in_subject = [
            replace(each, start=0, end=0, likeness=each.likeness - 1.6) for each in in_subject
        ]
        for person in (*found, *place_in_subject):
            words = words_of(person.name)
            is_greeted = words <= greeted and not is_card(text, person)
            is_relative = is_kin(text, person) and is_namesake(message.sender, person.name)
            if not words or is_greeted or (self._is_known(person.name) and not is_relative):
                continue
            if any(is_same_name(person.name, name) for name in self._no_sides):
                continue
            if person.name in houses:
                continue
            likeness = person.likeness
            if " " in person.name and all(f" {word}" in text for word in words):
                likeness -= 3.0  # "Title Search", who can do a title search
            if _is_of_firm(person.name, self._firms):
                likeness -= 5.0
            is_in_text = person.end or any(words_of(each.name) <= words for each in self._found)
            if words & subject and is_in_text:
                likeness += 1.5
            if not person.end and self._is_subject_of(person):
                likeness += 4.5
            if person.end and _WANTED_BEFORE.search(
                self._text[max(0, person.start - 48) : person.start]
            ):
                likeness += 2.5
            if self._anchors and person.end:
                distance = min(
                    person.start - anchor if person.start >= anchor else 1.5 * (anchor - person.end)
                    for anchor in self._anchors
                )
                least = -1.2 if " " in person.name else -2.0
                likeness += max(least, 3.0 - abs(distance) / 40)
            if person.end and self._is_listed(person) and self._has_number_in_line(person):
                likeness += 3.0
            is_reached = person.end and has_phone_after(text[: person.end + 20], person.end)
            if not self._anchors and (person.address or is_reached):
                likeness += 1.0
            known = next((key for key in best if is_same_name(key, person.name)), None)
            if known is None:
                best[person.name] = (likeness, person)
            else:  # said again: surer, and under the fuller name
                before, earlier = best.pop(known)
                is_short = words < words_of(earlier.name) or not words_of(earlier.name) <= words
                fuller = earlier if is_short else person
                placed = fuller if fuller.end else max(earlier, person, key=lambda each: each.end)
                fuller = replace(
                    fuller,
                    start=placed.start,
                    end=placed.end,
                    address=fuller.address or earlier.address or person.address,
                )
                best[fuller.name] = (max(before, likeness) + 0.5, fuller)
        ranked = sorted(best.values(), key=lambda pair: -pair[0])
        return [person for likeness, person in ranked if likeness > 0.5]

    def _subject_in_small_letters(self) -> list[NamedPerson]:
        """ "re: jane fox" above "her number is ...", a text that names nobody."""
        subject = base_subject(self._message.subject).text
        if self._found or len(subject.split()) != 2 or not gives_details(self._text):
            return []
        return people_named(subject.title())

    def _speaks_for_another(self, person: NamedPerson) -> bool:
        """ "Sent to me by Jane", "Jane recommended her", "Jane has left": who is no side."""
        if _IS_NEW.match(self._unbroken, person.end):
            return False  # "a hello on behalf of Jane, who has joined us"
        before = self._unbroken[max(0, person.start - 48) : person.start]
        return (
            _NO_SIDE_BEFORE.search(before) is not None
            or _NO_SIDE_AFTER.match(self._unbroken, person.end) is not None
        )

    def _is_subject_of(self, person: NamedPerson) -> bool:
        """ "Do you know Jane Fox?" above "She is ...": spoken of before the text names anybody."""
        greeted = _greeted(self._text)
        others = [
            other.start
            for other in self._found
            if other.likeness >= 0.0 and not words_of(other.name) <= greeted
        ]
        pronoun = _SPOKEN_OF.search(self._text[: min(others, default=400)])
        is_all = person.name.lower() == base_subject(self._message.subject).text
        is_full = len(person.name.split()) == 2 and person.likeness > 0.0
        is_meant = is_full or (is_all and not others and gives_details(self._text))
        return is_meant and pronoun is not None

    def _is_known(self, name: str) -> bool:
        words = words_of(name)
        boxes = (self._message.sender, *self._others)
        is_other = is_someone_else(self._message.sender, name)
        is_short = " " not in name and any(
            words < words_of(each.name)
            and any(is_called(box, words_of(each.name)) for box in boxes)
            for each in self._found
        )
        return (
            is_short
            or (" " in name and words <= self._closed_with)
            or (bool(words & self._mine) and not is_other)
            or any(is_called(box, words) and not is_someone_else(box, name) for box in boxes)
            or any(words & words_of(name) for name in self._by_initials.values())
        )

    # ------------------------------------------------------------------- the two sides

    def sender(self) -> tuple[IntroducedPerson, ...]:
        sender = self._message.sender
        return (IntroducedPerson(full_name(sender.name), sender.address),)

    def reader(self) -> tuple[IntroducedPerson, ...]:
        return tuple(self._person(box) for box in self._others[:1])

    def spoken_of(self) -> tuple[IntroducedPerson, ...]:
        """The one whom the sender speaks of: on copy, or only named."""
        for box in self.named:
            if box is not self._others[0]:
                return (self._person(box),)
        return self._stranger()

    def _stranger(self) -> tuple[IntroducedPerson, ...]:
        """The likeliest of those only named, with whom an "and" or a list joins to them."""
        joined, rest = self._strangers[:1], self._strangers[1:_MOST_PEOPLE]
        for person in joined:  # which grows: "Ann and Ben and Cleo"
            joined += [each for each in rest if self._are_joined(each, person)]
            rest = [each for each in rest if each not in joined]
        return tuple(
            IntroducedPerson(person.name, person.address or self._quoted_address(person.name))
            for person in sorted(joined, key=lambda each: each.start)
        )

    def _are_joined(self, one: NamedPerson, other: NamedPerson) -> bool:
        """ "Dolly and Ray Hensley": nothing but an "and" stands between their names; or each
        begins a line of a list, or has a number or address of their own."""
        ones, others = (
            [named for named in self._found if is_same_name(named.name, person.name)]
            for person in (one, other)
        )
        if all(any(self._is_listed(each) for each in every) for every in (ones, others)):
            return True
        if all(
            " " in each.name and any(self._has_details(named) for named in (each, *every))
            for each, every in ((one, ones), (other, others))
        ):
            return True
        places = [(a.end, b.start, b.end) for a in ones for b in others]
        places += [(b.end, a.start, a.end) for a in ones for b in others]
        return any(
            0 < start - end <= 50
            and _REMARK.sub("", self._text[end:start]).strip(" ,\n").lower() in _AND
            for end, start, _ in places
        ) or (
            " " in one.name
            and " " in other.name
            and any(self._are_told_of_in_a_row(*place) for place in places)
        )

    def _are_told_of_in_a_row(self, end: int, start: int, last: int) -> bool:
        """ "Ann Fox, who owns a shop, and Ben Ito, who": each is told of in one sentence; "Ann Fox
        and her partner Ben Ito"."""
        between = self._unbroken[end:start]
        if not 0 < len(between) <= _LONGEST_ROW or _SENTENCE_ENDS.search(between):
            return False
        if _AND_THEIR.fullmatch(between):
            return True
        if _DOES.match(between) and _DOES.match(self._unbroken, last):
            return between.endswith((" and ", ", "))
        is_row = between.endswith((" and ", " or ", " & "))
        is_told = _TELLS.match(between) and _TELLS.match(self._unbroken, last)
        return is_row and is_told is not None

    def _is_listed(self, person: NamedPerson) -> bool:
        """ "\\nMartin Rees, lawyer": a full name at the head of a line."""
        head = self._text[max(0, person.start - 12) : person.start].rstrip(" \t*•-.,)0123456789")
        rest = self._text[person.end : person.end + 3].lstrip()
        is_head = not head or head.endswith("\n")
        if is_head and is_card(self._text, person):
            return True
        return " " in person.name and is_head and rest[:1] in tuple(",:(–-.0123456789")

    def _has_number_in_line(self, person: NamedPerson) -> bool:
        line = self._text[person.end : person.end + 120].split("\n", 1)[0]
        return gives_details(line)

    def joined(self, is_all: bool) -> tuple[IntroducedPerson, ...]:
        """Those who are brought together: recipients who are named, else all, else with the
        one who is only named."""
        looking_on = self._looking_on
        sides = [box for box in self.named if not self._is_no_side(box) and box not in looking_on]
        addressed = self._addressed
        if len(addressed) == 1 and addressed[0] in self._others and addressed[0] not in sides:
            sides.insert(0, addressed[0])
        strangers = self._stranger()
        people = [
            box
            for box in self._others
            if not is_robot_address(box.address, box.name)
            and not self._is_no_side(box)
            and box not in looking_on
        ]
        if len(people) > _MOST_JOINED and strangers and not self.named and not is_all:
            return strangers  # a crowd is told of one
        home = organisation_of(self._message.sender.address)
        is_home = bool(home) and all(organisation_of(box.address) == home for box in people)
        if len(people) >= 2 and is_home and not is_all and self._shows_outsider():
            told = self._addressed_of(sides or people)
            return (*map(self._person, told[:_MOST_TOLD]), *strangers)  # colleagues are given one
        are_only_greeted = bool(strangers) and not is_all and not self._told_of()
        if len(sides) >= 2 and are_only_greeted:
            return (*map(self._person, sides[:_MOST_TOLD]), *strangers)
        if len(sides) >= 2:
            return tuple(map(self._person, sides))
        on_copy = {r.mailbox for r in self._message.recipients if r.field == "cc"}
        if sides and not is_all and not _POINTS_TO_COPY.search(self._text):
            people = [box for box in people if box in sides or box not in on_copy]
        if 2 <= len(people) <= _MOST_JOINED and (
            is_all or not strangers or len(people) == 2 == len(addressed)
        ):
            return tuple(map(self._person, people))
        told = sides or self._addressed_of(people)[:_MOST_TOLD]
        if len(told) == 1 and not strangers:
            strangers = self._forwarded()
        return (*map(self._person, told), *strangers)

    def _addressed_of(self, people: Sequence[Mailbox]) -> Sequence[Mailbox]:
        """Those among them to whom it is addressed; where all are on copy, the first."""
        return [box for box in people if box in self._addressed] or people[:1]

    def _is_no_side(self, mailbox: Mailbox) -> bool:
        return any(is_called(mailbox, words_of(name)) for name in self._no_sides)

    def _behind(self) -> list[Mailbox]:
        """Those whom the text names behind the first reader."""
        return [box for box in self.named if box is not self._others[0]]

    def _told_of(self) -> list[Mailbox]:
        """Those on the message whom the text names behind its greeting."""
        behind = words_of(self._text[len(_greeting(self._text)) :][:2_000])
        return [box for box in self.named if is_called(box, behind)]

    def _shows_outsider(self) -> bool:
        """Whether colleagues are told of one who is only named, and not of each other."""
        if not self._strangers:
            return False
        if self._has_details(self._strangers[0]):
            return True
        text = self._text[len(_greeting(self._text)) :][:2_000]
        described = [match["name"].lower() for match in _DESCRIBED.finditer(text)]
        if any(is_called(box, frozenset({name})) for box in self._behind() for name in described):
            return False
        if _PAPERS.search(fold(f"{self._message.subject} {self._text}")):
            return True
        spoken_of = words_of(self._text[len(_greeting(self._text)) :])
        return sum(is_called(box, spoken_of) for box in self._others) < 2

    def presented(self) -> tuple[IntroducedPerson, ...]:
        """The new person: on copy, else the likeliest name, else who is named at all."""
        home = organisation_of(self._message.sender.address)
        on_copy = [
            recipient.mailbox
            for recipient in self._message.recipients
            if recipient.field == "cc" and recipient.mailbox in self.named
        ] or [
            box
            for box in self.named
            if len(self._others) > 1 and home and organisation_of(box.address) == home
        ]
        if self._strangers:  # who is greeted is told of another
            on_copy = [box for box in on_copy if not is_called(box, _greeted(self._text))]
        if len(on_copy) == 1:
            return (self._person(on_copy[0]),)
        # Nobody is presented to himself.
        others = self.named if len(self._others) > 1 else []
        return self._stranger() or tuple(map(self._person, on_copy or others[:1]))

    def wanted(self) -> tuple[IntroducedPerson, ...]:
        """Who asks, or for whom, and whom they want to meet."""
        on_behalf = [box for box in self.named if box is not self._others[0]]
        if len(on_behalf) >= 2:
            return tuple(map(self._person, on_behalf[:2]))
        if on_behalf:
            return (self._person(on_behalf[0]), *(self._stranger() or self.sender()))
        return (*self.sender(), *self._stranger())

    def referrer(self, folded: str, least: float) -> tuple[Mailbox | None, str]:
        """Who sent the sender here, if so much speaks for it: a mailbox on the message, or a
        name."""
        ranked: list[tuple[float, str, Mailbox | None]] = []
        readers = self._others[:1]
        subject = words_of(self._message.subject)
        of_subject = self._in_subject
        for person in self._found + of_subject:
            words = words_of(person.name)
            if words & self._mine or is_called(self._message.sender, words):
                continue
            if any(is_called(box, words) for box in readers) or words <= _greeted(self._text):
                continue
            if person in of_subject:
                is_by = _BY.search(fold(self._message.subject[: person.start]))
                ranked.append((person.likeness + (3.0 if is_by else -2.0), person.name, None))
                continue
            distance = min((abs(person.end - anchor) for anchor in self._anchors), default=0)
            weight = person.likeness - distance / 30
            is_meant = any(
                person.end < anchor and _PRONOUN.search(folded[max(0, anchor - 16) : anchor])
                for anchor in self._anchors
            )
            if is_meant:  # "Suzette ... She suggested", however far
                weight += 2.0 + distance / 30 + (2.0 if words & subject else 0.0)
            is_place = person.likeness < 0
            if any(0 <= anchor - person.end <= 12 for anchor in self._anchors) and not is_place:
                weight += 5.0
            before = folded[max(0, person.start - 32) : person.start]
            if _FOLLOWS.search(before):
                continue
            if _BY.search(before):
                weight += 3.0
            box = next((box for box in self._others[1:] if is_called(box, words)), None)
            weight += 2.5 if box else 0.0
            ranked.append((weight, person.name, box))
        if not ranked:
            return None, ""
        weight, name, box = max(ranked, key=lambda each: each[0])
        if weight < least:
            return None, ""
        return (box, "") if box else (None, name)

    def with_details(self) -> list[tuple[NamedPerson, IntroducedPerson]]:
        """Full names with a number or address of their own, each with who that is: somebody on
        copy, or of nobody on the message."""
        people = [
            (person, IntroducedPerson(person.name, person.address))
            for person in self._strangers
            if " " in person.name and person.end
        ]
        people += [
            (person, self._person(box))
            for box in self._behind()
            for person in self._found
            if " " in person.name and is_called(box, words_of(person.name))
        ]
        return [each for each in people if self._is_given(each[0])]

    def _is_given(self, person: NamedPerson) -> bool:
        """Whether it is surely a person whose number, address or card stands in the text."""
        every = [each for each in self._found if is_same_name(each.name, person.name)]
        is_sure = any(each.likeness > 1.0 and " " in each.name for each in every)
        is_sure = is_sure and not _is_of_firm(person.name, self._firms)
        has_details = any(self._has_details(each) for each in every)
        return is_sure and (has_details or is_card(self._text, person))

    def standing(self, folded: str) -> Standing:
        """What the people on the message and in its text tell of the role."""
        first = self._strangers[0] if self._strangers else None
        home = organisation_of(self._message.sender.address)
        is_away = bool(self._others) and organisation_of(self._others[0].address) != home
        address = first.address if first else None
        all_of_you = _ALL_OF_YOU.search(folded, len(_greeting(folded))) is not None
        is_house = home is not None and not is_away  # colleagues, who know each other
        told_of = [
            box
            for box in self._told_of()
            if all_of_you or not is_house or organisation_of(box.address) != home
        ]
        of_home = home is not None and address is not None and organisation_of(address) == home
        return Standing(
            audience=len(self._message.recipients),
            named=len(self.named if told_of or first is None else ()),
            has_colleague=self.is_colleague_on_copy() or (of_home and is_away),
            is_self=self.names_oneself(folded),
            all_of_you=all_of_you,
            has_outside_details=first is not None and not of_home and self._has_details(first),
            is_sent=self._is_sent(),
        )

    def _is_sent(self) -> bool:
        """ "Jane says you are the one": Jane is on copy and no reader."""
        on_copy = self._others[1:]
        if not on_copy:
            return False
        senders = [words_of(match["name"]) for match in _SENDS.finditer(self._text[:2_000])]
        return any(is_called(box, words) for box in on_copy for words in senders)

    def _has_details(self, person: NamedPerson) -> bool:
        if person.address is not None:
            return True
        nearer = (
            each.start
            for each in self._found
            if person.end < each.start and each.likeness > 0.0 and each.name not in person.name
        )
        after = next(nearer, len(self._text))
        if _OR.fullmatch(self._text, person.end, after):
            after = next(nearer, len(self._text))  # "Ann Fox or Ben Ito, 555 0144"
        mine = self._text[:after]  # the number of the next is theirs
        return bool(person.end) and has_phone_after(mine, person.end)

    def names_oneself(self, folded: str) -> bool:
        """ "I am Jane" where Jane is the sender: who knows the reader need not say so."""
        return any(
            is_called(self._message.sender, frozenset({match["name"]}))
            for match in _I_AM.finditer(folded)
        )

    def is_colleague_on_copy(self) -> bool:
        """Whether the one who is named on copy is of the sender's firm, and the reader not."""
        home = organisation_of(self._message.sender.address)
        return home is not None and any(
            organisation_of(box.address) == home
            and organisation_of(self._others[0].address) != home
            and box not in self._looking_on
            for box in self.named
        )

    @cached_property
    def _looking_on(self) -> list[Mailbox]:
        """Those of the sender's firm on copy where two others, of different firms, are named:
        "Liz, Dr. Rao, copied, ... Paula will send the file". Who is greeted with them does not
        look on."""
        home = organisation_of(self._message.sender.address)
        if home is None:
            return []
        houses = {organisation_of(box.address) or box.address for box in self.named} - {home}
        if len(houses) < 2:
            return []
        greeted = _greeted(self._text)
        return [
            recipient.mailbox
            for recipient in self._message.recipients
            if recipient.field == "cc"
            and organisation_of(recipient.mailbox.address) == home
            and not is_called(recipient.mailbox, greeted)
        ]

    def _person(self, mailbox: Mailbox) -> IntroducedPerson:
        """A recipient under the fullest name that header or text give."""
        name = full_name(mailbox.name) or self._by_initials.get(mailbox.address, "")
        if not name:
            called = [
                person.name
                for person in self._found
                if is_called(mailbox, words_of(person.name))
                and not is_someone_else(mailbox, person.name)
            ]
            name = max(called, key=len, default="")
        return IntroducedPerson(name, mailbox.address)


def _in_mixed_case(subject: str) -> str:
    """The subject with a name in capitals behind what says so: "Resume - JANE B. FOX"."""
    shouted = _SHOUTED.search(subject[:300])
    return f"{subject[: shouted.start(1)]}{shouted[1].title()}" if shouted else subject


def _is_of_firm(name: str, firms: Iterable[str]) -> bool:
    """Whether a name is a house's of the people on the message, or has that in it."""
    squeezed = "".join(c for c in name.lower() if c.isalnum())
    return any(len(firm) > 2 and (firm in squeezed or squeezed in firm) for firm in firms)


def _greeted(text: str) -> frozenset[str]:
    """Words of the greeting."""
    return words_of(_greeting(text))


def _greeting(text: str) -> str:
    """The head of the first line where it is a greeting: "Hi Jane,", "Jane - ", "Jane here is"."""
    start = len(text) - len(text.lstrip())
    first = text[start : start + 60].split("\n", 1)[0]
    head = _GREETING_ENDS.split(first, maxsplit=1)[0]
    if _TELLS_OF.match(first, len(head.rstrip())):
        return text[:start]
    if len(head.split()) > 4 or _NO_GREETING.search(head):
        bare = _BARE_GREETING.match(first)
        head = bare[0] if bare else ""
    return text[:start] + head


def _signature_start(text: str, sender: frozenset[str]) -> int:
    """Where the lines below the sender's name begin, if they end the text: title, house, place."""
    start, below = len(text), 0
    for line in reversed(text.splitlines(keepends=True)):
        if below > _LONGEST_SIGNATURE or line.lstrip().lower().startswith(("ps", "p.s")):
            return len(text)
        words = words_of(line)
        if words & sender and words <= sender and len(line.split()) <= 4:
            return start
        start -= len(line)
        below += bool(line.strip())
    return len(text)


def _signed_with(text: str) -> frozenset[str]:
    """Words of the last lines, where the sender signs, and of the line below a closing."""
    lines = [line for line in text[-400:].splitlines() if line.strip()][-2:]
    lines += [match["name"] for match in _CLOSING.finditer(text)]
    return frozenset().union(
        *(words_of(line) for line in lines if len(line.split()) <= 3 and "@" not in line)
    )

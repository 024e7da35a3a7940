"""Questions that want no answer: small talk, rhetoric, and what the writer answers at once.

Knows sentences that end with a question mark; refuses to know who is asked.
"""

from __future__ import annotations

import re
from typing import Final

_GREETING: Final = r"""\W{0,5}
    (?:(?:hi|hello|hey|dear|hallo|liebe[r]?|hej|hola|bonjour|hoi)\b[^?.!\n]{0,24}[,!]?\ )?
    (?:(?:so|and|well|anyway|oh|but|und|et|y|och|en)\W{1,3})?¿?"""
# Courtesies with little behind them. Matches "How are you?", "Hi Ann, how was your weekend?",
# "Make sense?", "Wie geht's?", "Any questions?". No match: "How much?", "How are the drawings?",
# "Any questions on the drawings?".
_SMALL_TALK: Final = re.compile(
    rf"""{_GREETING}(?:
        how(?:'s|\ is|\ are)\ (?:you|things|it\ going|life|business|everything|everyone|all)
        |how(?:'ve|\ have)\ you\ been|how\ (?:was|were)\ (?:your|the)\ (?:\w{{1,12}}\ )?(?:weekend
        |holidays?|trip|vacation|break|christmas|easter|summer|flight)
        |how\ (?:cool|great|nice|crazy|funny)\ is
        |hope\ |what's\ (?:up|new)|make\ sense|right|really|huh|ok|okay|see|remember\ (?:when
        |that)|remember|no
        |isn't\ (?:it|that|this|life)|aren't\ (?:they|we)|wouldn't\ it\ be|you\ know|who\ knew
        |do\ you\ know\ what(?=\ ?\?)
        |why\ not|guess\ what
        |who\ (?:doesn't|wouldn't|cares|knows)|what\ (?:could
        |can)\ (?:possibly\ )?go\ wrong
        |what's\ not\ to|what\ can\ i\ say|need\ i\ say|know\ what\ i\ mean|fair\ enough
        |sound\ familiar|do\ you\ yahoo
        |(?:any|further|more)\ (?:other\ )?(?:questions|problems|concerns)(?=\W{{1,3}}\Z)
        |wie\ geht|alles\ (?:gut|klar)|comment\ (?:ça\ va|vas|allez|va)|ça\ va|qué\ tal
        |cómo\ (?:estás|está|estáis|va)
        |hur\ (?:är\ läget|mår|är\ det)|läget|hoe\ gaat|alles\ goed
    )\b[^?]{{0,32}}\?""",
    re.IGNORECASE | re.VERBOSE,
)
# What nobody is meant to answer, however long. Matches "Who would have thought we'd sell out?",
# "Wer hätte das gedacht?", "¿Quién lo iba a decir?", "Vem hade trott det?". No match: "Who would
# have the keys?".
_RHETORIC: Final = re.compile(
    rf"""{_GREETING}(?:
        who(?:'d|\ would|\ could)\ (?:ever\ )?(?:have|'ve|of)\ (?:ever\ )?(?:thought|guessed|known
            |believed|imagined|expected|predicted)
        |who(?:'d|\ would)\ (?:ever\ )?(?:think|guess|believe|imagine)
        |(?:can|could|would)\ you\ (?:believe|imagine)|how\ (?:on\ earth|hard\ can\ it\ be)
        |what\ (?:more|else)\ (?:could|can|should)\ (?:you|one|i|we|anyone)
        |what\ else\ (?:was|am|were|are)\ (?:i|we)\ (?:supposed|meant|going)\ to
        |what\ (?:was|were)\ (?:i|we)\ thinking
        |how\ do\ you\ (?:do|manage)\ it|wie\ \w{{3,10}}\ du\ (?:das\ |es\ )?(?:nur|bloß)
        |hoe\ \w{{2,10}}\ je\ (?:dat|het)\ toch|comment\ fais-tu|cómo\ lo\ haces|hur\ gör\ du
        |where\ (?:does|did|do|has|have)\ (?:the\ )?(?:time|years?|summer|weeks?)\ (?:go|gone)
        |wer\ hätte|was\ (?:will\ man\ mehr|sagt\ man\ dazu|soll\ man\ dazu\ sagen)
        |qui\ (?:aurait\ (?:cru|dit|pensé|imaginé)|l'eût\ cru)|que\ demander\ de\ plus
        |quién\ (?:lo\ )?(?:iba|hubiera|habría|hubiese)|qué\ más\ se\ puede\ pedir
        |vem\ (?:hade|kunde)\ (?:kunnat\ )?(?:trott|anat|trotts?|gissa|tro|ana)
        |wie\ (?:had|zou)\ (?:dat\ |ooit\ )?(?:gedacht|kunnen\ denken|hebben\ gedacht)
    )\b[^?]{{0,200}}\?""",
    re.IGNORECASE | re.VERBOSE,
)
# What one says of oneself or of the world. Matches "Are we mad or what?". No match: "Do I have to
# start it as root or what?".
_OR_WHAT: Final = re.compile(
    r"(?:am|are|is|was|were)\ (?:i|we|it|this|that|he|she|they)\b[^?]{1,100}\bor\ what\ ?[?!]{1,3}",
    re.IGNORECASE | re.VERBOSE,
)
# What offers help in the form of a question. Matches "Do you have any questions?", "Haben Sie noch
# Fragen?", "Heeft u vragen?", "¿Alguna duda?". No match: "Do you have any questions on clause 4?".
_OFFER: Final = re.compile(
    r"""\W{0,5}(?:
        (?:(?:do\ you\ |you\ )?have\ |got\ )?(?:any\ |a\ |some\ |more\ |further\ )?(?:other\ )?
            (?:questions?|concerns|queries)(?:\ or\ (?:concerns|comments))?
        |(?:haben\ sie|hast\ du|habt\ ihr)\ (?:noch\ |dazu\ |weitere\ ){0,2}(?:fragen|rückfragen)
        |noch\ fragen|(?:avez-vous\ |as-tu\ |vous\ avez\ )?(?:des|d'autres|une)\ questions?
        |(?:tiene[sn]?\ |tenéis\ )?(?:alguna|algunas|más)\ (?:dudas?|preguntas?)
        |(?:har\ (?:du|ni)\ )?(?:några|fler)\ frågor
        |(?:heeft\ u|heb\ je|hebt\ u|hebben\ jullie)\ (?:nog\ )?vragen|nog\ vragen
    )\ ?\?""",
    re.IGNORECASE | re.VERBOSE,
)
# An answer right behind. Matches " Yes!", " Nein, leider", " The answer is". No match: " Yes or
# no?", " No rush", " Absolutely fine to say no", "\n\nNo,".
_ANSWER: Final = re.compile(
    r"""[ ]{1,2}(?:(?:the\ answer|turns\ out|simply\ put|ganz\ einfach)\b
        |(?:yes|no|yep|nope|simple|easy|absolutely|of\ course|ja|nein|nej|nee|oui|non|sí)[.!,:]
            (?!\ (?:rush|worries|problem)))""",
    re.IGNORECASE | re.VERBOSE,
)
# A question for the reason, and a reason right behind it. No match: "Do you own it? Because ...".
_WHY: Final = re.compile(
    r"\b(?:why|what\ for|how\ come|warum|wieso|weshalb|pourquoi|por\ qué|varför|waarom)\b",
    re.IGNORECASE | re.VERBOSE,
)
_REASON: Final = re.compile(
    r"[ ]{1,2}(?:because|weil|parce\ que|porque|eftersom|därför\ att|för\ att|omdat)\b",
    re.IGNORECASE | re.VERBOSE,
)


def is_idle(question: str, after: str) -> bool:
    """Whether a question, with the text after it, waits for no answer."""
    return bool(
        _SMALL_TALK.fullmatch(question)
        or _RHETORIC.fullmatch(question)
        or _OR_WHAT.fullmatch(question)
        or _OFFER.fullmatch(question)
        or _ANSWER.match(after)
        or (_REASON.match(after) and _WHY.search(question))
    )

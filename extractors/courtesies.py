"""Sentences with the words of a request that want nothing: "If you have questions, please call".

Business mail is full of them, and whoever reads one owes nobody an answer. Knows the formulas
of six languages; refuses to know what a request is.
"""

from __future__ import annotations

import re
from typing import Final

# What is only shown, said, told or offered. Matches "please find attached", "please note that",
# "feel free to call", "she let me know that", "zögern sie nicht". No match: "please see to it",
# "please note it down".
_FORMULA: Final = re.compile(
    r"""\b(?:
        (?:please|pls|kindly)\ (?:also\ )?(?:
            note(?=[,:.]|\ (?:that|the\ following|this|our|my|these|we|you|i|it|there|all)\b)
            |find(?!\ (?:out|me|us|someone|somebody|a\b|an\b|another|time))
            |see\ (?:my\ )?(?:answers|comments|notes)\b
            |see\ (?:the\ )?(?:attached|enclosed|below|above|message|note|following|e-?mail|file)
            |be\ (?:advised|aware|informed|assured|reminded)|bear\ (?:in\ mind|with)
            |keep\ in\ mind|remember|accept\ (?:my|our|this)|excuse|forgive|pardon
            |ignore|disregard|enjoy|refer\ to
            |visit|click|browse|stay\ tuned|know\b|understand\ that|be\ patient|rest\ assured
            |allow\ (?:me\b|up\b|\d|\w{3,8}\ days)
            |(?:do\ not|don't)\ (?:reply|respond|hesitate|worry|feel|think))
        |(?:attached|enclosed|below),?\ (?:please|you\ will|you'll)\ find
        |find\ (?:attached|enclosed)
        |give\ me\ a\ (?:\w{1,12}\ )?break|tell\ me\ about\ it
        |(?:intended|named)\ recipients?|in\ error\b
        |(?:want|like)\ you\ to\ know
        |(?:he|she|they|has|had|promised\ to|wanted\ to)\ let\ (?:me|us)\ know
        |let\ (?:me|us)\ know\ that\b
        |in\ your\ thoughts|thank(?:s|\ you)\ for\ (?:\w{1,12}\ ){0,2}your\ thoughts
        |feel\ free|(?:don't|do\ not|not)\ hesitate|no\ need\ to
        |(?:for\ )?(?:any|other|further|more|additional)\ (?:\w{1,12}\ )?(?:questions?|concerns?
            |problems?|information|details)(?:\ or\ \w{1,12})?,?
            \ (?:please\ )?(?:just\ )?(?:give|let|call|contact|see|visit|ask|e-?mail|shout|ping)
        |(?:please\ )?(?:let\ (?:me|us)\ know|call|contact|e-?mail|ask)[^.?!]{0,30}\ with\ any\b
        |beachten\ sie|bitte\ beachte[n]?\b|anbei\ (?:finden|finde|findest)|zögern?\ (?:sie\ )?nicht
        |entschuldigen?\ sie\b|bitte\ (?:um\ )?entschuldig
        |zur\ verfügung|(?:bei|für)\ (?:fragen|rückfragen|weitere[n]?\ (?:fragen|informationen))
        |bitten\ (?:wir\ )?um\ (?:ihr\ |euer\ )?(?:verständnis|nachsicht|geduld|beachtung)
        |je\ (?:vous|te)\ prie\ (?:de\ |d')(?:agréer|recevoir|croire|accepter|trouver|m'excuser)
        |veuillez\ (?:trouver|noter|agréer|recevoir|croire)|n'hésite[zr]?|merci\ de\ noter
        |(?:ruego|rogamos)\ (?:que\ )?(?:(?:me|nos)\ )?(?:disculp|perdon)
        |no\ dude[ns]?|ten(?:ga|er|gan)\ en\ cuenta|adjunto\ (?:encontrar|le|te|os)
        |tveka\ inte|observera|bifogat\ finner|vänligen,?\ [\w-]{1,20}(?:\ [\w-]{1,20})?\Z
        |aarzel\ niet|let\ op\b|bijgevoegd\ (?:vindt|vind)|\bgerust\b
    )""",
    re.VERBOSE,
)
# What is the reader's to do or not: "should you have any questions, please call me", "let me
# know if there is anything else". No match: "let me know if you can attend", "if you could".
_AS_YOU_LIKE: Final = re.compile(
    r"""\b(?:if|should|in\ case|unless|wenn|falls|sollten?|si|om|skulle|mocht(?:en)?|als)[ ]
    (?:\w{1,12}\ ){0,3}?(?:
        (?:have|has|had|are|is|be|need|needs|want|wants|require|see|find|notice|get|run\ into
            |encounter|experience)\ (?:\w{1,12}\ ){0,2}(?:any|anything|questions?|concerns?
            |comments?|problems?|trouble|difficult(?:y|ies)|further|additional|else
            |more\ (?:info|questions|details|help))
        |(?:any|anyone|anybody|anything|either|neither)\b
        |(?:you\ (?:want|wish|would\ like)|you'd\ like)\ to\ (?:discuss|talk|chat|unsubscribe
            |be\ removed|(?:know|learn|hear|see)\ more)
        |(?:i|we)\ (?:can|could|may|might)\ (?:be\ of|help|assist|do\ any|answer)
        |(?:you|they|he|she|anyone)\ (?:have|has|need|needs|want|wants|require)\ (?:anything
            |any\b|help|assistance|more|further|additional|another|questions|concerns|comments)
        |(?:sie|ihr|du)\ (?:noch\ )?(?:fragen|rückfragen|weitere|etwas)|noch\ fragen
        |fragen\ (?:haben|sind)
        |vous\ avez\ (?:des|d'autres|la\ moindre|une)\ |tu\ as\ (?:des|d'autres)\ |besoin
        |tienes?\ (?:alguna|preguntas|dudas)|necesitas?\ (?:algo|más)
        |du\ (?:har|undrar)\ (?:några|frågor|något)|ni\ har\ (?:några|frågor)
        |(?:några|mer)\ frågor
        |(?:etwas|quelque\ chose|algo|något|nåt|iets)\b|(?:du|ni)\ (?:hellre\ )?vill\b
        |(?:i've|i\ have|j'ai|he|jag\ har|jag|ich|ik)\ (?:\w{1,12}\ ){0,2}(?:missed|forgotten|oublié
            |olvidado|missat|glömt|missuppfattat|vergessen|vergeten)
        |(?:je|u|jullie)\ (?:nog\ )?(?:vragen|iets)|vragen\ (?:hebt|heeft|hebben)
    )""",
    re.VERBOSE,
)
# What begins with a condition asks only whom it fits. Matches "if anyone wants copies, let me
# know", "in the meantime, if not, just call", "if you would like one, please call". No match: "if
# you could send it", "if possible, please send it", "if so, who".
_ONLY_IF: Final = re.compile(
    r"""\W{0,4}(?:[\w']{1,12}\ ){0,3}?(?:\w{1,12},\ )?(?:if|should|unless)\ (?:
        (?!possible|so\b|at\ all|you\ (?:could|would(?!\ (?:like|prefer|rather))|can|will
            |don't\ mind|wouldn't|get\ a\ (?:chance|minute|moment)
            |have\ (?:time|a\ (?:chance|minute|moment|second)))|i\ may|we\ may|i\ could)
        [^?]{1,200}?[,;-]\ {0,2}(?:please|pls|kindly|just|then|let|give|contact|call|feel|do|and)\b
        |not,?\ (?:just|please|let))""",
    re.VERBOSE,
)
# What is to be done whatever else the sentence says. Matches "please see attached and send it
# back", "let me know what you think or if you have questions". No match: "feel free to send".
_DEMAND: Final = re.compile(
    r"""\b(?:(?:and|please|pls|kindly)\ (?:review|take\ a\ (?:\w{1,12}\ )?look|look|check|send
        |confirm|sign|approve|complete|return|fill|provide|submit|schedule|book|prepare
        |make\ sure|ensure|update|revise|correct|pick|choose|rsvp)
    |(?:let\ (?:me|us)\ know|tell\ (?:me|us))\ (?:what|when|which|where|how|who|whether|your
        |if\ (?:it|that|this|the)))\b""",
    re.VERBOSE,
)
_LONGEST: Final = 600


def is_courtesy(folded: str) -> bool:
    """Whether a sentence that is no question, in lower case, only has the form of a request."""
    sentence = folded[:_LONGEST]
    if _ONLY_IF.match(sentence):
        return True
    is_form = _FORMULA.search(sentence) or _AS_YOU_LIKE.search(sentence)
    return is_form is not None and _DEMAND.search(sentence) is None

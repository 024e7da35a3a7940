"""What the sender wants of the other, and what the sender says they will do.

Knows sentences; it refuses to know who "you" is, and leaves to the views who owes whom.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from extractors.courtesies import is_courtesy
from extractors.daytimes import TERM_INSIDE, find_daytimes
from extractors.records import Ask, AskKind, Me, Message
from extractors.sentences import find_sentences
from extractors.signals import LONGEST_TEXT, find_signals, fold
from extractors.zones import in_likely_zone, sent_on

_MOST: Final = 12

_OTHER_LANGUAGES: Final = """
    ich sie wir und der die das den mir bitte hallo je tu vous nous les un une est bonjour que el
    los las su te por hola jag och att som av på är mig hej ik het een van mij voor hoi dag beste
    votre moi la au inte ni om de en
"""
_OF_OTHERS: Final = frozenset(_OTHER_LANGUAGES.split())
"""Function words of the languages besides English: its mail is not searched for their bids."""
_WORD: Final = re.compile(r"[^\W\d_]+")

# Questions that want no answer. Matches "How are you?", "Hi Ann, how was your weekend?",
# "Make sense?", "Who doesn't?", "Wie geht's?", "Any questions?". No match: "How much?",
# "How are the drawings?", "Any questions on the drawings?"
_EMPTY: Final = re.compile(
    r"""\W{0,5}(?:(?:hi|hello|hey|dear|hallo|liebe[r]?|hej|hola|bonjour
        |hoi)\b[^?.!\n]{0,24}[,!]?\ )?
    (?:(?:so|and|well|anyway|oh|but)\W{1,3})?(?:
        how(?:'s|\ is|\ are)\ (?:you|things|it\ going|life|business|everything|everyone|all)
        |how(?:'ve|\ have)\ you\ been|how\ (?:was|were)\ (?:your|the)\ (?:\w{1,12}\ )?(?:weekend
        |holidays?|trip
            |vacation|break|christmas|easter|summer|flight)|how\ (?:cool|great|nice|crazy
            |funny)\ is
        |hope\ |what's\ (?:up|new)|make\ sense|right|really|huh|ok|okay|see|remember\ (?:when
        |that)|remember|no
        |isn't\ (?:it|that|this|life)|aren't\ (?:they|we)|wouldn't\ it\ be|you\ know|who\ knew
        |why\ not|guess\ what
        |who\ (?:doesn't|wouldn't|cares|knows)|can\ you\ believe|what\ (?:could
        |can)\ (?:possibly\ )?go\ wrong
        |what's\ not\ to|what\ can\ i\ say|need\ i\ say|know\ what\ i\ mean|fair\ enough
        |sound\ familiar|do\ you\ yahoo
        |(?:any|further|more)\ (?:other\ )?(?:questions|problems|concerns)(?=\W{1,3}\Z)
        |wie\ geht|alles\ (?:gut|klar)|comment\ (?:ça\ va|vas|allez|va)|ça\ va|qué\ tal
        |cómo\ (?:estás|está|estáis|va)
        |hur\ (?:är\ läget|mår|är\ det)|läget|hoe\ gaat|alles\ goed
    )\b[^?]{0,32}\?""",
    re.IGNORECASE | re.VERBOSE,
)
# What promises besides the signal of that name. Matches "you'll have it", "i promise to".
_PROMISES: Final = re.compile(
    r"""\b(?:(?:you'll|you\ will)\ (?:have|get|receive|hear)|i\ promise\ to|(?:will
        |'ll)\ (?:get\ back|come\ back
        |revert|follow\ up|circle\ back)|expect\ (?:it|my|the)\b[^.?!]{0,40}\bby
        |ich\ melde\ mich|(?:du\ bekommst
        |sie\ (?:erhalten|bekommen))\b[^.?!]{0,40}\b(?:bis|am|morgen)|bekommst\ du|(?:erhalten
        |bekommen)\ sie
        |leave\ (?:it|this|that)\ (?:with|to)\ (?:me|us)
        |(?:i'll|i\ will|we'll|we\ will)\ (?:\w{2,10}ly\ )?(?:chase|dig|sort|fix|handle|organi[sz]e
            |schedule|upload|transfer|ship|finish|raise|nudge|verify|double-check|resend|provide
            |connect|introduce|prepare|draft|arrange|order|print|pass|post|quote|drop
            |submit|issue|correct|investigate|escalate|report|remind|be\ in\ touch
            |be\ back\ (?:in\ touch|to\ you)|keep\ you)
        |wir\ (?:schicken|senden|melden\ uns|geben|klären|liefern|prüfen|kümmern\ uns)
        |nous\ (?:vous|te)\ (?:enverrons|envoyons|tenons|transmettrons|transmettons|rappell?er?ons)
        |(?:te|le|os|les)\ (?:enviaremos|enviamos|mandaremos|mandamos|confirmaremos|avisaremos)
        |vi\ (?:skickar|återkommer|ringer|kollar|ordnar|fixar|mejlar)
        |wij\ (?:sturen|bellen|regelen|mailen|laten)
        |je\ (?:reviens\ vers|vous\ fais\ suivre|t'envoie|vous\ envoie)|vous\ recevrez
        |te\ (?:diré|aviso|lo\ mando)
        |ich\ (?:lasse|lass)\ (?:ihnen|dir|euch)\b[^.?!]{0,60}\bzukommen
        |(?:schick|schicke|sende|gebe|bringe|kläre|prüfe|mache|erledige)\ ich\ (?:dir|ihnen|euch|bis
            |heute|morgen|noch|gleich|gern)
        |on\ (?:te|vous)\ (?:tient|tiendra|rappelle|rappellera|envoie|enverra)
        |(?:quedo|quedamos)\ en\ (?:enviar|mandar|llamar|confirmar|avisar)\w{0,3}
        |(?:voy|vamos)\ a\ (?:revisar|mirar|enviar|mandar|llamar|preguntar|confirmar|ver)\w{0,4}
        |jag\ ska\ (?:kolla|skicka|ringa|fixa|ordna|fråga|mejla|höra|se\ till)
        |kommer\ (?:imorgon|i\ morgon|på\ (?:mån|tis|ons|tors|fre)dag)
        |(?:je|u|jullie)\ hoort\b[^.?!]{0,30}\bvan\ (?:mij|me|ons)
        |ik\ ga\ (?:het|dat|er|hem|haar|de)\b
        |we\ (?:sturen|bellen|regelen|mailen|leveren)\ (?:je|u|jullie|het|de|dat)
        |återkommer|hör\ av\ mig|ik\ kom\ (?:hier|er)|je\ krijgt|u\ ontvangt|ontvangt\ u)\b""",
    re.VERBOSE,
)
_PROMISE_HINTS: Final = (
    "'ll ", " will ", "leave ", "promise", " back", "revert", "follow up", "expect", "melde mich",
    "bekomm", "erhalten", "wir ", "reviens", "suivre", "envoie", "recevrez", "nous ", "diré",
    "aviso", "amos ", "emos ", "mando", "återkommer", "hör av", "vi ", "ik kom", "krijgt",
    "ontvangt", "wij ", " ich ", "on te", "on vous", "quedo en", "voy a", "vamos a", "jag ska",
    "kommer ", "hoort", "ik ga", "we ", "ich lass",
)  # fmt: skip
# What asks besides the signal of that name. Matches "I need your comments", "kindly share",
# "don't forget to send". No match: "I need a coffee", "yes please, both", "I like your idea".
_REQUESTS: Final = re.compile(
    r"""\b(?:
        (?:please|pls|kindly)\ (?:also\ |just\ )?(?:share|come|join|bring|fill|submit|use|include
            |attach|arrange|prepare|copy|change|correct|fix|remove|delete|upload|approve|pay
            |transfer|order|book|ship|deliver|pass|pick|wait|hold|stop|try|test|register|resend
            |remind|explain|clarify|verify|double-check|look|describe|list|choose|select
            |schedule|go\ ahead)
        |(?:don't|do\ not)\ forget\ to|remember\ to
        |(?:i|we)(?:\ was|\ were|'m|\ am|'re|\ are)\ wondering\ (?:if|whether)\ you
        |(?:i|we)(?:'d|'ll|\ would|\ will|\ still|\ also)?\ (?:need|want)\ (?:you\ to|your)
        |(?:i|we)(?:'d|'ll|\ would|\ will)\ (?:also\ |really\ |greatly\ |still\ )?
            (?:appreciate|like)\ (?:you\ to|your)
        |(?:ich|wir)\ (?:brauche|brauchen|benötige|benötigen)\ (?:noch\ |bitte\ ){0,2}
            (?:von\ (?:dir|ihnen|euch)|deine?n?|ihre?n?|eure?n?)
        |(?:j'ai|nous\ avons)\ besoin\ (?:de\ (?:ton|ta|tes|votre|vos)|que)
        |necesit(?:o|amos)\ (?:que|tus?|sus?|vuestr[oa]s?)
        |(?:jag|vi)\ behöver\ (?:din|ditt|dina|er|ert|era|att\ (?:du|ni))
        |any\ chance\ of
        |(?<!what\ )(?<!how\ )(?<!that\ )(?<!when\ )(?<!where\ )(?<!if\ )(?<!all\ )
            (?:can|could)\ (?:you|u)\ (?:drop|bring|ring|pick|e-?mail|text|move|book|order|quote
            |pass|return|fill|chase|post)
        |do\ (?:tell|let|send|give)\ (?:me|us)
        |it\ would\ (?:also\ )?be\ (?:\w{2,9}\ )?(?:great|good|helpful|lovely|nice|ideal|wonderful)
            \ if\ you\ (?:could|can|would)
        |(?:i'd|we'd|would)\ (?:really\ |much\ |greatly\ )?appreciate\ (?:an?|any)\ (?:\w{2,12}\ )?
            (?:answer|reply|quote|call|response|update|copy)
        |grateful\ (?:if\ you\ (?:could|would|can)|for\ (?:your|an?|any)\ (?:\w{2,12}\ )?
            (?:comments?|reply|answer|thoughts|feedback|quote|call|response))
        |(?:schick|schicken\ sie|sag|sagen\ sie|gib|geben\ sie|ruf|rufen\ sie)\ (?:mir|uns|mich)
        |melde\ dich|melden\ sie\ sich|lass(?:en\ sie)?\ (?:mich|uns)\ wissen
        |(?:dis|dites|envoie|envoyez|rappelle|rappelez|confirme|confirmez|donne|donnez|tiens|tenez
            |transmets|transmettez)-(?:moi|nous)
        |(?:(?<!a\ )d[ií]me|dinos|d[ií]ga(?:me|nos)|av[ií]s[ae](?:me|nos)|m[aá]nd[ae](?:me|nos)
            |env[ií][ae](?:me|nos)|ll[aá]m[ae](?:me|nos)|conf[ií]rm[ae](?:me|nos)
            |p[aá]s[ae](?:me|nos))
        |hör\ (?:gärna\ )?av\ (?:dig|er)|säg\ till|låt\ (?:mig|oss)\ veta
        |(?:skicka|ring|mejla|maila|bekräfta|meddela|svara)\ (?:gärna|mig|oss|senast)
        |laat\ (?:het\ )?(?:me|mij|ons)\ (?:[^\s.?!]{1,12}\ ){0,2}weten
        |(?:stuur|mail|bel|geef|zeg)\ (?:me|mij|ons)
    )\b""",
    re.VERBOSE,
)
# What bids in other languages, as a clause begins. Matches "Schick mir", "Hallo, sag Bescheid",
# "Envoie-moi", "Veuillez me", "Avísame", "Skicka det", "Laat even weten", "Gelieve". No match: "ich
# schick dir", "on me laat", "veuillez trouver" (a courtesy).
_BIDS: Final = re.compile(
    r"""(?:\A\W{0,3}|[,;:–-]\ {1,2})(?!sag\ mal\b)
    (?:(?:dann|also|donc|entonces|då|dus)\ )?(?:
        (?:schick|schicke|sende|gib|sag|sage|ruf|schreib|melde|lass|bring|nimm|prüf|prüfe)
            \ (?:mir|mich|uns|ihm|ihr|ihn|bitte|kurz|einfach|doch|dich|noch|mal|die|das|den)\b
        |(?:schicken|senden|geben|sagen|rufen|schreiben|melden|lassen|bringen|prüfen)
            \ sie\ (?:mir|mich|uns|ihm|ihr|bitte|kurz|einfach|sich|noch|die|das|den)\b
        |(?:schickt|gebt|sagt|meldet|lasst|bringt)\ (?:mir|uns|bitte|kurz|einfach|euch)\b
        |(?:sag|gib|sagt|gebt)\ bescheid
        |\w{3,14}-(?:moi|nous)\b|veuillez\b|merci\ (?:de|d')\ ?(?:me|nous|bien|ne|confirmer|renvoyer
            |signer|vérifier|passer|rappeler)\b
        |je\ (?:vous|te)\ prie\ de\b(?!\ (?:recevoir|croire|trouver|accepter|m'excuser))
        |(?:prière|priere)\ de\b
        |(?:m[áa]nd|av[íi]s|env[íi]|conf[íi]rm|ll[áa]m|p[áa]s|escr[íi]b|d[íi]|d[íi]g|d[ée]j|resp[óo]nd
            |cu[ée]nt|tr[áa]e|m[áa]rqu|rev[íi]s)\w{0,2}(?:me|nos|melo|mela|noslo)\b
        |(?:le|te|les|os)\ (?:ruego|rogamos|pido|pedimos|agradecería)\ (?:que|me|nos)\b
        |confirmad(?:me|nos)\b|mandad(?:me|nos)\b|avisad(?:me|nos)\b
        |(?:snälla|skicka|meddela|återkom|mejla|maila|kontrollera|skriv|boka|ge)\ (?!på\b)\w
        |hör\ av\ (?:dig|er)\b|säg\ (?:till|ifrån)\b|ring\ (?:mig|oss|upp|gärna)\b
        |laat\ (?:me|mij|ons|even|het|maar)\ (?:\w{2,6}\ ){0,2}weten\b|gelieve\b
        |(?:stuur|mail|bel|geef|app|breng|zet|kijk|check|vraag)\ (?:me|mij|ons|even|hem|haar|het|de
            |nog|maar|dan)\b
        |(?:wilt|wil|kunt|zou)\ (?:u|je|jij|jullie)\ (?:\w{1,14}\ ){0,8}\w{3,14}en\b)""",
    re.VERBOSE,
)
_BID_HINTS: Final = (
    " bescheid", "schick", "sende", "gib ", "geben sie", "sag ", "sagen sie", "ruf ",
    "rufen sie", "schreib", "melde", "lass", "bring", "nimm", "prüf", "gebt ", "sagt ", "-moi",
    "-nous", "veuillez", "merci d", "prie", "me ", "me.", "me!", "nos ", "melo", "mela", "ruego",
    "rogamos", "pido", "pedimos", "agradecería", "skicka", "meddela", "återkom", "mejla", "maila",
    "kontrollera", "skriv", "boka", "snälla", "ge ", "hör av", "säg ", "ring ", "laat ", "gelieve",
    "stuur", "mail ", "bel ", "geef ", "app ", "breng", "zet ", "kijk ", "check ", "vraag ",
    "wilt ", "wil ", "kunt ", "zou ",
)  # fmt: skip
_REQUEST_HINTS: Final = (
    "please", "pls", "kindly", "forget to", "remember to", "wondering", "need you",
    "appreciate", "want you", "like you", "brauche", "benötige", "besoin", "necesit", "behöver",
    "any chance of", " you ", " u ", "do tell", "do let", "do send", "do give", "grateful",
    " mir", " uns", " mich", "melde", "lass", "-moi", "-nous", "me ", "nos ", "av dig", "av er",
    "säg till", "veta", "gärna", " mig", " oss", "senast", "weten", " mij", " ons",
)  # fmt: skip
# Who needs a thing by a day asks for it. Matches "we need the contract", "ik heb ze nodig".
_NEEDS: Final = re.compile(
    r"""\b(?:(?:i|we)(?:'d|'ll|\ would|\ will|\ still|\ also|\ really)?\ (?:need|want|must\ have)
        |(?:ich|wir)\ (?:brauchen?|benötigen?)|(?:brauche|benötige)\ ich|(?:brauchen
        |benötigen)\ wir|(?:j'ai|j'aurais|nous\ (?:avons|aurions))\ besoin
        |il\ (?:me|nous)\ (?:faut|faudrait)|necesit(?:o|amos)|(?:jag|vi)\ behöver
        |(?:ik\ heb|w(?:e|ij)\ hebben)\b[^.?!\n]{1,48}\bnodig)\b""",
    re.VERBOSE,
)
_NEED_HINTS: Final = (
    "need", "want", "must have", "brauch", "benötig", "besoin", "faut", "faudrait", "necesit",
    "behöver", "nodig",
)  # fmt: skip
# Who says that a thing will be there on a day promises it. Matches "you should have it", "vous
# aurez le rapport", "du får ritningen". No match: "du får komma".
_FORESEES: Final = re.compile(
    r"""\b(?:you\ should\ (?:have|get|receive)\ (?:it|them|the|my|our|an?|everything|your)
        |(?:i|we)\ should\ (?:have\ (?:it|them|the|an?|your|something|more|everything)
            |be\ able\ to)
        |(?:i'm|i\ am|we're|we\ are)\ (?:sending|posting|mailing|emailing|bringing|shipping)
        |expect\ (?:a|an)\ (?:\w{2,9}\ )?(?:call|mail|e-?mail|answer|quote|draft|letter)
        |consider\ it\ done|you\ have\ my\ word
        |(?:vous\ aurez|tu\ auras)\ (?:le|la|les|une?|mon|ma|mes|notre|nos|des)
        |(?:te|se|le|os|les)\ (?:lo|la|los|las)\ (?:envío|mando|digo|paso|enviaré|mandaré
            |confirmo)
        |(?:du|ni)\ får\ (?:svar|besked|ett?|den|det|min|mitt|mina|vår|våra
            |\w{3,20}(?:en|et|na)))\b""",
    re.VERBOSE,
)
_FORESEE_HINTS: Final = (
    "should", "ing ", "expect a", "consider it", "my word", "aurez", "auras", "env", "mand", "digo",
    "paso", "confirmo", " får ",
)  # fmt: skip
# What asks where it opens the clause and allows where the clause opens with what is allowed:
# "Kannst du die Liste schicken", but "Den Schlüssel kannst du behalten".
_VERB_FIRST: Final = ("kannst du", "können sie", "kan du", "kan ni", "kun je", "kunt u")
_OPENS_CLAUSE: Final = re.compile(
    r"(?:\A|[.!?,;:)\n–—-]|\b(?:und|aber|oder|och|men|en|maar))\s{0,3}$"
)
# A promise that is none. Matches "i'll never", "i'll look forward to it", "we will have our party",
# "i'll take all the help", "you will have the opportunity", "let me know", "let me introduce". No
# match: "i'll have it ready", "i'll take care".
_NO_PROMISE: Final = re.compile(
    r"""\b(?:i'll|i\ will|ill|i\ shall|we'll|we\ will|we\ shall)\ (?:never
        |look\ forward\b
        |take\ (?:all|any|every|whatever|part|time)\b
        |have\b(?!\ (?:it|them|this|that|these|those|him|her|someone|somebody|my
            |to\ (?:get|come)\ back|an?\ (?:draft|answer|offer|quote)
            |the\ (?:draft|contract|report|offer|numbers|answer|files?|documents?|list|slides
                |invoice|quote))\b))
    |\b(?:you'll|you\ will)\ (?:(?:have|get|receive)\ (?:\w{1,12}\ )?(?:to|opportunit(?:y|ies)
            |chance|pleasure|time|option|right|ability|choice|impression|fun|access|idea
            |feeling|best)\b
        |have\b(?!\ (?:it|them|this|that|these|those|my|our|the
            |an?\ (?:draft|answer|offer|quote|reply|copy))\b))
    |\b(?:you'll|you\ will)\ get\ (?:on|along|over|used|there|better)\b
    |\banbei\ (?:erhalten|bekomm)
    |\blet\ me\ (?:introduce|present|explain|tell\ you|say|start|begin|stress|add|be\b)
    |\blet\ me\ know\b(?![^.?!]{0,80}\b(?:i'll|i\ will|let\ me\ (?!know)))""",
    re.VERBOSE,
)
# What goes on without saying anew who it is. Matches "I'll look and will call", "we also will".
_GOES_ON: Final = (" and", " but", " or", " i", " we", " then", " also")
# A day that is a term, not just a day. Matches "by Friday", "before the 8th", "bis morgen".
_TERM: Final = re.compile(
    r"""(?:\b(?:by|before|until|till|til|no\ later\ than|not\ later\ than|due|deadline\ is
        |deadline:|bis|vor|avant
        |d'ici|pour|antes(?:\ del?)?|para\ el|para|senast|före|innan|till|vóór|voor|tegen
        |uiterlijk
        |eod|cob|end\ of)
        \ {1,2}(?:(?:the|end\ of(?:\ the)?(?:(?:\ business)?\ day)?|eod|cob|close\ of\ business
            |zum|le|el|den|op|on|spätestens)\ )?)$""",
    re.VERBOSE,
)
# The end of a span of time. Matches "end of next week", "by the end of the month", "ende der
# woche", "this week". No match: "weekend".
_SPAN: Final = re.compile(
    r"""\b(?:(?P<end>(?:end|close|ende|fin|finales|final|slutet|eind|einde)\ (?:of\ |der\ |des\
        |de\ la\ |del\ |de\ |av\ |van\ )?
            (?:the\ |het\ |la\ |deze\ |denna\ |dieser\ |cette\ |esta\ )?)
          |(?P<by>(?:by|before|until|bis|avant|antes\ de|senast|uiterlijk|voor|sometime|later
          |im\ laufe\ der)\ )?)
        (?P<which>next\ |this\ |coming\ |nächste[rn]?\ |dieser?\ |diese\ |kommenden?\ |nästa\
        |volgende\ |deze\ |denna\ )?
        (?P<unit>week|month|quarter|year|woche|monats?|semaine|mois|semana|mes|veckan?
            |månaden?|maand)
        (?P<after>\ prochaine?|\ próxima|\ próximo|\ que\ viene)?\b""",
    re.VERBOSE,
)
_WEEKS: Final = frozenset({"week", "woche", "semaine", "semana", "vecka", "veckan"})
_MONTHS: Final = frozenset({"month", "monat", "monats", "mois", "mes", "månad", "månaden", "maand"})
_NEXT: Final = frozenset(
    {"next ", "nächste ", "nächster ", "nächsten ", "nästa ", "volgende ", "coming ", "kommende ",
     "kommenden "}
)  # fmt: skip
# The end of the working day. Matches "eod", "by close of business", "heute noch".
_TODAY: Final = re.compile(
    r"\b(?:eod|cob|close of business|end of (?:the )?(?:day|business)|heute noch|noch heute)\b"
)


def find_asks(message: Message, me: Me) -> tuple[Ask, ...]:
    """Questions, requests and promises in the new text, in order, at most twelve.

    ``due_on`` is the day by which, where the sentence names one; for a promise any day in
    it, told by the sender's clock, or by mine (``me``) where that is not known. Small talk
    ("How are you?") is no question. Machines ask nothing.
    """
    if message.automation.is_bulk or message.automation.is_auto_reply:
        return ()
    text = message.new_text[:LONGEST_TEXT]
    folded = fold(text)
    requests: dict[int, str] = {}
    for found in find_signals(message.new_text):
        if found.signal in ("request", "promise") and found.start is not None:
            if found.signal == "promise" and not _is_own(folded, found.start):
                continue
            if found.signal == "request" and _allows(folded, found.start):
                continue
            requests.setdefault(found.start, found.signal)
    of_promises = [hint for hint in _PROMISE_HINTS if hint in folded]
    of_requests = [hint for hint in _REQUEST_HINTS if hint in folded]
    may_foresee = (_has_any(folded, _NEED_HINTS) and _NEEDS.search(folded) is not None) or (
        _has_any(folded, _FORESEE_HINTS) and _FORESEES.search(folded) is not None
    )
    bids = _has_any(folded, _BID_HINTS) and not _OF_OTHERS.isdisjoint(_WORD.findall(folded))
    if "?" not in folded and not (requests or of_promises or of_requests or may_foresee or bids):
        return ()
    message = in_likely_zone(message, me)
    places = sorted(requests)
    asks: list[Ask] = []
    for start, end in find_sentences(text):
        sentence = text[start:end]
        names = {requests[place] for place in places if start <= place < end}
        is_question = sentence.rstrip("\"'”’)").endswith("?")
        if is_question and _EMPTY.fullmatch(sentence):
            continue
        if is_question or _requests(folded[start:end], "request" in names, of_requests, bids=bids):
            due_on = _due(sentence, message, any_day=False)
            if not is_question and due_on is None and is_courtesy(folded[start:end]):
                continue
            asks.append(Ask("ask", sentence, start, end, is_question, due_on))
        elif _promises(folded[start:end], "promise" in names, of_promises):
            due_on = _due(sentence, message, any_day=True)
            asks.append(Ask("promise", sentence, start, end, False, due_on))
        elif may_foresee and (foreseen := _by_a_day(sentence, folded[start:end], message)):
            asks.append(Ask(foreseen[0], sentence, start, end, False, foreseen[1]))
        if len(asks) >= _MOST:
            break
    return tuple(asks)


def _by_a_day(sentence: str, folded: str, message: Message) -> tuple[AskKind, date] | None:
    """What is needed by a day, or will be there on one; without the day it is mere talk."""
    if _NEEDS.search(folded) and (due_on := _due(sentence, message, any_day=False)):
        return "ask", due_on
    if _FORESEES.search(folded) and (due_on := _due(sentence, message, any_day=True)):
        return "promise", due_on
    return None


def _allows(folded: str, start: int) -> bool:
    """ "Die Rechnung kannst du wegwerfen" wants nothing, unless it goes on to a question mark."""
    if not folded.startswith(_VERB_FIRST, start):
        return False
    return _OPENS_CLAUSE.search(folded[max(0, start - 12) : start]) is None


def _is_own(folded: str, start: int) -> bool:
    """Whether who writes promises: "Will do", and not "Bob will call" or "what it will take"."""
    if not folded.startswith("will ", start):
        return True
    before = folded[max(0, start - 40) : start].rstrip()
    return not before or before[-1] in ".!?,;:-)" or before.endswith(_GOES_ON)


def _requests(folded: str, is_signal: bool, hints: list[str], *, bids: bool) -> bool:
    if is_signal or (_has_any(folded, hints) and _REQUESTS.search(folded) is not None):
        return True
    return bids and _BIDS.search(folded) is not None


def _has_any(folded: str, hints: Sequence[str]) -> bool:
    """Whether the sentence holds one of the hints that the text holds."""
    for hint in hints:  # noqa: SIM110  a generator costs more than the search
        if hint in folded:
            return True
    return False


def _promises(folded: str, is_signal: bool, hints: list[str]) -> bool:
    if not is_signal and not (_has_any(folded, hints) and _PROMISES.search(folded)):
        return False
    return not _NO_PROMISE.search(folded)


def _due(sentence: str, message: Message, *, any_day: bool) -> date | None:
    """The day by which, in the sender's zone: a day named, or the end of a span of time."""
    folded = fold(sentence)
    today = sent_on(message)
    for daytime in find_daytimes(sentence, message.sent_at, message.utc_offset_minutes):
        is_term = folded[daytime.start : daytime.end].startswith(TERM_INSIDE) or _TERM.search(
            folded[max(0, daytime.start - 32) : daytime.start]
        )
        if daytime.on is not None and daytime.on >= today and (any_day or is_term):
            return daytime.on
    if _TODAY.search(folded):
        return today
    span = _SPAN.search(folded)
    if span is None or not (span["end"] or span["by"] or (any_day and span["which"])):
        return None
    return _end_of(span["unit"], today, is_next=bool(span["which"] in _NEXT or span["after"]))


def _end_of(unit: str, today: date, *, is_next: bool) -> date | None:
    """Friday for a week, the last day for a month; nothing for what is longer."""
    if unit in _WEEKS:
        friday = today + timedelta(days=(4 - today.weekday()) % 7)
        if is_next and today.weekday() <= 4:
            friday += timedelta(days=7)
        return friday
    if unit in _MONTHS:
        months = today.year * 12 + today.month - 1 + is_next
        year, month = divmod(months, 12)
        return date(year, month + 1, monthrange(year, month + 1)[1])
    return None

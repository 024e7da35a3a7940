"""What a text says of an appointment: that it is proposed, fixed, moved or off, and when.

Knows words and the days and times among them; it refuses to know who will come. Several
options are one proposal, and the first of them its time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta, tzinfo
from typing import Final

from extractors.answered import clock_answered, find_answered, first_day_answered
from extractors.clocks import Clock
from extractors.daytimes import TERM_INSIDE, DayTime, at_clock, find_daytimes
from extractors.features import speaks_known_language
from extractors.records import Evidence, MeetingStatus, Message
from extractors.signals import LONGEST_TEXT, find_signals, fold
from extractors.zones import sender_zone, sent_on

# A link to a booking page or a video room; its host is the place. Matches
# "https://calendly.com/jo/15min", "https://zoom.us/j/91". No match: "https://example.org".
_ROOM: Final = re.compile(
    r"""https?://(?P<host>(?P<booking>(?:www\.)?calendly\.com|cal\.com|savvycal\.com
        |meetings[a-z0-9-]{0,12}\.hubspot\.com|(?:www\.)?youcanbook\.me|acuityscheduling\.com
        |outlook\.office(?:365)?\.com(?=/(?:book|owa/calendar))|book\.ms|tidycal\.com|zcal\.co
        |calendar\.app\.google|(?:www\.)?doodle\.com|koalendar\.com|app\.reclaim\.ai|lu\.ma)
      | (?:[a-z0-9-]{1,40}\.){0,3}(?:zoom\.us|meet\.google\.com|teams\.microsoft\.com|hubspot\.com
        |teams\.live\.com|webex\.com|whereby\.com|gotomeeting\.com|youcanbook\.me|calendly\.com
        |acuityscheduling\.com|outlook\.office365\.com|jit\.si|chime\.aws))(?![a-z0-9.-])""",
    re.IGNORECASE | re.VERBOSE,
)

_LINK: Final = re.compile(r"https?://[^\s<>]{1,500}")
_CANCELLED: Final = re.compile(
    r"""\b(?:
        cancel(?:l?ed|l?ing|s)?\b(?!\ (?:any\ ?time|policy))|call(?:ed|ing)?\ (?:it\ )?off\b
        |(?:is|are|was|'s)\ off\b(?!\ to\b)
        |(?<!you\ )(?<!who\ )(?:can't|cannot|can\ not|won't|unable\ to|not\ able\ to
            |won't\ be\ able\ to|not\ be\ able\ to|couldn't)\ (?:make|attend|join|come|be\ there
            |meet)\b
        |have\ to\ (?:skip|bow\ out|miss)\b|\bbail(?:ing)?\ (?:on|out)\b
        |no\ longer\ (?:able|possible)\b|no\ need\ for\b
        |don't\ come\b
        |(?:cannot|can't|can\ not|won't|will\ not)\ (?:take\ place|go\ ahead|happen)\b
        |will\ not\ hold\b
        |(?:absagen|abgesagt|ausfallen|entfällt|fällt\ (?:leider\ )?aus|abzusagen)\b
        |annul(?:er|é|ée|ons|e)\b|anul(?:o|ar|amos|ado|ada)\b|fällt\b[^.!?\n]{0,40}\bflach\b
        |no\ point\ in\ (?:holding|meeting|having)\b|won't\ need\ the\b
        |cancel(?:ar|ado|ada|amos|o)\b
        |(?:ställa\ in|ställer\ in|inställ[td]|avboka\w{0,2}|förhinder)\b
        |(?:annuleren|geannuleerd|afzeggen|afgezegd|afgelast|gaat\ (?:helaas\ )?niet\ door
            |kan\ (?:helaas\ )?niet\ doorgaan|niet\ kan\ doorgaan)\b
        |(?:blir\ inte\ av|muss\ (?:leider\ )?passen|suspend(?:er|emos|id[oa]))\b
        |(?:n'aura\ pas\ lieu|pourra\ pas\ (?:se\ tenir|avoir\ lieu)
            |(?:pourrai|pourrons|peux|pouvons)\ (?:finalement\ )?pas\ (?:venir|être\ (?:là
                |présente?s?)|assister))\b
    )""",
    re.VERBOSE,
)
_MOVED: Final = re.compile(
    r"""\bre-?schedul\w{1,4}\b|\bpostpon\w{1,4}\b
    |\b(?:mov(?:e|ed|ing)|push(?:ed|ing)?|shift(?:ed|ing)?|bump(?:ed|ing)?|slid(?:e|ing))
        (?:\ [\w':-]{1,16}){0,8}?\ (?:to|back|until|forward|up|by|out)\b
    |\bput(?:ting)?\ [^.!?\n]{0,32}\boff\ (?:to|until|till|by)\b
    |\bmoved\ (?:it|this|that|us|you)\b
    |\bse\ (?:pasa|mueve|traslada|cambia|aplaza|retrasa|adelanta)\b
    |\b(?:something|a\ conflict|an\ emergency)\ (?:has\ |have\ |just\ |'s\ )?(?:come|came)\ up\b
    |\b(?:days?|weeks?|hours?|an\ hour)\ (?:later|sooner|earlier)\b|\bwent\ to\b
    |\brain\ ?check\b|\brunning\ (?:[\w'-]{1,12}\ ){0,4}(?:late|behind)\b
        |\binstead\ of\b(?!\ (?:writ|call|zoom|using))|\badjourned\b
    |\b(?:new|different|another|change\ of|changed?\ the)\ (?:date|time|day|slot)\b
    |\b(?:is|are)\ now\ (?:on|at|scheduled|set)\b|\bback\ on\b|\bwill\ now\ be\ (?:held|at|on)\b
        |\bhas\ (?:been\ )?changed\b
    |\b(?:verschieben|verschoben|verlegen|verlegt|umbuchen|zu\ verschieben|terminverschiebung)\b
    |\b(?:vorverlegt|vorziehen|vorgezogen|terminänderung|einen\ anderen\ termin)\b
    |\b(?:déplacer|décaler|reporter|repousser|reporté|décalé|déplacé|repoussé)e?\b
    |\b(?:remettre|remettons|remis)\ (?:ça\ |(?:la|le|notre|cette|ce)\ (?:rencontre|réunion
        |rendez-vous|rdv|entretien|appel|déjeuner|dîner|visite)\ )?(?:à|au)\b|\bune\ autre\ date\b
    |\bvan\ (?:maan|dins|woens|donder|vrij|zater|zon)dag\b[^.?!\n]{0,16}\bnaar\b
    |\bvon\ (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b[^.?!\n]{0,16}\bauf\b
    |\b(?:mover|aplazar|posponer|cambiar|retrasar|adelantar|postergar|reagendar|reprogramar
        |aplazamos|movemos|aplazada|cambio\ de\ (?:hora|día|fecha))\b
    |\b(?:pasar|pasamos|corremos|correr)\ (?:la|el|nuestra|lo)\ (?:reunión|cita|llamada|visita
        |comida|encuentro|del?)\b
    |\b(?:flytta|boka\ om|skjuta|flyttar|ombokat|flyttat|skjuter|senarelägg\w{1,3}
        |tidigarelägg\w{1,3}|en\ annan\ (?:tid|dag))\b
    |\b(?:verzetten|verplaatsen|uitstellen|verschuiven|verzet|verplaatst|uitgesteld
        |verplaatsing|vervroegen|naar\ voren\ halen|een\ andere\ (?:dag|datum))\b""",
    re.VERBOSE,
)
_SOME_OTHER: Final = (
    "new ", "different ", "another ", "change of ", "einen anderen", "une autre", "en annan",
    "een andere",
)  # fmt: skip
_IS_MOVED: Final = re.compile(r"\b(?:moved|rescheduled|postponed|brought forward)\b")
# Before words that would cancel. Matches "if you are ", "anyone who ". No match: "i ".
_CONDITION: Final = re.compile(
    r"\b(?:if|in case|whoever|anyone|those|who|wer|falls|si|quien|om|als|wie)\b[^.!?\n]*$"
)
# Why the other time does not do. Matches "sorry", "i need to go to", "no voy a poder".
_EXCUSES: Final = re.compile(
    r"""\b(?:sorry|apologies|unfortunately|afraid|conflict|clash
    |i\ (?:need|have)\ to|can't|cannot|won't|leider
    |désolée?|malheureusement|no\ voy\ a\ poder|perdona|lo\ siento|tyvärr|helaas)\b""",
    re.VERBOSE,
)
# In an answer, words for another time than was asked for.
_OTHER_TIME: Final = re.compile(
    r"""\b(?:instead|in\ stead|same\ (?:time|hour|place)|stattdessen|plutôt|en\ cambio|istället
        |i\ stället|en\ su\ lugar|à\ la\ place|in\ plaats\ daarvan|liever)\b
    |(?<!you\ )\bcan't\ (?:do|make)\b[^?\n]{0,80}\?""",
    re.VERBOSE,
)
_OTHER_TIME_HINTS: Final = (
    "stead", "same ", "stattdessen", "plutôt", "cambio", "istället", "i stället", "lugar",
    "la place", "plaats", "liever", "can't ",
)  # fmt: skip
_RECAP: Final = re.compile(
    r"""\b(?:
        (?:thanks|thank\ you|thx)\b[^.!?\n]{0,24}\bfor\ (?:taking\ the\ time|your\ time|meeting
            |coming|joining|having\ (?:me|us)|hosting|(?:the|a|our
            |yesterday's)\ (?:\w{1,12}\ )?(?:chat|call|meeting|conversation|lunch|coffee|dinner
            |visit))
        |(?:great|good|nice|lovely|wonderful|pleasure|enjoyed|fantastic|glad
            |delight\w{0,3})\ (?:(?:finally\ )?(?:meeting|seeing|talking|speaking|chatting
            |having)\ (?:you|with\ you|to\ you|earlier|yesterday|today)
            |to\ (?:finally\ )?(?:meet|see|talk|speak)\ (?:you|with\ you|to\ you)\ (?!then|there
            |on|next|tomorrow))
        |good\ to\ (?:finally\ )?put\ a\ face
        |for\ (?:the|your)\ (?:\w{1,12}\ )?(?:discussion|meeting|call
            |session)\b[^.!?\n]{0,24}(?:yesterday|today|on\ \w{1,10}day|last)
        |our\ (?:call|meeting|talk|lunch|session)\ (?:of|this\ (?:morning|afternoon)|yesterday
            |earlier)\b
        |(?:notes|minutes|summary|recap|takeaways|action\ items)\ (?:from|of|on)\b|recap\b
        |^minutes\b
        |(?:as|what)\ (?:we\ )?(?:discussed|agreed)\b[^.\n]{0,12}\b(?:yesterday|today|during|on
            |in|at)\b
        |(?:thanks|thank\ you|merci|gracias|dank\w?|tack|bedankt|pleasure|good|great|nice|lovely)\b
            [^.!?\n]{0,60}\b(?:yesterday|this\ morning|last\ (?:night|week|\w{3,6}day)|just\ now
            |gestern|hier|ayer|anoche|igår|i\ \w{3,5}dags|gisteren|vanochtend)\b(?!\ soll)
        |(?:danke|vielen\ dank)\ für\ (?:das|den|die|ihre|deine
            |ihren)\ (?:\w{1,14}\ )?(?:gespräch|treffen|termin|zeit|telefonat|besuch|austausch)
        |merci\ (?:\w{1,10}\ )?pour\ (?:votre|ton|notre|le|la|cet)\ (?:accueil|temps|échange
            |rendez-vous|entretien|déjeuner|réunion|visite)
        |merci\ (?:\w{1,10}\ )?de\ (?:m'avoir|nous\ avoir|votre\ accueil|ton\ accueil|votre\ visite
            |ta\ visite)
        |compte[\ -]rendu\b
        |(?:gracias|agradec\w{2,8})\b[^.!?\n]{0,40}\b(?:por|la|el)\ (?:(?:tu|su|la|el
            |vuestr[oa])\ (?:tiempo|reunión|visita|charla)|(?:habernos\ )?recibi\w{0,5})
        |tack\ för\ (?:mötet|lunchen|samtalet|senast|idag|igår|besöket
            |ett\ (?:\w{2,12}\ )?(?:möte|samtal|besök)|en\ (?:\w{2,12}\ )?(?:lunch|kväll|dag
            |pratstund))
        |(?:bedankt|dank)\b[^.!?\n]{0,12}\bvoor\ (?:het|de|je|uw
            |jullie)\ (?:\w{1,14}\ )?(?:gesprek|tijd|lunch|bezoek|overleg|rondleiding|ontvangst
            |middag|avond)
        |(?:leuk|fijn|goed)\ dat\ (?:je|u|jullie)\ gisteren
        |(?:protokoll|verslag|notulen|minnesanteckningar|besprechungsnotizen|acta\ de\ la)\b
    )""",
    re.VERBOSE,
)
_CONFIRMED: Final = re.compile(
    r"""\b(?:
        (?<!please\ )(?<!kindly\ )(?<!can\ you\ )(?<!could\ you\ )(?<!to\ )confirm(?:ed|ing
            |s)?\b(?!\ (?:your|if|that\ you|whether))
        |to\ confirm\ (?:our|your|the|that)\b
        |(?:works?|suits?)\ (?:for|well|great|fine|perfectly|on\ (?:my|our)\ (?:side|end))
        |works\b(?=[.!])
        |see\ you\ (?:then|there|at|on|tomorrow|soon|in|next|all|both|monday|tuesday|wednesday
            |thursday|friday|saturday|sunday)
        |(?:talk|speak)\ (?:to\ you\ )?then\b|looking\ forward\ to\ (?:seeing|meeting)
        |(?:has|have|is|are|been|be|i've|'s)\ (?:been\ )?(?:scheduled|set|booked|arranged
            |confirmed|calendared|fixed)\b
        |is\ (?:good|fine|perfect|great)\ (?:for|with)\ (?:me|us|both|all)\b|pleased\ to\ welcome
        |(?:put|got)\ (?:you|it|us)\ in\ (?:the|my|our)\ (?:book|diary|calendar)
        |(?:i|we)\ (?:have\ |)(?:scheduled|calendared|booked|set\ up|arranged)\b
        |scheduled\ (?:for|on|to)\b|will\ be\ held\b|we're\ on\b|(?:still|we\ are)\ on\b
        |lock(?:ed)?\ (?:it\ )?in\b|it's\ a\ date\b|booked\b|remind(?:er|\ you)\b|perfect\b
        |sounds\ (?:good|great)\b|(?:is|it's)\ noted\b|stands\b|that\ works\b|you\ are\ enrolled\b
        |in\ (?:your|my|the)\ (?:diary|calendar)\b|(?:be|am)\ (?:there|with\ you)\ then\b
        |(?:passt\ (?:mir|uns|gut|perfekt|super)|bestätig\w{1,4}|findet\ statt|sehr\ gerne
            |geht\ klar|klappt)\b
        |(?:c'est\ noté|je\ (?:vous\ |te\ )?confirme|nous\ confirmons|aura\ lieu|c'est\ parfait
            |entendu|à\ (?:demain|lundi|mardi|mercredi|jeudi|vendredi)\b)
        |(?:confirmo|confirmamos|nos\ vemos|tendrá\ lugar|queda\ confirmad[oa])\b
        |(?:bekräfta[rs]?|vi\ ses|det\ passar|äger\ rum|ses\ vi)\b
        |(?:bevestig\w{0,2}|akkoord|tot\ (?:dan|morgen|maandag|dinsdag|woensdag|donderdag
            |vrijdag)|vindt\ plaats)\b
    )""",
    re.VERBOSE,
)
# Before "work for" or "suit well", in its clause. Matches "does that ", "if it ", "whether ".
_ASKED: Final = re.compile(r"\b(?:do|does|would|will|if|whether|could|might)\b[^.,;!?]{0,36}$")
_PROPOSED: Final = re.compile(
    r"""\b(?:would|could|can|shall|should|may|might)\ (?:you|we|i)\b
        |\bare\ you\ (?:\w{1,12}\ )?(?:free|available|around|open|up)\b
    |\b(?:how|what)\ about\b|\bdo\ you\ (?:have|want|fancy)\b|\blet's\ (?!you\b)|\blets\
        |\blet\ (?:me|us)\ know\b|\bcan\ offer\b|\bconvenient\b|\bi'd\ like\ everyone\b
        |\bavailab\w{2,5}\b
    |\b(?:does|would|will|do)\ (?:\w{1,12}\ ){0,4}(?:work|suit)\b|\bi\ (?:propose|suggest)\b
        |\bpropos(?:e|ed|ing)\b|\bfree\ (?:on|for|at|tomorrow)\b
    |\binvit(?:e|ed|ation|ing)\b|\bplease\ (?:plan|join|attend|come|advise)\b|\bjoin\ us\b
        |\blike\ to\ (?:meet|schedule|set|have\ a|discuss|talk|invite|conduct)\b
    |\b(?:grab|pick|choose|book|find)\ (?:a|any|some|half|whatever|one)\b|\brsvp\b
        |\bmark\ your\ calendars?\b|\bplan\ to\ (?:meet|attend)\b|\bwide\ open\b
        |\b(?:call|ring|phone)\ me\b
    |\bwants?\ to\ (?:meet|set|hold)\b|\btake\ whatever\b|\bcould\ come\b
        |\bplease\ (?:calendar|choose)\b
        |\bi\ (?:can|could)\ (?:do|offer|manage)\b|\bsuitable\b|\bgrateful\ if\b
        |\bwhen(?:ever)?\ you\ (?:want|like)\b|\byou\ (?:can|could)\ (?:come|drop|pop|stop|pass)\b
    |\b(?:passt\ (?:dir|ihnen|euch|es)|ginge|hätte(?:n|st)\ |können\ wir|sollen\ wir|kommst\ du
        |treffen\ wir|wollen\ wir|lass(?:t|en\ sie)?\ uns|zeit\ für|anbieten
        |schlage\ (?:ich\ )?\w{0,10}\ ?vor)\b
    |\b(?:je\ (?:vous\ |te\ )?propose|convient|seriez-vous|êtes-vous\ disponible|on\ se\ voit
        |disponible|(?:vous\ pouvez|tu\ peux)\ (?:passer|venir))\b
    |\b(?:te\ viene|le\ viene|podemos|podríamos|quedamos|te\ va\ bien|os\ va|puedes|le\ parece
        |te\ parece|te\ late|podés|agendemos|quedemos|veámonos|reunámonos|hagamos)\b
    |\b(?:retrouvons-nous|voyons-nous|appelons-nous|disons|låt\ oss|laten\ we)\b
    |\b(?:kan\ vi|passar\ det|ska\ vi|kan\ du|skulle\ du|föreslår|propongo|stel\ voor|funkar\ det)\b
    |\b(?:zullen\ we|schikt|kunnen\ we|kun\ je|past\ het|komt\ het|lukt\ het|heb\ je\ tijd)\b
    |\b(?:lade\ (?:ich\ )?(?:euch|dich|sie|ihnen|hiermit|herzlich)|laden\ wir|einladung
        |je\ (?:vous|t')\ ?(?:invite|convie)|invitation|convocation|convo[cq]\w{1,6}
        |(?:os|te|le|les)\ invit(?:o|amos)|kallas\ (?:ni|du)|kallelse|inbjudan|inbjuder|bjuder\ in
        |nodig\ ik|nodigen\ wij|uitnodiging|nodig\ (?:je|jullie|u)\ [^.?!\n]{0,20}uit)\b""",
    re.VERBOSE,
)
# Somebody comes together here. Matches "the meeting", "our call", "Termin", "déjeuner".
_MEETING_NOUN: Final = re.compile(
    r"""\b(?:(?P<plain>meet(?:ing)?s?|conference\ calls?|lunch|dinner|breakfast|interviews?
        |appointment|vorbei(?:kommen?|schauen?)
        |komm(?:e|en|t)?\ [^!?\n]{0,60}\bzu\ (?:ihnen|dir|euch)
        |(?:wir|ich)\b[^!?\n]{0,60}\bbei\ (?:ihnen|dir|euch)
        |(?:je|nous|on)\ [^!?\n]{0,20}\bpass(?:er|e|ons|erai)?\ [^!?\n]{0,60}\bchez\ (?:vous|toi)
        |komen\ kijken
        |langs(?:komen?|kom)|komm(?:a|er)\ förbi|come\ (?:round|over|by))
        |call|coffee|demo|sync|catch[ -]?up|get[ -]together|visit|sessions?|drinks|conference
        |workshop|onsite
        |1:1|slot|chat|zoom|teams|webinar|walkthrough|party|rehearsal|viewing|tasting|hearing
        |nous\ voir|vous\ voir|se\ voit
        |vernos|sehen\ wir
        |termin|treffen|besprechung|telefonat|gespräch|mittagessen|abendessen|besuch|telefonieren
        |rendez-vous|rdv|réunion|déjeuner|dîner|appel|entretien|visio|reunión|cita|llamada|comida
        |videollamada|charla
        |möte\w{0,2}|lunchen|samtal|träff\w{0,2}|fika|frukost\w{0,4}|ses|afspraak|overleg
        |gesprek|bellen|bespreking|bijeenkomst)\b""",
    re.VERBOSE,
)
_TOGETHER: Final = re.compile(
    r"""\b(?:we|us|our|let's|you|your|i'll\ (?:be|see|call|meet|join|come)|join|wir|uns|euch|dir
        |ihnen|nous|vous|nos|te
        |vi|oss|dig|er|wij|we|ons|jullie|je|u)\b""",
    re.VERBOSE,
)
# Others come together. Matches "without us", "ohne uns", "sans vous". No match: "without doubt".
_WITHOUT_US: Final = re.compile(
    r"""\b(?:without\ (?:us|me|you)|ohne\ (?:uns|mich|dich|sie|euch)|sans\ (?:nous|moi|vous|toi)
        |sin\ (?:nosotr[oa]s|mí|ti)|utan\ (?:oss|mig|dig)|zonder\ (?:ons|mij|jou|u))\b""",
    re.VERBOSE,
)
# A time of day, roughly. Matches "10:30", "3pm", "at 4", "14h30", "noon". No match: "10 boxes".
_SOME_CLOCK: Final = re.compile(
    r"\d(?:[:h.]\d\d|\ ?(?:[ap]\.?m\b|uhr|uur|h\b|o'clock|ish))|\d[ap]\b"
    r"|(?:at|um|om|à|las|kl\.?|klockan|@|by)\ ?\d|noon|midi|mittag|half|halb|halv"
    r"|quarter|viertel|kvart|kwart|\by\ (?:media|cuarto)|\bet\ (?:demie?|quart)",
)
_WORD: Final = re.compile(r"[^\W\d_]{3,20}|1:1")
_GATHERINGS: Final = """
    meet meets meeting meetings call calls lunch dinner breakfast coffee tea interview
    interviews appointment demo sync catch visit session sessions drinks conference workshop
    onsite 1:1 slot chat zoom teams webinar walkthrough party join see talk speak gather
    gathering free available reschedule rescheduled postponed cancelled canceled moved shifted
    pushed works suits confirm confirmed confirming termin treffen besprechung telefonat
    gespräch mittagessen abendessen besuch telefonieren passt verschieben sehen rendez réunion
    déjeuner dîner appel entretien visio voir voit convient reunión cita llamada comida
    videollamada charla vernos viene möte mötet lunchen samtal träff träffas fika ses frukost
    passar afspraak overleg gesprek bellen bespreking bijeenkomst schikt remind reminder
    together around scheduled review bring come hall board viewing rehearsal tour
    kommen komme kommt vorbeikommen vorbei langskomen langs förbi komen passer passe bei
"""
_GATHERING: Final = frozenset(_GATHERINGS.split())
# After a day on which it cannot be. Matches " won't work", " is difficult", " geht leider nicht".
# No match: " works", "? if that is difficult".
_NOT_THEN: Final = re.compile(
    r"""\ (?:[^.!?,;\n]{0,32}\ )?(?:(?:won't|doesn't|does\ not|will\ not|didn't)\ (?:work|suit|do
        |be\ possible)
      |(?:isn't|is\ not|is\ no\ longer|not)\ (?:possible|good|ideal|convenient|great|an\ option)
      |(?:is\ )?(?:now\ )?(?:slammed|packed|jammed|rammed|fully\ booked)
      |is\ (?:now\ )?(?:difficult|impossible|tricky|no\ good|bad|out\b(?!\ of)|full)
      |(?:geht|passt|klappt)\ (?:\w{2,8}\ ){0,2}nicht
      |ne\ (?:me\ |nous\ )?(?:va|convient|marche)\ (?:\w{2,8}\ )?(?:pas|plus)|n'est\ pas\ possible
      |no\ (?:me\ |nos\ )?(?:va|viene|es\ posible|puedo|podemos)
      |(?:fungerar|passar|går)\ (?:\w{2,8}\ ){0,2}inte
      |(?:lukt|kan|past|schikt)\ (?:\w{2,8}\ ){0,2}niet)\b""",
    re.VERBOSE,
)
# Before a time that is not the meeting's: a term, or what was planned before.
_TERM: Final = re.compile(
    r"""(?:\b(?:(?<!come\ )(?<!stop\ )(?<!drop\ )(?<!swing\ )(?<!pop\ )by|before|rsvp
        |until|till|deadline|due|prior\ to|no\ later\ than|since|bis|vor|avant|antes\ del?|antes
        |senast|uiterlijk|vóór|end\ of|close\ of\ business|cob|spätestens|au\ plus\ tard
        |a\ más\ tardar|como\ muy\ tarde)
        (?:\ on|\ the|\ end\ of|\ spätestens|\ zum|\ am|\ le|\ el|\ op)?
        [\s:,]{0,3})$""",
    re.VERBOSE,
)
# "Bis Freitag!" says goodbye. Matches "bis " after a stop or two breaks.
_GOODBYE: Final = re.compile(r"(?:^|[.!?,;]\ |\ \ )bis\ $")
# Before a day that is left out. Matches "any day but ", "außer ". No match: "not monday but ".
_EXCEPT: Final = re.compile(
    r"""\b(?:(?:any\ ?(?:day|time)|anything)\ but|except(?:\ for)?|other\ than|apart\ from|außer
        |sauf|excepto|utom|behalve)\ (?:on\ |am\ |le\ |el\ |på\ |op\ )?$""",
    re.VERBOSE,
)
# Before a day that is over. Matches "we spoke ", "i met her at the fair ". No match: "we meet ".
_OVER: Final = re.compile(
    r"""\b(?:(?:we|i|you|he|she|they)\ (?:\w{2,9}ly\ |just\ )?(?:spoke|talked|met|chatted|discussed
        |agreed|went|came|saw|caught\ up|had)|went\ out|came\ out|was\ sent|happened
        |arrived|rebooted|haben\ wir|hatten\ wir|nous\ avons|hablamos|pratade\ vi|vi\ pratade)\b
        (?:\ [^\s.!?,;]{1,16}){0,5}\ $""",
    re.VERBOSE,
)
_OLD: Final = re.compile(
    r"""(?:\b(?:from|originally|previously|instead\ of|was|were|scheduled\ for|meeting\ of
        |planned\ for|than|our
        |(?:can't|cannot|can\ not|won't)\ (?:make|do)(?:\ it)?|statt|anstatt|vom|au\ lieu\ d[eu]
        |en\ lugar\ del?|del
        |från|istället\ för|van|in\ plaats\ van|not|the|termin\ am|möchte\ den
        |reschedul(?:e|ing)|mov(?:e|ing)|push|shift|bump|postpone|conflict|clash)
        (?:\ (?:scheduled|for|set|on|it|the|am|the\ meeting)){0,3}\ {0,2})$""",
    re.VERBOSE,
)
_NEW: Final = re.compile(
    r"""(?:\b(?:to|until|till|now|now\ on|new\ date|instead|say|auf|au|à|al|para|a|till|naar|op
        |be\ held\ on|held|(?<!can't\ )(?<!cannot\ )(?<!can\ not\ )make\ it
        |new\ (?:date|time)(?:\ &\ time)?)
        [\s,:(&]{1,3}(?:be\ |held\ |after\ |on\ |am\ )?)$""",
    re.VERBOSE,
)
_SAME_TIME: Final = re.compile(
    r"\b(?:same time|gleiche zeit|même heure|misma hora|samma tid|zelfde tijd)\b"
)
# After a time that the reader's clock shows. Matches " your time", " on your end", " din tid".
_YOUR_TIME: Final = re.compile(
    r"""\W{0,3}(?:in\ |on\ |by\ |nach\ )?(?:your\ (?:local\ )?(?:time(?:\ ?zone)?|clock|end)
      |(?:ihrer?|deiner?|eurer?)\ (?:orts)?zeit|hora\ (?:tuya|suya|vuestra)|(?:tu|su)\ hora
      |heure\ de\ chez\ (?:vous|toi)|(?:votre|ton)\ heure|(?:din|er)\ tid|(?:jouw|uw)\ tijd)\b""",
    re.VERBOSE,
)
_STOPS: Final = (". ", "? ", "! ", "  ")
_SHORT_QUESTION: Final = 60
"""Characters of a question that asks for nothing but a time."""
_NOTHING_ELSE: Final = 14
"""Characters beside the time in a sentence that says nothing else: "Ma's, Sunday 1pm."."""
_FARTHEST: Final = 200
"""Characters between a day and the time that belongs to it on another line."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a text says: ``when`` is None where it names neither day nor time."""

    status: MeetingStatus
    when: DayTime | None
    is_elsewhere: bool
    """The time stands in the subject, or in the mail that this one answers."""
    place: str
    evidence: tuple[Evidence, ...]


def read_appointment(message: Message, reader_zone: tzinfo | None = None) -> Appointment:
    """The appointment that a message is about, by its words.

    ``reader_zone`` is where whoever reads it lives, None where that is not known: "3pm your
    time" has no moment then, only a day.
    """
    folded = fold(message.new_text[:LONGEST_TEXT])
    if "://" in folded:  # "?pwd=" in a link asks nothing
        folded = _LINK.sub(lambda link: link[0].replace("?", "/"), folded)
    subject = fold(message.subject[:300])
    is_answer = bool(message.in_reply_to) or subject.startswith(("re:", "aw:", "sv:"))
    status = _status(folded, subject, is_answer=is_answer)
    when, is_elsewhere = _when(message, folded, status)
    if when is not None and when.clock is not None and not is_elsewhere:
        when = _by_readers_clock(when, when.clock, folded, message, reader_zone)
    when, is_elsewhere = _as_answered(message, folded, status, when, is_elsewhere, reader_zone)
    room = _ROOM.search(folded) if "://" in folded else None
    if status == "other":
        in_text = None if is_elsewhere else when
        status = _by_form(folded, in_text, has_booking_link=bool(room and room["booking"]))
    return Appointment(
        status=status,
        when=when,
        is_elsewhere=is_elsewhere,
        place=room["host"].lower() if room else "",
        evidence=_evidence(message, when if not is_elsewhere else None),
    )


def _by_readers_clock(
    when: DayTime, clock: Clock, folded: str, message: Message, reader_zone: tzinfo | None
) -> DayTime | None:
    """ "3pm your time": the reader's clock, and no clock at all where that is not known."""
    if clock.zone is not None or not _YOUR_TIME.match(folded, clock.end):
        return when
    if when.on is None:
        return None
    if reader_zone is None:
        return replace(when, starts_at=None, ends_at=None, clock=None)
    on_their_clock = replace(clock, zone=reader_zone)
    resolved = at_clock(when, on_their_clock, message.sent_at, message.utc_offset_minutes)
    return replace(when, starts_at=resolved.starts_at, ends_at=resolved.ends_at)


def _as_answered(
    message: Message,
    folded: str,
    status: MeetingStatus,
    when: DayTime | None,
    is_elsewhere: bool,
    reader_zone: tzinfo | None,
) -> tuple[DayTime | None, bool]:
    """ "Thursday is perfect": at the hour that the mail named which it answers.

    Without any day only what agrees or cancels means the time that was named.
    """
    if status not in ("other", "cancelled") or (when is not None and when.starts_at is not None):
        return when, is_elsewhere
    if when is not None and (when.on is None or _YOUR_TIME.search(folded)):
        return when, is_elsewhere
    may_agree = status == "cancelled" or (
        _by_form(folded, None, has_booking_link=False) == "confirmed"
    )
    if when is None and not may_agree:
        return None, is_elsewhere
    offset = message.utc_offset_minutes
    if reader_zone is not None:
        local = message.sent_at.astimezone(reader_zone).utcoffset() or timedelta()
        offset = local // timedelta(minutes=1)
    answered = find_answered(message, offset, when.on if when else None)
    if answered is None:
        return when, is_elsewhere
    if when is None:
        return answered, True
    return replace(answered, text=when.text, start=when.start, end=when.end), is_elsewhere


def may_fix_a_time(message: Message) -> bool:
    """Whether it is worth reading: a day and a time to come, and a word for coming together."""
    folded = fold(message.new_text[:LONGEST_TEXT])
    if _SOME_CLOCK.search(folded) is None:
        return False
    words = _WORD.findall(f"{fold(message.subject[:300])} {folded}")
    if _GATHERING.isdisjoint(words):
        return False
    found = find_daytimes(message.new_text, message.sent_at, message.utc_offset_minutes)
    has_clock = any(each.clock for each in found)
    return has_clock and any(
        each.on is not None
        and (each.starts_at is None or each.starts_at >= message.sent_at - timedelta(hours=1))
        for each in found
    )


# Who meets at a time that the other named. Matches "see you then", "tot morgen", "à demain".
_AGREES: Final = re.compile(
    r"""\b(?:see\ you\ (?:then|there|tomorrow|on|at)|(?:talk|speak)\ (?:to\ you\ )?then|bis\ dann
        |bis\ (?:morgen|montag|dienstag|mittwoch|donnerstag|freitag)
        |(?:be|am)\ (?:there|with\ you|at\ yours)\ then|in\ my\ (?:diary|calendar)
        |à\ (?:demain|lundi|mardi|mercredi|jeudi|vendredi)|nos\ vemos|vi\ ses|ses\ då
        |tot\ (?:dan|morgen|maandag|dinsdag|woensdag|donderdag|vrijdag))\b""",
    re.VERBOSE,
)
_LONGEST_AGREEMENT: Final = 240
"""Characters of an answer that does nothing but agree."""


def may_agree(message: Message) -> bool:
    """Whether it is a short answer that looks forward to what the mail below it named."""
    return (
        bool(message.in_reply_to and message.quoted_text)
        and len(message.new_text) <= _LONGEST_AGREEMENT
        and _AGREES.search(fold(message.new_text)) is not None
    )


def agrees_to_a_time(message: Message, appointment: Appointment) -> bool:
    """Whether "Fine, see you then" confirms a time to come, its own or the answered mail's."""
    when = appointment.when
    return (
        appointment.status == "confirmed"
        and when is not None
        and when.starts_at is not None
        and when.starts_at > message.sent_at
    )


def fixes_a_time(message: Message, appointment: Appointment) -> bool:
    """Whether words in passing fix a time at which sender and reader come together.

    Asked of messages whose purpose is another: a day, a time, a meeting and "we" must
    stand in one sentence.
    """
    when = appointment.when
    if when is None or appointment.is_elsewhere or when.starts_at is None:
        return False
    if when.starts_at < message.sent_at - timedelta(hours=1):
        return False
    folded = fold(message.new_text[:LONGEST_TEXT])
    start = max(folded.rfind(mark, 0, when.start) for mark in _STOPS) + 1
    ends = [place + 1 for mark in _STOPS if (place := folded.find(mark, when.end - 1)) > 0]
    sentence = folded[max(start, when.start - 300) : min([*ends, when.end + 300])]
    noun = _MEETING_NOUN.search(sentence) or _MEETING_NOUN.search(fold(message.subject))
    is_changed = _MOVED.search(sentence) or _CANCELLED.search(sentence)
    asks = sentence.rstrip().endswith("?")
    is_bare = len(sentence) - len(when.text) <= _NOTHING_ELSE
    if is_changed or is_bare or (asks and len(sentence) <= _SHORT_QUESTION):
        return True
    if _WITHOUT_US.search(sentence):
        return False
    if not _TOGETHER.search(sentence):
        return asks and noun is not None and noun["plain"] is not None
    if noun is None:
        return asks
    return noun["plain"] is not None or any(
        words.search(sentence) for words in (_PROPOSED, _CONFIRMED)
    )


# ------------------------------------------------------------------------------ status


def _status(folded: str, subject: str, *, is_answer: bool) -> MeetingStatus:
    if cancelled := (_cancelled(folded) or _cancelled(subject)):
        moved = _MOVED.search(folded)
        is_other_way = (moved and not moved[0].startswith(_SOME_OTHER)) or _offers_another(
            folded, cancelled.end()
        )
        return (
            "moved"
            if is_other_way and "reschedul" not in folded[cancelled.end() :][:400]
            else ("cancelled")
        )
    if _moved(folded) or _MOVED.search(subject) or _IS_MOVED.search(subject):
        return "moved"
    may_be_other = any(hint in folded for hint in _OTHER_TIME_HINTS)
    if may_be_other and _OTHER_TIME.search(folded) and (is_answer or _EXCUSES.search(folded)):
        return "moved"
    if (_RECAP.search(folded) or _RECAP.search(subject)) and not _asks_on(folded):
        return "recap"
    return "other"


def _cancelled(text: str) -> re.Match[str] | None:
    """The words that cancel; "if you can't attend" and "whoever cannot come" do not."""
    for match in _CANCELLED.finditer(text):
        if not _CONDITION.search(text[max(0, match.start() - 48) : match.start()]):
            return match
    return None


def _moved(text: str) -> re.Match[str] | None:
    """The words that move; "if not, suggest another time" does not."""
    for match in _MOVED.finditer(text):
        before = text[max(0, match.start() - 48) : match.start()]
        if not (match[0].startswith(_SOME_OTHER) and _CONDITION.search(before)):
            return match
    return None


def _offers_another(folded: str, start: int) -> bool:
    """ "I can't make 4pm. 5:30 works": what follows is another time."""
    rest = folded[start : start + 160]
    names_time = re.search(r"\d", rest) or _SAME_TIME.search(rest)
    return names_time is not None and _OFFERS.search(rest) is not None


_OFFERS: Final = re.compile(
    r"""\bworks?\b|\b(?:how|what)\ about\b|\bcould\ (?:we|you)\b|\bcan\ we\b|\bshall\ we\b
    |\b(?:passt|ginge|geht\ auch|können\ wir|auch\ (?:gut|recht)|convien(?:t|drait)|irait
        |peut-on|pourrait-on|on\ pourrait|te\ viene|le\ viene|podemos|podríamos|te\ va\ bien|funkar
        |passar|går\ det\ bra|kan\ vi|ska\ vi|schikt|past|lukt|kunnen\ we|ook\ (?:goed|oké))\b""",
    re.VERBOSE,
)
# Matches "could we", "passt es ihnen am donnerstag um 14 uhr ... ?". No match: "passt gut".
_ASKS_ON: Final = re.compile(
    r"""\b(?:next\ (?:call|meeting)|can\ we|could\ we|shall\ we|how\ about)\b
    |\b(?:(?:are\ you\ (?:free|available)|would|does|passt\ (?:es|dir|ihnen|euch)|können\ wir
        |hätten\ sie|hättest\ du|seriez-vous|êtes-vous\ disponible|vous\ convient|te\ viene
        |le\ viene|podemos|podríamos|kan\ vi|passar\ det|ska\ vi|zullen\ we|schikt|kunnen\ we
        |past\ het)\b[^?!\n]{0,80}(?:day|week|morning|afternoon|\d|tag\b|woche|morgen|demain
            |semaine|mardi
        |lundi|jeudi|vendredi|mercredi|lunes|martes|jueves|viernes|semana|mañana|dag\b|vecka)
        [^?!\n]{0,80}\?)""",
    re.VERBOSE,
)


def _asks_on(folded: str) -> bool:
    """Thanks for the last meeting that lead to the next one."""
    return _ASKS_ON.search(folded) is not None


# After a time, another that may be had as well. Matches " or wednesday 14", ", oder am 3.".
_OR_THEN: Final = re.compile(
    r"""[^.!?\n]{0,24}\b(?:or|oder|ou|o|eller|of)\ (?:[^\s.!?]{1,12}\ ){0,4}(?:\d|mon|tue|wed
        |thu|fri)""",
    re.VERBOSE,
)


def _by_form(folded: str, when: DayTime | None, *, has_booking_link: bool) -> MeetingStatus:
    """Proposed or confirmed, by the words nearest to the time; a question proposes."""
    if has_booking_link:
        return "proposed"
    if when is None:
        if _PROPOSED.search(folded) or "?" in folded:
            return "proposed"
        return "confirmed" if _CONFIRMED.search(folded) else "other"
    start, end = max(0, when.start - 160), when.end + 90
    near = folded[start:end]
    question = near.find("?", when.end - start)
    stop = re.search(r"[.!]\s", near[when.end - start :])
    asks = question >= 0 and not (stop and stop.start() < question - (when.end - start))
    if _OR_THEN.match(folded, when.end):
        return "proposed"
    is_confirmed, is_proposed = _confirms(near), _PROPOSED.search(near)
    if is_confirmed and not asks:
        return "confirmed"
    if asks or is_proposed:
        return "proposed"
    if _CONFIRMED.search(folded):
        return "confirmed"
    return "proposed" if _PROPOSED.search(folded) or "?" in folded else "confirmed"


def _confirms(near: str) -> bool:
    """Words that confirm; "does that work for you" and "if it suits well" ask."""
    for match in _CONFIRMED.finditer(near):
        before = near[max(0, match.start() - 40) : match.start()]
        if not (match[0].startswith(("work", "suit")) and _ASKED.search(before)):
            return True
    return False


# -------------------------------------------------------------------------------- when


def _when(message: Message, folded: str, status: MeetingStatus) -> tuple[DayTime | None, bool]:
    looks_back = status == "recap"
    in_text, in_subject = (
        list(
            find_daytimes(text, message.sent_at, message.utc_offset_minutes, looks_back=looks_back)
        )
        for text in (message.new_text, message.subject[:300])
    )
    if not looks_back:
        in_text = [each for each in in_text if not _is_another_day(each, folded, status)]
    if status == "cancelled" and in_subject and _CANCELLED.search(fold(message.subject)):
        days = {each.on for each in in_subject}  # what else the text names is the next meeting
        in_text = [each for each in in_text if each.on is None or each.on in days]
    joined = _joined(in_text, message)
    best = _best(joined, message, folded, status)
    if status == "moved" and len(joined) == 1 and _is_left_open(joined[0], folded):
        return None, False
    if best is not None and best.starts_at is not None:
        return (_instead(best, in_text, message, folded) if status == "moved" else best), False
    of_subject = _best(_joined(in_subject, message), message, fold(message.subject), status)
    if best is None and of_subject is None:
        clocks = in_text or in_subject
        if clocks and (weeks := _weeks_ahead(folded)):
            return _weeks_on(weeks, clocks, message), not in_text
        if looks_back and (just := _JUST_NOW.search(folded)):
            start, end = just.span()
            return DayTime(message.new_text[start:end], start, end, sent_on(message)), False
        if not clocks and not looks_back and (soon := _in_a_while(message, folded)):
            return soon, False
        today = _agreed_before(clocks, message) or _today(clocks, message, looks_back)
        return today or _first_clock(in_text), not in_text
    clock = _sure_clock(in_text)
    if clock is None and best is not None and status == "moved" and _SAME_TIME.search(folded):
        clock = clock_answered(message)
    if best is None:
        assert of_subject is not None
        if of_subject.starts_at is None and clock is not None:
            return _at(of_subject, clock, message), True
        return of_subject, True
    is_whole = of_subject is not None and of_subject.starts_at is not None
    if of_subject is not None and is_whole and (of_subject.on == best.on or status != "moved"):
        return of_subject, True
    clock = clock or _sure_clock(in_subject)
    return (best if clock is None or status == "recap" else _at(best, clock, message)), False


# A day that cannot be over. Matches "pasado mañana a las 9", "tomorrow". No match: "esta mañana".
_AHEAD: Final = re.compile(
    r"\b(?:tomorrow|(?:über)?morgen|(?<!esta\ )(?<!la\ )mañana|pasado\ mañana|(?:après-)?demain"
    r"|i\ ?morgon)\b"
)


def _is_another_day(daytime: DayTime, folded: str, status: MeetingStatus) -> bool:
    """A term ("let me know by Friday"), a day left out, or one that is over: none to meet on."""
    before = folded[max(0, daytime.start - 60) : daytime.start]
    if _EXCEPT.search(before):
        return True
    is_over = daytime.on is not None and _OVER.search(before)
    if is_over and not _AHEAD.match(folded, daytime.start):
        return True
    if status in ("moved", "cancelled") or daytime.on is None:
        return False
    return _is_term(daytime, folded)


def _is_term(daytime: DayTime, folded: str) -> bool:
    before = folded[max(0, daytime.start - 40) : daytime.start]
    if folded.startswith(TERM_INSIDE, daytime.start):
        return True
    return _TERM.search(before) is not None and _GOODBYE.search(before) is None


# Before the day that a meeting leaves. Matches "reschedule ", "move our ", "verschieben wir ".
_LEAVES: Final = re.compile(
    r"""\b(?:re-?schedul(?:e|ing)|mov(?:e|ing)|push|shift|postpon(?:e|ing)|bump|put|verzetten|flytta
        |reporter|déplacer|aplazar)\ (?:our\ |the\ |my\ |this\ |on\ )?$""",
    re.VERBOSE,
)


def _is_left_open(day: DayTime, folded: str) -> bool:
    """The only day named is the old one: refused, or the one that the meeting leaves."""
    if _NOT_THEN.match(folded, day.end):
        return True
    before = folded[max(0, day.start - 32) : day.start]
    return day.clock is None and _LEAVES.search(before) is not None


# Around the two times of "from 11 to 12" that a meeting leaves for the other.
_FROM: Final = re.compile(r"\b(?:from|von|från|van|de)\ $")
_TO: Final = re.compile(r"\W{1,3}(?:to|auf|till|naar|a|à)?\W{0,3}")


def _instead(best: DayTime, found: Sequence[DayTime], message: Message, folded: str) -> DayTime:
    """ "I can't make 4pm today. 5:30 works": the same day at the other hour."""
    clocks = [each for each in found if each.on is None]
    old = best.clock
    new = next((each for each in clocks if old and each.start >= old.end), None)
    if new is not None and old is not None and best.start <= old.start:
        leaves = _FROM.search(folded[max(0, old.start - 8) : old.start])
        leaves_inside = folded.startswith(("from ", "von ", "från ", "desde "), old.start)
        if (leaves or leaves_inside) and _TO.fullmatch(folded, old.end, new.start):
            return _at(best, new, message)
    later = next((each for each in clocks if each.start >= best.end), None)
    before = folded[max(0, best.start - 40) : best.start]
    if later is None or not (_OLD.search(before) or folded.startswith("our ", best.start)):
        return best
    return _at(best, later, message)


def _at(day: DayTime, clock: DayTime, message: Message) -> DayTime:
    assert clock.clock is not None
    return at_clock(day, clock.clock, message.sent_at, message.utc_offset_minutes)


def _sure_clock(found: Sequence[DayTime]) -> DayTime | None:
    return next((each for each in found if each.on is None), None)


def _first_clock(found: Sequence[DayTime]) -> DayTime | None:
    return next(iter(found), None)


def _joined(found: Sequence[DayTime], message: Message) -> list[DayTime]:
    """Days without a time get the one that stands on the next line, or in the next words."""
    joined: list[DayTime] = []
    used: set[int] = set()
    for place, day in enumerate(found):
        if day.on is None:
            continue
        if day.clock is None:
            after = found[place + 1] if place + 1 < len(found) else None
            before = found[place - 1] if place else None
            for clock, distance in ((after, _FARTHEST), (before, 60)):
                if clock is None or clock.on is not None or clock.start in used:
                    continue
                gap = max(clock.start - day.end, day.start - clock.end)
                if gap <= distance:
                    used.add(clock.start)
                    day = _at(day, clock, message)
                    break
        joined.append(day)
    return joined


def _best(
    found: Sequence[DayTime], message: Message, folded: str, status: MeetingStatus
) -> DayTime | None:
    """The one that the message is about: whole before day, to come before past, new before
    old, no term, the first of equals."""
    if not found:
        return None
    shared = next((each.clock for each in found if each.clock), None)
    if status == "moved" and shared and _SAME_TIME.search(folded):
        found = [
            each
            if each.clock
            else at_clock(each, shared, message.sent_at, message.utc_offset_minutes)
            for each in found
        ]

    today = sent_on(message)

    def weight(place_and_daytime: tuple[int, DayTime]) -> float:
        place, daytime = place_and_daytime
        before = folded[max(0, daytime.start - 40) : daytime.start]
        lead = folded[daytime.start : daytime.end]
        total = -0.4 * place + (6.0 if daytime.starts_at else 0.0)
        if daytime.starts_at and status != "recap":
            total -= 5.0 if daytime.starts_at < message.sent_at - timedelta(hours=2) else 0.0
        if status == "cancelled" and daytime.on == today and not daytime.starts_at:
            total -= 2.0  # "after speaking to Ros today I call off the retreat on the 27th"
        elif status not in ("recap", "cancelled") and _NOT_THEN.match(folded, daytime.end):
            total -= 7.0
        if _is_term(daytime, folded):
            total -= 6.5
        if status == "moved":
            total -= 3.0 if _OLD.search(before) or lead.startswith("from ") else 0.0
            total += 3.0 if _NEW.search(before) else 0.0
        return total

    return max(enumerate(found), key=weight)[1]


def _today(found: Sequence[DayTime], message: Message, looks_back: bool) -> DayTime | None:
    """ "See you at 4:30": on the day of the message, where that hour is still to come."""
    clock = _sure_clock(found)
    if clock is None or not speaks_known_language(message):
        return None  # in another language the day may stand beside it unread
    resolved = _at(replace(clock, on=sent_on(message)), clock, message)
    if resolved.starts_at is None:
        return None
    is_to_come = resolved.starts_at >= message.sent_at - timedelta(minutes=30)
    return resolved if is_to_come != looks_back else None


# Of what was a moment ago. Matches "just now", "eben", "nyss". No match: "now".
_JUST_NOW: Final = re.compile(
    r"\b(?:just\ now|a\ moment\ ago|an\ hour\ ago|(?:so|gerade\ )eben|à\ l'instant|tout\ à\ l'heure"
    r"|hace\ un\ rato|nyss|alldeles\ nyligen|zojuist|zonet)\b"
)
# Matches "in half an hour", "in 20 minutes", "dans une heure". No match: "en 20 minutes", which
# says how long.
_IN_A_WHILE: Final = re.compile(
    r"""\b(?:in|om|over|dans|en|dentro\ de)\ (?:about\ |around\ |etwa\ |environ\ )?(?:
        (?P<half>half\ an\ hour|a\ half\ hour|einer\ halben\ stunde|une\ demi-heure|media\ hora
            |en\ halvtimme|een\ half\ uur(?:tje)?)
        |(?P<hour>an\ hour|one\ hour|einer\ stunde|une\ heure|una\ hora|en\ timme|een\ uur(?:tje)?)
        |(?<!\ben\ )(?P<minutes>[1-9]\d|5)\ (?:min|mins|minutes|minuten|minuter|minutos))\b""",
    re.VERBOSE,
)


def _in_a_while(message: Message, folded: str) -> DayTime | None:
    """ "Ring me in half an hour?": counted from when it was sent."""
    found = _IN_A_WHILE.search(folded)
    if found is None:
        return None
    minutes = 30 if found["half"] else 60 if found["hour"] else int(found["minutes"])
    try:
        starts_at = message.sent_at + timedelta(minutes=minutes)
    except OverflowError:
        return None
    start, end = found.span()
    return DayTime(message.new_text[start:end], start, end, sent_on(message), starts_at)


# How far off it is. Matches "in two weeks", "dans trois semaines". No match: "for two weeks".
_IN_WEEKS: Final = re.compile(
    r"""\b(?:in|dans|om|over|en|dentro\ de)\ (?:(?:about|ungefähr|environ|unas)\ )?
        (?P<count>a|one|two|three|four|einer|zwei|drei|vier|une|deux|trois|quatre|en|två|tre|fyra
            |een|twee|drie|vier|una|dos|tres|cuatro|[1-4])
        \ (?:weeks?|wochen?|semaines?|vecka|veckor|weken|semanas?)\b""",
    re.VERBOSE,
)
_COUNTS: Final = {
    name: count
    for count, names in enumerate(
        (
            "a one einer une en een una 1",
            "two zwei deux två twee dos 2",
            "three drei trois tre drie tres 3",
            "four vier quatre fyra cuatro 4",
        ),
        start=1,
    )
    for name in names.split()
}


def _weeks_ahead(folded: str) -> int:
    """Of "in two weeks": 2; 0 where no such thing is said."""
    found = _IN_WEEKS.search(folded)
    return _COUNTS[found["count"]] if found else 0


def _weeks_on(weeks: int, found: Sequence[DayTime], message: Message) -> DayTime | None:
    """ "In two weeks, at ten": on the weekday of the message."""
    clock = _sure_clock(found)
    if clock is None:
        return _first_clock(found)
    on = sent_on(message) + timedelta(weeks=weeks)
    return _at(replace(clock, on=on), clock, message)


def _agreed_before(found: Sequence[DayTime], message: Message) -> DayTime | None:
    """ "Could we make it 17:00?", of the day that the mail it answers proposed."""
    clock = _sure_clock(found)
    if clock is None or not message.in_reply_to:
        return None
    day = first_day_answered(message)
    if day is None:
        return None
    return replace(_at(day, clock, message), text=clock.text, start=clock.start, end=clock.end)


def _evidence(message: Message, when: DayTime | None) -> tuple[Evidence, ...]:
    found = [
        signal for signal in find_signals(message.new_text) if signal.signal.startswith("meeting_")
    ][:4]
    if when is not None:
        found.append(Evidence("text", "meeting_time", when.text, when.start, when.end))
    found += [
        Evidence("header", signal.signal, signal.quote)
        for signal in find_signals(message.subject)
        if signal.signal.startswith("meeting_")
    ][: 4 - min(4, len(found))]
    return tuple(found) or (Evidence("header", "subject", message.subject[:120]),)


def day_in_utc(day: DayTime, message: Message) -> DayTime:
    """A day without a time from its first moment in the sender's zone to its last."""
    from datetime import datetime, time

    assert day.on is not None
    zone = sender_zone(message.utc_offset_minutes, message.sent_at)
    try:
        starts_at = datetime.combine(day.on, time(0), zone).astimezone(UTC)
        ends_at = datetime.combine(day.on + timedelta(days=1), time(0), zone).astimezone(UTC)
    except OverflowError:
        return day
    return replace(day, starts_at=starts_at, ends_at=ends_at)

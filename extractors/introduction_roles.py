"""What speaks for the role of an introduction: made, asked for, offered, of oneself, or presented.

Knows small words in six languages and who stands on the message; it refuses to know who the
two sides are, which :mod:`extractors.introductions` reads once the role is known, and what
examples taught, which :mod:`extractors.learned_roles` adds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from extractors.records import Evidence, IntroductionRole

# Signals of each role with what one of them weighs; where two weigh the same the earlier
# role wins. Who asks "would you mind introducing me" also writes "introduce me to".
_SIGNALS: Final[dict[str, tuple[IntroductionRole, float]]] = {
    "introduction_requested": ("requested", 2.0),
    "introduction_offered": ("offered", 1.9),
    "introduction_self": ("self", 1.8),
    "introduction_presented": ("presented", 1.5),
    "introduction_made": ("made", 1.3),
    "introduction_candidate": ("made", 1.0),
}

# Function words of the languages besides English: most mail has none of them.
_OTHER_LANGUAGE: Final = re.compile(
    r"""\b(?:ich|sie|wir|und|der|die|das|den|mit|für|je|tu|vous|nous|les|une?|est|c'est|que|para|el|la
        |los|se|su|te|si|jag|och|att|som|av|på|är|du|mig|ik|het|een|van|de|met|voor|uw|jullie)\b""",
    re.VERBOSE,
)


def _words(
    role: IntroductionRole, weight: float, english: str, others: str
) -> tuple[IntroductionRole, float, re.Pattern[str], re.Pattern[str]]:
    # One \b before all of them: asked before each, it costs four times as much.
    first, second = (re.compile(rf"\b(?:{each})", re.VERBOSE) for each in (english, others))
    return role, weight, first, second


# Small words that speak for a role, each at the start of a word in lower-case text: in English,
# and in German, French, Spanish, Swedish and Dutch.
_WORDS: Final = (
    # Matches "would you introduce", "do you know", "kennst du". No match: "you knew".
    _words(
        "requested",
        1.8,
        r"""
            (?:could|would|can|might)\ you\b(?!\ (?:like|want|be\ (?:open|up|interested|ok|okay
                |fine|alright|all\ right|averse)|mind\ (?:if\ i|me|my)))[^.?]{0,80}
                \b(?:introduc\w{1,4}|intro|connect\w{0,3}|contact|word
                |vouch\w{0,3}|number|address|meet)\b[^.?]{0,80}\?
            |(?:could|can|may|might)\ (?:i|we)\ (?:(?:ask|trouble|beg)\ you\ (?:to|for)|have|get
                |meet|reach)\b[^.?]{0,80}\?
            |(?:do|does)\ (?:you|either\ of\ you|any\ of\ you|ur\ \w{2,12}
                |your\ \w{2,12})\ (?:happen\ to\ |still\ )?(?:know|have\ (?:a\ contact|any(?:one
                |body)|some(?:one|body)))\b
            |acquainted\ with\ any|any(?:one|body)\ (?:who|that|in|at|on)\b[^.?!\n]{0,60}\?
            |are\ you\ (?:still\ )?in\ with\b|you\ know\ [^.?!\n]{0,40}\?
            |(?:could|can|would)\ (?:you|u)\ (?:hook\ (?:us|me)|intro|ask\b)
            |intro(?:duction)?\ (?:pls|please)\b
            |do\ you\ think\ (?:you|he|she|they)(?:'d|\ would|\ could)\b
            |(?:trouble|bother|ask)\ you\ for\ an?\ (?:intro|contact|name)
            |an?\ (?:email\ )?intro(?:duction)?\ would\ be\b|(?:making|make)\ an\ intro\?
            |forwardable\b|if\ you\ (?:would|could|can)\ (?:send|drop|write)\b
            |make\ a\ contact\ between\ us\b|(?:an|your)\ introduction\ (?:for|to\ (?:her|him))\b
            |put\ (?:someone|somebody|me|us)\ in\ touch\b|(?:introduc\w{1,4}|connect)\ (?:me|us)\b
            |would\ you\ be\ (?:comfortable|able|willing|so\ kind)\b(?!\ to\ (?:hear|speak|talk
                |meet|start|consider)\b)
            |if\ you\ (?:would|could|can|felt|feel|were)\b[^.?!\n]{0,40}\b(?:introduce|present
                |mention|connect|recommend|put|pass)\b[^.?!\n]{0,30}\b(?:me|us|it|him|her|them
                |word)\b
            |i(?:'d|'ve|\ would|\ have|\ was|'m|\ am)?\ (?:\w{2,10}\ )?(?:love|like|wanted
                |hoping|keen|liked)\ to\ (?:meet|be\ introduced|be\ asked|get\ to\ know)\b
            |who(?:m)?\ (?:should|would|could|do|can)\ (?:i|we|you\ recommend)\b|forward\ my\b
            |is\ there\ any(?:one|body)\b
            |if\ (?:any\ of\ )?you\ (?:know\ of|know|have|had)\ (?:of\ )?any(?:one|body)?\b
            |set\ up\ a\ meeting\ with\b|any\ of\ you\ (?:had|have|know)\b|yes,?\ please\b
            |(?:give|pass|hand|forward|send)\ (?:her|him|them)\ my\b
            |(?:pass|hand|forward|send)\ (?:on\ |along\ )?my\ (?:resume|résumé|cv|name|details)
                \ (?:on\ |along\ |over\ )?to\b
        """,
        r"""
            (?:kennst\ du|kennen\ sie|hast\ du\ einen\ kontakt|gibt\ es\ [^.?!\n]{0,30}jemand)
            |(?:mich|uns)\ [^.?!\n]{0,50}\b(?:vorstell|bekannt\ ?(?:zu\ ?)?mach|vernetz|in\ kontakt
                |verbind|empfehl|ins\ spiel)
            |(?:kannst|könntest)\ du\ mir\ [^.?!\n]{0,40}\b(?:nummer|kontakt|adresse)
            |(?:können|könnten)\ sie\ mir\ [^.?!\n]{0,40}\b(?:nummer|kontakt|adresse)
            |(?:connais-tu|connaissez-vous|connaîtri\w{2,4}|tu\ connai(?:s|ssais)
                |vous\ connaissiez)\b
            |(?:me|nous|m'|lui)\ ?(?:mettre|mettes|mettiez|présente[rsz]?|présentiez
                |recommande[rsz]?|transmettre|introduire)\b
            |(?:m'|nous\ )(?:introduire|présenter|recommander)\ (?:à|auprès)\b
            |(?:tu\ connais|vous\ connaissez)\b[^.?!\n]{0,60}(?:,\ non)?\ ?\?
            |(?:conoces|conoce\ usted|conocéis)\b
            |(?<!recomendó\ que\ )(?<!sugirió\ que\ )(?<!aconsejó\ que\ )
                (?:me|nos)\ (?:lo\ |la\ |los\ |las\ )?(?:pu(?!so\b)\w{3,8}|pon\w{2,6}
                |podrías?|podéis|present(?!ó)\w{2,6}|contact(?!ó)\w{2,6}|recom(?!endó)\w{4,10}|facilit(?!ó)\w{1,4}
                )\b[^.?!\n]{0,60}\b(?:con|a|al|contactar|presentar|presentación|contacto|poner
                |alguien)\b
            |presentar(?:me|nos)\b|poner(?:me|nos)\ en\ contacto\b
            |(?:känner\ (?:du|ni)|vet\ du\ någon)\b
            |(?:presentera|introducera|rekommendera|koppla)\ (?:mig|oss)\b
            |(?:mig|oss)\ [^.?!\n]{0,40}\bi\ (?:kontakt|förbindelse)\b
            |(?:sätta|sätter)\ (?:mig|oss)\ i\b|du\ känner\ (?:väl\ )?[^.?!\n]{0,60}\?
            |(?:ken\ je|kent\ u|jij\ kent|ken\ jij|weet\ (?:je|u|jij)\ iemand)\b
            |(?:mij|me|ons)\ [^.?!\n]{0,50}\b(?:voorstel|voor\ te\ stellen|introducer|in\ contact
                |in\ verbinding|koppel)
            |(?:jij|je|u)\ kent\ toch\b
            |(?:te|le)\ importaría\ (?:decir|hablar|preguntar|pasar|dar)\w{0,4}\b
            |(?:dame|deme|pásame|páseme)\ su\ (?:correo|número|teléfono|contacto)
            |(?:lui|leur)\ (?:glisser|toucher|dire)\ (?:un|deux)\ mots?|me\ donner\ son\ (?:adresse
                |numéro|contact)
            |ein\ gutes\ wort\ für\ mich|(?:höra|kolla|prata)\ med\ [^.?!\n]{0,50}\bom\ (?:jag|vi)\b
            |een\ goed\ woordje\ voor\ (?:mij|me|ons)\b
        """,
    ),
    # Somebody wants to be brought together with a third. Matches "he would love to talk with Jane".
    # No match: "he would love to talk with you".
    _words(
        "requested",
        1.5,
        r"""
            (?:he|she|they|who)(?:'d|\ would|\ is|'s|\ are)\ (?:be\ )?(?:\w{2,10}\ )?(?:interested
                |keen|love|like|eager|hoping)\ (?:in|to|on)\ (?:talk|meet|speak|chat|get\ in\ touch
                |connect)(?:ing)?\ (?:with\ |to\ )?(?!you\b|us\b|me\b|with\b|to\b)
        """,
        r"""(?!)""",
    ),
    # Matches "want me to", "if you like", "soll ich". No match: "if you see him".
    _words(
        "offered",
        1.2,
        r"""
            (?:want|like)\ me\ to\b|(?:shall|should|may)\ i\b
            |if\ (?:you'd|you\ would|you|that|it)\ (?:like|want|wish|care|helps?|is\ useful)\b
            |say\ (?:so|yes|if|the\ word)\b|(?:happy|glad|gladly|willing)\ to\b
            |i(?:'d|\ would|\ should|\ shall)\ (?:be\ )?(?:pleased|delighted|hono(?:u)?red
                |gladly|happy)\b
            |i\ (?:can|could|would\ gladly|would\ be)\b|interested\?|would\ (?:it|that)\ help
            |i\ know\ (?:a|an|the|some(?:one|body)|just)\b
        """,
        r"""
            (?:soll\ ich|ich\ kann|ich\ könnte|ich\ kenne|kenne\ ich|je\ peux|je\ pourrais
                |je\ connais|puedo|conozco|jag\ kan|jag\ känner|ska\ jag|zal\ ik|ik\ kan|ik\ ken
                |säg\ till\ så|dis-moi\ si|dites-moi\ si|avísame\ y|avisame\ y|dime\ y)\b
        """,
    ),
    # Whom to turn to in the sender's name. Matches "de ma part", "schöne grüße von mir". No
    # match: "von mir aus".
    _words(
        "made",
        1.6,
        r"""(?!)""",
        r"""
            (?:(?:schöne[n]?|liebe[n]?|viele)\ gr(?:ü|ue)(?:ß|ss)e\ von\ mir|gr(?:ü|ue)(?:ß|ss)
                \w{0,3}\ (?:ihn|sie)\ von\ mir|von\ mir\ (?:hast|haben|kommst|kommen)
                |de\ ma\ part|de\ mi\ parte|(?:hälsa|säg)\ [^.?!\n]{0,24}\bfrån\ mig
                |zeg\ [^.?!\n]{0,24}\bvan\ mij|(?:doe|geef)\ [^.?!\n]{0,12}\bgroeten\ van\ mij)\b
        """,
    ),
    # Who waits for a yes before acting. Matches "before i connect you", "ok to intro?", "wenn sie
    # möchten". No match: "if you are late".
    _words(
        "offered",
        1.5,
        r"""
            (?:before\ i\ (?:connect|introduce|make|put|intro|pass|give)
                |before\ (?:handing|giving|passing|connecting|introducing|making)\b
                |(?:ok|okay|fine|alright)\ with\ you\?|opt-?in\b|just\ say\ (?:so|the\ word)\b
                |(?:happy|glad)\ to\ (?:connect|introduce)\ you\b[^.?!\n]{0,20}\?
                |(?:ok|okay|alright|fine|good)\ (?:for|if)\ \w{2,12}\ (?:\w{2,15}\ )?(?:to\ )?
                    (?:contact|call|reach|email|write)s?\b[^.?!\n]{0,12}\byou\b
                |i'll\ (?:put|bring|get)\ (?:you|them)\ (?:\w{2,6}\ ){0,2}together\b
                |i\ haven't\ asked\b|(?:and|then)\ i'll\ (?:make\ the\ call|ask\ (?:him|her|them))\b
                |with\ your\ (?:permission|blessing|consent|ok|okay)|if\ you(?:'re
                |\ are)\ (?:\w{2,9}\ )?(?:up\ for|happy|ok|okay|open|interested|keen|willing
                |game|curious|comfortable|free\ to|agreeable)|(?:ok|okay|fine|alright|all\ right
                |happy)\ (?:to\ (?:intro|introduce|connect)|if\ i|for\ me\ to|with\ (?:me|my
                |this))|(?:asked|asking)\ (?:me\ )?(?:if|whether)\ i\ (?:could|would|can|might
                |know)|(?:want|wanted|like|thought\ i'd)\ (?:to\ )?(?:check|ask)\ (?:first
                |with\ you|you)|without\ (?:asking|checking\ with)\ you|checking\ (?:first
                |before|with\ you)|double\ opt|would\ you\ (?:like|want|be\ (?:open|up|willing
                |happy|interested))\b[^.?!\n]{0,24}\b(?:meet|talk\w{0,3}|speak\w{0,3}
                |chat\w{0,4}|introduc\w{2,5}|connect\w{0,5}|intro|call)|(?:shall|should|may
                |can)\ i\ (?:go\ ahead|(?:send|forward)\ (?:you\ )?(?:his|her|their|my|an?)\b
                |introduce|connect|put|make|give|pass|share|intro|tell|ask
                |set)|let\ me\ know\ (?:if|whether)\ (?:you'd|you\ would|you\ want|i\ should
                |i\ may|it|that|this)|(?:want|like)\ me\ to\ (?:introduce|connect|put|make|intro
                |ask|set|link)|want\ (?:an?\ intro|(?:him|her|them)\ to\ (?:call|write|get|ring
                |email))|i'd\ gladly\ (?:make|put|introduce|connect)|(?:pleased|delighted|happy
                |glad)\ to\ (?:arrange\ an\ introduction|bring\ the\ two
                |introduce\ you\ to\ (?:him|her|them|either|any))|(?:the\ word|tell\ me)\ (?:and
                |which)\b|(?:introduce|connect|put|bring)\ (?:you|the\ two\ of\ you
                |them)\b[^.?!\n]{0,40}\b(?:if|once|whenever)\ (?:you|they|that))
        """,
        r"""
            (?:wenn\ (?:du|sie|ihr|es)\ (?:\w{2,12}\ )?(?:möchte\w{0,3}|magst|mögen|willst
                |wollen|interesse|lust|passt|recht)|bei\ interesse|(?:soll|darf|dürfte)\ ich\b
                |si\ (?:tu\ veux|vous\ (?:le\ )?(?:voulez|souhaitez|désirez)|ça\ te|cela\ (?:te
                |vous)|tu\ es\ d'accord|vous\ êtes\ d'accord|ça\ vous)
                |je\ fais\ les\ présentations|(?:veux-tu|voulez-vous|souhaitez-vous
                |tu\ veux)\ que\ je|(?:quer[ée]s|quieres|quiere|queréis|(?:te|le|os
                |les)\ parece\ (?:bien\ )?(?:si|que))\ (?:que\ )?(?:(?:te|os|le|los
                |les)\ )?(?:l[oa]s?\ )?(?:conect|present|pon|pas|d[ée]\b|doy\b)|si\ (?:te|le|os
                |les)\ (?:parece|interesa|apetece|va)|om\ (?:du
                |ni)\ (?:vill|är\ intresserad)|(?:vill\ (?:du|ni)|är\ det\ ok)\ att\ jag|(?:ska
                |får)\ jag\b|als\ (?:je|u|jullie)\ (?:\w{2,8}\ )?(?:wil|wilt|interesse
                |het\ goed)|een\ goed\ woordje\ voor\ (?:je|jou|u|jullie)
                |(?:zal|mag)\ ik\b|ik\ wil\ (?:je|u|jullie)\ (?:wel|graag))
        """,
    ),
    # Matches "joins us", "your new contact", "beginnt". No match: "the new price".
    _words(
        "presented",
        1.5,
        r"""
            (?:join(?:s|ed|ing)?|start(?:s|ed|ing)|welcome|successor|replac(?:es?|ing|ement)
                |(?:he|she|they|who)\ begins?\ (?:on|in|next|work|today|tomorrow|with)
                |(?:we've|we\ have)\ (?:\w{2,8}\ )?(?:hired|found\ an?|taken\ on)
                |tak(?:es|ing)\ over|hands?\ over|effective|report(?:s|ing)\ to|first\ day)\b
            |(?:has|have|'ve)\ (?:retained|hired|engaged|appointed)\b
            |new\ (?:colleague|hire|people|face|head|manager|director|contact|trainee|intern|member
                |assistant|representative|partner|teacher|coordinator|analyst|engineer)\b
        """,
        r"""
            (?:beginnt|fängt|verstärk\w{1,4}|ansprechpartner\w{0,3}|rejoint|börjar
                |efterträd\w{1,4}|se\ incorpora|begint|start\ op|opvolger)\b
        """,
    ),
    # Who hands their work to another. Matches "my last day", "is taking my place", "reprend votre
    # dossier". No match: "took place".
    _words(
        "presented",
        1.5,
        r"""
            (?:my\ last\ day|i(?:'m|\ am)?\ retir(?:e|ing)
                |(?:follows|succeeds)\ me|(?:maternity|parental)\ leave|got\ promoted|handover
                |(?:tak(?:es|ing|en)|fill(?:s|ing))\ (?:my|(?:his|her|\w{2,15}'s)\ (?:place|desk
                    |role|job))
                |(?:hand|pass)(?:ing|ed)?\ (?:you|things|it|the|your
                |my(?!\ (?:resume|résumé|cv)\b))\ [^.?!\n]{0,40}\b(?:over\ )?to
                |will\ (?:be|become)\ your|your\ new\b
                |(?:meet|introduce)\ (?:our|my)\ (?:new|summer|latest)\b|(?:who\ is
                |who's)\ joining\b|will\ be\ (?:assisting|doing\ (?:my|your)|helping\ (?:me|us
                |with))|(?:we\ have|we've\ got|our)\ (?:\w{2,5}\ )?new\b|(?:from
                |as\ of)\ (?:today|now|monday|next)\b[^.?!\n]{0,30}\b(?:it's|is|will)|(?:who|he
                |she)(?:'ll|\ will|\ is|'s)\ (?:be\ |now\ )?(?:manag\w{2,3}|handl\w{2,3}
                |look(?:ing)?\ after|tak(?:e|ing|en)\ (?:over|care)|runn?(?:ing)?))
        """,
        r"""
            (?:übernimmt|übernommen|übergebe|nachfolger\w{0,3}|unser\w{0,2}\ neue\w?|repren(?:d
                |dra)|suivra\ désormais|désormais|succède|interlocut\w{3,5}|remplace(?:ra)?
                |se\ (?:ocupará|encargará|hará\ cargo)|a\ partir\ de\ ahora|nuev[oa]\ (?:gestor
                |responsable|compañer)\w{0,2}|me\ sustituy\w{1,4}|(?:neemt|volgt
                |neem)\ [^.?!\n]{0,50}\b(?:over|op)\b|voortaan|aanspreekpunt|nieuwe\ (?:collega
                |medewerk)|tar\ [^.?!\n]{0,40}\böver\b|kontaktperson|nya?\ (?:kollega
                |medarbetare))
        """,
    ),
    # Matches "told me to write to you", "my name is", "je me présente". No: "gave us the keys".
    _words(
        "self",
        1.0,
        r"""
            (?<!\bi\ )(?<!\bi've\ )(?<!\bi\ have\ )(?<!\bhaven't\ )(?:told|sent
                |advised|asked|urged|pointed
                |suggested|thought|thinks|says|said|believes|reckons|insisted|recommended
                |referred|mentioned|gave\ me)\b[^.]{0,60}\b(?:you|your|me)\b
            |myself\b|my\ name\ is\b
        """,
        r"""
            (?:mein\ name|je\ m'appelle|je\ me\ présente|me\ llamo|jag\ heter|mijn\ naam
                |no\ nos\ conocemos|wir\ kennen\ uns)\b
        """,
    ),
    # Who was sent here by another. Matches "thought we should be in touch", "hat gesagt, ich soll",
    # "m'a conseillé de vous". No match: "he says that you are late".
    _words(
        "self",
        1.5,
        r"""
            (?:thought|thinks|felt|feels|view|figured|reckon(?:s|ed)|said|says|suggest(?:s|ed)
                |insist(?:s|ed)|believe[sd])\ (?:that\ )?(?:you\ and\ i|we|i)\ (?:should|ought
                |might|could|would|must|had\ to)\b
            |told\ me\b[^.?!\n]{0,40}\b(?:you\ and\ i|we)\ (?:should|ought|must)\b
            |(?<!he\ )(?:says|tells\ me)\ (?:that\ )?you\b
            |(?:told|urged|encouraged|advised|asked)\ me\ (?:to\ (?:write|contact|reach|get|call
                |drop|try|look|ask|send|speak|talk)|you\b|about\ (?:you|your))
            |i(?:'m|'ve|'ll|\ am|\ have|\ will)\ (?:be\ |now\ |just\ )?(?:taking|taken
                |succeeding|replacing|looking\ after|handling|your\ new)\b
            |introduce\ (?:myself|ourselves)\b|(?:friend|colleague|acquaintance)\ in\ common\b
            |(?:mutual|common)\ (?:friend|acquaintance|contact|colleague)\b
        """,
        r"""
            (?:ich\ (?:übernehme|folge|bin\ (?:die|der|ihre?|dein\w?)\ neue)|je\ (?:reprends
                |remplace|succède|suis\ (?:votre|ta|ton|la|le)\ nou)|soy\ (?:el|la|su|tu)\ nuev
                |jag\ (?:tar\ över|efterträder|är\ (?:er|din)\ nya?)|ik\ (?:neem|volg|ben\ (?:uw
                |je|jullie|de)\ nieuwe)|durch\ \w{2,20}\ (?:bin|habe)|über\ \w{2,20}\ bin\ ich
                |aufmerksam\ gemacht|(?:ihren|deinen)\ namen|par\ l'intermédiaire\ d|(?:vos
                |tes)\ coordonnées|pense\ que\ (?:nous|vous|tu)|por\ (?:recomendación|mediación
                |indicación)\ de|(?:tu|su)\ (?:contacto|correo|teléfono|número)
                |te\ escribo\ (?:porque|de)|me\ (?:comentó|animó|facilitó|habló|aconsejó
                |escribió)|på\ (?:inrådan|rekommendation|förslag)\ av|(?:sa|sade|nämnde
                |tyckte)\ att\ (?:jag|du|vi)|hör(?:de)?\ av\ mig\ (?:till|på)|(?:ditt
                |ert)\ (?:namn|nummer)\ av|via\ \w{2,20}\ (?:kreeg|kom)\ ik|(?:zei|vond|vertelde
                |meende)\ dat\ (?:ik|wij|we|u|je|jij)|(?:uw|je|jouw)\ (?:naam|nummer|adres
                |gegevens)\ (?:van|gekregen|via|door)|kom\ via)\b
            |(?:hat|meinte|sagte|sagt|empfahl|riet)\b[^.?!\n]{0,60}\b(?:ich\ (?:soll\w{0,2}
                |könnte|darf)|an\ (?:sie|dich)|(?:ihr|dein)e\w?\ (?:nummer|adresse|mail|kontakt))
            |auf\ (?:anraten|empfehlung|anregung)\b|(?:verwiesen|ans\ herz\ gelegt)\b
            |m'(?:a|ont)\ (?:\w{2,12}\ )?(?:encouragée?|conseillée?|suggéré|donné|parlé
                |recommandée?|dit|transmis|communiqué|orientée?|adressée?)\b
            |de\ la\ part\ de\b|sur\ (?:les?\ )?(?:conseils?|recommandations?)\ d
            |me\ (?:ha\ |han\ )?(?:pasado|dado|dio|pasó|recomendado|recomendó|sugerido|sugirió
                |dicho|dijo|insistido|hablado|habló|aconsejó)\b[^.?!\n]{0,60}\b(?:te|le|tu|su
                |usted|ti|vosotros|que)\b
            |de\ parte\ de\b
            |(?:gaf|raadde|tipte|verwees|stuurde|adviseerde)\b[^.?!\n]{0,40}\b(?:mij|me|je|u|uw
                |jouw)\b
            |op\ (?:aanraden|advies)\ van\b
            |(?:kreeg|heb)\ (?:ik\ )?(?:je|uw|jouw)\ (?:naam|nummer|adres|gegevens)
            |(?:tipsade|rekommenderade|gav|tyckte|föreslog)\b[^.?!\n]{0,40}\b(?:mig|dig|jag|ditt
                |er)\b
            |(?:fick|fått)\ (?:ditt|din|ert)\ (?:namn|nummer|adress)
        """,
    ),
)


# Who gives a name to call. Matches "i've told him you might call", "is your man", "i recommend".
_GIVES: Final = re.compile(
    r"""\bi(?:'ve|\ have)?\ (?:already\ |also\ )?(?:told|let|informed|warned
        |mentioned\ to)\ (?:him|her|them
        |\w{2,15})\ (?:know\ )?(?:that\ |about\ )?(?:you|some|to\ expect)
    |\b(?:awaits?|waiting\ for|expect(?:s|ing))\ (?:your\ (?:call|mail|email|message)
        |to\ hear\ from\ you)
    |\bi\ sent\ you\b|\bmention\ (?:my\ name|me)\b|\bis\ your\ (?:man|woman|person)\b
    |\b(?:i\ (?:can\ |would\ |strongly\ )?(?:recommend|commend|vouch)|commend\ to\ you)\b
    |\byou\ (?:might|should|could|can|will)\ (?:try|contact|reach|call|email|find|write\ to
        |speak\ to)\b
    |\b(?:please|do)\ (?:contact|speak|call|write|get\ in\ touch)\b
    |\b(?:copied\ here|i've\ copied|on\ copy|in\ copy|cc'd|added\ here|looping\ in|added\ in\ cc)\b
    |\b(?:here\ is|attached\ is|forwarding)\ (?:the|a|his|her)\ (?:resume|résumé|cv)\b
    |\bcontact\ (?:for\ you\ |there\ )?is\b|\breceived\ a\ call\ from\b
    |(?:^|[.!?:]\ |\ \ )(?:please\ )?(?:talk|speak)\ (?:to|with)\b|\byou\ may\ want\ to\ (?:talk
        |speak|call)
    |\beach\ other\b|\bhook\ (?:them|him|her)\ up\b""",
    re.VERBOSE,
)


# The reader is told to turn to somebody. Matches "you may want to talk to". No match: "you want".
_ADVISES: Final = re.compile(
    r"you (?:may|might|could|should) (?:want|wish|like|try) to (?:talk|speak|call|contact|meet)\b"
)
# Whom a reader shall turn to, be they a colleague. Matches "would you mind connecting with",
# "please contact". No match: "he will contact you".
_TURN_TO: Final = re.compile(
    r"""\b(?:(?:mind|please|could\ you|can\ you|would\ you)\ (?:please\ )?(?:connect(?:ing)?\ w
        |contact(?:ing)?|call(?:ing)?|get(?:ting)?\ in\ touch|reach(?:ing)?\ out|talk(?:ing)?\ to
        |speak(?:ing)?\ (?:to|with)))""",
    re.VERBOSE,
)


# Somebody's papers are passed on. Matches "her resume", "ryan's resume", "resume of". No match:
# "my resume", "resume the talks".
_PAPERS: Final = re.compile(
    r"""(?<!my\ )(?<!my\ new\ )(?<!my\ current\ )\b(?:resumes?|résumés?|cv
        |lebenslauf)\b(?!\ (?:the|our)\b)
    |\bcandidates?\b|\bwould\ be\ a\ (?:\w{3,12}\ )?(?:fit|match|asset|person)\b
        |\bmight\ be\ a\ fit\b""",
    re.VERBOSE,
)


# Who comes new to those with whom the house has long had to do: it is oneself who is the new one.
# Matches "i'm priya, your new account manager", "ich bin ute, ihre neue". No match: "this is ute,
# your new".
_AS_NEW: Final = re.compile(
    r"""\b(?:i'm|i\ am|my\ name\ is|ich\ bin|mein\ name\ ist|je\ suis|je\ m'appelle|soy|me\ llamo
        |ik\ ben|mijn\ naam\ is|jag\ är|jag\ heter)\ [^.!?\n]{2,40}\ (?:your|ihre?|deine?|votre|ton
        |ta|su|tu|uw|je|jouw|er|din)\ (?:new|neue[rs]?|nouvel(?:le)?|nouveau|nuev[oa]|nieuwe
        |nya?)\b""",
    re.VERBOSE,
)
_MYSELF: Final = re.compile(r"\bintroduce (?:myself|ourselves)(?! and\b)")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands where on a message that introduces, as far as it tells the role."""

    audience: int
    """Recipients."""
    named: int
    """Recipients whom the text calls by name."""
    has_colleague: bool
    """Somebody of the sender's own firm is shown to readers of another."""
    is_self: bool
    """The sender says who they are: "I am Jane"."""
    all_of_you: bool
    """The recipients are spoken to as two: "you both"."""
    has_outside_details: bool
    """An address or number of a third person of another firm is passed on."""
    is_sent: bool = False
    """Somebody on copy has sent the sender to the reader: "Jane says you are the one for silk"."""


def weigh_roles(
    text: str, signals: Sequence[Evidence], plain: re.Match[str] | None, standing: Standing
) -> dict[IntroductionRole, float]:
    """How much phrases, small words and the people speak for each role, as weighed by hand.

    The highest is the role as far as rules tell; what examples taught is added to them by
    :func:`extractors.learned_roles.choose_role`. ``text`` is folded, with the subject before it;
    ``plain`` a match whose last group names a role.
    """
    weights: dict[IntroductionRole, float] = {"made": 0.5}

    def weigh(role: IntroductionRole, weight: float) -> None:
        weights[role] = weights.get(role, 0.0) + weight

    for found in signals:
        if _ADVISES.match(found.quote.lower()):
            weigh("made", 1.3)
        elif found.signal in _SIGNALS:
            weigh(*_SIGNALS[found.signal])
    is_other = _OTHER_LANGUAGE.search(text) is not None
    for role, weight, english, others in _WORDS:
        if english.search(text) or (is_other and others.search(text)):
            weigh(role, weight)
    if _GIVES.search(text):
        weigh("made", 1.0)
    if _PAPERS.search(text):
        weigh("made", 1.5)
    if plain:
        weigh(cast(IntroductionRole, plain.lastgroup), 1.2 if signals else 2.5)
    if standing.is_self:
        weigh("self", 2.5)
        if _AS_NEW.search(text):
            weigh("self", 2.0)
            weigh("presented", -2.0)
    if standing.has_colleague:
        # Who introduces oneself to another firm has the colleague on copy who sent them.
        presents_oneself = _MYSELF.search(text) is not None
        weigh("presented", 0.5 if presents_oneself else 2.5)
    if standing.has_outside_details:
        weigh("made", 2.5)
    if standing.has_colleague and not standing.all_of_you:
        weigh("made", 1.5 if _TURN_TO.search(text) else -0.4)
    elif 2 <= standing.audience <= 4 and standing.named >= 2:
        asks = weights.get("requested", 0.0) >= 1.8
        is_sent = standing.is_sent or (plain and plain["self"])
        weigh("made", 0.5 if asks or is_sent else 2.5)
    else:
        weigh("made", 0.7 if standing.audience > 1 else -0.4)
    return weights

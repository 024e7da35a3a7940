"""Linguistic signals: phrase families that show what a mail does, each with its examples.

Knows words, not mails: a signal is found in a text with its place, and nothing is
concluded here. A family is written in the notation of :mod:`extractors.phrases`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.phrases import PhraseBook
from extractors.records import Evidence

LONGEST_TEXT: Final = 5_000
"""Characters of a text that are looked at: who has not said it by then does not mean it."""

_MOST_PER_SIGNAL: Final = 4
_OPENING: Final = 90
"""Characters in which an ``opens`` signal may start: a greeting and a few words."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A phrase family. ``examples`` show it, ``counterexample`` looks like it and is not."""

    name: str
    phrases: str
    examples: tuple[str, ...]
    counterexample: str
    opens: bool = False
    """Counts only among the first words, where an answer says that it is one."""


SIGNALS: Final[tuple[Signal, ...]] = (
    # ---------------------------------------------------------------- introductions
    Signal(
        "introduction_made",
        """
        (introduce|introducing|connect|connecting|e-introduce|email-introduce) (the )?(two|
            both) of you
        (introduce|introducing|connect|connecting) you (both|two|all|guys)
        (introduce|introducing|e-introduce) you to
        introduce you (both|two)
        introduce * to you
        introduce you and
        i'll let (you two|you both|the two of you|you guys|you)( both| two)? (take it|connect|
            chat|talk|coordinate|find|set|figure|sort|work|run|get)
        (leave|leaving) (it to )?(you two|you both|the two of you|you guys)
        you two should
        you both should
        you should (both )?(meet|know each other)
        (thought|think|felt|feel) (that )?(you two|you both|the two of you) (should|would|might|
            could|ought)
        (wanted|want|like|love|pleasure|happy|pleased|delighted|promised|meaning) to (introduce|
            connect|e-introduce) (you|two|both|my|a|an|our|the)
        putting you (both |two )?in (touch|contact)
        put you (both|two|guys) in (touch|contact)
        putting (you )?both (of you )?in (touch|contact)
        connecting you (with|to|and|here|by|over|via|both|two)
        (please|pls) meet my
        meet * ... who (is|runs|leads|works|has|does|heads|made|built|knows|wrote|owns|founded)
        meet my ... (friend|colleague|partner|sister|brother|cousin|boss|neighbour|neighbor)
        (please|pls) meet * ...
        (copied|cced|cc'd|cc'ed|copying) here
        intro as promised
        as promised, (here|an|the|this) (is )?(the |an )?intro
        as (promised|discussed), (meet|connecting|introducing)
        (no|without) further (ado|introduction)
        both of you ... (know|meet|met) each other
        meet each other
        you may find each other
        take it from here
        take it away
        over to you (both|two)
        double opt-in
        (moving|move|putting|put|dropping) (myself|me|you|him|her|*) (to|on|in|into) bcc
        (step|get|stepping|getting|bow|bowing) out of (the|your) way
        i'll (step|bow) (out|aside)
        (bring|bringing) (you two|you both|you|them|her|him) together
        please get in touch with *
        please (contact|call|reach out to) him
        please (contact|call|reach out to) her
        would be (a )?(good|great) (person|people) (for you )?to (talk|speak|meet|connect)
        (recommend|recommending) (that you )?(talk|speak|meet|get in touch)
        i'd (like|love) you to meet
        i would (like|love) you to meet
        hiermit (möchte|verbinde|stelle)
        (möchte|darf|will) (ich )?(euch|sie beide|ihnen|dir|euch beide) ... (vorstellen|bekannt|
            bekanntmachen|verbinden|vernetzen)
        (stelle|verbinde|vernetze) (ich )?(euch|sie|euch beide|ihnen|dir)
        ihr (beide|beiden|zwei) solltet
        darf ich vorstellen
        je (vous|te) (présente|mets|presente)
        je me permets de vous mettre en (relation|contact)
        (mettre|mets|mise) en (relation|contact)
        vous mets en (relation|contact)
        (os|les|te|le) presento
        (os|les|te|le) pongo en contacto
        (quería|quiero|quisiera|me gustaría) (presentaros|presentarles|presentarte|presentarle|
            ponerte|poneros|ponerles)
        (vill|ville|tänkte) (gärna |bara )?(introducera|presentera|koppla ihop)
        (introducerar|presenterar|kopplar) (jag )?(er|dig|ihop)
        ni (två|båda) borde
        breng ik jullie
        (stel|breng|wil|koppel) (ik )?(jullie|je|u) ... (voor|contact|voorstellen|koppelen)
        jullie (zouden|moeten) elkaar
        stelle (ich )?(euch|sie) (heute |hier |jetzt |endlich |einander )
        (verbinde|vernetze|verknüpfe) ich (dich|sie|euch) ... mit
        (dich|sie|euch) ... (einander|miteinander) (vor|bekannt|vorstellen)
        (schöne|liebe|einen schönen) grüße von mir
        (sag|sagen sie) ... (von mir kommst|von mir kommen|von mir hast)
        (le|la|les) mets en (copie|cc)
        (appelle|appelez|contacte|contactez|vois|voyez) ... de ma part
        de ma part
        je vous laisse (poursuivre|échanger|faire|prendre)
        (te|los|las|les|le) (conecto|contacto) con
        (os|les|los|las) dejo (en buenas manos|en contacto|que)
        (de|vas de|va de) mi parte
        (habla|hable|contacta|contacte|llama|llame) ... de mi parte
        (kopplar|sätter) (jag )?(ihop )?(dig|er) (med|i kontakt)
        (hälsa|säg) (bara )?(från|att du kommer från) mig
        lära känna varandra
        (koppel|breng|zet) (ik )?(je|jullie|u) (even |hierbij |graag )?(aan|met|in)
        zeg (maar )?dat je ... (van mij|door mij|ik je)
        """,
        (
            "I'd love to introduce you to Tom, who runs ops at Fern.",
            "Connecting you both here. I'll let you two take it from here.",
            "Je vous mets en relation avec Claire.",
            "Ich möchte euch gerne bekannt machen.",
        ),
        "We introduced a new price list to you last week.",
    ),
    Signal(
        "introduction_subject",
        """
        (intro|introduction|introductions|e-intro|einführung|vorstellung|présentation|
            presentación|introduktion|kennismaking)(:| to| with| -| –|,| herr| frau)
        (introducing|connecting|meet) (you|*) (and|&|<>|x|/|to|with) *
        """,
        ("Intro: Anna <> Ben", "Introduction to Maria Lopez", "Vorstellung Herr Kluge"),
        "The introductory price ends today",
    ),
    Signal(
        "introduction_requested",
        """
        (could|can|would|will|might) you (please |perhaps |possibly |maybe |be able to |
            be willing to |be so kind as to |be up for )?(introduce|intro|introducing|connect|
            connecting|put) (me|us|my)
        (could|can|would|might) you (please |perhaps |possibly |maybe )?(make|do) (an|the|
            a) ... (intro|introduction|connection)
        (willing|able|open|happy|comfortable|kind enough|mind) (to |)(introduce|introducing|make|
            making|connect|connecting|put|putting) (me|us|an|the|a)
        (would|do) you mind (introducing|connecting|making|putting|passing)
        (asking|ask|hoping|hope|looking|love|appreciate|grateful|request|like|need|after) (for |
            )(an|a|your|the) ... (intro|introduction) (to|with|from|if)
        (get|have|with|getting|wrangle|beg) (an|a) ... (intro|introduction) (to|with)
        any chance (of|you|for) ... (intro|introduction|introduce|connect)
        (do|did|don't|would|might) you ... (know|think of|have) (anyone|anybody|someone|somebody|
            a good|any) (who|at|in|with|that|there|whom)
        who (is|would be|do you know|should i) ... (right|best|good) (person|contact)
        (point|pointing|steer) me (to|toward|towards|in) (the|someone|anyone|somebody|right)
        (put|putting) me in (touch|contact) with
        (hook|link|tie|connect) (me|us) (up |)(with|to|together|directly)
        (link|connect|introduce) us
        (put|putting) in a (good |kind )?word
        (on|in) (our|my) behalf
        (whom|who) would you recommend
        (do|did) you (happen to |still |actually |)know (him|her|them)
        (you|you're|you are) (connected|close) (to|with) *
        (you|you've) (used to work|worked|studied) (with|for) *
        (know|knows) (anyone|someone|anybody) i (should|could|can)
        who (should i|can i|could i|do i) (talk|speak|contact|ask|write|reach)
        (could|can|would|might) you (please )?(share|send|give|forward) (me )?(his|her|
            their) (contact|email|e-mail|number|details|address)
        (could|can) i have (his|her) (contact|email|e-mail|number|details)
        (könntest|können|kannst|könnten|würdest|würden) (du|sie|ihr) (mich|mir|
            uns) ... (vorstellen|bekannt|kontakt|verbinden|intro)
        (kennst|kennen) (du|sie) (jemanden|jemand|wen)
        (pourrais|pourriez|peux|pouvez) (tu|vous) ... (présenter|relation|contact)
        (pourrais-tu|pourriez-vous|peux-tu|pouvez-vous) ... (présenter|relation|contact)
        (podrías|podrías|podría|puedes|podéis) ... (presentarme|presentarnos|contacto)
        (kan|skulle|kunde) du (kunna )?(introducera|presentera|koppla) (mig|oss|ihop)
        (känner|vet) du (någon|nån)
        (kun|kunt|zou|zouden) (je|u|jij|jullie) (mij|me|ons) ... (introduceren|voorstellen|
            contact)
        (ken|kent) (je|u|jij) (iemand|toevallig)
        (uns|mich) ... (bekannt|bekanntzumachen) (zu |)machen
        mich bei (ihr|ihm|ihnen|*) ... (ins spiel|vorstellen|einführen|empfehlen|erwähnen)
        (kontakt|verbindung) (zu|mit) * ... (herstellen|vermitteln)
        (ihre|seine|deren) (nummer|telefonnummer|mailadresse|kontaktdaten) (geben|schicken|
            verraten|weitergeben)
        (me|nous) (mettre|mettiez|mettes|mets) en (contact|relation|rapport)
        (m'introduire|nous introduire|me recommander|nous recommander|me présenter|
            nous présenter) ...
        (connais-tu|connaissez-vous|connaîtriez-vous|connaîtrais-tu|tu connaîtrais) ...
        (tu connais|vous connaissez) (bien|quelqu'un|peut-être) ...
        (me|nos) (lo |la |los |las )(podrías|podría|puedes|puede|podéis|podrían) presentar
        (me|nos) (facilitara|facilitaras|facilite|facilites|hiciera|hicieras|pusiera|pusieras|
            ponga|pongas) ... (contacto|presentación)
        (ponerme|ponernos|ponme|ponnos) en contacto
        (presentarme|presentarnos|preséntame) (a|al|con)
        (conoces|conoce|conocéis) a *
        (sätta|sätter) (mig|oss) i (kontakt|förbindelse)
        (presentera|introducera|rekommendera) (mig|oss) (för|till|hos)
        (mij|me|ons) (bij|aan|met) (hem|haar|hen|*) ... (introduceren|voorstellen|brengen)
        (in contact|in verbinding) (kunnen |willen |te |)brengen
        (jij|je|u) (kent|ken) toch
        (kunde|kan|skulle) du (kunna |)(höra|prata|kolla) med ...
        (lui|leur) (glisser|toucher|dire) (un|deux) (mot|mots)
        me donner (son|sa|ses|leur) (adresse|numéro|contact|mail|coordonnées)
        (te|le) importaría (decirle|hablarle|preguntarle|pasarle|presentarme) ...
        (dame|deme|pásame|páseme) su (correo|número|teléfono|contacto)
        een goed woordje voor (mij|me|ons)
        ein gutes wort für (mich|uns)
        """,
        (
            "Could you introduce me to your contact at Siemens?",
            "Would you be open to making an intro to Priya?",
            "Do you happen to know anyone at the city council?",
            "Könntest du mich mit Frau Lange in Kontakt bringen?",
        ),
        "Could you connect the projector before nine?",
    ),
    Signal(
        "introduction_offered",
        """
        (happy|glad|pleased|delighted|can|could|would|willing|i'll|love|want|offer) (to |gladly |
            easily |also |certainly |always )?(make|do) (an|the|that|a|any|some) ... (intro|
            introduction|connection|introductions|intros)
        (happy|glad|can|could|would|i'll|i'd be happy|let|want|offer|love) (me |to |gladly |
            easily |also |certainly )?(put|connect|introduce|hook) you (in|up|with|to|both)
        (want|like) me to (introduce|connect|put|make|ask|reach out|intro)
        (should|shall|can|could|may) i (introduce|connect|put you|make an|make the|intro)
        let me (introduce|connect|put) you (to|with|in)
        i (can|could|would be able to|am able to) ... (introduce|connect|put) you
        (if|whether) (you'd|you would|you) (like|want) ... (intro|introduction|introduce)
        (know|knows) (someone|somebody|a guy|a woman|just the person|the right person|
            the perfect person|two people|a few people|a couple of people) ... (you|who|might|
            could|at)
        you (should|might want to|may want to|ought to|could) (really |definitely )?(meet|talk to|
            speak to|speak with|talk with) (my|a|him|her|someone)
        (kann|könnte|würde) (ich )?(dich|sie|dir|ihnen|euch) ... (vorstellen|bekannt|kontakt|
            verbinden)
        soll ich (dich|sie|euch|dir|ihnen)
        je (peux|pourrais|serais) ... (te|vous) ... (présenter|relation|contact)
        (puedo|podría) (presentarte|presentarle|ponerte|ponerle|presentaros)
        (kan|skulle kunna) (jag )?(gärna )?(introducera|presentera|koppla) dig
        ska jag (introducera|presentera|koppla)
        ik kan (je|u|jullie) ... (contact|voorstellen|introduceren)
        zal ik (je|u|jullie)
        (bringe|verbinde|stelle) ich (euch|sie|dich) gerne ...
        (gebe|leite) ich ... (nummer|kontakt|adresse) ... weiter
        je (la|le|les|te|vous) (peux|pourrais|mets|mettrai) ... en (contact|relation|rapport)
        (vous|te) mettre en (rapport|contact|relation)
        je (lui|leur) (passe|passerai|donne|téléphone|demande) ... (coup de fil|coordonnées|numéro)
        (te|le|os|les) paso (el|su|los|sus) (contacto|teléfono|número|correo|datos)
        (ordnar|fixar|bokar) jag (ett|en) ... (möte|träff|kontakt) er emellan
        (vill du|ska jag|vill ni) (att jag )?(ringer|smsar|mejlar|frågar|pratar|ringa|fråga)
        (geef|stuur) ik ... (nummer|gegevens|naam) ... (door|aan)
        een goed woordje voor (je|jou|u|jullie)
        ein gutes wort für (dich|sie|euch)
        (veux-tu|voulez-vous|tu veux) que je (lui|leur|la|le) ...
        (quieres|quiere|querés|queréis) que (le|la|les|lo|los) ... (diga|llame|pregunte|escriba|
            presente|avise)
        (soll|darf) ich (ihn|ihm|ihr) ... (fragen|anrufen|bescheid|schreiben|ansprechen)
        (zal|wil je dat) ik (hem|haar) ... (vraag|vragen|bel|bellen|mail|mailen)
        """,
        (
            "Happy to make an intro if that helps.",
            "I can put you in touch with our old supplier.",
            "Want me to introduce you?",
            "Ich kann dich gern mit ihm in Kontakt bringen.",
        ),
        "I can put the boxes in the van tomorrow.",
    ),
    Signal(
        "introduction_self",
        """
        (suggested|recommended|advised|mentioned|proposed|told me|insisted|encouraged) (that )?(i|
            me to|we|you would|you might|you may|you'd|you were|your name|reaching|contacting|
            writing) ... (write|contact|reach|get|email|e-mail|drop|speak|talk|connect|send|be|
            out|person|call|say|introduce)
        (given|got|gave|passed|received|have|had|getting) (me )?your (name|contact|email|e-mail|
            details|number|address|card)
        (referred|pointed|directed|introduced|sent|steered) (me|us) (to|toward|towards|your) you
        (referred|pointed|sent) me (to you|your way|in your direction)
        was (referred|introduced|given|pointed) (to )?you
        our mutual (friend|acquaintance|contact|colleague)
        we have a (mutual|common) (friend|contact|acquaintance)
        friend of (ours|both)
        (writing|reaching out|getting in touch|emailing|contacting you) (to you )?(at|
            on) (the )?(suggestion|recommendation|advice)
        at the (suggestion|recommendation) of
        (let|allow|permit) me (to )?(quickly |briefly )?introduce myself
        (to|wanted to|like to|should) (quickly |briefly )?introduce myself
        (said|thought|says|thinks) (that )?(i should|you'd be|you might be|you would be|you were|
            you may be|we should) ... (talk|write|contact|reach|person|meet|get|know|say|speak|
            able)
        (hat|haben) (mir|mich) ... (empfohlen|ihren|ihre|deinen|deine|verwiesen|gegeben)
        (auf|durch) (empfehlung|vermittlung|anraten) von
        (m'a|nous a) (donné|conseillé|recommandé|parlé|suggéré|transmis) ... (vous|contact|
            coordonnées|vos|votre|adresse|contacter)
        de la part de
        sur (le conseil|les conseils|la recommandation|recommandation) de
        (me|nos) (ha )?(dio|dado|pasó|pasado|recomendó|sugirió|recomendado|sugerido|
            facilitó) ... (contacto|correo|escribir|escribirte|escribirle|contactar|contactarle|
            dirección)
        de parte de
        (tipsade|rekommenderade|föreslog|gav) (mig|om|att) ...
        fick (jag )?(ditt|dina|din) (namn|kontakt|nummer|mejl|mail|adress|kontaktuppgifter)
        (gaf|raadde|tipte|verwees) (mij|me) ...
        (kreeg|heb) ik (je|uw|jouw) (naam|gegevens|contactgegevens|mailadres|nummer)
        op (aanraden|advies|aanbeveling) van
        (ihren|deinen|euren) (namen|kontakt) (habe|hab) ich (von|über|durch)
        (meinte|meint|sagte|sagt|riet) ... ich (soll|solle|sollte|könnte) ... (melden|schreiben|
            anrufen|wenden)
        (an sie|an dich|ans herz) (verwiesen|gelegt)
        (m'a|m'ont|nous a) ... (d'écrire|de vous écrire|de t'écrire|de vous contacter|
            de vous appeler)
        c'est * ... qui (m'a|m'ont|nous a) ...
        (referido|referida|referidos) por
        (por|a través de) (recomendación|mediación|indicación|sugerencia) (de|del)
        me (recomendó|sugirió|aconsejó) que (le|te|me|lo|nos|os) ... (escribiera|contactara|
            comunicara|llamara|hablara|pusiera|dirigiera|acercara)
        (tyckte|sa|föreslog) (han |hon )?att (jag|vi|du) (borde|skulle|kunde) ... (prata|höra|
            kontakta|skriva|ringa|träffas|ses|mejla)
        (ditt|ert) (namn|nummer) (av|genom|från)
        (zei|vond|meende) dat (ik|wij|we) ... (contact|bellen|schrijven|mailen|praten|spreken)
        (jouw|je|uw) (naam|mailadres|nummer|gegevens) (van|via|gekregen|door)
        """,
        (
            "Bob Hart suggested I write to you about the mill.",
            "Lena gave me your name and said you'd be the right person.",
            "Ihr Kollege hat mir Ihren Kontakt gegeben.",
        ),
        "Your name came up on the invoice.",
    ),
    Signal(
        "introduction_candidate",
        """
        (resume|cv|résumé|lebenslauf) (of|for|from|von) (a|an|my|one|our|the|*) ...
        (his|her|their) (resume|cv|résumé|background|lebenslauf)
        (friend|colleague|nephew|niece|brother|sister|cousin|son|daughter|neighbor|neighbour|
            boy|girl|guy|lady|gentleman|woman|man) ... (looking for|interested in|searching for|
            wants to|would like to)
        (talk|talking|speak|speaking|meet|meeting|interview) (to|with|)( |)(him|her|them)
        (he|she|they) (would|might|could|may) be (a |an |worth |perfect |very |good |interested)
        (he|she) (is|has|was) (a very|very|an excellent|a great|a good|excellent|one of the)
        (recommend|recommending|vouch for) (him|her|them)
        (anything|something|a place|a position|a job|an opening) for (him|her)
        (wärmstens|herzlich|nur|sehr) empfehlen
        (te|vous) recommande (vivement|chaudement|sans)
        (varmt|verkligen|starkt) rekommendera
        (van harte|zeker|echt) aanbevelen
        """,
        (
            "Attached is the resume of a good friend of mine.",
            "Would you be interested in talking with him?",
            "I can vouch for her.",
        ),
        "My resume is attached for your review.",
    ),
    Signal(
        "introduction_presented",
        """
        please (join me in )?(welcome|welcoming|say hello|say hi|give a warm)
        join me in welcoming
        (happy|pleased|delighted|excited|thrilled|glad|want|like|wanted) to (welcome|
            announce that|present|share that|let you know that|introduce our|introduce my|
            introduce) (our|my|you|a|*) ... (join|joins|joined|joining|team|colleague|new|
            replace|takes|taking)
        (joins|joining|joined) (us|our|the) (team|company|office|practice|firm|board|as|on|from|
            in|today|this)
        (is|has been) (our|my|the|your) new ...
        your new (contact|account|point|project|colleague|manager|rep|person|advisor)
        new (point of contact|contact person|account manager|colleague|team member|member of)
        (will be|is|are) (taking|takes) over (from|my|as|for|your|the|this)
        (my|our) (successor|replacement)
        (neuer|neue|neuen) (kollege|kollegin|kollegen|ansprechpartner|ansprechpartnerin|
            mitarbeiter|mitarbeiterin|teammitglied)
        (verstärkt|unterstützt) (uns|ab|seit|unser)
        (notre|votre) (nouveau|nouvelle) (collègue|collaborateur|collaboratrice|interlocuteur|
            interlocutrice|contact|responsable)
        (rejoint|rejoindra|a rejoint) (notre|l'équipe|nous|la)
        (nuestro|nuestra|tu|su|vuestro|vuestra) (nuevo|nueva) (compañero|compañera|contacto|
            colega|responsable|interlocutor|interlocutora)
        se (incorpora|une|ha incorporado|unió)
        (vår|er|din) nya (kollega|kontaktperson|kontakt|medarbetare|projektledare)
        (onze|jullie|uw|je) nieuwe (collega|contactpersoon|accountmanager|medewerker|
            aanspreekpunt)
        (ab|seit) (heute|sofort|montag|jetzt|dem|nächster) ... (kümmert|betreut|übernimmt|steht) ...
        übernimmt ... (von herrn|von frau|meine|deine|die betreuung|ihre betreuung) ...
        (présente|présenter) * ... qui (rejoint|reprend|remplace|succède|suivra|prend)
        (suivra|reprend|reprendra|gérera) (désormais|votre|vos|mon|mes) ...
        (le|les|os) presento a * ... (que|quien) (se incorpora|será|llevará|sustituye)
        será ... su (persona de contacto|contacto|interlocutor|interlocutora|gestor|gestora)
        från och med (idag|nu|måndag|den) ... (tar|är) ...
        (stel|stellen) (ik|wij) (u|je|jullie) * ... voor
        (volgt|neemt) ... (dossier|taken|klanten) ... (op|over)
        """,
        (
            "Please welcome Dana Fox, who joins as head of finance.",
            "Marek will be taking over from me, he is your new contact.",
            "Unsere neue Kollegin fängt am Montag an.",
        ),
        "Please find the new price list attached.",
    ),
    Signal(
        "introduction_thanks",
        """
        (thanks|thank you|thx|cheers|many thanks|appreciate) ... (so much |a lot |very much |
            again )?for (the|this|that|your|making|connecting|introducing|putting) ... (intro|
            introduction|introducing|connecting|connection|connect|us|in touch)
        (moving|moved|putting|shifting|dropping) (you|*|him|her) ... to bcc
        (moving|moved|putting) ... (in|into|on) bcc
        to bcc
        (danke|vielen dank) ... für (die|das|deine|ihre) (vorstellung|intro|vermittlung|
            verbindung|kontakt)
        merci ... (pour|de) ... (mise en relation|présentation|introduction|relation)
        gracias por (la presentación|presentarnos|ponernos|el contacto|la intro)
        tack för (introt|introduktionen|intro|presentationen|kontakten)
        (bedankt|dank) (je|u|voor) ... (introductie|intro|voorstellen|introduceren)
        """,
        ("Thanks for the intro, Sam!", "Moving you to bcc to spare your inbox."),
        "Thanks for the invoice.",
    ),
    Signal(
        "looping_in",
        """
        (looping|loop|adding|add|copying|ccing|cc'ing|roping|bringing) (in |)(my|our|*) ... (here|
            who|from|colleague|team|manager|in|on|to)
        (looped|added|copied|cc'd|cced|cc'ed) (in )?(my|our|*) ... (here|who|from|colleague|team|
            on|in|to)
        (i'm|i am|i have|i've) (looping|adding|copying|cc'ing|ccing|copied|added|looped)
        """,
        ("Looping in my colleague Jane, who owns billing.", "I've added Raj here."),
        "The loop road is closed for repairs.",
    ),
    # --------------------------------------------------------------------- meetings
    Signal(
        "meeting_proposed",
        """
        (are|would|will|is|could|can) (you|everyone|you guys|you both|you two|anyone|
            it) ... (free|available|around|work) (on|at|this|next|for|tomorrow|today|in|to|any|
            later|monday|tuesday|wednesday|thursday|friday|tonight|either|sometime|around|
            between|after|before)
        (free|available|around) (on|this|next|for|tomorrow|to|at|sometime|any time|
            anytime) ... (call|lunch|coffee|chat|meet|meeting|dinner|catch up|drink|beer|
            breakfast|talk|week|monday|tuesday|wednesday|thursday|friday)
        (does|would|could|might|how about|what about|how's|how is|is) (monday|tuesday|wednesday|
            thursday|friday|saturday|sunday|tomorrow|today|tonight|next week|this week|lunch|
            coffee|dinner|either|any|noon) ... (work|suit|ok|okay|good|convenient|fit|possible|do|
            am|pm|afternoon|morning|instead|week)
        (what|which|when) (time|times|day|days|date|dates|slot|slots|is|are|would|works|suits|can|
            could|might|does) ... (work|works|suit|suits|good|best|convenient|free|available|
            meet|prefer|you|talk|come)
        (let's|lets|let us|shall we|can we|could we|should we|why don't we|we should|we could|
            i'd like to|i would like to|like to|want to|love to|would love to|wanted to|
            hoping to|try to|need to|please|can you|could you) ... (schedule|set up|arrange|
            organise|organize|book|fix|find|plan|put) (a|an|some|the|another|our|your|time|
            something|up) ... (call|meeting|time|chat|meet|lunch|slot|session|demo|visit|date|
            conference|catch-up|catchup|interview|hour|minutes|appointment)
        (let's|lets|shall we|can we|could we|should we|why don't we|we should|we could|
            i'd like to|i would like to|like to|want to|love to|hoping to|wanted to) (please |
            all |both |perhaps |maybe |also |briefly |quickly |still |try to )?(meet|
            get together|catch up|talk|speak|chat|hop on|jump on|have a call|have a quick|
            do a call|do lunch|have lunch|grab|have coffee|have dinner|connect|sit down|
            touch base|discuss this|go over|walk through|meet up|do coffee|do dinner|
            do breakfast|have a meeting|have a chat)
        (grab|have|do|get|buy you|meet for|up for|fancy|care for|go for|over) (a |some |)(coffee|
            lunch|dinner|drink|beer|breakfast|bite|pint|drinks|fika)
        (have|got|had|find|spare) (time|a moment|half an hour|an hour|a few minutes|some time|
            20 minutes|30 minutes|15 minutes|ten minutes|a minute) (for|to|on|this|next|tomorrow|
            today|later|in|at|before|after|sometime)
        (your|my) (calendar|availability|schedule|diary) (for|this|next|on|is|looks|look|like|
            over|and|to)
        (let me know|tell me|send me|give me|share) (what|when|if|which|your|some|a few|
            whether) ... (time|times|works|suits|free|available|availability|dates|slots|date|
            day|meet|convenient|work)
        (put|get|have|pencil|pencilled|penciled|schedule|scheduled) (something|some time|time|it|
            this|us|you|me) (on|in|down|for) (the|your|my|our|*) ...
        (i'm|i am|we're|we are|i'll be|i will be|we will be) (free|available|around|open|in|
            in town|in the area|visiting|flying|coming) (on|at|this|next|from|after|between|all|
            most|any|tomorrow|in|to|until|monday|tuesday|wednesday|thursday|friday|both)
        i (can|could) (do|make|meet|call|come|swing|drop|be there|stop) ...(monday|tuesday|
            wednesday|thursday|friday|tomorrow|today|at|on|by|any|next|this|am|pm|noon|either)
        (call|ring|phone) (me|you|us) (at|on|tomorrow|this|monday|tuesday|wednesday|thursday|
            friday|today|tonight|next)
        (pick|choose|book|grab|find) a (time|slot|day|date)
        (invite|invites|invited|inviting|invitation) (you )?(to|for) (a|an|the|our|dinner|lunch|
            meeting|drinks) ...
        (come|stop|drop|swing) (by|over|round|around) ... (on|at|this|next|tomorrow|office|when|
            for|after|before|monday|tuesday|wednesday|thursday|friday)
        (pop|look|call|come|nip|drop|stop|swing) (in|past|along) ... (on|at|this|next|tomorrow|
            monday|tuesday|wednesday|thursday|friday)
        (sit|walk) (down |)together
        (can|could|would) you ... (make|manage) (it|that)
        (zeit|lust) (für|auf|am|um|hättest|hätten|nächste|diese|morgen) ...
        (passt|passen|ginge|geht|klappt|würde|wäre) (dir|ihnen|euch|es|dir es|der|am|das|montag|
            dienstag|mittwoch|donnerstag|freitag|ein|eine|dienstag|nächste|morgen) ...
        (hast|haben|hättest|hätten) (du|sie|ihr) (am|nächste|diese|morgen|zeit|heute|kommende) ...
        (treffen|telefonieren|sprechen|zusammensetzen|verabreden|kurzschließen) wir
        (können|sollen|wollen|könnten|lass|lasst) (wir|uns) ... (treffen|telefonieren|sprechen|
            zusammensetzen|termin|verabreden|sehen)
        (seriez-vous|êtes-vous|es-tu|serais-tu|seriez vous|etes-vous) (disponible|disponibles|
            libre|dispo)
        (disponible|dispo|libre) (lundi|mardi|mercredi|jeudi|vendredi|demain|la semaine|cette|le|
            pour|à) ...
        (on|nous) (se|pourrait|peut|pourrions|pouvons) ... (voir|voit|appeler|appelle|déjeuner|
            retrouver|retrouve|café|rencontrer)
        (quand|quel jour|quelle date|quelles) ... (disponible|disponibilités|convient|
            conviendrait|arrange|dispo)
        (te|vous|cela|ça) (convient|convient-il|conviendrait|irait|va|arrange) ...
        (tienes|tendría|tenéis|tiene|tendrías) (tiempo|disponibilidad|un hueco|un rato|un momento|
            libre|hueco) ...
        (podemos|podríamos|nos vemos|quedamos|quedar|reunirnos|vernos|hablamos|
            te parece) ... (lunes|martes|miércoles|jueves|viernes|mañana|semana|café|comer|
            reunión|llamada|vernos|quedar|hablar|reunirnos)
        (te|le|os|les) (viene|va|vendría|iría|parece|conviene) (bien|mejor|el|si) ...
        (kan|ska|skulle|har|hinner) (du|vi|ni) (ses|träffas|höras|tid|ta|möjlighet|boka|på|nästa|
            imorgon|i|möta) ...
        (passar|funkar|fungerar) (det|dig|er|tisdag|måndag|onsdag|torsdag|fredag|nästa|i|på|
            en) ...
        (heb|hebt|kun|kunt|heeft|hebben|kunnen) (je|u|jij|jullie|we) (tijd|morgen|volgende|
            dinsdag|maandag|woensdag|donderdag|vrijdag|deze|afspreken|even|een|op) ...
        (zullen|kunnen|laten) we ... (afspreken|bellen|treffen|zien|koffie|lunchen|spreken|
            inplannen|plannen)
        (schikt|past|komt) (het|dinsdag|maandag|je|u|dat|woensdag|donderdag|vrijdag) ...
        (lade|laden|einladung) (ich|wir|euch|sie|zum|zur) ...
        (bin|sind) (am|übermorgen|morgen|nächste) ... in *
        (zum|auf einen|auf ein) (mittagessen|kaffee|bier|abendessen|frühstück)
        (convie|convions|invite|invitons|convocation) (à|au|pour) ...
        (je passe|je serai|on déjeune|on dîne|on prend un café) ...
        (convoco|convocamos|convocatoria) ...
        (un café|un cafecito|a comer|a cenar|almorzar) ...
        (kallas|kallelse|inbjudan|bjuder|inbjuder) (ni|till|in|du|er) ...
        (käka|äta|ta en) (lunch|fika|middag|kaffe|öl) ...
        (uitnodiging|nodig) (voor|ik|je|u|jullie) ...
        (samen|even) (een hapje|eten|lunchen|koffie|borrelen|bijpraten) ...
        """,
        (
            "Are you free on Thursday afternoon?",
            "Let's grab a coffee next week.",
            "What time works for you?",
            "Hätten Sie nächste Woche Zeit?",
            "Kan vi ses på tisdag?",
        ),
        "The free version is good enough for us.",
    ),
    Signal(
        "meeting_confirmed",
        """
        (see|seeing|talk to|speak to|meet|catch|looking forward to seeing|look forward to seeing|
            looking forward to meeting|look forward to meeting) you (all |both |guys |there |
            then |at |on |tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|next)...
        see you (then|there|tomorrow|tonight|soon|at|on|monday|tuesday|wednesday|thursday|friday|
            next|in)
        (confirm|confirming|confirmed|confirms|reconfirm|reconfirming) (our|the|that|for|you|your|
            we|a|monday|tuesday|wednesday|thursday|friday|tomorrow|*) ... (meeting|call|lunch|
            appointment|time|dinner|interview|visit|monday|tuesday|wednesday|thursday|friday|
            tomorrow|am|pm|is|for|at|on|session)
        (monday|tuesday|wednesday|thursday|friday|tomorrow|noon|that time|that day|that date|that|
            this|then|1|2|3|4|5|9|10|11) ... (works|suits|is fine|is good|is great|is perfect|
            is ok|sounds good|sounds great|sounds perfect|it is|is ok) (for|me|us|by|with|well|
            great|perfectly|fine)
        (works|suits) (for me|for us|me|us|perfectly|great|well|fine)
        (i'll|i will|we'll|we will) (be there|see you|call you|meet you|send an invite|
            send you an invite|send a calendar|send over|send the|send out|pick you|dial) ...
        (you are|you're|it is|it's|that is|we're|we are) (confirmed|booked|scheduled|all set|set|
            on|good) (for|on|at|in|with)
        (has|have|is|are|was|been) (been )?(scheduled|set up|arranged|booked|set|confirmed|
            organised|organized|planned) (for|on|at|from)
        (scheduled|arranged|booked|set up|pencilled in) (the|a|an|you|us|your|for|it|following|
            our) ... (interview|meeting|call|for|appointment|on|conference|at|session|room|table|
            lunch|dinner)
        (accept|accepted|accepting) (your|the|this) (invitation|invite|meeting)
        (calendar|meeting) (invite|invitation|request) (sent|to follow|attached|is|has|coming|on)
        (invite|invitation) (is )?(sent|to follow|attached|coming|on its way|going out)
        (dial-in|dial in|dialin|bridge|zoom|teams|webex|meet) (number|details|info|information|
            link|is|code|passcode|below|invite|meeting) ...
        (meeting id|passcode|participant code|conference code|access code|host code)
        (agenda|the agenda) (for|is|below|attached|items) ...
        (the|our|this|your|staff|team|next|board|conference) ... (meeting|call|lunch|interview|
            session|appointment|dinner) (is|will be|starts|begins|takes place) (on|at|in|held|
            monday|tuesday|wednesday|thursday|friday|tomorrow|today|now|from|scheduled|still|
            next|this)
        (reminder|just a reminder|friendly reminder|quick reminder|gentle reminder) ... (meeting|
            call|appointment|interview|lunch|session|tomorrow|today|visit)
        (bestätige|bestätigen) (ich|wir|hiermit|gerne|ihnen|den) ...
        (bis|wir sehen uns|freue mich auf) (dann|morgen|montag|dienstag|mittwoch|donnerstag|
            freitag|nächste|am|unser|das)
        (passt|geht|klappt) (mir|uns|gut|bei mir|super|prima)
        (je|nous) (confirme|confirmons|vous confirme|te confirme) ...
        (à|a) (demain|lundi|mardi|mercredi|jeudi|vendredi|bientôt)
        (confirmo|confirmamos|te confirmo|le confirmo) ...
        (nos vemos|hasta) (el|mañana|entonces|lunes|martes|miércoles|jueves|viernes)
        (bekräftar|vi ses|ses) (härmed|att|på|imorgon|då|måndag|tisdag|onsdag|torsdag|fredag|vårt|
            mötet|i)
        (bevestig|bevestigen) (ik|hierbij|onze|de|wij) ...
        tot (dan|morgen|maandag|dinsdag|woensdag|donderdag|vrijdag|straks|volgende)
        (passt|klappt|geht) (super|perfekt|prima|bestens|wunderbar) ...
        (hier|anbei) (ist |kommt )?der (link|einwahllink|zoom-link|teams-link) ...
        (ok|parfait|c'est bon|entendu|ça marche) pour (lundi|mardi|mercredi|jeudi|vendredi|demain|
            le) ...
        (voici|le) (le )?lien (teams|zoom|de connexion|pour) ...
        (aquí|te paso|le envío) (tienes|el|va) (el )?(enlace|link) ...
        (här|hittar du) (kommer )?länken (till|för) ...
        (hierbij|hier) (is )?de link ...
        (ses|hörs) (då|där|imorgon)
        perfekt, *
        (top|prima|goed), (maandag|dinsdag|woensdag|donderdag|vrijdag|tot) ...
        """,
        (
            "Confirming our call on Tuesday at 10.",
            "Thursday works for me.",
            "See you then!",
            "Ich bestätige gerne den Termin.",
        ),
        "The order was confirmed by the warehouse.",
    ),
    Signal(
        "meeting_moved",
        """
        (reschedule|rescheduling|rescheduled|postpone|postponing|postponed) ...
        (move|push|shift|bump|moving|pushing|moved|pushed|shifted|bumped) (our|the|it|this|that|
            us|you|tomorrow's|today's|monday's|tuesday's|wednesday's|thursday's|friday's|back|
            lunch|things|everything) ... (to|back|by|until|till|a day|an hour|half|week|forward|
            instead)
        (something|a conflict|an emergency) (has |have )?(come|came|cropped) up
        (rain check|raincheck)
        (running|be|run) (a bit |about |a few minutes |ten minutes |10 minutes |15 minutes |
            a little )(late|behind)
        (can|could|might) we (do|make|try|meet) ... instead
        (monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow) instead
        instead (of|on) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today)
        (has|have|is|was|been) (been )?(moved|changed|rescheduled|postponed|pushed) (to|from|
            until|by|back)
        (change|changed|changing) (of|the|in) (time|date|plan|plans|room|venue|meeting)
        (verschieben|verlegen|verschoben|verlegt|umbuchen)
        (déplacer|décaler|reporter|repousser|reporté|décalé|déplacé|reportée) ...
        (aplazar|mover|cambiar|posponer|aplazamos|retrasar|aplazada|aplazado) (la|el|nuestra|
            nuestro|a|para) ...
        (flytta|boka om|skjuta|flyttar|ombokat|flyttat) (mötet|vårt|fram|upp|till|på|vår|lunchen|
            det) ...
        (vorverlegen|vorziehen|terminverschiebung|terminänderung)
        (remettre|remettons) (ça|la|le|notre|cette) ... (à|au)
        (reagendar|reprogramar|postergar|adelantar) ...
        cambio de (hora|día|fecha)
        pasar (la|el|nuestra) (reunión|cita|llamada|visita|comida) ...
        (går det bra att|kan) vi (flyttar|flytta|skjuter|ta) ...
        verplaatsing ...
        (verzetten|verplaatsen|uitstellen|verschuiven|verzet|verplaatst|uitgesteld)
        """,
        (
            "Can we reschedule our call to Friday?",
            "I need to push our lunch back an hour.",
            "Müssen wir den Termin verschieben?",
        ),
        "We moved the office chairs yesterday.",
    ),
    Signal(
        "meeting_cancelled",
        """
        (cancel|cancelling|canceling|cancels|cancelled|canceled) (our|the|on|this|it|today|
            tomorrow|tonight|my|today's|tomorrow's|lunch|dinner|until|due|for|meeting|call|that|
            monday|tuesday|wednesday|thursday|friday) ...
        (is|been|was|are|be) (cancelled|canceled|called off)
        (call|calling|called) off (the|our|this|tomorrow|today) ...
        (won't|will not|can't|cannot|can not|unable to|not able to|not be able to|
            not going to be able to|wont|cant) (be able to )?(make|attend|join|come|be there|
            be in|meet) (it|the|our|to|tomorrow|today|on|this|that|monday|tuesday|wednesday|
            thursday|friday|you|after|at|,|.|)
        (have|need|going|got) to (cancel|bow out|skip|drop out)
        (absagen|abgesagt|canceln|ausfallen|entfällt|fällt aus)
        (annuler|annulé|annulée|annulons|annule)
        (cancelar|cancelado|cancelada|cancelamos|anular)
        (ställa in|ställer in|inställt|inställd|avboka|avbokat)
        (annuleren|geannuleerd|afzeggen|afgezegd|gaat niet door)
        kan (helaas )?niet doorgaan
        (suspender|suspendida|suspendido|anulo)
        (ne pourrai|ne peux|ne pourrons) ... pas (venir|être|assister)
        """,
        (
            "I have to cancel our lunch.",
            "The meeting is cancelled.",
            "Leider muss ich den Termin absagen.",
        ),
        "You can cancel anytime.",
    ),
    Signal(
        "meeting_recap",
        """
        (great|good|nice|lovely|wonderful|pleasure|enjoyed|fantastic|fun|glad|productive|delight|
            delighted|excellent|terrific|honour|joy|loved|really) (to |it was )?(meeting|seeing|
            talking|speaking|chatting|catching|meet|see|talk|speak|catch|finally meet|
            finally meeting|having you|hosting|connect|connecting|sit down|meet you|conversation|
            our) (you|to you|with you|up|both|all|everyone|with|yesterday|today|conversation|
            chat|call|lunch|meeting|face|in person|our|the|this|last)
        (thanks|thank you|thx|many thanks) ... for (the|your|a|taking|making|meeting|coming|
            joining|having|hosting|lunch|dinner|coffee|stopping|seeing|speaking|talking|
            chatting) ... (time|meeting|call|lunch|coffee|conversation|chat|visit|dinner|
            yesterday|today|this morning|to meet|with me|with us|by|hospitality|down|me|us)
        (notes|minutes|summary|recap|takeaways|take-aways|action items|actions|next steps|
            follow up|follow-up|following up) (from|of|on|after) (our|the|today|yesterday|this|
            today's|yesterday's|monday's|tuesday's|wednesday's|thursday's|friday's|last) ...
        (following|after|further to|per|as per|from|since|at|in|during) (our|yesterday's|today's|
            last week's|monday's|tuesday's|wednesday's|thursday's|friday's|
            this morning's) ... (call|meeting|conversation|chat|lunch|discussion|coffee|session|
            visit)
        (as|what) (we )?(discussed|agreed|talked about) (on|in|at|yesterday|today|during|over|
            this) ...
        (here's|here is|here are|attached are|below are|quick) (the |a |my |some |what )?(notes|
            minutes|summary|recap|we agreed|takeaways|actions|action items)
        (to|quick|brief) recap
        (danke|vielen dank) ... für (das|den|die|ihre|deine) (gespräch|treffen|termin|zeit|
            telefonat|besuch|gute gespräch|nette gespräch|angenehme gespräch|austausch) ...
        (protokoll|zusammenfassung|gesprächsnotiz) ...
        merci ... (pour|de) (votre|ton|notre|le|la|cet|ce|l') ... (accueil|temps|échange|
            rendez-vous|entretien|déjeuner|réunion|visite)
        (compte rendu|compte-rendu) ...
        gracias por (tu|su|vuestro|la|el|recibirme|recibirnos|vuestra) ... (tiempo|reunión|visita|
            charla|llamada|comida|hoy|ayer)
        (resumen|acta) de (la|nuestra|lo|el) ...
        tack för (ett|en|mötet|lunchen|idag|igår|senast|samtalet|besöket|att) ...
        (bedankt|dank) (je |u |jullie )?voor (het|de|je|uw|jullie) ... (gesprek|tijd|lunch|bezoek|
            bespreking|overleg)
        (verslag|notulen) ...
        (danke|dank|gracias|tack|bedankt) ... (gestern|ayer|igår|gisteren)
        merci (beaucoup |encore )?pour hier
        (merci|remercie) ... (de|pour) (m'avoir|nous avoir) (reçu|reçus|accueilli|accueillis)
        (leuk|fijn|goed) dat (je|jullie|u) ... gisteren
        (pour résumer|für das protokoll|festgehalten|quedamos en|kom vi överens|
            hebben we afgesproken) ...
        """,
        (
            "It was great meeting you yesterday.",
            "Thanks for taking the time to meet with me.",
            "Notes from our call below.",
            "Vielen Dank für das nette Gespräch.",
        ),
        "Thanks for the invoice.",
    ),
    # ---------------------------------------------------------------------- pitches
    Signal(
        "pitch_opening",
        """
        (hope|trust) (this|my) (email|e-mail|message|note|mail|letter) (finds|reaches|meets)
        (came|stumbled|ran) (across|upon|on) your (website|site|profile|company|work|page|
            linkedin|post|podcast|article|business|listing|shop|store)
        (noticed|saw|see|seen|read|understand) (that )?(you're|you are|your company|your team|
            your website|your site|you guys|you recently|you just) ... (hiring|looking|growing|
            raised|launched|expanding|using|posted|running|still|opened|recently)
        (i'm|i am|we're|we are) reaching out (because|to|as|regarding|about|from|on)
        reaching out (because|to see|to ask|to you|regarding)
        my name is * ... (and i'm|and i am|and i work|and i run|founder|co-founder|ceo|from|with|
            of|at) ...
        (i'm|i am) (a|an|the|one|working|calling) ... (founder|co-founder|ceo|from|with|of|at) ...
        (i'm|i am) * ... (and i'm|and i am|and i work|and i run|founder|co-founder|ceo)
        (i'm|i am) * from ...
        (quick|one quick|just a quick) (question|q) (for|about|regarding|re)
        (are you|are you the|who is the|who's the) (the )?(right|best) person
        (who|person) ... (in charge of|responsible for|handles|looks after|oversees) ...
        (companies|teams|businesses|firms|brands|agencies|founders|people|clients|schools) (like|
            such as|similar to) (yours|you|your)
        i'll (be|keep this|keep it) (brief|short|quick)
        (i know|i realize|i realise|i'm sure) (that )?(you're|you are|you must be) (busy|
            super busy|very busy)
        (imagine|what if) (if )?(you|your) (could|team|business|company) ...
        (ich bin|wir sind) (auf|bei) (ihre|ihr|ihrer) (website|webseite|profil|unternehmen|
            homepage) ...
        (bin|sind) (ich |wir )?auf (ihr|ihre|dein|deine) (unternehmen|website|profil|webseite|
            firma) (gestoßen|aufmerksam)
        (je me permets de) (vous )?(contacter|écrire|vous|te)
        (me pongo|nos ponemos) en contacto
        (he visto|hemos visto|he encontrado) (que |vuestra |su |tu )(web|página|empresa|perfil|
            estáis|están|vuestra|su) ...
        (jag|vi) (såg|hittade|läste) (att ni|er|din|ditt|på er) ...
        (hoppas|hoppas att) (allt|du|det|mailet) ...
        ik (kwam|zag|las) (uw|jullie|je|jouw|op|dat) ...
        (beim|bei meinem) (vorbeifahren|besuch) ... (aufgefallen|gesehen)
        (kurze|eine kurze) frage zu (eurer|ihrer|deiner) ...
        wie viele stunden (verbringst|verbringen|verlieren|verlierst) ...
        combien (d'heures|de temps) (passez|perdez|passes|perdez-vous|passez-vous) ...
        me permets de (vous )?(relancer|solliciter|présenter)
        (me dirijo|me permito|nos permitimos|les escribo|le escribo) ... (presentarle|
            presentarles|ofrecerle|ofrecerles|para)
        (me permito|permítame) (presentarle|ofrecerle|presentarles|contactarle)
        (hör|hörde) av mig (eftersom|för att|med anledning)
        (hur mycket|hur många) (tid|timmar) lägger (du|ni) ...
        (såg|läste|märkte) att (ni|du) (söker|behöver|har|precis) ...
        (bij het langsrijden|onlangs|laatst) ... (opgevallen|viel mij op|zag ik)
        (zag|las|hoorde) dat (je|jullie|u) ... (zoekt|zoeken|groeit|groeien|hebt|hebben)
        """,
        (
            "I came across your website and was impressed.",
            "Reaching out because you are hiring engineers.",
            "Are you the right person to talk to about payroll?",
        ),
        "The key is under the mat, as always.",
    ),
    Signal(
        "pitch_offer",
        """
        (we|i) (help|helped|specialise|specialize|offer|provide|build|deliver|work with|
            partner with|represent|supply|manufacture) (companies|businesses|teams|brands|firms|
            founders|agencies|you|people|in|clients|organisations|organizations|with|a|
            manufacturers|small|over|schools|leaders|a range|professional|high|premium|services|
            owners) ...
        (our|my) (platform|solution|product|software|service|services|tool|agency|app|company|
            firm|team|clients|customers|system) (helps|help|offers|enables|allows|lets|can|could|
            has|have|is|provides|makes|save|saves|see|typically|already|gives|would|includes) ...
        (boost|increase|grow|double|triple|improve|cut|reduce|save|skyrocket|scale|slash|
            generate) (your|up to|more|their|by|costs|revenue|sales|leads|traffic|conversion|
            over|an average) ...
        (free|no-obligation|no obligation|complimentary|without obligation) (trial|demo|audit|
            consultation|quote|sample|samples|report|review|assessment|estimate|call|session|
            analysis|access|month|pilot)
        (special|exclusive|limited|introductory|discounted|early-bird|early bird) (offer|discount|
            price|rate|deal|pricing|access)
        (percent off|discount|discounts)
        (return on investment|roi|case study|case studies|our portfolio|our brochure|
            our catalogue|our catalog|our rates|pitch deck|one-pager|one pager|our deck|
            media kit|sponsorship|sponsorship package|sponsor|sponsors)
        (guest post|backlink|backlinks|link building|first page of google|seo|search engine|
            rankings|web design|app development|lead generation|white label|outsourcing|offshore)
        (business|partnership|investment|collaboration|joint) (proposal|opportunity|opportunities|
            venture)
        (mutually beneficial|win-win|win win|unique opportunity|great opportunity|
            exciting opportunity|once in a lifetime)
        (wir bieten|wir helfen|wir unterstützen|unser angebot|unsere lösung|unsere software|
            kostenlos|unverbindlich|kostenfrei|unverbindliches) ...
        (nous proposons|nous aidons|nous accompagnons|notre solution|notre offre|notre plateforme|
            essai gratuit|sans engagement|gratuitement|offre) ...
        (ofrecemos|ayudamos|nuestra solución|nuestra plataforma|nuestros servicios|sin compromiso|
            gratis|gratuita|prueba gratuita) ...
        (vi erbjuder|vi hjälper|vår lösning|vår plattform|kostnadsfri|kostnadsfritt|
            utan förpliktelser|erbjudande) ...
        (wij bieden|wij helpen|onze oplossing|ons platform|vrijblijvend|gratis|
            kennismakingsaanbod|aanbieding) ...
        (rabatt|sonderpreis|einführungspreis|erstbestellung|musterordner|musterpaket|
            gratisprobe) ...
        (monatlich kündbar|geld zurück|ohne risiko|unverbindliches angebot)
        (der erste|den ersten|die ersten|das erste) ... (gratis|kostenlos|geschenkt|umsonst)
        (sparen|spart|gewinnen) ... (im schnitt|pro monat|im monat|jährlich)
        (remise|réduction|tarif préférentiel|devis gratuit|soumission gratuite|dégustation|
            offre de lancement) ...
        (premier mois|première année|premier essai) ... (offert|offerte|gratuit|compris|inclus|
            comprise)
        (descuento|presupuesto sin|precio especial|primer mes|primera consulta|asesoría gratuita|
            revisión gratuita) ...
        (por nuestra cuenta|le garantiza|le garantizamos|le devolvemos|sin coste|sin costo) ...
        (rabatt|rabatten|fast pris|provpaket|provmånad|introduktionspris) ...
        första (månaden|månaderna|veckan|tre) ... (gratis|kostnadsfri|kostnadsfritt|utan)
        (nöjd eller pengarna|pengarna tillbaka|ingår utan kostnad)
        (korting|proefpakket|proefmaand|introductieprijs|maandelijks opzegbaar) ...
        (eerste|de eerste|je eerste) (maand|week|levering|les) ... (gratis|cadeau|kosteloos)
        (verdient|verdien) ... terug
        (à vendre|à liquider|til salg|till salu|säljes|te koop|en venta|im überschuss|
            zu verkaufen) ...
        (sponsor|sponsoren|sponsors|sponsring|sponsra|patrocinio|patrocinador|patrocinadores|
            parrainage|mécénat|sponsoring) ...
        """,
        (
            "We help companies like yours cut freight costs by 30%.",
            "Our platform lets teams book in one click.",
            "Would you like a free audit?",
            "Wir bieten Ihnen eine unverbindliche Beratung.",
        ),
        "Our van is in the shop again.",
    ),
    Signal(
        "pitch_self",
        """
        (i'm|i am) (a|an) *
        (we're|we are) (a|an) *
        (i|we) (run|own|operate|manage|represent|act for|place|look after) *
        (i|we) (make|produce|manufacture|publish|design|restore|repair|install|distribute|import|
            export|sell|rent|rent out|grow|breed|brew|roast|bake|weave|print|paint|carve|mould|
            wash|clean|collect|teach|train|coach|organise|organize) *
        (i|we) (do|fix|fit|tune|cater) ... (for|from|by|with) *
        """,
        (
            "I'm a joiner with twelve years of stairs behind me.",
            "We brew for thirty pubs along the coast.",
            "I run a small bindery in Leith.",
        ),
        "I am about to leave the house.",
    ),
    Signal(
        "pitch_close",
        """
        (shall|should|may|can|could|might) (i|we) (send|drop|leave|bring|pop|stop|swing|reserve|
            pencil|quote|tempt|present|demonstrate|prepare|offer|show|invite|interest|count|
            buy) *
        (would|could|might|will) you (be my|be our|consider|like to try|care for|care to|host|
            sponsor|donate|be open|be willing|be interested|let me show|let me send) *
        (could|would|might|may) (this|it) be (something|of interest|interesting|useful) *
        (just|simply) (say|reply|ring|text) (yes|if|the word|and|go)
        (it's|it is|one is|place is|spot is) yours (if|for)
        """,
        (
            "May I send you two samples?",
            "Would you be my guest for the November run?",
            "Just say if you want it done.",
        ),
        "Can I keep the key until Monday?",
    ),
    Signal(
        "pitch_call",
        """
        (worth|open to|interested in|up for|opposed to|have time for|available for|free for|
            willing to have|game for|fancy) (a |an |having |hopping |jumping |scheduling |doing |
            )(quick |brief |short |15-minute |15 minute |10-minute |10 minute |20-minute |
            20 minute |30-minute |five-minute |exploring|learning|hearing|intro |introductory |
            )(call|chat|conversation|demo|look|talk|minutes|a|this|more|how|zoom|on)
        (10|15|20|30|ten|fifteen|twenty|thirty|five|5) (minutes|mins|min|minute) (of your|call|
            chat|to|this|next|on|for|demo|of|sometime|with|intro|later|would|is|and)
        (quick|brief|short|introductory|discovery|exploratory|no-obligation) (call|demo|chat|zoom|
            conversation|intro call|walkthrough|session)
        (book|pick|grab|schedule|choose) (a |some |)(time|slot|call|demo|meeting) (here|on my|
            with me|directly|that works|via|below|using|in my)
        (here's|here is|this is|via|through|use) my (calendar|calendly|booking|scheduling) ...
        (show|walk|give|send) you (how|through|a|more|what|our|around|the|some) ... (demo|
            overview|works|work|it|tour|look|details|information|presentation|samples|ideas|
            quote|examples|deck|could|can)
        (would|might|could) (it|this|that|you) ... (be|make) (of interest|interested|worth|sense|
            relevant|helpful|useful|open|keen)
        (if|are you|would you be|you'd be|you are|you're|you might be|might be) (this is |you're |
            you are |at all |)(interested|keen|curious|of interest|open to)
        (interested in|like to) (learning|hearing|seeing|finding|discussing|learn|hear|see|
            know) (more|how|about|if) ...
        (wäre|wären|hätten|haben) (sie|das|ihr|ein) ... (interesse|interessiert|interessant|
            kurzes telefonat|kurzen austausch)
        (seriez-vous|êtes-vous|vous êtes|si vous) ... (intéressé|intéressée|intéressés|intéresse)
        (te|le|os|les) (interesa|interesaría|gustaría) ...
        (estaría|estarías|estaríais) interesado
        (är|vore|skulle) (ni|du|det) ... (intresserad|intresserade|intressant|av intresse)
        (heeft|bent|heb|zou|zouden) (u|je|jullie) ... (interesse|geïnteresseerd)
        (kleine|kurze|kostenlose|unverbindliche) (demo|vorführung|beratung|präsentation) ...
        (darf|soll) ich (ihnen|dir|euch) ... (angebot|muster|unterlagen|demo|profil|dossier)
        (wäre|ist) das (was|etwas|interessant) für (euch|sie|dich|ihren|ihr)
        (je vous|je te) (montre|fais une démo|offre|envoie) ... (démo|brochure|échantillon|
            échantillons|deck|min|minutes)
        (on en parle|qu'en dites-vous|cela vous tente|ça vous intéresse|ça t'intéresse)
        (puis-je|pourrais-je) vous (envoyer|adresser|présenter|compter) ...
        (te|le|os) (cuadra|mando|puedo mandar) ... (demo|presentación|propuesta)
        (una demo|demo rápida|agende|agenda una|os animáis|te animas) ...
        (ska|får) jag (skicka|komma|visa|presentera) ... (offert|prov|broschyr|dem|förslag)
        (kort|liten) (demo|genomgång|visning) ...
        (korte|kleine) (demo|kennismaking) ...
        (mag|zal) ik ... (langskomen|toesturen|doorsturen|opsturen|bellen|laten zien)
        """,
        (
            "Worth a quick chat next week?",
            "Would 15 minutes this Thursday make sense?",
            "Grab a slot here: calendly.example/jo",
            "Wären Sie an einem kurzen Austausch interessiert, hätten Sie Interesse?",
        ),
        "The call dropped, ring me again.",
    ),
    Signal(
        "pitch_exit",
        """
        if ... (not|no longer|isn't|aren't) (interested|relevant|a fit|the right person|for you|
            a priority|the right time)(,|) ... (let me know|just|please|no|i'll|reply|tell|say|
            i won't|happy|feel)
        (i won't|i will not|won't) (bother|follow up|email|e-mail|contact|reach) (you )?(again|
            any|further)
        (reply|respond|write|email|text) (with )?(stop|no|unsubscribe|remove|not interested|
            opt out)
        (close|closing) (your|the|this) (file|loop)
        (last|final) (email|e-mail|note|follow-up|attempt|message) (from me|on this|i'll)
        (bumping|bump|floating|pushing|bubbling|popping) (this|my) ... (up|top|back|inbox)
        (following|follow|circling|checking|circle) (up|back|in) (on|to|with) (my|the|this|our|
            you) (last|previous|earlier|email|e-mail|note|message|proposal|below|on|about|
            regarding|and)
        (did|have) you (get|have|had|see) (a chance|my|time) ...
        (haven't|have not|didn't|not) (heard|hear|received) (back )?from you
        (sollten sie|falls) (kein|nicht|keine) ...
        (si (vous|tu) n'êtes pas|si cela ne) ...
        (nachhaken|nachfassen|nachgehakt) ...
        (letzte|meine letzte) mail ... (gelesen|erhalten|angeschaut)
        (sans nouvelles|sans réponse) de votre part ...
        (retomo|retomando|no he tenido) (mi|respuesta|noticias) ...
        (hunnit|hann du|hann ni) (titta|läsa|fundera) på (vårt|min|mitt|erbjudandet) ...
        (al tijd gehad|al gelegenheid gehad|nog even terugkomen) ...
        (si no (te|le|es|os)) ...
        """,
        (
            "If you are not interested, just let me know.",
            "Bumping this to the top of your inbox.",
            "Following up on my last email.",
        ),
        "I heard from your sister last week.",
    ),
    Signal(
        "pitch_application",
        """
        (apply|applying|application|applied|interested) (for|in) (the|a|your|any|this|my|
            an) ... (position|role|job|opening|vacancy|internship|post|opportunity|opportunities|
            employment|apprenticeship)
        (my|attached) (cv|resume|résumé|curriculum|portfolio|cover letter|curriculum vitae)
        find (my|attached|enclosed) ... (cv|resume|résumé|curriculum|portfolio|cover letter)
        (looking|searching|hunting|seeking) for (a|an|new|my next|work|employment|freelance|
            internship) ... (role|job|position|opportunity|opportunities|challenge|internship|
            work|employment|projects|contract|contracts)
        (any|current|future) (openings|vacancies|positions|freelance|job opportunities|
            work available|internships)
        (years|year) of (experience|professional|hands-on) ...
        (bewerbung|bewerbe|lebenslauf|initiativbewerbung) ...
        (candidature|lettre de motivation|mon cv|ma candidature|alternance|stage de) ...
        (candidatura|mi cv|currículum|mi curriculum|mi currículum) ...
        (ansökan|söker tjänsten|mitt cv|söka jobb|söker jobb) ...
        (sollicitatie|solliciteer|solliciteren|mijn cv) ...
        (spontanansökan|söker (nytt |)(jobb|arbete)|cv och (referenser|betyg|brev)) ...
        (behöver ni|ni behöver) (folk|personal|någon)
        (open sollicitatie|spontane sollicitatie|motivatiebrief) ...
        (candidature spontanée|je postule|j'ai l'honneur de poser) ...
        (postularme|postulo|curriculum vitae|disponibilidad inmediata|solicitud de empleo) ...
        (gesellenprüfung|probetag|probearbeiten|eintrittstermin|lebenslauf und zeugnisse) ...
        """,
        (
            "I am applying for the position of bookkeeper.",
            "Please find attached my CV.",
            "Hiermit sende ich meine Bewerbung als Schreiner.",
        ),
        "The cover letter of the report was blue.",
    ),
    Signal(
        "pitch_recruit",
        """
        (candidate|candidates|talent|profile|profiles) (for|who|with|that|available|in|on|
            currently|i|whose|from) ...
        (exciting|great|new|excellent|senior|amazing|confidential|fantastic|interesting|
            similar) (role|opportunity|position|vacancy|job) (at|with|for|in|that|as|based|i|
            where|you) ...
        (your|great) (profile|background|experience|skills|cv) (looks|look|caught|stood|is|seems|
            would|could|matches|match|on) ...
        (hiring|recruiting|recruitment|staffing|headhunter|headhunting|executive search|
            placement fee|recruiter)
        (currently|actively) (recruiting|hiring|looking|working|representing|searching|
            seeking) ...
        (permanent|contract) (role|roles|position|positions|staff)
        (passiver|spannende|neue) (position|herausforderung|stelle) ...
        (kandidat|kandidaten|kandidatin|bewerber|fachkräfte) ... (für|mit|ungekündigt|dossier)
        (je recrute|nous recrutons|votre parcours|votre profil) ...
        (candidato|candidatos|candidata|reclutamos|vacante) ...
        (kandidat|kandidater|rekryterar|er annons) ...
        (kandidaat|kandidaten|jullie vacature|uw vacature|profiel doorsturen) ...
        """,
        (
            "I have a candidate who would fit your team.",
            "An exciting opportunity with a fintech in Leeds.",
            "Your profile caught my eye.",
        ),
        "The new roof looks great.",
    ),
    Signal(
        "pitch_funds",
        """
        (raising|raise|closing|close|opening|opened) (a|an|our|the|our first|€|$|£) ... (round|
            seed|series|fund|capital|pre-seed|bridge|investment)
        (seed|pre-seed|series a|series b|angel|bridge) (round|investors|investor|investment|
            funding|stage|fund)
        (invest|investing|investment) in (our|us|my|this|the|a) ...
        (donate|donation|donations|fundraiser|fundraising|fund-raising|contribute|pledge|charity|
            gift aid|sponsor) (to|a|for|of|will|would|today|now|our|is|me|this|page|us|campaign|
            in|towards) ...
        (your|generous) (support|donation|gift|contribution) (would|will|helps|could|can|of|today|
            makes|means|to) ...
        (spende|spenden|unterstützung) (für|sie|würde|hilft|bitten) ...
        (faire un don|votre soutien|votre don) ...
        (donativo|donación|su apoyo|tu apoyo) ...
        (investoren|investor|finanzierungsrunde|beteiligung|beteiligungsgesellschaft|
            nachfolgeregelung|unternehmensverkauf) ...
        (levée de fonds|nous levons|tour de table|investisseur|investisseurs|un don|vos dons) ...
        (ronda de|levantando una ronda|inversor|inversores|inversionista|adquirir su|
            la venta de su) ...
        (minoritetsägare|investerare|kapital|gåva|skänka) ...
        (investeerder|investeerders|investering|instappen|overname|donatie) ...
        """,
        (
            "We are raising a seed round of 2m.",
            "Your generous support would help us repair the roof.",
            "Would you donate a raffle prize?",
        ),
        "We are raising the shelf by an inch.",
    ),
    Signal(
        "pitch_letter",
        """
        (million|millions) (us |united states |american |euros|pounds|)(dollars|usd|euros|pounds|
            of dollars)
        (next of kin|late husband|late client|deceased|inheritance|confidential transaction|
            transfer of|foreign account|beneficiary|barrister|bank account|utmost confidence|
            strictly confidential|god bless|my late|diplomat|fund transfer|overseas account|
            business relationship|security company|contract sum|over-invoiced)
        (dear|attention) (friend|sir|beloved|sir/madam|madam|good friend|partner|beneficiary|
            president)
        """,
        (
            "the sum of 20 million US dollars",
            "as next of kin to the late client",
            "Dear friend, I need your assistance",
        ),
        "Dear Anna, the account is settled.",
    ),
    # ------------------------------------------------------------------------- bulk
    Signal(
        "bulk_unsubscribe",
        """
        (unsubscribe|unsubscribing|opt-out|abmelden|abbestellen|désabonner|désinscrire|
            désinscription|desuscribirse|avregistrera|avprenumerera|uitschrijven|afmelden)
        (opt|opted) (out|in) (of|to|for|from|by|here|at)
        (removed|remove|taken|delete|deleted) (from|off|me|yourself|your|you|by|my) (from |email |
            name |address |our |this |the |future |e-mail )*...(list|mailings|mailing|database|
            emails|mail)
        (to be|wish to be|would like to be|be) (permanently )?removed (from|please|click|reply|
            send)
        you (are|have) (receiving|received|subscribed|getting) (this|to|because|our) ...
        (this|the) (email|e-mail|message|mailing|newsletter) (was|is|has been) (sent|being sent|
            delivered) (to|by|because|in) ...
        (manage|update|change|edit) (your )?(email |subscription |notification |mailing |
            )(preferences|settings|subscription|subscriptions|profile)
        view (this|it|the) (email|e-mail|message|newsletter|online|in) (in|on|online|your|web|
            a) ...
        (do not|please do not|don't|please don't) (reply|respond) (to this|directly|to)
        (privacy policy|terms and conditions|terms of service|all rights reserved|copyright)
        (diese|dieser) (e-mail|nachricht|newsletter) (wurde|ist) (automatisch|an) ...
        (ne pas répondre|no responda|no responder|svara inte|niet beantwoorden|nicht antworten)
        (antworten sie (bitte )?nicht|bitte nicht antworten|bitte antworten sie nicht) ...
        (keinen newsletter|newsletter abbestellen|vom newsletter abmelden) ...
        (ne plus recevoir|vous recevez cet|vous désinscrire|vous désabonner) ...
        (no deseas recibir|no desea recibir|dejar de recibir|date de baja|darse de baja|
            darte de baja|has recibido este|ha recibido este) ...
        (avsluta prenumerationen|avsluta din prenumeration|du får det här|går inte att svara) ...
        (je ontvangt deze|u ontvangt deze|geen mails meer|schrijf je hier uit|
            niet antwoorden op) ...
        """,
        (
            "Click here to unsubscribe.",
            "You are receiving this because you signed up.",
            "All rights reserved.",
        ),
        "I need to remove the old boiler.",
    ),
    Signal(
        "bulk_advert",
        """
        (click|clicking) (here|below|on|the|this) ...
        (order|buy|call|act|apply|shop|register|sign up|subscribe|join|enroll|book|download|
            save) (now|today|online|for free|free|here)
        (limited time|limited-time|while supplies last|money back|money-back|100% guaranteed|
            satisfaction guaranteed|risk free|risk-free|no credit check|no obligation|toll free|
            toll-free|as seen on|free shipping|lowest prices|mortgage rates|viagra|weight loss|
            lose weight|credit card debt|make money|earn money|work from home|get paid|
            cash bonus|adult|xxx|casino|winner|prize|lottery|free gift|special promotion|herbal|
            refinance|lowest rates|bulk email)
        (dear|hello|hi) (customer|valued|subscriber|member|reader|readers|user|users|homeowner|
            all|team|everyone|colleagues|employees|investor|sir|consumer)...
        in this (issue|edition)
        (this week|today|this month|inside|top|daily|weekly|monthly|today's) (headlines|news|
            stories|edition|update|newsletter|digest|top)
        (newsletter|news letter|digest|bulletin|daily update|press release|for immediate release)
        """,
        (
            "Click here to order now!",
            "Dear valued customer, free shipping this week",
            "In this issue: ten ways to save",
        ),
        "The order is on its way, Tom.",
    ),
    Signal(
        "bulk_notice",
        """
        (your|this) (order|account|password|subscription|invoice|payment|statement|package|parcel|
            delivery|booking|receipt|ticket|reservation|request|verification|code|
            membership) (has|is|was|number|confirmation|will|have|#|no) ...
        (order|tracking|confirmation|ticket|reference|case|invoice|booking) (number|no|id|#|
            code) ...
        (automatically|automated|auto-generated|system-generated|automatic) (generated|message|
            email|e-mail|notification|reply|response|sent)
        (out of (the )?office|on vacation|on annual leave|on holiday|away from my desk|
            limited access to email|auto-reply|autoreply|abwesend|außer haus|nicht im büro|
            absent du bureau|fuera de la oficina|inte på kontoret|afwezig) ...
        (abwesenheitsnotiz|automatische antwort|wird nicht weitergeleitet|nicht weitergeleitet) ...
        (absent|absente) (du bureau |)(jusqu'au|jusqu'à|du) ...
        réponse automatique ...
        (respuesta automática|a mi regreso|de vacaciones hasta) ...
        (autosvar|semester till|tillbaka den|på semester) ...
        (automatisch antwoord|automatisch verzonden|met vakantie|wegens vakantie) ...
        (automatisch|automatiquement|automáticamente|automatiskt) (generierte|erstellte|généré|
            générée|generado|generada|meddelande|genererat|verzonden) ...
        (ihre|deine|votre|su|tu|din|uw|je) (bestellung|sendung|commande|colis|pedido|cita|
            beställning|bestelling|factuur) (wurde|ist|a été|est|sera|ha|är|har|is|staat) ...
        (connection request|commented on your|mentioned you|accepted your invitation|
            viewed your profile|new follower|liked your|sent you a message|endorsed you|
            tagged you|invited you to connect)
        (delivery (status notification|failure|failed)|undeliverable|returned mail|mail delivery|
            could not be delivered)
        (all employees|all staff|effective immediately|to all employees)
        """,
        (
            "Your order has shipped.",
            "This is an automatically generated message.",
            "I am out of the office until Monday.",
        ),
        "Your brother has called twice.",
    ),
    # -------------------------------------------------------------- replies, notes
    Signal(
        "reply_thanks",
        """
        (thanks|thank you|thx|many thanks|thanks so much|cheers) ... (for|very|so|a lot|again|
            much|-|,|.|!|)
        (danke|vielen dank|besten dank|herzlichen dank|merci|merci beaucoup|gracias|
            muchas gracias|tack|tack så mycket|bedankt|dank je|dank u|hartelijk dank) ...
        """,
        ("Thanks for the quick turnaround", "Vielen Dank!", "Tack så mycket"),
        "He is a thankless fellow.",
        opens=True,
    ),
    Signal(
        "reply_answer",
        """
        (in|to) (answer|response|reply|regard|answering) (to|your|of) ...
        (yes|no|yep|nope|sure|ok|okay|agreed|correct|exactly|absolutely|done|understood|noted|
            approved|perfect|great|sounds|fine|right|got it|will do|no problem|no worries|
            you're welcome|you are welcome|my pleasure|of course|good point|fair enough|
            makes sense|i agree|i think so|i don't think|i disagree|not sure|i don't know|
            go ahead|looks good|looks great|works for) ...
        (as|per) (you|your) (asked|requested|request|mentioned|said|suggested|note|email|e-mail|
            question|message) ...
        (your|the) (question|questions|note|email|e-mail|message|concern|point|request|suggestion|
            comment|comments|proposal|quote) (about|on|regarding|of|is|was|below|came|from|makes|
            looks) ...
        (ja|nein|gerne|klar|einverstanden|genau|oui|non|d'accord|bien sûr|sí|claro|de acuerdo|
            vale|absolut|visst|nej|nee|prima|akkoord|natuurlijk) ...
        """,
        ("Sounds good to me", "To answer your question: no.", "Go ahead."),
        "Nobody knew the way.",
        opens=True,
    ),
    Signal(
        "enquiry",
        """
        (could|can|would|will) (you|we|i) (please |kindly |possibly |perhaps |)(quote|price|cost)
        (could|can|would|will) (you|we|i) (please |kindly |possibly |perhaps |)(send|give|let|tell|
            make|have|get) ... (quote|quotation|price|prices|estimate|cost|costs|catalogue|offer|
            rough figure|price list|lead time|lead times|availability)
        (do|would|could|can) you (still |also |ever |)(make|sell|supply|stock|repair|restore|ship|
            deliver|hire|rent|rewire|build|produce|manufacture|undertake|take on|take commissions)
        (are|would) you (be |)(able|willing|free) to (make|supply|quote|repair|restore|deliver|
            build|produce|take on|price|ship)
        (how much|what) (would|do|does|will) (it|they|you|one|a pair|that|this|those|the) ... (cost|
            charge|come to)
        (what is|what are|what's) your (price|prices|lead time|lead times|minimum order|rates|
            delivery time|terms) ...
        (we'd|i'd|we|i) (would |)(like|need|want|wish) to (order|commission|buy|book|reorder|
            reserve)
        (we|i) (are|am) (looking|searching|hoping) (for|to find|to buy|to order|to commission) ...
        (place|placing|confirm|confirming|our|my|an|the|this) (a |an |the |our |this |)(order|
            purchase order|reorder) ...
        (i|we) (am|are) writing to (ask|enquire|inquire) (whether|if|about) ...
        (können|könnten) (sie|ihr) ... (anbieten|liefern|angebot|preis|herstellen|anfertigen)
        (bitte|wir) (bitten |)(um |)(ein angebot|angebot|preis)
        (wann|ab wann) (können|könnten) (wir|sie) ... (lieferung|liefern|rechnen)
        (pourriez-vous|pouvez-vous) ... (devis|prix|tarif|livrer|fabriquer|fournir)
        (je|nous) (cherche|cherchons|souhaite|souhaitons|voudrais|voudrions) ... (commander|acheter|
            devis|commande)
        (podría|podrían|pueden|puede) ... (presupuesto|precio|enviar|suministrar)
        (kan|kunde|skulle) ni ... (offert|pris|leverera|tillverka)
        (kunt|zou) (u|je|jullie) ... (offerte|prijs|leveren|maken)
        (what|how much) (do|would|will) (you|they) ... (charge|cost|come to|bill|run)
        (what's|what is) (the|your) (charge|cost|fee|going rate|wholesale price|turnaround) ...
        how (do|would) you (bill|charge|price) ...
        your (best |current |wholesale |ballpark |)(price list|prices|rate card|rates|
            tariff|lead time|lead times|minimum order|minimum quantity) (for|on|and|please|is|are)
        (please|pls|kindly) (quote|bid|tender|price) ...
        (request|requests|requesting|invite|inviting|invites|soliciting|accepting|seeking) (for |
            a |sealed |your |)(proposal|proposals|bid|bids|quote|quotes|quotation|quotations|
            tender|tenders|pricing)
        (send|submit|email|let) (us|me|your|a|in) ... (quote|quotation|bid|proposal|proposals|
            price list|price|prices|rates|wholesale list)
        (we|i) (are|am|would be|might be) interested in (your|buying|ordering|hiring|renting) ...
        (we're|i'm) (interested in your|looking at|looking to|looking for|comparing|in the market)
        (we've|we have|i've) (shortlisted|budgeted|narrowed) ...
        our budget is
        (do|would) you (have|keep) ... (in stock|available|left)
        would you (happen to|be able to|be willing to|be so kind) ...
        (do|would) you know (whether|if|of|where|who|how) ...
        (i|we) (couldn't|could not|can't|cannot) find ... (on|in) your
        (i'd|i would|we'd|we would) (like|love|be grateful) to know ...
        (i'm|i am) (writing|doing|preparing|researching) (my|a|an|about) ... (thesis|dissertation|
            paper|report|book|novel|article|project)
        (i read|i've read|i have read|reading) your (article|paper|book|report|post|column|study)
        (wir|ich) (bitten|benötigen|suchen|brauchen|interessieren) ...
        (wie viel|wieviel) (würde|kostet|kosten|nehmen) ...
        (quel|quels|quelle|quelles) (serait|seraient|est|sont) (votre|vos|le|les) (prix|tarif|
            tarifs|délai|délais) ...
        vos (tarifs|prix|délais|conditions) ...
        (qué|cuál) (precio|cuesta|es el precio|plazo) ...
        (vad|hur mycket) (kostar|skulle|blir|tar ni) ...
        (wat|hoeveel) (kost|kosten|rekenen|rekent|zou) ...
        (graag|wij) (ontvang|ontvangen|zouden) ... (offerte|prijs|prijzen)
        """,
        (
            "Could you quote for twelve of the wall lights?",
            "I am writing to ask whether you take commissions.",
            "Do you still make the brass arm in the long version?",
            "We are accepting sealed bids for the roof.",
            "What do you charge for a pair?",
            "Können Sie uns dafür ein Angebot machen?",
        ),
        "Could you use a better price for your ads?",
    ),
    Signal(
        "standing",
        """
        (shall|should) (i|we) (go ahead|proceed|order|book|carry on|start|include|fix|leave) ...
        (do you want|would you like|would you rather) (me|us|it|that|them) ...
        your (plan|contract|lease|agreement|subscription|retainer|warranty|policy) (renews|
            is up|runs out|expires|comes up|comes to an end|ends|includes|covers) ...
        (included in|covered by|part of|under) your (plan|contract|retainer|package|policy|
            agreement|warranty|fee)
        (no|nothing) (extra|further|more|new) (charge|cost|to pay)
        as (you|we) (asked|agreed|discussed|said|requested|wished|ordered|arranged)
        you (asked|told|owe|ordered|wanted) (me|us|for|to|that) ...
        your (last|next|recent|usual|standing) (order|visit|invoice|pickup|load|delivery|report)
        (tell me|let me know|say) (which|whether|before|by) ...
        (i've|i have|we've|we have) (put|kept|held|booked|set|moved|loaded|left|saved|enclosed) ...
            (aside|for you|you in|your)
        your (invoice|deposit|statement|claim|order|account) (is|was|for|number|of) ...
        (soll|sollen) (ich|wir) ...
        (wie|comme|como|som|zoals) (besprochen|vereinbart|gewünscht|convenu|discuté|quedamos|
            acordado|avtalat|överenskommet|afgesproken|besproken)
        """,
        (
            "Shall I go ahead?",
            "It is covered by your plan.",
            "As we agreed, the second coat goes on.",
            "I've put nine of them aside for you.",
        ),
        "You asked nobody.",
    ),
    Signal(
        "request",
        """
        (could|can|would|will) you (please|kindly|also|just|send|check|let|take|have|give|tell|
            confirm|forward|look|make|get|review|print|ask|call|help|sign|update|share) ...
        (please|pls|kindly) (send|let|find|see|review|forward|call|print|advise|confirm|make|
            check|provide|note|handle|take|add|sign|return|contact|give|complete|update|ensure|
            be|do|get|put|have|respond|read|look|tell|bring|keep|feel) ...
        (let me know|any thoughts|what do you think|your thoughts|do you have|do we have|did you|
            have you) ...
        (können sie|kannst du|könnten sie|könntest du|bitte) ...
        (pouvez-vous|peux-tu|pourriez-vous|merci de|svp|s'il vous plaît) ...
        (puedes|puede|podrías|podría|por favor) ...
        (kan du|kan ni|skulle du kunna|vänligen) ...
        (kun je|kunt u|zou je|graag|alstublieft) ...
        """,
        ("Could you check the totals?", "Please send me the file.", "Bitte um Rückmeldung"),
        "The pleasant smell of bread.",
    ),
    Signal(
        "information",
        """
        (fyi|for your information|for info|attached|attached is|attached are|attached please|
            please find|see attached|see below|here is|here are|here's|enclosed|below is|
            below are|i'm attaching|i am attaching|i've attached|i have attached|i am forwarding|
            i'm forwarding|forwarding|note that|heads up|just wanted to let|
            wanted to let you know|update on|quick update) ...
        (anbei|im anhang|zur info|zur kenntnis|ci-joint|en pièce jointe|pour info|adjunto|
            te adjunto|os adjunto|bifogar|bifogat|för kännedom|bijgevoegd|ter info|
            in de bijlage) ...
        """,
        ("FYI, the bridge is closed.", "Attached is the draft.", "Anbei die Rechnung"),
        "She is fond of her old piano.",
    ),
    Signal(
        "promise",
        """
        (i'll|i will|we'll|we will|ill|let me|i'm going to|i am going to|i shall|we shall) (also |
            then |gladly |just |be sure to |make sure to |try to |get |certainly |definitely |
            happily )?(send|get|forward|call|check|ask|look|follow|share|write|email|e-mail|
            find|come back|circle|revert|prepare|draft|put|bring|make|update|pass|introduce|
            confirm|ping|respond|reply|review|post|mail|drop|give|pay|speak|talk|arrange|set|
            book|deliver|take|do|have) ...
        (i'll|i will|we'll|we will) let you know
        (will) (send|get back|forward|call|check|let you know|follow up|share|revert|confirm|
            advise|do) ...
        (ich (schicke|sende|melde|kümmere|rufe|gebe|kläre|leite|prüfe)) ...
        (je (vous|te|m'en) (envoie|enverrai|tiens|transmets|rappelle|occupe|reviens)) ...
        (te|le|os|les) (envío|mando|enviaré|mandaré|llamo|llamaré|paso|confirmo|aviso) ...
        (jag (skickar|återkommer|ringer|kollar|hör|ordnar|fixar|mejlar)) ...
        (ik (stuur|bel|kom|zal|regel|mail|laat)) ...
        """,
        (
            "I'll send the contract tomorrow.",
            "Will do that, will call you.",
            "Ich schicke es morgen.",
        ),
        "The will was read on Monday.",
    ),
)


_PHRASES: Final = PhraseBook((signal.name, signal.phrases) for signal in SIGNALS)
_OPENERS: Final = frozenset(signal.name for signal in SIGNALS if signal.opens)


@lru_cache(maxsize=32)  # rules of several rooms look at the same few texts of a message
def fold(text: str) -> str:
    """Lower case, straight apostrophes, spaces for breaks: every character keeps its place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals grow, such as the dotted Turkish I
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_FOLDED)


_FOLDED: Final = str.maketrans("\n\t\r\u00a0\u2019\u2018\u02bc", "    '''")


@lru_cache(maxsize=512)  # the classifier's features and the rules ask about the same text
def find_signals(text: str) -> tuple[Evidence, ...]:
    """Every signal in the first 5,000 characters of ``text``, in order of place.

    At most four per signal; quotes are given as written.
    """
    found: list[Evidence] = []
    counts: dict[str, int] = {}
    for signal, start, end in _PHRASES.find(fold(text[:LONGEST_TEXT])):
        if start > _OPENING and signal in _OPENERS:
            continue
        count = counts[signal] = counts.get(signal, 0) + 1
        if count <= _MOST_PER_SIGNAL:
            found.append(Evidence("text", signal, text[start:end], start, end))
    return tuple(found)

"""What people say to ask for a thing or to promise one, in six languages.

Knows phrases, in the notation of :mod:`extractors.phrases`; what counts where is for
:mod:`extractors.asks` to say. The families are:

============  ======================================================================
``ask``       wants something, wherever it stands: "I need your comments"
``bid``       wants something where it opens a clause: "Send me the list"
``plea``      wants something where a verb follows: "please ring"
``need``      wants something where a term is named: "we need it by Friday"
``promise``   says what the writer will do: "leave it with me"
``prospect``  does so where a day is named: "it will be ready on Friday"
============  ======================================================================
"""

from __future__ import annotations

from typing import Final

from extractors.signals import SIGNALS

_WITHOUT_ACCENT: Final = str.maketrans("áéíó", "aeio")


def _forms(stems: str, endings: str) -> str:
    """Every stem with every ending, with its accent and without, as one word of a phrase."""
    words = [stem + ending for stem in stems.split() for ending in endings.split()]
    return "|".join(dict.fromkeys([*words, *(word.translate(_WITHOUT_ACCENT) for word in words)]))


_ENGLISH: Final = {
    "ask": """
        (don't|do not) forget (to|the|your|my|about)
        remember to
        (i|we) (was|were|am|are) (just |also )?wondering (if|whether|when) (you|your|there)
        (i'm|we're) (just |also )?wondering (if|whether|when) (you|your|there)
        (i|we) wonder if you (could|would|can|might|have)
        (i|we|just) wanted to (ask|check|know|see|find out) (if|whether|when|what) (you|your)
        (i'd|we'd|i'll|we'll|i|we) (would |will |still |also |really |just |do )?(need|
            want) (you to|your)
        (i'm|we're|i am|we are) (going to|gonna) need (you to|your)
        needs you to
        (still|we're|i'm|are|am) waiting (on|for) your
        (i'd|we'd|i'll|we'll|i would|we would|i will|we will) (also |really |greatly |much |
            very much )?(appreciate|like|love|welcome|value) (you to|your|it if you|to have your|
            to hear your|to get your)
        (i'd|we'd|i would|we would) (also |really |very much )?(like|love) to know (if|whether|what|
            when|how|where|who|which|why)
        (i'd|we'd|would) (really |much |greatly )?appreciate (a|an|any) (* )?(answer|reply|quote|
            call|response|update|copy|comments|feedback|help|thoughts|input)
        (i'd|we'd|i'll|we'll|i would|we would|i will|we will) be (* )?(* )?(glad of|grateful for|
            interested in|interested to hear|keen to hear|keen to have|glad to have|happy to have|
            pleased to have|curious to hear) (your|any|a|an|what you|how you|whether you|if you)
        grateful for (your|a|an|any) (* )?(comment|comments|reply|answer|thoughts|feedback|quote|
            call|response)
        (it would|it'd|that would|that'd) ... (help|great|good|helpful|lovely|nice|ideal|wonderful|
            useful|brilliant) (* )?if (you|your|we|someone|somebody|the)
        (it would|it'd|that would|i'd|we'd|i would|we would) ... if you (could|would|can|might)
        (i'd|we'd|i would|we would) (like|love) to have you (join|come|attend|speak|visit)
        (grateful|obliged|honored|honoured|delighted|appreciate it|appreciated|great|good|helpful|
            lovely|nice|ideal|wonderful|perfect|super|useful|brilliant) if you (could|would|can)
        do (tell|let|send|give|call) (me|us)
        (have|ask|get) * (to )?(call|contact|email|e-mail|ring|phone|fax) (me|us)
    """,
    "bid": """
        (could|can|would|will) you (* )?(drop|bring|ring|pick|email|e-mail|text|move|book|order|
            quote|pass|return|fill|chase|post|do|put|add|get|go|come|remind|explain|arrange|include|
            forward|run|see|work|find|try|set|provide|talk|fax|schedule|prepare|change|make)
        (send|give|call|ring|phone|text|email|e-mail|mail|drop|shoot|show|bring|forward|ping|fax|
            page|copy|remind) (me|us) (a|an|the|your|some|any|all|back|over|when|if|at|on|by|what|
            how|where|whatever|tomorrow|today|asap|as|again|and|with|once|that|those|these|to|
            whenever|in|this|know)
        (tell|let) (me|us) (have|know|when|what|where|how|which|whether|who|if|your|the)
        (get|send|fax|forward|email|mail|return|hand|pass) (it|them|this|that|these|those|the *|
            your *|a copy) (back |over |on )?to (me|us)
        (get|come) back to (me|us)
        any (chance|news|word|update|updates|idea|progress) (of|from|on|about|yet|when|if|whether)
        make sure (to|you|that|the|your)
        be sure to
        go ahead (and|with)
        take a (quick |closer |good )?look at
        if you (could|can) (just |please |possibly |also )?(send|email|e-mail|let|give|get|forward|
            call|confirm|bring|drop|review|check|tell|provide|sign|return|fill)
        if you (could|would|can) (* )?(* )?(* )?(* )?(* )?(* )?(* )?(* )?(please|great|helpful|
            lovely|brilliant|appreciated|perfect|wonderful)
    """,
    "plea": "(please|pls|kindly)(,)? *",
    "need": """
        (i|we|i'd|we'd|i'll|we'll) (would |will |still |also |really |do |just )?(need|want|
            must have|require)
        (you|you'll|you will|you'd) (must|need to|have to|are asked to|are requested to|
            are required to|are obliged to|are expected to)
        (please|pls|reminder)
        in by (noon|midday|the|monday|tuesday|wednesday|thursday|friday|tomorrow|close|end|eod|cob)
        (i|we) (expect|await|look forward to) (your|you to|to receiving|receiving|to hearing)
        (must|needs to|need to|has to|have to|should) be (received|returned|paid|signed|submitted|
            completed|done|in|back|with us|sent|filed|made|settled)
    """,
    "promise": """
        (you'll|you will) (have|get|receive|hear)
        (i|we) (promise|undertake|pledge|guarantee) to
        (i'll|i will|we'll|we will) see to
        will (get back|come back|revert|follow up|circle back)
        (i'll|we'll|he'll|she'll|they'll) (get back|come back|revert|follow up|circle back)
        leave (it|this|that) (with|to) (me|us)
        (consider it done|you have my word)
        (i'll|i will|we'll|we will) (* )?(chase|dig|sort|fix|handle|organise|organize|schedule|
            upload|transfer|ship|finish|raise|nudge|verify|double-check|resend|provide|connect|
            introduce|prepare|draft|arrange|order|print|pass|post|quote|drop|submit|issue|correct|
            investigate|escalate|report|remind|notify|contact|deliver|collect|install|replace|
            repair|circulate|distribute|be sending|be bringing|be posting|be mailing|be emailing|
            be delivering|be shipping|be contacting|be calling|be forwarding|be providing|
            be in touch|be back in touch|be back to you|keep you)
        (i'll|i will|we'll|we will|i shall|we shall|i'm going to|i am going to|we're going to|
            we are going to) (also |then |just |gladly |happily |certainly |definitely |personally |
            promptly |quickly |shortly |of course )?(be )?* (you|your|it|them|these|those)
    """,
    "prospect": """
        should (reach you|be with you|be ready|be done|be finished|be there|arrive)
        you should (have|get|receive) (it|them|the|my|our|a|an|everything|your)
        (i|we) should (have it|have them|have the|have a|have an|have your|have something|have more|
            have everything|be able to)
        (i'm|i am|we're|we are) (sending|posting|mailing|emailing|bringing|shipping|delivering|
            dropping|paying|transferring|finishing|picking up)
        expect (a|an) (* )?(call|mail|email|e-mail|answer|quote|draft|letter)
        expect (it|my|our)
        (i'll|i will|i shall|we'll) *
        (we will|we shall) have
        (i|we) can (get|have) (it|them|this|these|the|your)
        (i|we) (plan|aim|intend|expect|hope) to (* )?(send|have|get|finish|deliver|ship|complete|
            pay|return|submit|post|provide|issue|be able to)
        (i'm|i am|we're|we are|i'd be|we'd be|i'll be|we'll be|would be) (very |only too )?(happy|
            glad|pleased|delighted) to (send|drop|bring|get|deliver|post|forward|call|ring|pick|pay|
            email|mail|ship|run|lend|provide|prepare)
        (happy|glad) to (send|drop|bring|get|deliver|post|forward|call|ring|pick|pay|email|mail|
            ship|run|lend|provide|prepare|finish)
        our (* )?* will (attend|visit|call|collect|deliver|contact|come|arrive|fit|install|ring)
        will (ring|call|contact|email|e-mail|send|bring|phone|text|write to|collect) you
        (he'll|she'll|they'll) (ring|call|contact|email|e-mail|send|bring|phone|text) you
        will (be with you|be ready|be done|be finished|be delivered|be sent|be shipped|be posted|
            be dispatched|be installed|be on your desk|be in your inbox|be in the post|reach you|
            arrive with you|be completed)
    """,
}
_GERMAN: Final = {
    "ask": """
        (ich|wir) (brauche|brauchen|bräuchte|bräuchten|benötige|benötigen) (noch |bitte )?(noch |
            bitte )?(von dir|von ihnen|von euch|dein|deine|deinen|ihr|ihre|ihren|eure|euren|euer)
        (ich|wir) (wollte|wollten|möchte|möchten|würde gern|würde gerne) (mal |noch |kurz |gern |
            gerne )?(fragen|nachfragen|wissen)(,)? (ob|wann|wie|was|wo)
        es wäre (* )?(schön|gut|toll|nett|super|hilfreich|prima|klasse)(,)? wenn (du|sie|ihr|wir|
            ich)
        es würde (uns|mir) (* )?helfen(,)? wenn
        (ich|wir) (hätte|hätten) (gern|gerne)
        (sei|seien sie|wären sie|wärst du) (bitte |doch )?so (nett|gut|lieb|freundlich)
        (vergiss|vergesst|vergessen sie) (bitte )?nicht
        (denk|denkt|denken sie) (bitte )?(daran|dran|an)
        (ich|wir) (bitte|bitten) (sie|dich|euch|um)
        (bitten|bitte) (wir|ich) (sie|dich|euch|um)
    """,
    "bid": """
        (schick|schicke|sende|gib|sag|sage|schreib|schreibe|bring|leite|mail|maile) (mir|uns|ihm|
            ihr|ihnen|bitte|doch)
        (schick|gib|sag|schreib|bring|nimm|prüf|ruf|besorg|hol|unterschreib|überweis|stell|mach|
            schau|frag) (mir|mich|uns|ihn|kurz|einfach|noch|das|die|den|doch|bitte)
        melde dich
        (meld|gib|sag) (dich|bescheid)
        lass (mich|uns) (* )?(* )?wissen
        (schicken|senden|geben|sagen|rufen|schreiben|melden|bringen|prüfen|überweisen|teilen|nennen|
            leiten|unterschreiben|bestätigen|stellen|nehmen|lassen) sie (mir|mich|uns|ihm|ihr|bitte|
            kurz|einfach|sich|noch|die|das|den|ihre|ihren|doch)
        (schickt|gebt|sagt|meldet|lasst|bringt|ruft|schreibt|prüft) (mir|uns|bitte|kurz|einfach|
            bescheid)
        meldet euch
    """,
    "need": """
        (erwarte|erwarten) (wir|ich)
        (wir|ich) (erwarten|erwarte) (ihre|ihren|deine|deinen|eure|euren|die|den|das|von)
        (zahlung|rechnung|unterlagen|antwort|formular|beitrag|betrag|meldung) (muss|müssen)
        (ich|wir) (brauche|brauchen|bräuchte|bräuchten|benötige|benötigen)
        (brauche|bräuchte|benötige) ich
        (brauchen|bräuchten|benötigen) wir
        (über|für|um) (eine|einen|ihre|ihren|deine|deinen|eure|euren) (* )?(* )?(rückmeldung|
            antwort|nachricht|bestätigung|zusage|rücksendung|zusendung|überweisung|zahlung|
            stellungnahme)
    """,
    "promise": """
        ich melde mich
        (ich sorge|wir sorgen|sorge ich|sorgen wir) (dafür|für)
        melde mich (* )?(bei|wieder|sobald|morgen|heute|dann|nochmal|am|im|spätestens)
        (bekommst du|bekommen sie|erhalten sie|kriegst du)
        ich (überweise|bringe|erledige|maile|buche|bestelle|reserviere|besorge|hole|zahle|bezahle|
            bestätige|informiere|liefere) (* )?(* )?(* )?(ihnen|dir|euch|das|es|ihn|sie|den|die|
            heute|morgen|bescheid|mich|dafür|am|bis|noch|gleich|im)
        ich (sage|mache) (ihnen|dir|euch|das|es|ihm|ihr)
        ich (lasse|lass) (ihnen|dir|euch) ... (* )?(* )?(* )?zukommen
        (ich werde|werde ich|wir werden|werden wir) (ihnen|dir|euch)
        (schick|schicke|sende|gebe|bringe|kläre|prüfe|mache|erledige|überweise|maile|rufe|leite|
            buche|bestelle|besorge|hole|zahle|reiche|kümmere) ich (dir|ihnen|euch|dich|sie|das|es|
            mich|bis|heute|morgen|noch|gleich|gern|gerne|am|im|nächste|spätestens|sofort|selbst)
        wir (schicken|senden|melden uns|geben|klären|liefern|prüfen|kümmern uns|überweisen|
            erledigen)
    """,
    "prospect": """
        (du bekommst|sie erhalten|sie bekommen|ihr bekommt|du kriegst)
        (ich werde|werde ich|wir werden|werden wir)
        (ich|wir) (* )?(ihnen|dir|euch)
        (wird|werden) (ihnen|dir|euch)
        (wird|werden) sich ... bei (ihnen|dir|euch) melden
        (bringe|komme|gebe|mache|rufe|schreibe|lege|stelle|schaue|melde|liefere|zahle|reiche) ich
        ich (schreibe|rufe|gebe|komme|lege|stelle|schaue|liefere|bringe|reiche)
        (liefern|bringen|schicken|senden|geben|melden|überweisen|zahlen|prüfen|klären) wir
        wir (bringen|zahlen|liefern|stellen|bezahlen|rufen)
    """,
}
_FRENCH_IMPERATIVES: Final = _forms(
    "envoie envoyez dis dites donne donnez rappelle rappelez confirme confirmez tiens tenez"
    " transmets transmettez fais faites appelle appelez laisse laissez passe passez contacte"
    " contactez retourne retournez renvoie renvoyez écris écrivez réécris réécrivez indique"
    " indiquez réponds répondez montre montrez explique expliquez précise précisez préviens"
    " prévenez communique communiquez adresse adressez apporte apportez garde gardez"
    " aide aidez prête prêtez mets mettez prends prenez raconte racontez rends rendez propose"
    " proposez vérifie vérifiez suggère suggérez amène amenez rapporte rapportez",
    "-moi -nous -le-moi -la-moi -les-moi -le-nous -la-nous -les-nous",
)
_FRENCH: Final = {
    "ask": """
        (j'ai|j'aurais|nous avons|nous aurions) besoin (de ton|de ta|de tes|de votre|de vos|que)
        (je|nous) (vous|te) (serais|serai|serions|saurais|saurions) (reconnaissant|reconnaissante|
            reconnaissants|gré|obligé) de
        (je|nous) (vous|te) (remercie|remercions) (de bien vouloir|de me|de nous)
        je (voulais|voudrais|souhaite|souhaitais|aimerais) savoir (si|quand|comment|quel|quelle|où)
        je me (demandais|demande) si (tu|vous)
        (n'oublie|n'oublies|n'oubliez) pas
        (ça|cela) (m'arrangerait|m'aiderait|nous arrangerait|nous aiderait) (* )?(si|que)
        ce serait (* )?(bien|gentil|super|parfait|sympa|utile) si
        il (faut|faudrait) que (tu|vous)
    """,
    "bid": f"""
        ({_FRENCH_IMPERATIVES})
        veuillez
        (pense|pensez) (bien )?à
        merci (de|d'*) (bien|me|nous|ne|confirmer|renvoyer|retourner|signer|vérifier|passer|
            rappeler)
        je (vous|te) prie (de|d'*)
        prière de
    """,
    "need": """
        (nous attendons|j'attends) (votre|vos|ta|ton|tes|la|le|les)
        (doit|doivent|devra|devront) (nous |me )?(parvenir|être)
        (j'ai|j'aurais|nous avons|nous aurions) besoin
        il (me|nous) (faut|faudrait)
    """,
    "promise": """
        je (veille|veillerai) à
        nous (vous|te) (enverrons|envoyons|tenons|transmettrons|transmettons|rappelerons|
            rappellerons|rappelons|confirmerons|livrerons|recontacterons|répondrons|adresserons)
        (je|nous) (reviens|revenons|reviendrai|reviendrons) vers (vous|toi)
        (je m'occupe|nous nous occupons|on s'occupe) (de|du)
        je (vous fais suivre|t'envoie|vous envoie|vous confirmerai|te confirmerai|t'apporte|
            vous apporte|te rends|vous rends|te rembourse|vous rembourse|m'en charge)
        (je vais|nous allons) (vous *|te *|t'*|m'en occuper)
        (vous recevrez|tu recevras)
        on (te|vous) (tient|tiendra|rappelle|rappellera|envoie|enverra)
    """,
    "prospect": """
        (vous aurez|tu auras) (le|la|les|un|une|mon|ma|mes|notre|nos|des)
        (je|nous) (passe|passerai|passerons|livre|livrons|livrerons|livrerai|règle|réglons|paie|
            payons|termine|terminons|finis|vire|virons|dépose|déposons|ferai|ferons|enverrai|
            appellerai|vous appelle|t'appelle|te dépose|vous dépose|vous livrons|vous paie|
            vous paierai)
        (je vais|nous allons)
        (vous|te) (sera|seront) (livré|livrée|livrés|livrées|envoyé|envoyée|envoyés|adressé|
            adressée|remboursé|remboursée|expédié|expédiée)
        (notre|nos) (* )?* (passera|passeront|viendra|viendront|interviendra|livrera|livreront|
            vous contactera|vous appellera)
    """,
}
_SPANISH_IMPERATIVES: Final = _forms(
    "mánda mánde mánden mandad envía envíe envíen enviad avísa avíse avísen avisad confírma"
    " confírme confírmen confirmad di díga dígan decid llama lláma lláme llámen llamad pása"
    " páse pásen pasad escríbe escríba escríban escribid respónde respónda respondan"
    " contésta contéste contestad cuénta cuénte tráe tráiga márca márque devuélve devuélva"
    " devuélvan indíca indíque indíquen facilíta facilíte remíta remíte revísa revíse haz"
    " hága hágan da dé dí",
    "me nos melo mela melos melas noslo nosla noslos noslas",
)
_SPANISH: Final = {
    "ask": """
        sería (de gran ayuda|genial|bueno|estupendo|ideal) (si|que)
        me vendría (muy )?bien (que|si|tu|tus|su|sus)
        (necesito|necesitamos|necesitaría|necesitaríamos) (que|tu|tus|su|sus|vuestro|vuestra|
            vuestros|vuestras)
        (quería|queríamos|quisiera|me gustaría) (saber|preguntar|preguntarte|preguntarle) (si|
            cuándo|cómo|qué|cuál|cuánto)
        me preguntaba si
        (haz|haga|hazme|hágame|hacedme) el favor de
        no (olvides|olvide|olvidéis|olviden|te olvides|se olvide)
    """,
    "bid": f"""
        ({_SPANISH_IMPERATIVES})
        (ruego|rogamos|solicito|solicitamos|agradecería|agradeceríamos|agradeceré) (que|nos|me|se)
        (le|te|les|os) (ruego|rogamos|pido|pedimos|agradecería|agradeceríamos) (que|me|nos|el|la)
        (podrías|podría|podríais) (mandar|enviar|decir|confirmar|llamar|pasar|avisar)
    """,
    "need": """
        (espero|esperamos) (su|sus|tu|tus|vuestra|la|el|que)
        (debe|deben|deberá|deberán) (llegar|estar|ser|recibirse|abonarse|presentarse|enviarse)
        (quedo|quedamos) a la espera de (su|sus|tu|tus|vuestra)
        (necesito|necesitamos|necesitaría|necesitaríamos)
        (me|nos) (hace|haría) falta
    """,
    "promise": """
        me aseguro de
        (te|os) diré
        (te|le|os|les) (enviaremos|enviamos|mandaremos|mandamos|confirmaremos|avisaremos|aviso|
            lo mando|llevo|traigo|devuelvo|pago)
        (quedo|quedamos) en (enviar|enviarle|enviarte|mandar|mandarle|mandarte|llamar|llamarle|
            llamarte|confirmar|confirmarle|avisar|avisarle)
        (voy|vamos) a (revisar|revisarlo|mirar|mirarlo|enviar|enviarte|enviarle|enviarlo|mandar|
            mandarte|mandarle|llamar|llamarte|llamarle|preguntar|confirmar|ver|verlo|hacerlo|pagar)
        (me|nos) (encargo|encargamos|ocupo|ocupamos)
    """,
    "prospect": """
        (te|le|os|les) (llamará|llamarán|contactará|contactarán|visitará|enviará|enviarán|escribirá)
        se (le|les|te) (enviará|enviarán|entregará|entregarán|abonará)
        (te|se|le|os|les) (lo|la|los|las) (envío|mando|digo|paso|enviaré|mandaré|confirmo|llevo|doy|
            traigo|llevaré)
        (te|le|os|les) (cuento|escribo|dejo|traigo|llevo|entrego|hago|doy|recojo|acerco|ingreso|
            transfiero|reservo)
        (voy|vamos) a
        (entregaremos|entregamos|pagaremos|pagaré|haremos|haré|terminaremos|terminaré|pasaré|
            pasaremos|llevaré|llevaremos|tendrá el|tendrá la|tendrás el|tendrás la|recibirá|
            recibirás)
    """,
}
_SWEDISH: Final = {
    "ask": """
        (jag|vi) behöver (få |ha )?(in )?(din|ditt|dina|er|ert|era|att du|att ni)
        (jag|vi) (undrar|undrade) (bara |också |även )?(om|när|hur) (du|ni|det)
        (jag|vi) (ville|vill) (bara )?(fråga|höra|veta) (om|när|hur|vad)
        var (så |bara )?(snäll|snälla|vänlig|vänliga|god) och
        det (vore|skulle) (* )?(bra|fint|hjälpa|toppen|snällt) (* )?om
        (vore|är|blir) (tacksam|tacksamma|glad|bra|toppen|jättebra|fint|snällt|kul) om (du|ni)
        glöm inte
    """,
    "bid": """
        (skicka|meddela|återkom|mejla|maila|kontrollera|skriv|boka|svara|bekräfta|lämna|kolla|fyll|
            ge|snälla) *
        hör (gärna )?av (dig|er)
        säg (till|ifrån)
        låt (mig|oss) (* )?(få )?veta
        ring (mig|oss|upp|gärna)
        se till att
        kom ihåg att
    """,
    "need": """
        (vi|jag) (väntar|vill ha|ser fram emot|önskar) (på )?(ert|er|era|ditt|din|dina|svar|in)
        (måste|ska) (vara oss|betalas|lämnas in|skickas in|vara inne)
        (jag|vi) (behöver|skulle behöva|skulle vilja ha)
    """,
    "promise": """
        (jag|vi) ser till att
        vi (skickar|återkommer|ringer|kollar|ordnar|fixar|mejlar|mailar)
        jag (mailar|betalar|svarar|beställer)
        (skickar|mejlar|mailar|ringer|kollar|ordnar|fixar|betalar) (jag|vi)
        jag ska (kolla|skicka|ringa|fixa|ordna|fråga|mejla|maila|höra|se till|betala)
        kommer (imorgon|i morgon|på måndag|på tisdag|på onsdag|på torsdag|på fredag)
        (återkommer|hör av mig)
    """,
    "prospect": """
        (du|ni) får (svar|besked|ett|en|den|det|min|mitt|mina|vår|våra|ritningen|ritningarna|
            offerten|avtalet|rapporten|listan|fakturan|pengarna|svaret|beskedet)
        (jag|vi) (levererar|lämnar|gör|skriver|hämtar|bokar|betalar|ska|kommer att)
        (levererar|lämnar|gör|skriver|hämtar|bokar|hinner) (jag|vi)
        (levereras|skickas|betalas|monteras|hämtas)
    """,
}
_DUTCH: Final = {
    "ask": """
        (ik|we|wij) (vroeg|vroegen) (me|ons) af (of|wanneer)
        (ik|we|wij) (wilde|wilden|wou) (nog |even |graag )?(vragen|weten) (of|wanneer|wat)
        (ik|we|wij) (verzoek|verzoeken) (u|je|jullie)
        (ik|we|wij) (vraag|vragen) (u|je|jullie) (om|vriendelijk)
        het zou (* )?(helpen|fijn|mooi|handig|prettig) (* )?als
        (zou|zouden) ... (fijn|mooi|prettig|handig|leuk|goed|waarderen|stellen) (zijn )?als (je|u|
            jullie)
        vergeet (u |je )?niet
    """,
    "bid": """
        (wilt|wil|kunt|kun|zou|zouden) (u|je|jij|jullie)
        laat (het )?(me|mij|ons|even|maar) (* )?(* )?weten
        gelieve
        (stuur|mail|bel|geef|app|breng|zet|kijk|check|vraag|zeg|neem|regel|controleer|bevestig|
            lees) (me|mij|ons|even|hem|haar|het|de|nog|maar|dan|uw|je)
    """,
    "need": """
        (ik|we|wij) (verwacht|verwachten|ontvang|ontvangen|zie|zien) (graag )?(je|uw|jullie|de|het)
        (dient|dienen|moet|moeten) ... (te zijn|te worden|binnen zijn|ontvangen)
        (ik heb|we hebben|wij hebben) ... (* )?(* )?(* )?nodig
    """,
    "promise": """
        (ik|we|wij) (zorg|zorgen) (dat|ervoor|voor)
        (wij|we) (sturen|bellen|regelen|mailen|laten|leveren) (je|u|jullie|het|de|dat)
        wij (sturen|bellen|regelen|mailen|laten)
        (je|u|jullie) hoort ... van (mij|me|ons)
        ik ga (het|dat|er|hem|haar|de)
        ik (maak|breng|betaal|lever|boek|vraag|geef) (het|je|u|jullie|dat|ze|hem|de|dit)
        breng ik (het|dat|ze|hem|de|dit)
        (stuur|bel|mail|maak|regel|betaal|boek|lever) ik (het|je|u|jullie|dat|ze|hem|de|dit|even)
        ik kom (hier|er)
        (je krijgt|u ontvangt|ontvangt u)
    """,
    "prospect": """
        (wordt|worden) ... (geleverd|bezorgd|verstuurd|toegestuurd|verzonden|afgeleverd)
        (ik|we|wij) (zal|zullen|ga|gaan|lever|leveren|betaal|betalen|breng|brengen|maak|maken|haal|
            halen|rond|ronden)
        (maak|stuur|bel|breng|lever|regel|betaal|boek|mail|geef|laat|kom|haal|zal|rond) ik
        (maken|sturen|bellen|brengen|leveren|regelen|betalen|boeken|mailen|geven|zullen) (we|wij)
    """,
}
_OF_SIGNALS: Final = {signal.name: signal.phrases for signal in SIGNALS}

FAMILIES: Final = (
    ("ask", _OF_SIGNALS["request"]),
    ("promise", _OF_SIGNALS["promise"]),
    *(
        family
        for language in (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _SWEDISH, _DUTCH)
        for family in language.items()
    ),
)
"""Name and phrases of each family; the signals ``request`` and ``promise`` are among them."""

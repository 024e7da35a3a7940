"""What stands below a letter and is none of it: signatures, disclaimers, list footers.

Knows the marks of RFC 3676 4.3 and of mailing lists, the lines that phones and webmail
add, and disclaimers, in a dozen languages. Refuses to cut on looks alone: a business card
goes only when a closing formula and a name stand above it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractors.quote_words import words

_SIGNATURE_LINES = 40
"""How far from the end a signature or a disclaimer may begin."""


_SENT_FROM = re.compile(
    r"""
    (?: (?: sent | gesendet | envoyé | enviad[oa] | inviato | skickat | skickades | sänt | sendt
          | verzonden | verstuurd | wysłan[eo] | lähetetty | odesláno | отправлено
          | von\ meinem | diese\ nachricht\ wurde )
        \b .{0,40} \b
        (?: iphone | ipad | ipod | android | blackberry | samsung | galaxy | outlook | windows
          | mobile? | mobil | móvil | celular | handy | smartphone | phone | telefono? | tablet
          | téléphone | portable | wireless | puhelim\w{0,6} | huawei | xiaomi | nokia | yahoo
          | mail\ for | proton | gmail | verizon | gmx | web\.de | freenet | t-online | shortwave
          | mail-?\ ?app | k-9 | thunderbird | unterwegs )
      | (?: get | holen\ sie\ sich | télécharger | obtener | hämta | scarica | obter | hent
          | skaff\ deg | hanki | download | stáhnout )
        \s (?:o\ )? outlook \b .{0,20} \b (?:ios|android|mac)
      | outlook\ (?:für|voor|pour|para|per|för|til)\ (?:ios|android|mac)
      | sent\ via\ (?:superhuman|spark|shortwave|missive|front) \b
      | sent\ with\ (?:proton|tutanota|tuta|superhuman|spark|missive|front) \b
      | lähetetty\ \w{1,20}(?:sta|stä)\b | gesendet\ von\ | typed\ on\ my\ phone
      | iphoneから送信 | ipadから送信 | 发自我的 | 從我的 | 나의\ iphone에서 | iphone'umdan
      | please\ excuse\ (?:any\ )?(?:typos|brevity) )
    # matches: Sent from my iPhone, Von meinem iPhone gesendet, Envoyé de mon iPad;
    # not: I sent the phone numbers to Bob
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"""
    [*_\s<(\[-]{0,12}
    (?: (?: (?:important|legal|privacy) \s )? (?: notice | important | please\ note
      | disclaimer | nb
      | (?:wichtiger\ )? hinweis | avis | aviso(?:\ legal)? | avvertenza | let\ op )
      [:.!\s*-]{1,4} )?
    (?: confidentiality\ (?:notice|note|statement) | (?:legal\ )? disclaimer \b
      | privileged\ (?:and|&|/)\ confidential | privileged\ information\b
      | notice\ of\ confidentiality | this\ document\ should\ only\ be\ read
      | any\ views\ (?:or\ opinions\ )?expressed | the\ information\ contained\ in\ this
      | (?: this | the\ information\ (?:transmitted\ |in\ ){0,2} | the\ contents\ of ) .{0,30}
        \b (?: e-?mail | message | communication | transmission ) .{0,160}
        \b (?: confidential | privileged | intended | property\ of | addressee | legally )
      | diese\ (?:e-?mail|nachricht)\ (?:kann|enthält|ist) .{0,80} vertraulich
      | ce\ (?:message|courriel)\ .{0,120} confidentiel
      | der\ inhalt\ dieser\ e-?mail\ .{0,80} vertraulich
      | este\ (?:mensaje|correo|e-?mail)\ .{0,120} confidencia
      | esta\ mensagem\ .{0,120} confidencia
      | denne\ (?:e-?mail|e-?post|melding|besked)\ .{0,120} fortrolig
      | tämä\ (?:viesti|sähköposti)\ .{0,120} luottamuksel
      | (?:ta|niniejsza)\ wiadomość\ .{0,120} pouf
      | (?:please\ )? (?:consider|think)\ (?:of\ )?the\ environment\ before\ printing
      | please\ consider\ the\ environment\ before
      | bitte\ (?:denken|prüfen)\ sie\ .{0,60} (?:ausdrucken|umwelt)
      | if\ you\ are\ not\ the\ intended\ recipient
      | if\ you\ have\ received\ this\ (?:e-?mail|message)\ in\ error
      | questo\ messaggio\ .{0,120} riservat
      | dit\ (?:e-?mail)?bericht\ .{0,160} (?:vertrouwelijk|uitsluitend)
      | dit?e?\ e-?mail\ .{0,160} (?:vertrouwelijk|uitsluitend)
      | de\ (?:informatie|inhoud)\ .{0,30} (?:e-?mail|bericht) .{0,120}
        (?:vertrouwelijk|uitsluitend|bestemd|geadresseerde)
      | (?:ai\ sensi|in\ conformità) .{0,80} (?:2016/679|196/2003|privacy|gdpr)
      | le\ informazioni\ .{0,40} (?:e-?mail|messaggio|comunicazione) .{0,120} riservat
      | (?:die\ )?(?:in\ dieser|informationen\ in\ dieser)\ e-?mail\ .{0,120} vertraulich
      | les\ informations\ .{0,40} (?:message|courriel|e-?mail) .{0,120} confidentiel
      | la\ información\ .{0,40} (?:mensaje|correo|e-?mail) .{0,120} confidencial
      | as\ informações\ .{0,40} (?:mensagem|e-?mail) .{0,120} confidencia
      | informationen\ i\ (?:detta|denna)\ .{0,120} (?:konfidentiell|avsedd)
      | detta\ (?:meddelande|e-?postmeddelande)\ .{0,120} konfidentiell )
    # matches: CONFIDENTIALITY NOTICE:, This e-mail and any attachments are confidential;
    # not: This email is late
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FINE_PRINT = re.compile(
    r"""
    [*_\s(\[]{0,6}
    (?: my\ working\ (?:day|days|hours|pattern|week) .{0,30}\ (?:may|might)
      | (?:i\ work|i\ am\ working|we\ work)\ flexibl[ey] .{0,120} (?:respon|reply|hours)
      | (?:please\ )? (?:do\ not|don[’']t)\ feel\ (?:obliged|obligated|any\ pressure|pressured
        |under) .{0,40} (?:respon|reply|answer)
      | (?:hinweise|informationen)\ (?:zum|zur)\ datenschutz | (?:unsere\ )?datenschutz
        (?:hinweise|erklärung|informationen|bestimmungen) .{0,20}\ (?:finden|unter|können)
      | (?:view|read|see|click\ here\ for)\ our\ privacy\ (?:policy|notice|statement)
      | follow\ us\ on\b | folgen\ sie\ uns | suivez[ -]nous | síguenos | volg\ ons | följ\ oss
      | registered\ (?:in\ (?:england|scotland|wales|ireland)|office)\b
      | (?:vat|company)\ (?:no|number|reg\w{0,10})\b
      | \[cid: [^\[\]]{1,120} \] $ )
    # What stands below a card in no tongue of the letter. matches: My working hours may not be
    # yours, [cid:image001.png@01DA]; not: My working day is short
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPT_OUT = re.compile(
    r"""
    [*_\s(\[]{0,6}
    (?: (?:p\.?s\.?:?\ )? (?: if\ you | you )
        (?:\ no\ longer | \ (?:don[’']t|do\ not) | [’']d\ (?:rather|prefer) | \ would\ (?:rather
        |prefer) | \ prefer) .{0,30}
        \b (?: hear\ from | receiv\w{1,3} | be\ (?:contacted|e-?mailed) )
      | (?: to | click .{0,12}\ to | want\ to | wish\ to )\ (?:opt\ out|unsubscribe) \b
      | not\ interested\? \s .{0,20} unsubscribe | unsubscribe (?: $ | \ (?:here|me|from|\|) | :)
      | (?:don[’']t|no\ longer)\ want\ (?:to\ (?:hear|get|receive)|these|more)\ .{0,40} \? )
    # How sellers let one out. matches: If you'd rather not hear from me, reply "no";
    # not: If you hear from her, call me
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CARD_WORDS = re.compile(
    r"""
    [\W_]{0,6}
    (?: (?:book|schedule|grab)\ (?:a|an|some|your|time) \b .{0,40}
      | (?:termin|rendez-vous|cita) .{0,12} (?:buchen|en\ ligne|online) .{0,60}
      | (?: (?: linkedin | twitter | facebook | instagram | youtube | xing | tiktok | threads | x
          | bluesky | website | web | blog | podcast | vimeo | pinterest | github | mastodon )
          (?: < [^<>\s]{1,200} > )? [\W_]{0,6} ){1,9} )
    # Lines of a card that are no name, title or number. matches: Book a call, [LinkedIn] | [X],
    # Website; not: Facebook called
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(
    r"""
    (?: [A-Za-z]{1,3} [ -] )? \d{4,5} [ ] (?: [A-Z]{2} [ ] )? [^\W\d_]
      (?: [^\d.,;:!?] | \.\ [^\W\d_] ){2,40}
    | .{1,60} , [ ] [A-Z]{2} [ ] \d{5} | (?: .{1,60} [ ,] )? [A-Z]{1,2} \d [A-Z\d]? [ ] \d [A-Z]{2}
    # The line of an address with its post code. matches: 20095 Hamburg, Hull HU1 2AB, Provo, UT
    # 84601; not: 10000 leaflets are here.
    """,
    re.VERBOSE,
)
_FACTS = re.compile(
    r"""
    \W{0,3} (?: when | where | time | date | day | wann | wo | zeit | uhrzeit | datum | ort | quand
      | où | heure | lieu | cuándo | dónde | hora | lugar | när | plats | tid | wanneer | waar
      | tijd | code | passcode | password | passwort | meeting | conference | dial | agenda | topic
      | price | cost | total | iban | bic | order | login | user | username | room ) \b .{0,20} :
    # What a letter tells in short lines, and no card does. matches: When: March 13, IBAN: DE00;
    # not: Office: 555 0120
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FRAMED = re.compile(
    r"""
    \b (?: tel | fax ) \b | 〒 | 電話 | 电话
    # What tells a card between two rules from a notice. matches: TEL 03-5555; not: BACK SOON
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PRONOUNS = re.compile(
    r"""
    [(\[] (?: she | he | they | sie | er | elle | ella | él | il | hon | han | zij | hij | ze )
    \s? [/|,] [^()\[\]]{1,24} [)\]]
    # matches: (she/her), [they / them]; not: (she is away)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENING_QUOTES = tuple('"“„«”‘‚')
_CLOSING_QUOTES = '"”“»’'
_REGISTERED = re.compile(
    r"""
    [^.!?]{2,60} \b is\ (?:a\ company\ )? (?:incorporated\ and\ )? registered\ in\ .{4,60}
    \b (?: company\ (?:no|number|reg) | registered\ (?:office|number|no) )
    # What British law wants below a letter. matches: Doe Ltd is registered in England and Wales.
    # Company number 0123456; not: Doe Ltd is registered in England, I think
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOOTER_EVIDENCE = re.compile(
    r"""
    https?:// | www\. | mailto: | mailing\ list | @ [a-z0-9-]{1,63} \. | yahoo | hotmail
    | msn\b | unsubscribe | subscription | confidential | disclaimer | listinfo
    # matches: http://lists.x.org/listinfo/y, Do You Yahoo!?; not: See you on Monday
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BANNER = re.compile(
    r"""
    [\[*_\s<!⚠️]{0,12}
    (?: external \s (?:e-?mail|sender|message)
        (?: \s? (?: [^\w\s] | $ ) | \s (?:do|be|please|use|exercise|this|verify|think)\b )
      | (?:this\ is\ an\ )? external\ e-?mail \s? [:.\]]
      | this\ (?:e-?mail|message)\ (?:was\ sent|originated|came)\ from\ (?:outside|an\ external)
      | (?:some\ people\ who\ received\ this\ message|you)\ don[’']t\ often\ get\ e-?mails?\ from
      | sie\ erhalten\ nicht\ (?:oft|häufig)\ e-mails\ von
      | diese\ e-mail\ (?:kommt|stammt)\ von\ (?:außerhalb|extern) )
    # What the recipient's own organisation puts above mail from outside.
    # matches: EXTERNAL EMAIL: be careful, You don't often get email from x;
    # not: External message boards say so
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CALL_OF_BANNER = re.compile(
    r"""
    [\[*_\s<!⚠️]{0,12} (?: caution | warning | achtung | attention | external | extern )
    \W{1,6} .{0,60} (?: e-?mail | message | sender | nachricht | absender
      | outside\ (?:of|your|the|our|my|sender|source) ) \b
    # Which is a banner if it warns of something: _OF_BANNERS.
    # matches: CAUTION: This email originated from outside; not: Attention to detail matters
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BANNER_HINTS = (
    "caution",
    "warning",
    "achtung",
    "attention",
    "extern",
    "outside",
    "often",
    "häufig",
    "oft",
)
_WEBMAIL_AD = re.compile(
    r"""
    [\s~_*-]{0,12}
    (?: do\ you\ yahoo!\? | get\ your\ free\ .{0,40}\ (?:msn|email|e-mail|hotmail)
      | get\ your\ private,\ free | join\ the\ world.{0,3}s\ largest\ e-?mail\ service
      | chat\ with\ friends\ online,\ try\ msn | send\ and\ receive\ hotmail
      | msn\ photos\ is\ the\ easiest | get\ free\ .{0,30}\ at\ http | get\ 250\ color
      | this\ sf\.net\ email | sponsored\ by: | yahoo!\ groups\ (?:sponsor|links)
      | to\ unsubscribe\b | unsubscribe\ from\ this | subscribe/unsubscribe
      | you\ received\ this\ message\ because\ you\ are\ subscribed
      | -{0,8} \s? you\ are\ receiving\ this\ (?:e?mail|message)\ because
      | for\ (?:un)?subscription\ and\ list | irish\ linux\ users
      | virus-free\.\ www | virenfrei\.\ www | checked\ by\ avg
      | outgoing\ mail\ is\ certified\ virus\ free )
    # matches: Do You Yahoo!?, This sf.net email is sponsored by:ThinkGeek; not: I like Yahoo
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LIST_LINK = re.compile(
    r"""
    <? https?:// [^\s<>]{1,150} (?: /listinfo/ | /mailman/ | /subscribe ) [^\s<>]{0,100} >?
    # matches: http://xent.com/mailman/listinfo/fork; not: http://xent.com/lunch
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CONTACT = re.compile(
    r"""
    (?: \+ | \( )? \d [\d\s().\/-]{6,20} \d | https?:// | www\.
    | [^\s@]{1,64} @ [^\s@]{1,64} \. [a-z]{2,20}
    | \b (?: tel | fax | phone | mobile | cell | mob | telefon | direct | office ) \b
      \.? \s? [:.+(\d]
    # matches: +46 8 123 45 67, (713) 853-3848, www.x.org, Tel: 12; not: in 2001
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOSINGS = frozenset(
    words(
        """
        best | with best wishes | warm wishes | thanks so much | thanks a lot | thanks for reading |
        thank you so much | thank you for your time | thank you for your attention |
        thank you for your consideration | thank you for your time and consideration |
        mit herzlichen grüßen | herzlichst | med vänlig hälsning | vänlig hälsning |
        bien à toi | un abrazo | hartelijke groet | hartelijke groeten |
        best regards | best wishes | regards | kind regards | kindest regards |
        warm regards | warmest regards | warmly | with kind regards | with best regards |
        sincerely | sincerely yours | yours sincerely | yours truly | yours faithfully | yours |
        respectfully | cordially | cheers | thanks | many thanks | thanks again | thank you |
        thank you very much | thanks very much | thanks and regards | thanks & regards |
        thanks in advance | all the best | take care | talk soon | rgds | br | kr | thx | ciao |
        mit freundlichen grüßen | mit freundlichen grüssen | freundliche grüße |
        freundliche grüsse | viele grüße | liebe grüße | beste grüße | mit besten grüßen |
        herzliche grüße | schöne grüße | gruß | grüße | mfg | vg | lg | danke | hochachtungsvoll |
        cordialement | bien cordialement | bien à vous | salutations | meilleures salutations |
        sincères salutations | merci | amicalement | saludos | un saludo | saludos cordiales |
        atentamente | un cordial saludo | gracias | cordiali saluti | distinti saluti | saluti |
        grazie | atenciosamente | cumprimentos | abraços | abraço | obrigado | obrigada |
        met vriendelijke groet | met vriendelijke groeten | vriendelijke groet |
        vriendelijke groeten | groet | groeten | groetjes | mvg | bedankt | med vänliga hälsningar
        | vänliga hälsningar | hälsningar | mvh | vänligen | tack | bästa hälsningar |
        med venlig hilsen | venlig hilsen | hilsen | vh | tak | vennlig hilsen |
        med vennlig hilsen | takk | pozdrawiam | z poważaniem | dziękuję | pozdrowienia |
        ystävällisin terveisin | terveisin | terveiset | kiitos | yst. terv |
        with warm regards | with warmest regards | warmest wishes | with thanks | with gratitude |
        with many thanks | with appreciation | fondly | love | lots of love | hugs | xx | xoxo |
        bye for now | speak soon | see you soon | until then | yours respectfully | best wishes to
        all | have a great day | have a good day | have a nice day | have a great weekend |
        mit freundlichem gruß | mit bestem gruß | mit besten grüssen | mit lieben grüßen |
        mit den besten grüßen | mit herzlichem gruß | herzlichen gruß | herzlicher gruß |
        lieben gruß | lieber gruß | freundlicher gruß | viele liebe grüße | ganz liebe grüße |
        sonnige grüße | bis bald | bis dann | vielen dank | danke und gruß | danke und grüße |
        bien amicalement | amitiés | bien sincèrement | à bientôt | bonne journée | bises |
        sentiments distingués | bien à toi et à bientôt | merci d'avance | merci beaucoup |
        un saludo cordial | cordialmente | muchas gracias | abrazos | besos | atentos saludos |
        saludos cordiales y gracias | hasta pronto | quedo a la espera | un fuerte abrazo |
        un cordiale saluto | cordialità | a presto | un caro saluto | cari saluti | grazie mille |
        tanti saluti | com os melhores cumprimentos | melhores cumprimentos | atentamente |
        beijinhos | um abraço | até breve | muito obrigado | muito obrigada | grato | grata |
        med hartelijke groet | met hartelijke groet | met hartelijke groeten | met groet |
        hartelijks | liefs | tot snel | alvast bedankt | hartelijk dank | allra bästa hälsningar |
        varma hälsningar | trevlig helg | kram | tack på förhand | tusen tack | med bästa hälsningar
        | mange hilsner | de bedste hilsner | bedste hilsner | kærlig hilsen | mange hilsener |
        beste hilsen | med beste hilsen | varme hilsener | hilsener | klem | på forhånd takk |
        z wyrazami szacunku | pozdrawiam serdecznie | serdecznie pozdrawiam | serdeczności |
        z pozdrowieniami | łączę pozdrowienia | s pozdravem | s přátelským pozdravem | zdravím |
        hezký den | děkuji | parhain terveisin | parhain terveisin ja kiitos | terv | yt |
        ystävällisesti | kiitos etukäteen | с уважением | с наилучшими пожеланиями | всего доброго |
        спасибо | з повагою | saygılarımla | sevgiler | iyi çalışmalar | üdvözlettel |
        üdvözlettel és köszönettel | cu stimă | lep pozdrav | srdačan pozdrav | s poštovanjem |
        敬具 | よろしくお願いいたします | よろしくお願い致します | 此致敬礼 | 此致 | 祝好 | 顺祝商祺
        """
    )
)
_GREETING = re.compile(
    r"""
    \b (?: regards | wishes | greetings | gr(?:ü|ue)(?:ß|ss)e?n? | gruß | gruss
         | hälsning | hälsningar | hilsen | hilsner | hilsener | groet | groeten | groetjes
         | saluti | saluto | saludo | saludos | abrazo | salutations | cumprimentos | terveisin
         | cordialement | amicalement | respectueusement | sincèrement
         | (?: bonne | belle | excellente )\ (?: journée | soirée | fin\ de\ (?:journée|semaine) )
         | à\ (?: bientôt | très\ vite ) | au\ plaisir | quedo\ a\ (?: sus | su | la )
         | pozdrawiam | pozdrowienia | pozdrowieniami | pozdrav | pozdravem | поздрави | уважением
         | sevgiler | saygılarımla | üdvözlettel ) \b
      (?! \ (?: bitte | dein | deine | deinen | mir ) \b )
    # In a line of a few words that is no sentence. matches: Sonnige Grüße aus Leipzig;
    # not: Greet your mother, Grüße bitte deine Schwester
    """,
    re.VERBOSE,
)
_DOMAIN = re.compile(
    r"""
    (?<! \S ) [a-z0-9-]{2,40} (?: \. [a-z0-9-]{2,30} ){0,2} \. [a-z]{2,12} (?! \S )
    # A site as cards write it. matches: doe.example, shop.doe.co.uk; not: e.g., See you.
    """,
    re.VERBOSE,
)
_POSTSCRIPT = ("ps", "p.s", "p.p.s", "nb:")
_ROLE = re.compile(
    r"""
    \b (?: ceo | cto | cfo | coo | cmo | founder | co-?founder | director | manager | head\ of
         | vp | vice\ president | president | partner | principal | associate | executive
         | consultant | advisor | engineer | analyst | specialist | coordinator | officer
         | assistant | recruiter | counsel | attorney | sales | marketing | gmbh | ltd | inc
         | llc | geschäftsführ\w{0,8} | leiter(?:in)? | vertrieb | berater(?:in)? | directrice
         | responsable | gérante? | gerente | jefe | directora? | verkställande | säljare | chef
         | directeur | eigenaar | adviseur | consulente | responsabile | diretora? | johtaja
         | dyrektor | kierownik | prezes ) \b
    # What a business card says of a person. matches: Head of Sales, CEO; not: See you soon
    """,
    re.VERBOSE | re.IGNORECASE,
)


_SAYS = re.compile(
    r"""
    \b (?: i | i[’']m | i[’']ll | i[’']ve | we | we[’']re | you | your | me | my | please | pls
         | call | let | will | is | are | was | were | can | have | has | see | send | thanks | not
         | thank | ps | ich | wir | sie | du | ihr | ist | bitte | danke | je | nous | vous | est
         | merci | tu | yo | gracias | jag | vi | är | tack | ik | wij | jij | graag | bedankt ) \b
    # What a line says that is a sentence. matches: call me, I'm away; not: Head of Sales
    """,
    re.VERBOSE | re.IGNORECASE,
)


_REPLY_ABOVE = re.compile(
    r"""
    [\W_]{0,12} (?:please\ )? (?: (?:type\ your\ )? reply | respond | write )
    .{0,30} \b above\ this\ line [\W_]{0,12}
    # What a help desk prints on top. matches: ##- Please type your reply above this line -##
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OF_BANNERS = re.compile(
    r"""
    \b (?: click\w{0,3} | links? | attachments? | recogni[sz]e | sender | unless | safe
         | trust\w{0,2} | outside | external | suspicious | phish\w{0,3} | report | learn\ why
         | organi[sz]ation | klicken | anhänge | absender | vorsicht | warum ) \b
    # How a warning goes on. matches: Do not click links; not: Hi Bob
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_banner(stripped: Sequence[str]) -> int:
    """Where a warning above a mail from outside ends, or a help desk's line; 0 where none is."""
    start = 0
    while start < min(3, len(stripped)) and not stripped[start]:
        start += 1
    if start < len(stripped) and "above this line" in stripped[start][:80].lower():
        return start + 1 if _REPLY_ABOVE.fullmatch(stripped[start][:120]) else 0
    end = _banner_paragraph(stripped, start)
    if not any(stripped[end : end + 4]):
        return 0  # nothing below it
    opening = " ".join(stripped[start:end])[:400]
    lowered = opening[:80].lower()
    if not any(hint in lowered for hint in _BANNER_HINTS):
        return 0
    is_banner = _BANNER.match(opening) or (
        (call := _CALL_OF_BANNER.match(opening)) and _OF_BANNERS.search(opening, call.end() - 8)
    )
    return end if is_banner else 0


def _banner_paragraph(stripped: Sequence[str], start: int) -> int:
    """Where a warning that begins in line ``start`` would end: at a blank line, or above one that
    begins a sentence and warns of nothing."""
    end = start
    while end < len(stripped) and stripped[end] and end - start < 6:
        line = stripped[end]
        has_ended = end > start and stripped[end - 1].rstrip("*_> ").endswith(_BANNER_ENDS)
        if has_ended and not _OF_BANNERS.search(line[:200]):
            return end
        end += 1
    # A paragraph too long for a warning is none.
    return end if end < len(stripped) and not stripped[end] else start


_BANNER_ENDS = (".", "!", "]", "important", "wichtig", "wichtig ist")
_BARE_DELIMITERS = ("--", "—", "---")


def find_signature(
    lines: Sequence[str], stripped: Sequence[str], start: int, end: int, sender_name: str = ""
) -> int:
    """Where in ``lines[start:end]`` the letter ends; ``end`` where nothing is below it.

    ``stripped`` are the lines without their edges. Layers (a card, then a disclaimer, then
    a list footer) come off one by one. Linear.
    """
    names = {word for word in _folded(sender_name).split() if len(word) > 2}
    bottom = end
    while end > start:
        if not stripped[end - 1]:
            end -= 1
            continue
        cut = _layer_start(lines, stripped, start, end, names)
        if cut is None:
            break
        bottom = end = cut
    return bottom


def _layer_start(
    lines: Sequence[str], stripped: Sequence[str], start: int, end: int, names: set[str]
) -> int | None:
    if _LIST_LINK.fullmatch(stripped[end - 1][:200]):
        return end - 1
    window = max(start, end - _SIGNATURE_LINES)
    for i in range(window, end):
        line = stripped[i]
        if not line:
            continue
        if line in _BARE_DELIMITERS and _is_delimiter(lines[i], stripped, i, end):
            return i
        if len(line) < 4:
            continue
        begins = i == start or not stripped[i - 1] or _is_rule(stripped[i - 1])
        if (
            _is_rule(line)
            and begins
            and i > start
            and end - i <= 16
            and _is_footer(stripped, i + 1, end)
        ):
            return i
        if begins and _begins_footer(line, stripped, i, end, names):
            return i
        if end - i <= 6:
            if len(line) <= 120 and _SENT_FROM.match(line):
                return i
            if _is_fine_print(stripped, i, names):
                return i
    for find in (_card_below_closing, _card_of, _framed_card, _card_in_passages):
        cut = find(stripped, start, end, names)
        if cut is not None:
            return cut
    return None


def _is_fine_print(stripped: Sequence[str], i: int, names: set[str]) -> bool:
    """What is no letter even without air above it, below one that is signed."""
    line = stripped[i][:400]
    found = _FINE_PRINT.match(line) or (_DISCLAIMER.match(line) if len(line) > 60 else None)
    return found is not None and _is_signed_above(stripped, i, names)


def _is_signed_below(stripped: Sequence[str], i: int, end: int, names: set[str]) -> bool:
    """Whether a closing or the sender's name stands below line ``i``: so it is the letter's."""
    return any(line and _signs(line, names) for line in stripped[i + 1 : end])


def _is_signed_above(stripped: Sequence[str], i: int, names: set[str]) -> bool:
    return any(line and _signs(line, names) for line in stripped[max(0, i - 12) : i])


def _signs(line: str, names: set[str]) -> bool:
    """A closing, the sender's name, or both on one line: "Gruß Nils"."""
    return (
        _closes(line)
        or _is_own_name(line, names)
        or (line[-1] not in ".?!:" and len(line) <= 40 and _is_name(line, names))
    )


def _is_delimiter(raw: str, stripped: Sequence[str], i: int, end: int) -> bool:
    """RFC 3676 4.3 "-- "; without its blank only above a few short lines."""
    below = [line for line in stripped[i + 1 : end] if line]
    if raw.endswith("-- "):
        return len(below) <= 25
    has_air = i + 1 < end and not stripped[i + 1]
    if has_air and stripped[i] in stripped[max(0, i - _SIGNATURE_LINES) : i]:
        return False  # the second of two such lines with air below it: they frame a passage
    if len(below) > 12 or any(len(line) > 100 for line in below):
        return False
    return not _goes_on(stripped[i + 1 : end])


def _goes_on(below: Sequence[str]) -> bool:
    """Whether a letter goes on below a line of dashes: another such line parts it once more, it
    closes, or air stands above it or above a question in it."""
    text = [line for line in below if line]
    if not text:
        return False
    if any(line in _BARE_DELIMITERS or _closes(line) for line in text[1:-1]):
        return True
    says = [len(line.split()) > 3 and _SAYS.search(line) is not None for line in below]
    asks = any(
        says[i] and below[i].endswith("?") and not below[i - 1] for i in range(1, len(below))
    )
    return asks or (
        not below[0] and any(says[i] and len(below[i].split()) > 6 for i in range(len(below)))
    )


def _is_rule(line: str) -> bool:
    return len(line) >= 5 and line[0] in "_-=*~#━─═＝＊" and not line.strip(line[0])


def _is_footer(stripped: Sequence[str], start: int, end: int) -> bool:
    if start >= end or not stripped[start]:
        return False  # a rule that parts the sections of a letter has air around it
    below = " ".join(line[:200] for line in stripped[start:end] if line)
    return _FOOTER_EVIDENCE.search(below[:1500]) is not None


def _begins_footer(line: str, stripped: Sequence[str], i: int, end: int, names: set[str]) -> bool:
    if end - i <= 12 and _WEBMAIL_AD.match(line[:200]):
        return True
    # A disclaimer is often wrapped: judge its first three lines as one.
    opening = " ".join(stripped[i : min(i + 3, end)])[:400]
    if _DISCLAIMER.match(opening):
        # One that is signed below and not above is what the letter is about.
        return _is_signed_above(stripped, i, names) or not _is_signed_below(stripped, i, end, names)
    return "registered in" in line[:90] and _REGISTERED.match(opening) is not None


def _card_below_closing(
    stripped: Sequence[str], start: int, end: int, names: set[str]
) -> int | None:
    """Below a closing formula and a name: the lines of a business card, if one is there."""
    text = [i for i in range(max(start, end - 24), end) if stripped[i]]
    for position, i in enumerate(text):
        if _closes(stripped[i]):
            name = stripped[text[position + 1]] if position + 1 < len(text) else ""
            if _closes(name) or len(name.split()) > _LONGEST_NAME:
                continue
            card = text[position + 2 :]
            lines = [stripped[k] for k in card]
            if len(lines) == 1 and "://" in lines[0] and not stripped[card[0] - 1]:
                return None  # a link with air above it may be what is offered
            if _is_card(lines, names):
                return card[0]
            if lines and _is_title_of(stripped, text[position + 1], card[0], lines, names):
                return card[0]
    return None


def _is_title_of(
    stripped: Sequence[str], name_at: int, start: int, lines: Sequence[str], names: set[str]
) -> bool:
    """A name with a title right below it; with air between only where both are certain."""
    name = stripped[name_at]
    if not _is_name(name, names) or not _is_title(lines):
        return False
    if start == name_at + 1:
        return True
    return _is_name(name, names, fewest=2) and any(map(_ROLE.search, lines))


def _card_of(stripped: Sequence[str], start: int, end: int, names: set[str]) -> int | None:
    """The last passage, where it begins with the sender's own name and goes on as a card.

    The name stays as the letter's own signature, unless the letter has one above it, or
    there is no letter, or all is one line.
    """
    first = end - 1
    while first > start and stripped[first - 1] and end - first <= 10:
        first -= 1
    if first and stripped[first - 1]:
        return None
    passage = stripped[first:end]
    above = first - 1
    while above > start and not stripped[above]:
        above -= 1
    if above >= start and stripped[above].endswith(":") and not _closes(stripped[above]):
        return None  # "Please print:", "My new address is:"
    is_signed = above > start and _is_signed(stripped[above], names)
    is_again = _is_name(passage[0], names, fewest=2) or all(map(_is_number, passage))
    if is_signed and is_again and len(passage) <= 4:
        return first
    if len(passage) == 1:
        opening = " ".join(passage[0][:60].replace(",", " ").split()[:3])
        is_line = _is_name(opening, names, fewest=2) and _CONTACT.search(passage[0][:200])
        return first if is_line and first > start else None
    if _is_name(passage[0], names) and _is_card(passage[1:], names):
        return first if first == start or is_signed else first + 1
    return _below_own_name(passage, first, names)


def _below_own_name(passage: Sequence[str], first: int, names: set[str]) -> int | None:
    """Below a line that is the sender's name and nothing else: a card or a title."""
    for k in range(max(0, len(passage) - 6), len(passage) - 1):
        if len(passage[k]) > 60 or not _is_own_name(passage[k], names):
            continue
        if k and _is_listed(passage[k - 1]):
            continue
        below = passage[k + 1 :]
        if _is_title(below) or _is_card(below, names):
            return first + k + 1
    return None


def _framed_card(stripped: Sequence[str], start: int, end: int, names: set[str]) -> int | None:
    """Between two rules at the end, as in Japan: lines of a card that say where to call.

    The lower rule may have been taken for that of the history below it.
    """
    if not _is_rule(stripped[end - 1]) and not (end < len(stripped) and _is_rule(stripped[end])):
        return None
    for i in range(end - 2, max(start, end - 12), -1):
        line = stripped[i]
        if len(line) > 60 or line.endswith((".", "?", "!")):
            return None
        if _is_rule(line):
            framed = stripped[i + 1 : end]
            has_number = any(_FRAMED.search(text) and _CONTACT.search(text) for text in framed)
            above = next((text for text in reversed(stripped[start:i]) if text), ":")
            return i if has_number and not above.endswith(":") else None
    return None


def _card_in_passages(stripped: Sequence[str], start: int, end: int, names: set[str]) -> int | None:
    """Below the sender's own name, nothing but lines of a card, with air between them or not."""
    text = [i for i in range(max(start, end - 24), end) if stripped[i]]
    text = text[-_MOST_CARD_LINES:]
    position = saying = _saying_start(stripped, text)
    while position > 0:
        position -= 1
        i = text[position]
        line = stripped[i]
        if _is_own_name(line, names):
            above = text[position - 1] if position else i
            if not position or position + 1 == len(text) or _is_announced(stripped, i, above):
                return None
            if above < i - 1 and _is_signed(stripped[above], names):
                return i  # once more, below the letter's own signature
            below = (stripped[k] for k in text[position + 1 : saying])
            is_card = saying < len(text) or any(map(_tells_card, below))
            return text[position + 1] if is_card else None
        if not _is_card_line(line) and not _is_below_cards(line):
            return None
    return None


def _is_below_cards(line: str) -> bool:
    opening = line[:200]
    found = _CARD_WORDS.fullmatch(opening) or _FINE_PRINT.match(opening) or _OPT_OUT.match(opening)
    return found is not None


def _tells_card(line: str) -> bool:
    """Whether a line shows that what it belongs to is a card: a number, a place, a site."""
    opening = line[:200]
    if "://" not in line and _CONTACT.search(opening):
        return True
    if _PLACE.fullmatch(opening) or _DOMAIN.search(opening):
        return True
    return _is_below_cards(line)


_MOST_CARD_LINES = 14
_LONGEST_NAME = 8
"""Words on the line below a closing, with a title and a degree; more of them are a sentence."""


def _is_announced(stripped: Sequence[str], name_at: int, above: int) -> bool:
    """Whether what is above a name calls for it: "Please print:", or another name of a list."""
    line = stripped[above]
    if line.endswith(":"):
        return not _closes(line)
    return above == name_at - 1 and _is_listed(line)


def _is_card_line(line: str) -> bool:
    """A short line that says nothing: a title, a house, a street, a number."""
    if len(line) > 90 or line.endswith(("?", "!", ":", ",")) or line[0] in "(<*-#$%{":
        return False
    if len(line.split()) > 9 or line.lower().startswith((*_POSTSCRIPT, "and ", "or ")):
        return False
    return _SAYS.search(line) is None and _FACTS.match(line) is None


def _saying_start(stripped: Sequence[str], text: Sequence[int]) -> int:
    """Where in ``text`` a saying in quotation marks begins that ends it; its length if none does.

    Who said it may follow, behind a dash or on a line of its own.
    """
    for position in range(len(text) - 1, max(-1, len(text) - 5), -1):
        if not stripped[text[position]].startswith(_OPENING_QUOTES):
            continue
        saying = " ".join(stripped[i][:200] for i in text[position:])
        closing = max(saying.rfind(mark) for mark in _CLOSING_QUOTES)
        said_by = saying[closing + 1 :].strip(" .,~-–—―()")
        if closing > 10 and len(said_by.split()) <= 6:
            return position
        break
    return len(text)


def _is_listed(above: str) -> bool:
    """Whether the line above a name makes it one of several: "Present:", "Ann Lee"."""
    ends_clause = above.endswith((".", ",", "!", "?", ")")) or len(above) > 30
    return not (ends_clause or _closes(above))


def _closes(line: str) -> bool:
    if len(line) > 60:
        return False
    folded = line.rstrip(",.!;:-~ ").lower()
    if folded in _CLOSINGS:
        return True
    # "Grüße aus Leipzig", "Sevgiler / Best regards", "Belle journée et salutations"
    return (
        len(folded.split()) <= 6
        and line[-1:] not in ".?"
        and ":" not in line
        and (_GREETING.search(folded) is not None)
    )


def _is_own_name(line: str, names: set[str]) -> bool:
    """The sender's name and next to nothing else: initials, letters of a degree, "team"."""
    if len(line) > 100:
        return False
    if line.endswith((")", "]")):
        line = _PRONOUNS.sub("", line)
    if line[-5:].lower() == "-team":
        line = line.replace("-", " ")
    words = [word.strip(".,") for word in line.split()]
    own = 0
    for word in words:
        if _folded(word) in names:
            own += 1
        elif len(word) > 3 and word.lower() != "team" and not (len(word) <= 6 and word.isupper()):
            return False
    return own > 0 and len(words) <= 5


def _folded(text: str) -> str:
    """Lower case without accents: "Radić" signs what "Radic" sends."""
    text = text.lower()
    if text.isascii():
        return text
    marked = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in marked if not unicodedata.combining(letter))


def _is_signed(line: str, names: set[str]) -> bool:
    """A name, or the initial that some leave it at."""
    return _is_name(line, names) or (
        len(line) <= 2 and line[:1].lower() in {name[0] for name in names}
    )


def _is_number(line: str) -> bool:
    """A telephone number or an address and next to nothing else; a link may be an offer."""
    is_short = len(line) <= 60 and len(line.split()) <= 4 and "://" not in line
    return is_short and _CONTACT.search(line) is not None


def _is_name(line: str, names: set[str], fewest: int = 1) -> bool:
    words = set(_folded(line[:60]).replace(",", " ").split())
    return len(words) <= 5 and len(words & names) >= fewest


def _is_title(lines: Sequence[str]) -> bool:
    """Below the sender's own name: what they are and where, in a few short lines, no sentence."""
    if not 1 <= len(lines) <= 4:
        return False
    if any(len(line) > 60 or len(line.split()) > 8 for line in lines):
        return False
    if any(line.endswith(("?", "!", ":", ",")) or line[0] in "(<*-" for line in lines):
        return False
    if any(line.lower().startswith((*_POSTSCRIPT, "and ", "or ", "on behalf ")) for line in lines):
        return False
    return not any(_SAYS.search(line) or _FACTS.match(line) for line in lines)


def _is_card(lines: Sequence[str], names: set[str]) -> bool:
    if not lines or len(lines) > 10:
        return False
    if any(len(line) > 90 or line.endswith(("?", "!")) for line in lines):
        return False
    if any(line.lower().startswith(_POSTSCRIPT) or _FACTS.match(line) for line in lines):
        return False
    if any(_CONTACT.search(line) or _PLACE.fullmatch(line) for line in lines):
        return True
    # Without a number or an address: the sender's own name once more, and what they are.
    is_named = len(names & set(lines[0].lower().replace("|", " ").split())) >= 2
    return is_named and any(map(_ROLE.search, lines))

"""What stands below a letter and is none of it: signatures, disclaimers, list footers.

Knows the marks of RFC 3676 4.3 and of mailing lists, the lines that phones and webmail
add, and disclaimers, in a dozen languages. Refuses to cut on looks alone: a business card
goes only when a closing formula and a name stand above it.
"""

from __future__ import annotations

import re
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
          | mail\ for | proton | gmail | verizon )
      | (?: get | holen\ sie\ sich | télécharger | obtener | hämta | scarica | obter | hent
          | skaff\ deg | hanki | download | stáhnout )
        \s (?:o\ )? outlook \b .{0,20} \b (?:ios|android|mac)
      | outlook\ (?:für|voor)\ (?:ios|android|mac) | sent\ via\ superhuman
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
      | dit\ (?:bericht|e-?mail)\ .{0,120} vertrouwelijk
      | detta\ (?:meddelande|e-?postmeddelande)\ .{0,120} konfidentiell )
    # matches: CONFIDENTIALITY NOTICE:, This e-mail and any attachments are confidential;
    # not: This email is late
    """,
    re.VERBOSE | re.IGNORECASE,
)
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
    (?: (?: caution | warning | achtung | attention | external | extern )
        \W{1,6} .{0,60} (?: e-?mail | message | sender | nachricht | absender | outside )
      | external \s (?:e-?mail|sender|message) \b | (?:this\ is\ an\ )? external\ e-?mail \s? [:.\]]
      | this\ (?:e-?mail|message)\ (?:was\ sent|originated|came)\ from\ (?:outside|an\ external)
      | (?:some\ people\ who\ received\ this\ message|you)\ don[’']t\ often\ get\ e-?mails?\ from
      | sie\ erhalten\ nicht\ (?:oft|häufig)\ e-mails\ von
      | diese\ e-mail\ (?:kommt|stammt)\ von\ (?:außerhalb|extern) )
    # What the recipient's own organisation puts above mail from outside.
    # matches: CAUTION: This email originated from outside, You don't often get email from x;
    # not: Attention to detail matters
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
        ystävällisin terveisin | terveisin | terveiset | kiitos | yst. terv
        """
    )
)
_ADJECTIVES_OF_GREETING = "|".join(
    words(
        """
        vielen? | lieben? | besten? | herzlichen? | schönen? | freundlichen? | sonnigen? |
        herbstlichen? | winterlichen? | glada | varma | bästa | vänliga | soliga | många |
        vriendelijke | hartelijke | zonnige | sportieve | lieve | warme | genegen | veel |
        cordiales | afectuosos | muchos
        """
    )
)
_CLOSES_AS_SPOKEN = re.compile(
    rf"""
      (?: mit\  | med\  | met\  )? (?: (?:{_ADJECTIVES_OF_GREETING})\  )?
      (?: gr(?:ü|ue)(?:ß|ss)e?n? | hälsningar | groet(?:en|jes)? )
      (?: \ (?: aus | vom | von | från | uit | van )\ [^,;:]{{2,30}} )?
    | (?: bien\  | très\  )? (?: cordialement | amicalement | respectueusement | sincèrement )
    | (?: avec\  )? mes\ (?: meilleures | sincères | respectueuses )\ salutations
    | (?: bonne | belle | excellente )\ (?: journée | soirée | fin\ de\ (?:journée|semaine) )
    | à\ (?: bientôt | très\ vite ) | au\ plaisir
    | (?: reciba\  )? un\ (?: (?: cordial | afectuoso | fuerte )\  )? (?: saludo | abrazo )
    | quedo\ a\ (?: sus\ órdenes | su\ disposición | la\ espera )
    # A line that closes, in lower case. matches: viele grüße aus leipzig, bonne journée,
    # mit freundlichen gruessen; not: grüße bitte deine schwester
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


def find_banner(stripped: Sequence[str]) -> int:
    """Where a warning above a mail from outside ends; 0 where there is none."""
    start = 0
    while start < min(3, len(stripped)) and not stripped[start]:
        start += 1
    end = start
    while end < len(stripped) and stripped[end] and end - start < 6:
        end += 1
    if end == len(stripped) or stripped[end]:
        return 0  # nothing below it, or a paragraph too long for a warning
    opening = " ".join(stripped[start:end])[:400]
    lowered = opening[:80].lower()
    if not any(hint in lowered for hint in _BANNER_HINTS):
        return 0
    return end if _BANNER.match(opening) else 0


_BARE_DELIMITERS = ("--", "—", "---")


def find_signature(
    lines: Sequence[str], stripped: Sequence[str], start: int, end: int, sender_name: str = ""
) -> int:
    """Where in ``lines[start:end]`` the letter ends; ``end`` where nothing is below it.

    ``stripped`` are the lines without their edges. Layers (a card, then a disclaimer, then
    a list footer) come off one by one. Linear.
    """
    names = {word for word in sender_name.lower().split() if len(word) > 2}
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
        if begins and _begins_footer(line, stripped, i, end):
            return i
        if end - i <= 6 and len(line) <= 120 and _SENT_FROM.match(line):
            return i
    cut = _card_below_closing(stripped, start, end, names)
    return _card_of(names, stripped, start, end) if cut is None else cut


def _is_delimiter(raw: str, stripped: Sequence[str], i: int, end: int) -> bool:
    """RFC 3676 4.3 "-- "; without its blank only above a few short lines."""
    below = [line for line in stripped[i + 1 : end] if line]
    if raw.endswith("-- "):
        return len(below) <= 25
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
    return len(line) >= 5 and line[0] in "_-=*~#" and not line.strip(line[0])


def _is_footer(stripped: Sequence[str], start: int, end: int) -> bool:
    if start >= end or not stripped[start]:
        return False  # a rule that parts the sections of a letter has air around it
    below = " ".join(line[:200] for line in stripped[start:end] if line)
    return _FOOTER_EVIDENCE.search(below[:1500]) is not None


def _begins_footer(line: str, stripped: Sequence[str], i: int, end: int) -> bool:
    if end - i <= 12 and _WEBMAIL_AD.match(line[:200]):
        return True
    # A disclaimer is often wrapped: judge its first three lines as one.
    opening = " ".join(stripped[i : min(i + 3, end)])[:400]
    if _DISCLAIMER.match(opening):
        return True
    return "registered in" in line[:90] and _REGISTERED.match(opening) is not None


def _card_below_closing(
    stripped: Sequence[str], start: int, end: int, names: set[str]
) -> int | None:
    """Below a closing formula and a name: the lines of a business card, if one is there."""
    text = [i for i in range(max(start, end - 24), end) if stripped[i]]
    for position, i in enumerate(text):
        if _closes(stripped[i]):
            card = text[position + 2 :]
            lines = [stripped[k] for k in card]
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


def _card_of(names: set[str], stripped: Sequence[str], start: int, end: int) -> int | None:
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


def _is_listed(above: str) -> bool:
    """Whether the line above a name makes it one of several: "Present:", "Ann Lee"."""
    ends_clause = above.endswith((".", ",", "!", "?", ")")) or len(above) > 30
    return not (ends_clause or _closes(above))


def _closes(line: str) -> bool:
    bare = line[:80].rstrip(",.!;:- ").lower()
    return bare in _CLOSINGS or _CLOSES_AS_SPOKEN.fullmatch(bare) is not None


def _is_own_name(line: str, names: set[str]) -> bool:
    words = [word.strip(".,") for word in line.lower().split()]
    own = sum(word in names for word in words)
    return own > 0 and len(words) <= 5 and all(w in names or len(w) <= 3 for w in words)


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
    words = set(line[:60].lower().replace(",", " ").split())
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
    return not any(_SAYS.search(line) for line in lines)


def _is_card(lines: Sequence[str], names: set[str]) -> bool:
    if not lines or len(lines) > 10:
        return False
    if any(len(line) > 90 or line.endswith(("?", "!")) for line in lines):
        return False
    if any(line.lower().startswith(_POSTSCRIPT) for line in lines):
        return False
    if any(_CONTACT.search(line) for line in lines):
        return True
    # Without a number or an address: the sender's own name once more, and what they are.
    is_named = len(names & set(lines[0].lower().replace("|", " ").split())) >= 2
    return is_named and any(map(_ROLE.search, lines))

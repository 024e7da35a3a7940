"""What stands below a letter and is none of it: signatures, disclaimers, list footers.

Knows the marks of RFC 3676 4.3 and of mailing lists, the lines that phones and webmail
add, and disclaimers, in a dozen languages; cards are left to :mod:`extractors.cards`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.cards import FINE_PRINT, SAYS, find_card, is_rule, names_of, signs
from extractors.closings import closes

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
      | (?: sent | gesendet | envoyé | enviad[oa] | inviato | skickat | sendt | verzonden
          | wysłan[eo] )
        \ (?: from | via | with | using | von | mit | depuis | avec | de | desde | con | da | från
          | med | met | vanaf | vanuit | fra | z )
        \ (?: mailbird | spark | airmail | edison | canary | em\ client | mimestream | fairemail
          | bluemail | aqua\ ?mail | newton\ mail | tuta | hey | missive | notion\ mail )\b
      | (?: get | holen\ sie\ sich | télécharger | obten(?:er|ir|ez) | obtén | ottieni | pobierz
          | hämta | scarica | obter | hent
          | skaff\ deg | hanki | download | stáhnout )
        \s (?:o\ )? outlook \b .{0,20} \b (?:ios|android|mac)
      | get\ [a-z]{3,12}(?:\ mail)?\ for\ (?:ios|android|iphone|mobile)\W{0,3}$
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
      | denne\ (?:e-?mail|e-?post|melding|besked)\w{0,3}\ .{0,120} (?:fortrolig|konfidensiel)
      | tämä\ (?:viesti|sähköposti)\ .{0,120} luottamuksel
      | (?:ta|niniejsza)\ wiadomość\ .{0,120} pouf
      | (?:please\ )? (?:consider|think)\ (?:of\ )?the\ environment\ before\ printing
      | please\ consider\ the\ environment\ before
      | bitte\ (?:denken|prüfen)\ sie\ .{0,60} (?:ausdrucken|umwelt)
      | (?: antes\ de\ imprimir | avant\ d[’']imprimer | prima\ di\ stampare
          | pens(?:ez|e|i|a)\ (?:à|en|no|all[’']) | piens[ea]\ en | denk\ a(?:an|n) | t[äe]nk\ på )
        .{0,60} \b (?: l?[’']?environnement | meio\ ambiente | medio\ ?ambiente | ambiente | milieu
          | miljön | miljøet )
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
_REGISTERED = re.compile(
    r"""
    [^.!?]{2,60} \b is\ (?:a\ company\ )? (?:incorporated\ and\ )? registered\ in\ .{4,60}
    \b (?: company\ (?:no|number|reg) | registered\ (?:office|number|no) )
    | [^.!?]{2,50} \b (?: ltd | limited | llp | plc ) \.?,?\ registered\ in
      \ (?: england | scotland | wales | northern\ ireland | ireland ) \b
    # What British law wants below a letter. matches: Doe Ltd is registered in England and Wales.
    # Company number 0123456; not: Doe Ltd is registered in England, I think
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOOTER_EVIDENCE = re.compile(
    r"""
    https?:// | www\. | mailto: | mailing\ list | @ [a-z0-9-]{1,63} \. | yahoo | hotmail
    | msn\b | unsubscribe | subscription | confidential | disclaimer | listinfo
    | is\ a\ service\ from
    # matches: http://lists.x.org/listinfo/y, Do You Yahoo!?; not: See you on Monday
    """,
    re.VERBOSE | re.IGNORECASE,
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
      | this\ e-?mail\ is\ a\ service\ from\b
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
_BARE_DELIMITERS = ("--", "—", "---")


def find_signature(
    lines: Sequence[str], stripped: Sequence[str], start: int, end: int, sender_name: str = ""
) -> int:
    """Where in ``lines[start:end]`` the letter ends; ``end`` where nothing is below it.

    ``stripped`` are the lines without their edges. Layers (a card, then a disclaimer, then
    a list footer) come off one by one. Linear.
    """
    names = names_of(sender_name)
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
        begins = i == start or not stripped[i - 1] or is_rule(stripped[i - 1])
        if (
            is_rule(line)
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
    return find_card(stripped, start, end, names)


def _is_fine_print(stripped: Sequence[str], i: int, names: set[str]) -> bool:
    """What is no letter even without air above it, below one that is signed."""
    line = stripped[i][:400]
    found = FINE_PRINT.match(line) or (_DISCLAIMER.match(line) if len(line) > 60 else None)
    return found is not None and _is_signed_above(stripped, i, names)


def _is_signed_below(stripped: Sequence[str], i: int, end: int, names: set[str]) -> bool:
    """Whether a closing or the sender's name stands below line ``i``: so it is the letter's."""
    return any(line and signs(line, names) for line in stripped[i + 1 : end])


def _is_signed_above(stripped: Sequence[str], i: int, names: set[str]) -> bool:
    return any(line and signs(line, names) for line in stripped[max(0, i - 12) : i])


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
    if any(line in _BARE_DELIMITERS or closes(line) for line in text[1:-1]):
        return True
    says = [len(line.split()) > 3 and SAYS.search(line) is not None for line in below]
    asks = any(
        says[i] and below[i].endswith("?") and not below[i - 1] for i in range(1, len(below))
    )
    return asks or (
        not below[0] and any(says[i] and len(below[i].split()) > 6 for i in range(len(below)))
    )


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

"""Warnings that a mail system prints above a letter from outside, and help desks' lines.

Knows how they begin and go on; refuses to take a letter that warns for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.help_desks import replies_above

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
_FOREIGN_BANNER = re.compile(
    r"""
    [\[*_\s<!⚠️]{0,12}
    (?: (?: attention | atención | attenzione | atenção | let\ op | varning | obs | advarsel
          | achtung | vorsicht | hinweis | uwaga | huom\w{0,2} | avertissement | aviso | avviso
          | waarschuwing | external | extern[eo]? )
        \W{1,6} )?
    (?: (?: ce | cet | cette | este | esta | el | questo | questa | dit | deze | detta | denna
          | det\ här | denne | diese | ta | tämä )
        \s (?: e-?mail | mail | courriel | message | correo | mensaje | mensagem | messaggio
          | bericht | meddelande\w{0,2} | mejl\w{0,2} | besked | melding | e-?post\w{0,12}
          | nachricht | wiadomość | viesti | sähköposti ) \b
        .{0,30}?
        \b (?: provient | vient | envoyée?\ (?:depuis|par) | provien[ei] | proced[ei]
          | (?:enviad|inviat|origin|provenient)\w{0,4} | provém | vem | veio | afkomstig | komt
          | verzonden | kommer | skicka\w{1,4} | sendt | kommt | stammt | versandt | gesendet
          | pochodzi | wysłan[aoy] | tulee | lähetetty | peräisin ) \b
        .{0,40}?
        \b (?: extérieur | externe[srn]? | fuera\ de | extern[oa] | estern[oa] | fora\ d[aeo]
          | buiten | utanför | extern | uden\ for | utenfor | außerhalb | spoza | zewnątrz
          | zewnętrzn\w{1,5} | ulkopuol\w{1,6} ) \b
      | vous\ (?:n[’']obtenez|ne\ recevez)\ pas\ souvent\ d
      | no\ suele[sn]?\ recibir\ (?:correo|mensaje)
      | non\ si\ ricevono\ spesso\ (?:messaggi|e-?mail)
      | (?:você\ )?não\ costuma\ receber\ (?:e-?mail|mensage)
      | u\ ontvangt\ niet\ vaak\ e-?mail
      | du\ får\ (?:inte|ikke)\ oft[ae]\ e-?(?:post|mail) )
    # The same in other languages: this mail comes from outside, one does not often get such.
    # matches: ATTENTION : ce courriel provient de l'extérieur; not: Ce courriel est de Paul
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
    "exté",
    "estern",
    "fuera",
    "fora d",
    "buiten",
    "utanför",
    "uden for",
    "utenfor",
    "außerhalb",
    "spoza",
    "zewn",
    "ulkop",
    "souvent",
    "suele",
    "spesso",
    "costuma",
    "vaak",
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
    if start < len(stripped) and replies_above(stripped[start]):
        return start + 1
    end = _banner_paragraph(stripped, start)
    if not any(stripped[end : end + 4]):
        return 0  # nothing below it
    opening = " ".join(stripped[start:end])[:400]
    lowered = opening[:80].lower()
    if not any(hint in lowered for hint in _BANNER_HINTS):
        return 0
    is_banner = (
        _BANNER.match(opening)
        or _FOREIGN_BANNER.match(opening)
        or (
            (call := _CALL_OF_BANNER.match(opening)) and _OF_BANNERS.search(opening, call.end() - 8)
        )
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


_BANNER_ENDS = (
    ".", "!", "]", "important", "wichtig", "wichtig ist", "importante", "belangrijk is", "viktigt",
)  # fmt: skip

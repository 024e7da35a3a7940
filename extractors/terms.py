"""The day by which a thing is to be done: "by Friday", "end of next week", "within ten days".

Knows one sentence and when it was sent; it refuses to guess a day for "soon" or "in the
spring".
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from extractors.days import MONTHS
from extractors.daytimes import TERM_INSIDE, find_daytimes
from extractors.records import Message
from extractors.signals import fold
from extractors.zones import sent_on


def _any(*lines: str) -> str:
    """The words of some lines, parted by bars or line ends, as alternatives, longest first."""
    words = {word.strip() for line in lines for word in line.split("|")}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_FRIDAY: Final = 4
_SATURDAY: Final = 5
_SUNDAY: Final = 6
# ------------------------------------------------------------------------- days that are named

_BEFORE_A_DAY: Final = _any(
    "by|on or before|before|until|till|til|no later than|not later than|at the latest|latest",
    "due|due back|deadline is|deadline:|eod|cob|end of",
    "bis|vor|spätestens",
    "avant|d'ici|pour|au plus tard",
    "antes|para|a más tardar|como muy tarde|como máximo",
    "senast|före|innan|till",
    "vóór|voor|tegen|uiterlijk|ten laatste",
)
_BETWEEN: Final = _any(
    "the|on|by|at|of|end|close|business|day|noon|lunchtime|midday|eod|cob|latest",
    "zum|am|den|dem|spätestens",
    "le|la|au|midi|fin",
    "el|de|del|la",
    "den|på|de|op",
)
_BEHIND_A_DAY: Final = _any(
    "at the very latest|at the latest|or before|or earlier|or sooner|if not before",
    "spätestens|au plus tard|a más tardar|como muy tarde|como máximo",
    "senast|uiterlijk|ten laatste|op zijn laatst",
)
_BEFORE_WHAT: Final = _any(
    "before|ahead of|in time for|vor|avant|antes de|antes del|före|innan|vóór"
)
# A day that is a term, not just a day. Matches, before a day, "by", "before the", "by close of
# business on", "bis spätestens zum", "au plus tard le", "antes del", "uiterlijk op". No match:
# "on", "since".
_TERM_BEFORE: Final = re.compile(
    rf"(?<!\w)(?:{_BEFORE_A_DAY})(?:\ (?:{_BETWEEN})){{0,4}}\ {{0,2}}$"
)
# The same behind the day. Matches " at the latest", ", spätestens", " or sooner". No
# match: " later".
_TERM_BEHIND: Final = re.compile(rf",?\ (?:{_BEHIND_A_DAY})\b")
# What happens on a day, and something else before it. Matches "before the board meets on ", "vor
# dem Termin am ", "innan mötet på ". No match: "before, on ", "voor het gesprek op " (for it).
_BEFORE_AN_EVENT: Final = re.compile(
    rf"\b(?:{_BEFORE_WHAT})\ (?:(?!or\b)[^\s\d.,;:?!()]{{1,16}}\ ){{1,5}}$"
)
_LONGEST_LEAD: Final = 64

# ---------------------------------------------------------------------------- spans of time

_NUMBERS: Final = {
    word: number
    for number, words in (
        (1, "a|an|one|einer|einem|eines|un|une|una|en|ett|een|één"),
        (2, "two|zwei|deux|dos|två|twee|a couple of"),
        (3, "three|drei|trois|tres|tre|drie"),
        (4, "four|vier|quatre|cuatro|fyra"),
        (5, "five|fünf|cinq|cinco|fem|vijf"),
        (6, "six|sechs|seis|sex|zes"),
        (7, "seven|sieben|sept|siete|sju|zeven"),
        (8, "eight|acht|huit|ocho|åtta"),
        (9, "nine|neun|neuf|nueve|nio|negen"),
        (10, "ten|zehn|dix|diez|tio|tien"),
        (14, "fourteen|vierzehn|quatorze|catorce|fjorton|veertien"),
        (15, "fifteen|quinze|quince"),
        (30, "thirty|dreißig|trente|treinta|trettio|dertig"),
    )
    for word in words.split("|")
}
_UNITS: Final = {
    word: unit
    for unit, words in (
        ("hour", "hours|stunden|heures|horas|timmar|uur"),
        ("day", "day|days|tag|tage|tagen|tages|jour|jours|journée|día|días|dag|dagar|dagen"),
        (
            "week",
            "week|weeks|woche|wochen|semaine|semaines|semana|semanas|vecka|veckan|veckor|weken",
        ),
        ("fortnight", "fortnight|quinzaine|quincena"),
        (
            "month",
            "month|months|monat|monate|monaten|monats|mois|mes|meses|månad|månaden|månader"
            "|maand|maanden",
        ),
        ("weekend", "weekend|week-end|wochenende|wochenendes|fin de semana|helg|helgen"),
        ("year", "year|jahr|jahres|année|año|år|året|jaar"),
    )
    for word in words.split("|")
}
_LAST_DAYS: Final = {
    "monatsende": "month", "månadsskiftet": "month", "jahresende": "year", "årsskiftet": "year",
}  # fmt: skip
"""One word for the end of a span."""
_DAYS_OF: Final = {"day": 1, "week": 7, "fortnight": 14}
_SHORT_SPANS: Final = frozenset({"week", "weekend", "month"})
"""Named alone they are a term: "this week"; the others need their end: "end of the year"."""
_WITHIN: Final = _any(
    "within|within the next|within next",
    "innerhalb|innerhalb von|innerhalb der nächsten|innert|binnen",
    "sous|d'ici|dans un délai de|sous un délai de|en un plazo de|en el plazo de|en menos de",
    "en un plazo máximo de|inom|inom loppet av|binnen een termijn van|innerhalb einer frist von",
)
_IN: Final = _any(
    "in|in the next|over the next|in den nächsten|in den kommenden",
    "dans|dans les|en|dentro de|om",
)
_NOT_FROM_NOW: Final = _any(
    "of|after|following|prior|ago|from receipt|from the|thereafter|afterwards",
    "nach|ab|danach|après|à compter|suivant|desde|tras|después|a partir|efter|från|na",
    "or|oder|ou|o|eller|of",
)
# Days are counted: "within ten days", "innerhalb von 14 Tagen", "sous huit jours", "in two weeks",
# "binnen 5 werkdagen". No match: "within 30 days of receipt" (nobody knows when that is), "in a
# day or two", "over two weeks" (which is longer than that).
_COUNTED: Final = re.compile(
    rf"""\b(?:(?P<within>{_WITHIN})|{_IN}
        |over(?!\ (?:an?|one|two|\S{{1,9}}\ \w{{3,6}}s)\b))
    \ {{1,2}}(?:\d{{1,2}}\ ?(?:-|–|to|bis|à|a|till|tot)\ ?)?
    (?P<number>\d{{1,2}}|{_any(*_NUMBERS)})\ {{1,2}}
    (?P<working>working\ |business\ |werk|arbeits|arbets|bank)?(?P<unit>{_any(*_UNITS)})\b
    (?P<worked>\ (?:ouvrés|ouvrables|hábiles|laborables))?
    (?!\ (?:{_NOT_FROM_NOW})\b)""",
    re.VERBOSE,
)
_SPAN_MIDDLES: Final = _any("middle|mitte|milieu|mediados|mitten|midden")
_SPAN_ENDS: Final = _any("end|close|ende|fin|fins|fines|final|finales|slutet|eind|einde")
_SPAN_LEADS: Final = _any(
    "by|before|until|till|later|noch|bis|im laufe|im lauf|avant|pour|antes de|para|senast|före",
    "uiterlijk|voor",
)
_ARTICLES: Final = _any(
    "of|the|at|on|der|des|von|am|zum|de|du|la|le|l'|à|del|el|los|av|van|het|den|in",
)
_THIS: Final = _any("this|dieser|diese|dieses|ce|cette|esta|este|denna|den här|i|deze|dit")
_NEXT: Final = _any(
    "next|coming|following|nächster|nächste|nächsten|nächstes|kommende|kommenden|kommender",
    "nästa|próxima|próximo|volgende|komende",
)
# A span of time, which ends on Friday for a week, on Sunday for a weekend, on the last day for the
# rest; the middle is Wednesday, of a month the 15th. Matches "end of next week", "by the end of the
# month", "Ende der Woche", "fin mars", "over the weekend", "this week", "bis Monatsende", "by the
# middle of next week". No match: "weekly", "in week 12".
_SPAN: Final = re.compile(
    rf"""\b(?:(?P<lead>{_SPAN_LEADS})\ )?
    (?:(?:{_ARTICLES})\ ?){{0,2}}
    (?:(?P<middle>{_SPAN_MIDDLES})\ |(?P<end>{_SPAN_ENDS})\ (?!de\ semana))?
    (?:(?:{_ARTICLES})\ ?){{0,3}}(?:(?P<this>{_THIS})\ |(?P<next>{_NEXT})\ )?
    (?:(?P<unit>{_any(*_UNITS)})(?!\ (?:du|of|vom|van|del)\ (?:\w+\ )?\d)
        |(?P<last>{_any(*_LAST_DAYS)})|(?P<month>{_any(*MONTHS)}))\b
    (?P<behind>\ (?:prochaine?|suivante?|próxim[oa]|que\ viene))?""",
    re.VERBOSE,
)
_NOT_BY: Final = ("through ", "since ", "from ", "after ")
# The end of the working day. Matches "eod", "by close of business", "heute noch".
_TODAY: Final = re.compile(
    r"\b(?:eod|cob|close of (?:business|play)|end of (?:the )?(?:day|business)|heute noch"
    r"|noch heute|bis feierabend)\b"
)


# What is to be done at once. Matches "please send it today", "could you call me tomorrow?". No
# match: "what did you do today?", "please send it, I sign it tomorrow", "please print the list for
# tomorrow", "can you tell me what was sent today?".
_SOON: Final = re.compile(
    r"""\b(?:please|pls|kindly|(?:could|can|would|will)\ you|you\ (?:could|would)
            |(?:send|call|ring|give)\ (?:me|us)|(?:tu|vous)\ (?:me|nous)
            |bitte|könn(?:t?en\ sie|test?\ du)|kannst\ du|pou(?:vez|rriez)-vous|peux-tu|pourrais-tu
            |merci\ de|por\ favor|pued\w{0,3}|podr\w{1,5}|kan\ du|kan\ ni|kun\ je|kunt\ u|graag)\b
    (?:(?!\b(?:i|i'll|we|we'll|she|he|they|ich|wir|je|nous|jag|vi|ik|wij|what|when|which|if|whether
            |like|not|don't|earlier|for|from|of|since|until|starting|be|für|pour|de|para|för|voor)\b)[^.;]){1,120}?
    \b(?P<day>today|tonight|tomorrow|this\ (?:week|morning|afternoon|evening)|heute|morgen
        |diese\ woche|aujourd'hui|demain|cette\ semaine|ce\ soir|cet\ après-midi|hoy|mañana
        |esta\ (?:semana|tarde|noche|mañana)|i\ ?dag|i\ ?morgon|i\ ?kväll|i\ eftermiddag
        |den\ här\ veckan|vandaag|vanavond|vanmiddag|deze\ week)
    (?:\ (?:morning|afternoon|evening|noon|if\ possible|please|früh|noch|abend|nachmittag
            |[\w-]{3,14}en))?
    \ {0,2}(?:[.!?,;)]|\Z)""",
    re.VERBOSE,
)
# The day that was named before. Matches "by then", "bis dahin", "d'ici là", "para entonces".
_THEN: Final = re.compile(
    r"""\b(?:by\ then|before\ then|by\ that\ da(?:y|te)|bis\ dahin|d'ici\ là|para\ entonces
        |till(?:s)?\ dess|innan\ dess|(?:tegen|voor)\ die\ (?:tijd|datum))\b""",
    re.VERBOSE,
)


def find_term(sentence: str, message: Message, *, any_day: bool) -> date | None:
    """The day by which, in the sender's zone: a day named, or the end of a span of time.

    ``any_day`` takes a day also where no word says that it is a term, as who promises for
    Friday is bound by it.
    """
    folded = fold(sentence)
    today = sent_on(message)
    for daytime in find_daytimes(sentence, message.sent_at, message.utc_offset_minutes):
        if (
            daytime.on is not None
            and daytime.on >= today
            and (any_day or _is_term(folded, daytime.start, daytime.end))
        ):
            return daytime.on
    if _TODAY.search(folded):
        return today
    return _counted(folded, today, any_day) or _end_of_span(folded, today, any_day)


def find_then(sentence: str, before: str, message: Message) -> date | None:
    """The day that "by then" means: the last to come that the text before the sentence names."""
    if _THEN.search(fold(sentence)) is None:
        return None
    today = sent_on(message)
    named = find_daytimes(before, message.sent_at, message.utc_offset_minutes)
    return next((day.on for day in reversed(named) if day.on and day.on >= today), None)


def find_soon(sentence: str, message: Message) -> date | None:
    """Today or tomorrow, where a wish names it as the day to fulfil it."""
    soon = _SOON.search(fold(sentence))
    return find_term(soon["day"], message, any_day=True) if soon else None


def _is_term(folded: str, start: int, end: int) -> bool:
    before = folded[max(0, start - _LONGEST_LEAD) : start]
    return bool(
        folded.startswith(TERM_INSIDE, start)
        or _TERM_BEFORE.search(before)
        or _TERM_BEHIND.match(folded, end)
        or _BEFORE_AN_EVENT.search(before)
    )


def _counted(folded: str, today: date, any_day: bool) -> date | None:
    for found in _COUNTED.finditer(folded):
        if not (found["within"] or any_day):
            continue
        number = _NUMBERS.get(found["number"]) or int(found["number"])
        unit = _UNITS[found["unit"]]
        if unit == "day" and (found["working"] or found["worked"]):
            return _working_days_after(today, number)
        if unit in _DAYS_OF:
            return today + timedelta(days=number * _DAYS_OF[unit])
        if unit == "month":
            return _end_of_month(today, number, today.day)
        if unit == "hour" and found["within"]:
            return today + timedelta(days=number // 24)
    return None


def _working_days_after(today: date, number: int) -> date:
    on = today
    while number > 0:
        on += timedelta(days=1)
        number -= on.weekday() < _SATURDAY
    return on


def _end_of_span(folded: str, today: date, any_day: bool) -> date | None:
    for span in _SPAN.finditer(folded):
        if _is_meant(span, any_day) and not folded.endswith(_NOT_BY, 0, span.start()):
            on = _end_of(span, today)
            if on is not None and on >= today:
                return on
    return None


def _is_meant(span: re.Match[str], any_day: bool) -> bool:
    """Whether a span is a term, and not just named: "by next week", and not "weeks"."""
    if span["end"]:
        return True
    if span["middle"] or span["last"]:
        return any_day or span["lead"] is not None
    unit = _UNITS.get(span["unit"] or "")
    is_named = span["this"] or _is_next(span) or unit == "weekend"
    return unit in _SHORT_SPANS and bool(span["lead"] or (any_day and is_named))


def _is_next(span: re.Match[str]) -> bool:
    return bool(span["next"] or span["behind"])


def _end_of(span: re.Match[str], today: date) -> date | None:
    """The last day of a span, or the one in its middle."""
    last = 15 if span["middle"] else 31
    if span["month"]:
        return _end_of_month(today, (MONTHS[span["month"]] - today.month) % 12, last)
    unit = _UNITS.get(span["unit"] or "") or _LAST_DAYS[span["last"]]
    if unit == "day":
        return today
    if unit == "weekend":
        sunday = today + timedelta(days=(_SUNDAY - today.weekday()) % 7)
        return sunday + timedelta(days=7 * _is_next(span))
    if unit == "week":
        friday = today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
        friday += timedelta(days=7 * (_is_next(span) and today.weekday() <= _FRIDAY))
        return friday - timedelta(days=2 * bool(span["middle"]))
    if unit == "month":
        return _end_of_month(today, int(_is_next(span)), last)
    return date(today.year + _is_next(span), 12, 31) if unit == "year" else None


def _end_of_month(today: date, months: int, day: int = 31) -> date:
    """The last day of the month so many months on, or that day in it."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))

"""Times of day that a text names: "2:30 pm", "14h30", "noon", "half past four", "halb neun".

Knows ranges ("9-10:30"), zones ("4pm ET", "14:30 CET", "(UTC+01:00)") and which numbers are
times only beside a day. It refuses to know of which day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta, timezone, tzinfo
from typing import Final

from extractors.zones import ZONE_NAMES, named_zone, outlook_zone

_MOST: Final = 96


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, maybe a range and a zone, with its place in the text."""

    start: int
    end: int
    begins: time
    ends: time | None
    is_sure: bool
    """A time in itself, not only by standing beside a day."""
    is_exact: bool
    """Said with am or pm, or by a clock of 24 hours."""
    zone: tzinfo | None
    """As named beside it."""


def _numbers(*languages: str) -> dict[str, int]:
    return {name: n for words in languages for n, name in enumerate(words.split(), 1)}


_ENGLISH: Final = _numbers("one two three four five six seven eight nine ten eleven twelve")
_SPANISH: Final = _numbers("una dos tres cuatro cinco seis siete ocho nueve diez once doce")
_HOURS: Final = (
    _ENGLISH
    | _numbers(
        "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "ett två tre fyra fem sex sju åtta nio tio elva tolv",
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
        "une deux trois quatre cinq six sept huit neuf dix onze",
    )
    | _SPANISH
)
_FEW_MINUTES: Final = {
    name: minutes
    for minutes, names in (
        (5, "five fünf fem vijf"),
        (10, "ten zehn tio tien"),
        (20, "twenty zwanzig tjugo twintig"),
        (25, "twenty-five fünfundzwanzig tjugofem"),
    )
    for name in names.split()
}
"""Minutes that are said before an hour: "ten past nine", "fünf vor zwölf"."""
_AFTER_THE_HOUR: Final = frozenset({"past", "after", "nach", "över", "over"})
_ARTICLES: Final = frozenset({"ett", "een", "une", "una"})
_HOUR: Final = "|".join(sorted(_HOURS, key=len, reverse=True))
_PARTS: Final = {
    "y media": 30, "y cuarto": 15, "menos cuarto": -15,
    "et demie": 30, "et demi": 30, "et quart": 15, "moins le quart": -15,
}  # fmt: skip
"""Minutes from the hour named before them."""
_PART: Final = "(?:" + "|".join(part.replace(" ", r"\ ") for part in _PARTS) + r")\b"

# A zone beside a time. Matches " pm cet", " (houston time)", " utc+2", " (gmt-06:00) central".
_ZONE: Final = rf"""(?:,?\ {{0,2}}(?:
      \((?:gmt|utc)(?P<outlook>[+-]\d\d:\d\d)\)
    | (?:\(|\[)?(?P<zone>utc|gmt|{"|".join(map(re.escape, ZONE_NAMES))})
      (?P<shift>[+-]\d{{1,2}})?(?:'s)?(?:\ (?:standard|daylight|local))?(?:\ time)?\b[)\]]?
    ))?"""

# From a digit. Matches "10:30", "2 pm", "14h30", "14 uhr", "13:00-15:00", "9 to 10:30 am",
# "1000am", "10ish", "16u30", "5 y media". No match: "10 boxes" is unsure, "1.5%", "5-4554" none.
_FROM_DIGIT: Final = re.compile(
    rf"""(?:(?P<military>\d{{3,4}}(?=\ ?[ap]\.?m\b)|0\d[0-5]\d(?!\d))
      | (?P<hour>\d{{1,2}})(?!\d)(?:(?P<mark>[:.hu]|\ ?(?:h|uhr|heures?)\ )(?P<minute>\d\d)(?!\d)
            (?!\ (?:personen|leute|gäste|teilnehmer|kinder|euro|personnes|invités|euros)\b)
          |(?P<bare>h|(?<=\bom\ \d)u|(?<=1\d)u|(?<=2\d)u)\b)?
        (?::\d\d(?!\d))?)
      \ ?(?P<half>[ap]\.?m\b\.?|[ap]\b(?!\ las?\b)(?=[\s,.?!;)-]|$)|o'?clock|uhr|heures?
        |uur|horas|(?<=\blas\ \d\ )hrs\b|(?<=\blas\ \d\d\ )hrs\b|hs?\b|-?ish\b)?
      (?:\ ?(?P<part>{_PART}))?
      (?P<range>\ ?(?:-|–|—|to|until|till|til|and|bis|à|a|tot|och|till)\ ?
        (?P<hour2>\d{{1,2}})(?!\d)(?:(?:[:.h]|\ h\ )(?P<minute2>\d\d)(?!\d))?(?::\d\d(?!\d))?
        \ ?(?P<half2>[ap]\.?m\b\.?|[ap]\b|uhr|h\b|heures|uur)?)?
      {_ZONE}(?![-–]?\d)(?!\w)""",
    re.VERBOSE,
)
# What makes a number no time. Matches " percent", " people", "% of", " minutes", " main st".
_COUNTED: Final = re.compile(
    r"""\ ?(?:%|percent|per\b|mins?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|people
        |million|billion|cents|dollars|wochen?\b|semaines?\b|semanas?\b|veck(?:a|or)\b
        |weken\b|dagar\b|dagen\b|jours?\b|días?\b|timm(?:e|ar)\b|uren\b
        |of\ (?:us|them|you)|k\b|mw|bps|bp\b|mmbtu|times\b|minuten
        |stunden|tage|personen|prozent|personas|personnes|minutter|minuter|procent)""",
    re.VERBOSE,
)
# From a word. Matches "noon", "half past four", "quarter to 3", "halb neun", "kvart över tre",
# "midi et demi", "een uur of vier", "cinco y media".
_FROM_WORD: Final = re.compile(
    rf"""(?:(?P<noon>noon|midday|mittags?|midi|mediodía|mediodia|twaalf\ uur)
        (?:\ (?P<noon_part>{_PART}))?
      | (?P<quarter>half|quarter|a\ quarter|halb|halv|dreiviertel|viertel|kvart|kwart)
        \ (?:(?P<side>past|to|after|before|of|til|nach|vor|över|over|i|voor)\ )?
        (?:(?P<spelled>{_HOUR})|(?P<digits>\d{{1,2}}))(?![\d:%])
        (?:\ ?(?P<half>[ap]\.?m\b\.?|o'clock|uhr|uur))?
      | (?P<few>{"|".join(_FEW_MINUTES)})\ (?:min\w{{0,5}}\ )?
        (?P<few_side>past|after|to|before|nach|vor|över|i|over|voor)
        \ (?P<few_of>{_HOUR}|\d{{1,2}})(?![\d:%])
      | (?:een\ uur\ of\ )?(?P<number>{_HOUR}|(?<=uur\ of\ )\d{{1,2}})
        (?:\ (?P<minutes>thirty|fifteen|forty-five))?
        (?:\ ?(?P<half2>[ap]\.?m\b\.?|o'clock|-?ish\b|uhr\b|uur\b|heures?\b))?
        (?:\ (?P<part>{_PART}))?
    ){_ZONE}(?!\w)""",
    re.VERBOSE,
)
# Words before a time that make it one. Matches "at ", "um ", "from ".
_LEAD: Final = re.compile(
    r"""(?:(?P<sure>at|@|um|à|a\ las?|las|kl\.?|klockan|om|gegen|vers|rond|tegen|vid|runt|typ
        |from|between|ab|von|dès|desde|zwischen|entre|mellan|tussen|vanaf|från|starting|beginning|after|around|about|before|til
        |until|say|by|for|our|the)|de|to|of)\ {0,2}(?:around\ |about\ |circa\ |ca\.?\ )?$""",
    re.VERBOSE,
)
# Before a time with a dot that is offered. Matches "jag kan ", "dann ". No match: "costs ".
_OFFERED: Final = re.compile(
    r"""\b(?:kan|kann|könnte|kunde|can|could|ginge|går|funkar|passar|passt|past|schikt|dann|då|dan
        |eller|oder|or)\ $""",
    re.VERBOSE,
)
_WEAK_LEADS: Final = frozenset(
    {"by", "for", "our", "the", "after", "around", "about", "before", "from", "between", "say",
     "til", "until", "von", "desde", "entre", "ab", "starting", "beginning", "vanaf", "från",
     "rond", "tegen", "vid", "runt", "typ", "a la"}
)  # fmt: skip
"""Leads that belong to a time, but make none of a bare number."""
_SPELLED_LEADS: Final = frozenset(
    {"at", "around", "about", "after", "before", "@", "um", "om", "klockan", "kl", "kl.", "gegen",
     "a las", "las", "a la"}
)  # fmt: skip
_BEGINS: Final = frozenset({"from", "between", "ab", "von", "från", "vanaf"})
_LOOSE_LEADS: Final = _BEGINS | {"vid", "runt", "typ", "rond", "tegen", "vers"}
"""Leads that make a spelled number a time only beside a day: "vid tre tillfällen"."""
# After an hour that something lasts from. Matches ".", " and ten", " with the plans". No match:
# " suppliers".
_HOUR_GOES_ON: Final = re.compile(
    r"""\ {0,2}(?:[,.!?;)\n]|$|(?:and|to|till|until|on|onwards?|or|with|in|at|und|bis|an|och|till|en
        |tot)\b)""",
    re.VERBOSE,
)
_ROUGH: Final = frozenset(
    {"around", "about", "typ", "runt", "vid", "gegen", "vers", "rond", "tegen"}
)
"""Leads that make a bare number a time where nothing but a question mark follows: "about 12?"."""
_SAID_WITHOUT_LEAD: Final = ("am", "pm", "o'clock", "uhr")
_ALSO_HOW_LONG: Final = ("uur", "heure", "heures")
# After an hour in Spanish. Matches ".", " de la tarde", " en tu taller". No match: " empresas".
_SPANISH_GOES_ON: Final = re.compile(r"\ {0,2}(?:[^\w\s]|$|(?:de|del|en|por|para|con|si|o|hora)\b)")
_BEFORE_ONE: Final = ("klockan", "kl", "kl.", "a la")
_MINUTES: Final = {"thirty": 30, "fifteen": 15, "forty-five": 45}
_TOKEN: Final = re.compile(r"[^\W_][\w']*")
_FIRST_WORDS: Final = frozenset(
    {"noon", "midday", "mittag", "mittags", "midi", "mediodía", "mediodia", "half", "quarter",
     "halb", "halv", "dreiviertel", "viertel", "kvart", "kwart", *_HOURS, *_FEW_MINUTES}
)  # fmt: skip
_EARLY: Final = re.compile(
    r"\b(?:morning|früh|vormittag|matin|morgonen|ochtend|breakfast|a\.?m\.?)\b"
)
_LATE: Final = re.compile(
    r"\b(?:tonight|evening|afternoon|night|abend|soir|soirée|kväll|avond|vanavond|tarde|noche|arvo"
    r"|\w*nachmittag|\w*abend)\b"
)
_DINING: Final = re.compile(
    r"\b(?:dinner|drinks|supper|party|concert|table|abendessen|dîner|cena|(?<!de\ )middag|diner|pub"
    r"|gig)\b"  # "tegen de middag" is noon
)


def find_clocks(folded: str, around: str, written: str) -> Iterator[Clock]:
    """Every time of day in a folded text, in order; what is no time is left out.

    ``around`` is the same text with nothing struck out, for the words that say which half
    of the day is meant; ``written`` is it as it was written, for zones that are words too.
    Without am or pm, 1 to 6 are the afternoon's (office hours), and so is 5 to 11 where the
    words around are of the evening.
    """
    count = place = 0
    is_dining = None
    for token in _TOKEN.finditer(folded):
        start = token.start()
        if start < place:
            continue
        if token[0][0].isdigit():
            clock = _from_digit(folded, start, written)
        elif token[0] in _FIRST_WORDS:
            clock = _from_word(folded, start, written)
        else:
            continue
        if clock is None:
            continue
        if not clock.is_exact and clock.begins.hour < 12:
            if is_dining is None:
                is_dining = bool(_DINING.search(around))
            clock = _at_its_half(around, clock, is_dining)
        place = clock.end
        yield clock
        count += 1
        if count >= _MOST:
            return


def _at_its_half(folded: str, clock: Clock, is_dining: bool) -> Clock:
    """The later half of the day where words near it say so."""
    around = folded[max(0, clock.start - 24) : clock.end + 16]
    is_late = _LATE.search(around) or (is_dining and not _EARLY.search(around))
    if not (is_late and 5 <= clock.begins.hour <= 11) or "lunch" in around:
        return clock
    begins = clock.begins.replace(hour=clock.begins.hour + 12)
    ends = clock.ends
    if ends is not None and ends.hour < 12:
        ends = ends.replace(hour=ends.hour + 12)
    return Clock(clock.start, clock.end, begins, ends, clock.is_sure, True, clock.zone)


def _lead(folded: str, start: int) -> tuple[str, int]:
    """The words that lead to a time, and where they begin."""
    found = _LEAD.search(folded[max(0, start - 20) : start])
    if found is None:
        return "", start
    begin = start - len(found[0])
    if begin and folded[begin - 1].isalnum() and found[0][0].isalnum():
        return "", start
    return found["sure"] or "-", begin


def _from_digit(folded: str, start: int, written: str) -> Clock | None:
    if start and folded[start - 1] in ".,:$€£/+#-–":
        before = folded[start - 2 : start - 1]
        if folded[start - 1] not in "-–," or before.isalnum():
            return None
    match = _FROM_DIGIT.match(folded, start)
    if match is None or _COUNTED.match(folded, match.end()):
        return None
    lead, begin = _lead(folded, start)
    first = _half(match["half"])
    second = _half(match["half2"])
    if match["military"]:
        hour, minute = divmod(int(match["military"]), 100)
    else:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
    is_exact = (
        first in ("am", "pm", "uhr", "h", "hs", "hrs", "heure", "heures", "uur", "horas")
        or second in ("am", "pm", "uhr", "h", "uur", "heures")
        or bool(match["bare"])
        or (match["mark"] or "").strip() in ("h", "u", "uhr", "heure", "heures")
        or hour > 12
        or (match["hour"] or "1").startswith("0")
    )
    spoken = first if first in ("am", "pm") else ""
    spoken2 = second if second in ("am", "pm") else ""
    zone = _zone(match, written, is_english=bool({first, second} & {"am", "pm"}))
    ends = None
    begins_at = _hour(hour, spoken or spoken2, is_exact)
    if match["hour2"]:
        ends_at = _hour(int(match["hour2"]), spoken2 or spoken, is_exact)
        minute2 = int(match["minute2"] or 0)
        if ends_at > 23 or minute2 > 59:
            return None
        if not spoken and spoken2 == "pm" and (begins_at, minute) > (ends_at, minute2):
            begins_at -= 12  # "11 to 1 pm"
        if spoken and not spoken2 and ends_at < begins_at and ends_at + 12 <= 23:
            ends_at += 12  # "11am - 1"
        ends = time(ends_at, minute2)
    if not 0 <= begins_at <= 23 or minute > 59:
        return None
    if not is_exact and 1 <= hour <= 6 and _is_early(folded, start, match.end()):
        begins_at = hour
    if match["part"] and not minute:
        begins_at, minute = _with_part(begins_at, match["part"])
    is_clock = bool(
        first
        or match["part"]
        or (match["military"] and lead in ("at", "@", "um", "kl", "kl.", "om"))
        or (match["mark"] not in (None, "."))
        or (zone and match["mark"])
    )
    is_led = bool(lead) and lead != "-" and (lead not in _WEAK_LEADS or bool(match["mark"]))
    if lead in _ROUGH and folded[match.end() : match.end() + 1] == "?" and 7 <= hour <= 20:
        is_led = True
    is_range = bool(match["range"]) and lead in ("from", "between", "von", "zwischen", "entre")
    if match["mark"] == "." and minute % 5 == 0 and hour >= 7:
        is_led = is_led or _OFFERED.search(folded[max(0, start - 10) : start]) is not None
    is_sure = is_clock or is_led or is_range or bool(spoken2) or second in ("uhr", "uur", "h")
    start_at = begin if lead and lead != "-" else start
    return Clock(start_at, match.end(), time(begins_at, minute), ends, is_sure, is_exact, zone)


def _is_early(folded: str, start: int, end: int) -> bool:
    near = folded[max(0, start - 18) : end + 16]
    return bool(re.search(r"\bmorning\b|\bfrüh\b|\bmatin\b|\bde la mañana\b", near))


def _from_word(folded: str, start: int, written: str) -> Clock | None:
    match = _FROM_WORD.match(folded, start)
    if match is None:
        return None
    lead, begin = _lead(folded, start)
    zone = _zone(match, written, is_english=False)
    if match["noon"]:
        begins = time(*_with_part(12, match["noon_part"] or ""))
        return Clock(begin if lead else start, match.end(), begins, None, True, True, zone)
    if match["few"]:
        return _few_minutes(folded, match, lead, begin if lead else start, zone)
    if match["number"]:
        half = _half(match["half2"])
        is_said = half in _SAID_WITHOUT_LEAD
        if not is_said and lead not in _SPELLED_LEADS and lead not in _LOOSE_LEADS and not half:
            return None
        if lead in _BEGINS and not half and not _HOUR_GOES_ON.match(folded, match.end()):
            return None  # "from two suppliers"
        if match["number"] in _SPANISH and (
            lead not in ("a las", "las", "a la")
            or not (match["part"] or _SPANISH_GOES_ON.match(folded, match.end()))
        ):
            return None  # "at once" is not eleven, and "a las dos empresas" not two
        if half in _ALSO_HOW_LONG and lead in ("", "-"):
            return None  # "pendant deux heures"
        if match["number"] in _ARTICLES and not is_said and lead not in _BEFORE_ONE:
            return None  # "om ett utkast" is no hour
        number = _HOURS.get(match["number"]) or int(match["number"])
        if not 1 <= number <= 12:
            return None
        hour = _hour(number, half if half in ("am", "pm") else "", False)
        if number == 7 and not half and not _is_early(folded, start, match.end()):
            hour = 19  # who spells it means the evening
        hour, minute = _with_part(hour % 24, match["part"] or "")
        minute = _MINUTES.get(match["minutes"], minute)
        if _COUNTED.match(folded, match.end()):
            return None
        exact = half in ("am", "pm")
        is_sure = bool(half) or lead not in _LOOSE_LEADS
        return Clock(begin, match.end(), time(hour, minute), None, is_sure, exact, zone)
    return _quarter(folded, match, begin if lead else start, zone)


def _few_minutes(
    folded: str, match: re.Match[str], lead: str, start: int, zone: tzinfo | None
) -> Clock | None:
    """ "ten past nine", "um fünf vor zwölf"; "from ten to five" is a range and none of these."""
    is_after = match["few_side"] in _AFTER_THE_HOUR
    if not is_after and lead not in _SPELLED_LEADS:
        return None
    number = _HOURS.get(match["few_of"]) or int(match["few_of"])
    if not 1 <= number <= 12:
        return None
    is_early = _is_early(folded, match.start(), match.end())
    hour = number if is_early else _hour(number, "", False)
    minutes = _FEW_MINUTES[match["few"]]
    total = (hour * 60 + (minutes if is_after else -minutes)) % (24 * 60)
    return Clock(start, match.end(), time(total // 60, total % 60), None, True, False, zone)


def _with_part(hour: int, part: str) -> tuple[int, int]:
    """Hour and minute of "doce y media", "neuf heures moins le quart"."""
    return divmod((hour * 60 + _PARTS.get(part, 0)) % (24 * 60), 60)


def _quarter(folded: str, match: re.Match[str], start: int, zone: tzinfo | None) -> Clock | None:
    """ "half past four", "half six", "quarter to 3", "halb neun"."""
    spelled, side, quarter = match["spelled"], match["side"], match["quarter"]
    number = _HOURS[spelled] if spelled else int(match["digits"])
    if not 1 <= number <= 12:
        return None
    half = _half(match["half"])
    if quarter == "dreiviertel":  # "dreiviertel elf" is a quarter to eleven
        if side:
            return None
        minutes = -15
    elif quarter in ("half", "halb", "halv"):
        # British "half six" is half past six; German, Dutch and Swedish count to the next.
        is_english = quarter == "half" and (not spelled or spelled in _ENGLISH) and half != "uur"
        minutes = 30 if is_english or side else -30
        if side and side not in ("past", "after", "over", "över", "nach"):
            return None
    else:
        if side is None:
            return None
        minutes = 15 if side in ("past", "after", "nach", "över", "over") else -15
    hour = _hour(number, half if half in ("am", "pm") else "", False)
    if _is_early(folded, start, match.end()):
        hour = number
    elif number == 7 and spelled and not half:
        hour = 19
    total = (hour * 60 + minutes) % (24 * 60)
    return Clock(
        start,
        match.end(),
        time(total // 60, total % 60),
        None,
        True,
        half in ("am", "pm"),
        zone,
    )


def _half(text: str | None) -> str:
    bare = (text or "").replace(".", "")
    return {"a": "am", "p": "pm"}.get(bare, bare)


def _hour(hour: int, half: str, is_exact: bool) -> int:
    """Hour of the day; without am or pm, 1 to 6 are the afternoon's (office hours)."""
    if half == "pm" and hour < 12:
        return hour + 12
    if half == "am" and hour == 12:
        return 0
    if not half and not is_exact and 1 <= hour <= 6:
        return hour + 12
    return hour


# Zones that are words elsewhere: French "et" and "est", German "ist" and "ast".
_ALSO_WORDS: Final = frozenset({"et", "est", "ist", "ast", "wet", "ct", "mt", "pt", "msk"})


def _zone(match: re.Match[str], written: str, *, is_english: bool) -> tzinfo | None:
    if match["outlook"]:
        hours, minutes = match["outlook"].split(":")
        offset = int(hours) * 60 + (int(minutes) if hours[0] == "+" else -int(minutes))
        return outlook_zone(offset) if abs(offset) <= 14 * 60 else None
    name = match["zone"]
    if not name:
        return None
    if name in _ALSO_WORDS and not is_english and not written[match.start("zone")].isupper():
        return None
    shift = int(match["shift"] or 0)
    if shift and abs(shift) <= 14:  # no zone is farther from UTC
        return timezone(timedelta(hours=shift)) if name in ("utc", "gmt") else named_zone(name)
    return named_zone(name)

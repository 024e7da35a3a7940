"""Days that a text names: "Tuesday", "next Friday", "June 12th", "12.6.", "the 8th", "demain".

English well; weekdays, months and relative days of German, French, Spanish, Swedish and
Dutch. It refuses to guess a day for "next week", "soon" or "in the spring".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_MOST: Final = 24


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its place in the text."""

    start: int
    end: int
    on: date
    needs_time: bool = False
    """Said with a word that is a day only beside a time, such as "sun"."""


def _numbered(lines: Iterable[str], first: int) -> dict[str, int]:
    return {name: number for number, line in enumerate(lines, first) for name in line.split()}


_WEEKDAYS: Final = _numbered(
    (
        "monday mondays mon montag lundi lunes måndag måndagen mandag maandag mån",
        "tuesday tues tue dienstag mardi martes tisdag tisdagen dinsdag tis",
        "wednesday weds wed mittwoch mercredi miércoles miercoles onsdag onsdagen woensdag ons",
        "thursday thurs thur thu donnerstag jeudi jueves torsdag torsdagen donderdag tors",
        "friday fri freitag vendredi viernes fredag fredagen vrijdag fre",
        "saturday sat samstag sonnabend samedi sábado sabado lördag lördagen lordag zaterdag lör",
        "sunday sun sonntag dimanche domingo söndag söndagen sondag zondag sön",
    ),
    first=0,
)
_ENGLISH_WEEKDAYS: Final = frozenset(
    name
    for day in (
        "monday mon",
        "tuesday tues tue",
        "wednesday weds wed",
        "thursday thurs thur thu",
        "friday fri",
        "saturday sat",
        "sunday sun",
    )
    for name in day.split()
)
_SWEDISH_WEEKDAYS: Final = frozenset(
    {"måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"}
)
"""With an s behind "i" they are the last that went: "i fredags"."""
_SOON: Final = 21
"""Days ahead up to which "sat 11" is rather the 11th than eleven o'clock."""
# Two letters, as calendars in German and Dutch have them: too short to be believed unless a
# date or a time with its own mark follows ("Di 14 Uhr", "Do 12.3.").
_TERSE: Final = _numbered(("mo ma", "di", "mi wo", "do", "fr vr", "sa za", "so zo"), first=0)
MONTHS: Final = _numbered(
    (
        "january jan januar jänner jaenner janvier janv enero januari",
        "february feb februar février fevrier févr fevr febrero februari",
        "march mar märz maerz mars marzo maart mrt",
        "april apr avril avr abril abr",
        "may mai mayo maj mei",
        "june jun juni juin junio",
        "july jul juli juillet juil julio",
        "august aug août aout agosto augusti augustus",
        "september sep sept septembre septiembre setiembre",
        "october oct oktober okt octobre octubre",
        "november nov novembre noviembre",
        "december dec dezember dez décembre decembre déc diciembre dic",
    ),
    first=1,
)
_RELATIVE: Final = {
    name: days
    for days, names in (
        (-1, "yesterday|last night|gestern|hier|ayer|igår|i går|gisteren|gisteravond|gistermiddag"),
        (
            0,
            "today|today's|tonight|this morning|this afternoon|this evening|heute|aujourd'hui|hoy"
            "|idag|i dag|ikväll|i kväll|i eftermiddag|i förmiddag|i morse|vandaag|vanavond"
            "|vanmiddag|vanochtend|vanmorgen|ce soir|ce matin|cet après-midi|cet apres-midi"
            "|cet aprem|esta tarde|esta noche|esta mañana",
        ),
        (
            1,
            "tomorrow|tomorrow's|tmrw|tomorow|tommorow|tommorrow|demain|imorgon|i morgon|imorron"
            "|i morron|imorrn|i morrn|morgen|morgenochtend|morgenmiddag|morgenavond"
            "|morgenvroeg|mañana|manana",
        ),
        (
            2,
            "day after tomorrow|übermorgen|uebermorgen|après-demain|après demain|apres-demain"
            "|apres demain|pasado mañana|pasado manana|i övermorgon|övermorgon|overmorgen",
        ),
    )
    for name in names.split("|")
}
# Words that name a day only beside a date or a time: they are other words too.
_SHORT: Final = frozenset(
    {"sun", "sat", "mon", "wed", "mars", "mar", "mån", "tis", "ons", "tors", "fre", "lör", "sön"}
)
# "am Morgen", "por la mañana": the time of day, not the next one.
_MORNING: Final = re.compile(r"(?:guten|am|jeden|heute|la|esta|gestern|goede|jede)\ $", re.VERBOSE)
# French, where "hier" is yesterday; in German and Dutch it is here.
_FRENCH: Final = re.compile(r"\b(?:je|vous|nous|les?|pour|avec|merci|bonjour|notre|votre)\b")


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_MONTH: Final = _any(MONTHS)
_ORDINAL: Final = r"(?:st|nd|rd|th|\.|er|e|ème|:e)?\ {1,2}(?:of\ |de\ )?"
_RANGE_OF_DAYS: Final = (
    r"(?:,\ \d{1,2}(?![\d:]|h\b|h\d|\ ?[ap]\.?m\b|\ ?(?:uhr|uur|o'clock))(?:st|nd|rd|th|\.)?){0,3}"
    r"(?:\ ?(?:-|–|to|and|or|&|bis|au|al|till|und|et|y|och|en)\ ?(?:the\ )?"
    r"\d{1,2}(?:st|nd|rd|th|\.)?(?![\d:]|\ ?[ap]\.?m))?"
)
_IN_BRACKETS: Final = rf"(?:,?\ ?\(?(?P<bweekday>{_any(_WEEKDAYS)})\b\)?)?"

# A date from its first digit. Matches "2026-03-04", "4-mar-2026", "12/6", "12.6.2026", "9-19-01",
# "6 december", "12-19 november 2026". No match: "4.30", "10 boxes".
_FROM_DIGIT: Final = re.compile(
    rf"""(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)
    | (?P<hday>\d{{1,2}})-(?P<hmonth>{_MONTH})-(?P<hyear>20\d\d|19\d\d|\d\d)(?![\d:])
    | (?P<dday>\d{{1,2}}){_RANGE_OF_DAYS}{_ORDINAL}(?P<dmonth>{_MONTH})\b\.?
      (?:[.,]?\ {{1,2}}(?:de\ |del\ )?(?P<dyear>20\d\d|19\d\d)(?!\d))?{_IN_BRACKETS}
    | (?P<number>\d{{1,2}})(?P<mark>[./-])(?P<number2>\d{{1,2}})
      (?:(?P=mark)(?P<nyear>20\d\d|19\d\d|\d\d)?)?(?![\d:%])
    | (?P<ordinal>\d{{1,2}})(?P<nth>st|nd|rd|th|\.|er|e|:e)?(?![\d:%])
    """,
    re.VERBOSE,
)
# A date from its month. Matches "june 12th, 2026", "mar. 3 (tue)". No match: "march on".
_FROM_MONTH: Final = re.compile(
    rf"""(?P<month>{_MONTH})\b\.?,?\ {{1,2}}(?:the\ )?(?P<mday>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])
      (?!\ ?(?:[ap]\.?m\b|uhr)){_RANGE_OF_DAYS}(?:,?\ {{1,2}}(?P<myear>20\d\d|19\d\d)(?!\d))?
      {_IN_BRACKETS}""",
    re.VERBOSE,
)
# What follows a weekday. Matches ", december 6th 2026", " den 9. märz", " 12/6", " the 8th",
# " 10" (the day of the month, if it is one). No match: " 10:30".
_AFTER_WEEKDAY: Final = re.compile(
    rf"""(?:(?P<later>\ (?:week\b(?!end)|in\ a\ week|in\ acht\ tagen|in\ einer\ woche|om\ en\ vecka
        |over\ een\ week|en\ huit|after\ next))
      |(?P<fortnight>\ (?:fortnight|in\ (?:two|2)\ weeks|in\ (?:zwei|2)\ wochen|in\ vierzehn\ tagen
        |om\ (?:två|2)\ veckor|over\ (?:twee|2)\ weken|en\ quinze)\b)
      |(?P<next>\ (?:prochain|próximo|proximo|que\ viene)\b))?
      (?:[.,]{{0,2}}\ {{0,2}}\(?(?:(?:the|den|der|le|el|de|on|dem|del)\ )?(?:
          (?P<wmonth>{_MONTH})\b\.?\ {{1,2}}(?:the\ )?(?P<wday>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])
        | (?P<wday2>\d{{1,2}}){_RANGE_OF_DAYS}{_ORDINAL}(?P<wmonth2>{_MONTH})\b
        | (?P<wnumber>\d{{1,2}})(?P<wmark>[./-])(?P<wnumber2>\d{{1,2}})(?![\d:])
        | (?P<wordinal>\d{{1,2}})(?:st|nd|rd|th)(?!\w)
        | (?P<wbare>\d{{1,2}})(?![\d:]|[.h]\d|\ ?(?:[ap]\.?m\b|uhr|h\b|u\b|u\d|uur|heures|o'clock
            |-|–|to\ \d|bis\ |%|people|of\ us|min))
      )(?:,?\ {{1,2}}(?:de\ )?(?P<wyear>20\d\d|19\d\d)(?!\d)|[./-](?P<wyear2>20\d\d|\d\d)(?!\d)|\.
      )?\)?)?""",
    re.VERBOSE,
)
# What must follow a terse weekday. Matches " 14 uhr", ". 12.3.", " um 9", " um halb drei", " 10:30
# uur", " 12 mrt". No match: " not", " um die ecke".
_TERSE_FOLLOWED: Final = re.compile(
    r"""\.?,?\ (?:(?:den\ |um\ |om\ )?\d{1,2}(?:(?:[:.]\d\d)?\ ?(?:uhr|uur)|[./]\d{1,2}\b|:\d\d
        |\ (?:jan|feb|mrt|apr|mei|mai|jun|jul|aug|sep|okt|nov|dec|dez)\b)
        |(?:um|om)\ (?:halb|half|viertel|kwart|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun
        |zehn|elf|zwölf|twee|drie|vijf|zes|zeven|negen|tien|twaalf|\d{1,2}\b))""",
    re.VERBOSE,
)
# A week is not its first day. Matches "week of ", "w/c ", "woche vom ". No match: "a week ".
_WEEK_OF: Final = re.compile(
    r"""\b(?:w/c|wc|w\.c\.|week\ (?:of|commencing|beginning|starting|van)|semaine\ du
        |woche\ (?:vom|ab|um)|semana\ del?|veckan?\ (?:som\ börjar|med\ start)|vecka\ \d{1,2}
        |kw\ \d{1,2})
        \ (?:(?:the|den|dem|on|le|el)\ )?$""",
    re.VERBOSE,
)
_WEEK_HINTS: Final = ("w/c", "wc ", "w.c.", "week", "semaine", "woche", "semana", "vecka", "kw ")
# The week that the next Monday begins. Matches "next week", "nächste Woche", "nästa vecka".
_NEXT_WEEK: Final = re.compile(
    r"""\b(?:next\ week|(?:nächste[nr]?|kommende[nr]?)\ woche|semaine\ prochaine|próxima\ semana
        |semana\ (?:próxima|que\ viene)|(?:nästa|kommande)\ vecka|(?:volgende|komende)\ week)\b""",
    re.VERBOSE,
)
_NEXT_WEEK_WORDS: Final = (
    "next week", " woche", "prochaine", "próxima", "que viene", " vecka", "volgende week",
    "komende week",
)  # fmt: skip
# Between a weekday and "next week" after it. Matches " ", " of ", ", ", " in der ".
_OF_NEXT_WEEK: Final = re.compile(
    r",?\ (?:of\ |in\ der\ |der\ |de\ la\ |la\ |i\ |van\ )?", re.VERBOSE
)
# Who is not there next week means another week. Matches "i'm away", "im urlaub".
_NOT_NEXT_WEEK: Final = re.compile(
    r"""\b(?:away|out|off|before|not|can't|cannot|won't|travel\w{0,5}|vacation|holiday|leave|busy
        |booked|full|urlaub|nicht|avant|pas|no|antes|inte|niet|voor|until|after)\b""",
    re.VERBOSE,
)
# Who says it of next week means it in the next sentence too. Matches " is better for me. how".
_WELCOMED: Final = re.compile(
    r"""[^.!?]{0,40}\b(?:better|best|works?|good|great|fine|suits?|free|open|available|easier
        |possible|ok|besser|passt|gut|mieux|convient|mejor|bien|bättre|passar|beter|prima)\b
        [^.!?]{0,24}[.!]\ """,
    re.VERBOSE,
)
_NEXT_WEEK_REACHES: Final = 90
"""Characters after "next week" in which a weekday is one of that week."""
# Words before a day that belong to it. Matches "next ", "on the ", "am kommenden ".
_LEAD: Final = re.compile(
    r"""(?P<which>next|coming|this|this\ coming|last|past|nächste[nrm]?|kommende[nrm]?|diese[nrm]?
        |vergangenen|letzten|nästa|förra|kommande|komende|volgende|vorige|aanstaande|afgelopen
        |am\ kommenden|on|am|le|el|på|op|the|den|der|du|dem|vom|zum|on\ the|del|de)\ {1,2}$""",
    re.VERBOSE,
)
_LEADS_ORDINAL: Final = frozenset(
    {"the", "den", "der", "am", "le", "el", "on the", "du", "dem", "vom", "zum", "del"}
)
# Weeks counted from a weekday. Matches "a week on ", "a fortnight on ".
_WEEKS_OFF: Final = re.compile(r"\b(?:a\ week|(?P<two>two\ weeks|a\ fortnight))\ on\ $")
_BACK: Final = frozenset({"last", "past", "vergangenen", "letzten", "förra", "vorige", "afgelopen"})
_SKIPS_A_WEEK: Final = frozenset({"next", "nästa", "volgende"})
# The parts of a day that German, Dutch and Swedish write in one word with it.
_PART_OF_DAY: Final = re.compile(
    r"""(?:vormittag|nachmittag|mittag|abend|morgen|früh|ochtend|voormiddag|namiddag|middag|avond
        |s?förmiddag|s?eftermiddag|s?kväll|morgon|slunch)(?:en)?s?$""",
    re.VERBOSE,
)
# Says that "12.3." before it was a date. Matches " um", ", 10", " (". No match: " boxes".
_DATE_GOES_ON: Final = re.compile(r",?\ (?:um|ab|gegen|von|\(|\d)|\s{0,2}$", re.VERBOSE)
_DATE_COMES: Final = re.compile(r"(?:\b(?:am|der|den|dem|vom|zum|bis|kl|på)\ |,\ )$", re.VERBOSE)

_FIRST_WORDS: Final = frozenset(name.split(" ")[0] for name in _RELATIVE)
_TOKEN: Final = re.compile(r"[^\W_][\w'-]*")
_STARTS: Final = frozenset(
    name[:3] for names in (_WEEKDAYS, _TERSE, _FIRST_WORDS, MONTHS) for name in names
)
"""With these letters every word begins that can name a day: few words do."""


def find_days(folded: str, today: date, is_american: bool, looks_back: bool) -> Iterator[Day]:
    """Every day named in a folded text, in order, at most 24.

    A weekday is the next to come (``looks_back``: the last that went); a day of a month that
    in the nearest year, or the year in which its weekday is right.
    """
    count = place = 0
    next_weeks = _next_weeks(folded)
    for token in _TOKEN.finditer(folded):
        word, start = token[0], token.start()
        if word in ("d'hier", "d'aujourd'hui"):
            token = _TOKEN.match(folded, start + 2) or token
            word, start = token[0], start + 2
        if start < place or not (word[:3] in _STARTS or word[0].isdigit()):
            continue
        try:
            day = _day_at(folded, token, today, is_american, looks_back)
        except (ValueError, OverflowError):  # no such day
            continue
        if day is None:
            continue
        place = day.end
        before = folded[max(0, start - 28) : start]
        if any(hint in before for hint in _WEEK_HINTS) and _WEEK_OF.search(before):
            continue
        if next_weeks and not looks_back:
            day = _in_next_week(folded, token, day, next_weeks, today)
        yield day
        count += 1
        if count >= _MOST:
            return


def _next_weeks(folded: str) -> list[tuple[int, int]]:
    if not any(words in folded for words in _NEXT_WEEK_WORDS):
        return []
    return [match.span() for match in _NEXT_WEEK.finditer(folded)][:_MOST]


def _in_next_week(
    folded: str, token: re.Match[str], day: Day, next_weeks: list[tuple[int, int]], today: date
) -> Day:
    """ "Thursday next week", "next week, on Thursday": the week from the next Monday on.

    A weekday with a date of its own stays, and so does one of "this" week. Into the next
    sentence it reaches only from a question or a welcome: "How about next week? I could do
    Tuesday", "Next week is better. Does Tuesday suit you?".
    """
    weekday = _WEEKDAYS.get(token[0])
    text = folded[day.start : day.end]
    if weekday is None or day.on.weekday() != weekday or any(map(str.isdigit, text)):
        return day
    if text.startswith("this ") or token[0] in _SHORT:
        return day
    monday = today + timedelta(days=7 - today.weekday())
    for begin, end in next_weeks:
        if begin >= day.end and _OF_NEXT_WEEK.fullmatch(folded, day.end, begin):
            return Day(day.start, end, monday + timedelta(days=weekday))
        if 0 <= day.start - end <= _NEXT_WEEK_REACHES:
            between = folded[end : day.start]
            clause = folded[max(0, begin - 40) : begin] + between
            welcomed = _WELCOMED.match(between)
            after = between[welcomed.end() :] if welcomed else between
            is_far = "." in after or "!" in after or after.count("?") > 1
            if not is_far and not _NOT_NEXT_WEEK.search(clause):
                return Day(day.start, day.end, monday + timedelta(days=weekday))
    return day


def _day_at(
    folded: str, token: re.Match[str], today: date, is_american: bool, looks_back: bool
) -> Day | None:
    word, start = token[0], token.start()
    if word[0].isdigit():
        if (start and folded[start - 1] in "./-:$€£#@+") or (start and folded[start - 1].isalnum()):
            return None
        return _from_digit(folded, start, today, is_american, looks_back)
    bare = word
    if word not in _WEEKDAYS:
        bare = _PART_OF_DAY.sub("", word).removesuffix("s") if len(word) > 6 else word
        if bare in _SWEDISH_WEEKDAYS and bare == word[:-1] and folded[:start].endswith(" i "):
            on = _weekday(today, _WEEKDAYS[bare], "förra", later=False, looks_back=True)
            return Day(start - 2, token.end(), on)
        if looks_back and bare == word[:-1]:
            return None  # "wir liefern dienstags" tells of no day that went
    if bare in _WEEKDAYS or (word.endswith("'s") and word[:-2] in _WEEKDAYS):
        weekday = _WEEKDAYS.get(bare, _WEEKDAYS.get(word[:-2], 0))
        return _from_weekday(folded, token, weekday, today, is_american, looks_back)
    if word in _TERSE and _TERSE_FOLLOWED.match(folded, token.end()):
        return _from_weekday(folded, token, _TERSE[word], today, is_american, looks_back)
    if word in _FIRST_WORDS:
        relative = _relative_at(folded, token, today)
        if relative is not None:
            return relative
    if word.rstrip("-") in MONTHS:
        match = _FROM_MONTH.match(folded, start)
        if match:
            on = _in_year(
                today,
                MONTHS[match["month"]],
                int(match["mday"]),
                match["myear"],
                _WEEKDAYS.get(match["bweekday"] or ""),
                looks_back,
            )
            return Day(_led(folded, start), match.end(), on)
    return None


def _led(folded: str, start: int) -> int:
    """Where the words that lead to a day begin."""
    lead = _LEAD.search(folded[max(0, start - 16) : start])
    if lead is None or (start - len(lead[0]) and folded[start - len(lead[0]) - 1].isalnum()):
        return start
    return start - len(lead[0])


def _relative_at(folded: str, token: re.Match[str], today: date) -> Day | None:
    start = token.start()
    name = next(
        (
            name
            for name in _RELATIVE_BY_FIRST[token[0].split(" ")[0]]
            if folded.startswith(name, start)
            and not folded[start + len(name) : start + len(name) + 1].isalnum()
        ),
        None,
    )
    if name is None:
        return None
    if name in ("morgen", "mañana") and _MORNING.search(folded[max(0, start - 8) : start]):
        return None
    if name == "hier" and not _FRENCH.search(folded):
        return None
    end = start + len(name)
    if folded.startswith("day after", start) and folded[max(0, start - 4) : start] == "the ":
        start -= 4
    return Day(start, end, today + timedelta(days=_RELATIVE[name]))


_RELATIVE_BY_FIRST: Final = {
    word: sorted((n for n in _RELATIVE if n.split(" ")[0] == word), key=len, reverse=True)
    for word in _FIRST_WORDS
}


def _from_digit(
    folded: str, start: int, today: date, is_american: bool, looks_back: bool
) -> Day | None:
    found = _FROM_DIGIT.match(folded, start)
    if found is None:
        return None
    begin, end = _led(folded, start), found.end()
    if found["iso"]:
        return Day(begin, end, date.fromisoformat(found["iso"]))
    if found["hmonth"]:
        month, day = MONTHS[found["hmonth"]], int(found["hday"])
        return Day(begin, end, _in_year(today, month, day, found["hyear"], None, looks_back))
    if found["dmonth"]:
        weekday = _WEEKDAYS.get(found["bweekday"] or "")
        on = _in_year(
            today, MONTHS[found["dmonth"]], int(found["dday"]), found["dyear"], weekday, looks_back
        )
        return Day(begin, end, on)
    if found["number"]:
        year = found["nyear"]
        if found["mark"] == "-" and year is None:
            return None
        if found["mark"] == "." and year is None:
            is_date = found[0].endswith(".") and (
                _DATE_GOES_ON.match(folded, end)
                or _DATE_COMES.search(folded[max(0, start - 6) : start])
            )
            if not is_date:
                return None  # "4.30" is a price or a time
        numbers = (found["number"], found["mark"], found["number2"], year)
        return Day(begin, end, _in_numbers(numbers, today, is_american, None, looks_back))
    lead = folded[begin:start].strip()
    is_nth = found["nth"] in ("st", "nd", "rd", "th", ":e") and lead in ("", "on", *_LEADS_ORDINAL)
    if is_nth and lead in _LEADS_ORDINAL:
        return Day(begin, end, _day_of_month(today, int(found["ordinal"]), looks_back))
    if found["nth"] in (".", "e", "er") and lead in ("am", "den", "dem", "vom", "le", "del"):
        if folded[end : end + 1].isalnum() or (found["nth"] == "." and lead == "le"):
            return None
        return Day(begin, end, _day_of_month(today, int(found["ordinal"]), looks_back))
    return None


def _from_weekday(
    folded: str,
    token: re.Match[str],
    weekday: int,
    today: date,
    is_american: bool,
    looks_back: bool,
) -> Day | None:
    match = _AFTER_WEEKDAY.match(folded, token.end())
    assert match is not None  # all of it may be missing
    found = match.groupdict()
    begin, end = _led(folded, token.start()), match.end()
    month = found["wmonth"] or found["wmonth2"]
    if month:
        day = int(found["wday"] or found["wday2"])
        return Day(
            begin, end, _in_year(today, MONTHS[month], day, found["wyear"], weekday, looks_back)
        )
    year = found["wyear2"] or found["wyear"]
    if found["wnumber"]:
        is_hour = found["wmark"] == "." and not year and not 1 <= int(found["wnumber2"]) <= 12
        if (found["wmark"] != "-" or year) and not is_hour:  # "torsdag 14.00"
            numbers = (found["wnumber"], found["wmark"], found["wnumber2"], year)
            return Day(begin, end, _in_numbers(numbers, today, is_american, weekday, looks_back))
        end = token.end()
    numbered = found["wordinal"] or found["wbare"]
    if numbered:
        on = _nearest(today, weekday, int(numbered), looks_back)
        may_be_hour = found["wbare"] and token[0] in _ENGLISH_WEEKDAYS and 7 <= int(numbered) <= 12
        if on is not None and not (may_be_hour and abs((on - today).days) > _SOON):
            return Day(begin, match.end(), on)
        if found["wordinal"]:
            return Day(begin, match.end(), _day_of_month(today, int(numbered), looks_back))
        end = token.end()
    if not (numbered or found["wnumber"]):
        end = match.end()
    weeks = 2 if found["fortnight"] else 1 if found["later"] else 0
    lead = "next" if found["next"] else folded[begin : token.start()].strip()
    off = _WEEKS_OFF.search(folded[max(0, begin - 12) : token.start()]) if lead == "on" else None
    if off and not weeks:
        begin, weeks = token.start() - len(off[0]), 2 if off["two"] else 1
    on = _weekday(today, weekday, lead.removeprefix("this "), bool(weeks), looks_back)
    on += timedelta(weeks=max(0, weeks - 1))
    return Day(begin, end, on, token[0] in _SHORT and not weeks)


def _nearest(today: date, weekday: int, day: int, looks_back: bool) -> date | None:
    """ "martes 10": the 10th of this month or a near one, if that is such a weekday."""
    steps = range(0, -2, -1) if looks_back else (0, 1, 2)
    for step in steps:
        months = today.year * 12 + today.month - 1 + step
        on = _date_or_none(months // 12, months % 12 + 1, day)
        if on is not None and on.weekday() == weekday:
            return on
    return None


def _in_numbers(
    numbers: tuple[str, str, str, str | None],
    today: date,
    is_american: bool,
    weekday: int | None,
    looks_back: bool,
) -> date:
    """ "3/4": the month first where Americans write it or the day could be no month."""
    first, mark, second, year = int(numbers[0]), numbers[1], int(numbers[2]), numbers[3]
    month_first = mark != "." and ((is_american and first <= 12) or second > 12)
    day, month = (second, first) if month_first else (first, second)
    on = _in_year(today, month, day, year, weekday, looks_back)
    if weekday not in (None, on.weekday()) and mark != "." and 1 <= day <= 12:
        swapped = _in_year(today, day, month, year, weekday, looks_back)
        on = swapped if swapped.weekday() == weekday else on
    return on


def _in_year(
    today: date,
    month: int,
    day: int,
    year: str | None,
    weekday: int | None,
    looks_back: bool,
) -> date:
    nearby = [_date_or_none(today.year + years, month, day) for years in (-1, 0, 1)]
    candidates = [candidate for candidate in nearby if candidate is not None]
    if year is not None:
        on = date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        # In the days around New Year a year is often the wrong one; a weekday seldom is.
        meant = [each for each in candidates if each.weekday() == weekday]
        return on if weekday in (None, on.weekday()) or not meant else _closest(meant, today, 0)
    if not candidates:
        raise ValueError("no such day in these years")
    right = [candidate for candidate in candidates if candidate.weekday() == weekday]
    # Leans to what comes: "November 12" in March is not last autumn's, unless one looks back.
    return _closest(right or candidates, today, -60 if looks_back else 100)


def _closest(candidates: list[date], today: date, lean_days: int) -> date:
    return min(candidates, key=lambda each: abs((each - today).days - lean_days))


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of_month(today: date, day: int, looks_back: bool) -> date:
    """The nearest such day to come, or the last that went."""
    for step in range(4):
        months = today.year * 12 + today.month - 1 + (-step if looks_back else step)
        candidate = _date_or_none(months // 12, months % 12 + 1, day)
        if candidate is not None and (candidate <= today if looks_back else candidate >= today):
            return candidate
    raise ValueError(day)


def _weekday(today: date, weekday: int, lead: str, later: bool, looks_back: bool) -> date:
    if looks_back or lead in _BACK:
        return today - timedelta(days=(today.weekday() - weekday) % 7 or (7 if lead else 0))
    ahead = (weekday - today.weekday()) % 7
    if lead != "this" and ahead == 0 and not later:
        ahead = 7
    if lead in _SKIPS_A_WEEK and ahead <= 6 - today.weekday():
        ahead += 7  # "next Friday" said on a Tuesday is not this week's
        later = False
    return today + timedelta(days=ahead + 7 * later)

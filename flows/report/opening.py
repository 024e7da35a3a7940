"""The first two lines of the letter: what matters most this week, then the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flows.report.phrases import Calendar, counted, listing, sentence
from flows.report.sections import meetings, my_promises, name_of, questions
from flows.report.weekly import WeeklyReport


def opening_lines(report: WeeklyReport, calendar: Calendar) -> tuple[str, ...]:
    """One or two sentences. The order of what matters: a tie that fades before a debt."""
    counts = {
        "fading": len(report.fading),
        "owed": len(report.owed_replies),
        "thanks": len(report.thanks_owed),
        "follow_ups": len(meetings(report.follow_ups_due)),
        "promises": len(my_promises(report.promises)),
    }
    first = next((name for name, count in counts.items() if count), None)
    if first is None:
        return (_calm_week(report),)
    return _FIRST[first](report, calendar), _rest(counts, told=first)


def _fading(report: WeeklyReport, calendar: Calendar) -> str:
    who = report.fading[0]
    first = f"If you write to one person this week, let it be {name_of(who)}"
    return sentence(f"{first}: {who.reason}" if who.reason else first)


def _owed(report: WeeklyReport, calendar: Calendar) -> str:
    waiting = report.owed_replies[0]
    since = calendar.day(waiting.sent_at)
    return f"{name_of(waiting)} has been waiting for a word from you since {since}."


def _thanks(report: WeeklyReport, calendar: Calendar) -> str:
    introducer = name_of(report.thanks_owed[0])
    return f"{introducer} opened a door for you and would like to hear how it went."


def _follow_up(report: WeeklyReport, calendar: Calendar) -> str:
    met = report.follow_ups_due[0]
    day = calendar.day(met.held_at)
    return f"Your meeting with {name_of(met)} on {day} could do with a word after it."


def _promise(report: WeeklyReport, calendar: Calendar) -> str:
    return f"A promise of yours to {name_of(my_promises(report.promises)[0][0])} is still open."


_FIRST: Final[dict[str, Callable[[WeeklyReport, Calendar], str]]] = {
    "fading": _fading,
    "owed": _owed,
    "thanks": _thanks,
    "follow_ups": _follow_up,
    "promises": _promise,
}
_REST: Final = {
    "fading": ("tie is going quiet", "ties are going quiet"),
    "owed": ("letter waits for your reply", "letters wait for your reply"),
    "thanks": ("thank-you is due", "thank-yous are due"),
    "follow_ups": ("meeting would like a word after it", "meetings would like a word"),
    "promises": ("promise of yours is open", "promises of yours are open"),
}


def _rest(counts: dict[str, int], told: str) -> str:
    """How many of each there are, besides the one that was ``told``."""
    parts = []
    for name, (one, many) in _REST.items():
        more = "more " if name == told else ""
        parts.append(counted(counts[name] - (name == told), f"{more}{one}", f"{more}{many}"))
    rest = sentence(listing([part for part in parts if part]))
    return rest or "Nothing else is waiting for you."


def _calm_week(report: WeeklyReport) -> str:
    in_touch = next((n.this_week for n in report.numbers if n.name == "people_in_touch"), 0)
    if report.awaited_replies:
        answers = counted(len(questions(report.awaited_replies)), "answer is", "answers are")
        return f"Nobody waits for you; {answers} still to come to you."
    if in_touch:
        people = counted(in_touch, "person", "people")
        return f"A calm week: you were in touch with {people}, and nobody waits for you."
    return "A quiet week: nobody waits for you."

"""The first two lines of the letter: what matters most this week, then the rest."""

from __future__ import annotations

from flows.report.phrases import Calendar, counted, listing, sentence
from flows.report.sections import my_promises, name_of
from flows.report.weekly import WeeklyReport


def opening_lines(report: WeeklyReport, calendar: Calendar) -> tuple[str, ...]:
    """One or two sentences. The order of what matters: a tie that fades before a debt."""
    promises = my_promises(report.promises)
    if report.fading:
        who = report.fading[0]
        first = f"If you write to one person this week, let it be {name_of(who)}"
        return sentence(f"{first}: {who.reason}" if who.reason else first), _rest(
            fading=len(report.fading) - 1,
            owed=len(report.owed_replies),
            thanks=len(report.thanks_owed),
            follow_ups=len(report.follow_ups_due),
            promises=len(promises),
        )
    if report.owed_replies:
        waiting = report.owed_replies[0]
        since = calendar.day(waiting.sent_at)
        return (
            f"{name_of(waiting)} has been waiting for a word from you since {since}.",
            _rest(
                owed=len(report.owed_replies) - 1,
                thanks=len(report.thanks_owed),
                follow_ups=len(report.follow_ups_due),
                promises=len(promises),
            ),
        )
    if report.thanks_owed:
        introducer = name_of(report.thanks_owed[0])
        return (
            f"{introducer} opened a door for you and would like to hear how it went.",
            _rest(
                thanks=len(report.thanks_owed) - 1,
                follow_ups=len(report.follow_ups_due),
                promises=len(promises),
            ),
        )
    if report.follow_ups_due:
        met = report.follow_ups_due[0]
        day = calendar.day(met.held_at)
        return (
            f"Your meeting with {name_of(met)} on {day} could do with a word after it.",
            _rest(
                follow_ups=len(report.follow_ups_due) - 1,
                promises=len(promises),
            ),
        )
    if promises:
        return f"A promise of yours to {name_of(promises[0])} is still open.", _rest(
            promises=len(promises) - 1
        )
    return (_calm_week(report),)


def _rest(
    *,
    fading: int = 0,
    owed: int = 0,
    thanks: int = 0,
    follow_ups: int = 0,
    promises: int = 0,
) -> str:
    parts = (
        counted(fading, "more tie is going quiet", "more ties are going quiet"),
        counted(owed, "letter waits for your reply", "letters wait for your reply"),
        counted(thanks, "thank-you is due", "thank-yous are due"),
        counted(
            follow_ups,
            "meeting would like a word after it",
            "meetings would like a word",
        ),
        counted(promises, "promise of yours is open", "promises of yours are open"),
    )
    rest = sentence(listing([part for part in parts if part]))
    return rest or "Nothing else is waiting for you."


def _calm_week(report: WeeklyReport) -> str:
    in_touch = next((n.this_week for n in report.numbers if n.name == "people_in_touch"), 0)
    if report.awaited_replies:
        answers = counted(len(report.awaited_replies), "answer is", "answers are")
        return f"Nobody waits for you; {answers} still to come to you."
    if in_touch:
        people = counted(in_touch, "person", "people")
        return f"A calm week: you were in touch with {people}, and nobody waits for you."
    return "A quiet week: nobody waits for you."

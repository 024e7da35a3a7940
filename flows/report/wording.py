"""What the letter says, in words: WeeklyReport → Page. Refuses to know markup."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flows.report.opening import opening_lines
from flows.report.page import Page, TieRow
from flows.report.phrases import Calendar, signed
from flows.report.safe_text import make_readable, shorten
from flows.report.sections import and_more, compose_sections, who_is
from flows.report.weekly import CoverageLine, Relationship, WeeklyReport

LONGEST_TABLE = 15
LONGEST_COVERAGE = 8

ABOUT_HEALTH = (
    "Health is the chance, of 100, that something passes between you two in the next "
    "90 days, judged by your own rhythm. Trend: points against four weeks ago."
)
COMMANDS = (
    ("rapport people NAME", "all about one person, with the evidence"),
    ("rapport sql", "any question, in SQL"),
    ("rapport status", "what is read, and what is missing"),
)


def compose_page(report: WeeklyReport) -> Page:
    """Everything that the letter says about ``report``, cut to what one likes to read.

    Text from mail becomes readable here, once, whatever field it is in.
    """
    report = make_readable(report)
    calendar = Calendar(ZoneInfo(report.time_zone), report.as_of)
    number = report.as_of.isocalendar().week
    folders = sorted(report.coverage, key=_is_in_order)
    return Page(
        subject=f"Relationship report, week {number}",
        week=f"Week {number}",
        days=calendar.week(),
        greeting=_greeting(report.owner_name),
        opening=opening_lines(report, calendar),
        warning=_warning(report),
        numbers=tuple(row for row in report.numbers if row.this_week or row.week_before),
        sections=compose_sections(report, calendar),
        ties=tuple(_tie_row(tie) for tie in report.relationships[:LONGEST_TABLE]),
        ties_lead=ABOUT_HEALTH,
        ties_rest=and_more(len(report.relationships), LONGEST_TABLE, "from health(current_date)"),
        coverage=tuple(_coverage_line(line, calendar) for line in folders[:LONGEST_COVERAGE]),
        coverage_rest=_more_folders(len(folders) - LONGEST_COVERAGE),
        made_from=_made_from(report, calendar),
        commands=COMMANDS,
    )


def _greeting(owner_name: str) -> str:
    # "Dr. Solheim" has no first name to use, "Ingrid Solheim" has.
    first, _, _ = owner_name.partition(" ")
    name = first if first.isalpha() else owner_name
    return f"Dear {shorten(name, 40)}," if name else "Hello,"


def _warning(report: WeeklyReport) -> str:
    warnings = []
    if any(line.last_error for line in report.coverage):
        warnings.append("Some mail could not be read, so this letter may miss things: see its end.")
    if report.sent_count == 0:
        warnings.append(
            "No mail of yours is in this log, so it cannot be told whom you answered and which "
            "ties go quiet. Is your Sent folder read? See: rapport status."
        )
    return " ".join(warnings)


def _tie_row(tie: Relationship) -> TieRow:
    return TieRow(
        who=who_is(tie),
        status=tie.status,
        reason=tie.reason,
        health=tie.health,
        trend="" if tie.trend is None else signed(tie.trend),
        touches=tie.touches_by_week,
    )


def _is_in_order(line: CoverageLine) -> bool:
    return not (line.last_error or line.missing_count or line.needed)


def _coverage_line(line: CoverageLine, calendar: Calendar) -> str:
    place = f"{line.account}, {line.folder}"
    if not line.is_synced:
        return f"{place}: not read{_in_brackets(line.not_synced_reason)}."
    of_all = "" if line.server_message_count is None else f" of {line.server_message_count:,}"
    parts = [f"{line.stored_count:,}{of_all} messages read"]
    if line.missing_count:
        parts.append(f"{line.missing_count:,} missing")
    if line.unreadable_count:
        parts.append(f"{line.unreadable_count:,} unreadable")
    if line.skipped_count:
        parts.append(f"{line.skipped_count:,} skipped{_in_brackets(line.skipped_reason)}")
    if line.oldest_on:
        parts.append(f"back to {calendar.day(line.oldest_on)}")
    if not line.is_past_complete:
        parts.append("older mail not read")
    if line.last_error:
        when = f" on {calendar.day(line.last_tried_at)}" if line.last_tried_at else ""
        parts.append(f"the last try{when} failed: {line.last_error}")
    needed = f" Needed: {line.needed}." if line.needed else ""
    return f"{place}: {', '.join(parts)}.{needed}"


def _more_folders(count: int) -> str:
    if count <= 0:
        return ""
    return f"and {count} more {'folder' if count == 1 else 'folders'}: rapport status"


def _in_brackets(text: str | None) -> str:
    return f" ({text})" if text else ""


def _made_from(report: WeeklyReport, calendar: Calendar) -> str:
    text = f"The world as it stood at the end of {calendar.day(report.as_of)}"
    if report.message_count is not None:
        text += f", from {report.message_count:,} messages"
    if report.newest_message_at is not None:
        text += f", the newest of {calendar.day(report.newest_message_at)}"
    return f"{text} ({report.time_zone})."

"""The sections of the letter: each turns the rows of one conclusion into entries.

The tone is that of a friend who keeps the books: what is so, since when, what would be
kind to do. Never a reproach, never a guess dressed as a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from flows.report.page import Entry, Section, Who
from flows.report.phrases import Calendar, counted, listing, quoted, sentence, times
from flows.report.safe_text import shorten
from flows.report.weekly import (
    Fading,
    FollowUpDue,
    HelpSuggestion,
    IntroductionOutcome,
    IntroductionToMake,
    OwedReply,
    Pitch,
    Promise,
    ThanksOwed,
    WeeklyReport,
)

# More than this in one list is a database, not a letter; what asks nothing of the reader
# gets less room than what does.
LONGEST_LIST = 6
SHORT_LIST = 3
# A meeting of ten is one entry, and no list of its guests.
MOST_OTHERS = 2
LONGEST_NAME = 60
LONGEST_SUBJECT = 90
# Under this a verdict is a guess, and a guess does not accuse anybody of selling.
SURE_ENOUGH = 0.6


class Named(Protocol):
    """A row about one person."""

    @property
    def full_name(self) -> str | None: ...
    @property
    def email(self) -> str: ...


class FromMail(Named, Protocol):
    """A row about one person, from one message."""

    @property
    def message_id(self) -> str: ...


Row = TypeVar("Row")
Said = TypeVar("Said", bound=FromMail)


def compose_sections(report: WeeklyReport, calendar: Calendar) -> tuple[Section, ...]:
    """All sections that have something to say, in the order of the letter."""
    sections = (
        _going_quiet(report, calendar),
        _waiting_for_you(report.owed_replies, calendar),
        _you_wait(report.awaited_replies, calendar),
        _introductions(report.introductions, calendar),
        _thanks(report.thanks_owed, calendar),
        _follow_ups(report.follow_ups_due, calendar),
        _promises(report.promises, calendar),
        _pitches_received(report.pitches, calendar),
        _pitches_sent(report.pitches, calendar),
        _people_to_help(report.help_suggestions),
        _people_to_introduce(report.introductions_to_make),
    )
    return tuple(section for section in sections if section.entries)


def who_is(row: Named) -> Who:
    return _person(row.full_name, row.email)


def _person(full_name: str | None, address: str) -> Who:
    # The conclusions put the address where nobody knows a name.
    name = "" if full_name == address else full_name or ""
    return Who(shorten(name, LONGEST_NAME), address)


def name_of(row: Named) -> str:
    return who_is(row).label


def my_promises(rows: Sequence[Promise]) -> tuple[tuple[Promise, ...], ...]:
    """One item a promise, which holds a row for each to whom it was made."""
    return _by_words([row for row in rows if row.direction == "mine"], lambda row: row.text)


def questions(rows: Sequence[OwedReply]) -> tuple[tuple[OwedReply, ...], ...]:
    """One item a question, which holds a row for each whom it waits for."""
    return _by_words(rows, lambda row: row.question or "")


def meetings(rows: Sequence[FollowUpDue]) -> tuple[tuple[FollowUpDue, ...], ...]:
    """One item a meeting, which holds a row for each who was there."""
    return _by_words(rows, lambda row: row.held_at.isoformat())


def _by_words(rows: Sequence[Said], words: Callable[[Said], str]) -> tuple[tuple[Said, ...], ...]:
    groups: dict[tuple[str, str], list[Said]] = {}
    for row in rows:
        groups.setdefault((row.message_id, words(row)), []).append(row)
    return tuple(map(tuple, groups.values()))


def and_more(total: int, shown: int, how: str) -> str:
    """``and 7 more: rapport sql "from owed_replies"``, or empty where all are shown."""
    return f'and {total - shown} more: rapport sql "{how}"' if total > shown else ""


def _section(
    title: str,
    lead: str,
    rows: Sequence[Row],
    entry: Callable[[Row], Entry],
    *,
    query: str,
    longest: int = LONGEST_LIST,
) -> Section:
    entries = tuple(entry(row) for row in rows[:longest])
    return Section(title, lead, entries, and_more(len(rows), longest, query))


def _with_more(others: Sequence[Named]) -> str:
    more = counted(len(others[MOST_OTHERS:]), "other", "others")
    return sentence(f"and {more}") if more else ""


def _going_quiet(report: WeeklyReport, calendar: Calendar) -> Section:
    ties = {tie.person_id: tie for tie in report.relationships}

    def entry(row: Fading) -> Entry:
        facts = [sentence(row.reason)]
        if row.last_contact_at:
            writer = {"received": "their mail of ", "sent": "your mail of "}
            last = writer.get(row.last_direction or "", "") + calendar.day(row.last_contact_at)
            facts.append(f"Last between you: {last}{_about(row.last_subject)}.")
        tie = ties.get(row.person_id)
        return Entry(
            who=who_is(row),
            facts=tuple(facts),
            advice=_how_to_pick_it_up(row),
            status=row.status,
            health=row.health,
            touches=tie.touches_by_week if tie else (),
        )

    return _section(
        "Going quiet",
        "People you used to be in step with; those who matter most first.",
        report.fading,
        entry,
        query="from fading",
    )


def _how_to_pick_it_up(row: Fading) -> str:
    if row.status == "dormant":
        return "After so long no reason is needed: a hello will do."
    if row.last_direction == "received":
        return "The last word was theirs, so a short answer picks it up again."
    if row.last_direction == "sent":
        return "The last word was yours: ask about something of theirs, or call."
    return "A short hello will do."


def _waiting_for_you(rows: Sequence[OwedReply], calendar: Calendar) -> Section:
    return _section(
        "Waiting for your reply",
        "",
        questions(rows),
        lambda rows: _reply(rows, calendar),
        query="from owed_replies",
    )


def _you_wait(rows: Sequence[OwedReply], calendar: Calendar) -> Section:
    return _section(
        "You wait for them",
        "Nothing to do yet; good to know before you write again.",
        questions(rows),
        lambda rows: _reply(rows, calendar),
        query="from awaited_replies",
        longest=SHORT_LIST,
    )


def _reply(rows: Sequence[OwedReply], calendar: Calendar) -> Entry:
    row, *others = rows
    since = f"Since {calendar.day(row.sent_at)}{_about(row.subject)}."
    return Entry(
        who=who_is(row),
        others=tuple(map(who_is, others[:MOST_OTHERS])),
        note=counted(row.waiting_days, "working day", "working days"),
        quote=row.question or "",
        facts=(_with_more(others), since, "" if row.question else sentence(row.reason)),
    )


def _introductions(rows: Sequence[IntroductionOutcome], calendar: Calendar) -> Section:
    def entry(row: IntroductionOutcome) -> Entry:
        introducer = _person(row.introducer_name, row.introducer_email or "")
        on = f"on {calendar.day(row.introduced_at)}"
        names = listing([shorten(name, LONGEST_NAME) for name in row.introduced_names])
        if row.direction == "to_me" and introducer.label:
            fact = f"Introduced you to {names or 'somebody'} {on}."
            return Entry(who=introducer, note=row.reason or row.outcome, facts=(fact,))
        what = {
            "by_me": f"You introduced {names or 'two people'}",
            "to_me": f"You were introduced to {names or 'somebody'}",
            "asked_of_me": f"You were asked for an introduction to {names or 'somebody'}",
            "asked_by_me": f"You asked for an introduction to {names or 'somebody'}",
            "self": f"You wrote to make the acquaintance of {names or 'somebody'}"
            if row.is_mine
            else f"{names or 'Somebody'} wrote to make your acquaintance",
        }[row.direction]
        return Entry(title=what, note=row.reason or row.outcome, facts=(sentence(on),))

    return _section(
        "Introductions, and what came of them",
        "",
        rows,
        entry,
        query="from introduction_outcomes",
    )


def _thanks(rows: Sequence[ThanksOwed], calendar: Calendar) -> Section:
    def entry(row: ThanksOwed) -> Entry:
        names = listing([shorten(name, LONGEST_NAME) for name in row.introduced_names])
        to = f" to {names}" if names else ""
        fact = f"Introduced you{to} on {calendar.day(row.introduced_at)}."
        return Entry(who=who_is(row), facts=(fact, sentence(row.reason)))

    return _section(
        "A thank-you to pass on",
        "A line on how it went is the best thanks an introducer can get.",
        rows,
        entry,
        query="from thanks_owed",
    )


def _follow_ups(rows: Sequence[FollowUpDue], calendar: Calendar) -> Section:
    def entry(rows: Sequence[FollowUpDue]) -> Entry:
        row, *others = rows
        what = quoted(row.summary) if row.summary else "You met"
        return Entry(
            who=who_is(row),
            others=tuple(map(who_is, others[:MOST_OTHERS])),
            note=calendar.day(row.held_at),
            facts=(_with_more(others), sentence(f"{what}: {row.reason}")),
        )

    return _section(
        "Met, and no word since",
        "Two lines on what you took from it keep a good meeting alive.",
        meetings(rows),
        entry,
        query="from follow_ups_due",
    )


def _promises(rows: Sequence[Promise], calendar: Calendar) -> Section:
    def entry(rows: Sequence[Promise]) -> Entry:
        row, *others = rows
        writer = "You wrote" if row.direction == "mine" else "They wrote"
        verb = "was due" if row.is_overdue else "due"
        return Entry(
            who=who_is(row),
            others=tuple(map(who_is, others[:MOST_OTHERS])),
            note=f"{verb} {calendar.day(row.due_on)}" if row.due_on else "",
            quote=row.text,
            facts=(_with_more(others), f"{writer} this on {calendar.day(row.sent_at)}."),
        )

    theirs = tuple((row,) for row in rows if row.direction == "theirs")
    return _section("Promises", "", (*my_promises(rows), *theirs), entry, query="from promises")


def _pitches_received(rows: Sequence[Pitch], calendar: Calendar) -> Section:
    return _section(
        "Asked before saying hello",
        "They wanted business before there was anything between you. You owe them nothing.",
        _sure_early(rows, "received"),
        lambda row: Entry(
            who=who_is(row),
            quote=row.quote or "",
            facts=(f"{calendar.day(row.sent_at)}{_about(row.subject)}.",),
        ),
        query="from pitches where direction = 'received' and is_before_rapport",
        longest=SHORT_LIST,
    )


def _pitches_sent(rows: Sequence[Pitch], calendar: Calendar) -> Section:
    def entry(row: Pitch) -> Entry:
        count = row.exchanges_before_count
        before = f"only {times(count)} before" if count else "not yet"
        return Entry(
            who=who_is(row),
            quote=row.quote or "",
            facts=(
                f"{calendar.day(row.sent_at)}{_about(row.subject)}.",
                f"You two had written back and forth {before}.",
            ),
            advice="Perhaps a question about them, or a small favour, comes first next time.",
        )

    return _section(
        "An early ask of your own",
        "Sent before you two knew each other well. It happens; trust first makes it easier.",
        _sure_early(rows, "sent"),
        entry,
        query="from asked_before_rapport where direction = 'sent'",
        longest=SHORT_LIST,
    )


def _sure_early(rows: Sequence[Pitch], direction: str) -> tuple[Pitch, ...]:
    return tuple(
        row
        for row in rows
        if row.direction == direction and row.is_before_rapport and row.confidence >= SURE_ENOUGH
    )


def _people_to_help(rows: Sequence[HelpSuggestion]) -> Section:
    return _section(
        "Somebody to help",
        "An introduction, an article, a word of encouragement: nothing asked in return.",
        rows,
        lambda row: Entry(who=who_is(row), facts=(sentence(row.reason),)),
        query="from help_rotation(current_date, 20)",
        longest=SHORT_LIST,
    )


def _people_to_introduce(rows: Sequence[IntroductionToMake]) -> Section:
    def entry(row: IntroductionToMake) -> Entry:
        other = _person(row.other_full_name, row.other_email)
        return Entry(who=who_is(row), others=(other,), facts=(sentence(row.reason),))

    return _section(
        "Two people who may like to meet",
        "As far as your mail shows they do not know each other yet. Ask both first.",
        rows,
        entry,
        query="from introductions_to_make(current_date, 20)",
        longest=SHORT_LIST,
    )


def _about(subject: str | None) -> str:
    return f", {quoted(shorten(subject, LONGEST_SUBJECT))}" if subject else ""

"""Days and times in words: resolved against the sender's own day and zone, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.daytimes import DayTime, find_daytimes

WEDNESDAY = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def first(text: str, sent_at: datetime = WEDNESDAY, offset: int | None = 0) -> DayTime:
    return find_daytimes(text, sent_at, offset)[0]


@pytest.mark.parametrize(
    ("text", "starts_at"),
    [
        ("Are you free Tuesday at 2 pm?", "2026-03-10T14:00"),
        ("let's say tomorrow at 10:30", "2026-03-05T10:30"),
        ("on 12 June at 14h30", "2026-06-12T14:30"),
        ("1:00 p.m. meeting on June 12", "2026-06-12T13:00"),
        ("2:00 p.m., April 10", "2026-04-10T14:00"),
        ("Thursday noon works", "2026-03-05T12:00"),
        ("the 8th at 10", "2026-03-08T10:00"),
        ("tonight at 7", "2026-03-04T19:00"),
        ("Friday at four", "2026-03-06T16:00"),
        ("Tuesday at half six", "2026-03-10T18:30"),
        ("am Dienstag um 14 Uhr", "2026-03-10T14:00"),
        ("jeudi 12 mars à 15h", "2026-03-12T15:00"),
        ("el martes 10 de marzo a las 17:00", "2026-03-10T17:00"),
        ("nästa tisdag kl 9", "2026-03-10T09:00"),
        ("maandag om 10 uur", "2026-03-09T10:00"),
        ("Wednesday 12/6, 11:00 am Pacific time", "2026-06-12T18:00"),
        ("Friday 4pm ET", "2026-03-06T21:00"),
        ("2026-03-09 15:00 UTC", "2026-03-09T15:00"),
        ("12 July, 3pm EST", "2026-07-12T19:00"),
        ("Thursday, July 9, 1:30 PM-2:30 PM (GMT-06:00) Central Time", "2026-07-09T18:30"),
        ("9-19-26 at 2 pm", "2026-09-19T14:00"),
        ("dinner on Saturday at 7.30", "2026-03-07T19:30"),
        ("Montag früh um halb neun", "2026-03-09T08:30"),
        ("der 12.3. um 9:15 Uhr", "2026-03-12T09:15"),
        ("Freitagnachmittag ab 15 Uhr", "2026-03-06T15:00"),
        ("maandag om kwart over drie", "2026-03-09T15:15"),
        ("Monday week, eight o'clock", "2026-03-16T08:00"),
        ("le mercredi 11 mars à 18 h 30", "2026-03-11T18:30"),
        ("mardi vers 10 heures, et ensuite au village", "2026-03-10T10:00"),
        ("Dienstag um 10 Uhr ist gut", "2026-03-10T10:00"),
        ("tuesday 4pm et", "2026-03-10T20:00"),
        ("4.15 this afternoon", "2026-03-04T16:15"),
        ("haircut sat 11", "2026-03-07T11:00"),
        ("gate opens on Friday at 6.30 in the morning", "2026-03-06T06:30"),
        ("Sept 3rd, 11 AM", "2026-09-03T11:00"),
        ("24-Jun-2026 15:30", "2026-06-24T15:30"),
        ("Thursday next week, 9.30", "2026-03-12T09:30"),
        ("next week, Thursday at 9", "2026-03-12T09:00"),
        ("How about next week? Friday at 3pm, say", "2026-03-13T15:00"),
        ("jeudi de la semaine prochaine à 10h", "2026-03-12T10:00"),
        ("nächste Woche am Freitag um 10 Uhr", "2026-03-13T10:00"),
        ("torsdag nästa vecka kl 10", "2026-03-12T10:00"),
        ("Next week is better for me. How does Thursday 10:30 look?", "2026-03-12T10:30"),
        ("I'm away next week. Thursday at 3 works", "2026-03-05T15:00"),
        ("le mardi 10 mars ou le jeudi 12 mars, disons vers 9 heures", "2026-03-10T09:00"),
        ("mañana a eso de las doce y media", "2026-03-05T12:30"),
        ("el jueves a las cinco de la tarde", "2026-03-05T17:00"),
        ("el lunes a las once menos cuarto", "2026-03-09T10:45"),
        ("nos vemos a las 5 y media el viernes", "2026-03-06T17:30"),
        ("demain à dix heures et demie", "2026-03-05T10:30"),
        ("imorgon vid tio", "2026-03-05T10:00"),
        ("vrijdag om 9u30", "2026-03-06T09:30"),
        ("dinsdag 10 maart, 16u, bij ons", "2026-03-10T16:00"),
        ("torsdag 14.00", "2026-03-05T14:00"),
        ("10-ish on Thursday works", "2026-03-05T10:00"),
        ("free tomorrow arvo, say 3?", "2026-03-05T15:00"),
        ("a week on Saturday at 11.15", "2026-03-14T11:15"),
        ("Monday fortnight at 10", "2026-03-23T10:00"),
        ("mardi prochain vers 11h15", "2026-03-10T11:15"),
        ("el martes que viene a las 10", "2026-03-10T10:00"),
        ("Friday 4:30 PM IST / 11:00 AM GMT", "2026-03-06T11:00"),
        ("Thursday at 16 (italian time)", "2026-03-05T15:00"),
    ],
)
def test_day_and_time_become_one_moment_in_utc(text: str, starts_at: str) -> None:
    """In the six languages, in the usual orders, with the zone that is named."""
    expected = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert first(text).starts_at == expected


def test_a_moment_told_by_two_clocks_is_one() -> None:
    """ "1pm PT / 4pm ET"."""
    assert len(find_daytimes("tomorrow 1pm PT / 4pm ET", WEDNESDAY, 0)) == 1


@pytest.mark.parametrize(
    "text", ["vid två tillfällen", "une réunion de deux heures", "una dos tres"]
)
def test_numbers_without_a_word_for_the_hour_are_none(text: str) -> None:
    """Counting is not telling the time."""
    assert not any(each.clock for each in find_daytimes(text, WEDNESDAY, 0))


@pytest.mark.parametrize(
    ("text", "starts_at"),
    [
        ("Passt dir uebermorgen um halb neun?", "2026-03-06T08:30"),
        ("Do um halb drei passt", "2026-03-05T14:30"),
        ("am Freitag um dreiviertel elf", "2026-03-06T10:45"),
        ("Donnerstag so gegen 15 Uhr", "2026-03-05T15:00"),
        ("am 11. März, 9 Uhr 30", "2026-03-11T09:30"),
        ("Freitag neun Uhr", "2026-03-06T09:00"),
        ("vendredi à dix heures", "2026-03-06T10:00"),
        ("vendredi à 10 heures 30", "2026-03-06T10:30"),
        ("demain à trois heures et demie", "2026-03-05T15:30"),
        ("demain matin vers 8h et demie", "2026-03-05T08:30"),
        ("el viernes a las 8 y cuarto de la tarde", "2026-03-06T20:15"),
        ("fika imorrn vid tre", "2026-03-05T15:00"),
        ("apres-demain vers midi et demi", "2026-03-06T12:30"),
        ("mardi prochain, 11h", "2026-03-10T11:00"),
        ("vendredi prochain à 11h", "2026-03-13T11:00"),
        ("le 4 avr. à 16h", "2026-04-04T16:00"),
        ("el viernes a las cinco y media de la tarde", "2026-03-06T17:30"),
        ("el jueves a la una.", "2026-03-05T13:00"),
        ("pasado manana a las 10", "2026-03-06T10:00"),
        ("el jueves como a las 4 pm", "2026-03-05T16:00"),
        ("el jueves a las 16 hs", "2026-03-05T16:00"),
        ("mañana al mediodía", "2026-03-05T12:00"),
        ("i övermorgon typ 12", "2026-03-06T12:00"),
        ("på fredag vid tolv", "2026-03-06T12:00"),
        ("imorgon bitti kl 8", "2026-03-05T08:00"),
        ("lordag klockan elva", "2026-03-07T11:00"),
        ("fredagskväll kl 19", "2026-03-06T19:00"),
        ("vrijdag om 8u30", "2026-03-06T08:30"),
        ("vrijdag om 14u", "2026-03-06T14:00"),
        ("Donderdag 14u is perfect", "2026-03-05T14:00"),
        ("dinsdag om kwart voor acht, dan is hij tegen de middag klaar", "2026-03-10T07:45"),
        ("vendredi à midi et quart", "2026-03-06T12:15"),
        ("vrijdag rond 11 uur", "2026-03-06T11:00"),
        ("vrijdag om een uur of 6", "2026-03-06T18:00"),
        ("morgenochtend om 9 uur", "2026-03-05T09:00"),
        ("vrijdagmiddag om twee uur", "2026-03-06T14:00"),
        ("wo 11 mrt om 10:00", "2026-03-11T10:00"),
    ],
)
def test_days_and_hours_as_they_are_spoken_in_each_language(text: str, starts_at: str) -> None:
    """Spelled hours, halves, roundly named ones, words typed without their accents."""
    expected = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    assert first(text).starts_at == expected


@pytest.mark.parametrize(
    "text",
    ["do it at once", "pendant deux heures", "dans une heure", "dat duurt twee uur",
     "om een uur te praten", "vid tre tillfällen", "rond vier projecten", "a 12 hrs shift",
     "os presento a las dos empresas", "vijf man, see u in 4u", "om två veckor"],
)  # fmt: skip
def test_how_long_or_how_many_is_no_time_of_day(text: str) -> None:
    """A spelled number is an hour only where its own words say so."""
    assert find_daytimes(text, WEDNESDAY, 0) == ()


def test_a_day_of_every_week_is_none_that_went() -> None:
    """ "Wir liefern dienstags": nothing took place on the last Tuesday."""
    (found,) = find_daytimes("gestern: wir liefern dienstags", WEDNESDAY, 0, looks_back=True)
    assert found.on == date(2026, 3, 3)


def test_times_are_meant_in_the_sender_s_own_zone() -> None:
    """Ten in the morning in Houston is four in the afternoon in UTC."""
    assert first("Friday at 10 am", offset=-360).starts_at == datetime(2026, 3, 6, 16, tzinfo=UTC)


def test_tomorrow_counts_from_the_sender_s_day() -> None:
    """Late in the evening in Los Angeles the day is still the one before."""
    late = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)
    assert first("tomorrow", late, -480).on == date(2026, 3, 5)


def test_a_range_has_an_end() -> None:
    """From and to, also where only the end says pm."""
    moment = first("Mon 2 Sept, 13:00-15:00")
    assert (moment.starts_at, moment.ends_at) == (
        datetime(2026, 9, 2, 13, tzinfo=UTC),
        datetime(2026, 9, 2, 15, tzinfo=UTC),
    )
    assert first("11 to 1 pm on Friday").starts_at == datetime(2026, 3, 6, 11, tzinfo=UTC)


def test_a_weekday_with_a_date_finds_its_year() -> None:
    """ "Wednesday, December 6" is of the year in which December 6 is a Wednesday."""
    sent = datetime(2000, 11, 28, 18, 0, tzinfo=UTC)
    assert first("Wednesday, December 6 - 1:00 PM", sent, -360).starts_at == datetime(
        2000, 12, 6, 19, tzinfo=UTC
    )


def test_a_year_after_a_comma_is_no_second_day() -> None:
    """ "December 11, 2001" is one day, and of that year."""
    (found,) = find_daytimes("It was on December 11, 2001\nin Room 4", WEDNESDAY, 0)
    assert (found.on, found.starts_at) == (date(2001, 12, 11), None)
    assert first("on June 4, 5 or 6 at noon").starts_at == datetime(2026, 6, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["w/c 9 March", "in the week of the 16th", "in der Woche vom 16. März", "la semaine du 16 mars",
     "Tack för mötet om ett utkast"],
)  # fmt: skip
def test_a_week_is_not_its_first_day(text: str) -> None:
    """Who names a week names no day; and an article is no hour."""
    assert find_daytimes(text, WEDNESDAY, 0) == ()


def test_slashes_are_read_as_the_sender_writes_them() -> None:
    """Month first between the Atlantic and the Pacific, day first elsewhere; sense decides."""
    assert first("3/4 at 5 pm", offset=-360).on == date(2026, 3, 4)
    assert first("3/4 at 5 pm", offset=60).on == date(2026, 4, 3)
    assert first("13/4 at 5 pm", offset=-360).on == date(2026, 4, 13)


def test_looking_back_a_weekday_is_the_last_one() -> None:
    """ "Our call on Tuesday" in a recap was yesterday, not next week."""
    past = find_daytimes("our call on Tuesday", WEDNESDAY, 0, looks_back=True)
    assert past[0].on == date(2026, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "next week",
        "10 boxes of 4.30 each",
        "in the spring",
        "I sat in the sun",
        "may we?",
        "at 15 percent",
        "call 5-4554",
        "Guten Morgen",
        "so 14 Leute",
        "version 12.3. Then",
    ],
)
def test_what_names_no_day_and_no_time_is_left_alone(text: str) -> None:
    """No guess for weeks and seasons; prices and short words are no days."""
    assert find_daytimes(text, WEDNESDAY, 0) == ()


def test_a_zone_that_cannot_be_is_not_believed() -> None:
    """UTC+99 would be four days away."""
    assert first("Friday 10:00 UTC+99").starts_at == datetime(2026, 3, 6, 10, tzinfo=UTC)
    assert first("Friday 10:00 UTC+2").starts_at == datetime(2026, 3, 6, 8, tzinfo=UTC)


def test_no_such_day_is_no_day() -> None:
    """February 30 and 25 o'clock do not exist."""
    assert not [each for each in find_daytimes("30 February at 25:00", WEDNESDAY, 0) if each.on]


@given(
    st.text(alphabet="0123456789/.:- apmthurdymonkl,@()\n", max_size=120),
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)),
    st.integers(-720, 840),
)
def test_places_are_right_and_nothing_raises(text: str, sent_at: datetime, offset: int) -> None:
    """Any digits and marks, any day, any zone: values with their place, aware times."""
    for moment in find_daytimes(text, sent_at.replace(tzinfo=UTC), offset):
        assert text[moment.start : moment.end] == moment.text
        assert moment.starts_at is None or moment.starts_at.utcoffset() is not None
        assert moment.ends_at is None or (moment.starts_at and moment.starts_at < moment.ends_at)


@pytest.mark.timeout(20)
def test_a_megabyte_of_anything_is_read_in_time() -> None:
    """Bounded patterns: no run of digits, marks or day names is read twice."""
    for alphabet in (
        "half ",
        "next ",
        "a la ",
        "1",
        "1:",
        "1 ",
        "mon ",
        "1.1.",
        "at 1 ",
        "12-",
        "1 - ",
        "the ",
        " ",
        "é",
    ):
        find_daytimes(alphabet * (1_000_000 // len(alphabet)), WEDNESDAY, 0)

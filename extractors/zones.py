"""Time zones: the one a sender most likely lives in, and the ones that texts name.

Knows that a Date header gives an offset and no zone, and often not even that, and that people
write "EST" all the year round; it refuses to guess a zone for an offset that no large zone has
on that day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.records import Me, Message

# Zones in which most business mail is written, each told from the others by its offset on a
# given day: 5 hours behind is New York in January and Chicago in July.
_LIVED_IN: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Australia/Sydney",
    "Pacific/Auckland",
)
# People say "EST" in July and mean the clock on the wall in New York: a name is a place.
_NAMED: Final = {
    name: zone
    for zone, names in {
        "Etc/UTC": "utc|gmt",
        "America/New_York": "et|est|edt|eastern|new york|boston|toronto|miami",
        "America/Chicago": "ct|cst|cdt|central|houston|chicago|austin|dallas",
        "America/Denver": "mt|mst|mdt|mountain|denver",
        "America/Los_Angeles": "pt|pst|pdt|pacific|los angeles|san francisco|seattle|portland",
        "America/Sao_Paulo": "brt|sao paulo|são paulo",
        "America/Puerto_Rico": "ast|puerto rico",
        "Europe/London": "bst|uk|london|dublin|lisbon|wet",
        "Europe/Berlin": "cet|cest|mez|mesz|berlin|paris|stockholm|amsterdam|madrid|zurich|zürich"
        "|vienna|wien|rome|oslo|copenhagen|brussels|munich|münchen|hamburg|warsaw|prague|budapest|milan|barcelona|geneva"
        "|central european|german time|french time|italian time|spanish time|swedish time"
        "|dutch time|swiss time|polish time|belgian time|austrian time|danish time",
        "Europe/Helsinki": "eet|eest|helsinki|athens",
        "Europe/Moscow": "msk|moscow",
        "Africa/Johannesburg": "sast|johannesburg",
        "Africa/Cairo": "cairo",
        "Asia/Dubai": "dubai",
        "Asia/Kolkata": "ist|mumbai|delhi|bangalore",
        "Asia/Seoul": "kst|seoul|korean time|korea time",
        "Asia/Shanghai": "beijing|shanghai|china time",
        "Asia/Singapore": "sgt|singapore",
        "Asia/Hong_Kong": "hkt|hong kong",
        "Asia/Tokyo": "jst|tokyo",
        "Australia/Sydney": "aest|aedt|aet|sydney|melbourne",
        "Pacific/Auckland": "nzst|nzdt|auckland",
    }.items()
    for name in names.split("|")
}
ZONE_NAMES: Final = tuple(sorted(_NAMED, key=len, reverse=True))
"""Names under which :func:`named_zone` knows a zone, in lower case, longest first."""

# "(UTC-06:00) Central Time": Outlook writes a zone's winter offset in all seasons.
_BY_WINTER_OFFSET: Final = {
    -480: "America/Los_Angeles",
    -420: "America/Denver",
    -360: "America/Chicago",
    -300: "America/New_York",
    0: "Europe/London",
    60: "Europe/Berlin",
    120: "Europe/Helsinki",
}


def sender_zone(utc_offset_minutes: int | None, at: datetime) -> tzinfo:
    """The zone of a sender whose Date header had this offset at that moment; else the offset.

    With the zone a meeting beyond the change of clocks is at the hour that was meant.
    """
    if not utc_offset_minutes:  # a winter in London, or a server that writes in UTC
        return UTC
    offset = timedelta(minutes=utc_offset_minutes)
    for name in _LIVED_IN:
        zone = _zone(name)
        if zone is not None and at.astimezone(zone).utcoffset() == offset:
            return zone
    return timezone(offset)


def sent_on(message: Message) -> date:
    """The day on which it was sent, by the sender's own clock."""
    zone = sender_zone(message.utc_offset_minutes, message.sent_at)
    return message.sent_at.astimezone(zone).date()


def in_likely_zone(message: Message, me: Me) -> Message:
    """The message with the offset of the owner's clock where its own Date tells none.

    Whoever says "at three" to somebody mostly means a clock that both go by.
    """
    zone = _zone(me.time_zone) if me.time_zone else None
    if message.utc_offset_minutes is not None or zone is None:
        return message
    offset = message.sent_at.astimezone(zone).utcoffset() or timedelta()
    return replace(message, utc_offset_minutes=offset // timedelta(minutes=1))


def named_zone(name: str) -> tzinfo | None:
    """A zone by the name that a text gives it ("est", "berlin"), in lower case."""
    found = _NAMED.get(name)
    return _zone(found) if found else None


def outlook_zone(winter_offset_minutes: int) -> tzinfo:
    """The zone that Outlook names by its offset in winter."""
    name = _BY_WINTER_OFFSET.get(winter_offset_minutes)
    return (_zone(name) if name else None) or timezone(timedelta(minutes=winter_offset_minutes))


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def iana_zone(name: str) -> tzinfo | None:
    """A zone by its IANA name, or None where there is none of that name."""
    return _zone(name.strip('/" ')[:64])

"""How instants, spans and numbers are written for people: by the active language, on the city's wall clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale, dates
from django.utils.translation import gettext as _

from tanggap.catalog.counters import Spell
from tanggap.core import clock
from tanggap.papers.saying import Number as Number
from tanggap.papers.saying import locale as locale
from tanggap.papers.saying import money as money
from tanggap.papers.saying import number as number
from tanggap.papers.saying import percent as percent

AMBER_SHARE = 0.25  # ui.md §2: the clock is amber when less than a quarter of the promised time is left
AMBER_WITHOUT_START = timedelta(hours=2)
RELATIVE_UNTIL = timedelta(days=7)

KEPT_WORDS = 20_000


def day(value: datetime | date) -> str:
    """Return the date in the city: `12 Mar 2026`."""
    return _day(clock.local(value).date() if isinstance(value, datetime) else value, locale())


@lru_cache(KEPT_WORDS)
def _day(on: date, language: Locale) -> str:
    return str(dates.format_date(on, format="d MMM y", locale=language))


def week(spells: Iterable[Spell]) -> str:
    """Return a week's hours: `Sen–Jum 07.30–09.30`, `Mon–Thu 07:30–16:00, Fri 07:30–16:30`."""
    names = dates.get_day_names("abbreviated", locale=locale())
    said = []
    for one in spells:
        days = names[one.first] if one.first == one.last else f"{names[one.first]}–{names[one.last]}"
        said.append(f"{days} {_wall(one.begin)}–{_wall(one.end)}")
    return ", ".join(said)


def _wall(at: time) -> str:
    return str(dates.format_skeleton("Hm", datetime.combine(date.min, at), locale=locale()))


def clock_time(instant: datetime) -> str:
    """Return the time of day in the city with its zone: `19.02 WIB`."""
    here = clock.local(instant)
    return f"{dates.format_skeleton('Hm', here, tzinfo=here.tzinfo, locale=locale())} {here.tzname()}"


def exact(instant: datetime) -> str:
    """Return weekday, date, time and zone: `Sen, 2 Mar 2026 19.02 WIB`."""
    return _exact(clock.local(instant), locale())


@lru_cache(KEPT_WORDS)
def _exact(here: datetime, language: Locale) -> str:
    on = dates.format_date(here.date(), format="EEE, d MMM y", locale=language)
    return f"{on} {dates.format_skeleton('Hm', here, tzinfo=here.tzinfo, locale=language)} {here.tzname()}"


def ago(instant: datetime) -> str:
    """Return `2 jam yang lalu`, `dalam 3 hari`; beyond seven days the date."""
    step = ago_step(instant, clock.now())
    return day(instant) if step is None else _ago(step, locale())


def ago_step(instant: datetime, now: datetime) -> int | None:
    """Return what `ago` depends on besides the instant and the language: seconds, from a minute on in whole ones; None for the date."""
    if abs(now - instant) > RELATIVE_UNTIL:
        return None
    seconds = round((instant - now).total_seconds())
    return seconds if abs(seconds) < 60 else int(seconds / 60) * 60


@lru_cache(KEPT_WORDS)
def _ago(seconds: int, language: Locale) -> str:
    return str(dates.format_timedelta(timedelta(seconds=seconds), add_direction=True, threshold=1, locale=language))


def span(length: timedelta) -> str:
    """Return the two leading parts of a length without sign: `2 hari 3 jam`, `38 menit`, `less than a minute`."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes == 0:
        return _("less than a minute")
    return _span(minutes, locale())


@lru_cache(KEPT_WORDS)
def _span(minutes: int, language: Locale) -> str:
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts: list[tuple[int, Literal["day", "hour", "minute"]]] = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    first = next(place for place, (count, _unit) in enumerate(parts) if count)
    return " ".join(
        str(dates.format_timedelta(timedelta(**{f"{unit}s": count}), granularity=unit, threshold=1000, locale=language))
        for count, unit in parts[first : first + 2]
        if count
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A promised instant as a person sees it. `css` is late, soon or empty."""

    words: str
    css: str
    icon: str


def due(instant: datetime, *, start: datetime | None = None, paused: bool = False) -> Due:
    """Return how much of a promise is left: red when over, amber in its last quarter (two hours without `start`)."""
    left = instant - clock.now()
    if paused:
        return Due(_("paused"), "", "clock")
    if left < timedelta():
        return Due(_("%(span)s late") % {"span": span(left)}, "late", "alert")
    amber = (instant - start) * AMBER_SHARE if start else AMBER_WITHOUT_START
    return Due(_("%(span)s left") % {"span": span(left)}, "soon" if left < amber else "", "clock")


def machine(instant: datetime) -> str:
    """Return the instant for `<time datetime>`: ISO 8601 in UTC."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

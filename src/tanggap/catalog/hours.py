"""The office hours that the city's pack states, for limits that count working time: the year's, and those of seasons (Ramadan)."""

import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

Hours = tuple[tuple[time, time] | None, ...]  # seven days, Monday first, None for a free one
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS_FILE = "seasons.toml"
USUAL: Hours = (*[(time(8), time(16))] * 5, None, None)


@dataclass(frozen=True, slots=True)
class Season:
    """Days from `first` to `last`, both included, on which the offices keep other `hours`."""

    first: date
    last: date
    hours: Hours


def parse(table: dict[str, Any]) -> Hours:
    """Return the hours of a `[hours]` table: a weekday's name -> ["07:30", "16:00"]. Raises ValueError, its first argument the key."""
    for key in table:
        if key not in WEEKDAYS:
            raise ValueError(key, f"is no weekday; use {', '.join(WEEKDAYS)}")
    hours = tuple(_span(day, table[day]) if day in table else None for day in WEEKDAYS)
    if not any(hours):
        raise ValueError(WEEKDAYS[0], "at least one weekday needs office hours")
    return hours


def _span(day: str, value: Any) -> tuple[time, time]:
    try:
        begin, end = (time.fromisoformat(wall) for wall in value)
    except (TypeError, ValueError):
        raise ValueError(day, f'{value!r} is not a pair of times such as ["07:30", "16:00"]') from None
    if begin >= end:
        raise ValueError(day, f"the office must open before it closes, not at {begin:%H:%M} and {end:%H:%M}")
    return begin, end


def read(folder: Path) -> Hours:
    """Return the hours in `folder`/pack.toml, `USUAL` when it states none. Raises OSError, TOMLDecodeError, ValueError on a broken one."""
    table = tomllib.loads((folder / "pack.toml").read_text("utf-8")).get("hours")
    return parse(table) if table else USUAL


def read_seasons(folder: Path) -> tuple[Season, ...]:
    """Return the seasons of `folder`/seasons.toml in order, none without the file. Raises as `read`, and KeyError."""
    path = folder / SEASONS_FILE
    tables = tomllib.loads(path.read_text("utf-8")).values() if path.is_file() else ()
    return tuple(sorted((season(table) for table in tables), key=lambda one: one.first))


def season(table: dict[str, Any]) -> Season:
    """Return the season of a table `from`, `until` and weekdays. Raises KeyError, ValueError (its first argument the key)."""
    first, last = table["from"], table["until"]
    for key, day in (("from", first), ("until", last)):
        if type(day) is not date:
            raise ValueError(key, "must be a date such as 2026-02-19, without quotes")
    if first > last:
        raise ValueError("until", f"the season ends on {last} before it begins on {first}")
    return Season(
        first, last, parse({key: value for key, value in table.items() if key not in {"name", "from", "until"}})
    )


@lru_cache(maxsize=4)
def _cached(folder: Path) -> tuple[Hours, tuple[Season, ...]]:
    return read(folder), read_seasons(folder)


def office_hours() -> Hours:
    """Return the hours of the city that this installation serves."""
    return _cached(settings.TANGGAP_PACK)[0]


def seasons() -> tuple[Season, ...]:
    """Return the seasons with other hours of the city that this installation serves."""
    return _cached(settings.TANGGAP_PACK)[1]

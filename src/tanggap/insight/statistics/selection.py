"""What a number is told of: local days, and at most one area, category, unit and channel; read from an address, written into one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.insight.statistics import beginning
from tanggap.places import queries as places
from tanggap.reports.queries import public

DEFAULT_DAYS = 30
MOST_YEARS = 10
YEAR_MONTHS = 12
LONGEST = 200  # characters of a parameter that are told back
NAMES: Final = ("area", "category", "unit", "channel", "from", "to", "period")
EARLIEST_YEAR = 1900
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"year:(\d{4})", re.ASCII)
_MONTH = re.compile(r"month:(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Selection:
    """The local days from `first` to `last`, both included, and what they are narrowed to: codes of any level, empty for all."""

    first: date
    last: date
    area: str = ""
    category: str = ""
    unit: str = ""
    channel: str = ""

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1

    @property
    def period(self) -> str:
        """Return its days as people read them."""
        if self.first == self.last:
            return date_format(self.first, "j M Y")
        return f"{date_format(self.first, 'j M Y')} – {date_format(self.last, 'j M Y')}"

    def areas(self) -> list[str] | None:
        """Return the codes of the leaf areas that it holds; None for all, also those of no known place."""
        return within_area(self.area) if self.area else None

    def categories(self) -> list[str] | None:
        """Return the codes of the categories that it holds, the chosen one among them; None for all."""
        return within_category(self.category) if self.category else None

    def units(self) -> list[str] | None:
        """Return the codes of the units that it holds, the chosen one and all below it; None for all."""
        return public.unit_codes(self.unit) if self.unit else None

    def channels(self) -> list[str] | None:
        """Return the channel that it holds, None for all."""
        return [self.channel] if self.channel else None

    def query(self) -> str:
        """Return the one query string of this selection: sorted, and only what differs from the default."""
        said = {name: getattr(self, name) for name in ("area", "category", "unit", "channel") if getattr(self, name)}
        if (self.first, self.last) != default_days(clock.local(clock.now()).date()):
            said |= _days_said(self.first, self.last)
        return urlencode(sorted(said.items()), safe=":")


def default_days(today: date) -> tuple[date, date]:
    """Return the first and last of the last thirty full days."""
    return today - timedelta(days=DEFAULT_DAYS), today - timedelta(days=1)


def within_area(code: str) -> list[str]:
    """Return the leaf areas in an area of any level, itself when it is one."""
    return places.leaves(code) or [code]


def within_category(code: str) -> list[str]:
    """Return a category and those right below it."""
    return [code, *(row.code for row in catalog.categories() if row.parent == code)]


def read(given: Mapping[str, str], *, today: date) -> tuple[Selection, dict[str, str]]:
    """Return the selection that an address names, and a sentence for each parameter that made no sense. Never raises.

    `area`, `category`, `unit`, `channel`; `from` and `to` (ISO days), else `period`: `30d`, `12m`, `year:2026`, `month:2026-03`, `all`.
    """
    problems: dict[str, str] = {}
    first, last = _days(given, today, problems)
    return (
        Selection(
            first,
            last,
            area=_known(given, "area", _area, problems),
            category=_known(given, "category", _category, problems),
            unit=_known(given, "unit", _unit, problems),
            channel=_known(given, "channel", _channel, problems),
        ),
        problems,
    )


def _known(given: Mapping[str, str], name: str, find: Callable[[str], str | None], problems: dict[str, str]) -> str:
    wanted = str(given.get(name, "")).strip()
    if not wanted:
        return ""
    found = find(wanted)
    if found is None:
        problems[name] = _("“%(value)s” is not known here; all are shown.") % {"value": _short(wanted)}
    return found or ""


def _area(code: str) -> str | None:
    """Return the code of an area as it is now: a former one leads on to its heir."""
    return places.current(code) or (code if places.area(code) else None)


def _category(code: str) -> str | None:
    return code if catalog.category(code) else None


def _unit(code: str) -> str | None:
    is_known = agencies.unit(code) or any(code == former.row.code for former in agencies.former_units())
    return code if is_known else None


def _channel(code: str) -> str | None:
    return code if catalog.channel(code) else None


def _days(given: Mapping[str, str], today: date, problems: dict[str, str]) -> tuple[date, date]:
    if not (given.get("from") or given.get("to")):
        return _period(str(given.get("period", "")).strip(), today, problems)
    first, last = _day(given, "from", problems), _day(given, "to", problems)
    if first is None and last is None:
        return default_days(today)
    if last is not None and last > today:
        problems["to"] = _("This day is still to come; the days up to today are shown.")
        last = today
    if last is None:
        last = max(today - timedelta(days=1), min(first or today, today))
    if first is None:
        first = last - timedelta(days=DEFAULT_DAYS - 1)
    if first > last:
        problems["from"] = (
            _("The first day lies after the last; the two were exchanged.")
            if first <= today
            else _("This day is still to come; the last day is shown alone.")
        )
        first, last = (last, first) if first <= today else (last, last)
    earliest = _years_before(last, MOST_YEARS)
    if first < earliest:
        problems["from"] = _("At most ten years are shown together; the last ten are shown.")
        first = earliest
    return first, last


def _day(given: Mapping[str, str], name: str, problems: dict[str, str]) -> date | None:
    said = str(given.get(name, "")).strip()
    if not said:
        return None
    try:
        day = date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:
        day = None
    if day is None or day.year < EARLIEST_YEAR:
        problems[name] = _("“%(value)s” is no day, such as 2026-03-31; it was left out.") % {"value": _short(said)}
        return None
    return day


def _period(said: str, today: date, problems: dict[str, str]) -> tuple[date, date]:
    found = _named_days(said, today) if said else default_days(today)
    if found is None or found[0].year < EARLIEST_YEAR:
        problems["period"] = _("“%(value)s” is no period that is known here; the last 30 days are shown.") % {
            "value": _short(said)
        }
        return default_days(today)
    if found[0] > today:
        problems["period"] = _("This period is still to come; the last 30 days are shown.")
        return default_days(today)
    return found[0], min(found[1], today)


def _named_days(said: str, today: date) -> tuple[date, date] | None:
    """Return the days of a period by its name, None for a name that is none; they may lie ahead."""
    yesterday = today - timedelta(days=1)
    try:
        if match := _YEAR.fullmatch(said):
            return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
        if match := _MONTH.fullmatch(said):
            first = date(int(match[1]), int(match[2]), 1)
            return first, month_end(first)
    except ValueError:
        return None
    if said == f"{DEFAULT_DAYS}d":
        return default_days(today)
    if said == f"{YEAR_MONTHS}m":
        return months_before(yesterday.replace(day=1), YEAR_MONTHS - 1), yesterday
    if said == "all":
        return max(min(beginning.first_day() or yesterday, yesterday), _years_before(yesterday, MOST_YEARS)), yesterday
    return None


def _days_said(first: date, last: date) -> dict[str, str]:
    if first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
        return {"period": f"year:{first.year}"}
    if first.day == 1 and last == month_end(first):
        return {"period": f"month:{first:%Y-%m}"}
    return {"from": first.isoformat(), "to": last.isoformat()}


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return months_before(day.replace(day=1), -1) - timedelta(days=1)


def months_before(first: date, months: int) -> date:
    """Return the first day of the month `months` before that of `first` (after it, when negative)."""
    number = first.year * YEAR_MONTHS + first.month - 1 - months
    return date(number // YEAR_MONTHS, number % YEAR_MONTHS + 1, 1)


def _years_before(last: date, years: int) -> date:
    """Return the first day of the `years` years that end with `last`."""
    after = last + timedelta(days=1)
    is_leap_day = (after.month, after.day) == (2, 29)
    return date(after.year - years, 3, 1) if is_leap_day else after.replace(year=after.year - years)


def _short(said: str) -> str:
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"

"""What an address asks the public reports for: the map, its list, its feed, a subscription and a file read the same parameters alike.

`category`, `area`, `unit` (codes of any level), `channel`, `state` (a state, `open` or `closed`), `from` and `to` (local days, both
included), else `period` (`insight.statistics.selection`), `words`, and `bbox` (west,south,east,north in degrees).
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.insight.statistics import selection
from tanggap.places import queries as places
from tanggap.reports.queries import public
from tanggap.reports.words import State
from tanggap.web.ui import formats

OPEN, CLOSED = "open", "closed"
NAMES: Final = ("area", "bbox", "category", "channel", "from", "period", "state", "to", "unit", "words")
LONGEST_WORDS = 200
LONGEST_SHOWN = 80  # characters of a senseless value that are told back
LEAST_BOX = 1e-6  # degrees: about a hand's breadth
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that a search is narrowed by: the parameters that say it, and what it is called."""

    names: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Search:
    """What the address asks for; empty or None where it asks for nothing. `bbox` is west, south, east, north."""

    category: str = ""
    state: str = ""
    area: str = ""
    unit: str = ""
    channel: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    bbox: Bbox | None = None

    def filter(self) -> public.Filter:
        """Return it as the reports room understands it."""
        return public.Filter(
            category=self.category or None,
            area=self.area or None,
            state=self.state if self.state in State.values else None,
            is_open={OPEN: True, CLOSED: False}.get(self.state),
            unit=self.unit or None,
            channel=self.channel or None,
            since=self.since,
            until=self.until,
            words=self.words or None,
            bbox=self.bbox,
        )

    def parameters(self) -> dict[str, str]:
        """Return the parameters that say this search, by name."""
        said = {
            "area": self.area,
            "bbox": ",".join(f"{number:.5f}" for number in self.bbox) if self.bbox else "",
            "category": self.category,
            "channel": self.channel,
            "from": self.since.isoformat() if self.since else "",
            "state": self.state,
            "to": self.until.isoformat() if self.until else "",
            "unit": self.unit,
            "words": self.words,
        }
        return {name: value for name, value in said.items() if value}

    def query(self) -> str:
        """Return the one query string of this search."""
        return urlencode(self.parameters(), safe=",")

    def without(self, *names: str) -> "Search":
        """Return the search without these parameters."""
        fields = {"from": "since", "to": "until"}
        empty = Search()
        return replace(self, **{fields.get(name, name): getattr(empty, fields.get(name, name)) for name in names})

    def chips(self) -> list[Chip]:
        """Return what it is narrowed by, in words; empty for everything."""
        category, channel = catalog.category(self.category), catalog.channel(self.channel)
        found = [
            Chip(("words",), _("“%(words)s”") % {"words": self.words}) if self.words else None,
            Chip(("area",), places.full_name(self.area)) if self.area else None,
            Chip(("category",), category.label) if category else None,
            Chip(("state",), state_label(self.state)) if self.state else None,
            Chip(("unit",), agencies.unit_label(self.unit)) if self.unit else None,
            Chip(("channel",), _("By %(channel)s") % {"channel": channel.label}) if channel else None,
            Chip(("from", "to"), _period(self.since, self.until)) if self.since or self.until else None,
            Chip(("bbox",), _("Part of the map")) if self.bbox else None,
        ]
        return [chip for chip in found if chip]


def state_label(state: str) -> str:
    """Return the public word of a state, of `open` or of `closed`."""
    return {OPEN: _("Open reports"), CLOSED: _("Closed reports")}.get(state) or str(State(state).label)


def read(given: Mapping[str, str], *, today: date) -> tuple[Search, dict[str, str]]:
    """Return the search that an address names, and a sentence for each parameter that made no sense. Never raises."""
    narrowed = {name: given.get(name, "") for name in ("area", "category", "unit", "channel")}
    chosen, problems = selection.read(narrowed, today=today)
    since, until = _days(given, today, problems)
    return (
        Search(
            category=chosen.category,
            state=_state(given, problems),
            area=chosen.area,
            unit=chosen.unit,
            channel=chosen.channel,
            since=since,
            until=until,
            words=_words(given, problems),
            bbox=_bbox(given, problems),
        ),
        problems,
    )


def _state(given: Mapping[str, str], problems: dict[str, str]) -> str:
    said = given.get("state", "").strip()
    if not said or said in State.values or said in {OPEN, CLOSED}:
        return said
    problems["state"] = _("“%(value)s” is not known here; all are shown.") % {"value": _short(said)}
    return ""


def _words(given: Mapping[str, str], problems: dict[str, str]) -> str:
    said = " ".join(given.get("words", "").replace("\x00", " ").split())
    if len(said) > LONGEST_WORDS:
        problems["words"] = _("Only the first %(most)d characters are looked for.") % {"most": LONGEST_WORDS}
        said = said[:LONGEST_WORDS].rstrip()
    if said and not public.has_words(said):
        problems["words"] = _("“%(value)s” holds no word to look for; all are shown.") % {"value": _short(said)}
        return ""
    return said


def _days(given: Mapping[str, str], today: date, problems: dict[str, str]) -> tuple[date | None, date | None]:
    if not (given.get("from") or given.get("to")):
        return _period_days(given.get("period", "").strip(), today, problems)
    since, until = _day(given, "from", today, problems), _day(given, "to", today, problems)
    if since and until and since > until:
        problems["from"] = _("The first day lies after the last; the two were exchanged.")
        since, until = until, since
    return since, until


def _day(given: Mapping[str, str], name: str, today: date, problems: dict[str, str]) -> date | None:
    said = given.get(name, "").strip()
    day = _iso(said)
    if said and day is None:
        problems[name] = _("“%(value)s” is no day, such as 2026-03-31; it was left out.") % {"value": _short(said)}
    if day and day > today:
        problems[name] = _("This day is still to come; it was left out.")
        return None
    return day


def _iso(said: str) -> date | None:
    try:
        day = date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:
        return None
    return day if day and day.year >= selection.EARLIEST_YEAR else None


def _period_days(said: str, today: date, problems: dict[str, str]) -> tuple[date | None, date | None]:
    if not said or said == "all":
        return None, None
    chosen, wrong = selection.read({"period": said}, today=today)
    if wrong:
        problems["period"] = _("“%(value)s” is no period that is known here; all days are shown.") % {
            "value": _short(said)
        }
        return None, None
    return chosen.first, chosen.last


def _bbox(given: Mapping[str, str], problems: dict[str, str]) -> Bbox | None:
    said = given.get("bbox", "").strip()
    if not said:
        return None
    try:
        west, south, east, north = (float(number) for number in said[:LONGEST_WORDS].split(","))
    except ValueError:
        problems["bbox"] = _("A part of the map is four numbers: west, south, east and north. The whole map is shown.")
        return None
    is_on_earth = all(map(math.isfinite, (west, south, east, north))) and max(abs(west), abs(east)) <= 180
    if not is_on_earth or max(abs(south), abs(north)) > 90:
        problems["bbox"] = _("This part of the map does not lie on Earth. The whole map is shown.")
    elif west > east:
        problems["bbox"] = _(
            "This part of the map lies over the date line, or west and east are exchanged. The whole map is shown."
        )
    elif south > north:
        problems["bbox"] = _("South and north of this part of the map are exchanged. The whole map is shown.")
    elif east - west < LEAST_BOX or north - south < LEAST_BOX:
        problems["bbox"] = _("This part of the map is smaller than a hand. The whole map is shown.")
    else:
        return west, south, east, north
    return None


def _period(since: date | None, until: date | None) -> str:
    if since and until:
        return formats.day(since) if since == until else f"{formats.day(since)} – {formats.day(until)}"
    if since:
        return _("Since %(day)s") % {"day": formats.day(since)}
    return _("Until %(day)s") % {"day": formats.day(until)} if until else ""


def _short(said: str) -> str:
    return said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}…"

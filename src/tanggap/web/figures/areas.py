"""An area's own page: what stands on it, each part counted when the template asks for it; and the way to it by a typed name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.insight import queries as insight
from tanggap.insight import statistics
from tanggap.insight.statistics import INDICATORS, Selection
from tanggap.notify.words import Wished
from tanggap.places import gazetteer
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.places.neighbours import neighbours
from tanggap.places.queries import AreaRow
from tanggap.reports.queries import public
from tanggap.reports.queries.public import told
from tanggap.web.figures.measures import Measure, age_bars
from tanggap.web.ui import charting, stills

PERIOD: Final = "12m"
ASKED: Final = ("backlog", "backlog_over_30d", "answered_in_time", "solved_in_time", "days_to_solved", "reopened")
"""What a resident asks, in this order: each is shown with its n, and its name leads to its definition."""
PROMISE: Final = "solved_in_time"
LISTED, SOLVED, UNITS = 8, 4, 8
SURE, AHEAD = 90.0, 6.0  # of a typed name's score: as good as said, and clearly better than the next
LONGEST = 80
MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Near:
    """An area with how many public reports are open in it."""

    code: str
    name: str
    open: int


@dataclass(frozen=True, slots=True)
class Answering:
    """A unit that answered for reports of the area: how its promise was kept; `value` None where there are too few to say."""

    code: str
    name: str
    contact: str
    is_office: bool
    kept: str
    n: int
    reason: str


@dataclass(frozen=True, slots=True)
class Branch:
    """An area in the list of all, with what lies below it."""

    code: str
    name: str
    kind: str
    open: int
    below: tuple["Branch", ...]

    @property
    def is_last(self) -> bool:
        """Return whether what lies below it lies below nothing else."""
        return all(not one.below for one in self.below)


class AreaPage:
    """All that the page of one area shows."""

    def __init__(self, area: AreaRow) -> None:
        self.area = area
        self.name = area.name
        self.full_name = places.full_name(area.code)
        self.now: datetime = clock.now()
        given = {"area": area.code, "period": PERIOD}
        self.selection: Selection = statistics.read(given, today=clock.local(self.now).date())[0]

    @property
    def kind(self) -> str:
        """Return what the area is, in the pack's word."""
        return _capital(self.area.level)

    @property
    def above(self) -> list[AreaRow]:
        """Return what it lies in, the widest first."""
        return [row for code in self.area.path[:-1] if (row := places.area(code))]

    @cached_property
    def still(self) -> stills.Still | None:
        """Return its small picture."""
        return stills.still(self.area.code)

    @cached_property
    def measures(self) -> list[Measure]:
        """Return the few numbers that a resident asks."""
        known = [code for code in ASKED if code in INDICATORS]
        found = statistics.figures(self.selection, known)
        return [Measure(INDICATORS[code], found[code]) for code in known]

    @cached_property
    def trend(self) -> list[statistics.Point]:
        """Return how many reports came in month by month."""
        return statistics.series(self.selection, "received", "month")

    @cached_property
    def kept_trend(self) -> list[statistics.Point]:
        """Return how the promise was kept month by month."""
        return statistics.series(self.selection, PROMISE, "month")

    @property
    def kept_words(self) -> str:
        """Return the last finished month of the promise in words, for who does not see the line."""
        known = [one for one in self.kept_trend if one.value is not None and not one.is_partial]
        return charting.said(known[-1].value, "%") if known else ""

    @cached_property
    def ages(self) -> list[statistics.Slice]:
        """Return its open reports by age."""
        return age_bars(self.selection)

    @cached_property
    def open_rows(self) -> list[public.PublicRow]:
        """Return the newest of what is open."""
        return list(public.listed(public.Filter(area=self.area.code, is_open=True), limit=LISTED).rows)

    @cached_property
    def solved(self) -> list[told.Solved]:
        """Return what was solved last."""
        return told.solved(self.area.code, now=self.now, limit=SOLVED)

    @cached_property
    def units(self) -> list[Answering]:
        """Return the area's own office first, then the units that answered for most of its reports."""
        offices = [unit for unit in agencies.units() if unit.area == self.area.code]
        found = {one.code: one for one in statistics.breakdown(self.selection, PROMISE, "unit") if one.code}
        first = [unit.code for unit in offices if unit.code in found or unit.kind == offices[0].kind][:2]
        codes = [*first, *(code for code in found if code not in first)][:UNITS]
        return [_answering(code, found.get(code), is_office=code in first) for code in codes]

    @property
    def promise(self) -> catalog.PolicyRow | None:
        """Return what is usually promised in this city."""
        return catalog.policy(city().default_policy)

    @cached_property
    def _open(self) -> Mapping[str, int]:
        return _open_everywhere()

    @property
    def below(self) -> list[Near]:
        """Return the areas right below it, those with most open reports first."""
        return _by_open(places.areas(parent=self.area.code), self._open)

    @property
    def beside(self) -> list[Near]:
        """Return the areas that border on it, by name."""
        return [Near(row.code, row.name, self._open.get(row.code, 0)) for row in neighbours(self.area.code)]

    @property
    def formerly(self) -> list[str]:
        """Return the names under which it, or a part of it, was known."""
        return sorted({row.name for row in places.formerly(self.area.code)} - {self.name})

    @property
    def categories(self) -> list[tuple[str, str]]:
        """Return what one may have news about."""
        rows = [row for row in catalog.categories() if row.parent is None and not row.is_confidential]
        return [(row.code, row.label) for row in rows]

    @property
    def wishes(self) -> list[tuple[str, str | Promise]]:
        """Return which news one may wish."""
        return [(str(value), label) for value, label in Wished.choices]

    @property
    def files(self) -> dict[str, str]:
        """Return the addresses of its numbers as files."""
        query = self.selection.query()
        charts = {"figures": "", "series": f"&show={PROMISE}", "breakdown": f"&show={PROMISE}&by=unit", "ages": ""}
        return {chart: f"/statistik/data.csv?{query}&chart={chart}{more}" for chart, more in charts.items()}


def _answering(code: str, one: statistics.Slice | None, *, is_office: bool) -> Answering:
    unit = agencies.unit(code)
    return Answering(
        code,
        agencies.unit_label(code),
        unit.contact if unit else "",
        is_office,
        charting.said(one.value, "%") if one and one.value is not None else "",
        one.n if one else 0,
        one.reason if one else "",
    )


def _open_everywhere() -> dict[str, int]:
    """Return how many public reports are open in each area of every level. One statement."""
    found: dict[str, int] = {}
    for leaf, number in insight.reports_by_area(state="open").items():
        row = places.area(leaf)
        for code in row.path if row else ():
            found[code] = found.get(code, 0) + number
    return found


def _by_open(rows: Iterable[AreaRow], found: Mapping[str, int]) -> list[Near]:
    near = [Near(row.code, row.name, found.get(row.code, 0)) for row in rows]
    return sorted(near, key=lambda one: (-one.open, one.name))


def branches() -> tuple[Branch, ...]:
    """Return all areas, each below the one that it lies in, by name; a city's single top is left out. One statement."""
    found = _open_everywhere()
    tops = [row for row in places.areas() if row.parent is None]
    below: dict[str | None, list[AreaRow]] = {}
    for row in places.areas():
        below.setdefault(row.parent, []).append(row)

    def grown(rows: Iterable[AreaRow]) -> tuple[Branch, ...]:
        made = [
            Branch(row.code, row.name, _capital(row.level), found.get(row.code, 0), grown(below.get(row.code, ())))
            for row in rows
        ]
        return tuple(sorted(made, key=lambda one: (one.name, one.code)))

    return grown(below.get(tops[0].code, tops) if len(tops) == 1 else tops)


def looked_for(typed: str) -> list[gazetteer.Place]:
    """Return the places that a typed name may mean, best first; one alone when there is no doubt."""
    found = gazetteer.suggest(typed[:LONGEST], MOST_FOUND)
    is_sure = len(found) > 1 and found[0].score >= SURE and found[0].score - found[1].score >= AHEAD
    return found[:1] if is_sure else found


def leaf_word() -> str:
    """Return the pack's word for its lowest areas: `kelurahan`."""
    return str(city().leaf_level)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def own_title() -> str:
    """Return what the way to one's own area is called."""
    return _capital(_("My %(level)s") % {"level": leaf_word()})

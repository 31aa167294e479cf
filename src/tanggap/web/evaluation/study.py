"""What the page of the study's tables shows: of which area and years, and each table with its remarks beside the cells they are about."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tanggap.evaluation import study
from tanggap.evaluation.study import Cell, Column, Mismatch, Table
from tanggap.evaluation.study.checks import LOOKED_UP
from tanggap.evaluation.study.command import WHOLE_CITY, default_area, default_years
from tanggap.evaluation.study.events import EARLIEST_YEAR, MOST_YEARS
from tanggap.insight.statistics import Selection, beginning
from tanggap.places import queries as places
from tanggap.web.ui import selecting
from tanggap.web.ui.selecting import Option

PARAMETERS: Final = ("area", "place", "since", "until")
HOME: Final = "/evaluation/study/"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which area (as it was named, empty for the whole city) and which years the tables are counted."""

    area: str
    since: int
    until: int

    @property
    def years(self) -> list[int]:
        """Return the years, the first one first."""
        return list(range(self.since, self.until + 1))

    def address(self, path: str = HOME) -> str:
        """Return the one address of this at a path."""
        said = {"area": self.area or WHOLE_CITY, "since": str(self.since), "until": str(self.until)}
        usual = {
            "area": default_area() or WHOLE_CITY,
            **dict(zip(("since", "until"), map(str, default_years()), strict=True)),
        }
        query = urlencode([(name, value) for name, value in said.items() if value != usual[name]])
        return f"{path}?{query}" if query else path

    @property
    def command(self) -> str:
        """Return the command that prints the same."""
        words = ["tanggap", "evaluate", "--study", "--area", self.area or WHOLE_CITY]
        return shlex.join([*words, *(word for year in self.years for word in ("--year", str(year)))])


def asked(given: Mapping[str, str]) -> tuple[Asked, dict[str, str]]:
    """Return what an address asks for, and a sentence for each parameter that made no sense. Never raises."""
    problems: dict[str, str] = {}
    since, until = (
        _year(given, name, year, problems) for name, year in zip(("since", "until"), default_years(), strict=True)
    )
    if "until" not in given:
        until = max(since, until)
    elif "since" not in given:
        since = min(since, until)
    if since > until:
        problems["since"] = _("The first year lies after the last; the two were exchanged.")
        since, until = until, since
    if until - since >= MOST_YEARS:
        problems["since"] = _("At most ten years are shown together; the last ten are shown.")
        since = until - MOST_YEARS + 1
    return Asked(_area(given, problems), since, until), problems


def _year(given: Mapping[str, str], name: str, usual: int, problems: dict[str, str]) -> int:
    said = given.get(name, "").strip()
    if not said:
        return usual
    latest = default_years()[-1]
    if not (said.isascii() and said.isdecimal() and len(said) == len("2026")):
        problems[name] = _("“%(value)s” is no year, such as 2026; it was left out.") % {"value": selecting.short(said)}
        return usual
    if int(said) > latest:
        problems[name] = _("This year is still to come; the present one is shown.")
        return latest
    if int(said) < EARLIEST_YEAR:
        problems[name] = _("“%(value)s” is no year, such as 2026; it was left out.") % {"value": said}
        return usual
    return int(said)


def _area(given: Mapping[str, str], problems: dict[str, str]) -> str:
    code = given.get("area", "").strip()
    if given.get("place", "").strip():
        chosen, found = selecting.read({"place": given["place"]})
        problems |= found
        return chosen.area or default_area()
    if code == WHOLE_CITY:
        return ""
    if code and places.area(code) is None:
        problems["area"] = _("“%(value)s” is not known here.") % {"value": selecting.short(code)}
        return default_area()
    return code or default_area()


def options(one: Asked) -> dict[str, list[Option]]:
    """Return what the form offers."""
    first, last = beginning.first_day(), default_years()[-1]
    earliest = min(first.year if first else last, one.since)
    years = range(max(earliest, last - 4 * MOST_YEARS), last + 1)
    day = selecting.today()
    areas = selecting.areas(Selection(day, day, area=places.current(one.area) or one.area if one.area else ""))
    return {
        "areas": [
            Option(WHOLE_CITY, _("Whole city"), not one.area),
            *(replace(row, depth=row.depth + 1) for row in areas),
        ],
        "since_years": [Option(str(year), str(year), year == one.since) for year in years],
        "until_years": [Option(str(year), str(year), year == one.until) for year in years],
    }


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell in words, and the letters of the remarks about it; of a counted share its interval and cases."""

    text: str
    label: str
    interval: str = ""
    n: int | None = None
    marks: Sequence[str] = ()
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark with its letter, the source where there is one, and whether arithmetic found it."""

    letter: str
    said: str
    source: str
    is_computed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as the page shows it."""

    id: str
    table: Table
    rows: list[tuple[str, list[ShownCell]]]
    remarks: list[Remarked]


def as_printed() -> list[Shown]:
    """Return the study's tables with what does not fit in them."""
    return [_shown(table, "table", study.lettered(table.number)) for table in study.printed()]


def counted(one: Asked) -> list[Shown]:
    """Return the same layout of the area and years that are asked for."""
    return [_shown(table, "counted") for table in study.from_events(one.area, one.years)]


def _shown(table: Table, where: str, remarks: Sequence[tuple[str, Mismatch]] = ()) -> Shown:
    """Return a table with its lettered remarks."""
    rows = []
    for row in table.rows:
        cells = []
        for column, cell in zip(table.columns, row.cells, strict=True):
            marks = [letter for letter, one in remarks if (row.code, column.code) in one.cells]
            cells.append(_cell(cell, column, marks))
        rows.append((row.label, cells))
    lettered = [Remarked(letter, one.said, one.source, one.kind != LOOKED_UP) for letter, one in remarks]
    return Shown("-".join(filter(None, (where, table.number, table.as_of))), table, rows, lettered)


def _cell(cell: Cell, column: Column, marks: list[str]) -> ShownCell:
    label = f"{column.group}: {column.label}" if column.group else column.label
    return ShownCell(
        cell.said(column.unit), label, cell.interval(), cell.n, marks, bool(cell.numbers()) or not cell.text
    )

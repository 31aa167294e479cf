"""The numbers of the page as it draws them and as its files hold them: both are made here, of the same rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.core.words import say
from tanggap.insight import statistics
from tanggap.insight.sheets import Cell
from tanggap.insight.statistics import INDICATORS, Age, Indicator, Point, Selection, Slice, Step, Value
from tanggap.insight.statistics.beginning import first_day
from tanggap.places.city import city
from tanggap.web.figures.choosing import BY_NAME, Wanted
from tanggap.web.figures.groups import GROWING
from tanggap.web.ui import charting
from tanggap.web.ui.selecting import before

ANSWER, SOLVE = "answer", "solve"
MOST_PARTS = 100  # of a breakdown on the page
CHARTS: Final = ("figures", "series", "breakdown", "ages", ANSWER, SOLVE)


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator of the selection, and of the period before it where the two can be compared (else None)."""

    indicator: Indicator
    now: Value
    then: Value | None = None

    @property
    def code(self) -> str:
        """Return the indicator's code: the anchor of its definition."""
        return self.indicator.code

    @property
    def shown(self) -> str:
        """Return the value in words."""
        return charting.said(self.now.value, self.indicator.unit)

    @property
    def before(self) -> str:
        """Return the value of the period before, empty where there is none."""
        return charting.said(self.then.value, self.indicator.unit) if self.then and self.then.value is not None else ""

    @property
    def verdict(self) -> str:
        """Return whether the two differ by more than chance: their intervals do not touch. Counts are left to speak for themselves."""
        if not self.then or None in (self.now.low, self.now.high, self.then.low, self.then.high):
            return ""
        if self.now.low > self.then.high:  # type: ignore[operator]
            return _("clearly higher now")
        if self.now.high < self.then.low:  # type: ignore[operator]
            return _("clearly lower now")
        return _("no clear difference")

    @property
    def slice(self) -> Slice:
        """Return it as a bar."""
        return Slice(self.code, str(self.indicator.name), self.now.value, self.now.n, self.now.low, self.now.high)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a breakdown that have a case, in the order asked for, and how many have none, or too few of a sensitive kind."""

    rows: list[Slice]
    left_out: int

    @property
    def shown(self) -> list[Slice]:
        """Return those that the page shows: the first; the files hold all."""
        return self.rows[:MOST_PARTS]


@dataclass(frozen=True, slots=True)
class Table:
    """A chart's rows as a file holds them. `what` is said in the file's name."""

    what: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def measures(selection: Selection) -> dict[str, Measure]:
    """Return all indicators of a selection, each with the period before it where that is honest."""
    now = statistics.figures(selection)
    earlier = before(selection)
    begun = first_day()
    then: dict[str, Value] = {}
    if begun is not None and begun <= earlier.first:
        then = statistics.figures(earlier, [code for code in now if _is_comparable(INDICATORS[code], selection)])
    return {code: Measure(INDICATORS[code], value, then.get(code)) for code, value in now.items()}


def _is_comparable(indicator: Indicator, selection: Selection) -> bool:
    """Return whether a period may stand beside the one before: young closures change, today is not over, ages are known of now alone."""
    if indicator.code in GROWING or indicator.code == "backlog_over_30d":
        return False
    is_over = selection.last < clock.local(clock.now()).date()
    return is_over or indicator.unit != "reports"


def points_before(points: list[Point], selection: Selection, code: str) -> list[Point]:
    """Return the line of the period before, step for step; none where the steps do not match or nothing was counted yet."""
    earlier, begun = before(selection), first_day()
    if begun is None or begun > earlier.first or code in GROWING:
        return []
    found = statistics.series(earlier, code)
    is_alike = len(found) == len(points) and all(
        a.is_partial <= b.is_partial for a, b in zip(found, points, strict=True)
    )
    return found if is_alike else []


def parts(want: Wanted) -> Parts:
    """Return the breakdown that is wanted: never by result, because a ranking would say more of what is reported than of who answers."""
    found = statistics.breakdown(want.selection, want.show, want.dimension, want.level)
    told = [one for one in found if one.n or one.value]
    key = (lambda one: (0, one.label)) if want.order == BY_NAME else (lambda one: (-one.n, one.label))
    return Parts(sorted(told, key=key), len(found) - len(told))


def table(chart: str, want: Wanted) -> Table:
    """Return the rows of one of `CHARTS`."""
    selection = want.selection
    if chart == "series":
        return _series(want.show, statistics.series(selection, want.show))
    if chart == "breakdown":
        return _breakdown(want, parts(want).rows)
    if chart == "ages":
        return _ages(statistics.ages(selection))
    if chart in (ANSWER, SOLVE):
        return _curve(chart, statistics.curve(selection, chart))
    return _figures(statistics.figures(selection))


def file_name(what: str, selection: Selection, ending: str) -> str:
    """Return a file's name: `tanggap-jakarta-backlog-2026-10-27_2026-11-25.csv`."""
    return f"tanggap-{city().code}-{what}-{selection.first}_{selection.last}.{ending}"


def _figures(values: dict[str, Value]) -> Table:
    columns = ("indicator", "name", "value", "unit", "n", "low", "high", "why_none")
    rows = [
        (code, str(INDICATORS[code].name), one.value, INDICATORS[code].unit, one.n, one.low, one.high, one.reason)
        for code, one in values.items()
    ]
    return Table("numbers", columns, rows)


def _series(code: str, points: Iterable[Point]) -> Table:
    columns = ("first_day", "last_day", "value", "n", "low", "high", "in_part")
    rows = [(one.first, one.last, one.value, one.n, one.low, one.high, one.is_partial) for one in points]
    return Table(code, columns, rows)


def _breakdown(want: Wanted, slices: Iterable[Slice]) -> Table:
    columns = (want.dimension, "name", "value", "n", "low", "high", "why_none")
    rows = [(one.code, str(one.label), one.value, one.n, one.low, one.high, one.reason) for one in slices]
    return Table(f"{want.show}-by-{want.by.replace('.', '-')}", columns, rows)


def age_bars(selection: Selection) -> list[Slice]:
    """Return the open reports by age, each age as a bar."""
    return [
        Slice(str(one.from_days), one.label, float(one.reports), one.reports, None, None)
        for one in statistics.ages(selection)
    ]


def _ages(ages: Iterable[Age]) -> Table:
    columns = ("age", "from_days", "below_days", "reports")
    return Table("open-by-age", columns, [(one.label, one.from_days, one.to_days, one.reports) for one in ages])


def _curve(course: str, steps: Iterable[Step]) -> Table:
    columns = ("days", "share", "low", "high", "still_watched")
    rows = [(float(one.at_days), one.share, one.low, one.high, one.at_risk) for one in steps]
    return Table(f"time-to-{course}", columns, rows)


def city_name() -> str:
    """Return the city's name in the reader's language."""
    return str(say(city().name))

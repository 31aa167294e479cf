"""The numbers that ASOCA rests on: those of the evaluation's catalogue, told for a selection. The one place that asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.evaluation import citing, issuing, prices, telling
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.telling import Told
from tanggap.evaluation.words import Criterion
from tanggap.insight import statistics
from tanggap.insight.statistics import Point, Selection
from tanggap.papers import saying
from tanggap.places import queries as places

NARROWED: Final = ("area", "category", "unit", "channel")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a selection with its query id, as it is kept beside an element; `reason` says why there is none."""

    code: str
    name: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    reason: str
    query: str
    lack: str = ""
    is_partial: bool = False

    def told(self) -> Told:
        """Return it as the evaluation tells it."""
        return Told(
            self.code, self.value, self.n, self.low, self.high, self.reason, self.is_partial, self.query, self.lack
        )


def is_known(code: str) -> bool:
    """Return whether the catalogue has an indicator of this code."""
    return code in INDICATORS


def choices() -> list[tuple[str, str, str]]:
    """Return (code, name, criterion) of the indicators, in the catalogue's order."""
    return [(one.code, str(one.name), str(Criterion(one.criterion).label)) for one in INDICATORS.values()]


def name(code: str) -> str:
    """Return an indicator's name in the active language; the code of one that is no more."""
    one = INDICATORS.get(code)
    return str(one.name) if one else code


def unit(code: str) -> str:
    """Return an indicator's unit, empty for one that is no more."""
    one = INDICATORS.get(code)
    return one.unit if one else ""


def good(code: str) -> str | None:
    """Return which way is better: "up", "down" or None."""
    one = INDICATORS.get(code)
    return one.good if one else None


def say(value: float | None, of_unit: str) -> str:
    """Return a number in the reader's language with its unit, a dash for None."""
    return saying.said(value, of_unit, currency())


def figure_said(
    value: float | None, n: int, low: float | None, high: float | None, of_unit: str, reason: str = ""
) -> str:
    """Return a figure with its n and its interval in words; why there is none, where there is none."""
    cases = _("n = %(n)s") % {"n": saying.number(n)}
    if value is None:
        return f"{reason} ({cases})" if reason else cases
    between = saying.between(low, high, of_unit, currency())
    around = f"; {_('95 % interval')} {between}" if between else ""
    return f"{say(value, of_unit)} ({cases}{around})"


def currency() -> str:
    """Return the currency in which this city counts, empty where none is entered."""
    entered = prices.prices()
    return entered.currency if entered else ""


def tell(selection: Selection, code: str) -> Figure | None:
    """Return what an indicator says of a selection now, None for an unknown one. At most twenty statements."""
    if not is_known(code):
        return None
    told = telling.tell(selection, [code])[code]
    ends = told.low, told.high
    return Figure(code, name(code), told.value, told.n, *ends, told.reason, told.query, told.lack, told.is_partial)


def cited(query: str) -> tuple[str, Selection]:
    """Return the code and selection that a query id names, or the letters of an issued figure. Raises as `issuing.cited`."""
    found = issuing.cited(query)
    return found.code, found.selection


def question(target: str) -> str:
    """Return what a query id asks, whenever it was told; any other text as it is."""
    return citing.question(target)


def course(selection: Selection, code: str, step: str) -> list[Point]:
    """Return an indicator's course over a selection in steps of a "week" or "month"."""
    return telling.trend(selection, code, step)


def narrowing(selection: Selection) -> dict[str, str]:
    """Return what a selection is narrowed to, by dimension."""
    return {name: code for name in NARROWED if (code := getattr(selection, name))}


def selection_of(narrowed: Mapping[str, str], first: date, last: date) -> Selection:
    """Return the selection of days that is narrowed so."""
    return Selection(first, last, **{name: narrowed.get(name, "") for name in NARROWED})


def since(narrowed: Mapping[str, str], first: date) -> Selection:
    """Return the selection from a day up to and with today."""
    return selection_of(narrowed, first, max(first, clock.local(clock.now()).date()))


def unknown(narrowed: Mapping[str, str]) -> str:
    """Return a sentence about what a selection is narrowed to and is not known here, empty when all is."""
    given = {name: narrowed.get(name, "") for name in NARROWED}
    if set(narrowed) - set(NARROWED):
        return _("Only an area, category, unit or channel can be chosen.")
    _selection, problems = statistics.read(given, today=clock.local(clock.now()).date())
    return " ".join(f"{problems[name]}" for name in NARROWED if name in problems)


def label(narrowed: Mapping[str, str]) -> str:
    """Return in words what a selection is narrowed to; "the whole city" for nothing."""
    parts: Sequence[str] = [
        places.full_name(narrowed["area"]) if narrowed.get("area") else "",
        _category(narrowed.get("category", "")),
        agencies.unit_label(narrowed.get("unit")),
        _channel(narrowed.get("channel", "")),
    ]
    return ", ".join(part for part in parts if part) or _("the whole city")


def _category(code: str) -> str:
    row = catalog.category(code) if code else None
    return row.label if row else code


def _channel(code: str) -> str:
    row = catalog.channel(code) if code else None
    return row.label if row else code

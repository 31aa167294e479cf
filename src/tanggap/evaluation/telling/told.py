"""What is told: a number with all that belongs beside it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.evaluation.catalogue import INDICATORS, Indicator
from tanggap.evaluation.catalogue.declared import SOURCE
from tanggap.evaluation.prices import Prices
from tanggap.evaluation.telling.numbers import Numbers
from tanggap.evaluation.words import Lack
from tanggap.insight.statistics import Selection, Value
from tanggap.insight.statistics.telling import little, too_few
from tanggap.places.city import city


@dataclass(frozen=True, slots=True)
class Told:
    """One number of a selection from `n` cases, with the ends of its 95 % interval where it has one.

    `value` is None where there is none: `lack` says why for programs, `reason` for people. `is_partial`: its last day is not over.
    `query` names the number so that it can be computed anew (`citing`).
    """

    code: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    reason: str
    is_partial: bool
    query: str
    lack: str = ""

    @property
    def indicator(self) -> Indicator:
        """Return what it means."""
        return INDICATORS[self.code]

    @property
    def is_target_reached(self) -> bool | None:
        """Return whether the value is as good as the city's target; None without one, or where the interval holds the target."""
        target, one = self.indicator.target, self.indicator
        if target is None or self.value is None or one.good is None:
            return None
        if self.low is not None and self.high is not None and self.low < target.value < self.high:
            return None
        return self.value >= target.value if one.good == "up" else self.value <= target.value


def lack_before(one: Indicator, selection: Selection, by: str, prices: Prices | None) -> tuple[str, str] | None:
    """Return why an indicator cannot be told of a selection, whatever was counted: the code and the sentence; None where it can."""
    narrowed = [name for name in ("area", "category", "unit", "channel") if getattr(selection, name)]
    if by and one.rule.kind == SOURCE:
        return Lack.SIDE.value, _("This is not known of parts.")
    if {*narrowed, *([by] if by else [])} - set(one.sides):
        words = (
            _("This is known of the whole city alone.")
            if not one.sides
            else _("This is not known of such a selection.")
        )
        return Lack.SIDE.value, words
    if "prices" in one.needs and prices is None:
        return Lack.PRICES.value, _("No prices are entered for this city, and none are assumed.")
    return None


def lack_after(one: Indicator, value: Value, numbers: Numbers) -> tuple[str, str]:
    """Return why there is no value: the code and the sentence; both empty where there is one."""
    if value.value is not None:
        return "", ""
    if value.reason == too_few():
        return Lack.HIDDEN.value, value.reason
    if "present" in one.needs and not numbers.is_present:
        return Lack.PRESENT.value, value.reason
    if not value.n and "here" in one.needs and numbers.is_imported:
        return Lack.IMPORTED.value, _(
            "The reports of this period were taken over from an earlier system, of which this is not known."
        )
    if one.rule.kind == SOURCE and not value.n:
        return Lack.NONE.value, value.reason
    if one.rule.kind == SOURCE:
        return (Lack.YOUNG if value.n >= one.least else Lack.FEW).value, value.reason
    if not value.n and numbers.is_empty:
        return Lack.NONE.value, _("There is nothing in this period.")
    if value.n < one.least and value.reason == little(one, value.n).reason:
        return Lack.FEW.value, value.reason
    if value.n >= one.least:
        return Lack.YOUNG.value, value.reason
    return Lack.PRICES.value if "prices" in one.needs else Lack.NONE.value, value.reason


def is_growing(one: Indicator, selection: Selection) -> bool:
    """Return whether the period's youngest closures can still change an indicator: reporters may dispute them for some days."""
    today = clock.local(clock.now()).date()
    return one.grows and selection.last > today - timedelta(days=city().feedback_days)

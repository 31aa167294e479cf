"""An indicator of a selection as the pages show it: its value, how sure it is, what it is compared with, its target and its query."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanggap.evaluation.catalogue import Indicator
from tanggap.evaluation.changes import Change
from tanggap.evaluation.telling import Told
from tanggap.evaluation.words import Against, Verdict
from tanggap.insight.statistics import Slice
from tanggap.web.evaluation.choosing import Wanted, of_indicator
from tanggap.web.evaluation.templatetags.evaluation import target_words
from tanggap.web.ui import charting

LABELS: Final = {
    Against.BEFORE.value: gettext_lazy("The period before"),
    Against.YEAR.value: gettext_lazy("A year before"),
}


@dataclass(frozen=True, slots=True)
class Shift:
    """A number beside that of another period, in words."""

    change: Change

    @property
    def label(self) -> str | Promise:
        """Return which period the other one is."""
        return LABELS[self.change.against]

    @property
    def has_before(self) -> bool:
        """Return whether there is a number of the other period."""
        return self.change.before.value is not None

    @property
    def before(self) -> str:
        """Return the number of the other period."""
        return charting.said(self.change.before.value, self.change.now.indicator.unit)

    @property
    def word(self) -> str:
        """Return what the difference says; nothing where the two are not compared."""
        return "" if self.change.verdict == Verdict.NONE else str(Verdict(self.change.verdict).label)

    @property
    def is_clear(self) -> bool:
        """Return whether the difference is more than chance."""
        return self.change.verdict not in (Verdict.NONE, Verdict.UNCLEAR)

    @property
    def why(self) -> str:
        """Return why the two are not compared."""
        return self.change.reason if self.change.verdict == Verdict.NONE else ""

    @property
    def difference(self) -> str:
        """Return the interval of the difference, in the number's own unit; of shares in percentage points."""
        low, high, unit = self.change.low, self.change.high, self.change.now.indicator.unit
        if low is None or high is None:
            return ""
        words = {"low": _signed(low, unit), "high": _signed(high, unit)}
        return (_("(%(low)s to %(high)s points)") if unit == "%" else _("(%(low)s to %(high)s)")) % words


def _signed(value: float, unit: str) -> str:
    """Return a difference with its sign; one of shares in percentage points."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    if unit == "%":
        return f"{sign}{charting.said(abs(value) * 100, 'score')}"
    return f"{sign}{charting.said(abs(value), unit)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of what is wanted."""

    told: Told
    want: Wanted
    shift: Shift | None = None

    @property
    def indicator(self) -> Indicator:
        """Return what it means."""
        return self.told.indicator

    @property
    def code(self) -> str:
        """Return the indicator's code."""
        return self.told.code

    @property
    def href(self) -> str:
        """Return the address of the indicator's own page."""
        return self.want.address(of_indicator(self.code))

    @property
    def shown(self) -> str:
        """Return the value in words."""
        return charting.said(self.told.value, self.indicator.unit)

    @property
    def interval(self) -> str:
        """Return the interval in words, empty without one."""
        return "" if self.told.value is None else charting.between(self.told.low, self.told.high, self.indicator.unit)

    @property
    def n(self) -> int:
        """Return how many cases it is of."""
        return self.told.n

    @property
    def reason(self) -> str:
        """Return why there is no value."""
        return self.told.reason

    @property
    def is_partial(self) -> bool:
        """Return whether its days are not over."""
        return self.told.is_partial

    @property
    def query(self) -> str:
        """Return the line from which it can be computed anew."""
        return self.told.query

    @property
    def cite(self) -> str:
        """Return the address that computes it anew."""
        return f"{reverse('evaluation:query')}?{urlencode({'id': self.told.query})}"

    @property
    def slice(self) -> Slice:
        """Return it as the bar above those of its parts."""
        told = self.told
        return Slice("", _("All together"), told.value, told.n, told.low, told.high, told.reason)

    @property
    def target(self) -> str:
        """Return what the city wants it to be, empty where nobody set it."""
        return target_words(self.indicator)

    @property
    def target_word(self) -> str:
        """Return whether the target is reached: said only where its interval leaves no doubt."""
        is_reached = self.told.is_target_reached
        if self.indicator.target is None or self.told.value is None or self.indicator.good is None:
            return ""
        return _("too close to say") if is_reached is None else _("reached") if is_reached else _("missed")

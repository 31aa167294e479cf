"""What is told of a selection, and how people read it."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import ngettext

from tanggap.papers import saying


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number with its meaning. `unit` is "%", "days", "hours", "reports" or "score"; shares are told as 0 to 1.

    `good` says which way is better, None where neither is; below `least` cases there is no value; `source` is where the rule comes from.
    """

    code: str
    name: str | Promise
    question: str | Promise
    definition: str | Promise
    formula: str | Promise
    unit: str
    good: str | None
    least: int
    source: str | Promise


@dataclass(frozen=True, slots=True)
class Value:
    """A number from `n` cases, with the ends of its 95 % interval where it has one; None where it cannot be told, `reason` says why."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A number of the local days `first` to `last`; `is_partial` when the step is longer than these days, or not over."""

    first: date
    last: date
    value: float | None
    n: int
    low: float | None
    high: float | None
    is_partial: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """A number of one area, category, unit or channel; `code` is empty for what has none."""

    code: str
    label: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Age:
    """How many reports are open since `from_days` up to, and without, `to_days` days (None: without an end)."""

    label: str
    from_days: int
    to_days: int | None
    reports: int


@dataclass(frozen=True, slots=True)
class Step:
    """The `share` answered or solved up to `at_days` days after the receipt, with its 95 % interval; `at_risk` were watched until then."""

    at_days: float
    share: float
    low: float
    high: float
    at_risk: int


def say_number(value: float | None, unit: str) -> str:
    """Return a number in the reader's language, with its unit (`papers.saying`), and reports by their name."""
    if value is None or unit != "reports":
        return saying.said(value, unit)
    whole = round(value)
    return ngettext("%(number)s report", "%(number)s reports", whole) % {"number": saying.number(whole)}

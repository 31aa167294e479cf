"""Pieces of a result as they are shown: an index, an element, a part, a measure, in words of the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.surveys.bands import BANDS
from tanggap.surveys.elements import element
from tanggap.surveys.ikm import Ikm, Value
from tanggap.surveys.queries.results import Part
from tanggap.surveys.words import Step
from tanggap.web.ui import formats

NOT_KNOWN = "–"


def hundred(value: Any) -> str:
    """Return an index with the two decimals that the regulation prints; a dash for None."""
    return NOT_KNOWN if value is None else formats.number(float(value), 2)


def mean(value: Any) -> str:
    """Return a mean of 1 to 4 with three decimals; a dash for None."""
    return NOT_KNOWN if value is None else formats.number(float(value), 3)


@dataclass(frozen=True, slots=True)
class Index:
    """An index as it is shown."""

    ikm: Ikm

    @property
    def value(self) -> str:
        """Return the index, a dash where it cannot be told."""
        return hundred(self.ikm.value)

    @property
    def interval(self) -> str:
        """Return its interval, empty where there is none."""
        if self.ikm.low is None or self.ikm.high is None:
            return ""
        return f"{hundred(self.ikm.low)} – {hundred(self.ikm.high)}"

    @property
    def grade(self) -> str:
        """Return the letter of its band."""
        band = self.ikm.band
        return band.grade if band else ""

    @property
    def quality(self) -> str | Promise:
        """Return the word of its band."""
        band = self.ikm.band
        return band.quality if band else ""

    @property
    def is_on_an_edge(self) -> bool:
        """Return whether its interval reaches into another band: then the grade may be chance."""
        band, low, high = self.ikm.band, self.ikm.low, self.ikm.high
        return (
            band is not None
            and low is not None
            and high is not None
            and (low < float(band.low) or high > float(band.high))
        )

    @property
    def by_printed_weight(self) -> str:
        """Return the index by the weight of 0.111."""
        return hundred(self.ikm.by_printed_weight)


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element as it is shown; `number` is its place in the regulation's questionnaire."""

    number: int
    value: Value

    @property
    def name(self) -> str:
        """Return its name."""
        return str(element(self.value.code).name)

    @property
    def mean(self) -> str:
        """Return its mean."""
        return mean(self.value.mean)

    @property
    def weighted(self) -> str:
        """Return its mean times one ninth."""
        return mean(self.value.weighted)

    @property
    def hundred(self) -> str:
        """Return its mean times 25."""
        return hundred(self.value.hundred)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A unit, channel or area with its index."""

    part: Part

    @property
    def label(self) -> str:
        """Return its name."""
        return self.part.label or _("Not known")

    @property
    def index(self) -> Index:
        """Return its index of all answers."""
        return Index(self.part.index)

    @property
    def plain(self) -> Index:
        """Return its index without doubtful ones."""
        return Index(self.part.plain)


class Line(NamedTuple):
    """A unit, channel or area with its index as its row says it."""

    label: str
    value: str
    interval: str
    grade: str
    quality: str
    n: str
    plain: str


@dataclass(frozen=True, slots=True)
class Split:
    """The units, channels or areas; `place` is where they stand on the page."""

    place: str
    title: str
    rows: list[PartRow]

    @property
    def told(self) -> list[PartRow]:
        """Return those with an index."""
        return [row for row in self.rows if row.part.index.value is not None]

    @property
    def lines(self) -> list[Line]:
        """Return the rows of those with an index: a city has hundreds of units, so a template has nothing to look up in them."""
        words = {one.grade: str(one.quality) for one in BANDS}
        found = []
        for row in self.told:
            grade, index = row.index.grade, row.index
            n = formats.number(index.ikm.n)
            found.append(
                Line(row.label, index.value, index.interval or NOT_KNOWN, grade, words[grade], n, row.plain.value)
            )
        return found

    @property
    def has_shy(self) -> bool:
        """Return whether the index without doubtful answers is held back of one that has an index."""
        return any(row.part.plain.value is None for row in self.told)

    @property
    def small(self) -> list[PartRow]:
        """Return those with too few answers."""
        return [row for row in self.rows if row.part.index.value is None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the follow-up plan in words."""

    element: str
    what: str
    unit: str
    due: date
    state: str


def measure(one: Mapping[str, Any]) -> Measure:
    """Return a measure of a follow-up plan in words."""
    return Measure(
        str(element(one["element"]).name) if one["element"] else _("All elements"),
        one["what"],
        agencies.unit_label(one["unit"]),
        date.fromisoformat(one["due"]),
        str(Step(one["state"]).label),
    )

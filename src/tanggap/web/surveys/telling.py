"""What the pages, files and the report show of a survey: the index, its parts, who answered, in words of the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.agencies import queries as agencies
from tanggap.insight.statistics import Slice
from tanggap.surveys.bands import BANDS
from tanggap.surveys.elements import element
from tanggap.surveys.ikm import Ikm, Value
from tanggap.surveys.queries import listing, own, responding
from tanggap.surveys.queries.labels import AREA, CHANNEL, UNIT
from tanggap.surveys.queries.results import Part, Results, results
from tanggap.surveys.words import Step
from tanggap.web.surveys.forms import PEOPLE_LABELS
from tanggap.web.ui import formats

STRONG = 2  # elements named as the strongest, and as many as the weakest
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
        return self.ikm.band.grade if self.ikm.band else ""

    @property
    def quality(self) -> str | Promise:
        """Return the word of its band."""
        return self.ikm.band.quality if self.ikm.band else ""

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

    @property
    def slice(self) -> Slice:
        """Return it as a bar."""
        ikm = self.part.index
        value = None if ikm.value is None else float(ikm.value)
        return Slice(self.part.code, self.label, value, ikm.n, ikm.low, ikm.high, ikm.reason)


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


class Told:
    """What came out of some answers, as it is shown; each part is counted when it is asked for."""

    def __init__(self, found: Results) -> None:
        self.found = found

    @cached_property
    def index(self) -> Index:
        """Return the index of all answers."""
        return Index(self.found.index)

    @cached_property
    def plain(self) -> Index:
        """Return the index without doubtful answers."""
        return Index(self.found.plain)

    @property
    def elements(self) -> list[ElementRow]:
        """Return the nine elements in their order."""
        return [ElementRow(number, value) for number, value in enumerate(self.found.index.elements, start=1)]

    @property
    def is_told(self) -> bool:
        """Return whether there is an index."""
        return self.found.index.value is not None

    @property
    def weakest(self) -> list[ElementRow]:
        """Return the elements with the lowest means, the lowest first; none without an index."""
        return self._ordered()[:STRONG] if self.is_told else []

    @property
    def strongest(self) -> list[ElementRow]:
        """Return the elements with the highest means, the highest first."""
        return self._ordered()[::-1][:STRONG] if self.is_told else []

    def _ordered(self) -> list[ElementRow]:
        return sorted(self.elements, key=lambda row: (row.value.mean or 0, row.number))

    @cached_property
    def units(self) -> list[PartRow]:
        """Return the units."""
        return [PartRow(part) for part in self.found.parts(UNIT)]

    @cached_property
    def channels(self) -> list[PartRow]:
        """Return the channels."""
        return [PartRow(part) for part in self.found.parts(CHANNEL)]

    @cached_property
    def areas(self) -> list[PartRow]:
        """Return the areas."""
        return [PartRow(part) for part in self.found.parts(AREA)]

    @property
    def splits(self) -> list["Split"]:
        """Return the ways in which it can be split."""
        ways = [
            Split("units", _("By unit"), self.units),
            Split("channels", _("By channel"), self.channels),
            Split("areas", _("By area"), self.areas),
        ]
        return [way for way in ways if any(row.part.code for row in way.rows)]

    @property
    def people(self) -> list[tuple[str, Any]]:
        """Return who answered, by what they said of themselves."""
        return [(str(PEOPLE_LABELS[name]), groups) for name, groups in self.found.people.items()]

    @property
    def bands(self) -> Sequence[Any]:
        """Return the bands of Table 4, the best first."""
        return BANDS[::-1]


class Survey(Told):
    """One survey with what came out."""

    def __init__(self, code: str, *, public: bool = True) -> None:
        self.row = listing.survey(code, public=public)
        super().__init__(results(survey=code))

    @cached_property
    def bias(self) -> responding.Bias | None:
        """Return who answers and who does not; None where nobody was invited."""
        found = responding.response_bias(self.row.code)
        return found if found.invited else None

    @property
    def weighted(self) -> str:
        """Return the weighted index, a dash where it cannot be told."""
        return hundred(self.bias.weighted.value if self.bias else None)

    @property
    def weighted_interval(self) -> str:
        """Return the weighted index's interval."""
        found = self.bias.weighted if self.bias else None
        return f"{hundred(found.low)} – {hundred(found.high)}" if found and found.low is not None else ""

    @property
    def raw(self) -> str:
        """Return the index of those who were invited, as they answered."""
        return hundred(self.bias.weighted.raw if self.bias else None)

    @property
    def bias_groups(self) -> list[tuple[str, Sequence[tuple[str, Any]]]]:
        """Return the shares that answered, by kind of group."""
        names = {
            "outcome": _("By how the report ended"),
            "channel": _("By channel"),
            "category": _("By kind of problem"),
            "took": _("By how long it took"),
        }
        return [(names[name], rates) for name, rates in self.bias.groups.items()] if self.bias else []

    @cached_property
    def own(self) -> list[own.OwnQuestion]:
        """Return what came out of its own questions."""
        return own.own_questions(self.row.code)

    @property
    def measures(self) -> list[Measure]:
        """Return the follow-up plan."""
        return [measure(one) for one in self.row.follow_up]

    @property
    def is_enough(self) -> bool:
        """Return whether there are as many answers as were wanted."""
        return not self.row.target or self.found.index.n >= self.row.target

    @property
    def period(self) -> str:
        """Return its days."""
        return f"{formats.day(self.row.opens_on)} – {formats.day(self.row.closes_on)}"


def measure(one: Mapping[str, Any]) -> Measure:
    """Return a measure of a follow-up plan in words."""
    return Measure(
        str(element(one["element"]).name) if one["element"] else _("All elements"),
        one["what"],
        agencies.unit_label(one["unit"]),
        date.fromisoformat(one["due"]),
        str(Step(one["state"]).label),
    )

"""What the pages, files and the report show of a survey: the index, its parts, who answered, who is silent, and the plan."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from tanggap.surveys.bands import BANDS
from tanggap.surveys.queries import listing, own, responding
from tanggap.surveys.queries.labels import AREA, CHANNEL, UNIT
from tanggap.surveys.queries.results import Results, results
from tanggap.web.surveys.forms import PEOPLE_LABELS
from tanggap.web.surveys.shown import ElementRow, Index, Measure, PartRow, Split, hundred, measure
from tanggap.web.ui import formats

STRONG = 2  # elements named as the strongest, and as many as the weakest


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
    def splits(self) -> list[Split]:
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
        return not self.row.target or self.answered >= self.row.target

    @property
    def answered(self) -> int:
        """Return how many answered: the nine elements where it asks them, else anything."""
        return self.found.index.n if self.row.is_skm else self.row.answers

    @property
    def period(self) -> str:
        """Return its days."""
        return f"{formats.day(self.row.opens_on)} – {formats.day(self.row.closes_on)}"

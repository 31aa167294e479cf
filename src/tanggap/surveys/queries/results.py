"""What came out: the index with and without doubtful answers, by unit, channel, area and month, and what those are who answered.

Sums are made by the database in few statements whatever the number of answers; the arithmetic on them is `surveys.ikm`.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from tanggap.places import queries as places
from tanggap.reports.queries import public
from tanggap.surveys.elements import COUNT
from tanggap.surveys.ikm import Ikm, Sums, index
from tanggap.surveys.models import Survey
from tanggap.surveys.queries.labels import AREA, CHANNEL, PERIOD, UNIT, label, rows
from tanggap.surveys.samples import krejcie_morgan
from tanggap.surveys.words import ASKED_OF_PEOPLE, Flag

_SIDES: Final = {"": "''", UNIT: "r.unit", CHANNEL: "r.channel", AREA: "r.area", PERIOD: "to_char(r.on, 'YYYY-MM')"}
FEW: Final = 5
"""Fewer people than that are not told apart by what they are."""
_TOTALS = ", ".join(f"coalesce(sum(r.scores[{place}]), 0), count(r.scores[{place}])" for place in range(1, COUNT + 1))
_SUMS = (  # our own words alone; what somebody chose goes in as values
    f"SELECT {{side}}, cardinality(r.flags) > 0, count(*), {_TOTALS}, count(*) FILTER (WHERE r.filled > 0),"  # noqa: S608
    " coalesce(sum(r.total::float8 / nullif(r.filled, 0)), 0), coalesce(sum((r.total::float8 / nullif(r.filled, 0)) ^ 2), 0)"
    " FROM surveys_response r JOIN surveys_questionnaire q ON q.id = r.questionnaire_id AND q.kind = 'skm'"
    " WHERE {where} GROUP BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers: of one survey or all, of the local days `first` to `last`, of a unit with those below it, a channel, an area."""

    survey: str = ""
    first: date | None = None
    last: date | None = None
    unit: str = ""
    channel: str = ""
    area: str = ""

    def where(self) -> tuple[str, list[Any]]:
        """Return the condition and its values."""
        parts: list[tuple[str, Any]] = []
        if self.survey:
            parts.append(("r.survey_id = %s", self.survey))
        if self.first:
            parts.append(("r.on >= %s", self.first))
        if self.last:
            parts.append(("r.on <= %s", self.last))
        if self.unit:
            parts.append(("r.unit = ANY(%s)", public.unit_codes(self.unit)))
        if self.channel:
            parts.append(("r.channel = %s", self.channel))
        if self.area:
            parts.append(("r.area = ANY(%s)", [self.area, *places.within(self.area)]))
        return " AND ".join(part for part, _value in parts) or "true", [value for _part, value in parts]


@dataclass(frozen=True, slots=True)
class Part:
    """One unit, channel, area or month (`code` empty: not known): its index of all answers, and without doubtful ones."""

    code: str
    label: str
    index: Ikm
    plain: Ikm


@dataclass(frozen=True, slots=True)
class Group:
    """How many of those who answered are what; None: fewer than five, which is not told."""

    label: str
    n: int | None


class Results:
    """What came out of the answers that are wanted; each part is counted when it is asked for."""

    def __init__(self, wanted: Wanted, *, population: int | None = None) -> None:
        self.wanted = wanted
        self.population = population
        self._read: dict[str, dict[tuple[str, bool], Sums]] = {}

    @cached_property
    def _all(self) -> Sums:
        return self._by("")["", False] + self._by("")["", True]

    @cached_property
    def index(self) -> Ikm:
        """Return the index of all answers. One statement."""
        return index(self._all, population=self.population)

    @cached_property
    def plain(self) -> Ikm:
        """Return the index without doubtful answers. No more statements."""
        return index(self._by("")["", False], population=self.population)

    @property
    def doubtful(self) -> int:
        """Return how many answers are doubtful."""
        return self._by("")["", True].n

    @cached_property
    def flags(self) -> list[tuple[str, int]]:
        """Return why, and how many of each; one answer may have several. One statement."""
        where, values = self.wanted.where()
        statement = f"SELECT flag, count(*) FROM surveys_response r, unnest(r.flags) flag WHERE {where} GROUP BY 1"  # noqa: S608
        found = dict(rows(statement, values))
        return [(str(flag.label), found[flag.value]) for flag in Flag if flag.value in found]

    @property
    def wanted_answers(self) -> int | None:
        """Return how many answers Krejcie and Morgan's table asks for; None where it is not known of how many people."""
        return None if self.population is None else krejcie_morgan(self.population)

    def parts(self, by: str) -> list[Part]:
        """Return the index of each unit, channel, area or month, in the order of their names, never by result. One statement."""
        sums = self._by(by)
        codes = {code for code, _flagged in sums}
        found = [
            Part(code, label(by, code), index(sums[code, False] + sums[code, True]), index(sums[code, False]))
            for code in codes
        ]
        return sorted(found, key=lambda one: (not one.code, one.label))

    @cached_property
    def people(self) -> dict[str, list[Group]]:
        """Return who answered, as far as they said it: sex, age, education, work. One statement."""
        where, values = self.wanted.where()
        names = list(ASKED_OF_PEOPLE)
        pairs = ", ".join(f"('{name}', r.{name})" for name in names)
        found = {
            (name, code): n
            for name, code, n in rows(
                "SELECT what.name, what.code, count(*) FROM surveys_response r"  # noqa: S608
                f" CROSS JOIN LATERAL (VALUES {pairs}) what(name, code) WHERE {where} GROUP BY 1, 2",
                values,
            )
        }
        return {
            name: [
                Group(str(name_of), _told(n))
                for code, name_of in [*choices.choices, ("", _("Not said"))]
                if (n := found.get((name, code), 0)) or code
            ]
            for name, choices in ASKED_OF_PEOPLE.items()
        }

    def _by(self, by: str) -> dict[tuple[str, bool], Sums]:
        if by not in self._read:
            where, values = self.wanted.where()
            found: dict[tuple[str, bool], Sums] = defaultdict(Sums)
            for code, flagged, n, *rest in rows(_SUMS.format(side=_SIDES[by], where=where), values):
                scores, (people, means, squares) = rest[:-3], rest[-3:]
                found[code, flagged] = Sums(n, tuple(scores[::2]), tuple(scores[1::2]), people, means, squares)
            self._read[by] = found
        return self._read[by]


def results(
    *,
    survey: str = "",
    first: date | None = None,
    last: date | None = None,
    unit: str = "",
    channel: str = "",
    area: str = "",
) -> Results:
    """Return what came out of one survey, or of all of them in a period, narrowed as asked. At most one statement."""
    population = Survey.objects.filter(pk=survey).values_list("population", flat=True).first() if survey else None
    is_whole = not (first or last or unit or channel or area)
    return Results(Wanted(survey, first, last, unit, channel, area), population=population if is_whole else None)


def _told(n: int) -> int | None:
    return None if 0 < n < FEW else n

"""What came out: the index with and without doubtful answers, by unit, channel, area and month, and what those are who answered.

Sums are made by the database in few statements whatever the number of answers; the arithmetic on them is `surveys.ikm`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from tanggap.places import queries as places
from tanggap.reports.queries import public
from tanggap.surveys.elements import COUNT
from tanggap.surveys.ikm import LEAST, Ikm, Sums, index
from tanggap.surveys.models import Survey
from tanggap.surveys.queries.labels import AREA, CHANNEL, PERIOD, UNIT, label, rows
from tanggap.surveys.words import ASKED_OF_PEOPLE, Flag

_SIDES: Final = {0b0111: UNIT, 0b1011: CHANNEL, 0b1101: AREA, 0b1110: PERIOD}
"""Which side a row of the sums is of: a bit of `grouping` is 0 for what its rows are told apart by."""
FEW: Final = 5
"""Fewer people than that are not told apart by what they are."""
_SCORES = ", ".join(f"r.scores[{place}] AS s{place}" for place in range(1, COUNT + 1))
_TOTALS = ", ".join(f"coalesce(sum(s{place}), 0), count(s{place})" for place in range(1, COUNT + 1))
_OF_PEOPLE = f"count(*), {_TOTALS}, count(own), coalesce(sum(own), 0), coalesce(sum(own * own), 0)"
_SUMS = (  # every side in one look at the answers; our own words alone, what somebody chose goes in as values
    "SELECT grouping(unit, channel, area, month), coalesce(unit, channel, area, to_char(month, 'YYYY-MM')), is_doubtful,"  # noqa: S608
    f" {_OF_PEOPLE} FROM (SELECT {_SCORES}, r.total::float8 / nullif(r.filled, 0) AS own, r.unit, r.channel, r.area,"
    " date_trunc('month', r.on::timestamp) AS month, cardinality(r.flags) > 0 AS is_doubtful FROM surveys_response r"
    " JOIN surveys_questionnaire q ON q.id = r.questionnaire_id AND q.kind = 'skm' WHERE {where} OFFSET 0"
    ") answers GROUP BY is_doubtful, GROUPING SETS ((unit), (channel), (area), (month))"
)
_PERIODS = (
    f"SELECT period, {_OF_PEOPLE} FROM ("  # noqa: S608
    f"SELECT p.period, {_SCORES}, r.total::float8 / nullif(r.filled, 0) AS own FROM surveys_response r"
    " JOIN surveys_questionnaire q ON q.id = r.questionnaire_id AND q.kind = 'skm'"
    " JOIN unnest(%s::int[], %s::date[], %s::date[]) p(period, first, last) ON r.on BETWEEN p.first AND p.last"
    " WHERE {where} OFFSET 0) answers GROUP BY period"
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
    """What came out of the answers that are wanted: all sums in one statement, and what is asked for besides in one each."""

    def __init__(self, wanted: Wanted, *, population: int | None = None) -> None:
        self.wanted = wanted
        self.population = population

    @cached_property
    def _whole(self) -> dict[bool, Sums]:
        """Return the sums of all answers by whether they are doubtful: each has one unit, or none that is known."""
        found = {False: Sums(), True: Sums()}
        for (_unit, is_doubtful), sums in self._by(UNIT).items():
            found[is_doubtful] += sums
        return found

    @cached_property
    def index(self) -> Ikm:
        """Return the index of all answers. One statement, which tells all parts, too."""
        return index(self._whole[False] + self._whole[True], population=self.population)

    @cached_property
    def plain(self) -> Ikm:
        """Return the index without doubtful answers. No more statements."""
        return index(self._whole[False], population=self.population)

    @property
    def doubtful(self) -> int:
        """Return how many answers are doubtful."""
        return self._whole[True].n

    @cached_property
    def flags(self) -> list[tuple[str, int]]:
        """Return why, and how many of each; one answer may have several. One statement."""
        where, values = self.wanted.where()
        statement = (
            f"SELECT flag, count(*) FROM surveys_response r, unnest(r.flags) flag WHERE {where} AND r.flags <> '{{}}'"  # noqa: S608
            " GROUP BY 1"
        )
        found = dict(rows(statement, values))
        return [(str(flag.label), found[flag.value]) for flag in Flag if flag.value in found]

    def parts(self, by: str) -> list[Part]:
        """Return the index of each unit, channel, area or month, in the order of their names, never by result. No more statements.

        Where those with too few answers are few together, the smallest other is not told either: it could be subtracted. Nor is the index
        of a part without doubtful answers where these are fewer than five.
        """
        sums = self._by(by)
        whole = {code: sums[code, False] + sums[code, True] for code in {code for code, _doubtful in sums}}
        silent = too_few({code: of.n for code, of in whole.items()})
        found = [
            Part(
                code,
                label(by, code),
                _index(of, code in silent),
                _index(sums[code, False], _is_shy(sums[code, True].n)),
            )
            for code, of in whole.items()
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
                f"SELECT what.name, what.code, sum(n)::integer FROM (SELECT {', '.join(names)}, count(*) AS n"  # noqa: S608
                f" FROM surveys_response r WHERE {where} GROUP BY {', '.join(names)}) AS r"
                f" CROSS JOIN LATERAL (VALUES {pairs}) what(name, code) GROUP BY 1, 2",
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
        return self._sums[by]

    @cached_property
    def _sums(self) -> dict[str, dict[tuple[str, bool], Sums]]:
        """Return the sums of all answers and of each part of each side, by code and whether they are doubtful."""
        where, values = self.wanted.where()
        found: dict[str, dict[tuple[str, bool], Sums]] = {side: defaultdict(Sums) for side in _SIDES.values()}
        for which, code, is_doubtful, *counted in rows(_SUMS.format(where=where), values):
            found[_SIDES[which]][code, is_doubtful] = _of_people(counted)
        return found


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


def indexes(periods: Sequence[tuple[date, date]], *, unit: str = "", channel: str = "", area: str = "") -> list[Ikm]:
    """Return the index of all surveys' answers of each period (its first and last day), narrowed as asked. One statement.

    Periods that follow one another are parts of a whole, and are told as `Results.parts` tells these.
    """
    where, values = Wanted(unit=unit, channel=channel, area=area).where()
    first, last = ([days[end] for days in periods] for end in (0, 1))
    told = rows(_PERIODS.format(where=where), [list(range(len(periods))), first, last, *values])
    found = {number: _of_people(counted) for number, *counted in told}
    sums = [found.get(number, Sums()) for number in range(len(periods))]
    are_parts = all(after[0] == before[1] + timedelta(days=1) for before, after in pairwise(periods))
    silent = too_few({str(number): of.n for number, of in enumerate(sums)}) if are_parts else set()
    return [_index(of, str(number) in silent) for number, of in enumerate(sums)]


def _of_people(counted: Sequence[Any]) -> Sums:
    """Return the sums that a row of `_OF_PEOPLE` holds."""
    n, *scores, people, means, squares = counted
    return Sums(n, tuple(scores[::2]), tuple(scores[1::2]), people, means, squares)


def too_few(sizes: Mapping[str, int]) -> set[str]:
    """Return the parts that are not told: of fewer than ten answers, and the smallest other where these are fewer than ten together."""
    silent = {code for code, n in sizes.items() if n < LEAST}
    others = sorted((n, code) for code, n in sizes.items() if code not in silent)
    if others and 0 < sum(sizes[code] for code in silent) < LEAST:
        silent.add(others[0][1])
    return silent


def _index(of: Sums, is_silent: bool) -> Ikm:
    if not is_silent or of.n < LEAST:
        return index(of)
    untold = index(of, least=of.n + 1)
    return replace(untold, reason=_("Not told: a smaller part could be computed from it."))


def _is_shy(doubtful: int) -> bool:
    return 0 < doubtful < FEW


def _told(n: int) -> int | None:
    return None if 0 < n < FEW else n

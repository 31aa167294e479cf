"""What came out: the index with and without doubtful answers, by unit, channel, area and month, and what those are who answered.

Sums are made by the database in few statements whatever the number of answers; the arithmetic on them is `surveys.ikm`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from tanggap.surveys.ikm import LEAST, Ikm, Sums, index
from tanggap.surveys.models import Survey
from tanggap.surveys.queries.labels import CHANNEL, label, rows
from tanggap.surveys.queries.sums import Found, Wanted, by_parts, by_periods
from tanggap.surveys.words import ASKED_OF_PEOPLE, Flag

FEW: Final = 5
"""Fewer people than that are not told apart by what they are."""


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
        """Return the sums of all answers by whether they are doubtful: each has one channel, or none that is known."""
        found = {False: Sums(), True: Sums()}
        for one in self._found[CHANNEL]:
            found[one.is_doubtful] += one.sums
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
        """Return why, and how many of each; one answer may have several. No more statements."""
        sums = [sum(of) for of in zip(*(one.flags for one in self._found[CHANNEL]), strict=True)] or [0] * len(Flag)
        return [(str(flag.label), n) for flag, n in zip(Flag, sums, strict=True) if n]

    def parts(self, by: str) -> list[Part]:
        """Return the index of each unit, channel, area or month, in the order of their names, never by result. No more statements.

        Where those with too few answers are few together, the smallest other is not told either: it could be subtracted. Nor is the index
        of a part without doubtful answers where these are fewer than five.
        """
        sums = defaultdict(Sums, {(one.code, one.is_doubtful): one.sums for one in self._found[by]})
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
        where, values = self.wanted.where("survey_id")
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

    @cached_property
    def _found(self) -> dict[str, list[Found]]:
        """Return what each part of each side adds up to. One statement."""
        found = defaultdict(list)
        for by, one in by_parts(self.wanted):
            found[by].append(one)
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
    sums = by_periods(Wanted(unit=unit, channel=channel, area=area), periods)
    are_parts = all(after[0] == before[1] + timedelta(days=1) for before, after in pairwise(periods))
    silent = too_few({str(number): of.n for number, of in enumerate(sums)}) if are_parts else set()
    return [_index(of, str(number) in silent) for number, of in enumerate(sums)]


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

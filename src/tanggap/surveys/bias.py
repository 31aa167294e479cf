"""Who answers and who does not: the shares by group, and the result as it were if all groups had answered alike. Pure arithmetic."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tanggap.surveys.bands import SCALE
from tanggap.surveys.ikm import LEAST, student
from tanggap.verification.estimates import wilson

LEAST_IN_A_STRATUM: Final = 5
FEW_IN_A_GROUP: Final = 5


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a group were invited and answered, with the share's 95 % interval (Wilson); None where fewer than five were invited.

    `differs`: 1 when the group answers more often than all together beyond chance, -1 less often, 0 when that cannot be said.
    """

    code: str
    invited: int
    answered: int
    share: float | None
    low: float | None
    high: float | None
    differs: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """People who are alike: how many were invited, how many answered, and the sums of their own means (1 to 4) and of the squares."""

    invited: int
    n: int
    means: float
    squares: float

    def __add__(self, other: "Stratum") -> "Stratum":
        return Stratum(
            self.invited + other.invited, self.n + other.n, self.means + other.means, self.squares + other.squares
        )


@dataclass(frozen=True, slots=True)
class Weighted:
    """The index of those who answered as they are, and weighted so that each stratum counts as it was invited.

    `strata` were told apart; those with fewer than five answers are one together. Values are None where there is no telling.
    """

    raw: float | None
    value: float | None
    low: float | None
    high: float | None
    strata: int
    n: int

    @property
    def difference(self) -> float | None:
        """Return by how much the weighted index is above the raw one."""
        return None if self.value is None or self.raw is None else self.value - self.raw


def rates(groups: Mapping[str, tuple[int, int]]) -> list[Rate]:
    """Return the share that answered of each group, given as (invited, answered), in the order given."""
    invited, answered = (sum(pair[place] for pair in groups.values()) for place in (0, 1))
    overall = answered / invited if invited else 0.0
    found = []
    for code, (asked, said) in groups.items():
        if asked < FEW_IN_A_GROUP:
            found.append(Rate(code, asked, said, None, None, None, 0))
            continue
        ends = wilson(said, asked)
        differs = (ends.low > overall) - (ends.high < overall)
        found.append(Rate(code, asked, said, said / asked, ends.low, ends.high, int(differs)))
    return found


def weighted(strata: Sequence[Stratum]) -> Weighted:
    """Return the index post-stratified by `strata`: the mean of each counts by how many of it were invited (Holt and Smith 1979,
    J. R. Stat. Soc. A 142, 33-46), with Student's interval from the strata's own variances.

    It mends what lies in the strata alone: within one, who answers may still differ from who does not.
    """
    cells = _merged(strata)
    n, invited = sum(cell.n for cell in cells), sum(cell.invited for cell in cells)
    if n < LEAST or not invited or any(cell.n < LEAST_IN_A_STRATUM for cell in cells):
        return Weighted(None, None, None, None, len(cells), n)
    raw = sum(cell.means for cell in cells) / n * SCALE
    value = sum(cell.invited / invited * cell.means / cell.n for cell in cells) * SCALE
    variance = sum((cell.invited / invited) ** 2 * _variance(cell) / cell.n for cell in cells)
    half = student(max(1, n - len(cells))) * math.sqrt(variance) * SCALE
    return Weighted(raw, value, max(float(SCALE), value - half), min(4.0 * SCALE, value + half), len(cells), n)


def _merged(strata: Sequence[Stratum]) -> list[Stratum]:
    """Return the strata with those of too few answers as one; that goes to the smallest other when it is still too small."""
    large = [one for one in strata if one.n >= LEAST_IN_A_STRATUM]
    small = [one for one in strata if one.n < LEAST_IN_A_STRATUM]
    if not small:
        return large
    rest = sum(small[1:], small[0])
    if rest.n >= LEAST_IN_A_STRATUM or not large:
        return [*large, rest]
    place = min(range(len(large)), key=lambda number: large[number].n)
    return [one + rest if number == place else one for number, one in enumerate(large)]


def _variance(cell: Stratum) -> float:
    return max(0.0, (cell.squares - cell.means**2 / cell.n) / (cell.n - 1))

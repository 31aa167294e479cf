"""Weights from comparisons in pairs: the Analytic Hierarchy Process. Pure arithmetic, small matrices.

A matrix is square; row i, column j says how many times as important i is as j, and None where nobody said. Saaty 1977 (J. Math. Psychol.
15, 234-281) takes the principal eigenvector for the weights and measures by its eigenvalue how far the judgements contradict one another.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from tanggap.asoca.words import nearest_step, ratio

CONSISTENT: Final = 0.1  # Saaty 1980: from a ratio above a tenth on, judge anew
# of random matrices of 1 to 9 things on the scale of 1/9 to 9: Saaty 1980, The Analytic Hierarchy Process (McGraw-Hill)
RANDOM_INDEX: Final = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45)
_ROUNDS = 2000
_CLOSE = 1e-13

Row = Sequence[float | None]
Matrix = Sequence[Row]


class NotConnected(ValueError):
    """Some things are compared with none of the others, so they have no weight beside them."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights that sum to 1, and how far the judgements behind them agree with themselves.

    `cr` is the consistency ratio (0: perfectly; above 0.1: judge anew), `given` of `wanted` pairs were judged. Of an incomplete matrix the
    ratio is provisional: every missing judgement counts as agreeing.
    """

    values: tuple[float, ...]
    lambda_max: float
    ci: float
    cr: float
    given: int
    wanted: int

    @property
    def is_consistent(self) -> bool:
        """Return whether the judgements may be used as they are."""
        return self.cr <= CONSISTENT

    @property
    def is_whole(self) -> bool:
        """Return whether every pair was judged."""
        return self.given == self.wanted


@dataclass(frozen=True, slots=True)
class Mend:
    """The one judgement whose change makes a matrix most consistent: `step` in place of what was said gives the ratio `cr`."""

    first: int
    second: int
    step: int
    cr: float


def matrix(size: int, steps: Mapping[tuple[int, int], int]) -> list[list[float | None]]:
    """Return the reciprocal matrix of `steps` of Saaty's scale between things 0 to `size` - 1."""
    return of_ratios(size, {pair: ratio(step) for pair, step in steps.items()})


def of_ratios(size: int, ratios: Mapping[tuple[int, int], float]) -> list[list[float | None]]:
    """Return the reciprocal matrix of ratios above 0."""
    made: list[list[float | None]] = [[1.0 if i == j else None for j in range(size)] for i in range(size)]
    for (i, j), times in ratios.items():
        made[i][j], made[j][i] = times, 1 / times
    return made


def weights(of: Matrix) -> Weights:
    """Return the weights: the principal right eigenvector, summing to 1. Raises NotConnected, ValueError for what is no such matrix.

    Missing judgements are treated after Harker 1987 (Alternative modes of questioning, Math. Modelling 9, 353-360): each is taken to be
    what the weights say.
    """
    size = _checked(of)
    if not is_connected(of):
        raise NotConnected("not all things are compared with one another, directly or over others")
    filled = [[value or 0.0 for value in row] for row in of]
    for i, row in enumerate(of):
        filled[i][i] = 1.0 + sum(value is None for value in row)
    values, largest = _principal(filled)
    ci = max(0.0, (largest - size) / (size - 1)) if size > 1 else 0.0
    by_chance = RANDOM_INDEX[size - 1]
    given = sum(of[i][j] is not None for i, j in combinations(range(size), 2))
    return Weights(values, largest, ci, ci / by_chance if by_chance else 0.0, given, size * (size - 1) // 2)


def group(matrices: Sequence[Matrix]) -> list[list[float | None]]:
    """Return the matrix of several judges together: of each pair the geometric mean of what was said.

    Aczél and Saaty 1983 (J. Math. Psychol. 27, 93-102): the only mean that stays reciprocal. Forman and Peniwati 1998 (Eur. J. Oper. Res.
    108, 165-169): judgements are joined, rather than weights, where a group acts as one. Raises ValueError for none, or for other sizes.
    """
    sizes = {len(one) for one in matrices}
    if len(sizes) != 1:
        raise ValueError("matrices of one size are joined, at least one")
    size = sizes.pop()
    logs: dict[tuple[int, int], list[float]] = {}
    for one in matrices:
        for i, j in combinations(range(size), 2):
            if (value := one[i][j]) is not None:
                logs.setdefault((i, j), []).append(math.log(value))
    return of_ratios(size, {pair: math.exp(math.fsum(found) / len(found)) for pair, found in logs.items()})


def mend(of: Matrix) -> Mend | None:
    """Return the one judgement to look at again, None where the matrix is consistent enough or no single change makes it better.

    Each pair is left out in turn; what the others say of it is rounded to a step of the scale and put in its place (after Harker 1987).
    """
    now = weights(of)
    if now.is_consistent:
        return None
    found: list[Mend] = []
    for i, j in combinations(range(len(of)), 2):
        if of[i][j] is None:
            continue
        without = _with(of, i, j, None)
        if not is_connected(without):
            continue
        values = weights(without).values
        step = nearest_step(values[i] / values[j])
        found.append(Mend(i, j, step, weights(_with(of, i, j, ratio(step))).cr))
    best = min(found, key=lambda one: one.cr, default=None)
    return best if best is not None and best.cr < now.cr else None


def spread(matrices: Sequence[Matrix], first: int, second: int) -> float:
    """Return how far judges lie apart about a pair: the geometric standard deviation of their ratios (1: all agree)."""
    logs = [math.log(value) for one in matrices if (value := one[first][second]) is not None]
    if len(logs) < 2:
        return 1.0
    mean = math.fsum(logs) / len(logs)
    return math.exp(math.sqrt(math.fsum((log - mean) ** 2 for log in logs) / (len(logs) - 1)))


def is_connected(of: Matrix) -> bool:
    """Return whether every thing is compared with every other one, directly or over others."""
    seen, waiting = {0}, [0]
    while waiting:
        row = of[waiting.pop()]
        found = {j for j, value in enumerate(row) if value is not None} - seen
        seen |= found
        waiting += found
    return len(seen) == len(of)


def _with(of: Matrix, i: int, j: int, times: float | None) -> list[list[float | None]]:
    made = [list(row) for row in of]
    made[i][j], made[j][i] = times, None if times is None else 1 / times
    return made


def _principal(of: Iterable[Sequence[float]]) -> tuple[tuple[float, ...], float]:
    """Return the principal eigenvector (sum 1) and eigenvalue of an irreducible non-negative matrix with a positive diagonal."""
    rows = [tuple(row) for row in of]
    values = [1 / len(rows)] * len(rows)
    largest = 1.0
    for _round in range(_ROUNDS):
        grown = [math.fsum(a * b for a, b in zip(row, values, strict=True)) for row in rows]
        largest = math.fsum(grown)
        grown = [value / largest for value in grown]
        moved = max(abs(a - b) for a, b in zip(grown, values, strict=True))
        values = grown
        if moved < _CLOSE:
            break
    return tuple(values), largest


def _checked(of: Matrix) -> int:
    size = len(of)
    if not 1 <= size <= len(RANDOM_INDEX) or any(len(row) != size for row in of):
        raise ValueError("a matrix is square, of one to nine things")
    for i in range(size):
        for j in range(i, size):
            one, other = of[i][j], of[j][i]
            if (one is None) != (other is None) or (i == j and one != 1):
                raise ValueError("a matrix has ones on its diagonal, and each judgement both ways round")
            if one is not None and other is not None and (one <= 0 or not math.isclose(one * other, 1, rel_tol=1e-9)):
                raise ValueError("the judgement of a pair and of its reverse are reciprocal, above 0")
    return size

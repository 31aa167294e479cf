"""Least squares with errors that hang together in time. Pure arithmetic on small arrays."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tanggap.evaluation.arithmetic.special import beta_tail, student_point

Numbers = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients with their covariance, what the model says of each row, and what is left over."""

    values: Numbers
    covariance: Numbers
    fitted: Numbers
    left: Numbers
    freedom: int
    lag: int

    def along(self, weights: Numbers) -> tuple[float, float, float, float]:
        """Return a weighted sum of the coefficients with the ends of its 95 % interval and its two-sided p, by Student's distribution."""
        value = float(weights @ self.values)
        error = math.sqrt(max(0.0, float(weights @ self.covariance @ weights)))
        half = student_point(self.freedom, 0.5 + CONFIDENCE / 2) * error
        return value, value - half, value + half, two_sided(value, error, self.freedom)


def fit(design: Numbers, seen: Numbers) -> Fit:
    """Return the least-squares fit with the covariance of Newey and West 1987 (Econometrica 55, 703-708), Bartlett's weights.

    The lag is that of Newey and West 1994 (Rev. Econ. Stud. 61, 631-653), 4 (n/100)^(2/9) rounded down and at least 1; the covariance is
    multiplied by n / (n - k) because few points are used. Raises ValueError where the columns do not determine the coefficients.
    """
    n, k = design.shape
    if n <= k or int(np.linalg.matrix_rank(design)) < k:
        raise ValueError("too few points for the model")
    bread = np.linalg.inv(design.T @ design)
    values = bread @ design.T @ seen
    fitted = design @ values
    left = seen - fitted
    lag = lag_of(n)
    scored = design * left[:, None]
    meat = scored.T @ scored
    for step in range(1, lag + 1):
        crossed = scored[step:].T @ scored[:-step]
        meat += (1 - step / (lag + 1)) * (crossed + crossed.T)
    return Fit(values, bread @ meat @ bread * (n / (n - k)), fitted, left, n - k, lag)


def lag_of(n: int) -> int:
    """Return over how many steps errors are taken to hang together."""
    return max(1, math.floor(4 * math.pow(n / 100, 2 / 9)))


def two_sided(value: float, error: float, freedom: int) -> float:
    """Return the chance of a value at least that far from 0 if it were 0: twice the tail of Student's distribution."""
    if error == 0:
        return 0.0 if value else 1.0
    t = value / error
    return beta_tail(freedom / 2, 0.5, freedom / (freedom + t * t))


def together(left: Numbers) -> float:
    """Return the correlation of what is left over with that of the step before; 0 where nothing is left over."""
    square = float(left @ left)
    return float(left[1:] @ left[:-1]) / square if square > 0 else 0.0

"""How long something takes when some of it is not over yet: the distribution that the simulation draws from. Pure, times in minutes.

What was seen is told by Kaplan and Meier (1958); beyond the longest time seen, by the lognormal that fits best what ended and what still
waits (maximum likelihood by the expectation-maximisation of Dempster, Laird and Rubin 1977 for a censored normal).
"""

import math
from collections.abc import Sequence

import numpy as np

from tanggap.staffing.drawing import Floats, normal_point
from tanggap.staffing.engine import NEVER
from tanggap.staffing.fits import Spread
from tanggap.staffing.pooling import STEPS, of_quantiles
from tanggap.staffing.words import Source

LEAST = 0.5  # minutes: what is quicker is not told apart
STEPS_OF_EM = 60
MOST_SIGMA = 4.0


def distribution(ended: Sequence[float], waiting: Sequence[float], *, source: Source = Source.OWN) -> Spread | None:
    """Return the distribution of times of which `ended` are over and `waiting` have lasted so long until now; None where none ended."""
    if not len(ended):
        return None
    over, open_ = np.maximum(np.asarray(ended, dtype=float), 0.0), np.maximum(np.asarray(waiting, dtype=float), 0.0)
    times, reached = _kaplan_meier(over, open_)
    wanted = np.linspace(0, 1, STEPS)
    found = np.full(STEPS, NEVER)
    seen = wanted <= reached[-1] + 1e-12
    found[seen] = times[np.searchsorted(reached, wanted[seen] - 1e-12).clip(0, len(times) - 1)]
    if not seen.all():
        mu, sigma = _lognormal(over, open_)
        found[~seen] = _beyond(wanted[~seen], float(reached[-1]), float(times[-1]), mu, sigma)
    return of_quantiles([float(value) for value in found], n=len(over), source=source)


def _kaplan_meier(over: Floats, waiting: Floats) -> tuple[Floats, Floats]:
    """Return the times at which something ended, and the share that had ended by then."""
    times, counts = np.unique(over, return_counts=True)
    everything = np.sort(np.concatenate([over, waiting]))
    at_risk = len(everything) - np.searchsorted(everything, times, side="left")
    reached = np.asarray(1 - np.cumprod(1 - counts / at_risk), dtype=float)
    return times, reached


def _lognormal(over: Floats, waiting: Floats) -> tuple[float, float]:
    """Return mean and deviation of the logarithm of a censored lognormal."""
    logs = np.log(np.maximum(over, LEAST))
    censored, counts = np.unique(np.round(np.log(np.maximum(waiting, LEAST)), 1), return_counts=True)
    mu, sigma = float(logs.mean()), max(float(logs.std()), 0.1)
    total = len(logs) + counts.sum()
    for _step in range(STEPS_OF_EM):
        z = (censored - mu) / sigma
        hazard = np.array([_hazard(value) for value in z])
        means = mu + sigma * hazard
        squares = mu * mu + sigma * sigma + sigma * (censored + mu) * hazard
        mu = float((logs.sum() + (counts * means).sum()) / total)
        mean_square = float(((logs**2).sum() + (counts * squares).sum()) / total)
        sigma = min(MOST_SIGMA, math.sqrt(max(mean_square - mu * mu, 0.01)))
    return mu, sigma


def _hazard(z: float) -> float:
    """Return the density of the standard normal at `z` by what lies above; its limit where nothing can be told apart any more."""
    above = math.erfc(z / math.sqrt(2)) / 2
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / above if above > 1e-300 else z


def _beyond(wanted: Floats, reached: float, longest: float, mu: float, sigma: float) -> Floats:
    """Return the times of the shares that were not reached: the lognormal's, given that it lasts longer than the longest time seen."""
    left = math.erfc((math.log(max(longest, LEAST)) - mu) / sigma / math.sqrt(2)) / 2
    share = (1 - wanted) / (1 - reached) * left
    found: Floats = np.maximum(np.exp(np.minimum(mu - sigma * normal_point(share), 20.7)), longest)
    found[found >= np.exp(20.6)] = NEVER
    return found

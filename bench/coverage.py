"""`python -m bench.coverage`: how often each interval of the evaluation holds the truth, and how often a limit is passed by chance alone.

Where all outcomes can be counted (shares, counts) the coverage is exact, else it is simulated with a fixed seed. Prints the table of
docs/evaluation-methods.md; `tests/evaluation/arithmetic/test_coverage.py` runs the same with few draws.
"""

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    os.environ.setdefault("TANGGAP_HOME", str(ROOT / "var" / "bench"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()

from bench import drawn  # noqa: E402
from tanggap.evaluation.arithmetic import intervals, rates  # noqa: E402
from tanggap.evaluation.arithmetic.funnel import BEYOND_OUTER, INSIDE  # noqa: E402
from tanggap.evaluation.arithmetic.intervals import Interval  # noqa: E402

SEED: Final = 2026
DRAWS: Final = 2000
SHARES: Final = (0.02, 0.05, 0.1, 0.3, 0.5, 0.75, 0.9, 0.97)


@dataclass(frozen=True)
class Row:
    """How often an interval of `said` held the truth: on average over its settings, and in the worst of them."""

    name: str
    settings: str
    said: float
    held: float
    worst: float
    is_exact: bool = False


# fmt: off
EXACT: Final[tuple[tuple[str, str, Callable[[], list[float]]], ...]] = (
    ("Wilson, a share",                                "n 20, 50, 200; 2 % to 97 %",          lambda: shares(intervals.wilson)),
    ("Clopper–Pearson, a share",                       "n 20, 50, 200; 2 % to 97 %",          lambda: shares(intervals.clopper_pearson)),
    ("Newcombe, difference of two shares",             "n 20/20, 20/60",                      lambda: differences()),
    ("Garwood, a count",                               "0.5 to 90 expected",                  lambda: counts(intervals.poisson)),
    ("Byar, a count",                                  "0.5 to 90 expected",                  lambda: counts(intervals.byar)),
    ("Ratio of two rates",                             "2 to 20 expected",                    lambda: rate_ratios()),
)
# fmt: on
Draw = Callable[[np.random.Generator, int], list[float]]
# fmt: off
SIMULATED: Final[tuple[tuple[str, str, float, Draw], ...]] = (
    # name                                          settings                             of draws  what is drawn
    ("Student, a mean (acts for each report, skewed)", "n 30, 100, 400",                      1, drawn.means),
    ("Student, satisfaction of 1 to 4",                "n 20, 60, 300",                       1, drawn.scores),
    ("Welch, difference of two means",                 "n 30/30, 30/300",                     1, drawn.mean_differences),
    ("Bootstrap of a mean from counts",                "n 50, 200",                           1 / 4, drawn.bootstrapped_means),
    ("Bootstrap of a median from counts",              "n 50, 200",                           1 / 4, drawn.bootstrapped_medians),
    ("Bootstrap of a ratio, by days",                  "30, 90 days",                         1 / 4, drawn.ratios),
    ("Kaplan–Meier share at 7 days",                   "n 50, 300; a third still waiting",    1, drawn.curve_shares),
    ("Kaplan–Meier median",                            "n 50, 300; a third still waiting",    1, drawn.curve_medians),
    ("Share adjusted for its mix",                     "12 parts that do as the whole",       1 / 10, drawn.adjusted),
    ("Speed of reporting (gamma–Poisson)",             "40 areas, differences of 0.3",        1 / 20, drawn.speeds),
    ("Speed of reporting, repeats in clumps",          "40 areas, differences of 0.3",        1 / 20, drawn.clumped_speeds),
    ("Speed of reporting, few areas that hardly differ", "6 areas, differences of 0.14",      1 / 4,  drawn.few_speeds),
)
LIMITS: Final[tuple[tuple[str, str, float, Callable[[np.random.Generator, int], list[str]]], ...]] = (
    ("Funnel, no mix",                                 "n 20 to 400",                         4, drawn.plain_flags),
    ("Funnel, adjusted for the mix",                   "40 parts, 5 categories",              1 / 10, drawn.flags),
    ("Funnel, times by their curves",                  "40 parts, 4 categories, censored",    1 / 40, drawn.timed_flags),
    ("Funnel, parts that differ, limits widened",      "40 parts, odds spread by 0.5",        1 / 10, drawn.spread_flags),
)
# fmt: on


def rows(draws: int = DRAWS, seed: int = SEED) -> Iterator[Row]:
    """Yield all rows; those that are simulated draw `draws` times (or the part that the table says) for each of their settings."""
    for name, settings, exact in EXACT:
        held = exact()
        yield Row(name, settings, 0.95, sum(held) / len(held), min(held), is_exact=True)
    chance = np.random.default_rng(seed)
    for name, settings, part, draw in SIMULATED:
        held = draw(chance, math.ceil(draws * part))
        yield Row(name, settings, 0.95, sum(held) / len(held), min(held))
    for name, settings, part, flag in LIMITS:
        flags = flag(chance, math.ceil(draws * part))
        for word, said, is_out in (
            ("95 %", 0.95, lambda one: one != INSIDE),
            ("99.8 %", 0.998, lambda one: one == BEYOND_OUTER),
        ):
            inside = 1 - sum(map(is_out, flags)) / len(flags)
            yield Row(f"{name}: inside {word}", settings, said, inside, inside)


def names() -> list[str]:
    """Return the names of all rows, without drawing or counting anything."""
    limits = [f"{name}: inside {word}" for name, *_rest in LIMITS for word in ("95 %", "99.8 %")]
    return [name for name, *_rest in (*EXACT, *SIMULATED)] + limits


def shares(interval: Callable[[int, int], Interval], sizes: Sequence[int] = (20, 50, 200)) -> list[float]:
    """Return how often the interval of a share holds it, for each size and share."""
    held = []
    for n in sizes:
        ends = [interval(hits, n) for hits in range(n + 1)]
        held += [_sum(_binomial(n, share), [low <= share <= high for low, high in ends]) for share in SHARES]
    return held


def counts(interval: Callable[[int], Interval]) -> list[float]:
    """Return how often the interval of a count holds what is expected."""
    ends = [interval(count) for count in range(170)]
    means = (0.5, 2.0, 7.0, 20.0, 90.0)
    return [_sum(_poisson(mean, 170), [low <= mean <= high for low, high in ends]) for mean in means]


def differences() -> list[float]:
    """Return how often Newcombe's interval holds a difference."""
    held = []
    for n, m in ((20, 20), (20, 60)):
        ends = [[intervals.newcombe(hits, n, others, m) for others in range(m + 1)] for hits in range(n + 1)]
        for one in SHARES[1::2]:
            for other in SHARES[::3]:
                held.append(_both(_binomial(n, one), _binomial(m, other), ends, one - other))
    return held


def rate_ratios() -> list[float]:
    """Return how often the interval of a ratio holds it, among the outcomes of which there is one."""
    ends = [[rates.ratio((count, 1.0), (others, 1.0)) for others in range(45)] for count in range(45)]
    means = (2.0, 8.0, 20.0)
    return [_both(_poisson(one, 45), _poisson(other, 45), ends, one / other) for one in means for other in means]


def _both(
    first: Sequence[float], second: Sequence[float], ends: Sequence[Sequence[Interval | None]], truth: float
) -> float:
    known = held = 0.0
    for chance, row in zip(first, ends, strict=True):
        for other, found in zip(second, row, strict=True):
            known += chance * other * (found is not None)
            held += chance * other * (found is not None and found.low <= truth <= found.high)
    return held / known


def _binomial(n: int, share: float) -> list[float]:
    logs = [math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(n + 1)]
    return [math.exp(log + k * math.log(share) + (n - k) * math.log1p(-share)) for k, log in enumerate(logs)]


def _poisson(mean: float, upto: int) -> list[float]:
    return [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(upto)]


def _sum(chances: Sequence[float], held: Sequence[bool]) -> float:
    return math.fsum(chance for chance, one in zip(chances, held, strict=True) if one)


def table(found: Sequence[Row]) -> str:
    """Return the rows as Markdown."""
    lines = ["| interval or limit | settings | says | holds | worst setting | |", "|---|---|---|---|---|---|"]
    for row in found:
        said, held, worst = (f"{100 * number:.1f} %" for number in (row.said, row.held, row.worst))
        how = "exact" if row.is_exact else "simulated"
        lines.append(f"| {row.name} | {row.settings} | {said} | {held} | {worst} | {how} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(prog="python -m bench.coverage", description=__doc__)
    asked.add_argument("--draws", type=int, default=DRAWS, help="draws for each setting (%(default)s)")
    asked.add_argument("--seed", type=int, default=SEED, help="of the draws (%(default)s)")
    given = asked.parse_args()
    began = time.perf_counter()
    print(table(list(rows(given.draws, given.seed))))
    print(f"\n{given.draws} draws, seed {given.seed}, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()

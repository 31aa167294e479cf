"""A part against the whole with the part's own mix: what would be expected of it if each of its strata did as that stratum does everywhere.

Indirect standardisation (Breslow and Day 1987, Statistical Methods in Cancer Research II, chapter 2): observed ÷ expected, where expected
is the sum over the strata of the part's cases times the rate of that stratum in the whole. The part belongs to the whole itself, so a part
that has a stratum to itself is compared with nobody there; that draws it towards 1 and never away from it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tanggap.evaluation.arithmetic.intervals import byar, normal, variance, wilson

Cases = tuple[int, int]  # hits, n
Numbers = tuple[int, float, float]  # n, sum, sum of squares


class Around(NamedTuple):
    """A value and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Standardised:
    """A part against what is expected of its mix; `value` and `expected` are in the figure's unit, for counts and times they are counts.

    `ratio` is observed ÷ expected, `adjusted` what the part would have with the mix of the whole, `z` the standard score, and `weight` the
    part's place on a funnel around the whole. None where nothing can be expected: what the part has is all or none everywhere.
    """

    n: float
    value: float
    expected: float
    ratio: Around | None
    adjusted: Around | None
    z: float
    weight: float


def shares(parts: Mapping[str, Mapping[str, Cases]]) -> dict[str, Standardised]:
    """Return each part's share against what its mix lets expect, from hits and cases by strata; parts without cases are left out.

    The share is moved to the mix of the whole on the scale of odds, so that it stays within 0 and 1: where hits are rare that is the
    whole's share times the ratio, where misses are rare the same for misses. The interval is Wilson's, moved along.
    """
    whole = _sum_of_cases(parts.values())
    rates = {stratum: hits / n for stratum, (hits, n) in whole.items() if n}
    centre = _share(whole.values())
    return {
        code: _of_share(strata, rates, centre)
        for code, strata in parts.items()
        if sum(n for _hits, n in strata.values())
    }


def _of_share(strata: Mapping[str, Cases], rates: Mapping[str, float], centre: float) -> Standardised:
    hits, n = (sum(row[place] for row in strata.values()) for place in (0, 1))
    present = [(of, rates[code]) for code, (_hits, of) in strata.items() if of]
    return _share_of(n, Around(hits / n, *wilson(hits, n)), present, centre)


def share_by_mix(
    n: float, value: Around, mix: Mapping[str, float], rates: Mapping[str, float], centre: float
) -> Standardised:
    """Return a share of `n` cases of which only the `mix` is known by strata, not the hits, against the `rates` of these in the whole.

    So are compared the shares of a curve (Kaplan and Meier) and what lies open now. A stratum without a rate has that of the whole.
    """
    total = math.fsum(mix.values())
    present = [(n * of / total, rates.get(code, centre)) for code, of in mix.items()] if total else [(n, centre)]
    return _share_of(n, value, present, centre)


def _share_of(n: float, value: Around, present: Sequence[tuple[float, float]], centre: float) -> Standardised:
    """Return a share of `n` cases against cases of the strata and the whole's rates of these."""
    expected = math.fsum(of * rate for of, rate in present) / n
    scatter = math.fsum(of * rate * (1 - rate) for of, rate in present)
    own, of_whole = expected * (1 - expected), centre * (1 - centre)
    ratio = Around(*(end / expected for end in value)) if expected else None
    if not (scatter > 0 and own > 0 and of_whole > 0):
        return Standardised(n, value.value, expected, ratio, None, 0.0, 0.0)
    adjusted = Around(*(_moved(end, expected, centre) for end in value))
    weight = (n * own) ** 2 / (of_whole * scatter)
    return Standardised(
        n, value.value, expected, ratio, adjusted, n * (value.value - expected) / math.sqrt(scatter), weight
    )


def _moved(share: float, expected: float, centre: float) -> float:
    """Return a share moved by as many log odds as the whole lies from what was expected."""
    up, down = share * centre * (1 - expected), (1 - share) * (1 - centre) * expected
    return up / (up + down)


def means(parts: Mapping[str, Mapping[str, Numbers]]) -> tuple[dict[str, Standardised], float, float]:
    """Return each part's mean against what its mix lets expect, the mean of the whole, and the spread of one number within its stratum."""
    whole: dict[str, Numbers] = {}
    for strata in parts.values():
        for code, row in strata.items():
            known = whole.get(code, (0, 0.0, 0.0))
            whole[code] = (known[0] + row[0], known[1] + row[1], known[2] + row[2])
    n = sum(row[0] for row in whole.values())
    if not n:
        return {}, 0.0, 0.0
    centre = math.fsum(row[1] for row in whole.values()) / n
    spreads = {code: variance(*row) for code, row in whole.items()}
    square = math.fsum(whole[code][0] * spreads[code] for code in whole) / n
    middles = {code: row[1] / row[0] for code, row in whole.items() if row[0]}
    found = {}
    for code, strata in parts.items():
        present = {stratum: row for stratum, row in strata.items() if row[0]}
        if present:
            found[code] = _of_mean(present, middles, spreads, centre, square)
    return found, centre, math.sqrt(square)


def _of_mean(
    strata: Mapping[str, Numbers],
    middles: Mapping[str, float],
    spreads: Mapping[str, float],
    centre: float,
    square: float,
) -> Standardised:
    n = sum(row[0] for row in strata.values())
    value = math.fsum(row[1] for row in strata.values()) / n
    expected = math.fsum(row[0] * middles[code] for code, row in strata.items()) / n
    error = math.sqrt(math.fsum(row[0] * spreads[code] for code, row in strata.items())) / n
    ends = (value, *normal(value, error))
    ratio = Around(*(end / expected for end in ends)) if expected else None
    adjusted = Around(*(end - expected + centre for end in ends))
    if not error:
        return Standardised(n, value, expected, ratio, None, 0.0, 0.0)
    return Standardised(n, value, expected, ratio, adjusted, (value - expected) / error, square / error**2)


def counts(parts: Mapping[str, Mapping[str, tuple[int, float]]]) -> dict[str, Standardised]:
    """Return each part's count against what its load lets expect: per stratum a count and an exposure (reports received, people).

    Here `value` and `expected` are counts, and `adjusted` is the rate of the whole times the ratio. Byar's interval.
    """
    whole: dict[str, tuple[float, float]] = {}
    for strata in parts.values():
        for code, (count, exposure) in strata.items():
            known = whole.get(code, (0.0, 0.0))
            whole[code] = (known[0] + count, known[1] + exposure)
    rates = {code: count / exposure for code, (count, exposure) in whole.items() if exposure}
    exposed = math.fsum(row[1] for row in whole.values())
    rate = math.fsum(row[0] for code, row in whole.items() if code in rates) / exposed if exposed else 0.0
    found = {}
    for code, strata in parts.items():
        seen = {stratum: row for stratum, row in strata.items() if stratum in rates}
        expected = math.fsum(exposure * rates[stratum] for stratum, (_count, exposure) in seen.items())
        found[code] = _of_count(sum(count for count, _exposure in seen.values()), expected, rate)
    return found


def _of_count(count: int, expected: float, rate: float) -> Standardised:
    if expected <= 0:
        return Standardised(count, float(count), expected, None, None, 0.0, 0.0)
    ratio = Around(*(end / expected for end in (float(count), *byar(count))))
    adjusted = Around(*(end * rate for end in ratio))
    return Standardised(
        count, float(count), expected, ratio, adjusted, (count - expected) / math.sqrt(expected), expected
    )


def _sum_of_cases(rows: Iterable[Mapping[str, Cases]]) -> dict[str, Cases]:
    whole: dict[str, Cases] = {}
    for strata in rows:
        for code, (hits, n) in strata.items():
            known = whole.get(code, (0, 0))
            whole[code] = (known[0] + hits, known[1] + n)
    return whole


def _share(rows: Iterable[Cases]) -> float:
    hits, n = 0, 0
    for row in rows:
        hits, n = hits + row[0], n + row[1]
    return hits / n if n else 0.0

"""How many reports chance alone brings: the negative binomial distribution by its mean and shape.

Counts of reports scatter more than a Poisson distribution has it. With a mean `m` and a shape `k` their variance is m + m²/k; an infinite
shape is Poisson. It is also what is to be expected of a Poisson count whose own mean is known only from few reports (Gamma-Poisson), so
that one shape holds both: 1/k = 1/k₁ + 1/k₂ (Farrington et al. 1996 and Noufaily et al. 2013 use it for the same purpose).
"""

import math

ENOUGH = 1e-15  # what is left out of a sum, as a share of it
LONGEST = 200_000


def _log_mass(count: int, mean: float, shape: float) -> float:
    """Return the logarithm of the probability of exactly `count`."""
    if math.isinf(shape):
        return count * math.log(mean) - mean - math.lgamma(count + 1)
    choose = math.lgamma(count + shape) - math.lgamma(shape) - math.lgamma(count + 1)
    return choose - shape * math.log1p(mean / shape) + count * (math.log(mean) - math.log(mean + shape))


def _ratio(count: int, mean: float, shape: float) -> float:
    """Return by what the probability of `count` is multiplied to get that of `count + 1`."""
    if math.isinf(shape):
        return mean / (count + 1)
    return (count + shape) / (count + 1) * mean / (mean + shape)


def tail(count: int, mean: float, shape: float = math.inf) -> float:
    """Return the probability of `count` or more; exact also where it is very small."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return max(0.0, 1.0 - sum(math.exp(_log_mass(number, mean, shape)) for number in range(count)))
    mass = total = 1.0
    for number in range(count, count + LONGEST):
        mass *= _ratio(number, mean, shape)
        total += mass
        if mass < ENOUGH * total:
            break
    return min(1.0, math.exp(_log_mass(count, mean, shape) + math.log(total)))


def quantile(share: float, mean: float, shape: float = math.inf) -> int:
    """Return the least number that is not passed in a `share` of cases."""
    if mean <= 0:
        return 0
    spread = math.sqrt(mean + (0.0 if math.isinf(shape) else mean * mean / shape))
    count = max(0, int(mean - 8 * spread))
    mass = math.exp(_log_mass(count, mean, shape))
    below = mass
    while below < share and count < LONGEST:
        mass *= _ratio(count, mean, shape)
        below += mass
        count += 1
    return count


def both(*shapes: float) -> float:
    """Return the shape of a count that scatters for several reasons at once."""
    parts = sum(1 / shape for shape in shapes)
    return 1 / parts if parts else math.inf

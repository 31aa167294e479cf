"""How many people to ask: Krejcie and Morgan's sample size, and how exact a mean of so many is. Pure arithmetic."""

import math
from fractions import Fraction
from typing import Final

CHI_SQUARE: Final = Fraction(3841, 1000)
"""For one degree of freedom and 95 % confidence, with the three decimals that the article prints."""
SHARE: Final = Fraction(1, 2)
ACCURACY: Final = Fraction(1, 20)


def krejcie_morgan(population: int) -> int:
    """Return the sample for a share of one half to be known within 5 points, 19 times of 20, in a population of this size.

    Krejcie and Morgan 1970, "Determining sample size for research activities", Educational and Psychological Measurement 30, 607-610:
    s = X²NP(1-P) / (d²(N-1) + X²P(1-P)), rounded to the nearest whole number; the annex of PermenPAN-RB 14/2017 prints their table.
    Nobody to ask needs nobody. Raises ValueError for a negative population.
    """
    if population < 0:
        raise ValueError("a population is not negative")
    if population == 0:
        return 0
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    size = spread * population / (ACCURACY**2 * (population - 1) + spread)
    return int(size + Fraction(1, 2))


def correction(n: int, population: int | None) -> float:
    """Return by what the error of a mean shrinks because `n` of a known `population` answered; 1 where it is not known or was wrong."""
    if population is None or population <= 1 or n > population:
        return 1.0
    return math.sqrt((population - n) / (population - 1))

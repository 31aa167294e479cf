"""The course of a number, cut at a day: which steps lie before, which after, and which count for neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tanggap.asoca.effects.results import LEAST
from tanggap.insight.statistics import Point


@dataclass(frozen=True, slots=True)
class Place:
    """A step with its number in time (steps without a number are counted too), on which side it lies, and whether it counts."""

    number: int
    point: Point
    is_after: bool
    counts: bool


def cut(points: Sequence[Point], at: date) -> list[Place]:
    """Return the steps in their order. One that holds the day `at` in its middle, is not over, or has no number counts for neither side."""
    found: list[Place] = []
    for number, point in enumerate(sorted(points, key=lambda one: one.first)):
        is_after = point.first >= at
        is_mixed = point.first < at <= point.last
        counts = point.value is not None and not point.is_partial and not is_mixed
        found.append(Place(number, point, is_after, counts))
    return found


def sides(places: Sequence[Place]) -> tuple[list[Place], list[Place]]:
    """Return the steps that count before and after."""
    counted = [one for one in places if one.counts]
    return [one for one in counted if not one.is_after], [one for one in counted if one.is_after]


def numbers(places: Sequence[Place]) -> NDArray[np.float64]:
    """Return the places' numbers in time."""
    return np.array([one.number for one in places], dtype=np.float64)


def is_enough(before: Sequence[Place], after: Sequence[Place]) -> bool:
    """Return whether each side has the points without which nothing is estimated."""
    return min(len(before), len(after)) >= LEAST

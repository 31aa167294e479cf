"""Durations counted in buckets, so that a median can be told from sums: bucket b holds [1.1^b, 1.1^(b+1)) minutes, b from 0 to 159."""

import math
from collections.abc import Mapping

STEP = 1.1
LAST = 159  # about eight years
NEVER = 999  # what will not come: behind every other


def bucket(minutes: float) -> int:
    """Return the bucket of a duration; what is shorter than a minute counts as one."""
    return min(LAST, int(math.log(max(minutes, 1.0), STEP) + 1e-9))


def median(counts: Mapping[int, int]) -> float | None:
    """Return the median (minutes) of durations counted by bucket, exact to a few per cent; None for none."""
    half, below = sum(counts.values()) / 2, 0
    for number in sorted(counts):
        within = counts[number]
        if within and below + within >= half:
            return float(STEP ** (number + (half - below) / within))
        below += within
    return None

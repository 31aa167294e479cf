"""The round numbers at an axis, on paper and on pages."""

import math
from collections.abc import Sequence
from typing import Final

STEPS: Final = 4
ROUND: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
CLOSE: Final = 1e-6  # of each other: no two places
QUARTERS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def ticks(values: Sequence[float], unit: str) -> tuple[float, ...]:
    """Return an axis that holds `values` from nothing on: a share is quartered when it goes beyond the half, reports are whole."""
    most = max(values, default=0.0)
    if unit == "%" and most > 0.5:
        return QUARTERS
    return round_ticks(most or 1.0, is_whole=unit in ("reports", "count"), is_over=True)


def between(low: float, high: float, unit: str) -> tuple[float, ...]:
    """Return an axis that holds `low` to `high`, not from nothing on: for places, never for lengths. A share stays within 0 and 1."""
    step = round_ticks(high - low if high - low > CLOSE else max(1.0, abs(high)))[1]
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    found = tuple(round(step * place, 10) for place in range(first, max(last, first + 1) + 1))
    return tuple(mark for mark in found if 0 <= mark <= 1) if unit == "%" else found


def round_ticks(most: float, *, is_whole: bool = False, is_over: bool = False) -> tuple[float, ...]:
    """Return about four even steps from 0 to `most`, in numbers that people count in; `is_over`: the last one is not below it."""
    rough = most / STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in ROUND if power * one >= rough * 0.999)
    if is_whole:
        step = max(1.0, math.ceil(step))
    number = math.ceil(most / step - 1e-9) if is_over else math.floor(most / step + 1e-9)
    return tuple(round(step * place, 10) for place in range(max(number, 1) + 1))

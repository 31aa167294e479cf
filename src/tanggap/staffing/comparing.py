"""Two staffings beside each other, future by future: both met the same reports, so what differs is the staffing and not the luck.

The interval is that of the mean of the differences (Student, paired), and so much narrower than what two intervals side by side suggest
(common random numbers: Law and Kelton, Simulation Modeling and Analysis, 3rd edition 2000, section 10.2). Pure.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from tanggap.staffing.measuring import measure
from tanggap.staffing.outcomes import Contrast, Difference, Futures, Outcome

COMPARED: Final = ("answered_in_six", "answered_in_time", "solved_in_time", "backlog")
WEEK: Final = 7


def contrast(one: Outcome, its: Futures, other: Outcome, others: Futures) -> Contrast:
    """Return what `one` has more than `other`; both must have met the same reports (days, what comes besides, seed).

    Futures that only one of them has are left out. Money is None where the two have no price, or not the same.
    """
    weeks = one.days / WEEK
    cost = None
    if one.cost is not None and other.cost is not None and one.currency == other.currency:
        cost = (one.cost - other.cost) / weeks
    return Contrast(
        differences=tuple(_differences(its, others)),
        hours_a_week=(one.hours - other.hours) / weeks,
        cost_a_week=cost,
        currency=one.currency,
    )


def futures(numbers: Sequence[dict[str, float]], backlog: Sequence[float], *, has_answers: bool) -> Futures:
    """Return what each run tells, of the numbers that are compared; `backlog` is what lay open at the end of each."""

    def column(name: str) -> tuple[float | None, ...]:
        return tuple(None if math.isnan(row[name]) else row[name] for row in numbers)

    none = (None,) * len(numbers)
    return Futures(
        answered_in_six=column("answered_in_six") if has_answers else none,
        answered_in_time=column("answered_in_time") if has_answers else none,
        solved_in_time=column("solved_in_time"),
        backlog=tuple(float(value) for value in backlog),
    )


def _differences(its: Futures, others: Futures) -> Iterable[Difference]:
    for name in COMPARED:
        pairs = zip(getattr(its, name), getattr(others, name), strict=False)
        found = measure(a - b for a, b in pairs if a is not None and b is not None)
        if found is not None and found.runs > 1:  # one future has no interval
            yield Difference(name, found)

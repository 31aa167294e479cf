"""The cheapest staffing that meets a target."""

from collections.abc import Callable, Sequence

from tanggap.staffing.fits import Fit
from tanggap.staffing.outcomes import Search
from tanggap.staffing.policies import Demand, Period, Policy, Shift, Target

MOST_TRIED = 60


def cheapest(
    fit: Fit,
    target: Target,
    *,
    shifts: Sequence[Shift],
    like: Policy,
    period: Period,
    demand: Demand | None = None,
    runs: int = 40,
    seed: int = 1,
    price_an_hour: float | None = None,
    currency: str = "",
    most_staff: int = 50,
    told: Callable[[int], None] | None = None,
) -> Search:
    """Return the fewest paid hours a week that meet `target`: people in each of `shifts` (their own `staff` does not matter), priority and
    reserve as in `like`. `told` hears after each try how many there were. Pure. Raises Invalid (by field), TooMuch.
    """
    raise NotImplementedError

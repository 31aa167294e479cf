"""From a unit's past to its `Fit`."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Refusal
from tanggap.staffing import learning, reading
from tanggap.staffing.fits import Fit
from tanggap.staffing.reading import History
from tanggap.staffing.words import Priority

LEARN_DAYS = 182
LEAST_REPORTS = 40


class TooFew(Refusal):
    """The unit has too few reports for times of its own."""

    message = _(
        "The unit has too few reports to learn from: %(n)s in the period, and %(least)s are needed. Choose a longer period, or let it lean "
        "on all units together."
    )

    def __init__(self, n: int) -> None:
        super().__init__(self.message % {"n": n, "least": LEAST_REPORTS}, field="unit")
        self.n = n


def fit(
    unit: str,
    *,
    end: date | None = None,
    days: int = LEARN_DAYS,
    lean: bool = False,
    priority: Priority = Priority.FIFO,
) -> Fit:
    """Return what is known of a unit's work from the `days` before `end` (today). At most ten statements.

    `lean`: with fewer than `LEAST_REPORTS` reports the times of all units together are taken, and said so (`Source.PRIOR`).
    Raises TooFew, NotFound (no such unit).
    """
    end = end or reading.today()
    first = end - timedelta(days=days)
    return fit_history(reading.read(unit, first=first, end=end), end=end, days=days, lean=lean, priority=priority)


def fit_history(
    history: History, *, end: date, days: int, lean: bool = False, priority: Priority = Priority.FIFO
) -> Fit:
    """Return the fit of a history that was read, from the `days` before `end`. Raises TooFew."""
    begin, until = history.midnight(end - timedelta(days=days)), history.midnight(end)
    n = sum(begin <= row.came_at < until for row in history.rows)
    if n >= LEAST_REPORTS:
        return learning.learn(history, end=end, days=days, priority=priority)
    if not lean:
        raise TooFew(n)
    everywhere = reading.read_all(first=end - timedelta(days=days), end=end)
    if len(everywhere.rows) < LEAST_REPORTS:
        raise TooFew(len(everywhere.rows))
    return learning.learn(history, end=end, days=days, lean=everywhere, priority=priority)

"""From a unit's past to its `Fit`."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Refusal
from tanggap.staffing.fits import Fit

LEARN_DAYS = 182
LEAST_REPORTS = 40


class TooFew(Refusal):
    """The unit has too few reports for times of its own."""

    message = _(
        "The unit has too few reports to learn from: %(n)s in the period, and %(least)s are needed. Choose a longer period, or let it lean "
        "on all units together."
    )


def fit(unit: str, *, end: date | None = None, days: int = LEARN_DAYS, lean: bool = False) -> Fit:
    """Return what is known of a unit's work from the `days` before `end` (today). At most ten statements.

    `lean`: with fewer than `LEAST_REPORTS` reports the times of all units together are taken, and said so (`Source.PRIOR`).
    Raises TooFew, NotFound (no such unit).
    """
    raise NotImplementedError

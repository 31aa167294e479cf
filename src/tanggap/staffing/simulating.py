"""Policies tried on a fit."""

from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Refusal
from tanggap.staffing.fits import Fit
from tanggap.staffing.outcomes import Outcome
from tanggap.staffing.policies import Demand, Period, Policy

RUNS = 30


class TooMuch(Refusal):
    """More reports than one call may simulate."""

    message = _("This is more than can be simulated at once. Choose a shorter period, fewer runs or fewer reports.")
    status = 422


def today(fit: Fit) -> Policy:
    """Return the policy of today as the fit found it: its shifts, first come first served."""
    return Policy(fit.staff)


def simulate(
    fit: Fit,
    policy: Policy,
    *,
    period: Period,
    demand: Demand | None = None,
    runs: int = RUNS,
    seed: int = 1,
    price_an_hour: float | None = None,
    currency: str = "",
) -> Outcome:
    """Return what `policy` would bring in `period`. The same arguments give the same numbers; the same seed gives every policy the same
    reports (common random numbers), so that two outcomes may be compared. Pure: no statement. Raises Invalid (by field), TooMuch.
    """
    raise NotImplementedError

"""A unit's work as it could have been learned: small enough to be simulated in a moment, and written down as the worker would."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.staffing import actions, jobs
from tanggap.staffing.actions import Wanted
from tanggap.staffing.fits import Arrivals, Estimate, Fit, Kind, Spread, Waiting
from tanggap.staffing.models import Scenario
from tanggap.staffing.outcomes import Check, Error, Validation, Window
from tanggap.staffing.policies import Policy, Shift
from tanggap.staffing.words import Doubt, Priority

SUDIN = "sudin-bina-marga-31.75"
POST = "kel-31.75.06.1005"
OFFICE = Shift(2, 7 * 60 + 30, 16 * 60)
EVENING = Shift(2, 16 * 60, 22 * 60, (0, 1, 2, 3, 4, 5, 6))
ZONE = "Asia/Jakarta"


def today() -> date:
    """Return the local day."""
    return clock.local(clock.now()).date()


def known(unit: str = SUDIN, *, end: date | None = None, a_day: float = 12.0, doubts: tuple[Doubt, ...] = ()) -> Fit:
    """Return a unit's work: `a_day` reports, two people in office hours, some lying open."""
    on = end or today()
    share = Estimate(0.1, 0.06, 0.15, 200)
    return Fit(
        units=(unit,),
        first=on - timedelta(days=182),
        end=on,
        at=datetime.combine(on, time(), ZoneInfo(ZONE)).astimezone(UTC),
        zone=ZONE,
        n=2100,
        arrivals=Arrivals(Estimate(a_day, a_day * 0.9, a_day * 1.1, 2100), (1.2, 1, 1, 1, 1, 0.9, 0.9), 0.7, (1 / 24,) * 24, 1.3),
        kinds=(Kind("normal", 1.0, 360.0, 7 * 1440.0, 0, 2100),),
        answer_hands=Spread(10.0, 0.5, 0),
        answer_delay=Spread(20.0, 1.0, 1800),
        solve_hands=Spread(40.0, 0.8, 900),
        solve_delay=Spread(2 * 1440.0, 0.8, 900),
        leaves=share,
        comes_answered=replace(share, value=0.0, low=0.0, high=0.02),
        staff=(OFFICE,),
        presence=Estimate(0.9, 0.85, 0.94, 120),
        backlog=(Waiting("normal", 1440.0, False, False, 9), Waiting("normal", 4 * 1440.0, True, False, 6)),
        closed=(),
        doubts=doubts,
    )  # fmt: skip


def checked(unit: str = SUDIN) -> Validation:
    """Return how far a method explained the past: nearer than the naive guess for one number of two."""
    one = Check("answered_in_six", 0.62, 0.6, 0.5, 0.7, 0.7, 0.8, 80)
    return Validation(
        unit=unit,
        windows=(Window(unit, today() - timedelta(days=14), 14, (one,)),),
        errors=(
            Error("answered_in_six", 4, 0.03, 0.08, 0.2, 0.75),
            Error("backlog_end", 4, 12.0, 9.0, None, 1.0),
        ),
        refused=((today() - timedelta(days=28), "There are too few reports before this day."),),
    )


@pytest.fixture
def past(monkeypatch) -> Callable[[Fit], None]:
    """Have the worker learn a made-up past, or another one that is given to what this returns."""
    kept: dict[str, Fit] = {}

    def fit(unit: str, *, end: date, days: int, lean: bool, priority: Priority) -> Fit:
        return kept.get(unit) or known(unit, end=end)

    monkeypatch.setattr(jobs, "fit", fit)
    monkeypatch.setattr(jobs, "validate", lambda unit, *, end, priority: checked(unit))

    def given(one: Fit) -> None:
        kept[one.units[0]] = one

    return given


def learned(by: Staff, *units: str) -> int:
    """Return a basis of units whose past the worker has learned, with the staffing of today computed."""
    basis = actions.begin(by=by, units=units or (SUDIN,))
    jobs.learn(basis)
    work()
    return basis


def work() -> None:
    """Let the worker compute all scenarios that wait for it, and repeat those that were asked for."""
    for key in Scenario.objects.order_by("pk").values_list("pk", flat=True):
        jobs.compute(key)
        jobs.repeat(key)


def wanted(name: str = "Two more", *shifts: Shift, **how) -> Wanted:
    """Return a small thing to be tried: a week in five futures."""
    return Wanted(name, Policy(shifts or (replace(OFFICE, staff=4),)), **{"days": 7, "runs": 5, **how})

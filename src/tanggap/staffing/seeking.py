"""The cheapest staffing that meets a target."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.core.refusal import Invalid
from tanggap.staffing.fits import Fit
from tanggap.staffing.outcomes import Search, Tried
from tanggap.staffing.policies import MOST_STAFF, Demand, Period, Policy, Shift, Target, check, check_target
from tanggap.staffing.simulating import must_be_affordable, play, simulate
from tanggap.staffing.words import Goal

MOST_TRIED = 150
MOST_SHIFTS = 4
OTHER_FUTURES = 1_000_003  # added to the seed: what was found is tried once more where it was not sought
Staff = tuple[int, ...]


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

    A target is met when the share is reached in at least `target.confidence` of the futures, the same for all that is tried. First more
    people everywhere until it is met, then fewer in one shift after the other, then all that is cheaper, the cheapest first; whoever has
    no more people in any shift than a staffing that failed is taken to fail, too.
    """
    demand = demand or Demand()
    must_be_seekable(fit, target, shifts, like, period, demand, runs=runs, most_staff=most_staff)
    must_be_affordable(fit, period, demand, runs=runs)
    seeking = _Seeking(fit, target, tuple(shifts), like, period, demand, runs, seed, most_staff, told)
    found = seeking.enough()
    if found is not None:
        found = seeking.cheaper(seeking.fewer(found))
    return _told(seeking, None if found is None else seeking.policy(found), price_an_hour, currency)


def _told(seeking: "_Seeking", policy: Policy | None, price_an_hour: float | None, currency: str) -> Search:
    """Return what a search found, tried once more in futures with which it was not sought."""
    outcome = met_again = None
    if policy is not None:
        again = replace(seeking, seed=seeking.seed + OTHER_FUTURES, told=None, tried=[], known={})
        met_again = again.trial(policy, all_runs=True).met
        outcome = simulate(
            seeking.fit,
            policy,
            period=seeking.period,
            demand=seeking.demand,
            runs=seeking.runs,
            seed=seeking.seed,
            price_an_hour=price_an_hour,
            currency=currency,
        )
    return Search(
        target=seeking.target,
        found=policy,
        outcome=outcome,
        best=max(seeking.tried, key=lambda one: (one.met, one.share or 0.0, -one.hours_a_week), default=None),
        cost_a_week=None if policy is None or price_an_hour is None else policy.hours_a_week * price_an_hour,
        currency=currency,
        tried=tuple(seeking.tried),
        is_proved=seeking.is_proved,
        met_again=met_again,
    )


@dataclass(slots=True)
class _Seeking:
    """One search: what is given, and what was tried."""

    fit: Fit
    target: Target
    shifts: tuple[Shift, ...]
    like: Policy
    period: Period
    demand: Demand
    runs: int
    seed: int
    most_staff: int
    told: Callable[[int], None] | None
    tried: list[Tried] = field(default_factory=list)
    known: dict[Staff, bool] = field(default_factory=dict)
    is_proved: bool = False

    def policy(self, staff: Staff) -> Policy:
        """Return the policy with so many people in each shift."""
        return replace(
            self.like, shifts=tuple(replace(one, staff=n) for one, n in zip(self.shifts, staff, strict=True))
        )

    def hours(self, staff: Staff) -> float:
        """Return the paid hours a week."""
        return self.policy(staff).hours_a_week

    def is_met(self, staff: Staff) -> bool:
        """Return whether so many people meet the target, by trying it unless what was tried tells."""
        for other, met in self.known.items():
            less = all(n <= m for n, m in zip(staff, other, strict=True))
            more = all(n >= m for n, m in zip(staff, other, strict=True))
            if (less and not met) or (more and met):
                return met
        trial = self.trial(self.policy(staff))
        self.tried.append(trial)
        self.known[staff] = trial.met >= self.target.confidence
        if self.told:
            self.told(len(self.tried))
        return self.known[staff]

    def trial(self, policy: Policy, *, all_runs: bool = False) -> Tried:
        """Try a policy; not longer than until it is sure that it fails."""
        shares, hits, misses = [], 0, 0
        for run in range(self.runs):
            share = play(self.fit, policy, self.period, self.demand, seed=self.seed, run=run).numbers[self.target.goal]
            if math.isnan(share):
                continue
            shares.append(share)
            hits, misses = (hits + 1, misses) if share >= self.target.share else (hits, misses + 1)
            if not all_runs and misses > (1 - self.target.confidence) * self.runs + 1e-9:
                break
        mean = float(np.mean(shares)) if shares else None
        return Tried(policy, policy.hours_a_week, mean, hits / len(shares) if shares else 0.0)

    def enough(self) -> Staff | None:
        """Return as many people in each shift as meet the target, doubled until they do; None where the most do not."""
        staff = 1
        while True:
            wanted = (staff,) * len(self.shifts)
            if self.is_met(wanted):
                return wanted
            if staff >= self.most_staff or len(self.tried) >= MOST_TRIED:
                return None
            staff = min(self.most_staff, 2 * staff)

    def fewer(self, staff: Staff) -> Staff:
        """Return it with as few people in one shift after the other as still meet the target, the dearest shift first."""
        order = sorted(range(len(staff)), key=lambda number: -replace(self.shifts[number], staff=1).hours_a_week)
        for number in order:
            low, high = -1, staff[number]  # fails with `low`, meets with `high`
            while high - low > 1 and len(self.tried) < MOST_TRIED:
                middle = (low + high) // 2
                if self.is_met(_with(staff, number, middle)):
                    high = middle
                else:
                    low = middle
            staff = _with(staff, number, high)
        return staff

    def cheaper(self, staff: Staff) -> Staff:
        """Return the cheapest of all that cost less than `staff`, which meets the target; ends the search where too much was tried."""
        for other in self._below(staff):
            if len(self.tried) >= MOST_TRIED:
                return staff
            if self.is_met(other):
                self.is_proved = True
                return other
        self.is_proved = True
        return staff

    def _below(self, staff: Staff) -> Iterator[Staff]:
        limit = self.hours(staff)
        ranges = []
        for shift in self.shifts:
            of_one = replace(shift, staff=1).hours_a_week
            ranges.append(range(min(self.most_staff, int(limit / of_one)) + 1))
        cheaper = [other for other in product(*ranges) if self.hours(other) < limit - 1e-9]
        yield from sorted(cheaper, key=lambda other: (self.hours(other), other))


def _with(staff: Staff, number: int, value: int) -> Staff:
    return (*staff[:number], value, *staff[number + 1 :])


def must_be_seekable(
    fit: Fit,
    target: Target,
    shifts: Sequence[Shift],
    like: Policy,
    period: Period,
    demand: Demand,
    *,
    runs: int,
    most_staff: int,
) -> None:
    """Refuse a search that cannot find anything. Raises Invalid, by field."""
    wrong: dict[str, str | Promise] = check(
        replace(like, shifts=tuple(shifts)), period, demand, runs=runs
    ) | check_target(target)
    if not 1 <= len(shifts) <= MOST_SHIFTS:
        wrong["shifts"] = _("Choose one to four shifts to seek in.")
    if not 1 <= most_staff <= MOST_STAFF:
        wrong["most_staff"] = _("Enter how many people a shift may have at most: 1 to 500.")
    if not fit.has_answers and target.goal != Goal.SOLVED_IN_TIME:
        wrong["target.goal"] = _(
            "The history holds no first answers, so no staffing for them can be sought. Choose solutions."
        )
    limits = {
        Goal.ANSWERED_IN_SIX: 360.0,
        Goal.ANSWERED_IN_TIME: min(kind.answer_limit for kind in fit.kinds),
        Goal.SOLVED_IN_TIME: min(kind.solve_limit for kind in fit.kinds),
    }
    if limits[target.goal] > period.days * 1440:
        wrong["period.days"] = _("No promise ends within so few days. Choose a longer period.")
    if wrong:
        raise Invalid(wrong)

"""The cheapest staffing that meets a target: no more than is needed, sure in other futures too, or said that there is none."""

from dataclasses import replace

import pytest
from tests.staffing.fits_made_up import AROUND, MONDAY, OFFICE, sure, unit

from tanggap.core.refusal import Invalid
from tanggap.staffing.fits import Spread
from tanggap.staffing.policies import Period, Policy, Shift, Target
from tanggap.staffing.seeking import cheapest
from tanggap.staffing.simulating import simulate
from tanggap.staffing.words import Goal, Priority

TWO_WEEKS = Period(MONDAY, 14)
LIKE = Policy((), Priority.ANSWERS)
DAY, EVENING = Shift(0, 420, 900, (0, 1, 2, 3, 4, 5, 6), True), Shift(0, 900, 1380, (0, 1, 2, 3, 4, 5, 6), True)
QUICK = {"answer_delay": Spread(0.0, 0.0), "solve_delay": Spread(0.0, 0.0)}
SIX = Target(Goal.ANSWERED_IN_SIX, 0.75, 0.9)


def seek(fit=None, target=SIX, **others):
    return cheapest(
        fit or unit(**QUICK),
        target,
        **{"shifts": (DAY, EVENING), "like": LIKE, "period": TWO_WEEKS, "runs": 10} | others,
    )


def test_one_person_less_in_any_shift_does_not_meet_it():
    found = seek(unit(rate=60, **QUICK), price_an_hour=31_195, currency="IDR")

    assert found.outcome.answered_in_six.mean >= 0.75
    assert found.is_proved
    assert found.cost_a_week == found.found.hours_a_week * 31_195
    assert found.met_again >= 0.7
    for number, shift in enumerate(found.found.shifts):
        if shift.staff:
            fewer = [*found.found.shifts]
            fewer[number] = replace(shift, staff=shift.staff - 1)
            outcome = simulate(
                unit(rate=60, **QUICK), replace(found.found, shifts=tuple(fewer)), period=TWO_WEEKS, runs=10
            )
            assert outcome.answered_in_six.least < 0.75


def test_everything_cheaper_failed():
    found = seek()
    met = [one for one in found.tried if one.met >= 0.9]

    assert min(met, key=lambda one: one.hours_a_week).policy == found.found
    assert found.best.met >= 0.9


def test_a_dearer_target_is_never_cheaper():
    hours = [seek(target=replace(SIX, share=share)).found.hours_a_week for share in (0.5, 0.7, 0.85)]

    assert hours == sorted(hours)


def test_what_nobody_can_reach_is_said_with_the_nearest():
    found = seek(target=replace(SIX, share=0.99), shifts=(OFFICE,), most_staff=8)

    assert (found.found, found.outcome, found.cost_a_week) == (None, None, None)
    assert 0 < found.best.share < 0.99


def test_who_waits_hears_of_each_try():
    heard: list[int] = []
    found = seek(told=heard.append)

    assert heard == list(range(1, len(found.tried) + 1))


@pytest.mark.parametrize(
    ("fit", "others", "field"),
    [
        (unit(has_answers=False, comes_answered=sure(1.0)), {}, "target.goal"),
        (unit(), {"target": replace(SIX, share=0.0)}, "target.share"),
        (unit(), {"target": replace(SIX, confidence=1.5)}, "target.confidence"),
        (unit(), {"shifts": ()}, "shifts"),
        (unit(), {"shifts": (AROUND,) * 5}, "shifts"),
        (unit(), {"most_staff": 0}, "most_staff"),
        (unit(), {"target": Target(Goal.SOLVED_IN_TIME, 0.9), "period": Period(MONDAY, 1)}, ""),
    ],
)
def test_what_cannot_be_sought_is_refused_by_field(fit, others, field):
    if not field:
        fit = replace(fit, kinds=tuple(replace(kind, solve_limit=20_000.0) for kind in fit.kinds))
        field = "period.days"
    with pytest.raises(Invalid) as refused:
        seek(fit, **others)

    assert list(refused.value.errors) == [field]

"""Units that are made up for the tests of the simulation, and the past that such a unit would have."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from tanggap.catalog.clocks import WorkingTime
from tanggap.staffing import drawing, engine
from tanggap.staffing.fits import Arrivals, Estimate, Fit, Kind, Spread, Waiting
from tanggap.staffing.policies import Demand, Period, Shift
from tanggap.staffing.reading import History, Row
from tanggap.staffing.simulating import today

MONDAY = date(2026, 1, 5)
OFFICE = Shift(4, 450, 960)  # 07:30 to 16:00, Monday to Friday
ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)
AROUND = Shift(4, 0, 0, ALL_WEEK, on_holidays=True)
WORKING = WorkingTime(ZoneInfo("Asia/Jakarta"), (*[(time(7, 30), time(16))] * 5, None, None))
BY_DAY = (1.0,) * 6 + (3.0,) * 12 + (1.0,) * 6


def sure(value: float) -> Estimate:
    return Estimate(value, value, value, 1000)


def unit(*, rate: float = 20.0, staff: Shift = OFFICE, **others: object) -> Fit:
    """Return a unit to which `rate` reports a day come: 10 minutes of an answer, an hour of work, then a day without hands."""
    made = Fit(
        units=("made-up",),
        first=MONDAY - timedelta(days=182),
        end=MONDAY,
        at=datetime(2026, 1, 4, 17, tzinfo=UTC),
        zone="Asia/Jakarta",
        n=3640,
        arrivals=Arrivals(sure(rate), (1.0,) * 7, 1.0, BY_DAY, 1.0),
        kinds=(Kind("urgent", 0.2, 60.0, 1440.0, 0), Kind("standard", 0.8, 360.0, 10080.0, 1)),
        answer_hands=Spread(10.0, 1.0),
        answer_delay=Spread(30.0, 1.0),
        solve_hands=Spread(60.0, 1.0),
        solve_delay=Spread(1000.0, 1.0),
        leaves=sure(0.2),
        comes_answered=sure(0.0),
        staff=(staff,),
        presence=sure(1.0),
        backlog=(),
        closed=(),
    )
    return replace(made, **others)


def lying(count: int, *, age: float = 3000.0, is_answered: bool = False, is_begun: bool = False) -> Waiting:
    return Waiting("standard", age, is_answered, is_begun, count, age)


def past(fit: Fit, days: int, *, seed: int = 3) -> History:
    """Return what would be read of such a unit after so many days of its policy of today."""
    future = drawing.draw(fit, today(fit), Period(fit.end, days), Demand(), seed=seed, run=0)
    course = engine.run(future.case)
    rows = [_row(fit, future, course, number) for number in range(len(future.case.ready))]
    return History(
        unit="made-up",
        first=fit.end,
        end=fit.end + timedelta(days=days),
        rows=sorted(rows, key=lambda row: row.received_at),
        arrived=np.bincount((future.received // 1440).astype(int), minlength=days).tolist(),
        working=WORKING,
        members=sum(shift.staff for shift in fit.staff),
        of=100,
    )


def _row(fit: Fit, future: drawing.Future, course: engine.Course, number: int) -> Row:
    def at(minutes: float) -> datetime | None:
        return fit.at + timedelta(minutes=float(minutes)) if minutes < engine.NEVER / 2 else None

    received = at(future.received[number])
    assert received is not None
    return Row(
        policy=fit.kinds[future.kind[number]].code,
        received_at=received,
        came_at=received,
        answered_at=at(course.answered[number]),
        done_at=at(course.done[number]),
        leaves=not future.works[number],
        answer_due_at=received + timedelta(minutes=float(future.answer_limit[number])),
        resolve_due_at=received + timedelta(minutes=float(future.solve_limit[number])),
        is_imported=False,
        acts=2,
    )

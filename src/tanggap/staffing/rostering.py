"""Who is on duty when: the people of a unit, spread over the hours in which its acts happen."""

import math
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from tanggap.staffing.policies import DAY, Shift
from tanggap.staffing.reading import History

LEAST_ACTS = 60  # fewer do not tell at which hours people work
WEEK_HOURS = 40.0  # of one person (Indonesia: Labour law 13/2003, article 77; elsewhere a usual week)
COVERED = 0.95  # of the acts lie within the hours on duty
USUAL_LOAD = 0.7
WORKED = 0.25  # of a usual day's acts make a day one on which people work
ROUND_THE_CLOCK = 20  # hours that acts spread over
LONG_DAY = 12
EVERY_DAY = 6  # weekdays that are worked make holidays worked, too


def shifts(history: History, *, at: datetime, work_minutes: float) -> tuple[Shift, ...]:
    """Return the shifts of today: the hours in which the unit acts (answers, where no acts are known), or office hours.

    So many are on duty as a working week of each of them fills, spread by the acts of each shift, at least one. Where nobody is entered
    there are as many as a week's `work_minutes` keep busy for `USUAL_LOAD` of their time. What came after `at` tells nothing.
    """
    people = history.members or max(1, math.ceil(work_minutes / 60 / WEEK_HOURS / USUAL_LOAD - 1e-9))
    acts = history.acts if sum(history.acts.values()) >= LEAST_ACTS else _ends(history, at)
    if sum(acts.values()) < LEAST_ACTS:
        return office(history, people)
    days = _days(acts)
    by_hour = [sum(acts.get((day, hour), 0) for day in days) for hour in range(24)]
    begin, length = _window(by_hour)
    parts = 3 if length >= ROUND_THE_CLOCK else 2 if length > LONG_DAY else 1
    if parts == 3:
        begin, length = 6, 24
    edges = [begin + length * number // parts for number in range(parts + 1)]
    ended = [sum(by_hour[hour % 24] for hour in range(one, other)) for one, other in pairwise(edges)]
    hours = people * WEEK_HOURS
    found = []
    for one, other, part in zip(edges[:-1], edges[1:], ended, strict=True):
        staff = hours * part / max(sum(ended), 1) / ((other - one) * len(days))
        found.append(Shift(max(1, round(staff)), one % 24 * 60, other % 24 * 60, tuple(days), len(days) >= EVERY_DAY))
    return tuple(found)


def office(history: History, people: int) -> tuple[Shift, ...]:
    """Return so many people in the hours of the offices, one shift for all days with the same hours."""
    monday = history.end - timedelta(days=history.end.weekday())
    found: dict[tuple[int, int], list[int]] = {}
    for number in range(7):
        wall = history.working.hours[(monday + timedelta(days=number)).weekday()]
        if wall:
            begin, end = (at.hour * 60 + at.minute for at in wall)
            found.setdefault((begin, end % DAY), []).append(number)
    return tuple(Shift(people, begin, end, tuple(days)) for (begin, end), days in found.items())


def _ends(history: History, at: datetime) -> Counter[tuple[int, int]]:
    """Return when reports were answered, or done where no answers are known."""
    zone = history.working.zone
    ends = [row.answered_at or row.done_at for row in history.rows]
    return Counter((end.weekday(), end.hour) for one in ends if one and one < at and (end := one.astimezone(zone)))


def _days(acts: Mapping[tuple[int, int], int]) -> list[int]:
    totals = [sum(acts.get((day, hour), 0) for hour in range(24)) for day in range(7)]
    usual = float(np.median(sorted(totals)[-5:]))
    return [day for day, total in enumerate(totals) if total >= WORKED * usual]


def _window(by_hour: list[int]) -> tuple[int, int]:
    """Return (first hour, hours) of the shortest stretch of the day that holds nearly all acts, over midnight if need be."""
    total = sum(by_hour)
    for length in range(1, 25):
        held, first = max((sum(by_hour[(begin + more) % 24] for more in range(length)), -begin) for begin in range(24))
        if held >= COVERED * total:
            return -first, length
    return 0, 24

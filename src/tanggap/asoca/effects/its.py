"""Interrupted time series: would the course from before have gone on as it was? Segmented regression.

value = a + b·t + c·after + d·(steps since the day)·after, and the season where two years are seen (one pair of harmonics). Wagner,
Soumerai, Zhang and Ross-Degnan 2002 (J. Clin. Pharm. Ther. 27, 299-309); Bernal, Cummins and Gasparrini 2017 (Int. J. Epidemiol. 46,
348-355).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from tanggap.asoca.effects import saying
from tanggap.asoca.effects.course import Place, cut, is_enough, numbers, sides
from tanggap.asoca.effects.regression import Fit, Numbers, fit
from tanggap.asoca.effects.results import LEAST, Assumption, Effect, Estimate, Mark, verdict
from tanggap.asoca.words import Method, Verdict
from tanggap.insight.statistics import Point

YEAR = {"week": 365.25 / 7, "month": 12.0}  # steps of a year
SEASON_YEARS = 2
_LEVEL, _SLOPE = 2, 3


def estimate(
    points: Sequence[Point], *, at: date, step: str = "month", unit: str = "%", good: str | None = None
) -> Effect:
    """Return the effect of what began to work on the day `at`, on a number told in steps of a "week" or "month".

    Estimates: the mean difference from the course before over all steps since (it carries the verdict), the change of level on the day,
    the change of slope a step, and the difference at the last step.
    """
    places = cut(points, at)
    before, after = sides(places)
    asked = Effect(Method.ITS.value, unit, good, at, step, Verdict.UNTOLD.value, "", len(before), len(after))
    if not is_enough(before, after):
        reason = saying.too_few(len(before), len(after), [one.reason for one in points])
        return replace(
            asked,
            said=reason,
            marks=tuple(_mark(one) for one in places),
            reason=reason,
        )
    counted = [*before, *after]
    start = next(one.number for one in places if one.is_after)
    has_season = counted[-1].number - counted[0].number + 1 >= SEASON_YEARS * YEAR[step]
    found = _fit(counted, start, step, has_season)
    estimates = _estimates(found, after, start)
    said = verdict(estimates[0], good)
    main = estimates[0]
    return replace(
        asked,
        verdict=said.value,
        said=saying.sentence(Method.ITS, said, main.value, main.low, main.high, unit, at),
        estimates=estimates,
        marks=_marks(places, found, start, step, has_season),
        assumptions=_assumptions(found, places, before, after, step, has_season, unit, start),
    )


def _fit(places: Sequence[Place], start: int, step: str, has_season: bool) -> Fit:
    rows = [_row(one.number, start, one.is_after, step, has_season) for one in places]
    seen = [one.point.value for one in places]
    return fit(np.array(rows, dtype=np.float64), np.array(seen, dtype=np.float64), numbers(places))


def _row(number: int, start: int, is_after: bool, step: str, has_season: bool) -> list[float]:
    row = [1.0, float(number - start), float(is_after), float(number - start) * is_after]
    if has_season:
        turn = 2 * math.pi * number / YEAR[step]
        row += [math.sin(turn), math.cos(turn)]
    return row


def _estimates(found: Fit, after: Sequence[Place], start: int) -> tuple[Estimate, ...]:
    since = [one.number - start for one in after]
    asked = (
        ("mean", _("Mean difference since then"), 1.0, sum(since) / len(since)),
        ("level", _("Change of level on the day"), 1.0, 0.0),
        ("slope", _("Change of slope, a step"), 0.0, 1.0),
        ("end", _("Difference at the last step"), 1.0, float(since[-1])),
    )
    return tuple(
        Estimate(code, label, *found.along(_along(found, level, slope))) for code, label, level, slope in asked
    )


def _along(found: Fit, level: float, slope: float) -> Numbers:
    weights = np.zeros(len(found.values))
    weights[_LEVEL], weights[_SLOPE] = level, slope
    return weights


def _marks(places: Sequence[Place], found: Fit, start: int, step: str, has_season: bool) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for one in places:
        row = np.array(_row(one.number, start, one.is_after, step, has_season))
        quiet = np.array(_row(one.number, start, False, step, has_season))
        marks.append(_mark(one, float(row @ found.values), float(quiet @ found.values) if one.is_after else None))
    return tuple(marks)


def _mark(one: Place, fitted: float | None = None, without: float | None = None) -> Mark:
    point = one.point
    return Mark(
        point.first,
        point.last,
        point.value,
        point.n,
        fitted,
        without,
        is_after=one.is_after,
        is_left_out=not one.counts,
    )


def _assumptions(
    found: Fit,
    places: Sequence[Place],
    before: Sequence[Place],
    after: Sequence[Place],
    step: str,
    has_season: bool,
    unit: str,
    start: int,
) -> tuple[Assumption, ...]:
    alone, day = saying.untested()
    return (
        Assumption(
            "course",
            _("Without the action the course of before would have gone on in a straight line."),
            None,
            _(
                "Nobody can see what would have been. The longer before was watched, and the steadier it was, the better."
            ),
        ),
        alone,
        day,
        _quiet_before(before, step),
        _inside(found, after, start, unit),
        _season(has_season),
        saying.kept_together(found.correlation),
        saying.gaps(len(before) + len(after), len(places)),
        saying.same_volume(_mean_n(before), _mean_n(after)),
    )


def _quiet_before(before: Sequence[Place], step: str) -> Assumption:
    """Return whether an imagined action in the middle of the time before had no clear effect."""
    text = _(
        "The course was not already changing before: an imagined day in the middle of that time shows no clear change."
    )
    half = len(before) // 2
    if half < LEAST:
        return Assumption(
            "quiet",
            text,
            None,
            _("Too few steps before the day for this test: %(least)d are needed.") % {"least": 2 * LEAST},
        )
    start = before[half].number
    rows = [Place(one.number, one.point, one.number >= start, True) for one in before]
    found = _fit(rows, start, step, False)
    main = _estimates(found, rows[half:], start)[0]
    return Assumption(
        "quiet",
        text,
        not main.is_clear,
        _("Chance of so large a change by accident: %(p)s.") % {"p": saying.chance(main.p)},
    )


def _inside(found: Fit, after: Sequence[Place], start: int, unit: str) -> Assumption:
    """Return whether the straight line from before stays among values that there can be."""
    last = after[-1].number - start
    without = float(found.values[0] + found.values[1] * last)
    most = 1.0 if unit == "%" else math.inf
    return Assumption(
        "inside",
        _("The straight line stays among possible values until the last step."),
        0 <= without <= most,
        ""
        if 0 <= without <= most
        else _("It leaves them, so the effect at the end is overstated; trust the change of level."),
    )


def _season(has_season: bool) -> Assumption:
    text = _("The season does not look like an effect.")
    if has_season:
        return Assumption("season", text, True, _("At least two years are seen, so a yearly course is taken out."))
    return Assumption(
        "season", text, None, _("Less than two years are seen, so a yearly course cannot be told from an effect.")
    )


def _mean_n(places: Sequence[Place]) -> float:
    return sum(one.point.n for one in places) / len(places)

"""Difference in differences: did the number change more here than where the action did not work?

In every step the comparison's number is taken from the one that is followed; the mean of these differences after the day less that before
is the effect. That is the usual two-by-two estimate, and errors that hang together in time, which make it look too sure (Bertrand,
Duflo and Mullainathan 2004, Q. J. Econ. 119, 249-275), are allowed for as in a time series.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from tanggap.asoca.effects import saying
from tanggap.asoca.effects.course import Place, cut, is_enough, numbers, sides
from tanggap.asoca.effects.regression import Fit, Numbers, fit
from tanggap.asoca.effects.results import Assumption, Effect, Estimate, Mark, verdict
from tanggap.asoca.words import Method, Verdict
from tanggap.insight.statistics import Point


def estimate(
    points: Sequence[Point],
    elsewhere: Sequence[Point],
    *,
    at: date,
    step: str = "month",
    unit: str = "%",
    good: str | None = None,
) -> Effect:
    """Return the effect of what began to work on the day `at`, beside a comparison (`elsewhere`) told in the same steps.

    Estimates: the difference in differences (it carries the verdict), the change here, the change elsewhere, and the slope of the
    difference before the day, which should be nothing.
    """
    control = {one.first: one for one in elsewhere}
    places = [_beside(one, control.get(one.point.first)) for one in cut(points, at)]
    before, after = sides(places)
    asked = Effect(Method.DID.value, unit, good, at, step, Verdict.UNTOLD.value, "", len(before), len(after))
    if not is_enough(before, after):
        reason = saying.too_few(len(before), len(after), [one.reason for one in points])
        return replace(
            asked,
            said=reason,
            marks=tuple(_mark(one, control) for one in places),
            reason=reason,
        )
    counted = [*before, *after]
    here = np.array([one.point.value for one in counted], dtype=np.float64)
    there = np.array([control[one.point.first].value for one in counted], dtype=np.float64)
    found = fit(_steps(counted), here - there, numbers(counted))
    main = Estimate("difference", _("Difference in differences"), *found.along(np.array([0.0, 1.0])))
    said = verdict(main, good)
    trend = _trend(before, here[: len(before)] - there[: len(before)])
    return replace(
        asked,
        verdict=said.value,
        said=saying.sentence(Method.DID, said, main.value, main.low, main.high, unit, at),
        estimates=(
            main,
            _change("here", _("Change here"), counted, here),
            _change("elsewhere", _("Change in the comparison"), counted, there),
            trend,
        ),
        marks=_marks(places, control, found, here, len(before)),
        assumptions=_assumptions(found, places, before, after, control, trend, unit),
    )


def _beside(one: Place, other: Point | None) -> Place:
    """Return a step that counts only where the comparison has a number, too."""
    has_both = other is not None and other.value is not None and not other.is_partial
    return replace(one, counts=one.counts and has_both)


def _steps(places: Sequence[Place]) -> Numbers:
    return np.array([[1.0, float(one.is_after)] for one in places])


def _change(code: str, label: str, places: Sequence[Place], seen: Numbers) -> Estimate:
    return Estimate(code, label, *fit(_steps(places), seen, numbers(places)).along(np.array([0.0, 1.0])))


def _trend(before: Sequence[Place], apart: Numbers) -> Estimate:
    """Return by how much the difference already grew each step before the day."""
    design = np.array([[1.0, float(one.number)] for one in before])
    return Estimate(
        "trend_before",
        _("Slope of the difference before, a step"),
        *fit(design, apart, numbers(before)).along(np.array([0.0, 1.0])),
    )


def _marks(
    places: Sequence[Place], control: dict[date, Point], found: Fit, here: Numbers, before: int
) -> tuple[Mark, ...]:
    """Return the course: here, in the comparison, and where here would be had it gone on beside the comparison as before."""
    means = float(here[:before].mean()), float(here[before:].mean())
    marks: list[Mark] = []
    for one in places:
        mark = _mark(one, control)
        without = None
        if one.is_after and mark.elsewhere is not None:
            without = mark.elsewhere + float(found.values[0])
        marks.append(replace(mark, fitted=means[one.is_after], without=without))
    return tuple(marks)


def _mark(one: Place, control: dict[date, Point]) -> Mark:
    point, other = one.point, control.get(one.point.first)
    return Mark(
        point.first,
        point.last,
        point.value,
        point.n,
        elsewhere=other.value if other else None,
        is_after=one.is_after,
        is_left_out=not one.counts,
    )


def _assumptions(
    found: Fit,
    places: Sequence[Place],
    before: Sequence[Place],
    after: Sequence[Place],
    control: dict[date, Point],
    trend: Estimate,
    unit: str,
) -> tuple[Assumption, ...]:
    alone, day = saying.untested()
    others = [[control[one.point.first].n for one in side] for side in (before, after)]
    return (
        Assumption(
            "parallel",
            _("Without the action both would have gone on side by side, as before."),
            not trend.is_clear,
            _(
                "Before the day the difference grew by %(slope)s a step, %(p)s. No slope seen is no proof that there was none."
            )
            % {"slope": saying.difference(trend.value, unit), "p": saying.chance(trend.p)},
        ),
        alone,
        Assumption(
            "apart",
            _("The action did not work on the comparison, neither directly nor by drawing people or money from it."),
            None,
            _("Choose a comparison that is alike and far enough away."),
        ),
        day,
        saying.kept_together(found.correlation),
        saying.gaps(len(before) + len(after), len(places)),
        saying.same_volume(_mean_n(before), _mean_n(after)),
        replace(
            saying.same_volume(*(sum(numbers) / len(numbers) for numbers in others)),
            code="volume_elsewhere",
            text=_("The comparison rests on about as many cases after as before."),
        ),
    )


def _mean_n(places: Sequence[Place]) -> float:
    return sum(one.point.n for one in places) / len(places)

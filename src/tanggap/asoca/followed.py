"""A following as it stands now: its course read from the rollups, its effect estimated."""

from tanggap.asoca import figures
from tanggap.asoca.effects import Effect, did, its
from tanggap.asoca.models import Following
from tanggap.asoca.words import Method, Verdict
from tanggap.insight.statistics import Point

LONG_WEEKS = 52  # on either side of the day: from there on, months are read


def effect(of: Following) -> Effect:
    """Return the effect as the numbers of today tell it, by weeks, or by months where more than a year lies before the day.

    Where too few weeks have a number of their own (few cases a week), months are tried. At most twenty statements, for a difference in
    differences twice that, and twice again for months.
    """
    if (of.at - of.first).days > LONG_WEEKS * 7:
        return _by(of, "month")
    by_week = _by(of, "week")
    if by_week.verdict != Verdict.UNTOLD or not any(one.n for one in by_week.marks):
        return by_week
    by_month = _by(of, "month")
    return by_week if by_month.verdict == Verdict.UNTOLD else by_month


def _by(of: Following, step: str) -> Effect:
    here = _course(of, of.selection, step)
    unit, good = figures.unit(of.indicator), figures.good(of.indicator)
    if of.method == Method.DID:
        there = _course(of, {**of.selection, **of.control}, step)
        return did.estimate(here, there, at=of.at, step=step, unit=unit, good=good)
    return its.estimate(here, at=of.at, step=step, unit=unit, good=good)


def _course(of: Following, narrowed: dict[str, str], step: str) -> list[Point]:
    return figures.course(figures.since(narrowed, of.first), of.indicator, step)

"""A following as it stands now: its course read from the rollups, its effect estimated."""

from tanggap.asoca import figures
from tanggap.asoca.effects import Effect, did, its
from tanggap.asoca.models import Following
from tanggap.asoca.words import Method
from tanggap.insight.statistics import Point

LONG_WEEKS = 52  # on either side of the day: from there on, months are read


def effect(of: Following) -> Effect:
    """Return the effect as the numbers of today tell it. At most twenty statements, for a difference in differences twice that."""
    step = "week" if (of.at - of.first).days <= LONG_WEEKS * 7 else "month"
    unit, good = figures.unit(of.indicator), figures.good(of.indicator)
    here = _course(of, of.selection, step)
    if of.method == Method.DID:
        there = _course(of, {**of.selection, **of.control}, step)
        return did.estimate(here, there, at=of.at, step=step, unit=unit, good=good)
    return its.estimate(here, at=of.at, step=step, unit=unit, good=good)


def _course(of: Following, narrowed: dict[str, str], step: str) -> list[Point]:
    return figures.course(figures.since(narrowed, of.first), of.indicator, step)

"""The catalogue read for the pages: all numbers of what is wanted, and how to have the same from the command line."""

import shlex
from collections.abc import Iterable
from typing import Final

from tanggap.evaluation import changes, comparing
from tanggap.evaluation.catalogue import INDICATORS, declared
from tanggap.evaluation.comparing import Comparison
from tanggap.evaluation.words import Against
from tanggap.insight.statistics import Point, Selection
from tanggap.web.evaluation.choosing import Wanted
from tanggap.web.evaluation.figures import Figure, Shift

BEFORE: Final = Against.BEFORE.value
COMPARED: Final = ("area", "unit", "category")
"""By what parts are compared; channels are chosen by those who report, not by who answers."""
NOT_COMPARED: Final = frozenset({declared.HOURS, declared.COST, declared.CHANNEL_COST, declared.SOURCE})
"""Rules of numbers that are not counted case by case."""


def figures(want: Wanted, codes: Iterable[str] | None = None) -> dict[str, Figure]:
    """Return the indicators of `codes` (None: all), each beside the period before."""
    found = changes.changes(want.selection, codes)
    return {code: Figure(of[BEFORE].now, want, Shift(of[BEFORE])) for code, of in found.items()}


def figure(want: Wanted, code: str) -> Figure:
    """Return one indicator, beside the period before."""
    return figures(want, [code])[code]


def figure_over_time(want: Wanted, code: str) -> tuple[Figure, list[Shift], list[Point]]:
    """Return one indicator, how it stands beside both periods that it is compared with, and its line over time."""
    of, line = changes.changes_and_trend(want.selection, code)
    shifts = [Shift(of[against.value]) for against in Against]
    return Figure(of[BEFORE].now, want, shifts[0]), shifts, line


def comparable_by(code: str) -> tuple[str, ...]:
    """Return by what an indicator's parts can be compared fairly; empty where they cannot."""
    its = INDICATORS[code]
    is_of_cases = its.rule.kind not in NOT_COMPARED
    return tuple(by for by in COMPARED if by in its.sides) if is_of_cases else ()


def compared(want: Wanted, code: str) -> Comparison:
    """Return the fair comparison of the parts of what is wanted."""
    return comparing.peers(want.selection, code, by=want.dimension, level=want.level)


def command(selection: Selection, *more: str) -> str:
    """Return the command that tells the same numbers."""
    words = ["tanggap", "evaluate", "--from", selection.first.isoformat(), "--to", selection.last.isoformat()]
    for name in ("area", "category", "unit", "channel"):
        if value := getattr(selection, name):
            words += [f"--{name}", value]
    return shlex.join([*words, *more])

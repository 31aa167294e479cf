"""A scope by the four criteria: one indicator of each, and its units compared fairly, never ranked."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from tanggap.command.rows import CriterionRow, Mark
from tanggap.command.scopes import Scope
from tanggap.core import clock
from tanggap.evaluation import comparing, telling
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.telling import Told
from tanggap.insight.statistics import Selection
from tanggap.insight.statistics.selection import default_days

CHOSEN: Final = ("solved_in_time", "first_time", "moves_told", "false_closures")
"""What each criterion is told by here, in the catalogue's order. The other indicators stand in the evaluation, one tap away."""


def selection(scope: Scope, *, now: datetime) -> Selection:
    """Return the last thirty full days of a scope, as the evaluation's pages tell of it."""
    return Selection(*default_days(clock.local(now).date()), area=scope.area, unit=scope.unit)


def criteria(scope: Scope, *, now: datetime) -> tuple[CriterionRow, ...]:
    """Return a scope by the four criteria over the last thirty full days before `now`, in the active language.

    Some fifty statements on rollups, whatever the number of units or reports: for what is drawn seldom (the evaluation of a day ends at
    midnight). Units are compared with their own mix, by limits of chance (`evaluation.comparing`).
    """
    chosen = selection(scope, now=now)
    told = telling.tell(chosen, CHOSEN)
    return tuple(_row(told[code], chosen) for code in CHOSEN)


def _row(told: Told, chosen: Selection) -> CriterionRow:
    found = comparing.peers(chosen, told.code, by="unit")
    return CriterionRow(
        criterion=INDICATORS[told.code].criterion,
        code=told.code,
        first=chosen.first,
        last=chosen.last,
        value=told.value,
        low=told.low,
        high=told.high,
        n=told.n,
        reason=told.reason,
        is_target_reached=told.is_target_reached,
        query=chosen.query(),
        units=tuple(
            Mark(row.code, row.label, row.n, row.value, row.low, row.high, row.adjusted, row.flag, row.verdict)
            for row in found.rows
        ),
        left_out=len(found.left_out),
        by_chance=found.by_chance,
        uncompared=found.reason or ("" if found.rows else _("No unit has enough cases to be compared.")),
    )

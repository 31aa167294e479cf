"""Scenarios as flat rows, for spreadsheets and programs. Shares are 0 to 1, days ISO 8601; nothing known is an empty cell."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from tanggap.insight.sheets import Cell
from tanggap.staffing.comparing import COMPARED
from tanggap.staffing.outcomes import Measure, Outcome
from tanggap.staffing.queries import BasisView, ScenarioRow

NUMBERS: Final = (
    "received", "done", "answered_in_six", "answered_in_time", "solved_in_time",
    "answer_hours", "answer_hours_90", "solve_days", "solve_days_90",
    "utilisation", "open_at_end",
)  # fmt: skip
PARTS: Final = ("mean", "low", "high", "least", "most")
INPUTS: Final = (
    "number", "edition", "name", "asks", "state", "reason", "first", "days", "staff", "hours_a_week", "priority", "reserved", "presence",
    "growth", "storm_reports", "goal", "share", "confidence", "most_staff", "runs", "seed", "digest",
)  # fmt: skip
TOTALS: Final = ("load", "hours", "cost", "currency", "doubts")
BESIDE: Final = (
    "beside", "more_hours_a_week", "more_cost_a_week",
    *(f"{name}_more_{part}" for name in COMPARED for part in (*PARTS, "runs")),
)  # fmt: skip
COLUMNS: Final = (*INPUTS, *TOTALS, *(f"{name}_{part}" for name in NUMBERS for part in PARTS), *BESIDE)
DAYS: Final = ("day", "open_mean", "open_low", "open_high", "open_least", "open_most", "runs")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the names of their columns."""

    columns: Sequence[str]
    rows: list[tuple[Cell, ...]]

    def as_json(self) -> list[dict[str, Any]]:
        """Return the rows by their columns' names."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def compared(view: BasisView, *, beside: int = 1) -> Table:
    """Return the latest edition of every scenario of a basis, and what each has more than the scenario number `beside` (1: as today)."""
    other = next((one for one in view.scenarios if one.number == beside), None)
    return Table(
        COLUMNS, [(*_inputs(one, view), *_results(one.outcome), *_beside(one, other)) for one in view.scenarios]
    )


def days(row: ScenarioRow) -> Table:
    """Return what lies open at the end of each day; no row while nothing came out."""
    return Table(DAYS, list(_days(row.outcome)) if row.outcome else [])


def _inputs(one: ScenarioRow, view: BasisView) -> tuple[Cell, ...]:
    policy = one.search.found if one.search and one.search.found else one.policy
    target = one.target
    return (
        one.number, one.edition, one.name, one.what.value, one.progress.state.value, one.progress.reason, view.basis.end, one.days,
        policy.staff, policy.hours_a_week, policy.priority.value, policy.reserved, policy.presence, one.demand.growth,
        sum(storm.reports for storm in one.demand.storms), target.goal.value if target else "", target.share if target else None,
        target.confidence if target else None, one.most_staff, one.runs, one.seed, one.digest,
    )  # fmt: skip


def _results(one: Outcome | None) -> Iterator[Cell]:
    if one is None:
        yield from [None] * (len(TOTALS) + len(NUMBERS) * len(PARTS))
        return
    yield from (one.load if math.isfinite(one.load) else None, one.hours, one.cost, one.currency)
    yield " ".join(doubt.value for doubt in one.doubts)
    for name in NUMBERS:
        found = (one.backlog[-1] if one.backlog else None) if name == "open_at_end" else getattr(one, name)
        yield from _parts(found)


def _beside(one: ScenarioRow, other: ScenarioRow | None) -> Iterator[Cell]:
    """Yield the difference; nothing for the other one itself, and where the two did not meet the same futures."""
    found = one.beside(other) if other is not None and other.number != one.number else None
    if other is None or found is None:
        yield from [None] * len(BESIDE)
        return
    yield from (other.number, found.hours_a_week, found.cost_a_week)
    for name in COMPARED:
        difference = found.of(name)
        yield from _parts(difference.of if difference else None)
        yield difference.of.runs if difference else None


def _parts(one: Measure | None) -> Iterator[Cell]:
    yield from (getattr(one, part) if one else None for part in PARTS)


def _days(one: Outcome) -> Iterator[tuple[Cell, ...]]:
    for number, found in enumerate(one.backlog):
        yield (one.first + timedelta(days=number), *_parts(found), found.runs)

"""The steps of proposals as a log that consumers read, in the order of `core.cursors`, as `reports.outbox` is of reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tanggap.core.cursors import Position
from tanggap.planning.models import Step


@dataclass(frozen=True, slots=True)
class Fact:
    """One step as consumers see it, and whose the proposal is now. `actor` is the key of who took it, None for the system."""

    id: int
    tx: int
    proposal: str
    title: str
    number: int
    step: str
    state: str
    level: str
    year: int
    actor: int | None
    at: datetime
    facts: Mapping[str, Any]
    unit: str
    keeper: str
    builder: str | None
    maker: int


_COLUMNS = (
    "id", "tx", "proposal__code", "proposal__title", "number", "step", "state_to", "level", "year", "staff", "at", "facts",
    "proposal__unit", "proposal__keeper", "proposal__builder", "proposal__made_by",
)  # fmt: skip


def after(position: Position, limit: int) -> list[Fact]:
    """Return the steps behind `position` and below the horizon, in order. One statement, by the index on (tx, id)."""
    return [Fact(*row) for row in _behind(position).order_by("tx", "id").values_list(*_COLUMNS)[:limit]]


def one(event: int) -> Fact | None:
    """Return the step with this key, or None."""
    row = Step.objects.filter(pk=event).values_list(*_COLUMNS).first()
    return Fact(*row) if row else None


def of(proposal: str) -> list[Fact]:
    """Return all steps of a proposal, in order. One statement."""
    return [
        Fact(*row) for row in Step.objects.filter(proposal__code=proposal).order_by("number").values_list(*_COLUMNS)
    ]


def waiting(position: Position, most: int) -> int:
    """Return how many steps stand behind `position`, at most `most`."""
    return _behind(position).order_by()[:most].count()


def _behind(position: Position) -> QuerySet[Step]:
    return Step.objects.extra(
        where=["(planning_step.tx, planning_step.id) > (%s, %s)", "planning_step.tx < tanggap_horizon()"],
        params=[*position],
    )

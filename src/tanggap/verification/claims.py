"""The claim that waits for its check: whose work it is, and whether the unit contests an earlier check of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.models import Event, Report

CLAIMING = (*sorted(CLAIMS), "reports.contest")


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim made in event `version`, the `number`th of its report. `made_in` is the event that holds its evidence: an earlier one when
    the unit contests.

    `claimant` said that it was done, `unit` answered for the report then.
    """

    version: int
    number: int
    made_in: int
    claimant: int | None
    unit: str

    @property
    def is_contest(self) -> bool:
        """Return whether it is an earlier claim, looked at again because the unit contests its check."""
        return self.made_in != self.version


def of(report: Report) -> Claim | None:
    """Return the present claim of a report, None when none waits. One statement, two for a contest."""
    if report.claim_version is None:
        return None
    event = _event(report, report.claim_version)
    first = _event(report, int(event.payload["claim"])) if event.door == "reports.contest" else event
    return Claim(event.version, event.number, first.version, first.actor_staff_id, first.unit_id)


def numbered(report: str, version: str) -> Coalesce:
    """Return the number of a claim, for rows that name its `report` and its `version` in these columns."""
    same = Event.objects.filter(report=OuterRef(report), version__lte=OuterRef(version), door__in=CLAIMING)
    counted = same.order_by().values("report").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _event(report: Report, version: int) -> Any:
    rows = Event.objects.filter(report=report, version=version, door__in=CLAIMING)
    return rows.annotate(number=numbered("report", "version")).get()

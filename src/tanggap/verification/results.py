"""What the checks of a span of days say of all claims: how many were closed, looked at by lot, and found false, with intervals."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from tanggap.agencies import queries as agencies
from tanggap.verification import opinions
from tanggap.verification.estimates import Interval, Kappa, kappa, weighted, wilson
from tanggap.verification.models import Check, Plan
from tanggap.verification.rules import rules
from tanggap.verification.words import CheckKind

DAYS = 7


@dataclass(frozen=True, slots=True)
class Result:
    """One span of days, both ends included, of one verifying unit or (`unit` empty) of all.

    `papers` claims passed on papers; `planned` of them were to be visited for any reason, `waived` visits nobody had time for. `drawn`
    claims stand for all: `visited` of them were looked at, `waiting` not yet, `false` did not hold. `share` and `interval` (95 %) are
    of the claims that pass on papers; None from fewer than `least_n` visits. `agreement` is of second opinions.
    """

    unit: str
    first: date
    last: date
    papers: int
    planned: int
    waived: int
    drawn: int
    visited: int
    false: int
    share: float | None
    interval: Interval
    agreement: Kappa
    least_n: int

    @property
    def unit_label(self) -> str:
        """Return the unit's name, empty for all."""
        return agencies.unit_label(self.unit)

    @property
    def waiting(self) -> int:
        """Return how many drawn claims were not looked at yet."""
        return self.drawn - self.visited


def week(*, until: date, unit: str = "", days: int = DAYS) -> Result:
    """Return what was checked in the `days` days that end with `until`, in one unit or all. Three statements, by the plans' days."""
    first = until - timedelta(days=days - 1)
    rows = Plan.objects.filter(day__range=(first, until))
    rows = rows.filter(unit=unit) if unit else rows
    counts = rows.aggregate(
        papers=Count("pk"), planned=Count("pk", filter=Q(is_field=True)), waived=Count("pk", filter=Q(is_waived=True))
    )
    lots = list(
        rows.filter(is_drawn=True).annotate(held=Subquery(_seen().values("passed")[:1])).values_list("held", "share")
    )
    seen = [(not held, share) for held, share in lots if held is not None]
    found = weighted(seen)
    least = rules().least_n
    return Result(
        unit=unit,
        first=first,
        last=until,
        papers=counts["papers"],
        planned=counts["planned"],
        waived=counts["waived"],
        drawn=len(lots),
        visited=len(seen),
        false=sum(is_false for is_false, _share in seen),
        share=found.share if len(seen) >= least else None,
        interval=wilson(found.share * found.n, found.n),
        agreement=kappa(opinions.pairs(since=first, until=until, unit=unit or None)),
        least_n=least,
    )


def weeks(*, until: date, unit: str = "", number: int = 8) -> list[Result]:
    """Return the last `number` weeks, the newest first. Three statements each."""
    return [week(until=until - timedelta(days=DAYS * back), unit=unit) for back in range(number)]


def by_unit(*, until: date, days: int = DAYS * 4) -> list[Result]:
    """Return the result of each unit that checked something within `days` days, by code."""
    first = until - timedelta(days=days - 1)
    units = Plan.objects.filter(day__range=(first, until)).order_by("unit").values_list("unit", flat=True).distinct()
    return [week(until=until, unit=unit, days=days) for unit in units]


def visits_due(unit: str) -> int:
    """Return how many visits wait in a verifying unit: planned, and not made."""
    waiting = Q(report__state="awaiting_validation", report__verifier=unit)
    return Plan.objects.filter(waiting, is_field=True).exclude(Exists(_seen())).count()


def _seen() -> QuerySet[Check]:
    return Check.objects.filter(
        report=OuterRef("report"), claim_version=OuterRef("claim_version"), kind=CheckKind.FIELD
    )

"""What the checks of whole weeks say of all claims, with the numbers that they are made of. Weeks begin on Monday, in the city's time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from tanggap.core import clock
from tanggap.reports.models import Event
from tanggap.verification import results
from tanggap.verification.models import Check
from tanggap.verification.results import Result
from tanggap.verification.words import CheckKind

WEEKS: Final = 8


@dataclass(frozen=True, slots=True)
class Proven:
    """One span of days: what rules and lot found (`result`), beside the closures and checks of the same days.

    `returned` of the `checked` papers and visits went back to the unit. How many drawn visits still wait is not told: it would mark them.
    """

    result: Result
    closures: int
    papers: int
    visits: int
    returned: int

    @property
    def checked(self) -> int:
        """Return how many checks were made."""
        return self.papers + self.visits


def last_day() -> date:
    """Return the last day of the last whole week."""
    today = clock.local(clock.now()).date()
    return today - timedelta(days=today.isoweekday())


def weeks(units: Collection[str], *, number: int = WEEKS) -> list[Proven]:
    """Return the last whole weeks of verifying `units` (empty: of all together), the newest first. Five statements a week."""
    until = last_day()
    spans = [until - timedelta(days=results.DAYS * back) for back in range(number)]
    unit = next(iter(units)) if len(units) == 1 else ""
    return [_proven(results.week(until=day, unit=unit)) for day in spans]


def together(*, number: int = WEEKS) -> Proven:
    """Return the last `number` whole weeks of all units as one span. Five statements."""
    return _proven(results.week(until=last_day(), days=results.DAYS * number))


def by_unit(*, number: int = WEEKS) -> list[Proven]:
    """Return the same of each verifying unit for the last `number` whole weeks together, by code."""
    return [_proven(one) for one in results.by_unit(until=last_day(), days=results.DAYS * number)]


def _proven(result: Result) -> Proven:
    start, end = _midnight(result.first), _midnight(result.last + timedelta(days=1))
    closed = Event.objects.filter(at__gte=start, at__lt=end, door="verification.accept")
    checks = Check.objects.filter(at__gte=start, at__lt=end)
    if result.unit:
        closed, checks = closed.filter(actor_unit=result.unit), checks.filter(unit=result.unit)
    made = list(checks.values_list("kind", "passed"))
    papers = sum(kind == CheckKind.ADMINISTRATIVE for kind, _ in made)
    return Proven(
        result=result,
        closures=closed.count(),
        papers=papers,
        visits=len(made) - papers,
        returned=sum(not passed for _, passed in made),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.city_zone())

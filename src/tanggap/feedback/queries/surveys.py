"""Who was asked about closures and who answered: silence is shown as silence, never as satisfaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from tanggap.feedback.models import Survey
from tanggap.places.city import city
from tanggap.reports.words import State


@dataclass(frozen=True, slots=True)
class Responses:
    """How many reporters were asked about closures, how many answered, and how many of those were satisfied (3 or 4 of 4, not disputed).

    The response rate is `answered` of `asked`; satisfaction is `satisfied` of `answered`. Both are shown together, or not at all.
    """

    asked: int
    answered: int
    satisfied: int

    @property
    def rate(self) -> float | None:
        """Return the share that answered, None where nobody was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def silent(self) -> int:
        """Return how many did not answer."""
        return self.asked - self.answered


def responses(*, since: datetime, until: datetime, unit: str | None = None) -> Responses:
    """Return the answers to the closures from `since` to before `until`, of one unit or all. One statement."""
    rows = Survey.objects.filter(asked_at__gte=since, asked_at__lt=until)
    if unit is not None:
        rows = rows.filter(unit=unit)
    counts = rows.aggregate(
        asked=Count("pk"), answered=Count("answered_at"), satisfied=Count("pk", filter=Q(is_satisfied=True))
    )
    return Responses(**counts)


def to_remind(*, now: datetime, limit: int) -> list[tuple[int, int, int]]:
    """Return (survey, report, closing event) of those who are silent for long enough and can still answer, longest first. One statement."""
    last = timedelta(days=city().feedback_days)
    rows = Survey.objects.filter(
        answered_at__isnull=True,
        reminded_at__isnull=True,
        asked_at__lte=now - timedelta(days=city().survey_reminder_days),
        asked_at__gt=now - last,
        closed__state=State.RESOLVED,
    )
    return list(rows.order_by("asked_at", "pk").values_list("pk", "report_id", "event")[:limit])

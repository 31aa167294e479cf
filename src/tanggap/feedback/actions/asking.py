"""Who was asked about a closure is reminded once."""

from collections.abc import Collection
from datetime import datetime

from tanggap.feedback.models import Survey


def reminded(surveys: Collection[int], *, at: datetime) -> int:
    """Note that those who were asked (keys of surveys) were reminded, or cannot be; return how many. They are not reminded again."""
    return Survey.objects.filter(pk__in=surveys, reminded_at__isnull=True).update(reminded_at=at)

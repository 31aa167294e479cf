"""What a reporter said of closures: the scores stay, for they are about the units; the words go.

Within the transaction of `privacy.erasing`.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from tanggap.feedback.models import Rating, Survey
from tanggap.reports.models import Report


def forget(report: Report, *, parents: Collection[int], at: datetime) -> None:
    """Remove the words of a report's reporter, also about the reports that it was joined to; nobody is reminded any more."""
    mine = Q(report=report, child="") | Q(report__in=parents, child=report.code)
    Rating.objects.filter(mine).exclude(comment="").update(comment="")
    Survey.objects.filter(report=report, answered_at=None, reminded_at=None).update(reminded_at=at)

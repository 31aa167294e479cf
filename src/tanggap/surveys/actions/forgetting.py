"""What goes: that a reporter was invited, when the reporter is erased; people's own words, a year after a survey."""

from datetime import timedelta

from tanggap.core import clock
from tanggap.reports.models import Report
from tanggap.surveys.models import Answer, Invitation
from tanggap.surveys.words import WORDS_KEPT_DAYS


def forget(report: Report) -> int:
    """Let no invitation lead to a report any more; return how many did. What was answered never did."""
    found: int = Invitation.objects.filter(report=report).update(report=None)
    return found


def forget_words(*, limit: int = 500) -> int:
    """Empty what people wrote in surveys that are closed for a year; return how many answers."""
    before = clock.now() - timedelta(days=WORDS_KEPT_DAYS)
    old = Answer.objects.filter(response__survey__closed_at__lt=before).exclude(words="")
    found: int = Answer.objects.filter(pk__in=list(old.order_by("pk").values_list("pk", flat=True)[:limit])).update(
        words=""
    )
    return found

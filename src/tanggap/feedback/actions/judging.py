"""The reporter's judgement of a closure: one tap, then more words if there are any. Silence is no judgement."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.feedback import closures
from tanggap.feedback.actions.own import judged, must_be_disputable, scored
from tanggap.feedback.models import Rating
from tanggap.reports import transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.actors import REPORTER
from tanggap.reports.models import Event


class RatedAlready(Refusal):
    """One score a closure and reporter."""

    message = _("You have already rated this closure. Thank you.")


class NotRatedYet(Refusal):
    """Words about a rating need the rating."""

    message = _("Please rate the result first.")


class DetailedAlready(Refusal):
    """More words about a rating are told once; whatever comes later is added to the report."""

    message = _("You have already told us more about this rating. Thank you.")


@transaction.atomic
def rate(*, code: str, token: str, score: int, comment: str = "") -> Rating:
    """Keep the reporter's score (1 to 4) of the closure, of a joined report with the one it joined.

    Raises NotFound, Invalid, RatedAlready, WindowClosed, NotPossible.
    """
    (asking, report), at = judged(code, token), clock.now()
    scored(score)
    text = said("comment", comment)
    must_be_disputable(report, at)
    version, child = closures.closing_version(report), closures.child_of(asking, report)
    if Rating.objects.filter(report=report, version=version, child=child).exists():
        raise RatedAlready
    payload = {"score": score, "comment": text, "child": child}
    transitions.record(report, kind="feedback.rate", by=REPORTER, at=at, payload=payload)
    return Rating.objects.create(report=report, version=version, child=child, score=score, comment=text, at=at)


@transaction.atomic
def detail(*, code: str, token: str, message: str) -> Event:
    """Keep what the reporter says about a rating that was one tap. Raises NotFound, Invalid, NotRatedYet, DetailedAlready, WindowClosed.

    Only the staff reads it, as every word of a reporter.
    """
    (asking, report), at = judged(code, token), clock.now()
    text = said("message", message, required=True)
    must_be_disputable(report, at)
    child = closures.child_of(asking, report)
    rated = Rating.objects.filter(report=report, version=closures.closing_version(report), child=child).first()
    if rated is None:
        raise NotRatedYet
    if rated.comment:
        raise DetailedAlready
    Rating.objects.filter(pk=rated.pk).update(comment=text)
    payload = {"message": text, "child": child}
    return transitions.record(report, kind="feedback.detail", by=REPORTER, at=at, payload=payload)

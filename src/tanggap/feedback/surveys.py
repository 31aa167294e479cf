"""The consumer that keeps whom a closure was asked about, and who answered: each reporter of the report, those of joined ones, too.

Asked is everybody: by the channel they came by, and who left no contact on the private page. Silence stays silence.
"""

from collections.abc import Sequence

from tanggap.core.cursors import Consumer
from tanggap.feedback.closures import CLOSES
from tanggap.feedback.models import Survey
from tanggap.feedback.words import SATISFIED
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact

NAME = "surveys"
ANSWERS = frozenset({"feedback.rate", "feedback.reopen", "feedback.request_reopen"})


def apply(facts: Sequence[Fact]) -> None:
    """Write who was asked by each closure among `facts`, and who answered. At most five statements, and one for each answer."""
    closures = [fact for fact in facts if fact.kind == CLOSES]
    if closures:
        joined = outbox.joined({fact.report for fact in closures})
        rows = [
            Survey(
                report_id=asked,
                closed_id=fact.report,
                version=fact.version,
                event=fact.id,
                unit_id=fact.unit,
                asked_at=fact.at,
            )
            for fact in closures
            for asked in (fact.report, *(one.report for one in joined.get(fact.report, ()) if one.covers(fact)))
        ]
        Survey.objects.bulk_create(rows, ignore_conflicts=True)
    for fact in sorted((fact for fact in facts if fact.kind in ANSWERS), key=lambda fact: (fact.report, fact.version)):
        _answered(fact)


def _answered(fact: Fact) -> None:
    """Note an answer at the closure before it; a later one of the same person overrules what was said before."""
    asked = Survey.objects.filter(closed=fact.report, version__lt=fact.version)
    asked = (
        asked.filter(report__code=child) if (child := fact.payload.get("child")) else asked.filter(report=fact.report)
    )
    latest = asked.order_by("-version").values("pk")[:1]
    is_satisfied = fact.kind == "feedback.rate" and int(fact.payload.get("score") or 0) >= SATISFIED
    Survey.objects.filter(pk__in=latest).update(answered_at=fact.at, is_satisfied=is_satisfied)


def clear() -> None:
    """Drop all that was ever noted."""
    Survey.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)

"""Whether a claim whose papers hold is looked at on the spot: by rule, dispute, risk, history or lot. One plan a claim, never changed."""

from datetime import date

from django.db.models import Q

from tanggap.core import clock
from tanggap.reports.models import Report
from tanggap.verification import drawing, risk
from tanggap.verification.claims import Claim
from tanggap.verification.models import Check, Plan, Quota
from tanggap.verification.risk import Risk
from tanggap.verification.rules import rules
from tanggap.verification.words import Why

RANKED = (Why.RISK, Why.HISTORY)  # what waits for room in the day's capacity


def make(report: Report, claim: Claim, check: Check, *, asked: bool = False) -> Plan:
    """Write the plan of the claim whose papers `check` has passed, in its transaction; `asked`: the validator wants a visit.

    The lot is drawn whatever else asks for a visit, so that the drawn claims stand for all. At most seven statements.
    """
    day = clock.local(check.at).date()
    quota = drawing.quota(str(report.verifier_id), day)
    draw = drawing.drawer(day)
    u = draw(report.code, claim.number, drawing.VISIT)
    found = risk.of(report, claim, at=check.at)
    is_drawn = u < quota.share
    why = _required(report, asked=asked) or found.why(rules().visit_from)
    is_waived = why in RANKED and not is_drawn and not _has_room(quota, day, found)
    why = "" if is_waived else why
    return Plan.objects.create(
        report=report,
        claim_version=claim.version,
        unit_id=str(report.verifier_id),
        is_field=bool(why) or is_drawn,
        why=why or (Why.SAMPLE if is_drawn else ""),
        is_drawn=is_drawn,
        is_waived=is_waived,
        u=u,
        share=quota.share,
        score=found.score,
        second_opinion=wants_second_opinion(draw(report.code, claim.number, drawing.OPINION)),
        day=day,
        at=check.at,
    )


def of(report: Report) -> Plan | None:
    """Return the plan of the present claim, None before its papers have passed. One statement."""
    return Plan.objects.filter(report=report, claim_version=report.claim_version or 0).first()


def wants_second_opinion(u: float) -> bool:
    """Return whether a lot asks for a second opinion."""
    return u < rules().second_opinion_share


def _required(report: Report, *, asked: bool) -> str:
    """Return what asks for a visit whatever it costs, empty for nothing."""
    if report.field_required:
        return Why.RULE
    if report.reopened_count:
        return Why.DISPUTE
    return Why.ASKED if asked else ""


def _has_room(quota: Quota, day: date, found: Risk) -> bool:
    """Return whether a visit that risk asks for can be made today; from `visit_always_from` points on it is made in any case.

    Visits by lot do not use up the day: they are added to it, so that who is overloaded cannot escape them.
    """
    if found.score >= rules().visit_always_from:
        return True
    planned = Plan.objects.filter(unit=quota.unit_id, day=day, is_field=True).filter(~Q(why=Why.SAMPLE))
    return planned[: quota.capacity].count() < quota.capacity

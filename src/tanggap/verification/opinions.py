"""Second opinions on papers, given by who does not see the first verdict: drawn by lot, or asked for. Their agreement is measured."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, NotFound, Refusal
from tanggap.reports import access, actors, transitions
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State
from tanggap.verification import checklist as lists
from tanggap.verification import drawing, plans, rotation
from tanggap.verification.claims import Claim
from tanggap.verification.models import Check, Opinion
from tanggap.verification.words import CheckKind

MOST_SHOWN = 100


class AlreadyAsked(Refusal):
    """One second opinion a claim."""

    message = _("A second opinion on this claim was asked for already.")


class NobodyToAsk(Refusal):
    """No other independent validator is there."""

    message = _("No other independent validator of your unit is there to ask.")


class OwnOpinion(NotAllowed):
    """A second opinion is somebody else's."""

    message = _("You checked this claim or asked for the opinion yourself. Somebody else has to give it.")


class OpinionGiven(Refusal):
    """It was given before."""

    message = _("This second opinion was given already.")


class NotNeutral(NotAllowed):
    """Who worked on it or declared a conflict has no second opinion on it."""

    message = _(
        "You or your unit worked on this report, or you declared a conflict. Somebody else has to give the opinion."
    )


class PapersDecided(Refusal):
    """An opinion is asked for before the papers are judged."""

    message = _("The papers of this claim are judged already. A second opinion is asked for before that.")


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A second opinion that waits for a validator's word. Whether it was drawn or asked for, and what the first said, is not in it."""

    id: int
    code: str
    category: str | None
    area: str | None
    question: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A second opinion as those see it who may: `passed` None while it waits. `is_mine`: this reader can still give it."""

    id: int
    question: str
    asked_at: datetime
    person: str
    passed: bool | None
    findings: str
    given_at: datetime | None
    is_mine: bool


def draw(report: Report, claim: Claim, check: Check) -> None:
    """Ask for a second opinion on the papers that `check` judged when its lot says so and somebody is there. At most four statements."""
    if check.kind != CheckKind.ADMINISTRATIVE:
        return
    u = drawing.drawer(clock.local(check.at).date())(report.code, claim.number, drawing.OPINION)
    if not plans.wants_second_opinion(u):
        return
    if rotation.others_there(check.verifier, report, at=check.at, claim=check.claim_version):
        of_claim = {"report": report, "claim_version": check.claim_version}
        row = Opinion(**of_claim, unit_id=str(report.verifier_id), asked_at=check.at)
        Opinion.objects.bulk_create([row], ignore_conflicts=True)  # one that was asked for before the check stays


@transaction.atomic
def ask(*, code: str, version: int, by: Staff, question: str = "") -> Event:
    """Ask another validator to judge the papers, too, before one has judged them oneself.

    Raises NobodyToAsk, AlreadyAsked, PapersDecided and transitions' refusals.
    """
    report = transitions.lock(code, version=version)
    if report.state != State.AWAITING_VALIDATION or report.claim_version is None:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    access.permit("verification.ask_opinion", by, report)
    at = clock.now()
    of_claim = {"report": report, "claim_version": report.claim_version}
    if Check.objects.filter(**of_claim).exists():
        raise PapersDecided
    if Opinion.objects.filter(**of_claim).exists():
        raise AlreadyAsked
    if not rotation.others_there(by, report, at=at):
        raise NobodyToAsk
    Opinion.objects.create(
        **of_claim, unit_id=str(report.verifier_id), asked_by=by, question=said("question", question), asked_at=at
    )
    payload = {"unit": report.verifier_id}
    return transitions.record(report, kind="verification.ask_opinion", by=actors.staff(by), at=at, payload=payload)


@transaction.atomic
def give(*, opinion: int, by: Staff, passed: bool, checklist: Mapping[str, bool], findings: str = "") -> Event:
    """Say whether the papers hold, without knowing what the first said; it changes nothing of the first verdict.

    Raises NotFound, OwnOpinion, NotNeutral, OpinionGiven, NotAllowed, Invalid.
    """
    code = Opinion.objects.filter(pk=opinion).values_list("report__code", flat=True).first()
    if code is None:
        raise NotFound
    report = transitions.lock(code)
    row = Opinion.objects.get(pk=opinion)
    asked = replace(access.thing(report), verifier=row.unit_id)
    permissions.permit("verification.give_opinion", by, asked)
    if row.given_at is not None:
        raise OpinionGiven
    if row.asked_by_id == by.pk or _has_checked(by, row):
        raise OwnOpinion
    if not rotation.is_neutral(by, report, claim=row.claim_version):
        raise NotNeutral
    row.validator, row.passed, row.given_at = by, passed, clock.now()
    row.findings = said("findings", findings)
    row.checklist = lists.answered(lists.points(report.category_id), checklist)
    row.save(update_fields=["validator", "passed", "given_at", "findings", "checklist"])
    return transitions.record(
        report, kind="verification.give_opinion", by=actors.staff(by), at=row.given_at, payload={}
    )


def is_any_asked() -> bool:
    """Return whether a second opinion waits for anybody's word. One statement."""
    return Opinion.objects.filter(given_at__isnull=True).exists()


def asked_of(staff: Staff) -> list[AskedRow]:
    """Return the second opinions that wait for this validator's word, oldest first, at most `MOST_SHOWN`. One statement."""
    rows = Opinion.objects.filter(unit__in=_units(staff), given_at__isnull=True).exclude(asked_by=staff)
    found = rotation.neutral(rows, staff).select_related("report").order_by("asked_at", "id")[:MOST_SHOWN]
    return [
        AskedRow(row.pk, row.report.code, row.report.category_id, row.report.area_id, row.question, row.asked_at)
        for row in found
    ]


def of_case(report: Report, staff: Staff) -> OpinionRow | None:
    """Return the second opinion on the last claim of a report for a validator: its verdict only after their own. Three statements."""
    row = Opinion.objects.filter(report=report).select_related("validator").order_by("-claim_version").first()
    if row is None or (report.claim_version is not None and row.claim_version != report.claim_version):
        return None
    has_checked = _has_checked(staff, row)
    is_open = row.given_at is not None and (has_checked or row.validator_id == staff.pk)
    is_mine = row.given_at is None and row.asked_by_id != staff.pk and not has_checked and row.unit_id in _units(staff)
    return OpinionRow(
        id=row.pk,
        question=row.question,
        asked_at=row.asked_at,
        person=row.validator.display_name if row.validator and is_open else "",
        passed=row.passed if is_open else None,
        findings=row.findings if is_open else "",
        given_at=row.given_at,
        is_mine=is_mine and rotation.is_neutral(staff, report, claim=row.claim_version),
    )


def is_blind(report: Report, staff: Staff) -> bool:
    """Return whether a validator must not see what was said of the last claim: a second opinion of theirs is still wanted."""
    found = of_case(report, staff)
    return found is not None and found.is_mine


def pairs(*, since: date, until: date, unit: str | None = None) -> list[tuple[bool, bool]]:
    """Return (first verdict, second opinion) on papers, by the city's days on which the second was given. One statement."""
    start = datetime.combine(since, time(), tzinfo=clock.city_zone())
    end = datetime.combine(until + timedelta(days=1), time(), tzinfo=clock.city_zone())
    rows = Opinion.objects.filter(given_at__gte=start, given_at__lt=end)
    first = Check.objects.filter(
        report=OuterRef("report"), claim_version=OuterRef("claim_version"), kind=CheckKind.ADMINISTRATIVE
    )
    rows = rows.filter(unit=unit) if unit else rows
    both = rows.annotate(first=Subquery(first.values("passed")[:1])).filter(first__isnull=False)
    return [(bool(one), bool(two)) for one, two in both.order_by("given_at").values_list("first", "passed")]


def _units(staff: Staff) -> list[str]:
    return sorted({grant.unit for grant in agencies.grants(staff) if grant.role == Role.VALIDATOR})


def _has_checked(staff: Staff, row: Opinion) -> bool:
    return Check.objects.filter(report=row.report_id, claim_version=row.claim_version, verifier=staff).exists()

"""Who may check which claim: no pair of officer and validator repeats while another is there, nobody judges across a conflict.

The conditions stand once, as functions of the database (`independence_guarded`): actions, the queue and triggers ask the same ones.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.reports.models import Report
from tanggap.verification.models import Check
from tanggap.verification.rules import rules

CONFLICT, CONTEST, OPINION = "conflict", "contest", "opinion"
_STANDING = """
SELECT verification_barred(%(report)s, %(claim)s, %(staff)s),
  verification_repeats(%(report)s, %(claim)s, %(unit)s, %(staff)s, %(since)s, %(day)s),
  verification_paired(%(report)s, %(claim)s, %(staff)s, %(since)s)
"""
_NEUTRAL = """
SELECT verification_barred(%(report)s, %(claim)s, %(staff)s) IS NULL
  AND NOT verification_worked_on(%(report)s, %(unit)s, %(staff)s)
"""
_THERE = "SELECT count(*) FROM verification_there(%(report)s, %(claim)s, %(unit)s, %(staff)s, %(day)s)"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a validator stands to a claim. `bar`: conflict, contest (rejected it before), opinion (gave a second one), or empty.

    `must_rotate`: checked this officer's work within the window, and another validator is there. `is_repeat`: the pair repeats at all.
    """

    bar: str
    must_rotate: bool
    is_repeat: bool


def standing(staff: Staff, report: Report, *, at: datetime) -> Standing:
    """Return how a validator stands to the report's present claim. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, _values(staff, report, at))
        bar, must_rotate, is_repeat = cursor.fetchone()
    return Standing(bar or "", bool(must_rotate), bool(is_repeat))


def may_check(staff: Staff, report: Report) -> bool:
    """Return whether no rotation, conflict or earlier word on the claim keeps a validator from checking it. One statement."""
    found = standing(staff, report, at=clock.now())
    return not found.bar and not found.must_rotate


def others_there(
    staff: Staff, report: Report, *, at: datetime, unit: str | None = None, claim: int | None = None
) -> int:
    """Return how many independent validators of the whole unit besides `staff` are at work in `unit`, the checking one when None.

    About the claim made in event `claim`, the present one when None. One statement.
    """
    values = _values(staff, report, at)
    values |= {"unit": unit or report.verifier_id, "claim": claim or report.claim_version}
    with connection.cursor() as cursor:
        cursor.execute(_THERE, values)
        return int(cursor.fetchone()[0])


def is_neutral(staff: Staff, report: Report, *, claim: int) -> bool:
    """Return whether a validator neither worked on the report nor is barred from its claim. One statement."""
    values: dict[str, Any] = {"report": report.pk, "claim": claim, "unit": staff.unit_id, "staff": staff.pk}
    with connection.cursor() as cursor:
        cursor.execute(_NEUTRAL, values)
        return bool(cursor.fetchone()[0])


def neutral(rows: QuerySet[Any], staff: Staff) -> QuerySet[Any]:
    """Return those of `rows` (with `report` and `claim_version`) that a validator can judge, and has not judged yet."""
    barred = Func(
        F("report_id"), F("claim_version"), Value(staff.pk), function="verification_barred", output_field=TextField()
    )
    worked = Func(
        F("report_id"), Value(staff.unit_id), Value(staff.pk),
        function="verification_worked_on", output_field=BooleanField(),
    )  # fmt: skip
    judged = Check.objects.filter(report=OuterRef("report"), claim_version=OuterRef("claim_version"), verifier=staff)
    rows = rows.alias(barred=barred, worked=worked)
    found: QuerySet[Any] = rows.filter(~Exists(judged), Q(barred__isnull=True), worked=False)
    return found


def checkable(rows: QuerySet[Any], staff: Staff) -> QuerySet[Any]:
    """Return those of `rows` (reports whose claims wait) that rotation and conflicts leave to a validator: the queue's own condition."""
    now = clock.now()
    claim = (F("pk"), F("claim_version"))
    barred = Func(*claim, Value(staff.pk), function="verification_barred", output_field=TextField())
    window = (Value(now - timedelta(days=rules().rotation_days)), Value(clock.local(now).date()))
    repeats = Func(
        *claim, F("verifier_id"), Value(staff.pk), *window, function="verification_repeats", output_field=BooleanField()
    )
    found: QuerySet[Any] = rows.alias(barred=barred, repeats=repeats).filter(Q(barred__isnull=True), repeats=False)
    return found


def _values(staff: Staff, report: Report, at: datetime) -> dict[str, Any]:
    return {
        "report": report.pk,
        "claim": report.claim_version,
        "unit": report.verifier_id,
        "staff": staff.pk,
        "since": at - timedelta(days=rules().rotation_days),
        "day": clock.local(at).date(),
    }

"""Giving a report to somebody: by hand, or by the rule of the unit that answers for it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from tanggap.agencies import sharing
from tanggap.agencies.models import Assigning, Staff
from tanggap.agencies.words import AssignmentRule
from tanggap.core import clock
from tanggap.reports import access, actors, assigning, transitions
from tanggap.reports.models import Event, Report
from tanggap.reports.words import OPEN, WORKING, State

LOCK = 7_265_012  # one gives out work at a time, so that loads and turns are what they seem
GIVING = ("reports.assign", "reports.instruct")  # events by which a person decided who works on it


@transaction.atomic
def assign(*, code: str, version: int, by: Staff, assignee: str) -> Event:
    """Give the report to a colleague of the unit that answers for it (empty `assignee`: to nobody).

    Raises UnitClosed, NotAColleague, OnLeave, ChecksIt, LacksCompetency of `reports.assigning`, and transitions' refusals.
    """
    report = transitions.lock(code, version=version)
    access.permit("reports.assign", by, report)
    if report.state not in OPEN:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})
    person = Staff.objects.filter(username=assignee).first() if assignee else None
    if assignee:
        assigning.must_fit(report, person)
    payload = {"assignee": person.display_name if person else ""}
    return _record(report, person, payload, by=actors.staff(by), at=clock.now())


def assign_by_rule(*, reports: Collection[int] | None = None, limit: int = 500) -> int:
    """Give open reports that nobody works on to somebody by their units' rules; return how many.

    Only those of `reports` when given, else those due soonest. A report that a person gave to nobody since it came to its unit
    stays so. Doing it again changes nothing. A city without rules costs no statement.
    """
    rules = sharing.rules()
    return _assign(rules, reports, limit) if rules else 0


@transaction.atomic
def _assign(rules: Mapping[str, AssignmentRule], reports: Collection[int] | None, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    rows = _waiting(rules)
    if reports is not None:
        rows = rows.filter(pk__in=list(reports))
    found = list(rows.order_by("due_at", "id").values_list("code", flat=True)[:limit])
    teams: dict[str, assigning.Team] = {}
    at, given = clock.now(), 0
    for code in sorted(found):  # in one order with triage.merge, which locks two
        report = transitions.lock(code)
        rule = rules.get(report.unit_id)
        if rule is not None and report.assignee_id is None and report.state in WORKING:
            given += _give(report, rule, teams, at)
    for unit, team in teams.items():
        Assigning.objects.filter(unit=unit).update(turn=team.turn)
    return given


def _give(report: Report, rule: AssignmentRule, teams: dict[str, assigning.Team], at: datetime) -> bool:
    unit = report.unit_id
    if unit not in teams:
        row = Assigning.objects.select_for_update().filter(unit=unit).first()
        teams[unit] = assigning.team(unit, turn=row.turn_id if row else None)
    chosen = teams[unit].give(report, rule)
    if chosen is None:
        return False
    person, why = chosen
    _record(report, person, {"assignee": person.display_name, "chosen": why}, by=actors.SYSTEM, at=at)
    return True


def _waiting(rules: Collection[str]) -> QuerySet[Report]:
    """Return the reports in units with a rule that nobody works on and about which nobody decided since they came there."""
    went = Event.objects.filter(report=OuterRef("report"), version__gt=OuterRef("version")).exclude(
        unit=OuterRef("unit")
    )
    decided = Event.objects.filter(~Exists(went), report=OuterRef("pk"), unit=OuterRef("unit"), kind__in=GIVING)
    return Report.objects.filter(
        ~Exists(decided), unit__in=sorted(rules), state__in=sorted(WORKING), assignee__isnull=True
    )


def _record(report: Report, person: Staff | None, payload: dict[str, Any], *, by: actors.Actor, at: datetime) -> Event:
    return transitions.record(report, kind="reports.assign", by=by, at=at, payload=payload, assignee=person)

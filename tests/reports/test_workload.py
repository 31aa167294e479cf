"""How much lies where is read from the partial indexes of open reports alone: closed ones, however many, cost nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import make

from tanggap.core import clock
from tanggap.reports import actions
from tanggap.reports.queries import workload
from tanggap.reports.queries.workload import Load

pytestmark = pytest.mark.django_db

KELURAHAN = "kel-31.75.06.1005"


def plan(statement: str, **values) -> str:
    """Return how the database would read it, were the tables large."""
    now = clock.now()
    given = {"now": now, **{name: now + length for name, length in workload.SOON.items()}, **values}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", given)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_units_are_read_by_the_index_of_their_open_reports():
    assert "reports_desk_counted" in plan(workload._LOADS, units=[KELURAHAN], without=[])


def test_a_person_is_read_by_the_index_of_assignees():
    assert "reports_assignee_open" in plan(workload._OWN, staff=1)


def test_each_span_holds_the_shorter_ones_and_what_waits_is_not_due():
    officer = make.staff(of=KELURAHAN)
    report = make.report()
    actions.assign(code=report.code, version=1, by=officer, assignee=officer.username)
    make.report(state="awaiting_reporter")
    make.report(state="resolved")
    now = report.answer_due_at - timedelta(hours=5)

    loads = {load.staff: load for load in workload.loads([KELURAHAN], now=now)}
    assert loads[officer.pk] == Load(KELURAHAN, officer.pk, 1, 1, 1, 1, 0, 0)
    assert workload.of_person(officer.pk, now=report.answer_due_at) == Load("", officer.pk, 1, 0, 0, 0, 1, 0)
    assert sum(load.open for load in loads.values()) == 2
    assert sum(load.waiting for load in loads.values()) == 1
    assert workload.loads([KELURAHAN], now=now, without=["lampu-jalan"]) == []

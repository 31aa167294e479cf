"""Where time runs out: what is addressed to a person, one tap, and what falls due below them."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.deadlines import actions, queries
from tanggap.deadlines.models import Escalation
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


def told():
    """Let all that was escalated be told already, whatever the quiet hours."""
    at = clock.now() - timedelta(hours=1)
    Escalation.objects.update(told_at=at, at=at)


@pytest.fixture
def late():
    """Return a report of which half the district heard already, received eight days ago, and the people of its ladder."""
    at = clock.now() - timedelta(days=8)
    report = make.report(state=State.IN_PROGRESS, category=LITTER, at=at, reporter=make.reporter(9))
    actions.note_breaches()
    actions.escalate()
    told()
    area = report.area_id
    people = {
        "supervisor": make.staff(of=report.unit_id, role=Role.SUPERVISOR),
        "camat": make.staff(of=f"kec-{area[:8]}", role=Role.LEADER),
        "stranger": make.staff(of=make.unit(), role=Role.LEADER),
    }
    return Report.objects.get(pk=report.pk), people


def codes(person):
    return [row.code for row in queries.addressed(person, now=clock.now()).rows]


def test_each_sees_what_is_addressed_to_them(client, late):
    report, people = late
    for name, number in (("supervisor", 1), ("camat", 1), ("stranger", 0)):
        client.force_login(people[name])
        page = client.get("/desk/eskalasi/").content.decode()
        assert page.count(f'<span class="sr-only"> {report.code}</span>') == number, name
        assert "canary" not in page.lower()


def test_who_stands_in_for_the_head_gets_one_entry_for_both_steps(late):
    _report, people = late
    (row,) = queries.addressed(people["supervisor"], now=clock.now()).rows
    assert (len(row.ids), row.roles) == (2, "Pimpinan, Penyelia")


def test_one_tap_takes_notice_and_reading_does_not(client, late):
    report, people = late
    client.force_login(people["camat"])
    client.get("/desk/eskalasi/")
    (row,) = queries.addressed(people["camat"], now=clock.now()).rows
    assert not Escalation.objects.filter(acknowledged_at__isnull=False).exists()

    answer = client.post("/desk/eskalasi/baca/", {"escalation": row.ids}, follow=True)

    assert "Anda telah menandainya; nama Anda dan waktunya tercatat di riwayat." in answer.content.decode()
    assert codes(people["camat"]) == []
    assert Escalation.objects.get(pk=row.ids[0]).acknowledged_by == people["camat"]
    assert make.events(report)[-1] == "deadlines.acknowledge"


def test_everything_shown_at_once(client, late):
    _report, people = late
    client.force_login(people["supervisor"])
    keys = [key for row in queries.addressed(people["supervisor"], now=clock.now()).rows for key in row.ids]
    client.post("/desk/eskalasi/baca/", {"escalation": keys})
    assert codes(people["supervisor"]) == []


@pytest.mark.parametrize("key", ["0", "999999999", "-1", "x", "9" * 40, ""])
def test_somebody_elses_escalation_is_not_there(client, late, key):
    _report, people = late
    client.force_login(people["stranger"])
    own = Escalation.objects.first().pk
    assert client.post("/desk/eskalasi/baca/", {"escalation": own}).status_code == 404
    assert client.post("/desk/eskalasi/baca/", {"escalation": key}).status_code in {302, 404}
    assert not Escalation.objects.filter(acknowledged_at__isnull=False).exists()


def test_the_page_is_for_those_who_handle_or_lead(client, late):
    client.force_login(make.staff(of=make.unit(), role=Role.ANALYST))
    assert client.get("/desk/eskalasi/").status_code == 403
    client.logout()
    assert client.get("/desk/eskalasi/").status_code == 302


def test_what_is_closed_or_elsewhere_is_not_listed(late):
    report, people = late
    officer = make.staff(of=report.unit_id)
    reports.coordinate(code=report.code, version=report.version, by=officer, unit=make.unit().code, message="Mohon")
    assert codes(people["supervisor"]) == []
    assert codes(people["camat"]) == [report.code]
    Escalation.objects.update(round=7)
    assert codes(people["camat"]) == []


def test_what_falls_due_in_the_units_below(late):
    report, people = late
    soon = make.report(state=State.IN_PROGRESS, category=LITTER)
    make.report(state=State.AWAITING_REPORTER, category=LITTER)
    assert soon.unit_id == report.unit_id

    (row,) = queries.falling_due(people["supervisor"], now=clock.now())
    assert (row.unit, row.over, row.soon, row.day, row.week) == (report.unit_id, 1, 0, 0, 1)
    (row,) = queries.falling_due(people["camat"], now=soon.resolve_due_at - timedelta(hours=5))
    assert (row.over, row.soon, row.day, row.week) == (1, 1, 1, 1)
    assert queries.falling_due(people["stranger"], now=clock.now()) == []


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_costs_the_same_for_any_number(client, late, django_assert_max_num_queries, count):
    _report, people = late
    for _ in range(count):
        make.report(state=State.IN_PROGRESS, category=LITTER, at=clock.now() - timedelta(days=8))
    actions.escalate()
    told()
    client.force_login(people["camat"])
    client.get("/desk/eskalasi/")
    with django_assert_max_num_queries(7):
        client.get("/desk/eskalasi/")


def test_the_list_is_paged_without_a_gap(late):
    _report, people = late
    for _ in range(6):
        make.report(state=State.IN_PROGRESS, category=LITTER, at=clock.now() - timedelta(days=8))
    actions.escalate()
    told()
    seen, after = [], None
    while True:
        page = queries.addressed(people["camat"], now=clock.now(), after=after, limit=2)
        seen += [key for row in page.rows for key in row.ids]
        if (after := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_a_promise_is_put_off_at_the_desk(client):
    report = make.report(state=State.IN_PROGRESS, category=LITTER)
    client.force_login(report.assignee)
    assert "Undur…" in client.get(f"/desk/{report.code}/").content.decode()
    until = (clock.local(report.resolve_due_at) + timedelta(days=2)).date()
    form = {"version": report.version, "until": until.isoformat(), "message": "Tiang dipesan"}

    refused = client.post(f"/desk/{report.code}/undur/", {**form, "until": "2020-01-01"})
    client.post(f"/desk/{report.code}/undur/", form)

    assert refused.status_code == 422
    page = client.get(f"/desk/{report.code}/").content.decode()
    assert "Diundur 1 kali, 2 hari seluruhnya." in page
    assert "Tiang dipesan" in client.get(f"/laporan/{report.code}/").content.decode()


def test_how_long_a_clock_stood_still_is_said(client):
    at = clock.now() - timedelta(hours=2, minutes=1)
    report = make.report(state=State.AWAITING_REPORTER, category=LITTER, at=at)
    feedback.answer(code=report.code, token=make.token(report), answer="Di sana")
    reports.ask(code=report.code, version=report.version + 1, by=report.assignee, question="Di mana?")
    client.force_login(report.assignee)
    page = client.get(f"/desk/{report.code}/").content.decode()
    assert "Waktu berhenti sejak" in page
    assert "Sebelumnya berhenti selama" in page


def test_what_falls_due_is_counted_by_the_index_alone(late):
    _report, people = late
    with connection.execute_wrapper(_explained), pytest.raises(Explained) as told:
        queries.falling_due(people["camat"], now=clock.now())
    assert "Index Only Scan using reports_running_due" in str(told.value)


# On an almost empty table chance decides which index a plan names: what other tests took back has left pages in it. Rolled back itself.
_WITHOUT_THE_OTHERS = """
DO $$ DECLARE other text; BEGIN
  FOR other IN SELECT indexrelid::regclass FROM pg_index
    WHERE indrelid = 'reports_report'::regclass AND NOT indisunique AND indexrelid <> 'reports_running_due'::regclass
  LOOP EXECUTE 'DROP INDEX ' || other; END LOOP;
END $$
"""


class Explained(Exception):
    """The plan of a statement, in the place of its rows."""


def _explained(execute, sql, params, many, context):
    if "GROUP BY unit_id" not in sql:
        return execute(sql, params, many, context)
    with context["connection"].connection.cursor() as plain:
        plain.execute("SET LOCAL enable_seqscan = off")
        plain.execute("SET LOCAL enable_bitmapscan = off")
        plain.execute(_WITHOUT_THE_OTHERS)
        plain.execute(f"EXPLAIN {sql}", params)
        raise Explained("\n".join(row[0] for row in plain.fetchall()))

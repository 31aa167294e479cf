"""`deadlines.actions.escalate`: each rung of the ladder once, to whom it is addressed, and only while the clock runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.deadlines import actions
from tanggap.deadlines.models import Escalation
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports import promises
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State
from tanggap.triage import actions as triage

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def rungs(report):
    """Return (promise, share, role, unit) of each rung that was told, first to last."""
    events = Event.objects.filter(report=report, kind="deadlines.escalate").order_by("version")
    return [tuple(event.payload[key] for key in ("promise", "share", "role", "unit")) for event in events]


def sweep(at):
    with clock.at(at):
        return actions.escalate()


def begun(**changes):
    """Return a report on which somebody works from noon on."""
    return make.report(state=State.IN_PROGRESS, at=NOON, category=LITTER, **changes)


def share_at(report, share):
    """Return when so many per cent of the solution's limit are left."""
    report.refresh_from_db()
    minutes = promises.policy_of(report).resolve_minutes
    return report.resolve_due_at - timedelta(minutes=minutes * share / 100)


def test_an_answer_that_does_not_come_goes_up():
    report = make.report(at=NOON)
    sweep(report.answer_due_at + MINUTE)

    assert [row[:3] for row in rungs(report)] == [("answer", 25, "officer"), ("answer", 0, "supervisor")]


def test_each_rung_is_told_when_its_share_is_left_and_once():
    report = begun()
    told = []
    for share in (51, 50, 50, 26, 25, 1, 0, -49, -50, -99, -100, -199, -200, -900):
        before = len(rungs(report))
        sweep(share_at(report, share))
        told += [(share, row[2]) for row in rungs(report)[before:]]

    assert told == [
        (50, "officer"),
        (25, "supervisor"),
        (0, "leader"),
        (-50, "leader"),
        (-100, "leader"),
        (-200, "leader"),
    ]


def test_it_goes_from_the_unit_to_the_offices_around_the_place_and_to_the_governors():
    report = begun()
    sweep(share_at(report, -200))

    area = report.area_id
    assert [row[3] for row in rungs(report)] == [
        report.unit_id, report.unit_id, report.unit_id, f"kec-{area[:8]}", f"kota-{area[:5]}", "kantor-gubernur",
    ]  # fmt: skip


def test_without_a_place_the_office_above_hears_of_it():
    report = make.report(at=NOON, lon=None, lat=None, category=None)
    reports_due = report.resolve_due_at + timedelta(days=7)
    sweep(reports_due)

    assert {row[3] for row in rungs(report)} == {report.unit_id, "dinas-kominfotik", "kantor-gubernur"}


def test_what_is_confidential_stays_with_the_unit_that_answers():
    report = make.report(at=NOON, category="perilaku-aparatur")
    sweep(report.resolve_due_at + timedelta(days=400))

    assert {row[3] for row in rungs(report)} == {report.unit_id}
    assert Report.objects.get(pk=report.pk).next_step_at is None


def test_nothing_is_told_while_the_reporter_is_asked_and_the_rung_waits_as_long_as_the_question():
    report = begun()
    half = share_at(report, 50)
    with clock.at(half - timedelta(hours=1)):
        reports.ask(code=report.code, version=report.version, by=report.assignee, question="Di mana?")
    assert sweep(half + timedelta(days=1)) == 0
    with clock.at(half + timedelta(days=2)):
        feedback.answer(code=report.code, token=make.token(report), answer="Di sana")

    assert (sweep(half + timedelta(days=2, minutes=59)), rungs(report)) == (0, [])
    assert (sweep(half + timedelta(days=2, hours=1)), len(rungs(report))) == (1, 1)


def test_a_report_that_is_joined_to_another_has_no_clock_of_its_own():
    parent, child = begun(), begun()
    with clock.at(NOON + timedelta(hours=1)):
        triage.merge(code=child.code, version=child.version, by=child.assignee, parent=parent.code)
    sweep(share_at(parent, 0))

    assert rungs(child) == []
    assert len(rungs(parent)) == 3


def test_a_report_that_is_opened_again_begins_its_ladder_anew():
    report = make.report(state=State.IN_PROGRESS, at=NOON, category=LITTER)
    sweep(share_at(report, 0))
    before = rungs(report)
    report.refresh_from_db()
    with clock.at(share_at(report, 0) + MINUTE):
        make_resolved(report)
        feedback.reopen(code=report.code, token=make.token(report), message="Belum")
    report.refresh_from_db()
    sweep(share_at(report, 50))

    assert (report.round, len(rungs(report)) - len(before)) == (1, 1)
    assert Escalation.objects.filter(report=report).values("round", "step").distinct().count() == 4


def make_resolved(report):
    from tests.factories import Upload

    from tanggap.verification import actions as verification

    reports.claim_done(
        code=report.code,
        version=report.version,
        by=report.assignee,
        message="Selesai",
        photos=[Upload(make.photo(), "a.jpg")],
    )
    report.refresh_from_db()
    verifier = make.staff(of=report.verifier_id, role=Role.VALIDATOR)
    points, shots = make.checklist(report), [Upload(make.photo(), "b.jpg")]
    if report.field_required:
        verification.send_to_field(code=report.code, version=report.version, verifier=verifier, checklist=points)
        report.refresh_from_db()
    verification.accept(code=report.code, version=report.version, verifier=verifier, checklist=points, photos=shots)


def test_a_closed_report_waits_for_no_rung():
    report = make.report(state=State.RESOLVED, at=NOON)
    assert Report.objects.get(pk=report.pk).next_step_at is None


def test_the_database_refuses_a_rung_twice_and_a_step_while_the_clock_stands():
    report = begun()
    sweep(share_at(report, 50))
    row = Escalation.objects.get(report=report)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(paused_at=NOON)


def test_a_sweep_looks_at_no_more_than_it_is_told_those_reached_longest_ago_first():
    late, early = begun(), make.report(state=State.IN_PROGRESS, at=NOON - timedelta(hours=1), category=LITTER)
    with clock.at(share_at(late, 50)):
        assert actions.escalate(limit=1) == 1

    assert (len(rungs(early)), rungs(late)) == (1, [])


def test_a_sweep_reads_by_the_index_alone():
    begun()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT code FROM reports_report WHERE next_step_at <= now() ORDER BY next_step_at, id LIMIT 500"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "reports_next_step" in plan
    assert "Seq Scan" not in plan


def test_a_sweep_with_nothing_to_do_costs_one_statement(django_assert_num_queries):
    for _ in range(3):
        begun()
    with clock.at(NOON + timedelta(hours=1)), django_assert_num_queries(1):
        assert actions.escalate() == 0


def test_every_policy_of_the_pack_has_a_ladder_that_ends():
    for policy in catalog.policies():
        assert policy.escalation.rungs


def test_an_instant_that_a_new_calendar_put_off_is_written_anew_and_blocks_nobody():
    report = begun()
    Report.objects.filter(pk=report.pk).update(next_step_at=NOON)
    assert sweep(NOON + MINUTE) == 1
    assert sweep(NOON + MINUTE) == 0

    fresh = Report.objects.get(pk=report.pk)
    assert (fresh.next_step_at, fresh.version, rungs(report)) == (share_at(report, 50), report.version, [])


def test_nothing_else_of_a_report_changes_without_an_event():
    report = begun()
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(next_step_at=NOON, resolve_due_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(steps_told=7)

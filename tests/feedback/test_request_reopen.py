"""`request_reopen`, `grant_reopen`, `refuse_reopen`: after the one by right, the unit above decides; nobody who did the work."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import LITTER, make
from tests.feedback.test_rate import path_to_the_second_closure

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.feedback import actions, queries
from tanggap.feedback.models import Asker, Request
from tanggap.places.city import city
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import PhotoRole, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    """Three units, one above the other, each with a supervisor; the lowest does the work."""
    top = make.unit()
    middle = make.unit(parent=top.code)
    low = make.unit(parent=middle.code)
    return {unit: make.staff(of=unit, role=Role.SUPERVISOR) for unit in (top, middle, low)}


def closed_twice(unit=None, **how):
    report = make.report(state=State.REOPENED, category=LITTER, handled_by=unit, **how)
    path_to_the_second_closure(report)
    return Report.objects.get(pk=report.pk)


def ask(report, **how):
    return actions.request_reopen(code=report.code, **{"token": make.token(report), "message": "Masih ada", **how})


def decide(act, report, by, **how):
    version = Report.objects.get(pk=report.pk).version
    return act(code=report.code, version=version, by=by, **{"message": "Foto menunjukkannya", **how})


def state(report):
    return Report.objects.get(pk=report.pk).state


def test_the_nearest_unit_above_is_asked_and_has_a_clock(line):
    _top, middle, low = line
    report = closed_twice(low)

    event = ask(report, photos=[Upload(make.photo())])

    request = Request.objects.get(report=report)
    assert (request.unit_id, request.due_at - request.asked_at) == (
        middle.code,
        timedelta(days=city().reopen_decision_days),
    )
    assert (state(report), event.payload["decider"]) == (State.RESOLVED, middle.code)
    assert Photo.objects.get(report=report, role=PhotoRole.DISPUTE).version == event.version


def test_who_may_open_it_by_right_need_not_ask():
    with pytest.raises(actions.YoursByRight):
        ask(make.report(state=State.RESOLVED, category=LITTER))


def test_a_grant_opens_it_again_with_a_new_clock(line):
    _top, middle, low = line
    report = closed_twice(low)
    ask(report)

    decide(actions.grant_reopen, report, line[middle])

    report.refresh_from_db()
    assert (report.state, report.unit_id, report.reopened_count) == (State.REOPENED, low.code, 2)
    assert Request.objects.get(report=report).state == "granted"


def test_a_refusal_is_final_for_this_closure(line):
    _top, middle, low = line
    report = closed_twice(low)
    ask(report)

    decide(actions.refuse_reopen, report, line[middle])

    assert state(report) == State.RESOLVED
    with pytest.raises(actions.DecidedAlready):
        ask(report)


def test_a_decision_needs_a_reason(line):
    _top, middle, low = line
    report = closed_twice(low)
    ask(report)

    with pytest.raises(Invalid):
        decide(actions.grant_reopen, report, line[middle], message=" ")


def test_a_unit_further_up_may_decide_too(line):
    top, _middle, low = line
    report = closed_twice(low)
    ask(report)

    decide(actions.grant_reopen, report, line[top])

    assert state(report) == State.REOPENED


@pytest.mark.parametrize(
    "who", ["own supervisor", "own supervisor with a post above", "stranger", "officer above", "validator"]
)
def test_nobody_else_decides(line, who):
    _top, middle, low = line
    report = closed_twice(low)
    ask(report)
    people = {
        "own supervisor": line[low],
        "own supervisor with a post above": line[low],
        "stranger": make.staff(of=make.unit(), role=Role.SUPERVISOR),
        "officer above": make.staff(of=middle),
        "validator": make.staff(of=str(report.verifier_id), role=Role.VALIDATOR),
    }
    if who.endswith("post above"):
        make.role(line[low], Role.SUPERVISOR, middle.code)
    before = make.events(report)

    for act in (actions.grant_reopen, actions.refuse_reopen):
        with pytest.raises(actions.NotAbove):
            decide(act, report, people[who])

    assert make.events(report) == before
    assert queries.waiting(people[who]) == []


def test_the_database_refuses_a_decider_who_did_the_work(line):
    _top, _middle, low = line
    report = closed_twice(low)
    row = Event.objects.filter(report=report).order_by("-version").first()

    for kind, door, after in (
        ("feedback.refuse_reopen", None, row.state_after),
        ("feedback.grant_reopen", "feedback.grant_reopen", "reopened"),
    ):
        with (
            pytest.raises(IntegrityError, match="who did the work"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO reports_event (report_id, version, previous, kind, door, state_before, state_after, unit_id, actor_kind,"
                " actor_staff_id, actor_unit_id, at, payload) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'staff', %s, %s, now(), '{}')",
                [
                    report.pk,
                    row.version + 1,
                    row.version,
                    kind,
                    door,
                    row.state_after,
                    after,
                    low.code,
                    line[low].pk,
                    low.code,
                ],
            )


def test_the_database_refuses_a_second_reopening_by_right():
    report = closed_twice()
    row = Event.objects.filter(report=report).order_by("-version").first()

    with pytest.raises(IntegrityError, match="by right only once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_event (report_id, version, previous, kind, door, state_before, state_after, unit_id, actor_kind, at,"
            " payload) VALUES (%s, %s, %s, 'feedback.reopen', 'feedback.reopen', 'resolved', 'reopened', %s, 'citizen', now(), '{}')",
            [report.pk, row.version + 1, row.version, report.unit_id],
        )


def test_who_asks_again_adds_to_the_request_a_few_times():
    report = closed_twice()
    ask(report)

    for _again in range(actions.MOST_ADDITIONS):
        assert ask(report).kind == actions.ADD
    with pytest.raises(actions.AskedEnough):
        ask(report)

    assert Request.objects.filter(report=report).count() == 1


def test_one_person_asks_for_so_many_a_day_and_is_told_that_nothing_was_taken(monkeypatch):
    import dataclasses

    few = dataclasses.replace(city(), reopen_requests_a_day=2)
    for module in ("disputing", "own", "archiving"):
        monkeypatch.setattr(f"tanggap.feedback.actions.{module}.city", lambda: few)
    same = make.reporter(77)
    first, second, third = (closed_twice(reporter=same) for _ in range(3))
    other = closed_twice(reporter=make.reporter(78))
    ask(first), ask(second)
    before = make.events(third)

    with pytest.raises(actions.TooManyRequests):
        ask(third)

    assert make.events(third) == before
    assert ask(other).kind == actions.REQUEST
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert ask(third).kind == actions.REQUEST


def test_what_waits_is_not_archived_and_is_told_further_up_once(line):
    top, middle, low = line
    report = closed_twice(low)
    ask(report)

    with clock.at(clock.now() + timedelta(days=city().feedback_days + 1)):
        assert (actions.archive_due(), actions.note_overdue(), actions.note_overdue()) == (0, 1, 0)

    late = Event.objects.get(report=report, kind="feedback.request_overdue")
    assert late.payload["deciders"] == [middle.code, top.code]


def test_nothing_is_asked_with_another_link():
    report = closed_twice()

    with pytest.raises(NotFound):
        ask(report, token="0" * 48)

    assert not Asker.objects.exists()


def test_what_the_deciders_see(line):
    _top, middle, low = line
    report = closed_twice(low)
    ask(report, score=1)

    (row,) = queries.waiting(line[middle])

    assert (row.code, row.askers, row.is_late) == (report.code, 1, False)
    assert [one.message for one in row.review.disputes] == ["Masih ada", "Masih gelap"]

"""Each rule of part-tasks attacked in SQL, round the Python: the database refuses by the constraint's name."""

import pytest
from tests.invariants.test_sql_attacks import refused_by, sql
from tests.reports.tasks_scene import Scene

from tanggap.agencies.models import Unit
from tanggap.reports.actions import tasks_links
from tanggap.reports.models import Report, Task

pytestmark = pytest.mark.django_db

EVENT = """
UPDATE reports_report SET version = version + 1, open_tasks = open_tasks + %(more)s WHERE id = %(report)s;
INSERT INTO reports_event (report_id, version, previous, kind, door, state_before, state_after, unit_id, actor_kind, at, payload)
SELECT id, version, version - 1, %(kind)s, NULL, state, state, unit_id, 'staff', now(), jsonb_build_object('task', %(number)s::integer)
FROM reports_report WHERE id = %(report)s;
"""
ASK = """
INSERT INTO reports_task (report_id, number, unit_id, asked_by_id, request, state, version, asked_version, asked_at, accept_due_at, due_at,
                          is_due_by_hand, answer, reason, explanation, is_final, accepted_at, replaces_id)
SELECT id, %(number)s, %(unit)s, %(asking)s, 'Mohon', %(state)s, version, version, now(), now() + interval '1 hour',
       now() + interval '1 day', false, '', '', '', %(final)s, CASE WHEN %(state)s = 'accepted' THEN now() END, NULL
FROM reports_report WHERE id = %(report)s;
"""


def tell(report: Report, kind: str, number: int, more: int = 0) -> None:
    sql(EVENT, report=report.pk, kind=kind, number=number, more=more)


def ask(
    scene: Scene, unit: str, *, kind: str = "tasks.ask", asking: str = "", number: int = 9, **facts: object
) -> None:
    report = scene.report
    tell(report, kind, number, more=1)
    given = {"state": "asked", "final": False, **facts}
    sql(ASK, report=report.pk, number=number, unit=unit, asking=asking or report.unit_id, **given)


def change(task: Task, kind: str, number: int, assignments: str, more: int = -1) -> None:
    tell(Report.objects.get(pk=task.report_id), kind, number, more)
    report = Report.objects.get(pk=task.report_id)
    sql(
        f"UPDATE reports_task SET version = %(version)s, {assignments} WHERE id = %(id)s",
        id=task.pk,
        version=report.version,
    )


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_what_the_actions_write_passes(scene):
    ask(scene, scene.pln.code)

    assert Task.objects.get(report=scene.report).state == "asked"


def test_a_task_goes_with_its_event(scene):
    statement = "UPDATE reports_report SET version = version + 1 WHERE id = %(id)s"

    assert refused_by(lambda: ask(scene, scene.pln.code, kind="reports.note")) == "reports_task_told_by_event"
    assert refused_by(lambda: ask(scene, scene.pln.code, final=True)) == "reports_task_told_by_event"
    assert refused_by(lambda: sql(statement, id=scene.report.pk)) == "reports_report_is_its_last_event"


def test_a_task_begins_by_being_asked(scene):
    assert refused_by(lambda: ask(scene, scene.pln.code, state="accepted")) == "reports_task_begins_asked"
    assert refused_by(lambda: ask(scene, scene.pln.code, state="answered")) == "reports_task_begins_asked"


def test_the_unit_that_answers_for_the_report_is_not_asked(scene):
    own = str(scene.report.unit_id)

    assert refused_by(lambda: ask(scene, own, asking=scene.pln.code)) == "reports_task_asks_another_unit"


def test_a_closed_unit_is_not_asked(scene):
    Unit.objects.filter(pk=scene.pln.pk).update(is_active=False)

    assert refused_by(lambda: ask(scene, scene.pln.code)) == "reports_task_asks_another_unit"


def test_who_asks_answers_for_the_report_or_for_a_task_of_it(scene):
    assert (
        refused_by(lambda: ask(scene, scene.pln.code, asking=scene.other.code)) == "reports_task_asked_by_responsible"
    )


def test_no_circle_is_closed(scene):
    scene.accepted(scene.sudin)
    scene.accept(scene.ask(scene.other, by=scene.people[scene.sudin.code])[0])
    scene.fresh()

    assert refused_by(lambda: ask(scene, scene.sudin.code, asking=scene.other.code)) == "reports_task_never_in_circles"


def test_one_open_task_a_unit(scene):
    scene.ask(scene.pln)
    scene.fresh()

    assert refused_by(lambda: ask(scene, scene.pln.code)) == "reports_task_once_a_unit"


@pytest.mark.parametrize(
    ("kind", "assignments"),
    [
        ("tasks.answer", "state = 'answered', answer = 'x', closed_at = now(), accepted_at = now()"),
        ("tasks.hand_back", "state = 'handed_back', reason = 'unclear', explanation = 'x', closed_at = now(), accepted_at = now()"),
    ],
)  # fmt: skip
def test_a_task_has_no_such_step(scene, kind, assignments):
    task, = scene.ask(scene.pln)  # fmt: skip

    assert refused_by(lambda: change(task, kind, task.number, assignments)) == "reports_task_steps"


@pytest.mark.parametrize(
    ("kind", "number", "assignments", "constraint"),
    [
        ("tasks.decline", 1, "state = 'accepted', accepted_at = now()", "reports_task_told_by_event"),
        ("tasks.accept", 2, "state = 'accepted', accepted_at = now()", "reports_task_told_by_event"),
        ("tasks.accept", 1, "state = 'accepted'", "reports_task_times_fit_state"),
        ("tasks.accept", 1, "state = 'accepted', accepted_at = now(), request = 'other'", "reports_task_asked_stays"),
        ("tasks.accept", 1, "state = 'accepted', accepted_at = now(), due_at = now()", "reports_task_asked_stays"),
        ("tasks.accept", 1, "state = 'accepted', accepted_at = now(), unit_id = 'pln'", "reports_task_asked_stays"),
        ("tasks.decline", 1, "state = 'declined', closed_at = now()", "reports_task_refused_with_reason"),
        ("tasks.decline", 1, "state = 'declined', closed_at = now(), reason = 'x', explanation = 'y'", "reports_task_refused_with_reason"),
        ("tasks.withdraw", 1, "state = 'withdrawn', closed_at = now(), counter_unit_id = 'pln'", "reports_task_counter_of_a_refusal"),
        ("tasks.withdraw", 1, "state = 'withdrawn', closed_at = now(), decider_id = 'pln'", "reports_task_decided_once_back"),
    ],
)  # fmt: skip
def test_a_step_says_what_it_is(scene, kind, number, assignments, constraint):
    task, = scene.ask(scene.pln)  # fmt: skip

    assert refused_by(lambda: change(task, kind, number, assignments)) == constraint


def test_what_was_decided_is_not_declined(scene):
    ask(scene, scene.pln.code, kind="tasks.decide", final=True)
    task = Task.objects.get(report=scene.report)
    no = "state = 'declined', closed_at = now(), reason = 'unclear', explanation = 'y'"

    assert refused_by(lambda: change(task, "tasks.decline", 9, no)) == "reports_task_final_is_done"


def test_a_closed_task_never_changes_and_none_is_deleted(scene):
    task = scene.answer(scene.accepted(scene.pln))

    for attack in ("state = 'accepted', closed_at = NULL, answer = ''", "answer = 'better'", "closed_at = now()"):
        assert (
            refused_by(lambda words=attack: change(task, "tasks.accept", 1, words, 0)) == "reports_task_closed_is_final"
        )
    assert refused_by(lambda: sql("DELETE FROM reports_task")) == "reports_task_stays"


def test_a_report_counts_its_open_tasks(scene):
    scene.ask(scene.pln)
    report = scene.fresh()

    assert refused_by(lambda: tell(report, "reports.note", 0, more=1)) == "reports_report_counts_its_tasks"
    assert refused_by(lambda: tell(report, "reports.note", 0, more=-1)) == "reports_report_counts_its_tasks"


def test_an_open_task_is_never_on_a_closed_report(scene):
    scene.ask(scene.pln)
    attack = "UPDATE reports_report SET state = 'awaiting_validation', version = version + 1 WHERE id = %(id)s"

    assert refused_by(lambda: sql(attack, id=scene.report.pk)) == "reports_report_closes_without_tasks"


def test_a_link_is_one_and_ends(scene):
    task, = scene.ask(scene.pln)  # fmt: skip
    tasks_links.invite(code=scene.code, number=task.number, by=scene.officer, holder="Kontraktor")
    again = "INSERT INTO reports_tasklink SELECT gen_random_uuid(), nonce, holder, made_at, expires_at, NULL, task_id FROM reports_tasklink"
    for_ever = "UPDATE reports_tasklink SET expires_at = made_at"

    assert refused_by(lambda: sql(again)) == "reports_task_link_one_lives"
    assert refused_by(lambda: sql(for_ever)) == "reports_task_link_expires"

"""What was asked can be taken back by who asked; a report does not end while others are at work for it."""

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.core.refusal import Invalid, NotFound
from tanggap.reports import access, transitions
from tanggap.reports import actions as reports
from tanggap.reports.actions import tasks
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, TaskState
from tanggap.triage import actions as triage

pytestmark = pytest.mark.django_db


def withdraw(scene: Scene, *numbers: int, by: object = None) -> list[int]:
    gone = tasks.withdraw(
        code=scene.code, by=by or scene.officer, numbers=numbers, message="Sudah kami kerjakan sendiri"
    )
    return [task.number for task in gone]


def claim(scene: Scene) -> None:
    reports.claim_done(
        code=scene.code,
        version=scene.fresh().version,
        by=scene.officer,
        message="Selesai",
        photos=[Upload(make.photo())],
    )


def test_one_is_taken_back_and_the_others_stay():
    scene = Scene()
    scene.ask(scene.sudin, scene.pln)

    assert withdraw(scene, 2) == [2]

    assert scene.states() == {scene.sudin.code: TaskState.ASKED, scene.pln.code: TaskState.WITHDRAWN}
    assert scene.fresh().open_tasks == 1


def test_what_was_asked_for_the_sake_of_a_task_goes_with_it():
    scene = Scene()
    scene.accepted(scene.sudin)
    scene.accept(scene.ask(scene.other, by=scene.people[scene.sudin.code])[0])
    scene.ask(scene.pln, by=scene.people[scene.other.code])

    assert withdraw(scene, 1) == [1, 2, 3]

    assert scene.fresh().open_tasks == 0


def test_a_unit_takes_back_what_it_asked_itself_and_nothing_else():
    scene = Scene()
    scene.accepted(scene.sudin)
    scene.ask(scene.other)
    scene.ask(scene.pln, by=scene.people[scene.sudin.code])

    with pytest.raises(access.NotYours):
        withdraw(scene, 2, by=scene.people[scene.sudin.code])
    assert withdraw(scene, by=scene.people[scene.sudin.code]) == [3]


def test_a_closed_task_is_not_taken_back():
    scene = Scene()
    scene.answer(scene.accepted(scene.pln))

    with pytest.raises(rules.TaskMoved):
        withdraw(scene, 1)
    with pytest.raises(NotFound):
        withdraw(scene)
    with pytest.raises(NotFound):
        withdraw(scene, 9)


def test_why_is_said():
    scene = Scene()
    scene.ask()

    with pytest.raises(Invalid):
        tasks.withdraw(code=scene.code, by=scene.officer, message="")


def test_the_unit_that_was_asked_and_strangers_take_nothing_back():
    scene = Scene()
    scene.ask(scene.sudin)

    with pytest.raises(access.NotYours):
        withdraw(scene, 1, by=scene.people[scene.sudin.code])
    with pytest.raises(NotFound):
        withdraw(scene, 1, by=make.staff(of=make.unit()))


def test_a_report_is_not_done_while_others_are_at_work_for_it():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip

    with pytest.raises(transitions.TasksOpen):
        claim(scene)
    scene.accept(task)
    with pytest.raises(transitions.TasksOpen):
        claim(scene)
    withdraw(scene)
    claim(scene)

    assert scene.fresh().state == State.AWAITING_VALIDATION


def test_a_report_is_not_joined_or_refused_while_others_are_at_work_for_it():
    scene, parent = Scene(state=State.RECEIVED), make.report()
    scene.ask(scene.pln)

    with pytest.raises(transitions.TasksOpen):
        triage.merge(code=scene.code, version=scene.fresh().version, by=scene.officer, parent=parent.code)
    with pytest.raises(transitions.TasksOpen):
        reports.reject(
            code=scene.code, version=scene.fresh().version, by=scene.officer, reason="abuse", message="Tidak sopan"
        )


def test_the_report_may_wait_for_its_reporter_meanwhile():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    reports.ask(code=scene.code, version=scene.fresh().version, by=scene.officer, question="Tiang yang mana?")

    assert scene.accept(task).state == TaskState.ACCEPTED
    assert scene.answer(task).state == TaskState.ANSWERED

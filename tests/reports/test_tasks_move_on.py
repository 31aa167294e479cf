"""Units end; what they were asked goes on with their heirs, as far as it was."""

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.agencies import units
from tanggap.agencies.models import Unit
from tanggap.core import shelf
from tanggap.reports import actions as reports
from tanggap.reports.models import Task
from tanggap.reports.words import TaskState

pytestmark = pytest.mark.django_db


def end(unit: Unit, into: Unit) -> None:
    units.close_unit(by=None, unit=unit.code, into=into.code, reason="Digabung")
    shelf.clear_all()


def standing(scene: Scene) -> list[tuple[str, str]]:
    return list(Task.objects.filter(report=scene.report).order_by("number").values_list("unit_id", "state"))


@pytest.mark.parametrize("state", [TaskState.ASKED, TaskState.ACCEPTED])
def test_the_heir_has_the_task_as_far_as_it_was(state):
    scene = Scene()
    task, = scene.ask(scene.sudin)  # fmt: skip
    if state == TaskState.ACCEPTED:
        scene.accept(task)
    end(scene.sudin, scene.other)

    assert reports.move_on() == 1

    assert standing(scene) == [(scene.sudin.code, TaskState.WITHDRAWN), (scene.other.code, state)]
    assert Task.objects.get(report=scene.report, number=2).replaces_id == task.pk
    assert (scene.fresh().open_tasks, reports.move_on()) == (1, 0)


def test_a_heir_that_has_a_task_already_is_not_asked_twice():
    scene = Scene()
    scene.ask(scene.sudin, scene.other)
    end(scene.sudin, scene.other)

    reports.move_on()

    assert standing(scene) == [(scene.sudin.code, TaskState.WITHDRAWN), (scene.other.code, TaskState.ASKED)]


def test_what_was_done_stays_with_the_name_of_who_did_it():
    scene = Scene()
    scene.answer(scene.accepted(scene.sudin))
    end(scene.sudin, scene.other)

    assert reports.move_on() == 0
    assert standing(scene) == [(scene.sudin.code, TaskState.ANSWERED)]


def test_a_task_goes_on_when_the_unit_that_asked_ends():
    scene = Scene()
    heir = make.unit(name="Sudin Baru")
    task = scene.accepted(scene.sudin)
    end(Unit.objects.get(pk=scene.report.unit_id), heir)

    reports.move_on()

    assert (scene.fresh().unit_id, standing(scene)) == (heir.code, [(scene.sudin.code, TaskState.ACCEPTED)])
    assert scene.answer(task).state == TaskState.ANSWERED

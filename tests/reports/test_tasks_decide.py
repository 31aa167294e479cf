"""When parts of a report come back for the third time, the coordinator names who does it, and that unit cannot decline."""

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.core.refusal import NotFound
from tanggap.reports import access, deciding
from tanggap.reports import actions as reports
from tanggap.reports.actions import tasks
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.models import Task
from tanggap.reports.words import TaskState

pytestmark = pytest.mark.django_db


def decided_by(scene: Scene) -> str:
    return deciding.decider(category=scene.report.category_id, area=scene.report.area_id)


@pytest.fixture
def scene() -> Scene:
    made = Scene(category="sampah")
    made.hand_back(made.accepted(made.pln))
    made.hand_back(made.accepted(made.sudin))
    return made


@pytest.fixture
def third(scene: Scene) -> Task:
    return scene.hand_back(scene.accepted(scene.other))


def decide(scene: Scene, task: Task, **facts: object) -> Task:
    given = {"by": make.staff(of=decided_by(scene)), "unit": scene.sudin.code, "message": "Kerjakan", **facts}
    return tasks.decide(code=scene.code, number=task.number, **given)


def test_the_third_goes_to_the_coordinator_of_the_kota(scene, third):
    assert third.decider_id == decided_by(scene) == "kota-31.75"
    assert scene.fresh().unit_id == scene.officer.unit_id


def test_one_unit_that_hands_back_again_and_again_counts_each_time():
    scene = Scene(category="sampah")
    scene.hand_back(scene.accepted(scene.pln))
    scene.hand_back(scene.accepted(scene.pln))

    third = scene.hand_back(scene.accepted(scene.pln))

    assert (third.decider_id, scene.fresh().handed_back) == ("kota-31.75", 3)


def test_who_is_named_does_it_and_cannot_decline(scene, third):
    final = decide(scene, third)

    assert (final.unit_id, final.asked_by_id, final.replaces_id) == (scene.sudin.code, scene.report.unit_id, third.pk)
    with pytest.raises(rules.TaskFinal):
        scene.decline(final)
    with pytest.raises(rules.TaskFinal):
        scene.hand_back(scene.accept(final))
    assert scene.answer(final).state == TaskState.ANSWERED


def test_it_is_decided_once_and_by_the_coordinator_alone(scene, third):
    with pytest.raises(access.NotYours):
        decide(scene, third, by=scene.officer)
    with pytest.raises(NotFound):
        decide(scene, third, by=make.staff(of=make.unit()))

    decide(scene, third)

    with pytest.raises(tasks.NothingToDecide):
        decide(scene, third, unit=scene.pln.code)


def test_what_came_back_before_is_not_decided(scene):
    second = Task.objects.get(report=scene.report, number=2)

    with pytest.raises(tasks.NothingToDecide):
        decide(scene, second, by=scene.officer)


def test_the_unit_that_answers_for_the_report_is_not_named_for_a_part(scene, third):
    with pytest.raises(tasks.AnswersAlready):
        decide(scene, third, unit=str(scene.report.unit_id))


def test_the_coordinator_reads_the_report_that_it_decides_on(scene):
    person = make.staff(of=decided_by(scene))
    before = access.can_see(person, scene.fresh())

    scene.hand_back(scene.accepted(scene.other))

    assert (before, access.can_see(person, scene.fresh())) == (False, True)


def test_hand_backs_of_the_report_and_of_its_parts_are_one_count(scene):
    kelurahan = scene.officer
    reports.hand_back(
        code=scene.code,
        version=scene.fresh().version,
        by=kelurahan,
        unit=scene.other.code,
        message="Bukan wilayah kami",
    )

    assert scene.fresh().handed_back == 3
    assert (scene.report.awaits_decision, scene.report.unit_id) == (True, decided_by(scene))

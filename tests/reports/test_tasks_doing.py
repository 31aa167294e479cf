"""A unit that is asked takes its part on, declines it, hands it back, or says that it is done."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.reports import access
from tanggap.reports.actions import tasks, tasks_doing
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.models import Photo
from tanggap.reports.photos import Upload
from tanggap.reports.words import PhotoRole, TaskState

pytestmark = pytest.mark.django_db


def test_a_part_is_taken_on_and_done_with_photos():
    scene = Scene()
    task = scene.accepted(scene.pln)

    task = scene.answer(task, photos=[Upload(make.photo(), "a.jpg"), Upload(make.photo(), "b.jpg")])

    assert (task.state, task.answer) == (TaskState.ANSWERED, "Kabel sudah dirapikan")
    assert scene.fresh().open_tasks == 0
    taken = Photo.objects.filter(report=scene.report, role=PhotoRole.TASK)
    assert {photo.version for photo in taken} == {task.version}
    assert taken.count() == 2
    assert make.events(scene.report)[-3:] == ["tasks.ask", "tasks.accept", "tasks.answer"]


def test_what_a_unit_does_is_not_disturbed_by_what_others_do_with_the_report():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    scene.ask(scene.sudin)

    assert scene.accept(task).state == TaskState.ACCEPTED


@pytest.mark.parametrize(
    ("step", "before"),
    [
        ("accept", "accepted"),
        ("decline", "accepted"),
        ("hand_back", "asked"),
        ("answer", "asked"),
        ("accept", "declined"),
    ],
)
def test_a_step_that_does_not_exist_from_there_writes_nothing(step, before):
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    if before == "accepted":
        scene.accept(task)
    if before == "declined":
        scene.decline(task)
    told = make.events(scene.report)

    with pytest.raises(rules.TaskMoved):
        getattr(scene, step)(task)

    assert make.events(scene.report) == told


@pytest.mark.parametrize("step", ["accept", "decline", "hand_back", "answer"])
def test_a_closed_task_takes_no_step(step):
    scene = Scene()
    task = scene.answer(scene.accepted(scene.pln))

    with pytest.raises(rules.TaskMoved):
        getattr(scene, step)(task)


def test_only_the_unit_that_was_asked_does_it():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip

    with pytest.raises(access.NotYours):
        tasks_doing.accept(code=scene.code, number=task.number, by=scene.officer)
    with pytest.raises(NotFound):
        tasks_doing.accept(code=scene.code, number=task.number, by=scene.people[scene.other.code])
    with pytest.raises(NotFound):
        tasks_doing.accept(code=scene.code, number=7, by=scene.people[scene.pln.code])


def test_who_checks_or_leads_in_the_asked_unit_does_not_do_it():
    scene = Scene()
    task, = scene.ask(scene.sudin)  # fmt: skip

    with pytest.raises(NotFound):
        tasks_doing.accept(code=scene.code, number=task.number, by=make.staff(of=scene.sudin, role=Role.VALIDATOR))


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"reason": ""}, "reason"), ({"reason": "lazy"}, "reason"), ({"message": " "}, "message"), ({"message": "x" * 2001}, "message")],
)  # fmt: skip
def test_a_no_has_a_reason_of_the_list_and_says_why(facts, field):
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip

    with pytest.raises(Invalid) as refusal:
        scene.decline(task, **facts)

    assert list(refusal.value.errors) == [field]


def test_a_declined_task_is_closed_and_the_report_stays():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip

    task = scene.decline(task, counter_unit=scene.other.code, counter_due_at=clock.now() + timedelta(days=2))

    assert (task.state, task.reason, task.counter_unit_id) == (TaskState.DECLINED, "not_ours", scene.other.code)
    assert (scene.fresh().open_tasks, scene.report.unit_id) == (0, scene.officer.unit_id)
    told = scene.last()
    assert (told.kind, told.payload["asked"], told.payload["reason"]) == ("tasks.decline", scene.pln.code, "not_ours")


def test_what_is_proposed_must_be_possible():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    scene.ask(scene.sudin)

    for unit in ("nowhere", scene.pln.code, scene.sudin.code, str(scene.report.unit_id)):
        with pytest.raises(Invalid) as refusal:
            scene.decline(task, counter_unit=unit)
        assert list(refusal.value.errors) == ["counter_unit"]
    with pytest.raises(Invalid) as refusal:
        scene.decline(task, counter_due_at=clock.now() - timedelta(minutes=1))
    assert list(refusal.value.errors) == ["counter_due_at"]


def test_a_proposed_unit_is_asked_in_one_act():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    scene.decline(task, counter_unit=scene.other.code)

    agreed = tasks.agree(code=scene.code, by=scene.officer, number=task.number)

    assert (agreed.unit_id, agreed.state, agreed.replaces_id) == (scene.other.code, TaskState.ASKED, task.pk)
    assert agreed.request == task.request
    with pytest.raises(tasks.NothingProposed):
        tasks.agree(code=scene.code, by=scene.officer, number=task.number)


def test_a_proposed_date_is_promised_as_soon_as_it_is_agreed_to():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    date = clock.now() + timedelta(days=3)
    scene.decline(task, counter_due_at=date)

    agreed = tasks.agree(code=scene.code, by=scene.officer, number=task.number)

    assert (agreed.unit_id, agreed.state, agreed.due_at) == (scene.pln.code, TaskState.ACCEPTED, date)
    assert scene.answer(agreed).state == TaskState.ANSWERED


def test_a_proposal_ends_with_its_date_and_with_its_unit():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    scene.decline(task, counter_due_at=clock.now() + timedelta(days=1))

    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(tasks.TooLate):
        tasks.agree(code=scene.code, by=scene.officer, number=task.number)


def test_nothing_is_agreed_to_that_nobody_proposed():
    scene = Scene()
    task, = scene.ask(scene.pln)  # fmt: skip
    scene.decline(task)

    with pytest.raises(tasks.NothingProposed):
        tasks.agree(code=scene.code, by=scene.officer, number=task.number)


def test_a_unit_answers_when_those_that_it_asked_have_answered():
    scene = Scene()
    task = scene.accepted(scene.sudin)
    further, = scene.ask(scene.pln, by=scene.people[scene.sudin.code])  # fmt: skip

    with pytest.raises(rules.OwnTasksOpen):
        scene.answer(task)
    with pytest.raises(rules.OwnTasksOpen):
        scene.hand_back(task)
    scene.decline(further)

    assert scene.answer(task).state == TaskState.ANSWERED


def test_hand_backs_are_counted_on_the_report():
    scene = Scene()

    first = scene.hand_back(scene.accepted(scene.pln))
    second = scene.hand_back(scene.accepted(scene.sudin))

    assert (scene.fresh().handed_back, first.decider_id, second.decider_id) == (2, None, None)
    assert scene.last().payload["count"] == 2


def test_strangers_photos_are_not_looked_at(monkeypatch):
    scene = Scene()
    task = scene.accepted(scene.pln)

    def looked(_uploads: object) -> None:
        raise AssertionError

    monkeypatch.setattr(tasks_doing, "take_in", looked)

    with pytest.raises(NotFound):
        tasks_doing.answer(
            code=scene.code, number=task.number, by=scene.people[scene.other.code], message="x", photos=[Upload(b"x")]
        )

"""A unit asks others to do a part of its report; the report stays with it."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Stale
from tanggap.reports import access, transitions
from tanggap.reports.actions import tasks
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.models import Task
from tanggap.reports.words import State, TaskState

pytestmark = pytest.mark.django_db


def test_each_asked_unit_gets_a_task_of_its_own_and_the_report_stays_where_it_is():
    scene = Scene()
    unit, before = scene.report.unit_id, make.events(scene.report)

    first, second = scene.ask(scene.sudin, scene.pln)

    assert (first.number, first.unit_id, first.state) == (1, scene.sudin.code, TaskState.ASKED)
    assert (second.number, second.unit_id, second.asked_by_id) == (2, scene.pln.code, unit)
    assert (scene.fresh().unit_id, scene.report.state, scene.report.open_tasks) == (unit, State.IN_PROGRESS, 2)
    assert make.events(scene.report) == [*before, "tasks.ask", "tasks.ask"]


def test_asking_is_the_first_answer_to_a_report_that_nobody_began():
    scene = Scene(state=State.RECEIVED)

    scene.ask()

    assert make.events(scene.report) == ["intake.accept", "reports.coordinate", "tasks.ask"]
    assert scene.fresh().state == State.COORDINATING
    assert scene.report.answered_at is not None


def test_the_clock_of_a_task_is_the_policys_unless_it_is_set_by_hand():
    scene, at = Scene(category="sampah"), clock.now().replace(microsecond=0)
    chosen = at + timedelta(hours=3)

    with clock.at(at):
        task, = scene.ask(scene.sudin)  # fmt: skip
        hurried, = scene.ask(scene.pln, due_at=chosen)  # fmt: skip

    assert (task.accept_due_at, task.due_at) == (at + timedelta(hours=6), scene.fresh().resolve_due_at)
    assert (hurried.accept_due_at, hurried.due_at, hurried.is_due_by_hand) == (chosen, chosen, True)


@pytest.mark.parametrize("shift", [timedelta(minutes=-1), timedelta(0), timedelta(days=367)])
def test_a_time_that_makes_no_sense_is_refused(shift):
    scene = Scene()

    with clock.at(clock.now()), pytest.raises(Invalid) as refusal:
        scene.ask(due_at=clock.now() + shift)

    assert list(refusal.value.errors) == ["due_at"]


def test_all_are_asked_or_none():
    scene = Scene()
    before = make.events(scene.report)

    with pytest.raises(rules.NotAskable):
        scene.ask(scene.sudin, make.unit(kind=UnitKind.VERIFIER))

    assert (make.events(scene.report), Task.objects.count()) == (before, 0)


def test_a_closed_unit_is_not_asked():
    scene = Scene()
    scene.sudin.is_active = False
    scene.sudin.save()
    from tanggap.core import shelf

    shelf.clear_all()

    with pytest.raises(rules.NotAskable):
        scene.ask(scene.sudin)


def test_the_same_unit_is_not_asked_twice_while_it_is_asked():
    scene = Scene()
    task, = scene.ask()  # fmt: skip

    with pytest.raises(rules.AskedTwice):
        scene.ask()
    with pytest.raises(rules.AskedTwice):
        scene.ask(scene.pln, scene.pln)
    scene.decline(task)
    scene.ask()

    assert scene.fresh().open_tasks == 1


def test_nobody_asks_oneself():
    scene = Scene()
    own = type("Unit", (), {"code": scene.report.unit_id})

    with pytest.raises(rules.NotOneself):
        scene.ask(own)


def test_a_unit_that_took_a_part_on_may_ask_for_a_part_of_it():
    scene = Scene()
    scene.accepted(scene.sudin)

    further, = scene.ask(scene.pln, by=scene.people[scene.sudin.code])  # fmt: skip

    assert (further.asked_by_id, further.unit_id) == (scene.sudin.code, scene.pln.code)
    assert scene.fresh().unit_id == scene.officer.unit_id


def test_a_unit_that_was_only_asked_does_not_ask_on():
    scene = Scene()
    scene.ask(scene.sudin)

    with pytest.raises(access.NotYours):
        scene.ask(scene.pln, by=scene.people[scene.sudin.code])


def test_what_was_asked_never_comes_back_to_who_asked():
    scene = Scene()
    own = type("Unit", (), {"code": scene.report.unit_id})
    scene.accepted(scene.sudin)
    sudin = scene.people[scene.sudin.code]

    with pytest.raises(rules.InCircles):
        scene.ask(own, by=sudin)
    scene.accept(scene.ask(scene.other, by=sudin)[0])
    with pytest.raises((rules.InCircles, rules.AskedTwice)):
        scene.ask(scene.sudin, by=scene.people[scene.other.code])
    with pytest.raises(rules.InCircles):
        scene.ask(own, by=scene.people[scene.other.code])

    assert scene.fresh().open_tasks == 2


def test_a_confidential_report_is_not_shown_to_others_by_asking_them():
    scene = Scene(state=State.RECEIVED, category="perilaku-aparatur", channel="website")

    with pytest.raises(rules.Confidential):
        scene.ask()


@pytest.mark.parametrize("state", [State.AWAITING_REPORTER, State.AWAITING_VALIDATION, State.REJECTED, State.RESOLVED])
def test_only_a_report_that_is_worked_on_can_ask(state):
    scene = Scene(state=state)

    with pytest.raises(transitions.NotPossible):
        scene.ask()


def test_who_looked_at_an_older_page_is_told():
    scene = Scene()
    seen = scene.report.version
    scene.ask()

    with pytest.raises(Stale):
        tasks.ask(code=scene.code, version=seen, by=scene.officer, units=[scene.pln.code], message="Mohon")


def test_other_units_do_not_ask_and_do_not_learn_that_the_report_is_there():
    scene = Scene()

    with pytest.raises(NotFound):
        scene.ask(scene.pln, by=make.staff(of=make.unit()))
    with pytest.raises(NotFound):
        scene.ask(scene.sudin, by=make.staff(of=scene.pln, role=Role.PARTNER))


@pytest.mark.parametrize("message", ["", "   ", "x" * 2001])
def test_what_is_asked_is_said_in_words(message):
    with pytest.raises(Invalid):
        Scene().ask(message=message)

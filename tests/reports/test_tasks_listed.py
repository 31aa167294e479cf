"""The lists of tasks: by unit and view, paged by key, counted in one statement, narrowed as the role is."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.reports.actions import tasks as actions
from tanggap.reports.models import Task
from tanggap.reports.queries import tasks

pytestmark = pytest.mark.django_db


def numbers(person: object, view: str, **wanted: object) -> list[int]:
    return [row.number for row in tasks.listed(person, view=view, **wanted).rows]


def test_open_tasks_are_due_first_and_paged_by_key():
    scene, at = Scene(), clock.now()
    for hours in (5, 1, 3):
        unit = make.unit()
        scene.ask(unit, due_at=at + timedelta(hours=hours))

    first = tasks.listed(scene.officer, view=tasks.OURS, limit=2)
    rest = tasks.listed(scene.officer, view=tasks.OURS, limit=2, after=first.next)

    assert [row.number for row in first.rows] == [2, 3]
    assert ([row.number for row in rest.rows], rest.next) == ([1], None)


def test_what_came_back_is_listed_newest_first_until_something_stands_in_its_place():
    scene = Scene()
    scene.decline(scene.ask(scene.sudin)[0], counter_unit=scene.other.code)
    scene.decline(scene.ask(scene.pln)[0])
    before = numbers(scene.officer, tasks.RETURNED)

    actions.agree(code=scene.code, by=scene.officer, number=1)

    assert (before, numbers(scene.officer, tasks.RETURNED)) == ([2, 1], [2])


def test_counts_say_what_the_lists_hold():
    scene = Scene(category="sampah")
    scene.ask(scene.sudin)
    for _turn in range(3):
        scene.hand_back(scene.accepted(scene.pln))
    decider = make.staff(of="kota-31.75")

    for person in (scene.officer, scene.people[scene.sudin.code], decider):
        counted = tasks.counts(person, now=clock.now())
        assert counted == {view: len(numbers(person, view)) for view in tasks.VIEWS if view != tasks.DONE}
    assert tasks.counts(decider, now=clock.now())[tasks.DECIDING] == 1


def test_a_role_for_one_area_lists_that_area_alone():
    scene = Scene()
    scene.ask(scene.sudin)

    assert numbers(make.staff(of=scene.sudin, area="31.75"), tasks.ASKED) == [1]
    assert numbers(make.staff(of=scene.sudin, area="31.71"), tasks.ASKED) == []


def test_one_statement_whatever_their_number(django_assert_num_queries):
    scene = Scene()
    person = scene.people[scene.sudin.code]
    for _turn in range(30):
        made = Scene()
        made.sudin, made.people = scene.sudin, scene.people
        made.ask(scene.sudin)
    tasks.listed(person, view=tasks.ASKED)  # the shelves of reference data are read

    with django_assert_num_queries(1):
        assert len(tasks.listed(person, view=tasks.ASKED).rows) == 30
    with django_assert_num_queries(1):
        tasks.counts(person, now=clock.now())
    assert Task.objects.count() == 30


def test_an_unknown_view_is_refused():
    with pytest.raises(Invalid):
        tasks.listed(Scene().officer, view="all")

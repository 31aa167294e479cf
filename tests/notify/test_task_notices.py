"""Who hears of a part: the asked unit's people, partners too; then those of the unit that answers for the report."""

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.config.consumers import CONSUMERS
from tanggap.core import cursors
from tanggap.notify.models import StaffNotice
from tanggap.reports.actions import instructing

pytestmark = pytest.mark.django_db(transaction=True)


def told(person: object) -> list[str]:
    for consumer in CONSUMERS.values():
        cursors.catch_up(consumer)
    rows = StaffNotice.objects.filter(staff=person).order_by("id")
    return [
        str(kind)
        for kind in rows.values_list("kind", flat=True)
        if str(kind).startswith(("tasks.", "reports.instruct"))
    ]


def test_the_asked_units_hear_of_it_and_who_works_on_the_report_hears_of_the_answers():
    scene = Scene()
    asked, declined = scene.ask(scene.pln, scene.sudin)
    scene.answer(scene.accept(asked))
    scene.decline(declined)

    assert told(scene.people[scene.pln.code]) == ["tasks.ask"]
    assert told(scene.people[scene.sudin.code]) == ["tasks.ask"]
    assert sorted(told(scene.fresh().assignee)) == ["tasks.accept", "tasks.answer", "tasks.decline"]
    assert told(scene.officer) == []


def test_who_decides_and_who_is_named_hear_of_it():
    scene = Scene(category="sampah")
    decider = make.staff(of="kota-31.75")
    for unit in (scene.pln, scene.sudin, scene.other):
        scene.hand_back(scene.accepted(unit))

    assert told(decider) == ["tasks.hand_back"]


def test_who_is_instructed_hears_of_it():
    scene = Scene()
    colleague, chief = make.staff(of=str(scene.report.unit_id)), make.staff(of=str(scene.report.unit_id))
    instructing.instruct(
        code=scene.code, version=scene.fresh().version, by=chief, officer=colleague.username, message="Periksa"
    )

    assert told(colleague) == ["reports.instruct"]


def test_who_asked_for_a_part_of_its_part_hears_of_it_too():
    scene = Scene()
    scene.accepted(scene.sudin)
    sudin = scene.people[scene.sudin.code]
    scene.decline(scene.ask(scene.pln, by=sudin)[0])

    assert told(sudin) == ["tasks.ask", "tasks.decline"]

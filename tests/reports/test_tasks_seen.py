"""Who was asked reads the report; who did a part never checks its result, in Python and in SQL alike."""

import pytest
from django.db import connection
from tests.factories import make
from tests.invariants.test_sql_attacks import check, refused_by
from tests.reports.tasks_scene import Scene

from tanggap.agencies.words import Role
from tanggap.reports import access
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.verification.actions import is_independent

pytestmark = pytest.mark.django_db


def sees(scene: Scene, unit: object) -> bool:
    person = scene.people[unit.code]
    in_lists = Report.objects.filter(access.visible(person), pk=scene.report.pk).exists()
    statement, values = access.reach_sql("desk.see", person)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM reports_report WHERE id = {scene.report.pk} AND {statement}", values)
        counted = cursor.fetchone()[0] == 1
    assert access.can_see(scene.people[unit.code], scene.fresh()) == in_lists == counted
    return in_lists


def test_a_unit_reads_the_report_while_it_is_asked_and_after_it_did_its_part():
    scene = Scene()
    before = sees(scene, scene.sudin)
    task, = scene.ask(scene.sudin)  # fmt: skip
    asked = sees(scene, scene.sudin)
    scene.answer(scene.accept(task))

    assert (before, asked, sees(scene, scene.sudin)) == (False, True, True)


def test_a_unit_that_declined_reads_it_no_more():
    scene = Scene()
    scene.decline(scene.ask(scene.sudin)[0])

    assert sees(scene, scene.sudin) is False


def test_a_partner_never_reads_the_report_itself():
    scene = Scene()
    scene.accepted(scene.pln)

    assert sees(scene, scene.pln) is False


def test_whose_unit_did_a_part_does_not_check_the_result():
    scene = Scene()
    scene.answer(scene.accepted(scene.sudin))
    checker = make.staff(of=scene.sudin, role=Role.VALIDATOR)
    reports.claim_done(
        code=scene.code,
        version=scene.fresh().version,
        by=scene.officer,
        message="Selesai",
        photos=[Upload(make.photo())],
    )

    assert access.handled_by(scene.sudin.code, scene.report.pk) is True
    assert is_independent(checker, scene.fresh()) is False
    assert refused_by(lambda: check(scene.fresh(), checker)) == "verification_check_is_independent"


def test_who_did_a_part_does_not_check_it_from_another_unit():
    scene = Scene()
    scene.answer(scene.accepted(scene.sudin))
    person = scene.people[scene.sudin.code]
    person.unit = make.unit()
    person.save()
    reports.claim_done(
        code=scene.code,
        version=scene.fresh().version,
        by=scene.officer,
        message="Selesai",
        photos=[Upload(make.photo())],
    )

    assert is_independent(person, scene.fresh()) is False
    assert refused_by(lambda: check(scene.fresh(), person)) == "verification_check_is_independent"


def test_a_unit_that_was_asked_and_declined_is_still_a_third_party():
    scene = Scene()
    scene.decline(scene.ask(scene.sudin)[0])

    assert access.handled_by(scene.sudin.code, scene.report.pk) is False

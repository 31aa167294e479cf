"""What other units did for a report is evidence of its claim: the validator sees it with the unit's own."""

import pytest
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.agencies.words import Role
from tanggap.core.refusal import Invalid
from tanggap.reports import actions as reports
from tanggap.reports.photos import Upload
from tanggap.verification import actions as verification
from tanggap.verification import queries
from tanggap.verification.queries import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    made = Scene(category="sampah")
    made.answer(made.accepted(made.sudin), photos=[Upload(make.photo())])
    return made


def claim(scene: Scene, *photos: bytes) -> Case:
    given = [Upload(photo) for photo in photos]
    reports.claim_done(
        code=scene.code, version=scene.fresh().version, by=scene.officer, message="Selesai", photos=given
    )
    checker = make.staff(of=str(scene.fresh().verifier_id), role=Role.VALIDATOR)
    return queries.case(scene.code, staff=checker)


def test_the_validator_sees_what_other_units_did(scene):
    case = claim(scene, make.photo())

    assert [(part.unit, part.answer, len(part.photos)) for part in case.parts] == [
        ("Sudin Uji", "Kabel sudah dirapikan", 1)
    ]
    assert [photo.role for photo in case.after] == ["after", "task"]


def test_the_photos_of_other_units_suffice_for_a_claim(scene):
    assert [photo.role for photo in claim(scene).after] == ["task"]


def test_they_count_for_one_claim_alone(scene):
    claim(scene)
    verifier = make.staff(of=str(scene.fresh().verifier_id), role=Role.VALIDATOR)
    verification.reject(code=scene.code, version=scene.fresh().version, verifier=verifier, message="Masih ada")
    reports.start(code=scene.code, version=scene.fresh().version, by=scene.officer)

    with pytest.raises(Invalid):
        claim(scene)
    again = claim(scene, make.photo())

    assert (again.parts, [photo.role for photo in again.after]) == ((), ["after"])
    assert [photo.role for photo in again.earlier] == ["task"]


def test_a_photo_that_came_before_is_found_among_them_too():
    used = make.photo()
    make.report(photos=[Upload(used)])
    scene = Scene(category="sampah")
    scene.answer(scene.accepted(scene.sudin), photos=[Upload(used)])

    case = claim(scene, make.photo())

    assert [(finding.kind, finding.number) for finding in case.findings] == [("reused", 2)]


def test_the_page_of_the_case_names_the_unit(scene, client):
    claim(scene, make.photo())
    client.force_login(make.staff(of=str(scene.report.verifier_id or scene.fresh().verifier_id), role=Role.VALIDATOR))

    page = client.get(f"/verify/{scene.code}/")

    assert "Sudin Uji" in page.content.decode()

"""What the photos of a claim say before they were looked at, and who reads what of it. Never a verdict."""

import pytest
from django.utils import translation
from PIL import Image, ImageDraw
from tests.factories import LITTER, make
from tests.verification.evidence.claiming import claim, findings, jpeg, look_at_all, scene, validator

from tanggap.reports.words import State, Visibility
from tanggap.verification.evidence import claims, queries, scanning
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

pytestmark = pytest.mark.django_db


def test_a_new_photo_gives_no_sign():
    assert findings(claim(jpeg(scene(1)), before=jpeg(scene(2)))) == []


def test_the_file_of_another_report_is_found_with_its_code():
    photo = jpeg(scene(1))
    first = claim(photo)

    assert findings(claim(photo)) == [("The same file was used before", first.code)]


def test_the_first_use_of_a_file_is_no_sign():
    photo = jpeg(scene(1))
    first = claim(photo)
    claim(photo)

    assert findings(first) == []


def test_the_code_of_a_report_that_the_validator_may_not_read_is_kept_back():
    photo = jpeg(scene(1))
    elsewhere = {"lon": 106.8272, "lat": -6.1754, "visibility": Visibility.PRIVATE}
    claim(photo, **elsewhere)

    assert findings(claim(photo)) == [("The same file was used before", "")]


def test_the_reporters_own_file_is_found():
    photo = jpeg(scene(1))
    report = claim(photo, before=photo)

    assert findings(report) == [("The reporter's own file, sent again", report.code)]


def test_the_reporters_photo_with_a_small_edit_is_found():
    picture = scene(1)
    before = jpeg(picture)
    ImageDraw.Draw(picture).rectangle([140, 100, 170, 130], (120, 120, 120))
    report = claim(jpeg(picture, quality=70), before=before)

    assert findings(report) == [("Very like the reporter's own photo", report.code)]


def test_flat_pictures_say_nothing():
    flat = Image.new("RGB", (320, 240), (90, 90, 90))
    brighter = Image.new("RGB", (320, 240), (92, 92, 92))

    assert findings(claim(jpeg(flat), before=jpeg(brighter))) == []


def test_photos_of_an_earlier_claim_are_not_examined_again():
    report = make.report(state=State.FOLLOW_UP_REJECTED, category=LITTER)

    assert findings(report) == []


def test_three_statements_whatever_the_number_of_photos(django_assert_num_queries):
    report = claim(jpeg(scene(1)), before=jpeg(scene(2)))
    reader = validator(report)

    with django_assert_num_queries(3):
        claims.of_claim(report, staff=reader)


def test_three_statements_whatever_the_number_of_signs(django_assert_num_queries):
    picture = scene(1)
    report = claim(jpeg(picture, quality=70), jpeg(picture, quality=60), before=jpeg(picture))
    reader = validator(report)

    with django_assert_num_queries(3):
        signs = claims.of_claim(report, staff=reader)

    assert [sign.code for sign in signs] == [report.code, report.code]


def test_the_plan_of_the_check_hears_of_what_speaks_against_a_photo():
    photo = jpeg(scene(1))
    claim(photo)

    assert queries.against(claim(photo)) == [("reused", "strong")]
    assert queries.against(claim(jpeg(scene(2)))) == []


def test_what_speaks_against_a_photo_comes_first():
    report = claim(jpeg(scene(1)))
    photo = claims.Photo.objects.get(report=report, role="after")
    made = [
        Sign(Kind.HISTORY, Tone.SILENT, Strength.WEAK, {"check": "no_camera"}),
        Sign(Kind.CAPTURED, Tone.FOR, Strength.STRONG, {"problems": []}),
        Sign(Kind.REUSED, Tone.AGAINST, Strength.WEAK, {"how": ["alike"]}),
        Sign(Kind.REUSED, Tone.AGAINST, Strength.STRONG, {"how": ["exact"]}),
    ]
    scanning.add(photo.pk, made)

    found = claims.of_claim(report, staff=validator(report))

    assert [(one.tone, one.strength) for one in found] == [
        ("against", "strong"), ("against", "weak"), ("for", "strong"), ("silent", "weak"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_finding_has_words_in_both_languages(language):
    photo = jpeg(scene(1))
    claim(photo)
    report = claim(photo)
    with translation.override(language):
        [found] = claims.of_claim(report, staff=validator(report))
        assert found.title == {"en": "The same file was used before", "id": "Berkas yang sama pernah dipakai"}[language]
        assert {"en": "to the last byte", "id": "sampai bita terakhir"}[language] in found.detail


def test_how_far_the_checks_are_is_told():
    report = claim(jpeg(scene(1)))
    assert claims.state_of(report) == "running"
    look_at_all()
    assert claims.state_of(report) == "done"
    scanning.Scan.objects.filter(rank=0).update(state="failed", error="place: RuntimeError")
    assert claims.state_of(report) == "failed"

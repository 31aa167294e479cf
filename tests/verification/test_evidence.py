"""What the photos of a claim say: the very same file, likeness with the reporter's own photo. Never a verdict."""

import io
import random

import pytest
from PIL import Image, ImageDraw
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, Visibility
from tanggap.verification.evidence import claims as evidence

pytestmark = pytest.mark.django_db


def scene(seed: int, *, size=(320, 240)) -> Image.Image:
    """Return a picture with enough in it that its fingerprint says something."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        pen.rectangle(
            [x, y, x + chance.randrange(20, 120), y + chance.randrange(20, 90)],
            tuple(chance.randrange(256) for _ in range(3)),
        )
    return picture


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def claim(after: bytes, *, before: bytes | None = None, **how):
    """Return a report of litter that was claimed done with the photo `after`."""
    photos = [Upload(before, "before.jpg")] if before else []
    report = make.report(state=State.IN_PROGRESS, category=LITTER, photos=photos, **how)
    officer = make.staff(of=report.unit_id)
    reports.claim_done(
        code=report.code,
        version=report.version,
        by=officer,
        message="Sudah bersih",
        photos=[Upload(after, "after.jpg")],
    )
    report.refresh_from_db()
    return report


def findings(report):
    validator = make.staff(of=report.verifier_id, role=Role.VALIDATOR)
    return [(one.kind, one.code) for one in evidence.of_claim(report, staff=validator)]


def test_a_new_photo_gives_no_sign():
    assert findings(claim(jpeg(scene(1)), before=jpeg(scene(2)))) == []


def test_the_file_of_another_report_is_found_with_its_code():
    photo = jpeg(scene(1))
    first = claim(photo)

    assert findings(claim(photo)) == [(evidence.SAME_FILE, first.code)]


def test_the_first_use_of_a_file_is_no_sign():
    photo = jpeg(scene(1))
    first = claim(photo)
    claim(photo)

    assert findings(first) == []


def test_the_code_of_a_report_that_the_validator_may_not_read_is_kept_back():
    photo = jpeg(scene(1))
    elsewhere = {"lon": 106.8272, "lat": -6.1754, "visibility": Visibility.PRIVATE}
    claim(photo, **elsewhere)

    assert findings(claim(photo)) == [(evidence.SAME_FILE, "")]


def test_the_reporters_own_file_is_found():
    photo = jpeg(scene(1))
    report = claim(photo, before=photo)

    assert findings(report) == [(evidence.SAME_FILE, report.code)]


def test_the_reporters_photo_with_a_small_edit_is_found():
    picture = scene(1)
    before = jpeg(picture)
    ImageDraw.Draw(picture).rectangle([140, 100, 170, 130], (120, 120, 120))
    report = claim(jpeg(picture, quality=70), before=before)

    assert findings(report) == [(evidence.OWN_PHOTO, report.code)]


def test_flat_pictures_say_nothing():
    flat = Image.new("RGB", (320, 240), (90, 90, 90))
    brighter = Image.new("RGB", (320, 240), (92, 92, 92))

    assert findings(claim(jpeg(flat), before=jpeg(brighter))) == []


def test_photos_of_an_earlier_claim_are_not_examined_again(django_assert_max_num_queries):
    report = make.report(state=State.FOLLOW_UP_REJECTED, category=LITTER)

    assert findings(report) == []


def test_two_statements_whatever_the_number_of_photos(django_assert_num_queries):
    report = claim(jpeg(scene(1)), before=jpeg(scene(2)))
    validator = make.staff(of=report.verifier_id, role=Role.VALIDATOR)

    with django_assert_num_queries(2):
        evidence.of_claim(report, staff=validator)

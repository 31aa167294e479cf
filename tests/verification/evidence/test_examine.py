"""A photo that shows work done is held against every photo ever received; what was done to it since is told."""

import io

import numpy as np
import pytest
from django.utils import translation
from PIL import Image, ImageEnhance
from tests.factories import LITTER, make
from tests.verification.evidence.claiming import claim, findings, look_at_all, validator, wait_in_line
from tests.verification.evidence.scenes import jpeg, saved, stamped, taken, with_part_of

from tanggap.core import media
from tanggap.reports.actions import notes
from tanggap.reports.models import Photo
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, Visibility
from tanggap.verification.evidence import capture, claims, examine, queries, scanning, seeing
from tanggap.verification.evidence.models import Finding, Mark, Print, Scan
from tanggap.verification.evidence.words import Kind

pytestmark = pytest.mark.django_db

USED = "The same photo was used before"


def made(grey, change):
    """Return a photo after a change of the Pillow picture, as a JPEG."""
    file = io.BytesIO()
    change(Image.fromarray(grey)).save(file, "JPEG", quality=80)
    return file.getvalue()


def screenshot(picture):
    screen = Image.new("L", (540, 1100), 0)
    screen.paste(picture.resize((540, 405)), (0, 300))
    return screen


REUSED = {
    "recompressed": lambda picture: picture,
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "turned by three degrees": lambda picture: picture.rotate(3, Image.Resampling.BICUBIC, expand=True),
    "turned by a quarter": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "cropped": lambda picture: picture.crop((60, 50, 600, 455)),
    "resized": lambda picture: picture.resize((320, 240), Image.Resampling.LANCZOS),
    "screenshot": screenshot,
    "brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.3),
    "stamped": lambda picture: Image.fromarray(stamped(np.asarray(picture), "26 Nov 2026 10:41")),
}


@pytest.mark.parametrize("how", REUSED)
def test_a_photo_of_another_report_is_found_whatever_was_done_to_it(how):
    first = claim(jpeg(taken(1)))
    look_at_all()

    report = claim(made(taken(1), REUSED[how]))
    look_at_all()

    assert findings(report) == [(USED, first.code)]


def test_what_was_done_is_told_in_words_with_the_figures():
    claim(jpeg(taken(1)))
    report = claim(made(taken(1), REUSED["mirrored"]))
    look_at_all()

    [found] = [one for one in claims.of_claim(report, staff=validator(report)) if one.kind == Kind.REUSED]

    assert (found.tone, found.strength, found.facts["how"]) == ("against", "strong", ["mirrored"])
    with translation.override("en"):
        assert "as a photo of work done. Here it is mirrored." in found.detail
    assert found.facts["points"]
    assert all(0 <= share <= 1 for line in found.facts["points"] for share in line)


def test_a_photo_of_the_same_place_from_another_standpoint_is_no_reuse():
    claim(jpeg(taken(1)))
    report = claim(jpeg(taken(1, at=(1.2, 0.1, 0.4), moment=1)))
    look_at_all()

    assert findings(report) == []


def test_other_photos_are_no_reuse_and_that_is_said_as_what_it_is():
    claim(jpeg(taken(1)))
    report = claim(jpeg(taken(2)))
    look_at_all()

    assert findings(report) == []
    assert ("No earlier use found by these checks", "") in findings(report, but_silent=False)


def test_the_code_of_a_private_report_is_kept_back_from_who_may_not_read_it():
    claim(jpeg(taken(1)), lon=106.8272, lat=-6.1754, visibility=Visibility.PRIVATE)
    report = claim(made(taken(1), REUSED["cropped"]))
    look_at_all()

    assert findings(report) == [(USED, "")]


def test_two_citizens_who_send_the_same_photo_are_asked_nothing():
    photo = jpeg(taken(1))
    for _ in range(2):
        make.report(state=State.IN_PROGRESS, category=LITTER, photos=[Upload(photo, "before.jpg")])
    look_at_all()

    assert not Finding.objects.exists()


def test_a_citizens_photo_of_another_report_as_proof_is_found():
    other = make.report(state=State.RECEIVED, category=LITTER, photos=[Upload(jpeg(taken(1)), "before.jpg")])
    report = claim(made(taken(1), REUSED["resized"]))
    look_at_all()

    assert findings(report) == [(USED, other.code)]


def test_the_photo_of_an_internal_note_counts_as_received():
    other = make.report(state=State.IN_PROGRESS, category=LITTER)
    notes.note(
        code=other.code, by=make.staff(of=other.unit_id), note="Catatan", photos=[Upload(jpeg(taken(1)), "n.jpg")]
    )
    report = claim(made(taken(1), REUSED["cropped"]))
    look_at_all()

    assert [title for title, _ in findings(report)] == [USED]


def test_the_reporters_own_photo_edited_is_told_once_with_what_changed():
    report = claim(jpeg(with_part_of(taken(1), taken(2))), before=jpeg(taken(1)))
    look_at_all()

    found = [one for one in claims.of_claim(report, staff=validator(report)) if one.tone == "against"]

    assert [(one.kind, one.code) for one in found] == [("edited", report.code)]
    assert found[0].facts["regions"]


def test_the_same_photo_as_before_and_after_is_told_once():
    photo = jpeg(taken(1))
    report = claim(photo, before=photo)
    look_at_all()

    assert findings(report) == [("The reporter's own file, sent again", report.code)]


def test_photos_that_came_together_say_nothing_against_each_other():
    photo = jpeg(taken(1))
    report = claim(photo, photo)
    look_at_all()

    assert findings(report) == []


def test_a_photo_that_becomes_findable_later_is_found_in_what_was_looked_at_before():
    """The backlog is worked off with the newest first: the order in which photos are looked at changes nothing."""
    first = claim(jpeg(taken(1)))
    report = claim(made(taken(1), REUSED["cropped"]))
    wait_in_line()
    sight = seeing.Sight()
    newest = scanning.take()
    assert newest.photo == Photo.objects.get(report=report, role="after").pk
    examine.examine(newest, sight=sight)
    assert findings(report) == []

    look_at_all()

    assert findings(report) == [(USED, first.code)]
    assert findings(first) == []


def test_what_a_second_look_finds_takes_the_place_of_what_the_first_found():
    claim(jpeg(taken(1)))
    report = claim(made(taken(1), REUSED["cropped"]))
    look_at_all()
    before = findings(report, but_silent=False)
    Scan.objects.update(state="todo", tries=0)
    look_at_all()

    assert findings(report, but_silent=False) == before
    assert Mark.objects.count() <= Print.objects.count() * 104


def test_a_check_that_crashes_costs_no_other_its_findings(monkeypatch):
    first = claim(jpeg(taken(1)))
    report = claim(jpeg(taken(1)))
    monkeypatch.setattr(capture, "signs", lambda photo: 1 / 0)
    look_at_all()

    assert findings(report) == [("The same file was used before", first.code)]
    row = Scan.objects.get(photo__report=report, rank=0)
    assert (row.state, row.tries, row.error) == ("todo", 1, "captured: ZeroDivisionError: division by zero")


def test_a_photo_whose_file_is_gone_is_named_and_hurts_no_other():
    report = claim(jpeg(taken(11)))
    photo = Photo.objects.get(report=report, role="after")
    (media.store._root() / photo.shown).unlink()
    other = claim(jpeg(taken(2)))
    look_at_all()

    assert Scan.objects.get(photo=photo).error == "its file is not there"
    assert Scan.objects.get(photo__report=other, rank=0).state == "done"


def test_a_damaged_file_is_named():
    report = claim(jpeg(taken(12)))
    photo = Photo.objects.get(report=report, role="after")
    (media.store._root() / photo.shown).write_bytes(b"\xff\xd8\xff\xe0 not any more")
    look_at_all()

    assert Scan.objects.get(photo=photo).error == "its file cannot be read"


def test_without_the_extra_what_needs_no_library_works_and_the_rest_is_said_to_be_absent(monkeypatch):
    monkeypatch.setattr(seeing, "_library", lambda: None)
    first = claim(jpeg(taken(1)))
    report = claim(made(taken(1), REUSED["recompressed"]))
    look_at_all()

    assert findings(report) == [("Very like a photo that was used before", first.code)]
    with translation.override("en"):
        assert queries.absent_checks() == ("same place", "edited copy", "cropped, stamped or framed copies")
    assert claims.state_of(report) == "done"


def test_a_flat_picture_is_like_no_other():
    flat = saved(np.full((240, 320), 90, np.uint8))
    claim(jpeg(flat))
    report = claim(jpeg(saved(np.full((240, 320), 93, np.uint8))))
    look_at_all()

    assert findings(report) == []

"""Claims with photos for the tests of the photo checks, and the worker's part of looking at them."""

import io
import random

from django.utils import translation
from PIL import Image, ImageDraw
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.config.consumers import CONSUMERS
from tanggap.core import cursors
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification.evidence import claims, examine, scanning
from tanggap.verification.evidence.seeing import Sight


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
    """Return a picture as a file."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def claim(after: bytes, *more: bytes, before: bytes | None = None, **how):
    """Return a report of litter that was claimed done with the photo `after` (and `more`)."""
    photos = [Upload(before, "before.jpg")] if before else []
    report = make.report(state=State.IN_PROGRESS, category=LITTER, photos=photos, **how)
    officer = make.staff(of=report.unit_id)
    reports.claim_done(
        code=report.code,
        version=report.version,
        by=officer,
        message="Sudah bersih",
        photos=[Upload(one, "after.jpg") for one in (after, *more)],
    )
    report.refresh_from_db()
    return report


def validator(report):
    """Return somebody who checks the report."""
    return make.staff(of=report.verifier_id, role=Role.VALIDATOR)


def findings(report, *, but_silent=True):
    """Return title and code of what was found, as the validator reads it."""
    found = claims.of_claim(report, staff=validator(report))
    with translation.override("en"):
        return [(one.title, one.code) for one in found if not (but_silent and one.tone == "silent")]


def wait_in_line() -> None:
    """Let the photos that came wait to be looked at, as the worker's consumer does; a test's own transaction hides nothing from it."""
    scanning.enqueue(Photo.objects.values_list("report", "version"))


def look_at_all(most: int = 1_000) -> int:
    """Look at every photo that waits, at `most` so many, as the worker's child does; return at how many."""
    wait_in_line()
    sight, number = Sight(), 0
    while number < most and (taken := scanning.take()):
        examine.examine(taken, sight=sight)
        number += 1
    return number


def catch_up() -> None:
    """Let the consumer read the events: for tests whose transactions are committed."""
    cursors.catch_up(CONSUMERS["evidence"])

"""`tanggap evidence compare`: in words, as JSON, and as a picture; a file that is no photo is refused in a sentence."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from PIL import Image
from tests.verification.evidence.scenes import jpeg, taken, with_part_of

from tanggap.verification.evidence.drawing import HEIGHT


@pytest.fixture
def photos(tmp_path):
    files = tmp_path / "before.jpg", tmp_path / "after.jpg"
    files[0].write_bytes(jpeg(taken(1)))
    files[1].write_bytes(jpeg(with_part_of(taken(1), taken(11))))
    return files


def compared(*arguments) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("evidence", "compare", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_findings_are_said_in_words(photos):
    said = compared(*photos)

    assert said.startswith(
        "Looks like the reporter's own photo with a part changed (speaks against the photo, strong)\n  Of "
    )


def test_findings_are_printed_for_machines(photos):
    said = json.loads(compared(*photos, "--json"))

    assert (said["verdict"], [(one["kind"], one["tone"]) for one in said["findings"]]) == (
        "same_place",
        [("edited", "against")],
    )


def test_a_picture_shows_both_photos(photos, tmp_path):
    compared(*photos, "--draw", tmp_path / "drawn.png")

    with Image.open(tmp_path / "drawn.png") as drawn:
        assert (drawn.format, drawn.height) == ("PNG", HEIGHT)
        assert drawn.width > 2 * HEIGHT * 4 / 3


def test_what_is_no_photo_is_refused(photos, tmp_path):
    (tmp_path / "text.jpg").write_text("not a photo")

    with pytest.raises(CommandError, match=r"text\.jpg: This file is text, not a photo"):
        compared(photos[0], tmp_path / "text.jpg")
    with pytest.raises(CommandError, match="No such file"):
        compared(photos[0], tmp_path / "missing.jpg")
    with pytest.raises(CommandError, match="No such file"):
        compared(*photos, "--draw", tmp_path / "nowhere" / "drawn.png")

"""One frame, one place, or not to be told: drawn places seen from many standpoints, real photos in many guises, hostile pictures."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.verification.evidence.scenes import saved, stamped, taken, with_part_of
from tests.verification.evidence.test_features import HOSTILE

from tanggap.verification.evidence import features, geometry, pixels
from tanggap.verification.evidence.geometry import Verdict

PHOTOS = Path(__file__).parents[2] / "data" / "photos"
STAMP = "26-11-2026 10:22 Kelurahan"


@cache
def real(name: str) -> pixels.Grey:
    with Image.open(PHOTOS / name) as picture:
        return pixels.fitted(picture.convert("L"))


@cache
def points(name: str) -> features.Features:
    return features.extract(real(name))


def compared(before: str, after: str) -> geometry.Comparison:
    return geometry.compare_known(real(before), real(after), points(before), points(after))


RETAKES = {
    "from another side": {"at": (1.0, 0.0, 0.5), "looking": (2, -6, 1)},
    "a step aside": {"at": (0.15, 0.05, 0.1), "looking": (1, 1, 0.5)},
    "the same spot, by hand": {"at": (0.03, 0.02, 0.02), "looking": (0.5, 0.5, 0.5)},
    "the same spot, turned": {"looking": (1, 4, 0.5)},
}


@pytest.mark.parametrize("how", RETAKES)
def test_a_new_photo_of_the_place_is_the_same_place_and_no_copy(how):
    found = geometry.compare(taken(1), taken(1, **RETAKES[how], moment=1, light=0.9))

    assert (found.verdict, found.is_frame, found.is_edit, found.regions) == (Verdict.SAME_PLACE, False, False, ())


def test_a_photo_of_the_photo_on_a_screen_is_asked_about():
    before = taken(1)
    off_screen = _of_a_screen(before)

    assert geometry.compare(before, off_screen).is_photographed
    assert not geometry.compare(before, taken(1, at=(1, 0, 0.5), looking=(2, -6, 1), moment=1)).is_photographed
    assert geometry.confirm(features.extract(off_screen), features.extract(before)).how == ("photographed",)


def _of_a_screen(picture: pixels.Grey) -> pixels.Grey:
    """Return a photo of the picture on a screen, from a little aside."""
    height, width = picture.shape
    plane = np.array([[0.82, 0.03, 30], [0.02, 0.86, 20], [-1.6e-4, 7e-5, 1]])
    flat = Image.fromarray(picture).transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        (np.linalg.inv(plane) / np.linalg.inv(plane)[2, 2]).ravel()[:8],
        Image.Resampling.BICUBIC,
    )
    return saved(np.asarray(flat))


def test_another_place_is_never_called_other_it_cannot_be_told():
    found = geometry.compare(taken(1), taken(11))

    assert (found.verdict, found.points, found.inliers) == (Verdict.CANNOT_TELL, (), 0)


def test_a_camera_fixed_to_a_pole_looks_like_a_copy():
    found = geometry.compare(taken(1), taken(1, moment=1, light=0.9))

    assert (found.is_frame, found.is_edit) == (True, False)


def test_a_part_of_the_photo_that_was_replaced_is_outlined():
    found = geometry.compare(taken(1), with_part_of(taken(1), taken(11), box=(0.35, 0.4, 0.6, 0.7)))

    assert (found.is_edit, len(found.regions)) == (True, 1)
    assert found.regions[0].box == pytest.approx((0.35, 0.4, 0.6, 0.7), abs=0.03)
    assert found.changed == pytest.approx(0.25 * 0.3, rel=0.2)


def test_a_large_part_covered_by_another_part_of_the_same_photo_is_outlined():
    copied = np.roll(taken(1), (70, 160), axis=(0, 1))

    found = geometry.compare(taken(1), with_part_of(taken(1), copied, box=(0.4, 0.3, 0.75, 0.8)))

    assert (found.is_edit, len(found.regions)) == (True, 1)
    assert found.regions[0].box == pytest.approx((0.4, 0.3, 0.75, 0.8), abs=0.03)


def test_a_part_is_found_although_the_copy_was_mirrored_cropped_and_saved_smaller():
    edited = with_part_of(taken(1), taken(11), box=(0.4, 0.4, 0.6, 0.6))[30:-30, 45:-45]
    sent = saved(np.asarray(Image.fromarray(edited[:, ::-1]).resize((292, 225), Image.Resampling.LANCZOS)), 70)

    found = geometry.compare(taken(1), sent)

    assert (found.is_edit, found.how, len(found.regions)) == (True, ("mirrored", "cropped"), 1)
    assert found.regions[0].box == pytest.approx((0.377, 0.38, 0.623, 0.62), abs=0.03)


def test_the_same_photo_unchanged_is_told_as_the_same():
    found = geometry.compare(taken(1), taken(1))

    assert (found.is_frame, found.is_edit, found.how, found.changed) == (True, False, ("same",), 0)


def test_a_stamp_is_no_edit_and_two_stamps_do_not_hide_one_photo():
    bare, stamp, other = taken(1), stamped(taken(1), STAMP), stamped(taken(1), "26-11-2025 09:14 Kelurahan")

    told = [geometry.compare(*pair) for pair in ((bare, stamp), (other, stamp))]

    assert told[0].how == ("stamped",)
    assert [(one.is_frame, one.is_edit) for one in told] == [(True, False), (True, False)]


def test_two_places_under_one_stamp_are_neither_one_frame_nor_one_place():
    found = geometry.compare(stamped(taken(1), STAMP), stamped(taken(11), STAMP))

    assert (found.verdict, found.is_frame) == (Verdict.CANNOT_TELL, False)


WAYS = {
    "recompressed": ("same",),
    "messenger": ("same",),
    "cropped": ("cropped",),
    "mirrored": ("mirrored",),
    "rotated": ("turned", "cropped"),
    "toned": ("same",),
    "stamped_a": ("stamped",),
    "stamped_b": ("stamped",),
    "screenshot": ("framed",),
    "exif_redated": ("same",),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_real_photo_is_known_again_in_every_guise(way):
    found = compared("gps_DSCN0012.jpg", f"near_path_{way}.jpg")

    assert (found.is_frame, found.is_edit, found.how) == (True, False, WAYS[way])


@pytest.mark.parametrize("way", ["messenger", "mirrored", "rotated", "screenshot"])
def test_the_few_points_that_are_kept_are_enough_to_confirm(way):
    kept = features.Features.unpack(points("gps_DSCN0012.jpg").pack())

    found = geometry.confirm(points(f"near_path_{way}.jpg"), kept)

    assert found is not None
    assert found.error_px <= 0.25


@pytest.mark.parametrize("name", ["people_inpainted", "people_cloned", "bench_inpainted", "bench_cloned"])
def test_a_real_forgery_is_outlined_where_it_was_made(name):
    original = "gps_DSCN0025.jpg" if name.startswith("people") else "gps_DSCN0021.jpg"

    found = compared(original, f"forged_{name}.jpg")

    assert (found.is_edit, found.how, len(found.regions)) == (True, ("same",), 1)


def test_real_photos_of_other_places_are_not_matched():
    rows = csv.DictReader((PHOTOS / "pairs.csv").open(encoding="utf-8"))
    pairs = [
        (row["a"], row["b"])
        for row in rows
        if row["truth"] == "different_place" and "place_" not in row["a"] + row["b"]
    ]

    assert len(pairs) == 5
    assert {compared(*pair).verdict for pair in pairs} == {Verdict.CANNOT_TELL}


def test_points_are_few_well_spread_and_within_the_pictures():
    lines = np.array(compared("gps_DSCN0012.jpg", "near_path_mirrored.jpg").points)

    assert len(lines) == geometry.MOST_POINTS
    assert ((lines >= 0) & (lines <= 1)).all()
    assert lines[:, 0] + lines[:, 2] == pytest.approx(1, abs=0.01)  # mirrored: left is right
    assert len(np.unique(lines[:, 2:] * 8 // 1, axis=0)) > 50


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strange_picture_is_compared_without_a_word(name):
    strange, ordinary = HOSTILE[name], taken(1)[:200, :200]
    at_once = [geometry.compare(strange, ordinary), geometry.compare(ordinary, strange)]

    assert [one.verdict for one in at_once] == [Verdict.CANNOT_TELL] * 2
    assert geometry.compare(strange, strange).how in ((), ("same",))


def test_a_comparison_is_the_same_each_time():
    pair = taken(1), taken(1, at=(1.0, 0.0, 0.5), looking=(2, -6, 1), moment=1)

    assert geometry.compare(*pair) == geometry.compare(*pair)

"""A second compression, and the small picture inside the camera data."""

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from tanggap.verification.evidence.history.inside.compression import _WAVES, twice
from tanggap.verification.evidence.history.inside.pixels import pixels

from .conftest import said, signs
from .files import camera, held, jpeg, opened, photo, picture, saved, with_small_picture


def again(first: int, second: int) -> bytes:
    return saved(opened(saved(picture(), quality=first)), quality=second)


def is_twice(data: bytes) -> bool:
    return pixels("jpeg", data)["saved"]["is_twice"]


@pytest.mark.parametrize("quality", [60, 75, 85, 92, 98])
def test_a_picture_saved_once_is_not_said_to_be_saved_twice(quality):
    assert not is_twice(saved(picture(), quality=quality))


@pytest.mark.parametrize(("first", "second"), [(50, 80), (60, 90), (75, 85), (80, 95), (90, 95)])
def test_a_coarser_first_save_leaves_its_steps(first, second):
    assert is_twice(again(first, second))


@pytest.mark.parametrize(("first", "second"), [(95, 75), (85, 85)])
def test_a_first_save_as_fine_as_the_second_leaves_no_trace_and_nothing_is_said(first, second):
    assert not is_twice(again(first, second))


@pytest.mark.parametrize("rounding", [0.42, 0.33, 0.2])
@pytest.mark.parametrize("quality", [75, 93])
def test_cameras_that_round_towards_nothing_have_saved_once(quality, rounding):
    """Encoders that save space drop small frequencies: they are no second save."""
    assert not twice(*rounded_down(quality, rounding))["is_twice"]


def rounded_down(quality: int, rounding: float) -> tuple[np.ndarray, list[int]]:
    """The pixels of a grey JPEG whose encoder rounds up only beyond `1 - rounding`, and its table."""
    grey = picture().convert("L")
    table = opened(saved(grey, quality=quality)).quantization[0]
    height, width = grey.height // 8 * 8, grey.width // 8 * 8
    blocks = np.asarray(grey, float)[:height, :width].reshape(height // 8, 8, width // 8, 8).swapaxes(1, 2) - 128
    steps = np.array(table).reshape(8, 8)
    waves = _WAVES @ blocks @ _WAVES.T
    kept = np.sign(waves) * np.floor(np.abs(waves) / steps + rounding) * steps
    pixels = (_WAVES.T @ kept @ _WAVES + 128).swapaxes(1, 2).reshape(height, width)
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8), list(table)


def test_a_change_of_size_between_wipes_the_trace():
    smaller = opened(saved(picture(), quality=60)).resize((400, 300), Image.Resampling.LANCZOS)

    assert not is_twice(saved(smaller, quality=92))


def test_a_second_save_is_told_weakly_and_only_of_a_file_that_names_a_camera():
    once = opened(saved(picture(), quality=60))

    assert said(saved(once, quality=92, exif=camera(Model="X"))) == [("saved_twice", "question", "weak")]
    assert said(saved(once, quality=92)) == [("no_camera", "silent", "weak")]


@pytest.mark.parametrize(
    "changed",
    [
        lambda image: image,
        lambda image: ImageEnhance.Contrast(ImageEnhance.Brightness(image).enhance(1.25)).enhance(1.2),
        lambda image: ImageEnhance.Brightness(image).enhance(0.6),
        lambda image: image.filter(ImageFilter.UnsharpMask(3, 150, 2)),
        lambda image: image.transpose(Image.Transpose.ROTATE_90),
        lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    ],
)
def test_light_sharpness_and_turning_do_not_make_the_small_picture_differ(changed):
    data = with_small_picture(changed(picture()), picture())

    assert pixels("jpeg", data)["thumbnail"]["state"] == "same"


def test_black_bars_and_a_cut_to_the_photos_shape_are_how_cameras_fill_it():
    whole = picture()
    wide = whole.crop((0, 0, whole.width, whole.width * 9 // 16))
    barred = Image.new("RGB", (160, 120))
    barred.paste(wide.resize((160, 90)), (0, 15))

    assert pixels("jpeg", with_small_picture(wide, barred))["thumbnail"]["state"] == "same"


@pytest.mark.parametrize("name", ["gps_DSCN0010.jpg", "gps_DSCN0012.jpg", "gps_DSCN0021.jpg", "gps_DSCN0025.jpg"])
def test_a_cameras_own_small_picture_is_the_same(name):
    assert pixels("jpeg", photo(name))["thumbnail"]["state"] == "same"


def test_another_picture_under_a_photos_camera_data_is_a_strong_question():
    [one] = signs(with_small_picture(picture(), picture("place_basilica_1.jpg")))

    assert (one.facts["check"], one.tone, one.strength) == ("thumbnail_other", "question", "strong")


def test_a_crop_that_left_the_small_picture_is_a_strong_question():
    whole = picture()
    cut = whole.crop((whole.width // 4, whole.height // 4, whole.width * 3 // 4, whole.height * 3 // 4))

    assert said(with_small_picture(cut, whole)) == [("thumbnail_other", "question", "strong")]


@pytest.mark.parametrize(
    ("forged", "original", "where"),
    [
        ("forged_people_inpainted.jpg", "gps_DSCN0025.jpg", (0.1, 0.5, 0.4, 0.9)),
        ("forged_people_cloned.jpg", "gps_DSCN0025.jpg", (0.1, 0.5, 0.4, 0.9)),
        ("forged_bench_inpainted.jpg", "gps_DSCN0021.jpg", (0.0, 0.5, 0.3, 0.9)),
        ("forged_bench_cloned.jpg", "gps_DSCN0021.jpg", (0.0, 0.5, 0.3, 0.9)),
    ],
)
def test_something_removed_is_still_in_a_cameras_small_picture(forged, original, where):
    data = saved(opened(photo(forged)), exif=opened(photo(original)).info["exif"], quality=90)

    small = pixels("jpeg", data)["thumbnail"]

    assert small["state"] == "part"
    left, top, right, bottom = small["region"]
    assert where[0] <= left < right <= where[2]
    assert where[1] <= top < bottom <= where[3]


def test_the_part_is_told_as_the_photo_is_shown():
    """A telephone held upright stores the photo lying: what is left below as stored is left above as shown."""
    block = held(opened(photo("gps_DSCN0025.jpg")).info["exif"], 6)

    [one] = [
        one
        for one in signs(saved(opened(photo("forged_people_inpainted.jpg")), exif=block, quality=90))
        if one.facts["check"] == "thumbnail_part"
    ]

    left, top, right, bottom = one.facts["regions"][0]["box"]
    assert (left + right) / 2 < 0.5
    assert (top + bottom) / 2 < 0.5


def test_a_small_picture_that_shows_nothing_or_is_broken_says_nothing():
    flat = with_small_picture(picture(), Image.new("RGB", (160, 120), "grey"))
    broken = bytearray(with_small_picture(picture(), picture()))
    broken[120:400] = bytes(280)

    assert pixels("jpeg", flat)["thumbnail"] == {"state": "none"}
    assert pixels("jpeg", bytes(broken))["thumbnail"] == {"state": "none"}


def test_a_damaged_picture_and_other_kinds_are_no_witnesses():
    assert pixels("jpeg", jpeg(picture(), Model="X")[:20_000]) == {}
    assert pixels("jpeg", photo("corrupted.jpg")) == {}
    assert pixels("png", saved(picture(), "PNG")) == {}
    assert pixels("jpeg", saved(picture().convert("CMYK"))) == {}

"""What comes out of the media door: two clean, upright, small JPEGs and the facts."""

import hashlib
import io
import re

import numpy as np
import pytest
from PIL import Image, ImageCms

from tanggap.core import media
from tanggap.core.media.fingerprint import distance

from .conftest import examine_photo, opened, photo, png, saved, scene


def _near(picture: Image.Image, expected: Image.Image) -> float:
    """The mean difference of two pictures in steps of 256."""
    return float(np.abs(np.asarray(picture, float) - np.asarray(expected.convert("RGB"), float)).mean())


class TestSizes:
    @pytest.mark.parametrize(
        ("size", "shown", "thumb"),
        [
            ((4000, 3000), (1600, 1200), (320, 240)),
            ((1500, 3500), (686, 1600), (137, 320)),
            ((640, 480), (640, 480), (320, 240)),
            ((40, 30), (40, 30), (40, 30)),
            ((1, 1), (1, 1), (1, 1)),
            ((9000, 3), (1600, 1), (320, 1)),
        ],
    )
    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_shown_and_thumb_fit_and_are_never_enlarged(self, size, shown, thumb, kind):
        picture = media.examine(saved(Image.new("RGB", size, "teal"), kind))

        assert (picture.width, picture.height) == size
        assert (picture.shown.width, picture.shown.height) == opened(picture.shown).size == shown
        assert (picture.thumb.width, picture.thumb.height) == opened(picture.thumb).size == thumb

    def test_a_phone_photo_becomes_small_enough_for_a_slow_line(self):
        picture = examine_photo("corrupted.jpg")

        assert len(picture.shown.data) < 600_000
        assert len(picture.thumb.data) < 30_000


class TestColours:
    def test_pixels_survive(self):
        picture = media.examine(saved(scene(), quality=95))

        assert _near(opened(picture.shown), scene()) < 3

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_of_other_kinds_too(self, kind):
        assert _near(opened(media.examine(saved(scene(), kind)).shown), scene()) < 5

    def test_transparent_becomes_white(self):
        clear = Image.new("RGBA", (60, 60), (200, 0, 0, 0))

        assert opened(media.examine(saved(clear, "PNG")).shown).getpixel((30, 30)) == (255, 255, 255)

    def test_a_palette_with_a_transparent_colour(self):
        clear = Image.new("P", (60, 60), 0)
        clear.putpalette([200, 0, 0])

        data = saved(clear, "PNG", transparency=0)

        assert opened(media.examine(data).shown).getpixel((30, 30)) == (255, 255, 255)

    def test_16_bits_of_grey_keep_their_brightness(self):
        data = png(40, 40, depth=16, rows=(b"\0" + b"\x9c\x40" * 40) * 40)

        assert opened(media.examine(data).shown).getpixel((20, 20)) == pytest.approx((156, 156, 156), abs=2)

    @pytest.mark.parametrize("mode", ["1", "L", "CMYK"])
    def test_modes_that_cameras_and_scanners_use(self, mode):
        data = saved(scene().convert(mode), "PNG" if mode == "1" else "JPEG")

        assert opened(media.examine(data).shown).mode == "RGB"

    def test_a_profile_is_applied_and_dropped(self):
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        swapped = _profile_with_red_and_blue_swapped(lab.tobytes())
        picture = media.examine(saved(Image.new("RGB", (64, 64), (250, 10, 10)), quality=95, icc_profile=swapped))

        red, _, blue = opened(picture.shown).getpixel((32, 32))

        assert blue > red
        assert "icc_profile" not in opened(picture.shown).info

    @pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 128, b"acsp" * 4000])
    def test_a_broken_profile_changes_nothing(self, profile):
        picture = media.examine(saved(scene(), quality=95, icc_profile=profile))

        assert _near(opened(picture.shown), scene()) < 3

    def test_the_average_colour(self):
        assert media.examine(saved(Image.new("RGB", (64, 64), "#336699"), "PNG")).colour == "#336699"


def _profile_with_red_and_blue_swapped(profile: bytes) -> bytes:
    """Exchange the tags rXYZ and bXYZ of an ICC profile: what says red then means blue."""
    return profile.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)


class TestOrientation:
    @pytest.mark.parametrize("turn", range(1, 9))
    def test_all_eight_ways_of_holding_a_camera(self, turn):
        exif = Image.Exif()
        exif[0x0112] = turn
        upright = scene()
        stored = upright
        for step in {
            1: [],
            2: [Image.Transpose.FLIP_LEFT_RIGHT],
            3: [Image.Transpose.ROTATE_180],
            4: [Image.Transpose.FLIP_TOP_BOTTOM],
            5: [Image.Transpose.TRANSPOSE],
            6: [Image.Transpose.ROTATE_90],
            7: [Image.Transpose.TRANSVERSE],
            8: [Image.Transpose.ROTATE_270],
        }[turn]:
            stored = stored.transpose(step)

        picture = media.examine(saved(stored, quality=95, exif=exif))

        assert (picture.width, picture.height) == upright.size
        assert _near(opened(picture.shown), upright) < 4

    @pytest.mark.parametrize("turn", [0, 9, 65535])
    def test_nonsense_is_ignored(self, turn):
        exif = Image.Exif()
        exif[0x0112] = turn

        assert media.examine(saved(scene(), exif=exif)).width == 400


class TestFacts:
    def test_the_original_is_kept_as_it_came_with_its_hash(self):
        data = photo("gps_DSCN0010.jpg")
        picture = media.examine(data)

        assert picture.original == data
        assert picture.sha256 == hashlib.sha256(data).hexdigest()
        assert picture.size == len(data)

    def test_hashes_fit_bigint_and_are_the_same_for_a_recompressed_copy(self):
        one = examine_photo("gps_DSCN0012.jpg")
        copy = media.examine(saved(opened(one.shown), quality=40))

        for name in ("dhash", "phash"):
            assert -(2**63) <= getattr(one, name) < 2**63
            assert distance(getattr(one, name), getattr(copy, name)) <= 4

    def test_distance_counts_bits_of_signed_numbers(self):
        assert distance(0, -1) == 64
        assert distance(-1, -2) == 1
        assert distance(-(2**63), 2**63 - 1) == 64

    def test_all_facts_are_plain_values(self):
        for value in examine_photo("gps_DSCN0010.jpg").exif.values():
            assert type(value) in (str, int, float)

    def test_a_picture_of_several_frames_is_its_first(self):
        frames = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
        data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)

        red, _, blue = opened(media.examine(data).shown).getpixel((25, 25))

        assert red > 200 > 50 > blue

    def test_the_several_pictures_of_a_phone_jpeg_are_its_first(self):
        frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
        data = saved(frames[0], "MPO", save_all=True, append_images=frames[1:])

        red, _, blue = opened(media.examine(data).shown).getpixel((32, 32))

        assert red > 200 > 50 > blue

    def test_the_same_photo_gives_the_same_bytes(self):
        assert examine_photo("gps_DSCN0010.jpg") == examine_photo("gps_DSCN0010.jpg")


class TestNames:
    @pytest.mark.parametrize(
        ("sent", "shown"),
        [
            ("IMG_1.jpg", "IMG_1.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\foto.jpg", "foto.jpg"),
            ("a\0b\r\nc.jpg", "abc.jpg"),
            ("gpj.\u202efoto.jpg", "gpj.foto.jpg"),
            ("", ""),
            ("..", ".."),
            ("foto 😀.jpg", "foto 😀.jpg"),
        ],
    )
    def test_a_senders_name_is_harmless_when_shown_back(self, sent, shown):
        assert media.examine(photo("invalid_image01137.jpg"), filename=sent).filename == shown

    def test_a_long_one_is_shortened_and_keeps_its_end(self):
        name = media.examine(photo("invalid_image01137.jpg"), filename="x" * 300 + ".jpeg").filename

        assert len(name) == 60
        assert re.fullmatch(r"x+…x*\.jpeg", name)

    def test_a_refusal_says_which_file_it_is_about(self):
        with pytest.raises(media.NotAPicture) as refused:
            media.examine(b"hello", filename="../note.jpg")

        assert str(refused.value).startswith("note.jpg: ")
        assert refused.value.errors == {"photos": str(refused.value)}


def test_what_is_shown_can_be_opened_by_anything():
    picture = examine_photo("sample.heif")

    for rendition in (picture.shown, picture.thumb):
        again = Image.open(io.BytesIO(rendition.data), formats=("JPEG",))
        again.verify()
        assert again.format == "JPEG"

"""Bad pictures (threats.md §4, 1 to 12): each ends in its refusal or in clean acceptance, cheaply, and hurts nobody."""

import os
import time
import zlib
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from tanggap.core import media
from tanggap.core.media import kinds
from tanggap.core.refusal import Refusal

from .conftest import examine_photo, jpeg_declared, jpeg_of_many_scans, opened, photo, png, png_chunk, saved, scene

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _gif() -> bytes:
    return saved(Image.new("P", (10, 10)), "GIF")


class TestNotAPicture:
    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (SVG, "SVG"),
            (b"\xef\xbb\xbf\n " + SVG, "SVG"),
            (b"<!DOCTYPE html><html><script>alert(1)</script>", "HTML"),
            (b"This is a text file named photo.jpg\n", "text"),
            ("Ini teks biasa, café\n".encode() * 500, "text"),
            (_gif(), "GIF"),
            (b"GIF89a/*" + b"\0" * 40 + b"*/=alert(1)", "GIF"),
            (b"%PDF-1.7\n", "PDF"),
            (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
            (b"8BPS\0\1" + b"\0" * 60, "PSD"),
            (b"SIMPLE  =                    T", "FITS"),
            (saved(scene(20, 20), "TIFF"), "TIFF"),
            (b"MM\0*\0\0\0\x08", "TIFF"),
            (saved(scene(20, 20), "BMP"), "BMP"),
            (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
            (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "AVIF"),
            (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", "video"),
            (b"RIFF\0\0\0\0AVI LIST", "video"),
            (b"PK\3\4\x14\0", "ZIP"),
            (b"MZ\x90\0", "program"),
        ],
    )
    def test_what_it_is_instead_is_named(self, data, found):
        with pytest.raises(media.NotAPicture) as refused:
            media.examine(data, filename="photo.jpg")

        assert refused.value.found == found
        assert found in str(refused.value)

    @pytest.mark.parametrize("data", [b"\0" * 100, os.urandom(1000) + b"\0", b"\xff\xd8", b"\x89PNG", b"\xc3("])
    def test_what_cannot_be_named_is_still_refused(self, data):
        with pytest.raises(media.NotAPicture):
            media.examine(b"\1" + data)

    @hypothesis_settings(deadline=None, max_examples=300)
    @given(st.binary(max_size=5000))
    def test_looking_at_the_first_bytes_never_fails(self, data):
        assert kinds.sniff(data) is None or kinds.sniff(data) in kinds.KINDS
        assert kinds.other(data) is None or kinds.other(data)


class TestBombs:
    def test_a_png_of_30000_squared_in_a_few_kilobytes(self):
        data = png(30_000, 30_000, rows=b"\0" * 100)

        assert len(data) < 10_000
        with pytest.raises(media.TooManyPixels):
            media.examine(data)

    def test_a_jpeg_header_of_65500_squared(self):
        with pytest.raises(media.TooManyPixels):
            media.examine(jpeg_declared(65_500, 65_500))

    def test_100_megapixels(self):
        with pytest.raises(media.TooManyPixels):
            media.examine(png(10_000, 10_000, depth=1))

    @pytest.mark.parametrize("kind", ["WEBP", "lossless"])
    def test_a_webp_too_large_for_its_decoder(self, kind):
        data = saved(Image.new("RGB", (5000, 5000)), "WEBP", lossless=kind == "lossless")

        with pytest.raises(media.TooManyPixels):
            media.examine(data)

    def test_15_megabytes_and_a_byte(self):
        with pytest.raises(media.TooLarge) as refused:
            media.examine(photo("gps_DSCN0010.jpg") + b"\0" * media.MOST_BYTES)

        assert "15 MB" in str(refused.value)
        assert refused.value.status == 413

    def test_the_largest_that_is_taken_costs_no_more_than_promised(self, own_pool):
        data = png(7_000, 7_000, colour=6)
        examine_photo("invalid_image01137.jpg")
        [pid] = own_pool.pids()
        memory, work = _peak_mb(pid), _cpu_seconds(pid)

        picture = media.examine(data)

        assert (picture.width, picture.height) == (7_000, 7_000)
        assert _peak_mb(pid) - memory < 256
        assert _cpu_seconds(pid) - work <= 2.1

    def test_a_jpeg_that_is_painted_thousands_of_times_is_stopped(self, own_pool):
        data = jpeg_of_many_scans()
        began = time.monotonic()

        with pytest.raises(media.Undecodable):
            media.examine(data)

        assert len(data) < media.MOST_BYTES
        assert time.monotonic() - began < 15
        assert own_pool.pids() == []

    def test_a_profile_that_unpacks_to_much(self):
        bomb = png_chunk(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 300_000_000, 9))

        with pytest.raises(media.BadPhoto):
            media.examine(png(8, 8, extra=bomb))


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class TestEmpty:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            png(0, 5, rows=b""),
            png(5, 0, rows=b""),
            jpeg_declared(0, 40),
            jpeg_declared(40, 0),
        ],
    )
    def test_no_bytes_or_no_pixels(self, data):
        with pytest.raises(media.ZeroSize):
            media.examine(data)


class TestDamaged:
    def test_a_truncated_photo_that_shows_most_is_taken_and_marked(self):
        data = photo("gps_DSCN0010.jpg")
        picture = media.examine(data[: len(data) * 85 // 100])

        assert picture.repaired
        assert (picture.width, picture.height) == (640, 480)
        assert opened(picture.shown).getpixel((320, 475)) == pytest.approx((128, 128, 128), abs=2)

    def test_one_that_shows_less_than_half_is_refused(self):
        data = photo("gps_DSCN0010.jpg")

        with pytest.raises(media.Damaged):
            media.examine(data[: len(data) * 30 // 100])

    @pytest.mark.parametrize("length", [4, 100, 5_000])
    def test_a_header_alone_is_refused(self, length):
        with pytest.raises(media.Damaged):
            media.examine(photo("gps_DSCN0012.jpg")[:length])

    def test_a_truncated_progressive_photo_shows_all_rows_coarsely_and_is_marked(self):
        data = saved(opened(examine_photo("gps_DSCN0010.jpg").shown), progressive=True, quality=90)
        picture = media.examine(data[: len(data) * 60 // 100])

        assert picture.repaired

    def test_missing_the_last_two_bytes_is_no_damage_worth_a_refusal(self):
        assert media.examine(photo("gps_DSCN0010.jpg")[:-2]).width == 640

    def test_a_picture_that_ends_in_grey_is_not_called_damaged_for_a_narrow_stripe(self):
        whole = scene()
        whole.paste((128, 128, 128), (0, 290, 400, 300))

        assert not media.examine(saved(whole, "PNG")).repaired

    def test_a_grey_card_is_a_picture(self):
        assert not media.examine(saved(Image.new("RGB", (100, 100), (128, 128, 128)))).repaired

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_other_kinds_are_whole_or_refused(self, kind, share):
        data = saved(opened(examine_photo("gps_DSCN0010.jpg").shown), kind)

        with pytest.raises(media.Damaged):
            media.examine(data[: int(len(data) * share)])

    @pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
    def test_heif_too(self, share):
        data = photo("sample.heif")

        with pytest.raises(media.BadPhoto):
            media.examine(data[: int(len(data) * share)])

    def test_a_header_that_lies_about_the_size(self):
        with pytest.raises(media.Damaged):
            media.examine(jpeg_declared(4_000, 4_000))

    @hypothesis_settings(deadline=None, max_examples=60)
    @given(data=st.data())
    def test_any_flipped_bytes_end_in_a_picture_or_a_refusal(self, data):
        name = data.draw(st.sampled_from(["sample.heif", "invalid_image01137.jpg", "exif_no_gps_Canon_40D.jpg"]))
        broken = bytearray(photo(name))
        for _ in range(data.draw(st.integers(1, 20))):
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))

        try:
            media.examine(bytes(broken))
        except media.BadPhoto as refusal:
            message = str(refusal)
            assert message


class TestPolyglots:
    def test_a_jpeg_that_is_also_a_page_is_a_picture_without_the_page(self):
        page = b"<html><script>alert(1)</script></html>"
        data = photo("invalid_image01137.jpg")
        comment = b"\xff\xfe" + (len(page) + 2).to_bytes(2, "big") + page
        picture = media.examine(data[:2] + comment + data[2:] + page)

        assert picture.kind == "jpeg"
        assert b"script" not in picture.shown.data + picture.thumb.data

    def test_a_png_with_a_program_behind_it_is_a_picture_without_the_program(self):
        picture = media.examine(saved(scene(), "PNG") + b"MZ" + b"PK\3\4" * 100)

        assert b"PK\3\4" not in picture.shown.data


@pytest.mark.parametrize(
    ("refusal", "code", "status"),
    [
        (media.NotAPicture, "not_a_picture", 422),
        (media.TooLarge, "too_large", 413),
        (media.TooManyPixels, "too_many_pixels", 422),
        (media.ZeroSize, "zero_size", 422),
        (media.Damaged, "damaged", 422),
        (media.Undecodable, "undecodable", 422),
        (media.Busy, "busy", 503),
        (media.NoRoom, "no_room", 503),
    ],
)
def test_each_refusal_is_about_the_photos_and_says_what_to_do(refusal, code, status):
    with override("en"):
        refused: Refusal = refusal()
        said = str(refused)

    assert (refused.code, refused.status, refused.field) == (code, status, "photos")
    assert "lease" in said


def test_nothing_is_read_from_a_name(tmp_path):
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(photo("gps_DSCN0010.jpg"))

    with pytest.raises(media.NotAPicture):
        media.examine(str(secret).encode(), filename=str(secret))

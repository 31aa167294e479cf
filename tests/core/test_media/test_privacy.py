"""Nothing of a photo's file but its pixels reaches what is shown (P14), and what the private record gets is harmless."""

import zlib

import pytest
from PIL import Image, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from tanggap.core import media
from tanggap.core.media.structure import segments

from .conftest import examine_photo, opened, png, png_chunk, saved, scene

CANARY = "CANARY4711"
PLAIN_MARKERS = {0xE0, 0xDB, 0xC2, 0xC0, 0xC4, 0xDA, 0xDD}


def _exif() -> Image.Exif:
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x013C, 0x8298):
        exif[tag] = f"{CANARY} {tag:x}"
    camera = exif.get_ifd(0x8769)
    for tag in (0xA430, 0xA431, 0xA434, 0xA435, 0xA420, 0x9286, 0x927C):
        camera[tag] = f"{CANARY} {tag:x}"
    camera[0x9003] = "2026:11:25 08:00:00"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "S", (IFDRational(6), IFDRational(10), IFDRational(31))
    place[3], place[4] = "E", (IFDRational(106), IFDRational(49), IFDRational(38))
    return exif


def _jpeg_full_of_secrets() -> bytes:
    data = saved(
        scene(),
        exif=_exif(),
        comment=CANARY.encode(),
        icc_profile=CANARY.encode() * 20,
        xmp=f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode(),
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x0f\x1c\x02\x50\0\x0a" + CANARY.encode()
    segment = b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc
    return data[:2] + segment + data[2:] + b"TRAILER " + CANARY.encode()


def _png_full_of_secrets() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", CANARY)
    text.add_text("Comment", CANARY, zip=True)
    text.add_itxt("XML:com.adobe.xmp", CANARY)
    return saved(scene(), "PNG", pnginfo=text, exif=_exif()) + CANARY.encode()


def _webp_full_of_secrets() -> bytes:
    return saved(scene(), "WEBP", exif=_exif(), xmp=CANARY.encode(), icc_profile=CANARY.encode() * 20)


@pytest.mark.parametrize("make", [_jpeg_full_of_secrets, _png_full_of_secrets, _webp_full_of_secrets])
def test_no_secret_of_the_file_is_in_what_is_shown(make):
    data = make()
    picture = media.examine(data)

    assert CANARY.encode() in data
    for rendition in (picture.shown, picture.thumb):
        assert CANARY.encode() not in rendition.data
        assert {segment.marker for segment in segments(rendition.data)} <= PLAIN_MARKERS
        assert not opened(rendition).getexif()
        assert set(opened(rendition).info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


@pytest.mark.parametrize("name", ["gps_DSCN0010.jpg", "sample.heif", "corrupted.jpg", "c2pa_C.jpg"])
def test_real_photos_too(name):
    picture = examine_photo(name)

    for rendition in (picture.shown, picture.thumb):
        assert {segment.marker for segment in segments(rendition.data)} <= PLAIN_MARKERS
        for secret in (b"Exif", b"NIKON", b"OLYMPUS", b"http", b"ICC_PROFILE"):
            assert secret not in rendition.data


def test_the_private_record_gets_what_the_file_says():
    exif = media.examine(_jpeg_full_of_secrets()).exif

    assert exif["serial"] == f"{CANARY} a431"
    assert exif["taken_at"] == "2026-11-25T08:00:00"
    assert (exif["lon"], exif["lat"]) == pytest.approx((106.827222, -6.175278), abs=1e-6)


def _record(**tags) -> dict:
    """The private record of a photo with some EXIF values: `camera`, `place` and plain tags as `t010e`."""
    exif = Image.Exif()
    for ifd, name in ((0x8769, "camera"), (0x8825, "place")):
        exif.get_ifd(ifd).update(tags.pop(name, {}))
    for tag, value in tags.items():
        exif[int(tag[1:], 16)] = value
    return media.examine(saved(scene(40, 30), exif=exif)).exif


class TestTheRecordIsHarmless:
    def test_texts_are_short_and_on_one_line(self):
        assert _record(t010e="long " * 3000)["description"] == ("long " * 24).strip()
        assert _record(t010f="a\tb\r\nc\x1b[31m")["make"] == "a b c [31m"

    def test_signs_that_turn_the_reading_direction_are_gone(self):
        assert _record(t010f="abc\u202edef")["make"] in ("abc def", "abcâ€®def", "abc?def")

    def test_markup_is_only_text(self):
        assert _record(t010e="<img src=x onerror=alert(1)>")["description"] == "<img src=x onerror=alert(1)>"

    @pytest.mark.parametrize(
        "when", ["0000:00:00 00:00:00", "2026:13:01 00:00:00", "yesterday", "2026-01-01T00:00:00", "", "9" * 999]
    )
    def test_times_that_are_none_are_left_out(self, when):
        assert "taken_at" not in _record(camera={0x9003: when})

    def test_the_zone_is_kept_when_the_camera_says_it(self):
        record = _record(camera={0x9003: "2026:11:25 08:00:00", 0x9011: "+07:00"})

        assert (record["taken_at"], record["offset"]) == ("2026-11-25T08:00:00", "+07:00")

    @pytest.mark.parametrize(
        "place",
        [
            {1: "N", 2: (0, 0, 0), 3: "E", 4: (0, 0, 0)},
            {1: "S", 2: (IFDRational(1, 0), 0, 0), 3: "E", 4: (106, 0, 0)},
            {1: "S", 2: (IFDRational(0, 0), 0, 0), 3: "E", 4: (106, 0, 0)},
            {1: "S", 2: (91, 0, 0), 3: "E", 4: (106, 0, 0)},
            {1: "S", 2: (6, 0, 0), 3: "E", 4: (181, 0, 0)},
            {1: "S", 2: (6, 0, 0)},
        ],
        ids=["0/0", "infinite", "not a number", "beyond the pole", "beyond 180", "half a place"],
    )
    def test_places_that_are_none_are_left_out(self, place):
        assert not {"lon", "lat"} & _record(place=place).keys()

    def test_the_camera_may_say_how_sure_it_is_and_where_it_looked(self):
        place = {1: "S", 2: (6, 10, 31), 3: "E", 4: (106, 49, 38), 17: IFDRational(2705, 10), 31: IFDRational(5)}

        record = _record(place=place)

        assert (record["direction"], record["gps_error_m"]) == (270.5, 5)

    def test_broken_camera_data_do_not_cost_the_photo(self):
        exif = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 200
        data = saved(scene(40, 30), exif=exif)

        assert media.examine(data).width == 40

    def test_a_text_chunk_that_unpacks_to_much_is_no_bomb(self):
        bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 300_000_000, 9))

        with pytest.raises(media.Damaged):
            media.examine(png(8, 8, extra=bomb))

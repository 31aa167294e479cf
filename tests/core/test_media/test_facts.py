"""The facts of the shared data's README about photos, one test each."""

import csv
import io

import pytest
from PIL import Image, ImageOps

from tanggap.core import media
from tanggap.core.media.fingerprint import phash

from .conftest import PHOTOS, examine_photo, opened, photo


@pytest.mark.parametrize("name", ["gps_DSCN0010.jpg", "gps_DSCN0012.jpg", "gps_DSCN0021.jpg", "gps_DSCN0025.jpg"])
def test_camera_photos_say_italy_2008(name):
    exif = examine_photo(name).exif

    assert exif["taken_at"].startswith("2008-10-22T16:")
    assert (exif["lon"], exif["lat"]) == pytest.approx((11.885, 43.467), abs=0.005)
    assert exif["gps_at"].startswith("2008-10-23T14:")
    assert (exif["make"], exif["model"]) == ("NIKON", "COOLPIX P6000")


def test_the_place_is_exact_to_the_metre():
    exif = examine_photo("gps_DSCN0010.jpg").exif

    assert (exif["lat"], exif["lon"]) == pytest.approx((43 + 28 / 60 + 2.814 / 3600, 11 + 53 / 60 + 6.456 / 3600))


def test_exif_without_a_place():
    exif = examine_photo("exif_no_gps_Canon_40D.jpg").exif

    assert (exif["model"], exif["taken_at"]) == ("Canon EOS 40D", "2008-05-30T15:56:01")
    assert not {"lon", "lat", "gps_at"} & exif.keys()


def test_an_edited_photo_names_its_editor():
    assert examine_photo("edited_Canon_40D_photoshop.jpg").exif["software"] == "GIMP 2.4.5"


@pytest.mark.parametrize(
    ("name", "turn", "size"),
    [("orientation_landscape_6.jpg", 6, (600, 450)), ("orientation_portrait_3.jpg", 3, (450, 600))],
)
def test_photos_turned_by_exif_stand_upright_afterwards(name, turn, size):
    picture = examine_photo(name)
    original = Image.open(io.BytesIO(photo(name)))
    upright = ImageOps.exif_transpose(original)

    assert (picture.width, picture.height) == (picture.shown.width, picture.shown.height) == upright.size == size
    assert media.distance(phash(opened(picture.shown)), phash(upright)) <= 2
    assert media.distance(phash(opened(picture.shown)), phash(original)) > 20
    assert picture.exif["orientation"] == turn


def test_heif_becomes_jpeg():
    picture = examine_photo("sample.heif")

    assert (picture.kind, picture.width, picture.height) == ("heif", 640, 426)
    assert opened(picture.shown).format == "JPEG"


@pytest.mark.parametrize("name", ["c2pa_C.jpg", "c2pa_bad_signature_E-sig-CA.jpg"])
def test_content_credentials_are_an_ordinary_jpeg_here_and_leave_no_trace_in_what_is_shown(name):
    picture = examine_photo(name)

    assert b"c2pa" in picture.original
    assert b"c2pa" not in picture.shown.data + picture.thumb.data


def test_a_scan_with_a_piece_missing_is_repaired_and_says_so():
    picture = examine_photo("corrupted.jpg")

    assert picture.repaired
    assert (picture.width, picture.height) == (3648, 2736)
    assert opened(picture.shown).getpixel((800, 1195)) == pytest.approx((128, 128, 128), abs=2)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("invalid_image00971.jpg", (636, 227)),
        ("invalid_image01088.jpg", (425, 120)),
        ("invalid_image01137.jpg", (88, 64)),
    ],
)
def test_photos_with_broken_metadata_are_whole_pictures(name, size):
    picture = examine_photo(name)

    assert (picture.width, picture.height, picture.repaired) == (*size, False)


@pytest.mark.parametrize("name", ["scene_sacre_coeur1.jpg", "scene_sacre_coeur2.jpg"])
def test_the_scene_pair_is_accepted(name):
    assert max(examine_photo(name).shown.width, examine_photo(name).shown.height) == 1024


def test_every_photo_of_the_collection_has_an_outcome():
    for path in sorted(PHOTOS.glob("*.*")):
        if path.suffix != ".csv":
            picture = media.examine(path.read_bytes())
            assert opened(picture.shown).size == (picture.shown.width, picture.shown.height)
            assert opened(picture.thumb).size == (picture.thumb.width, picture.thumb.height)


class TestPairs:
    """pHash finds reuse, not place: the measured distances of the README."""

    @pytest.fixture(scope="class")
    @classmethod
    def distances(cls):
        hashes, found = {}, {}
        with (PHOTOS / "pairs.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                for name in (row["a"], row["b"]):
                    if name not in hashes:
                        hashes[name] = media.examine(photo(name)).phash
                found.setdefault(row["truth"], []).append(
                    (media.distance(hashes[row["a"]], hashes[row["b"]]), row["note"])
                )
        return found

    def test_there_are_52(self, distances):
        assert {truth: len(pairs) for truth, pairs in distances.items()} == {
            "same_photo": 22,
            "edited": 4,
            "same_place": 14,
            "different_place": 12,
        }

    @pytest.mark.parametrize(
        ("truth", "least", "most"), [("edited", 2, 6), ("same_place", 20, 40), ("different_place", 22, 38)]
    )
    def test_ranges(self, distances, truth, least, most):
        measured = [distance for distance, _ in distances[truth]]

        assert (min(measured), max(measured)) == (least, most)

    def test_the_same_photo_is_near_unless_it_is_mirrored(self, distances):
        straight = [distance for distance, note in distances["same_photo"] if "mirrored" not in note]
        mirrored = [distance for distance, note in distances["same_photo"] if "mirrored" in note]

        assert max(straight) == 22
        assert sorted(mirrored) == [30, 32]

    @pytest.mark.parametrize(
        ("one", "other"),
        [("near_path_mirrored.jpg", "gps_DSCN0012.jpg"), ("near_street_mirrored.jpg", "gps_DSCN0025.jpg")],
    )
    def test_a_mirrored_photo_is_found_by_the_mirrored_hash(self, one, other):
        mirrored = ImageOps.mirror(opened(examine_photo(one).shown))

        assert media.distance(phash(mirrored), examine_photo(other).phash) <= 2

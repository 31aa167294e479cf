"""The drawn photographs: the same place, never the same picture, and each says that it is a simulation."""

import pytest
from PIL import Image, ImageChops
from PIL.ExifTags import Base

from tanggap.catalog.pack.icons import ICONS
from tanggap.config.demo.scenes import draw
from tanggap.config.demo.scenes.problems import PAINTERS
from tanggap.config.demo.scenes.taking import PROGRAMS, Shot, take
from tanggap.core.media import distance
from tanggap.core.media.fingerprint import phash
from tanggap.verification.evidence.hashes import ALIKE_BITS


def shot(icon: str, place: int, name: str, *, is_solved: bool = False, width: int = 640) -> Image.Image:
    return draw(icon, place=f"place {place}", shot=f"{place} {name}", is_solved=is_solved, width=width)


def test_painters_are_for_icons_that_packs_may_choose():
    assert set(PAINTERS) <= ICONS


@pytest.mark.parametrize("icon", [*sorted(PAINTERS), "dots"])
def test_every_problem_and_its_solution_can_be_drawn_in_every_size(icon):
    for is_solved in (False, True):
        for width in (320, 640):
            assert shot(icon, 1, "x", is_solved=is_solved, width=width).size == (width, width * 3 // 4)


def test_the_same_seed_draws_the_same_picture():
    assert shot("road", 1, "a").tobytes() == shot("road", 1, "a").tobytes()


@pytest.mark.parametrize("icon", ["road", "bin", "parking", "lamp"])
def test_another_place_or_moment_draws_another_picture(icon):
    pictures = [shot(icon, place, name).tobytes() for place in (1, 2, 3) for name in "abc"]
    assert len(set(pictures)) == 9


@pytest.mark.parametrize("icon", ["road", "bin", "parking", "tree", "footway", "billboard", "drain"])
def test_an_honest_result_is_seldom_taken_for_the_reporters_own_photo(icon):
    """The validator is told of pictures that differ in few bits; at most one honest pair in twelve may be among them."""
    alike = 0
    for place in range(60):
        before, after = phash(shot(icon, place, "before")), phash(shot(icon, place, "after", is_solved=True))
        alike += distance(before, after) <= ALIKE_BITS
    assert alike <= 5


def test_every_picture_carries_its_mark():
    """The mark stands in the lower right corner: two pictures that differ only in light share its white letters."""
    for width in (320, 640):
        picture = shot("lamp", 1, "night", width=width)
        corner = picture.crop((width * 3 // 4, picture.height * 9 // 10, width, picture.height)).convert("L")
        assert corner.getextrema()[1] > 140


def test_a_shot_is_stored_where_the_media_store_looks_for_it(settings):
    picture, kept = take(Shot("road", "p", "s", False, 320))
    root = settings.MEDIA_ROOT
    assert (root / kept.original).read_bytes() == picture.original
    with Image.open(root / kept.shown) as shown, Image.open(root / kept.thumb) as thumb:
        assert (shown.size, thumb.size) == ((320, 240), (320, 240))
        assert not shown.getexif()
        assert ImageChops.difference(shown.convert("L"), thumb.convert("L")).getextrema()[1] < 60
    assert (root / kept.original).stat().st_mode & 0o777 == 0o600


def test_a_picture_made_brighter_says_so_in_its_original_alone(settings):
    taken = (take(Shot("road", "p", str(number), True, 320)) for number in range(300))
    picture, kept = next((one, kept) for one, kept in taken if b"Exif" in one.original)
    root = settings.MEDIA_ROOT

    with Image.open(root / kept.original) as original, Image.open(root / kept.shown) as shown:
        assert original.getexif()[Base.Software] in PROGRAMS
        assert not shown.getexif()
        assert original.tobytes() == shown.tobytes()
    assert kept.original.startswith(f"{picture.sha256[:2]}/{picture.sha256}")


def test_taking_it_again_is_harmless():
    first, again = take(Shot("road", "p", "t", False, 320)), take(Shot("road", "p", "t", False, 320))
    assert first == again

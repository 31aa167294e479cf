"""The labelled set of `bench/evidence`: the split, the drawing and the labels. No picture is downloaded here."""

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2")

from bench.evidence import fetch, origins, pairs, scenes, table
from bench.evidence.edits import EDITS, blob, edited
from bench.evidence.retakes import RETAKES, nearness, retaken
from bench.evidence.trials import Plan, Trial, families, is_as_it_should_be
from bench.evidence.variants import VARIANTS, variant_of

BENCH = Path(fetch.__file__).parent


@pytest.fixture(scope="module")
def photo() -> scenes.Photo:
    """Return a picture of soft spots, small enough to be quick."""
    coarse = np.random.default_rng(7).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((240, 180), Image.Resampling.BICUBIC))


@pytest.fixture(scope="module")
def other() -> scenes.Photo:
    """Return another one."""
    coarse = np.random.default_rng(8).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((240, 180), Image.Resampling.BICUBIC))


def opened(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int)


def test_a_group_stands_on_one_side_of_the_split():
    sides: dict[str, set[str]] = {}
    for scene in scenes.scenes():
        sides.setdefault(scene.group, set()).add(scene.split)

    assert {len(found) for found in sides.values()} == {1}
    assert {"train", "test"} == set.union(*sides.values())


def test_the_split_is_the_one_that_was_fixed_before_anything_was_tuned():
    names = ("smartcrop/orientation", "stereodemo/desk", "kapture/berlin", "label-studio/snow", "kapture/maupertuis")

    assert [scenes.split_of(name) for name in names] == ["train", "test", "test", "train", "train"]


def test_there_are_a_hundred_scenes_and_a_thousand_pairs():
    found = scenes.scenes()

    assert len(found) >= 100
    assert len(found) * (len(VARIANTS) + len(EDITS) + len(RETAKES)) >= 1000


def test_every_file_of_the_set_is_named_once():
    files = [(scene.package, view) for scene in scenes.scenes() for view in scene.views]

    assert len(files) == len(set(files))


def test_the_sources_page_says_what_is_fetched():
    assert origins.table() in (BENCH / "SOURCES.md").read_text("utf-8")


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda one: one.name)
def test_a_used_photo_is_the_same_on_every_run_and_drawn_for_its_scene(photo, variant):
    before, again = variant_of(variant, photo, "one")

    assert variant_of(variant, photo, "one") == (before, again)
    assert bool(variant.before) == (before != variant_of(VARIANTS[0], photo, "one")[0])


def test_what_is_drawn_differs_from_scene_to_scene(photo):
    crop = next(one for one in VARIANTS if one.name == "20-30 % of the area cut off")

    assert variant_of(crop, photo, "one") != variant_of(crop, photo, "two")


def test_a_mask_has_the_area_that_is_asked_for_and_touches_no_edge():
    for number in range(20):
        mask = blob((300, 400), 0.08, np.random.default_rng(number))

        assert 0.05 < (mask > 0).mean() < 0.11
        assert not mask[[0, -1]].any()
        assert not mask[:, [0, -1]].any()


@pytest.mark.parametrize("edit", [one for one in EDITS if not one.is_redrawn], ids=lambda one: one.name)
def test_an_edit_changes_what_its_mask_says_and_little_else(photo, other, edit):
    for scene in ("a", "b", "c", "d", "e", "f", "g", "h"):
        data, mask = edited(edit, photo, other, scene)
        changed = opened(data)
        if changed.shape == photo.shape:
            off = np.abs(changed - photo.astype(int)).mean(axis=2)
            assert off[mask > 0].mean() > 2 * off[mask == 0].mean()
            assert edited(edit, photo, other, scene)[0] == data
            return
    pytest.fail("no edit of eight kept the size")


def test_near_things_stand_below_and_far_ones_above():
    near = nearness((120, 160), np.random.default_rng(3))

    assert near.min() >= 0
    assert near.max() <= 1
    assert near[-20:].mean() > near[:20].mean()


@pytest.mark.parametrize("retake", RETAKES, ids=lambda one: one.name)
def test_a_simulated_retake_is_another_photo_and_the_same_on_every_run(photo, other, retake):
    data = retaken(retake, photo, other, "one")

    assert data == retaken(retake, photo, other, "one")
    assert opened(data).shape != photo.shape


@pytest.mark.parametrize(
    ("part", "said", "right"),
    [
        ("reuse", "found", True), ("reuse", "missed", False), ("edit", "frame", True), ("edit", "same_place", False),
        ("real", "cannot_tell", True), ("real", "other_place", False), ("retake", "frame", False), ("fixed", "frame", False),
        ("fixed", "fixed", True), ("other", "same_place", False), ("other", "reuse", False), ("fresh", "alarm", False),
    ],
)  # fmt: skip
def test_an_answer_is_right_or_wrong_by_its_label(part, said, right):
    assert is_as_it_should_be(Trial(part, "", "", said, {})) is right


def test_a_labelled_pair_is_right_or_wrong_by_its_truth():
    assert pairs.is_right("same_photo", "edited")
    assert not pairs.is_right("edited", "reuse")
    assert not pairs.is_right("same_place", "cannot_tell")
    assert not pairs.is_right("different_place", "same_place")


def test_a_row_has_its_share_and_its_wilson_interval():
    assert table.counted("cut", 3, 40) == "| cut | 3 / 40 | 7.5 % | 2.6–19.9 % |"
    assert table.counted("none", 0, 0) == "| none | 0 / 0 | – | – |"


def test_no_goal_is_called_met_on_fewer_than_all_that_were_asked():
    found = [Trial("reuse", "cut", "a", "found", {}), Trial("reuse", "cut", "b", "missed", {})]

    assert (
        "| used photos told to be one with the right photo | 1 / 2 | 50.0 % | 9.5–90.5 % | ≥ 98 % | **no** |"
        in table.goals(found)
    )


def test_the_page_for_those_who_tune_names_every_family():
    page = (BENCH / "README.md").read_text("utf-8")

    assert [name for name in families() if name not in page] == []


def test_a_share_of_the_pairs_is_a_part_of_all_of_them():
    some, all_ = (Plan(Path(), "test", frozenset(), 0, share) for share in (0.5, 1.0))
    built = [(scene, made) for scene in scenes.scenes() for made in VARIANTS if some.makes(scene, made)]

    assert 0.4 < len(built) / (len(scenes.scenes()) * len(VARIANTS)) < 0.6
    assert all(all_.makes(*pair) for pair in built)


@pytest.mark.parametrize("kind", ["wheel", "source"])
def test_of_an_archive_only_the_named_pictures_are_unpacked(tmp_path, kind):
    source = fetch.Source("some", "1", "MIT", kind, "pictures/", ("a.jpg",), ())
    files = {
        "pictures/a.jpg": b"picture",
        "pictures/b.jpg": b"other",
        "setup.py": b"code",
        "../pictures/a.jpg": b"outside",
    }
    archive = tmp_path / ("some-1.whl" if kind == "wheel" else "some-1.tar.gz")
    if kind == "wheel":
        with zipfile.ZipFile(archive, "w") as packed:
            for name, data in files.items():
                packed.writestr(name, data)
    else:
        with tarfile.open(archive, "w:gz") as packed:
            for name, data in files.items():
                member = tarfile.TarInfo(f"some-1/{name}")
                member.size = len(data)
                packed.addfile(member, io.BytesIO(data))

    found = fetch._unpack(archive, source, tmp_path / "there")

    assert found == {"a.jpg"}
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == {
        archive.name,
        "there/a.jpg",
    }
    assert (tmp_path / "there" / "a.jpg").read_bytes() == b"picture"

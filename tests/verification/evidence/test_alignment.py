"""Where two pictures of one frame differ: the part that was changed, and nothing that saving, toning or scaling does."""

import numpy as np
import pytest
from PIL import Image
from tests.verification.evidence.scenes import BAR, HEIGHT, WIDTH, saved, stamped, taken, with_part_of

from tanggap.verification.evidence import alignment

SAME = np.eye(3)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: saved(one, 35),
        lambda one: saved(np.clip(one * 0.7 + 60, 0, 255).astype(np.uint8)),
        lambda one: saved((255 * (one / 255) ** 1.7).astype(np.uint8)),
    ],
    ids=["quality 35", "brighter, less contrast", "gamma 1.7"],
)
def test_what_is_done_to_the_whole_is_no_change_of_a_part(change):
    found = alignment.changes(taken(1), change(taken(1)), SAME)

    assert (found.regions, found.covered) == ((), 1)
    assert found.likeness > 0.98


def test_a_smaller_copy_is_held_against_the_whole():
    small = np.asarray(Image.fromarray(taken(1)).resize((WIDTH // 2, HEIGHT // 2), Image.Resampling.LANCZOS))

    found = alignment.changes(taken(1), saved(small), np.array([[0.5, 0, -0.25], [0, 0.5, -0.25], [0, 0, 1]]))

    assert found.regions == ()
    assert found.likeness > 0.98


@pytest.mark.parametrize("box", [(0.1, 0.1, 0.2, 0.2), (0.5, 0.7, 0.75, 0.95), (0.0, 0.3, 0.3, 0.9)])
def test_a_changed_part_is_boxed_and_outlined(box):
    (region,) = alignment.changes(taken(1), with_part_of(taken(1), taken(11), box), SAME).regions

    outline = np.array(region.outline)

    assert region.box == pytest.approx(box, abs=0.03)
    assert (*outline.min(axis=0), *outline.max(axis=0)) == pytest.approx(region.box, abs=0.01)
    assert region.area == pytest.approx((box[2] - box[0]) * (box[3] - box[1]), rel=0.35)
    assert not region.is_stamp


def test_a_bar_with_words_is_a_stamp():
    (region,) = alignment.changes(taken(1), stamped(taken(1), "26-11-2026 10:22"), SAME).regions

    assert region.is_stamp
    assert region.box[1] == pytest.approx(1 - BAR / HEIGHT, abs=0.02)


def test_where_the_pictures_do_not_overlap_nothing_is_said():
    away = np.array([[1, 0, 5 * WIDTH], [0, 1, 0], [0, 0, 1]], float)

    assert alignment.changes(taken(1), taken(1), away) == alignment.Changes((), 0.0)

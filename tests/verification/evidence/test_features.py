"""Points of a picture: found again, kept in few bytes, mirrored without a second search; hostile pictures have none or few."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.verification.evidence.scenes import jpeg, taken

from tanggap.verification.evidence import features, matching, pixels

DRAW = np.random.default_rng(6)
HOSTILE = {
    "flat": np.full((240, 320), 90, np.uint8),
    "one pixel": np.zeros((1, 1), np.uint8),
    "one pixel high": DRAW.integers(0, 256, (1, 800), np.uint8),
    "one pixel wide": DRAW.integers(0, 256, (800, 1), np.uint8),
    "8 x 8": DRAW.integers(0, 256, (8, 8), np.uint8),
    "a ribbon": DRAW.integers(0, 256, (20, 800), np.uint8),
    "noise": DRAW.integers(0, 256, (120, 120), np.uint8),
    "a chessboard": np.kron(np.indices((8, 8)).sum(axis=0) % 2 * 255, np.ones((20, 20))).astype(np.uint8),
    "stripes": np.tile(np.repeat([0, 255], 8), (120, 10)).astype(np.uint8),
}


def test_a_clean_jpeg_becomes_grey_values_with_a_long_side_of_at_most_800():
    assert pixels.grey(jpeg(np.tile(DRAW.integers(0, 256, (900, 1), np.uint8), 1600))).shape == (450, 800)
    assert pixels.grey(jpeg(np.zeros((3, 5), np.uint8))).shape == (3, 5)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"GIF89a" + b"\0" * 40, jpeg(np.zeros((99, 99), np.uint8))[:200]]
)
def test_bytes_that_are_no_whole_clean_jpeg_are_unreadable(data):
    with pytest.raises(pixels.Unreadable):
        pixels.grey(data)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_picture_is_too_strange(name):
    found = features.extract(HOSTILE[name])

    assert len(found) <= features.MOST
    assert found.descriptors.shape == (len(found), 128)
    assert np.isfinite(found.frames).all()


def test_points_are_the_same_each_time_and_spread_over_the_picture():
    picture = taken(1)

    one, again = features.extract(picture), features.extract(picture)
    cells = one.places * 8 // [one.width, one.height]
    filled = len(np.unique(cells, axis=0))

    assert one.pack() == again.pack()
    assert filled > 60
    assert len(np.unique(cells[:filled], axis=0)) == filled  # one of each cell before any cell gives its second


def test_packed_points_come_back_within_a_64th_of_a_pixel_and_60_kb():
    whole = features.extract(taken(1))

    packed = whole.pack()
    back = features.Features.unpack(packed)

    assert len(packed) <= 60_000
    assert (back.width, back.height, len(back)) == (480, 360, features.MOST_KEPT)
    assert np.abs(back.places - whole.places[: len(back)]).max() <= 1 / 64
    assert (back.descriptors == whole.descriptors[: len(back)]).all()
    assert back.pack() == packed


@given(data=st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_other_bytes_are_refused_not_misread(data):
    with pytest.raises(ValueError, match="no packed features"):
        features.Features.unpack(data)


def test_mirrored_points_match_those_of_the_mirrored_picture():
    picture = taken(2)
    really = features.extract(np.ascontiguousarray(picture[:, ::-1]))

    found = matching.pairs(features.extract(picture).mirrored(), really).clear()

    assert len(found) > 0.5 * len(really)
    assert np.quantile(np.abs(found.ones - found.others).max(axis=1), 0.95) < 1

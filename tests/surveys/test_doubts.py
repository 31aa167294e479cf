"""What is doubtful is flagged."""

import pytest

from tanggap.surveys.doubts import counted, flags

MIXED = [3, 4, 3, 2, 3, 4, 3, 3, 4]


@pytest.mark.parametrize(
    ("scores", "how", "found"),
    [
        (MIXED, {"overall": 3, "seconds": 80}, ()),
        ([4] * 9, {"overall": 4}, ("straight",)),
        ([4] * 9, {"overall": 1}, ("straight", "contradictory")),
        ([4, 4, 4, 3, 4, 4, 3, 4, 4], {"overall": 2}, ("contradictory",)),
        ([1, 1, 2, 1, 1, 1, 1, 2, 1], {"overall": 4}, ("contradictory",)),
        (MIXED, {"overall": 1}, ()),
        (MIXED, {"seconds": 3}, ("fast",)),
        (MIXED, {"seconds": 10}, ()),
        ([*MIXED[:8], None], {"is_outside": True}, ("outside",)),
        ([3] * 8 + [None], {}, ()),
        ([None] * 9, {"overall": 1, "seconds": 2}, ()),
        (MIXED, {"is_again": True}, ("again",)),
    ],
)
def test_flags(scores, how, found):
    assert flags(scores, **how) == found


@pytest.mark.parametrize(
    ("written", "score"),
    [("1", (1, False)), (" 4 ", (4, False)), ("", (None, False)), ("0", (None, True)), ("5", (None, True)), ("44", (None, True)),
     ("baik", (None, True)), ("-1", (None, True)), ("٣", (None, True)), ("3.5", (None, True))],
)  # fmt: skip
def test_a_value_outside_the_scale_counts_as_none_and_is_said(written, score):
    assert counted(written) == score

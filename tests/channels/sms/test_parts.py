"""Parts of a long SMS: told by the gateway, or read from the user data header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.channels.sms import parts
from tanggap.channels.sms.parts import Part


@pytest.mark.parametrize(
    ("udh", "part"),
    [
        ("050003A50302", Part("165", 2, 3)),
        ("0608041A2B0301", Part("6699", 1, 3)),
        ("0B05040B8423F0000304020", None),  # an odd digit
        ("0B05040B8423F00003040201", Part("4", 1, 2)),  # ports first, parts behind them
        ("050003A503", None),  # cut short
        ("06050415820000", None),  # ports only
        ("00", None),
        ("", None),
        ("zz", None),
    ],
)
def test_a_header_tells_the_part(udh, part):
    assert parts.of_header(udh) == part


@pytest.mark.parametrize(
    ("event", "part"),
    [
        ({"ref": 7, "part": 2, "total": 3}, Part("7", 2, 3)),
        ({"ref": "7", "part": "2", "total": "3"}, Part("7", 2, 3)),
        ({"part": 1, "total": 2}, Part("", 1, 2)),
        ({"udh": "050003A50302"}, Part("165", 2, 3)),
        ({"ref": 7, "part": 3, "total": 2}, None),
        ({"ref": 7, "part": 1, "total": 1}, None),
        ({"ref": 7, "part": 0, "total": 2}, None),
        ({"ref": 7, "part": 1, "total": 256}, None),
        ({"ref": 7, "part": True, "total": 2}, None),
        ({"udh": "050003A50203"}, None),
        ({"udh": ["050003A50302"]}, None),
        ({}, None),
    ],
)
def test_only_a_part_that_can_be_is_one(event, part):
    assert parts.of_event(event) == part


@given(st.text(alphabet="0123456789abcdefABCDEF", max_size=300))
def test_any_header_is_read(udh):
    found = parts.of_header(udh)

    assert found is None or 0 <= found.number <= 255

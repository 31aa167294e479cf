"""What a pack says of its people must be of areas that are there, each year once."""

import pytest
from tests.catalog import small_pack

from tanggap.catalog import pack

CASES = [
    ("t.9,2019,10,1,census", 2, 'the area "t.9" is not in areas.csv'),
    ("t.1,2019,10,1,census\nt.1,2019,11,1,census", 3, 'the people of "t.1" in 2019 are already on line 2; keep one of them'),
    ("t.1,2019,many,1,census", 2, '"many" in "people" is no whole number; write it in digits alone'),
    ("t.1,2019,10,1,", 2, '"source" is empty'),
]  # fmt: skip


def read(tmp_path, lines):
    return pack.read(small_pack.write(tmp_path, **{"population.csv": f"code,year,people,km2,source\n{lines}\n"}))


def test_each_year_of_an_area_is_read(tmp_path):
    assert read(tmp_path, "t.1,2019,10,,census\nt.1,2020,11,2.5,census").city.code == "smallville"


@pytest.mark.parametrize(("lines", "line", "words"), CASES)
def test_what_is_of_nobody_is_refused(tmp_path, lines, line, words):
    with pytest.raises(pack.BrokenPack) as refused:
        read(tmp_path, lines)

    assert [(one.file, one.line) for one in refused.value.faults] == [("population.csv", line)]
    assert refused.value.faults[0].message.startswith(words)

"""What a pack says of former areas must lead to areas that are there."""

import pytest
from tests.catalog import small_pack

from tanggap.catalog import pack

SOUND = """\
code,name,until,became
t.8,Centre,2024-12-31,t.1;t.2
t.9,Middle,2020-12-31,t.8
t.1,Upper,2020-12-31,t.1
t.1,Top,2010-12-31,t.1
"""
CASES = [
    ("t.8,Centre,2024-12-31,t.1;t.7", 2, 'the area "t.7" that it became is not in areas.csv'),
    ("t.2,South,2024-12-31,t.1", 2, 'the area "t.2" is still in areas.csv; it became itself if only its name changed'),
    ("t.8,Centre,31.12.2024,t.1", 2, '"31.12.2024" is no date; write it as 2026-08-17'),
    ("t.8,,2024-12-31,t.1", 2, '"name" is empty'),
    ("t.8,Centre,2024-12-31,t.1\nt.8,Middle,2023-12-31,t.2", 3, 'what became of "t.8" is already on line 2; keep one of them'),
    ("t.8,Centre,2024-12-31,t.9\nt.9,Middle,2023-12-31,t.8", 3, '"t.9" became what became of it; name an area of areas.csv'),
]  # fmt: skip


def test_joined_divided_and_renamed_areas_are_read(tmp_path):
    assert pack.read(small_pack.write(tmp_path, **{"areas_former.csv": SOUND})).city.code == "smallville"


@pytest.mark.parametrize(("lines", "line", "words"), CASES)
def test_what_leads_nowhere_is_refused(tmp_path, lines, line, words):
    folder = small_pack.write(tmp_path, **{"areas_former.csv": f"code,name,until,became\n{lines}\n"})

    with pytest.raises(pack.BrokenPack) as refused:
        pack.read(folder)

    assert any(
        (one.file, one.line) == ("areas_former.csv", line) and one.message.startswith(words)
        for one in refused.value.faults
    )

"""What a pack enters for the city's evaluation must be usable: each fault is named with its line."""

import pytest
from tests.catalog import small_pack

from tanggap.catalog import pack

SOURCE = 'source = { en = "measured", nl = "gemeten" }'
PRICES = f"""\
[prices]
currency = "EUR"
minutes_an_act = 10
minutes_a_visit = 60.5
an_hour = 30
a_visit = 0
{SOURCE}
"""
SOUND = f"[targets.answered_in_six]\nvalue = 0.9\n{SOURCE}\n{PRICES}[prices.channels]\nweb = 0\n"
CASES = [
    (f"[targets.answered_in_six]\n{SOURCE}\n", 1, '"value" must be a number of 0 or more'),
    ('[targets.answered_in_six]\nvalue = "much"\nsource = { en = "x", nl = "x" }', 2, '"value" must be a number of 0 or more'),
    ('[targets.answered_in_six]\nvalue = 1\nsource = { en = "x" }', 3, '"source"'),
    (f"[targets.answered_in_six]\nvalue = 1\naim = 2\n{SOURCE}", 3, '"aim" is not known here'),
    (PRICES.replace("EUR", "euro"), 2, '"euro" is no currency'),
    (PRICES.replace("an_hour = 30", "an_hour = -1"), 5, '"an_hour" must be a number of 0 or more'),
    (PRICES.replace("an_hour = 30", "an_hour = nan"), 5, '"an_hour" must be a number of 0 or more'),
    (PRICES + "[prices.channels]\nsmoke = 1", 9, 'the channel "smoke" is not in channels.toml'),
    (PRICES + "[price]\nx = 1", 8, '"price" is not known here'),
]  # fmt: skip


def read(tmp_path, text):
    return pack.read(small_pack.write(tmp_path, **{"evaluation.toml": text}))


def test_targets_and_prices_are_read(tmp_path):
    assert read(tmp_path, SOUND).city.code == "smallville"


@pytest.mark.parametrize(("text", "line", "words"), CASES)
def test_what_cannot_be_used_is_refused(tmp_path, text, line, words):
    with pytest.raises(pack.BrokenPack) as refused:
        read(tmp_path, text)

    assert [(one.file, one.line) for one in refused.value.faults] == [("evaluation.toml", line)]
    assert words in refused.value.faults[0].message

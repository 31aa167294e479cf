"""The funnel: who lies beyond the limits carries the number of the table's row, limits are areas, what it says needs no eye."""

import re
from dataclasses import dataclass

from tests.web.ui.test_charts import drawn

from tanggap.web.ui import charting

TAG = '{% funnel marks limits title="Compared" centre=0.8 id="f" %}'


@dataclass(frozen=True)
class Mark:
    label: str
    number: int
    n: float
    value: float
    place: str


@dataclass(frozen=True)
class Limit:
    weight: float
    inner_low: float
    inner_high: float
    outer_low: float
    outer_high: float


MARKS = [
    Mark("Cakung", 1, 900, 0.81, "inside"),
    Mark("Makasar", 2, 400, 0.74, "beyond_95"),
    Mark("<Pulo>", 3, 100, 0.5, "beyond_99_8"),
]
LIMITS = [Limit(n, 0.8 - 1 / n**0.5, 0.8 + 1 / n**0.5, 0.8 - 2 / n**0.5, 0.8 + 2 / n**0.5) for n in (25, 100, 400, 900)]


def test_those_beyond_the_limits_carry_the_number_of_their_row_and_the_others_do_not():
    text = drawn(TAG, marks=MARKS, limits=LIMITS)

    assert re.findall(r'class="chart-said"[^>]*>(\d+)<', text) == ["2", "3"]
    assert text.count('class="funnel-spot far"') == 2
    assert "&lt;Pulo&gt;" in text
    assert "<Pulo>" not in text


def test_it_says_in_words_how_many_lie_beyond_and_which():
    text = drawn(TAG, marks=MARKS, limits=LIMITS)

    assert "Of 3 parts 2 lie beyond the limits of 95 %. Beyond those of 99.8 %: &lt;Pulo&gt;." in text


def test_larger_parts_stand_further_right_higher_values_further_up_and_none_outside():
    found = charting.funnel(MARKS, LIMITS, centre=0.8)
    spots = {one.label[0]: one for one in found.spots}

    assert spots["3"].x < spots["2"].x < spots["1"].x <= 100
    assert spots["3"].y > spots["2"].y > spots["1"].y
    assert all(0 <= one.y <= found.height for one in found.spots)
    assert "nan" not in found.inner + found.outer


def test_without_parts_it_says_so_and_one_alone_is_drawn():
    assert "No part has enough cases" in drawn(TAG, marks=[], limits=[])
    alone = charting.funnel([Mark("a", 1, 1, 1.0, "inside")], [], centre=1.0)
    assert (len(alone.spots), alone.inner) == (1, "")

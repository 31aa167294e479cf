"""The order of need: what each part is, how ties and doubts are told. Pure."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.catalog.pack.planning import Weighing
from tanggap.planning.need import Figures, Place, measure, weigh
from tanggap.planning.need import order as ordered

WEIGHING = Weighing({"people": 30, "voices": 30, "severity": 25, "waiting": 15}, 20_000, 100, 730, 500)
MUCH = Figures(20_000, "Timur", 100, 5, 730)
NOTHING = Figures(0, "Timur", 0, 1, 0)
FIGURES = st.builds(
    Figures,
    st.none() | st.floats(0, 50_000),
    st.just("Timur"),
    st.integers(0, 500),
    st.integers(1, 5),
    st.integers(0, 2000),
)


def order(figures: list[Figures]) -> list[Place]:
    return ordered([measure(one, WEIGHING) for one in figures], WEIGHING)


def test_all_is_100_and_nothing_is_0():
    assert (weigh(MUCH, WEIGHING).score, weigh(NOTHING, WEIGHING).score) == (100.0, 0.0)


def test_the_need_is_its_parts_by_their_weights():
    need = weigh(Figures(10_000, "Timur", 9, 3, 365), WEIGHING)
    expected = [0.5, math.log(10) / math.log(101), 0.5, 0.5]

    assert [part.share for part in need.parts] == pytest.approx(expected)
    assert need.score == pytest.approx(30 * 0.5 + 30 * expected[1] + 25 * 0.5 + 15 * 0.5, abs=0.05)


def test_what_is_not_known_counts_as_nothing_and_is_said():
    need = weigh(replace(MUCH, people=None), WEIGHING)

    assert (need.score, need.parts[0].share) == (70.0, None)
    assert need.parts[0].said != ""


def test_equal_needs_share_a_rank():
    places = order([MUCH, NOTHING, MUCH])

    assert [(place.rank, place.is_tied) for place in places] == [(1, True), (3, False), (1, True)]


def test_an_unknown_number_of_people_widens_the_place():
    some = Figures(8_000, "Timur", 20, 4, 300)
    unknown = Figures(None, "", 20, 4, 300)

    assert [(place.best, place.worst) for place in order([some, unknown])] == [(1, 2), (1, 2)]


@given(st.lists(FIGURES, min_size=1, max_size=12))
def test_every_place_lies_between_its_best_and_worst(figures):
    places = order(figures)

    assert all(1 <= place.best <= place.rank <= place.worst <= len(figures) for place in places)


@given(FIGURES, st.integers(1, 50))
def test_more_voices_never_make_a_need_smaller(figures, more):
    now = weigh(figures, WEIGHING).score

    assert weigh(replace(figures, voices=figures.voices + more), WEIGHING).score >= now

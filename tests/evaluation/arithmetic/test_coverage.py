"""Each interval holds the truth about as often as it says: what stands in docs/evaluation-methods.md, with few draws of a fixed seed."""

from pathlib import Path

import numpy as np
import pytest
from bench import coverage, drawn

from tanggap.evaluation.arithmetic import intervals
from tanggap.evaluation.arithmetic.funnel import BEYOND_OUTER, INSIDE

DOCUMENT = Path(__file__).parents[3] / "docs" / "evaluation-methods.md"


@pytest.fixture
def chance():
    return np.random.default_rng(7)


def test_what_can_be_counted_out_holds_as_often_as_it_says():
    """On average over the shares; the exact intervals for each of them."""
    score, exact = coverage.shares(intervals.wilson, (20, 50)), coverage.shares(intervals.clopper_pearson, (20, 50))
    assert sum(score) / len(score) >= 0.95 > min(score) >= 0.91
    assert min(exact) >= 0.95
    assert min(coverage.counts(intervals.byar)) >= 0.94


def test_means_and_curves_hold_about_as_often_as_they_say(chance):
    assert 0.9 <= sum(drawn.scores(chance, 100)) / 3 <= 0.99
    assert 0.9 <= sum(drawn.curve_shares(chance, 60)) / 2 <= 1.0


def test_parts_that_do_as_the_whole_are_said_to_do_so(chance):
    assert drawn.adjusted(chance, 25)[0] >= 0.94
    flags = drawn.flags(chance, 8)
    assert flags.count(INSIDE) / len(flags) >= 0.93
    assert flags.count(BEYOND_OUTER) <= 3


def test_parts_that_differ_are_not_nearly_all_accused(chance):
    """Without widened limits two of five would lie beyond them (docs/evaluation-methods.md)."""
    flags = drawn.spread_flags(chance, 8)
    assert flags.count(INSIDE) / len(flags) >= 0.9


def test_speeds_of_reporting_are_held_by_their_intervals(chance):
    assert drawn.speeds(chance, 4)[0] >= 0.93


def test_the_document_shows_every_row():
    text = DOCUMENT.read_text("utf-8")
    assert [name for name in coverage.names() if f"| {name} |" not in text] == []

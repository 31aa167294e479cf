"""What a sample says of all, against published examples and against simulation."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.verification.estimates import excluded_by_none, kappa, weighted, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (3, 40, 0.0258, 0.1986),  # the sentence of the results page: 2.6 to 20 %
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Stat. Med. 17, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_examples(successes: int, n: int, low: float, high: float) -> None:
    assert wilson(successes, n) == pytest.approx((low, high), abs=0.00005)


def test_nothing_seen_says_nothing() -> None:
    assert (wilson(0, 0), excluded_by_none(0), weighted([]), kappa([])) == ((0, 1), 1, (0, 0), (None, -1, 1, 0))


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_what_was_seen_and_mirrors(counts: tuple[int, int]) -> None:
    successes, n = counts
    low, high = wilson(successes, n)
    mirror = wilson(n - successes, n)

    assert 0 <= low <= successes / n <= high <= 1
    assert (1 - high, 1 - low) == pytest.approx(mirror)


def test_coverage_is_near_what_it_says() -> None:
    """Simulated: over a grid of true shares and sizes the interval holds the truth in at least 92 % on average, said 95 %."""
    chance = random.Random(20261126)
    held = []
    for n in (20, 40, 100, 300):
        intervals = [wilson(successes, n) for successes in range(n + 1)]
        for share in (0.005, 0.01, 0.03, 0.08, 0.2, 0.5):
            draws = (sum(chance.random() < share for _ in range(n)) for _ in range(300))
            held.append(sum(intervals[seen].low <= share <= intervals[seen].high for seen in draws) / 300)

    assert sum(held) / len(held) >= 0.92
    assert min(held) >= 0.80  # at some small shares it is known to dip (Brown, Cai and DasGupta 2001)


def test_coverage_computed_exactly_is_near_what_it_says() -> None:
    """Without chance: the binomial probabilities of all counts whose interval holds the truth, summed."""
    grid = [(n, share / 100) for n in (20, 40, 100, 299) for share in (1, 3, 5, 10, 25, 50)]
    coverage = [_coverage(n, share) for n, share in grid]

    assert sum(coverage) / len(coverage) >= 0.93


def test_299_clean_checks_rule_out_one_in_a_hundred() -> None:
    assert excluded_by_none(298) > 0.01 > excluded_by_none(299)


def test_what_was_drawn_seldom_weighs_more() -> None:
    assert weighted([(True, 0.05), (False, 0.05), (False, 0.05), (False, 0.05)]) == pytest.approx((0.25, 4))
    share, n = weighted([(True, 0.1), (False, 1.0)])
    assert (share, n) == pytest.approx((10 / 11, 121 / 101))


def test_kappa_gives_the_published_example() -> None:
    """Fifty proposals, two readers: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no (kappa 0.40)."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    error = 1.959964 * math.sqrt(0.7 * 0.3 / (50 * 0.25))

    assert kappa(pairs) == pytest.approx((0.4, 0.4 - error, 0.4 + error, 50))


def test_always_one_word_tells_no_agreement() -> None:
    assert kappa([(True, True)] * 9) == (None, -1.0, 1.0, 9)


@pytest.mark.parametrize("counts", [(-1, 5), (6, 5), (0, -1)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(*counts)


def test_impossible_probabilities_are_refused() -> None:
    with pytest.raises(ValueError, match="probability"):
        weighted([(True, 0)])
    with pytest.raises(ValueError, match="confidence"):
        wilson(1, 2, confidence=1)


def _coverage(n: int, share: float) -> float:
    return sum(
        math.comb(n, seen) * share**seen * (1 - share) ** (n - seen)
        for seen in range(n + 1)
        if wilson(seen, n).low <= share <= wilson(seen, n).high
    )

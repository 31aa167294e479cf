"""How fast problems are reported: what was put into a simulated city is found again, and what must hold of any."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.evaluation.arithmetic import shrinking
from tanggap.evaluation.arithmetic.shrinking import Spread
from tanggap.evaluation.underreporting.estimating import LEAST, Watched, estimate

watched = st.builds(
    Watched,
    incidents=st.integers(0, 200),
    days=st.integers(0, 700_000).map(lambda minutes: minutes / 1440),
    repeats=st.integers(0, 50),
    repeats_squares=st.integers(50, 400),
    supports=st.integers(0, 20),
)


def simulated(speeds, *, incidents=400, seed=1, clumps=0.0):
    """Return areas in which problems of two categories are reported again at their speed, for as long as they are watched."""
    drawn = np.random.default_rng(seed)
    found = {}
    for code, speed in speeds.items():
        found[code] = {}
        for category, rate in (("light", 0.05), ("hole", 0.3)):
            days = np.minimum(drawn.exponential(6, incidents), 30)
            own = drawn.gamma(1 / clumps, clumps, incidents) if clumps else 1.0
            later = drawn.poisson(speed * rate * own * days)
            found[code][category] = Watched(incidents, float(days.sum()), int(later.sum()), int((later**2).sum()), 0)
    return found


def test_speeds_are_found_again_whatever_ended_the_watch():
    speeds = {f"a{n}": 0.4 + 0.2 * n for n in range(8)}
    found = estimate(simulated(speeds, incidents=1500))
    mean = sum(speeds.values()) / len(speeds)
    for code, speed in speeds.items():
        one = found.speeds[code]
        assert one.shrunk.value == pytest.approx(speed / mean, rel=0.15)
        assert one.shrunk.low < speed / mean < one.shrunk.high
        assert one.delay.value == pytest.approx(1 / (found.rate.value * one.shrunk.value))
    assert found.speeds["a0"].delay.value > 3 * found.speeds["a7"].delay.value


def test_the_mix_of_categories_is_no_difference_of_areas():
    """Lights are reported six times as slowly as holes, everywhere: an area of lights alone is no slower area."""
    light, hole = Watched(200, 1000.0, 50, 90, 0), Watched(200, 1000.0, 300, 700, 0)
    areas = {f"both{n}": {"light": light, "hole": hole} for n in range(6)}
    found = estimate(areas | {"lights": {"light": light}})
    assert found.speeds["lights"].rate.value < found.speeds["both1"].rate.value / 3
    assert found.speeds["lights"].shrunk.value == pytest.approx(1.0, abs=0.01)


def test_what_is_alike_is_drawn_together_and_what_differs_is_not():
    alike = estimate(simulated({f"a{n}": 1.0 for n in range(20)}, incidents=100))
    apart = estimate(simulated({f"a{n}": 0.3 if n % 2 else 1.7 for n in range(20)}, incidents=100))
    assert alike.shape > 50 > 5 > apart.shape
    assert max(abs(one.shrunk.value - 1) for one in alike.speeds.values()) < 0.15
    assert min(abs(one.shrunk.value - 1) for one in apart.speeds.values()) > 0.4


def test_clumps_of_repeats_widen_the_intervals():
    smooth = estimate(simulated({f"a{n}": 1.0 for n in range(6)}))
    clumped = estimate(simulated({f"a{n}": 1.0 for n in range(6)}, clumps=3.0))
    assert clumped.scatter > smooth.scatter + 1
    width = [one.rate.high - one.rate.low for one in (smooth.speeds["a0"], clumped.speeds["a0"])]
    assert width[1] > 1.2 * width[0]


def test_supports_count_and_are_taken_to_come_along_with_the_repeats():
    plain = estimate({"a": {"x": Watched(100, 500.0, 50, 150, 0)}})
    both = estimate({"a": {"x": Watched(100, 500.0, 50, 150, 50)}})
    assert (plain.rate.value, both.rate.value) == (0.1, 0.2)
    assert both.scatter == pytest.approx(2 * plain.scatter)


def test_supports_that_come_all_at_once_widen_the_intervals_by_how_they_come_over_time():
    """Some problems get a hundred supports: nobody squares supports, but they stand in one slice with all of them."""
    areas = {f"a{n}": {"x": Watched(144, 720.0, 20, 20, 220)} for n in range(6)}
    even = {code: [(20, 60.0)] * 12 for code in areas}
    rainy = {code: [(10 + 20 * (number % 2), 60.0) for number in range(12)] for code in areas}
    clumped = {
        code: [(130 if number in (n, n + 6) else 0, 60.0) for number in range(12)] for n, code in enumerate(areas)
    }
    plain = estimate(areas)
    assert estimate(areas, even).scatter == estimate(areas, rainy).scatter == plain.scatter
    found = estimate(areas, clumped)
    assert found.scatter > 20
    assert found.speeds["a0"].rate.high > 2 * plain.speeds["a0"].rate.high
    assert estimate(areas, {"a0": clumped["a0"]}).scatter == plain.scatter


def test_of_few_problems_nothing_is_told():
    few = {"x": Watched(LEAST - 1, 100.0, 15, 20, 0)}
    found = estimate({"few": few, "many": {"x": Watched(LEAST, 100.0, 15, 20, 0)}})
    assert list(found.speeds) == ["many"]
    assert estimate({"few": few}).rate is None
    assert estimate({}).rate is None
    assert estimate({"never": {"x": Watched(500, 0.0, 40, 40, 0)}}).rate is None


@settings(max_examples=20, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcde"), st.dictionaries(st.sampled_from("xyz"), watched, max_size=3), max_size=5)
)
def test_whatever_was_counted_gives_ordered_ends_and_no_fault(areas):
    for one in estimate(areas).speeds.values():
        assert 0 < one.shrunk.low < one.shrunk.value < one.shrunk.high
        assert 0 < one.delay.low < one.delay.value < one.delay.high
        assert 0 <= one.rate.low <= one.rate.value <= one.rate.high
        assert 0 <= one.shrunk.own <= 1


def test_the_spread_of_ratios_is_found_again():
    drawn = np.random.default_rng(4)
    expected = drawn.uniform(5, 50, 600)
    counts = drawn.poisson(drawn.gamma(4.0, 0.25, 600) * expected)
    assert shrinking.spread(list(zip(counts.tolist(), expected.tolist(), strict=True))).shape == pytest.approx(
        4.0, rel=0.2
    )


def test_of_few_parts_the_spread_stays_open_so_that_their_intervals_hold_the_truth():
    """Six parts that differ by 0.14: drawn by the most likely spread alone the intervals held it in three of four cases."""
    drawn, held = np.random.default_rng(2), []
    for _city in range(60):
        ratios = drawn.gamma(50, 1 / 50, 6)
        rows = [(int(count), 100.0) for count in drawn.poisson(100 * ratios)]
        rows = [(count, sum(one for one, _expected in rows) / len(rows)) for count, _expected in rows]
        of_all = shrinking.spread(rows)
        for (count, expected), ratio in zip(rows, ratios / ratios.mean(), strict=True):
            one = shrinking.shrunk(count, expected, of_all)
            held.append(one.low <= ratio <= one.high)
    assert sum(held) / len(held) > 0.9


def test_a_ratio_is_drawn_by_as_much_as_is_not_known():
    known = Spread(((10**-0.5, 1.0),))
    one = shrinking.shrunk(30, 10.0, known)
    assert (one.value, one.own) == (pytest.approx(2.0), pytest.approx(0.5))
    assert shrinking.shrunk(0, 10.0, known).value == pytest.approx(0.5)
    assert shrinking.shrunk(3000, 1000.0, known).value == pytest.approx(3010 / 1010)

"""The engine against queues whose waits are known by formula, and the formulas against printed values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.staffing import theory
from tanggap.staffing.engine import NEVER, Case, Course, run

TASKS, RUNS = 20_000, 3


def waits(rate: float, service: float, servers: int, *, cv: float, seed: int) -> np.ndarray:
    """Return the waits of a queue in balance: exponential arrivals, `servers` day and night, the first tenth left out."""
    random = np.random.default_rng(seed)
    ready = np.cumsum(random.exponential(1 / rate, TASKS))
    hands = random.exponential(service, TASKS) if cv else np.full(TASKS, service)
    course = run(case(ready, hands, [([0.0], [NEVER / 2])] * servers, end=NEVER / 2))
    return (np.asarray(course.begun) - ready)[TASKS // 10 :]


def case(ready, hands, people, *, end, asks=None, reserved=None, **keys) -> Case:
    total = len(ready)
    return Case(
        ready=list(ready),
        asks=asks or [False] * total,
        answer_hands=[10.0] * total,
        solve_hands=list(hands),
        solve_delay=[0.0] * total,
        answer_key=keys.get("answer_key"),
        solve_key=keys.get("solve_key"),
        people=people,
        is_reserved=reserved or [False] * len(people),
        end=end,
    )


@pytest.mark.parametrize(
    ("rate", "service", "servers", "cv", "known"),
    [
        (0.07, 10.0, 1, 1.0, theory.mean_wait(0.07, 10.0, 1)),
        (0.07, 10.0, 1, 0.0, theory.mean_wait_of_one(0.07, 10.0, 0.0)),
        (0.24, 10.0, 3, 1.0, theory.mean_wait(0.24, 10.0, 3)),
    ],
    ids=["M/M/1", "M/D/1", "M/M/3"],
)
def test_the_mean_wait_is_that_of_the_formula(rate, service, servers, cv, known):
    means = [waits(rate, service, servers, cv=cv, seed=seed).mean() for seed in range(RUNS)]

    assert np.mean(means) == pytest.approx(known, rel=0.08)


def test_the_share_that_waits_no_longer_than_a_limit_is_erlangs():
    shares = [(waits(0.24, 10.0, 3, cv=1.0, seed=seed) <= 5).mean() for seed in range(RUNS)]

    assert np.mean(shares) == pytest.approx(theory.share_within(5, 0.24, 10.0, 3), abs=0.02)


def test_erlang_c_is_as_printed():
    # Gross and Harris, Fundamentals of Queueing Theory: M/M/3, λ = 6, μ = 3: L_q = 8/9, so W_q = 4/27 and C = 4/9
    assert theory.erlang_c(3, 2.0) == pytest.approx(4 / 9)
    assert theory.mean_wait(6.0, 1 / 3, 3) == pytest.approx(4 / 27)
    assert theory.mean_wait_of_one(0.5, 1.0, 1.0) == pytest.approx(1.0)  # M/M/1 at one half: ρ/(μ−λ)


def test_a_queue_to_which_too_much_comes_has_no_balance():
    assert theory.erlang_c(2, 2.0) == 1.0
    assert math.isinf(theory.mean_wait(2.0, 1.0, 2))
    assert theory.share_within(60, 2.0, 1.0, 2) == 0.0
    assert math.isinf(theory.mean_wait_of_one(1.0, 1.0, 1.0))


def test_work_that_outlasts_a_shift_goes_on_in_the_next():
    course = run(case([0.0], [90.0], [([60.0, 1000.0], [120.0, 1060.0])], end=5000.0))

    assert (course.begun, course.done, course.busy) == ([60.0], [1030.0], 90.0)


def test_without_people_nothing_happens_and_it_ends():
    assert run(case([0.0, 5.0], [1.0, 1.0], [], end=100.0)) == Course([0.0, 5.0], [NEVER] * 2, [NEVER] * 2, 0.0)


def test_what_nobody_ever_looks_at_ends_it_too():
    course = run(case([0.0, NEVER + 5.0], [1.0, 1.0], [([0.0], [60.0])], end=100.0, asks=[False, True]))

    assert (course.done, course.answered[1]) == ([1.0, NEVER], NEVER)


def test_somebody_whose_last_shift_is_over_leaves_the_work_undone():
    course = run(case([0.0], [90.0], [([0.0], [60.0])], end=5000.0))

    assert (course.done, course.busy) == ([NEVER], 60.0)


def test_an_idle_person_takes_up_what_comes_at_night_in_the_morning():
    course = run(case([10.0, 500.0], [5.0, 5.0], [([0.0, 1000.0], [60.0, 1060.0])], end=5000.0))

    assert course.begun == [10.0, 1000.0]


def test_reserved_people_answer_and_do_nothing_else():
    asks = [False, False, True]
    people = [([0.0], [1000.0])] * 2
    course = run(case([0.0, 1.0, 2.0], [100.0, 100.0, -1.0], people, end=900.0, asks=asks, reserved=[True, False]))

    assert course.begun[:2] == [0.0, 100.0]  # the one who is not reserved does both works
    assert course.answered[2] == 12.0  # the other answers at once


def test_what_has_the_smaller_key_is_taken_up_first():
    keys = {"solve_key": [0.0, 9.0, 1.0], "answer_key": [0.0] * 3}
    course = run(case([0.0, 1.0, 2.0], [10.0] * 3, [([0.0], [1000.0])], end=900.0, **keys))

    assert course.begun == [0.0, 20.0, 10.0]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_nobody_works_off_duty_and_each_task_is_begun_once_it_came(data):
    gaps = data.draw(st.lists(st.integers(1, 90), min_size=1, max_size=30))
    ready = np.cumsum(gaps).astype(float).tolist()
    hands = data.draw(st.lists(st.integers(0, 200), min_size=len(ready), max_size=len(ready)))
    asks = data.draw(st.lists(st.booleans(), min_size=len(ready), max_size=len(ready)))
    shifts = data.draw(st.integers(0, 3))
    people = [([0.0 + 60 * n, 1440.0], [480.0, 1900.0]) for n in range(shifts)]
    course = run(case(ready, map(float, hands), people, end=2000.0, asks=asks))

    on_duty = sum(sum(ends) - sum(begins) for begins, ends in people)
    assert 0 <= course.busy <= on_duty + 1e-6
    for came, answered, begun, done in zip(ready, course.answered, course.begun, course.done, strict=True):
        assert came <= answered <= begun
        assert begun <= done
        assert begun == NEVER or any(
            b <= begun < e for begins, ends in people for b, e in zip(begins, ends, strict=True)
        )

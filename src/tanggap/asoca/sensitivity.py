"""How firm the order of the strategies is. Pure arithmetic; the draws come from a fixed seed, so the same judgements say the same.

`reaches`: a weight is moved, the others of its set keep their proportions. A strategy's weight is then a straight line, so the place where
two of them cross is found exactly. `draws`: the panel is drawn anew with replacement (Efron 1979, Ann. Stat. 7, 1-26), each judgement and
rating moved a step up or down with a chance of a quarter each; how often each order comes out says how much hangs on who judged and how.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tanggap.asoca import ranking
from tanggap.asoca.laid import Groups, sets
from tanggap.asoca.ranking import TIE, Ranking, Said
from tanggap.asoca.words import AROUND, SCALE, WITHIN, Pair, ratio

DRAWS: Final = 1000
SEED: Final = 20_130_101
MOVED: Final = 0.25  # the chance of a step up, and of a step down
_ROUNDS = 80
_LOGS = np.log([ratio(step.value) for step in SCALE])  # of each place on the scale, from 9 to 1/9
_PLACES = {step.value: place for place, step in enumerate(SCALE)}
_PAIRS = tuple(Pair)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far one weight may go: below `leader_low` or above `leader_high` another strategy leads, beyond the `order` ends any two change.

    None: no other place on that side, down to 0 or up to 1. Where `leader_low` is the weight itself, two lead together.
    """

    among: str
    name: str
    weight: float
    leader_low: float | None
    leader_high: float | None
    order_low: float | None
    order_high: float | None

    @property
    def slack(self) -> float:
        """Return the least that the weight must move until another strategy leads; 1 where it never does."""
        ends = [abs(self.weight - end) for end in (self.leader_low, self.leader_high) if end is not None]
        return min(ends, default=1.0)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """`reaches`, the least firm first; of `draws` counted, the share of each order (the commonest first) and of each rank by strategy.

    `stays` is the share in which the order is that of the board, `leads` that in which its first strategy (one of them, where they tie)
    is first. `left_out`: draws in which too few judgements were left to give an order.
    """

    reaches: tuple[Reach, ...]
    draws: int
    left_out: int
    assessors: int
    stays: float
    leads: float
    orders: tuple[tuple[tuple[str, ...], float], ...]
    ranks: Mapping[str, tuple[float, ...]]


def of(groups: Groups, said: Sequence[Said]) -> Sensitivity:
    """Return how firm the order is that `ranking.rank` gives. Raises ValueError where it gives none."""
    now = ranking.rank(groups, said)
    if now.missing:
        raise ValueError("there is no order yet")
    scores = draws(groups, said)
    places = np.array([ranking.ranks(list(row)) for row in scores]).reshape(-1, len(_PAIRS))
    order = tuple(one.rank for one in now.strategies)
    counted = Counter(tuple(_order(row)) for row in places.tolist())
    n = max(1, len(places))
    leaders = [column for column, place in enumerate(order) if place == 1]
    return Sensitivity(
        reaches=tuple(sorted(reaches(groups, now), key=lambda one: one.slack)),
        draws=len(places),
        left_out=DRAWS - len(places),
        assessors=len(said),
        stays=counted[tuple(_order(order))] / n,
        leads=float((places[:, leaders] == 1).any(axis=1).sum()) / n,
        orders=tuple((one, times / n) for one, times in counted.most_common(6)),
        ranks={
            pair.value: tuple(float((places[:, column] == rank).sum()) / n for rank in range(1, len(_PAIRS) + 1))
            for column, pair in enumerate(_PAIRS)
        },
    )


def reaches(groups: Groups, now: Ranking) -> list[Reach]:
    """Return how far each weight may move, for every set of at least two things."""
    found: list[Reach] = []
    for among, names in sets(groups).items():
        if len(names) < 2:
            continue
        values = now.weights[among].values
        for place, name in enumerate(names):
            at_nothing, at_all = (_scores(groups, now, among, _moved(values, place, to)) for to in (0.0, 1.0))
            found.append(_reach(among, name, values[place], at_nothing, at_all - at_nothing))
    return found


def _reach(among: str, name: str, weight: float, start: Numbers, slope: Numbers) -> Reach:
    """Return where the lines `start` + t `slope` cross nearest to `weight`, among all, and with the one that leads there."""
    here = start + weight * slope
    leaders = {int(place) for place in np.flatnonzero(here >= here.max() - TIE)}
    crossings: list[tuple[float, bool]] = []
    for one, other in combinations(range(len(start)), 2):
        steep = slope[one] - slope[other]
        if abs(steep) < TIE:
            continue
        at = float((start[other] - start[one]) / steep)
        if -TIE <= at <= 1 + TIE:
            crossings.append((min(1.0, max(0.0, at)), bool(leaders & {one, other})))
    order = [at for at, _leads in crossings]
    leads = [at for at, is_leader in crossings if is_leader]
    return Reach(among, name, weight, *_ends(leads, weight), *_ends(order, weight))


def _ends(crossings: Sequence[float], weight: float) -> tuple[float | None, float | None]:
    below = [at for at in crossings if at <= weight + TIE]
    above = [at for at in crossings if at >= weight - TIE]
    return max(below, default=None), min(above, default=None)


def _moved(values: Sequence[float], place: int, to: float) -> list[float]:
    """Return the weights with one moved `to` a value and the others in their proportions."""
    rest = 1 - values[place]
    return [to if number == place else value * (1 - to) / rest for number, value in enumerate(values)]


def _scores(groups: Groups, now: Ranking, among: str, values: Sequence[float]) -> Numbers:
    """Return the strategies' weights where the weights of one set are `values`."""
    weights = {name: list(one.values) for name, one in now.weights.items()} | {among: list(values)}
    ratings = {one.key: one.rating for one in now.elements}
    means = {
        letter: sum(weight * ratings[key] for weight, key in zip(weights[letter], groups[letter], strict=True))
        for letter in groups
    }
    names = sets(groups)
    sides = dict(zip([*names[WITHIN], *names[AROUND]], [*weights[WITHIN], *weights[AROUND]], strict=True))
    return np.array(
        [sum(sides[letter] * means[letter] for letter in (pair.internal, pair.external)) for pair in _PAIRS]
    )


def draws(groups: Groups, said: Sequence[Said], *, times: int = DRAWS, seed: int = SEED) -> Numbers:
    """Return the strategies' weights of `times` panels drawn anew, a row each; without those that give no order."""
    random = np.random.default_rng(seed)
    panel = random.integers(0, len(said), (times, len(said)))
    whole = np.ones(times, dtype=bool)
    weights: dict[str, Numbers] = {}
    for among, names in sets(groups).items():
        matrices = _matrices(among, names, said, panel, random)
        weights[among], is_whole = _principal(matrices)
        whole &= is_whole
    means: dict[str, Numbers] = {}
    for letter in groups:
        rated = _ratings(groups[letter], said, panel, random)
        whole &= ~np.isnan(rated).any(axis=1)
        means[letter] = (weights[letter] * rated).sum(axis=1)
    both = sets(groups)
    sides = {
        letter: weights[side][:, place] * means[letter]
        for side in (WITHIN, AROUND)
        for place, letter in enumerate(both[side])
    }
    columns = [sides[pair.internal] + sides[pair.external] for pair in _PAIRS]
    return np.stack(columns, axis=1)[whole]


def _matrices(
    among: str, names: Sequence[str], said: Sequence[Said], panel: NDArray[np.int64], random: np.random.Generator
) -> Numbers:
    """Return the joined matrix of each drawn panel; 0 where nobody drawn had judged."""
    size = len(names)
    found = np.zeros((len(panel), size, size))
    found[:, range(size), range(size)] = 1
    for i, j in combinations(range(size), 2):
        asked = (among, names[i], names[j])
        own = np.array([_PLACES[one.steps[asked]] if asked in one.steps else -1 for one in said])
        drawn = own[panel]
        shaken = np.clip(drawn + _shake(random, drawn.shape), 0, len(_LOGS) - 1)
        counts = (drawn >= 0).sum(axis=1)
        logs = np.where(drawn >= 0, _LOGS[shaken], 0).sum(axis=1) / np.maximum(counts, 1)
        found[:, i, j] = np.where(counts > 0, np.exp(logs), 0)
        found[:, j, i] = np.where(counts > 0, np.exp(-logs), 0)
    return found


def _ratings(
    keys: Sequence[str], said: Sequence[Said], panel: NDArray[np.int64], random: np.random.Generator
) -> Numbers:
    own = np.array([[one.ratings.get(key, 0) for key in keys] for one in said])
    drawn = own[panel]
    shaken = np.clip(drawn + _shake(random, drawn.shape), 1, 4)
    counts = (drawn > 0).sum(axis=1)
    sums = np.where(drawn > 0, shaken, 0).sum(axis=1)
    means: Numbers = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means


def _shake(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.int64]:
    return random.choice(np.array([-1, 0, 1]), size=shape, p=[MOVED, 1 - 2 * MOVED, MOVED])


def _principal(matrices: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return the weights of each matrix (as `ahp.weights`, missing judgements after Harker 1987), and which ones are connected."""
    size = matrices.shape[1]
    links = matrices > 0
    reached = links[:, 0, :]
    for _round in range(size):
        reached = reached | np.einsum("dj,djk->dk", reached, links)
    filled = matrices.copy()
    filled[:, range(size), range(size)] = 1 + (matrices == 0).sum(axis=2)
    values = np.full((len(matrices), size), 1 / size)
    for _round in range(_ROUNDS):
        grown = np.einsum("dij,dj->di", filled, values)
        values = grown / grown.sum(axis=1, keepdims=True)
    whole: NDArray[np.bool_] = np.all(reached, axis=1)
    return values, whole


def _order(places: Sequence[int]) -> list[str]:
    return [pair.value for _rank, pair in sorted(zip(places, _PAIRS, strict=True), key=lambda one: one[0])]

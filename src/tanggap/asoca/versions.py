"""Two boards or editions beside one another. Pure: both are handed in as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tanggap.asoca.ranking import Weighed
from tanggap.asoca.rows import BoardRow, BoardView, ElementRow


@dataclass(frozen=True, slots=True)
class Between:
    """A number of one thing on both boards; None where it is not there, or not to be shown yet."""

    name: str
    label: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """Return by how much it grew."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Changed:
    """An element or strategy with its words on both boards; empty where it is not there."""

    name: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """Return "added", "removed", "reworded" or "same"."""
        if not self.before or not self.after:
            return "added" if self.after else "removed"
        return "same" if self.before == self.after else "reworded"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs. `agreement` is Kendall's tau-b of the two orders (1: the same, -1: turned round), None where one has no order to show.

    `consistency` is the ratio CR of each set on both boards.
    """

    before: BoardRow
    after: BoardRow
    elements: tuple[Changed, ...]
    strategies: tuple[Changed, ...]
    weights: tuple[Between, ...]
    ratings: tuple[Between, ...]
    groups: tuple[Between, ...]
    scores: tuple[Between, ...]
    ranks: tuple[Between, ...]
    consistency: tuple[Between, ...]
    agreement: float | None

    @property
    def has_same_leader(self) -> bool | None:
        """Return whether the same strategy ranks first, None where one board has no order to show."""
        if self.agreement is None:
            return None
        firsts = [{one.name for one in self.ranks if getattr(one, side) == 1} for side in ("before", "after")]
        return firsts[0] == firsts[1]


def compare(before: BoardView, after: BoardView) -> Comparison:
    """Return what differs from one board to the other; elements are the same where their keys are."""
    elements = [_elements(one) for one in (before, after)]
    weighed = [_weighed(one) for one in (before, after)]
    names = list(dict.fromkeys([*elements[0], *elements[1]]))
    labels = {name: (elements[1].get(name) or elements[0][name]).text for name in names}
    ranks = _strategies(before, after, "rank")
    return Comparison(
        before=before.board,
        after=after.board,
        elements=tuple(
            Changed(name, *(side[name].text if name in side else "" for side in elements)) for name in names
        ),
        strategies=tuple(
            Changed(one.pair, one.text, other.text)
            for one, other in zip(before.strategies, after.strategies, strict=True)
        ),
        weights=_numbers(names, labels, [{key: one.weight for key, one in side.items()} for side in weighed]),
        ratings=_numbers(names, labels, [{key: one.rating for key, one in side.items()} for side in weighed]),
        groups=_numbers(
            [one.letter for one in before.groups],
            {one.letter: one.name for one in before.groups},
            _groups(before, after),
        ),
        scores=_strategies(before, after, "weight"),
        ranks=ranks,
        consistency=_consistency(before, after),
        agreement=tau([(one.before, one.after) for one in ranks if one.before is not None and one.after is not None]),
    )


def tau(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Kendall's tau-b of two rankings (Kendall 1945, Biometrika 33, 239-251), None where one of them has no order."""
    agree = ties_before = ties_after = total = 0
    for (a, b), (c, d) in combinations(pairs, 2):
        total += 1
        ties_before += a == c
        ties_after += b == d
        agree += (a > c) == (b > d) if a != c and b != d else 0
        agree -= (a > c) != (b > d) if a != c and b != d else 0
    apart: float = ((total - ties_before) * (total - ties_after)) ** 0.5
    return agree / apart if apart else None


def _elements(view: BoardView) -> dict[str, ElementRow]:
    return {one.key: one for group in view.groups for one in group.elements}


def _weighed(view: BoardView) -> dict[str, Weighed]:
    return {one.key: one for one in view.ranking.elements} if view.ranking else {}


def _groups(*views: BoardView) -> list[dict[str, float]]:
    return [{one.letter: one.weight for one in view.ranking.groups} if view.ranking else {} for view in views]


def _strategies(before: BoardView, after: BoardView, what: str) -> tuple[Between, ...]:
    sides = [{one.pair: getattr(one.ranked, what) for one in view.strategies if one.ranked} for view in (before, after)]
    labels = {one.pair: one.text for one in after.strategies}
    return _numbers([one.pair for one in after.strategies], labels, sides)


def _consistency(before: BoardView, after: BoardView) -> tuple[Between, ...]:
    sides = [{one.among: one.weights.cr for one in view.sets if one.weights} for view in (before, after)]
    labels = {one.among: one.label for view in (before, after) for one in view.sets}
    return _numbers(list(labels), labels, sides)


def _numbers(
    names: Sequence[str], labels: Mapping[str, str], sides: Sequence[Mapping[str, float]]
) -> tuple[Between, ...]:
    return tuple(Between(name, labels[name], sides[0].get(name), sides[1].get(name)) for name in names)

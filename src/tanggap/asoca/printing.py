"""Boards, comparisons and effects as lines of text, for the command line."""

from collections.abc import Iterator

from tanggap.asoca.effects import Effect, saying
from tanggap.asoca.rows import BoardRow, BoardView, FollowingRow
from tanggap.asoca.versions import Between, Comparison

NONE = "–"


def listed(rows: list[BoardRow]) -> Iterator[str]:
    """Yield a line for each board."""
    for one in rows:
        kind = "example" if one.is_example else f"edition {one.edition}"
        yield f"{one.id:>5}  {one.state:<7} {kind:<10} {one.first} – {one.last}  {one.title}"
    yield f"{len(rows)} board(s)"


def board(view: BoardView) -> Iterator[str]:
    """Yield a whole board: elements, weights, the order, actions."""
    one = view.board
    yield f"{one.id}  {one.title}  ({one.state}, edition {one.edition}; {one.first} – {one.last}; {one.area or 'whole city'})"
    weighed = {row.key: row for row in view.ranking.elements} if view.ranking else {}
    for group in view.groups:
        yield f"{group.letter:<3} {group.name}"
        for element in group.elements:
            row = weighed.get(element.key)
            told = f"  weight {row.weight:.3f}  rating {row.rating:.2f}  score {row.score:.3f}" if row else ""
            yield f"    {element.key:<5}{told}  {element.text}"
            for link in element.links:
                yield f"          {link.title}: {link.said or link.target}"
    for told_set in view.sets:
        if told_set.weights:
            mark = "" if told_set.weights.is_consistent else "  INCONSISTENT, judge anew"
            yield f"CR {told_set.weights.cr:.3f}  {told_set.label}{mark}"
    for assessor in view.assessors:
        yield f"judge {assessor.given}/{assessor.wanted}  {assessor.name}"
    for sentence in view.missing:
        yield f"missing: {sentence}"
    yield from _strategies(view)


def _strategies(view: BoardView) -> Iterator[str]:
    for strategy in sorted(view.strategies, key=lambda row: row.ranked.rank if row.ranked else 0):
        ranked = strategy.ranked
        place = f"{ranked.rank}. {ranked.weight:.3f}" if ranked else NONE
        yield f"{place:<9} {strategy.pair:<5} {strategy.text}"
        for action in strategy.actions:
            late = " LATE" if action.is_late else ""
            yield f"          action {action.id} [{action.state}{late}] due {action.due_on}, {action.owner}: {action.text}"
            for following in action.followings:
                said = following.latest.said if following.latest else "not read yet"
                yield f"            effect {following.id} on {following.indicator}: {said}"


def compared(of: Comparison) -> Iterator[str]:
    """Yield what differs between two boards."""
    yield f"{of.before.id} (edition {of.before.edition}) → {of.after.id} (edition {of.after.edition})"
    for changed in of.elements:
        if changed.kind != "same":
            yield f"{changed.kind}: {changed.name}  {changed.before or NONE} → {changed.after or NONE}"
    for title, rows in (("weight", of.weights), ("rating", of.ratings), ("rank", of.ranks), ("CR", of.consistency)):
        for row in rows:
            if row.before != row.after:
                yield f"{title:<6} {row.name:<9} {_number(row)}"
    yield "agreement of the orders (Kendall’s tau): " + (NONE if of.agreement is None else f"{of.agreement:.2f}")


def _number(row: Between) -> str:
    before, after = (NONE if value is None else f"{value:.3f}" for value in (row.before, row.after))
    return f"{before} → {after}"


def effect(row: FollowingRow, of: Effect) -> Iterator[str]:
    """Yield an effect: the sentence, the numbers, and what they rest on."""
    yield f"{row.name} · {row.selection_label} · {row.method_label}, since {row.at}"
    yield of.said
    for one in of.estimates:
        change, ends = saying.difference(one.value, of.unit), saying.interval(one.low, one.high, of.unit)
        yield f"  {one.label}: {change} ({ends}), {saying.chance(one.p)}"
    for assumption in of.assumptions:
        mark = {True: "holds", False: "DOES NOT HOLD", None: "cannot be shown"}[assumption.holds]
        yield f"  [{mark}] {assumption.text} {assumption.detail}"

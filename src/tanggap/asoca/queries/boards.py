"""One board as a whole."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.asoca import figures, judged, laid, ranking
from tanggap.asoca.laid import Groups
from tanggap.asoca.models import Board, Element, Link, Strategy
from tanggap.asoca.queries import acting, judging, listing, seeing
from tanggap.asoca.ranking import Ranking, Said
from tanggap.asoca.rows import (
    AssessorRow,
    BoardView,
    DifferenceRow,
    ElementRow,
    GroupRow,
    LinkRow,
    SetRow,
    StrategyRow,
)
from tanggap.asoca.words import AROUND, INTERNAL, QUESTIONS, WITHIN, BoardState, Letter, LinkKind, Pair

FAR_APART = 2.0  # times: judges whose ratios differ by less are taken to agree
MOST_DIFFERENCES = 5


def board(by: Staff | None, number: int) -> BoardView:
    """Return a whole board for one reader. At most thirteen statements. Raises NotFound."""
    found = listing.one(by, number)
    say = seeing.sayer(found)
    elements = laid.elements(found.pk)
    groups = laid.grouped(elements)
    told = judged.by_assessor(found.pk)
    judges = judging.assessors(found.pk, told, groups, by)
    is_revealed = found.state == BoardState.CLOSED or (
        found.state == BoardState.OPEN and bool(judges) and all(one.is_complete for one in judges)
    )
    result = ranking.rank(groups, list(told.values())) if is_revealed else None
    texts = {one.key: say(one.text) for one in elements}
    return BoardView(
        board=listing.of(found),
        groups=_groups(elements, _links(found.pk, say), say),
        strategies=_strategies(found, result, acting.of_board(by, found.pk), say),
        assessors=tuple(judges),
        is_revealed=is_revealed,
        ranking=result,
        sets=together(groups, texts, list(told.values())) if is_revealed else (),
        differences=_differences(groups, texts, told, judges) if is_revealed else (),
        missing=tuple(_missing(found, groups, told)),
        editions=_editions(found),
        my_assessor=next((one.id for one in judges if one.is_me), None),
        may_edit=by is not None and not found.is_example and permissions.allows("asoca.edit", by),
    )


def together(groups: Groups, texts: Mapping[str, str], said: Sequence[Said]) -> tuple[SetRow, ...]:
    """Return what all assessors together say: the weights of each set, their consistency, and what would mend it."""
    return tuple(
        judging.set_row(among, names, texts, ranking.together(among, names, said), {})
        for among, names in laid.sets(groups).items()
    )


def _links(board: int, say: Callable[[str], str]) -> dict[int, tuple[LinkRow, ...]]:
    found: dict[int, list[LinkRow]] = defaultdict(list)
    for one in Link.objects.filter(element__board=board).order_by("pk"):
        is_indicator = one.kind == LinkKind.INDICATOR
        unit = figures.unit(one.indicator) if is_indicator else ""
        found[one.element_id].append(
            LinkRow(
                id=one.pk,
                kind=one.kind,
                title=figures.name(one.indicator) if is_indicator else say(one.title),
                target=one.target if is_indicator else say(one.target),
                address=one.target if not is_indicator and one.target.lower().startswith("http") else "",
                indicator=one.indicator,
                value=one.value,
                n=one.n,
                low=one.low,
                high=one.high,
                unit=unit,
                said=figures.figure_said(one.value, one.n or 0, one.low, one.high, unit, one.reason)
                if is_indicator
                else "",
                reason=one.reason,
                at=one.at,
            )
        )
    return {element: tuple(rows) for element, rows in found.items()}


def _groups(
    elements: Sequence[Element], links: Mapping[int, tuple[LinkRow, ...]], say: Callable[[str], str]
) -> tuple[GroupRow, ...]:
    return tuple(
        GroupRow(
            letter=letter.value,
            name=str(letter.label),
            question=str(QUESTIONS[letter]),
            side=WITHIN if letter in INTERNAL else AROUND,
            elements=tuple(
                ElementRow(one.key, one.group, say(one.text), links.get(one.pk, ()))
                for one in elements
                if one.group == letter
            ),
        )
        for letter in Letter
    )


def _strategies(
    found: Board, result: Ranking | None, actions: Mapping[str, tuple[acting.ActionRow, ...]], say: Callable[[str], str]
) -> tuple[StrategyRow, ...]:
    texts = dict(Strategy.objects.filter(board=found).values_list("pair", "text"))
    ranked = {one.pair: one for one in result.strategies} if result else {}
    return tuple(
        StrategyRow(
            pair=pair.value,
            name=str(pair.label),
            internal=pair.internal.value,
            external=pair.external.value,
            text=say(texts.get(pair.value, "")),
            ranked=ranked.get(pair.value),
            actions=actions.get(pair.value, ()),
        )
        for pair in Pair
    )


def _missing(found: Board, groups: Groups, told: Mapping[int, Said]) -> Sequence[str]:
    if found.state == BoardState.DRAFT:
        return [str(one) for one in laid.missing(found.pk)]
    if found.state == BoardState.OPEN:
        return ranking.rank(groups, list(told.values())).missing
    return ()


def _differences(
    groups: Groups, texts: Mapping[str, str], told: Mapping[int, Said], judges: Sequence[AssessorRow]
) -> tuple[DifferenceRow, ...]:
    """Return the comparisons about which the assessors lie farthest apart."""
    names = {one.id: one.name for one in judges}
    found: list[DifferenceRow] = []
    for asked in laid.pairs(groups):
        own = {judge: said.steps[asked] for judge, said in told.items() if asked in said.steps}
        spread = judging.spread(list(own.values()))
        if spread >= FAR_APART:
            first, second = (judging.label(asked.among, name, texts) for name in (asked.first, asked.second))
            said = tuple((names[judge], judging.step_said(step, first, second)) for judge, step in own.items())
            found.append(DifferenceRow(asked.among, first, second, spread, said))
    return tuple(sorted(found, key=lambda one: -one.spread)[:MOST_DIFFERENCES])


def _editions(found: Board) -> tuple[tuple[int, int, str], ...]:
    """Return (number, edition, state) of every edition of a board, the first one first. Two statements for each beyond the first."""
    line = [found]
    while line[0].previous_id is not None:
        line.insert(0, Board.objects.get(pk=line[0].previous_id))
    while later := Board.objects.filter(previous=line[-1]).order_by("pk").first():
        line.append(later)
    return tuple((one.pk, one.edition, str(BoardState(one.state).label)) for one in line)

"""Of which rows of the rollups it is read what was counted: the fewest that tell apart what is asked.

A period is cut into whole years, whole months and single days, and each is read where it stands added up (`spans`). What is narrowed or
divided by nothing or one thing, or by two that often go together, is read from rows that are told apart by these alone; the rest from the
full ones.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from tanggap.core import clock
from tanggap.insight.statistics import beginning
from tanggap.insight.statistics.asking import EARLIEST, Days, Question, fewest_rows
from tanggap.insight.statistics.spans import Piece, cut, fewest, runs
from tanggap.insight.statistics.statements import Numbered, Source, numbered
from tanggap.insight.words import CELLS, SIDES, TIMES

CELL: Final = "insight_cell"
_TOOK: Final = "insight_took"
Span = tuple[int, Piece]  # the number of the step, and rows that belong to it


def counted(
    asked: Question, table: str, steps: Sequence[Days], groups: Sequence[str], more: Sequence[Source] = ()
) -> Numbered:
    """Return the parts of a statement that read a table of grains for each step, told apart by `groups`; `more` are added to them."""
    also = groups[0] if groups else ""
    return _of_grains(asked, table, _spans(asked, steps, also), groups, more=more)


def took(asked: Question, courses: Sequence[str]) -> Numbered:
    """Return the parts of a statement that read how long things took, in fewest rows."""
    is_divided = fewest_rows("m", asked.condition()[2], TIMES)
    days = [(number, Piece("d", *step)) for number, step in enumerate(asked.steps)]
    spans = _spans(asked, asked.steps) if is_divided else days
    return _of_grains(asked, _TOOK, spans, ("course", "bucket"), courses=courses)


def _of_grains(
    asked: Question,
    table: str,
    spans: Sequence[Span],
    groups: Sequence[str],
    *,
    courses: Sequence[str] = (),
    more: Sequence[Source] = (),
) -> Numbered:
    """Return the parts of a statement that read a table of grains for each span, told apart by `groups`; of times those of `courses`.

    Every run of rows is a part of it with its grain's own name and days in it: so the planner sees how little each reads.
    """
    condition, values, dimensions = asked.condition()
    dimensions |= {name for name in groups if name in SIDES["f"]}
    kept = TIMES if table == _TOOK else CELLS
    if courses:
        condition, values = f"{condition} AND course = ANY (%s)", [*values, list(courses)]
    where = f'{table} WHERE grain = %s AND "on" BETWEEN %s AND %s AND {condition}'
    sources = []
    for run in runs(spans):
        grain = fewest_rows(run.letter, dimensions, kept)
        is_apart = run.is_of_single and {asked.by, *groups}.issuperset(SIDES[grain[1]])
        sources.append(Source(run, where, [grain, run.first, run.last, *values], is_apart))
    return numbered([*sources, *more])


def _spans(asked: Question, steps: Sequence[Days], also: str = "") -> list[Span]:
    """Return the rows of fewest that make up each of some steps, told apart by `also` too.

    Of the full rows each piece is a search for each area, category and so on: of them the fewest pieces are read, and none taken back.
    """
    today = clock.local(asked.now).date()
    steps = [_from_new_year(first, last) for first, last in steps]
    dimensions = {*asked.condition()[2], *([also] if also else [])}
    if fewest_rows("m", dimensions, CELLS) == "mf":
        return [(number, Piece(*piece)) for number, days in enumerate(steps) for piece in cut(*days)]
    return [(number, piece) for number, days in enumerate(steps) for piece in fewest(*days, today)]


def _from_new_year(first: date, last: date) -> Days:
    """Return a step of some years that begins on the city's first day from the beginning of that year: before, there are no rows."""
    is_from_begun = EARLIEST.year < first.year < last.year and first == beginning.first_day()
    return (first.replace(month=1, day=1) if is_from_begun else first), last

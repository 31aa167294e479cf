"""The evaluation as flat rows, for files and for whoever works on in a notebook: codes, ISO days, numbers, no nesting."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from tanggap.evaluation import changes, citing, comparing, telling
from tanggap.evaluation.catalogue import INDICATORS, Indicator
from tanggap.evaluation.changes import Change
from tanggap.evaluation.rows import Checked
from tanggap.evaluation.telling import Told
from tanggap.evaluation.words import Against
from tanggap.insight.statistics import Selection

Value = str | int | float | bool | date | None
Row = tuple[Value, ...]
OF_SELECTION: Final = ("from", "to", "area", "category", "handled_by", "channel")
FIGURES: Final = (
    "indicator", "criterion", "name", "unit", *OF_SELECTION, "value", "low", "high", "n", "is_partial", "lack", "why_none", "target",
    "is_target_reached", "before", "difference", "difference_low", "difference_high", "verdict", "year_before", "year_difference",
    "year_low", "year_high", "year_verdict", "query",
)  # fmt: skip
TREND: Final = ("indicator", "unit", "first", "last", "value", "low", "high", "n", "is_partial", "why_none")
COMPARED: Final = (
    "indicator", "unit", "by", "level", "code", "label", "n", "value", "low", "high", "expected", "ratio", "ratio_low", "ratio_high",
    "adjusted", "adjusted_low", "adjusted_high", "z", "flag", "verdict", "received", "people", "method", "why_none",
)  # fmt: skip
DECLARED: Final = (
    "indicator", "criterion", "name", "question", "definition", "formula", "unit", "good", "least", "interval", "sides", "needs", "events",
    "source", "target", "target_source", "caveats", "digest",
)  # fmt: skip
ISSUED: Final = (
    "indicator", "letters", "query", "since", "value_then", "n_then", "low_then", "high_then", "lack_then", "value_now", "n_now", "low_now",
    "high_now", "lack_now",
)  # fmt: skip


def figures(selection: Selection, codes: Iterable[str] | None = None) -> Iterator[Row]:
    """Yield a row of `FIGURES` for each indicator of `codes` (None: all). Raises KeyError for an unknown one."""
    for of_code in changes.changes(selection, codes).values():
        before, year = of_code[Against.BEFORE.value], of_code[Against.YEAR.value]
        yield (*_told(before.now, selection), *_changed(before), *_changed(year), before.now.query)


def _told(one: Told, selection: Selection) -> Row:
    meant = one.indicator
    return (
        one.code, meant.criterion, str(meant.name), meant.unit, *_of(selection), one.value, one.low, one.high, one.n, one.is_partial,
        one.lack, one.reason, meant.target.value if meant.target else None, one.is_target_reached,
    )  # fmt: skip


def _changed(one: Change) -> Row:
    return one.before.value, one.difference, one.low, one.high, one.verdict


def _of(selection: Selection) -> Row:
    return selection.first, selection.last, selection.area, selection.category, selection.unit, selection.channel


def trend(selection: Selection, codes: Iterable[str] | None = None, step: str = "auto") -> Iterator[Row]:
    """Yield a row of `TREND` for each indicator and step. Raises KeyError for an unknown indicator."""
    for code, points in telling.trends(selection, INDICATORS if codes is None else codes, step).items():
        for one in points:
            row = (one.value, one.low, one.high, one.n, one.is_partial, one.reason)
            yield code, INDICATORS[code].unit, one.first, one.last, *row


def compared(selection: Selection, codes: Iterable[str] | None, by: str, level: str | None = None) -> Iterator[Row]:
    """Yield a row of `COMPARED` for each indicator and part; one without a part says why nothing is compared. Raises as `peers`."""
    for code in INDICATORS if codes is None else codes:
        found = comparing.peers(selection, code, by, level)
        begin = code, found.unit, by, level or ""
        if found.reason:
            yield *begin, *[None] * (len(COMPARED) - 5), found.reason
        for row in found.rows:
            yield (
                *begin, row.code, row.label, row.n, row.value, row.low, row.high, row.expected, row.ratio, row.ratio_low, row.ratio_high,
                row.adjusted, row.adjusted_low, row.adjusted_high, row.z, row.flag, row.verdict, row.received, row.people, row.method, "",
            )  # fmt: skip
        for left in found.left_out:
            yield *begin, left.code, left.label, left.n, *[None] * (len(COMPARED) - 8), left.reason


def declared(codes: Iterable[str] | None = None) -> Iterator[Row]:
    """Yield a row of `DECLARED` for each indicator: what it means. Raises KeyError for an unknown one. No statement."""
    for one in [INDICATORS[code] for code in (INDICATORS if codes is None else codes)]:
        yield _declared(one)


def _declared(one: Indicator) -> Row:
    said = (one.name, one.question, one.definition, one.formula)
    return (
        one.code, one.criterion, *map(str, said), one.unit, one.good, one.least, one.interval, " ".join(one.sides), " ".join(one.needs),
        " ".join(one.events), str(one.source), one.target.value if one.target else None, one.target.source if one.target else None,
        " ".join(map(str, one.caveats)), citing.digest(one),
    )  # fmt: skip


def again(checked: Checked) -> Iterator[Row]:
    """Yield a row of `ISSUED` for each figure of a document computed anew."""
    for one in checked.figures:
        then, now = one.then, one.now
        later = (now.value, now.n, now.low, now.high, now.lack) if now else (None, None, None, None, None)
        yield then.code, then.letters, then.query, one.since, then.value, then.n, then.low, then.high, then.lack, *later

"""Tables of the evaluation on a terminal and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tanggap.core import clock
from tanggap.evaluation import prices
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.queries import COMPARED, DECLARED, FIGURES, ISSUED, TREND, Row
from tanggap.evaluation.words import QUESTIONS, Criterion
from tanggap.insight.statistics import Selection
from tanggap.papers.saying import between, said
from tanggap.places.city import city

Given = dict[str, Any]


@dataclass(slots=True)
class Table:
    """Flat rows with what must be said beside them; `rows` are read once."""

    columns: Sequence[str]
    rows: Iterable[Row]
    selection: Selection | None
    remarks: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def each(self) -> Iterator[Given]:
        """Yield each row by its columns."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


def as_json(table: Table) -> str:
    """Return a table with `rows` that a notebook reads as they are: days in ISO 8601, shares 0 to 1, nothing nested."""
    entered = prices.prices()
    told = {
        "city": city().code,
        "made_at": clock.now().isoformat(timespec="seconds"),
        **table.facts,
        "remarks": table.remarks,
        "prices": entered.source if entered else None,
        "currency": entered.currency if entered else None,
        "rows": list(table.each()),
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no plain value")


def as_text(table: Table) -> Iterator[str]:
    """Yield the lines of a table for a terminal."""
    if table.selection is not None:
        yield _head(table.selection)
    yield from (f"{name}: {value}" for name, value in table.facts.items() if value != "")
    yield from (f"! {one}" for one in table.remarks)
    write = _WRITERS.get(tuple(table.columns), _plain_rows)
    yield from write(table.each())


def _head(selection: Selection) -> str:
    narrowed = (getattr(selection, name) for name in ("area", "category", "unit", "channel"))
    return " · ".join([city().code, f"{selection.first} to {selection.last}", *(one for one in narrowed if one)])


def _figures(rows: Iterator[Given]) -> Iterator[str]:
    criterion = ""
    for row in rows:
        if row["criterion"] != criterion:
            criterion = row["criterion"]
            yield ""
            yield f"{Criterion(criterion).label}: {QUESTIONS[Criterion(criterion)]}"
        yield f"  {row['name'][:44]:<44} {_value(row):>16}  {_beside(row)}"


def _beside(row: Given) -> str:
    if row["value"] is None:
        return str(row["why_none"])
    ends = _between(row["low"], row["high"], row["unit"])
    aim = "" if row["target"] is None else f"target {_said(row['target'], row['unit'])}"
    change = row["verdict"] if row["verdict"] in ("better", "worse", "higher", "lower") else ""
    parts = (f"({ends})" if ends else "", f"n {row['n']:,}", aim, f"{change} than before" if change else "")
    return "  ".join(part for part in parts if part)


def _trend(rows: Iterator[Given]) -> Iterator[str]:
    code = ""
    for row in rows:
        if row["indicator"] != code:
            code = row["indicator"]
            yield ""
            yield str(INDICATORS[code].name)
        mark = " *" if row["is_partial"] else ""
        beside = row["why_none"] if row["value"] is None else f"n {row['n']:,}"
        yield f"  {row['first']} to {row['last']}{mark:<2} {_value(row):>16}  {beside}"
    yield "* not the whole step"


def _compared(rows: Iterator[Given]) -> Iterator[str]:
    code = ""
    for row in rows:
        if row["indicator"] != code:
            code = row["indicator"]
            yield ""
            yield str(INDICATORS[code].name)
        if row["value"] is None:
            yield f"  {(row['label'] or '')[:32]:<32} {row['why_none']}"
            continue
        ends = _between(row["low"], row["high"], row["unit"])
        adjusted = _said(row["adjusted"], row["unit"])
        yield f"  {row['label'][:32]:<32} {_value(row):>14} ({ends})  n {row['n']:,}  adjusted {adjusted}  {row['flag']}"
    yield "adjusted: with the mix of the whole. Only what is beyond the limits differs by more than chance; there is no ranking."


def _declared(rows: Iterator[Given]) -> Iterator[str]:
    for row in rows:
        yield ""
        yield f"{row['indicator']} ({row['criterion']}): {row['name']}"
        yield f"  {row['definition']}"
        yield f"  = {row['formula']}"
        yield f"  {row['source']}. At least {row['least']} cases." + (f" {row['caveats']}" if row["caveats"] else "")


def _again(rows: Iterator[Given]) -> Iterator[str]:
    for row in rows:
        unit = INDICATORS[row["indicator"]].unit if row["indicator"] in INDICATORS else ""
        then, now = (_said(row[f"value_{one}"], unit) for one in ("then", "now"))
        numbers = then if row["since"] == "same" else f"{then} (n {row['n_then']:,}) → {now} (n {row['n_now'] or 0:,})"
        yield f"  {row['letters']}  {row['indicator']:<26} {row['since']:<10} {numbers}"


def _plain_rows(rows: Iterator[Given]) -> Iterator[str]:
    for row in rows:
        yield "  ".join(str(value) for value in row.values())


def _value(row: Given) -> str:
    return _said(row["value"], row["unit"])


def _said(value: float | None, unit: str) -> str:
    return said(value, unit, _currency())


def _between(low: float | None, high: float | None, unit: str) -> str:
    return between(low, high, unit, _currency())


def _currency() -> str:
    entered = prices.prices()
    return entered.currency if entered else ""


_WRITERS = {FIGURES: _figures, TREND: _trend, COMPARED: _compared, DECLARED: _declared, ISSUED: _again}

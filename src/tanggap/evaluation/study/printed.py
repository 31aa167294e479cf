"""The study's tables as they were printed, digit for digit (`printed.toml`)."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from tanggap.core.words import say
from tanggap.evaluation.study.layout import Cell, Column, Row, Table
from tanggap.surveys.bands import BANDS, SCALE, band4
from tanggap.surveys.bands import printed as rounded

FILE: Final = Path(__file__).with_name("printed.toml")
TOTAL: Final = "total"


@dataclass(frozen=True, slots=True)
class Study:
    """What was studied: the code of its area, its years, its title."""

    title: str
    area: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What the study's running text says of a cell, or of the total of a column (`row` is `total`)."""

    table: str
    row: str
    column: str
    printed: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody looked up about a table, and where."""

    table: str
    said: str
    source: str


def study() -> Study:
    """Return what was studied."""
    facts = _facts()["study"]
    return Study(say(facts["title"]), facts["area"], tuple(facts["years"]))


def printed() -> list[Table]:
    """Return the tables in their order, with the heads in the active language and every cell as printed."""
    return [_table(number, facts) for number, facts in _facts()["tables"].items()]


def claims() -> list[Claim]:
    """Return what the text says of the tables."""
    return [Claim(number, **claim) for number, facts in _facts()["tables"].items() for claim in facts.get("claims", ())]


def remarks() -> list[Remark]:
    """Return what was looked up, in the order of the tables."""
    return [Remark(one["table"], say(one["said"]), say(one.get("source", {}))) for one in _facts()["remarks"]]


def _table(number: str, facts: Mapping[str, Any]) -> Table:
    columns = [Column(one["code"], say(one["label"]), one["unit"], one.get("group", "")) for one in facts["columns"]]
    rows = [Row(one["code"], say(one["label"]), tuple(map(Cell, one["cells"]))) for one in facts["rows"]]
    notes = {"4": _grades, "satisfaction": _banded}.get(number, lambda _rows: ())(rows)
    return Table(number, say(facts["title"]), say(facts["head"]), tuple(columns), tuple(rows), tuple(notes))


def _grades(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what the grades are called in the reader's language, where that is not the language of the print."""
    words = [str(one.quality).casefold() for one in BANDS]
    if words != [row.cells[-1].text.casefold() for row in rows]:
        yield "; ".join(f"{one.grade}: {one.quality}" for one in BANDS)


def _banded(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the grade of each score by the bands of Table 4."""
    told = []
    for row in rows:
        (score,) = row.cells[0].numbers()
        told.append(f"{row.label} {Cell(str(rounded(score * SCALE))).said()} {band4(score).grade}")
    yield _("Times 25, by the bands of Table 4: %(told)s.") % {"told": "; ".join(told)}


@lru_cache(maxsize=1)
def _facts() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))

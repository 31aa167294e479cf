"""The study's tables as they were printed, digit for digit (`printed.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tanggap.core.words import say
from tanggap.evaluation.study.layout import Cell, Column, Row, Table

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
    return [Remark(one["table"], say(one["said"]), one.get("source", "")) for one in _facts()["remarks"]]


def _table(number: str, facts: Mapping[str, Any]) -> Table:
    columns = [Column(one["code"], say(one["label"]), one["unit"], one.get("group", "")) for one in facts["columns"]]
    rows = [Row(one["code"], say(one["label"]), tuple(map(Cell, one["cells"]))) for one in facts["rows"]]
    return Table(number, say(facts["title"]), say(facts["head"]), tuple(columns), tuple(rows))


@lru_cache(maxsize=1)
def _facts() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))

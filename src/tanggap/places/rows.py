"""The rows of a pack's CSV file, each read by its own rule; a fault says where it stands."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Row = TypeVar("Row")


def read(path: Path, columns: Sequence[str], parsed: Callable[[Mapping[str, str]], Row]) -> tuple[Row, ...]:
    """Return what `parsed` makes of each row (stripped texts by column), nothing without the file.

    Raises OSError, or ValueError that names the file, line and fault.
    """
    if not path.exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(columns) <= set(rows.fieldnames or ()):
            raise ValueError(f"{path}, line 1: the columns must be {', '.join(columns)}")
        found = []
        for row in rows:
            try:
                found.append(parsed({column: (row[column] or "").strip() for column in columns}))
            except ValueError as error:
                raise ValueError(f"{path}, line {rows.line_num}: {error}") from None
    return tuple(found)

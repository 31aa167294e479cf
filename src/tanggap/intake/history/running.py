"""A whole file taken over, batch by batch; run it again and it goes on where it stopped."""

import csv
import itertools
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tanggap.core import clock
from tanggap.intake.history import mapping, rows, tables, writing
from tanggap.intake.history.mapping import BrokenMap, Map
from tanggap.intake.history.rows import RowRefused, Told
from tanggap.intake.history.tables import REFUSED_HEAD, Row, Table

BATCH = 1000
Progress = Callable[[float, int], None]


@dataclass
class Summary:
    """Where every row of the file went: `rows` == `imported` + `already` + `refused`. `seconds` is the time of it all."""

    rows: int = 0
    imported: int = 0
    already: int = 0
    refused: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    late: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    refused_file: Path | None = None
    seconds: float = 0.0

    @property
    def rows_per_second(self) -> float:
        """Return the speed."""
        return self.rows / self.seconds if self.seconds else 0.0


def run(
    path: Path,
    map_path: Path,
    *,
    refused_path: Path,
    dry_run: bool = False,
    progress: Progress = lambda share, count: None,
) -> Summary:
    """Take over the reports in a file by a map; refused rows go to `refused_path` with their reasons. Raises Unreadable, BrokenMap."""
    known = mapping.read(map_path)
    begun, at = time.monotonic(), clock.now()
    with tables.open_table(
        path, kind=known.format, encoding=known.encoding, delimiter=known.delimiter, sheet=known.sheet
    ) as table:
        _check_columns(known, table, map_path)
        with _Refused(refused_path, table.columns) as refused:
            run_ = _Run(known, refused, at, dry_run)
            for batch in _batches(table.rows):
                run_.take(batch)
                progress(min(0.99, table.share()), run_.summary.rows)
    summary = run_.summary
    summary.refused_file = refused_path if summary.refused else None
    summary.seconds = time.monotonic() - begun
    progress(1.0, summary.rows)
    return summary


def _check_columns(known: Map, table: Table, map_path: Path) -> None:
    """Raises BrokenMap when the map speaks of columns that the file does not have; JSON lines have no head to look in."""
    if not table.columns:
        return
    missing = {
        name: sorted(source.named() - set(table.columns))
        for name, source in known.fields.items()
        if source.named() - set(table.columns)
    }
    if missing:
        raise BrokenMap(
            f"{map_path.name}: fields.{name}: the file has no column {', '.join(columns)}."
            for name, columns in missing.items()
        )


def _batches(found: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(itertools.islice(found, BATCH)):
        yield batch


class _Run:
    """What a run knows from batch to batch."""

    def __init__(self, known: Map, refused: "_Refused", at: datetime, dry_run: bool) -> None:
        self.known, self.refused, self.at = known, refused, at
        self.undone: dict[writing.Key, bytes] | None = {} if dry_run else None
        self.summary = Summary()

    def take(self, batch: Sequence[Row]) -> None:
        understood: list[tuple[Row, Told]] = []
        self.summary.rows += len(batch)
        for row in batch:
            try:
                understood.append((row, rows.understood(row, self.known, now=self.at, remarks=self.summary.remarks)))
            except RowRefused as refusal:
                self.refuse(row, refusal.reasons)
        verdicts = writing.take_over(
            [told for _row, told in understood], source=self.known.name, at=self.at, undone=self.undone
        )
        for (row, told), verdict in zip(understood, verdicts, strict=True):
            self.count(row, told, verdict)

    def count(self, row: Row, told: Told, verdict: writing.Verdict) -> None:
        if verdict.reason:
            self.refuse(row, {"external_id": verdict.reason})
        elif verdict.what == writing.ALREADY:
            self.summary.already += 1
        else:
            self.summary.imported += 1
            self.summary.outcomes[told.outcome or mapping.OPEN] += 1
            self.summary.late += bool(told.closed_at and told.resolve_due_at and told.closed_at > told.resolve_due_at)

    def refuse(self, row: Row, reasons: dict[str, str]) -> None:
        self.summary.refused += 1
        for name, reason in reasons.items():
            self.summary.reasons[f"{name}: {reason}" if name else reason] += 1
        self.refused.write(row, reasons)


class _Refused:
    """The file of refused rows, made when there is one: readable by its owner alone, for it holds what people wrote."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path, self.columns = path, [name for name in columns if name not in REFUSED_HEAD]
        self._writer: Any = None
        self._stack = ExitStack()

    def __enter__(self) -> "_Refused":
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def write(self, row: Row, reasons: dict[str, str]) -> None:
        """Write a row as it came, behind its number and the reasons why it was refused."""
        if self._writer is None:
            self._open(row)
        said = " ".join(f"{name}: {reason}" if name else reason for name, reason in reasons.items())
        cells = (str(row.cells.get(name, "")) for name in self.columns)
        self._writer.writerow([row.number, said, *map(tables.guarded, cells)])

    def _open(self, first: Row) -> None:
        self.columns = self.columns or list(first.cells)
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        file = self._stack.enter_context(os.fdopen(number, "w", encoding="utf-8", errors="replace", newline=""))
        self._writer = csv.writer(file)
        self._writer.writerow([*REFUSED_HEAD, *self.columns])

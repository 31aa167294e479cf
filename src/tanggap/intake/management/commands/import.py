"""`tanggap import`: takes over the reports of an earlier system from its export."""
# ruff: noqa: N999  the command is called `import`; nobody imports this module by name

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tanggap.core import clock
from tanggap.intake.history import running
from tanggap.intake.history.mapping import BrokenMap
from tanggap.intake.history.running import Summary
from tanggap.intake.history.tables import Unreadable

WIDTH = 30
MOST_REASONS = 20


class Command(BaseCommand):
    """Take over history by a map of its columns."""

    help = "Take over history from another system: CSV, XLSX or JSON lines, by a map of its columns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the export: .csv, .xlsx or .jsonl, also .gz")
        parser.add_argument(
            "--map", type=Path, required=True, dest="map_path", help="what its columns mean (docs/import.md)"
        )
        parser.add_argument("--dry-run", action="store_true", help="check everything in the database, keep nothing")
        parser.add_argument("--refused", type=Path, help="where refused rows go, with their reasons (CSV)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as one JSON document")

    def handle(
        self, *args: Any, file: Path, map_path: Path, dry_run: bool, refused: Path | None, as_json: bool, **options: Any
    ) -> None:
        bar = _Bar(self.stderr, is_shown=options["verbosity"] > 0)
        try:
            summary = running.run(
                file, map_path, refused_path=refused or _refused_path(file), dry_run=dry_run, progress=bar.show
            )
        except (Unreadable, BrokenMap, OSError) as error:
            raise CommandError(str(error)) from None
        if as_json:
            self.stdout.write(json.dumps(_document(summary, dry_run), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(_lines(summary, dry_run)))


class _Bar:
    """A bar that ends at 100 %: redrawn on a terminal, one line each tenth elsewhere."""

    def __init__(self, stream: Any, *, is_shown: bool) -> None:
        self.stream, self.is_shown = stream, is_shown
        self.is_terminal = sys.stderr.isatty()
        self.tenths = -1

    def show(self, share: float, rows: int) -> None:
        tenths = int(share * 10)
        if not self.is_shown or self.tenths == 10 or (tenths == self.tenths and not self.is_terminal):
            return
        self.tenths = tenths
        done = round(share * WIDTH)
        line = f"{'█' * done}{'░' * (WIDTH - done)} {share:4.0%}  {rows:,} rows"
        is_drawn_again = self.is_terminal and tenths < 10
        self.stream.write(f"\r{line}" if self.is_terminal else line, ending="" if is_drawn_again else "\n")


def _refused_path(file: Path) -> Path:
    """Return a path in the city's own folder: refused rows hold what people wrote, and nobody else may read that."""
    stamp = clock.local(clock.now()).strftime("%Y%m%d-%H%M%S")
    return Path(settings.HOME) / "imports" / f"{file.name.partition('.')[0]}-{stamp}.refused.csv"


def _document(summary: Summary, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "rows": summary.rows,
        "imported": summary.imported,
        "already_there": summary.already,
        "refused": summary.refused,
        "outcomes": dict(summary.outcomes),
        "late": summary.late,
        "reasons": dict(summary.reasons.most_common()),
        "remarks": dict(summary.remarks),
        "refused_file": str(summary.refused_file) if summary.refused_file else None,
        "seconds": round(summary.seconds, 2),
        "rows_per_second": round(summary.rows_per_second),
    }


def _lines(summary: Summary, dry_run: bool) -> list[str]:
    kinds = ", ".join(f"{word} {count:,}" for word, count in sorted(summary.outcomes.items()))
    lines = [
        f"{summary.rows:,} rows in {summary.seconds:.1f} s ({summary.rows_per_second:,.0f} a second)"
        + (": a dry run, nothing was kept" if dry_run else ""),
        f"  imported       {summary.imported:>9,}   {kinds}" + (f"; {summary.late:,} late" if summary.late else ""),
        f"  already there  {summary.already:>9,}",
        f"  refused        {summary.refused:>9,}" + (f"   {summary.refused_file}" if summary.refused_file else ""),
    ]
    lines += [f"    {count:>7,} × {reason}" for reason, count in summary.reasons.most_common(MOST_REASONS)]
    lines += [f"  {count:,} × {_REMARKS[word]}" for word, count in sorted(summary.remarks.items())]
    return lines


_REMARKS = {
    "point_too_coarse": "a point too coarse to name a place was left out",
    "point_outside_city": "a point outside the city was left out",
    "time_occurs_twice": "a time that occurs twice was read as the first of the two",
    "time_never_was": "a time skipped by the change to summer time was moved on by the change",
}

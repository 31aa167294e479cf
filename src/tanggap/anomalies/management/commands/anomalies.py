"""`tanggap anomalies list|hours|learn|evaluate|past`: what is unusual, how usual is told, and how good that is."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.anomalies import actions, measured, past, queries
from tanggap.anomalies.measured import Measured, OfSize
from tanggap.core import clock
from tanggap.notify import unusual

SMALL, LARGE = 20.0, 20_000.0


class Command(BaseCommand):
    """Reads what the watch keeps; `evaluate` needs no database, `past` reads the reports of this city."""

    help = (
        "list: the alarms that are not over; hours: the last hours beside the usual; learn: learn anew what is usual; "
        "evaluate: floods planted in a simulated city, and false alarms without; past: what this city's past would have raised."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["list", "hours", "learn", "evaluate", "past"])
        parser.add_argument("--per-day", type=float, default=500.0, help="evaluate: reports a day (default: 500)")
        parser.add_argument("--months", type=int, default=3, help="evaluate: months that are watched (default: 3)")
        parser.add_argument("--seed", type=int, default=1, help="evaluate: the same seed gives the same numbers")
        parser.add_argument("--each", type=int, default=20, help="evaluate: floods of each size (default: 20)")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="past: the first day, as 2026-01-31")
        parser.add_argument("--until", dest="last", type=date.fromisoformat, help="past: the day after the last")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        getattr(self, f"_{options['act']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        rows = queries.current(with_muted=True, limit=200)
        if options["as_json"]:
            self._write([{**asdict(row), "sentence": row.sentence, "details": row.details} for row in rows])
            return
        for row in rows:
            self.stdout.write(f"{row.id} {row.state.label}{' (muted)' if row.is_muted else ''}: {row.sentence}")
            for line in row.details:
                self.stdout.write(f"    {line}")
        self.stdout.write(f"{len(rows)} alarm(s)")

    def _hours(self, options: dict[str, Any]) -> None:
        rows = queries.course(now=clock.now())
        if options["as_json"]:
            self._write([asdict(row) for row in rows])
            return
        for row in rows:
            between = "being learnt" if row.low is None else f"{row.low} to {row.high}"
            self.stdout.write(f"{clock.local(row.at):%d.%m. %H.%M}  {row.reports:>6}  usual: {between}")

    def _learn(self, options: dict[str, Any]) -> None:
        cells = actions.learn(now=clock.now())
        if options["as_json"]:
            self._write({"cells": cells})
        else:
            self.stdout.write(f"learnt for {cells} cells" if cells else "too few days or reports to learn from")

    def _evaluate(self, options: dict[str, Any]) -> None:
        if not SMALL <= options["per_day"] <= LARGE:
            raise CommandError(f"--per-day: between {SMALL:.0f} and {LARGE:.0f} reports.")
        if not 1 <= options["months"] <= 60 or not 1 <= options["each"] <= 500:
            raise CommandError("--months: between 1 and 60; --each: between 1 and 500.")
        found = measured.measure(
            options["per_day"], months=options["months"], seed=options["seed"], each=options["each"]
        )
        if options["as_json"]:
            spans = {str(span): number for span, number in found.false_by_span.items()}
            self._write({**asdict(found), "false_by_span": spans})
            return
        self._tell(found)

    def _tell(self, found: Measured) -> None:
        for name, rate in (("method", found.false), ("plain rule", found.plain_false)):
            self.stdout.write(
                f"false alarms a month, {name}: {rate.a_month:.1f} ({rate.low:.1f} to {rate.high:.1f}; {rate.count} in all)"
            )
        for span, number in sorted(found.false_by_span.items()):
            self.stdout.write(f"    of {span}: {number}")
        of_any, of_urgent = (found.floods, found.plain_floods), (found.urgent_floods, found.plain_urgent_floods)
        for name, (floods, plain_floods) in (("floods", of_any), ("floods of urgent kinds", of_urgent)):
            for one, plain in zip(floods, plain_floods, strict=True):
                self.stdout.write(f"{name} of {one.size}: {_said(one)}; plain rule: {_said(plain)}")

    def _past(self, options: dict[str, Any]) -> None:
        if options["first"] is None or options["last"] is None or options["first"] >= options["last"]:
            raise CommandError("Name the days: --from 2026-01-01 --until 2026-02-01.")
        rows = list(past.raised(options["first"], options["last"]))
        if options["as_json"]:
            self._write(
                [{**asdict(row), "span": int(row.span.total_seconds() / 60)} for row in rows]
            )  # span in minutes
            return
        for row in rows:
            what = unusual.what(row.category, [area for area in row.areas if area])
            minutes = int(row.span.total_seconds() / 60)
            self.stdout.write(
                f"{row.at:%Y-%m-%d %H.%M}  {what}: {unusual.how_many(row.reports, minutes)} ({row.mean:.1f})"
            )
        self.stdout.write(f"{len(rows)} alarm(s)")

    def _write(self, result: Any) -> None:
        self.stdout.write(json.dumps(result, default=str, ensure_ascii=False, indent=1))


def _said(one: OfSize) -> str:
    hour, minutes = one.in_an_hour, "–" if one.minutes is None else f"{one.minutes:.0f} min"
    return f"{hour.hits} of {hour.n} within an hour ({hour.low:.0%} to {hour.high:.0%}), {one.at_all.hits} at all, median {minutes}"

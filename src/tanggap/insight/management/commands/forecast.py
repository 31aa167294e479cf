"""`tanggap forecast`: what is expected to come to each unit, and how far off the method was on the past."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tanggap.agencies import queries as agencies
from tanggap.core import clock
from tanggap.insight import outlook
from tanggap.insight.forecast import Score


class Command(BaseCommand):
    """Reads the rollup of arrivals (of live and imported reports alike) and explains itself."""

    help = "What will come to each unit in the next seven days; --backtest: the errors on the past beside the naive guess. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--backtest", action="store_true", help="test the method on the past instead")
        parser.add_argument(
            "--weeks", type=int, default=outlook.TEST_WEEKS, help="how many weeks to test on (default: 12)"
        )
        parser.add_argument("--unit", default="", help="only this unit")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["backtest"]:
            self._test(options)
        else:
            self._look_ahead(options)

    def _look_ahead(self, options: dict[str, Any]) -> None:
        outlook.look_ahead()
        today = clock.local(clock.now()).date()
        rows = sorted(outlook.all_outlooks(), key=lambda row: (row.unit != outlook.CITY, -row.level, row.unit))
        facts: list[dict[str, Any]] = [
            {
                "unit": row.unit or None,
                "history_days": row.history_days,
                "level": round(row.level, 2),
                "weekdays": [round(factor, 2) for factor in row.weekdays],
                "holiday": round(row.closed, 2),
                "next_7_days": dict(zip(("expected", "low", "high"), (round(n, 1) for n in coming), strict=True)),
            }
            for row in rows
            if (not options["unit"] or row.unit == options["unit"]) and (coming := row.coming(today))
        ]
        if options["as_json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1))
            return
        for fact in facts:
            week = fact["next_7_days"]
            told = f"{week['expected']:>8.1f}  ({week['low']:.0f} to {week['high']:.0f})"
            self.stdout.write(f"{_name(fact['unit']):<48} {told}")
        self.stdout.write(
            f"{len(facts)} forecast(s) of the next seven days; in four of five cases it stays within the range"
        )

    def _test(self, options: dict[str, Any]) -> None:
        rows = outlook.backtests(weeks=options["weeks"])
        rows = [row for row in rows if not options["unit"] or row[0] == options["unit"]]
        if options["as_json"]:
            self.stdout.write(json.dumps([_facts(*row) for row in rows], ensure_ascii=False, indent=1))
            return
        if not rows:
            self.stdout.write(
                "Nothing to test on: it takes nine weeks of history (`tanggap import` brings that of another system)."
            )
            return
        self.stdout.write(f"{'':<40} {'reports':>8} {'error a day':>14} {'error a week':>15} {'MASE':>12}")
        self.stdout.write(f"{'':<40} {'a day':>8} {'ours : naive':>14} {'ours : naive':>15} {'ours : naive':>12}")
        for unit, level, score in rows:
            day = f"{score.error:.2f} : {score.naive_error:.2f}"
            week = f"{score.week_error:.1f} : {score.naive_week_error:.1f}"
            mase = f"{score.scaled:.2f} : {score.naive_scaled:.2f}" if score.scaled and score.naive_scaled else "–"
            self.stdout.write(f"{_name(unit or None)[:40]:<40} {level:>8.2f} {day:>14} {week:>15} {mase:>12}")
        self.stdout.write(
            f"naive: the same weekday of the week before. Tested on the last {rows[0][2].days} days, a week at a time."
        )


def _name(unit: str | None) -> str:
    return agencies.unit_label(unit) if unit else "the whole city"


def _facts(unit: str, level: float, score: Score) -> dict[str, Any]:
    return {
        "unit": unit or None,
        "reports_a_day": round(level, 3),
        "days": score.days,
        "mae": round(score.error, 3),
        "naive_mae": round(score.naive_error, 3),
        "mase": None if score.scaled is None else round(score.scaled, 3),
        "naive_mase": None if score.naive_scaled is None else round(score.naive_scaled, 3),
        "week_mae": round(score.week_error, 2),
        "naive_week_mae": round(score.naive_week_error, 2),
    }

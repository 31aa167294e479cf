"""`tanggap competencies`: the register of competencies, on the screen, as CSV or as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Standing
from tanggap.insight import register
from tanggap.insight.register import Wanted


class Command(BaseCommand):
    """Lists each active person with each competency that the work asks for, and those held besides."""

    help = "Who has shown what, who lacks what, until when: --csv, --json, --unit, --competency, --standing"

    def add_arguments(self, parser: CommandParser) -> None:
        standings = ", ".join(Standing.values)
        parser.add_argument("--unit", default="", help="only people of this unit")
        parser.add_argument("--competency", default="", help="only this one, by its code in competencies.toml")
        parser.add_argument(
            "--standing", default="", choices=["", *Standing.values], metavar="STANDING", help=standings
        )
        parser.add_argument("--csv", action="store_true", dest="as_csv", help="print CSV")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        unit = options["unit"]
        if unit and agencies.unit(unit) is None:
            raise CommandError(f"There is no active unit {unit}.")
        wanted = Wanted(units=[unit] if unit else None, competency=options["competency"], standing=options["standing"])
        if options["as_csv"]:
            for line in register.csv_lines(register.everything(wanted)):
                self.stdout.write(line, ending="")
            return
        rows = [register.facts(row) for row in register.everything(wanted)]
        if options["as_json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            until = row["valid_until"] or "–"
            self.stdout.write(
                f"{row['standing']:<9} {row['username']:<32} {row['competency']:<24} {row['level']:<14} {until}"
            )
        self.stdout.write(f"{len(rows)} row(s)")

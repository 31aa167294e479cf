"""`tanggap planning`: the register of proposals on the screen or as a file for SIPD. It only reads; bad input ends with 2."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from tanggap.core.refusal import Refusal
from tanggap.insight import proposals
from tanggap.papers import saying
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning.queries import public
from tanggap.planning.queries.choosing import Wanted
from tanggap.planning.rules import rules
from tanggap.planning.words import ProposalState
from tanggap.planning.years import today

MOST = 200


class Command(BaseCommand):
    """Reads what everybody may read."""

    help = "proposals for the yearly planning: list, show CODE, export FILE (.csv or .xlsx, - for the screen), years, figures. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        listed = what.add_parser("list", help="proposals, latest first")
        shown = what.add_parser("show", help="one proposal with its course")
        shown.add_argument("code")
        export = what.add_parser("export", help="the register as a table, for SIPD")
        export.add_argument("file", help="a .csv or .xlsx file, or - for CSV on the screen")
        years = what.add_parser("years", help="which years can be planned for, and until when")
        figures = what.add_parser("figures", help="how many come how far, how long it takes, who parks what")
        for one in (listed, export):
            one.add_argument("--year", type=int)
            one.add_argument("--level", default="", help="a level of the pack's planning.toml")
            one.add_argument("--state", default="", choices=["", *ProposalState.values])
            one.add_argument("--area", default="", help="a code of areas.csv; what lies in it counts")
            one.add_argument("--category", default="")
            one.add_argument("--unit", default="", help="the proposing unit")
        listed.add_argument("--most", type=int, default=50, help=f"at most so many, up to {MOST}")
        for one in (listed, shown, years, figures):
            one.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
        for one in (listed, shown, years, figures, export):
            one.add_argument("--language", default="", help="a language of the city")

    def handle(self, *_args: Any, **options: Any) -> None:
        language = options["language"] or city().languages[0]
        if language not in city().languages:
            raise wrong("language", f"this city speaks {', '.join(city().languages)}; choose one of them")
        with translation.override(language):
            try:
                getattr(self, f"_{options['what']}")(options)
            except Refusal as refusal:
                raise wrong(refusal.field or options["what"], str(refusal)) from refusal
            except BrokenPipeError:
                raise
            except OSError as error:
                raise CommandError(f"The file cannot be written: {error}", returncode=1) from error

    def _list(self, options: dict[str, Any]) -> None:
        if not 1 <= options["most"] <= MOST:
            raise wrong("most", f"a number from 1 to {MOST}")
        page = public.listed(_wanted(options), limit=options["most"])
        if options["as_json"]:
            self._json(page.rows)
            return
        for row in page.rows:
            cost = saying.money(row.cost, row.currency)
            print(
                f"{row.code}  {row.year}  {row.state_label}  {row.level_label}  {cost}  {row.area_label}  {row.title}"
            )
        print(f"{len(page.rows)}" + ("+" if page.next else ""))

    def _show(self, options: dict[str, Any]) -> None:
        page = public.proposal(options["code"])
        if options["as_json"]:
            self._json(page)
            return
        row = page.row
        print(f"{row.code}  {row.title}\n{row.state_label} · {row.level_label} · {row.year} · {row.area_label}")
        print(f"{page.problem}\n{page.reason_label} · {saying.money(row.cost, row.currency)}")
        for step in page.steps:
            print(f"{step.at:%Y-%m-%d %H:%M}Z  {step.label}  {step.unit_label}  {step.message}".rstrip())
        print("  ".join(report.code for report in page.reports))

    def _export(self, options: dict[str, Any]) -> None:
        wanted, file = _wanted(options), options["file"]
        if file == "-":
            sys.stdout.writelines(proposals.csv(wanted))
        elif file.endswith(".csv"):
            with Path(file).open("w", encoding="utf-8-sig", newline="") as out:
                out.writelines(proposals.csv(wanted))
        elif file.endswith(".xlsx"):
            Path(file).write_bytes(proposals.workbook(wanted, title="planning"))
        else:
            raise wrong("file", "name a file that ends in .csv or .xlsx, or - for the screen")

    def _years(self, options: dict[str, Any]) -> None:
        found = [{"year": year, **asdict(rules().days(year))} for year in rules().open_years(today())]
        if options["as_json"]:
            self._json(found)
            return
        for one in found:
            print(f"{one['year']}  admitted until {one['admits']}  decided on until {one['decides']}")

    def _figures(self, options: dict[str, Any]) -> None:
        conversion, ages = proposals.conversion(), proposals.ages()
        waiting, parked = proposals.waiting(), proposals.parked()
        if options["as_json"]:
            self._json({"conversion": conversion, "ages": ages, "waiting": waiting, "parked": parked})
            return
        for row in conversion:
            shares = ", ".join(f"{one.label} {one.hits}/{one.n}" for one in row.stages)
            print(f"{row.year or '*'}  {row.level_label or '*'}  {shares}")
        for age in ages:
            print(f"{age.label}: {saying.said(age.median_days, 'days')} ({age.over} / {age.waiting} / {age.never})")
        for state in waiting:
            days = saying.said(state.oldest_days, "days")
            print(f"{state.label}: {state.n}, {days} {state.oldest_code}")
        for unit in parked:
            print(f"{unit.unit_label}: {unit.planned} / {unit.planned + unit.open}")

    def _json(self, found: Any) -> None:
        print(json.dumps(_plain(found), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))


def _plain(found: Any) -> Any:
    if is_dataclass(found) and not isinstance(found, type):
        return asdict(found)
    if isinstance(found, Mapping):
        return {name: _plain(one) for name, one in found.items()}
    if isinstance(found, Iterable) and not isinstance(found, str):
        return [_plain(one) for one in found]
    return found


def _wanted(options: Mapping[str, Any]) -> Wanted:
    if options["area"] and places.area(options["area"]) is None:
        raise wrong("area", "there is no such area; `areas.csv` of the pack has the codes")
    if options["level"] and rules().level(options["level"]) is None:
        raise wrong("level", f"use one of {', '.join(level.code for level in rules().levels)}")
    return Wanted(
        year=options["year"],
        level=options["level"],
        state=options["state"],
        area=options["area"],
        category=options["category"],
        unit=options["unit"],
    )


def wrong(field: str, what: str) -> CommandError:
    """Return the error of an option: what was wrong, what to do."""
    return CommandError(f"{field}: {what}", returncode=2)

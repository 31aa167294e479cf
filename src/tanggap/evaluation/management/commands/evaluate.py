"""`tanggap evaluate`: the four criteria of any selection, as text or as flat rows; bad input ends with 2 and says what to do."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.evaluation import issuing, printing, queries, telling
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.documents import report
from tanggap.evaluation.documents import study as tables
from tanggap.evaluation.printing import Table
from tanggap.evaluation.study import command as study
from tanggap.evaluation.study.rows import COLUMNS
from tanggap.insight import sheets
from tanggap.insight.statistics import Selection, read
from tanggap.insight.workbooks import TooManyRows
from tanggap.places.city import city

NAMES = ("area", "category", "unit", "channel", "from", "to", "period")
STEPS = ("auto", "day", "week", "month")
SIDES = ("area", "category", "unit", "channel")


class Command(BaseCommand):
    """Prints or writes what was asked for; a selection that makes no sense is refused rather than mended."""

    help = "The four criteria of a selection, also over time, compared, cited or issued, and the study's. --json, --csv, --xlsx, --pdf"

    def add_arguments(self, parser: CommandParser) -> None:
        choose = parser.add_argument_group("of what")
        choose.add_argument("--from", default="", metavar="DAY", help="first local day, such as 2026-01-01")
        choose.add_argument("--to", default="", metavar="DAY", help="last local day, included")
        choose.add_argument("--period", default="", help="30d (the default), 12m, year:2026, month:2026-03, all")
        for name in SIDES:
            choose.add_argument(f"--{name}", default="", metavar="CODE", help=f"code of one {name}")
        choose.add_argument(
            "--indicator", action="append", default=[], metavar="CODE", help="only this one; may be repeated"
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--trend", nargs="?", const="auto", default="", metavar="STEP", help="over time: auto, day, week, month"
        )
        what.add_argument(
            "--compare",
            nargs="?",
            const="area",
            default="",
            metavar="BY",
            help="parts fairly: area, area.LEVEL, category, unit, channel",
        )
        what.add_argument("--definitions", action="store_true", help="what each number means, instead of the numbers")
        what.add_argument(
            "--query", default="", metavar="ID", help="compute a cited number anew: its query id, or ten letters"
        )
        what.add_argument(
            "--issued", default="", metavar="NUMBER", help="compute an issued document anew; `list` shows the newest"
        )
        what.add_argument(
            "--study", action="store_true", help="the study's tables as printed, and the same layout from events"
        )
        parser.add_argument(
            "--year", action="append", type=int, default=[], help="for --study: this year; may be repeated"
        )
        how = parser.add_argument_group("how")
        form = how.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", dest="as_json", help="print JSON with flat rows")
        form.add_argument("--csv", default="", metavar="FILE", help="write CSV; - prints it")
        form.add_argument("--xlsx", default="", metavar="FILE", help="write a workbook")
        form.add_argument(
            "--pdf",
            default="",
            metavar="FILE",
            help="write the report as PDF, issued under a number (--study: without one)",
        )
        how.add_argument(
            "--draft", action="store_true", help="for --pdf: issue nothing, the report says that it is a draft"
        )
        how.add_argument("--language", default="en", help="id or en")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["language"] not in city().languages:
            raise wrong("language", f"this city speaks {', '.join(city().languages)}; choose one of them")
        with translation.override(options["language"]):
            try:
                self._do(options)
            except Refusal as refusal:
                raise CommandError(_sentence(refusal), returncode=2) from refusal
            except TooManyRows as error:
                raise CommandError("xlsx: too many rows for one sheet; use --csv", returncode=2) from error
            except BrokenPipeError:
                raise
            except OSError as error:
                raise CommandError(f"The file cannot be written: {error}", returncode=1) from error

    def _do(self, options: dict[str, Any]) -> None:
        if options["study"]:
            self._study(options)
        elif options["issued"]:
            self._issued(options)
        elif options["query"]:
            self._query(options)
        elif options["pdf"]:
            self._pdf(options)
        else:
            self._say(options, _table(options, selection_of(options), codes_of(options)))

    def _pdf(self, options: dict[str, Any]) -> None:
        selection, language = selection_of(options), options["language"]
        if options["draft"]:
            number, file = "", report.pdf(selection, language=language)
        else:
            number, file = report.issue(selection, language=language)
        Path(options["pdf"]).write_bytes(file)
        self.stdout.write(
            f"{options['pdf']}: {len(file):,} bytes" + (f", issued as {number}" if number else ", a draft")
        )

    def _study(self, options: dict[str, Any]) -> None:
        is_whole_city = options["area"] == study.WHOLE_CITY
        selection = selection_of({**options, "area": ""} if is_whole_city else options)
        area = "" if is_whole_city else selection.area or study.default_area()
        years = options["year"] or study.default_years()
        categories = [selection.category] if selection.category else []
        try:
            if options["pdf"]:
                file = tables.pdf(area, years, categories=categories, language=options["language"])
                _write(options["pdf"], file, self.stdout.write)
            elif options["csv"] or options["xlsx"]:
                self._say(options, Table(COLUMNS, study.cells(area=area, years=years, categories=categories), None))
            else:
                as_json = options["as_json"]
                self.stdout.write(study.tell(area=area, years=years, categories=categories, as_json=as_json))
        except ValueError as error:
            raise wrong("study", str(error)) from error

    def _query(self, options: dict[str, Any]) -> None:
        cited = issuing.cited(options["query"])
        found = Table(queries.FIGURES, queries.figures(cited.selection, [cited.code]), cited.selection)
        found.facts = {
            "asked": options["query"],
            "as_of": cited.as_of.isoformat(),
            "counted_at": f"{clock.now().isoformat(timespec='seconds')}, by what is counted now",
            "definition": "the same" if cited.is_current else "changed since: computed by the present one",
        }
        self._say(options, found)

    def _issued(self, options: dict[str, Any]) -> None:
        if options["issued"] == "list":
            rows = (
                (one.number, one.issued_at.isoformat(timespec="seconds"), one.kind, one.title, one.language)
                for one in issuing.documents()
            )
            self._say(options, Table(("number", "issued_at", "kind", "title", "language"), rows, None))
            return
        checked = issuing.check(options["issued"])
        found = Table(queries.ISSUED, queries.again(checked), checked.document.selection)
        found.facts = {
            "number": checked.document.number,
            "kind": checked.document.kind,
            "issued_at": checked.document.issued_at.isoformat(),
            "sha256": checked.document.file_hash,
            "events_since": checked.arrived,
            "of_these_late": checked.late,
            **{f"figures_{since}": number for since, number in sorted(checked.counts.items())},
        }
        self._say(options, found)

    def _say(self, options: dict[str, Any], table: Table) -> None:
        """Write a table as it was asked for."""
        if options["as_json"]:
            self.stdout.write(printing.as_json(table))
        elif options["csv"]:
            lines = sheets.lines(table.columns, table.rows)
            _write(options["csv"], "".join(lines).encode(), self.stdout.write)
        elif options["xlsx"]:
            book = sheets.workbook(table.columns, table.rows, title="tanggap evaluate")
            _write(options["xlsx"], book, self.stdout.write)
        else:
            for line in printing.as_text(table):
                self.stdout.write(line)


def selection_of(options: dict[str, Any]) -> Selection:
    """Return the selection that the options name. Raises CommandError (2) with a line for each that makes no sense."""
    given = {name: options[name] for name in NAMES}
    if given["period"] and (given["from"] or given["to"]):
        raise wrong("period", "give either --period or --from and --to")
    selection, problems = read(given, today=clock.local(clock.now()).date())
    if problems:
        # a page shows something instead and says so behind a semicolon; here nothing is shown
        lines = (f"{name}: {words.rpartition('; ')[0] or words}. {_TO_DO[name]}" for name, words in problems.items())
        raise CommandError("\n".join(lines), returncode=2)
    return selection


def codes_of(options: dict[str, Any]) -> list[str] | None:
    """Return the indicators that the options name, None for all. Raises CommandError (2) for an unknown one."""
    unknown = [code for code in options["indicator"] if code not in INDICATORS]
    if unknown:
        raise wrong("indicator", f"the catalogue has no {', '.join(unknown)}; --definitions lists all of them")
    return list(dict.fromkeys(options["indicator"])) or None


def wrong(field: str, words: str) -> CommandError:
    """Return the refusal of an option: its name, what is wrong, what to do."""
    return CommandError(f"{field}: {words}", returncode=2)


def _table(options: dict[str, Any], selection: Selection, codes: Sequence[str] | None) -> Table:
    if options["definitions"]:
        return Table(queries.DECLARED, queries.declared(codes), None)
    if options["trend"]:
        if options["trend"] not in STEPS:
            raise wrong("trend", f"“{options['trend']}” is no step; choose one of {', '.join(STEPS)}")
        return Table(queries.TREND, queries.trend(selection, codes, options["trend"]), selection)
    if options["compare"]:
        by, _, level = options["compare"].partition(".")
        if by not in SIDES:
            raise wrong("compare", f"“{by}” divides nothing; choose one of {', '.join(SIDES)}")
        return Table(queries.COMPARED, queries.compared(selection, codes, by, level or None), selection)
    found = Table(queries.FIGURES, queries.figures(selection, codes), selection)
    found.remarks = telling.remarks(selection)
    return found


def _write(name: str, content: bytes, say: Callable[[str], object]) -> None:
    if name == "-":
        sys.stdout.buffer.write(content)
        return
    Path(name).write_bytes(content)
    say(f"{name}: {len(content):,} bytes")


def _sentence(refusal: Refusal) -> str:
    lines = (f"{field}: {words}" for field, words in refusal.errors.items())
    return "\n".join(lines) or str(refusal)


def _lists() -> Iterator[tuple[str, str]]:
    for name in SIDES:
        yield name, f"Leave --{name} out, or give a code of this city."
    for name in ("from", "to"):
        yield name, "Give days that are over, the first before the last, at most ten years."
    yield "period", "Choose 30d, 12m, all, or name a year or month as year:2026, month:2026-03."


_TO_DO: dict[str, str] = dict(_lists())

"""`tanggap asoca`: boards on the screen or as files, two beside one another, an effect read anew. Bad input ends with 2."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from tanggap.asoca import actions, example, exports, printing, queries
from tanggap.asoca.documents import report
from tanggap.core.refusal import NotFound, Refusal
from tanggap.places.city import city


class Command(BaseCommand):
    """Reads; only `--example`, `--issue` and `--keep` write."""

    help = "ASOCA boards: all, one (also --csv, --xlsx, --pdf), --compare with another, --effect of an action, --example. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("board", nargs="?", type=int, help="the number of a board; without one, all are listed")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--compare", type=int, metavar="BOARD", help="say what differs from this board to that one")
        what.add_argument(
            "--firm", action="store_true", help="how firm the order is: sensitivity to weights and assessors"
        )
        what.add_argument(
            "--effect", type=int, metavar="NUMBER", help="estimate a followed effect from today's numbers"
        )
        what.add_argument("--example", action="store_true", help="put the study's worked example on the list")
        parser.add_argument("--issue", action="store_true", help="for --pdf: issue it under a number")
        parser.add_argument("--keep", action="store_true", help="for --effect: keep what was read")
        how = parser.add_argument_group("how")
        form = how.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
        form.add_argument("--csv", default="", metavar="FILE", help="write CSV")
        form.add_argument("--xlsx", default="", metavar="FILE", help="write a workbook")
        form.add_argument("--pdf", default="", metavar="FILE", help="write the report as PDF")
        how.add_argument("--language", default="en", help="id or en")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["language"] not in city().languages:
            raise wrong("language", f"this city speaks {', '.join(city().languages)}; choose one of them")
        with translation.override(options["language"]):
            try:
                self._do(options)
            except NotFound as refusal:
                raise wrong("board", "there is none of this number; without a number all are listed") from refusal
            except Refusal as refusal:
                raise wrong(refusal.field or "board", str(refusal)) from refusal
            except BrokenPipeError:
                raise
            except OSError as error:
                raise CommandError(f"The file cannot be written: {error}", returncode=1) from error

    def _do(self, options: dict[str, Any]) -> None:
        number, file = options["board"], options["csv"] or options["xlsx"] or options["pdf"]
        if options["example"]:
            number = example.install()
        if options["effect"] is not None:
            self._effect(options)
        elif number is None:
            if file or options["compare"] is not None or options["firm"]:
                raise wrong("board", "say which one by its number; without options all are listed")
            rows = queries.boards(None)
            self._say(options, [asdict(one) for one in rows], printing.listed(rows))
        elif options["compare"] is not None:
            found = queries.compared(None, number, options["compare"])
            self._say(options, asdict(found), printing.compared(found))
        elif options["firm"]:
            firm = asdict(queries.sensitivity(None, number))
            self._say({**options, "as_json": True}, firm, ())
        elif file:
            self._file(options, number, Path(file))
        else:
            view = queries.board(None, number)
            self._say(options, exports.facts(view), printing.board(view))

    def _effect(self, options: dict[str, Any]) -> None:
        if options["keep"]:
            actions.take_reading(by=None, following=options["effect"])
        row, found = queries.effect(None, options["effect"])
        self._say(options, {"followed": asdict(row), "effect": asdict(found)}, printing.effect(row, found))

    def _file(self, options: dict[str, Any], number: int, path: Path) -> None:
        view, issued = queries.board(None, number), ""
        if options["csv"]:
            content = "".join(exports.lines(view)).encode()
        elif options["xlsx"]:
            content = exports.workbook(view)
        elif options["issue"]:
            issued, content = report.issue(None, number, language=options["language"])
        else:
            content = report.pdf(None, number, language=options["language"])
        path.write_bytes(content)
        self.stdout.write(f"{path}: {len(content):,} bytes" + (f", issued as {issued}" if issued else ""))

    def _say(self, options: dict[str, Any], facts: Any, lines: Iterable[str]) -> None:
        if options["as_json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
            return
        for line in lines:
            self.stdout.write(line)


def wrong(field: str, words: str) -> CommandError:
    """Return the refusal of an option: its name, what is wrong, what to do."""
    return CommandError(f"{field}: {words}", returncode=2)

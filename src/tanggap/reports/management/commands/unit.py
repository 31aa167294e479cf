"""`tanggap unit …`: units end from the machine's own command line, and their open reports go to their heirs."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tanggap.agencies import queries as agencies
from tanggap.agencies import units
from tanggap.agencies.units import Ending
from tanggap.core import shelf
from tanggap.core.refusal import Refusal
from tanggap.reports import actions


class Command(BaseCommand):
    """`--dry-run` says what would move and writes nothing. `resume` moves what an interrupted run left."""

    help = "Units: close, merge, split, resume, list. --dry-run --json"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        shared = CommandParser(add_help=False)
        shared.add_argument("--json", action="store_true", help="print JSON")
        change = CommandParser(add_help=False)
        change.add_argument("--reason", default="", help="why; it is written down with the change")
        change.add_argument("--dry-run", action="store_true", help="say what would move, and write nothing")

        close = verbs.add_parser("close", parents=[shared, change], help="close a unit into another one")
        close.add_argument("units", nargs=1, metavar="UNIT")
        close.add_argument("--into", required=True, action="append", metavar="UNIT")

        merge = verbs.add_parser("merge", parents=[shared, change], help="merge units into the last one")
        merge.add_argument("units", nargs="+", metavar="UNIT")
        merge.add_argument("--into", action="append", metavar="UNIT", help="else the last one named")

        split = verbs.add_parser("split", parents=[shared, change], help="split a unit by the areas of its heirs")
        split.add_argument("units", nargs=1, metavar="UNIT")
        split.add_argument("--into", required=True, action="append", metavar="UNIT", help="may be repeated")

        verbs.add_parser("resume", parents=[shared], help="move the open reports that an interrupted run left")
        verbs.add_parser("list", parents=[shared], help="list the units that ended, and who does their work")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            told = self._told(options)
        except Refusal as refusal:
            named = "; ".join(f"{field}: {message}" for field, message in refusal.errors.items())
            raise CommandError(named or str(refusal)) from refusal
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else _written(told))

    def _told(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["verb"] == "list":
            return {"ended": {one.row.code: list(one.heirs) for one in agencies.former_units() if one.heirs}}
        if options["verb"] == "resume":
            return {"reports": _move_all()}
        ends, into = _named(options)
        if options["dry_run"]:
            return _summary([units.ending(unit=unit, into=into) for unit in ends], sum(map(actions.left_with, ends)))
        endings = _end(options["verb"], ends, into, options["reason"])
        return _summary(endings, _move_all())


def _named(options: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return which units end and into which: a merge without `--into` goes into the last unit named."""
    ends, into = list(options["units"]), list(options["into"] or [])
    if not into:
        *ends, last = ends
        into = [last]
    if not ends:
        raise CommandError("Name the unit that ends, and the one that it goes into.")
    return ends, into


def _end(verb: str, ends: Sequence[str], into: Sequence[str], reason: str) -> list[Ending]:
    if verb == "merge":
        if len(into) != 1:
            raise CommandError("Units are merged into one.")
        return units.merge_units(by=None, units=ends, into=into[0], reason=reason)
    if verb == "close":
        return [units.close_unit(by=None, unit=ends[0], into=into[0], reason=reason)]
    return [units.split_unit(by=None, unit=ends[0], into=into, reason=reason)]


def _move_all() -> int:
    shelf.clear_all()
    total = 0
    while moved := actions.move_on():
        total += moved
    return total


def _summary(endings: Sequence[Ending], reports: int) -> dict[str, Any]:
    return {
        "units": [one.unit for one in endings],
        "into": list(endings[0].heirs),
        "people": sum(one.people for one in endings),
        "roles": sum(one.roles for one in endings),
        "below": [code for one in endings for code in one.below],
        "reports": reports,
    }


def _written(told: dict[str, Any]) -> str:
    lines = []
    for key, value in told.items():
        if isinstance(value, dict):
            lines += [f"{code} → {', '.join(heirs)}" for code, heirs in value.items()] or ["none"]
        else:
            lines.append(f"{key}: {', '.join(value) or '–' if isinstance(value, list) else value}")
    return "\n".join(lines)

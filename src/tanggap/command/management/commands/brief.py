"""`tanggap brief`: the leaders' brief as of now, as text, JSON or PDF; `--due` makes and sends this morning's that are not there yet."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from tanggap.command import scopes
from tanggap.command.brief import gathering, mornings, paper, saying
from tanggap.command.scopes import Scope
from tanggap.core import clock
from tanggap.places.city import city


class Command(BaseCommand):
    """Prints or writes a brief that nobody is sent, or makes those that are due; a scope that there is not is refused."""

    help = "The leaders' morning brief of the city, an area or a unit, as of now. --pdf, --json; --due makes and sends this morning's"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scope", default="", metavar="KIND:CODE", help="area:CODE or unit:CODE; without it the whole city"
        )
        parser.add_argument("--language", default="", help="one of the city's languages; without it its first")
        parser.add_argument(
            "--due", action="store_true", help="make this morning's briefs that are not there yet, and send them"
        )
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", dest="as_json", help="print JSON")
        form.add_argument("--pdf", default="", metavar="FILE", help="write the page")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["due"]:
            self._due(options["as_json"])
            return
        scope, language = _scope(options["scope"]), _language(options["language"])
        now = clock.now()
        found = gathering.gather(scope, day=gathering.today(), now=now)
        if options["pdf"]:
            self._write(Path(options["pdf"]), paper.sheet(found, language, due_at=now).file.content)
            return
        with translation.override(language):
            told = saying.said(found, due_at=now)
            words = (
                json.dumps(asdict(told), ensure_ascii=False, indent=1)
                if options["as_json"]
                else saying.text(told, address=paper.address(found))
            )
        sys.stdout.write(words + "\n")

    def _due(self, as_json: bool) -> None:
        made = mornings.make_due(limit=sys.maxsize)
        self.stdout.write(json.dumps({"made": made}) if as_json else f"{made} briefs made.")

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise CommandError(f"pdf: the file cannot be written: {error}", returncode=1) from error
        self.stdout.write(f"Wrote {path} ({len(content)} bytes).")


def _scope(key: str) -> Scope:
    found = scopes.read(key)
    if found is None:
        raise CommandError(
            f"scope: there is no {key!r}; write area:CODE or unit:CODE, with a code of this city's pack", returncode=2
        )
    return found


def _language(given: str) -> str:
    spoken = city().languages
    if given and given not in spoken:
        raise CommandError(f"language: this city speaks {', '.join(spoken)}; choose one of them", returncode=2)
    return given or spoken[0]

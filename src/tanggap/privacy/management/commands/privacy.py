"""Erase a reporter, or show what that would reach: `tanggap privacy show|erase|requests|repeat`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from tanggap.core.refusal import Refusal
from tanggap.privacy import actions, queries
from tanggap.privacy.words import Basis


class Command(BaseCommand):
    """`show` counts and changes nothing, `erase` does it at once, `requests` lists what was asked and when it is due.

    `repeat` follows a restore.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the four commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        show = commands.add_parser("show", help="what an erasure would reach")
        erase = commands.add_parser("erase", help="erase the reporter, in every room, at once")
        listed = commands.add_parser("requests", help="what was asked, and when it is due")
        for one in (show, erase):
            one.add_argument(
                "about", metavar="CODE", help="a report's code, or a whole telephone number or e-mail address"
            )
        erase.add_argument("--because", required=True, help="why, and what paper asks for it; no name")
        erase.add_argument("--basis", choices=Basis.values, default=Basis.REQUEST.value, help="UU 27/2022")
        again = commands.add_parser("repeat", help="after a restore: erase again what the backup brought back")
        for one in (show, erase, listed, again):
            one.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the four. Raises CommandError."""
        with override("en"):
            try:
                getattr(self, f"_{options['command']}")(options)
            except Refusal as refusal:
                raise CommandError("; ".join([str(refusal), *map(str, refusal.errors.values())])) from None

    def _show(self, options: dict[str, Any]) -> None:
        rows = queries.would_reach(actions.found(options["about"]))
        if options["json"]:
            self._say([asdict(row) for row in rows])
            return
        for row in rows:
            gone = "  erased before" if row.is_erased else ""
            self.stdout.write(
                f"{row.code}  {row.state}  {row.contacts} contacts, {row.photos} photos, {row.messages} messages,"
                f" {row.subscriptions} subscriptions{gone}"
            )

    def _erase(self, options: dict[str, Any]) -> None:
        request = actions.erase_by_command(about=options["about"], because=options["because"], basis=options["basis"])
        asked = queries.request(request)
        if options["json"]:
            self._say(asdict(asked))
        else:
            self.stdout.write(f"{asked.done} of {len(asked.codes)} erased: {' '.join(asked.codes)}")
        if asked.done_at is None:
            raise CommandError(
                "Not all could be erased yet; it is tried again every minute: " + ", ".join(asked.errors)
            )

    def _requests(self, options: dict[str, Any]) -> None:
        rows = queries.requests()
        if options["json"]:
            self._say([asdict(row) for row in rows])
            return
        for row in rows:
            until = f"done {row.done_at:%Y-%m-%d %H:%M}" if row.done_at else f"due {row.due_at:%Y-%m-%d %H:%M}"
            self.stdout.write(f"{row.id}  {row.way}  {until}  {row.done} of {len(row.codes)}  {row.files} files to go")

    def _repeat(self, options: dict[str, Any]) -> None:
        number = actions.repeat()
        if options["json"]:
            self._say({"erased": number})
        else:
            self.stdout.write(f"{number} erased again")

    def _say(self, told: Any) -> None:
        self.stdout.write(json.dumps(told, default=str, indent=2))

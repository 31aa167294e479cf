"""`tanggap installations …`: installations of the mobile app, told by a report that they sent and never by name."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tanggap.channels.jaki import devices
from tanggap.core.ids import sought_code
from tanggap.places.city import city


class Command(BaseCommand):
    """An installation that is misused looks like an unknown one from then on; its reports stay as they are."""

    help = "The mobile app's installations: block or unblock the one that sent a report. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for verb, text in (("block", "take nothing more from it"), ("unblock", "take its requests again")):
            one = verbs.add_parser(verb, help=text)
            one.add_argument("code", help="the code of a report that it sent")
            one.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        code, is_blocked = sought_code(options["code"], city().prefix), options["verb"] == "block"
        if not devices.block_sender_of(code, is_blocked=is_blocked):
            raise CommandError("No installation of the app sent this report.")
        said = {"report": code, "blocked": is_blocked}
        self.stdout.write(json.dumps(said) if options["json"] else f"The sender of {code}: {options['verb']}ed.")

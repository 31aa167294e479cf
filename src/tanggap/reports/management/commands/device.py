"""`tanggap device …`: the devices of the field app from the machine's own command line; a lost phone's key is revoked here."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tanggap.core.refusal import Refusal
from tanggap.reports.actions.devices import revoke_device
from tanggap.reports.queries.devices import devices


class Command(BaseCommand):
    """Revoking ends the key alone; a lost phone's session is ended with `tanggap user sign-out`."""

    help = "Devices of the field app: list, revoke. --json"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        shared = CommandParser(add_help=False)
        shared.add_argument("--json", action="store_true", help="print JSON")
        listing = verbs.add_parser("list", parents=[shared], help="list devices")
        listing.add_argument("--user", default="", metavar="USERNAME")
        revoke = verbs.add_parser("revoke", parents=[shared], help="end a device's key for good")
        revoke.add_argument("key", type=UUID, metavar="KEY")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["verb"] == "revoke":
            try:
                ended = revoke_device(key=options["key"])
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
            rows = [row for row in devices() if row.id == ended.pk]
        else:
            rows = devices(username=options["user"])
        told = [
            {
                "key": str(row.id),
                "user": row.owner,
                "device": row.label,
                "added_at": row.added_at.isoformat(),
                "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            }
            for row in rows
        ]
        if options["json"]:
            print(json.dumps(told, ensure_ascii=False))
            return
        for one in told:
            print(*(one[name] or "-" for name in ("key", "user", "added_at", "revoked_at", "device")), sep="  ")

"""Programs and their keys from the machine's own command line: `tanggap clients list|add|key|revoke`."""

import dataclasses
import json
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date
from django.utils.translation import override

from tanggap.clients import actions, overview
from tanggap.clients.words import Rate, Scope
from tanggap.core import clock
from tanggap.core.refusal import Refusal


class Command(BaseCommand):
    """A key is printed once, when it is made; it is never an argument."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the four commands."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        shared = CommandParser(add_help=False)
        shared.add_argument("--json", action="store_true", help="print JSON")

        verbs.add_parser("list", parents=[shared], help="list programs and their keys")

        add = verbs.add_parser("add", parents=[shared], help="make a program")
        add.add_argument("code", help="its short name, also its OAuth client_id")
        add.add_argument("--name", required=True)
        add.add_argument("--owner", required=True, help="the organisation that runs it")
        add.add_argument("--contact", required=True, help="whom to call there when a key leaks")
        add.add_argument("--unit", default="", help="code of the unit that it works for")
        add.add_argument("--scope", action="append", default=[], choices=Scope.values, help="may be repeated")
        add.add_argument("--rate", default=Rate.STANDARD.value, choices=Rate.values)
        add.add_argument("--until", default="", metavar="DATE", help="last day on which it may call")

        key = verbs.add_parser("key", parents=[shared], help="make a key, or replace one; prints it once")
        key.add_argument("code")
        key.add_argument("--label", default="", help="where it is used")
        key.add_argument("--reason", required=True)
        key.add_argument("--until", default="", metavar="DATE", help="last day on which it opens anything")
        key.add_argument("--replace", type=int, metavar="KEY", help="number of the key that it replaces")
        key.add_argument("--overlap-hours", type=int, default=24, help="how long a replaced key still works")

        revoke = verbs.add_parser("revoke", parents=[shared], help="let a key open nothing any more, at once")
        revoke.add_argument("key", type=int, help="its number, as `list` prints it")
        revoke.add_argument("--reason", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the four. Raises CommandError."""
        verb = {"list": self._list, "add": self._add, "key": self._key, "revoke": self._revoke}[options["verb"]]
        try:
            with override("en"):
                verb(options)
        except Refusal as refusal:
            named = "; ".join(f"{field}: {message}" for field, message in refusal.errors.items())
            raise CommandError(named or str(refusal)) from refusal

    def _list(self, options: dict[str, Any]) -> None:
        found = [(row, overview.keys(row.code)) for row in overview.clients()]
        if options["json"]:
            rows = [
                {**dataclasses.asdict(row), "stands": row.stands, "keys": [dataclasses.asdict(one) for one in keys]}
                for row, keys in found
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
            return
        for row, keys in found:
            self.stdout.write(f"{row.code:<24} {row.stands:<12} {row.name} ({row.owner})  {' '.join(row.scopes)}")
            for one in keys:
                state = "works" if one.is_live else "ended"
                self.stdout.write(
                    f"  {one.id:<6} {one.prefix}…  {state:<6} {one.label}, used {one.last_used_on or 'never'}"
                )

    def _add(self, options: dict[str, Any]) -> None:
        made = actions.add(
            by=None,
            code=options["code"],
            name=options["name"],
            owner=options["owner"],
            contact=options["contact"],
            unit=options["unit"],
            scopes=options["scope"],
            rate=options["rate"],
            expires_at=_end(options["until"]),
        )
        self._say(
            options, {"client": made.code}, f"{made.code} is made. `tanggap clients key {made.code}` makes its key."
        )

    def _key(self, options: dict[str, Any]) -> None:
        if options["replace"] is None:
            made = actions.make_key(
                by=None,
                code=options["code"],
                label=options["label"],
                reason=options["reason"],
                expires_at=_end(options["until"]),
            )
        else:
            if overview.key(options["replace"]).client != options["code"]:
                raise CommandError(f"{options['replace']} is no key of {options['code']}.")
            overlap = timedelta(hours=options["overlap_hours"])
            made = actions.rotate_key(by=None, number=options["replace"], overlap=overlap, reason=options["reason"])
        told = {"client": made.client, "id": made.id, "key": made.key, "expires_at": made.expires_at}
        self._say(options, told, made.key)

    def _revoke(self, options: dict[str, Any]) -> None:
        actions.revoke_key(by=None, number=options["key"], reason=options["reason"])
        self._say(options, {"id": options["key"], "revoked": True}, "The key opens nothing any more.")

    def _say(self, options: dict[str, Any], facts: dict[str, Any], words: str) -> None:
        self.stdout.write(json.dumps(facts, ensure_ascii=False, default=str) if options["json"] else words)


def _end(day: str) -> datetime | None:
    """Return the instant at which the day `day` of the city ends. Raises CommandError."""
    if not day:
        return None
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(f"{day} is no day, such as 2027-06-30.")
    return clock.midnight(found + timedelta(days=1))

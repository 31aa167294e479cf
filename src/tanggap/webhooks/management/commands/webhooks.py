"""How each webhook is, a test, everything again: `tanggap webhooks list|test|replay`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.core.refusal import Refusal
from tanggap.webhooks import actions, queries, replaying


class Command(BaseCommand):
    """`list` says how each subscription is, `test` sends a test, `replay` puts a line back; what is done is written down under `--by`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the three commands."""
        commands = parser.add_subparsers(dest="command", required=True)
        listing = commands.add_parser("list", help="how each subscription is, and what waits")
        testing = commands.add_parser("test", help="send a signed test and say how it ended")
        again = commands.add_parser("replay", help="send everything again from a place in the log on")
        place = again.add_mutually_exclusive_group(required=True)
        place.add_argument("--event", type=int, help="from this event on")
        place.add_argument("--cursor", help="behind this cursor of the events feed")
        place.add_argument("--since", help="since this instant: 2026-11-25T08:00:00+07:00")
        for one in (testing, again):
            one.add_argument("key", help="the subscription, such as wh_4f…")
            one.add_argument("--by", required=True, help="username of the operator who does it")
        for one in (listing, testing, again):
            one.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the three. Raises CommandError."""
        with override("en"):
            try:
                getattr(self, f"_{options['command']}")(options)
            except Refusal as refusal:
                raise CommandError("; ".join([str(refusal), *refusal.errors.values()])) from None

    def _list(self, options: dict[str, Any]) -> None:
        rows = queries.everything()
        if options["json"]:
            self._say([asdict(row) for row in rows])
            return
        for row in rows:
            trouble = f"  {row.why_label or row.trouble}" if row.is_broken else ""
            owner = row.client or "operators"
            self.stdout.write(
                f"{row.key}  {row.state:<9} {row.waiting:>6} wait, {row.dead} given up  {owner:<16} {row.label} ({row.host}){trouble}"
            )

    def _test(self, options: dict[str, Any]) -> None:
        tried = actions.test(by=_operator(options["by"]), key=options["key"])
        if options["json"]:
            self._say(asdict(tried))
        else:
            self.stdout.write(f"{tried.status or 'no answer'} in {tried.milliseconds} ms {tried.trouble}")
        if not tried.is_ok:
            raise SystemExit(1)

    def _replay(self, options: dict[str, Any]) -> None:
        number = replaying.replay(
            by=_operator(options["by"]),
            key=options["key"],
            event=options["event"],
            cursor=options["cursor"],
            since=_instant(options["since"]),
        )
        if options["json"]:
            self._say({"events": number})
        else:
            self.stdout.write(f"{number} events go again, in order.")

    def _say(self, found: Any) -> None:
        self.stdout.write(json.dumps(found, default=str, ensure_ascii=False, indent=1))


def _operator(username: str) -> Staff:
    person = Staff.objects.filter(username=username, is_active=True).first()
    if person is None or not agencies.holds(person, [Role.OPERATOR]):
        raise CommandError("Name an operator with --by: what is done is written down under this name.")
    return person


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise CommandError("Write the time as 2026-11-25T08:00:00+07:00.")
    return found

"""`tanggap consumers list|replay|rebuild`: how far each consumer of the events is, and how to help one on."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.config.consumers import CONSUMERS
from tanggap.core import cursors
from tanggap.core.cursors import Consumer


class Command(BaseCommand):
    """List consumers, try parked events again, or let a consumer read everything anew."""

    help = "list: how far each consumer of the events is; replay: try its parked events again; rebuild: read everything anew."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["list", "replay", "rebuild"])
        parser.add_argument(
            "name", nargs="?", choices=sorted(CONSUMERS), help="one consumer; replay and rebuild need it"
        )
        parser.add_argument(
            "event", nargs="?", type=int, help="replay this event alone; without it all that are parked"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = CONSUMERS.get(options["name"] or "")
        if chosen is None and options["act"] != "list":
            raise CommandError(f"Name the consumer: {', '.join(sorted(CONSUMERS))}.")
        result: Any
        if chosen is None or options["act"] == "list":
            result = [self._listed(one) for one in CONSUMERS.values() if chosen in (None, one)]
        elif options["act"] == "replay":
            result = self._replay(chosen, options["event"])
        else:
            result = {
                "consumer": chosen.name,
                "events": cursors.rebuild(chosen, told=None if options["as_json"] else self._tick),
            }
            self._say(options, f"\r{chosen.name}: {result['events']} events read anew.")
        if options["as_json"]:
            self.stdout.write(json.dumps(result, default=str, indent=1))
        elif options["act"] == "list":
            self._table(result)
        elif options["act"] == "replay":
            for event, error in result.items():
                self.stdout.write(f"event {event}: {error or 'digested'}")
            self._say(options, "" if result else "Nothing is parked.")
        if options["act"] == "replay" and any(result.values()):
            raise SystemExit(1)

    def _listed(self, consumer: Consumer[Any]) -> dict[str, Any]:
        parked = [
            {"event": event, "error": error, "parked_at": at} for event, error, at in cursors.parked(consumer.name)
        ]
        return {**asdict(cursors.progress(consumer)), "parked_events": parked}

    def _replay(self, consumer: Consumer[Any], event: int | None) -> dict[int, str]:
        """Return, for each event tried, why it failed again; empty when it did not."""
        events = [event] if event is not None else [one for one, _, _ in cursors.parked(consumer.name)]
        found: dict[int, str] = {}
        for one in events:
            try:
                cursors.replay(consumer, one)
                found[one] = ""
            except Exception as error:
                found[one] = f"{type(error).__name__}: {error}"
        return found

    def _table(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            waiting = f"{row['waiting']}+" if row["waiting"] >= cursors.MOST_COUNTED else row["waiting"]
            anew = ", reading everything anew" if row["is_rebuilding"] else ""
            self.stdout.write(f"{row['name']:<10} {waiting} events wait, {row['parked']} parked{anew}")
            for one in row["parked_events"]:
                self.stdout.write(f"           event {one['event']}: {one['error']}")

    def _tick(self, number: int) -> None:
        self._done = getattr(self, "_done", 0) + number
        self.stderr.write(f"\r{self._done} events …", ending="")

    def _say(self, options: dict[str, Any], line: str) -> None:
        if line and not options["as_json"]:
            self.stdout.write(line)

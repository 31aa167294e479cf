"""`tanggap demo`: fills an empty city with a simulation."""

import json
import sys
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.formats import date_format

from tanggap.catalog.pack import BrokenPack
from tanggap.config.demo import city, people
from tanggap.config.demo.city import Filled
from tanggap.config.demo.figures import NothingToSimulate
from tanggap.core import clock
from tanggap.core.words import say
from tanggap.insight import queries as insight
from tanggap.places.city import city as its

TENTHS = 10


class Command(BaseCommand):
    """Fill an empty city with invented reports, as many and as various as the real one's, by the product's own actions."""

    help = "Fill an empty city with a simulation: --seed, --days, --reports, --now. The same seed gives the same city."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="another number gives another city (default: 7)")
        parser.add_argument("--days", type=int, default=90, help="how many days the story has lasted (default: 90)")
        parser.add_argument("--reports", type=int, default=5000, help="how many reports come in (default: 5000)")
        parser.add_argument("--now", type=_instant, help="when the story ends, ISO 8601 with a zone (default: now)")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        self._begun, self._tenth = time.monotonic(), -1
        self._quiet = options["as_json"]
        known = insight.simulation()
        if known and known.finished_at:
            self._there_already(known)
            return
        with city.alone(settings.HOME) as alone:
            if not alone:
                raise CommandError("Another `tanggap demo` is filling this city at the moment.")
            if known:
                self._say(f"An earlier start was interrupted after {known.steps} steps; it goes on from there.")
            try:
                filled = city.fill(
                    seed=options["seed"],
                    days=options["days"],
                    reports=options["reports"],
                    until=options["now"] or clock.now(),
                    told=self._told,
                )
            except (NothingToSimulate, BrokenPack) as error:
                raise CommandError(str(error)) from error
        self._finished(filled)

    def _told(self, share: float, at: datetime) -> None:
        """Show how far it is: a bar that moves where somebody looks on, a line every tenth where not."""
        if self._quiet:
            return
        tenth = int(share * TENTHS)
        day = date_format(clock.local(at), "j M Y")
        if sys.stdout.isatty():
            bar = "█" * int(share * 30)
            end = "\n" if share >= 1 else ""
            self.stdout.write(f"\r{bar:<30} {share:4.0%}  {day} ", ending=end)
            self.stdout.flush()
        elif tenth > self._tenth:
            self._tenth = tenth
            self.stdout.write(f"{share:.0%}, {day} in the story")
            self.stdout.flush()

    def _finished(self, filled: Filled) -> None:
        seconds = time.monotonic() - self._begun
        accounts = settings.HOME / people.FILE
        if self._quiet:
            result = {
                "reports": filled.reports,
                "steps": filled.steps,
                "left_to_others": filled.left_to_others,
                "until": filled.until.isoformat(),
                "seconds": round(seconds, 1),
                "accounts": str(accounts),
            }
            self.stdout.write(json.dumps({"filled": True, **result}, indent=1))
            return
        with translation.override(its().languages[0]):
            name = say(its().name)
        self._say(f"{name} is filled with {filled.reports} simulated reports in {seconds:.0f} s. Logins: {accounts}")

    def _there_already(self, known: insight.Simulated) -> None:
        if self._quiet:
            facts = {"seed": known.seed, "days": known.days, "reports": known.reports, "until": known.until.isoformat()}
            self.stdout.write(json.dumps({"filled": False, **facts}, indent=1))
            return
        self._say(
            f"This city has its simulation already: {known.reports} reports in the {known.days} days before "
            f"{date_format(clock.local(known.until), 'j M Y, H:i')}, seed {known.seed}. Nothing was added."
        )

    def _say(self, line: str) -> None:
        if not self._quiet:
            self.stdout.write(line)


def _instant(text: str) -> datetime:
    """Raises ValueError, which argparse turns into its own message."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=clock.city_zone())
    return instant

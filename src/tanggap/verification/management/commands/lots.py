"""`tanggap lots`: what is published of the random visits, so that outsiders can draw again."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand

from tanggap.core import clock
from tanggap.verification import drawing


class Command(BaseCommand):
    """Print commitments, published seeds, shares and lots of a span of days."""

    help = "Say what is published of the random visits: commitments, seeds whose time has come, shares and lots (lots --since DAY --json)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        today = clock.local(clock.now()).date()
        parser.add_argument(
            "--since", type=date.fromisoformat, default=today - timedelta(days=60), metavar="YYYY-MM-DD"
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, default=today + timedelta(days=14), metavar="YYYY-MM-DD"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        span = {"since": options["since"], "until": options["until"]}
        days = [
            {
                **asdict(one),
                "shares": {row.unit: row.share for row in drawing.shares(since=one.day, until=one.day) if one.seed},
                "lots": [asdict(row) for row in drawing.lots_of(one.day)],
            }
            for one in drawing.published(**span)
        ]
        if options["json"]:
            self.stdout.write(json.dumps(days, default=str, indent=1))
            return
        for day in days:
            lots = day["lots"]
            drawn = sum(1 for row in lots if row["is_drawn"])
            told = f"seed {day['seed']}, {drawn} of {len(lots)} drawn" if day["seed"] else "seed not published yet"
            self.stdout.write(f"{day['day']}  {day['commitment']}  {told}")

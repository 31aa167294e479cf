"""`tanggap deadlines status|adopt`: which policies open reports live by, and letting them live by what is promised today."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.core.refusal import NotFound
from tanggap.deadlines import actions, queries


class Command(BaseCommand):
    """Show the policies that open reports live by, or let the reports of one take what their category promises today."""

    help = "status: the policies that open reports live by, and what is counted anew; adopt POLICY: its open reports take today's."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["status", "adopt"])
        parser.add_argument(
            "policy", nargs="?", help="the code of a policy, as its open reports have it; adopt needs it"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "adopt":
            self._adopt(options["policy"])
        status = queries.status()
        if options["as_json"]:
            self.stdout.write(json.dumps(status, default=str, indent=1))
            return
        for row in status["policies"]:
            old = "" if row["is_present"] else "   (an earlier version)"
            self.stdout.write(f"{row['policy']:<16} version {row['version']:<3} {row['reports']:>8} open reports{old}")
        for job in status["jobs"]:
            self.stdout.write(
                f"counting anew for {job['why']} {job['policy']}: {job['seen']} looked at, {job['moved']} moved"
            )

    def _adopt(self, policy: str | None) -> None:
        if not policy:
            raise CommandError("Name the policy whose open reports shall take what is promised today.")
        try:
            actions.adopt(policy=policy)
        except NotFound as refusal:
            raise CommandError(
                f'No policy was ever called "{policy}"; "tanggap deadlines status" lists them.'
            ) from refusal
        self.stderr.write(
            f"Asked for. The worker counts the open reports of {policy} anew, each with an event that tells why."
        )

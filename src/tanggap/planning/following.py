"""The consumer that lets proposals follow their reports: what is checked, fails, ends, joins another or is taken back by its reporter.

It cannot be rebuilt to another result: a step stays, and reading the log anew finds nothing more to do.
"""

from collections.abc import Sequence

from tanggap.core.cursors import Consumer
from tanggap.planning.actions.following import look
from tanggap.planning.models import ProposalReport
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact

NAME = "planning"


def apply(facts: Sequence[Fact]) -> None:
    """Look at the proposals whose reports moved. One statement when none did."""
    moved = {fact.report for fact in facts if fact.door is not None and not fact.door.startswith("planning.")}
    if not moved:
        return
    links = ProposalReport.objects.filter(report__in=moved, ended_at__isnull=True)
    for code in sorted(set(links.values_list("proposal__code", flat=True))):
        look(code=code)


def clear() -> None:
    """Keep everything: the course of a proposal is its own history, and no rollup."""


CONSUMER = Consumer(NAME, outbox, apply, clear)

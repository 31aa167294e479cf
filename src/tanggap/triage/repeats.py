"""The consumer that notices when a problem comes back: a new report of the category, near to one that was solved not long ago.

It works behind the intake, which is not slowed by it. Radius and window are those of the category in the pack (`near_metres`, `near_days`).
What it found stays, so reading the log anew finds nothing more to do.
"""

from collections.abc import Sequence

from tanggap.core.cursors import Consumer
from tanggap.reports import outbox
from tanggap.reports.events import PLACING
from tanggap.reports.outbox import Fact
from tanggap.triage.actions import link_repeats

NAME = "repeats"
PLACED = PLACING | {"intake.accept"}


def apply(facts: Sequence[Fact]) -> None:
    """Look at each report that came, or got its category or place, for what was solved there before."""
    if placed := {fact.report: fact.at for fact in facts if fact.kind in PLACED}:
        link_repeats(placed)


def clear() -> None:
    """Keep everything: what was linked is in the reports' own histories."""


CONSUMER = Consumer(NAME, outbox, apply, clear)

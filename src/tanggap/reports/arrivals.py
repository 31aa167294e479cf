"""The consumer that gives new work to somebody by the unit's rule, right after it came (docs/adr on assignment).

It cannot be rebuilt to another result: what is assigned stays assigned, and reading the log anew finds nothing more to do.
"""

from collections.abc import Sequence

from tanggap.agencies import sharing
from tanggap.core.cursors import Consumer
from tanggap.reports import outbox
from tanggap.reports.actions.assigning import assign_by_rule
from tanggap.reports.outbox import Fact

NAME = "assignment"


def apply(facts: Sequence[Fact]) -> None:
    """Give the reports that came to a unit with a rule to somebody. No statement when no fact is of such a unit."""
    rules = sharing.rules()
    came = {fact.report for fact in facts if fact.unit in rules}
    if came:
        assign_by_rule(reports=came)


def clear() -> None:
    """Keep everything: who works on what is the reports' own, and no rollup."""


CONSUMER = Consumer(NAME, outbox, apply, clear)

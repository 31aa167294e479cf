"""The consumer that lets each photo that came wait to be looked at. What came before there were photo checks waits, too.

What was looked at needs no second look, so nothing is dropped when the log is read anew: only what lacks its row gets one.
"""

from collections.abc import Sequence

from tanggap.core.cursors import Consumer
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.verification.evidence import scanning

NAME = "evidence"


def apply(facts: Sequence[Fact]) -> None:
    """Let the photos that came with these events wait. One statement."""
    scanning.enqueue((fact.report, fact.version) for fact in facts)


def clear() -> None:
    """Keep everything: a look costs seconds, and finds the same again."""


CONSUMER = Consumer(NAME, outbox, apply, clear)

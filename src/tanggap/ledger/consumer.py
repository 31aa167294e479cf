"""Puts every event into the log, in the order in which consumers read them: one leaf an event, of every kind and every report.

What is in the log is never rewritten. When the consumer is rebuilt (`tanggap consumers rebuild ledger`), or an event comes again, the
leaf is derived anew from the rows and compared with the one that is there; an event whose leaf differs is set aside, loudly.
"""

from collections.abc import Sequence

from tanggap.core import clock
from tanggap.core.cursors import Consumer
from tanggap.ledger import documents, storing
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact


class Altered(Exception):
    """What an event's rows say is not what its leaf commits to."""


def apply(facts: Sequence[Fact]) -> None:
    """Append the leaves of events that the log does not have, and compare those that it has. Six statements. Raises Altered."""
    epoch = storing.begun()
    documents.ensure(reports=sorted({fact.report for fact in facts}))
    made = {one.event: one for one in documents.of([fact.id for fact in facts])}
    there = storing.there(epoch.number, list(made))
    at = int(clock.now().timestamp())
    fresh = []
    for fact in facts:
        committed = made[fact.id].commitment
        if (kept := there.get(fact.id)) is None:
            fresh.append(storing.Entry(fact.id, documents.entry(committed, at=at)))
        elif documents.committed(kept) != committed:
            raise Altered(
                f"event {fact.id} (report {made[fact.id].code}, version {fact.version}) is not what its leaf commits to"
            )
    if fresh:
        storing.append(epoch.number, fresh)


def clear() -> None:
    """Do nothing: the log only grows. A rebuild reads all events anew and compares."""


CONSUMER: Consumer[Fact] = Consumer("ledger", outbox, apply, clear)

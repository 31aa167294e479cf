"""Until when a solution was promised after each event: the report knows the latest, a message told the one of its day.

Pure but for the city's policies; the clock's rules are those of `reports.transitions`, and a test holds the two together.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tanggap.catalog import queries as catalog
from tanggap.deadlines.promises import Promise, promised
from tanggap.places.city import city
from tanggap.reports.lifecycle import DOORS
from tanggap.reports.outbox import About, Fact
from tanggap.reports.words import OPEN


def by_version(facts: Sequence[Fact], about: About) -> dict[int, Promise]:
    """Return the promise that held after each of a report's events, all of them given in order."""
    category = _first_category(facts, about)
    promise = promised(category, at=about.received_at)
    paused_at: datetime | None = None
    found: dict[int, Promise] = {}
    for fact in facts:
        if fact.kind == "triage.complete":
            category = fact.payload["category"]
            promise = promised(category, at=about.received_at)
        elif fact.door is not None and fact.version > 1:
            if DOORS[fact.door].clock == "pause":
                paused_at = paused_at or fact.at
            elif paused_at is not None:
                promise = Promise(promise.answer_due_at, promise.resolve_due_at + (fact.at - paused_at))
                paused_at = None
            if fact.state_before not in OPEN and fact.state in OPEN:
                anew = fact.at + timedelta(minutes=_resolve_minutes(category))
                promise = Promise(promise.answer_due_at, max(promise.resolve_due_at, anew))
        found[fact.version] = promise
    return found


def _first_category(facts: Sequence[Fact], about: About) -> str | None:
    for fact in facts:
        if fact.kind == "triage.complete":
            before = fact.payload.get("before", {}).get("category")
            return str(before) if before else None
    return about.category


def _resolve_minutes(category: str | None) -> int:
    row = catalog.category(category)
    policy = catalog.policy(row.policy if row else city().default_policy)
    return policy.resolve_minutes if policy else 7 * 24 * 60

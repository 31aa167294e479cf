"""Until when a solution was promised after each event: the report knows the latest, a message told the one of its day.

Pure but for the city's policies and calendar; the clock's rules are those of `reports.promises`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tanggap.catalog import queries as catalog
from tanggap.deadlines.promises import Promise
from tanggap.reports import promises
from tanggap.reports.events import PLACING
from tanggap.reports.outbox import About, Fact


def by_version(facts: Sequence[Fact], about: About) -> dict[int, Promise]:
    """Return the promise that held after each of a report's events, all of them given in order."""
    category = _first_category(facts, about)
    course = promises.begun(catalog.policy_for(category), about.received_at)
    found: dict[int, Promise] = {}
    past: list[Fact] = []
    for fact in facts:
        if fact.kind in PLACING and fact.payload.get("category") != category:
            category = fact.payload.get("category")
            course = _after(promises.begun(catalog.policy_for(category), about.received_at), past)
        course = _after(course, [fact])
        if fact.kind != "deadlines.recompute":
            past.append(fact)
        found[fact.version] = Promise(course.answer_due_at, course.resolve_due_at)
    return found


def _after(course: promises.Course, facts: Sequence[Fact]) -> promises.Course:
    """Return the promises after `facts` happened to them."""
    for fact in facts:
        if fact.door is not None and fact.version > 1:
            course.take(fact.door, fact.state_before, fact.state, fact.at)
        elif fact.kind == "deadlines.extend":
            course.extend(datetime.fromisoformat(fact.payload["due"]))
        elif fact.kind == "deadlines.recompute":
            policy = catalog.policy(fact.payload.get("policy")) or course.policy
            course = replace(course, policy=policy, resolve_due_at=datetime.fromisoformat(fact.payload["due"]))
    return course


def _first_category(facts: Sequence[Fact], about: About) -> str | None:
    for fact in facts:
        if fact.kind in PLACING:
            before = fact.payload.get("before", {}).get("category")
            return str(before) if before else None
    return about.category

"""The consumer that counts, a unit and a local day, what came and what left its hands: the history that a forecast is made from."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from tanggap.core.clock import local
from tanggap.core.cursors import Consumer
from tanggap.insight import rollups
from tanggap.insight.models import UnitDay
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.reports.words import OPEN, WORKING, State

NAME = "workload"
HANDED_ON = frozenset({"reports.claim_done"})  # still open, and no longer for the unit to do
Key = tuple[str, date, str]


def apply(facts: Sequence[Fact]) -> None:
    """Count what `facts` tell: each by itself and the unit before it, so that their order does not matter. At most three statements."""
    before = outbox.units_before(facts)
    about = outbox.about({fact.report for fact in facts if fact.version == 1})
    change: Counter[Key] = Counter()
    for fact in facts:
        on = local(about[fact.report].received_at if fact.version == 1 else fact.at).date()
        unit = before.get((fact.report, fact.version))
        was_planned = (
            fact.state_before == State.PLANNED
        )  # in nobody's hands: it left its unit's when the planning took it
        if was_planned and fact.state not in WORKING:
            continue
        if was_planned or unit != fact.unit:
            change[fact.unit, on, "arrived"] += 1
            if unit is not None and not was_planned:
                change[unit, on, "done"] += 1
        elif is_done(fact):
            change[fact.unit, on, "done"] += 1
    days = {(unit, on): (change[unit, on, "arrived"], change[unit, on, "done"]) for unit, on, _name in change}
    rollups.add("insight_unitday", ("unit", "on"), ("arrived", "done"), [(*key, *days[key]) for key in sorted(days)])


def is_done(fact: Fact) -> bool:
    """Return whether the unit had no more to do after a fact: claimed, or closed by the unit itself."""
    if fact.door in HANDED_ON:
        return True
    is_closed = fact.state_before in OPEN and fact.state not in OPEN
    return is_closed and not (fact.door or "").startswith("verification.")


def clear() -> None:
    """Drop all that was ever counted."""
    UnitDay.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)

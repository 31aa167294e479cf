"""The consumer that counts, a unit and a local day, what became of claimed results: checked, returned, closed, and what did not last.

A closure that was reopened or whose problem came back counts on the day on which it was closed, so that a share never exceeds one.
What other units (contractors, BUMD) did of a report is counted for them, too, apart from their own closures (`is_part`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from tanggap.core.clock import local
from tanggap.core.cursors import Consumer
from tanggap.insight import rollups
from tanggap.insight.models import Proof
from tanggap.reports import outbox
from tanggap.reports.lifecycle import CLAIMS
from tanggap.reports.outbox import Fact
from tanggap.reports.words import State

NAME = "proof"
NUMBERS = ("checked", "returned", "overturned", "closures", "reopened", "repeated", "rated", "unhappy")
VERDICTS = frozenset({"verification.accept", "verification.reject"})
RETURN, CLOSURE, CONTEST, PART, REPEAT, RATING = (
    "verification.reject", "verification.accept", "reports.contest", "tasks.answer", "triage.repeat_found", "feedback.rate",
)  # fmt: skip
UNHAPPY = 2  # of 4: "not good" and "less good" (PermenPAN-RB 14/2017)
Key = tuple[str, date, bool, str]


def apply(facts: Sequence[Fact]) -> None:
    """Count what `facts` tell: each by itself and what its report went through before, so that their order does not matter."""
    news = [fact for fact in facts if _tells(fact)]
    stories = outbox.histories({fact.report for fact in news}) if news else {}
    change: Counter[Key] = Counter()
    for fact in news:
        change.update(share(fact, [one for one in stories[fact.report] if one.version < fact.version]))
    rows = {key[:3]: tuple(change[(*key[:3], name)] for name in NUMBERS) for key in change}
    keys = ("unit", "on", "is_part")
    rollups.add("insight_proof", keys, NUMBERS, [(*key, *rows[key]) for key in sorted(rows)])


def share(fact: Fact, before: Sequence[Fact]) -> Counter[Key]:
    """Return what one fact adds, given all that its report went through `before` it."""
    if fact.kind in VERDICTS:
        return _verdict(fact, before)
    closure = next((one for one in reversed(before) if one.kind == CLOSURE), None)
    if closure is None:
        return Counter()
    since = [one for one in before if one.version > closure.version]
    name = _undone(fact, since)
    numbers = [name] if name else []
    if fact.kind == RATING:
        numbers = ["rated"] + ["unhappy"] * (int(fact.payload.get("score") or 0) <= UNHAPPY)
    return _for(closure, _parts(before, until=closure.version), numbers)


def _tells(fact: Fact) -> bool:
    return fact.kind in VERDICTS or fact.kind in (REPEAT, RATING) or _is_reopening(fact)


def _is_reopening(fact: Fact) -> bool:
    return fact.state_before == State.RESOLVED and fact.state == State.REOPENED


def _verdict(fact: Fact, before: Sequence[Fact]) -> Counter[Key]:
    """Count a claim once, at its first verdict; a second one, after the unit contested, only tells whether the first was overturned."""
    is_second = next((one.kind for one in reversed(before) if one.kind in {*VERDICTS, CONTEST, *CLAIMS}), "") == CONTEST
    is_closure = fact.kind == CLOSURE
    numbers = ["closures"] * is_closure
    numbers += (["overturned"] * is_closure) if is_second else ["checked"] + ["returned"] * (not is_closure)
    return _for(fact, _parts(before, until=fact.version), numbers)


def _undone(fact: Fact, since: Iterable[Fact]) -> str:
    """Return as what a fact counts against the closure that it follows: once each, however often it happens."""
    if _is_reopening(fact):
        return "reopened"
    if fact.kind == REPEAT and not any(one.kind == REPEAT for one in since):
        return "repeated"
    return ""


def _parts(before: Sequence[Fact], *, until: int) -> set[str]:
    """Return the units that did a part of what was closed or claimed at version `until`: since the closure before it."""
    last = max((one.version for one in before if one.kind == CLOSURE and one.version < until), default=0)
    return {str(one.payload["asked"]) for one in before if one.kind == PART and last < one.version < until}


def _for(of: Fact, parts: set[str], numbers: Sequence[str]) -> Counter[Key]:
    """Return `numbers`, one each, for the unit that answered at `of` and for those that did a part, on the local day of `of`."""
    on = local(of.at).date()
    owners = [(of.unit, False), *((unit, True) for unit in sorted(parts - {of.unit}))]
    return Counter({(unit, on, is_part, name): 1 for unit, is_part in owners for name in numbers})


def clear() -> None:
    """Drop all that was ever counted."""
    Proof.objects.all().delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)

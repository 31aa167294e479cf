"""In whose hands a report was, and for how long: every minute of its life stands on exactly one unit's account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.reports.models import Event
from tanggap.reports.queries.timeline import Entry
from tanggap.reports.words import CLOSED as ENDED
from tanggap.reports.words import State

WORKING, REPORTER, CHECK, PLAN, CLOSED = "working", "reporter", "check", "plan", "closed"
KINDS: Final[dict[str, str | Promise]] = {
    WORKING: _("working"),
    REPORTER: _("waiting for the reporter"),
    CHECK: _("waiting for the check"),
    PLAN: _("waiting for the yearly planning"),
    CLOSED: _("closed in between"),
}
GIVING: Final = frozenset({"reports.coordinate", "reports.hand_back", "reports.change", "reports.decide"})
"""What takes a report from one unit to another at somebody's wish; a disposition goes down one line, a reorganisation is nobody's."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event says of the hands: from `at` on `unit` answers and the report stands in `state`; `kind` brought it about."""

    at: datetime
    unit: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A span in one unit's hands, of one kind. While a report was closed in between it is in nobody's: `unit` is empty."""

    unit: str
    kind: str
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Return how long it was."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Account:
    """A unit's time with a report: `minutes` of each kind, and all together. The minutes of all accounts add up to the whole life."""

    unit: str
    minutes: dict[str, int] = field(hash=False)

    @property
    def total(self) -> int:
        """Return the minutes of all kinds."""
        return sum(self.minutes.values())

    @property
    def label(self) -> str:
        """Return the unit's name in the active language, as it was last; of nobody's time, that it was closed."""
        return agencies.unit_label(self.unit) if self.unit else str(KINDS[CLOSED])

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """Return (kind, its words, minutes) of what there is any of."""
        return [(kind, str(KINDS[kind]), self.minutes[kind]) for kind in KINDS if self.minutes.get(kind)]


@dataclass(frozen=True, slots=True)
class Hands:
    """All accounts of a report in the order in which the units first had it, and two units between which it goes back and forth."""

    accounts: tuple[Account, ...]
    between: tuple[str, str] | None = None

    @property
    def total(self) -> int:
        """Return the minutes of the whole life."""
        return sum(account.total for account in self.accounts)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return every name that is said of it, in the active language."""
        return (*(account.label for account in self.accounts), *(self.between_labels or ()))

    @property
    def between_labels(self) -> tuple[str, str] | None:
        """Return the names of the two units."""
        return (agencies.unit_label(self.between[0]), agencies.unit_label(self.between[1])) if self.between else None


def of_report(report: int, *, now: datetime) -> Hands:
    """Return in whose hands a report was until `now`, or until it was closed. One statement."""
    rows = Event.objects.filter(report=report).order_by("version")
    turns = [Turn(*row) for row in rows.values_list("at", "unit_id", "state_after", "kind")]
    return Hands(accounts(stays(turns, now=now)), between(turns))


def of_entries(entries: Sequence[Entry], *, now: datetime) -> Hands:
    """Return the same of a whole history that was read already. No statement."""
    turns = [Turn(entry.at, entry.holder, entry.state, entry.kind) for entry in entries]
    return Hands(accounts(stays(turns, now=now)), between(turns))


def stays(turns: Sequence[Turn], *, now: datetime) -> list[Stay]:
    """Return the spans of a report's life in order, without gap or overlap, from its first event to `now`, or to when it was closed last.

    A clock that was set back never makes a span negative: what it says earlier than before counts as no time.
    """
    found: list[Stay] = []
    end = last = turns[0].at if turns else now
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        end = max(last, after.at if after else now)
        kind = _kind(turn.state)
        if after or kind != CLOSED:
            _add(found, Stay("" if kind == CLOSED else turn.unit, kind, last, end))
        last = end
    while found and found[-1].kind == CLOSED:
        found.pop()
    return found


def _add(found: list[Stay], stay: Stay) -> None:
    """Append a span, or lengthen the last one when it goes on as it was."""
    before = found[-1] if found else None
    if before and (before.unit, before.kind) == (stay.unit, stay.kind):
        found[-1] = Stay(stay.unit, stay.kind, before.start, stay.end)
    else:
        found.append(stay)


def _kind(state: str) -> str:
    if state in ENDED:
        return CLOSED
    special = {State.AWAITING_REPORTER: REPORTER, State.AWAITING_VALIDATION: CHECK, State.PLANNED: PLAN}
    return special.get(State(state), WORKING)


def accounts(spans: Iterable[Stay]) -> tuple[Account, ...]:
    """Return each unit's minutes by kind. They are cut at full minutes of the whole life, so that they add up to it exactly."""
    kept: dict[str, dict[str, int]] = {}
    start: datetime | None = None
    for span in spans:
        start = start or span.start
        minutes = (span.end - start) // _MINUTE - (span.start - start) // _MINUTE
        of_unit = kept.setdefault(span.unit, {})
        of_unit[span.kind] = of_unit.get(span.kind, 0) + minutes
    return tuple(Account(unit, minutes) for unit, minutes in kept.items())


_MINUTE = timedelta(minutes=1)


def between(turns: Sequence[Turn]) -> tuple[str, str] | None:
    """Return the two units between which a report goes back and forth: given from one to the other and back again. None when it does not.

    The last such pair, until a decision ends it.
    """
    given: list[tuple[str, str]] = []
    for before, turn in pairwise(turns):
        if turn.kind == "reports.decide":
            given.clear()
        elif turn.kind in GIVING and before.unit != turn.unit:
            given.append((before.unit, turn.unit))
    for number in range(len(given) - 1, 0, -1):
        if given[number] == given[number - 1][::-1]:
            return given[number - 1]
    return None

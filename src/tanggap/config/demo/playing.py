"""Playing the plan: every step in one order of time, many in a transaction, under a clock that stands where the story is."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction

from tanggap.config.demo.doing import Doer
from tanggap.config.demo.lives import Life, Step
from tanggap.config.demo.scenes.taking import Shot
from tanggap.core import clock, cursors
from tanggap.core.refusal import Refusal
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.insight import actions as insight

BATCH = 60
SWEEP_EVERY = timedelta(hours=6)
AFTER_DUE = timedelta(seconds=40)  # the worker looks every minute
ESCALATED = timedelta(days=3)  # before the end of the story the ladders begin


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: a life begins (`step` None) or goes on."""

    at: datetime
    life: Life
    step: Step | None = None

    @property
    def photos(self) -> tuple[Shot, ...]:
        """Return the pictures that it needs."""
        if self.step is not None:
            return self.step.photos
        return (self.life.photo,) if self.life.photo else ()


def turns(lives: list[Life], until: datetime) -> list[Turn]:
    """Return all that happens until `until`, in order of time; at one time a life begins before it goes on."""
    found = [Turn(life.at, life) for life in lives]
    found += [Turn(step.at, life, step) for life in lives for step in life.steps]
    due = [turn for turn in found if turn.at <= until]
    return sorted(due, key=lambda turn: (turn.at, turn.step is not None, turn.life.number))


class Player:
    """Plays turns from where an earlier run stopped. Whoever acts on a simulated report meanwhile keeps it: its story ends there."""

    def __init__(
        self,
        doer: Doer,
        all_turns: list[Turn],
        *,
        done: int,
        until: datetime,
        too_big: Callable[[datetime, set[str]], None] = lambda _at, _busy: None,
    ) -> None:
        """`too_big` hears once, shortly before the ladders begin, what time it is and which reports have more to come."""
        self._too_big = too_big
        self._doer, self._turns, self._done, self._until = doer, all_turns, done, until
        self._watch: list[tuple[datetime, int, str]] = []
        self._sweep_at = all_turns[done].at if done < len(all_turns) else until
        self.left_to_others: set[int] = set()

    def play(self, told: Callable[[int, datetime], None]) -> None:
        """Play to the end; `told` hears after each batch how many turns are done and what time it is in the story."""
        self._doer.recall(sorted({turn.life.number for turn in self._turns[: self._done] if turn.step is None}))
        with _without_savepoints():
            while self._done < len(self._turns):
                batch = self._turns[self._done : self._done + BATCH]
                if batch[-1].at >= self._until - ESCALATED:
                    self._propose(batch[0].at)
                self._play(batch)
                told(self._done, batch[-1].at)
            with transaction.atomic(), clock.at(self._until):
                self._sweep()
                self._doer.take_notice()

    def _propose(self, at: datetime) -> None:
        """Let units propose what is stuck, before each sweep adds a step of the ladder to it; what has more to come is left alone."""
        to_come = {turn.life.number for turn in self._turns[self._done :]}
        self._too_big(at, {self._doer.known[number].code for number in to_come if number in self._doer.known})
        self._too_big = lambda _at, _busy: None

    def _play(self, batch: list[Turn]) -> None:
        """Play a batch in one transaction; where the city refuses something, turn by turn; after a deadlock with the worker once more."""
        numbers = {turn.life.number for turn in batch} | {
            parent for turn in batch if (parent := _parent(turn)) is not None
        }
        before, watched, sweep_at = self._doer.remember(numbers), list(self._watch), self._sweep_at

        def take_back() -> None:
            self._watch, self._sweep_at = watched, sweep_at
            self._doer.due.clear()
            self._doer.forget(numbers, before)

        try:
            with transaction.atomic():
                _relax()
                for turn in batch:
                    self._one(turn)
                insight.simulation_reached(steps=self._done + len(batch))
            self._done += len(batch)
        except OperationalError as error:
            if not cursors.has_collided(error):
                raise
            take_back()
            self._play(batch)  # the worker, which was in the way, has its rows by now
        except (Refusal, LookupError):
            take_back()
            if len(batch) > 1:
                for turn in batch:
                    self._play([turn])
            else:
                self.left_to_others.add(batch[0].life.number)
                self._done += 1

    def _one(self, turn: Turn) -> None:
        self._sweep_until(turn.at)
        if turn.life.number in self.left_to_others:
            return
        with clock.at(turn.at):
            if turn.step is None:
                self._doer.begin(turn.life)
            else:
                self._doer.do(turn.life, turn.step)
        for due, number, promise in self._doer.due:
            heapq.heappush(self._watch, (due + AFTER_DUE, number, promise))
        self._doer.due.clear()

    def _sweep_until(self, at: datetime) -> None:
        """Do what the worker does by the clock: every few hours, and whenever a promise passes."""
        while self._watch and self._watch[0][0] <= at:
            due, number, promise = heapq.heappop(self._watch)
            if self._doer.is_owed(number, promise):
                with clock.at(due):
                    deadlines.note_breaches()
        while self._sweep_at <= at:
            with clock.at(self._sweep_at):
                self._sweep()
            self._sweep_at += SWEEP_EVERY

    def _sweep(self) -> None:
        deadlines.note_breaches()
        feedback.archive_due()
        self._doer.second(until=self._until)
        if clock.now() >= self._until - ESCALATED:
            while deadlines.escalate():
                pass


def _parent(turn: Turn) -> int | None:
    return turn.step.facts.get("parent") if turn.step else None


def _relax() -> None:
    """Let this transaction not wait for the disk: what a power cut takes of a simulation can be simulated again."""
    with connection.cursor() as statement:
        statement.execute("SET LOCAL synchronous_commit = off")


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Let the actions' own transactions be part of the batch's without a savepoint each: a batch is all or nothing."""
    features = connection.features
    features.uses_savepoints = False
    try:
        yield
    finally:
        features.uses_savepoints = True

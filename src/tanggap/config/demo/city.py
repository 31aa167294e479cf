"""The simulation from its recipe to the finished city."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from tanggap.catalog import queries as catalog
from tanggap.catalog.pack.seeds import seeds
from tanggap.config.consumers import CONSUMERS
from tanggap.config.demo import (
    asking,
    checking,
    desks,
    evaluating,
    figures,
    looking,
    people,
    planning,
    programs,
    proposing,
    reviews,
    rounds,
    shift,
    strategy,
    team,
)
from tanggap.config.demo.doing import Doer
from tanggap.config.demo.figures import NothingToSimulate
from tanggap.config.demo.photos import Studio
from tanggap.config.demo.playing import Player, turns
from tanggap.config.demo.texts import Writer
from tanggap.core import clock, cursors, shelf
from tanggap.insight import actions as insight
from tanggap.insight import outlook, queries
from tanggap.insight.queries import Simulated
from tanggap.reports import outbox
from tanggap.starter.files import Lock

LOCK = "demo.lock"
MOST_REPORTS, MOST_DAYS = 200_000, 730


@dataclass(frozen=True, slots=True)
class Filled:
    """What was made: reports and steps of the story, and reports that somebody else took over while it was played."""

    reports: int
    steps: int
    left_to_others: int
    until: datetime


Told = Callable[[float, datetime], None]


def fill(*, seed: int, days: int, reports: int, until: datetime, told: Told, helpers: int | None = None) -> Filled:
    """Fill the city, or finish filling it by its own recipe if an earlier start was interrupted.

    `told` hears the share that is done, and the time in the story. Raises NothingToSimulate: among others when the city is real.
    """
    if not (1 <= reports <= MOST_REPORTS and 1 <= days <= MOST_DAYS):
        raise NothingToSimulate(f"Between 1 and {MOST_REPORTS} reports in 1 to {MOST_DAYS} days can be simulated.")
    shelf.clear_all()
    pack, recipe = settings.TANGGAP_PACK, queries.simulation()
    if recipe is None and outbox.waiting(cursors.START, 1):
        raise NothingToSimulate("This city has reports of its own. Only an empty city can be filled with a simulation.")
    known = figures.read(pack)
    writer = Writer(seeds(pack), {row.code: row.parent or "" for row in catalog.leaves()})
    wanted = recipe or Simulated(seed, days, reports, until.replace(microsecond=0), 0, None)
    plan: dict[str, Any] = {"seed": wanted.seed, "days": wanted.days, "reports": wanted.reports, "until": wanted.until}
    lives = planning.plan(known, writer, **plan)
    checking.commit(seed=wanted.seed, since=wanted.until - timedelta(days=wanted.days), until=wanted.until)
    if recipe is None:
        insight.begin_simulation(**plan)
    story = turns(lives, wanted.until)
    shots = (shot for turn in story[wanted.steps :] for shot in turn.photos)
    with Studio(shots, helpers=_helpers() if helpers is None else helpers) as studio:
        cast = people.hire(known, settings.HOME)
        programs.connect(known, settings.HOME)
        doer = Doer(cast, studio, {life.number: life for life in lives}, writer)
        player = Player(
            doer,
            story,
            done=wanted.steps,
            until=wanted.until,
            too_big=lambda at, busy: proposing.leave(known, cast, until=at, busy=busy),
        )
        player.play(lambda done, at: told(done / len(story), at))
    with clock.at(wanted.until):
        team.settle(known, cast.everybody)
        shift.leave(known)
        doer.leave()
        reviews.leave(known, {doer.known[life.number].code: life.name for life in lives if life.number in doer.known})
        rounds.leave(known)
        desks.settle(known)
        asking.leave(seed=wanted.seed, days=wanted.days, until=wanted.until)
        while sum(cursors.catch_up(consumer) for consumer in CONSUMERS.values()):
            continue  # one may write events for those before it
        outlook.look_ahead()
        looking.leave(**plan)
        strategy.leave(known)
        evaluating.leave()
    os.sync()  # the pictures
    insight.finish_simulation()
    return Filled(len(lives), len(story), len(player.left_to_others), wanted.until)


@contextmanager
def alone(home: Path) -> Iterator[bool]:
    """Yield whether nobody else fills the city of this folder at present."""
    lock = Lock(home / LOCK)
    if not lock.acquire(wait=False):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _helpers() -> int:
    """Return how many processes draw: the story itself and the database need a processor each."""
    return max(1, min(3, (os.cpu_count() or 2) - 1))

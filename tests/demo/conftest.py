"""One plan of the full size, made once; and one small city that is really played, made once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from tanggap.catalog import queries as catalog
from tanggap.catalog.pack.seeds import seeds
from tanggap.config.demo import figures, planning
from tanggap.config.demo.figures import Figures
from tanggap.config.demo.lives import Life
from tanggap.config.demo.texts import Writer

UNTIL = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def planned(*, seed: int = 7, days: int = 90, reports: int = 5000, until: datetime = UNTIL) -> list[Life]:
    """Return a plan from the shipped pack."""
    writer = Writer(seeds(settings.TANGGAP_PACK), {row.code: row.parent or "" for row in catalog.leaves()})
    return planning.plan(known(), writer, seed=seed, days=days, reports=reports, until=until)


def every_kind(lives: list[Life], *, until: datetime) -> list[Life]:
    """Return few of `lives` in which everything is done that is done in any until `until`; those that are joined come along."""
    by_number = {life.number: life for life in lives}
    taken, seen = set[int](), set[str]()
    for life in lives:
        acts = {step.act for step in life.steps if step.at <= until}
        waiting = [life.number] if acts - seen else []
        while waiting:
            one = by_number[waiting.pop()]
            taken.add(one.number)
            seen |= {step.act for step in one.steps if step.at <= until}
            waiting += {step.facts["parent"] for step in one.steps if "parent" in step.facts} - taken
    return [life for life in lives if life.number in taken]


def known() -> Figures:
    """Return the figures of the shipped pack."""
    return figures.read(settings.TANGGAP_PACK)


@pytest.fixture(scope="session")
def lives(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Life]]:
    with django_db_blocker.unblock():
        yield planned()

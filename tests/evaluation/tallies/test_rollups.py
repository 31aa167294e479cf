"""The tallies count what happened, once; counted anew, and counted plainly, they are the same (promises.md P5)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.tallies.recount import recounted
from tests.factories import make
from tests.fixtures import undone
from tests.insight.test_rollups import MONDAY, PLACE, grains_agree
from tests.logs import own_events_seen, play, stories

from tanggap.core import clock, cursors
from tanggap.evaluation.tallies.consumer import CONSUMER
from tanggap.evaluation.tallies.models import Cell, Memory, Watching
from tanggap.evaluation.tallies.reading import read, read_by
from tanggap.evaluation.tallies.words import MEASURES, NAMES, OF_THE_YEAR
from tanggap.insight.statistics import Selection
from tanggap.insight.statistics.reading import Question
from tanggap.insight.words import CELLS
from tanggap.reports.words import State

OURS = tuple(name for name in NAMES if name not in OF_THE_YEAR)


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def rollups():
    """Return everything that is kept, in an order of its own."""
    kept = {}
    for model in (Cell, Watching, Memory):
        names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
        kept[model.__name__] = sorted(model.objects.values_list(*names), key=repr)
    return kept


def numbers_kept():
    found = Counter()
    for row in Cell.objects.filter(grain="df").values_list(*PLACE, *OURS):
        found.update({(*row[:6], name): number for name, number in zip(OURS, row[6:], strict=True) if number})
    return found


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories, st.sampled_from(("Asia/Jakarta", "America/New_York")))
def test_counted_live_counted_anew_and_counted_plainly_are_the_same(story, zone):
    with undone(), override_settings(TIME_ZONE=zone):
        cursors.catch_up(CONSUMER)
        play(story, between=lambda number: number % 3 or cursors.advance(CONSUMER, most=1 + number % 5))
        cursors.catch_up(CONSUMER)
        live, (numbers, watched) = rollups(), recounted()
        assert numbers_kept() == numbers
        assert Counter({row[:1] + row[2:-1]: row[-1] for row in _watching()}) == watched
        assert grains_agree(Cell, CELLS, (), NAMES)

        cursors.rebuild(CONSUMER)
        assert rollups() == live


def _watching():
    found = Counter()
    for row in Watching.objects.values_list("on", "at", *PLACE[1:], "reports"):
        found[row[0], None, *row[2:7]] += row[7]
    return [(*key, number) for key, number in found.items()]


def question(**more):
    day = clock.local(MONDAY).date()
    return Question(
        Selection(day, day + timedelta(days=40)), [(day, day + timedelta(days=40))], more.pop("now", MONDAY), **more
    )


def test_what_was_counted_is_read_by_step_part_and_category():
    make.report(state=State.RESOLVED, at=MONDAY, category="sampah")
    make.report(at=MONDAY, category="sampah")
    cursors.catch_up(CONSUMER)

    assert read(question(), ["received", "closures", "ends"])[0, ""] == {"received": 2, "closures": 1, "ends": 1}
    by_category = read_by(question(by="channel"), ["received"], "category")
    assert list(by_category.values()) == [{"sampah": {"received": 2}}]


def test_a_number_that_is_none_is_refused():
    with pytest.raises(KeyError):
        read(question(), ["brilliance"])


@pytest.mark.parametrize(("days", "minutes"), [(2, 2 * 24 * 60), (45, 30 * 24 * 60)])
def test_an_open_report_is_watched_until_now_and_at_most_thirty_days(days, minutes):
    make.report(at=MONDAY)
    cursors.catch_up(CONSUMER)
    found = read(question(now=MONDAY + timedelta(days=days)), ["incidents", "watch_minutes"])[0, ""]
    assert found == {"incidents": 1, "watch_minutes": minutes}


def test_what_everybody_may_not_read_is_in_no_number():
    make.report(at=MONDAY)
    cursors.catch_up(CONSUMER)
    make.report(visibility="private", at=MONDAY)
    cursors.catch_up(CONSUMER)
    assert read(question(), MEASURES)[0, ""]["received"] == 1

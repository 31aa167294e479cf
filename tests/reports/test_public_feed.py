"""The feed of public events: everything once, in order, below the horizon, and nothing that is not public now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LAMP, LITTER, make
from tests.logs import own_events_seen

from tanggap.core import clock
from tanggap.core.paging import OfAnotherQuery
from tanggap.core.refusal import Invalid
from tanggap.reports import actions
from tanggap.reports.queries.public import feed
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def all_of(wanted=feed.EVERYTHING, *, limit=3):
    """Return the events of every page."""
    seen, after = [], None
    while True:
        page = feed.feed(after, limit=limit, wanted=wanted)
        seen += page.rows
        if page.is_end:
            return seen
        after = page.next


def test_every_public_event_comes_once_and_in_order():
    one, other = make.report(state=State.RESOLVED), make.report()

    told = all_of()

    assert [event.id for event in told] == sorted(event.id for event in told)
    assert [event.kind for event in told if event.report == one.code] == make.events(one)
    assert [event.kind for event in told if event.report == other.code] == ["intake.accept"]
    assert len({event.id for event in told}) == len(told)


def test_what_is_private_now_is_told_no_more_and_internal_kinds_never():
    hidden, shown = make.report(visibility="private"), make.report()
    actions.note(code=shown.code, by=make.staff(of=shown.unit_id), note="Pelapor sering mengeluh")

    assert [(event.report, event.kind) for event in all_of()] == [(shown.code, "intake.accept")]
    assert feed.of([event.id for event in all_of()]).keys() == {event.id for event in all_of()}
    assert hidden.code not in repr(feed.feed().rows)


def test_the_end_is_a_place_to_ask_from_again():
    make.report()
    end = feed.feed()
    assert (end.is_end, feed.feed(end.next).rows) == (True, [])

    later = make.report()

    assert [event.report for event in feed.feed(end.next).rows] == [later.code]


def test_it_is_narrowed():
    lamp, litter = make.report(category=LAMP), make.report(category=LITTER, state=State.IN_PROGRESS)

    def codes(**wanted):
        return {event.report for event in all_of(feed.Wanted(**wanted))}

    assert codes(category=LAMP) == {lamp.code}
    assert codes(kinds=("reports.start",)) == {litter.code}
    assert codes(report=lamp.code) == {lamp.code}
    assert codes(report="JK-0000-0000-000") == set()
    assert codes(area="31.75") == codes(unit=lamp.unit_id) == {lamp.code, litter.code}
    assert codes(since=clock.now() + timedelta(hours=1)) == codes(area="31.74") == set()


def test_a_page_belongs_to_its_choice_and_the_place_of_an_event_to_none():
    make.report()
    narrow = feed.Wanted(category=LAMP)
    page = feed.feed(limit=1, wanted=narrow)

    assert feed.feed(page.next, wanted=narrow).rows == []
    with pytest.raises(OfAnotherQuery):
        feed.feed(page.next, wanted=feed.Wanted(category=LITTER))
    assert feed.feed(page.rows[0].cursor, wanted=narrow).rows == []


@pytest.mark.parametrize("text", ["x", "é", "MQ", "LTEuMQ", "OTk5OTk5OTk5OTk5OTk5OTk5OS4x", "a" * 500])
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(Invalid):
        feed.feed(text)


def test_a_page_is_one_statement_for_any_number_of_events():
    for _ in range(4):
        make.report()
    for limit in (1, 4):
        with CaptureQueriesContext(connection) as said:
            feed.feed(limit=limit, wanted=feed.Wanted(area="31.75"))
        assert len(said) == 1


def test_a_rare_choice_passes_a_bounded_part_of_the_log(monkeypatch):
    monkeypatch.setattr(feed, "PASSED", 2)
    for _ in range(5):
        make.report(category=LITTER)
    last = make.report(category=LAMP)
    narrow = feed.Wanted(category=LAMP)

    first = feed.feed(wanted=narrow)

    assert (first.rows, first.is_end) == ([], False)
    assert [event.report for event in all_of(narrow)] == [last.code]

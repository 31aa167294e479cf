"""A line can be put back: from an event, a cursor or an instant on everything goes again, in order, under the ids that it had."""

from datetime import timedelta

import pytest
from tests.factories import make
from tests.logs import all_events, own_events_seen
from tests.webhooks.receiving import consume, deliver, operator, send, subscribed

from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.reports.queries.public import feed
from tanggap.webhooks import replaying
from tanggap.webhooks.models import Delivery


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def test_from_an_event_on_everything_goes_again_under_the_same_ids(settings):
    with subscribed(settings) as receiver:
        make.report(state="in_progress")
        make.report()
        deliver(receiver)
        events = all_events()
        before = [one.headers["webhook-id"] for one in receiver.taken]
        assert replaying.replay(by=operator(), key=receiver.key, event=events[1]) == 2
        send(receiver)

        again = receiver.taken[-2:]
        assert [one.headers["webhook-id"] for one in again] == before[-2:]
        assert [one.headers.get("tanggap-replay") for one in again] == ["1", "1"]
        assert receiver.events == events


def test_behind_a_cursor_of_the_feed(settings):
    with subscribed(settings) as receiver:
        make.report(state="in_progress")
        deliver(receiver)
        page = feed.feed(limit=1)

        assert replaying.replay(by=operator(), key=receiver.key, cursor=page.next) == 1


def test_since_an_instant_also_what_happened_before_it_was_made(settings):
    old = make.report(at=clock.now() - timedelta(days=2))
    make.report(at=clock.now() - timedelta(days=9))
    with subscribed(settings) as receiver:
        consume()
        replaying.replay(by=operator(), key=receiver.key, since=clock.now() - timedelta(days=3))
        send(receiver)

    assert [one["data"]["report"] for one in receiver.effects[1:]][:1] == [old.code]


def test_what_waits_goes_behind_what_goes_again(settings):
    with subscribed(settings) as receiver:
        make.report()
        deliver(receiver)
        make.report()
        consume()
        replaying.replay(by=operator(), key=receiver.key, event=all_events()[0])
        send(receiver)

        assert [one["data"]["id"] for one in (received.json() for received in receiver.taken[1:])] == [
            all_events()[0], *all_events(),
        ]  # fmt: skip


@pytest.mark.parametrize("place", [{}, {"event": 1, "cursor": "MC4w"}, {"event": 2**62}, {"cursor": "none of ours"}])
def test_a_place_that_is_none_is_refused(settings, place):
    with subscribed(settings) as receiver:
        make.report()
        deliver(receiver)
        with pytest.raises(Invalid):
            replaying.replay(by=operator(), key=receiver.key, **place)

        assert [one.state for one in Delivery.objects.all()] == ["delivered"]


def test_what_was_given_up_can_go_again_at_its_place(settings):
    with subscribed(settings) as receiver:
        make.report()
        consume()
        Delivery.objects.update(state="dead", settled_at=clock.now())
        replaying.one_again(by=operator(), key=receiver.key, event=all_events()[0])
        with pytest.raises(Invalid):
            replaying.one_again(by=operator(), key=receiver.key, event=all_events()[0])
        send(receiver)

        assert receiver.events == all_events()


def test_nobody_puts_the_line_of_others_back(settings):
    with subscribed(settings) as receiver, pytest.raises(NotFound):
        replaying.replay(by="somebody", key=receiver.key, event=1)

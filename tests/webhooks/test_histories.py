"""Whatever happens to reports, receivers and senders: each subscriber hears of each event once by its id, in order, and of all of them."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import make
from tests.logs import all_events, own_events_seen
from tests.peers.http import Reply
from tests.webhooks.receiving import consume, operator, row, subscribed

from tanggap.core import clock, cursors
from tanggap.webhooks import actions, lines, posting, replaying, telling
from tanggap.webhooks.consumer import CONSUMER
from tanggap.webhooks.models import Delivery

steps = st.lists(
    st.one_of(
        st.tuples(st.just("report"), st.sampled_from(["received", "in_progress"])),
        st.tuples(st.just("consume"), st.none()),
        st.tuples(st.just("send"), st.tuples(st.integers(0, 1), st.sampled_from(["whole", "one", "died", "unheard"]))),
        st.tuples(st.just("down"), st.sampled_from([200, 500, 503, 429, 302])),
        st.tuples(st.just("later"), st.integers(1, 4000)),
        st.tuples(st.just("rebuild"), st.none()),
        st.tuples(st.just("pause"), st.booleans()),
        st.tuples(st.just("rotate"), st.none()),
        st.tuples(st.just("replay"), st.integers(0, 3)),
    ),
    min_size=5,
    max_size=25,
)


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=steps)
def test_each_subscriber_hears_of_everything_once_and_in_order(settings, story):
    made = len(all_events())
    with subscribed(settings) as receiver:
        person = operator()
        state = {"at": clock.now(), "answer": 200, "replayed": False}
        answer = receiver.respond
        receiver.respond = lambda got: answer(got) if state["answer"] == 200 else Reply(status=state["answer"])
        for what, how in story:
            with clock.at(state["at"]):
                _do(what, how, receiver, person, state)
        state["answer"] = 200
        with clock.at(state["at"] + timedelta(days=1)):
            actions.switch_on(by=person, key=receiver.key)
            consume()
            for _turn in range(3):
                _send(receiver, "whole")

        assert receiver.events == all_events()[made:]
        assert set(Counter(receiver.events).values()) <= {1}
        assert set(Delivery.objects.filter(subscription=row(receiver).pk).values_list("state", flat=True)) <= {
            "delivered"
        }
        receiver.key and actions.delete(by=person, key=receiver.key)


def _do(what, how, receiver, person, state):
    if what == "report":
        make.report(state=how)
    elif what == "consume":
        consume()
    elif what == "send":
        _send(receiver, how[1])
    elif what == "down":
        state["answer"] = how
    elif what == "later":
        state["at"] += timedelta(seconds=how)
    elif what == "rebuild":
        cursors.rebuild(CONSUMER)
    elif what == "pause":
        (actions.pause if how else actions.switch_on)(by=person, key=receiver.key)
    elif what == "rotate":
        receiver.secret = actions.rotate(by=person, key=receiver.key)
    elif what == "replay" and receiver.events[how:]:
        replaying.replay(by=person, key=receiver.key, event=receiver.events[how])


def _send(receiver, how):
    """Send as a worker does, that ends its turn, or is killed right before or right after a request."""
    held = lines.take(row(receiver).pk)
    if held is None:
        return
    for one in lines.head(held, 50):
        if how == "unheard":
            return  # killed before it sent: the lease ends by itself
        event = telling.readable([one.event_id]).get(one.event_id)
        told = telling.told(held.subscription, one, event)
        tried = posting.post(held.subscription, told, is_replay=one.replays > 0)
        if how == "died":
            return  # killed before it wrote down that it arrived
        if not tried.is_ok:
            lines.failed(held, one, told.type, tried)
            return
        if not lines.delivered(held, one, told.type, tried):
            return
        if how == "one":
            break
    lines.give_back(held)

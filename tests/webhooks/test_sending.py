"""What happens in public reaches each subscriber that asked for it, signed, once and in order, whatever the receiver does."""

import json
from datetime import timedelta

import pytest
from tests.factories import LAMP, LITTER, make
from tests.logs import all_events, own_events_seen
from tests.peers.http import Reply
from tests.webhooks.receiving import consume, deliver, later, row, send, subscribed, verified

from tanggap.core import clock, cursors
from tanggap.webhooks import lines, posting, sending, telling
from tanggap.webhooks.consumer import CONSUMER
from tanggap.webhooks.models import Attempt, Delivery
from tanggap.webhooks.words import TYPES


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def test_a_public_event_arrives_signed_and_tells_what_the_api_tells(settings):
    with subscribed(settings) as receiver:
        report = make.report()
        assert deliver(receiver) == 1

    sent = receiver.taken[-1]
    document = verified(receiver.secret, sent, at_any_time=False)
    assert document == json.loads(sent.body)
    assert (sent.method, sent.headers["content-type"]) == ("POST", "application/json")
    assert sent.headers["webhook-id"].startswith("evt_")
    assert (document["type"], document["data"]["report"]) == ("report.received", report.code)
    assert document["data"]["status"] == "received"


def test_an_hour_of_silence_is_followed_by_everything_once_and_in_order(settings):
    with subscribed(settings) as receiver:
        receiver.is_down = True
        start = clock.now()
        for minute in range(0, 61, 5):
            with clock.at(start + timedelta(minutes=minute)):
                make.report(state="in_progress")
                deliver(receiver)
        assert receiver.events == []
        receiver.is_down = False
        with clock.at(start + timedelta(hours=2, minutes=30)):
            deliver(receiver)

        assert receiver.events == all_events()
        assert len(receiver.taken) == len(all_events()) + 1


def test_a_receiver_that_does_not_answer_is_left_alone_longer_each_time(settings):
    with subscribed(settings) as receiver:
        make.report()
        consume()
        receiver.is_down = True
        pauses, at = [], clock.now()
        for _try in range(6):
            with clock.at(at):
                send(receiver)
                next_try_at = row(receiver).next_try_at
            with clock.at(next_try_at - timedelta(seconds=1)):
                send(receiver)
            pauses.append((next_try_at - at).total_seconds())
            at = next_try_at

        assert len(receiver.received) == 1 + 6
    for pause, least in zip(pauses, [5, 30, 120, 600, 3600, 3 * 3600], strict=True):
        assert least <= pause <= least * 1.2


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_for_time_gets_it(settings, status):
    with subscribed(settings) as receiver:
        make.report()
        receiver.script(Reply(status=status, headers={"Retry-After": "1800"}))
        with clock.at(clock.now()):
            deliver(receiver)
            assert row(receiver).next_try_at - clock.now() >= timedelta(seconds=1800)
        with later(minutes=29):
            assert send(receiver) == 0
        with later(minutes=31):
            assert send(receiver) == 1


def test_a_receiver_that_is_gone_is_left_alone_at_once(settings):
    with subscribed(settings) as receiver:
        make.report()
        receiver.script(Reply(status=410))
        deliver(receiver)
        with later(days=1):
            assert send(receiver) == 0

        assert (row(receiver).state, row(receiver).why) == ("disabled", "gone")
        assert [one.state for one in Delivery.objects.all()] == ["waiting"]


def test_one_event_that_is_never_taken_is_given_up_after_three_days_and_the_rest_goes_on(settings):
    with subscribed(settings) as receiver:
        poison, *others = [make.report() for _ in range(3)]
        answer = receiver.respond
        receiver.respond = lambda got: Reply(status=400) if poison.code in got.body.decode() else answer(got)
        at = clock.now()
        consume()
        for _round in range(30):
            with clock.at(at):
                send(receiver)
            at += timedelta(hours=4)

        _test, *effects = receiver.effects
        assert [one["data"]["report"] for one in effects] == [report.code for report in others]
        assert list(Delivery.objects.order_by("event").values_list("state", flat=True)) == [
            "dead", "delivered", "delivered",
        ]  # fmt: skip
        first, last = (
            Attempt.objects.filter(is_ok=False).order_by("at"),
            Attempt.objects.filter(is_ok=False).latest("at"),
        )
        assert timedelta(days=3) <= last.at - first.first().at < timedelta(days=4)


def test_a_receiver_that_takes_nothing_for_three_days_is_switched_off_and_loses_nothing(settings):
    with subscribed(settings) as receiver:
        for _ in range(3):
            make.report()
        receiver.is_down = True
        at = clock.now()
        consume()
        for _round in range(30):
            with clock.at(at):
                send(receiver)
            at += timedelta(hours=4)

        assert (row(receiver).state, row(receiver).why) == ("disabled", "failing")
        assert sorted(Delivery.objects.values_list("state", flat=True)) == ["dead", "waiting", "waiting"]


def test_what_is_filtered_out_is_not_sent(settings):
    with subscribed(settings, types=["report.started"], categories=[LITTER]) as receiver:
        make.report(category=LAMP, state="in_progress")
        make.report(category=LITTER, state="in_progress")
        deliver(receiver)

    assert receiver.types == ["report.started"]
    assert receiver.effects[-1]["data"]["category"] == LITTER


def test_a_private_report_leaves_no_trace(settings):
    with subscribed(settings) as receiver:
        make.report(visibility="private")
        deliver(receiver)

        assert receiver.types == []
        assert not Delivery.objects.exists()


def test_two_senders_never_hold_one_line(settings):
    with subscribed(settings) as receiver:
        make.report()
        consume()
        held = lines.take(row(receiver).pk)
        assert held is not None
        assert lines.take(row(receiver).pk) is None
        assert sending.send(row(receiver).pk) == 0
        lines.give_back(held)
        assert send(receiver) == 1


def test_a_sender_that_was_killed_after_sending_leaves_one_effect(settings):
    """The line is free again when the lease ends; the same id goes again."""
    with subscribed(settings) as receiver:
        make.report()
        consume()
        held = lines.take(row(receiver).pk)
        [one] = lines.head(held, 10)

        told = telling.told(held.subscription, one, telling.readable([one.event_id])[one.event_id])
        assert posting.post(held.subscription, told).is_ok  # and dies here
        assert send(receiver) == 0
        with later(minutes=1):
            assert send(receiver) == 1
            assert not lines.delivered(held, one, told.type, posting.Tried(clock.now(), True, 200, 1))

        assert len(receiver.taken) == 3
        assert len(receiver.events) == 1


def test_a_consumer_that_is_dropped_and_rebuilt_makes_nothing_twice(settings):
    def kept():
        return list(
            Delivery.objects.order_by("subscription", "event").values_list("subscription", "event", "type", "state")
        )

    with subscribed(settings) as receiver, subscribed(settings, types=["report.received"]) as second:
        make.report(state="in_progress")
        deliver(receiver)
        second.is_down = True
        deliver(second)
        make.report(state="in_progress")
        consume()
        before = kept()
        cursors.rebuild(CONSUMER)

        assert kept() == before
        deliver(receiver)
        assert receiver.events == all_events()


def test_every_public_kind_has_a_type_of_its_own():
    from tanggap.reports.queries.public.feed import KINDS

    assert TYPES.keys() == KINDS
    assert len(set(TYPES.values())) == len(TYPES)


def test_an_event_that_breaks_the_telling_is_a_failure_and_the_others_go_first_to_last(settings, monkeypatch):
    with subscribed(settings) as receiver:
        broken, *_others = [make.report() for _ in range(3)]
        consume()
        event = all_events()[0]
        really = telling.readable

        def reading(events):
            if event in events:
                raise KeyError(broken.code)
            return really(events)

        monkeypatch.setattr(telling, "readable", reading)
        at = clock.now()
        for _round in range(30):
            with clock.at(at):
                send(receiver)
            at += timedelta(hours=4)

        assert list(Delivery.objects.order_by("event").values_list("state", flat=True)) == [
            "dead", "delivered", "delivered",
        ]  # fmt: skip
        assert Attempt.objects.filter(trouble="It cannot be told: KeyError.").exists()
        assert receiver.events == all_events()[1:]

"""What is not public when it goes is not sent; who heard of a report that was hidden since hears once that it was withdrawn."""

import json
from datetime import timedelta

import pytest
from tests.factories import LAMP, make
from tests.logs import own_events_seen
from tests.webhooks.receiving import consume, deliver, operator, send, subscribed

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.actions import moderating
from tanggap.webhooks import replaying
from tanggap.webhooks.models import Delivery, Subscription


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def withhold(report) -> None:
    report.refresh_from_db()
    moderating.withhold(
        code=report.code,
        version=report.version,
        by=make.staff(of=city().intake_unit, role=Role.INTAKE),
        reason="names_person",
    )


def release(report) -> None:
    report.refresh_from_db()
    moderating.release(
        code=report.code,
        version=report.version,
        by=make.staff(of=city().intake_unit, role=Role.INTAKE),
        reason="mistake",
    )


def test_a_report_that_was_hidden_is_withdrawn_by_its_code_alone(settings):
    with subscribed(settings) as receiver:
        report = make.report()
        deliver(receiver)
        withhold(report)
        deliver(receiver)

        assert receiver.types == ["report.received", "report.withdrawn"]
        assert receiver.effects[-1]["data"] == {"report": report.code}


def test_whoever_asked_for_other_types_hears_of_it_too_if_something_had_arrived(settings):
    with (
        subscribed(settings, types=["report.received"]) as receiver,
        subscribed(settings, types=["report.rated"]) as other,
    ):
        report = make.report()
        deliver(receiver)
        send(other)
        withhold(report)
        deliver(receiver)
        send(other)

        assert receiver.types == ["report.received", "report.withdrawn"]
        assert other.types == []


def test_a_report_that_is_hidden_before_anything_went_leaves_no_trace(settings):
    with subscribed(settings) as receiver:
        report = make.report(state="in_progress")
        consume()
        withhold(report)
        deliver(receiver)

        assert receiver.types == []
        assert set(Delivery.objects.values_list("state", flat=True)) == {"skipped"}


def test_it_is_withdrawn_once_whatever_waited(settings):
    with subscribed(settings) as receiver:
        report = make.report()
        deliver(receiver)
        make_progress(report)
        consume()
        withhold(report)
        deliver(receiver)

        assert receiver.types == ["report.received", "report.withdrawn"]


def make_progress(report) -> None:
    reports.start(code=report.code, version=1, by=make.staff(of=report.unit_id))


def test_what_is_released_is_told_of_again_and_withdrawn_again(settings):
    with subscribed(settings) as receiver:
        report = make.report()
        deliver(receiver)
        withhold(report)
        deliver(receiver)
        release(report)
        deliver(receiver)
        withhold(report)
        deliver(receiver)

        assert receiver.types == ["report.received", "report.withdrawn", "report.released", "report.withdrawn"]


def test_a_replay_tells_nothing_of_what_was_withdrawn(settings):
    with subscribed(settings) as receiver:
        report = make.report(category=LAMP)
        deliver(receiver)
        first = receiver.taken[1]
        withhold(report)
        deliver(receiver)
        before = len(receiver.taken)
        replaying.replay(by=operator(), key=receiver.key, event=json.loads(first.body)["data"]["id"])
        send(receiver)

        assert len(receiver.taken) == before


def test_what_arrived_so_long_ago_that_nobody_knows_is_withdrawn_all_the_same(settings):
    report = make.report(at=clock.now() - timedelta(days=40))
    with subscribed(settings) as receiver:
        Subscription.objects.update(made_at=clock.now() - timedelta(days=45))
        withhold(report)
        deliver(receiver)

        assert receiver.types == ["report.withdrawn"]


def test_a_report_that_became_confidential_by_its_category_is_withdrawn_too(settings):
    with subscribed(settings) as receiver:
        report = make.report()
        deliver(receiver)
        person = make.staff(of=city().intake_unit, role=Role.INTAKE)
        reports.change(code=report.code, version=1, by=person, category="perilaku-aparatur", message="Diteruskan")
        deliver(receiver)

        assert receiver.types == ["report.received", "report.withdrawn"]

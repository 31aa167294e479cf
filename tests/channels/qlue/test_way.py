"""The whole way: from Qlue's call to a report on the right desk, and our answer back under the post."""

import json
import time
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.channels import fake
from tests.factories import PULO_GEBANG, make
from tests.logs import own_events_seen
from tests.peers.http import Peer, Received, Reply, may_call

from tanggap.channels import delivering, processing, running
from tanggap.channels.models import Arrival
from tanggap.channels.qlue import ADAPTER, inbound
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.places.locate import locate
from tanggap.reports.models import Photo, Report

MORNING = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta
SECRET = "s-" + "1" * 30
LON, LAT = PULO_GEBANG


class Qlue(Peer):
    """Qlue's feed, images and place for answers."""

    def __init__(self):
        super().__init__()
        self.posts, self.answers = [], []

    def respond(self, received: Received) -> Reply:
        if received.path == "/answers":
            self.answers.append(received.json())
            return Reply.json({"id": len(self.answers)})
        return Reply(body=make.photo(7)) if received.path.endswith(".jpg") else Reply.json(self.posts)


@pytest.fixture
def qlue(db, settings):
    with Qlue() as peer, own_events_seen(), clock.at(MORNING):
        may_call(settings, peer)
        yield peer


@pytest.fixture
def account(qlue):
    return fake.account(
        ADAPTER, channel="qlue", code="jakarta", secret=SECRET, feed=qlue.url("/feed"), image_hosts=qlue.host, answers=qlue.url("/answers")
    )  # fmt: skip


def post(qlue, number=1, **fields):
    place = {"loc_lng": LON, "loc_lat": LAT, "post_images": qlue.url("/1.jpg").replace("/", "\\/")}
    return {
        "post_id": number,
        "post_date": "2026-02-07 00:06:26",
        "post_desc": "Sampah menumpuk di trotoar",
        "profile_name": "Ratna",
        **place,
        **fields,
    }


def call(body, secret=SECRET):
    stamp = str(int(time.time()))
    signed = {"X-Qlue-Timestamp": stamp, "X-Qlue-Signature": inbound.signature(secret, stamp, body)}
    return Client().post("/channels/qlue/jakarta/", body, content_type="application/json", headers=signed)


def worked(account):
    while processing.work(account):
        pass


def test_a_post_reaches_the_office_of_its_place_and_is_answered_under_the_post(qlue, account):
    answer = call(json.dumps([post(qlue)]).encode())
    worked(account)

    report = Report.objects.get()
    assert (answer.status_code, answer.json()) == (200, {"kept": True})
    assert (report.channel_id, report.area_id, Photo.objects.count()) == ("qlue", locate(LON, LAT).area, 1)
    cursors.catch_up(CONSUMER)
    delivering.prepare()
    delivering.send_due(account)
    (said,) = qlue.answers
    assert (said["post_id"], said["code"], said["status"]) == ("1", report.code, "received")
    assert make.token(report) not in said["comment"]


def test_called_and_fetched_it_is_one_report(qlue, account):
    qlue.posts = [post(qlue, 2), post(qlue, 1)]
    call(json.dumps(post(qlue, 1)).encode())
    running.poll(account)
    running.poll(account)
    worked(account)

    assert (Arrival.objects.count(), Report.objects.count()) == (2, 2)


def test_a_call_of_nobody_leaves_nothing(qlue, account):
    assert call(json.dumps(post(qlue)).encode(), secret="guessed").status_code == 403
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize(
    "place", [{"loc_lng": 0, "loc_lat": 0}, {"post_images": ""}, {"post_images": "https://elsewhere.example/x.jpg"}]
)
def test_without_a_place_or_a_photo_it_is_a_report_all_the_same(qlue, account, place):
    call(json.dumps(post(qlue, **place)).encode())
    worked(account)

    assert Report.objects.count() == 1


def test_a_place_in_another_city_waits_for_a_person(qlue, account):
    call(json.dumps(post(qlue, loc_lng=107.3)).encode())
    worked(account)

    assert (Arrival.objects.get().state, Report.objects.count()) == ("dead", 0)


def test_an_author_who_deletes_the_post_is_told_to_the_unit(qlue, account):
    call(json.dumps(post(qlue)).encode())
    worked(account)
    call(json.dumps({"post_id": 1, "event": "deleted"}).encode())
    worked(account)

    assert make.events(Report.objects.get())[-1] == "feedback.add"

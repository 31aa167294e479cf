"""X from its webhook to a report on the right desk, and an answer back out to X."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.channels import fake
from tests.channels.twitter.samples import PERSON, sample
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers.http import Reply
from tests.peers.x import signed

from tanggap.channels import delivering, processing, running
from tanggap.channels.models import Account, Arrival, Posting
from tanggap.channels.twitter import ADAPTER
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo, Report

pytestmark = pytest.mark.django_db
URL = "/channels/twitter/main/"
WHOLE = "Lampu jalan mati sudah tiga hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung"


@pytest.fixture
def account(x):
    return fake.account(ADAPTER, channel="twitter", **x.values)


def calls(payload):
    """Call as X does; return the answer."""
    body = json.dumps(payload).encode()
    return Client().post(URL, body, content_type="application/json", headers=signed(body))


def mentions(number, text, **more):
    """Call with a post of the samples' person."""
    payload = sample("mention")
    payload["tweet_create_events"][0] |= {"id_str": str(number), "text": f"@akun_pemda {text}", **more}
    return calls(payload)


def writes(number, text, **more):
    """Call with a direct message of the samples' person."""
    payload = sample("direct_message")
    (event,) = payload["direct_message_events"]
    event["id"] = str(number)
    event["message_create"]["message_data"] |= {"text": text, **more}
    return calls(payload)


def works(account):
    """Read what came, tell its reporter, and send what is to be said."""
    processing.work(account)
    cursors.catch_up(CONSUMER)
    delivering.prepare()
    while delivering.send_due(account):
        pass


@pytest.fixture(autouse=True)
def _by_day(db):
    with own_events_seen(), clock.at(datetime(2026, 3, 2, 3, 0, tzinfo=UTC)):
        yield


def test_a_mention_becomes_a_report_and_is_answered_under_the_post(account, x):
    assert mentions(1900, WHOLE).status_code == 200
    works(account)
    number = 1901
    while not Report.objects.exists():
        mentions(number, "tidak ada", in_reply_to_status_id_str="5")
        works(account)
        number += 1

    report = Report.objects.get()
    assert (report.channel_id, report.area_id) == ("twitter", "31.75.06.1005")
    assert report.code in x.posted[-1]["text"]
    assert x.posted[0]["reply"] == {"in_reply_to_tweet_id": "1900"}
    assert f"/laporan/{report.code}/" in x.posted[-1]["text"]
    assert make.token(report) not in str(x.posted)

    reports.start(code=report.code, version=report.version, by=make.staff(of=report.unit_id))
    works(account)
    assert x.posted[-1]["reply"] == {"in_reply_to_tweet_id": Arrival.objects.get(outcome="filed").external_id[5:]}
    assert report.code in x.posted[-1]["text"]
    assert x.messaged == []
    assert set(Posting.objects.values_list("state", flat=True)) == {PostingState.SENT}


def test_a_message_with_photo_and_shared_location_becomes_a_report_and_is_answered_by_message(account, x):
    x.pictures["/1.1/ton/data/dm/1/2/a.jpg"] = make.photo()
    media = {"media_url_https": x.url("/1.1/ton/data/dm/1/2/a.jpg"), "url": "https://t.co/aaa", "type": "photo"}
    place = {"shared_coordinate": {"coordinates": {"type": "Point", "coordinates": [106.9454, -6.2119]}}}
    writes(1, "Lampu jalan mati, gelap sekali https://t.co/aaa", attachment={"type": "media", "media": media})
    works(account)
    writes(2, "", attachment={"type": "location", "location": place})
    works(account)

    report = Report.objects.get()
    assert (report.channel_id, report.area_id) == ("twitter", "31.75.06.1005")
    assert Photo.objects.filter(report=report).count() == 1
    assert {who for who, _words in x.messaged} == {PERSON}
    assert f"/laporan/{report.code}/{make.token(report)}/" in x.messaged[-1][1]
    assert x.posted == []


def test_the_same_call_ten_times_is_one_report_and_one_answer(account, x):
    for _time in range(10):
        assert writes(1, WHOLE).status_code == 200
    works(account)
    works(account)
    assert Arrival.objects.count() == 1
    assert len(x.messaged) == len(set(x.messaged)) == Posting.objects.count()


def test_what_came_by_call_and_by_poll_is_kept_once(account, x):
    writes(5, WHOLE)
    x.messages = [{"id": "5", "event_type": "MessageCreate", "sender_id": PERSON, "text": WHOLE}]
    Account.objects.update(bookmark={"message": "1", "mention": "1"})
    assert running.poll(account) == 0

    x.messages.insert(0, x.messages[0] | {"id": "6"})
    Account.objects.update(bookmark={"message": "1", "mention": "1"})
    assert running.poll(account) == 1
    assert Account.objects.get().bookmark["message"] == "6"


def test_an_edit_that_came_before_its_post_is_the_post(account, x):
    later = "Lampu jalan mati sudah EMPAT hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung"
    mentions(1902, later, edit_history={"initial_tweet_id": "1900", "edit_tweet_ids": []})
    mentions(1900, WHOLE)
    works(account)
    mentions(1903, "tidak ada")
    works(account)

    report = Report.objects.get()
    assert later in report.text
    assert list(Arrival.objects.order_by("id").values_list("external_id", "outcome"))[:2] == [
        ("post:1900", "asked"),
        ("post:1900:version:1902", "changed"),
    ]


def test_our_own_posts_and_forged_calls_leave_nothing(account, x):
    assert calls(sample("own_tweet_must_be_ignored")).status_code == 200
    body = json.dumps(sample("mention")).encode()
    forged = Client().post(URL, body, content_type="application/json", headers=signed(body, "guess"))
    works(account)
    assert forged.status_code == 403
    assert list(Arrival.objects.values_list("state", "outcome")) == [(ArrivalState.IGNORED, "own_post")]
    assert (x.posted, x.messaged) == ([], [])


def test_the_challenge_is_answered_at_the_address(account):
    answer = Client().get(URL, {"crc_token": "1CDehg9"})
    assert answer.json() == sample("crc_and_signature")["expected_response"]


def test_an_answer_that_x_cannot_take_now_is_sent_once_when_it_can(account, x):
    writes(1, WHOLE)
    x.script(Reply(status=429))
    works(account)
    assert x.messaged == []

    with clock.at(clock.now() + timedelta(minutes=5)):
        works(account)
        works(account)
    assert len(x.messaged) == Posting.objects.count()

"""Facebook and Instagram from the webhook to a report on the right desk, and an answer back out."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from tests.channels import fake
from tests.channels.meta.samples import FOLDER, PERSON, change, messaging, sample
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers.meta import GOVERNOR, INSTAGRAM, PAGE, error, signed

from tanggap.channels import delivering, processing
from tanggap.channels.meta import ADAPTER
from tanggap.channels.models import Arrival, Posting
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.reports.models import Photo, Report

pytestmark = pytest.mark.django_db
URL = "/channels/facebook/main/"
WHOLE = "Lampu jalan mati sudah tiga hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung"


@pytest.fixture(autouse=True)
def _by_day(db):
    with own_events_seen(), clock.at(datetime(2026, 3, 2, 3, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def account(graph):
    return fake.account(ADAPTER, channel="facebook", **graph.values)


def calls(payload, url=URL):
    """Call as Meta does; return the answer."""
    body = json.dumps(payload).encode()
    return Client().post(url, body, content_type="application/json", headers=signed(body))


def writes(mid, text="", **more):
    """Return a message of the samples' person."""
    return messaging({"message": {"mid": mid, "text": text, **more}})


def comments(number, text, **more):
    """Return a comment on the Governor's page."""
    value = sample("page_feed_comment_add")["entry"][0]["changes"][0]["value"]
    return change("feed", value | {"comment_id": f"139560936744456_{number}", "message": text, **more})


def works(account):
    """Read what came, tell its reporter, and send what is to be said."""
    processing.work(account)
    cursors.catch_up(CONSUMER)
    delivering.prepare()
    while delivering.send_due(account):
        pass


def test_a_message_with_photo_and_location_becomes_a_report_and_is_answered_by_message(account, graph):
    graph.files["/v/a.jpg"] = make.photo()
    photo = {"type": "image", "payload": {"url": graph.url("/v/a.jpg")}}
    place = {"type": "location", "payload": {"coordinates": {"lat": -6.2119, "long": 106.9454}}}
    assert calls(writes("m1", "Lampu jalan mati, gelap sekali", attachments=[photo])).content == b"EVENT_RECEIVED"
    works(account)
    calls(writes("m2", attachments=[place]))
    works(account)

    report = Report.objects.get()
    assert (report.channel_id, report.area_id) == ("facebook", "31.75.06.1005")
    assert Photo.objects.filter(report=report).count() == 1
    assert [each["recipient"] for each in graph.messages] == [{"id": PERSON}] * len(graph.messages)
    assert f"/laporan/{report.code}/{make.token(report)}/" in graph.messages[-1]["message"]["text"]
    assert graph.comments == []


def test_a_comment_becomes_a_report_and_is_answered_under_it_without_a_private_link(account, graph):
    calls(comments(1, WHOLE))
    works(account)
    for number in range(2, 5):
        if not Report.objects.exists():
            calls(comments(number, "tidak ada"))
            works(account)

    report = Report.objects.get()
    parent, edge, words = graph.comments[-1]
    assert (parent, edge) == (f"139560936744456_{Arrival.objects.get(outcome='filed').external_id[-1]}", "comments")
    assert f"/laporan/{report.code}/" in words
    assert make.token(report) not in str(graph.comments)
    assert graph.messages == []


def test_a_comment_on_instagram_is_answered_there(account, graph):
    value = {"id": "179", "from": {"id": "55", "username": "pelapor"}, "text": "halo min, lampu jalan mati"}
    calls(change("comments", value, kind="instagram", own=INSTAGRAM))
    works(account)
    assert [(parent, edge) for parent, edge, _words in graph.comments] == [("179", "replies")]


def test_the_governors_page_is_the_same_adapter_on_another_channel(graph):
    account = fake.account(ADAPTER, channel="governor_social", **graph.values)
    for number, words in enumerate([WHOLE, "tidak ada"]):
        entries = [comments(number, words)["entry"][0], writes(f"m{number}", words)["entry"][0]]
        calls({"object": "page", "entry": entries}, "/channels/governor_social/main/")
        works(account)

    assert list(Report.objects.values_list("channel_id", flat=True)) == ["governor_social"] * 2
    assert {each["page"] for each in graph.messages} == {PAGE}
    assert {parent.split("_")[0] for parent, _edge, _words in graph.comments} == {"139560936744456"}


def test_the_same_person_on_two_pages_is_two(account):
    calls(messaging({"message": {"mid": "a", "text": "lampu mati"}}))
    calls(messaging({"message": {"mid": "b", "text": "lampu mati"}}, own=GOVERNOR))
    processing.work(account)
    assert Arrival.objects.values("thread").distinct().count() == 2


def test_echoes_likes_and_forged_calls_move_nothing(account, graph):
    calls(writes("e1", "Laporan Anda diterima", is_echo=True))
    calls(sample("page_feed_reaction_add"))
    calls(comments(1, "Terima kasih", **{"from": {"id": GOVERNOR}}))
    body = json.dumps(writes("m1", WHOLE)).encode()
    forged = Client().post(URL, body, content_type="application/json", headers=signed(body, "guess"))
    works(account)

    assert forged.status_code == 403
    assert list(Arrival.objects.order_by("id").values_list("state", "outcome")) == [
        (ArrivalState.IGNORED, "own_message"),
        (ArrivalState.IGNORED, "reaction"),
        (ArrivalState.IGNORED, "own_post"),
    ]
    assert (graph.messages, graph.comments) == ([], [])


def test_a_delivery_report_marks_what_was_sent(account, graph):
    calls(writes("m1", "lampu jalan mati"))
    works(account)
    calls(messaging({"delivery": {"mids": ["m_0001"], "watermark": 1}}))
    processing.work(account)
    assert list(Posting.objects.values_list("state", flat=True)) == [PostingState.DELIVERED]


def test_an_answer_waits_while_the_token_has_run_out(account, graph):
    calls(writes("m1", "lampu jalan mati"))
    graph.script(error(190, "expired", subcode=463))
    works(account)
    assert graph.messages == []

    with clock.at(clock.now() + timedelta(hours=1)):
        works(account)
        works(account)
    assert len(graph.messages) == 1


def test_the_address_is_checked_by_its_token(account):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "verifikasi"}
    right, wrong = Client().get(URL, asked), Client().get(URL, asked | {"hub.verify_token": "x"})
    assert (right.status_code, right.content, wrong.status_code) == (200, b"1158201444", 403)


@pytest.mark.parametrize(
    ("channel", "path"),
    [("facebook", FOLDER / "page_feed_comment_add.json"), ("governor_social", FOLDER.parent / "x" / "mention.json")],
)
def test_a_payload_fed_by_hand_is_read_by_the_adapter_that_knows_it(channel, path):
    out = StringIO()
    call_command("channels", "feed", channel, str(path), stdout=out)
    assert [next(iter(each)) for each in json.loads(out.getvalue())] == ["said"]

"""From WhatsApp's real call to a report with photo and place on the right desk, and back into the chat."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.channels import fake
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers import whatsapp
from tests.peers.http import Reply, may_call
from tests.peers.whatsapp import message, webhook

from tanggap.channels import delivering, processing, registry
from tanggap.channels.models import Arrival, Posting
from tanggap.channels.whatsapp import ADAPTER
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.reports.models import Photo, Report

MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta
URL = "https://testserver/channels/sms/wa/"
PLACE = {"longitude": 106.9454, "latitude": -6.2119}


@pytest.fixture(autouse=True)
def _in_the_morning(db):
    used = dict(registry._used)
    with own_events_seen(), clock.at(MORNING):
        yield
    registry._used.clear()
    registry._used.update(used)


@pytest.fixture
def meta(settings):
    with whatsapp.WhatsAppPeer() as running:
        may_call(settings, running)
        yield running


@pytest.fixture
def account(meta):
    return fake.account(
        ADAPTER,
        code="wa",
        secret="rahasia",
        verify_token="verifikasi",
        access_token="tanda",
        phone_number_id=whatsapp.NUMBER_ID,
        api_url=meta.url("/v25.0"),
        template="kabar_laporan",
    )


@pytest.fixture
def tell(client, account):
    """Let the platform tell us of events by one real call, and read them."""

    def tell(*events, kind="messages"):
        told = whatsapp.callback(webhook(*events, kind=kind), url=URL)
        assert told.post(client).status_code == 200
        processing.work(account)

    return tell


def filed(tell):
    """Tell a complaint with a photo and a place, answer what is asked, and return the report."""
    tell(message(id="wamid.a", text={"body": "Lampu jalan mati sudah tiga hari, gelap"}))
    tell(message("image", id="wamid.b", image={"id": "65463453", "mime_type": "image/jpeg"}))
    tell(message("location", id="wamid.c", location=PLACE))
    for nth in range(5):
        if not Report.objects.exists():
            tell(message(id=f"wamid.x{nth}", text={"body": "tidak ada"}))
    return Report.objects.get()


def answers(account, meta):
    cursors.catch_up(CONSUMER)
    delivering.prepare()
    delivering.send_due(account)
    return [taken["text"]["body"] for taken in meta.taken if taken["type"] == "text"]


def test_a_complaint_with_photo_and_place_lies_on_the_right_desk_and_is_answered(tell, account, meta):
    meta.files["65463453"] = make.photo()

    report = filed(tell)

    assert (report.channel_id, report.area_id) == ("sms", "31.75.06.1005")
    assert Photo.objects.filter(report=report).count() == 1
    assert report.code in answers(account, meta)[-1]
    assert {taken["to"] for taken in meta.taken} == {"628111000001"}


def test_a_file_that_meta_cannot_give_now_is_waited_for(tell, account, meta):
    meta.script(Reply(status=503))
    meta.files["65463453"] = make.photo()
    tell(message("image", id="wamid.b", image={"id": "65463453", "caption": "Lampu mati"}))
    assert Arrival.objects.get().state == ArrivalState.WAITING

    with clock.at(clock.now() + timedelta(minutes=1)):
        processing.work(account)

    assert Arrival.objects.get().state == ArrivalState.DONE


def test_all_told_ten_times_and_in_disorder_makes_one_report(tell, meta):
    meta.files["65463453"] = make.photo()
    report = filed(tell)

    for _ in range(10):
        assert filed(tell) == report

    assert Photo.objects.filter(report=report).count() == 1


def test_what_becomes_of_an_answer_is_written_down_in_whatever_order_it_is_told(tell, account, meta):
    tell(message())
    answers(account, meta)
    posting = Posting.objects.get()

    for state in ("read", "sent", "delivered", "read"):
        tell({"id": posting.provider_id, "status": state, "timestamp": "1698266945"}, kind="statuses")

    posting.refresh_from_db()
    assert posting.state == PostingState.READ


def test_an_answer_that_comes_after_the_day_goes_by_the_template(tell, account, meta):
    tell(message())
    with clock.at(clock.now() + timedelta(hours=25)):
        answers(account, meta)

    assert [taken["type"] for taken in meta.taken] == ["template"]


def test_the_address_is_checked_by_meta_with_our_own_words(client, account):
    good = whatsapp.asked()
    path = "/channels/sms/wa/?" + good.url.partition("?")[2]

    assert client.get(path, secure=True).content == b"1158201444"
    assert client.get(path.replace("verifikasi", "salah"), secure=True).status_code == 403


def test_a_forged_call_leaves_nothing(client, account):
    assert whatsapp.callback(webhook(message()), secret="salah", url=URL).post(client).status_code == 403
    assert not Arrival.objects.exists()


def test_to_a_number_that_its_person_has_left_no_news_go(tell, account, meta):
    meta.files["65463453"] = make.photo()
    report = filed(tell)
    tell(message("system", id="wamid.z", system={"type": "user_changed_number", "wa_id": "628111000009"}))

    assert all(report.code not in words for words in answers(account, meta))


def test_a_message_deleted_before_it_was_read_is_not_read(client, account):
    whatsapp.callback(webhook(message()), url=URL).post(client)
    whatsapp.callback(
        webhook(message("revoke", id="wamid.2", revoke={"original_message_id": "wamid.1"})), url=URL
    ).post(client)

    processing.work(account)

    assert not Report.objects.exists()

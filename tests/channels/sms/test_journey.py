"""From a gateway's real call to a report on the right desk, and back to the phone that it came from."""

import dataclasses
from datetime import UTC, datetime

import pytest
from tests.channels import fake
from tests.logs import own_events_seen
from tests.peers import infobip, sms_gateway, twilio
from tests.peers.http import may_call

from tanggap.channels import delivering, processing, registry
from tanggap.channels.models import Arrival, Posting
from tanggap.channels.sms import ADAPTER
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import clock, cursors
from tanggap.notify.consumer import CONSUMER
from tanggap.reports.models import Report

MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 10.00 in Jakarta
PHONE = "+6281110000011"
WHOLE = "Lampu jalan mati sudah tiga hari di Jl. Dr. Sumarno, kelurahan Pulo Gebang, Cakung"
URL = "https://testserver/channels/sms/main/"


@pytest.fixture(autouse=True)
def _in_the_morning(db):
    used = dict(registry._used)
    with own_events_seen(), clock.at(MORNING):
        yield
    registry._used.clear()
    registry._used.update(used)


@dataclasses.dataclass
class Line:
    """One gateway with the product behind it: what the phone says goes in by a real call, what the peer took comes back."""

    client: object
    account: object
    peer: object
    say: object
    report: object
    taken: object
    number: int = 0

    def hears(self, text, **more):
        self.number += 1
        told = self.say(str(self.number), text, **more)
        assert told.post(self.client).status_code == 200
        processing.work(self.account)
        return told

    def until_filed(self):
        self.hears(WHOLE)
        while not Report.objects.exists() and self.number < 6:
            self.hears("tidak ada")
        return Report.objects.get()

    def answers(self):
        cursors.catch_up(CONSUMER)
        delivering.prepare()
        delivering.send_due(self.account)
        return self.taken()


@pytest.fixture(params=["generic", "twilio", "infobip"])
def line(request, client, settings):
    make = {"generic": _generic, "twilio": _twilio, "infobip": _infobip}[request.param]
    peer, values, say, report, taken = make()
    with peer:
        may_call(settings, peer)
        account = fake.account(ADAPTER, provider=request.param, number="+628111272206", **values(peer))
        yield Line(client, account, peer, say, report, lambda: taken(peer))


def _generic():
    def say(number, text, **more):
        return sms_gateway.callback(sms_gateway.sms(text, id=number, sender=PHONE, **more), secret="s3cret", url=URL)

    def report(provider_id, state):
        return sms_gateway.callback({"message_id": provider_id, "status": state}, secret="s3cret", url=URL)

    def taken(peer):
        return [(each["to"], each["text"]) for each in peer.taken.values()]

    return sms_gateway.SmsGateway("s3cret"), lambda peer: {"api_url": peer.url("/send")}, say, report, taken


def _twilio():
    def say(number, text):
        form = {
            "MessageSid": f"SM{number}",
            "SmsStatus": "received",
            "From": PHONE,
            "To": "+628111272206",
            "Body": text,
        }
        return twilio.callback(form, token="s3cret", url=URL)

    def report(provider_id, state):
        return twilio.callback({"MessageSid": provider_id, "MessageStatus": state}, token="s3cret", url=URL)

    def taken(peer):
        return [(each["To"], each["Body"]) for each in peer.created.values()]

    return twilio.TwilioPeer("s3cret"), lambda peer: {"api_url": peer.url(""), "user": twilio.SID}, say, report, taken


def _infobip():
    def say(number, text):
        results = [{"messageId": number, "from": PHONE.lstrip("+"), "to": "628111272206", "text": text}]
        return infobip.callback({"results": results}, password="s3cret", url=URL)

    def report(provider_id, state):
        status = {"groupName": state.upper(), "name": f"{state.upper()}_TO_HANDSET"}
        return infobip.callback({"results": [{"messageId": provider_id, "status": status}]}, password="s3cret", url=URL)

    def taken(peer):
        return [(f"+{each['destinations'][0]['to']}", each["content"]["text"]) for each in peer.taken]

    return infobip.InfobipPeer(), lambda peer: {"api_url": peer.url(""), "api_key": "kunci"}, say, report, taken


def test_a_complaint_lies_on_the_right_desk_and_its_receipt_on_the_phone(line):
    report = line.until_filed()

    assert (report.channel_id, report.area_id) == ("sms", "31.75.06.1005")
    to, words = line.answers()[-1]
    assert to == PHONE
    assert report.code in words


def test_every_call_told_ten_times_makes_one_report_and_each_answer_once(line):
    line.until_filed()
    before = line.answers()
    line.number -= 1

    for _ in range(10):
        line.hears("tidak ada" if line.number else WHOLE)
        line.number -= 1

    assert Report.objects.count() == 1
    assert line.answers() == before


def test_a_delivery_report_is_written_down(line):
    line.until_filed()
    line.answers()
    posting = Posting.objects.exclude(provider_id="").order_by("id").last()

    for _ in range(2):
        assert line.report(posting.provider_id, "delivered").post(line.client).status_code == 200
        processing.work(line.account)

    posting.refresh_from_db()
    assert posting.state == PostingState.DELIVERED


def test_who_asks_for_the_status_is_told(line):
    report = line.until_filed()
    line.answers()

    line.hears(f"status {report.code}")

    assert report.code in line.answers()[-1][1]


def test_a_call_that_nobody_can_prove_leaves_nothing(line):
    told = line.say("9", WHOLE)
    forged = dataclasses.replace(told, body=told.body.replace(b"Sumarno", b"Sudirman"), headers={
        **told.headers, "authorization": "Basic c2FsYWg6c2FsYWg="
    })  # fmt: skip

    assert forged.post(line.client).status_code == 403
    assert not Arrival.objects.exists()


def test_a_bank_that_advertises_is_kept_and_told_nothing(client, settings):
    account = fake.account(ADAPTER, provider="generic", number="+628111272206")
    told = sms_gateway.callback(sms_gateway.sms(WHOLE, sender="BANKXYZ"), secret="s3cret", url=URL)

    told.post(client)
    processing.work(account)

    assert [(each.state, each.outcome) for each in Arrival.objects.all()] == [
        (ArrivalState.IGNORED, "machine:no_phone_number")
    ]
    assert not Report.objects.exists()
    assert not Posting.objects.exists()


def test_a_long_sms_in_parts_that_come_in_disorder_and_double_is_one_message(client):
    account = fake.account(ADAPTER, provider="generic", number="+628111272206")
    half = len(WHOLE) // 2
    parts = {1: WHOLE[:half], 2: WHOLE[half:]}

    for number, identity in ((2, "b"), (2, "b"), (2, "c"), (1, "a")):
        event = sms_gateway.sms(parts[number], id=identity, sender=PHONE, ref=7, part=number, total=2)
        assert sms_gateway.callback(event, secret="s3cret", url=URL).post(client).status_code == 200
        processing.work(account)
    for nth in range(5):
        if Report.objects.exists():
            break
        sms_gateway.callback(sms_gateway.sms("tidak ada", id=f"x{nth}", sender=PHONE), secret="s3cret", url=URL).post(
            client
        )
        processing.work(account)

    report = Report.objects.get()
    assert report.area_id == "31.75.06.1005"
    assert WHOLE in report.text

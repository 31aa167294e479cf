"""Infobip: the three sample callbacks, its password, its refusals."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.channels.sms.accounts import SAMPLES, account, outgoing
from tests.peers import infobip
from tests.peers.http import Reply, may_call

from tanggap.channels.contract import Delivered, Ignored, Later, Malformed, Refused, Said, Sent, Unsigned
from tanggap.channels.sms import ADAPTER
from tanggap.core import wire

INFOBIP = account("infobip")
AT = datetime(2026, 3, 2, 8, 15, 30, tzinfo=UTC)


def call_of(name):
    return infobip.callback((SAMPLES / "infobip" / f"{name}.json").read_bytes()).as_call()


def hear(call):
    ADAPTER.verify(INFOBIP, call)
    return [ADAPTER.read(INFOBIP, piece.payload) for piece in ADAPTER.split(INFOBIP, call)]


# --- the samples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        (
            "sms_received",
            [Said(sender="+628000000002", text="LAPOR jalan berlubang di Jl. I Gusti Ngurah Rai", said_at=AT)],
        ),
        (
            "sms_two_in_one_callback",
            [
                Said(sender="+628000000002", text="Sampah menumpuk dekat pasar", said_at=AT),
                Said(sender="+628000000002", text="fotonya menyusul", said_at=AT),
            ],
        ),
        ("delivery_report", [Delivered("MSG-1", "delivered", at=AT.replace(second=33))]),
    ],
)
def test_each_sample_says_what_it_says(name, heard):
    assert hear(call_of(name)) == heard


def test_each_message_of_a_callback_has_its_own_id_and_again_the_same():
    def ids(name):
        return [piece.external_id for piece in ADAPTER.split(INFOBIP, call_of(name))]

    assert ids("sms_two_in_one_callback") == ["817790313235066448", "817790313235066449"]
    assert ids("delivery_report") == ids("delivery_report") == ["MSG-1:DELIVERED_TO_HANDSET"]


# --- proof --------------------------------------------------------------------------------------------------------


def broken():
    good = call_of("sms_received")
    told = good.headers["authorization"]
    yield "no password", replace(good, headers={})
    yield "short", replace(good, headers={"authorization": told[:-1]})
    yield "wrong case", replace(good, headers={"authorization": told.swapcase()})
    yield "the secret itself", replace(good, headers={"authorization": "rahasia"})
    yield "another password", infobip.callback({"results": []}, password="salah").as_call()
    yield "another user", infobip.callback({"results": []}, user="orang").as_call()
    yield "no POST", replace(good, method="GET")


@pytest.mark.parametrize(("why", "call"), list(broken()), ids=lambda value: value if isinstance(value, str) else "")
def test_who_does_not_know_the_password_is_refused(why, call):
    with pytest.raises(Unsigned):
        ADAPTER.verify(INFOBIP, call)


def test_without_a_password_nobody_is_believed():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account("infobip", secret=""), infobip.callback({"results": []}, password="").as_call())


def test_while_the_password_is_changed_both_count():
    changing = account("infobip", secret="baru", previous_secret="lama")

    for password in ("baru", "lama"):
        ADAPTER.verify(changing, infobip.callback({"results": []}, password=password).as_call())


# --- what comes in ------------------------------------------------------------------------------------------------


def report(group, name, error="NO_ERROR"):
    return {"results": [{"messageId": "M", "status": {"groupName": group, "name": name}, "error": {"name": error}}]}


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        (report("PENDING", "PENDING_ENROUTE"), Delivered("M", "sent")),
        (report("DELIVERED", "DELIVERED_TO_OPERATOR"), Delivered("M", "sent")),
        (
            report("EXPIRED", "EXPIRED_EXPIRED", "EC_ABSENT_SUBSCRIBER"),
            Delivered("M", "failed", reason="EC_ABSENT_SUBSCRIBER"),
        ),
        (report("REJECTED", "REJECTED_NETWORK"), Delivered("M", "failed", reason="REJECTED_NETWORK")),
        (
            report("UNDELIVERABLE", "UNDELIVERABLE_NOT_DELIVERED", "EC_UNKNOWN_SUBSCRIBER"),
            Delivered("M", "failed", reason="EC_UNKNOWN_SUBSCRIBER", is_dead_address=True),
        ),
    ],
)
def test_a_delivery_report_is_read(told, heard):
    assert hear(infobip.callback(told).as_call()) == [heard]


def test_a_bank_that_advertises_is_never_answered_and_our_own_number_is_nobody():
    told = {
        "results": [{"messageId": "1", "from": "BANKXYZ", "text": "PROMO"}, {"messageId": "2", "from": "628111272206"}]
    }

    assert hear(infobip.callback(told).as_call()) == [
        Said(sender="BANKXYZ", text="PROMO", may_ask=False, is_machine="no_phone_number"),
        Ignored("own_message"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"results": {}},
        {"results": [{"from": "62811"}]},
        {"results": [{"messageId": "1"}]},
        report("EATEN", "EATEN"),
    ],
)
def test_what_is_nothing_of_infobips_is_malformed(told):
    with pytest.raises(Malformed):
        hear(infobip.callback(told).as_call())


def test_no_results_are_no_news():
    assert hear(infobip.callback({"results": []}).as_call()) == []


# --- out and health -----------------------------------------------------------------------------------------------


@pytest.fixture(name="running")
def _running(settings):
    with infobip.InfobipPeer() as running:
        may_call(settings, running)
        yield running


def at(peer, **values):
    return account("infobip", **{"api_url": peer.url("/"), "api_key": "kunci", **values})


def test_an_answer_goes_out(running):
    assert ADAPTER.send(at(running), outgoing()) == Sent("MSG-1")
    assert running.taken == [
        {
            "sender": "+628111272206",
            "destinations": [{"to": "628111000001", "messageId": "posting-1"}],
            "content": {"text": "Laporan JK-1 diterima."},
        }
    ]


@pytest.mark.parametrize("reply", [infobip.taken("1", "REJECTED", "REJECTED_DESTINATION"), Reply(status=400)])
def test_what_infobip_never_takes_is_refused(running, reply):
    running.script(reply)

    with pytest.raises(Refused):
        ADAPTER.send(at(running), outgoing())


@pytest.mark.parametrize("reply", [Reply(status=401), Reply(status=429), Reply.json({"requestError": {}}, status=500)])
def test_what_passes_is_tried_later(running, reply):
    running.script(reply)

    with pytest.raises(Later):
        ADAPTER.send(at(running), outgoing())


@pytest.mark.parametrize(
    "reply", [Reply(hangs_up=True), Reply(status=500), Reply(body=b'{"messages": [', announces=99), Reply(body=b"ok")]
)
def test_a_lost_answer_is_not_asked_for_again(running, reply):
    running.script(reply)

    with pytest.raises(wire.Unanswered):
        ADAPTER.send(at(running), outgoing())


def test_without_address_or_key_nothing_is_sent(running):
    for missing in ("api_url", "api_key"):
        with pytest.raises(Refused):
            ADAPTER.send(at(running, **{missing: ""}), outgoing())


def test_the_test_button_asks_for_the_balance(running):
    assert ADAPTER.check(at(running)).is_well
    assert not ADAPTER.check(at(running, api_key="salah")).is_well
    assert not ADAPTER.check(at(running, api_key="")).is_well
    assert not ADAPTER.check(at(running, secret="")).is_well

"""Any gateway that keeps to our contract: proven, read, answered."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from tests.channels.sms.accounts import account, outgoing
from tests.peers.http import Reply, may_call
from tests.peers.sms_gateway import SmsGateway, callback, signature, sms

from tanggap.channels.contract import Delivered, Ignored, Later, Malformed, Partial, Refused, Said, Unsigned
from tanggap.channels.sms import ADAPTER
from tanggap.core import clock, wire

GATEWAY = account("generic")


def hear(*events, **values):
    """Take the events by a signed call and return what each says."""
    call = callback({"messages": list(events)}).as_call()
    owner = account("generic", **values)
    ADAPTER.verify(owner, call)
    return [ADAPTER.read(owner, piece.payload) for piece in ADAPTER.split(owner, call)]


# --- proof --------------------------------------------------------------------------------------------------------


def test_a_signed_call_is_the_gateways():
    ADAPTER.verify(GATEWAY, callback(sms("Lampu mati")).as_call())


def broken():
    good = callback(sms("Lampu mati")).as_call()
    told = good.headers["x-tanggap-signature"]
    late = callback(sms("Lampu mati"), at=time.time() - 3600).as_call()
    early = callback(sms("Lampu mati"), at=time.time() + 3600).as_call()
    moved = str(int(good.headers["x-tanggap-timestamp"]) + 1)
    yield "no headers", replace(good, headers={})
    yield "no signature", _with(good, "x-tanggap-signature", "")
    yield "short", _with(good, "x-tanggap-signature", told[:-1])
    yield "prefix only", _with(good, "x-tanggap-signature", "sha256=")
    yield "no prefix", _with(good, "x-tanggap-signature", told.removeprefix("sha256="))
    yield "wrong case", _with(good, "x-tanggap-signature", told.upper())
    yield "another algorithm", _with(good, "x-tanggap-signature", told.replace("sha256", "sha1"))
    yield "another body", replace(good, body=good.body + b" ")
    yield "another time", _with(good, "x-tanggap-timestamp", moved)
    yield "no time", _with(good, "x-tanggap-timestamp", "")
    yield "no number as time", _with(good, "x-tanggap-timestamp", "now")
    yield "odd letters", _with(good, "x-tanggap-signature", "sha256=é\ud83d")
    yield "another secret", callback(sms("Lampu mati"), secret="salah").as_call()
    yield "too old", late
    yield "from the future", early
    yield "no POST", replace(good, method="GET")


def _with(call, name, value):
    return replace(call, headers={**call.headers, name: value})


@pytest.mark.parametrize(("why", "call"), list(broken()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_broken_signature_is_refused(why, call):
    with pytest.raises(Unsigned):
        ADAPTER.verify(GATEWAY, call)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_call_counts_for_five_minutes(seconds):
    with clock.at(datetime(2026, 11, 25, 8, tzinfo=UTC)):
        now = clock.now().timestamp()
        ADAPTER.verify(GATEWAY, callback(sms("Lampu mati"), at=now + seconds / 1.01).as_call())
        with pytest.raises(Unsigned):
            ADAPTER.verify(GATEWAY, callback(sms("Lampu mati"), at=now + seconds).as_call())


def test_without_a_secret_nobody_is_believed_not_even_who_signs_with_none():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account("generic", secret=""), callback(sms("Lampu mati"), secret="").as_call())


def test_while_the_secret_is_changed_both_count_and_afterwards_one():
    old, new = callback(sms("a"), secret="lama").as_call(), callback(sms("a"), secret="baru").as_call()

    for call in (old, new):
        ADAPTER.verify(account("generic", secret="baru", previous_secret="lama"), call)
    with pytest.raises(Unsigned):
        ADAPTER.verify(account("generic", secret="baru"), old)


# --- what comes in ------------------------------------------------------------------------------------------------


def test_a_message_is_read():
    assert hear(sms("Lampu mati di Jl. Raya Bogor", sender="08111000001", received_at="2026-11-25T15:00:00+07:00")) == [
        Said(
            sender="+628111000001",
            text="Lampu mati di Jl. Raya Bogor",
            said_at=datetime(2026, 11, 25, 8, tzinfo=UTC),
        )
    ]


def test_a_form_says_the_same_as_json():
    event = {"id": "1", "from": "+628111000001", "text": "Lampu mati & gelap", "received_at": "1795593600"}
    body = urlencode(event).encode()
    at = str(int(time.time()))
    call = replace(
        callback(None, body=body).as_call(),
        headers={
            "content-type": "application/x-www-form-urlencoded; charset=utf-8",
            "x-tanggap-timestamp": at,
            "x-tanggap-signature": signature("rahasia", at, body),
        },
    )
    ADAPTER.verify(GATEWAY, call)

    assert [ADAPTER.read(GATEWAY, piece.payload) for piece in ADAPTER.split(GATEWAY, call)] == hear(event)


def test_the_same_event_told_again_has_the_same_id_and_bytes():
    first = callback(sms("Lampu mati"), at=1_000_000_000).as_call()
    again = callback(sms("Lampu mati"), at=1_000_000_100).as_call()

    assert ADAPTER.split(GATEWAY, first) == ADAPTER.split(GATEWAY, again)


def test_a_name_or_short_number_is_kept_but_never_answered():
    assert hear(sms("PROMO kredit tanpa agunan", sender="BANKXYZ")) == [
        Said(sender="BANKXYZ", text="PROMO kredit tanpa agunan", may_ask=False, is_machine="no_phone_number")
    ]


def test_our_own_number_is_nobody():
    assert hear(sms("gema", sender="628111272206")) == [Ignored("own_message")]


def test_a_part_is_a_part_of_its_senders_message():
    assert hear(
        sms("Lampu mati ", id="a", ref=9, part=1, total=2),
        sms("sejak malam", id="b", udh="050003090202"),
    ) == [
        Partial("+628111000001 9 2", 1, 2, Said(sender="+628111000001", text="Lampu mati ")),
        Partial("+628111000001 9 2", 2, 2, Said(sender="+628111000001", text="sejak malam")),
    ]


def test_parts_under_one_id_are_kept_apart():
    call = callback({"messages": [sms("a", ref=9, part=1, total=2), sms("b", ref=9, part=2, total=2)]}).as_call()

    assert [piece.external_id for piece in ADAPTER.split(GATEWAY, call)] == ["1/1", "1/2"]


def test_part_3_of_2_is_heard_for_itself():
    assert hear(sms("Lampu mati", ref=9, part=3, total=2)) == [Said(sender="+628111000001", text="Lampu mati")]


def test_bytes_are_read_in_their_coding_and_a_part_may_end_in_half_an_emoji():
    data = "banjir 😡".encode("utf-16-be")
    first, second = data[:-2].hex(), data[-2:].hex()
    event = {"id": "1", "from": "+628111000001", "coding": "ucs2", "ref": 1, "total": 2}

    heard = hear({**event, "data": first, "part": 1}, {**event, "data": second, "part": 2})

    assert [part.said.text for part in heard] == ["banjir \ud83d", "\ude21"]
    assert hear({**event, "data": first, "total": 1})[0].text == "banjir \ufffd"


@pytest.mark.parametrize(
    ("told", "state"),
    [("accepted", "sent"), ("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("failed", "failed")],
)
def test_a_delivery_report_is_read(told, state):
    assert hear({"message_id": "gw-1", "status": told}) == [Delivered("gw-1", state)]


def test_a_report_may_say_that_the_number_is_dead():
    assert hear(
        {"message_id": "gw-1", "status": "failed", "reason": "unknown_subscriber", "is_dead_address": True}
    ) == [Delivered("gw-1", "failed", reason="unknown_subscriber", is_dead_address=True)]


@pytest.mark.parametrize(
    "event",
    [
        {"from": "+628111000001", "text": "tanpa id"},
        {"id": "", "from": "+628111000001", "text": "tanpa id"},
        {"id": "1", "text": "tanpa pengirim"},
        {"id": "1", "from": "+628111000001"},
        {"id": "1", "from": "+628111000001", "text": 7},
        {"message_id": "gw-1", "status": "lost"},
        {"message_id": "gw-1"},
    ],
)
def test_what_is_no_message_is_malformed(event):
    with pytest.raises(Malformed):
        hear(event)


def test_a_call_of_too_many_messages_is_malformed():
    with pytest.raises(Malformed):
        hear(*[sms("a", id=str(nth)) for nth in range(1001)])


# --- what goes out ------------------------------------------------------------------------------------------------


@pytest.fixture(name="running")
def _running(settings):
    with SmsGateway() as running:
        may_call(settings, running)
        yield running


def sending(peer, **values):
    return account("generic", api_url=peer.url("/send"), **values)


def test_an_answer_is_handed_over_with_its_parts(running):
    sent = ADAPTER.send(sending(running), outgoing(short="Laporan “JK-1” diterima. " + "a" * 150))

    message = running.taken["posting-1"]
    assert sent.provider_id == message["gateway_id"] == "gw-1"
    assert (message["to"], message["from"], message["coding"]) == ("+628111000001", "+628111272206", "gsm7")
    assert "".join(message["parts"]) == message["text"] == 'Laporan "JK-1" diterima. ' + "a" * 150
    assert running.received[0].headers["idempotency-key"] == "posting-1"


def test_the_same_answer_asked_for_again_goes_out_once(running):
    running.script(Reply(status=500), Reply(status=200, body=b'{"id":', announces=99), Reply(hangs_up=True))
    owner = sending(running)

    for _ in range(3):
        with pytest.raises(Later):
            ADAPTER.send(owner, outgoing())
    assert ADAPTER.send(owner, outgoing()) == ADAPTER.send(owner, outgoing())
    assert len(running.taken) == 1


def test_a_token_for_sending_is_shown(running):
    ADAPTER.send(sending(running, api_key="kunci"), outgoing())

    assert running.received[0].headers["authorization"] == "Bearer kunci"


def test_a_long_text_is_shortened_to_the_accounts_parts(running):
    ADAPTER.send(sending(running, most_parts="1"), outgoing(short="kata " * 100))

    assert len(running.taken["posting-1"]["parts"]) == 1


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (Reply(status=429, headers={"Retry-After": "17"}), 17),
        (Reply(status=503, headers={"Retry-After": "99999"}), 3600),
        (Reply(status=503, headers={"Retry-After": "Wed, 25 Nov 2026 08:00:00 GMT"}), None),
        (Reply(status=401), 300),
        (Reply(status=404), 300),
        (Reply.redirect("http://169.254.169.254/"), None),
        (Reply(wait_seconds=30), None),
    ],
)
def test_what_time_or_the_operator_mends_is_tried_later(running, reply, seconds, monkeypatch):
    monkeypatch.setattr(wire.call, "__kwdefaults__", {**wire.call.__kwdefaults__, "timeout": 0.3})
    running.script(reply)

    with pytest.raises(Later) as later:
        ADAPTER.send(sending(running), outgoing())
    assert later.value.seconds == seconds
    assert running.taken == {}


@pytest.mark.parametrize(
    ("reply", "is_dead"),
    [
        (Reply(status=400), False),
        (Reply(status=410), True),
        (Reply.json({"error": "rejected"}), False),
        (Reply.json({"error": "unknown", "is_dead_address": True}), True),
    ],
)
def test_what_the_gateway_never_takes_is_refused(running, reply, is_dead):
    running.script(reply)

    with pytest.raises(Refused) as refused:
        ADAPTER.send(sending(running), outgoing())
    assert refused.value.is_dead_address == is_dead


def test_an_answer_that_nobody_understands_leaves_it_unsure(running):
    running.script(Reply(body=b"<html>Masuk</html>"))

    with pytest.raises(wire.Unanswered):
        ADAPTER.send(sending(running), outgoing())


def test_nothing_of_the_message_stands_in_what_went_wrong(running):
    running.script(Reply(status=400, body=json.dumps({"to": "+628111000001"}).encode()))

    with pytest.raises(Refused) as refused:
        ADAPTER.send(sending(running), outgoing())
    assert str(refused.value) == "The gateway refuses this message (400)."


def test_an_account_that_only_listens_refuses_to_send():
    with pytest.raises(Refused):
        ADAPTER.send(GATEWAY, outgoing())


# --- health -------------------------------------------------------------------------------------------------------


def test_the_test_button_knocks_and_changes_nothing(running):
    assert ADAPTER.check(sending(running)).is_well
    assert not ADAPTER.check(sending(running, secret="salah")).is_well
    assert not ADAPTER.check(GATEWAY).is_well
    assert not ADAPTER.check(sending(running, secret="")).is_well
    assert running.taken == {}

"""Twilio: the six sample callbacks, its signature, its media, its refusals."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from tests.channels.sms.accounts import account, outgoing, sample
from tests.peers import twilio
from tests.peers.http import Callback, Reply, may_call

from tanggap.channels.contract import Attachment, Delivered, Ignored, Later, Malformed, Refused, Said, Sent, Unsigned
from tanggap.channels.sms import ADAPTER
from tanggap.core import wire

TWILIO = account("twilio", secret="12345", user=twilio.SID)


def call_of(name):
    """Return a sample as the call that it was."""
    told = sample("twilio", name)
    headers = {"content-type": told["content_type"], "x-twilio-signature": told["x_twilio_signature"]}
    return Callback(told["url"], urlencode(told["form"]).encode(), headers).as_call()


def hear(call, owner=TWILIO):
    ADAPTER.verify(owner, call)
    return [ADAPTER.read(owner, piece.payload) for piece in ADAPTER.split(owner, call)]


# --- the samples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        (
            "sms_received",
            Said(sender="+628000000002", text="Lapor lampu jalan mati di Jl. Raya Bogor KM 24, sudah 3 hari"),
        ),
        ("whatsapp_text_message_received", Said(sender="whatsapp:+628000000002", text="hi")),
        (
            "whatsapp_image_message_received",
            Said(
                sender="whatsapp:+628000000002",
                text="xd",
                attachments=(
                    Attachment(
                        ref="https://api.twilio.com/2010-04-01/Accounts/ACf19dfb164f82b2c9d6178c6ada3XXXXX/Messages/"
                        "MMad0463f6e2a946b3fc91d9a04a2XXXXX/Media/MEfaf3decca478ebeb4924fe523ff7fdb2",
                        mime="image/jpeg",
                    ),
                ),
            ),
        ),
        ("whatsapp_message_delivered", Delivered("SM338ac551ecd04d698821b50ea5dXXXXX", "delivered")),
        ("whatsapp_message_read", Delivered("SM338ac551ecd04d698821b50ea5dXXXXX", "read")),
    ],
)
def test_each_sample_is_proven_and_says_what_it_says(name, heard):
    assert hear(call_of(name)) == [heard]


def test_the_sample_that_was_altered_is_refused():
    with pytest.raises(Unsigned):
        hear(call_of("sms_received_bad_signature"))


# --- proof --------------------------------------------------------------------------------------------------------


def test_twilios_own_published_example_is_proven():
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    headers = {"x-twilio-signature": "0/KCTR6DLpKmkAf8muzZqo1nDgQ="}

    ADAPTER.verify(TWILIO, Callback(url, urlencode(form).encode(), headers).as_call())


FORM = {"MessageSid": "SM1", "SmsStatus": "received", "From": "+628000000002", "Body": "Lampu mati", "To": "+62811"}


def broken():
    good = twilio.callback(FORM).as_call()
    told = good.headers["x-twilio-signature"]
    yield "no signature", replace(good, headers={})
    yield "short", _with(good, "x-twilio-signature", told[:-2])
    yield "wrong case", _with(good, "x-twilio-signature", told.swapcase())
    yield "another body", replace(good, body=good.body.replace(b"mati", b"nyala"))
    yield "a field more", replace(good, body=good.body + b"&MediaUrl0=http%3A%2F%2F127.0.0.1%2F")
    yield "another address", replace(good, url=good.url + "?x=1")
    yield "another token", twilio.callback(FORM, token="salah").as_call()
    yield "another algorithm", _with(good, "x-twilio-webhooks-signature-settings", "key=1,algorithm=HMAC_SHA256")
    yield "no form", replace(good, body=b"\xff\xfe")
    yield "no POST", replace(good, method="GET")


def _with(call, name, value):
    return replace(call, headers={**call.headers, name: value})


@pytest.mark.parametrize(("why", "call"), list(broken()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_broken_signature_is_refused(why, call):
    with pytest.raises(Unsigned):
        ADAPTER.verify(TWILIO, call)


def test_without_a_token_nobody_is_believed():
    with pytest.raises(Unsigned):
        ADAPTER.verify(account("twilio", secret=""), twilio.callback(FORM, token="").as_call())


def test_while_the_token_is_changed_both_count():
    changing = account("twilio", secret="baru", previous_secret="12345")

    for token in ("12345", "baru"):
        ADAPTER.verify(changing, twilio.callback(FORM, token=token).as_call())


def test_the_usual_port_may_be_named_or_not():
    named = twilio.callback(FORM, url="https://kota.example:443/channels/sms/twilio/").as_call()

    ADAPTER.verify(TWILIO, replace(named, url=twilio.ADDRESS))


# --- what comes in ------------------------------------------------------------------------------------------------


def test_the_same_call_again_has_the_same_id_and_each_state_its_own():
    def external_id(**form):
        return ADAPTER.split(TWILIO, twilio.callback({**FORM, **form}).as_call())[0].external_id

    states = [external_id(SmsStatus=state, MessageStatus=state) for state in ("sent", "delivered", "sent")]

    assert external_id() == external_id() == "SM1"
    assert states == ["SM1:sent", "SM1:delivered", "SM1:sent"]


def test_a_shared_place_and_what_it_answers_are_read():
    form = {**FORM, "Latitude": "-6.2", "Longitude": "106.9", "Label": "Pasar", "Address": "Jl. Raya", "ProfileName": "Sri",
            "OriginalRepliedMessageSid": "SM9"}  # fmt: skip

    assert hear(twilio.callback(form).as_call()) == [
        Said(
            sender="+628000000002",
            text="Lampu mati",
            name="Sri",
            lon=106.9,
            lat=-6.2,
            address="Pasar, Jl. Raya",
            echoes="SM9",
        )
    ]


def test_a_bank_that_advertises_is_never_answered():
    heard = hear(twilio.callback({**FORM, "From": "BANKXYZ"}).as_call())

    assert heard == [Said(sender="BANKXYZ", text="Lampu mati", may_ask=False, is_machine="no_phone_number")]


def test_a_number_that_is_dead_is_told_as_such():
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005"}

    assert hear(twilio.callback(form).as_call()) == [Delivered("SM1", "failed", reason="30005", is_dead_address=True)]
    assert hear(twilio.callback({**form, "ErrorCode": "30003"}).as_call()) == [
        Delivered("SM1", "failed", reason="30003")
    ]


def test_a_message_on_its_way_is_no_news():
    assert hear(twilio.callback({"MessageSid": "SM1", "MessageStatus": "queued"}).as_call()) == [Ignored("on_its_way")]


@pytest.mark.parametrize("form", [{"From": "+62811", "Body": "a"}, {"MessageSid": "SM1", "MessageStatus": "eaten"}])
def test_a_form_that_is_nothing_of_twilios_is_malformed(form):
    with pytest.raises(Malformed):
        hear(twilio.callback(form).as_call())


def test_twilio_is_told_nothing_that_it_would_send_to_the_person():
    answer = ADAPTER.acknowledge(TWILIO, twilio.callback(FORM).as_call())

    assert (answer.status, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert answer.body.endswith("<Response/>")


# --- out, files, health -------------------------------------------------------------------------------------------


@pytest.fixture(name="running")
def _running(settings):
    with twilio.TwilioPeer() as running:
        may_call(settings, running)
        yield running


def at(peer, **values):
    return account("twilio", **{"secret": "12345", "user": twilio.SID, "api_url": peer.url(""), **values})


def test_an_answer_goes_out(running):
    sent = ADAPTER.send(at(running), outgoing())

    assert running.created == {
        sent.provider_id: {"To": "+628111000001", "From": "+628111272206", "Body": "Laporan JK-1 diterima."}
    }


def test_an_answer_goes_back_to_whatsapp_and_by_a_messaging_service(running):
    ADAPTER.send(at(running), outgoing(to="whatsapp:+628111000001"))
    ADAPTER.send(at(running, number="MG01"), outgoing())

    first, second = running.created.values()
    assert (first["To"], first["From"]) == ("whatsapp:+628111000001", "whatsapp:+628111272206")
    assert second["MessagingServiceSid"] == "MG01"


@pytest.mark.parametrize(
    ("code", "is_dead"), [(21211, True), (21610, True), (21614, True), (21612, False), (30007, False)]
)
def test_a_refusal_says_whether_the_number_is_dead(running, code, is_dead):
    running.script(twilio.refusal(code))

    with pytest.raises(Refused) as refused:
        ADAPTER.send(at(running), outgoing())
    assert refused.value.is_dead_address == is_dead


@pytest.mark.parametrize(
    "reply", [twilio.refusal(20429, 429), twilio.refusal(20500, 500), twilio.refusal(20003, 401), Reply(status=503)]
)
def test_what_passes_is_tried_later(running, reply):
    running.script(reply)

    with pytest.raises(Later):
        ADAPTER.send(at(running), outgoing())


@pytest.mark.parametrize(
    "reply",
    [
        Reply(hangs_up=True),
        Reply(status=502),
        Reply(status=201, body=b'{"sid": "SM', announces=99),
        Reply(body=b"<html>"),
    ],
)
def test_a_lost_answer_is_not_asked_for_again_because_twilio_would_send_twice(running, reply):
    running.script(reply)

    with pytest.raises(wire.Unanswered):
        ADAPTER.send(at(running), outgoing())


def test_twilio_that_cannot_be_reached_is_tried_later(running):
    owner = at(running)
    running.__exit__()

    with pytest.raises(Later):
        ADAPTER.send(owner, outgoing())


def test_a_file_is_fetched_over_the_redirect_and_the_token_stays_at_twilio(running):
    path = f"/2010-04-01/Accounts/{twilio.SID}/Messages/MM1/Media/ME1"
    running.media[path] = b"\xff\xd8photo"

    assert ADAPTER.fetch(at(running), Attachment(ref=running.url(path))) == b"\xff\xd8photo"
    assert ["authorization" in each.headers for each in running.received] == [True, False]


@pytest.mark.parametrize(
    "ref",
    [
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "https://api.twilio.com.evil.example/2010-04-01/Accounts/AC00000000000000000000000000000001/x",
        "/2010-04-01/Accounts/AC00000000000000000000000000000002/Messages/MM1/Media/ME1",
        "/2010-04-01/Accounts/AC00000000000000000000000000000001/../AC2/Media/ME1",
        "",
    ],
)
def test_a_file_elsewhere_is_not_fetched(running, ref):
    with pytest.raises(Refused):
        ADAPTER.fetch(at(running), Attachment(ref=running.url(ref) if ref.startswith("/") else ref))
    assert running.received == []


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:1/", "http://169.254.169.254/", "https://evil.example/", "file:///etc/passwd", ""]
)
def test_a_redirect_elsewhere_is_not_followed(running, to):
    running.script(Reply.redirect(to))

    with pytest.raises(Refused):
        ADAPTER.fetch(at(running), Attachment(ref=running.url(f"/2010-04-01/Accounts/{twilio.SID}/Media/ME1")))
    assert len(running.received) == 1


def test_a_file_that_is_gone_or_not_there_yet(running):
    ref = Attachment(ref=running.url(f"/2010-04-01/Accounts/{twilio.SID}/Media/ME1"))
    running.script(Reply(status=404), Reply(status=502))

    with pytest.raises(Refused):
        ADAPTER.fetch(at(running), ref)
    with pytest.raises(Later):
        ADAPTER.fetch(at(running), ref)


def test_the_test_button_asks_for_the_account(running):
    assert ADAPTER.check(at(running)).is_well
    assert not ADAPTER.check(at(running, secret="salah")).is_well
    assert not ADAPTER.check(at(running, user="")).is_well
    running.script(Reply.json({"status": "suspended"}))
    assert not ADAPTER.check(at(running)).is_well


def test_sent_is_empty_handed_when_twilio_names_no_id(running):
    running.script(Reply(status=201))

    assert ADAPTER.send(at(running), outgoing()) == Sent("")


def test_a_payload_read_by_hand_is_read_as_whose_it_is():
    nobody = replace(TWILIO, values={})

    assert isinstance(ADAPTER.read(nobody, b"MessageSid=SM1&From=%2B628111000001&Body=a"), Said)
    assert isinstance(ADAPTER.read(nobody, b'{"messageId": "1", "from": "628111000001", "text": "a"}'), Said)
    assert isinstance(ADAPTER.read(nobody, b'{"id": "1", "from": "628111000001", "text": "a"}'), Said)

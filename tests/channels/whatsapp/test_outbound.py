"""What we say on WhatsApp, within the day and after it; files; what Meta says to it."""

from datetime import timedelta

import pytest
from tests.channels.whatsapp.accounts import account, outgoing
from tests.peers import whatsapp
from tests.peers.http import Reply, may_call

from tanggap.channels.contract import Attachment, Later, Refused, Sent
from tanggap.channels.whatsapp import ADAPTER
from tanggap.core import clock, wire


@pytest.fixture(name="running")
def _running(settings):
    with whatsapp.WhatsAppPeer() as running:
        may_call(settings, running)
        yield running


def at(peer, **values):
    return account(api_url=peer.url("/v25.0"), **values)


def ago(**span):
    return clock.now() - timedelta(**span)


# --- words --------------------------------------------------------------------------------------------------------


def test_within_the_day_free_words_go_out(running):
    assert ADAPTER.send(at(running), outgoing(heard_at=ago(hours=23))) == Sent("wamid.1")
    assert running.taken == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "biz_opaque_callback_data": "p-1",
            "to": "628111000001",
            "type": "text",
            "text": {"body": "Laporan JK-1 diterima.\nTerima kasih.", "preview_url": False},
        }
    ]


def test_after_the_day_the_template_carries_the_short_words_on_one_line(running):
    owner = at(running, template="kabar_laporan", template_languages="id, en")
    ADAPTER.send(owner, outgoing(heard_at=ago(hours=24), short="JK-1\n selesai.", language="en"))
    ADAPTER.send(owner, outgoing(heard_at=ago(days=9), language="su"))

    templates = [taken["template"] for taken in running.taken]
    assert templates[0] == {
        "name": "kabar_laporan",
        "language": {"code": "en"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "JK-1 selesai."}]}],
    }
    assert templates[1]["language"] == {"code": "id"}


def test_when_the_last_word_is_unknown_and_meta_says_too_late_the_template_follows(running):
    running.closed.add("628111000001")

    assert ADAPTER.send(at(running, template="kabar_laporan"), outgoing()) == Sent("wamid.1")
    assert [taken["type"] for taken in running.taken] == ["template"]


def test_after_the_day_without_a_template_nothing_goes_out(running):
    running.closed.add("628111000001")

    for heard_at in (ago(days=2), None):
        with pytest.raises(Refused) as refused:
            ADAPTER.send(at(running), outgoing(heard_at=heard_at))
        assert not refused.value.is_dead_address
    assert running.taken == []


def test_who_shows_no_number_is_written_to_by_metas_id(running):
    ADAPTER.send(at(running), outgoing(to="ID.123"))

    assert running.taken[0]["recipient"] == "ID.123"
    assert "to" not in running.taken[0]


@pytest.mark.parametrize("to", ["", "628111000001", "whatsapp:+62811", "+62811\r\nX: 1", "nama@contoh.id"])
def test_an_address_of_another_kind_is_refused(running, to):
    with pytest.raises(Refused):
        ADAPTER.send(at(running), outgoing(to=to))
    assert running.received == []


def test_too_long_words_give_way_to_the_short_ones(running):
    ADAPTER.send(at(running), outgoing(text="a" * 4097))

    assert running.taken[0]["text"]["body"] == "JK-1 diterima."


# --- what Meta says to it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (whatsapp.error(130429, status=429), None),
        (whatsapp.error(131056), None),
        (whatsapp.error(80007), None),
        (whatsapp.error(190, status=401), 300),
        (whatsapp.error(10, status=403), 300),
        (whatsapp.error(0, status=401), 300),
        (whatsapp.error(133010), 300),
        (whatsapp.error(368), 3600),
        (whatsapp.error(131031), 3600),
        (whatsapp.error(131000, status=500), None),
        (whatsapp.error(2, status=503), None),
        (whatsapp.error(7, is_transient=True), None),
        (whatsapp.error(131000, status=200), None),
        (Reply(status=429, headers={"Retry-After": "30"}), 30),
        (Reply.redirect("http://169.254.169.254/"), 300),
    ],
)
def test_what_passes_or_is_ours_to_mend_is_tried_later(running, reply, seconds):
    running.script(reply)

    with pytest.raises(Later) as later:
        ADAPTER.send(at(running), outgoing())
    assert later.value.seconds == seconds


@pytest.mark.parametrize(
    ("code", "is_dead"), [(131026, True), (131009, False), (100, False), (132001, False), (131030, False)]
)
def test_what_meta_never_takes_is_refused(running, code, is_dead):
    running.script(whatsapp.error(code))

    with pytest.raises(Refused) as refused:
        ADAPTER.send(at(running), outgoing())
    assert refused.value.is_dead_address == is_dead


@pytest.mark.parametrize(
    "reply",
    [
        Reply(hangs_up=True),
        Reply(body=b'{"messages": [{"id"', announces=200),
        Reply(body=b"<html>"),
        Reply(status=502, body=b"<html>"),
    ],
)
def test_a_lost_answer_is_not_asked_for_again_because_meta_would_send_twice(running, reply):
    running.script(reply)

    with pytest.raises(wire.Unanswered):
        ADAPTER.send(at(running), outgoing())
    assert len(running.received) == 1


def test_meta_that_cannot_be_reached_is_tried_later(running):
    owner = at(running)
    running.__exit__()

    with pytest.raises(Later):
        ADAPTER.send(owner, outgoing())


# --- files --------------------------------------------------------------------------------------------------------


def test_a_file_is_fetched_in_two_steps_with_the_token(running):
    running.files["65463453"] = b"\xff\xd8photo"

    assert ADAPTER.fetch(at(running), Attachment(ref="65463453")) == b"\xff\xd8photo"
    assert [(each.path, each.query) for each in running.received] == [
        ("/v25.0/65463453", {"phone_number_id": whatsapp.NUMBER_ID}),
        ("/store/65463453", {}),
    ]


@pytest.mark.parametrize("ref", ["", "../me", "1?x=1", "http://127.0.0.1/", "a" * 129])
def test_a_file_without_an_id_is_not_asked_for(running, ref):
    with pytest.raises(Refused):
        ADAPTER.fetch(at(running), Attachment(ref=ref))
    assert running.received == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/",
        "https://evil.example/",
        "https://fbsbx.com.evil.example/",
        "",
        None,
        7,
    ],
)
def test_a_file_that_would_stand_elsewhere_is_not_fetched(running, url):
    running.script(Reply.json({"url": url}))

    with pytest.raises(Refused):
        ADAPTER.fetch(at(running), Attachment(ref="1"))
    assert len(running.received) == 1


def test_a_file_that_is_too_large_is_not_fetched_even_when_meta_says_otherwise(running):
    running.files["1"] = b"x" * 10_000_001
    running.script(Reply.json({"url": running.url("/store/1"), "file_size": 10_000_001}))
    with pytest.raises(Refused):
        ADAPTER.fetch(at(running), Attachment(ref="1"))

    running.script(Reply.json({"url": running.url("/store/1"), "file_size": 5}))
    with pytest.raises(Refused):
        ADAPTER.fetch(at(running), Attachment(ref="1"))


@pytest.mark.parametrize(
    ("reply", "error"),
    [(whatsapp.error(100), Refused), (whatsapp.error(190, status=401), Later), (Reply(status=503), Later)],
)
def test_a_file_that_meta_does_not_tell_of(running, reply, error):
    running.script(reply)

    with pytest.raises(error):
        ADAPTER.fetch(at(running), Attachment(ref="1"))


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=404), Refused),
        (Reply(status=500), Later),
        (Reply.redirect("http://127.0.0.1:1/"), Later),
        (Reply(body=b"\xff\xd8", announces=100), Later),
        (Reply(body=b"\xff\xd8photo", cut_at=3), Later),
    ],
)
def test_a_file_that_does_not_come(running, reply, error):
    running.script(Reply.json({"url": running.url("/store/1")}), reply)

    with pytest.raises(error):
        ADAPTER.fetch(at(running), Attachment(ref="1"))


# --- health -------------------------------------------------------------------------------------------------------


def test_the_test_button_asks_for_our_number(running):
    assert ADAPTER.check(at(running)).is_well
    assert ADAPTER.check(at(running, template="kabar_laporan")).is_well
    assert not ADAPTER.check(at(running, access_token="salah")).is_well
    assert not ADAPTER.check(at(running, verify_token="")).is_well
    assert running.taken == []

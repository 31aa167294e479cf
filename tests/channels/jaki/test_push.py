"""Notifications: a peer that is the token server and the push server, well or badly."""

import json
from functools import cache

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.channels.jaki.app import App, account, problem
from tests.peers.http import Peer, Received, Reply, may_call

from tanggap.channels.contract import Later, Outgoing, Refused
from tanggap.channels.jaki import ADAPTER, push
from tanggap.channels.models_jaki import Device
from tanggap.core.wire import Unanswered

pytestmark = pytest.mark.django_db


@cache
def key():
    """Return the service account's key, made when the first test needs it."""
    return rsa.generate_private_key(65537, 2048)


@cache
def pem():
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key().private_bytes(*form).decode()


class Firebase(Peer):
    """FCM HTTP v1 and the token server, which checks what the service account signed."""

    def __init__(self):
        super().__init__()
        self.granted = 0
        self.failures = []
        self.taken = []

    def respond(self, received: Received) -> Reply:
        if received.path == "/token":
            claims = jwt.decode(
                received.form["assertion"], key().public_key(), algorithms=["RS256"], audience=self.url("/token")
            )
            assert (claims["iss"], claims["scope"]) == ("city@example.org", push.SCOPE)
            self.granted += 1
            return Reply.json({"access_token": f"access-{self.granted}", "expires_in": 3599, "token_type": "Bearer"})
        assert received.path == "/v1/projects/city/messages:send"
        if received.headers["authorization"] != f"Bearer access-{self.granted}":
            return fault(401, "THIRD_PARTY_AUTH_ERROR")
        if self.failures:
            return self.failures.pop(0)
        self.taken.append(received.json()["message"])
        return Reply.json({"name": "projects/city/messages/0:1%31"})

    @property
    def messages(self):
        return [one.json()["message"] for one in self.received if one.path.endswith(":send")]


def fault(status, code, **rest):
    details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
    return Reply(status=status, body=json.dumps({"error": {"code": status, "details": details}}).encode(), **rest)


@pytest.fixture
def firebase(settings):
    push._tokens.clear()
    with Firebase() as running:
        may_call(settings, running)
        yield running


@pytest.fixture
def to(firebase):
    return account(
        push_project="city", push_account="city@example.org", push_key=pem().replace("\n", "\\n"),
        push_address=firebase.url(""), push_token_address=firebase.url("/token"),
    )  # fmt: skip


@pytest.fixture
def app(to):
    made = App()
    made.register()
    assert made.call("PUT", "/devices/self/push", {"token": "fcm:APA91b"}).status_code == 204
    return made


def outgoing(app, **changes):
    words = (
        "Laporan JK-4KQ2-M9XT-1C7 dikerjakan. https://c.example/laporan/JK-4KQ2-M9XT-1C7/"
        + "0f" * 24
        + "/ Terima kasih."
    )
    given = {
        "key": "m-1",
        "to": app.device,
        "subject": "Laporan Anda",
        "text": words,
        "short": words,
        "code": "JK-4KQ2-M9XT-1C7",
    }
    return Outgoing(**{**given, "facts": {"state": "in_progress", "kind": "started"}, **changes})


def test_an_installation_is_notified_and_the_notice_opens_nothing(firebase, to, app):
    sent = ADAPTER.send(to, outgoing(app))

    (message,) = firebase.messages
    assert sent.provider_id == "projects/city/messages/0:1%31"
    assert (message["token"], message["notification"]) == (
        "fcm:APA91b", {"title": "Laporan Anda", "body": "Laporan JK-4KQ2-M9XT-1C7 dikerjakan. Terima kasih."},
    )  # fmt: skip
    assert message["data"] == {"key": "m-1", "code": "JK-4KQ2-M9XT-1C7", "state": "in_progress", "kind": "started"}


def test_the_token_lies_sealed(app):
    assert b"APA91b" not in bytes(Device.objects.get().push)


def test_one_access_serves_many_notices_and_a_new_one_is_asked_for_when_it_is_refused(firebase, to, app):
    ADAPTER.send(to, outgoing(app))
    ADAPTER.send(to, outgoing(app, key="m-2"))
    assert firebase.granted == 1
    firebase.granted = 5

    ADAPTER.send(to, outgoing(app, key="m-3"))

    assert firebase.granted == 6


@pytest.mark.parametrize("dead", [fault(404, "UNREGISTERED"), fault(403, "SENDER_ID_MISMATCH"), Reply(status=404)])
def test_a_dead_token_is_forgotten_until_the_app_gives_another(firebase, to, app, dead):
    firebase.failures = [dead]

    with pytest.raises(Refused) as refused:
        ADAPTER.send(to, outgoing(app))
    assert not refused.value.is_dead_address
    with pytest.raises(Refused):
        ADAPTER.send(to, outgoing(app))
    assert len(firebase.messages) == 1
    app.call("PUT", "/devices/self/push", {"token": "fcm:new"})
    assert ADAPTER.send(to, outgoing(app)).provider_id


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (fault(429, "QUOTA_EXCEEDED", headers={"Retry-After": "60"}), Later),
        (fault(503, "UNAVAILABLE"), Later), (fault(500, "INTERNAL"), Later),
        (fault(400, "INVALID_ARGUMENT"), Refused), (fault(403, "OTHER"), Later), (Reply(hangs_up=True), Unanswered),
        (Reply.json({}, announces=500), Unanswered), (Reply.redirect("https://example.org"), Refused),
    ],
)  # fmt: skip
def test_a_push_server_that_fails_is_asked_later_or_shown_and_never_twice_when_it_may_have_sent(
    firebase, to, app, reply, trouble
):
    firebase.failures = [reply]

    with pytest.raises(trouble):
        ADAPTER.send(to, outgoing(app))


@pytest.mark.parametrize(
    "reply", [Reply(status=400), Reply(body=b"<"), Reply.json({"access_token": 5}), Reply.json([])]
)
def test_a_token_server_that_refuses_is_told_and_asked_later(firebase, to, app, reply):
    firebase.script(reply)

    with pytest.raises(Later):
        ADAPTER.send(to, outgoing(app))
    assert firebase.messages == []


def test_the_test_button_asks_for_access(firebase, to):
    assert ADAPTER.check(to).is_well
    firebase.script(Reply(status=401))
    assert not ADAPTER.check(to).is_well


@pytest.mark.parametrize("key", ["", "-----BEGIN PRIVATE key()-----\nAAAA\n-----END PRIVATE key()-----", "secret"])
def test_a_key_that_is_none_is_said_so(firebase, key):
    to = account(push_project="city", push_key=key, push_token_address=firebase.url("/token"))

    health = ADAPTER.check(to)

    assert (health.is_well, firebase.received) == (False, [])


def test_who_wants_no_notices_gets_none(firebase, to, app):
    assert app.call("DELETE", "/devices/self/push").status_code == 204

    with pytest.raises(Refused):
        ADAPTER.send(to, outgoing(app))
    with pytest.raises(Refused):
        ADAPTER.send(to, outgoing(app, to="nobody"))
    assert firebase.received == []


@pytest.mark.parametrize("token", [5, "x" * 5000, "a\nb", "é", None])
def test_a_token_is_a_line(app, token):
    assert problem(app.call("PUT", "/devices/self/push", {"token": token}))[:2] == (422, "invalid")

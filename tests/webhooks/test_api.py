"""`/api/v1/webhooks`: a program looks after its own subscriptions, with its key and the scope for it."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.clients import making
from tests.factories import make
from tests.logs import all_events, own_events_seen
from tests.peers.http import Reply, may_call
from tests.webhooks.receiving import Receiver, consume, deliver, send, verified

from tanggap.clients import actions as clients
from tanggap.core import clock
from tanggap.webhooks.models import Subscription

ALL = "/api/v1/webhooks"


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


@pytest.fixture
def program():
    return Program(making.key(making.program(scopes=["webhooks:manage"])).key)


class Program:
    """Calls the API with its key."""

    def __init__(self, key: str) -> None:
        self.key = key

    def call(self, method: str, path: str = "", data=None, **headers: str):
        more = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
        headers = {"Authorization": f"Bearer {self.key}", **headers}
        return Client().generic(method, ALL + path, more.get("data", ""), more.get("content_type", ""), headers=headers)


@pytest.fixture
def receiver(settings):
    with Receiver() as running:
        may_call(settings, running)
        yield running


def subscribe(program: Program, receiver: Receiver, **more) -> str:
    answer = program.call("POST", data={"label": "Peta", "url": receiver.url("/hook"), **more})
    assert answer.status_code == 201
    receiver.key, receiver.secret = answer.json()["id"], answer.json()["secret"]
    return f"/{receiver.key}"


def test_made_tested_and_sent_to(program, receiver):
    path = subscribe(program, receiver, types=["report.received"])
    assert program.call("GET", path).json()["state"] == "unproven"
    tested = program.call("POST", f"{path}/test").json()
    assert (tested["ok"], tested["status"], tested["state"]) == (True, 204, "on")
    report = make.report()
    deliver(receiver)

    told = program.call("GET", f"{path}/deliveries").json()
    assert [(one["report"], one["type"], one["state"]) for one in told["deliveries"]] == [
        (report.code, "report.received", "delivered")
    ]
    assert told["deliveries"][0]["webhook_id"] == receiver.taken[-1].headers["webhook-id"]
    assert [one["type"] for one in told["attempts"]] == ["report.received", "tanggap.test"]
    assert "secret" not in program.call("GET", path).json()
    assert receiver.secret not in program.call("GET").content.decode()


def test_what_arrives_is_what_the_feed_tells(program, receiver):
    path = subscribe(program, receiver)
    program.call("POST", f"{path}/test")
    make.report(state="in_progress")
    deliver(receiver)
    reader = making.key(making.program()).key
    feed = Client().get("/api/v1/events", headers={"Authorization": f"Bearer {reader}", "Accept-Language": "id"})

    assert [one["data"] for one in receiver.effects[1:]] == feed.json()["events"]


def test_paused_changed_rotated_replayed_deleted(program, receiver):
    path = subscribe(program, receiver)
    program.call("POST", f"{path}/test")
    assert program.call("PATCH", path, {"state": "paused", "label": "Peta 2"}).json()["state"] == "paused"
    make.report()
    assert deliver(receiver) == 0
    assert program.call("GET", path).json()["waiting"] == 1
    assert program.call("PATCH", path, {"state": "on"}).json()["label"] == "Peta 2"
    assert send(receiver) == 1

    old = receiver.secret
    receiver.secret = program.call("POST", f"{path}/rotate", {}).json()["secret"]
    assert program.call("POST", f"{path}/replay", {"event": all_events()[0]}).json() == {"events": 1}
    send(receiver)
    assert verified(old, receiver.received[-1]) == verified(receiver.secret, receiver.received[-1])
    assert program.call("DELETE", path).status_code == 204
    assert program.call("GET", path).status_code == 404


def test_a_page_of_deliveries_leads_to_the_next(program, receiver):
    path = subscribe(program, receiver)
    for _ in range(3):
        make.report()
    consume()
    first = program.call("GET", f"{path}/deliveries?limit=2").json()
    second = program.call("GET", f"{path}/deliveries{first['next'].partition('deliveries')[2]}").json()

    assert [one["event"] for one in first["deliveries"] + second["deliveries"]] == all_events()[::-1]
    assert second["next"] is None


def test_others_do_not_exist(program, receiver):
    path = subscribe(program, receiver)
    other = Program(making.key(making.program()).key)

    assert other.call("GET").json() == {"webhooks": []}
    assert [
        other.call(method, path + more, data).status_code
        for method, more, data in (
            ("GET", "", None), ("PATCH", "", {"label": "x"}), ("DELETE", "", None), ("POST", "/test", None), ("POST", "/rotate", {}),
            ("GET", "/deliveries", None), ("POST", "/replay", {"event": 1}),
        )
    ] == [404] * 7  # fmt: skip
    assert Subscription.objects.get().label == "Peta"


@pytest.mark.parametrize(("headers", "status"), [({}, 401), ({"Authorization": "Bearer nonsense"}, 401)])
def test_nobody_without_a_key(headers, status):
    assert Client().get(ALL, headers=headers).status_code == status


def test_nobody_without_the_scope():
    program = Program(making.key(making.program(scopes=["events:read"])).key)
    assert program.call("POST", data={"label": "x", "url": "https://example.org/"}).status_code == 403
    assert not Subscription.objects.exists()


def test_sent_twice_under_one_key_it_is_made_once_and_its_secret_is_told_again(program):
    given = {"label": "x", "url": "https://example.org/"}
    first = program.call("POST", data=given, **{"Idempotency-Key": "0123456789abcdef"})
    again = program.call("POST", data=given, **{"Idempotency-Key": "0123456789abcdef"})
    other = program.call("POST", data=given | {"label": "y"}, **{"Idempotency-Key": "0123456789abcdef"})

    assert (first.json(), first["Location"], other.status_code) == (again.json(), again["Location"], 409)
    assert Subscription.objects.count() == 1


def test_a_key_that_was_revoked_while_it_wrote_has_written_nothing(program, monkeypatch):
    from tanggap.api import webhooks

    really = webhooks.reading.body

    def revoking(*args):
        clients.revoke_key(by=None, number=_number(program))
        return really(*args)

    monkeypatch.setattr(webhooks.reading, "body", revoking)
    answer = program.call("POST", data={"label": "x", "url": "https://example.org/"})

    assert answer.status_code == 401
    assert not Subscription.objects.exists()


def _number(program: Program) -> int:
    from tanggap.clients import queries

    return int(queries.caller(f"Bearer {program.key}").key)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("url", {"url": "https://127.0.0.1/"}),
        ("url", {"url": "https://[::ffff:10.0.0.1]/"}),
        ("url", {"url": 7}),
        ("label", {"label": ""}),
        ("types", {"types": ["report.nothing"]}),
        ("secret", {"secret": "whsec_mine"}),
        ("state", {"state": "on"}),
    ],
)
def test_what_cannot_be_taken_names_its_field(program, field, given):
    answer = program.call("POST", data={"label": "x", "url": "https://example.org/", **given})

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])


@pytest.mark.parametrize(
    "place", [{}, {"event": 1, "since": "2026-01-01T00:00:00Z"}, {"since": "yesterday"}, {"since": "2026-01-01"}]
)
def test_a_replay_from_nowhere_is_refused(program, receiver, place):
    path = subscribe(program, receiver)
    assert program.call("POST", f"{path}/replay", place).status_code == 422


def test_a_receiver_that_refuses_the_test_stays_off(program, receiver):
    path = subscribe(program, receiver)
    receiver.script(Reply(status=403, body=b"<h1>no</h1>"))
    told = program.call("POST", f"{path}/test").json()
    assert (told["ok"], told["status"], told["answer"], told["state"]) == (False, 403, "<h1>no</h1>", "unproven")
    assert program.call("PATCH", path, {"state": "on"}).status_code == 409
    with clock.at(clock.now() + timedelta(seconds=2)):
        assert program.call("POST", f"{path}/test").status_code == 429

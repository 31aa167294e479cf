"""Who subscribes: an address proves itself by a test, secrets are shown once, a program sees its own alone."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from standardwebhooks.webhooks import WebhookVerificationError
from tests.core.wire.peers import FORMS, canary, names, tls_server
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers.http import HOST, Reply, may_call
from tests.webhooks.receiving import (
    Receiver,
    consume,
    deliver,
    later,
    operator,
    row,
    send,
    subscribed,
    verified,
)

from tanggap.agencies.words import Role
from tanggap.clients.models import Client
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.webhooks import actions, checks, keeping, lines, posting, queries, troubles
from tanggap.webhooks.models import Attempt, Deed, Delivery, Subscription

__all__ = ["canary", "names", "tls_server"]


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def client(code: str) -> str:
    """Return the code of a program that is switched on."""
    Client.objects.create(
        code=code,
        name=code,
        owner="Kota",
        contact="mesin@example.org",
        scopes=["webhooks:manage"],
        created_at=clock.now(),
    )
    return code


# --- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_an_address_reaches_the_inside(form, canary, names):
    """Refused when it is typed; and, had it been let in, at each request by the door."""
    names["inside.cdn.example"] = names["platform.example"] = ["127.0.0.1"]
    url = form.format(port=canary.port)
    if not checks.refused(url):
        made = actions.subscribe(by=operator(), label="x", url=url, wanted={})
        assert not actions.test(by=operator(), key=made.key).is_ok
    stored = Subscription(key="wh_x", url=url, sealed=b"")
    stored.sealed = actions.signing.sealed("wh_x", current=actions.signing.new_secret())
    tried = posting.post(stored, actions.telling.test(stored, nonce="1"), timeout=2)

    assert not tried.is_ok
    assert canary.visits == []


def test_forms_that_look_like_an_address_inside_are_not_even_taken():
    forms = ["https://10.0.0.1/", "https://0x7f.1/x", "https://printer/", "https://a.local/", "https://h.example:22/"]
    assert [url for url in forms if not checks.refused(url)] == []
    assert checks.refused("https://example.org:8443/hook?token=1") == ""


def test_a_certificate_of_another_name_gets_nothing(tls_server, settings, names):
    names["other.example"] = ["127.0.0.1"]
    settings.PRIVATE_PEERS = {f"other.example:{tls_server.port}"}
    made = actions.subscribe(by=operator(), label="x", url=f"https://other.example:{tls_server.port}/", wanted={})

    tried = actions.test(by=operator(), key=made.key)

    assert (tried.status, tried.trouble) == (None, "other.example shows no certificate of its name.")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(hangs_up=True),
        Reply(status=500, body=b"x" * 1_000_000),
        Reply(status=200, body=b"x" * 1_000_000),
        Reply.redirect("http://127.0.0.1:1/"),
        Reply.redirect("http://169.254.169.254/latest/meta-data/"),
        Reply(status=200, body=b"12345", drip_seconds=0.3),
        Reply(status=204, wait_seconds=1.5),
        Reply(status=200, body=b"abc", cut_at=1),
    ],
    ids=["hangs up", "500, huge", "200, huge", "redirect", "redirect to a cloud", "drips", "silent", "cut"],
)
def test_a_bad_receiver_is_a_failure_in_time(settings, reply, monkeypatch):
    with subscribed(settings) as receiver:
        monkeypatch.setattr(posting, "TIMEOUT_SECONDS", 0.5)
        monkeypatch.setattr(posting.post, "__kwdefaults__", {"is_replay": False, "timeout": 0.5})
        receiver.script(reply)
        make.report()
        assert deliver(receiver) == 0

        assert row(receiver).failing_since is not None
        assert [one.state for one in Delivery.objects.all()] == ["waiting"]
        with later(minutes=1):
            assert send(receiver) == 1


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("label", {"label": " "}),
        ("label", {"label": "x" * 121}),
        ("url", {"url": "https://example.org/" + "x" * 1000}),
        ("url", {"url": "https://user:pass@example.org/"}),
        ("url", {"url": "https://example.org/#a"}),
        ("types", {"wanted": {"types": ["report.withheld"]}}),
        ("types", {"wanted": {"types": ["reports.start"]}}),
        ("areas", {"wanted": {"areas": ["00"]}}),
        ("units", {"wanted": {"units": ["nobody\x00"]}}),
        ("categories", {"wanted": {"categories": ["x"] * 101}}),
        ("channels", {"wanted": {"channels": ["fax"]}}),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_its_field(field, given):
    with pytest.raises(Invalid) as refusal:
        actions.subscribe(by=operator(), **{"label": "x", "url": "https://example.org/", "wanted": {}, **given})

    assert list(refusal.value.errors) == [field]
    assert not Subscription.objects.exists()


# --- the proof ----------------------------------------------------------------------------------------------------


def test_nothing_goes_before_the_address_has_answered_a_test(settings):
    with Receiver() as receiver:
        may_call(settings, receiver)
        made = actions.subscribe(by=operator(), label="Peta", url=receiver.url(), wanted={})
        receiver.key, receiver.secret = made.key, made.secret
        make.report()
        with pytest.raises(actions.NotProven):
            actions.switch_on(by=operator(), key=made.key)
        receiver.is_down = True
        assert actions.test(by=operator(), key=made.key).status == 500
        assert (deliver(receiver), row(receiver).state) == (0, "unproven")
        receiver.is_down = False
        with later(minutes=1):
            assert actions.test(by=operator(), key=made.key).is_ok
            assert (deliver(receiver), row(receiver).state) == (1, "on")


def test_another_address_proves_itself_anew(settings):
    with subscribed(settings) as receiver, Receiver() as second:
        may_call(settings, second)
        actions.change(by=operator(), key=receiver.key, url=second.url("/new"))
        make.report()
        assert deliver(receiver) == 0
        second.secret = receiver.secret
        with later(minutes=1):
            actions.test(by=operator(), key=receiver.key)
            assert send(receiver) == 1
        assert second.types == ["report.received"]


def test_tests_are_no_stream(settings):
    with subscribed(settings) as receiver, pytest.raises(actions.TestedJustNow):
        actions.test(by=operator(), key=receiver.key)


# --- secrets ------------------------------------------------------------------------------------------------------


def test_both_secrets_sign_while_one_is_replaced_and_then_the_new_one_alone(settings):
    with subscribed(settings) as receiver:
        old = receiver.secret
        receiver.secret = new = actions.rotate(by=operator(), key=receiver.key, overlap_hours=24)
        make.report()
        deliver(receiver)
        for secret in (old, new):
            assert verified(secret, receiver.received[-1])["type"] == "report.received"
        with later(hours=25):
            make.report()
            deliver(receiver)
        assert verified(new, receiver.received[-1])
        with pytest.raises(WebhookVerificationError):
            verified(old, receiver.received[-1])


def test_a_secret_that_others_know_is_worth_nothing_at_once(settings):
    with subscribed(settings) as receiver:
        old, receiver.secret = receiver.secret, actions.rotate(by=operator(), key=receiver.key, overlap_hours=0)
        make.report()
        deliver(receiver)
        with pytest.raises(WebhookVerificationError):
            verified(old, receiver.received[-1])


def test_a_secret_is_shown_once_and_stands_nowhere_else(settings, caplog):
    with subscribed(settings) as receiver:
        receiver.script(Reply(status=500, body=f"no {receiver.secret} of budi@example.org +628123456789".encode()))
        make.report()
        deliver(receiver)
        bare = receiver.secret.removeprefix("whsec_")
        shown = repr(queries.listed(by=operator())) + repr(queries.attempts(receiver.key, by=operator())) + caplog.text
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(t::text, '') FROM (SELECT s::text FROM webhooks_subscription s UNION ALL SELECT a::text"
                " FROM webhooks_attempt a UNION ALL SELECT d::text FROM webhooks_deed d) AS t"
            )
            shown += cursor.fetchone()[0]

    assert bare not in shown
    assert "budi@example.org" not in shown
    assert "628123456789" not in shown


# --- whose --------------------------------------------------------------------------------------------------------


def test_a_program_sees_and_touches_its_own_alone(settings):
    one, other = client("satu"), client("dua")
    with subscribed(settings, by=one) as receiver:
        assert [row.key for row in queries.listed(by=one)] == [receiver.key]
        assert queries.listed(by=other) == []
        for act in (actions.pause, actions.switch_on, actions.delete, actions.rotate, actions.test):
            with pytest.raises(NotFound):
                act(by=other, key=receiver.key)
        with pytest.raises(NotFound):
            queries.deliveries(receiver.key, by=other)
        with pytest.raises(NotFound):
            actions.change(by=other, key=receiver.key, label="mine")


def test_only_operators_look_after_those_of_the_city(settings):
    with subscribed(settings) as receiver, pytest.raises(NotAllowed):
        actions.pause(by=make.staff(of="jsc-intake", role=Role.INTAKE), key=receiver.key)


def test_a_program_has_twenty_at_most():
    one = client("satu")
    for number in range(actions.MOST_OF_A_CLIENT):
        actions.subscribe(by=one, label=str(number), url="https://example.org/", wanted={})
    with pytest.raises(actions.TooManySubscriptions):
        actions.subscribe(by=one, label="x", url="https://example.org/", wanted={})


def test_nothing_goes_to_a_program_that_is_switched_off(settings):
    with subscribed(settings, by=client("satu")) as receiver:
        make.report()
        consume()
        Client.objects.update(is_active=False)
        assert lines.due() == []
        Client.objects.update(is_active=True)
        assert [one.id for one in lines.due()] == [row(receiver).pk]


# --- on and off ---------------------------------------------------------------------------------------------------


def test_while_it_is_paused_what_happens_waits(settings):
    with subscribed(settings) as receiver:
        actions.pause(by=operator(), key=receiver.key)
        make.report()
        assert deliver(receiver) == 0
        actions.switch_on(by=operator(), key=receiver.key)
        assert send(receiver) == 1


def test_switched_on_again_it_gets_what_was_given_up_first(settings):
    with subscribed(settings) as receiver:
        make.report(state="in_progress")
        consume()
        Delivery.objects.filter(type="report.received").update(state="dead", settled_at=clock.now(), tries=9)
        Subscription.objects.update(state="disabled", why="failing", strikes=1)
        actions.switch_on(by=operator(), key=receiver.key)
        send(receiver)

        assert receiver.types == ["report.received", "report.started"]


def test_another_choice_holds_from_now_on(settings):
    with subscribed(settings, types=["report.received"]) as receiver:
        make.report(state="in_progress")
        consume()
        actions.change(by=operator(), key=receiver.key, wanted={"types": ["report.started"]})
        make.report(state="in_progress")
        deliver(receiver)

        assert receiver.types == ["report.received", "report.started"]


def test_deleted_while_a_request_is_under_way_nothing_is_left(settings):
    with subscribed(settings) as receiver:
        make.report()
        consume()
        held = lines.take(row(receiver).pk)
        [one] = lines.head(held, 5)
        told = actions.telling.told(held.subscription, one, actions.telling.readable([one.event_id])[one.event_id])
        tried = posting.post(held.subscription, told)
        actions.delete(by=operator(), key=receiver.key)

        assert not lines.delivered(held, one, told.type, tried)
        lines.failed(held, one, told.type, tried)
        assert (Delivery.objects.count(), Attempt.objects.count(), Subscription.objects.count()) == (0, 0, 0)
        assert Deed.objects.filter(act="deleted").count() == 1


# --- what is kept, and who is told --------------------------------------------------------------------------------


def test_after_thirty_days_what_went_out_is_forgotten_and_a_rebuild_does_not_send_it_again(settings):
    from tanggap.core import cursors
    from tanggap.webhooks.consumer import CONSUMER

    with subscribed(settings) as receiver:
        make.report()
        deliver(receiver)
        with later(days=29):
            assert keeping.forget(limit=100) == 0
        with later(days=31):
            assert keeping.forget(limit=100) > 0
            cursors.rebuild(CONSUMER)
            assert deliver(receiver) == 0
        assert len(receiver.events) == 1


def test_the_operators_are_told_once_and_again_when_it_gets_worse(settings):
    from tanggap.config import jobs
    from tanggap.notify import notices

    person = operator()

    def told():
        jobs.watch_webhooks(0)
        return [item.category for notice in notices.listed(person, now=clock.now()).rows for item in notice.items]

    with subscribed(settings, by=person) as receiver:
        make.report()
        receiver.is_down = True
        deliver(receiver)
        assert told() == []
        with later(hours=2):
            assert len(told()) == 1
            assert len(told()) == 1
        Subscription.objects.update(state="disabled", why="gone", told_at=None)
        with later(hours=3):
            assert len(told()) == 2
            assert HOST in told()[0]
            assert troubles.untold() == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE webhooks_delivery SET state = 'delivered', settled_at = now(), tries = 0",
        "UPDATE webhooks_delivery SET settled_at = now()",
        "UPDATE webhooks_subscription SET state = 'disabled'",
        "UPDATE webhooks_subscription SET lease = gen_random_uuid()",
        "UPDATE webhooks_deed SET act = 'tested'",
        "DELETE FROM webhooks_deed",
        "INSERT INTO webhooks_delivery (subscription_id, event_id, tx, report_id, type, state, sent_type, tries, replays, made_at)"
        " SELECT subscription_id, event_id, tx, report_id, type, state, sent_type, tries, replays, made_at FROM webhooks_delivery",
    ],
)
def test_the_database_refuses_too(settings, attack):
    with subscribed(settings) as receiver:
        make.report()
        consume()
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert row(receiver).state == "on"


def test_payloads_hold_nobody(settings):
    with subscribed(settings) as receiver:
        make.report(reporter=make.reporter(7), text="Saya Budi Kanari, telp 0812-3456-7890, lampu mati")
        deliver(receiver)

    said = b"".join(one.body for one in receiver.received).decode()
    assert json.loads(receiver.received[-1].body)["data"].keys() == {
        "id", "cursor", "report", "version", "kind", "type", "label", "at", "status", "status_before", "unit", "actor", "message",
        "category", "area",
    }  # fmt: skip
    assert "Kanari" not in said
    assert not re.search(r"\b3456\b|34567890", said)  # within an id four digits come by chance


def test_a_wait_that_cannot_be_read_is_none():
    at = clock.now()
    assert posting._asked_to_wait("Wed, 21 Oct 2015 07:28:00 GMT", at) == 0
    assert posting._asked_to_wait("99999999999", at) == timedelta(days=1).total_seconds()
    assert [posting._asked_to_wait(text, at) for text in ("", "soon", "-3", "1e9")] == [None] * 4

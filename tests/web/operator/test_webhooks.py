"""The operator's pages of webhooks: who hears of what, a secret shown once, a test, everything again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import make
from tests.logs import own_events_seen
from tests.peers.http import Reply, may_call
from tests.web.desk.pages import browser, words
from tests.webhooks.receiving import Receiver, consume, deliver, operator, row, send, subscribed

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.webhooks.models import Delivery, Subscription

WEBHOOKS = "/admin/webhook/"


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


@pytest.fixture
def client():
    return browser(make.staff(of="jsc-intake", role=Role.OPERATOR))


def page(receiver: Receiver, more: str = "") -> str:
    return f"{WEBHOOKS}{receiver.key}/{more}"


def test_one_is_made_its_secret_shown_once_and_the_test_switches_it_on(client, settings):
    assert "Nobody has subscribed yet" in words(client.get(WEBHOOKS))
    with Receiver() as receiver:
        may_call(settings, receiver)
        given = {
            "label": "Peta warga",
            "url": receiver.url("/hook"),
            "types": ["report.received"],
            "areas": "31.75, 31.71",
        }
        made = client.post(f"{WEBHOOKS}baru/", given)
        receiver.key = Subscription.objects.get().key
        receiver.secret = _secret(made)
        assert "whsec_" not in client.get(page(receiver)).content.decode()
        tested = client.post(page(receiver, "uji/"))
        assert "The test succeeded" in words(tested)
        make.report()
        deliver(receiver)

    assert (row(receiver).state, row(receiver).areas) == ("on", ["31.71", "31.75"])
    assert receiver.types == ["report.received"]


def _secret(answer) -> str:
    text = answer.content.decode()
    return "whsec_" + text.partition("whsec_")[2].partition('"')[0]


def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_made(client):
    answer = client.post(f"{WEBHOOKS}baru/", {"label": "x", "url": "https://10.0.0.1/", "areas": "nowhere"})

    assert answer.status_code == 422
    assert "nowhere" in words(answer)
    assert not Subscription.objects.exists()


def test_a_receiver_that_fails_is_told_on_the_overview_and_its_page(client, settings):
    with subscribed(settings) as receiver:
        make.report()
        receiver.script(Reply(status=500, body=b"<script>alert(1)</script>"))
        deliver(receiver)
        with clock.at(clock.now() + timedelta(hours=1)):
            overview, own = client.get("/admin/"), client.get(page(receiver))
            listed = client.get(WEBHOOKS)

    assert "Peta warga" in words(overview)
    assert "nothing arrives" in words(listed)
    assert "&lt;script&gt;" in own.content.decode()
    assert "500" in words(own)


def test_paused_switched_on_replayed_rotated_and_deleted(client, settings):
    with subscribed(settings) as receiver:
        make.report()
        deliver(receiver)
        client.post(page(receiver, "nyala/"))
        assert row(receiver).state == "paused"
        client.post(page(receiver, "nyala/"), {"on": "yes"})
        assert row(receiver).state == "on"
        client.post(page(receiver, "kirim-ulang/"), {"since": "2020-01-01T00:00"})
        assert send(receiver) == 1
        old, receiver.secret = (
            receiver.secret,
            _secret(client.post(page(receiver, "rahasia/"), {"overlap_hours": "24"})),
        )
        assert receiver.secret != old
        assert client.get(page(receiver, "hapus/")).status_code == 200
        assert Subscription.objects.exists()
        client.post(page(receiver, "hapus/"))
        assert not Subscription.objects.exists()


def test_what_was_given_up_is_sent_again_by_its_button(client, settings):
    with subscribed(settings) as receiver:
        make.report()
        consume()
        Delivery.objects.update(state="dead", settled_at=clock.now())
        assert "Given up after three days" in words(client.get(page(receiver)))
        client.post(page(receiver, f"kirim-ulang/{Delivery.objects.get().event_id}/"))
        assert send(receiver) == 1


def test_another_choice_is_saved_and_shown(client, settings):
    with subscribed(settings) as receiver:
        client.post(
            page(receiver, "ubah/"), {"label": "Baru", "url": receiver.url("/hook"), "types": ["report.resolved"]}
        )
        assert (row(receiver).label, row(receiver).types, row(receiver).state) == ("Baru", ["report.resolved"], "on")
        assert "report.resolved" in words(client.get(page(receiver)))


@pytest.mark.parametrize("rows", [1, 6])
def test_the_list_costs_the_same_whatever_is_in_it(client, settings, django_assert_max_num_queries, rows):
    from tanggap.webhooks import actions

    for number in range(rows):
        actions.subscribe(by=operator(), label=str(number), url="https://example.org/", wanted={})
    client.get(WEBHOOKS)
    with django_assert_max_num_queries(6):
        client.get(reverse("operator:webhooks"))

"""`/metrics`: queue, worker, database and channels, for a scraper here or one with the token; nothing of any person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families
from tests.api.sending import problem
from tests.channels import fake

from tanggap.channels import outages, processing, receiving
from tanggap.channels.models import Account
from tanggap.core import clock, heartbeat

pytestmark = pytest.mark.django_db(transaction=True)
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}
TOKEN = "a-token-of-the-operator"


def figures(client) -> dict[tuple[str, ...], float]:
    """Return each sample by its name and the values of its labels, in the order of their names."""
    text = client.get("/metrics").content.decode()
    families = text_string_to_metric_families(text)
    return {
        (one.name, *(value for _name, value in sorted(one.labels.items()))): one.value
        for family in families
        for one in family.samples
    }


def test_database_worker_and_queue(client):
    heartbeat.beat(heartbeat.WORKER)

    found = figures(client)

    assert found["tanggap_ready",] == 1
    assert found["tanggap_database_up",] == 1
    assert 0 <= found["tanggap_worker_age_seconds",] < 5
    assert {name for name, *_labels in found} >= {
        "tanggap_jobs_waiting",
        "tanggap_jobs_lag_seconds",
        "tanggap_jobs_failed",
    }


def test_each_account_of_a_channel(client):
    account = fake.account(fake.Fake())
    pieces = [fake.event("a", "nonsense", sender="+6281298765432"), fake.event("b", "ignored", why="own_post")]
    receiving.keep(account, fake.pieces(*pieces, fake.event("c", "ignored", why="own_post")))
    processing.work(account)
    receiving.keep(account, fake.pieces(fake.event("d", "ignored", why="own_post")))
    Account.objects.update(refused=7)

    found, of = figures(client), ("main", "fake", "sms")

    names = ("waiting", "dead", "came_24h", "died_24h", "sent_24h", "calls_refused_total")
    assert [found[f"tanggap_channel_{name}", *of] for name in names] == [1, 1, 4, 1, 0, 7]
    assert [found["tanggap_channel_state", *of, state] for state in ("broken", "watch", "well")] == [0, 1, 0]
    assert "98765432" not in client.get("/metrics").content.decode()


def test_figures_cost_the_same_for_one_account_and_for_many(client):
    platform = fake.Fake()
    fake.account(platform)
    client.get("/metrics")
    with CaptureQueriesContext(connection) as few:
        client.get("/metrics")
    for number in range(20):
        fake.account(platform, code=f"more-{number}")
    client.get("/metrics")

    with CaptureQueriesContext(connection) as many:
        client.get("/metrics")

    assert len(many) == len(few)


def test_from_elsewhere_the_token_of_the_data_folder_opens_them(client, settings):
    settings.METRICS_TOKEN = TOKEN

    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, **ELSEWHERE)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    "given", ["", "Bearer ", "Bearer wrong", TOKEN, f"bearer {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"]
)
@pytest.mark.parametrize("token", ["", TOKEN])
def test_without_it_there_is_nothing(given, token, client, settings):
    settings.METRICS_TOKEN = token

    assert problem(client.get("/metrics", headers={"Authorization": given}, **ELSEWHERE)) == (404, "not_found", [])


def test_a_broken_channel_is_told_by_readyz_and_never_makes_it_fail(client):
    heartbeat.beat(heartbeat.WORKER)
    fake.account(fake.Fake())
    before = client.get("/readyz").json()["checks"]["channels"]
    Account.objects.update(failing_since=clock.now() - timedelta(minutes=5))
    outages.look()

    answer = client.get("/readyz")

    assert before == {"ok": True, "broken": 0}
    assert answer.status_code == 200
    assert answer.json()["checks"]["channels"] == {"ok": False, "broken": 1}

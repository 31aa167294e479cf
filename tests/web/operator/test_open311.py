"""Another city's account at the operator: connected like any other, and what was handed over by it is seen."""

import pytest
from tests.factories import LAMP, make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.catalog.models import Channel
from tanggap.channels import queries
from tanggap.channels.models import Account
from tanggap.channels.models_forward import Forward
from tanggap.core import clock, shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    Channel.objects.filter(adapter="open311").update(is_active=True)
    shelf.clear_all()
    return browser(make.staff(of="jsc-intake", role=Role.OPERATOR))


def connected(client):
    code = Channel.objects.get(adapter="open311").code
    given = {
        "adapter": "open311", "name": "PLN", "code": "pln", "set_address": "https://311.pln.example/v2", "set_body": "pln",
        "set_api_key": "k-canary-77", "set_service": "lamp", "set_services": f"{LAMP} = lamp", "set_format": "json",
    }  # fmt: skip
    assert client.post(f"/admin/kanal/baru/{code}/", given).status_code == 302
    return Account.objects.get()


def test_it_is_connected_and_nobody_is_told_to_enter_an_address(client):
    account = connected(client)

    page = client.get(f"/admin/kanal/akun/{account.pk}/").content.decode()

    assert "It takes reports on" in page
    assert "https://311.pln.example/v2" in page
    assert "k-canary-77" not in page
    (health,) = [one for row in queries.health() for one in row.accounts]
    assert health.verdict.key == "well"


def test_what_nobody_knows_to_be_taken_is_seen(client):
    account = connected(client)
    report = make.report()
    given = {"account": account, "report": report, "made_at": clock.now()}
    Forward.objects.create(event=1, state="sent", remote="9001", told="closed abc", **given)
    Forward.objects.create(event=2, state="unsure", error="Unanswered", **given)

    page = words(client.get(f"/admin/kanal/akun/{account.pk}/"))

    assert f"{report.code} → 9001 · closed" in page
    assert "Not known whether it was sent" in page

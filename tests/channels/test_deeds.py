"""What operators do about accounts is written down for good: who, what, when, and never a secret or what a citizen wrote."""

import pytest
from django.db import IntegrityError, transaction
from tests.channels import fake
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.channels import accounts, processing, queries, receiving, registry
from tanggap.channels.models import Arrival, Deed

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make.staff(of="jsc-intake", role=Role.OPERATOR)


@pytest.fixture
def account(monkeypatch):
    monkeypatch.setitem(registry.FOLDERS, "sms", ("fake",))
    return fake.account(fake.Fake())


def done(account) -> list[tuple[str, dict]]:
    return [(row.act, row.facts) for row in reversed(queries.deeds(account.id))]


def test_each_act_about_an_account(account, operator):
    given = {"by": operator, "channel": "sms", "code": "main", "adapter": "fake", "name": "main", "account": account.id}
    accounts.configure(**given, values={"secret": "canary-secret", "page": "new"})
    accounts.configure(**given, values={"page": "new"})
    accounts.test(by=operator, account=account.id)
    accounts.switch(by=operator, account=account.id, is_active=False)
    accounts.switch(by=operator, account=account.id, is_active=True)

    assert done(account) == [
        ("changed", {"settings": ["page", "secret"]}),
        ("changed", {"settings": []}),
        ("tested", {}),
        ("switched_off", {}),
        ("switched_on", {}),
    ]
    assert "canary" not in str(list(Deed.objects.values()))


def test_each_act_about_what_was_set_aside(account, operator):
    client = browser(operator)
    pieces = [fake.event(f"m{number}", "nonsense", text="canary words") for number in range(3)]
    receiving.keep(account, fake.pieces(*pieces))
    processing.work(account)
    first, second, third = Arrival.objects.order_by("id").values_list("id", flat=True)
    error = Arrival.objects.first().error

    text = client.get(f"/admin/kanal/surat/{first}/").context["form"]["text"].value()
    client.post(f"/admin/kanal/surat/{first}/perbaiki/", {"text": text})
    receiving.replay(by=operator, arrivals=[second])
    receiving.replay_all(by=operator, account=account.id, error=error)
    receiving.replay(by=operator, arrivals=[second, third])

    assert done(account) == [
        ("opened", {"letter": first}),
        ("mended", {"letter": first}),
        ("replayed", {"letters": 1}),
        ("replayed", {"letters": 1}),
    ]
    assert "canary" not in str(list(Deed.objects.values()))


def test_the_accounts_page_shows_it(account, operator):
    accounts.test(by=operator, account=account.id)

    assert f"What was done Tested {operator.display_name}" in words(
        browser(operator).get(f"/admin/kanal/akun/{account.id}/")
    )


@pytest.mark.parametrize("change", [lambda rows: rows.update(act="tested"), lambda rows: rows.delete()])
def test_nobody_changes_it_afterwards(change, account, operator):
    accounts.switch(by=operator, account=account.id, is_active=False)

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change(Deed.objects.all())

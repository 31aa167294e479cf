"""The door of the platforms: proven, kept raw, only then acknowledged."""

import json

import pytest
from django.test import Client, RequestFactory
from tests.channels import fake
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.api import hooks
from tanggap.channels import accounts, queries, receiving, registry
from tanggap.channels.models import Account, Arrival
from tanggap.channels.words import ArrivalState
from tanggap.core import shelf
from tanggap.core.refusal import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
PATH = "/channels/sms/main/"


@pytest.fixture
def account():
    return fake.account(fake.Fake())


def call(*events, secret="s3cret", body=None):
    return Client().post(
        PATH, body or json.dumps(list(events)), content_type="application/json", headers={"x-secret": secret}
    )


def test_what_a_platform_tells_is_kept_sealed_before_it_is_answered(account):
    answer = call(fake.event("m1", text="Lampu mati di Pulo Gebang"))

    assert (answer.status_code, answer.content) == (200, b"kept")
    row = Arrival.objects.get()
    assert (row.external_id, row.state) == ("m1", ArrivalState.WAITING)
    assert b"Lampu" not in bytes(row.sealed)
    assert b"Lampu mati" in receiving.payload_of(row)


def test_ten_thousand_duplicates_of_one_event_are_one(account):
    events = [fake.event("m1", text="Lampu mati")] * 10_000

    assert call(*events).status_code == 200
    assert call(*events[:3]).status_code == 200

    assert Arrival.objects.count() == 1


def test_the_first_of_two_payloads_with_one_id_stands(account):
    call(fake.event("m1", text="first"))
    call(fake.event("m1", text="second"))

    assert b"first" in receiving.payload_of(Arrival.objects.get())


@pytest.mark.parametrize("secret", ["", "S3CRET", "s3cre", "s3cret "])
def test_a_call_that_nobody_can_prove_is_refused_and_counted(account, secret):
    answer = call(fake.event("m1", text="x"), secret=secret)

    assert (answer.status_code, answer.content) == (403, b"")
    assert not Arrival.objects.exists()
    assert Account.objects.get().refused >= 0


def test_an_account_without_a_secret_takes_nothing():
    fake.account(fake.Fake(), secret="")

    assert call(fake.event("m1"), secret="").status_code == 403


@pytest.mark.parametrize("path", ["/channels/sms/other/", "/channels/fax/main/", "/channels/email/main/"])
def test_an_unknown_account_and_one_of_another_channel_look_alike(account, path):
    answer = Client().post(path, "[]", content_type="application/json", headers={"x-secret": "s3cret"})

    assert (answer.status_code, answer.content) == (404, b"")


def test_an_account_that_is_off_takes_nothing(account):
    accounts.switch(by=make.staff(of="balaikota", role=Role.OPERATOR), account=account.id, is_active=False)

    assert call(fake.event("m1")).status_code == 404


def test_a_proven_call_that_nobody_can_cut_is_kept_whole_for_a_person(account):
    assert call(body="{not json").status_code == 200
    assert call(body="{not json").status_code == 200

    row = Arrival.objects.get()
    assert (row.state, row.error) == (ArrivalState.DEAD, "no list of events")
    assert receiving.payload_of(row) == b"{not json"


def test_a_body_shorter_than_announced_is_refused(account):
    request = RequestFactory().post(PATH, "[]", content_type="application/json", headers={"x-secret": "s3cret"})
    assert request.body == b"[]"
    request.META["CONTENT_LENGTH"] = "10"

    assert hooks.call(request, "sms", "main").status_code == 413
    assert not Arrival.objects.exists()


def test_a_get_is_answered_by_the_adapter(account):
    answer = Client().get(PATH, {"challenge": "4711"}, headers={"x-secret": "s3cret"})

    assert answer.content == b"4711"


@pytest.mark.parametrize("given", ["x" * 500, "a\nb", "a\x00b", ""])
def test_an_id_that_is_none_is_kept_by_its_fingerprint(account, given):
    call(fake.event(given, text="x"))
    call(fake.event(given, text="x"))

    assert Arrival.objects.get().external_id.startswith("sha256:")


def test_a_secret_is_sealed_and_never_shown_again():
    operator = make.staff(of="balaikota", role=Role.OPERATOR)
    fake.account(fake.Fake(), code="first")

    row = accounts.configure(
        by=operator, channel="sms", code="second", adapter="sms", name="Gateway", values=values("hunter22-long-enough")
    )

    assert b"hunter22" not in bytes(row.sealed)
    assert "hunter22-long-enough" not in accounts.settings_of(row.pk).values()


def values(secret):
    declared = registry.adapter("sms").settings
    return {one.key: secret if one.is_secret else next(iter(one.options), "plain") for one in declared}


def test_only_the_operator_configures():
    with pytest.raises(NotAllowed):
        accounts.configure(
            by=make.staff(of="balaikota", role=Role.INTAKE), channel="sms", code="x", adapter="sms", name="x", values={}
        )


def test_each_fault_of_an_account_is_named_by_its_field():
    operator = make.staff(of="balaikota", role=Role.OPERATOR)

    with pytest.raises(Invalid) as refusal:
        accounts.configure(by=operator, channel="sms", code="Not a slug", adapter="email", name=" ", values={})

    assert refusal.value.errors.keys() == {"adapter", "code", "name"}


def test_dead_letters_are_mended_and_replayed_by_the_operator_alone(account):
    call(body="{not json")
    letter = Arrival.objects.get()
    operator = make.staff(of="balaikota", role=Role.OPERATOR)

    with pytest.raises(NotAllowed):
        receiving.replay(by=make.staff(of="balaikota", role=Role.INTAKE), arrivals=[letter.pk])
    receiving.amend(by=operator, arrival=letter.pk, payload=b'{"mended": 1}')

    letter.refresh_from_db()
    assert letter.state == ArrivalState.WAITING
    assert receiving.payload_of(letter) == b'{"mended": 1}'


def test_an_account_whose_adapter_is_gone_is_shown_and_takes_nothing(account):
    Account.objects.update(adapter="gone")
    shelf.clear_all()

    assert call(fake.event("m1")).status_code == 403
    assert [one.adapter for channel in queries.health() for one in channel.accounts] == ["gone"]

"""Installations: known by their key, proven by each signature, vouched for by somebody or visibly by nobody."""

import time
from base64 import b64encode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.channels.jaki.app import BASE, App, account, problem, public

from tanggap.channels.jaki import ADAPTER, attesting, devices
from tanggap.channels.jaki.attesting import Attested
from tanggap.channels.models_jaki import Device, Nonce
from tanggap.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def app():
    account()
    made = App()
    made.register()
    return made


@pytest.mark.parametrize("key", [None, ec.generate_private_key(ec.SECP256R1())])
def test_an_installation_is_made_known_by_its_key(key):
    account()
    app = App(key) if key else App()

    answer = app.register()

    told = answer.json()
    assert (answer.status_code, told["attested"], told["attestation"]) == (201, False, "not_attested")
    assert (answer["Cache-Control"], app.call("GET", "/devices/self").json()) == ("no-store", told)


def test_the_same_key_is_the_same_installation(app):
    again = app.register(platform="ios")

    assert (again.status_code, again.json()["device"], Device.objects.count()) == (200, app.device, 1)


def test_only_the_holder_of_a_key_registers_it():
    account()
    app, other = App(), App()

    answer = app.register(public_key=b64encode(public(other.key)).decode())

    assert (problem(answer)[:2], Device.objects.count()) == ((401, "not_signed"), 0)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"public_key": "?"}, ["public_key"]), ({"public_key": "AAAA"}, ["public_key"]), ({"public_key": 3}, ["public_key"]),
        ({"platform": "toaster"}, ["platform"]), ({"platform": None}, ["platform"]), ({"attestation": "x"}, ["attestation"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_registration_is_named(changes, fields):
    account()

    assert problem(App().register(**changes)) == (422, "invalid", fields)


def test_without_an_account_the_door_is_closed_and_says_so():
    assert problem(App().register())[:2] == (503, "channel_off")


def test_a_request_is_taken_once(app):
    signed = app.headers("GET", f"{BASE}/devices/self", b"")

    first, second = [app.client.get(f"{BASE}/devices/self", headers=signed) for _time in range(2)]

    assert (first.status_code, problem(second)[:2]) == (200, (401, "replayed"))


@pytest.mark.parametrize("away", [-400, 400])
def test_a_clock_that_is_off_is_told_what_time_it_is(app, away):
    answer = app.call("GET", "/devices/self", time=str(int(time.time()) + away))

    assert problem(answer)[:2] == (401, "clock_off")
    assert abs(int(answer["X-Jaki-Time"]) - time.time()) < 60


@pytest.mark.parametrize(
    "changes",
    [
        {"X-Jaki-Signature": "AAAA"}, {"X-Jaki-Signature": ""}, {"X-Jaki-Signature": "é"}, {"X-Jaki-Nonce": "n" * 20}, {"X-Jaki-Nonce": ""},
        {"X-Jaki-Device": "00000000-0000-0000-0000-000000000000"}, {"X-Jaki-Device": "x' OR 1=1"}, {"X-Jaki-Device": "-"},
        {"X-Jaki-Time": ""}, {"X-Jaki-Time": "9" * 5000},
    ],
)  # fmt: skip
def test_a_broken_signature_opens_nothing_and_tells_nothing(app, changes):
    signed = {**app.headers("GET", f"{BASE}/devices/self", b""), **changes}

    answer = app.client.get(f"{BASE}/devices/self", headers=signed)

    assert (problem(answer)[:2], Nonce.objects.count()) == ((401, "not_signed"), 1)
    assert answer["WWW-Authenticate"] == "JAKI1"


def test_the_signature_is_over_method_path_and_body(app):
    signed = app.headers("GET", f"{BASE}/devices/self", b"")

    put = app.client.put(
        f"{BASE}/devices/self/push", b'{"token": "x"}', content_type="application/json", headers=signed
    )
    query = app.client.get(f"{BASE}/devices/self?x=1", headers=signed)

    assert [problem(put)[1], problem(query)[1]] == ["not_signed", "not_signed"]


def test_an_installation_of_another_key_is_not_spoken_for(app):
    other = App(device=app.device)

    assert problem(other.call("GET", "/devices/self"))[:2] == (401, "not_signed")


def test_a_blocked_installation_looks_like_an_unknown_one(app):
    Device.objects.update(is_blocked=True)

    assert problem(app.call("GET", "/devices/self"))[:2] == (401, "not_signed")
    assert problem(app.register())[:2] == (401, "not_signed")


def test_signatures_are_remembered_as_long_as_they_would_be_taken(app):
    app.call("GET", "/devices/self")

    assert devices.forget_nonces() == 0
    with clock.at(clock.now() + timedelta(minutes=12)):
        assert devices.forget_nonces() == 2


class Sure:
    """Vouches for whoever says so over the right challenge."""

    def verify(self, account, *, platform, statement, challenge):
        return Attested("the store") if statement.get("nonce") == challenge.hex() else Attested(word="wrong_nonce")


@pytest.mark.parametrize(("is_right", "attested"), [(True, True), (False, False)])
def test_a_citys_verifier_vouches_over_the_key_and_the_time(is_right, attested):
    attesting.register("sure", Sure())
    account(attestation="sure")
    app, now = App(), str(int(time.time()))
    nonce = attesting.challenge(public(app.key), now).hex() if is_right else "0"

    body = {"public_key": b64encode(public(app.key)).decode(), "platform": "ios", "attestation": {"nonce": nonce}}
    told = app.call("POST", "/devices", body, device="-", time=now).json()

    assert (told["attested"], told["attested_by"]) == (attested, "the store" if attested else None)


@pytest.mark.parametrize("verifier", ["none", "not-installed", ""])
def test_a_city_that_needs_attestation_takes_nobody_without_it(verifier):
    account(attestation=verifier, needs_attestation="yes")

    assert (problem(App().register())[:2], Device.objects.count()) == ((403, "needs_attestation"), 0)


def test_the_test_button_shows_for_how_many_somebody_vouches(app):
    health = ADAPTER.check(devices.account())

    assert (health.is_well, str(health.words).startswith("1 ")) == (True, True)


def test_addresses_and_methods_that_are_none_are_problems(app):
    assert problem(app.call("DELETE", "/reports"))[:2] == (405, "method_not_allowed")
    assert problem(app.call("GET", "/nothing"))[:2] == (404, "not_found")
    assert problem(app.client.get(f"{BASE}/reports"))[:2] == (401, "not_signed")
    assert problem(app.client.post(f"{BASE}/devices", b"<", content_type="application/json"))[1] == "not_json"
    assert problem(app.client.post(f"{BASE}/devices", b"<", content_type="text/xml"))[1] == "unsupported_media_type"

"""`tanggap user`: accounts from the command line; a password is printed once or read from standard input, never an argument."""

import io
import json

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from tanggap.agencies.models import Audit, Staff
from tanggap.agencies.models_sign_in import External, Factor
from tanggap.core import clock

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def tanggap(*arguments):
    out = io.StringIO()
    call_command("user", *arguments, stdout=out)
    return out.getvalue()


def add(*more, username="sari"):
    return tanggap("add", username, "--name", "Sari Wulandari", "--unit", GEBANG, "--role", "officer", *more)


def test_add_prints_the_password_once_and_it_works():
    printed = add()

    password = printed.rsplit(": ", 1)[1].strip()
    assert printed.startswith(f"sari (Sari Wulandari, {GEBANG}): open; officer@{GEBANG}\n")
    assert authenticate(None, username="sari", password=password) is not None
    assert "Password" not in tanggap("list")


def test_json_says_the_same_for_machines():
    made = json.loads(add("--json", "--role", "validator@biro-pemerintahan:31.75", "--language", "en"))

    assert authenticate(None, username="sari", password=made.pop("password")) is not None
    assert (made["username"], made["language"], made["roles"]) == (
        "sari",
        "en",
        [
            {"role": "officer", "unit": GEBANG, "area": None},
            {"role": "validator", "unit": "biro-pemerintahan", "area": "31.75"},
        ],
    )
    listed = json.loads(tanggap("list", "--json"))
    assert [(one["username"], "password" in one) for one in listed] == [("sari", False)]


def test_a_chosen_password_comes_from_standard_input_and_is_not_printed(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))

    printed = add("--password-stdin")

    assert "correct horse" not in printed
    assert authenticate(None, username="sari", password="correct horse battery") is not None


def test_no_option_takes_a_password():
    with pytest.raises((CommandError, SystemExit)):
        add("--password", "correct horse battery")


def test_close_open_role_and_password():
    add()

    assert "closed" in tanggap("disable", "sari")
    assert "open" in tanggap("enable", "sari")
    assert "validator@biro-pemerintahan" in tanggap("role", "add", "sari", "validator@biro-pemerintahan")
    assert "validator" not in tanggap("role", "remove", "sari", "validator@biro-pemerintahan")
    password = tanggap("password", "sari").rsplit(": ", 1)[1].strip()
    assert authenticate(None, username="sari", password=password) is not None
    assert set(Audit.objects.values_list("actor", flat=True)) == {None}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "sari", "--name", "S", "--unit", "nowhere", "--role", "officer"), "unit: There is no active unit"),
        (("add", "sari", "--name", "S", "--unit", GEBANG, "--role", "king"), "role: Choose a role"),
        (("disable", "nobody"), "There is nothing under this address"),
    ],
)
def test_a_refusal_is_said_in_one_line(arguments, said):
    with pytest.raises(CommandError) as refused:
        tanggap(*arguments)

    assert str(refused.value).startswith(said)
    assert not Staff.objects.exists()


def test_second_factors_are_seen_and_reset_and_sessions_ended():
    add("--role", "validator@biro-pemerintahan")
    person = Staff.objects.get(username="sari")
    assert "(no second factor yet)" in tanggap("list")
    Factor.objects.create(staff=person, kind="totp", name="", added_at=clock.now())
    assert json.loads(tanggap("list", "--json"))[0]["second_factor"] is True
    client = Client()
    client.force_login(person)

    tanggap("factors", "sari")

    assert not Factor.objects.exists()
    assert client.get("/masuk/akun/").status_code == 302
    client.force_login(person)
    tanggap("sign-out", "sari")
    assert client.get("/masuk/akun/").status_code == 302


def test_an_emergency_account_is_sealed_and_its_password_printed_once():
    add(username="darurat")
    printed = tanggap("seal", "darurat", "--hours", "6")

    password = printed.rsplit(": ", 1)[1].strip()
    assert authenticate(None, username="darurat", password=password) is not None
    assert "(sealed)" in tanggap("list")
    with pytest.raises(CommandError, match="72 hours"):
        tanggap("seal", "darurat", "--hours", "100")


def test_an_account_is_joined_to_the_identity_provider_and_separated():
    add()

    tanggap("link", "sari", "Sari@kota.example")
    assert External.objects.get().email == "sari@kota.example"
    tanggap("link", "sari")
    assert not External.objects.exists()

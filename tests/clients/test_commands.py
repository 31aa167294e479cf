"""`tanggap clients`: the same acts from the command line."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from tests.clients import making

from tanggap.clients.models import Deed
from tanggap.clients.queries import BadKey, caller

pytestmark = pytest.mark.django_db


def tell(*words):
    said = io.StringIO()
    call_command("clients", *words, stdout=said)
    return said.getvalue()


def opens(key):
    try:
        return caller(f"Bearer {key}").client
    except BadKey:
        return None


def test_a_program_from_its_making_to_the_end_of_its_key():
    tell("add", "peta", "--name", "Peta", "--owner", "Yayasan", "--contact", "a@example.org", "--scope", "events:read")
    first = json.loads(tell("key", "peta", "--label", "server", "--reason", "go live", "--json"))
    second = tell("key", "peta", "--replace", str(first["id"]), "--overlap-hours", "0", "--reason", "x").strip()
    assert (opens(first["key"]), opens(second)) == (None, "peta")

    (listed,) = json.loads(tell("list", "--json"))
    assert (listed["code"], listed["stands"], len(listed["keys"])) == ("peta", "works", 2)
    assert second not in json.dumps(listed)
    assert second[:15] in tell("list")

    tell("revoke", str(listed["keys"][0]["id"]), "--reason", "leaked")
    assert opens(second) is None
    assert set(Deed.objects.values_list("staff", flat=True)) == {None}


def test_a_last_day_is_the_end_of_that_day():
    one = making.program()
    made = json.loads(tell("key", one.code, "--label", "x", "--reason", "x", "--until", "2099-01-31", "--json"))

    assert made["expires_at"].startswith("2099-01-31 17:00")


@pytest.mark.parametrize(
    "words",
    [
        ("key", "nobody", "--label", "x", "--reason", "x"),
        ("key", "nobody", "--reason", "x", "--until", "soon"),
        ("revoke", "999999"),
        ("add", "x", "--name", "x", "--owner", "x", "--contact", "x"),
    ],
)
def test_what_cannot_be_done_is_said(words):
    with pytest.raises(CommandError):
        tell(*words)

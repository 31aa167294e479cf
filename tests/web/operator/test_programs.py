"""The operator's pages of programs: keys are shown once; making, replacing and revoking ask why and are written down."""

import pytest
from tests.clients import making
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import ASSIGNABLE, Role
from tanggap.clients import overview, usage
from tanggap.clients.models import Client, Deed, Key
from tanggap.clients.queries import BadKey, caller

pytestmark = pytest.mark.django_db
LIST = "/admin/program/"


@pytest.fixture
def client():
    return browser(make.staff(of="jsc-intake", role=Role.OPERATOR))


def new(client, **changes):
    given = {
        "name": "Peta Warga",
        "code": "peta-warga",
        "owner": "Yayasan Kota Terbuka",
        "contact": "data@example.org",
        "unit": "",
        "scopes": ["events:read"],
        "rate": "standard",
        "until": "",
        **changes,
    }
    return client.post(f"{LIST}baru/", given)


def shown_key(page):
    return page.content.decode().partition('data-copy="')[2].partition('"')[0]


def opens(key):
    try:
        return caller(f"Bearer {key}").client
    except BadKey:
        return None


def test_a_program_is_made_gets_a_key_once_and_calls(client):
    assert new(client)["Location"] == f"{LIST}peta-warga/"

    page = client.post(
        f"{LIST}peta-warga/kunci/", {"key-label": "server", "key-reason": "go live", "key-until": "2099-01-31"}
    )

    key = shown_key(page)
    assert (page.status_code, page["Cache-Control"], opens(key)) == (201, "private, no-store", "peta-warga")
    again = client.get(f"{LIST}peta-warga/")
    assert key not in again.content.decode()
    assert key[:15] in again.content.decode()
    assert "go live" in words(again)


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_made(client):
    page = new(client, name="", scopes=["work:write"])

    assert (page.status_code, Client.objects.count()) == (422, 0)
    page = new(client, scopes=["work:write"])
    assert (page.status_code, Client.objects.count()) == (422, 0)
    assert "Work is of a unit" in words(page)


def test_a_key_without_a_reason_is_not_made(client):
    one = making.program()

    page = client.post(f"{LIST}{one.code}/kunci/", {"key-label": "server", "key-reason": " "})

    assert (page.status_code, Key.objects.count()) == (422, 0)


def test_a_key_is_replaced_and_the_old_one_works_a_day_more(client):
    old = making.key(making.program())

    assert client.get(f"{LIST}kunci/{old.id}/ganti/").status_code == 200
    page = client.post(f"{LIST}kunci/{old.id}/ganti/", {"overlap": "24", "reason": "yearly"})

    assert (opens(old.key), opens(shown_key(page))) == (old.client, old.client)
    assert Key.objects.get(pk=old.id).expires_at is not None


def test_a_key_is_revoked_at_once(client):
    made = making.key(making.program())

    page = client.post(f"{LIST}kunci/{made.id}/cabut/", {"reason": "leaked"}, follow=True)

    assert opens(made.key) is None
    assert "opens nothing" in words(page)
    assert Deed.objects.latest("id").reason == "leaked"


def test_scopes_are_changed_and_the_unit_never(client):
    one = making.of_unit()
    given = {"name": "x", "owner": "x", "contact": "x", "scopes": ["work:read"], "rate": "small", "unit": "jsc-intake"}

    assert client.post(f"{LIST}{one.code}/ubah/", given)["Location"] == f"{LIST}{one.code}/"

    row = overview.client(one.code)
    assert (row.scopes, row.rate, row.unit) == (("work:read",), "small", making.GEBANG)


def test_a_program_is_stopped_and_started(client):
    made = making.key(making.program())
    client.post(f"{LIST}{made.client}/nyala/", {"switch-reason": "contract ended"})
    assert opens(made.key) is None
    assert overview.client(made.client).stands == "off"

    client.post(f"{LIST}{made.client}/nyala/", {"switch-reason": "new contract", "on": "yes"})
    assert opens(made.key) == made.client


def test_what_it_called_in_thirty_days_is_shown(client):
    one = making.program()
    usage._counts.clear()
    for status in (200, 200, 429):
        usage.count(one.code, "GET /api/v1/reports", status)
    usage.flush()

    said = words(client.get(f"{LIST}{one.code}/"))

    assert "GET /api/v1/reports 3 2xx: 2 · 429: 1" in said
    assert "1 refused" in said


def test_the_list_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    for _ in range(3):
        making.key(making.program())
    client.get(LIST)
    with django_assert_max_num_queries(6):
        client.get(LIST)


@pytest.mark.parametrize("role", [role for role in ASSIGNABLE if role != Role.OPERATOR])
def test_nobody_else_sees_programs(role):
    made = making.key(making.program())
    other = browser(make.staff(of=making.GEBANG, role=role))

    found = {
        other.post(address, {"reason": "x", "key-label": "x", "key-reason": "x"}).status_code
        for address in (f"{LIST}baru/", f"{LIST}{made.client}/kunci/", f"{LIST}kunci/{made.id}/cabut/")
    }

    assert (found, opens(made.key)) == ({403}, made.client)


@pytest.mark.parametrize("address", ["nobody/", "kunci/999999/cabut/", "kunci/999999/ganti/", "nobody/ubah/"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(LIST + address).status_code == 404

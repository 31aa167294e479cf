"""The brief's page: for who leads, of what they lead, as paper, and by mail for who wants it."""

import pytest
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.command.brief import mornings
from tanggap.command.models import Reader

pytestmark = pytest.mark.django_db
EAST = "/command/brief/?scope=area:31.75"


def signed_in(client, unit: str, role: Role):
    client.force_login(make.staff(of=unit, role=role))
    return client


def test_a_leader_reads_the_own_scope_first(client):
    page = signed_in(client, "kota-31.75", Role.LEADER).get("/command/brief/")
    assert (page.status_code, page.context["scope"].key) == (200, "area:31.75")


@pytest.mark.parametrize(
    ("address", "status"),
    [(EAST, 403), ("/command/brief/?scope=area:99", 404), ("/command/brief/now/?scope=area:31.75", 403)],
)
def test_a_supervisor_reads_nothing_beyond_the_own_units(client, address, status):
    assert signed_in(client, "kec-31.75.06", Role.SUPERVISOR).get(address).status_code == status


def test_who_handles_reports_reads_none(client):
    assert signed_in(client, "kec-31.75.06", Role.OFFICER).get("/command/brief/").status_code == 403


def test_it_is_a_paper_as_of_now_and_as_it_was_made(client):
    signed_in(client, "kota-31.75", Role.LEADER)
    mornings.make_due()
    day = client.get("/command/brief/").context["earlier"][0].day
    papers = [client.get(f"/command/brief/{when}/") for when in ("now", day.isoformat())]
    assert [(one["Content-Type"], one.content[:5]) for one in papers] == [("application/pdf", b"%PDF-")] * 2


@pytest.mark.parametrize("day", ["2019-01-01", "never", "2026-13-40"])
def test_a_morning_without_a_brief_is_not_found(client, day):
    assert signed_in(client, "kota-31.75", Role.LEADER).get(f"/command/brief/{day}/").status_code == 404


def test_who_wants_no_mail_says_so_and_may_think_again(client):
    signed_in(client, "kota-31.75", Role.LEADER)
    kept = []
    for choice in ("no", "yes"):
        assert client.post("/command/brief/surat/", {"by_mail": choice}).status_code == 302
        kept.append(Reader.objects.get().by_mail)
    assert kept == [False, True]

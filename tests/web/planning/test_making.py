"""A proposal is made from the desk's report, from several chosen there, or from what is suggested; bad input writes nothing."""

import re

import pytest
from tests.factories import make
from tests.planning import planned
from tests.web.desk.pages import acts, browser, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.planning.models import Proposal
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db
NEW = "/planning/baru/"


@pytest.fixture(autouse=True)
def _then():
    with clock.at(planned.NOW):
        yield


@pytest.fixture
def unit() -> str:
    return planned.unit()


@pytest.fixture
def client(unit):
    return browser(make.staff(of=unit))


def given(rows, **changes):
    return {**planned.WORDS, "reports": " ".join(row.code for row in rows), **changes}


def test_the_desk_offers_it_and_leads_to_the_form_with_the_report_in_it(client, unit):
    (row,) = planned.reports(unit, 1)
    assert "usulkan" in acts(client.get(f"/desk/{row.code}/"))

    page = client.get(f"/desk/{row.code}/usulkan/", follow=True)

    assert page.redirect_chain == [(f"{NEW}?laporan={row.code}", 302)]
    assert f">{row.code}</textarea>" in page.content.decode().replace("\n", "")
    assert "Pulo Gebang" in words(page)


def test_several_are_proposed_from_the_list(client, unit):
    rows = planned.reports(unit, 2)
    chosen = [f"{row.pk}.{row.version}" for row in rows]

    page = client.get("/desk/massal/", {"r": chosen}).content.decode()

    assert "Propose them together for planning…" in page
    assert set(re.findall(r'name="laporan" value="([^"]+)"', page)) == {row.code for row in rows}


def test_proposed_twice_it_is_proposed_once_and_the_desk_says_so(client, unit):
    rows = planned.reports(unit, 2)

    page = client.post(NEW, given(rows), follow=True)
    again = client.post(NEW, given(rows), follow=True)

    made = Proposal.objects.get()
    assert page.redirect_chain == again.redirect_chain == [(f"/planning/{made.code}/", 302)]
    assert "This was already proposed; it was not done twice." in words(again)
    desk = client.get(f"/desk/{rows[0].code}/")
    assert f"Part of a proposal for the yearly planning: {made.title} · Proposed" in words(desk)
    assert "usulkan" not in acts(desk)


@pytest.mark.parametrize("cost", ["0", "-5", "1000000000000000", "banyak"])
def test_a_cost_without_sense_is_refused_with_the_bounds_and_kept(client, unit, cost):
    rows = planned.reports(unit, 1)

    page = client.post(NEW, given(rows, cost=cost))

    assert page.status_code == 422
    assert "Write a whole amount from IDR" in words(page).replace("\xa0", " ")
    assert f'value="{cost}"' in page.content.decode()
    assert not Proposal.objects.exists()


def test_a_private_report_is_not_told_and_not_proposed(client, unit):
    (row,) = planned.reports(unit, 1, visibility="private")

    shown = client.get(f"{NEW}?laporan={row.code}")
    page = client.post(NEW, given([row]))

    assert "They cannot be part of a proposal" in words(shown)
    assert page.status_code == 422
    assert f"{row.code} is not public" in words(page)
    assert not Proposal.objects.exists()
    assert "usulkan" not in acts(client.get(f"/desk/{row.code}/"))


def test_codes_are_read_as_people_write_them_and_what_is_none_is_named(client, unit):
    rows = planned.reports(unit, 2)

    page = client.post(NEW, given(rows, reports=f"{rows[0].code.lower()},\n{rows[1].code} JK-BUKAN"))
    looked = client.post(NEW, {"reports": f"{rows[0].code.lower()}, {rows[1].code}", "look": "1"})

    assert page.status_code == 422
    assert "“JK-BUKAN” is no report code." in words(page)
    assert all(row.code in words(looked) for row in rows)
    assert "Not sent yet" not in words(looked)


def test_candidates_lead_to_the_form(client, unit):
    rows = planned.reports(unit, 4)

    page = client.get("/planning/calon/").content.decode()

    assert set(re.findall(r'name="laporan" value="([^"]+)"', page)) == {row.code for row in rows}
    assert Report.objects.count() == 4


def test_who_cannot_propose_finds_no_form():
    leader = browser(make.staff(of="kota-31.75", role=Role.LEADER))

    assert leader.get(NEW).status_code == 403
    assert "/planning/calon/" not in leader.get("/planning/").content.decode()

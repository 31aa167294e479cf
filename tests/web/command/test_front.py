"""The leaders' page: what is late and with whom, by whom it may be seen, and how an open screen asks for it again."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from tests.factories import LITTER, make
from tests.web.command.scene import GEBANG, camat, governor, late
from tests.web.desk.pages import browser, words

from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.core import clock, shelf
from tanggap.deadlines.models import Escalation
from tanggap.web.command import screens

pytestmark = pytest.mark.django_db


def test_what_is_late_stands_with_the_unit_that_holds_it_and_names_nobody():
    officer = make.staff(of=GEBANG)
    late(officer=officer)
    page = browser(governor()).get("/command/")
    said = words(page)

    assert "Past the promised time 3 1 without a first answer · 1 with nobody" in said
    assert "Pulo Gebang kelurahan office 3 of 3 with 1 person, 1 with nobody · the oldest 8 days" in said
    assert "under Cakung kecamatan office → East Jakarta mayor’s office" in said
    assert officer.display_name not in said
    assert "canary" not in page.content.decode().lower()


def test_an_empty_city_says_so_calmly():
    said = words(browser(governor()).get("/command/"))
    assert "Nothing is late: every promise that runs still holds." in said
    assert "No place has two open reports close together." in said


def test_two_clicks_lead_from_the_picture_to_the_report():
    report = late()[0]
    client = browser(camat())
    first = re.search(r'id="holder-[^"]+" href="([^"]+)"', client.get("/command/").content.decode())
    second = re.search(r'class="item" href="([^"]+)"', client.get(first[1].replace("&amp;", "&")).content.decode())

    assert second[1] == f"/command/laporan/{report.code}/"
    assert report.text in words(client.get(second[1]))


def test_two_clicks_lead_from_one_of_the_worst_places_to_its_reports():
    codes = {report.code for report in late()}
    client = browser(camat())
    first = re.search(r'id="spot-1" href="([^"]+)"', client.get("/command/").content.decode())
    listed = client.get(first[1].replace("&amp;", "&")).content.decode()

    assert set(re.findall(r'href="/command/laporan/([^"]+)/"', listed)) == codes


@pytest.mark.parametrize("query", ["?cells=", "?cells=zz", "?cells=-1", "?cells=" + "f" * 40, "", "?cells=%00"])
def test_a_place_that_there_is_not_is_not_found(query):
    assert browser(governor()).get(f"/command/tempat/{query}").status_code == 404


def test_a_private_report_is_counted_for_all_and_listed_for_who_may_read_it():
    make.report(category=LITTER, visibility="private", at=_days_ago(20))
    near, far = make.staff(of="kota-31.75", role=Role.LEADER), make.staff(of="kota-31.71", role=Role.LEADER)
    shelf.clear_all()

    for person, listed in ((near, 1), (far, 0)):
        client = browser(person)
        assert "Past the promised time 1" in words(client.get("/command/?scope="))
        assert client.get("/command/terlambat/?scope=").content.decode().count('class="item"') == listed


def _days_ago(days):
    return clock.now() - timedelta(days=days)


def test_a_report_opens_where_the_reader_works_or_as_everybody_sees_it():
    report = late()[0]
    address = f"/command/laporan/{report.code}/"
    desk = browser(make.staff(of=GEBANG, role=Role.SUPERVISOR)).get(address)
    analyst = browser(make.staff(of="jsc-intake", role=Role.ANALYST)).get(address)

    assert (desk["Location"], analyst["Location"]) == (f"/desk/{report.code}/", f"/laporan/{report.code}/")
    assert browser(governor()).get("/command/laporan/JK-0000-0000-000/").status_code == 404


def test_a_scope_is_chosen_among_those_that_one_may_see():
    camats, boss = browser(camat()), browser(make.staff(of="kec-31.75.06", role=Role.SUPERVISOR))
    page = words(camats.get("/command/"))
    assert "Cakung now" in page
    assert "Jakarta now" in words(camats.get("/command/?scope="))
    assert boss.get("/command/?scope=unit:kel-31.75.06.1005").status_code == 200
    assert [boss.get(f"/command/?scope={key}").status_code for key in ("", "area:31.75", "x", "unit:%00")] == [403] * 4


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VALIDATOR, Role.INTAKE])
def test_who_does_not_lead_does_not_see_it(role):
    assert browser(make.staff(of=GEBANG, role=role)).get("/command/").status_code == 403


def test_one_tap_takes_notice_and_leads_back():
    report = late()[0]
    client = browser(camat())
    page = client.get("/command/").content.decode()
    ids = re.findall(r'name="escalation" value="(\d+)"', page)

    answer = client.post("/command/eskalasi/", {"escalation": ids}, follow=True)

    assert answer.redirect_chain[-1][0] == "/command/"
    assert "You have taken notice; your name and the time stand in the history." in words(answer)
    assert "Nothing waits for you" in words(answer)
    assert Escalation.objects.filter(acknowledged_at__isnull=False).count() == len(set(ids)) > 0
    assert make.events(report)[-1] == "deadlines.acknowledge"


def test_somebody_elses_escalation_is_not_there():
    late()
    key = Escalation.objects.first().pk
    client = browser(make.staff(of="kota-31.71", role=Role.LEADER))
    assert client.post("/command/eskalasi/", {"escalation": key}).status_code == 404
    assert not Escalation.objects.filter(acknowledged_at__isnull=False).exists()


class Wall:
    """An open screen that asks as its script does."""

    def __init__(self, person, query="?wall"):
        self.client = browser(person)
        page = self.client.get(f"/command/{query}").content.decode()
        self.asked = {name: re.search(f'data-{name}="([^"]*)"', page)[1] for name in ("token", "tag", "scope")}

    def ask(self, **more):
        return self.client.get("/command/kini/", {**self.asked, "wall": "", **more})


def test_a_screen_hears_nothing_as_long_as_nothing_changes_and_then_the_new_picture():
    late()
    wall = Wall(governor())
    same = wall.ask()
    make.report(category=LITTER, at=_days_ago(9))
    shelf.clear_all()
    other = wall.ask()

    assert (same.status_code, same.content, other.status_code) == (204, b"", 200)
    assert other["X-Tag"] != wall.asked["tag"]
    assert "late 4" in words(other)
    assert other["Cache-Control"] == "private, no-store"


def test_asking_costs_no_statement_while_the_token_is_good_and_the_picture_young(settings, django_assert_num_queries):
    settings.PAGES_KEPT_SECONDS = 5
    wall = Wall(governor())
    wall.ask()
    with django_assert_num_queries(0):
        assert wall.ask().status_code == 204


def test_fifty_screens_are_drawn_once(settings, monkeypatch):
    settings.PAGES_KEPT_SECONDS = 5
    walls = [Wall(governor()) for _ in range(5)]
    drawn = []
    monkeypatch.setattr("tanggap.web.command.showing.shown", lambda *given: drawn.append(given))
    assert {wall.ask().status_code for wall in walls} == {204}
    assert drawn == []


def test_with_an_old_token_the_person_is_looked_up_and_gets_another():
    wall = Wall(governor())
    answer = wall.ask(token="x")
    assert answer.status_code == 204
    assert wall.ask(token=answer["X-Token"]).status_code == 204


def test_a_screen_ends_with_its_session_and_with_its_role():
    person = governor()
    wall, stolen = Wall(person), Wall(governor()).asked["token"]
    assert wall.ask(token=stolen).headers.get("X-Token")  # another browser's is worth nothing: the person is looked up
    Membership.objects.filter(staff=person).delete()
    assert wall.ask(token="old").status_code == 401
    wall.client.logout()
    assert wall.ask().status_code == 401


@pytest.mark.parametrize("shown", ["", "x", "a:b:c", "\x00", "9" * 9_000])
def test_a_forged_token_is_worth_nothing(shown):
    assert browser().get("/command/kini/", {"token": shown}).status_code == 401
    forged = signing.dumps([1, "", "", "", "wall"], salt="another")
    assert browser().get("/command/kini/", {"token": forged}).status_code == 401


@pytest.mark.parametrize("number", [1, 15])
def test_the_page_costs_the_same_for_any_number(number, settings, django_assert_max_num_queries):
    settings.PAGES_KEPT_SECONDS = 5
    late(days=(9,) * number)
    client = browser(camat())
    client.get("/command/")
    with django_assert_max_num_queries(6):
        client.get("/command/")


def test_all_that_is_asked_for_again_is_told_when_the_script_changed():
    assert Wall(governor()).ask()["X-Version"] == screens.version()

"""News for open desks: asked often, answered from memory, told only to those whom it concerns."""

import pytest
from django.core import signing
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, codes, into, words

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.queries.pulse import pulse
from tanggap.web.desk import pulse as asking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _every_time(monkeypatch):
    monkeypatch.setattr("tanggap.reports.queries.pulse.TICK_SECONDS", 0.0)
    pulse.forget()
    yield
    pulse.forget()


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


class Desk:
    """An open desk that asks as its page does."""

    def __init__(self, person):
        self.client = browser(person)
        page = self.client.get("/desk/").content.decode()
        self.asked = {"token": _between(page, 'data-pulse="', '"'), "since": _between(page, 'data-since="', '"')}
        self.hear()

    def hear(self):
        answer = self.client.get("/desk/denyut/", self.asked)
        if answer.status_code == 204:
            self.asked["after"] = answer.headers.get("X-After", self.asked.get("after"))
            return [], 0
        told = answer.json()
        self.asked["after"] = told["after"]
        return told["codes"], told["arrived"]


def _between(text, start, end):
    return text.partition(start)[2].partition(end)[0]


def test_a_new_report_is_news_once(sari):
    desk = Desk(sari)
    report = make.report()

    assert desk.hear() == ([report.code], 1)
    assert desk.hear() == ([], 0)


def test_what_one_did_oneself_is_no_news_to_oneself(sari):
    report = make.report()
    own, colleague = Desk(sari), Desk(make.staff(of=GEBANG))
    reports.start(code=report.code, version=report.version, by=sari)

    assert own.hear() == ([], 0)
    assert colleague.hear() == ([report.code], 0)


def test_another_units_reports_are_no_news_but_one_that_comes_or_goes_is(sari):
    report = make.report(handled_by="kel-31.75.06.1001")
    here, there = Desk(sari), Desk(make.staff(of="kel-31.75.06.1001"))
    reports.note(code=report.code, by=make.staff(of="kel-31.75.06.1001"), note="Dicek")
    assert here.hear() == ([], 0)
    assert there.hear() == ([report.code], 0)

    officer = make.staff(of="kel-31.75.06.1001")
    report.refresh_from_db()
    reports.coordinate(code=report.code, version=report.version, by=officer, unit=GEBANG, message="Mohon")
    assert here.hear() == ([report.code], 1)
    assert there.hear() == ([report.code], 0)


def test_a_confidential_report_below_is_no_news_to_those_above():
    secret = make.report(handled_by="irban-31.75", category="perilaku-aparatur")
    handler = make.staff(of="irban-31.75")
    above, there = Desk(make.staff(of="inspektorat", role=Role.SUPERVISOR)), Desk(make.staff(of="irban-31.75"))
    reports.note(code=secret.code, by=handler, note="Diperiksa")

    assert above.hear() == ([], 0)
    assert there.hear() == ([secret.code], 0)


def test_the_question_costs_no_statement_while_the_token_is_good(sari, django_assert_num_queries, monkeypatch):
    desk = Desk(sari)
    monkeypatch.setattr("tanggap.reports.queries.pulse.TICK_SECONDS", 60.0)

    with django_assert_num_queries(0):
        assert desk.hear() == ([], 0)


def test_with_an_old_token_the_person_is_looked_up_and_gets_another(sari):
    desk = Desk(sari)
    desk.asked["token"] = "x"
    told = desk.client.get("/desk/denyut/", desk.asked).json()

    assert asking.read(_request(desk.client), told["token"]).staff == sari.pk


def test_another_browsers_token_and_a_forged_one_are_worth_nothing(sari):
    desk = Desk(sari)
    stranger = browser()
    forged = signing.dumps([sari.pk, "", []], salt="another")

    assert stranger.get("/desk/denyut/", desk.asked).status_code == 401
    assert stranger.get("/desk/denyut/", {**desk.asked, "token": forged}).status_code == 401


def test_after_signing_out_the_token_is_worth_nothing(sari):
    desk = Desk(sari)
    desk.client.logout()

    assert desk.client.get("/desk/denyut/", desk.asked).status_code == 401


@pytest.mark.parametrize("given", ["x", "1.x", "9" * 70, "-1.5", "\x00", "1.2.3"])
def test_nonsense_for_a_place_is_answered_from_now_on(sari, given):
    desk = Desk(sari)
    answer = desk.client.get("/desk/denyut/", {**desk.asked, "after": given, "since": given})

    assert answer.status_code == 200
    assert answer.json()["codes"] == []


def test_the_views_are_read_again_alone(sari, django_assert_max_num_queries):
    make.report()
    client = browser(sari)
    client.get("/desk/")
    with django_assert_max_num_queries(5):
        views = client.get("/desk/", headers=into("div#views"))

    assert "My unit 1" in words(views)
    assert codes(views) == []


def _request(client):
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    return request

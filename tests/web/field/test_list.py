"""Today's list: whose work, which checks, in which order, and nothing that could tell who reported."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LITTER, PULO_GEBANG, make
from tests.web.desk.pages import GEBANG, browser
from tests.web.field.phone import Phone

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions as verification
from tanggap.verification import visits

pytestmark = pytest.mark.django_db
PARKING = "parkir-liar"


@pytest.fixture
def officer():
    return make.staff(of=GEBANG)


def given(person, **how):
    """Return a report that the person started."""
    report = make.report(**how)
    actions.start(code=report.code, version=report.version, by=person)
    report.refresh_from_db()
    return report


def to_check(**how):
    """Return (report, its validator): a claim whose papers passed, and the visit is next."""
    report = make.report(**{"state": State.AWAITING_VALIDATION, **how})
    person = make.staff(of=str(report.verifier_id), role=Role.VALIDATOR)
    verification.send_to_field(code=report.code, version=report.version, verifier=person)
    report.refresh_from_db()
    return report, person


def codes(person):
    return [one["code"] for one in Phone(person).day()["visits"]]


def test_an_officer_sees_the_own_open_work_alone(officer):
    mine, _other = given(officer), given(make.staff(of=GEBANG))
    done = given(officer)
    actions.claim_done(code=done.code, version=done.version, by=officer, message="Beres", photos=[Upload(make.photo())])

    assert codes(officer) == [mine.code]


def test_a_validator_sees_the_field_checks_that_wait_and_not_the_papers(officer):
    report, person = to_check(officer=officer)
    make.report(state=State.AWAITING_VALIDATION)

    (visit,) = Phone(person).day()["visits"]

    assert (visit["code"], visit["kind"], visit["acts"]) == (report.code, "check", ["holds", "fails"])
    assert visit["words"] == "Sudah diganti"


def test_the_list_starts_near_and_what_has_no_point_comes_last(officer):
    lon, lat = PULO_GEBANG
    far, near = given(officer, lon=lon + 0.004, lat=lat), given(officer)
    found = visits.visits(officer, now=clock.now(), here=PULO_GEBANG)

    assert [one.code for one in found] == [near.code, far.code]
    lost = replace(found[0], lon=None, lat=None)
    assert visits.ordered([lost, found[1]], now=clock.now(), here=PULO_GEBANG) == [found[1], lost]


def test_the_reporters_photo_is_kept_back_where_it_could_unmask_and_shown_elsewhere(officer):
    photos = [Upload(make.photo(), "a.jpg")]
    parking, litter = given(officer, category=PARKING, photos=photos), given(officer, category=LITTER, photos=photos)
    phone = Phone(officer)

    assert (phone.visit(parking)["shots"], phone.visit(parking)["photo_kept_back"]) == ([], True)
    assert [shot["staffs"] for shot in phone.visit(litter)["shots"]] == [False]


def test_the_officers_own_photo_of_before_is_there_to_be_taken_again(officer):
    report = make.report(category=PARKING)
    actions.start(code=report.code, version=1, by=officer, photos=[Upload(make.photo(), "b.jpg")])

    assert [shot["staffs"] for shot in Phone(officer).visit(report)["shots"]] == [True]


def test_no_page_of_the_field_holds_who_reported(officer):
    reporter = make.reporter()
    given(officer, reporter=reporter, text=f"Gelap sekali, hubungi {reporter.phone} atau {reporter.email}")
    client = browser(officer)

    seen = client.get("/field/").content.decode() + client.get("/field/daftar.json").content.decode()

    assert [word for word in ("Canary", reporter.phone, reporter.email) if word in seen] == []


def test_as_many_statements_for_one_visit_as_for_twenty(officer):
    client, counts = browser(officer), []
    for number in range(20):
        given(officer, lon=PULO_GEBANG[0] + number / 5000, photos=[Upload(make.photo(), "a.jpg")])
        if number in (0, 19):
            client.get("/field/daftar.json")
            with CaptureQueriesContext(connection) as captured:
                assert len(client.get("/field/daftar.json").json()["visits"]) == number + 1
            counts.append(len(captured))

    assert counts[0] == counts[1] <= 6


def test_what_is_told_is_kept_by_no_cache_and_the_shell_holds_nobody(officer):
    client = browser(officer)

    assert (
        client.get("/field/daftar.json")["Cache-Control"]
        == client.get("/field/")["Cache-Control"]
        == "private, no-store"
    )
    shell = client.get("/field/kulit/").content.decode()
    assert officer.display_name not in shell
    assert 'csrfmiddlewaretoken" value=""' in shell


def test_without_a_script_the_list_leads_to_the_desk(officer):
    report = given(officer)

    assert f'href="/desk/{report.code}/"' in browser(officer).get("/field/").content.decode()


def test_the_worker_may_rule_the_field_alone_and_another_language_is_another_worker():
    workers = [browser(language=language).get("/field/sw.js") for language in ("id", "en")]

    assert workers[0].content != workers[1].content
    assert workers[0]["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in workers[0]


def test_a_challenge_holds_a_day(officer):
    report = given(officer)
    phone = Phone(officer).register()
    old = phone.visit(report)["challenges"][0]["token"]

    with clock.at(clock.now() + timedelta(hours=25)):
        assert phone.visit(report)["challenges"][0]["token"] != old
    assert Report.objects.get(pk=report.pk).version == report.version

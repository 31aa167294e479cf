"""One proposal for everybody: its course, its money, its public reports; one tap supports it; nothing private is on it."""

import io

import pytest
from PIL import Image
from tests.factories import make
from tests.logs import own_events_seen
from tests.planning import planned

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.planning import actions
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.words import HideReason
from tanggap.web.ui import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with own_events_seen(), clock.at(planned.NOW):
        yield


def text(client, path: str) -> str:
    kept.pages.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_course_money_and_who_builds(client):
    made = planned.proposed().funded()
    shown = text(client, f"/usulan/{made.code}/")

    assert 'aria-current="step"' in shown
    assert "Pembangunan drainase" in shown
    assert "700.000.000" in shown
    assert "Anggarannya sudah ada. Dibangun oleh" in shown


def test_what_is_built_and_unchecked_says_that_nobody_has_checked_it(client):
    rows = planned.reports(planned.unit(), 1)
    made = planned.proposed(rows).built()
    built = text(client, f"/usulan/{made.code}/")
    made.check(rows[0], holds=False)
    planned.follow()

    assert "Belum ada yang memeriksanya." in built
    assert "Pemeriksaan gagal" in text(client, f"/usulan/{made.code}/")


def test_nothing_of_a_report_that_was_hidden_since_is_on_it_nor_of_any_reporter(client):
    unit = planned.unit()
    rows = [*planned.reports(unit, 1, reporter=make.reporter(4)), *planned.reports(unit, 1, text="RahasiaKata di sini")]
    made = planned.proposed(rows)
    row = Report.objects.get(pk=rows[1].pk)
    intake = make.staff(of="jsc-intake", role=Role.INTAKE)
    reports.withhold(code=row.code, version=row.version, by=intake, reason=HideReason.values[0])
    shown = text(client, f"/usulan/{made.code}/") + text(client, "/usulan/")

    assert rows[0].code in shown
    assert [mark for mark in (row.code, "RahasiaKata", "Canary4", "canary4@") if mark in shown] == []


def test_one_person_counts_once_and_is_told_so(client):
    made = planned.proposed()
    first = client.post(f"/usulan/{made.code}/dukung/")
    client.post(f"/usulan/{made.code}/dukung/")

    assert (first.status_code, made.row.supporters) == (302, 1)
    assert "Anda salah satunya" in text(client, f"/usulan/{made.code}/")


def test_who_supports_a_report_and_a_proposal_stays_one_person(client):
    made = planned.proposed()
    report = make.report()
    client.post(f"/laporan/{report.code}/dukung/")
    person = client.cookies["pendukung"].value.split("|")[0]
    client.post(f"/usulan/{made.code}/dukung/")

    assert client.cookies["pendukung"].value.split("|") == [person, made.code, report.code]


def test_what_is_decided_cannot_be_supported_any_more_and_says_why(client):
    made = planned.proposed().funded()
    answer = client.post(f"/usulan/{made.code}/dukung/")

    assert (answer.status_code, made.row.supporters) == (409, 0)
    assert "dukung/" not in text(client, f"/usulan/{made.code}/")


@pytest.mark.parametrize("code", ["JKU-0000-0000-000", "x", "a%00b", "é" * 30])
@pytest.mark.parametrize("ending", ["", "kartu.png"])
def test_an_unknown_code_is_not_found(client, code, ending):
    assert client.get(f"/usulan/{code}/{ending}").status_code == 404


def test_a_code_is_understood_as_it_is_typed(client):
    made = planned.proposed()
    answer = client.get(f"/usulan/{made.code.lower().replace('-', '')}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/usulan/{made.code}/")


def test_it_is_shared_with_its_card(client):
    made = planned.proposed()
    answer = client.get(f"/usulan/{made.code}/kartu.png")

    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert f"/usulan/{made.code}/kartu.png" in text(client, f"/usulan/{made.code}/")


def test_the_tracking_page_of_its_report_and_of_a_joined_one_shows_the_same_course(client):
    rows = planned.reports(planned.unit(), 1)
    joined = make.report(state="merged", parent=rows[0])
    made = planned.proposed(rows).admit()

    for report in (rows[0], joined):
        shown = text(client, f"/laporan/{report.code}/")
        assert (f'href="/usulan/{made.code}/"' in shown, 'class="course"' in shown) == (True, True)


def test_a_report_that_came_back_says_what_became_of_its_proposal(client):
    rows = planned.reports(planned.unit(), 1)
    made = planned.proposed(rows).admit()
    made.do(actions.refuse, by=made.keeper(), reason="by_unit")

    assert "Nasibnya dalam perencanaan tahunan" in text(client, f"/laporan/{rows[0].code}/")

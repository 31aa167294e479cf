"""The pages of a hand-over, and a report on paper."""

import re

import pytest
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, hidden, words

from tanggap.reports import actions as reports
from tanggap.reports.models import Handover
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari():
    return make.staff(of=GEBANG)


@pytest.fixture
def client(sari):
    return browser(sari)


def html(response) -> str:
    return response.content.decode()


def test_a_shift_is_handed_over_and_taken_without_javascript(client, sari):
    report, budi = make.report(), make.staff(of=GEBANG)
    reports.start(code=report.code, version=1, by=sari)
    page = client.get("/desk/serah-terima/")
    assert f'value="{report.code}" id="code-{report.code}" checked' in html(page)
    given = {"key": hidden(page, "key"), "hours": "8", "code": report.code, f"note-{report.code}": "Tunggu PLN <b>"}

    for _ in range(2):
        page = client.post("/desk/serah-terima/", {**given, "note": "Kunci di laci"}, follow=True)
    kept = Handover.objects.get()
    assert "Tunggu PLN <b>" in words(page)
    assert "Take over" not in words(page)

    other = browser(budi)
    assert "Waiting for you" in words(other.get("/desk/serah-terima/"))
    taken = other.post(f"/desk/serah-terima/{kept.pk}/ambil/", follow=True)
    assert f"Taken {budi.display_name}" in words(taken)
    assert "Waiting for you" not in words(other.get("/desk/serah-terima/"))


def test_nothing_to_say_is_refused_and_what_was_written_stays(client):
    report = make.report()
    page = client.post(
        "/desk/serah-terima/", {"key": "k" * 24, "hours": "8", "note": "x" * 2500, f"note-{report.code}": "Catat"}
    )

    assert (page.status_code, Handover.objects.count()) == (422, 0)
    assert "x" * 2500 in html(page)


def test_a_record_of_another_unit_is_not_found(client):
    page = client.post("/desk/serah-terima/", {"key": "k" * 24, "hours": "8", "note": "Halo"})
    stranger = browser(make.staff(of="kel-31.73.01.1001"))

    assert page.status_code == 302
    assert stranger.get(page["Location"]).status_code == 404
    assert stranger.post(f"{page['Location']}ambil/").status_code == 404


@pytest.mark.parametrize("query", ["?hours=x", "?hours=99999", "?after=x", "?after=²", "?after=" + "9" * 30])
def test_forged_addresses_are_harmless(client, query):
    assert client.get(f"/desk/serah-terima/{query}").status_code == 200


def test_a_report_is_printed_for_the_field_without_history_and_for_the_file_with_it(client, sari):
    report = make.report(photos=[Upload(make.photo(), "a.jpg")], reporter=make.reporter(4))
    reports.note(code=report.code, by=sari, note="Trafo rusak", photos=[Upload(make.photo(), "b.jpg")])

    field, file = (client.get(f"/desk/{report.code}/cetak/{page}/") for page in ("lapangan", "berkas"))

    for page in (field, file):
        assert report.code in words(page)
        assert f"/foto/{report.cover}/shown.jpg" in html(page)
        assert "<svg" in html(page)
        assert "canary4" not in html(page).lower()
        assert make.token(report) not in html(page)
        assert page["Cache-Control"] == "private, no-store"
    assert ("Trafo rusak" in html(field), "Trafo rusak" in html(file)) == (False, True)
    assert "Done in the field" in words(field)


def test_the_reporters_photo_of_a_sensitive_matter_is_not_carried_outside(client):
    report = make.report(category="parkir-liar", photos=[Upload(make.photo(), "a.jpg")])
    address = f"/desk/{report.code}/cetak"

    field, file = html(client.get(f"{address}/lapangan/")), html(client.get(f"{address}/berkas/"))

    assert (str(report.cover) in field, str(report.cover) in file) == (False, True)
    assert "could show who reported" in field


def test_what_is_not_there_is_not_printed(client):
    report = make.report()
    stranger = browser(make.staff(of="kel-31.73.01.1001"))

    assert stranger.get(f"/desk/{report.code}/cetak/berkas/").status_code == 404
    assert client.get(f"/desk/{report.code}/cetak/lain/").status_code == 404
    assert client.get(f"/desk/{report.code.lower()}/cetak/berkas/").status_code == 302


def test_the_menu_leads_to_hand_over_and_ready_answers(client):
    page = html(client.get("/desk/"))

    assert re.search(r'href="/desk/serah-terima/"', page)
    assert re.search(r'href="/desk/jawaban/"', page)

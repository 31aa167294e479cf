"""The pages of “Erase me”: a GET changes nothing, a POST without a yes neither, a link that is dead is as unknown."""

import pytest
from django.test import Client
from django.utils.html import escape
from tests.factories import make
from tests.web.desk.pages import browser

from tanggap.agencies.words import Role
from tanggap.intake.models import ContactLookup
from tanggap.places.city import city
from tanggap.privacy.models import Request
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity

pytestmark = pytest.mark.django_db


def address(report):
    return f"/laporan/{report.code}/{make.token(report)}/hapus/"


def test_a_reporter_is_erased_by_a_post_with_a_yes_alone():
    report, client = make.report(reporter=make.reporter()), Client()
    page = address(report)

    assert client.get(page).status_code == 200
    assert client.post(page).status_code == 422
    assert Identity.objects.filter(report=report).exists()

    answer = client.post(page, {"sure": "yes"})

    assert (answer.status_code, answer["Location"]) == (302, "/terhapus/")
    assert not Identity.objects.filter(report=report).exists()
    assert client.get("/terhapus/")["Cache-Control"] == "private, no-store"


def test_the_link_of_an_erased_reporter_is_as_unknown_as_any():
    report, client = make.report(reporter=make.reporter()), Client()
    page = address(report)
    client.post(page, {"sure": "yes"})

    dead = client.get(page)
    never = client.get(f"/laporan/{report.code}/{'0' * 48}/hapus/")

    assert (dead.status_code, dead.content) == (404, never.content)
    assert client.post(page, {"sure": "yes"}).status_code == 404


def test_the_public_page_stays_and_reads_a_neutral_sentence_in_both_languages():
    report, client = make.report(text="Lampu mercusuar mati", reporter=make.reporter()), Client()
    client.post(address(report), {"sure": "yes"})

    page = client.get(f"/laporan/{report.code}/").content.decode()

    assert "mercusuar" not in page
    assert "Isi laporan ini dihapus atas permintaan pelapor." in page
    assert escape("The words of this report were erased at the reporter's request.") in page


def operator():
    return browser(make.staff(of=city().intake_unit, role=Role.OPERATOR))


GIVEN = {"way": "letter", "basis": "request", "because": "Surat 12/2026, KTP dilihat"}


def test_an_operator_sees_what_a_contact_reaches_and_then_has_it_done():
    mine, other = make.report(reporter=make.reporter(1)), make.report(reporter=make.reporter(2))
    client, about = operator(), make.reporter(1).phone

    page = client.post("/admin/hapus/baru/", {**GIVEN, "about": about}).content.decode()
    assert mine.code in page
    assert other.code not in page
    assert "Canary" not in page
    assert (Request.objects.count(), ContactLookup.objects.get().found) == (0, 1)

    answer = client.post("/admin/hapus/baru/", {**GIVEN, "about": about, "step": "do"})

    assert answer["Location"] == "/admin/hapus/"
    assert set(Identity.objects.values_list("report", flat=True)) == {other.pk}
    assert bytes(ContactLookup.objects.get().index) == b""
    assert mine.code in client.get("/admin/hapus/").content.decode()


def test_what_leads_to_nothing_is_said_and_writes_nothing():
    client = operator()

    for about in ("JK-0000-0000-0000", "+628999999999", "ada@tidak.id", "\x00"):
        assert client.post("/admin/hapus/baru/", {**GIVEN, "about": about, "step": "do"}).status_code == 422

    assert Request.objects.count() == 0


def test_a_running_case_that_was_reported_in_confidence_is_erased_by_its_reporter_alone():
    report = confidential()
    client = operator()

    refused = client.post("/admin/hapus/baru/", {**GIVEN, "about": report.code, "step": "do"})
    assert (refused.status_code, Request.objects.count()) == (422, 0)

    Client().post(address(report), {"sure": "yes"})
    assert not Identity.objects.filter(report=report).exists()


def confidential() -> Report:
    from tanggap.catalog import queries as catalog

    category = next(row.code for row in catalog.categories() if row.is_confidential and row.is_leaf)
    return make.report(category=category, reporter=make.reporter())

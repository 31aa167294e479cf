"""From the survey to a second reopening in a browser: one tap, a photo, the desk, the unit above; no fault at any width."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.browser import faults, sticks_out
from tests.factories import LITTER, make
from tests.feedback.test_rate import path_to_the_second_closure

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TANGGAP_SHOTS", "")


def link(report):
    return f"/laporan/{report.code}/{make.token(report)}/"


def units():
    above = make.unit(name="Kecamatan Cakung")
    return above, make.unit(parent=above.code, name="Kelurahan Pulo Gebang")


def test_from_the_survey_to_what_the_unit_above_grants(visit):
    above, below = units()
    chief, officer = make.staff(of=above, role=Role.SUPERVISOR), make.staff(of=below)
    report = make.report(state=State.RESOLVED, category=LITTER, handled_by=below)
    photo = {"name": "masih.jpg", "mimeType": "image/jpeg", "buffer": make.photo(size=(320, 240))}

    phone = visit(None, link(report) + "nilai/", language="id", width=360, script=False)
    phone.reload()
    assert not Event.objects.filter(report=report, kind__startswith="feedback.").exists()

    phone.get_by_role("button", name="Tidak baik: masalahnya masih ada").click()
    phone.get_by_label("Apa yang masih salah?").fill("Tumpukan di pojok belum diangkut")
    phone.get_by_label("Foto keadaannya sekarang").set_input_files(photo)
    phone.get_by_role("button", name="Buka kembali").click()
    phone.get_by_text("Laporan dibuka kembali").wait_for()
    assert Report.objects.get(pk=report.pk).state == State.REOPENED

    desk = visit(officer, f"/desk/{report.code}/", language="id")
    desk.locator(".report-review").get_by_text("Tumpukan di pojok belum diangkut").wait_for()
    assert desk.locator(".report-review img").count() == 1

    path_to_the_second_closure(report)
    phone.goto(link(report) + "nilai/")
    phone.get_by_text("Belum beres: minta unit di atasnya").click()
    phone.get_by_label("Apa yang masih salah?").fill("Masih ada lagi")
    phone.get_by_role("button", name="Minta unit di atasnya").click()
    phone.get_by_text("Unit di atasnya memutuskan").or_(phone.get_by_text("Unit itu memutuskan")).first.wait_for()
    assert Report.objects.get(pk=report.pk).state == State.RESOLVED

    boss = visit(chief, "/desk/buka-kembali/", language="id", script=False)
    boss.get_by_label("Alasan Anda, untuk dibaca semua orang").fill("Fotonya menunjukkan tumpukan yang sama")
    boss.get_by_role("button", name="Buka kembali").click()
    boss.get_by_text("Laporan terbuka kembali").wait_for()
    assert Report.objects.get(pk=report.pk).state == State.REOPENED
    phone.goto(link(report))
    phone.get_by_text("Fotonya menunjukkan tumpukan yang sama").wait_for()


def paths():
    """Return the pages in the states that matter, each with who looks."""
    above, below = units()
    chief, officer = make.staff(of=above, role=Role.SUPERVISOR), make.staff(of=below)
    fresh = make.report(category=LITTER, handled_by=below)
    for person in ("ani", "budi"):
        reports.support(code=fresh.code, person=person)
    twice = make.report(state=State.REOPENED, category=LITTER, handled_by=below)
    path_to_the_second_closure(twice)
    asked = SimpleUploadedFile("masih.jpg", make.photo(size=(640, 480)), "image/jpeg")
    citizen = Client()
    citizen.post(
        link(twice) + "buka-lagi/", {"message": "Tumpukan di pojok belum diangkut", "score": "1", "photos": asked}
    )
    solved = make.report(state=State.RESOLVED, category=LITTER, handled_by=below, photos=[])
    return {
        "survey": (None, link(solved) + "nilai/"),
        "own": (None, link(solved)),
        "asked": (None, link(twice)),
        "public": (None, f"/laporan/{twice.code}/"),
        "pane": (officer, f"/desk/{twice.code}/"),
        "requests": (chief, "/desk/buka-kembali/"),
    }


def test_the_pages_are_without_fault(visit):
    pages = paths()
    for language, width, dark in (("id", 360, False), ("en", 1440, True)):
        for name, (person, path) in pages.items():
            page = visit(person, path, language=language, width=width, dark=dark)
            if SHOTS:
                page.wait_for_timeout(300)
                page.screenshot(path=f"{SHOTS}/{name}-{width}-{language}.png", full_page=name != "pane")
            found = (faults(page), sticks_out(page), page.said)
            assert (language, name, *found) == (language, name, [], 0, [])

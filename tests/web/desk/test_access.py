"""Another unit's report does not exist. Who may open which address at all: tests/web/account/test_addresses.py."""

import pytest
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser

from tanggap.agencies.words import Role
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db
SLUGS = (
    "mulai",
    "selesai",
    "koordinasi",
    "disposisi",
    "tanya",
    "gabung",
    "pisah",
    "ubah",
    "tugaskan",
    "catat",
    "tolak",
    "kembalikan",
    "putuskan",
    "rujuk",
    "tidak-dapat",
)


@pytest.fixture
def report():
    return make.report(photos=[Upload(make.photo(), "a.jpg")], category="parkir-liar")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR])
def test_another_units_report_does_not_exist_nor_does_its_photo(report, role):
    client = browser(make.staff(of="kel-31.75.06.1001", role=role))
    before = Event.objects.count()

    missing = client.get("/desk/JK-0000-0000-000/")
    foreign = client.get(f"/desk/{report.code}/")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    for slug in SLUGS:
        assert client.get(f"/desk/{report.code}/{slug}/").status_code == 404
        given = {"version": report.version, "message": "x", "note": "x", "question": "x", "reason": "outside"}
        assert client.post(f"/desk/{report.code}/{slug}/", given).status_code == 404
    for size in ("thumb", "shown"):
        assert client.get(f"/foto/{report.cover}/{size}.jpg").status_code == 404
    assert Event.objects.count() == before


def test_a_supervisor_sees_what_the_units_below_hold(report):
    above = make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
    officer = make.staff(of="kec-31.75.06")

    assert browser(above).get(f"/desk/{report.code}/").status_code == 200
    assert browser(officer).get(f"/desk/{report.code}/").status_code == 404


def test_a_confidential_report_is_read_by_its_unit_alone():
    report = make.report(channel="inspektorat", category="perilaku-aparatur", lon=None, lat=None)
    intake = browser(make.staff(of="jsc-intake", role=Role.INTAKE))
    kelurahan = browser(make.staff(of=GEBANG))

    assert Report.objects.get(pk=report.pk).visibility == "private"
    assert kelurahan.get(f"/desk/{report.code}/").status_code == 404
    holder = make.staff(of=report.unit_id)
    assert browser(holder).get(f"/desk/{report.code}/").status_code == 200
    if report.unit_id != "jsc-intake":
        assert intake.get(f"/desk/{report.code}/").status_code == 404


def test_a_form_from_elsewhere_is_refused(report):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff(of=GEBANG))

    assert client.post(f"/desk/{report.code}/mulai/", {"version": 1}).status_code == 403
    assert client.post("/desk/cari/unit/", {"unit_text": "x"}).status_code == 403
    assert client.post("/masuk/", {"username": "a", "password": "b"}).status_code == 403

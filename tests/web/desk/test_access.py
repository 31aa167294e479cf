"""Who may open what: every address of the staff × every role; another unit's report does not exist."""

import pytest
from django.urls import get_resolver
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser

from tanggap.agencies.words import ASSIGNABLE, Role
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db
DESK, OPERATOR = {Role.INTAKE, Role.OFFICER, Role.SUPERVISOR}, {Role.OPERATOR}
UNITS = {Role.INTAKE: "jsc-intake", Role.VALIDATOR: "biro-pemerintahan"}
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

# address, who gets in, and by which method
PAGES = [
    ("GET", "/desk/", DESK),
    ("POST", "/desk/cari/unit/", DESK),
    ("POST", "/desk/cari/tempat/", DESK),
    ("GET", "/desk/{code}/", DESK),
    *(("GET", f"/desk/{{code}}/{slug}/", DESK) for slug in SLUGS),
    *(("POST", f"/desk/{{code}}/{slug}/", DESK) for slug in SLUGS),
    ("POST", "/desk/{code}/hadir/", DESK),
    ("POST", "/desk/{code}/ikuti/", DESK),
    ("POST", "/desk/{code}/rekan/", DESK),
    ("GET", "/desk/{code}/pesan/", DESK),
    ("GET", "/desk/{code}/cetak/berkas/", DESK),
    ("GET", "/desk/jawaban/", DESK),
    ("GET", "/desk/serah-terima/", DESK),
    ("POST", "/desk/serah-terima/", DESK),
    ("GET", "/desk/loket/", {Role.OFFICER, Role.SUPERVISOR}),
    ("POST", "/desk/loket/", {Role.OFFICER, Role.SUPERVISOR}),
    ("POST", "/desk/loket/saran/", {Role.OFFICER, Role.SUPERVISOR}),
    ("POST", "/desk/loket/dukung/", {Role.OFFICER, Role.SUPERVISOR}),
    ("GET", "/admin/", OPERATOR),
    ("GET", "/admin/orang/", OPERATOR),
    ("GET", "/admin/orang/baru/", OPERATOR),
    ("POST", "/admin/orang/baru/", OPERATOR),
    ("GET", "/admin/orang/{username}/", OPERATOR),
    ("POST", "/admin/orang/{username}/peran/", OPERATOR),
    ("POST", "/admin/orang/{username}/peran/cabut/", OPERATOR),
    ("POST", "/admin/orang/{username}/tutup/", OPERATOR),
    ("POST", "/admin/orang/{username}/buka/", OPERATOR),
    ("POST", "/admin/orang/{username}/sandi/", OPERATOR),
    ("GET", "/admin/paket/", OPERATOR),
    ("GET", "/admin/kanal/", OPERATOR),
    ("GET", "/masuk/ke/", set(ASSIGNABLE)),
    ("GET", "/masuk/akun/", set(ASSIGNABLE)),
    ("POST", "/masuk/akun/sandi/", set(ASSIGNABLE)),
    ("POST", "/masuk/akun/bahasa/", set(ASSIGNABLE)),
]


@pytest.fixture
def report():
    return make.report(photos=[Upload(make.photo(), "a.jpg")], category="parkir-liar")


def ask(client, method, address, report, someone):
    path = address.format(code=report.code, username=someone.username)
    return getattr(client, method.lower())(path, {"code": report.code})


@pytest.mark.parametrize(("method", "address", "_allowed"), PAGES)
def test_a_citizen_is_led_to_the_sign_in_page(report, method, address, _allowed):
    someone = make.staff(of=GEBANG)
    response = ask(browser(), method, address, report, someone)

    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", ASSIGNABLE)
def test_each_role_opens_its_own_surface_alone(report, role):
    someone = make.staff(of=GEBANG)
    make.staff(of="jsc-intake", role=Role.OPERATOR)
    client = browser(make.staff(of=UNITS.get(role, GEBANG), role=role))

    for method, address, allowed in PAGES:
        status = ask(client, method, address, report, someone).status_code
        if role in allowed:
            assert status not in {401, 403, 404, 405, 500}, (method, address)
        else:
            assert status == 403, (method, address)


def test_the_matrix_names_every_address():
    surfaces = {"desk", "operator", "sign-in"}
    named = {
        f"{resolver.namespace}:{pattern.name}"
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", None) in surfaces
        for pattern in resolver.url_patterns
    }

    assert named == {
        "desk:list", "desk:find", "desk:filter", "desk:beat", "desk:views", "desk:view", "desk:bulk", "desk:batch", "desk:batch-table",
        "desk:units", "desk:places", "desk:counter", "desk:counter-advice", "desk:counter-support", "desk:tasks", "desk:task-units",
        "desk:notices", "desk:notice-see", "desk:notices-see-all", "desk:escalations", "desk:acknowledge", "desk:me", "desk:team",
        "desk:rule", "desk:member", "desk:absence", "desk:absence-withdraw", "desk:certify", "desk:certificate-revoke", "desk:register",
        "desk:register-csv", "desk:handover", "desk:handover-record", "desk:handover-take", "desk:answers", "desk:answer-withdraw",
        "desk:report", "desk:task-uninvite", "desk:task-act", "desk:instruction-read", "desk:print", "desk:look", "desk:watch",
        "desk:colleagues", "desk:messages", "desk:act",
        "operator:overview", "operator:people", "operator:new-person", "operator:person", "operator:grant", "operator:revoke",
        "operator:close", "operator:reopen", "operator:reset-password", "operator:reset-factors", "operator:sign-out", "operator:seal",
        "operator:link", "operator:refused", "operator:pack", "operator:channels",
        "sign-in:sign-in", "sign-in:code", "sign-in:enrol", "sign-in:emergency", "sign-in:provider", "sign-in:provider-return",
        "sign-in:onward", "sign-in:again", "sign-in:account", "sign-in:password", "sign-in:language", "sign-in:add-factor",
        "sign-in:remove-factor", "sign-in:codes", "sign-in:end-sessions", "sign-in:see-alarm", "sign-in:sign-out",
    }  # fmt: skip


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

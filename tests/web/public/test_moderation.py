"""The public log of what was hidden, and the tap of a reader who finds something private."""

import pytest
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.core.address import client_address  # noqa: F401  what the brake counts by
from tanggap.places.city import city
from tanggap.reports import actions
from tanggap.reports.models import Flag, Photo
from tanggap.reports.photos import Upload
from tanggap.web.public.views import moderating
from tanggap.web.ui import caching

pytestmark = pytest.mark.django_db


def withheld(**changes):
    report = make.report(**changes)
    by = make.staff(of=city().intake_unit, role=Role.INTAKE)
    actions.withhold(code=report.code, version=report.version, by=by, reason="court")
    return report


def test_the_log_says_what_and_why_and_where_roughly_but_not_which():
    report = withheld(text="Lampu mati di depan rumah")
    everybody = browser()

    page = words(everybody.get("/moderasi/"))
    table = b"".join(everybody.get("/moderasi/catatan.csv").streaming_content).decode()

    assert "A report was hidden A court ordered it Kota Administrasi Jakarta Timur" in page
    assert table.splitlines()[1].split(",")[2:] == [
        "reports.withhold",
        "court",
        "31.75",
        "Kota Administrasi Jakarta Timur",
    ]
    for told in (page, table):
        assert not any(secret in told for secret in (report.code, report.area_id, "lampu-jalan", "rumah"))


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 400, "1;drop", "²"])
def test_a_page_of_the_log_that_there_is_not_is_no_error(before):
    assert browser().get("/moderasi/", {"before": before}).status_code == 200


def test_a_tap_tells_the_desk_without_an_account():
    report = make.report()

    answer = browser().post(f"/laporan/{report.code}/pribadi/", {"reason": "plate"})

    assert (answer.status_code, answer["Location"]) == (302, f"/laporan/{report.code}/")
    assert list(Flag.objects.values_list("report__code", "reason", "times")) == [(report.code, "plate", 1)]


@pytest.mark.parametrize(("reason", "status"), [("", 422), ("invented", 422)])
def test_a_tap_without_a_reason_of_ours_is_refused(reason, status):
    report = make.report()

    assert browser().post(f"/laporan/{report.code}/pribadi/", {"reason": reason}).status_code == status
    assert Flag.objects.count() == 0


def test_a_withheld_code_is_answered_as_one_that_is_nobodys():
    code, nobodys = withheld().code, "JK-26-AAAA-AAAA"

    answers = [browser().post(f"/laporan/{one}/pribadi/", {"reason": "face"}) for one in (code, nobodys)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_who_taps_without_end_is_asked_to_wait(monkeypatch):
    monkeypatch.setattr(moderating, "network", lambda _address: "203.0.113.7")
    moderating._senders.clear()
    report, reader = make.report(), browser()

    said = [reader.post(f"/laporan/{report.code}/pribadi/", {"reason": "face"}).status_code for _tap in range(8)]

    assert said == [302] * moderating.FLAGS_PER_MINUTE + [429] * 2
    moderating._senders.clear()


def test_a_photo_is_asked_for_again_within_a_minute_and_is_gone_when_hidden():
    report, everybody = make.report(photos=(Upload(make.photo()),)), browser()
    photo = Photo.objects.get(report=report).pk
    address = f"/foto/{photo}/shown.jpg"
    first = everybody.get(address)
    again = everybody.get(address, headers={"if-none-match": first["ETag"]})
    by = make.staff(of=city().intake_unit, role=Role.INTAKE)

    actions.hide_photo(code=report.code, version=report.version, by=by, photo=photo, reason="face")
    gone = everybody.get(address, headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert (first.status_code, again.status_code, gone.status_code) == (200, 304, 404)
    caching.forget()

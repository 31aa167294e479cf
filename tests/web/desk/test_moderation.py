"""Hiding from the public, as the intake desk does it: one page a report, every form without JavaScript, the reason always asked."""

import pytest
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.places.city import city
from tanggap.reports import actions
from tanggap.reports.models import Moderation, Photo, Report
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return browser(make.staff(of=city().intake_unit, role=Role.INTAKE))


def send(desk, report, do, **given):
    version = Report.objects.get(pk=report.pk).version
    sent = {"do": do, "version": version, "reason": "names_person", **given}
    return desk.post(f"/desk/moderasi/{report.code}/", sent)


def test_the_report_page_leads_to_it(desk):
    report = make.report()

    assert f'href="/desk/moderasi/{report.code}/"' in desk.get(f"/desk/{report.code}/").content.decode()
    assert words(desk.get(f"/desk/moderasi/{report.code}/")).count("Reason, for everybody to read") == 2


def test_the_preview_shows_what_would_be_read_and_changes_nothing(desk):
    report = make.report(text="Lampu depan rumah Wiryo mati")

    page = words(send(desk, report, "preview", words=[3]))

    assert "What the public would read Lampu depan rumah ••• mati" in page
    assert Report.objects.get(pk=report.pk).public_text is None


def test_words_a_photo_and_the_whole_report_are_hidden_and_given_back(desk):
    report = make.report(text="Lampu depan rumah Wiryo mati", photos=(Upload(make.photo()),))
    photo = Photo.objects.get(report=report).pk

    done = [
        send(desk, report, "cut_words", words=[3]),
        send(desk, report, "hide_photo", photo=photo),
        send(desk, report, "show_photo", photo=photo, reason="mistake"),
        send(desk, report, "show_words", reason="mistake"),
        send(desk, report, "withhold"),
        send(desk, report, "release", reason="over"),
    ]

    assert [answer.status_code for answer in done] == [302] * 6
    assert list(Moderation.objects.order_by("number").values_list("act", flat=True)) == [
        "reports.cut_words",
        "reports.hide_photo",
        "reports.show_photo",
        "reports.show_words",
        "reports.withhold",
        "reports.release",
    ]


@pytest.mark.parametrize(
    ("do", "given", "status"),
    [
        ("withhold", {"reason": ""}, 422),
        ("withhold", {"reason": "mistake"}, 422),
        ("cut_words", {}, 422),
        ("cut_words", {"words": ["99", "x", "-1"]}, 422),
        ("hide_photo", {"photo": "none"}, 404),
        ("release", {"reason": "over"}, 409),
        ("show_words", {"reason": "over"}, 409),
        ("settle_flags", {}, 409),
        ("drop table", {}, 422),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(desk, do, given, status):
    report = make.report()

    answer = send(desk, report, do, **given)

    assert (answer.status_code, Moderation.objects.count()) == (status, 0)
    assert 'role="alert"' in answer.content.decode()


def test_what_readers_say_waits_in_a_list_until_it_was_looked_into(desk):
    report = make.report()
    actions.flag(code=report.code, reason="face")
    waiting = words(desk.get("/desk/moderasi/"))

    send(desk, report, "settle_flags")

    assert (report.code in waiting, "It shows the face of a person" in waiting) == (True, True)
    assert report.code not in words(desk.get("/desk/moderasi/"))


def test_a_report_private_by_its_reporters_wish_offers_no_way_back(desk):
    page = desk.get(f"/desk/moderasi/{make.report(visibility='private').code}/").content.decode()

    assert 'value="release"' not in page
    assert 'value="withhold"' not in page

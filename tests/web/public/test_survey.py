"""The page that asks about a closure: opening it changes nothing, a tap answers; what is no link of the reporter's looks like nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import LITTER, make
from tests.feedback.test_rate import path_to_the_second_closure
from tests.web.public.pages import path_of

from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.words import PhotoRole, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved():
    return make.report(state=State.RESOLVED, category=LITTER)


def page_of(report):
    return path_of(report) + "nilai/"


def test_a_machine_that_opens_the_link_changes_nothing(client, solved):
    before = make.events(solved)

    answers = [client.get(page_of(solved)), client.head(page_of(solved)), client.options(page_of(solved))]

    assert [one.status_code for one in answers] == [200, 200, 405]
    assert make.events(solved) == before


def test_one_tap_then_words(client, solved):
    tapped = client.post(page_of(solved), {"score": "4"})
    told = client.post(page_of(solved) + "kata/", {"message": "Cepat sekali"})

    assert (tapped["Location"], told["Location"]) == (page_of(solved), page_of(solved))
    assert make.events(solved)[-2:] == ["feedback.rate", "feedback.detail"]


def test_a_tap_without_a_score_says_so(client, solved):
    answer = client.post(page_of(solved), {"score": "9"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_dispute_brings_its_photo(client, solved):
    photo = SimpleUploadedFile("masih.jpg", make.photo(), "image/jpeg")

    client.post(path_of(solved) + "buka-lagi/", {"message": "Masih ada", "score": "1", "photos": photo})

    shown = Photo.objects.get(report=solved, role=PhotoRole.DISPUTE)
    assert Report.objects.get(pk=solved.pk).state == State.REOPENED
    assert client.get(f"/foto/{shown.pk}/thumb.jpg").status_code == 200


def test_a_bomb_instead_of_a_photo_changes_nothing(client, solved):
    bomb = SimpleUploadedFile("bom.jpg", b"\xff\xd8\xff" + b"\x00" * 400, "image/jpeg")

    answer = client.post(path_of(solved) + "buka-lagi/", {"message": "Masih ada", "photos": bomb})

    assert answer.status_code == 422
    assert Report.objects.get(pk=solved.pk).state == State.RESOLVED


def test_unknown_guessed_and_foreign_links_are_the_same_bytes(client, solved):
    token, foreign = make.token(solved), make.token(make.report(category=LITTER))
    wrong = [
        f"/laporan/{code}/{key}/nilai/"
        for code, key in ((solved.code, "0" * 48), (solved.code, foreign), ("JK-4KQ2-M9XT-1C7", token), ("apa", token))
    ]

    got = [client.get(path) for path in wrong]
    posted = [client.post(path, {"score": "1"}) for path in wrong]

    assert {one.status_code for one in (*got, *posted)} == {404}
    assert len({one.content for one in got}) == 1
    assert not Event.objects.filter(kind="feedback.rate").exists()


def test_the_second_time_it_is_a_request(client):
    report = make.report(state=State.REOPENED, category=LITTER)
    path_to_the_second_closure(report)

    client.post(path_of(report) + "buka-lagi/", {"message": "Masih ada"})

    assert make.events(report)[-1] == "feedback.request_reopen"
    assert "Anda meminta laporan dibuka kembali" in client.get(path_of(report)).content.decode()


def test_a_supporter_is_asked_once_by_the_cookie_that_came_with_the_support(client):
    report = make.report(category=LITTER)
    client.post(f"/laporan/{report.code}/dukung/")
    make_solved(report)
    assert "Ya, beres" in client.get(f"/laporan/{report.code}/").content.decode()

    client.post(f"/laporan/{report.code}/beres/", {"solved": "no"})

    page = client.get(f"/laporan/{report.code}/").content.decode()
    assert ("Ya, beres" in page, "1 menyatakan belum" in page) == (False, True)


def test_without_the_cookie_nothing_is_said(client):
    report = make.report(category=LITTER)
    reports.support(code=report.code, person="ani")
    make_solved(report)
    before = make.events(report)

    assert client.post(f"/laporan/{report.code}/beres/", {"solved": "no"}).status_code == 409
    assert make.events(report) == before


def make_solved(report):
    from tests.feedback.test_joined_and_neighbours import close

    close(report)

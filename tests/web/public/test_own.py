"""The private link: only its holder sees and does what is the reporter's."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make
from tests.web.public.pages import errors_of, path_of

from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
SENT = {"jawab": {"answer": "x"}, "nilai": {"score": "2"}, "buka-lagi": {"message": "x"}, "banding": {"message": "x"}}


def state_of(made):
    return Report.objects.get(pk=made.pk).state


def test_a_private_report_is_read_through_its_link(client):
    made = make.report(visibility="private")
    response = client.get(path_of(made))

    assert response.status_code == 200
    assert made.text in response.content.decode()


def test_a_question_is_shown_and_answered(client):
    made = make.report(state=State.AWAITING_REPORTER)
    assert "Di sisi mana?" in client.get(path_of(made)).content.decode()
    assert "Di sisi mana?" not in client.get(f"/laporan/{made.code}/").content.decode()

    response = client.post(path_of(made) + "jawab/", {"answer": "Sisi selatan"})

    assert response["Location"] == path_of(made)
    assert state_of(made) == State.IN_PROGRESS
    assert "Sisi selatan" in client.get(path_of(made)).content.decode()


def test_a_closure_is_judged_once(client):
    made = make.report(state=State.RESOLVED)
    first = client.post(path_of(made) + "nilai/", {"score": "3", "comment": "Terima kasih"})
    second = client.post(path_of(made) + "nilai/", {"score": "1"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Event.objects.filter(report=made, kind="feedback.rate").count() == 1


def test_who_is_not_satisfied_opens_it_again(client):
    made = make.report(state=State.RESOLVED)
    response = client.post(path_of(made) + "buka-lagi/", {"message": "Masih gelap", "score": "1"})

    assert response.status_code == 302
    assert state_of(made) == State.REOPENED


def test_a_refusal_is_appealed(client):
    made = make.report(state=State.REJECTED)
    response = client.post(path_of(made) + "banding/", {"message": "Ini di dalam kota"})

    assert response.status_code == 302
    assert state_of(made) == State.COORDINATING


def test_having_to_wait_for_the_planning_is_objected_to_on_its_page(client):
    made = make.report(state=State.PLANNED)
    page = client.get(path_of(made)).content.decode()
    assert "Keberatan menunggu" in page
    assert "menunggu anggaran; jam berhenti" in page

    response = client.post(path_of(made) + "banding/", {"message": "Cukup ditambal"})

    assert response.status_code == 302
    assert state_of(made) == State.COORDINATING


@pytest.mark.parametrize(
    ("act", "state", "field"),
    [
        ("jawab", State.AWAITING_REPORTER, "answer"),
        ("buka-lagi", State.RESOLVED, "message"),
        ("banding", State.REJECTED, "message"),
    ],
)
def test_an_empty_form_is_shown_again_with_what_is_missing(client, act, state, field):
    made = make.report(state=state)
    response = client.post(f"{path_of(made)}{act}/", {})

    assert response.status_code == 422
    assert errors_of(response.content.decode(), field)
    assert state_of(made) == state


@pytest.mark.parametrize(("act", "sent"), SENT.items())
def test_what_the_state_does_not_permit_is_refused_with_a_reason(client, act, sent):
    made = make.report()
    response = client.post(f"{path_of(made)}{act}/", sent)

    assert response.status_code == 409
    assert 'role="alert"' in response.content.decode()
    assert state_of(made) == State.RECEIVED


@pytest.mark.parametrize("act", ["jawab", "nilai", "buka-lagi", "banding"])
def test_a_wrong_token_does_nothing_and_looks_like_nothing(client, act):
    made = make.report(state=State.RESOLVED)
    response = client.post(f"/laporan/{made.code}/{'0' * 48}/{act}/", {"answer": "x", "score": "1", "message": "x"})

    assert response.status_code == 404
    assert state_of(made) == State.RESOLVED


@pytest.mark.parametrize("part", ["", "tanda-terima/"])
def test_private_pages_are_kept_by_nobody(client, part):
    response = client.get(path_of(make.report()) + part)

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert 'name="robots" content="noindex, nofollow"' in response.content.decode()


def test_the_receipt_shows_code_unit_promises_and_the_link(client):
    made = make.report()
    page = client.get(path_of(made) + "tanda-terima/").content.decode()

    for shown in (made.code, "Kelurahan Pulo Gebang", path_of(made), "<svg", "WIB"):
        assert shown in page


@pytest.mark.django_db(transaction=True)
def test_what_was_written_to_the_reporter_is_read_on_a_page_of_ones_own(client):
    from tanggap.core.cursors import catch_up
    from tanggap.notify.consumer import CONSUMER

    report = make.report(reporter=make.reporter(6), language="id")
    catch_up(CONSUMER)
    base = f"/laporan/{report.code}/{make.token(report)}/"

    page = client.get(f"{base}pesan/")
    text = page.content.decode()
    assert page.status_code == 200
    assert f"Laporan {report.code} sudah kami terima" in text
    assert base in text
    assert "canary6" not in text.lower()
    assert client.get(f"/laporan/{report.code}/{'x' * 43}/pesan/").status_code == 404
    assert f'href="{base}pesan/"' in client.get(base).content.decode()


# --- adding words and photos ---

ADDED = {"message": "Sekarang dua lampu mati", "key": "key-of-one-form-shown"}


def add(client, made, **changes):
    return client.post(path_of(made) + "tambah/", {**ADDED, **changes})


def test_words_and_photos_are_added_and_stand_in_the_reporters_own_history(client):
    made = make.report()
    photo = SimpleUploadedFile("dua.jpg", make.photo(), content_type="image/jpeg")

    response = add(client, made, photos=[photo])

    assert response["Location"] == path_of(made)
    event = Event.objects.get(report=made, kind="feedback.add")
    assert (event.payload["message"], event.payload["photos"]) == (ADDED["message"], 1)
    assert Photo.objects.filter(report=made, role="note").count() == 1
    page = client.get(path_of(made), headers={"accept-language": "en"}).content.decode()
    assert "You added something" in page
    assert ADDED["message"] in page
    assert 'class="internal"' not in page
    assert ADDED["message"] not in client.get(f"/laporan/{made.code}/").content.decode()


def test_sent_again_it_is_added_once(client):
    made = make.report()

    assert [add(client, made).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(report=made, kind="feedback.add").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"message": ""}, "add_message"),
        ({"message": "  "}, "add_message"),
        ({"message": "x" * 2_001}, "add_message"),
        ({"photos": [SimpleUploadedFile("a.jpg", b"<svg/>")]}, "add_photos"),
        ({"key": "short"}, None),
    ],
)
def test_what_cannot_be_added_is_said_where_it_stands_and_the_words_stay(client, changes, field):
    made = make.report()
    response = add(client, made, **changes)
    page = response.content.decode()

    assert response.status_code in {400, 415, 422}
    assert 'role="alert"' in page
    assert field is None or re.search(rf'id="{field}_error"', page)
    assert changes.get("message", ADDED["message"]).strip() in page
    assert not Event.objects.filter(report=made, kind="feedback.add").exists()


def test_an_archived_report_takes_no_more(client):
    made = make.report(state=State.ARCHIVED)

    assert "tambah/" not in client.get(path_of(made)).content.decode()
    assert add(client, made).status_code == 409


def test_what_is_added_to_a_joined_report_goes_to_the_other_and_stands_on_the_own_page(client):
    made = make.report(state=State.MERGED)
    parent = made.parent

    add(client, made)

    assert Event.objects.get(kind="feedback.add").report_id == parent.pk
    assert ADDED["message"] in client.get(path_of(made)).content.decode()
    assert ADDED["message"] not in client.get(path_of(parent)).content.decode()


def test_a_wrong_key_adds_nothing_and_tells_nothing(client):
    made = make.report()
    response = client.post(f"/laporan/{made.code}/{'0' * 48}/tambah/", ADDED)

    assert response.status_code == 404
    assert not Event.objects.filter(report=made, kind="feedback.add").exists()

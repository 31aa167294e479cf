"""A report is followed by its code: what everybody may see, in plain words, and nothing more."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import make

from tanggap.core import clock
from tanggap.reports.models import Report, Support
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
STATES = list(State)
BENDS = {
    "lower case": str.lower,
    "no dashes": lambda code: code.replace("-", ""),
    "letters for digits": lambda code: code.replace("0", "O").replace("1", "l"),
    "blanks": lambda code: f" {code} ",
}


def page(client, made, language="id"):
    client.cookies["bahasa"] = language
    return client.get(f"/laporan/{made.code}/")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_page_in_both_languages(client, state, language):
    response = page(client, make.report(state=state), language)

    assert response.status_code == 200
    assert str(State(state).label) in response.content.decode() or language == "id"
    assert f'<html lang="{language}"' in response.content.decode()


def test_it_says_who_has_it_and_what_is_promised(client):
    shown = page(client, make.report()).content.decode()

    assert "Laporan ada di Kelurahan Pulo Gebang." in shown
    assert "Jawaban pertama dijanjikan" in shown
    assert re.search(r'<time class="due[^>]*>.*?sisa', shown, re.S)


def test_a_claim_names_the_unit_that_checks_it_before_it_is_closed(client):
    shown = page(client, make.report(state=State.AWAITING_VALIDATION)).content.decode()

    assert "menyatakan selesai" in shown
    assert "Sekarang diperiksa oleh Bagian Pemerintahan" in shown


def test_a_closed_one_shows_who_checked_it_how_and_both_photos(client):
    shown = page(client, make.report(state=State.RESOLVED, photos=[Upload(make.photo(), "a.jpg")])).content.decode()

    assert "Selesai, dan diperiksa pihak lain" in shown
    assert "Bagian Pemerintahan" in shown
    assert 'class="pair"' in shown
    assert "tepat waktu" in shown


def test_a_broken_promise_is_said_to_be_broken(client):
    made = make.report(at=clock.now() - timedelta(days=20))
    shown = page(client, made).content.decode()

    assert 'class="due late"' in shown


def test_a_merged_one_leads_to_the_one_that_goes_on(client):
    parent = make.report()
    shown = page(client, make.report(state=State.MERGED, parent=parent)).content.decode()

    assert f'href="/laporan/{parent.code}/"' in shown


def test_nothing_of_the_reporter_is_on_it(client):
    shown = page(client, make.report(reporter=make.reporter(7))).content.decode()

    assert [mark for mark in ("Canary7", "canary7@", "62812345") if mark in shown] == []


def test_unknown_private_and_malformed_are_the_same_bytes(client):
    hidden = make.report(visibility="private")
    answers = [
        client.get(f"/laporan/{code}/") for code in (hidden.code, "JK-0000-0000-000", "x", "a%00b", "JK", "é" * 30)
    ]
    answers.append(client.get(f"/laporan/{hidden.code}/{'0' * 48}/"))
    answers.append(client.get(f"/laporan/{make.report().code}/{'f' * 48}/"))

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


@pytest.mark.parametrize("bend", BENDS.values(), ids=BENDS)
def test_a_code_is_understood_as_it_is_typed(client, bend):
    made = make.report()
    response = client.post("/lacak/", {"code": bend(made.code)})

    assert (response.status_code, response["Location"]) == (302, f"/laporan/{made.code}/")


def test_a_slip_of_the_finger_is_noticed_before_anything_is_looked_up(client, django_assert_max_num_queries):
    made = make.report()
    last = "0" if made.code[-1] != "0" else "1"
    with django_assert_max_num_queries(1):  # the shelf that knows whether the city is simulated
        response = client.post("/lacak/", {"code": made.code[:-1] + last})

    assert response.status_code == 422
    assert made.code[:-1] in response.content.decode()


def test_looking_for_a_code_by_get_is_refused(client):
    assert client.get("/lacak/?code=x").status_code == 405


def test_a_code_in_the_address_is_brought_to_its_form(client):
    made = make.report()

    assert client.get(f"/laporan/{made.code.lower()}/")["Location"] == f"/laporan/{made.code}/"


def test_one_person_supports_once(client):
    made = make.report()
    for _ in range(3):
        response = client.post(f"/laporan/{made.code}/dukung/")
    made.refresh_from_db()

    assert response["Location"] == reverse("public:track", args=[made.code])
    assert made.supporters == 1
    assert "Anda salah satunya" in page(client, made).content.decode()


def test_another_person_counts_too(client):
    from django.test import Client

    made = make.report()
    client.post(f"/laporan/{made.code}/dukung/")
    Client().post(f"/laporan/{made.code}/dukung/")

    assert Report.objects.get(pk=made.pk).supporters == 2


def test_what_is_closed_or_private_takes_no_support(client):
    closed, hidden = make.report(state=State.RESOLVED), make.report(visibility="private")
    statuses = [client.post(f"/laporan/{made.code}/dukung/").status_code for made in (closed, hidden)]

    assert statuses == [409, 404]
    assert Support.objects.count() == 0


def test_support_by_get_changes_nothing(client):
    made = make.report()

    assert client.get(f"/laporan/{made.code}/dukung/").status_code == 405
    assert Support.objects.count() == 0

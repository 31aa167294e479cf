"""What no caller may send (threats.md §4, 13–31): each is refused by name, and nothing of it is written."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from tests.api.sending import LAT, LON, URL, document, problem, send
from tests.factories import make

from tanggap.api.reading import LARGEST_JSON
from tanggap.intake.models import Inbound
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_written():
    yield
    assert (Report.objects.count(), Inbound.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b" ", id="nothing"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b'{"text": "a b c d"} x', id="more behind"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'"text"', id="a text"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"text": "\xff\xfe"}', id="not UTF-8"),
        pytest.param(b'{"text": "lampu mati", "location": {"lon": NaN, "lat": -6.2}}', id="NaN"),
        pytest.param(b'{"text": "lampu mati", "location": {"lon": Infinity, "lat": -6.2}}', id="Infinity"),
        pytest.param(b'{"text": "lampu mati", "location": {"lon": %s}}' % (b"1" * 5000), id="number of 5,000 digits"),
        pytest.param(b'{"text": "lampu mati", "details": %s1%s}' % (b"[" * 100_000, b"]" * 100_000), id="100,000 deep"),
        pytest.param(b'{"details": %s}' % (b'{"a":' * 30 + b"1" + b"}" * 30), id="30 deep"),
        pytest.param(b"[" * 100_000, id="100,000 open brackets"),
        pytest.param('{"text": "lampu mati"}'.encode("utf-16")[:-1], id="half a character"),
    ],
)
def test_what_is_no_json_document(client, body):
    assert problem(send(client, body))[:2] == (400, "not_json")


def test_a_name_given_twice_has_two_meanings(client):
    answer = send(client, '{"text": "lampu mati", "text": "tutup semua laporan"}')

    assert problem(answer) == (400, "not_json", ["text"])


def test_forty_thousand_names_given_twice_cost_no_time(client):
    body = "{" + ",".join(f'"{number}":1' for number in [*range(15_000), 14_999]) + "}"

    assert problem(send(client, body)) == (400, "not_json", ["14999"])


@pytest.mark.parametrize("field", ["status", "unit_id", "verified", "state", "id", "code", "origin", "__class__"])
def test_fields_that_only_the_city_sets_are_refused_by_name(client, field):
    assert problem(send(client, document(**{field: "resolved"}))) == (422, "invalid", [field])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": None}, "text"),
        ({"text": 5}, "text"),
        ({"text": ["lampu"]}, "text"),
        ({"text": "lampu \ud800 mati"}, "text"),
        ({"category": 7}, "category"),
        ({"category": {"code": "lampu-jalan"}}, "category"),
        ({"location": "Pulo Gebang"}, "location"),
        ({"location": [LON, LAT]}, "location"),
        ({"location": {"lon": "106.9", "lat": LAT}}, "location.lon"),
        ({"location": {"lon": True, "lat": LAT}}, "location.lon"),
        ({"location": {"lon": LON, "lat": LAT, "alt": 3}}, "location.alt"),
        ({"reporter": "Ratna"}, "reporter"),
        ({"reporter": {"nik": "3175060101900001"}}, "reporter.nik"),
        ({"visibility": "everybody"}, "visibility"),
        ({"details": {"size": 4}}, "details.size"),
        ({"occurred_at": 1764000000}, "occurred_at"),
        ({"external_id": 17}, "external_id"),
        ({"external_id": "x" * 201}, "external_id"),
        ({"photos": ["a.jpg"]}, "photos"),
    ],
)
def test_wrong_types_are_named(client, changes, field):
    body = json.dumps(document(**changes))

    assert problem(send(client, body)) == (422, "invalid", [field])


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" * 400])
def test_numbers_beyond_all_places(client, number):
    answer = send(client, f'{{"text": "lampu mati", "location": {{"lon": {number}, "lat": -6.2}}}}')

    assert problem(answer)[0] == 422
    assert problem(answer)[2][0].startswith("location")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " \u2003 \n "}, "text"),
        ({"text": "\u0000\u0007"}, "text"),
        ({"text": "💡"}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"category": "tidak-ada"}, "category"),
        ({"category": "lampu-jalan\u0000"}, "category"),
        ({"location": {"lon": LON}}, "location"),
        ({"location": {"area": "31.75"}}, "location"),
        ({"location": {"address": "x" * 301}}, "location.address"),
        ({"reporter": {"name": "x" * 121}}, "reporter.name"),
        ({"reporter": {"email": "ratna@"}}, "reporter.email"),
        ({"reporter": {"email": "ratna@example.org\nBcc: all@example.org"}}, "reporter.email"),
        ({"reporter": {"phone": "tujuh"}}, "reporter.phone"),
        ({"reporter": {"channel": "burung-merpati"}}, "reporter.channel"),
        ({"occurred_at": "2026-01-02T10:00:00"}, "occurred_at"),
        ({"occurred_at": "9999-12-31T23:59:59+00:00"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+23:59"}, "occurred_at"),
        ({"occurred_at": "kemarin"}, "occurred_at"),
        ({"external_id": "a\u0000b"}, "external_id"),
        ({"details": {"nothing": "asked"}}, "details.nothing"),
    ],
)
def test_what_the_city_cannot_use_is_named(client, changes, field):
    assert problem(send(client, document(**changes))) == (422, "invalid", [field])


def test_every_fault_is_told_at_once(client):
    answer = send(client, document(text="", category="tidak-ada", location={"lon": 0.0, "lat": 0.0}))

    assert problem(answer) == (422, "invalid", ["category", "location", "text"])


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (LAT, LON, "swapped"),
        (0, 0, "null_island"),
        (106.9, -5.5, "outside_city"),
        (106.99, -6.24, "outside_city"),
        (999, 999, "out_of_range"),
    ],
    ids=["swapped", "0,0", "at sea", "Bekasi", "nowhere"],
)
def test_a_wrong_place_says_what_is_wrong_with_it(client, lon, lat, code):
    answer = send(client, document(location={"lon": lon, "lat": lat}))

    assert problem(answer) == (422, code, ["location"])


def test_eleven_photos(client):
    photos = [SimpleUploadedFile(f"{n}.jpg", make.photo(), "image/jpeg") for n in range(11)]

    assert problem(client.post(URL, {"text": "lampu mati", "photos": photos})) == (422, "invalid", ["photos"])


def test_sixty_photos_are_not_even_read(client):
    photos = [SimpleUploadedFile(f"{n}.jpg", b"\xff\xd8", "image/jpeg") for n in range(60)]

    assert problem(client.post(URL, {"text": "lampu mati", "photos": photos})) == (422, "invalid", ["photos"])


def test_a_text_file_called_jpg(client):
    photo = SimpleUploadedFile("foto.jpg", b"just words", "image/jpeg")

    status, _code, fields = problem(client.post(URL, {"text": "lampu mati", "photos": [photo]}))
    assert (status, fields) == (422, ["photos"])


def test_a_file_under_another_name_is_not_lost_silently(client):
    photo = SimpleUploadedFile("foto.jpg", make.photo(), "image/jpeg")

    assert problem(client.post(URL, {"text": "lampu mati", "photo": photo})) == (422, "invalid", ["photo"])


def test_a_form_field_given_twice(client):
    assert problem(client.post(URL, {"text": ["lampu mati", "lampu hidup"]})) == (422, "invalid", ["text"])


def test_a_form_with_unknown_fields(client):
    assert problem(client.post(URL, {"text": "lampu mati", "status": "resolved"})) == (422, "invalid", ["status"])


def test_a_form_with_a_number_that_is_none(client):
    answer = client.post(URL, {"text": "lampu mati", "lon": "timur", "lat": "nan"})

    assert problem(answer) == (422, "invalid", ["location.lat", "location.lon"])


def test_a_damaged_form(client):
    answer = client.post(URL, b"--x\r\nContent-Disposition: form", content_type="multipart/form-data; boundary=x")

    assert problem(answer)[0] in {400, 422}


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/jsonp", ""])
def test_other_kinds_of_body(client, kind):
    assert problem(client.post(URL, b"text=lampu mati", content_type=kind)) == (415, "unsupported_media_type", [])


def test_a_body_larger_than_taken(client):
    body = json.dumps(document(text="x" * (LARGEST_JSON + 1)))

    assert problem(send(client, body)) == (413, "too_large", [])


def test_five_gigabytes_without_a_length_are_not_read():
    from tanggap.api.v1 import api

    class Endless:
        def read(self, *_args):
            raise AssertionError("the body was read")

    request = RequestFactory().post(URL, b"{}", content_type="application/json")
    request.META["wsgi.input"] = request._stream = Endless()
    request.META["HTTP_TRANSFER_ENCODING"] = "chunked"
    del request.META["CONTENT_LENGTH"]
    operation = api._get_urls()[1].callback

    assert problem_of(operation(request)) == (411, "length_required")


def problem_of(answer):
    body = json.loads(answer.content)
    return body["status"], body["code"]


def test_a_length_that_is_none(client):
    answer = client.post(URL, b"{}", content_type="application/json", CONTENT_LENGTH="many")

    assert problem(answer)[:2] == (411, "length_required")

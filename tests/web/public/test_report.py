"""A report is sent through the form: without JavaScript, once, and nothing that was typed is lost."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils.html import escape
from tests.factories import LAMP, LITTER, PULO_GEBANG, make
from tests.web.public.pages import KEY, TEXT, answers, code_of, errors_of, send, typed

from tanggap.reports.models import Photo, Report

pytestmark = pytest.mark.django_db
EMPTY = {"empty": "", "blank": "   ", "zero width": "\u200b", "emoji": "🙂", "NUL": "\x00", "long": "x" * 30_000}
ODD = [
    "Lampu mati \u202egnap",
    "Lampu 💡 mati",
    "<script>alert(1)</script> lampu",
    "{{7*7}} %s lampu",
    "=HYPERLINK(1) lampu",
]


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def test_a_report_ends_with_its_receipt(client):
    response = send(client, category=LAMP, **answers(LAMP), photos=[upload(make.photo()), upload(make.photo())])
    report = Report.objects.get(code=code_of(response))
    page = client.get(response["Location"]).content.decode()

    assert (report.text, report.category_id, report.area_id, report.channel_id) == (
        TEXT,
        LAMP,
        "31.75.06.1005",
        "website",
    )
    assert Photo.objects.filter(report=report).count() == 2
    for shown in (report.code, "Kelurahan Pulo Gebang", 'class="qr"', f"/laporan/{report.code}/"):
        assert shown in page


def test_a_double_click_makes_one_report(client):
    first, second = send(client), send(client)

    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_the_same_key_with_other_words_is_refused_and_gets_a_new_key(client):
    send(client)
    response = send(client, text="Sampah menumpuk di depan pasar")
    page = response.content.decode()

    assert response.status_code == 409
    assert "Sampah menumpuk di depan pasar" in page
    assert f'name="key" value="{KEY}"' not in page
    assert Report.objects.count() == 1


def test_contact_is_optional_and_sealed(client):
    code = code_of(send(client, contact="email", email="ratna@example.org", name="Ratna"))
    page = client.get(f"/laporan/{code}/").content.decode()

    assert "Ratna" not in page
    assert "ratna@example.org" not in page


def test_a_private_report_has_no_public_page(client):
    code = code_of(send(client, visibility="private"))

    assert client.get(f"/laporan/{code}/").status_code == 404


def test_a_report_without_a_place_goes_to_a_person(client):
    code = code_of(send(client, lon=None, lat=None, address="di belakang rumah Pak RT"))
    report = Report.objects.get(code=code)

    assert (report.area_id, report.unit_id, report.address) == (None, "jsc-intake", "di belakang rumah Pak RT")


def test_a_place_chosen_from_the_list_places_it(client):
    code = code_of(send(client, lon=None, lat=None, address="pulo gebang", place="31.75.06.1005"))

    assert Report.objects.get(code=code).area_id == "31.75.06.1005"


def test_checking_writes_nothing_and_shows_category_place_and_questions(client):
    response = client.post("/lapor/", typed(do="check", lon=None, lat=None, address="pulo gebang"))
    page = response.content.decode()

    assert response.status_code == 200
    assert f'value="{LAMP}" checked' in page
    assert 'name="place" value="31.75.06.1005' in page
    assert TEXT in page
    assert "detail_" in page
    assert Report.objects.count() == 0


def test_checking_shows_open_reports_of_the_same_kind_near_by(client):
    lon, lat = PULO_GEBANG
    near = make.report(lon=lon + 0.0002, lat=lat)
    far = make.report(lon=lon + 0.02, lat=lat)
    other = make.report(lon=lon, lat=lat, category=LITTER, text="Sampah menumpuk")
    page = client.post("/lapor/", typed(do="check", category=LAMP)).content.decode()

    assert f"/laporan/{near.code}/dukung/" in page
    assert far.code not in page
    assert other.code not in page


@pytest.mark.parametrize(
    ("lon", "lat", "says"),
    [
        ("0", "0", "0, 0"),
        ("106.9", "-5.5", "di luar"),
        ("107.6", "-6.9", "di luar"),
        ("-6.2119", "106.9454", "tertukar"),
        ("nan", "nan", "angka"),
        ("106.9", "", "angka"),
        ("1e999", "-6.2", "angka"),
        ("kosong", "-6.2", "angka"),
    ],
)
def test_an_impossible_point_is_said_to_be_one(client, lon, lat, says):
    client.cookies["bahasa"] = "id"
    response = send(client, lon=lon, lat=lat)
    shown = errors_of(response.content.decode(), "address")

    assert response.status_code == 422
    assert shown
    assert says in " ".join(shown).lower()
    assert TEXT in response.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY)
def test_text_that_says_nothing_or_too_much_is_refused(client, text):
    response = send(client, text=text)

    assert response.status_code == 422
    assert errors_of(response.content.decode(), "text")
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "Lampu mati \u202egnap",
        "Lampu 💡 mati",
        "<script>alert(1)</script> lampu",
        "{{7*7}} %s lampu",
        "=HYPERLINK(1) lampu",
    ],
)
def test_odd_text_is_kept_harmless(client, text):
    code = code_of(send(client, text=text))
    page = client.get(f"/laporan/{code}/").content.decode()

    assert escape(text.replace("\u202e", "")) in page
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_an_unknown_category_is_refused(client):
    response = send(client, category="no-such")

    assert (response.status_code, Report.objects.count()) == (422, 0)
    assert errors_of(response.content.decode(), "category")


def test_a_required_question_must_be_answered(client):
    from tanggap.catalog import queries as catalog

    asked = next(row for row in catalog.leaves() if any(q.get("required") for q in row.questions))
    question = next(q["code"] for q in asked.questions if q.get("required"))
    response = send(client, category=asked.code)

    assert response.status_code == 422
    assert errors_of(response.content.decode(), f"detail_{question}")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"not a picture", "a.jpg"),
        (b"GIF89a" + b"\x00" * 40, "a.gif"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 60, "cut.jpg"),
        (b"", "empty.jpg"),
    ],
    ids=["text", "gif", "truncated", "empty"],
)
def test_a_file_that_is_no_photo_is_refused_and_the_words_are_kept(client, data, name):
    response = send(client, photos=[upload(data, name)])
    page = response.content.decode()

    assert response.status_code == 422
    assert errors_of(page, "photos")
    assert TEXT in page
    assert Report.objects.count() == 0


def test_eleven_photos_are_one_too_many(client):
    response = send(client, photos=[upload(make.photo()) for _ in range(11)])

    assert response.status_code == 422
    assert errors_of(response.content.decode(), "photos")


def test_a_browser_that_must_send_photos_again_is_told_so(client):
    client.cookies["bahasa"] = "id"
    page = send(client, lon="0", lat="0", photos=[upload(make.photo())]).content.decode()

    assert "Pilih foto Anda sekali lagi" in page


def test_a_form_without_a_key_is_not_taken(client):
    assert (send(client, key=None).status_code, Report.objects.count()) == (422, 0)


def test_a_contact_that_is_none_is_refused_at_its_field(client):
    page = send(client, contact="email", email="not an address").content.decode()

    assert errors_of(page, "email")
    assert Report.objects.count() == 0


def test_what_was_typed_comes_back_after_a_refusal(client):
    typed_again = {"address": "Jl. Merdeka", "contact": "sms", "phone": "0812 3456 7890", "visibility": "private"}
    page = send(client, lon="0", lat="0", **typed_again).content.decode().replace(" required", "")

    for kept in (
        TEXT,
        "Jl. Merdeka",
        "0812 3456 7890",
        'value="private" id="id_visibility_1" checked',
        'value="sms" id="id_contact_2" checked',
    ):
        assert kept in page


def test_a_picture_that_would_fill_the_memory_is_refused(client):
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 90_000)), (b"IEND", b""))
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    response = send(client, photos=[upload(bomb, "bomb.png")])

    assert response.status_code == 422
    assert errors_of(response.content.decode(), "photos")


def test_while_the_database_is_away_the_draft_is_kept(client, monkeypatch):
    def away(inbound):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("tanggap.intake.actions.accept", away)
    response = send(client)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "drafnya tetap tersimpan" in response.content.decode()


def test_another_one_can_be_reported_at_the_same_place(client):
    page = client.get("/lapor/", {"lon": "106.9454", "lat": "-6.2119", "category": LAMP}).content.decode()

    assert f'<option value="{LAMP}" selected>' in page
    assert "Pulo Gebang, Cakung" in page
    assert 'id="lon" value="106.9454"' in page


def test_get_writes_nothing(client):
    client.get("/lapor/?category=lampu-jalan&lon=106.9&lat=-6.2&do=send&text=x")

    assert Report.objects.count() == 0


def test_without_its_token_a_form_is_refused():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/lapor/", typed())

    assert (response.status_code, Report.objects.count()) == (403, 0)


def test_a_typed_place_is_offered_as_choices(client):
    page = client.get("/lapor/tempat/", {"q": "pulo gebang"}).content.decode()

    assert 'value="31.75.06.1005' in page
    assert 'value="none"' in page


@pytest.mark.parametrize("q", ["", "\x00", "%_%_", "(a+)+$", "x" * 10_000, "zzzzqqqq"])
def test_odd_places_are_no_fault(client, q):
    assert client.get("/lapor/tempat/", {"q": q}).status_code == 200


def test_a_point_says_its_area(client):
    found = client.get("/lapor/titik/", {"lon": "106.9454", "lat": "-6.2119"}).json()

    assert (found["area"], found["name"], found["refused"]) == ("31.75.06.1005", "Pulo Gebang, Cakung", "")
    assert client.get("/lapor/titik/", {"lon": "x"}).json()["refused"]

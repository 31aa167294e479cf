"""`POST /api/v1/reports`: a complaint from a machine."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.sending import KEY, LAT, LON, URL, document, problem, send
from tests.factories import LAMP, make

from tanggap.core import clock
from tanggap.intake.models import Inbound
from tanggap.reports.models import Event, Photo, Report

pytestmark = pytest.mark.django_db
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def jpeg(name="lampu.jpg"):
    return SimpleUploadedFile(name, make.photo(), content_type="image/jpeg")


def counts():
    return Report.objects.count(), Event.objects.count(), Inbound.objects.count()


def test_the_receipt_names_code_unit_place_promise_and_both_addresses(client):
    answer = send(client, document())

    body = answer.json()
    assert answer.status_code == 201
    assert body["status"] == "received"
    assert body["unit"] == {"code": "kel-31.75.06.1005", "name": "Kelurahan Pulo Gebang"}
    assert body["area"] == {"code": "31.75.06.1005", "name": "Pulo Gebang"}
    assert INSTANT.fullmatch(body["due"]["answer"])
    assert INSTANT.fullmatch(body["due"]["resolve"])
    assert body["track_url"] == f"http://testserver/laporan/{body['code']}/"
    assert body["private_url"].startswith(body["track_url"])
    assert answer["Location"] == f"/api/v1/reports/{body['code']}"
    assert answer["Cache-Control"] == "no-store"


def test_the_text_alone_is_enough_and_goes_to_a_person(client):
    answer = send(client, {"text": "Ada yang tidak beres di depan rumah saya"})

    assert answer.status_code == 201
    assert answer.json()["unit"]["code"] == "jsc-intake"
    assert answer.json()["area"] is None


def test_a_report_may_name_its_area_instead_of_a_point(client):
    answer = send(client, document(location={"area": "31.75.06.1005", "address": "Depan kantor wali kota"}))

    report = Report.objects.get(code=answer.json()["code"])
    assert (report.area_id, report.lon, report.address) == ("31.75.06.1005", None, "Depan kantor wali kota")


def test_every_field_reaches_the_report(client):
    seen = clock.now() - timedelta(hours=2)
    answer = send(
        client,
        document(
            visibility="private",
            occurred_at=seen.isoformat(),
            language="en",
            channel="website",
            external_id="partner-2026-000001",
            reporter={"name": "Ratna", "email": "ratna@example.org", "phone": "0812 3456 7890"},
        ),
    )

    report = Report.objects.get(code=answer.json()["code"])
    assert (report.visibility, report.occurred_at, report.language) == ("private", seen, "en")
    assert (report.channel_id, report.category_id, report.lon, report.lat) == ("website", LAMP, LON, LAT)
    assert Inbound.objects.get(report=report).external_id == "partner-2026-000001"


def test_without_a_channel_it_is_the_first_that_machines_speak_for(client):
    code = send(client, document()).json()["code"]

    assert Report.objects.get(code=code).channel_id == "jaki"


@pytest.mark.parametrize("channel", ["sms", "kelurahan", "inspektorat", "unknown", ""])
def test_nobody_speaks_here_for_a_channel_with_an_entrance_of_its_own(client, channel):
    answer = send(client, document(channel=channel))

    assert problem(answer) == (422, "invalid", ["channel"])
    assert "jaki" in answer.json()["errors"][0]["message"]
    assert counts() == (0, 0, 0)


def test_photos_come_as_a_form_with_the_same_names(client):
    body = {"text": "Lampu mati di gang", "category": LAMP, "location.lon": LON, "location.lat": LAT}
    answer = client.post(URL, {**body, "reporter.name": "Ratna", "photos": [jpeg(), jpeg()]})

    report = Report.objects.get(code=answer.json()["code"])
    assert answer.status_code == 201
    assert (report.lon, report.lat, Photo.objects.filter(report=report).count()) == (LON, LAT, 2)


@pytest.mark.parametrize(
    "place",
    [{"location": f'{{"lon": {LON}, "lat": {LAT}}}'}, {"lon": LON, "lat": LAT}],
    ids=["JSON text", "short names"],
)
def test_a_form_may_write_the_place_in_other_ways(client, place):
    answer = client.post(URL, {"text": "Lampu mati di gang", "category": LAMP, **place})

    assert answer.status_code == 201
    assert answer.json()["area"]["code"] == "31.75.06.1005"


def test_the_same_key_and_body_get_the_same_receipt(client):
    first = send(client, document(), **{"Idempotency-Key": KEY})
    again = send(client, document(), **{"Idempotency-Key": KEY})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert again["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first
    assert counts() == (1, 1, 1)


def test_the_key_in_the_body_is_the_same_key(client):
    send(client, document(external_id=KEY))
    again = send(client, document(), **{"Idempotency-Key": KEY})

    assert again.status_code == 200
    assert counts() == (1, 1, 1)


def test_a_key_in_the_body_wins_over_the_header(client):
    send(client, document(external_id=KEY), **{"Idempotency-Key": "another"})

    assert list(Inbound.objects.values_list("external_id", flat=True)) == [KEY]


def test_the_same_key_with_another_body_is_refused(client):
    send(client, document(), **{"Idempotency-Key": KEY})
    answer = send(client, document(text="Bukan lampu, tetapi pohon tumbang"), **{"Idempotency-Key": KEY})

    assert problem(answer) == (409, "key_reused", [])
    assert counts() == (1, 1, 1)


def test_a_key_that_could_be_guessed_opens_the_private_link_only_for_a_retry(client):
    first = send(client, document(), **{"Idempotency-Key": "1001"})
    soon = send(client, document(), **{"Idempotency-Key": "1001"})
    with clock.at(clock.now() + timedelta(minutes=16)):
        late = send(client, document(), **{"Idempotency-Key": "1001"})

    assert soon.json() == first.json()
    assert late.json() == {**first.json(), "private_url": None}


def test_a_long_key_opens_it_for_good(client):
    first = send(client, document(), **{"Idempotency-Key": KEY})
    with clock.at(clock.now() + timedelta(days=30)):
        late = send(client, document(), **{"Idempotency-Key": KEY})

    assert late.json() == first.json()


def test_answers_speak_the_language_of_the_request(client):
    indonesian = send(client, document(text=""), **{"Accept-Language": "id"})
    english = send(client, document(text=""), **{"Accept-Language": "en"})

    assert english.json()["errors"][0]["message"] == "Please tell in a few words what is wrong."
    assert indonesian.json()["errors"][0]["message"] != english.json()["errors"][0]["message"]

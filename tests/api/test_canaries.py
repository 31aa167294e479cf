"""Marks of a reporter sent through the API are found nowhere afterwards: no table, no answer, no log line (P14)."""

import io
import json
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image
from tests.api.sending import KEY, LAT, LON, URL, document, send
from tests.factories import LAMP, make

from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
MARKS = {
    "name": "Ratnacanary Wulandari",
    "email": "canary.ratna@example.org",
    "phone": "+6281299887766",
    "phone as typed": "0812-9988-7766",
    "address of the sender": "203.0.113.77",
    "file name": "rumah-ratnacanary.jpg",
    "serial number of the camera": "SN-CANARY-4711",
}
REPORTER = {"name": MARKS["name"], "email": MARKS["email"], "phone": MARKS["phone as typed"], "channel": "email"}


@pytest.fixture
def _log_of_everything(caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # statements are not logged in production


def marks_in(text):
    """Return which marks stand in a text, however they are written."""
    plain = text.lower()
    digits = "".join(character for character in text if character.isdigit())
    found = [word for word, mark in MARKS.items() if mark.lower() in plain]
    return found + (["phone in other writing"] if "81299887766" in digits else [])


def everything_stored():
    """Return every row of every table as text. What is sealed shows as hexadecimal digits."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows += [f"{table}: {text}" for (text,) in cursor.fetchall()]
    return rows


def photo_with_a_serial_number():
    picture = Image.new("RGB", (64, 48), "navy")
    exif = picture.getexif()
    exif.get_ifd(0x8769)[0xA431] = MARKS["serial number of the camera"]
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif)
    return file.getvalue()


PHOTO = photo_with_a_serial_number()  # made before any log is caught, for making it writes the mark into one


def as_json(client):
    return send(
        client,
        document(reporter=REPORTER),
        **{"X-Forwarded-For": MARKS["address of the sender"], "Idempotency-Key": KEY},
    )


def as_form(client):
    fields = {"text": "Lampu mati di gang", "category": LAMP, "lon": LON, "lat": LAT, "reporter": json.dumps(REPORTER)}
    photo = SimpleUploadedFile(MARKS["file name"], PHOTO, "image/jpeg")
    return client.post(URL, {**fields, "photos": photo}, REMOTE_ADDR=MARKS["address of the sender"])


def as_refused(client):
    return send(client, document(text="", reporter=REPORTER), **{"X-Forwarded-For": MARKS["address of the sender"]})


@pytest.mark.usefixtures("_log_of_everything")
@pytest.mark.parametrize("sent", [as_json, as_form, as_refused])
def test_no_table_no_answer_and_no_log_line_tells_who_reported(client, caplog, capsys, sent):
    answer = sent(client)
    code = answer.json().get("code", "")

    assert marks_in(answer.content.decode()) == []
    assert [(row, found) for row in everything_stored() if (found := marks_in(row))] == []
    for path in (URL, f"{URL}/{code}", f"{URL}/{code}/events", "/metrics", "/readyz"):
        assert marks_in(client.get(path).content.decode()) == []
    output = capsys.readouterr()
    assert marks_in(caplog.text + output.out + output.err) == []


@pytest.mark.usefixtures("_log_of_everything")
def test_nor_when_it_breaks_in_the_middle(client, caplog, monkeypatch):
    from tanggap.intake import actions

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "sealed_identity", broken)
    answer = as_json(client)

    assert answer.status_code == 500
    assert marks_in(answer.content.decode()) == []
    assert marks_in("".join(record.getMessage() for record in caplog.records)) == []
    assert marks_in(caplog.text) == []


def test_nor_after_a_whole_life(client):
    made = make.report(state=State.RESOLVED, reporter=make.reporter(9))
    told = "".join(client.get(path).content.decode() for path in (f"{URL}/{made.code}", f"{URL}/{made.code}/events"))

    assert "Canary9" not in told
    assert "canary9" not in told
    assert [row for row in everything_stored() if "canary9" in row.lower()] == []

"""`POST /api/v1/media`: a photo ahead of its report; only who sent it can use it, and only for a day."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.sending import document, problem, send
from tests.clients import making
from tests.factories import make

from tanggap.api import uploads
from tanggap.clients import actions
from tanggap.core import clock
from tanggap.reports.models import Photo, Report

pytestmark = pytest.mark.django_db
URL = "/api/v1/media"


@pytest.fixture
def sender():
    return making.bearer(making.key(making.program()))


def upload(client, sender, data=None, **fields):
    file = SimpleUploadedFile("lampu.jpg", data if data is not None else make.photo(), content_type="image/jpeg")
    return client.post(URL, {"file": file, **fields}, headers=sender)


def test_a_photo_is_named_in_a_report(client, sender):
    sent = upload(client, sender)
    answer = send(client, document(media=[sent.json()["id"]]), **sender)

    assert (sent.status_code, sent["Cache-Control"], answer.status_code) == (201, "private, no-store", 201)
    assert (sent.json()["width"], sent.json()["height"]) == (64, 48)
    assert Photo.objects.filter(report__code=answer.json()["code"], role="before").count() == 1


def test_nobody_can_send_or_use_one_without_a_key_and_nobody_elses(client, sender):
    other = making.bearer(making.key(making.program()))
    word = upload(client, sender).json()["id"]

    assert problem(upload(client, {})) == (401, "key_needed", [])
    assert problem(send(client, document(media=[word])))[:2] == (401, "key_needed")
    assert problem(send(client, document(media=[word]), **other)) == (422, "invalid", ["media.0"])
    assert Report.objects.count() == 0


def test_a_key_revoked_meanwhile_sends_nothing(client, monkeypatch):
    made = making.key(making.program())
    real = uploads.named

    def revoked(*given):
        actions.revoke_key(by=None, number=made.id)
        return real(*given)

    monkeypatch.setattr(uploads, "named", revoked)

    assert problem(send(client, document(), **making.bearer(made)))[0] == 401
    assert Report.objects.count() == 0


@pytest.mark.parametrize("word", ["", "x", "é", "A" * 300, "../../etc/passwd"])
def test_what_was_never_sent_is_refused_by_its_place(client, sender, word):
    assert problem(send(client, document(media=[word]), **sender)) == (422, "invalid", ["media.0"])


def test_after_a_day_it_is_gone(client, sender):
    word = upload(client, sender).json()["id"]
    with clock.at(clock.now() + timedelta(hours=21)):
        assert problem(send(client, document(media=[word]), **sender)) == (422, "invalid", ["media.0"])


def test_what_is_no_photo_or_more_than_one_is_refused(client, sender):
    assert problem(upload(client, sender, b"<svg onload=alert(1)>"))[0] == 422
    assert problem(upload(client, sender, extra="x")) == (422, "invalid", ["extra"])
    assert problem(client.post(URL, {}, headers=sender)) == (422, "invalid", ["file"])
    assert problem(client.post(URL, "{}", "application/json", headers=sender))[:2] == (415, "unsupported_media_type")

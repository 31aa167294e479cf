"""What a reporter adds to the own report, by the private page or by the channel it came from."""

import pytest
from tests.factories import photo, report

from tanggap.core import crypto
from tanggap.core.refusal import Invalid, NotFound
from tanggap.feedback import actions as feedback
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.queries import timeline
from tanggap.reports.transitions import NotPossible
from tanggap.reports.words import PhotoRole, State

pytestmark = pytest.mark.django_db


def token(one: Report) -> str:
    return crypto.private_token(bytes(one.nonce))


def words_of(one: Report) -> list[str]:
    return [entry.message for entry in timeline.reporter(timeline.of_report(one)) if entry.kind == "feedback.add"]


def test_words_and_photos_are_added_and_nothing_moves():
    one = report(state=State.IN_PROGRESS)

    feedback.add(code=one.code, token=token(one), message="Sekarang dua lampu", photos=[Upload(photo())])

    one.refresh_from_db()
    assert one.state == State.IN_PROGRESS
    event = Event.objects.get(report=one, kind="feedback.add")
    assert Photo.objects.get(report=one, version=event.version).role == PhotoRole.NOTE
    assert words_of(one) == ["Sekarang dua lampu"]


def test_words_from_another_address_are_marked_and_not_shown_as_the_reporters():
    one = report()

    feedback.add(code=one.code, token=token(one), message="Saya tetangganya", is_other=True)

    assert Event.objects.get(report=one, kind="feedback.add").payload["other"] is True
    assert words_of(one) == []


def test_the_same_key_adds_once():
    one = report()

    first = feedback.add(code=one.code, token=token(one), message="Lagi", key="a/1")
    again = feedback.add(code=one.code, token=token(one), message="Lagi", key="a/1")

    assert again.pk == first.pk


def test_of_a_joined_report_it_goes_to_the_one_it_joined():
    parent = report()
    child = report(state=State.MERGED, parent=parent)

    feedback.add(code=child.code, token=token(child), message="Masih gelap")

    assert Event.objects.get(kind="feedback.add").report_id == parent.pk
    child.refresh_from_db()
    assert child.state == State.MERGED


def test_an_archived_report_takes_nothing():
    one = report(state=State.ARCHIVED)

    with pytest.raises(NotPossible):
        feedback.add(code=one.code, token=token(one), message="Halo")


def test_there_must_be_words_or_a_photo():
    one = report()

    with pytest.raises(Invalid):
        feedback.add(code=one.code, token=token(one), message=" ")
    with pytest.raises(NotFound):
        feedback.add(code=one.code, token="0" * 48, message="Halo")

"""Erasing a reporter: what goes, what stays, and that the log is the same before and after."""

import pytest
from tests.factories import make

from tanggap.feedback import actions as feedback
from tanggap.ledger import documents
from tanggap.privacy import actions
from tanggap.privacy.models import Request
from tanggap.reports.models import Event, Forgotten, Photo, Report
from tanggap.reports.models.identity import Identity
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db


def erased(report, **said):
    actions.erase_own(code=report.code, token=make.token(report), **said)
    return Report.objects.get(pk=report.pk)


def test_the_case_stays_and_the_person_goes():
    report = make.report(
        state="resolved", reporter=make.reporter(), address="Rumah Canary", photos=[Upload(make.photo(), "canary.jpg")]
    )
    feedback.rate(code=report.code, token=make.token(report), score=2, comment="Kata Canary")

    after = erased(report)

    assert (after.state, after.category_id, after.area_id, after.lon) == (
        report.state,
        report.category_id,
        report.area_id,
        report.lon,
    )
    assert (after.address, after.details, after.cover) == ("", {}, None)
    assert "Canary" not in after.text
    assert not Identity.objects.filter(report=report).exists()
    assert set(Photo.objects.filter(report=report).values_list("role", flat=True)) == {"after", "check"}
    rated = Event.objects.get(report=report, kind="feedback.rate").payload
    assert rated == {"score": 2}
    assert make.events(report)[-1] == "privacy.erase"
    assert Forgotten.objects.get(report=report).events == 1
    assert Request.objects.get().done_at is not None


def test_the_log_says_the_same_before_and_after():
    report = make.report(state="resolved", reporter=make.reporter(), photos=[Upload(make.photo(), "canary.jpg")])
    feedback.rate(code=report.code, token=make.token(report), score=2, comment="Kata Canary")
    before = [document.commitment for document in documents.of_report(report.code)]

    erased(report)

    after = [document.commitment for document in documents.of_report(report.code)]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1

"""The validator of a result that was disputed reads what was said of it, and sees what the reporter showed."""

import pytest
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports.models import Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import PhotoRole, State

pytestmark = pytest.mark.django_db


def test_an_earlier_dispute_stands_in_the_case(client):
    report = make.report(state=State.RESOLVED, category=LITTER)
    feedback.reopen(
        code=report.code, token=make.token(report), message="Tumpukannya masih di pojok", photos=[Upload(make.photo())]
    )
    officer = make.staff(of=report.unit_id)
    for act, how in ((reports.start, {}), (reports.claim_done, {"message": "Sudah", "photos": [Upload(make.photo())]})):
        act(code=report.code, version=Report.objects.get(pk=report.pk).version, by=officer, **how)
    report.refresh_from_db()
    client.force_login(make.staff(of=report.verifier_id, role=Role.VALIDATOR))

    page = client.get(f"/verify/{report.code}/").content.decode()

    assert "Tumpukannya masih di pojok" in page
    assert f"/foto/{Photo.objects.get(role=PhotoRole.DISPUTE).pk}/thumb.jpg" in page

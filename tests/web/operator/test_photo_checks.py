"""The operator sees photos whose checks failed, by the report's code alone, and lets them be looked at again."""

import pytest
from tests.factories import make
from tests.verification.evidence.claiming import claim, jpeg, scene, wait_in_line
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.verification.evidence import scanning
from tanggap.verification.evidence.models import Scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    report = claim(jpeg(scene(1)))
    wait_in_line()
    Scan.objects.update(state="failed", tries=3, error="place: RuntimeError: no")
    return report


def test_what_failed_is_named_and_can_be_looked_at_again(failed):
    client = browser(make.staff(of="jsc-intake", role=Role.OPERATOR))
    said = words(client.get("/admin/"))
    assert "checks that failed for good 1" in said
    assert f"{failed.code} After place: RuntimeError: no" in said

    said = words(client.post("/admin/foto/periksa-ulang/", follow=True))

    assert "1 photo is looked at again." in said
    assert "checks that failed for good 0" in said
    assert scanning.take().tries == 1


def test_nobody_else_lets_photos_be_looked_at_again(failed):
    officer = browser(make.staff(of=failed.unit_id))

    assert officer.post("/admin/foto/periksa-ulang/").status_code == 403
    assert Scan.objects.get().state == "failed"

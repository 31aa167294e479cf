"""`tanggap evidence scan PHOTO`: where a photo was used before, among every photo ever received, and what its file says."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from tests.verification.evidence.claiming import claim, look_at_all
from tests.verification.evidence.scenes import jpeg, stamped, taken

from tanggap.verification.evidence import seeing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def scanned(path, *options) -> str:
    said = io.StringIO()
    call_command("evidence", "scan", str(path), *options, stdout=said)
    return said.getvalue()


def test_a_stamped_copy_is_found_with_its_report_and_the_file_is_read(tmp_path):
    first = claim(jpeg(taken(1)))
    look_at_all()
    (path := tmp_path / "photo.jpg").write_bytes(jpeg(stamped(taken(1), "26 Nov 2026")))

    found = json.loads(scanned(path, "--json"))

    assert [(row["kind"], row.get("code")) for row in found["findings"]] == [("reused", first.code), ("history", None)]
    assert found["findings"][0]["facts"]["how"] == ["stamped"]
    assert found["absent"] == []
    assert f"{first.code}:\nThe same photo was used before (speaks against the photo, strong)" in scanned(path)


def test_a_fresh_photo_is_not_called_genuine(tmp_path):
    (path := tmp_path / "photo.jpg").write_bytes(jpeg(taken(2)))

    assert scanned(path).startswith("No earlier use found by these checks\n")


def test_what_is_absent_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(seeing, "_library", lambda: None)
    (path := tmp_path / "photo.jpg").write_bytes(jpeg(taken(2)))

    assert "Not looked at, the extra is absent: same place, edited copy" in scanned(path)


@pytest.mark.parametrize("name", ["nothing.jpg", "text.jpg"])
def test_what_is_no_photo_is_refused_in_a_sentence(tmp_path, name):
    (tmp_path / "text.jpg").write_text("no photo")
    with pytest.raises(CommandError):
        scanned(tmp_path / name)

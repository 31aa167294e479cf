"""After a rejection the desk tells why, shows what the validator chose to show, and offers to contest."""

import pytest
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.words import State
from tanggap.verification import actions

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"
CITED = {
    "kind": "edited",
    "tone": "against",
    "strength": "strong",
    "number": 1,
    "facts": {"is_edit": True, "share": 0.97, "matches": 120, "error_px": 0.2, "regions": [{}]},
}


@pytest.fixture
def rejected():
    report = make.report(state=State.AWAITING_VALIDATION, category=LITTER)
    actions.reject(
        code=report.code,
        version=report.version,
        verifier=make.staff(of=EAST, role=Role.VALIDATOR),
        message="Sampah masih menumpuk",
        findings="Lihat bekas garis",
        cited=[CITED],
    )
    report.refresh_from_db()
    return report


def pane(client, report, person=None):
    client.force_login(person or make.staff(of=report.unit_id))
    return " ".join(client.get(f"/desk/{report.code}/").content.decode().split())


def test_the_officer_reads_why_and_sees_the_findings_that_were_cited(client, rejected):
    shown = pane(client, rejected)

    assert all(
        words in shown for words in ("Mengapa hasilnya dikembalikan", "Sampah masih menumpuk", "Lihat bekas garis")
    )
    assert "Temuan atas foto yang ditunjukkan kepada Anda" in shown


def test_what_was_not_cited_is_not_shown(client):
    report = make.report(state=State.FOLLOW_UP_REJECTED, category=LITTER)

    assert "Temuan atas foto yang ditunjukkan kepada Anda" not in pane(client, report)


def test_the_check_can_be_contested_from_there(client, rejected):
    assert f"/desk/{rejected.code}/bantah/" in pane(client, rejected)


def test_once_contested_and_rejected_again_it_says_so(client, rejected):
    officer = make.staff(of=rejected.unit_id)
    make.staff(of=EAST, role=Role.VALIDATOR)
    reports.contest(code=rejected.code, version=rejected.version, by=officer, message="Fotonya benar")
    rejected.refresh_from_db()
    second = make.staff(of=rejected.verifier_id, role=Role.VALIDATOR)
    actions.reject(code=rejected.code, version=rejected.version, verifier=second, message="Tetap belum")
    rejected.refresh_from_db()

    shown = pane(client, rejected, officer)

    assert ("Tetap belum" in shown, "sudah pernah disanggah" in shown) == (True, True)


def test_the_public_reads_the_words_to_the_unit_and_no_finding(client, rejected):
    shown = client.get(f"/laporan/{rejected.code}/").content.decode()

    assert ("Sampah masih menumpuk" in shown, "Lihat bekas garis" in shown, "edited" in shown) == (True, False, False)


def test_a_report_that_was_not_rejected_says_nothing_of_it(client):
    report = make.report(state=State.IN_PROGRESS, category=LITTER)

    assert "Mengapa hasilnya dikembalikan" not in pane(client, report)

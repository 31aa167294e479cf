"""What is told to the inspectorate's counter stays with the inspectorate (threats.md §3 case 23, promises A18)."""

import pytest
from tests.factories import LITTER, PULO_GEBANG, make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.intake import actions as intake
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.queries import public
from tanggap.reports.rerouting import KeptInConfidence
from tanggap.reports.words import Visibility

pytestmark = pytest.mark.django_db
NAMED = "sudin-lingkungan-hidup-31.75"


@pytest.fixture
def told():
    receipt = intake.accept(
        make.inbound(channel="inspektorat", category=LITTER, text="Petugas kebersihan meminta uang kepada warga")
    )
    return Report.objects.get(code=receipt.code)


def test_it_stays_with_the_inspectorate_whatever_category_was_chosen(told):
    assert (told.unit_id, told.visibility, told.category_id) == ("inspektorat", Visibility.PRIVATE, "perilaku-aparatur")


def test_a_category_that_is_confidential_itself_is_kept():
    receipt = intake.accept(make.inbound(channel="inspektorat", category="pungutan-liar", text="Diminta uang di loket"))

    assert Report.objects.get(code=receipt.code).category_id == "pungutan-liar"


def test_a_crew_reported_there_is_not_told_to_its_own_office():
    receipt = intake.accept(make.inbound(channel="inspektorat", category="petugas-lapangan", text="Petugas tidur saja"))

    assert receipt.unit_code == "inspektorat"


@pytest.mark.parametrize(
    ("unit", "role"),
    [
        (NAMED, Role.OFFICER),
        (NAMED, Role.SUPERVISOR),
        ("dinas-lingkungan-hidup", Role.SUPERVISOR),
        ("kel-31.75.06.1004", Role.OFFICER),
        ("jsc-intake", Role.INTAKE),
        ("kec-31.75.06", Role.SUPERVISOR),
        ("balaikota", Role.INTAKE),
        ("inspektorat", Role.OPERATOR),
        ("balaikota", Role.LEADER),
    ],
)
def test_nobody_else_learns_of_it_by_page_search_list_or_count(told, unit, role):
    client = browser(make.staff(of=unit, role=role))

    for path in (f"/desk/{told.code}/", "/desk/", f"/desk/?q={told.code}", "/desk/?q=meminta+uang", "/desk/tim/"):
        page = client.get(path)
        assert told.code not in words(page) or path.endswith(f"q={told.code}")
        assert "meminta uang kepada" not in words(page)


def test_the_inspectorate_reads_it(told):
    page = browser(make.staff(of="inspektorat")).get(f"/desk/{told.code}/")

    assert "meminta uang kepada" in words(page)


def test_nobody_in_public_learns_of_it(told):
    lon, lat = PULO_GEBANG

    assert told.code not in [row.code for row in public.listed(public.Filter()).rows]
    assert told.code not in [row.code for row in public.near(lon, lat, metres=500, since=told.received_at)]


def test_it_cannot_be_sent_to_another_unit(told):
    officer = make.staff(of="inspektorat")

    with pytest.raises(KeptInConfidence):
        reports.coordinate(code=told.code, version=told.version, by=officer, unit=NAMED, message="Mohon dicek")
    with pytest.raises(KeptInConfidence):
        reports.change(code=told.code, version=told.version, by=officer, category=LITTER, message="Sampah")
    with pytest.raises(KeptInConfidence):
        reports.change(code=told.code, version=told.version, by=officer, unit=NAMED, message="Untuk Anda")


def test_another_confidential_category_leaves_it_there(told):
    reports.change(
        code=told.code,
        version=told.version,
        by=make.staff(of="inspektorat"),
        category="petugas-lapangan",
        message="Petugas lapangan",
    )

    told.refresh_from_db()
    assert (told.unit_id, told.category_id) == ("inspektorat", "petugas-lapangan")

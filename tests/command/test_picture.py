"""The leaders' picture: what is late and who holds it, where it is worst, what nobody took notice of; nobody's name, nothing secret."""

from datetime import timedelta

import pytest
from tests.factories import LITTER, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.command import picture, scopes
from tanggap.command.scopes import CITY, Scope
from tanggap.core import clock, cursors
from tanggap.deadlines import actions as deadlines
from tanggap.deadlines.models import Escalation
from tanggap.insight.cells.consumer import CONSUMER as CELLS
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
GEBANG = "kel-31.75.06.1005"
SECRET = "perilaku-aparatur"


def ago(**length):
    return clock.now() - timedelta(**length)


def seen():
    """Let the map hear of what the test reported."""
    with own_events_seen():
        cursors.catch_up(CELLS)


@pytest.fixture
def street():
    """Return an office's officer and three reports of one street: two late (one with nobody), one in time."""
    officer = make.staff(of=GEBANG)
    late = make.report(state=State.IN_PROGRESS, category=LITTER, at=ago(days=9), officer=officer)
    nobodys = make.report(category=LITTER, at=ago(days=2))
    make.report(category=LITTER)
    return officer, late, nobodys


def test_what_is_late_is_told_by_the_unit_that_holds_it(street):
    _officer, late, nobodys = street
    found = picture.draw(CITY, now=clock.now())
    (row,) = found.late_holders

    assert (row.unit, row.open, row.late, row.late_answers, row.unassigned, row.people) == (late.unit_id, 3, 2, 1, 1, 1)
    assert row.oldest_due_at == Report.objects.get(pk=late.pk).due_at
    assert row.chain == ("Kecamatan Cakung", "Kota Administrasi Jakarta Timur")
    assert (found.totals.open, found.totals.late, found.totals.late_answers) == (3, 2, 1)
    assert nobodys.unit_id == late.unit_id


def test_what_falls_due_within_six_hours_and_what_stands_still(street):
    make.report(state=State.AWAITING_REPORTER, category=LITTER)
    totals = picture.draw(CITY, now=clock.now()).totals
    assert (totals.soon, totals.waiting, totals.open) == (1, 1, 4)


def test_promises_are_measured_at_the_instant_that_is_given(street):
    _officer, late, _nobodys = street
    assert picture.draw(CITY, now=late.received_at).totals.late == 0


def test_a_scope_holds_what_lies_in_its_area_or_with_its_units(street):
    there = make.unit(area="31.75.06.1005")
    make.report(handled_by=there, category=LITTER)
    now = clock.now()
    counted = {
        scope: picture.draw(scope, now=now).totals.open
        for scope in (CITY, Scope(area="31.75"), Scope(area="31.74"), Scope(unit="kota-31.75"), Scope(unit=there.code))
    }
    assert list(counted.values()) == [4, 4, 0, 3, 1]


def test_what_is_confidential_is_counted_nowhere_and_what_is_private_in_no_place():
    make.report(category=SECRET, handled_by="irban-31.75", at=ago(days=30))
    for _ in range(3):
        make.report(category=LITTER, visibility="private", at=ago(days=30))
    seen()
    found = picture.draw(CITY, now=clock.now())
    assert ([row.unit for row in found.holders], found.totals.late, found.clusters) == ([GEBANG], 3, ())


def test_the_worst_place_is_where_the_public_reports_stand(street):
    seen()
    (row,) = picture.draw(CITY, now=clock.now()).clusters
    assert (row.open, row.late, row.category, row.area, row.units) == (3, 2, LITTER, "31.75.06.1005", (GEBANG,))
    assert row.place.startswith("Pulo Gebang")


def test_reports_that_wait_in_the_yearly_planning_are_told_apart(street):
    make.report(state=State.PLANNED, category=LITTER, at=ago(days=30))
    totals = picture.draw(Scope(area="31.75"), now=clock.now()).totals
    assert (totals.open, totals.late, totals.planned) == (3, 2, 1)


def test_warnings_that_nobody_took_notice_of_wait_with_the_unit_that_was_told(street):
    deadlines.note_breaches()
    deadlines.escalate()
    Escalation.objects.update(at=ago(hours=2), told_at=ago(hours=1))
    found = picture.draw(CITY, now=clock.now())
    assert {row.unit for row in found.warned} >= {GEBANG, "kec-31.75.06"}
    assert sum(row.waiting for row in found.warned if row.unit == "kec-31.75.06") == 1

    camat = make.staff(of="kec-31.75.06", role=Role.LEADER)
    (row,) = picture.escalations(camat, now=clock.now()).rows
    deadlines.acknowledge(by=camat, escalations=row.ids)
    assert "kec-31.75.06" not in {row.unit for row in picture.draw(CITY, now=clock.now()).warned}


def test_a_picture_names_nobody(street):
    officer, _late, _nobodys = street
    seen()
    told = str(picture.draw(CITY, now=clock.now()))
    assert officer.display_name not in told
    assert "Canary" not in told


@pytest.mark.parametrize("number", [1, 12])
def test_a_picture_costs_four_statements_whatever_is_open(number, django_assert_num_queries):
    for _ in range(number):
        make.report(category=LITTER, at=ago(days=3))
    scopes.of(make.staff(of=GEBANG))
    picture.draw(CITY, now=clock.now())
    with django_assert_num_queries(4):
        picture.draw(CITY, now=clock.now())


def test_all_screens_share_one_board(street, django_assert_num_queries):
    first = picture.current(CITY)
    with django_assert_num_queries(0):
        assert picture.current(Scope(area="31.75")).at == first.at


def test_each_criterion_is_told_by_one_indicator_with_its_reason_where_there_is_none():
    rows = picture.criteria(CITY, now=clock.now())
    assert [row.criterion for row in rows] == ["effectiveness", "efficiency", "transparency", "accountability"]
    assert all(row.value is None and row.reason and row.uncompared for row in rows)
    assert (rows[0].last - rows[0].first).days == 29

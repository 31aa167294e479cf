"""What holds of hand-backs, decisions, ends and units that end, attacked in SQL: the database refuses by the constraint's name."""

import pytest
from django.db import connection
from tests.factories import make
from tests.invariants.test_sql_attacks import refused_by, sql

from tanggap.agencies import units
from tanggap.agencies.words import Role
from tanggap.core import shelf
from tanggap.intake import actions as intake
from tanggap.reports import actions as reports
from tanggap.reports import transitions
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
HOME, NEXT = "kel-31.75.06.1005", "kel-31.75.06.1001"
CHANGE = """
UPDATE reports_report SET state = %(after)s, unit_id = %(unit)s, outcome = %(outcome)s, version = version + 1, next_step_at = NULL,
  closed_at = CASE WHEN %(after)s IN ('referred', 'unsolved') THEN now() END WHERE id = %(report)s;
INSERT INTO reports_event (report_id, version, previous, kind, door, state_before, state_after, unit_id, actor_kind, actor_staff_id,
                           actor_unit_id, at, payload)
SELECT id, version, version - 1, %(door)s, %(door)s, %(before)s, state, unit_id, 'staff', %(staff)s, %(unit)s, now(), '{}'
FROM reports_report WHERE id = %(report)s;
"""


def act(report: Report, door: str, after: str, *, unit: str = "", outcome: str = "", staff: object = None) -> None:
    """Move a report through a door as an attacker with SQL would."""
    report.refresh_from_db()
    sql(
        CHANGE, report=report.pk, door=door, before=report.state, after=after, unit=unit or report.unit_id, outcome=outcome,
        staff=staff.pk if staff else None,
    )  # fmt: skip


def handed_back(report: Report) -> None:
    """Let the unit hand the report back to its decider."""
    reports.hand_back(code=report.code, version=1, by=make.staff(of=report.unit_id), message="Bukan kami")
    report.refresh_from_db()


def decided(report: Report, unit: str) -> None:
    handed_back(report)
    reports.decide(
        code=report.code, version=report.version, by=make.staff(of=report.unit_id), unit=unit, message="Tugasnya"
    )
    report.refresh_from_db()


def test_who_hands_back_does_not_keep_it():
    report = make.report()

    assert refused_by(lambda: act(report, "reports.hand_back", "coordinating")) == "reports_hand_back_leaves_the_unit"


def test_a_decision_is_not_undone_by_handing_back():
    report = make.report()
    decided(report, make.unit().code)
    other = make.unit().code

    assert (
        refused_by(lambda: act(report, "reports.hand_back", "coordinating", unit=other))
        == "reports_hand_back_after_a_decision"
    )


def test_nobody_decides_what_nobody_asked():
    report = make.report(state=State.COORDINATING)

    assert refused_by(lambda: act(report, "reports.decide", "coordinating", unit=HOME)) == "reports_decide_when_asked"


def test_nobody_decides_twice():
    report = make.report()
    decided(report, make.unit().code)

    assert refused_by(lambda: act(report, "reports.decide", "coordinating", unit=HOME)) == "reports_decide_when_asked"


@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_PROGRESS])
def test_only_what_is_being_coordinated_waits_for_a_decision(state):
    report = make.report(state=state)
    attack = "UPDATE reports_report SET awaits_decision = true, version = version + 1 WHERE id = %(id)s"

    assert refused_by(lambda: sql(attack, id=report.pk)) == "reports_report_decided_while_open"


def test_an_officer_does_not_give_a_report_up():
    report = make.report()
    person = make.staff(of=report.unit_id, role=Role.OFFICER)

    assert (
        refused_by(lambda: act(report, "reports.give_up", "unsolved", outcome="unsolved", staff=person))
        == "reports_give_up_by_a_supervisor"
    )


@pytest.mark.parametrize(("door", "state"), [("reports.refer", "referred"), ("reports.give_up", "unsolved")])
def test_an_end_is_counted_as_what_it_is(door, state):
    report = make.report()
    chief = make.staff(of=report.unit_id, role=Role.SUPERVISOR)

    assert (
        refused_by(lambda: act(report, door, state, outcome="solved", staff=chief))
        == "reports_report_end_has_its_outcome"
    )


def ended(unit: str = HOME, into: str = NEXT) -> None:
    units.close_unit(by=None, unit=unit, into=into, reason="Pemekaran")
    shelf.clear_all()


def test_a_report_never_goes_to_a_closed_unit():
    report = make.report(handled_by=NEXT)
    ended()

    assert refused_by(lambda: act(report, "reports.change", "coordinating", unit=HOME)) in {
        "reports_report_unit_is_active"
    }


def test_a_report_does_not_open_again_at_a_closed_unit():
    report = make.report(state=State.REJECTED)
    ended()

    assert refused_by(lambda: act(report, "feedback.appeal", "coordinating")) == "reports_report_unit_is_active"


def test_a_new_report_is_never_born_at_a_closed_unit():
    make.report()
    ended()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns WHERE table_name ="
            " 'reports_report' AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'code')"
        )
        columns = cursor.fetchone()[0]
    copy = f"INSERT INTO reports_report (id, code, {columns}) SELECT id + 1000000, code || 'X', {columns} FROM reports_report"

    assert refused_by(lambda: sql(copy)) == "reports_report_unit_is_active"


def test_a_unit_with_open_reports_is_not_just_switched_off():
    make.report()

    assert (
        refused_by(lambda: sql("UPDATE agencies_unit SET is_active = false WHERE code = %(code)s", code=HOME))
        == "agencies_unit_keeps_its_reports"
    )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("is_active = false, closed_at = now()", "agencies_unit_closed_has_heirs"),
        ("closed_at = now(), heirs = '[\"kel-31.75.06.1001\"]'", "agencies_unit_closed_has_heirs"),
        ("is_active = false, closed_at = now(), heirs = '[\"no-such\"]'", "agencies_unit_heirs_are_active"),
        ("is_active = false, closed_at = now(), heirs = '[\"kel-31.75.06.1005\"]'", "agencies_unit_heirs_are_active"),
    ],
)
def test_a_unit_ends_only_into_others_that_are_active(change, constraint):
    assert refused_by(lambda: sql(f"UPDATE agencies_unit SET {change} WHERE code = '{HOME}'")) == constraint


@pytest.mark.parametrize("change", ["closed_at = NULL, heirs = '[]', is_active = true", "name = '{}'", "heirs = '[1]'"])
def test_a_unit_that_ended_stays_as_it_was(change):
    ended()

    assert refused_by(lambda: sql(f"UPDATE agencies_unit SET {change} WHERE code = '{HOME}'")) == (
        "agencies_unit_closed_stays"
    )


def test_a_report_that_comes_in_just_then_goes_to_the_heir(monkeypatch):
    """Another process closed the unit; this one's shelf does not know it yet."""
    units.close_unit(by=None, unit=HOME, into=NEXT, reason="Pemekaran")

    receipt = intake.accept(make.inbound())

    assert receipt.unit_code == NEXT


def test_an_officer_who_gives_a_report_to_a_unit_closed_just_then_is_told_so():
    report, target = make.report(), make.unit()
    units.close_unit(by=None, unit=target.code, into=NEXT, reason="Pemekaran")

    with pytest.raises(transitions.UnitClosed):
        reports.coordinate(
            code=report.code, version=1, by=make.staff(of=report.unit_id), unit=target.code, message="Mohon"
        )

"""Each invariant attacked in SQL, round the Python: the database refuses by the constraint's name."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.reports import lifecycle
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db

EVENT = """
INSERT INTO reports_event (report_id, version, previous, kind, door, state_before, state_after, unit_id, actor_kind,
                           actor_staff_id, actor_unit_id, at, payload)
SELECT id, %(version)s, %(version)s - 1, %(kind)s, %(door)s, %(before)s, %(after)s, unit_id, 'staff', %(staff)s, %(unit)s, now(), '{}'
FROM reports_report WHERE id = %(report)s
"""


def sql(statement: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused_by(attack: Callable[[], None]) -> str:
    """Return the name of the constraint that refuses `attack`, at once or at commit."""

    def attacked() -> None:
        with transaction.atomic():
            sql("SET CONSTRAINTS ALL IMMEDIATE")  # what the test set up has nothing pending
            sql("SET CONSTRAINTS ALL DEFERRED")
            attack()
            sql("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError) as refusal:
        attacked()
    return str(refusal.value.__cause__.diag.constraint_name)


def move(
    report: Report, door: str | None, after: str, *, kind: str = "", staff: object = None, version: int = 0
) -> None:
    """Change a report as an attacker with SQL would: the row first, then the event that tells it."""
    version = version or report.version + 1
    closed = after in {State.RESOLVED, State.REJECTED, State.ARCHIVED, State.MERGED}
    sql(
        "UPDATE reports_report SET state = %(after)s, version = %(version)s,"
        " closed_at = CASE WHEN %(closed)s THEN now() END, next_step_at = NULL WHERE id = %(report)s",
        after=after, version=version, report=report.pk, closed=closed,
    )  # fmt: skip
    sql(
        EVENT, report=report.pk, version=version, kind=kind or door or "reports.note", door=door, before=report.state, after=after,
        staff=staff.pk if staff else None, unit=staff.unit_id if staff else None,
    )  # fmt: skip


def test_the_table_of_moves_is_the_one_in_the_code():
    with connection.cursor() as cursor:
        cursor.execute("SELECT door, state_from, state_to FROM reports_move")
        assert set(cursor.fetchall()) == lifecycle.triples()


def test_a_move_that_the_lifecycle_lacks_is_refused():
    report = make.report()

    assert refused_by(lambda: move(report, "reports.start", State.RESOLVED)) == "reports_event_allowed_move"


def test_a_state_cannot_change_without_its_event():
    report = make.report()
    attack = "UPDATE reports_report SET state = 'in_progress', version = version + 1 WHERE id = %(id)s"

    assert refused_by(lambda: sql(attack, id=report.pk)) == "reports_report_is_its_last_event"


def test_a_report_cannot_change_without_a_new_version():
    report = make.report()
    attack = "UPDATE reports_report SET text = 'other' WHERE id = %(id)s"

    assert refused_by(lambda: sql(attack, id=report.pk)) == "reports_report_changes_by_event"


def test_an_event_without_its_change_is_refused():
    report = make.report()
    attack = {
        "report": report.pk, "version": 2, "kind": "reports.start", "door": "reports.start",
        "before": "received", "after": "in_progress", "staff": None, "unit": None,
    }  # fmt: skip

    assert refused_by(lambda: sql(EVENT, **attack)) == "reports_event_speaks_for_its_report"


def test_history_has_no_gap():
    report = make.report()

    assert (
        refused_by(lambda: move(report, "reports.start", State.IN_PROGRESS, version=3))
        == "reports_report_changes_by_event"
    )


def test_an_event_cannot_pretend_another_past():
    report = make.report()
    report.state = State.REOPENED  # what the event will claim to have been

    assert refused_by(lambda: move(report, "reports.start", State.IN_PROGRESS)) == "reports_event_follows_the_last"


def test_an_event_that_is_no_door_moves_nothing():
    report = make.report()

    assert refused_by(lambda: move(report, None, State.IN_PROGRESS)) == "reports_event_moves_by_door"


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE reports_event SET at = now()",
        "UPDATE reports_event SET payload = '{}'",
        "DELETE FROM reports_event",
        "TRUNCATE reports_event CASCADE",
    ],
)
def test_events_are_never_changed_or_deleted(attack):
    make.report()

    assert refused_by(lambda: sql(attack)) == "reports_event_is_final"


def test_a_report_is_never_deleted():
    make.report()

    assert refused_by(lambda: sql("DELETE FROM reports_report")) == "reports_report_stays"


def test_the_receipt_and_the_code_stay():
    report = make.report()
    attack = "UPDATE reports_report SET code = 'JK-0000-0000-000', version = version + 1 WHERE id = %(id)s"

    assert refused_by(lambda: sql(attack, id=report.pk)) == "reports_report_changes_by_event"


def test_nothing_is_resolved_without_a_check():
    report = make.report(state=State.AWAITING_VALIDATION)
    person = make.staff(of=str(report.verifier_id), role=Role.VALIDATOR)

    assert (
        refused_by(lambda: move(report, "verification.accept", State.RESOLVED, staff=person))
        == "verification_verdict_has_its_check"
    )


CHECK = """
INSERT INTO verification_check (report_id, claim_version, kind, passed, verifier_id, unit_id, findings, checklist, at)
VALUES (%(report)s, %(claim)s, %(kind)s, true, %(staff)s, %(unit)s, '', '{}', now())
"""


def check(report: Report, person, kind: str = "administrative") -> None:
    sql(CHECK, report=report.pk, claim=report.claim_version, kind=kind, staff=person.pk, unit=person.unit_id)


def test_a_field_case_is_not_closed_by_papers_alone():
    report = make.report(state=State.AWAITING_VALIDATION, category="lampu-jalan")
    person = make.staff(of=str(report.verifier_id), role=Role.VALIDATOR)
    assert report.field_required

    def attack() -> None:
        check(report, person)
        move(report, "verification.accept", State.RESOLVED, staff=person)

    assert refused_by(attack) == "verification_verdict_has_its_check"


def test_a_unit_that_worked_on_it_cannot_write_a_check():
    sudin = make.unit()
    report = make.report(state=State.AWAITING_VALIDATION, handled_by=sudin)

    assert (
        refused_by(lambda: check(report, make.staff(of=sudin, role=Role.VALIDATOR)))
        == "verification_check_is_independent"
    )


def test_a_unit_that_only_passed_it_on_cannot_write_a_check_either():
    report = make.report(state=State.AWAITING_VALIDATION, handled_by=make.unit())
    kelurahan = _first_unit(report)

    assert (
        refused_by(lambda: check(report, make.staff(of=kelurahan, role=Role.VALIDATOR)))
        == "verification_check_is_independent"
    )


def _first_unit(report: Report) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id FROM reports_event WHERE report_id = %s AND version = 1", [report.pk])
        return str(cursor.fetchone()[0])


def test_the_claimant_cannot_check_after_moving_to_another_unit():
    officer = make.staff(of=make.unit(), role=Role.OFFICER)
    report = make.report(state=State.AWAITING_VALIDATION, handled_by=officer.unit, officer=officer)
    officer.unit = make.unit()
    officer.save()

    assert refused_by(lambda: check(report, officer)) == "verification_check_is_independent"


def test_a_verdict_cannot_borrow_another_persons_check():
    report = make.report(state=State.AWAITING_VALIDATION, category="sampah")
    honest = make.staff(of=str(report.verifier_id), role=Role.VALIDATOR)
    other = make.staff(of=make.unit(), role=Role.VALIDATOR)

    def attack() -> None:
        check(report, honest)
        move(report, "verification.accept", State.RESOLVED, staff=other)

    assert refused_by(attack) == "verification_verdict_has_its_check"


def test_a_check_is_final():
    report = make.report(state=State.RESOLVED)

    assert refused_by(
        lambda: sql("UPDATE verification_check SET passed = false WHERE report_id = %(id)s", id=report.pk)
    ) == ("verification_check_is_final")


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("lat", 91.0, "reports_report_point_on_earth"),
        ("lat", None, "reports_report_point_on_earth"),
        ("text", "  ", "reports_report_text_not_blank"),
        ("closed_at", "2026-01-01T00:00:00Z", "reports_report_closed_at_when_closed"),
    ],
)
def test_a_row_that_means_nothing_is_refused(column, value, constraint):
    report = make.report()
    statement = f"UPDATE reports_report SET {column} = %(value)s, version = version + 1 WHERE id = %(id)s"

    assert refused_by(lambda: sql(statement, id=report.pk, value=value)) == constraint


def test_a_report_is_rated_once_a_closure_from_one_to_four():
    report = make.report(state=State.RESOLVED)
    insert = (
        "INSERT INTO feedback_rating (report_id, version, score, comment, at) VALUES (%(id)s, 5, %(score)s, '', now())"
    )

    assert refused_by(lambda: sql(insert, id=report.pk, score=5)) == "feedback_rating_score"
    sql(insert, id=report.pk, score=4)
    assert refused_by(lambda: sql(insert, id=report.pk, score=1)) == "feedback_rating_once_each"


def test_silence_is_no_satisfaction_and_a_request_is_one_a_closure():
    report = make.report(state=State.RESOLVED)
    survey = (
        "INSERT INTO feedback_survey (report_id, closed_id, version, event, unit_id, asked_at, is_satisfied)"
        " VALUES (%(id)s, %(id)s, 5, 1, %(unit)s, now(), true)"
    )
    request = (
        "INSERT INTO feedback_request (report_id, version, unit_id, state, asked_at, due_at, decided_at)"
        " VALUES (%(id)s, 5, %(unit)s, %(state)s, now(), now(), NULL)"
    )
    of_it = {"id": report.pk, "unit": report.unit_id}

    assert refused_by(lambda: sql(survey, **of_it)) == "feedback_silence_is_no_answer"
    assert refused_by(lambda: sql(request, **of_it, state="granted")) == "feedback_request_decided_at_once"
    sql(request, **of_it, state="pending")
    assert refused_by(lambda: sql(request, **of_it, state="pending")) == "feedback_request_once_a_closure"


def test_the_same_key_of_a_channel_is_accepted_once():
    make.report(external_id="abc")
    again = """
    INSERT INTO intake_inbound (channel_id, external_id, body, sealed, report_id, received_at)
    SELECT channel_id, external_id, body, sealed, report_id, received_at FROM intake_inbound
    """

    assert refused_by(lambda: sql(again)) == "intake_inbound_once"

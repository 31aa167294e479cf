"""`verification.queries.queue`: what waits for a validator, oldest first, never one's own work."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LAMP, LITTER, make

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.core.refusal import Invalid
from tanggap.reports.words import State
from tanggap.verification import actions, queries
from tanggap.verification.words import CheckKind

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def claimed(**how):
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LITTER, **how})


def validator(**how):
    return make.staff(**{"of": EAST, "role": Role.VALIDATOR, **how})


def codes(staff, **how):
    return [row.code for row in queries.queue(staff, **how).rows]


def test_the_oldest_claim_stands_first():
    late, early = claimed(at=NOON + timedelta(hours=1)), claimed(at=NOON)

    assert codes(validator()) == [early.code, late.code]


def test_a_row_says_whose_work_it_is_and_which_check_is_next():
    report = claimed(category=LAMP, at=NOON)

    (row,) = queries.queue(validator()).rows

    assert (row.unit, row.due, row.needs_field, row.claimed_at) == (
        agencies.unit_label(report.unit_id),
        CheckKind.ADMINISTRATIVE,
        True,
        NOON,
    )


def test_after_the_papers_the_field_check_is_next():
    report = claimed(category=LAMP)
    actions.send_to_field(code=report.code, version=report.version, verifier=validator())

    (row,) = queries.queue(validator()).rows

    assert row.due == CheckKind.FIELD


def test_the_queue_can_be_narrowed_to_one_kind_of_check():
    papers, field = claimed(), claimed(category=LAMP)
    actions.send_to_field(code=field.code, version=field.version, verifier=validator())

    assert codes(validator(), due=CheckKind.ADMINISTRATIVE) == [papers.code]
    assert codes(validator(), due=CheckKind.FIELD) == [field.code]


def test_an_unknown_kind_is_refused():
    with pytest.raises(Invalid):
        queries.queue(validator(), due="ghost")


def test_what_does_not_wait_is_not_in_it():
    for state in (State.IN_PROGRESS, State.RESOLVED, State.FOLLOW_UP_REJECTED):
        make.report(state=state, category=LITTER)

    assert codes(validator()) == []


def test_claims_that_another_unit_checks_are_not_in_it():
    claimed()

    assert codes(validator(of="bagian-pemerintahan-31.71")) == []


def test_work_of_a_unit_in_which_one_holds_a_role_is_not_in_it():
    report = claimed()
    person = validator()
    Membership.objects.create(staff=person, role=Role.SUPERVISOR, unit_id=report.unit_id)

    assert codes(person) == []


def test_ones_own_work_is_not_in_it():
    officer = make.staff(of=make.report().unit_id)
    claimed(officer=officer)
    officer.unit_id = EAST
    officer.save()
    Membership.objects.filter(staff=officer).delete()
    Membership.objects.create(staff=officer, role=Role.VALIDATOR, unit_id=EAST)

    assert codes(type(officer).objects.get(pk=officer.pk)) == []


def test_a_role_for_one_area_shows_the_claims_of_that_area():
    claimed()

    assert (len(codes(validator(area="31.75.06"))), len(codes(validator(area="31.75.01")))) == (1, 0)


def test_a_page_goes_on_where_the_last_one_ended():
    made = [claimed(at=NOON + timedelta(minutes=minute)).code for minute in range(5)]
    person = validator()

    first = queries.queue(person, limit=2)
    second = queries.queue(person, limit=2, after=first.next)
    third = queries.queue(person, limit=2, after=second.next)

    assert [row.code for page in (first, second, third) for row in page.rows] == made
    assert third.next is None


def test_claims_of_one_instant_are_each_shown_once():
    made = {claimed(at=NOON).code for _ in range(3)}
    person = validator()

    first = queries.queue(person, limit=2)
    second = queries.queue(person, limit=2, after=first.next)

    assert {row.code for page in (first, second) for row in page.rows} == made
    assert len(first.rows) + len(second.rows) == 3


def test_a_cursor_that_is_not_ours_is_refused():
    with pytest.raises(Invalid):
        queries.queue(validator(), after="ghost")


def test_the_queue_is_one_statement_for_any_number_of_rows():
    person = validator()
    claimed()
    queries.queue(person)  # fills the shelves

    def statements():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            queries.queue(person)
        return len(caught)

    one = statements()
    for _ in range(3):
        claimed()

    assert (one, statements()) == (1, 1)


def test_what_waits_is_counted_by_the_check_that_is_next():
    claimed()
    field = claimed(category=LAMP)
    actions.send_to_field(code=field.code, version=field.version, verifier=validator())

    counted = queries.waiting(validator())

    assert (counted.administrative, counted.field, counted.total, counted.is_more) == (1, 1, 2, False)


def test_counting_ends(monkeypatch):
    monkeypatch.setattr("tanggap.verification.queries.waitlist.MOST_COUNTED", 2)
    for _ in range(3):
        claimed()

    counted = queries.waiting(validator())

    assert (counted.total, counted.is_more) == (2, True)


def test_a_case_is_found_by_its_code_as_people_type_it():
    report = claimed()

    assert queries.find(f" {report.code.lower().replace('-', ' ')} ", staff=validator()) == report.code


@pytest.mark.parametrize("typed", ["", "ghost", "JK-0000-0000-000"])
def test_what_is_no_case_of_ones_units_is_not_found(typed):
    claimed()

    assert queries.find(typed, staff=validator()) is None


def test_a_case_of_another_unit_is_not_found():
    report = claimed()

    assert queries.find(report.code, staff=validator(of="bagian-pemerintahan-31.71")) is None

"""What was built after the yearly planning is a claim like any other: the same plan, check, contest and independence."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make
from tests.verification.checking import check, contest, move, refused, reject

from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.reports.words import State
from tanggap.verification import actions, claims, queries
from tanggap.verification.models import Plan

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    return make.staff(of=make.report().unit_id)


@pytest.fixture
def report(officer):
    made = make.report(state=State.PLANNED, category=LITTER, officer=officer, at=NOON)
    with clock.at(NOON + timedelta(days=300)):
        make.build(made, officer)
        yield made


def test_its_claim_is_that_of_who_built_it(report, officer):
    report.refresh_from_db()
    found = claims.of(report)

    assert (found.claimant, found.number, found.is_contest) == (officer.pk, 1, False)


def test_a_plan_says_whether_it_is_visited_and_an_independent_check_closes_it(report):
    check(report)

    assert Plan.objects.filter(report=report).count() == 1
    assert report.state in {State.RESOLVED, State.AWAITING_VALIDATION}


def test_a_failed_check_brings_it_back_to_the_unit_that_built_it(report, officer):
    reject(report)

    assert (report.state, report.unit_id, report.paused_at) == (State.FOLLOW_UP_REJECTED, officer.unit_id, None)
    assert queries.rejection(report.pk).contest_until is not None


def test_a_failed_check_can_be_contested(report, officer):
    reject(report)

    event = contest(report, officer)

    assert event.payload["claim"] == event.version - 2


def test_who_built_it_from_another_unit_does_not_check_it_nor_does_that_unit(report):
    """A supervisor above may build for a branch: neither they nor their own unit are a third party then."""
    above = make.unit(kind=UnitKind.VERIFIER)
    made = make.report(state=State.PLANNED, category=LITTER, handled_by=make.unit(parent=above.code), at=NOON)
    chief = make.staff(of=above, role=(Role.SUPERVISOR, Role.VALIDATOR))
    make.build(made, chief)
    made.refresh_from_db()

    assert not actions.is_independent(chief, made)
    assert not actions.is_independent(make.staff(of=above, role=Role.VALIDATOR), made)
    with pytest.raises(actions.NotIndependent):
        check(made, by=chief)


def test_the_database_says_the_same_of_who_built_it(report):
    elsewhere = make.staff(of=make.unit(), role=Role.VALIDATOR)
    made = make.report(state=State.PLANNED, category=LITTER, at=NOON)
    chief = make.staff(of=make.unit(), role=Role.SUPERVISOR)
    make.role(chief, Role.SUPERVISOR, made.unit_id)
    make.build(made, chief)
    made.refresh_from_db()

    for who, constraint in (
        (chief, "verification_verdict_is_independent"),
        (elsewhere, "verification_verdict_has_its_check"),
    ):
        with refused(constraint):
            move(made, "verification.accept", State.RESOLVED, staff=who)

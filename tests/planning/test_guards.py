"""The database refuses by itself what the register forbids, whoever writes it."""

from contextlib import contextmanager

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from tests.factories import make
from tests.planning import planned
from tests.planning.planned import NOW, proposed

from tanggap.planning import lifecycle
from tanggap.planning.models import Move, Programme, Proposal, ProposalReport, Step
from tanggap.reports.transitions import refused_by

pytestmark = pytest.mark.django_db


@contextmanager
def refusal(constraint: str):
    """Expect the database to refuse what is inside by this constraint."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():  # noqa: PT012
        yield
        connection.check_constraints()
    assert refused_by(caught.value) == constraint


@pytest.fixture
def course():
    with time_machine.travel(NOW, tick=False):
        yield proposed()


def step(row: Proposal, name: str, to: str, **given: object) -> Step:
    """Write a step as an attacker with SQL would."""
    values = {
        "number": row.version + 1, "state_from": row.state, "staff_id": row.made_by_id, "unit_id": row.unit_id, "level": row.level,
        "year": row.year, "at": row.changed_at,
    }  # fmt: skip
    return Step.objects.create(proposal=row, step=name, state_to=to, **{**values, **given})


def test_the_table_in_the_database_is_the_one_in_the_code():
    assert set(Move.objects.values_list("step", "state_from", "state_to")) == lifecycle.triples()


def test_no_step_outside_the_table(course):
    keeper = course.keeper()
    with refusal("planning_step_allowed_move"):
        step(course.row, "fund", "funded", staff_id=keeper.pk, unit_id=keeper.unit_id)


def test_no_state_without_its_step(course):
    with refusal("planning_proposal_is_its_last_step"):
        Proposal.objects.update(version=2, state="deliberated", admitted_at=NOW)


def test_no_change_without_a_step(course):
    with refusal("planning_proposal_changes_by_step"):
        Proposal.objects.update(cost=5)


def test_who_has_a_part_does_not_decide(course):
    with refusal("planning_keeper_has_no_part"):
        step(course.row, "admit", "deliberated")


def test_parties_are_never_forgotten(course):
    with refusal("planning_proposal_keeps_its_origin"):
        Proposal.objects.update(parties=[], version=2)


def test_what_is_built_is_verified_by_no_word(course):
    built = course.built()
    with refusal("planning_verified_by_verification"):
        step(built.row, "verify", "verified", staff_id=None, unit_id=None)


def test_people_never_say_that_it_is_verified(course):
    course.built()
    for row in planned.ProposalReport.objects.select_related("report"):
        course.check(row.report, holds=True)
    with refusal("planning_step_of_the_system"):
        step(course.row, "verify", "verified")


def test_steps_and_links_stay(course):
    with refusal("planning_step_is_final"):
        Step.objects.update(message="lain")
    with refusal("planning_step_is_final"):
        Step.objects.all().delete()
    with refusal("planning_link_stays"):
        ProposalReport.objects.all().delete()
    with refusal("planning_proposal_stays"):
        Proposal.objects.all()._raw_delete("default")


def test_a_report_is_in_one_live_proposal(course):
    link = ProposalReport.objects.first()
    with refusal("planning_report_in_one_live_proposal"):
        ProposalReport.objects.create(proposal=course.row, report=link.report, linked_at=NOW)


def test_a_private_report_is_never_linked(course):
    private = make.report(visibility="private")
    with refusal("planning_link_of_a_public_report"):
        ProposalReport.objects.create(proposal=course.row, report=private, linked_at=NOW)


def test_one_live_programme_a_proposal(course):
    course.funded()
    held = Programme.objects.get()
    with refusal("planning_one_live_programme"):
        held.pk = None
        held.save(force_insert=True)
    with refusal("planning_programme_only_ends"):
        Programme.objects.update(amount=1)


@pytest.mark.parametrize("cost", [0, -1, 10**15])
def test_no_cost_outside_all_bounds(course, cost):
    with refusal("planning_proposal_cost"):
        step(course.row, "change", "proposed")
        Proposal.objects.update(cost=cost, version=2)

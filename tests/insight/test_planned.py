"""A report in the yearly planning in the statistics: open, unsolved and waiting all the time, and told apart by how many wait there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories import LITTER, make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.evaluation.tallies import consumer as tallies
from tanggap.evaluation.tallies.models import Cell as Tallied
from tanggap.feedback import actions as feedback
from tanggap.insight import consumer, statistics, workload
from tanggap.insight.models import Cell, Took, UnitDay, Waiting
from tanggap.insight.statistics import Selection

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
LATER = RECEIVED + timedelta(days=20)
NOW = RECEIVED + timedelta(days=30)
ALL = Selection(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


@pytest.fixture
def report():
    """A report that was taken into the planning on the day of its receipt, beside one that is open."""
    make.report(category=LITTER, at=RECEIVED)
    made = make.report(state="planned", category=LITTER, at=RECEIVED)
    cursors.catch_up(consumer.CONSUMER)
    return made


def told(*codes: str) -> list[float | None]:
    cursors.catch_up(consumer.CONSUMER)
    with clock.at(NOW):
        found = statistics.figures(ALL, codes)
    return [found[code].value for code in codes]


def test_waiting_for_a_budget_leaves_the_backlog_as_it_was(report):
    assert told("backlog", "in_planning", "closures") == [2, 1, 0]


def test_it_waits_on_in_the_survival_curves_unsolved(report):
    assert list(Waiting.objects.values_list("open", "unsolved", "unanswered")) == [(2, 2, 1)]
    assert not Took.objects.filter(course="solve").exists()


def test_what_comes_back_was_open_all_the_time(report):
    with clock.at(LATER):
        make.unplan(report)

    assert told("backlog", "in_planning") == [2, 0]
    assert sum(Cell.objects.filter(grain="df").values_list("opened", flat=True)) == 2


def test_what_was_built_counts_neither_as_planned_nor_as_ended_before_its_check(report):
    with clock.at(LATER):
        make.build(report, make.staff(of=report.unit_id))

    assert told("backlog", "in_planning", "closures") == [2, 0, 0]


def test_an_objection_is_no_appeal_against_a_refusal(report):
    with clock.at(RECEIVED + timedelta(days=1)):
        feedback.appeal(code=report.code, token=make.token(report), message="Cukup tambal")
    cursors.catch_up(consumer.CONSUMER)

    assert [
        sum(Cell.objects.filter(grain="df").values_list(name, flat=True)) for name in ("objections", "appeals")
    ] == [1, 0]


def test_it_leaves_its_units_hands_once_and_comes_back_once(report):
    with clock.at(LATER):
        make.unplan(report)
    cursors.catch_up(workload.CONSUMER)

    rows = UnitDay.objects.filter(unit=report.unit_id).values_list("arrived", "done")
    assert tuple(map(sum, zip(*rows, strict=True))) == (3, 1)


def test_the_evaluation_sees_no_end_in_it(report):
    cursors.catch_up(tallies.CONSUMER)

    assert sum(Tallied.objects.filter(grain="df").values_list("ends", flat=True)) == 0

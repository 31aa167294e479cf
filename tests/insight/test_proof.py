"""What became of claimed results: whose they were, on which day they count, and once each however often it happens."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from tests.factories import make
from tests.logs import own_events_seen, play, stories

from tanggap.core import clock, cursors
from tanggap.feedback import actions as feedback
from tanggap.insight import closures, proof
from tanggap.insight.models import Proof
from tanggap.reports.models import Report

KELURAHAN = "kel-31.75.06.1005"
TUESDAY = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def counted(unit: str = KELURAHAN, *, is_part: bool = False) -> dict[str, int]:
    """Return the numbers of a unit that are not nought, all days together."""
    cursors.catch_up(proof.CONSUMER)
    found = dict.fromkeys(proof.NUMBERS, 0)
    for row in Proof.objects.filter(unit=unit, is_part=is_part):
        for name in proof.NUMBERS:
            found[name] += getattr(row, name)
    return {name: number for name, number in found.items() if number}


def kept() -> list[tuple[object, ...]]:
    return sorted(Proof.objects.values_list("unit", "on", "is_part", *proof.NUMBERS))


def reopen(report: Report) -> None:
    report.refresh_from_db()
    feedback.reopen(code=report.code, token=make.token(report), message="Masih berlubang")


def test_a_closure_is_a_claim_that_was_checked_and_held():
    make.report(state="resolved")

    assert counted() == {"checked": 1, "closures": 1}


def test_a_return_is_a_claim_that_was_checked_and_did_not_hold():
    make.report(state="follow_up_rejected")

    assert counted() == {"checked": 1, "returned": 1}


def test_a_reopening_counts_against_the_day_of_the_closure():
    with clock.at(TUESDAY):
        report = make.report(state="resolved")
    with clock.at(TUESDAY + timedelta(days=3)):
        reopen(report)
    counted()

    assert [(row.on, row.closures, row.reopened) for row in Proof.objects.all()] == [(date(2026, 3, 3), 1, 1)]


def test_what_was_never_closed_counts_nothing():
    make.report(state="in_progress")

    assert counted() == {}


def test_a_rating_of_two_or_less_is_an_unhappy_one():
    for score in (4, 2):
        report = make.report(state="resolved")
        feedback.rate(code=report.code, token=make.token(report), score=score)

    assert counted() == {"checked": 2, "closures": 2, "rated": 2, "unhappy": 1}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=stories)
def test_counted_anew_the_figures_are_the_same(story):
    play(story)
    cursors.catch_up(proof.CONSUMER, most=3)
    live = kept()
    cursors.rebuild(proof.CONSUMER)

    assert kept() == live
    for row in Proof.objects.all():
        assert row.returned <= row.checked
        assert max(row.reopened, row.repeated) <= row.closures


def closed(unit: str, on: date, *, is_part: bool = False, **numbers: int) -> None:
    Proof.objects.create(unit=unit, on=on, is_part=is_part, **numbers)


class TestTheSharesOfUnits:
    today = date(2026, 3, 10)

    def test_a_share_has_its_numerator_its_n_and_its_interval(self):
        closed(KELURAHAN, date(2026, 3, 9), checked=40, closures=40, reopened=3)

        [row] = closures.of_units(until=self.today).rows
        reopened = row.shares[1]
        assert (reopened.hits, reopened.n, reopened.value) == (3, 40, 0.075)
        assert (round(reopened.low, 3), round(reopened.high, 3)) == (0.026, 0.199)

    def test_few_cases_are_told_as_too_few(self):
        closed(KELURAHAN, date(2026, 3, 9), checked=19, closures=19, reopened=19)

        [row] = closures.of_units(until=self.today).rows
        assert row.shares[1].value is None

    def test_a_return_that_was_overturned_is_left_out(self):
        closed(KELURAHAN, date(2026, 3, 9), checked=20, returned=5, overturned=2, closures=17)

        [row] = closures.of_units(until=self.today).rows
        assert (row.shares[0].hits, row.shares[0].n) == (3, 20)

    def test_a_contractors_parts_stand_apart_and_not_in_the_total(self):
        closed(KELURAHAN, date(2026, 3, 9), checked=30, closures=30)
        closed("pln", date(2026, 3, 9), is_part=True, checked=30, closures=30)

        found = closures.of_units(until=self.today)
        assert [(row.unit, row.is_part) for row in found.rows] == [(KELURAHAN, False), ("pln", True)]
        assert found.total.closures == 30

    def test_today_and_what_is_older_than_the_period_are_left_out(self):
        for on in (date(2026, 3, 10), date(2025, 12, 9)):
            closed(KELURAHAN, on, closures=1)

        found = closures.of_units(until=self.today)
        assert (found.first, found.last, found.rows) == (date(2025, 12, 10), date(2026, 3, 9), ())

    def test_only_the_units_that_are_asked_for(self):
        closed(KELURAHAN, date(2026, 3, 9), closures=1)

        assert closures.of_units(["x"], until=self.today).rows == ()

"""What became of claimed results: whose they were, on which day they count, and once each however often it happens."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from tests.factories import make
from tests.logs import own_events_seen, play, stories

from tanggap.core import clock, cursors
from tanggap.feedback import actions as feedback
from tanggap.insight import proof
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

"""`feedback.actions.rate`: one score a closure, within the city's window."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LITTER, make

from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.feedback import actions
from tanggap.feedback.models import Rating
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.models import Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def closed(**how):
    return make.report(**{"state": State.RESOLVED, "category": LITTER, **how})


def rate(report, **how):
    return actions.rate(code=report.code, **{"token": make.token(report), "score": 4, **how})


def refused(report, refusal, **how):
    before = Report.objects.get(pk=report.pk).version, make.events(report), Rating.objects.count()
    with pytest.raises(refusal):
        rate(report, **how)
    assert (Report.objects.get(pk=report.pk).version, make.events(report), Rating.objects.count()) == before


def test_a_score_is_kept_with_the_closure_that_it_is_of():
    report = closed()
    closure = report.version

    rating = rate(report, score=3, comment="Cepat")

    assert (rating.score, rating.comment, rating.version) == (3, "Cepat", closure)


def test_a_score_is_an_event_and_moves_nothing():
    report = closed()

    rate(report)

    report.refresh_from_db()
    assert (report.state, make.events(report)[-1]) == (State.RESOLVED, "feedback.rate")


@pytest.mark.parametrize("score", [0, 5, -1, 400])
def test_there_are_four_scores(score):
    refused(closed(), Invalid, score=score)


def test_a_closure_is_rated_once():
    report = closed()
    rate(report)

    refused(report, actions.RatedAlready, score=1)


def test_a_second_closure_has_its_own_score():
    report = make.report(state=State.REOPENED, category=LITTER)
    path_to_the_second_closure(report)

    assert rate(report, score=2).version == Report.objects.get(pk=report.pk).version - 1


def test_up_to_the_last_moment_of_the_window():
    report = closed(at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days)):
        assert rate(report).score == 4


def test_not_after_the_window():
    report = closed(at=NOON)

    with clock.at(NOON + timedelta(days=city().feedback_days, seconds=1)):
        refused(report, actions.WindowClosed)


@pytest.mark.parametrize("state", [State.RECEIVED, State.AWAITING_VALIDATION, State.REOPENED, State.REJECTED])
def test_only_a_closure_is_rated(state):
    refused(make.report(state=state, category=LITTER), transitions.NotPossible)


def test_an_archived_report_is_not_rated():
    refused(make.report(state=State.ARCHIVED, category=LITTER), transitions.NotPossible)


def test_a_comment_has_an_end():
    refused(closed(), Invalid, comment="a" * 2001)


def test_nobody_rates_with_another_link():
    refused(closed(), NotFound, token="0" * 48)


def path_to_the_second_closure(report):
    from tanggap.agencies.words import Role
    from tanggap.reports import actions as reports
    from tanggap.reports.photos import Upload
    from tanggap.verification import actions as verification

    officer = make.staff(of=report.unit_id)
    for act, how in (
        (reports.start, {"by": officer}),
        (reports.claim_done, {"by": officer, "message": "Sudah", "photos": [Upload(make.photo(), "b.jpg")]}),
    ):
        act(code=report.code, version=Report.objects.get(pk=report.pk).version, **how)
    report.refresh_from_db()
    validator = make.staff(of=report.verifier_id, role=Role.VALIDATOR)
    for photos in ([], [Upload(make.photo(), "visit.jpg")]):  # a disputed result is looked at on the spot
        verification.accept(
            code=report.code,
            version=report.version,
            verifier=validator,
            checklist=make.checklist(report),
            photos=photos,
        )
        report.refresh_from_db()

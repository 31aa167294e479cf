"""Reporters of joined reports judge the closure through their own links; who stood behind a report says whether it holds."""

import pytest
from tests.factories import LITTER, make

from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.feedback import actions, queries, surveys
from tanggap.feedback.models import Asker, Rating, Request, Survey
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


def family():
    """A report that another one joined, solved."""
    parent = make.report(category=LITTER)
    child = make.report(state=State.MERGED, parent=parent, category=LITTER)
    close(parent)
    return Report.objects.get(pk=parent.pk), Report.objects.get(pk=child.pk)


def close(report):
    from tests.factories import _Path

    _Path(report.code, make.token(report), None, None, None, None).to_resolved()


def test_a_joined_reporter_rates_besides_the_own_one():
    parent, child = family()

    actions.rate(code=parent.code, token=make.token(parent), score=4)
    actions.rate(code=child.code, token=make.token(child), score=1)
    with pytest.raises(actions.RatedAlready):
        actions.rate(code=child.code, token=make.token(child), score=2)

    assert list(Rating.objects.order_by("id").values_list("report", "child", "score")) == [
        (parent.pk, "", 4),
        (parent.pk, child.code, 1),
    ]


def test_the_right_is_the_reports_whoever_of_its_reporters_comes_first():
    parent, child = family()

    actions.dispute(code=child.code, token=make.token(child), message="Masih ada")

    parent.refresh_from_db()
    assert (parent.state, Event.objects.get(door="feedback.reopen").payload["child"]) == (State.REOPENED, child.code)
    close(parent)
    with pytest.raises(actions.ReopenedOnce):
        actions.reopen(code=parent.code, token=make.token(parent), message="Masih ada")
    assert actions.dispute(code=parent.code, token=make.token(parent), message="Masih ada").kind == actions.REQUEST
    actions.dispute(code=child.code, token=make.token(child), message="Betul")
    assert [Request.objects.count(), Asker.objects.count()] == [1, 2]


def test_everybody_is_asked_and_silence_is_no_answer():
    parent, child = family()
    actions.rate(code=child.code, token=make.token(child), score=1)

    surveys.apply(facts(parent))

    asked = {row.report_id: row.is_satisfied for row in Survey.objects.filter(closed=parent)}
    assert asked == {parent.pk: None, child.pk: False}
    told = queries.responses(since=parent.received_at, until=clock.now().replace(year=2100), unit=parent.unit_id)
    assert (told.asked, told.answered, told.satisfied, told.silent) == (2, 1, 0, 1)


def facts(report):
    from tanggap.reports import outbox

    return outbox.histories({report.pk})[report.pk]


def supported():
    report = make.report(category=LITTER)
    for person in ("ani", "budi", "citra", "dewi"):
        reports.support(code=report.code, person=person)
    close(report)
    return Report.objects.get(pk=report.pk)


def test_a_supporter_answers_once_a_closure():
    report = supported()

    actions.confirm(code=report.code, person="ani", is_solved=True)
    with pytest.raises(actions.AnsweredAlready):
        actions.confirm(code=report.code, person="ani", is_solved=False)

    assert queries.neighbours(report.code) == queries.reviews.Neighbours(1, 0)


def test_who_did_not_stand_behind_it_says_nothing():
    report = supported()
    before = make.events(report)

    with pytest.raises(actions.NoSupporter):
        actions.confirm(code=report.code, person="orang lain", is_solved=False)

    assert make.events(report) == before


def test_enough_denials_mark_the_closure_once_and_open_nothing():
    report = supported()

    for person in ("ani", "budi", "citra", "dewi"):
        actions.confirm(code=report.code, person=person, is_solved=False)

    assert city().doubts_to_flag == 3
    assert make.events(report).count("feedback.doubted") == 1
    assert Report.objects.get(pk=report.pk).state == State.RESOLVED


def test_a_private_report_has_no_neighbours():
    report = make.report(state=State.RESOLVED, category=LITTER, visibility="private")

    with pytest.raises(NotFound):
        actions.confirm(code=report.code, person="ani", is_solved=True)


def test_one_tap_then_words_once():
    report = make.report(state=State.RESOLVED, category=LITTER)
    link = {"code": report.code, "token": make.token(report)}
    with pytest.raises(actions.NotRatedYet):
        actions.detail(**link, message="Rapi")
    actions.rate(**link, score=3)

    actions.detail(**link, message="Rapi sekali")
    with pytest.raises(actions.DetailedAlready):
        actions.detail(**link, message="Lagi")

    assert Rating.objects.get().comment == "Rapi sekali"

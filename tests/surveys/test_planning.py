"""Questionnaires and surveys: made by few, published once, closed by the clock."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import make
from tests.surveys.making import TITLE, mixed, planned, questionnaire, survey

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, Stale
from tanggap.surveys import actions
from tanggap.surveys.models import Questionnaire, Survey
from tanggap.surveys.queries import listing

pytestmark = pytest.mark.django_db
QUESTION = {"kind": "scale", "label": {"id": "Aplikasi?"}}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.VALIDATOR, Role.LEADER, Role.INTAKE])
def test_only_analysts_and_operators_make_surveys(role):
    person = make.staff(of="jsc-intake", role=role)

    with pytest.raises(NotAllowed):
        actions.write(by=person, code="skm", kind="skm", title=TITLE, introduction={}, questions=[])
    with pytest.raises(NotAllowed):
        actions.plan(by=person, code="skm-2026", plan=planned())

    assert (Questionnaire.objects.count(), Survey.objects.count()) == (0, 0)


def test_a_published_questionnaire_stands_still_and_a_change_is_the_next_version():
    questionnaire()

    actions.write(by=None, code="skm", kind="skm", title=TITLE, introduction={}, questions=[QUESTION])
    actions.write(by=None, code="skm", kind="skm", title=TITLE, introduction={}, questions=[QUESTION, QUESTION])

    versions = list(Questionnaire.objects.order_by("version").values_list("version", "questions"))
    assert [(version, len(questions)) for version, questions in versions] == [(1, 0), (2, 2)]
    assert [row.version for row in listing.published()] == [1]
    with pytest.raises(IntegrityError, match="stands still"), transaction.atomic():
        Questionnaire.objects.filter(version=1).update(questions=[QUESTION])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "a"}, "code"),
        ({"code": "kelola"}, "code"),
        ({"kind": "poll"}, "kind"),
        ({"title": {"en": "Only English"}}, "title"),
        ({"title": {"id": "x" * 200}}, "title"),
        ({"questions": [QUESTION] * 13}, "questions"),
        ({"questions": [{"kind": "choice", "label": {"id": "?"}, "options": [{"id": "Ya"}]}]}, "questions"),
        ({"questions": [{"kind": "scale", "label": {"id": " "}}]}, "questions"),
    ],
)
def test_a_questionnaire_that_cannot_be_asked_is_refused(changes, field):
    given = {"code": "skm", "kind": "skm", "title": TITLE, "introduction": {}, "questions": []}

    with pytest.raises(Invalid) as refused:
        actions.write(by=None, **{**given, **changes})

    assert (list(refused.value.errors), Questionnaire.objects.count()) == ([field], 0)


def test_questions_of_one_s_own_alone_need_one():
    actions.write(by=None, code="kosong", kind="own", title=TITLE, introduction={}, questions=[])

    with pytest.raises(actions.NothingToPublish):
        actions.publish(by=None, code="kosong")


def test_the_answers_wanted_follow_from_how_many_people_there_are():
    questionnaire()

    assert actions.plan(by=None, code="skm-2026", plan=planned(population=9_000)).target == 368


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"questionnaire": "unknown"}, "questionnaire"),
        ({"closes_on": date(2020, 1, 1)}, "closes_on"),
        ({"closes_on": date(2199, 1, 1)}, "closes_on"),
        ({"units": ["nobody"]}, "units"),
        ({"channels": ["smoke"]}, "channels"),
        ({"area": "atlantis"}, "area"),
        ({"population": -1}, "population"),
        ({"share": 1001}, "share"),
        ({"is_linked": False}, "is_linked"),
    ],
)
def test_a_survey_that_cannot_be_is_refused(changes, field):
    questionnaire()

    with pytest.raises(Invalid) as refused:
        actions.plan(by=None, code="skm-2026", plan=planned(**changes))

    assert (list(refused.value.errors), Survey.objects.count()) == ([field], 0)


def test_of_an_open_survey_the_last_day_alone_can_be_changed():
    row = survey()

    later = actions.change(
        by=None, code=row.code, version=row.version, plan=planned(closes_on=row.closes_on + timedelta(days=9))
    )
    with pytest.raises(actions.StandsStill):
        actions.change(by=None, code=row.code, version=later.version, plan=planned(share=100))
    with pytest.raises(Stale):
        actions.close(by=None, code=row.code, version=row.version)

    assert Survey.objects.get().closes_on == row.closes_on + timedelta(days=9)


def test_a_survey_whose_last_day_is_over_is_closed_by_the_clock():
    row = survey()

    with clock.at(clock.now() + timedelta(days=60)):
        assert actions.close_due() == 0
    with clock.at(clock.now() + timedelta(days=61, hours=12)):
        assert (actions.close_due(), actions.close_due()) == (1, 0)

    assert Survey.objects.get(pk=row.pk).state == "closed"


def test_a_plan_of_measures_is_kept_whole_or_not_at_all():
    row = survey()
    good = {"element": "time", "what": "Regu malam", "unit": "jsc-intake", "due": "2027-03-31", "state": "planned"}

    kept = actions.follow_up(by=None, code=row.code, version=row.version, measures=[good])
    for wrong in ({"what": " "}, {"unit": "x"}, {"due": "besok"}, {"state": "never"}, {"element": "luck"}):
        with pytest.raises(Invalid):
            actions.follow_up(by=None, code=row.code, version=kept.version, measures=[good, {**good, **wrong}])

    assert Survey.objects.get().follow_up == [good]


def test_people_s_own_words_go_a_year_after_the_survey():
    questionnaire("saran", kind="own", questions=[{"kind": "words", "label": {"id": "Saran?"}}])
    row = survey("survei-saran", questionnaire="saran")
    actions.answer(token="survei-saran", given={"q1": "Terima kasih"})
    actions.close(by=None, code=row.code, version=row.version)

    assert [one.texts for one in listing.words("survei-saran")] == [("Terima kasih",)]
    with clock.at(clock.now() + timedelta(days=366)):
        assert (actions.forget_words(), actions.forget_words()) == (1, 0)
    assert [one.texts for one in listing.words("survei-saran")] == [()]


def test_everybody_s_list_holds_no_draft():
    survey()
    actions.plan(by=None, code="skm-2027", plan=planned())
    actions.answer(token="skm-2026", given=mixed())

    assert [(row.code, row.answers) for row in listing.surveys(public=True)] == [("skm-2026", 1)]
    assert {row.code for row in listing.surveys()} == {"skm-2026", "skm-2027"}

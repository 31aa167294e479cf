"""`answer`: one answer an invitation or form; nothing outside the scale; nothing of who it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.surveys.making import form, mixed, planned, questionnaire, survey

from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.surveys import actions
from tanggap.surveys.elements import CODES
from tanggap.surveys.models import Answer, Response

pytestmark = pytest.mark.django_db
CHOICES = [{"id": "Ya"}, {"id": "Tidak"}]


def test_an_open_link_is_answered_as_often_as_people_come():
    survey()

    for number in range(3):
        actions.answer(token="skm-2026", given=mixed(number), key=f"key-of-form-{number:04}")

    assert Response.objects.count() == 3


def test_a_form_that_arrives_twice_is_one_answer():
    survey()

    first, second = (actions.answer(token="skm-2026", given=mixed(), key="the-same-form-key") for _time in range(2))

    assert (first.pk, Response.objects.count()) == (second.pk, 1)


@pytest.mark.parametrize("value", ["0", "5", "", "satu", "-1", "4.0"])
def test_what_is_missing_or_outside_the_scale_is_refused_and_nothing_kept(value):
    survey()

    with pytest.raises(Invalid) as refused:
        actions.answer(token="skm-2026", given=form(time=value))

    assert (list(refused.value.errors), Response.objects.count()) == (["time"], 0)


def test_what_was_answered_is_kept_with_what_makes_it_doubtful():
    survey()

    row = actions.answer(
        token="skm-2026",
        given=form(4, overall=1, sex="female", age="x", work="pns"),
        began_at=clock.now() - timedelta(seconds=3),
        is_again=True,
    )

    assert (row.scores, row.total, row.filled, row.seconds) == ([4] * 9, 36, 9, 3)
    assert (row.sex, row.age, row.education, row.work) == ("female", "", "", "pns")
    assert row.flags == ["straight", "contradictory", "fast", "again"]


def test_questions_of_one_s_own_are_kept_each_as_what_it_is():
    questions = [
        {"kind": "scale", "label": {"id": "Aplikasi?"}, "is_needed": True},
        {"kind": "choice", "label": {"id": "Lagi?"}, "options": CHOICES},
        {"kind": "words", "label": {"id": "Saran?"}},
    ]
    questionnaire("sendiri", kind="own", questions=questions)
    survey("survei-sendiri", questionnaire="sendiri")

    actions.answer(token="survei-sendiri", given={"q1": "2", "q2": "o2", "q3": "  Lampu  "})

    assert list(Answer.objects.order_by("question").values_list("score", "choice", "words")) == [
        (2, "", ""),
        (None, "o2", ""),
        (None, "", "Lampu"),
    ]
    with pytest.raises(Invalid) as refused:
        actions.answer(token="survei-sendiri", given={"q2": "o9"})
    assert sorted(refused.value.errors) == ["q1", "q2"]


def test_a_survey_is_answered_between_its_days_alone():
    row = survey()
    late = clock.now() + timedelta(days=61)

    with clock.at(late), pytest.raises(actions.NotOpen):
        actions.answer(token="skm-2026", given=mixed())
    actions.close(by=None, code="skm-2026", version=row.version)
    with pytest.raises(actions.NotOpen):
        actions.answer(token="skm-2026", given=mixed())

    assert Response.objects.count() == 0


@pytest.mark.parametrize("token", ["", "nothing", "r1-" + "0" * 48, "r1", "skm-2027"])
def test_no_other_token_opens_anything(token):
    survey()

    with pytest.raises(NotFound):
        actions.answer(token=token, given=mixed())


def test_a_draft_and_a_survey_without_an_open_link_are_not_there():
    questionnaire()
    actions.plan(by=None, code="draft", plan=planned())
    row = actions.plan(by=None, code="invited-only", plan=planned(is_linked=False, share=500))
    actions.open_survey(by=None, code="invited-only", version=row.version)

    for token in ("draft", "invited-only"):
        with pytest.raises(NotFound):
            actions.answer(token=token, given=mixed())


def test_the_database_refuses_a_score_outside_the_scale():
    survey()
    row = actions.answer(token="skm-2026", given=mixed())

    for scores in ([5, *[3] * 8], [0, *[3] * 8], [3] * 8):
        with pytest.raises(IntegrityError, match="surveys_response_scores_of_scale"), transaction.atomic():
            Response.objects.filter(pk=row.pk).update(scores=scores)


def test_paper_is_taken_in_whole_and_what_cannot_be_counted_is_flagged():
    survey()
    table = "u1;u2;u3;u4;u5;u6;u7;u8;u9;sex\n3;3;4;4;3;3;3;2;3;male\n5;3;4;;3;3;3;2;3;\n"

    taken = actions.take_in(by=None, code="skm-2026", table=table)

    assert (taken.people, taken.outside) == (2, 1)
    rows = list(Response.objects.order_by("pk").values_list("scores", "flags", "entrance", "sex"))
    assert rows == [
        ([3, 3, 4, 4, 3, 3, 3, 2, 3], [], "paper", "male"),
        ([None, 3, 4, None, 3, 3, 3, 2, 3], ["outside"], "paper", ""),
    ]


@pytest.mark.parametrize("table", ["", "u1,u2\n1,2\n", ",".join(CODES) + "\n"])
def test_a_table_without_its_columns_or_lines_is_refused(table):
    survey()

    with pytest.raises(Invalid) as refused:
        actions.take_in(by=None, code="skm-2026", table=table)

    assert (list(refused.value.errors), Response.objects.count()) == (["table"], 0)

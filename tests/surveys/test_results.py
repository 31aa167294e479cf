"""Results: both indexes told, parts with too few answers untold, in few statements, and the same as counted one by one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fixtures import undone
from tests.surveys.making import form, mixed, questionnaire, survey

from tanggap.core import clock
from tanggap.surveys import actions
from tanggap.surveys.elements import CODES
from tanggap.surveys.ikm import index, sums
from tanggap.surveys.models import Invitation, Response
from tanggap.surveys.queries import own, responding
from tanggap.surveys.queries.labels import CHANNEL, UNIT
from tanggap.surveys.queries.results import indexes, results, too_few

pytestmark = pytest.mark.django_db
ABOUT = {"entrance": "open", "unit": "jsc-intake", "channel": "website", "area": "31.75.06"}


def answers(row, people, **about):
    """Write answers down as `keep` does, many at once."""
    Response.objects.bulk_create(
        Response(
            survey=row,
            questionnaire=row.questionnaire,
            on=clock.local(clock.now()).date(),
            scores=scores,
            total=sum(one or 0 for one in scores),
            filled=sum(one is not None for one in scores),
            **{**ABOUT, **about},
        )
        for scores in people
    )


def test_the_result_is_told_with_doubtful_answers_and_without():
    row = survey(population=100)
    answers(row, [[3, 4, 3, 3, 3, 4, 3, 2, 3]] * 10)
    answers(row, [[4] * 9] * 10, flags=["straight"])

    told = results(survey=row.code)

    assert (told.index.n, told.plain.n, told.doubtful, row.target) == (20, 10, 10, 80)
    assert (str(told.index.printed), str(told.plain.printed)) == ("88.89", "77.78")
    assert [(str(label), n) for label, n in told.flags] == [("Jawaban sama untuk semua pertanyaan", 10)]


def test_periods_are_told_in_one_statement_and_a_small_one_cannot_be_had_by_subtraction():
    row, today = survey(), clock.local(clock.now()).date()
    days = [today + timedelta(days=number) for number in range(3)]
    for day, n in zip(days, (30, 12, 3), strict=True):
        with clock.at(clock.midnight(day) + timedelta(hours=9)):
            answers(row, [[3] * 8 + [4]] * n)

    with CaptureQueriesContext(connection) as of:
        one_by_one = indexes([(day, day) for day in days])
    whole, first = indexes([(days[0], days[2]), (days[0], days[0])])

    assert [(one.n, one.value is not None) for one in one_by_one] == [(30, True), (12, False), (3, False)]
    assert (whole.n, whole.value, first.n, len(of)) == (45, results().index.value, 30, 1)


def test_a_unit_with_three_answers_has_no_index():
    row = survey()
    answers(row, [[3] * 8 + [4]] * 12, unit="jsc-intake")
    answers(row, [[4] * 9] * 3, unit="biro-pemerintahan")
    answers(row, [[4] * 9] * 8, unit="kel-31.75.06.1004")

    parts = {one.code: one.index for one in results(survey=row.code).parts(UNIT)}

    assert (parts["jsc-intake"].n, parts["jsc-intake"].value is not None) == (12, True)
    assert (parts["biro-pemerintahan"].n, parts["biro-pemerintahan"].value) == (3, None)
    assert "3" in parts["biro-pemerintahan"].reason


def test_what_could_be_computed_by_subtraction_is_not_told_either():
    row = survey()
    for unit, n in (("jsc-intake", 30), ("biro-pemerintahan", 12), ("kel-31.75.06.1004", 3)):
        answers(row, [[3] * 8 + [4]] * n, unit=unit)
    answers(row, [[1] * 9] * 2, unit="jsc-intake", flags=["straight"])

    parts = {one.code: one for one in results(survey=row.code).parts(UNIT)}

    assert {code: one.index.value is not None for code, one in parts.items()} == {
        "jsc-intake": True,
        "biro-pemerintahan": False,
        "kel-31.75.06.1004": False,
    }
    assert parts["biro-pemerintahan"].index.elements[0].mean is None
    assert (parts["jsc-intake"].index.n, parts["jsc-intake"].plain.value) == (32, None)


@pytest.mark.parametrize(
    ("sizes", "silent"),
    [
        ({"a": 30, "b": 12}, set()),
        ({"a": 30, "b": 12, "c": 9}, {"b", "c"}),
        ({"a": 30, "b": 12, "c": 6, "d": 5}, {"c", "d"}),
        ({"a": 4}, {"a"}),
        ({"a": 10}, set()),
        ({}, set()),
    ],
)
def test_which_parts_are_silent(sizes, silent):
    assert too_few(sizes) == silent


def test_fewer_than_five_people_are_not_told_apart():
    row = survey()
    answers(row, [[3] * 9] * 12, sex="female")
    answers(row, [[3] * 9] * 3, sex="male")

    assert [(one.label, one.n) for one in results(survey=row.code).people["sex"]] == [
        ("Perempuan", 12),
        ("Laki-laki", None),
    ]


def test_all_surveys_of_a_period_are_narrowed_by_unit_channel_and_area():
    row = survey()
    answers(row, [[3] * 9] * 12)
    answers(row, [[2] * 9] * 11, channel="sms", unit="biro-pemerintahan", area="31.71.01")
    today = clock.local(clock.now()).date()

    assert [
        results(**narrowed).index.n
        for narrowed in (
            {"first": today, "last": today},
            {"first": today, "unit": "jsc-intake"},
            {"first": today, "channel": "sms"},
            {"first": today, "area": "31.75"},
            {"first": today.replace(year=today.year + 1)},
        )
    ] == [23, 12, 11, 12, 0]


def test_questions_of_one_s_own_count_in_no_index():
    questionnaire("lain", kind="own", questions=[{"kind": "scale", "label": {"id": "Aplikasi?"}}])
    row = survey("lain-2026", questionnaire="lain")
    for number in range(12):
        actions.answer(token=row.code, given={"q1": str(number % 4 + 1)})

    told = own.own_questions(row.code)

    assert results(survey=row.code).index.n == 0
    assert [(one.label, one.n, one.mean, dict(one.answers)) for one in told] == [
        ("Aplikasi?", 12, 2.5, {"1": 3, "2": 3, "3": 3, "4": 3})
    ]


def test_a_page_of_results_asks_few_statements_however_many_answered():
    row = survey()
    answers(row, [[3, 2, 3, 4, 3, 3, 4, 3, 2]] * 200)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        told = results(survey=row.code)
        _seen = told.index, told.plain, told.flags, told.parts(UNIT), told.parts(CHANNEL), told.people
        responding.response_bias(row.code)

    assert len(asked) <= 8


def test_the_weighted_index_is_that_of_the_strata_as_invited():
    row = survey()
    shared = {"survey": row, "invited_on": row.opens_on, "unit_id": "jsc-intake", "took": "1d", "channel": "website"}
    Invitation.objects.bulk_create(
        Invitation(outcome=outcome, is_answered=number < n, **shared)
        for outcome, n in (("solved", 30), ("refused", 6))
        for number in range(50)
    )
    answers(row, [[4] * 9] * 30, entrance="invited", outcome="solved")
    answers(row, [[1] * 9] * 6, entrance="invited", outcome="refused")

    told = responding.response_bias(row.code)

    assert (round(told.weighted.raw, 2), told.weighted.value, told.weighted.strata) == (87.5, 62.5, 2)


PEOPLE = st.lists(st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=9, max_size=9), max_size=20)


@settings(max_examples=10, deadline=None)
@given(PEOPLE)
def test_what_the_database_sums_is_what_is_counted_one_by_one(people):
    with undone():
        row = survey()
        answers(row, people)

        told, counted = results(survey=row.code).index, index(sums(people))

        assert (told.value, told.n, [one.mean for one in told.elements]) == (
            counted.value,
            counted.n,
            [one.mean for one in counted.elements],
        )
        assert (told.low, told.high) == (pytest.approx(counted.low), pytest.approx(counted.high))


def test_the_printed_form_of_a_person_is_that_of_the_questionnaire():
    row = survey()

    kept = actions.answer(token=row.code, given=mixed(1))

    assert kept.scores == [int(mixed(1)[code]) for code in CODES]
    assert actions.answer(token=row.code, given=form(2)).total == 18

"""Answers stand added up as they are: written, changed or deleted, in one go or singly, the rows are those counted plainly."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fixtures import undone
from tests.surveys.making import TITLE, questionnaire, survey

from tanggap.surveys import actions
from tanggap.surveys.ikm import sums
from tanggap.surveys.models import Cell, Response
from tanggap.surveys.queries import listing
from tanggap.surveys.queries.labels import AREA, CHANNEL, PERIOD, UNIT
from tanggap.surveys.queries.results import indexes, results
from tanggap.surveys.queries.sums import Wanted, by_parts, by_periods
from tanggap.surveys.words import Flag

pytestmark = pytest.mark.django_db
FIRST = date(2025, 11, 20)
UNITS, CHANNELS, AREAS = ("jsc-intake", "biro-pemerintahan", ""), ("website", "sms"), ("31.75.06", "31.71.01", "")

ANSWERS = st.builds(
    lambda days, unit, channel, area, scores, flags: Response(
        on=FIRST + timedelta(days=days), entrance="open", unit=unit, channel=channel, area=area, scores=scores,
        total=sum(one or 0 for one in scores), filled=sum(one is not None for one in scores), flags=flags,
    ),
    st.integers(0, 500),
    *map(st.sampled_from, (UNITS, CHANNELS, AREAS)),
    st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=9, max_size=9),
    st.lists(st.sampled_from(Flag.values), max_size=2, unique=True),
)  # fmt: skip
HISTORIES = st.lists(
    st.tuples(st.sampled_from(("write", "write many", "change", "delete")), st.lists(ANSWERS, min_size=1, max_size=5)),
    max_size=6,
)
SELECTIONS = st.builds(
    lambda first, days, unit, channel, area: Wanted("", first, first + timedelta(days=days), unit, channel, area),
    st.dates(date(2025, 10, 1), date(2027, 5, 1)),
    st.integers(0, 600),
    st.sampled_from(("", "jsc-intake")),
    st.sampled_from(("", "sms")),
    st.sampled_from(("", "31.75", "31.71.01")),
)


def play(history, rows):
    """Write, change and delete answers; the surveys they are of take turns."""
    for number, (act, answers) in enumerate(history):
        row = rows[number % len(rows)]
        for answer in answers:
            answer.survey, answer.questionnaire = row, row.questionnaire
        if act == "write":
            for answer in answers:
                Response.objects.bulk_create([answer])
        elif act == "write many":
            Response.objects.bulk_create(answers)
        elif act == "change":
            one = answers[0]
            Response.objects.filter(on__gte=one.on).update(
                unit=one.unit, on=one.on, scores=one.scores, total=one.total, filled=one.filled, flags=one.flags
            )
        else:
            Response.objects.filter(unit=answers[0].unit, channel=answers[0].channel).delete()


def plainly():
    """Count every row anew, one answer after the other; no code is shared with the triggers."""
    found = {}
    for one in Response.objects.select_related("questionnaire"):
        starts = {"y": one.on.replace(month=1, day=1), "m": one.on.replace(day=1), "d": one.on}
        places = {
            "w": ("", one.channel, ""), "a": ("", "", one.area), "u": (one.unit, "", ""), "f": (one.unit, one.channel, one.area),
        }  # fmt: skip
        numbers = Counter(answers=1)
        if one.questionnaire.kind == "skm":
            given_scores = {place: score for place, score in enumerate(one.scores, 1) if score is not None}
            numbers["n"] = 1
            numbers.update({f"s{place}": score for place, score in given_scores.items()})
            numbers.update({f"c{place}": 1 for place in given_scores})
            if given_scores:
                own = Fraction(sum(given_scores.values()), len(given_scores)) * 2520
                numbers.update({"told": 1, "means": int(own), "squares": int(own * own)})
            numbers.update(one.flags)
        for step, side in (*((step, side) for step in "ym" for side in "wauf"), ("d", "w"), ("d", "f")):
            key = (step + side, starts[step], one.survey_id, *places[side], bool(one.flags))
            found.setdefault(key, Counter()).update(numbers)
    return {key: +numbers for key, numbers in found.items()}


def kept():
    """Return the rows that stand there, without their zeros."""
    key = ("grain", "on", "survey", "unit", "channel", "area", "is_doubtful")
    names = [field.name for field in Cell._meta.fields if field.name not in (*key, "id")]
    rows = Cell.objects.values_list(*key, *names)
    return {
        row[:7]: Counter({name: number for name, number in zip(names, row[7:], strict=True) if number}) for row in rows
    }


def wants(wanted, one, days=None):
    """Return whether an answer belongs to a selection, or to other days of it."""
    first, last = days or (wanted.first, wanted.last)
    return (
        first <= one.on <= last
        and wanted.unit in ("", one.unit)
        and wanted.channel in ("", one.channel)
        and (not wanted.area or f"{one.area}.".startswith(f"{wanted.area}."))
    )


def exact(of):
    """Return sums that can be compared: the means, which no float holds, to nine decimals."""
    return of.n, of.totals, of.counts, of.people, round(of.means, 9), round(of.squares, 9)


def grouped(people, key):
    """Return the sums of answers by what they are told apart by, counted one by one."""
    found = {}
    for one in people:
        found.setdefault(key(one), []).append(one.scores)
    return {code: exact(sums(scores)) for code, scores in found.items()}


@settings(max_examples=12, deadline=None)
@given(HISTORIES, SELECTIONS)
def test_the_rows_are_those_of_the_answers_that_are_there(history, wanted):
    with undone():
        questionnaire("lain", kind="own", questions=[{"kind": "scale", "label": TITLE}])
        play(history, [survey(), survey("lain-2026", questionnaire="lain")])
        live = kept()
        with connection.cursor() as cursor:
            cursor.execute("SELECT surveys_count_anew()")

        assert live == plainly() == kept()

        people = [one for one in Response.objects.filter(questionnaire__kind="skm") if wants(wanted, one)]
        told = {by: {} for by in (UNIT, CHANNEL, AREA, PERIOD)}
        for by, found in by_parts(wanted):
            told[by][found.code, found.is_doubtful] = exact(found.sums)
        of = {
            UNIT: lambda one: one.unit,
            CHANNEL: lambda one: one.channel,
            AREA: lambda one: one.area,
            PERIOD: lambda one: f"{one.on:%Y-%m}",
        }
        assert told == {
            by: grouped(people, lambda one, code=code: (code(one), bool(one.flags))) for by, code in of.items()
        }
        day = timedelta(days=1)
        cuts = [wanted.first, wanted.first + (wanted.last - wanted.first) // 3, wanted.last]
        periods = [(cuts[0], cuts[1]), (cuts[1] + day, max(cuts[1] + day, cuts[2])), (cuts[0], cuts[2])]
        everybody = list(Response.objects.filter(questionnaire__kind="skm"))
        assert [exact(one) for one in by_periods(wanted, periods)] == [
            exact(sums(one.scores for one in everybody if wants(wanted, one, days))) for days in periods
        ]


def test_a_year_of_answers_is_read_from_few_rows_in_one_statement():
    row = survey()
    Response.objects.bulk_create(
        Response(
            survey=row, questionnaire=row.questionnaire, entrance="open", on=date(2025, 1, 1) + timedelta(days=number % 365),
            unit="jsc-intake", channel="website", area="31.75.06", scores=[3] * 9, total=27, filled=9,
        )
        for number in range(730)
    )  # fmt: skip

    with CaptureQueriesContext(connection) as of:
        found = results(first=date(2025, 1, 1), last=date(2025, 12, 31))
        seen = found.index.n, len(found.parts(UNIT)), len(found.parts(PERIOD)), found.flags
        counted = indexes([(date(2025, month, 1), date(2025, month, 28)) for month in range(1, 13)])

    assert seen == (730, 1, 12, [])
    assert sum(one.n for one in counted) == 12 * 28 * 2
    asked = Counter(
        name for one in of.captured_queries for name in ("surveys_cell", "surveys_response") if name in one["sql"]
    )
    assert asked == {"surveys_cell": 2}
    assert (Cell.objects.filter(grain__startswith="y").count(), listing.survey(row.code).answers) == (4, 730)


def test_a_list_on_paper_is_written_in_one_statement():
    row = survey()
    lines = "\n".join(["u1,u2,u3,u4,u5,u6,u7,u8,u9", *["3,3,3,3,3,3,3,3,9"] * 40])

    with CaptureQueriesContext(connection) as of:
        actions.take_in(by=None, code=row.code, table=lines)

    assert sum('INSERT INTO "surveys_response"' in one["sql"] for one in of.captured_queries) == 1
    assert (results(survey=row.code).index.n, results(survey=row.code).flags[0][1]) == (40, 40)

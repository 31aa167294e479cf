"""What a brief says: yesterday beside such days, what is late and with whom, and that there is nothing when there is nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from tests.factories import make

from tanggap.agencies import queries as agencies
from tanggap.command.brief import gathering, paper, saying
from tanggap.command.brief.gathering import Number
from tanggap.command.scopes import CITY, Scope
from tanggap.core import clock
from tanggap.intake.words import Reporter

NOW = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)


def told(scope: Scope = CITY, *, now: datetime = NOW, language: str = "en") -> saying.Said:
    with clock.at(now), translation.override(language):
        return saying.said(gathering.gather(scope, day=gathering.today(), now=now), due_at=NOW)


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (5, 1, 4, "more"),
        (0, 1, 4, "less"),
        (4, 1, 4, "usual"),
        (1, 1, 4, "usual"),
        (3, None, None, ""),
        (None, 1, 4, ""),
    ],
)
def test_a_number_outside_of_the_last_such_days_is_told_as_such(value, low, high, verdict):
    assert Number("received", value, low, high).verdict == verdict


@pytest.mark.parametrize(("code", "is_better"), [("answered_in_six", False), ("backlog", True), ("received", None)])
def test_less_is_worse_for_one_number_and_better_for_another(code, is_better):
    assert Number(code, 0.1, 0.5, 0.9).is_better is is_better


@pytest.mark.django_db
def test_without_any_data_each_part_says_so():
    found = told()
    assert found.first == ("Nothing came in yesterday, and nothing is open.",)
    leads = {one.code: one.lead for one in found.sections}
    assert leads["late"] == "No promise is broken at the moment."
    assert (leads["worst"], leads["unusual"]) == ("No place stands out.", "Nothing was unusual.")
    assert found.chart == {}


@pytest.mark.django_db
def test_what_is_late_is_told_with_who_holds_it():
    report = make.report(at=NOW - timedelta(days=30))
    found = told()
    late = next(one for one in found.sections if one.code == "late")
    with translation.override("en"):
        label = agencies.unit_label(report.unit_id)
    assert late.rows[0][:3] == (label, "1", "1")
    assert found.first[0].startswith("1 of 1 open report is late")


@pytest.mark.django_db
def test_a_scope_tells_of_nothing_outside():
    make.report(at=NOW - timedelta(days=30))
    assert told(Scope(area="31.71")).first == ("Nothing came in yesterday, and nothing is open.",)


@pytest.mark.django_db
def test_nobody_who_reported_stands_in_it():
    make.report(at=NOW - timedelta(days=30), reporter=Reporter(name="Sri Rahayu Canary", email="canary@example.org"))
    assert "anary" not in repr(told())


@pytest.mark.django_db
def test_it_costs_the_same_however_much_is_open(django_assert_max_num_queries):
    for number in range(6):
        make.report(at=NOW - timedelta(days=20 + number))
    with django_assert_max_num_queries(40):
        told()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_one_page(language):
    make.report(at=NOW - timedelta(days=30))
    with clock.at(NOW):
        pages = paper.pngs(gathering.gather(CITY, day=gathering.today(), now=NOW), language, due_at=NOW)
    assert len(pages) == 1

"""What an analyst stumbles over: the period before stands on the front page, a lack is said once, an empty period says when data begins."""

import pytest
from tests.evaluation.counted import HERE, MARCH, UNIT, insight_of, place
from tests.web.evaluation.conftest import main, row_of

from tanggap.evaluation import telling
from tanggap.insight.statistics import Selection

pytestmark = pytest.mark.django_db
HOME = "/evaluation/"
SIX = "answered_in_six"


def counted(on, hits, n):
    insight_of(on, place(HERE), received=n, six_hours_over=n, answered_in_six=hits)


def test_each_number_stands_beside_the_period_before(english):
    counted(MARCH.last, 90, 100)
    counted(MARCH.first.replace(month=2, day=20), 40, 100)
    row = " ".join(row_of(main(english, f"{HOME}?from=2026-03-01&to=2026-03-30"), SIX))

    assert "40.0% better (+37.7 to +60.1 points)" in row


def test_why_there_is_no_number_is_said_once_and_nothing_is_in_part(english):
    counted(MARCH.last, 2, 3)
    page = main(english, f"{HOME}?from=2026-03-25&to=2026-03-31&unit={UNIT}")
    row = " ".join(row_of(page, SIX))

    assert row.count("Only 3 cases in the period") == 1
    assert "in part" not in row


def test_a_period_before_the_first_report_says_when_the_data_begins(english):
    counted(MARCH.last, 90, 100)
    before = Selection(MARCH.first.replace(year=2020), MARCH.last.replace(year=2020))
    said = "Nothing is known of this period: the first report was received on 30 Mar 2026."

    assert telling.remarks(before) == [said]
    assert said in main(english, f"{HOME}?period=year:2020")
    assert telling.remarks(MARCH) == []

"""What is told of a selection: each kind of rule, and why there is no number."""

import pytest
from tests.evaluation.counted import MARCH, at_noon, insight_of, tallied

from tanggap.evaluation import telling
from tanggap.evaluation.catalogue import INDICATORS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    with at_noon():
        yield


def told(code: str, selection=MARCH):
    return telling.tell(selection, [code])[code]


def test_of_an_empty_city_every_number_is_told_or_says_why_not():
    found = telling.tell(MARCH)
    assert list(found) == list(INDICATORS)
    assert [one.code for one in found.values() if one.value is None and not (one.reason and one.lack)] == []


def test_a_share_of_the_tallies():
    insight_of(received=60)
    tallied(ends=40, routed_right=30)
    one = told("routed_right")
    assert (one.value, one.n, round(one.low, 3), round(one.high, 3)) == (0.75, 40, 0.598, 0.858)

"""How a number is cited: the same question has the same text, and what the text names is found again or refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.counted import HERE, MARCH, NOW, UNIT, at_noon

from tanggap.core.refusal import Refusal
from tanggap.evaluation import citing, prices
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.citing import BadQuery, OtherCity, UnknownIndicator
from tanggap.insight.statistics import Selection

pytestmark = pytest.mark.django_db
CODE = "routed_right"
CODES = sorted(INDICATORS)
days = st.dates(date(2019, 1, 1), date(2026, 3, 30))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CODES), days, st.integers(0, 400), st.booleans(), st.booleans(), st.integers(0, 10**6))
def test_what_is_cited_is_read_again(code, last, length, is_narrow, has_channel, seconds):
    narrowed = {"area": HERE, "unit": UNIT} if is_narrow else {}
    selection = Selection(last - timedelta(days=length), last, **narrowed, channel="website" if has_channel else "")
    as_of = NOW + timedelta(seconds=seconds)
    text = citing.cite(code, selection, as_of)
    found = citing.read(text)
    assert (found.code, found.selection, found.as_of, found.is_current) == (code, selection, as_of, True)
    assert citing.cite(found.code, found.selection, found.as_of) == text
    assert len(citing.letters(text)) == 10


def test_it_is_one_text_in_the_order_of_its_names():
    one = citing.cite(CODE, replace(MARCH, area=HERE), NOW)
    head, _, query = one.partition("?")
    assert head == f"tg1:jakarta:{CODE}:{citing.digest(INDICATORS[CODE])}"
    assert query == f"area={HERE}&as_of=20260331T050000Z&from=2026-03-01&to=2026-03-30"
    assert citing.cite(CODE, MARCH, NOW) != citing.cite(CODE, MARCH, NOW + timedelta(seconds=1))


def test_the_language_of_the_reader_does_not_change_it():
    english = citing.cite(CODE, MARCH, NOW)
    with at_noon():
        assert citing.cite(CODE, MARCH, NOW) == english


def test_another_rule_definition_or_price_is_another_text(monkeypatch):
    one = INDICATORS[CODE]
    others = [
        replace(one, definition="x"),
        replace(one, least=30),
        replace(one, rule=replace(one.rule, of=("solved",))),
    ]
    assert len({citing.digest(other) for other in [one, *others]}) == 4
    assert citing.digest(replace(one, name="x", caveats=())) == citing.digest(one)
    cost, before = INDICATORS["cost_per_report"], citing.digest(INDICATORS["cost_per_report"])
    monkeypatch.setattr(prices, "prices", lambda: prices.Prices("IDR", 11, 60, 1, 1, {}, {"en": "x"}))
    assert (citing.digest(cost) == before, citing.digest(one) == citing.digest(INDICATORS[CODE])) == (False, True)


def test_an_older_definition_is_read_and_said_to_be_one():
    old = citing.cite(CODE, MARCH, NOW).replace(citing.digest(INDICATORS[CODE]), "0123456789")
    assert citing.read(old).is_current is False


GOOD = f"tg1:jakarta:{CODE}:0123456789?as_of=20260331T050000Z&from=2026-03-01&to=2026-03-30"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", BadQuery),
        ("hello", BadQuery),
        (GOOD.replace("tg1", "tg9"), BadQuery),
        (GOOD.replace("jakarta", "baltimore"), OtherCity),
        (GOOD.replace(CODE, "weather"), UnknownIndicator),
        (GOOD.replace("0123456789", "xyz"), BadQuery),
        (GOOD.replace("20260331T050000Z", "today"), BadQuery),
        (GOOD.replace("20260331T050000Z", "20261331T050000Z"), BadQuery),
        (GOOD.replace("&to=2026-03-30", ""), BadQuery),
        (GOOD.replace("2026-03-30", "2026-02-30"), BadQuery),
        (GOOD.replace("2026-03-01", "2026-04-01"), BadQuery),
        (GOOD + "&to=2026-03-29", BadQuery),
        (GOOD + "&area=nowhere", BadQuery),
        (GOOD + "&mood=good", BadQuery),
        (GOOD + "&area=" + "9" * 500, BadQuery),
        (GOOD + "&area=%00", BadQuery),
    ],
)
def test_what_names_nothing_is_refused(text: str, refusal: type[Refusal]):
    with pytest.raises(refusal) as caught:
        citing.read(text)
    assert list(caught.value.errors) == ["query"]


def test_an_instant_of_any_zone_is_the_same():
    west = datetime(2026, 3, 31, 12, 0, tzinfo=UTC) - timedelta(hours=7)
    assert citing.cite(CODE, MARCH, west) == citing.cite(CODE, MARCH, NOW)

"""The declared catalogue: every number is explained, counted of something that is counted, and said in both languages."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.utils.translation import override

from tanggap.evaluation import prices
from tanggap.evaluation.catalogue import INDICATORS, Indicator, declared, of_criterion
from tanggap.evaluation.sources import SOURCES
from tanggap.evaluation.tallies.words import MEASURES
from tanggap.evaluation.words import INTERVALS, QUESTIONS, SIDES, UNITS, Criterion
from tanggap.insight import statistics
from tanggap.insight.words import COUNTED
from tanggap.reports.events import KINDS

PACKS = Path(__file__).resolve().parents[2] / "packs"
ALL = list(INDICATORS.values())
each = pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)


def test_each_criterion_has_at_least_six():
    counts = Counter(one.criterion for one in ALL)
    assert set(counts) == {one.value for one in Criterion} == {str(one) for one in QUESTIONS}
    assert min(counts.values()) >= 6
    assert [one.code for criterion in Criterion for one in of_criterion(criterion.value)] == list(INDICATORS)


@each
def test_a_number_is_declared_in_the_catalogues_own_words(one: Indicator):
    assert one.unit in UNITS
    assert one.interval in INTERVALS
    assert one.good in ("up", "down", None)
    assert set(one.sides) <= set(SIDES)
    assert set(one.events) <= set(KINDS)
    assert set(one.needs) <= {
        declared.HERE, declared.PRICES, declared.LEDGER, declared.VIEWS, declared.OPEN_DATA, declared.SUBSCRIPTIONS, declared.SURVEYS,
        declared.PRESENT,
    }  # fmt: skip
    assert bool(one.events) or one.rule.kind == declared.SOURCE


@each
def test_its_rule_counts_what_is_counted(one: Indicator):
    rule = one.rule
    assert {*rule.part, *rule.of} <= set(MEASURES)
    assert set(rule.cells) <= set(COUNTED)
    assert (rule.kind == declared.SOURCE) == bool(rule.source)
    assert not rule.source or rule.source in SOURCES
    assert (rule.kind in (declared.HOURS, declared.COST, declared.CHANNEL_COST)) == (declared.PRICES in one.needs)


def test_everything_is_said_in_both_languages():
    def texts() -> list[str]:
        return [
            str(text)
            for one in ALL
            for text in (one.name, one.question, one.definition, one.formula, one.source, *one.caveats)
        ]

    with override("en"):
        english = texts()
    with override("id"):
        indonesian = texts()
    alike = {one for one, other in zip(english, indonesian, strict=True) if one == other}
    assert alike == set()


def test_a_number_that_the_statistics_tell_has_one_definition():
    shared = [one for one in ALL if one.code in statistics.INDICATORS]
    assert len(shared) >= 10
    for one in shared:
        other = statistics.INDICATORS[one.code]
        assert (one.definition, one.formula, one.unit, one.good, one.least) == (
            other.definition, other.formula, other.unit, other.good, other.least,
        )  # fmt: skip


@pytest.mark.parametrize("pack", ["jakarta", "baltimore"])
def test_what_a_pack_enters_is_of_numbers_and_channels_that_there_are(pack: str):
    entered = prices.read(PACKS / pack)
    channels = tomllib.loads((PACKS / pack / "channels.toml").read_text("utf-8"))
    assert set(entered.targets) <= set(INDICATORS)
    assert all(0 <= target.value <= 1 for code, target in entered.targets.items() if INDICATORS[code].unit == "%")
    assert entered.prices is None or set(entered.prices.channels) == set(channels)


def test_a_target_says_where_it_comes_from_in_the_readers_language():
    target = prices.read(PACKS / "jakarta").targets["answered_in_six"]
    with override("en"):
        assert (target.value, target.source) == (1.0, "Circular 40/SE/2019: every report is answered within 6 hours")
    with override("id"):
        assert target.source.startswith("Surat edaran")


WHOLE = """
[prices]
currency = "IDR"
minutes_an_act = 10
minutes_a_visit = 60
an_hour = 30000
a_visit = 0
source = { en = "measured" }
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[targets.answered_in_six]\nvalue = 1.0", "targets.answered_in_six.source"),
        ("[targets]\nanswered_in_six = 1.0", "targets.answered_in_six: needs a value and a source"),
        ('[targets.a]\nvalue = "much"\nsource = { en = "x" }', "targets.a.value: needs a number"),
        (WHOLE.replace("10", "-10"), "prices.minutes_an_act: needs a number of 0 or more"),
        (WHOLE.replace("30000", "inf"), "prices.an_hour: needs a number of 0 or more"),
        (WHOLE.replace("IDR", "rupiah"), "prices.currency: needs an ISO 4217 code"),
        (WHOLE.replace('{ en = "measured" }', "{ }"), "prices.source: needs a sentence"),
        (WHOLE + "[prices.channels]\nsms = true", "prices.channels.sms: needs a number"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, text: str, said: str):
    (tmp_path / prices.FILE).write_text(text)
    with pytest.raises(prices.BadEvaluationFile) as caught:
        prices.read(tmp_path)
    assert str(caught.value).startswith(said)

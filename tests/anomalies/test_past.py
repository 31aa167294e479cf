"""How good it is: floods in a simulated city, and Baltimore's thin history, with and without floods planted in it (docs/anomalies.md)."""

import csv
import gzip
from datetime import UTC, datetime, timedelta

import pytest
from tests.intake.test_import import HISTORY

from tanggap.anomalies import measured, trial
from tanggap.anomalies.cells import Layout
from tanggap.anomalies.trial import Flood, Receipt, Watched

pytestmark = pytest.mark.xdist_group("past")  # the history is read once


@pytest.fixture(scope="module")
def history() -> tuple[list[Receipt], Layout]:
    """Return Baltimore's requests from autumn 2016 on, by type and prefix of the type (the agency), and how these lie in each other."""
    kinds: dict[str, tuple[str, ...]] = {"": ("",)}
    found = []
    with gzip.open(HISTORY, "rt") as file:
        for row in csv.DictReader(file):
            kind = row["SRType"]
            agency = kind.split("-")[0]
            kinds |= {agency: ("", agency), kind: ("", agency, kind) if agency != kind else ("", kind)}
            at = datetime.strptime(row["CreatedDate"], "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=UTC)
            found.append(Receipt(at, "", kind))
    return sorted(one for one in found if one.at >= datetime(2016, 10, 1, tzinfo=UTC)), Layout({"": ("",)}, kinds)


def test_in_two_years_of_a_real_history_nothing_rings_for_nothing(history):
    receipts, plan = history

    assert (
        list(
            Watched(receipts, plan, learn_days=28).alarms(
                datetime(2017, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC)
            )
        )
        == []
    )


def test_a_flood_in_that_history_is_found_within_an_hour(history):
    receipts, plan = history
    begin = datetime(2018, 5, 27, 16, 30, tzinfo=UTC)
    rain = [Receipt(begin + timedelta(minutes=5) * number, "", "TRM-Street Light Out") for number in range(12)]

    raised = next(
        Watched(sorted([*receipts, *rain]), plan).alarms(begin - timedelta(days=1), begin + timedelta(days=1))
    )

    assert raised.at - begin <= timedelta(hours=1)
    assert (raised.category, raised.reports) == ("TRM-Street Light Out", 6)


def test_of_a_simulated_city_floods_are_found_within_the_hour_and_hardly_anything_else():
    first, plan = trial.FIRST + measured.WARM_UP, trial.layout()
    planted = trial.floods([40], first, 8, seed=3, each=4)
    wet = sorted([*trial.city(150, 84, seed=3), *(one for flood in planted for one in trial.reports_of(flood, 3))])

    raised = list(Watched(wet, plan).alarms(first, first + timedelta(days=8)))

    took = [measured.found_after(flood, raised, plan) for flood in planted]
    assert [one is not None and one <= timedelta(hours=1) for one in took] == [True] * 4
    assert len(raised) <= 6


def test_a_flood_of_a_seed_is_always_the_same():
    flood = Flood(trial.FIRST, "a1.2", "g3.1", 20)

    assert trial.reports_of(flood, 7) == trial.reports_of(flood, 7) != trial.reports_of(flood, 8)
    assert {one.area.rsplit(".", 1)[0] for one in trial.reports_of(flood, 7)} == {"a1.2"}


def test_a_share_and_a_rate_have_exact_intervals():
    assert measured.share(0, 20).high == pytest.approx(0.1684, abs=1e-4)
    assert measured.share(18, 20).low == pytest.approx(0.6830, abs=1e-4)
    rate = measured.rate(3, 6)
    assert (rate.low, rate.high) == (pytest.approx(0.1031, abs=1e-4), pytest.approx(1.4612, abs=1e-4))

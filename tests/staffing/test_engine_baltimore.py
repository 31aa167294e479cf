"""Real requests of another city, read from its file: how far the fit explains weeks that it has not seen (docs/staffing.md)."""

import csv
import gzip
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tanggap.catalog.clocks import WorkingTime
from tanggap.staffing.learning import learn
from tanggap.staffing.reading import History, Row
from tanggap.staffing.validating import validate_history
from tanggap.staffing.words import Doubt

HISTORY = Path(__file__).parents[1] / "data" / "history" / "baltimore-311-2018.csv.gz"
ZONE = ZoneInfo("America/New_York")
WORKING = WorkingTime(ZONE, (*[(time(8), time(16))] * 5, None, None))
FIRST, END = date(2017, 1, 1), date(2018, 12, 31)


def at(told: str) -> datetime:
    return datetime.strptime(told, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZONE).astimezone(UTC)


def row(told: dict[str, str]) -> Row:
    received, status = at(told["CreatedDate"]), told["SRStatus"]
    is_over = status.startswith("Closed") or "Duplicate" in status
    due = at(told["DueDate"]) if told["DueDate"] else received + timedelta(days=30)
    return Row(
        policy=f"{(due - received).days}d",
        received_at=received,
        came_at=received,
        answered_at=None,
        done_at=max(received, at(told["CloseDate"] or told["StatusDate"])) if is_over else None,
        leaves="Duplicate" in status,
        answer_due_at=due,
        resolve_due_at=due,
        is_imported=True,
        acts=0,
    )


@pytest.fixture(scope="module")
def solid_waste() -> History:
    with gzip.open(HISTORY, "rt") as file:
        rows = [row(told) for told in csv.DictReader(file) if told["Agency"] == "Solid Waste"]
    rows = sorted((one for one in rows if one.received_at.date() >= FIRST), key=lambda one: one.received_at)
    days = Counter(one.received_at.astimezone(ZONE).date() for one in rows)
    arrived = [days[FIRST + timedelta(days=number)] for number in range((END - FIRST).days)]
    return History("solid-waste", FIRST, END, rows, arrived, WORKING)


def test_a_years_weeks_of_solid_waste_are_predicted_nearer_than_by_a_queue_in_balance(solid_waste):
    found = validate_history(solid_waste, windows=3, days=28, learn=364, runs=8)

    by_name = {error.name: error for error in found.errors}
    assert by_name.keys() == {"solved_in_time", "backlog_end", "done"}  # the file has no first answers
    assert by_name["solved_in_time"].error < 0.12
    assert by_name["solved_in_time"].error < by_name["solved_in_time"].formula + 0.02
    assert by_name["backlog_end"].error < by_name["backlog_end"].formula / 2
    assert by_name["done"].error < 20


def test_what_the_file_cannot_tell_is_said(solid_waste):
    assert {Doubt.NO_ANSWERS, Doubt.NO_ROSTER, Doubt.NO_PRICES, Doubt.TAKEN_OVER} <= set(
        learn(solid_waste, end=END, days=182).doubts
    )

"""A history that was taken over: every number of the catalogue is told, or why there is none (docs/evaluation-baltimore.md)."""

import csv
import gzip
from datetime import date, datetime

import pytest
from django.core.management import call_command
from tests.evaluation.counted import at_noon
from tests.intake.test_import import HISTORY, ROOT
from tests.logs import own_events_seen

from tanggap.core import cursors, shelf
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.tallies.consumer import CONSUMER as TALLIES
from tanggap.evaluation.telling import tell
from tanggap.insight.consumer import CONSUMER as INSIGHT
from tanggap.insight.statistics import Selection
from tanggap.intake.history import running

IMPORTED = {
    "answered_in_six", "solved_in_time", "solved_share_7d", "solved_share_30d", "kept_up", "backlog_days", "came_back", "satisfaction",
    "hours_to_answer", "days_to_solved", "routed_right", "first_time", "touches", "hand_overs", "parts_taken_on", "moves_told",
    "trail_whole", "put_off_before", "checked_in_field", "false_closures", "reopened", "disputes_upheld", "escalations_acknowledged",
}  # fmt: skip
PRICES = {"hours_per_report", "cost_per_report", "channel_cost"}
NOW_ALONE = {"backlog_old_share", "open_data_age", "ledger_proofs", "ledger_witnessed"}
NOT_YET = {"open_data_in_time", "views", "ikm"}
TOLD = {"complete", "verified", "closed_fast", "subscriptions", "withheld"}


@pytest.fixture
def rows(settings, tmp_path, db):
    """Take over each hundredth row of the history, as `tanggap import` does, and count it; return the rows of 2018."""
    settings.TANGGAP_PACK = ROOT / "packs" / "baltimore"
    settings.TIME_ZONE = "America/New_York"
    with gzip.open(HISTORY, "rt") as file:
        some = list(csv.DictReader(file))[5300::12]
    part = tmp_path / "part.csv"
    with part.open("w") as file:
        written = csv.DictWriter(file, some[0])
        written.writeheader()
        written.writerows(some)
    with own_events_seen(), at_noon():
        call_command("pack", "load", "--yes", verbosity=0)
        shelf.clear_all()
        running.run(part, settings.TANGGAP_PACK / "import.toml", refused_path=tmp_path / "refused.csv")
        for consumer in (INSIGHT, TALLIES):
            cursors.catch_up(consumer)
        yield [row for row in some if row["CreatedDate"][6:10] == "2018"]
    shelf.clear_all()


def at(told: str) -> datetime:
    return datetime.strptime(told, "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007  both of one zone


def test_the_whole_catalogue_is_told_of_a_history_that_was_taken_over(rows):
    told = tell(Selection(date(2018, 1, 1), date(2018, 12, 31)))

    lacks = {code: one.lack for code, one in told.items() if one.value is None}
    assert lacks == {
        **dict.fromkeys(IMPORTED, "imported"),
        **dict.fromkeys(PRICES, "prices"),
        **dict.fromkeys(NOW_ALONE, "present"),
        **dict.fromkeys(NOT_YET, "none"),
    }
    assert all(one.reason for one in told.values() if one.value is None)
    assert told.keys() - lacks.keys() == TOLD == INDICATORS.keys() - lacks.keys()

    closed = [row for row in rows if row["SRStatus"].startswith("Closed") and "Duplicate" not in row["SRStatus"]]
    closed = [row for row in closed if at(row["CloseDate"] or row["StatusDate"]).year == 2018]
    fast = [
        row for row in closed if (at(row["CloseDate"] or row["StatusDate"]) - at(row["CreatedDate"])).seconds <= 600
    ]
    fast = [row for row in fast if at(row["CloseDate"] or row["StatusDate"]).date() == at(row["CreatedDate"]).date()]
    assert (told["verified"].value, told["verified"].n) == (0.0, len(closed))
    assert (told["closed_fast"].value, told["closed_fast"].n) == (pytest.approx(len(fast) / len(closed)), len(closed))
    placed = [row for row in rows if row["Neighborhood"]]
    assert (told["complete"].value, told["complete"].n) == (pytest.approx(len(placed) / len(rows)), len(rows))

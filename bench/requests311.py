"""Real requests of another city, read from its file: the pasts that test the staffing what-if (`python -m bench.staffing --past`)."""

import csv
import gzip
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tanggap.catalog.clocks import WorkingTime
from tanggap.staffing.reading import History, Row

HISTORY = Path(__file__).parents[1] / "tests" / "data" / "history" / "baltimore-311-2018.csv.gz"
ZONE = ZoneInfo("America/New_York")
WORKING = WorkingTime(ZONE, (*[(time(8), time(16))] * 5, None, None))
FIRST, END = date(2017, 1, 1), date(2018, 12, 31)


def at(told: str) -> datetime:
    """Return the instant of the file's words."""
    return datetime.strptime(told, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZONE).astimezone(UTC)


def row(told: dict[str, str]) -> Row:
    """Return one request."""
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


def agencies() -> list[str]:
    """Return the agencies with most requests, the busiest first."""
    with gzip.open(HISTORY, "rt") as file:
        return [name for name, _count in Counter(told["Agency"] for told in csv.DictReader(file)).most_common(6)]


def past(agency: str) -> History:
    """Return the past of an agency."""
    with gzip.open(HISTORY, "rt") as file:
        rows = [row(told) for told in csv.DictReader(file) if told["Agency"] == agency]
    rows = sorted((one for one in rows if one.received_at.date() >= FIRST), key=lambda one: one.received_at)
    days = Counter(one.received_at.astimezone(ZONE).date() for one in rows)
    arrived = [days[FIRST + timedelta(days=number)] for number in range((END - FIRST).days)]
    return History(agency, FIRST, END, rows, arrived, WORKING)

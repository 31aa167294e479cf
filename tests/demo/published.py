"""The published figures that the simulation is measured against, read from the files in which they were collected.

`data/jakarta-crm-figures.csv`: Jakarta's CRM in press and on the city's pages. `data/id-complaint-stats.json`: counted from other
Indonesian cities' complaint files, above all Surabaya's, whose stamps are UTC. Both hold facts only; each line names its source.
"""

import csv
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SURABAYA_HOURS_AHEAD = 7


@lru_cache
def crm(period: str, measure: str, key: str = "") -> float:
    """Return one figure of the CRM."""
    with (DATA / "jakarta-crm-figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["period"], row["measure"], row["key"]) == (period, measure, key):
                return float(row["value"])
    raise LookupError((period, measure, key))


@lru_cache
def surabaya() -> dict[str, Any]:
    """Return what was counted of Surabaya's 12,530 reports."""
    stats = json.loads((DATA / "id-complaint-stats.json").read_text("utf-8"))
    return dict(stats["surabaya_media_center_2022_2023"])


def share_by_hour() -> list[float]:
    """Return the share of reports by local hour."""
    counts = [0] * 24
    for hour, number in surabaya()["by_hour"].items():
        counts[(int(hour) + SURABAYA_HOURS_AHEAD) % 24] = number
    return [number / sum(counts) for number in counts]


def share_by_weekday() -> list[float]:
    """Return the share of reports by weekday, from Monday."""
    counts = [surabaya()["by_weekday_mon0"][str(day)] for day in range(7)]
    return [number / sum(counts) for number in counts]

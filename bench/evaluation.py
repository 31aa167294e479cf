"""What the evaluation costs of any selection: drawing each of its pages with nothing kept, and the statements it sends.

Told are milliseconds of a core, of this process and of the database's together: on a machine that does nothing else they are the time that
passes, on a busy one they stay about the same. A page is drawn by one process with one connection, and each statement by one process of
the database: what a second worker of it would do could not be counted.

python -m bench.evaluation [--times 5]      (with the TANGGAP_HOME of a city whose rollups are filled: `bench.rollups`)
"""

import argparse
import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
sys.path.insert(0, str(ROOT / "src"))

GOAL_MS = 300
INDICATORS = ("answered_in_six", "days_to_solved", "touches", "disputes_upheld")
COMPARED = ("answered_in_six", "days_to_solved", "disputes_upheld")


def selections() -> dict[str, list[str]]:
    """Return queries of selections of every kind, several of each: periods by what they narrow to."""
    from tanggap.agencies import queries as agencies
    from tanggap.catalog import queries as catalog
    from tanggap.places import queries as places

    areas = places.areas()
    leaves = [row.code for row in areas if row.is_leaf]
    above = [row.code for row in areas if not row.is_leaf and row.parent]
    kinds, channels = (
        [row.code for row in catalog.leaves() if not row.is_sensitive],
        [row.code for row in catalog.channels()],
    )
    groups = [row.code for row in catalog.categories() if row.parent is None]
    units = [row.code for row in agencies.units(kind="area_office")]
    narrowed = {
        "the city": [""],
        "a kota or kecamatan": [f"area={code}" for code in above[:: max(1, len(above) // 5)]],
        "a kelurahan": [f"area={code}" for code in leaves[:: max(1, len(leaves) // 5)]],
        "a group": [f"category={code}" for code in groups[:4]],
        "a category": [f"category={code}" for code in kinds[:4]],
        "a unit": [f"unit={code}" for code in units[:: max(1, len(units) // 4)]],
        "a channel": [f"channel={code}" for code in channels[:4]],
        "area and category": [f"area={above[0]}&category={kinds[0]}", f"area={leaves[7]}&category={kinds[3]}"],
        "area, group and channel": [f"area={above[0]}&category={groups[0]}&channel={channels[0]}"],
    }
    return {
        f"{name}, {period}": [f"{one}&period={period}".lstrip("&") for one in found]
        for name, found in narrowed.items()
        for period in ("30d", "12m", "all")
    }


def pages() -> dict[str, list[str]]:
    """Return addresses of the evaluation's pages: the front of every selection, and the others of a few."""
    front = {name: [f"/evaluation/?{query}" for query in queries] for name, queries in selections().items()}
    others = {
        f"{code}, {period}": [f"/evaluation/indicators/{code}/?period={period}"]
        for code, period in itertools.product(INDICATORS, ("30d", "12m"))
    }
    compared = {
        f"{code} compared by {by}": [f"/evaluation/indicators/{code}/compare/?period=12m&by={by}"]
        for code, by in itertools.product(COMPARED, ("area", "unit", "area.kelurahan"))
    }
    medians = {
        f"days_to_solved by {by}, 12m": [f"/evaluation/indicators/days_to_solved/?period=12m&by={by}"]
        for by in ("unit", "area.kelurahan", "category")
    }
    studied = {
        "the study's tables, two years": ["/evaluation/study/", "/evaluation/study/?area=all"],
        "the study's tables, ten years": ["/evaluation/study/?since=2017", "/evaluation/study/?area=all&since=2017"],
    }
    speeds = {
        f"under-reporting by {by}, 12m": [f"/evaluation/under-reporting/?period=12m&by={by}"]
        for by in ("area", "area.kecamatan", "area.kelurahan")
    }
    return front | others | medians | compared | studied | speeds | satisfaction()


def satisfaction() -> dict[str, list[str]]:
    """Return addresses of what rests on the answers to surveys: their page of several selections, the index, the newest survey."""
    from tanggap.agencies import queries as agencies
    from tanggap.catalog import queries as catalog
    from tanggap.places import queries as places
    from tanggap.surveys.queries import listing

    channel, area = (
        catalog.channels()[0].code,
        next(row.code for row in places.areas() if not row.is_leaf and row.parent),
    )
    unit = agencies.units(kind="area_office")[0].code
    narrowed = {
        "the city": "",
        "a channel": f"&channel={channel}",
        "an area": f"&area={area}",
        "a unit": f"&unit={unit}",
    }
    found = {
        f"satisfaction of {name}, {period}": [f"/evaluation/surveys/?period={period}{query}"]
        for name, query in narrowed.items()
        for period in ("12m", "all")
    }
    found["satisfaction, the index, 12m"] = ["/evaluation/indicators/ikm/?period=12m"]
    surveys = [f"/evaluation/surveys/{row.code}/" for row in listing.surveys(public=True)]
    return found | ({"satisfaction, one survey": surveys[:1]} if surveys else {})


def costs(addresses: dict[str, list[str]], *, times: int) -> Iterator[tuple[str, float, float, float, int]]:
    """Yield for each name: milliseconds of a core (median, most), of them Python's (median), and the most statements that one sent."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tanggap.web.ui import caching, kept

    browser, spent_there = Client(headers={"host": "127.0.0.1"}), _backend()
    for name, asked in addresses.items():
        ours, all_of_it, sent = [], [], 0
        for turn, address in enumerate(itertools.islice(itertools.cycle(asked), len(asked) + times)):
            caching.forget()
            kept.pages.clear()
            if turn < len(asked):  # the first look at each brings its rows into memory; its statements are counted
                with CaptureQueriesContext(connection) as captured:
                    _ok(browser.get(address).status_code, address)
                sent = max(sent, len(captured))
                continue
            here, there = time.process_time(), spent_there()
            _ok(browser.get(address).status_code, address)
            ours.append(1000 * (time.process_time() - here))
            all_of_it.append(ours[-1] + spent_there() - there)
        yield name, statistics.median(all_of_it), max(all_of_it), statistics.median(ours), sent


def _backend() -> Callable[[], float]:
    """Return what tells how many milliseconds of a core the database has worked for this connection (Linux, the same machine)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        clock = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(clock.read_text().split()[0]) / 1e6


def _ok(status: int, address: str) -> None:
    if status != 200:
        raise SystemExit(f"{address} answered {status}")


def main() -> None:
    """Measure the city of TANGGAP_HOME and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.evaluation", description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default="", help="only what holds these words")
    options = parser.parse_args()
    from tanggap.starter import home, postgres

    if not os.environ.get("DATABASE_URL"):
        postgres.ensure(home.home())
    import django

    django.setup()
    from tanggap.core import garbage

    garbage.collect_seldom()  # as every web process does
    print(f"{'':44}{'median ms':>10}{'most':>7}{'Python':>8}{'statements':>12}")
    wanted = {name: asked for name, asked in pages().items() if options.only in name}
    for name, median, most, ours, sent in costs(wanted, times=options.times):
        mark = "" if median <= GOAL_MS else f"   above {GOAL_MS}"
        print(f"{name:44}{median:10.0f}{most:7.0f}{ours:8.0f}{sent:12d}{mark}", flush=True)


if __name__ == "__main__":
    main()

"""What screens of the command centre cost that are left open: beside none, statements and milliseconds of a core a second.

python -m bench.command [--screens 50] [--minutes 10] [--reports 100000]     (TANGGAP_HOME of a seeded city, or an empty folder)

Half of the screens are walls, half are pages whose person's own escalations are asked for each minute; ten scopes, five screens each.
They ask as the script does: the picture each 15 s, at instants of their own. Told is processor time, of the web server and of the
database, so that a busy machine says about the same as an idle one; and transactions, of which Django makes one for each statement.
"""

import argparse
import heapq
import http.client
import json
import os
import re
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("TANGGAP_HOME", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
sys.path.insert(0, str(ROOT / "src"))

ASK_SECONDS, MINE_SECONDS, SCOPES, IDLE_SECONDS = 15.0, 60.0, 10, 60.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Screen:
    """One open screen."""

    cookie: str
    scope: str
    is_wall: bool
    asked: dict[str, str] = field(default_factory=dict)
    mine_at: float = 0.0


@dataclass(frozen=True)
class Spent:
    """Seconds of a core of the web server and of the database, and transactions."""

    web: float
    database: float
    transactions: int


def prepare(reports: int) -> list[Screen]:
    """Bring the city up and return the screens, each signed in."""
    from bench.__main__ import prepare as bring_up

    bring_up(reports)
    _fill_spots()
    return _screens()


def _fill_spots() -> None:
    """Let the map know where the open reports are; the closed ones stand in no picture."""
    from tanggap.insight.cells.consumer import _spot
    from tanggap.insight.cells.models import Spot
    from tanggap.reports.models import Report
    from tanggap.reports.queries import public
    from tanggap.reports.words import OPEN

    if Spot.objects.exists():
        return
    keys = list(Report.objects.filter(state__in=sorted(OPEN)).values_list("id", flat=True))
    for at in range(0, len(keys), 2_000):
        Spot.objects.bulk_create(map(_spot, public.spots(keys[at : at + 2_000])))


def _screens() -> list[Screen]:
    from django.test import Client

    from tanggap.agencies import queries as agencies
    from tanggap.agencies.models import Membership, Staff
    from tanggap.agencies.words import Role
    from tanggap.core import clock
    from tanggap.places import queries as places

    unit = next(row.code for row in agencies.units() if row.area is None)
    person, is_new = Staff.objects.get_or_create(
        username="bench-leader", defaults={"display_name": "Bench", "unit_id": unit, "created_at": clock.now()}
    )
    if is_new:
        Membership.objects.create(staff=person, role=Role.LEADER, unit_id=unit)
    areas = [row.code for row in places.areas() if row.parent is not None and not row.is_leaf]
    scopes = ["", *(f"area:{code}" for code in areas[: SCOPES - 1])]
    found = []
    for number in range(100):
        client = Client()
        client.force_login(person)
        found.append(Screen(client.cookies["sessionid"].value, scopes[number % len(scopes)], number % 2 == 0))
    return found


class Line:
    """One connection on which all screens ask in turn."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.answers: Counter[int] = Counter()
        self.bytes = 0

    def get(self, path: str, screen: Screen) -> tuple[int, str, dict[str, str]]:
        """Ask as a screen; return status, text and headers, their names in small letters."""
        cookies = {"Cookie": f"sessionid={screen.cookie}", "Accept-Language": "id"}
        try:
            self._line.request("GET", path, headers=cookies)
            answer = self._line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # the server ends a line that was long idle
            self._line.close()
            self._line.request("GET", path, headers=cookies)
            answer = self._line.getresponse()
        text = answer.read().decode()
        self.answers[answer.status] += 1
        self.bytes += len(text)
        return answer.status, text, {name.lower(): value for name, value in answer.headers.items()}


def _await(port: int) -> None:
    """Wait until the server answers: on a busy machine its processes take more than a minute to begin."""
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(1.0)
        else:
            return


def opened(line: Line, screen: Screen) -> None:
    """Open a screen's page."""
    query = urlencode({"scope": screen.scope, **({"wall": ""} if screen.is_wall else {})})
    status, text, _headers = line.get(f"/command/?{query}", screen)
    if status != 200:
        raise SystemExit(f"/command/?{query} answered {status}")
    screen.asked = {name: re.search(f'data-{name}="([^"]*)"', text)[1] for name in ("token", "tag")}  # type: ignore[index]


def asks(line: Line, screen: Screen, now: float) -> None:
    """Ask once for the picture and, on a page, each minute for the person's own."""
    query = urlencode({**screen.asked, "scope": screen.scope, **({"wall": ""} if screen.is_wall else {})})
    _status, _text, headers = line.get(f"/command/kini/?{query}", screen)
    screen.asked = {"token": headers.get("x-token", screen.asked["token"]), "tag": headers.get("x-tag", "")}
    if not screen.is_wall and now - screen.mine_at >= MINE_SECONDS:
        screen.mine_at = now
        line.get("/command/saya/", screen)


def run(line: Line, screens: list[Screen], seconds: float) -> None:
    """Let the screens ask for some seconds, each every `ASK_SECONDS` from an instant of its own on."""
    begun = time.monotonic()
    waiting = [(begun + ASK_SECONDS * number / len(screens), number) for number in range(len(screens))]
    while waiting and waiting[0][0] < begun + seconds:
        at, number = heapq.heappop(waiting)
        time.sleep(max(0.0, at - time.monotonic()))
        asks(line, screens[number], time.monotonic())
        heapq.heappush(waiting, (at + ASK_SECONDS, number))


def spent(port: int, postmaster: int) -> Spent:
    """Return what was spent until now (Linux)."""
    from django.db import connection

    web = database = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks = sum(map(int, fields[11:13]))
            if f"--port\0{port}\0" in (folder / "cmdline").read_text():
                web += ticks
            elif int(fields[1]) == postmaster:
                database += ticks
        except OSError:
            continue
    fields = Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2].split()
    database += sum(map(int, fields[13:15]))  # of its children that have ended
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        return Spent(web / TICKS, database / TICKS, int(cursor.fetchone()[0]))


def told(name: str, before: Spent, after: Spent, seconds: float) -> dict[str, float]:
    """Print and return what a stretch cost a second."""
    found = {
        "seconds": seconds,
        "statements_a_second": (after.transactions - before.transactions) / seconds,
        "web_ms_a_second": 1000 * (after.web - before.web) / seconds,
        "database_ms_a_second": 1000 * (after.database - before.database) / seconds,
    }
    print(f"{name:24}", *(f"{key} {value:10.2f}" for key, value in found.items()), flush=True)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.command", description=__doc__)
    parser.add_argument("--screens", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--reports", type=int, default=100_000)
    options = parser.parse_args()
    screens = prepare(options.reports)[: options.screens]
    from django.db import connection

    from bench.__main__ import served

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        postmaster = int((Path(cursor.fetchone()[0]) / "postmaster.pid").read_text().split()[0])
    with served("tanggap.config.serving:application") as port:
        line = Line(port)
        _await(port)
        before = spent(port, postmaster)
        for screen in screens:
            opened(line, screen)
        told(f"opening {len(screens)} screens", before, spent(port, postmaster), 1.0)
        before = spent(port, postmaster)
        time.sleep(IDLE_SECONDS)
        told("nobody looks", before, spent(port, postmaster), IDLE_SECONDS)
        line.answers.clear()
        line.bytes = 0
        before, seconds = spent(port, postmaster), 60 * options.minutes
        run(line, screens, seconds)
        found = told(f"{len(screens)} screens", before, spent(port, postmaster), seconds)
        print(json.dumps({**found, "answers": dict(line.answers), "bytes_a_second": line.bytes / seconds}))


if __name__ == "__main__":
    main()

"""What screens of the command centre cost that are left open: beside none, statements and milliseconds of a core a second and a question.

python -m bench.command [--screens 50] [--minutes 10] [--reports 100000]     (TANGGAP_HOME of a seeded city, or an empty folder)

Half of the screens are walls that hang (nobody is signed in on them), half are pages whose person's own escalations are asked for each
minute; ten scopes, five screens each. They ask as the script does: the picture each 15 s, at instants of their own. Told is processor time,
of the web server and of the database, so that a busy machine says about the same as an idle one; and transactions, of which Django makes
one for each statement. The city is made by few statements: a fifth of its reports is open, nobody was told of half of what is late, and
what is usual is learnt from the last weeks.
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
    """One open screen: a page of who is signed in, or the address of a wall that hangs."""

    cookie: str
    scope: str
    hung: str = ""
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

    begun = time.monotonic()
    bring_up(reports)
    _fill_spots()
    _fill_warnings()
    _fill_receipts()
    screens = _screens()
    print(f"the city stands after {time.monotonic() - begun:.0f} s", flush=True)
    return screens


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


WARNINGS = """
INSERT INTO deadlines_escalation (report_id, round, step, promise, share, unit_id, role, is_own, at, told_at, look_at)
SELECT id, round, 1, 'resolve', 0, unit_id, 'leader', true, due_at, due_at, due_at + interval '1 day' FROM reports_report
WHERE state = ANY (%s) AND due_at < now() AND id %% 2 = 0 ON CONFLICT DO NOTHING
"""
RECEIPTS = """
INSERT INTO anomalies_receipt (report_id, received_at, area, category, unit, is_public, is_joined, is_late)
SELECT id, received_at, coalesce(area_id, ''), coalesce(category_id, ''), unit_id, visibility = 'public', false, false
FROM reports_report WHERE received_at > now() - interval '72 days' ON CONFLICT DO NOTHING
"""


def _fill_warnings() -> None:
    """Let half of what is late have been told to leaders, who have not heard of it."""
    from django.db import connection

    from tanggap.reports.words import OPEN

    with connection.cursor() as cursor:
        cursor.execute(WARNINGS, [[state.value for state in OPEN]])


def _fill_receipts() -> None:
    """Let the watch know what came, and learn what is usual."""
    from django.db import connection

    from tanggap.anomalies import actions
    from tanggap.core import clock

    with connection.cursor() as cursor:
        cursor.execute(RECEIPTS)
    actions.learn(now=clock.now())


def _screens() -> list[Screen]:
    from django.test import Client

    from tanggap.agencies import queries as agencies
    from tanggap.agencies.models import Membership, Staff
    from tanggap.agencies.words import Role
    from tanggap.command.walls import actions as walls
    from tanggap.command.walls import queries as hanging
    from tanggap.core import clock
    from tanggap.places import queries as places

    unit = next(row.code for row in agencies.units() if row.area is None)
    person, is_new = Staff.objects.get_or_create(
        username="bench-leader", defaults={"display_name": "Bench", "unit_id": unit, "created_at": clock.now()}
    )
    if is_new:
        Membership.objects.create(staff=person, role=Role.LEADER, unit_id=unit)
    for row in hanging.listed(person).hanging:  # of an earlier run
        walls.revoke(by=person, wall=row.id)
    areas = [row.code for row in places.areas() if row.parent is not None and not row.is_leaf]
    scopes = ["", *(f"area:{code}" for code in areas[: SCOPES - 1])]
    found = []
    for number in range(50):
        scope = scopes[number // 2 % len(scopes)]
        if number % 2 == 0:
            made = walls.hang(by=person, room=f"Room {number}", scope=scope, language="id")
            found.append(Screen("", scope, f"/layar/{made.token}/"))
        else:
            client = Client()
            client.force_login(person)
            found.append(Screen(client.cookies["sessionid"].value, scope))
    return found


class Line:
    """One connection on which all screens ask in turn."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.answers: Counter[int] = Counter()
        self.bytes = 0

    def get(self, path: str, screen: Screen) -> tuple[int, str, dict[str, str]]:
        """Ask as a screen; return status, text and headers, their names in small letters."""
        cookies = {"Accept-Language": "id", **({"Cookie": f"sessionid={screen.cookie}"} if screen.cookie else {})}
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
    address = screen.hung or f"/command/?{urlencode({'scope': screen.scope})}"
    status, text, _headers = line.get(address, screen)
    if status != 200:
        raise SystemExit(f"{address} answered {status}")
    names = ("tag",) if screen.hung else ("token", "tag")
    screen.asked = {name: re.search(f'data-{name}="([^"]*)"', text)[1] for name in names}  # type: ignore[index]


def asks(line: Line, screen: Screen, now: float) -> None:
    """Ask once for the picture and, on a page, each minute for the person's own."""
    if screen.hung:
        _status, _text, headers = line.get(f"{screen.hung}kini/?{urlencode(screen.asked)}", screen)
        screen.asked = {"tag": headers.get("x-tag", "")}
        return
    query = urlencode({**screen.asked, "scope": screen.scope})
    _status, _text, headers = line.get(f"/command/kini/?{query}", screen)
    screen.asked = {"token": headers.get("x-token", screen.asked["token"]), "tag": headers.get("x-tag", "")}
    if now - screen.mine_at >= MINE_SECONDS:
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


def spell(name: str, before: Spent, after: Spent, seconds: float) -> dict[str, float]:
    """Print and return what a stretch cost a second."""
    found = {
        "seconds": seconds,
        "statements_a_second": (after.transactions - before.transactions) / seconds,
        "web_ms_a_second": 1000 * (after.web - before.web) / seconds,
        "database_ms_a_second": 1000 * (after.database - before.database) / seconds,
    }
    print(f"{name:24}", *(f"{key} {value:10.2f}" for key, value in found.items()), flush=True)
    return found


def _board() -> dict[str, float]:
    """Return what one reading of the city's board costs: milliseconds of Python and in all, and how much is on it."""
    from tanggap.command import board
    from tanggap.core import clock

    board.read(clock.now())
    begun, used = time.perf_counter(), time.process_time()
    read = [board.read(clock.now()) for _round in range(5)][-1]
    spent_ms, whole_ms = 200 * (time.process_time() - used), 200 * (time.perf_counter() - begun)
    held = sum(row.open for row in read.held)
    return {
        "board_python_ms": round(spent_ms, 1),
        "board_ms": round(whole_ms, 1),
        "open": held,
        "spots": len(read.spots),
    }


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
        spell(f"opening {len(screens)} screens", before, spent(port, postmaster), 1.0)
        before = spent(port, postmaster)
        time.sleep(IDLE_SECONDS)
        spell("nobody looks", before, spent(port, postmaster), IDLE_SECONDS)
        line.answers.clear()
        line.bytes = 0
        before, seconds = spent(port, postmaster), 60 * options.minutes
        run(line, screens, seconds)
        found = spell(f"{len(screens)} screens", before, spent(port, postmaster), seconds)
        asked = sum(line.answers.values()) / seconds
        a_question = {
            name.replace("a_second", "a_question"): value / asked for name, value in found.items() if "_a_" in name
        }
        told = {**found, **a_question, "answers": dict(line.answers), "bytes_a_second": line.bytes / seconds}
        print(
            json.dumps({name: round(value, 3) if isinstance(value, float) else value for name, value in told.items()})
        )
        print(json.dumps(_board()))


if __name__ == "__main__":
    main()

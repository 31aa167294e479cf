"""`make bench`: the product beside bare Django handlers on the same server, database and rows, in one run.

Prints answers a second, percentiles and the ratio product / bare for each page, and saves bench/results.json.
"""

import argparse
import itertools
import json
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("TANGGAP_HOME", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
sys.path.insert(0, str(ROOT / "src"))

from bench import desk, guessing, machines, public, rollups, sizes  # noqa: E402
from bench.load import CONNECTIONS, Measured, in_turn, request  # noqa: E402

WORKERS, THREADS = 2, 8
TURNS = 3
GOAL = 0.5
Requests = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Scenario:
    """One page or act: how to ask the product, and the bare handlers."""

    name: str
    product: Requests
    bare: Requests


def prepare(reports: int) -> None:
    """Bring the measuring database up, filled with `reports` reports."""
    from tanggap.starter import home, postgres

    if not os.environ.get("DATABASE_URL"):
        postgres.ensure(home.home())
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("pack", "load", "--yes", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM reports_report)")
        is_filled = cursor.fetchone()[0]
    if not is_filled:
        call_command("bench", "seed", "--reports", str(reports))
    if rollups.is_empty():
        rollups.fill()
        rollups.sweep()
    call_command("bench", "sweep")


@contextmanager
def served(application: str) -> Iterator[int]:
    """Serve a WSGI application as the product is served; yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS),
        "--blocking-threads", str(THREADS), "--no-access-log", "--log-level", "warning", application,
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        for _attempt in range(600):
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def same(sent: bytes) -> Requests:
    """Ask the same again and again."""
    return lambda: itertools.repeat(sent)


@dataclass(frozen=True)
class Planned:
    """What is measured, and the session of the officer who reads."""

    scenarios: list[Scenario]
    reader: str


def scenarios() -> Planned:
    """Return what is measured, with the product's statements captured for the bare handlers."""
    from bench.capture import Captured, capture

    captured: Captured = capture()
    csrf = "b" * 32
    cookie = {"Cookie": f"sessionid={captured.reader}; csrftoken={csrf}"}  # as a browser sends them after signing in
    lon, lat = captured.point
    numbers = itertools.count()
    product_codes, bare_codes = iter(captured.startable[::2]), iter(captured.startable[1::2])

    def submissions(path: str) -> Requests:
        def each() -> Iterator[bytes]:
            while True:
                number = next(numbers)
                body = {
                    "text": f"Lampu jalan mati nomor {number}, gelap sekali di malam hari",
                    "category": captured.category,
                    "location": {"lon": lon, "lat": lat},
                    "reporter": {"email": f"warga{number}@example.org"},
                }
                yield request(
                    "POST", path, body=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
                )

        return each

    def starts(codes: Iterator[str], path: str) -> Requests:
        form = {
            "Cookie": f"sessionid={captured.starter}; csrftoken={csrf}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": "http://127.0.0.1/",
        }
        body = f"csrfmiddlewaretoken={csrf}&version=1&message=".encode()
        return lambda: (request("POST", path.format(code=code), body=body, headers=form) for code in codes)

    found = [Scenario("citizen submits (API)", submissions("/api/v1/reports"), submissions("/submit/"))]
    for page, address in captured.pages.items():
        found.append(_reading(page, address, cookie))
    for page, address in captured.public.items():
        found.append(_reading(page, address, {}))  # with a cookie of somebody it would be drawn for that person alone
        found.append(_reading(f"{page}, drawn", address, cookie, like=page))
    for page, address in captured.machines.items():
        bare = same(request("GET", f"/read/{machines.slug(page)}/"))
        found.append(Scenario(page, machines.asked(page, address, captured.keys), bare))
    found.append(
        Scenario(
            "officer starts work", starts(product_codes, "/desk/{code}/mulai/"), starts(bare_codes, "/start/{code}/")
        )
    )
    return Planned(found, captured.reader)


def _reading(name: str, address: str, headers: dict[str, str], *, like: str = "") -> Scenario:
    """Ask for a page; the bare handler does what was captured of it, or of the page that it is `like`."""
    bare = request("GET", f"/read/{quote((like or name).replace(' ', '-'))}/")
    return Scenario(name, same(request("GET", address, headers=headers)), same(bare))


def run(seconds: float, only: str = "") -> tuple[list[dict[str, object]], dict[str, object]]:
    """Measure every scenario on the product and on the bare handlers, in turns; return the rows, and what was measured beside them.

    Only the scenarios whose name holds `only`, and nothing beside them, when it is given.
    """
    rows: list[dict[str, object]] = []
    beside: dict[str, object] = {}
    planned = scenarios()
    with served("tanggap.config.serving:application") as product, served("bench.bare:application") as bare:
        print(
            f"{CONNECTIONS} connections, {WORKERS} workers x {THREADS} threads, {os.cpu_count()} cores, {seconds:g} s each\n"
        )
        print(f"{'':30}{'product/s':>10}{'bare/s':>9}{'ratio':>7}{'p50 ms':>8}{'p95':>7}{'p99':>7}  failures")
        for scenario in (one for one in planned.scenarios if only in one.name):
            ours, theirs = in_turn([(product, scenario.product), (bare, scenario.bare)], seconds=seconds, turns=TURNS)
            rows.append(_row(scenario.name, ours, theirs))
        if only:
            return rows, beside
        _guess(product)
        print()
        costs = desk.costs()
        for name, cost in costs.items():
            print(f"{name:30}{cost:10.2f}")
        beside["desk"] = {**costs, **desk.news(product, planned.reader)}
        beside["public"] = public.costs()
        for name, cost in beside["public"].items():
            print(f"{name:30}{cost:10.2f}")
    return rows, beside


def _guess(port: int) -> None:
    """Print whether the time of an answer tells unknown, private and malformed codes apart (P18)."""
    from tanggap.core.ids import new_code
    from tanggap.places.city import city
    from tanggap.reports.models import Report

    private = Report.objects.filter(visibility="private").values_list("code", flat=True)[:500]
    unknown = [new_code(city().prefix) for _ in range(500)]
    codes = {"unknown": unknown, "private": list(private), "malformed": [code[:-1] + "!" for code in unknown]}
    found = guessing.measure(port, codes)
    print("\ntimes of unknown, private and malformed codes, Kolmogorov-Smirnov:", end=" ")
    print(", ".join(f"{pair} p = {p:.3f}" for pair, p in found.items()))


def _row(name: str, ours: Measured, theirs: Measured) -> dict[str, object]:
    ratio = ours.per_second / theirs.per_second if theirs.per_second else float("nan")
    mark = "" if ratio >= GOAL else f"   below {GOAL}"
    failures = f"{ours.failures}/{theirs.failures}"
    print(
        f"{name:30}{ours.per_second:10.1f}{theirs.per_second:9.1f}{ratio:7.2f}"
        f"{ours.p50:8.1f}{ours.p95:7.1f}{ours.p99:7.1f}  {failures}{mark}",
        flush=True,
    )
    return {"name": name, "ratio": round(ratio, 3), "product": asdict(ours), "bare": asdict(theirs)}


def main() -> int:
    """Prepare, measure, print, save; fail only when something answered wrongly."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--only", metavar="WORDS", default="", help="only the scenarios whose name holds these words")
    parser.add_argument(
        "--beside", type=int, metavar="REPORTS", help="ask the same questions of a city of this size, too: what grows"
    )
    parser.add_argument(
        "--beside-home", type=Path, metavar="FOLDER", help="where that city is kept (beside this one's)"
    )
    options = parser.parse_args()
    prepare(options.reports)
    rows, beside = run(options.seconds, options.only)
    if options.beside:
        home = Path(os.environ["TANGGAP_HOME"])
        large = options.beside_home or home.with_name(f"{home.name}-{options.beside}")
        beside["sizes"] = sizes.compare(options.reports, options.beside, large_home=large)
    saved = {"machine": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version(), "rows": rows}
    saved |= {"reports": options.reports, **beside}
    if not options.only:
        (ROOT / "bench" / "results.json").write_text(json.dumps(saved, indent=1) + "\n")
    failed = sum(row["product"]["failures"] + row["bare"]["failures"] for row in rows)  # type: ignore[index]
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())

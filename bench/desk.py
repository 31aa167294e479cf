"""What the desk's own questions cost: counts, list and search as statements, an act on 500 reports, and the news of many open desks."""

import json
import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from django.test import Client

from bench.load import measure, request

TIMES = 40
MANY = 500
DESKS, EVERY_SECONDS = 200, 10


def costs(*, times: int = TIMES) -> dict[str, float]:
    """Return milliseconds (the median) of the desk's questions and pages for an officer of one office, and seconds for an act on MANY."""
    from bench.capture import OFFICER, STARTER, officer
    from tanggap.core import clock
    from tanggap.reports.queries import desk

    reader, now = officer(OFFICER), clock.now()
    wanted, browser = desk.DeskFilter(), Client(headers={"host": "127.0.0.1"})
    browser.force_login(reader)
    asked: dict[str, Callable[[], object]] = {
        "desk counts, ms": lambda: desk.counts(reader, now=now),
        "desk list, ms": lambda: desk.listed(reader, view="unit", wanted=wanted, now=now),
        "desk search, ms": lambda: desk.search(reader, typed="lampu mati", wanted=wanted, now=now),
        "desk search for nothing, ms": lambda: desk.search(reader, typed="zebra", wanted=wanted, now=now),
        "page of the desk's list, ms": lambda: browser.get("/desk/?view=unit"),
        "page of the desk's search, ms": lambda: browser.get("/desk/?q=lampu+mati"),
    }
    found = {name: _median(ask, times) for name, ask in asked.items()}
    found[f"an act on {MANY}, s"] = _many(officer(STARTER, offices=60))
    return found


def news(port: int, session: str) -> dict[str, float]:
    """Return how many times a second one server answers an open desk's question, and what DESKS desks cost of one core."""
    cookie = {"Cookie": f"sessionid={session}"}
    token = _token(port, cookie)
    sent = request("GET", f"/desk/denyut/?after=9999999999999.1&token={token}", headers=cookie)
    before, begun = _cpu_seconds(port), time.perf_counter()
    answered = measure(port, lambda: iter(lambda: sent, None), seconds=4.0)
    spent, took = _cpu_seconds(port) - before, time.perf_counter() - begun
    per_request = spent / (answered.per_second * took) if answered.per_second else float("nan")
    share = per_request * DESKS / EVERY_SECONDS
    print(f"{'desk news':30}{answered.per_second:10.1f}/s, {1000 * per_request:.2f} ms of a core each; ", end="")
    print(
        f"{DESKS} desks that ask every {EVERY_SECONDS} s cost {100 * share:.1f} % of a core; {answered.failures} failures"
    )
    return {"per_second": answered.per_second, "cpu_ms": 1000 * per_request, "core_share_of_200_desks": share}


def _median(ask: Callable[[], object], times: int) -> float:
    ask()
    spent = []
    for _time in range(times):
        begun = time.perf_counter()
        ask()
        spent.append(time.perf_counter() - begun)
    return 1000 * statistics.median(spent)


def _many(person: object) -> float:
    from tanggap.core import clock
    from tanggap.reports.actions import batches
    from tanggap.reports.queries import desk
    from tanggap.web.desk import bulk

    chosen = desk.matching(person, view="unit", wanted=desk.DeskFilter(), now=clock.now(), limit=MANY)  # type: ignore[arg-type]
    key = uuid.uuid4()
    wanted = [batches.Wanted(report, version) for report, version in chosen]
    given = {"act": "catat", "arguments": {"note": "Diukur"}, "query": "", "language": "id"}
    batches.draft(key=key, by=person, wanted=wanted, **given)  # type: ignore[arg-type]
    batches.begin(key=key, by=person)  # type: ignore[arg-type]
    begun = time.perf_counter()
    done = bulk.carry_on(key)
    if done != len(chosen):
        raise SystemExit(f"an act on {len(chosen)} reports dealt with {done}")
    return time.perf_counter() - begun


def _token(port: int, headers: dict[str, str]) -> str:
    from urllib.request import Request, urlopen

    asked = Request(f"http://127.0.0.1:{port}/desk/denyut/?token=x", headers=headers)
    with urlopen(asked, timeout=30) as answer:
        return str(json.load(answer)["token"])


def _cpu_seconds(port: int) -> float:
    """Return the processor time of the server's processes so far; where there is no /proc, not a number."""
    import os

    if not Path("/proc").is_dir():
        return float("nan")
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"--port\0{port}\0" in (folder / "cmdline").read_text():
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        except OSError:
            continue
    return ticks / os.sysconf("SC_CLK_TCK")

"""The drill of promise P1: web, worker and PostgreSQL are killed with SIGKILL while eight clients submit (promises.md P1, P2).

Each is killed twice amid 120 submissions; `TANGGAP_DRILL=full` submits 500. A kill waits for its share of them, not for a time: on any
machine all six fall amid the work.
"""

import http.client
import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from tests.factories import photo
from tests.starter.conftest import copy_of

from tanggap.starter import postgres

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("product")]  # beside who opened the city that is killed

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 8
SUBMISSIONS, WITH_PHOTO = (500, 50) if os.environ.get("TANGGAP_DRILL") == "full" else (120, 16)
KILLS = ("web", "worker", "postgres", "web", "postgres", "worker")
PATIENCE_SECONDS = 120
BOUNDARY = "tanggap-drill"


class City:
    """A running city of its own, with its processes within reach."""

    def __init__(self, folder: Path, opened: Path) -> None:
        self.home = copy_of(opened, folder / "home")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "TANGGAP_PACK"}},
            "TANGGAP_HOME": str(self.home), "TANGGAP_PORT": str(self.port), "TANGGAP_DEMO": "0",
        }  # fmt: skip
        self.log = (folder / "log").open("w+")
        self.starter = subprocess.Popen(
            [sys.executable, "-m", "tanggap", "run"], cwd=ROOT, env=environment, stdout=self.log, stderr=self.log
        )

    def wait(self) -> None:
        """Wait until the city answers."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                if urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).status == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"the city does not answer: {Path(self.log.name).read_text()}")

    def submit(self, key: str, form: bytes) -> dict[str, object] | None:
        """Send one report; return the answer once acknowledged, None while nobody answers."""
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Idempotency-Key": key}
        sent = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/reports", form, headers)
        try:
            with urllib.request.urlopen(sent, timeout=20) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            if error.code not in {429, 500, 502, 503}:
                raise
            return None
        except (OSError, http.client.HTTPException):  # killed before or amid its answer
            return None

    def kill(self, what: str) -> bool:
        """SIGKILL one process of the city: its postmaster, its worker, or one of its web processes."""
        marks = {"postgres": ["postgres", "-D"], "worker": ["tanggap", "work"], "web": ["granian"]}[what]
        found = [pid for pid, line in self.processes() if all(mark in line for mark in marks)]
        if not found:
            return False
        os.kill(random.choice(found), signal.SIGKILL)
        return True

    def processes(self) -> Iterator[tuple[int, str]]:
        """Yield (pid, command line) of the starter's descendants."""
        parents: dict[int, int] = {}
        lines: dict[int, str] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                    lines[int(folder.name)] = (
                        (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                    )
                except (OSError, IndexError):
                    continue
        for pid, line in lines.items():
            above = pid
            while above in parents and above != self.starter.pid:
                above = parents[above]
            if above == self.starter.pid and pid != self.starter.pid:
                yield pid, line

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Return the rows of a statement on the city's database."""
        place = postgres.address(self.home)
        with psycopg.connect(
            host=str(place["HOST"]), port=str(place["PORT"]), user=str(place["USER"]), dbname=str(place["NAME"])
        ) as line:
            return line.execute(statement.encode()).fetchall()

    def stop(self) -> None:
        """End the city."""
        self.starter.send_signal(signal.SIGINT)
        try:
            self.starter.wait(30)
        except subprocess.TimeoutExpired:
            self.starter.kill()
        self.log.close()


@pytest.fixture
def city(opened: Path) -> Iterator[City]:
    folder = Path(tempfile.mkdtemp(prefix="tanggap-drill-"))
    folder.chmod(0o755)
    made = City(folder, opened)
    try:
        made.wait()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_what_was_acknowledged_is_there_once_with_all_its_consequences(city, tmp_path):
    acknowledged = (tmp_path / "acknowledged").open("a")
    left, lock = list(range(SUBMISSIONS)), threading.Condition()
    done = 0
    killed: list[str] = []

    def client() -> None:
        nonlocal done
        while True:
            with lock:
                if not left:
                    return
                number = left.pop()
            key, body = f"drill-{number}-{secrets.token_hex(4)}", complaint(number)
            until = time.monotonic() + PATIENCE_SECONDS
            while (answer := city.submit(key, body)) is None:
                assert time.monotonic() < until, "nobody answers any more"
                time.sleep(0.25)
            with lock:
                acknowledged.write(f"{answer['code']}\n")
                acknowledged.flush()
                os.fsync(acknowledged.fileno())
                done += 1
                lock.notify_all()

    def killer() -> None:
        for number, what in enumerate(KILLS, 1):
            share = SUBMISSIONS * number // (len(KILLS) + 2)
            with lock:
                assert lock.wait_for(lambda share=share: done >= share, PATIENCE_SECONDS)
            until = time.monotonic() + PATIENCE_SECONDS
            while not city.kill(what):  # it is not back yet from the kill before
                assert time.monotonic() < until, f"there is no {what} any more"
                time.sleep(0.05)
            with lock:
                if left:
                    killed.append(what)

    with ThreadPoolExecutor(CLIENTS + 1) as threads:
        at_work = [threads.submit(client) for _ in range(CLIENTS)] + [threads.submit(killer)]
    for one in at_work:
        one.result()

    codes = (tmp_path / "acknowledged").read_text().split()
    assert len(codes) == len(set(codes)) == SUBMISSIONS
    assert tuple(killed) == KILLS
    consequences(city, codes)


def complaint(number: int) -> bytes:
    """Return the form of a client's report, with a photo for some."""
    fields = {
        "text": f"Lampu jalan mati, laporan latihan nomor {number}",
        "category": "lampu-jalan",
        "location": '{"lon": 106.9454, "lat": -6.2119}',
        "reporter": json.dumps({"email": f"warga{number}@example.org"}),
    }
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n'
    form = b"".join((head % (name, "")).encode() + value.encode() + b"\r\n" for name, value in fields.items())
    if number < WITH_PHOTO:
        form += (head % ("photos", '; filename="lamp.jpg"')).encode() + photo(number) + b"\r\n"
    return form + f"--{BOUNDARY}--\r\n".encode()


def consequences(city: City, codes: list[str]) -> None:
    """Check that each acknowledged report is whole, and that every event was digested once."""
    until = time.monotonic() + PATIENCE_SECONDS
    events = city.rows("SELECT count(*) FROM reports_event")[0][0]
    while time.monotonic() < until:
        told = city.rows("SELECT count(*) FROM notify_outboundmessage")[0][0]
        counted = city.rows("SELECT coalesce(sum(received), 0) FROM insight_cell WHERE grain = 'df'")[0][0]
        if (told, counted) == (SUBMISSIONS, SUBMISSIONS):
            break
        time.sleep(0.5)
    assert {row[0] for row in city.rows("SELECT code FROM reports_report")} == set(codes)
    assert (events, told, counted) == (SUBMISSIONS, SUBMISSIONS, SUBMISSIONS)
    half_made = """
        SELECT r.code FROM reports_report r
        LEFT JOIN reports_event e ON e.report_id = r.id AND e.version = 1
        LEFT JOIN intake_inbound i ON i.report_id = r.id
        LEFT JOIN reports_identity d ON d.report_id = r.id
        WHERE e.id IS NULL OR i.id IS NULL OR d.report_id IS NULL OR r.answer_due_at IS NULL
    """
    assert city.rows(half_made) == []
    photos = city.rows("SELECT shown, original FROM reports_photo")
    assert len(photos) == WITH_PHOTO
    for shown, original in photos:
        assert (city.home / "media" / str(shown)).stat().st_size > 0
        assert (city.home / "media" / str(original)).stat().st_size > 0

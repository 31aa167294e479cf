"""The worker as a real process on the test's database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from tests.worker.nursery import Born, Nursery

CHECKOUT = Path(__file__).resolve().parents[2]


def until(true: Callable[[], object], *, within: float = 20.0, what: str = "it") -> float:
    """Wait until `true()` is, and return after how many seconds that was."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > within:
            raise AssertionError(f"{what} did not happen within {within} s")
        time.sleep(0.05)
    return time.monotonic() - begun


def environment() -> dict[str, str]:
    """Return the environment of a process on the test's database."""
    at = connection.settings_dict
    host = quote(str(at["HOST"]), safe="")
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{at['USER']}:{quote(at['PASSWORD'])}@/{at['NAME']}?host={host}&port={at['PORT'] or 5432}",
        "TANGGAP_HOME": str(settings.HOME),
        "PYTHONPATH": str(CHECKOUT / "src"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONFAULTHANDLER": "1",
    }


class Worker:
    """A worker, which can be killed and started again."""

    def __init__(self, log: Path, nursery: Nursery) -> None:
        self._log = log
        self._nursery = nursery
        self.process: Born | subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = self._nursery.bear("tanggap.config.worker:run", log=self._log)

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal and return the exit code and how many seconds the end took."""
        assert self.process
        begun = time.monotonic()
        self.process.send_signal(number)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired as error:
            self.process.send_signal(signal.SIGABRT)  # it writes down where each thread stands, and ends
            time.sleep(1)
            raise AssertionError(f"the worker did not end within 20 s:\n{self.said}") from error
        self.process = None
        return code, time.monotonic() - begun

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def is_at_work(self) -> bool:
        return "at work" in self.said


class Command(Worker):
    """`tanggap work`, as it is typed."""

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tanggap", "work"], env=environment(), stdout=log, stderr=log, cwd="/"
            )


@pytest.fixture(scope="session")
def nursery(django_db_setup: None) -> Iterator[Nursery]:
    """Where the workers of these tests are born."""
    made = Nursery(environment())
    yield made
    made.close()


@pytest.fixture
def worker(tmp_path: Path, nursery: Nursery) -> Iterator[Worker]:
    yield from ended_at_last(Worker(tmp_path / "worker.log", nursery))


@pytest.fixture
def command(tmp_path: Path, nursery: Nursery) -> Iterator[Worker]:
    yield from ended_at_last(Command(tmp_path / "worker.log", nursery))


def ended_at_last(one: Worker) -> Iterator[Worker]:
    yield one
    if one.process:
        one.end(signal.SIGKILL)

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

CHECKOUT = Path(__file__).resolve().parents[2]


def until(true: Callable[[], object], *, within: float = 20.0, what: str = "it") -> float:
    """Wait until `true()` is, and return after how many seconds that was."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > within:
            raise AssertionError(f"{what} did not happen within {within} s")
        time.sleep(0.05)
    return time.monotonic() - begun


class Worker:
    """`tanggap work`, which can be killed and started again."""

    def __init__(self, log: Path) -> None:
        place = connection.settings_dict
        host = quote(str(place["HOST"]), safe="")
        url = f"postgresql://{place['USER']}:{quote(place['PASSWORD'])}@/{place['NAME']}?host={host}&port={place['PORT'] or 5432}"
        self._environment = {
            **os.environ,
            "DATABASE_URL": url,
            "TANGGAP_HOME": str(settings.HOME),
            "PYTHONPATH": str(CHECKOUT / "src"),
            "PYTHONUNBUFFERED": "1",
        }
        self._log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tanggap", "work"], env=self._environment, stdout=log, stderr=log, cwd="/"
            )

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal and return the exit code and how many seconds the end took."""
        assert self.process
        begun = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(20)
        self.process = None
        return code, time.monotonic() - begun

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    def is_at_work(self) -> bool:
        return "at work" in self.said


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    one = Worker(tmp_path / "worker.log")
    yield one
    if one.process:
        one.end(signal.SIGKILL)

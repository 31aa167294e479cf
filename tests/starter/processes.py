"""Real processes for the tests of the starter: begun, looked at, killed."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self

CHECKOUT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def with_source() -> dict[str, str]:
    """Return an environment that chooses nothing, in which the product and these tests can be imported."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TANGGAP_", "DATABASE_"))}
    return {**kept, "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}"}


def until(true: Callable[[], object], *, within: float = 20.0, what: str = "it") -> float:
    """Wait until `true()` is, and return after how many seconds that was."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > within:
            raise AssertionError(f"{what} did not happen within {within} s")
        time.sleep(0.02)
    return time.monotonic() - begun


class City:
    """`tanggap run` as a process: of a small city, or of the product itself."""

    command: tuple[str, ...] = ("tests.starter.small_city",)
    worker = "listen work"

    def __init__(self, home: Path, pack: Path, *, port: int | None = None, **environment: str) -> None:
        self.home = home
        self.pack = pack
        self.port = port or free_port()
        self.printed: list[str] = []
        variables = {
            **with_source(),
            "TANGGAP_HOME": str(home),
            "TANGGAP_PACK": str(pack),
            "TANGGAP_PORT": str(self.port),
            **environment,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def is_up(self) -> bool:
        return any(line.startswith("Open ") for line in self.printed)

    def wait_until_up(self) -> float:
        def up_or_over() -> bool:
            return self.is_up() or self.process.poll() is not None

        seconds = until(up_or_over, within=180, what="the start")
        assert self.is_up(), self.text
        return seconds

    @property
    def text(self) -> str:
        return "\n".join(self.printed)

    def pid(self, name: str) -> int:
        """Return the process of "web" (the head), "worker", or "postgres"."""
        if name == "postgres":
            return int(
                (self.home / "postgres/data/postmaster.pid").read_text().partition("\n")[0]
            )  # empty while it is written
        word = {"web": "granian", "worker": self.worker}[name]
        heads = [pid for pid in children_of(self.process.pid) if word in command_of(pid)]
        assert len(heads) == 1, heads
        return heads[0]

    def has_another(self, name: str, old: int) -> bool:
        """Return whether a living process other than `old` has the part."""
        try:
            return self.pid(name) != old and lives(self.pid(name))
        except (AssertionError, OSError, ValueError):
            return False

    def page(self, path: str = "/") -> str | None:
        """Return what the pages answer, None when nobody does or not well. A small city tells which process answered."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return str(answer.read().decode())
        except (OSError, urllib.error.URLError):
            return None

    def stop(self, *, how: int = signal.SIGTERM) -> float:
        """Stop the starter and return how long that took."""
        begun = time.monotonic()
        self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it does not stop:\n{self.text}") from None
        self._reader.join(5)
        return time.monotonic() - begun

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line.rstrip("\n"))


class Product(City):
    command = ("tanggap", "run")
    worker = "tanggap work"


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def lives(pid: int) -> bool:
    """Return whether the process is there and is no mere entry that waits to be collected."""
    try:
        return not re.search(r"^State:\s+[ZX]", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    except OSError:
        return False

"""The processes of one city: started so that they die with the starter, and started again when they die before it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tanggap.starter import tell
from tanggap.starter.logs import Log

MARK = "TANGGAP_CHILD_OF"  # in the environment of every child: the data folder it serves
BACK_OFF_SECONDS = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_SECONDS = 5.0  # whoever lived that long, or was killed from outside, is started again at once
STOP_SECONDS = 8.0
_SET_PARENT_DEATH_SIGNAL = 1


class Child:
    """One process with its own children, as a group of its own: what is left of the group never outlives its head."""

    def __init__(self, name: str, command: Sequence[str], *, home: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.log = Log(home / "logs" / f"{name}.log")
        self._command = [*command]
        self._environment = {**environment, MARK: str(home)}
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._deaths = 0
        self.due_at: float | None = None  # when it is started again, in monotonic seconds

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process in a session of its own, where a Ctrl-C of the terminal does not reach it."""
        fd = self.log.open()
        try:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=fd,
                stderr=fd,
                start_new_session=True,
                umask=0o077,
                preexec_fn=_die_with(os.getpid()),
            )
        finally:
            os.close(fd)
        self._started_at, self.due_at = time.monotonic(), None

    def exit_code(self) -> int | None:
        """Return how the process ended, None while it lives or was never started."""
        return self._process.poll() if self._process else None

    def tend(self) -> str | None:
        """Start the process again when it has died. Return the news for the operator, if any."""
        now = time.monotonic()
        if self.due_at is not None:
            if now >= self.due_at:
                return self._start_again(now)
            return None
        if (code := self.exit_code()) is None:
            return None
        self._kill_group()
        if code == -signal.SIGKILL or now - self._started_at >= STEADY_SECONDS:
            self._deaths = 0
        wait = BACK_OFF_SECONDS[min(self._deaths, len(BACK_OFF_SECONDS) - 1)]
        self._deaths += 1
        self.due_at = now + wait
        said = next(iter(self.log.last_lines(1)), "") if code > 0 else ""
        return f"ended ({tell.how(code)}), started again in {wait:g} s{said and ': '}{said[:160]}"

    def _start_again(self, now: float) -> str | None:
        try:
            self.start()
        except OSError as error:  # no memory, no process left
            self.due_at = now + BACK_OFF_SECONDS[-1]
            return f"cannot be started, {error.strerror}; tried again in {BACK_OFF_SECONDS[-1]:g} s"
        return None

    def ask_to_end(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def end(self, *, within: float = STOP_SECONDS) -> None:
        """Ask the process to end, wait, and kill what is left of its group."""
        self.due_at = None
        if self._process is None:
            return
        self.ask_to_end()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        self._kill_group()
        self._process.wait()

    def restart(self) -> None:
        self.end(within=3.0)
        self.start()

    def _kill_group(self) -> None:
        """A killed head leaves its workers behind, which would keep the port; they are killed with it."""
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def leftovers(home: Path) -> list[int]:
    """Return the living processes that an earlier, killed starter of `home` has left. Linux only; elsewhere none."""
    if sys.platform != "linux":
        return []
    mark = os.fsencode(f"{MARK}={home}")
    others = {int(name) for name in os.listdir("/proc") if name.isdigit()} - {os.getpid()}
    return [pid for pid in others if mark in _environment_of(pid)]


def end_leftovers(home: Path) -> int:
    """End what an earlier starter of `home` has left, gently, then not. Return how many there were."""
    found = leftovers(home)
    for how_to, seconds in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
        left = leftovers(home)
        for pid in left:
            try:
                os.kill(pid, how_to)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + seconds
        while left and time.monotonic() < deadline:
            time.sleep(0.05)
            left = [pid for pid in left if pid in leftovers(home)]
    return len(found)


def _environment_of(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:  # ended, or another user's
        return []


def _die_with(starter: int) -> Callable[[], None] | None:
    """Return what a child does before it becomes its program: ask the kernel for SIGTERM when the starter dies."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != starter:  # it died in between
            os._exit(1)

    return ask

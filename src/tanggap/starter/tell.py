"""What the operator reads: one line a step."""

import signal
import time
from collections.abc import Callable

from tanggap.starter.logs import Log

TROUBLE = ("WARNING", "ERROR", "CRITICAL", "[WARN", "FATAL:", "PANIC:")
USUAL = ("the database system is", "terminating connection due to", "Configuration allows spawning up to")
SHOWN_LINES = 5  # of each process, in WINDOW_SECONDS
WINDOW_SECONDS = 10.0
SHOWN_CHARACTERS = 240


def say(line: str) -> None:
    """Print a line. A closed terminal or pipe is no reason to stop a city."""
    try:
        print(line, flush=True)
    except OSError:
        return


def row(name: str, text: object) -> None:
    """Print one step of the start."""
    say(f"  {name:<10}{text}")


def event(name: str, text: object) -> None:
    """Print what happens afterwards, with the time of this machine."""
    say(f"{time.strftime('%H:%M:%S')}  {name:<10}{text}")


class Trouble:
    """The warnings of one process' log: the first few of a flood, and how many more there are."""

    def __init__(self, name: str, log: Log) -> None:
        self.log = log
        self._name = name
        self._window_ends_at = 0.0
        self._shown = 0
        self._kept_back = 0

    def show(self, *, tell: Callable[[str, object], None] = event) -> None:
        """Print what was written since the last call."""
        if time.monotonic() >= self._window_ends_at:
            if self._kept_back:
                tell(self._name, f"and {self._kept_back} more warnings: see {self.log.path}")
            self._window_ends_at, self._shown, self._kept_back = time.monotonic() + WINDOW_SECONDS, 0, 0
        for line in _trouble(self.log.new_lines()):
            if self._shown < SHOWN_LINES:
                self._shown += 1
                tell(self._name, line[:SHOWN_CHARACTERS])
            else:
                self._kept_back += 1


def is_usual(line: str) -> bool:
    """Return whether a log line looks bad, and belongs to any start or stop."""
    return any(word in line for word in USUAL)


def _trouble(lines: list[str]) -> list[str]:
    """Return what the operator should see: warnings and errors, and of a traceback the line that says what happened."""
    shown, in_traceback = [], False
    for line in lines:
        if in_traceback and not line.startswith((" ", "\t")):
            shown.append(line)
            in_traceback = False
        elif line.startswith("Traceback (most recent call last)"):
            in_traceback = True
        elif any(word in line for word in TROUBLE) and not is_usual(line):
            shown.append(line)
    return shown


def how(code: int) -> str:
    """Return how a process ended, in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def last_words(log: Log, what: str) -> str:
    """Return a message about a process that ended: what ended, and the last lines that it wrote."""
    return "\n".join([f"{what}. The end of its log {log.path}:", *(f"    {line}" for line in log.last_lines(15))])

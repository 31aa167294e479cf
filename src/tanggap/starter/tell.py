"""What the operator reads: one line a step."""

import time
from collections.abc import Callable

from tanggap.starter.logs import Log

TROUBLE = ("WARNING", "ERROR", "CRITICAL", "[WARN", "FATAL:", "PANIC:")
USUAL = ("the database system is", "terminating connection due to", "Configuration allows spawning up to")
SHOWN_LINES = 5
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


def show_trouble(name: str, log: Log, *, tell: Callable[[str, object], None] = event) -> None:
    """Print the warnings that a process wrote since the last call: the first few, and how many more."""
    lines = _trouble(log.new_lines())
    for line in lines[:SHOWN_LINES]:
        tell(name, line[:SHOWN_CHARACTERS])
    if len(lines) > SHOWN_LINES:
        tell(name, f"and {len(lines) - SHOWN_LINES} more warnings: see {log.path}")


def _trouble(lines: list[str]) -> list[str]:
    """Return what the operator should see: warnings and errors, and of a traceback the line that says what happened."""
    shown, in_traceback = [], False
    for line in lines:
        if in_traceback and not line.startswith((" ", "\t")):
            shown.append(line)
            in_traceback = False
        elif line.startswith("Traceback (most recent call last)"):
            in_traceback = True
        elif any(word in line for word in TROUBLE) and not any(word in line for word in USUAL):
            shown.append(line)
    return shown


def last_words(log: Log, what: str) -> str:
    """Return a message about a process that ended: what ended, and the last lines that it wrote."""
    return "\n".join([f"{what}. The end of its log {log.path}:", *(f"    {line}" for line in log.last_lines(15))])

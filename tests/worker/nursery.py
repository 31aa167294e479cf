"""Where workers are born: a process that has imported the product once and forks for each worker that a test asks for.

To import the product takes longer than all that most tests want of a worker, and those that are killed are started again and again. What
is born here is a process like any other; only the command line is not read, which the tests with `command` do.

One line of JSON asks, one answers: `{"what": "module:function", …}` for a worker, `{"pid": …}` for how it ended.
"""

import importlib
import json
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """The process, from the test's side."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.worker.nursery"],
            env={**environment, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT, start_new_session=True,
        )  # fmt: skip

    def bear(self, what: str, *words: str, log: Path, peers: Iterable[str] = ()) -> "Born":
        """Start a worker, which calls `what` with `words` and may go to `peers`."""
        return Born(self, self.ask({"what": what, "words": words, "log": str(log), "peers": [*peers]}))

    def ask(self, what: dict[str, Any]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate(timeout=20)


class Born:
    """A worker, used like a `subprocess.Popen`."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = pid
        self._nursery = nursery
        self._code: int | None = None

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        if self._code is None:
            self._code = self._nursery.ask({"pid": self.pid})
        return self._code

    def wait(self, seconds: float) -> int:
        until = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("worker", seconds)
            time.sleep(0.01)
        return code


class Blind(threading.Thread):
    """In place of the looks at photos, each of which would start a process with OpenCV: tests/verification/evidence kills those."""

    is_well = True

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(target=stop.wait, daemon=True)


def main() -> None:
    """Be the nursery until nobody asks any more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    django.setup()
    importlib.import_module("tanggap.config.worker").Looking = Blind
    for line in sys.stdin:
        asked = json.loads(line)
        answer = ended(asked["pid"]) if "pid" in asked else bear(asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def ended(pid: int) -> int | None:
    """Return how a worker ended as `subprocess` has it, None while it lives."""
    gone, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if gone else None


def bear(asked: dict[str, Any]) -> int:
    """Return the process of a new worker."""
    return os.fork() or live(asked)


def live(asked: dict[str, Any]) -> NoReturn:
    """Be a worker, with a log in the place of the nursery's own lines."""
    code = 1
    try:
        log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        for source, target in ((os.open(os.devnull, os.O_RDONLY), 0), (log, 1), (log, 2)):
            os.dup2(source, target)
        settings.PRIVATE_PEERS = frozenset(asked["peers"])
        module, _, name = asked["what"].partition(":")
        getattr(importlib.import_module(module), name)(*asked["words"])
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()

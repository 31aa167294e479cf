"""`tanggap run`: one city from nothing to its first page, and kept running until it is told to stop."""

import json
import os
import select
import signal
import threading
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any, Self

from tanggap.starter import CannotStart, children, commands, network, tell, upgrade
from tanggap.starter.children import Child
from tanggap.starter.commands import Commands
from tanggap.starter.database import Database, open_database
from tanggap.starter.environment import Environment
from tanggap.starter.files import Lock, write_private
from tanggap.starter.home import prepare, secrets
from tanggap.starter.logs import Log
from tanggap.starter.version import version

ACCOUNTS = "demo-accounts.json"
WHO_RUNS = "run.json"
FIRST_PAGE_SECONDS = 60.0
LOOK_SECONDS = 0.5
RECOVERY_LOOK_SECONDS = 0.05
ROTATE_SECONDS = 30.0
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}


class Stopped(BaseException):
    """The operator or the system asked us to stop."""


def run(chosen: Environment, *, using: Commands | None = None) -> int:
    """Start the city and keep it running until a signal ends it. Return the exit code."""
    prepare(chosen.home)
    lock = Lock(chosen.home / "run.lock")
    if not lock.acquire(wait=False):
        return _tell_who_runs(chosen)
    (chosen.home / WHO_RUNS).unlink(missing_ok=True)  # of a start that was killed
    city = City(chosen, using or commands.of_product(chosen))
    _asked_to_stop.clear()
    _on_signals(_raise_stopped)
    try:
        city.start()
        city.keep()
    except Stopped:
        tell.say("Stopping …")
    except (CannotStart, OSError) as error:
        tell.say(f"Tanggap cannot run. {error}")
        return 1
    finally:
        _on_signals(signal.SIG_IGN)
        city.stop()
        lock.release()
    tell.say("Stopped.")
    return 0


class City:
    """The database and the processes of one city."""

    def __init__(self, chosen: Environment, using: Commands) -> None:
        self._chosen = chosen
        self._using = using
        self._begun_at = time.monotonic()
        self._database: Database | None = None
        self._web = self._child("web", using.web)
        self._worker = self._child("worker", using.worker)
        self._demo: Child | None = None
        self._tell = tell.row
        self._troubles = [
            tell.Trouble(name, Log(chosen.home / "logs" / f"{name}.log")) for name in ("web", "worker", "postgres")
        ]
        self._logins_told = False
        self._rotate_at = 0.0
        self._done = upgrade.Done()

    def start(self) -> None:
        """Start everything, telling each step. Raises CannotStart."""
        chosen = self._chosen
        name, languages = _city_facts(chosen.pack)
        tell.say(f"Tanggap {version()}")
        tell.row("data", chosen.home)
        if count := children.end_leftovers(chosen.home):
            tell.row("leftovers", f"{count} processes of an earlier start that was killed were ended")
        network.check_port(chosen)
        secrets(chosen.home)
        _write_who_runs(chosen)
        self._start_database()
        self._bring_up_to_date(name)
        self._start_web(languages)
        self._worker.start()
        tell.row("worker", "started")
        self._start_demo()
        tell.say(f"Open {chosen.address} · Ctrl-C stops everything · logs are in {chosen.home / 'logs'}")

    def keep(self) -> None:
        """Start again whatever dies, until Stopped is raised."""
        self._tell = tell.event
        with _Wake() as wake:
            while True:
                if _asked_to_stop.is_set():  # and the exception got lost, as one that is raised in a destructor is
                    raise Stopped
                try:
                    self._look_after_all()
                except OSError as error:  # a full disk, say: what can go on does
                    tell.event("starter", error)
                    time.sleep(1)
                wake.wait(self._next_look())

    def _look_after_all(self) -> None:
        if self._database and self._database.tend():
            tell.event("database", "was started again; so is the worker, which lost its connection")
            self._worker.restart()
        for child in (self._web, self._worker):
            if news := child.tend():
                tell.event(child.name, news)
        self._watch_demo()
        self._watch_logs()

    def stop(self) -> None:
        """Stop everything, the database last."""
        running = [child for child in (self._web, self._worker, self._demo) if child]
        for child in running:
            child.ask_to_end()
        deadline = time.monotonic() + children.STOP_SECONDS
        for child in running:
            child.end(within=max(0.1, deadline - time.monotonic()))
        if self._database:
            self._database.stop()
        (self._chosen.home / WHO_RUNS).unlink(missing_ok=True)

    def _start_database(self) -> None:
        begun, chosen = time.monotonic(), self._chosen
        self._database = open_database(
            home=chosen.home, url=chosen.database_url, say=lambda line: self._tell("database", line)
        )
        kind = "embedded" if self._database.is_embedded else "at DATABASE_URL"
        tell.row("database", f"PostgreSQL {self._database.version}, {kind}, in {time.monotonic() - begun:.1f} s")

    def _bring_up_to_date(self, name: str) -> None:
        """Migrate the database and load the city pack, each only when something changed since."""
        home, pack, migrations = self._chosen.home, upgrade.pack(self._chosen.pack), upgrade.migrations()
        database, applied = self._in_database()
        self._done = upgrade.Done.read(home, database=database)
        if not self._done.demo:
            self._done = self._done.write(home, demo="declined" if applied or not self._wants_demo() else "due")
        if (migrations, applied) == (self._done.migrations, self._done.applied):
            tell.row("schema", "up to date")
        else:
            self._step("schema", self._using.migrate, "brought up to date")
            self._done = self._done.write(home, migrations=migrations, applied=self._in_database()[1])
        if pack == self._done.pack:
            tell.row("city", f"{name}, as loaded before")
        else:
            self._step("city", self._using.pack, f"{name}, loaded")
            self._done = self._done.write(home, pack=pack)
        self._collect_static()

    def _collect_static(self) -> None:
        """Put style sheets, scripts and icons under names that browsers may keep for ever, packed, when one changed since."""
        home, static = self._chosen.home, upgrade.static()
        if static != self._done.static or not (home / "static").is_dir():
            self._step("static", self._using.static, "style sheets, scripts and icons packed")
            self._done = self._done.write(home, static=static)

    def _in_database(self) -> tuple[str, str]:
        """Return which database it is, and which migrations it has."""
        assert self._database is not None  # noqa: S101 – for the type checker
        with self._database.connect() as connection:
            return upgrade.identity(connection), upgrade.applied(connection)

    def _step(self, name: str, command: Sequence[str], result: str) -> None:
        """Run one command to its end. Raises CannotStart with its last words."""
        begun, child = time.monotonic(), self._child(name, command)
        child.start()
        try:
            while (code := child.exit_code()) is None:
                time.sleep(0.03)
        finally:
            child.end()
        if code != 0:
            what = f"`tanggap {' '.join(command[3:])}` failed, {tell.how(code)}"
            raise CannotStart(tell.last_words(child.log, what))
        tell.row(name, f"{result} in {time.monotonic() - begun:.1f} s")

    def _start_web(self, languages: str) -> None:
        self._web.start()
        deadline = time.monotonic() + FIRST_PAGE_SECONDS
        while (status := network.status(self._chosen)) is None:
            if (code := self._web.exit_code()) is not None:
                raise CannotStart(tell.last_words(self._web.log, f"The web server ended, {tell.how(code)}"))
            if time.monotonic() > deadline:
                raise CannotStart(tell.last_words(self._web.log, "The web server does not answer"))
            time.sleep(0.03)
        seconds = time.monotonic() - self._begun_at
        tell.row("web", f"{self._chosen.address} ({languages}), {seconds:.1f} s after the start")
        if status >= 500:
            tell.row("web", f"but its health page answers {status}: see {self._web.log.path}")

    def _wants_demo(self) -> bool:
        """A simulation fills a new city unasked, but never one on a server that was given."""
        return self._chosen.demo if self._chosen.demo is not None else self._chosen.database_url is None

    def _start_demo(self) -> None:
        """Fill the city with its simulation, once. One that has data already, say a restored one, only when asked."""
        home = self._chosen.home
        if self._chosen.demo is False and self._done.demo != "done":
            self._done = self._done.write(home, demo="declined")
        if self._done.demo in ("due", "begun") or (self._chosen.demo and self._done.demo == "declined"):
            self._done = self._done.write(home, demo="begun")
            self._demo = self._child("demo", self._using.demo)
            self._demo.start()
            tell.row("demo", "a simulated city is being filled in; TANGGAP_DEMO=0 on a new folder leaves it empty")
        self._tell_logins()

    def _watch_demo(self) -> None:
        if self._demo is None:
            return
        code = self._demo.exit_code()
        for line in self._demo.log.new_lines():
            if shown := line.rpartition("\r")[2].strip():
                tell.event("demo", shown)
        self._tell_logins()
        if code is None:
            return
        self._demo.end()
        if code == 0:
            self._done = self._done.write(self._chosen.home, demo="done")
        else:
            tell.event("demo", f"{tell.how(code)}; the next start tries again, see {self._demo.log.path}")
        self._demo = None

    def _tell_logins(self) -> None:
        """Say once where the simulation's logins are: they are there before it is finished."""
        accounts = self._chosen.home / ACCOUNTS
        if not self._logins_told and accounts.exists():
            self._logins_told = True
            self._tell("logins", accounts)

    def _watch_logs(self) -> None:
        for trouble in self._troubles:
            trouble.show()
        if time.monotonic() >= self._rotate_at:
            self._rotate_at = time.monotonic() + ROTATE_SECONDS
            for trouble in self._troubles:
                trouble.log.rotate()

    def _next_look(self) -> float:
        if self._database and not self._database.is_up:
            return RECOVERY_LOOK_SECONDS
        due = [child.due_at for child in (self._web, self._worker) if child.due_at is not None]
        return max(0.01, min([LOOK_SECONDS, *(at - time.monotonic() for at in due)]))

    def _child(self, name: str, command: Sequence[str]) -> Child:
        return Child(name, command, home=self._chosen.home, environment=commands.environment(self._chosen))


class _Wake:
    """Sleep that a dying child ends early."""

    def __enter__(self) -> Self:
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        return self

    def __exit__(self, *_: object) -> None:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._read)
        os.close(self._write)

    def wait(self, seconds: float) -> None:
        if select.select([self._read], [], [], seconds)[0]:
            os.read(self._read, 4096)


_asked_to_stop = threading.Event()


def _raise_stopped(_number: int, _frame: FrameType | None) -> None:
    _asked_to_stop.set()
    _on_signals(signal.SIG_IGN)
    raise Stopped


def _on_signals(handler: Callable[[int, FrameType | None], Any] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, handler)


def _write_who_runs(chosen: Environment) -> None:
    content = {"process": os.getpid(), "host": chosen.host, "port": chosen.port}
    write_private(chosen.home / WHO_RUNS, json.dumps(content).encode())


def _tell_who_runs(chosen: Environment) -> int:
    """A second start: say where the first one is. Return 0 when it answers, for that is what was wanted."""
    try:
        running = json.loads((chosen.home / WHO_RUNS).read_bytes())
    except (OSError, ValueError):
        tell.say(f"Another start of Tanggap for {chosen.home} has just begun, or is stopping. Try again in a moment.")
        return 1
    first, process = replace(chosen, host=running["host"], port=running["port"]), running["process"]
    if network.status(first) is None:
        tell.say(f"Tanggap is being started for {chosen.home} by process {process}. It will be at {first.address}")
        return 1
    tell.say(f"Tanggap already runs for {chosen.home}, at {first.address} (`kill {process}` stops it).")
    return 0


def _city_facts(pack: Path) -> tuple[str, str]:
    """Return the city's name and its languages, as the pack tells them. Raises CannotStart."""
    path = pack / "pack.toml"
    try:
        city = tomllib.loads(path.read_text("utf-8"))["city"]
        name, codes = city["name"], city["languages"]
        shown = name if isinstance(name, str) else name.get("en") or next(iter(name.values()))
        return str(shown), ", ".join(LANGUAGE_NAMES.get(code, code) for code in codes)
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise CannotStart(f"{path} cannot be read: {error}. `tanggap pack validate` says more.") from error

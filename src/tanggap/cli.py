"""`tanggap …`: finds and runs the rooms' management commands, and starts the city. It holds no rules."""

import ast
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tanggap.starter import CannotStart, environment
from tanggap.starter.environment import Environment

ROOMS = Path(__file__).parent
OF_STARTER = {
    "run": "Start the city: database, pages, worker. Ctrl-C stops it.",
    "serve": "Serve the pages alone, on the database of DATABASE_URL.",
    "doctor": "Say what keeps this machine from serving a city, and what mends it. --json",
    "migrate": "Bring the database's tables up to date.",
}
BROKEN_PIPE = 141  # as a shell says it of a program that ends by SIGPIPE
WITHOUT_DATABASE = {"check", "collectstatic", "findstatic"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark for it
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["help"]:
        given = [*given[1:], "--help"]
    name, rest = (given[0], given[1:]) if given else ("--help", [])
    own = {"--help": _help, "-h": _help, "--version": _version, "run": _run, "serve": _serve, "doctor": _doctor}
    try:
        return own[name](rest) if name in own else _of_a_room(given)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has seen enough, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def commands() -> dict[str, str]:
    """Return the rooms' commands and what each does, read from their files: Django need not be loaded to list them."""
    files = sorted(ROOMS.glob("**/management/commands/*.py"), key=lambda path: path.stem)
    return {path.stem: _first_line(path) for path in files if not path.stem.startswith("_")}


def _help(_rest: list[str]) -> int:
    listed = {**OF_STARTER, **commands()}
    width = max(map(len, listed))
    print("A city receives its citizens' complaints, gets them solved, proves it, and learns from them.\n")
    print("Usage: tanggap COMMAND …    (tanggap COMMAND --help says more)\n")
    for name, line in listed.items():
        print(f"  {name:<{width}}  {line}")
    print("\nThe environment chooses the folder, the port, the database and the city: docs/operator.md lists it.")
    return 0


def _version(_rest: list[str]) -> int:
    from tanggap.starter.version import version

    print(f"tanggap {version()}")
    return 0


def _run(rest: list[str]) -> int:
    from tanggap.starter import supervise

    _expect("run", rest)
    return supervise.run(environment.read())


def _serve(rest: list[str]) -> int:
    """Become the web server."""
    from tanggap.starter import commands as programs
    from tanggap.starter import database

    _expect("serve", rest)
    chosen = environment.read()
    if chosen.database_url is None:
        raise CannotStart("`tanggap serve` needs a database of its own: set DATABASE_URL, or use `tanggap run`.")
    database.open_database(home=chosen.home, url=chosen.database_url, say=print)
    command = programs.web(chosen)
    os.execve(command[0], command, programs.environment(chosen))  # noqa: S606 – the very interpreter that runs this


def _doctor(rest: list[str]) -> int:
    from tanggap.starter import doctor

    _expect("doctor", rest, "--json")
    return doctor.main(as_json="--json" in rest)


def _of_a_room(given: list[str]) -> int:
    """Run a management command on the database, which is started for it when it does not run already."""
    chosen = environment.read()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a started database is stopped, too
    with _database(chosen, given):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["tanggap", *given])
    return 0


@contextmanager
def _database(chosen: Environment, given: list[str]) -> Iterator[None]:
    """Have the embedded database at hand for the block. A child of `tanggap run` leaves it to the starter."""
    from tanggap.starter import children, postgres

    is_child = os.environ.get(children.MARK) == str(chosen.home)
    needs_none = given[0] in WITHOUT_DATABASE or not {"-h", "--help"}.isdisjoint(given)
    if chosen.database_url or is_child or needs_none:
        yield
        return
    with postgres.ensure(chosen.home, say=lambda line: print(line, file=sys.stderr)):
        yield


def _expect(name: str, rest: list[str], *options: str) -> None:
    """Raises SystemExit unless only `options` are given."""
    if not {"-h", "--help"}.isdisjoint(rest):
        print(f"tanggap {' '.join([name, *(f'[{option}]' for option in options)])}\n\n{OF_STARTER[name]}")
        raise SystemExit(0)
    if unknown := [part for part in rest if part not in options]:
        print(
            f"tanggap {name} does not know {' '.join(unknown)}. docs/operator.md lists its environment.",
            file=sys.stderr,
        )
        raise SystemExit(2)


def _first_line(path: Path) -> str:
    """Return a command's `help`, or the first line of its file's docstring where that is no plain text."""
    module = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "help" for to in node.targets):
            texts = [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            if texts and isinstance(texts[0], str):
                return texts[0].strip().partition("\n")[0]
    return (ast.get_docstring(module) or "").partition("\n")[0]

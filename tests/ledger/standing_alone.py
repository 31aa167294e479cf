"""The stand-alone programs of docs/ledger, run here as they are, in this process where that is quicker."""

import contextlib
import importlib.util
import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]


def program(name: str) -> ModuleType:
    """Return a program as a module; nothing of ours is imported by it."""
    found = importlib.util.spec_from_file_location(f"standing_alone_{name}", ROOT / f"docs/ledger/{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


VERIFY = program("verify")


def verify(what: str, file: Path | str, **given: Any) -> tuple[int, list[dict[str, Any]]]:
    """Return how `verify.py` ends, and the faults that it names."""
    command = [what, str(file), "--json"]
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            command += [f"--{name}", str(one)]
    said = io.StringIO()
    VERIFY.FAULTS.clear()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()), _arguments(command):
        ended = VERIFY.main()
    return ended, [json.loads(line) for line in said.getvalue().splitlines()]


@contextlib.contextmanager
def _arguments(command: list[str]):
    import sys

    before = sys.argv
    sys.argv = ["verify.py", *command]
    try:
        yield
    finally:
        sys.argv = before


__all__ = ("ROOT", "VERIFY", "program", "verify")

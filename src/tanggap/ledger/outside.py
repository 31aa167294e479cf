"""Checking a published log as everybody can: by the stand-alone program itself, in a process of its own, with nothing of ours."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).parents[1] / "web/ledger/static/ledger/verify.py"


def outside(log: str, *, key: str = "", memories: list[str] | None = None) -> tuple[list[dict[str, Any]], int]:
    """Return what the program says is wrong with the log at an address or in a folder, and how it ended (0, 1, 2)."""
    command = [sys.executable, "-I", str(PROGRAM), "log", log, "--json", *(["--key", key] if key else [])]
    for memory in memories or []:
        command += ["--memory", memory]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    return [json.loads(line) for line in ended.stdout.splitlines()], ended.returncode

"""Every `curl` and every Python example of the integrators' pages runs, as it stands there, against a live city."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.clients import making
from tests.factories import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/integrator.md", "docs/webhooks.md", "docs/open311.md", "clients/python/README.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLE_HOST, EXAMPLE_KEY, EXAMPLE_CODE = "https://tanggap.example", "tgp_live_…", "JK-4KQ2-M9XT-1C7"


class Example(NamedTuple):
    """One block of a page."""

    page: str
    line: int
    language: str
    source: str


def examples() -> list[Example]:
    """Return what can be run: blocks of Python, and those that begin with curl or are marked as sh."""
    found = []
    for page in PAGES:
        path = ROOT / page
        text = path.read_text("utf-8") if path.exists() else ""
        for block in FENCE.finditer(text):
            language, source = block[1], block[2]
            if language in {"sh", "python"} or source.startswith("curl "):
                found.append(
                    Example(
                        page, text.count("\n", 0, block.start()) + 2, "python" if language == "python" else "sh", source
                    )
                )
    return found


def run(example: Example, folder: Path, surroundings: dict[str, str]) -> str:
    """Run one example and return what it complained of; empty when it worked."""
    source = example.source
    for there, here in (
        (EXAMPLE_HOST, surroundings["CITY"]),
        (EXAMPLE_KEY, surroundings["KEY"]),
        (EXAMPLE_CODE, surroundings["CODE"]),
    ):
        source = source.replace(there, here)
    interpreter = [sys.executable, "-c"] if example.language == "python" else ["bash", "-euo", "pipefail", "-c"]
    command = [*interpreter, source]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **surroundings}, capture_output=True, text=True, timeout=60, check=False
    )
    return "" if done.returncode == 0 else f"{example.page}:{example.line}\n{done.stdout[-600:]}{done.stderr[-600:]}"


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_example_works(live_server, tmp_path):
    program, unit = making.program(), making.of_unit()
    public, own = make.report(), make.report()
    (tmp_path / ".curlrc").write_text("silent\nshow-error\nfail-with-body\nmax-time = 30\n")
    (tmp_path / "1.jpg").write_bytes(make.photo())
    surroundings = {
        "HOME": str(tmp_path),
        "CITY": live_server.url,
        "CLIENT": program.code,
        "KEY": making.key(program).key,
        "UNIT_KEY": making.key(unit).key,
        "CODE": public.code,
        "OWN": own.code,
        "OWN_TOKEN": make.token(own),
        "WORK": public.code,
        "PYTHONPATH": str(ROOT / "clients" / "python"),
    }
    tried = examples()

    failed = [told for example in tried if (told := run(example, tmp_path, surroundings))]

    assert failed == [], "\n\n".join(failed)
    assert len(tried) >= 12

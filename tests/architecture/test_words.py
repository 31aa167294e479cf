"""The interface is complete in both languages, and no file says what it must not."""

import re
import subprocess
from pathlib import Path

from tools import messages

ROOT = Path(__file__).resolve().parents[2]
REGISTRIES = re.compile(
    "|".join(("python" + "hosted", r"pypi" + r"\.org", r"registry" + r"\.npmjs", r"deb" + r"\.debian\.org"))
)


def test_every_message_has_its_indonesian_text():
    assert messages.missing([messages.SOURCES]) == []


def test_no_translation_loses_a_placeholder():
    lost = []
    for kept in messages.read():
        texts = kept.string if isinstance(kept.string, tuple) else (kept.string,)
        names = set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", str(kept.id)))
        lost += [
            kept.id for text in texts if text and kept.id and set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)) - names
        ]

    assert lost == []


def test_no_file_names_a_package_registry():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = [ROOT / name for name in listed.stdout.splitlines()] or list((ROOT / "src").rglob("*.py"))
    readable = [
        path
        for path in files
        if path.suffix in {".py", ".toml", ".md", ".lock", ".in", ".txt", ".yml", ""} and path.is_file()
    ]

    assert [path.name for path in readable if REGISTRIES.search(path.read_text("utf-8", "replace"))] == []

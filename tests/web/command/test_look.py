"""The leaders' pages are dark whatever the machine prefers, in the colours of the tokens."""

import re
from pathlib import Path

import tanggap.web.command
import tanggap.web.ui

OURS = Path(tanggap.web.command.__file__).parent / "static/command"
TOKENS = Path(tanggap.web.ui.__file__).parent / "static/ui/tokens.css"


def said(text: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", text))


def test_its_dark_is_the_dark_of_the_tokens():
    dark = TOKENS.read_text("utf-8").split("@media (prefers-color-scheme: dark)")[1].split("}")[0]
    assert said((OURS / "dark.css").read_text("utf-8")) == said(dark)


def test_no_other_sheet_has_colours_of_its_own():
    for name in ("command.css", "wall.css"):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", (OURS / name).read_text("utf-8")) == []

"""The colours can be read: 4.5:1 for text, 3:1 for the edges of controls, in both schemes (WCAG 2.2 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

import tanggap.web.ui

CSS = Path(tanggap.web.ui.__file__).parent / "static/ui"
FAMILIES = ("waiting", "moving", "validating", "done", "planned", "refused")
GROUNDS = ("paper", "ground", "sunken")


def schemes() -> dict[str, dict[str, str]]:
    light, dark = (CSS / "tokens.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    of = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": of[0], "dark": of[0] | of[1]}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_on_every_ground(scheme):
    colours = schemes()[scheme]
    pairs = [(ink, ground) for ink in ("ink", "ink-2", "ink-3", "accent", "accent-2") for ground in GROUNDS]
    pairs += [("accent-ink", "accent"), ("accent-ink", "accent-2"), ("accent", "accent-soft"), ("ink-2", "accent-soft")]

    assert [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_state_is_readable_on_its_own_tint_and_on_paper(scheme):
    colours = schemes()[scheme]
    pairs = [(family, ground) for family in FAMILIES for ground in (f"{family}-soft", "paper", "ground")]

    assert [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_control_is_seen(scheme):
    colours = schemes()[scheme]

    assert [ground for ground in GROUNDS[:2] if contrast(colours["edge"], colours[ground]) < 3] == []


def test_colours_stand_in_the_tokens_only():
    ours = (CSS, CSS.parents[2] / "public/static/public")
    sheets = [path for folder in ours for path in folder.glob("*.css") if path.name != "tokens.css"]
    stray = {
        path.name: found
        for path in sheets
        if (found := set(re.findall(r"#[0-9a-fA-F]{3,8}\b", _screen(path))) - {"#fff", "#000"})
    }

    assert stray == {}


def _screen(path: Path) -> str:
    """Return the sheet without its part for paper, which knows only black and white."""
    return path.read_text("utf-8").split("@media print")[0]


def test_dark_names_every_colour_that_light_names():
    light, dark = (CSS / "tokens.css").read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    named = [set(re.findall(r"--([\w-]+): #", part)) for part in (light, dark)]

    assert named[0] == named[1]

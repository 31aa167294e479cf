"""docs/integrator.md and docs/import.md name what there is, and nothing that is not."""

from pathlib import Path

import pytest

from tanggap.api import reading, reference
from tanggap.intake.history import mapping

DOCS = Path(__file__).resolve().parents[2] / "docs"


def is_told(path, guide):
    """Return whether a page names an operation: by its address, or by that of all acts and the act's name."""
    acts, _slash, act = path.rpartition("/")
    return path in guide or (f"{acts}/…" in guide and f"`{act}`" in guide)


def test_every_operation_is_in_the_guide():
    guide = "".join((DOCS / name).read_text("utf-8") for name in ("integrator.md", "webhooks.md"))

    assert [one.path for one in reference.operations() if not is_told(one.path, guide)] == []
    for address in ("/healthz", "/readyz", "/metrics", "/api/docs", "/api/openapi.json"):
        assert address in guide


def test_the_limits_of_the_guide_are_those_of_the_program(settings):
    from tanggap.intake.actions import GUESSABLE_BELOW, RETRY_WINDOW

    guide = (DOCS / "integrator.md").read_text("utf-8")
    for said in (
        f"{reading.LARGEST_JSON // 1024} kB of JSON",
        f"{reading.LARGEST_UPLOAD // 1024 // 1024} MB of form",
        f"more than {reading.DEEPEST} levels",
        f"{settings.API_REPORTS_PER_MINUTE} new reports a minute",
        f"fewer than {GUESSABLE_BELOW} characters",
        f"within {int(RETRY_WINDOW.total_seconds() // 60)} minutes",
    ):
        assert said in guide


@pytest.mark.parametrize("name", mapping.FIELDS)
def test_every_field_of_a_map_is_described(name):
    assert f"`{name}`" in (DOCS / "import.md").read_text("utf-8")


WORDS = sorted({*mapping.STATUSES, *(name for names in mapping._SECTIONS.values() for name in names)})


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_a_map_is_described(word):
    assert word in (DOCS / "import.md").read_text("utf-8")

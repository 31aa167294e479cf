"""A simulation that was cut off and lost its file of accounts is gone on with, by the command and a helper: what all of them left."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker
from tests.demo.conftest import planned
from tests.fixtures import standing

from tanggap.agencies.models import Staff
from tanggap.config.demo import city, people
from tanggap.config.demo.playing import turns
from tanggap.config.demo.scenes.taking import take
from tanggap.core import shelf
from tanggap.insight import queries as insight
from tanggap.reports.models import Photo, Report

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("gone-on")]

SMALL = {"seed": 7, "days": 10, "reports": 16, "until": datetime(2026, 11, 25, 9, 0, tzinfo=UTC)}
BATCH = 12  # turns: so few that much is left to do when the first batch is done


def said(*arguments: str) -> list[str]:
    """Return the lines that the command writes."""
    output = io.StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gone-on")


@pytest.fixture(autouse=True)
def _home(settings: Any, home: Path) -> None:
    settings.HOME, settings.MEDIA_ROOT = home, home / "media"


@pytest.fixture(scope="module")
def lines(home: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Yield what the command said when it went on."""
    own = {
        "HOME": home,
        "MEDIA_ROOT": home / "media",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }

    def build() -> list[str]:
        with suppress(KeyboardInterrupt):
            city.fill(**SMALL, told=_cut, helpers=0)
        shelf.clear_all()
        begun = insight.simulation()
        assert begun is not None
        assert (begun.steps, begun.finished_at) == (BATCH, None)
        (home / people.FILE).unlink()
        return said("--reports", "999", "--now", "2026-11-25T16:00")

    with pytest.MonkeyPatch.context() as patched, override_settings(**own):
        patched.setattr("tanggap.config.demo.playing.BATCH", BATCH)
        patched.setattr(city, "_helpers", lambda: 1)
        with standing(django_db_blocker, build) as made:
            yield made


def _cut(_share: float, _at: datetime) -> None:
    raise KeyboardInterrupt


def test_a_start_that_was_cut_off_is_gone_on_with_by_its_own_recipe(lines):
    assert any("it goes on from there" in line for line in lines)
    assert Report.objects.count() == SMALL["reports"]


def test_the_command_shows_how_far_it_is(lines):
    assert any(line.startswith("100%") for line in lines)
    assert f"is filled with {SMALL['reports']} simulated reports" in lines[-1]


def test_a_second_call_says_so_and_adds_nothing(lines):
    assert any(f"This city has its simulation already: {SMALL['reports']} reports" in line for line in said())
    assert json.loads("".join(said("--json")))["filled"] is False
    assert Report.objects.count() == SMALL["reports"]


def test_a_lost_file_of_accounts_is_made_again(lines, settings):
    rows = json.loads((settings.HOME / people.FILE).read_bytes())
    assert all(Staff.objects.get(username=row["username"]).check_password(row["password"]) for row in rows)


def test_helpers_draw_the_same_pictures(lines):
    drawn = {photo.sha256 for photo in Photo.objects.all()}
    shots = [
        shot
        for turn in turns(planned(reports=16, days=10, until=SMALL["until"]), SMALL["until"])
        for shot in turn.photos
    ]
    assert drawn >= {take(shot)[0].sha256 for shot in shots}  # visits by lot take further ones

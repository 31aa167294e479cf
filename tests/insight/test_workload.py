"""What came to each unit a day and what left it, and the outlook made of it: once, the same when counted anew."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from tests.factories import make
from tests.logs import own_events_seen, play, stories

from tanggap.core import clock, cursors, shelf
from tanggap.insight import outlook, workload
from tanggap.insight.models import Outlook, UnitDay
from tanggap.intake.history import running
from tanggap.reports import actions as reports

KELURAHAN = "kel-31.75.06.1005"
MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def counted() -> dict[str, tuple[int, int]]:
    """Return (arrived, done) of each unit, all days together."""
    cursors.catch_up(workload.CONSUMER)
    found: dict[str, tuple[int, int]] = {}
    for row in UnitDay.objects.all():
        arrived, done = found.get(row.unit, (0, 0))
        found[row.unit] = (arrived + row.arrived, done + row.done)
    return found


def kept() -> list[tuple[object, ...]]:
    return sorted(UnitDay.objects.values_list("unit", "on", "arrived", "done"))


def test_it_came_on_the_local_day_of_its_receipt():
    make.report(at=datetime(2026, 3, 1, 18, 30, tzinfo=UTC))
    counted()

    assert kept() == [(KELURAHAN, date(2026, 3, 2), 1, 0)]


def test_sent_on_it_has_left_the_one_and_come_to_the_other():
    unit = make.unit()
    make.report(handled_by=unit)

    assert counted() == {KELURAHAN: (1, 1), unit.code: (1, 0)}


@pytest.mark.parametrize("state", ["awaiting_validation", "rejected"])
def test_claimed_or_refused_it_has_left_the_units_hands(state):
    make.report(state=state)

    assert counted() == {KELURAHAN: (1, 1)}


def test_joined_it_has_left_too():
    parent = make.report()
    make.report(state="merged", parent=parent)

    assert counted() == {KELURAHAN: (2, 1)}


def test_the_check_is_not_the_units_work():
    make.report(state="resolved")

    assert counted() == {KELURAHAN: (1, 1)}


def test_begun_or_noted_it_is_still_there():
    report = make.report(state="in_progress")
    reports.note(code=report.code, by=make.staff(of=KELURAHAN), note="Besok")

    assert counted() == {KELURAHAN: (1, 0)}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=stories)
def test_counted_anew_it_is_the_same(story):
    play(story)
    cursors.catch_up(workload.CONSUMER, most=3)
    live = kept()
    cursors.rebuild(workload.CONSUMER)

    assert kept() == live


def days(unit: str, number: int, *, until: date, each: int = 3) -> None:
    UnitDay.objects.bulk_create(
        UnitDay(unit=unit, on=until - timedelta(days=back), arrived=each, done=2) for back in range(1, number + 1)
    )


class TestTheOutlook:
    def test_it_is_made_for_the_city_and_each_unit_and_made_again_it_is_the_same(self):
        today = clock.local(clock.now()).date()
        days(KELURAHAN, 200, until=today)
        days("sudin-x", 40, until=today)

        assert outlook.look_ahead() == 2
        first = list(Outlook.objects.order_by("unit").values())
        assert outlook.look_ahead() == 2
        assert list(Outlook.objects.order_by("unit").values()) == first

        rows = outlook.outlooks(["", KELURAHAN, "nowhere"])
        assert set(rows) == {"", KELURAHAN}
        expected, low, high = rows[KELURAHAN].coming(today)
        assert 19 < expected < 23
        assert low < expected < high
        assert rows[KELURAHAN].score.days == 84
        assert rows[""].coming(today)[0] > expected

    def test_a_forecast_that_is_too_old_says_nothing_of_the_coming_week(self):
        today = clock.local(clock.now()).date()
        days(KELURAHAN, 100, until=today)
        outlook.look_ahead()

        row = outlook.outlooks([KELURAHAN])[KELURAHAN]
        assert row.coming(today + timedelta(days=7)) is not None
        assert row.coming(today + timedelta(days=8)) is None

    def test_after_less_than_four_weeks_there_is_none(self):
        today = clock.local(clock.now()).date()
        days(KELURAHAN, 20, until=today)
        outlook.look_ahead()

        row = outlook.outlooks([KELURAHAN])[KELURAHAN]
        assert (row.days, row.score, row.coming(today)) == ((), None, None)

    def test_an_empty_city_has_none(self):
        assert outlook.look_ahead() == 0
        assert outlook.backtests() == []

    def test_what_was_finished_a_week(self):
        today = clock.local(clock.now()).date()
        days(KELURAHAN, 16, until=today)

        assert outlook.finished_weeks([KELURAHAN, "x"], weeks=3, day=today) == {KELURAHAN: [4, 14, 14], "x": [0, 0, 0]}

    def test_the_command(self):
        today = clock.local(clock.now()).date()
        days(KELURAHAN, 120, until=today)

        [city, unit] = said("--json")
        assert (city["unit"], unit["unit"]) == (None, KELURAHAN)
        assert unit["next_7_days"]["low"] < unit["next_7_days"]["expected"]
        [tested] = said("--backtest", "--unit", KELURAHAN, "--json")
        assert (tested["days"], tested["reports_a_day"]) == (63, 3.0)


def said(*options: str):
    output = io.StringIO()
    call_command("forecast", *options, stdout=output)
    return json.loads(output.getvalue()) if "--json" in options else output.getvalue()


def test_a_history_that_was_taken_over_is_forecast_and_tested(settings, tmp_path, capsys):
    """Baltimore's real requests through `tanggap import`, the consumer, and `tanggap forecast --backtest`."""
    settings.TANGGAP_PACK = ROOT / "packs" / "baltimore"
    settings.TIME_ZONE = "America/New_York"
    call_command("pack", "load", "--yes", verbosity=0)
    shelf.clear_all()
    history = ROOT / "tests" / "data" / "history" / "baltimore-311-2018.csv.gz"
    running.run(history, settings.TANGGAP_PACK / "import.toml", refused_path=tmp_path / "refused.csv")
    cursors.catch_up(workload.CONSUMER)
    with capsys.disabled():
        print("\n" + said("--backtest", "--weeks", "40"))  # noqa: T201
    tested = {row["unit"]: row for row in said("--backtest", "--weeks", "40", "--json")}
    shelf.clear_all()

    for unit in (None, "solid-waste"):
        assert tested[unit]["days"] == 280
        assert tested[unit]["mae"] < 0.9 * tested[unit]["naive_mae"]
        assert tested[unit]["week_mae"] < 0.9 * tested[unit]["naive_week_mae"]
        assert tested[unit]["mase"] < 0.85 * tested[unit]["naive_mase"] < 1

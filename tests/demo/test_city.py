"""A small simulated city, really played: by the product's own actions, marked as one, once, to its end however often it is cut off."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from psycopg.errors import DeadlockDetected
from tests.demo.conftest import every_kind, planned
from tests.factories import make

from tanggap.config.demo import city, planning
from tanggap.config.demo.doing import names
from tanggap.config.demo.lives import Life
from tanggap.config.demo.playing import turns
from tanggap.core import shelf
from tanggap.insight import actions as insight
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SMALL = {"seed": 7, "days": 60, "reports": 16, "until": NOW}


@pytest.fixture(autouse=True)
def _home(settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr("tanggap.config.demo.playing.BATCH", 15)  # so that a small city, too, takes several
    shelf.clear_all()


def fill(**changes: Any) -> city.Filled:
    wanted: dict[str, Any] = {**SMALL, "told": lambda *_: None, "helpers": 0, **changes}
    return city.fill(**wanted)


SWEPT = ("deadlines.breach", "deadlines.escalate", "deadlines.acknowledge", "feedback.archive", "reports.assign")

KINDS = {
    "complete": "reports.change", "coordinate": "reports.coordinate", "disposition": "reports.disposition",
    "start": "reports.start", "ask": "reports.ask", "reject": "reports.reject", "claim": "reports.claim_done",
    "refer": "reports.refer", "hand_back": "reports.hand_back",
    "merge": "triage.merge", "answer": "feedback.answer", "appeal": "feedback.appeal", "reopen": "feedback.reopen",
    "rate": "feedback.rate", "support": "reports.support", "resume": "deadlines.resume", "fail": "verification.reject",
    "send_to_field": "verification.send_to_field", "accept": "verification.accept", "help": "tasks.ask",
    "take_on": "tasks.accept", "turn_down": "tasks.decline", "do_part": "tasks.answer",
}  # fmt: skip


def story() -> list[tuple[object, ...]]:
    """Return everything that people did, in the order of time."""
    rows = Event.objects.exclude(kind__in=SWEPT)
    return sorted(rows.values_list("at", "report__code", "kind", "actor_unit_id", "unit_id"), key=repr)


def said(*arguments: str) -> str:
    output = io.StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def test_cut_off_again_and_again_it_ends_as_if_it_never_had_been(monkeypatch):
    lives = every_kind(planned(reports=200, days=60, until=NOW), until=NOW)
    assert {turn.step.act for turn in turns(lives, NOW) if turn.step} == set(KINDS)
    monkeypatch.setattr(planning, "plan", lambda *_given, **_named: lives)
    cuts = iter([0.2, 0.45, 0.8, 2.0])
    cut = next(cuts)

    def told(share: float, _at: datetime) -> None:
        if share > cut:
            raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            fill(told=told)
        cut = next(cuts)
    fill(told=told)
    pieced = story()

    whole = _expected(lives)
    done = [row[:3] for row in pieced]
    visited = {(at, code) for at, code, kind in done if kind == "verification.send_to_field"}
    lost = [row for row in whole if row not in done and not (row[2] == "verification.accept" and row[:2] in visited)]
    assert (lost, [row for row in whole if done.count(row) > whole.count(row)]) == ([], [])
    assert not Report.objects.filter(state=State.RESOLVED, closed_at__lt=NOW - timedelta(days=15)).exists()


def _expected(lives: list[Life]) -> list[tuple[object, ...]]:
    """Return what the plan says that people do."""
    code = {life.number: names(life)[0] for life in lives}
    rows: list[tuple[object, ...]] = []
    for turn in turns(lives, NOW):
        kind = KINDS[turn.step.act] if turn.step else "intake.accept"
        rows.append((turn.at, code[turn.life.number], kind))
        if kind == "triage.merge" and turn.step:
            rows.append((turn.at, code[turn.step.facts["parent"]], "triage.adopt"))
    return sorted(rows, key=repr)


def test_what_somebody_takes_over_meanwhile_is_left_to_them():
    """A visitor rejects a simulated report while the story is still being played; its officer finds it changed and lets it be."""
    done: list[str] = []

    def told(share: float, _at: datetime) -> None:
        if not done and share > 0.5:
            report = Report.objects.filter(state=State.IN_PROGRESS).order_by("id").first()
            assert report is not None
            other = make.staff(of=report.unit_id)
            reports.coordinate(code=report.code, version=report.version, by=other, unit="jsc-intake", message="Diambil")
            done.append(report.code)

    filled = fill(told=told)
    assert filled.left_to_others == 1
    report = Report.objects.get(code=done[0])
    assert make.events(report)[-1] in {
        "reports.coordinate", "deadlines.breach", "deadlines.escalate", "deadlines.acknowledge", "reports.support",
    }  # fmt: skip


def test_a_batch_that_fell_to_a_deadlock_is_played_once_more(monkeypatch):
    """A batch holds many reports, and the worker comes by them in another order: PostgreSQL ends one of the two."""
    reached, fallen = insight.simulation_reached, []

    def reached_or_fallen(*, steps: int) -> None:
        if steps > 15 and not fallen:
            fallen.append(steps)
            raise OperationalError from DeadlockDetected()
        reached(steps=steps)

    monkeypatch.setattr(insight, "simulation_reached", reached_or_fallen)
    filled = fill()
    assert (len(fallen), filled.left_to_others, Report.objects.count()) == (1, 0, 16)


def test_a_real_city_is_never_filled():
    make.report()
    with pytest.raises(CommandError, match="reports of its own"):
        said("--reports", "5")
    assert Report.objects.count() == 1


def test_too_much_is_refused():
    with pytest.raises(CommandError, match="Between 1 and"):
        said("--reports", "0")

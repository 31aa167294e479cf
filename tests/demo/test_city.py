"""A small simulated city, really played: by the product's own actions, marked as one, once, to its end however often it is cut off."""

import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.demo.conftest import planned
from tests.factories import make

from tanggap.agencies import queries as agencies
from tanggap.agencies import sharing
from tanggap.agencies.models import Membership, Staff
from tanggap.agencies.words import AssignmentRule, Role, Standing
from tanggap.catalog.models import UnitAnswer
from tanggap.config.consumers import CONSUMERS
from tanggap.config.demo import city, people
from tanggap.config.demo.doing import names
from tanggap.config.demo.playing import turns
from tanggap.config.demo.scenes.taking import take
from tanggap.core import clock, cursors, shelf
from tanggap.insight import queries as insight
from tanggap.insight import register, team
from tanggap.insight.models import Outlook, Tally
from tanggap.notify.models import OutboundMessage
from tanggap.reports import actions as reports
from tanggap.reports.models import BatchItem, Event, Handover, Photo, Report, Task, Watch
from tanggap.reports.models.identity import Identity
from tanggap.reports.words import OPEN_TASK, PhotoRole, State, TaskState
from tanggap.verification.models import Check

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SMALL = {"seed": 7, "days": 60, "reports": 90, "until": NOW}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    shelf.clear_all()


def fill(**changes: Any) -> city.Filled:
    wanted: dict[str, Any] = {**SMALL, "told": lambda *_: None, "helpers": 0, **changes}
    return city.fill(**wanted)


SWEPT = ("deadlines.breach", "deadlines.escalate", "deadlines.acknowledge", "feedback.archive", "reports.assign")


def story() -> list[tuple[object, ...]]:
    """Return everything that people did, in the order of time."""
    rows = Event.objects.exclude(kind__in=SWEPT)
    return sorted(rows.values_list("at", "report__code", "kind", "actor_unit_id", "unit_id"), key=repr)


def said(*arguments: str) -> str:
    output = io.StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def test_a_city_is_filled_by_the_products_own_actions():
    filled = fill()

    made, kinds = Report.objects.all(), Counter(Event.objects.values_list("kind", flat=True))
    assert (filled.reports, filled.left_to_others, made.count()) == (90, 0, 90)
    assert set(made.values_list("origin", flat=True)) == {"demo"}
    assert {
        "reports.coordinate",
        "reports.claim_done",
        "verification.accept",
        "feedback.rate",
        "deadlines.breach",
        "deadlines.escalate",
        "deadlines.acknowledge",
    } <= set(kinds)
    assert kinds["verification.accept"] > 50
    assert made.filter(state=State.ARCHIVED).exists()
    assert Event.objects.filter(at__gt=NOW).count() == 0
    assert Event.objects.filter(at__lt=NOW - timedelta(days=60)).count() == 0


def test_it_is_marked_counted_told_and_never_written_to():
    fill()

    shelf.clear_all()
    simulation = insight.simulation()
    assert simulation is not None
    assert (simulation.seed, simulation.reports, simulation.finished_at is not None) == (7, 90, True)
    assert all(cursors.progress(consumer).waiting == 0 for consumer in CONSUMERS.values())
    assert Tally.objects.count() == 90
    assert set(OutboundMessage.objects.values_list("way", "state")) == {("page", "none")}
    assert Identity.objects.exclude(phone_index=None).count() == 0


def test_its_teams_have_rules_absences_and_competencies_of_which_some_end_soon():
    fill()
    shelf.clear_all()

    gebang = "kel-31.75.06.1005"
    with clock.at(NOW):
        chief = Staff.objects.get(username="lurah.pulogebang")
        [row] = team.units(chief, unit=gebang).rows
        standings = register.counts([gebang])
    assert sharing.rule_of(gebang) == AssignmentRule.LEAST_LOAD
    assert [one.member.username for one in row.officers if one.away] == [f"sim.{gebang}.rekan2"]
    assert any(one.is_blocked for one in row.officers)
    assert standings[Standing.VALID] > 10
    assert register.counts(None)[Standing.EXPIRING] > 20
    waiting = Report.objects.filter(unit=gebang, state__in=["received", "in_progress"], assignee=None)
    assert waiting.count() == 0
    assert Outlook.objects.filter(unit="").exists()


def test_the_last_shift_left_a_note_that_names_a_colleague_a_follower_and_a_hand_over():
    fill(reports=400)
    named = Event.objects.filter(kind="reports.note", payload__has_key="mentions")

    assert named.exists()
    late = set(BatchItem.objects.values_list("report", flat=True))  # what supervisors follow, many at once
    assert set(Watch.objects.values_list("report", flat=True)) == set(named.values_list("report", flat=True)) | late
    assert Handover.objects.filter(acknowledged_at__isnull=True).count() == named.count()
    assert UnitAnswer.objects.exists()


def test_partners_are_asked_for_parts_and_some_wait_for_their_answer():
    fill(reports=400)

    states = set(Task.objects.values_list("state", flat=True))
    pln = Staff.objects.get(username="mitra.pln")
    assert {TaskState.ANSWERED, TaskState.DECLINED} <= states
    assert Task.objects.filter(report__state__in=["resolved", "archived"], state__in=sorted(OPEN_TASK)).count() == 0
    assert agencies.roles(pln) == {Role.PARTNER}


def test_photos_are_there_and_only_fakes_use_one_twice():
    fill(reports=60)

    photos = list(Photo.objects.all())
    roles = {photo.role for photo in photos}
    assert roles - {PhotoRole.TASK} == {PhotoRole.BEFORE, PhotoRole.AFTER, PhotoRole.CHECK}
    again = [sha256 for sha256, times in Counter(photo.sha256 for photo in photos).items() if times > 1]
    for sha256 in again:
        of = [photo for photo in photos if photo.sha256 == sha256]
        assert {photo.role for photo in of} == {PhotoRole.BEFORE, PhotoRole.AFTER}
        assert len({photo.report_id for photo in of}) == 1


def test_no_closure_without_an_independent_check():
    fill(reports=60)

    for closure in Event.objects.filter(door="verification.accept"):
        checks = Check.objects.filter(report=closure.report_id, passed=True, verifier=closure.actor_staff_id)
        worked = Event.objects.filter(report=closure.report_id, door__startswith="reports.")
        assert checks.exists()
        assert closure.actor_unit_id not in set(worked.values_list("actor_unit_id", flat=True))


def test_the_accounts_are_written_for_the_owner_alone(settings):
    fill(reports=5, days=5)

    path = settings.HOME / people.FILE
    rows = json.loads(path.read_bytes())
    assert path.stat().st_mode & 0o777 == 0o600
    assert {"username", "password", "role", "unit"} == set(rows[0])
    assert {row["role"] for row in rows} == {
        "operator",
        "intake",
        "officer",
        "supervisor",
        "validator",
        "leader",
        "analyst",
        "partner",
    }
    for row in rows:
        person = Staff.objects.get(username=row["username"])
        assert person.check_password(row["password"])
        assert Membership.objects.filter(staff=person, role=row["role"], unit=row["unit"]).exists()


def test_nobody_else_of_the_simulated_staff_can_log_in(settings):
    fill(reports=5, days=5)

    named = {row["username"] for row in json.loads((settings.HOME / people.FILE).read_bytes())}
    others = Staff.objects.exclude(username__in=named)
    assert others.count() > 300
    assert not any(person.has_usable_password() for person in others)


def test_the_same_seed_fills_the_same_city():
    fill(reports=25, days=20)
    codes = set(Report.objects.values_list("code", "text", "received_at"))

    lives = planned(reports=25, days=20, until=NOW)
    assert {(code, text) for code, text, _ in codes} == {(names(life)[0], life.text) for life in lives}


def test_cut_off_again_and_again_it_ends_as_if_it_never_had_been():
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

    whole = _expected()
    assert [row[:3] for row in pieced] == whole
    assert not Report.objects.filter(state=State.RESOLVED, closed_at__lt=NOW - timedelta(days=15)).exists()


def _expected() -> list[tuple[object, ...]]:
    """Return what the plan says that people do."""
    kinds = {
        "complete": "reports.change", "coordinate": "reports.coordinate", "disposition": "reports.disposition",
        "start": "reports.start", "ask": "reports.ask", "reject": "reports.reject", "claim": "reports.claim_done",
        "refer": "reports.refer", "hand_back": "reports.hand_back",
        "merge": "triage.merge", "answer": "feedback.answer", "appeal": "feedback.appeal", "reopen": "feedback.reopen",
        "rate": "feedback.rate", "support": "reports.support", "resume": "deadlines.resume", "fail": "verification.reject",
        "send_to_field": "verification.send_to_field", "accept": "verification.accept", "help": "tasks.ask",
        "take_on": "tasks.accept", "turn_down": "tasks.decline", "do_part": "tasks.answer",
    }  # fmt: skip
    lives = planned(reports=90, days=60, until=NOW)
    code = {life.number: names(life)[0] for life in lives}
    rows: list[tuple[object, ...]] = []
    for turn in turns(lives, NOW):
        kind = kinds[turn.step.act] if turn.step else "intake.accept"
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


def test_a_real_city_is_never_filled():
    make.report()
    with pytest.raises(CommandError, match="reports of its own"):
        said("--reports", "5")
    assert Report.objects.count() == 1


def test_a_second_call_says_so_and_adds_nothing():
    fill(reports=5, days=5)
    shelf.clear_all()
    assert "This city has its simulation already: 5 reports" in said()
    assert json.loads(said("--json"))["filled"] is False
    assert Report.objects.count() == 5


def test_the_command_shows_how_far_it_is(monkeypatch):
    monkeypatch.setattr(city, "_helpers", lambda: 0)
    lines = said("--reports", "30", "--days", "20", "--now", "2026-11-25T16:00").splitlines()
    assert any(line.startswith("100%") for line in lines)
    assert "is filled with 30 simulated reports" in lines[-1]


def test_a_start_that_was_cut_off_is_gone_on_with(monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        fill(reports=10, days=10, told=_cut)
    monkeypatch.setattr(city, "_helpers", lambda: 0)
    shelf.clear_all()
    assert "it goes on from there" in said("--reports", "999")
    assert Report.objects.count() == 10


def _cut(_share: float, _at: datetime) -> None:
    raise KeyboardInterrupt


def test_a_lost_file_of_accounts_is_made_again(settings):
    with pytest.raises(KeyboardInterrupt):
        fill(reports=70, days=10, told=_cut)
    (settings.HOME / people.FILE).unlink()
    fill(reports=70, days=10)
    rows = json.loads((settings.HOME / people.FILE).read_bytes())
    assert all(Staff.objects.get(username=row["username"]).check_password(row["password"]) for row in rows)


def test_too_much_is_refused():
    with pytest.raises(CommandError, match="Between 1 and"):
        said("--reports", "0")


def test_helpers_draw_the_same_pictures():
    fill(reports=20, days=15, helpers=1)
    drawn = {photo.sha256 for photo in Photo.objects.all()}
    shots = [shot for turn in turns(planned(reports=20, days=15, until=NOW), NOW) for shot in turn.photos]
    assert drawn == {take(shot)[0].sha256 for shot in shots}

"""Random histories: whatever people try, in whatever order, the promises of the lifecycle hold (promises.md P13)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.factories import make
from tests.fixtures import undone

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff, Unit
from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.reports import actions as reports
from tanggap.reports.access import handled_by
from tanggap.reports.lifecycle import CLAIMS, doors_from
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Upload
from tanggap.reports.queries import hands
from tanggap.reports.words import DECIDABLE, OPEN, PENDING, State
from tanggap.triage import actions as triage
from tanggap.verification import actions as verification
from tanggap.verification.models import Check

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ACT_OF = {
    "reports.coordinate": "coordinate",
    "reports.start": "start",
    "reports.ask": "ask",
    "feedback.answer": "answer",
    "deadlines.resume": "sweep",
    "reports.change": "change",
    "reports.hand_back": "hand_back",
    "reports.decide": "decide",
    "reports.reject": "reject",
    "reports.refer": "refer",
    "reports.give_up": "give_up",
    "feedback.appeal": "appeal",
    "triage.merge": "merge",
    "triage.unmerge": "unmerge",
    "reports.claim_done": "claim",
    "planning.admit": "plan",
    "planning.return": "unplan",
    "planning.build": "build",
    "verification.send_to_field": "send",
    "verification.reject": "refuse_result",
    "verification.accept": "accept",
    "feedback.reopen": "reopen",
    "feedback.archive": "sweep",
}
OTHER_ACTS = ("support", "rate", "assign", "note", "sweep")
minutes = st.integers(0, 60 * 24 * 10)
who = st.integers(0, 3)
onward = st.tuples(st.integers(0, 20), st.just(1), minutes, st.just(0))
anyhow = st.tuples(st.sampled_from([*sorted(set(ACT_OF.values())), *OTHER_ACTS]), who, minutes, st.integers(-1, 1))
history = st.lists(st.one_of(onward, onward, anyhow), min_size=6, max_size=25)


def newcomers() -> tuple[list[Unit], list[Staff]]:
    """Return four units and somebody of each who may do everything."""
    kinds = (UnitKind.BRANCH, UnitKind.AGENCY, UnitKind.VERIFIER, UnitKind.VERIFIER)
    units = [make.unit(kind=kind) for kind in kinds]
    return units, [make.staff(of=unit, role=(Role.OFFICER, Role.VALIDATOR)) for unit in units]


class World:
    """A few units and people, new ones or `known`, who try things with two reports."""

    def __init__(self, known: tuple[list[Unit], list[Staff]] | None = None) -> None:
        units, people = known or newcomers()
        self.units, self.people = list(units), list(people)
        self.report = make.report(category="sampah")
        self.other = make.report(category="sampah")
        self.people.append(make.staff(of=self.report.unit_id, role=Role.OFFICER))
        self.photo = [Upload(make.photo(1))]

    def onward(self, choice: int) -> str:
        """Return the name of an act that the lifecycle allows now."""
        acts = [
            ACT_OF[move.door] for move in doors_from(Report.objects.get(pk=self.report.pk).state) if move.door in ACT_OF
        ]
        return acts[choice % len(acts)] if acts else "support"

    def act(self, name: str, who: int, drift: int) -> None:
        report = Report.objects.get(pk=self.report.pk)
        holder = next((p for p in self.people if p.unit_id == report.unit_id), self.people[who])
        person = holder if who % 2 else self.people[who]
        checker = next((p for p in self.people if p.unit_id == report.verifier_id), None) or make.staff(
            of=report.verifier_id or self.units[2], role=Role.VALIDATOR
        )
        verifier = checker if who % 2 else self.people[who]
        chief = make.staff(of=report.unit_id, role=Role.SUPERVISOR) if name == "give_up" else person
        common: dict[str, Any] = {"code": report.code, "version": report.version + drift}
        own: dict[str, Any] = {"code": report.code, "token": make.token(report)}
        doing = {
            "coordinate": lambda: reports.coordinate(**common, by=person, unit=self.units[who].code, message="Mohon"),
            "start": lambda: reports.start(**common, by=person),
            "ask": lambda: reports.ask(**common, by=person, question="Di mana?"),
            "answer": lambda: feedback.answer(**own, answer="Di sini"),
            "claim": lambda: reports.claim_done(**common, by=person, message="Selesai", photos=self.photo),
            "plan": lambda: make.plan(report),
            "unplan": lambda: make.unplan(report),
            "build": lambda: make.build(report, person, version=report.version + drift),
            "accept": lambda: verification.accept(
                **common, verifier=verifier, checklist=make.checklist(report), photos=self.photo
            ),
            "send": lambda: verification.send_to_field(**common, verifier=verifier, checklist={}),
            "refuse_result": lambda: verification.reject(**common, verifier=verifier, message="Belum"),
            "reject": lambda: reports.reject(**common, by=person, reason="abuse", message="Tidak sopan"),
            "change": lambda: reports.change(**common, by=person, unit=self.units[who].code, message="Salah unit"),
            "hand_back": lambda: reports.hand_back(
                **common, by=person, unit=self.units[0].code if who == 1 else "", message="Bukan tugas kami"
            ),
            "decide": lambda: reports.decide(**common, by=person, unit=self.units[who].code, message="Tugasnya"),
            "refer": lambda: reports.refer(**common, by=person, body="pln", message="Hubungi PLN"),
            "give_up": lambda: reports.give_up(**common, by=chief, reason="no_power", message="Tidak berwenang"),
            "appeal": lambda: feedback.appeal(**own, message="Sopan kok"),
            "reopen": lambda: feedback.reopen(**own, message="Masih ada"),
            "merge": lambda: triage.merge(**common, by=person, parent=self.other.code),
            "unmerge": lambda: triage.unmerge(**common, by=person),
            "support": lambda: reports.support(code=report.code, person=str(who)),
            "rate": lambda: feedback.rate(**own, score=who + 1),
            "assign": lambda: reports.assign(**common, by=person, assignee=person.username),
            "note": lambda: reports.note(code=report.code, by=person, note="catatan"),
            "sweep": lambda: (deadlines.note_breaches(), deadlines.resume_unanswered(), feedback.archive_due()),
        }
        doing[name]()


def check_promises(report: Report) -> None:
    events = list(Event.objects.filter(report=report).order_by("version"))
    assert [event.version for event in events] == list(range(1, report.version + 1))
    assert (events[-1].state_after, events[-1].unit_id) == (report.state, report.unit_id)
    assert report.state not in OPEN or agencies.unit(report.unit_id) is not None
    assert not report.awaits_decision or report.state in DECIDABLE
    told = hands.of_report(report.pk, now=events[-1].at)
    assert told.total <= (events[-1].at - events[0].at) // timedelta(minutes=1)
    assert all(later.state_before == sooner.state_after for sooner, later in pairwise(events))
    assert all(later.at >= sooner.at for sooner, later in pairwise(events))
    assert (report.closed_at is None) == (report.state in PENDING)
    assert report.answer_due_at > report.received_at
    assert report.resolve_due_at > report.received_at
    for one in events:
        if one.state_after == State.RESOLVED and one.door == "verification.accept":
            check_closure(report, one, events)


def check_closure(report: Report, closure: Event, events: list[Event]) -> None:
    claim = [event for event in events if event.door in CLAIMS and event.version < closure.version][-1]
    passed = Check.objects.filter(report=report, claim_version=claim.version, passed=True)
    assert passed.filter(verifier=closure.actor_staff_id).exists()
    assert closure.actor_staff_id != claim.actor_staff_id
    before = [event for event in events if event.version < closure.version]
    assert closure.actor_unit_id not in {event.unit_id for event in before}
    worked = [e for e in before if (e.door or "").startswith("reports.") or e.door in CLAIMS]
    assert closure.actor_unit_id not in {e.actor_unit_id for e in worked}


@pytest.fixture
def known(db) -> tuple[list[Unit], list[Staff]]:
    """Return who is there in every history: to make them anew, and the shelves with them, is most of what a short one costs."""
    with clock.at(START):
        return newcomers()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=history)
def test_no_history_breaks_a_promise(known, acts):
    with undone():
        with clock.at(START):
            world = World(known)
        live(world, acts)


def live(world: World, acts: list[tuple[Any, ...]]) -> None:
    """Let everybody try what a history says, and hold what came of it to the promises."""
    at, refused = START, 0
    for name, who, minutes, drift in acts:
        at += timedelta(minutes=minutes)
        before = Event.objects.count()
        with clock.at(at):
            try:
                world.act(name if isinstance(name, str) else world.onward(name), who, drift)
            except Refusal:
                refused += 1
                assert Event.objects.count() == before
    for report in Report.objects.filter(pk__in=[world.report.pk, world.other.pk]):
        check_promises(report)
        event(f"ended {report.state}")
        assert not handled_by("nobody", report.pk)

"""Every state × every door, walked with the real actions: what the table allows happens, the rest writes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from tests.factories import make

from tanggap.agencies.models import Unit
from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.feedback import deciders
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports import actors, lifecycle, transitions
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.triage import actions as triage
from tanggap.verification import actions as verification

pytestmark = pytest.mark.django_db

INTAKE_DOORS = {
    "intake.accept",
    "intake.import_open",
    "intake.import_closed",
}  # they begin a report, tests/intake walks them


def officer(report: Report):
    return make.staff(of=report.unit_id, role=Role.OFFICER)


def validator(report: Report):
    return make.staff(of=report.verifier_id or make.unit(kind=UnitKind.VERIFIER), role=Role.VALIDATOR)


def _branch_of(report: Report) -> str:
    agency = Unit.objects.get(code=report.unit_id)
    return make.unit(parent=agency.code).code


def _send(report: Report, person) -> None:
    verification.send_to_field(
        code=report.code, version=report.version, verifier=person, checklist=make.checklist(report)
    )


def _accept(report: Report) -> None:
    person = validator(report)
    if report.field_required and report.state == State.AWAITING_VALIDATION:
        _send(report, person)
        report.refresh_from_db()
    verification.accept(
        code=report.code,
        version=report.version,
        verifier=person,
        checklist=make.checklist(report),
        photos=[Upload(make.photo())],
    )


def _much_later(sweep: Callable[[], int]) -> None:
    with clock.at(clock.now() + timedelta(days=city().feedback_days + city().answer_wait_days + 1)):
        sweep()


DOING: dict[str, Callable[[Report], object]] = {
    "reports.coordinate": lambda r: reports.coordinate(
        code=r.code, version=r.version, by=officer(r), unit=make.unit().code, message="Mohon"
    ),
    "reports.disposition": lambda r: reports.disposition(
        code=r.code, version=r.version, by=officer(r), unit=_branch_of(r), message="Kerjakan"
    ),
    "reports.start": lambda r: reports.start(code=r.code, version=r.version, by=officer(r)),
    "reports.ask": lambda r: reports.ask(code=r.code, version=r.version, by=officer(r), question="Di mana?"),
    "feedback.answer": lambda r: feedback.answer(code=r.code, token=make.token(r), answer="Di sini"),
    "deadlines.resume": lambda r: _much_later(deadlines.resume_unanswered),
    "reports.change": lambda r: reports.change(
        code=r.code, version=r.version, by=officer(r), unit=make.unit().code, message="Salah unit"
    ),
    "reports.hand_back": lambda r: _hand_back(r, make.unit().code),
    "reports.decide": lambda r: _decide(r),
    "reports.refer": lambda r: reports.refer(
        code=r.code, version=r.version, by=officer(r), body="pln", message="Hubungi PLN"
    ),
    "reports.give_up": lambda r: reports.give_up(
        code=r.code,
        version=r.version,
        by=make.staff(of=r.unit_id, role=Role.SUPERVISOR),
        reason="no_power",
        message="Tanah negara lain",
    ),
    "reports.reject": lambda r: reports.reject(
        code=r.code, version=r.version, by=officer(r), reason="outside", message="Di luar kota"
    ),
    "feedback.appeal": lambda r: feedback.appeal(code=r.code, token=make.token(r), message="Bukan di luar kota"),
    "triage.merge": lambda r: triage.merge(
        code=r.code, version=r.version, by=officer(r), parent=make.report(category="sampah").code
    ),
    "triage.unmerge": lambda r: triage.unmerge(code=r.code, version=r.version, by=officer(r)),
    "reports.claim_done": lambda r: reports.claim_done(
        code=r.code, version=r.version, by=officer(r), message="Selesai", photos=[Upload(make.photo())]
    ),
    "planning.admit": lambda r: make.plan(r),  # these three with a proposal: tests/planning
    "planning.return": lambda r: make.unplan(r),
    "planning.build": lambda r: make.build(r, officer(r)),
    "verification.send_to_field": lambda r: _send(r, validator(r)),
    "verification.reject": lambda r: verification.reject(
        code=r.code, version=r.version, verifier=validator(r), message="Belum"
    ),
    "verification.accept": _accept,
    "reports.contest": lambda r: reports.contest(
        code=r.code, version=r.version, by=officer(r), message="Lampu sudah menyala, foto terlampir"
    ),
    "feedback.reopen": lambda r: feedback.reopen(code=r.code, token=make.token(r), message="Masih rusak"),
    "feedback.grant_reopen": lambda r: _grant(r),
    "feedback.archive": lambda r: _much_later(feedback.archive_due),
}


def _grant(report: Report) -> None:
    """Let the unit above open a report again whose problem was reported a second time."""
    mark = {"repeat": "JK-0000-0000-000", "days": 1, "metres": 1}
    transitions.record(report, kind="triage.repeat_found", by=actors.SYSTEM, at=clock.now(), payload=mark)
    above = make.staff(of=deciders.unit_for(report), role=Role.SUPERVISOR)
    feedback.grant_reopen(code=report.code, version=report.version, by=above, message="Terulang")


def _hand_back(report: Report, unit: str) -> None:
    reports.hand_back(
        code=report.code, version=report.version, by=officer(report), unit=unit, message="Bukan tugas kami"
    )


def _decide(report: Report) -> None:
    """Decide, after the report was handed back to its decider where that can be done."""
    if report.state == State.COORDINATING:
        _hand_back(report, "")
        report.refresh_from_db()
    reports.decide(
        code=report.code, version=report.version, by=officer(report), unit=make.unit().code, message="Tugasnya"
    )


class _Undo(Exception):
    pass


def test_every_door_of_the_table_is_walked():
    assert set(DOING) | INTAKE_DOORS == set(lifecycle.DOORS)


@pytest.mark.parametrize("state", list(State))
def test_from_each_state_exactly_the_doors_of_the_table_open(state):
    report = make.report(state=state)
    opened = set()
    for door, act in DOING.items():
        before = Event.objects.filter(report=report).count()
        try:
            with transaction.atomic():
                act(Report.objects.get(pk=report.pk))
                last = Event.objects.filter(report=report).order_by("version").last()
                if last.door == door and last.version > before:
                    opened.add(door)
                raise _Undo
        except _Undo:
            pass
        except Refusal:
            assert Event.objects.filter(report=report).count() == before

    assert opened == {move.door for move in lifecycle.MOVES if state in move.source}


def test_a_move_leaves_report_and_event_saying_the_same():
    report = make.report(state=State.IN_PROGRESS)

    last = Event.objects.filter(report=report).latest("version")

    assert (last.version, last.state_after, last.unit_id) == (report.version, report.state, report.unit_id)


def test_a_stale_version_is_refused_and_writes_nothing():
    report = make.report()
    person = officer(report)
    reports.start(code=report.code, version=1, by=person)

    with pytest.raises(transitions.Stale):
        reports.coordinate(code=report.code, version=1, by=person, unit=make.unit().code, message="Mohon")

    assert make.events(report) == ["intake.accept", "reports.start"]


def test_a_quiet_event_does_not_make_an_open_page_stale():
    report = make.report()
    reports.support(code=report.code, person="somebody")

    reports.start(code=report.code, version=1, by=officer(report))

    assert make.events(report) == ["intake.accept", "reports.support", "reports.start"]


def test_an_officer_of_another_unit_is_refused_by_name_of_the_unit():
    report = make.report()

    with pytest.raises(transitions.NotYours) as refusal:
        reports.start(code=report.code, version=1, by=make.staff(of=make.unit()))

    assert "Pulo Gebang" in str(refusal.value)
    assert make.events(report) == ["intake.accept"]

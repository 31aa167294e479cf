"""A report in the yearly planning: nobody's desk has it, it is not closed, and nothing gets better by its waiting."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import LITTER, make

from tanggap.agencies import units
from tanggap.agencies.words import Role
from tanggap.core import clock, shelf
from tanggap.core.refusal import Invalid
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.feedback import queries as own
from tanggap.feedback.actions.own import PlanStands
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports import transitions
from tanggap.reports.actions.handling import claim
from tanggap.reports.actors import REPORTER
from tanggap.reports.models import Report
from tanggap.reports.queries import desk, hands, public
from tanggap.reports.queries.public.requests import Sought, requests
from tanggap.reports.words import State
from tanggap.triage import actions as triage

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)


def planned(**how) -> Report:
    return make.report(**{"state": State.PLANNED, "category": LITTER, "at": NOON, **how})


def now(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def returned(report: Report, at: datetime) -> Report:
    with clock.at(at):
        make.unplan(report)
    return now(report)


def object_to(report: Report, **how):
    return feedback.appeal(
        code=report.code, **{"token": make.token(report), "message": "Cukup tambal, tidak perlu anggaran", **how}
    )


class TestItsClock:
    def test_stands_still_and_goes_on_from_where_it_stood(self):
        """Were it given a new limit, a unit could gain time by parking what is late."""
        waits, asks = planned(), make.report(state=State.AWAITING_REPORTER, category=LITTER, at=NOON)
        with clock.at(NOON + 400 * A_DAY):
            feedback.answer(code=asks.code, token=make.token(asks), answer="Di sisi timur")

        back = returned(waits, NOON + 400 * A_DAY)

        assert back.paused_at is None
        assert back.resolve_due_at == now(asks).resolve_due_at
        assert back.paused_seconds == 400 * A_DAY.total_seconds()

    def test_breaks_no_promise_meanwhile_and_what_was_late_stays_late(self):
        report = make.report(state=State.IN_PROGRESS, category=LITTER, at=NOON)
        late = NOON + 200 * A_DAY
        with clock.at(late):
            deadlines.note_breaches()
            broken = now(report).breached
            make.plan(report)
        waits = planned(at=late)
        with clock.at(late + 900 * A_DAY):
            deadlines.note_breaches()

        assert make.events(waits)[-1] == "planning.admit"
        assert broken
        assert (now(report).breached, now(waits).breached) == (broken, 0)

    def test_lets_no_rung_of_its_ladder_be_reached(self):
        assert planned().next_step_at is None


def test_it_is_first_answered_by_being_taken_in():
    assert now(planned()).answered_at == NOON


def test_the_time_is_on_its_units_account_as_waiting_for_the_planning():
    report = planned()

    (account,) = hands.of_report(report.pk, now=NOON + A_DAY).accounts

    assert (account.unit, account.minutes) == (report.unit_id, {"plan": 24 * 60, "working": 0})


class TestTheDesk:
    def test_has_it_in_a_view_of_its_own_and_not_among_its_open_reports(self):
        report = planned()
        officer = make.staff(of=report.unit_id)

        counts = desk.counts(officer, now=NOON)

        assert (counts["planned"].number, counts["unit"].number) == (1, 0)
        assert [row.code for row in desk.listed(officer, view="planned", wanted=desk.DeskFilter(), now=NOON).rows] == [
            report.code
        ]

    def test_finds_those_of_its_units_by_an_index(self):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "EXPLAIN SELECT id FROM reports_report WHERE state = 'planned' AND unit_id = ANY(ARRAY['x'])"
            )
            assert "reports_planned" in "\n".join(line for (line,) in cursor.fetchall())

    def test_can_do_nothing_of_the_daily_work_with_it(self):
        report = planned()
        officer = make.staff(of=report.unit_id)

        with pytest.raises(transitions.NotPossible):
            reports.start(code=report.code, version=report.version, by=officer)
        with pytest.raises(transitions.NotPossible):
            reports.change(code=report.code, version=report.version, by=officer, message="x", category="pohon")


class TestThePublic:
    def test_has_it_among_the_reports_that_are_open(self):
        report = planned()

        assert public.report(report.code).is_open
        assert [row.code for row in public.listed(public.Filter(is_open=True)).rows] == [report.code]
        assert not public.listed(public.Filter(is_open=False)).rows
        assert [row.code for row in requests(Sought(is_open=True), limit=5).rows] == [report.code]

    def test_can_stand_behind_it(self):
        assert reports.support(code=planned().code, person="somebody") == 1

    def test_can_join_it(self):
        parent, child = planned(), make.report(category=LITTER)

        triage.merge(code=child.code, version=1, by=make.staff(of=child.unit_id), parent=parent.code)

        assert (now(child).state, now(parent).state, now(parent).supporters) == (State.MERGED, State.PLANNED, 1)


class TestAUnitThatEnds:
    def test_leaves_what_it_has_in_the_planning_to_its_heir(self):
        unit, heir = make.unit(), make.unit()
        report = planned(handled_by=unit)
        units.close_unit(by=None, unit=unit.code, into=heir.code, reason="Reorganisasi")
        shelf.clear_all()

        reports.move_on()

        assert (now(report).unit_id, now(report).state) == (heir.code, State.PLANNED)

    def test_cannot_be_switched_off_while_it_has_something_there(self):
        unit = make.unit()
        planned(handled_by=unit)

        unit.is_active = False
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            unit.save()

        assert transitions.refused_by(refusal.value) == "agencies_unit_keeps_its_reports"


class TestTheReporterObjects:
    def test_and_the_intake_desk_looks_at_it_anew_with_the_clock_running(self):
        report = planned()
        due = report.resolve_due_at

        with clock.at(NOON + A_DAY):
            object_to(report)

        back = now(report)
        assert (back.state, back.unit_id, back.assignee) == (State.COORDINATING, city().intake_unit, None)
        assert (back.paused_at, back.paused_seconds) == (None, A_DAY.total_seconds())
        assert due < back.resolve_due_at <= due + 4 * A_DAY

    def test_and_everybody_reads_against_what_but_not_the_words(self):
        report = planned()
        with clock.at(NOON + A_DAY):
            object_to(report)

        last = public.report(report.code).timeline[-1]

        assert (last.kind, last.message) == ("feedback.appeal", "")
        assert last.label in {
            "The reporter objected to waiting for the yearly planning",
            "Pelapor keberatan menunggu perencanaan tahunan",
        }

    def test_within_the_time_in_which_a_closure_is_judged(self):
        report = planned()
        with clock.at(NOON + timedelta(days=city().feedback_days)):
            assert own.own(report.code, token=make.token(report)).can_appeal
        with clock.at(NOON + timedelta(days=city().feedback_days, seconds=1)):
            assert not own.own(report.code, token=make.token(report)).can_appeal
            with pytest.raises(PlanStands):
                object_to(report)

    def test_once(self):
        report = planned()
        with clock.at(NOON + A_DAY):
            object_to(report)
            make.plan(report)
            assert not own.own(report.code, token=make.token(report)).can_appeal
            with pytest.raises(PlanStands):
                object_to(report)

        assert now(report).state == State.PLANNED

    def test_once_says_the_database_too(self):
        report = planned()
        with clock.at(NOON + A_DAY):
            object_to(report)
            make.plan(report)
            row = now(report)
            with pytest.raises(IntegrityError) as refusal, transaction.atomic():
                transitions.take(row, door="feedback.appeal", by=REPORTER, at=clock.now(), payload={"message": "Lagi"})

        assert transitions.refused_by(refusal.value) == "reports_event_objected_once"


class TestWhatWasBuilt:
    def test_is_checked_like_any_claim_by_somebody_who_did_not_build_it(self):
        report = planned()
        builder = make.staff(of=report.unit_id, role=(Role.OFFICER, Role.VALIDATOR))
        with clock.at(NOON + 300 * A_DAY):
            make.build(report, builder)

        claimed = now(report)
        assert (claimed.state, claimed.claim_version) == (State.AWAITING_VALIDATION, claimed.version)
        assert claimed.verifier_id not in {None, report.unit_id}

    def test_needs_the_photos_that_its_category_asks_for(self):
        report = planned()
        row = now(report)

        with pytest.raises(Invalid), transaction.atomic():
            claim(row, door="planning.build", by=make.staff(of=report.unit_id), at=NOON, taken=[], facts={})

        assert now(report).state == State.PLANNED

"""Every report ends as what it is: refused, referred, unsolvable, part of another, solved; each without a solution can be appealed."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.catalog.bodies import bodies, body
from tanggap.core import clock, cursors
from tanggap.core.refusal import Invalid, NotAllowed
from tanggap.feedback import actions as feedback
from tanggap.feedback import queries as own
from tanggap.insight.consumer import CONSUMER
from tanggap.insight.models import Cell
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports import transitions
from tanggap.reports.models import Event, Report
from tanggap.reports.queries import public
from tanggap.reports.words import REFUSABLE, UNDONE, Outcome, RejectReason, State
from tanggap.web.public import words

pytestmark = pytest.mark.django_db
UNDONE_ENDS = {State.REJECTED: Outcome.REFUSED, State.REFERRED: Outcome.REFERRED, State.UNSOLVED: Outcome.UNSOLVED}


def last(report: Report) -> Event:
    return Event.objects.filter(report=report).latest("version")


def refer(report: Report, **given) -> Event:
    given = {"body": "pln", "message": "Hubungi PLN", **given}
    return reports.refer(code=report.code, version=1, by=make.staff(of=report.unit_id), **given)


def test_every_end_without_a_solution_has_its_outcome():
    assert set(UNDONE_ENDS) == UNDONE


@pytest.mark.parametrize("state", sorted(UNDONE))
def test_each_end_closes_with_its_own_outcome_and_words(state):
    report = make.report(state=state)

    with translation.override("en"):
        title = words.now(public.report(report.code)).title

    assert (report.outcome, report.closed_at is None) == (UNDONE_ENDS[state], False)
    assert (
        title
        == {
            State.REJECTED: "The report was refused.",
            State.REFERRED: "Another body is responsible.",
            State.UNSOLVED: "The problem cannot be solved.",
        }[state]
    )


@pytest.mark.parametrize("state", sorted(UNDONE))
def test_each_can_be_appealed_and_the_intake_desk_looks_anew(state):
    report = make.report(state=state)
    assert own.own(report.code, token=make.token(report)).can_appeal

    feedback.appeal(code=report.code, token=make.token(report), message="Tidak benar")

    report.refresh_from_db()
    assert (report.state, report.unit_id, report.outcome) == (State.COORDINATING, city().intake_unit, "")


@pytest.mark.parametrize("state", sorted(UNDONE))
def test_each_is_archived_when_the_time_for_an_appeal_is_over(state):
    report = make.report(state=state)
    with clock.at(clock.now() + timedelta(days=city().feedback_days, minutes=1)):
        feedback.archive_due()
        assert not own.own(report.code, token=make.token(report)).can_appeal

    report.refresh_from_db()
    assert (report.state, report.outcome) == (State.ARCHIVED, UNDONE_ENDS[state])


def test_a_referral_names_the_body_how_to_reach_it_and_what_to_do_there():
    report = make.report()

    refer(report)

    assert last(report).payload == {"body": "PLN", "contact": "123 · https://www.pln.co.id", "message": "Hubungi PLN"}
    facts = dict(public.report(report.code).timeline[-1].facts)
    assert facts == {"body": "PLN", "contact": "123 · https://www.pln.co.id"}


def test_a_body_that_the_pack_lacks_is_typed_with_a_way_to_reach_it():
    report = make.report()

    refer(report, body="", name="Desa Bojong", contact="Jl. Raya 1")

    assert last(report).payload["contact"] == "Jl. Raya 1"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"body": "no-such"}, ["body"]),
        ({"body": ""}, ["name", "contact"]),
        ({"body": "", "name": "Desa Bojong"}, ["contact"]),
        ({"message": " "}, ["message"]),
    ],
)
def test_nobody_is_sent_away_without_knowing_where(given, fields):
    report = make.report()

    with pytest.raises(Invalid) as refusal:
        refer(report, **given)

    assert list(refusal.value.errors) == fields
    assert make.events(report) == ["intake.accept"]


def test_only_a_supervisor_says_that_a_problem_cannot_be_solved():
    report = make.report()
    given = {"code": report.code, "version": 1, "reason": "in_dispute", "message": "Di pengadilan"}

    with pytest.raises(NotAllowed):
        reports.give_up(by=make.staff(of=report.unit_id), **given)

    reports.give_up(by=make.staff(of=report.unit_id, role=Role.SUPERVISOR), **given)
    with translation.override("en"):
        assert dict(public.report(report.code).timeline[-1].facts)["reason"] == "Before a court or in a legal dispute"


def test_a_reason_that_is_none_is_refused():
    report = make.report()

    with pytest.raises(Invalid):
        reports.give_up(
            code=report.code, version=1, by=make.staff(of=report.unit_id, role=Role.SUPERVISOR), reason="lazy",
            message="Malas",
        )  # fmt: skip


@pytest.mark.parametrize("reason", [RejectReason.ELSEWHERE, RejectReason.CANNOT_BE_SOLVED])
def test_what_has_an_end_of_its_own_is_no_refusal(reason):
    report = make.report()
    assert reason not in REFUSABLE

    with pytest.raises(Invalid):
        reports.reject(code=report.code, version=1, by=make.staff(of=report.unit_id), reason=reason, message="Bukan")


def test_a_result_that_is_being_checked_is_neither_referred_nor_given_up():
    report = make.report(state=State.AWAITING_VALIDATION)

    with pytest.raises(transitions.NotPossible):
        reports.refer(
            code=report.code, version=report.version, by=make.staff(of=report.unit_id), body="pln", message="PLN"
        )


def test_each_end_is_counted_by_itself():
    with own_events_seen():
        make.report(state=State.REFERRED)
        make.report(state=State.UNSOLVED)
        make.report(state=State.REJECTED)
        cursors.catch_up(CONSUMER)

    rows = Cell.objects.filter(grain="df").values_list("referred", "unsolved", "rejected")
    assert [sum(column) for column in zip(*rows, strict=True)] == [1, 1, 1]


def test_every_body_of_the_pack_can_be_reached():
    assert all(one.reached and one.label for one in bodies())
    assert body("no-such") is None

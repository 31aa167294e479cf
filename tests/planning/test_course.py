"""The way of a proposal to the built thing, and what happens to its reports on it."""

import pytest
import time_machine
from tests.factories import make
from tests.planning import planned
from tests.planning.planned import NOW, Course, follow, proposed, reports, states

from tanggap.notify import consumer
from tanggap.planning import actions
from tanggap.planning.models import Programme, ProposalReport
from tanggap.planning.words import ProposalState
from tanggap.reports import outbox
from tanggap.reports.models import Event, Photo, Report
from tanggap.reports.words import State
from tanggap.verification.evidence import reuse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_proposed_reports_stay_with_their_unit_and_their_clocks_run():
    rows = reports(planned.unit())

    course = proposed(rows)

    assert states(*rows) == [State.IN_PROGRESS] * 2
    assert Report.objects.get(pk=rows[0].pk).paused_at is None
    assert make.events(rows[0])[-1] == "planning.propose"
    assert (course.row.keeper_id, course.row.area_id) == (planned.KELURAHAN, rows[0].area_id)


def test_admitting_plans_every_report_and_stops_its_clock():
    rows = reports(planned.unit())

    proposed(rows).admit()

    assert states(*rows) == [State.PLANNED] * 2
    assert Report.objects.get(pk=rows[0].pk).paused_at == NOW


def test_the_whole_way_ends_with_the_last_passed_check_alone():
    rows = reports(planned.unit())
    course = proposed(rows).built()
    assert (course.row.state, states(*rows)) == (ProposalState.BUILT, [State.AWAITING_VALIDATION] * 2)

    course.check(rows[0], holds=True)
    follow()
    assert course.row.state == ProposalState.BUILT

    course.check(rows[1], holds=True)
    follow()
    assert course.row.state == ProposalState.VERIFIED
    assert course.steps() == ["propose", "admit", "advance", "advance", "accept", "fund", "begin", "build", "verify"]
    assert set(ProposalReport.objects.values_list("end", flat=True)) == {"verified"}


def test_the_builder_answers_for_the_reports_once_it_is_funded():
    rows = reports(planned.unit())

    proposed(rows).funded()

    assert [Report.objects.get(pk=row.pk).unit_id for row in rows] == [planned.BUILDER] * 2


def test_each_report_gets_its_own_photos_of_what_was_built():
    rows = reports(planned.unit())

    proposed(rows).built()

    one, other = Photo.objects.filter(report__in=rows, role="after").order_by("report_id")
    assert (one.report_id, other.report_id, one.sha256) == (rows[0].pk, rows[1].pk, other.sha256)
    assert not reuse._tells(one, other)  # shown twice in one act, it is no reuse


def test_a_failed_check_shows_as_being_built_again_and_comes_back():
    rows = reports(planned.unit(), 1)
    course = proposed(rows).built()
    course.check(rows[0], holds=False)
    follow()
    assert course.row.state == ProposalState.BUILDING

    course.build()
    course.check(rows[0], holds=True)
    follow()

    assert course.row.state == ProposalState.VERIFIED
    assert course.steps()[-4:] == ["build", "fail", "build", "verify"]


def test_a_unit_can_claim_a_failed_report_by_itself():
    from tanggap.reports import actions as handling
    from tanggap.reports.photos import Upload

    rows = reports(planned.unit(), 1)
    course = proposed(rows).built()
    course.check(rows[0], holds=False)
    follow()
    row = Report.objects.get(pk=rows[0].pk)
    officer = make.staff(of=row.unit_id)
    handling.start(code=row.code, version=row.version, by=officer)
    handling.claim_done(
        code=row.code,
        version=row.version + 1,
        by=officer,
        message="Sudah",
        photos=[Upload(make.photo(), "lagi.jpg")],
    )
    follow()

    assert (course.row.state, course.steps()[-1]) == (ProposalState.BUILT, "mend")


def test_refused_reports_are_back_in_coordination_at_their_unit():
    rows = reports(planned.unit())
    course = proposed(rows).admit()

    course.do(actions.refuse, by=course.keeper(), reason="not_priority")

    assert states(*rows) == [State.COORDINATING] * 2
    assert [Report.objects.get(pk=row.pk).unit_id for row in rows] == [course.unit] * 2
    assert course.row.state == ProposalState.REFUSED


def test_refused_before_it_was_admitted_the_reports_go_on_and_are_told():
    rows = reports(planned.unit())
    course = proposed(rows)

    course.do(actions.refuse, by=course.keeper(), reason="by_unit", message="Cukup dengan pemeliharaan")

    assert states(*rows) == [State.IN_PROGRESS] * 2
    last = Event.objects.filter(report=rows[0]).order_by("-version").first()
    assert (last.kind, last.payload["step"]) == ("planning.follow", "refuse")
    assert consumer.template(outbox.one(last.pk)) == "plan_returned"


def test_the_unit_takes_its_proposal_back():
    rows = reports(planned.unit())
    course = proposed(rows).admit()

    course.do(actions.withdraw, by=make.staff(of=course.unit))

    assert (course.row.state, states(*rows)) == (ProposalState.WITHDRAWN, [State.COORDINATING] * 2)


def test_put_off_it_keeps_its_reports_loses_its_money_and_can_be_taken_up_again():
    rows = reports(planned.unit(), 1)
    course = proposed(rows).funded()

    course.do(actions.defer, by=course.keeper(), year=2029)
    assert (course.row.state, course.row.year, course.row.builder_id) == (ProposalState.DEFERRED, 2029, None)
    assert not Programme.objects.filter(ended_at=None).exists()
    assert states(*rows) == [State.PLANNED]

    course.do(actions.admit, by=course.keeper(), year=2029)
    assert (course.row.state, states(*rows)) == (ProposalState.DELIBERATED, [State.PLANNED])


def test_a_report_that_was_solved_meanwhile_is_not_planned():
    ours = planned.unit()
    rows = reports(ours, 1)
    course = proposed([*rows, make.report(handled_by=ours, state=State.COORDINATING)])
    other = ProposalReport.objects.exclude(report=rows[0]).get().report
    from tanggap.reports import actions as handling

    officer = make.staff(of=other.unit_id)
    handling.reject(
        code=other.code, version=Report.objects.get(pk=other.pk).version, by=officer, reason="outside", message="Luar"
    )

    done = course.do(actions.admit, by=course.keeper(), year=planned.YEAR)

    assert (done.moved, done.left) == ((rows[0].code,), {other.code: "left"})


def test_a_proposal_without_reports_lapses_before_anything_is_paid():
    row = make.report(handled_by=planned.unit(), state=State.COORDINATING)
    course = proposed([row])
    from tanggap.reports import actions as handling

    handling.reject(
        code=row.code,
        version=Report.objects.get(pk=row.pk).version,
        by=make.staff(of=row.unit_id),
        reason="outside",
        message="Luar",
    )
    follow()

    assert (course.row.state, course.steps()[-1]) == (ProposalState.WITHDRAWN, "lapse")


def test_looking_again_finds_nothing_to_do():
    course: Course = proposed().built()
    before = course.steps()

    actions.look(code=course.code)

    assert course.steps() == before

"""What is not done with a proposal, and why; nothing is half written then."""

import pytest
import time_machine
from tests.factories import make
from tests.planning import planned
from tests.planning.planned import NOW, WORDS, YEAR, Course, proposed, reports

from tanggap.agencies.words import Role
from tanggap.core.refusal import Invalid, NotAllowed
from tanggap.planning import actions, refusals
from tanggap.planning.models import Proposal
from tanggap.reports import actions as handling
from tanggap.reports.models import Report
from tanggap.reports.transitions import NotYours
from tanggap.reports.words import State
from tanggap.triage import actions as triage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def refused(kind: type[Exception], rows: list[Report], **changes: object) -> Exception:
    """Return the refusal of proposing `rows`; nothing was written."""
    with pytest.raises(kind) as caught:
        proposed(rows, **changes)
    assert not Proposal.objects.exists()
    assert "planning.propose" not in make.events(rows[0])
    return caught.value


@pytest.mark.parametrize("cost", [0, -5, 10**15, "0", "1,5", "seribu", "", "1.000.00", True])
def test_a_cost_outside_the_citys_bounds_is_refused_with_the_bounds(cost):
    error = refused(Invalid, [make.report(handled_by=planned.unit())], cost=cost)

    assert "1.000.000" in error.errors["cost"].replace(",", ".").replace("\u00a0", " ")


@pytest.mark.parametrize("cost", ["Rp 1.250.000", "1,250,000", "1250000", "Rp1 250 000"])
def test_a_cost_is_read_as_people_write_it(cost):
    course = proposed([make.report(handled_by=planned.unit())], cost=cost)

    assert course.row.cost == 1_250_000


def test_a_closed_year_is_refused_and_the_next_open_one_named():
    error = refused(refusals.YearClosed, [make.report(handled_by=planned.unit())], year=2027)

    assert ("2028" in str(error), error.errors.keys()) == (True, {"year"})


def test_a_private_report_is_not_part_of_what_everybody_reads():
    ours = planned.unit()

    refused(refusals.NotPublic, [make.report(handled_by=ours, visibility="private")])


def test_a_merged_report_stands_for_itself_no_more_its_parent_comes_instead_and_it_is_said():
    ours = planned.unit()
    parent, child = reports(ours, 2)
    triage.merge(code=child.code, version=child.version, by=make.staff(of=ours), parent=parent.code)

    made = actions.propose(by=make.staff(of=ours), reports=[child.code], **WORDS)

    assert (made.reports, made.instead) == ((parent.code,), {child.code: parent.code})


def test_a_report_that_ended_is_not_proposed():
    row = make.report(state=State.REJECTED, handled_by=planned.unit())

    refused(refusals.Ended, [row])


def test_a_report_is_part_of_one_live_proposal_only():
    course = proposed()
    row = Report.objects.filter(unit=course.unit).first()

    with pytest.raises(refusals.InAnother, match=course.code):
        proposed([row])


def test_another_units_report_is_not_proposed():
    with pytest.raises(NotYours):
        proposed(reports(planned.unit(), 1), by=make.staff(of=planned.KELURAHAN))


def test_a_reporters_words_are_not_repeated():
    row = make.report(handled_by=planned.unit(), text="Di depan rumah saya nomor tiga selalu gelap sekali setiap malam")

    error = refused(Invalid, [row], problem="Warga: di depan rumah saya nomor tiga selalu gelap sekali, mohon dibangun")

    assert error.errors.keys() == {"problem"}


@pytest.mark.parametrize(
    ("field", "value"), [("title", " "), ("title", "x" * 121), ("reason", "none"), ("year", "dua")]
)
def test_bad_input_names_its_field(field, value):
    error = refused(Invalid, [make.report(handled_by=planned.unit())], **{field: value})

    assert error.errors.keys() == {field}


def test_an_office_that_proposes_is_not_its_own_keeper_the_next_level_decides():
    course = proposed([make.report()])  # which came to its kelurahan

    assert (course.row.level, course.row.keeper_id) == ("kecamatan", planned.KECAMATAN)


@pytest.mark.parametrize("of", [planned.KECAMATAN, planned.KOTA, "bappeda"])
def test_only_the_keeper_of_the_level_admits(of):
    course = proposed()

    with pytest.raises(refusals.NotKeeper):
        course.do(actions.admit, by=make.staff(of=of, role=Role.SUPERVISOR), year=YEAR)


def test_nobody_of_the_proposing_unit_admits_whatever_else_they_are():
    course = proposed()
    both = make.staff(of=course.unit, role=Role.SUPERVISOR)
    make.role(both, Role.SUPERVISOR, planned.KELURAHAN)

    with pytest.raises(refusals.NotKeeper):
        course.do(actions.admit, by=both, year=YEAR)


def test_who_took_a_proposed_report_over_does_not_admit_it():
    rows = reports(planned.unit(), 1)
    course = proposed(rows)
    row = Report.objects.get(pk=rows[0].pk)
    handling.coordinate(
        code=row.code, version=row.version, by=make.staff(of=row.unit_id), unit=planned.KELURAHAN, message="Mohon"
    )

    with pytest.raises(refusals.NotKeeper, match="Cakung"):
        course.admit()


def test_an_officer_of_the_keeper_does_not_decide():
    with pytest.raises(NotAllowed):
        proposed().do(actions.admit, by=make.staff(of=planned.KELURAHAN), year=YEAR)


def test_a_keeper_does_not_plan_reports_of_its_own_unit():
    course = proposed().admit()
    own = make.report()  # which came to its kelurahan

    with pytest.raises(refusals.NotKeeper):
        actions.add(code=course.code, version=2, by=course.keeper(), reports=[own.code])


def test_the_keeper_adds_reports_which_are_planned_at_once():
    course = proposed().admit()
    other = make.report(handled_by=planned.unit())

    actions.add(code=course.code, version=2, by=course.keeper(), reports=[other.code])

    assert planned.states(other) == [State.PLANNED]


def test_one_report_is_taken_out_and_the_last_one_is_not():
    rows = reports(planned.unit())
    course = proposed(rows).admit()

    course.do(actions.take_out, by=course.keeper(), report=rows[0].code)
    assert planned.states(*rows) == [State.COORDINATING, State.PLANNED]

    with pytest.raises(refusals.LastReport):
        course.do(actions.take_out, by=course.keeper(), report=rows[1].code)


def test_a_lower_level_takes_nothing_into_the_plan():
    course = proposed().admit()

    with pytest.raises(refusals.NotHere):
        course.do(actions.accept, by=course.keeper())


def test_what_is_not_decided_in_time_has_to_be_put_off():
    course = proposed().admit()
    with time_machine.travel(NOW.replace(year=2027, month=7)), pytest.raises(refusals.YearClosed):
        course.do(actions.advance, by=course.keeper())


def test_a_second_programme_is_refused_by_name():
    course = proposed().funded()

    with pytest.raises(refusals.TwoProgrammes, match=r"1\.03\.02\.2\.01"):
        course.fund(programme="1.03.99")


@pytest.mark.parametrize(
    ("field", "value"), [("amount", 0), ("source", "hutang"), ("builder", "biro-pemerintahan"), ("programme", "")]
)
def test_a_programme_that_is_none_names_its_field(field, value):
    course = Course("JKU-0000-0000-000", "")

    with pytest.raises(Invalid) as caught:
        actions.fund(
            code=course.code,
            version=1,
            by=make.staff(of="bappeda"),
            message="Ya",
            **{**planned.PROGRAMME, field: value},
        )
    assert caught.value.errors.keys() == {field}


def test_only_the_builder_builds_and_shows_what_it_built():
    course = proposed().funded()

    with pytest.raises(refusals.NotBuilder):
        course.do(actions.begin, by=make.staff(of=course.unit))
    with pytest.raises(Invalid) as caught:
        course.do(actions.build, by=course.builder(), photos=[])
    assert caught.value.errors.keys() == {"photos"}


def test_a_report_that_waits_for_its_reporter_holds_the_admission_up():
    rows = reports(planned.unit(), 1)
    course = proposed(rows)
    row = Report.objects.get(pk=rows[0].pk)
    handling.ask(code=row.code, version=row.version, by=make.staff(of=row.unit_id), question="Di mana?")

    with pytest.raises(refusals.NotReady, match=row.code):
        course.admit()


def test_who_saw_an_older_version_decides_nothing():
    course = proposed().admit()

    with pytest.raises(refusals.Changed):
        actions.advance(code=course.code, version=1, by=course.keeper(), message="Naik")


def test_support_counts_each_person_once_and_ends_with_the_decision():
    course = proposed(reports(planned.unit(), 1))
    assert [actions.support(code=course.code, person=who) for who in ("a", "a", "b")] == [1, 1, 2]

    course.funded()

    with pytest.raises(refusals.NothingToSupport):
        actions.support(code=course.code, person="c")

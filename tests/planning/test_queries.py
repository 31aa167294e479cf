"""What staff and everybody read of proposals: the acts and why not, the ladder, and nothing of a report that is not public."""

import dataclasses
import json

import pytest
import time_machine
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import make
from tests.planning import planned
from tests.planning.planned import NOW, follow, proposed, reports

from tanggap.agencies.words import Role
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.planning import actions, queries
from tanggap.planning.queries import Wanted, public
from tanggap.reports import actions as handling
from tanggap.reports.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def withheld(row: Report) -> Report:
    """Let the intake desk hide a report from the public."""
    desk = make.staff(of="jsc-intake", role=Role.INTAKE)
    now = Report.objects.get(pk=row.pk).version
    handling.withhold(code=row.code, version=now, by=desk, reason="home")
    return row


def told(found: object) -> str:
    """Return everything that rows say."""
    return json.dumps(dataclasses.asdict(found), cls=DjangoJSONEncoder, default=str)  # type: ignore[call-overload]


def analyst():
    return make.staff(of="bappeda", role=Role.ANALYST)


def test_a_report_that_was_hidden_later_is_in_nothing_that_everybody_reads():
    rows = reports(planned.unit())
    course = proposed(rows)
    withheld(rows[0])

    page = public.proposal(course.code)

    assert ([row.code for row in page.reports], page.row.reports) == ([rows[1].code], 1)
    assert rows[0].code not in told(page)
    assert "1 " in page.need.parts[1].said
    assert public.listed(public.Wanted()).rows[0].reports == 1


def test_staff_who_may_not_see_a_hidden_report_are_told_that_there_is_one():
    rows = reports(planned.unit())
    course = proposed(rows)
    withheld(rows[0])

    page = queries.proposal(analyst(), course.code)

    assert ([row.code for row in page.reports], page.unseen) == ([rows[1].code], 1)


def test_persons_in_staffs_words_are_screened_for_everybody():
    course = proposed(reports(planned.unit(), 1), problem="Hubungi Pak Budi Santoso di 0812-3456-7890 tentang saluran")

    assert "0812" not in public.proposal(course.code).problem


def test_the_public_history_names_units_and_never_a_person():
    course = proposed(reports(planned.unit(), 1)).admit()

    page = public.proposal(course.code)

    assert [step.step for step in page.steps] == ["propose", "admit"]
    assert "Person" not in told(page)


def test_who_may_act_is_offered_it_and_who_may_not_reads_why():
    course = proposed(reports(planned.unit(), 1))

    mine = {act.step: act for act in queries.proposal(course.keeper(), course.code).acts}
    other = {act.step: act for act in queries.proposal(analyst(), course.code).acts}

    assert (mine["admit"].allowed, mine["admit"].is_primary) == (True, True)
    assert (other["admit"].allowed, "Pulo Gebang" in other["admit"].why_not) == (False, True)


def test_the_ladder_tells_where_it_is_by_whom_and_what_is_ahead():
    course = proposed(reports(planned.unit(), 1)).admit()

    rungs = public.proposal(course.code).ladder

    assert [(rung.code, rung.state) for rung in rungs] == [
        ("reported", "done"),
        ("proposed", "done"),
        ("level:kelurahan", "now"),
        ("level:kecamatan", "ahead"),
        ("level:kota", "ahead"),
        ("accepted", "ahead"),
        ("funded", "ahead"),
        ("building", "ahead"),
        ("built", "ahead"),
        ("verified", "ahead"),
    ]
    assert rungs[2].at == NOW


def test_a_refused_one_skips_the_rest_of_the_ladder():
    course = proposed(reports(planned.unit(), 1)).admit()
    course.do(actions.refuse, by=course.keeper(), reason="no_power")

    states = {rung.code: rung.state for rung in public.proposal(course.code).ladder}

    assert (states["level:kelurahan"], states["refused"], states["accepted"]) == ("done", "now", "skipped")


def test_the_whole_ladder_is_done_when_it_is_verified():
    rows = reports(planned.unit(), 1)
    course = proposed(rows).built()
    course.check(rows[0], holds=True)
    follow()

    assert {rung.state for rung in public.course_of(rows[0].code).ladder} == {"done"}


def test_a_reports_page_finds_its_course_also_by_a_joined_report():
    from tanggap.triage import actions as triage

    ours = planned.unit()
    parent, child = reports(ours, 2)
    proposed([parent])
    triage.merge(code=child.code, version=child.version, by=make.staff(of=ours), parent=parent.code)

    assert public.course_of(child.code) == public.course_of(parent.code) != None  # noqa: E711


def test_no_list_grows_with_what_it_shows():
    person = analyst()

    def statements() -> list[int]:
        counted = []
        for read in (
            lambda: queries.listed(person, Wanted()),
            lambda: queries.ranked(person, Wanted()),
            lambda: queries.counts(person, Wanted()),
            lambda: public.listed(public.Wanted()),
        ):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                read()
            counted.append(len(captured))
        return counted

    proposed(reports(planned.unit(), 1))
    queries.counts(person, Wanted())  # reads once what the person may do
    few = statements()
    proposed(reports(planned.unit(), 2))
    proposed(reports(planned.unit(), 1))

    assert statements() == few
    assert max(few) <= 6


def test_lists_are_chosen_by_area_category_and_state():
    proposed(reports(planned.unit(), 1))
    person = analyst()

    def number(**wanted: object) -> int:
        return len(queries.listed(person, Wanted(**wanted)).rows)

    assert [number(area="31.75"), number(area="31.71"), number(category="jalan-jembatan"), number(state="funded")] == [
        1,
        0,
        1,
        0,
    ]
    assert queries.counts(person, Wanted())["proposed"] == 1


def test_pages_follow_each_other():
    codes = [proposed(reports(planned.unit(), 1)).code for _ in range(3)]
    person = analyst()

    first = queries.listed(person, Wanted(), limit=2)
    second = queries.listed(person, Wanted(), after=first.next, limit=2)

    assert [row.code for page in (first, second) for row in page.rows] == codes[::-1]


def test_who_has_no_part_in_planning_reads_the_public_pages_only():
    course = proposed(reports(planned.unit(), 1))

    with pytest.raises(NotAllowed):
        queries.proposal(make.staff(of="jsc-intake", role=Role.INTAKE), course.code)
    with pytest.raises(NotFound):
        public.proposal("JKU-0000-0000-000")


def test_reports_of_one_kind_close_together_are_suggested_until_they_are_proposed():
    ours = planned.unit()
    rows = reports(ours, 4)
    person = make.staff(of=ours)

    (candidate,) = queries.candidates(person)
    assert (set(candidate.reports), candidate.voices, candidate.span_metres) == ({row.code for row in rows}, 4, 0)

    proposed(rows)
    assert queries.candidates(person) == ()

"""Who is away, who covers, and what neither the action nor the database lets happen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import make

from tanggap.agencies import absence_actions, absences
from tanggap.agencies.absence_actions import AwayAlready, CannotCover, CircularCover, CoverAway
from tanggap.agencies.models import Absence, Audit, Staff
from tanggap.agencies.words import Role
from tanggap.core import clock, shelf
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.reports import actions
from tanggap.reports.queries import desk

pytestmark = pytest.mark.django_db

KELURAHAN = "kel-31.75.06.1005"


def day(number: int) -> date:
    return absences.today() + timedelta(days=number)


def enter(
    person: Staff, first: int = 0, last: int = 3, *, cover: Staff | None = None, by: Staff | None = None, kind="leave"
):
    return absence_actions.enter(
        by=by,
        username=person.username,
        starts_on=day(first),
        ends_on=day(last),
        kind=kind,
        cover=cover.username if cover else "",
    )


@pytest.fixture
def three() -> list[Staff]:
    return [make.staff(of=KELURAHAN) for _ in range(3)]


class TestEntering:
    def test_a_person_enters_the_own_and_it_is_written_down(self, three):
        ana, budi, _ = three
        made = enter(ana, cover=budi, by=ana)

        assert (made.cover, made.kind, made.entered_by) == (budi, "leave", ana)
        line = Audit.objects.get(subject=ana, act="absence_entered")
        assert line.facts == {"from": str(day(0)), "to": str(day(3)), "kind": "leave", "cover": budi.username}

    def test_a_supervisor_enters_those_of_the_units_people_and_of_the_units_below(self, three):
        for unit in (KELURAHAN, "kec-31.75.06"):
            chief = make.staff(of=unit, role=Role.SUPERVISOR)
            absence_actions.withdraw(by=chief, absence=enter(three[0], by=chief).pk)

        assert Absence.objects.filter(cancelled_at=None).count() == 0

    def test_nobody_else_does(self, three):
        for other in (three[1], make.staff(of=make.unit(), role=Role.SUPERVISOR)):
            with pytest.raises(NotAllowed):
                enter(three[0], by=other)

        assert Absence.objects.count() == 0

    @pytest.mark.parametrize(
        ("first", "last", "kind", "field"),
        [
            (2, 1, "leave", "ends_on"),
            (0, 366, "leave", "ends_on"),
            (-40, -32, "sick", "ends_on"),
            (0, 1, "party", "kind"),
        ],
    )
    def test_days_that_cannot_be(self, three, first, last, kind, field):
        with pytest.raises(Invalid) as refusal:
            enter(three[0], first, last, kind=kind)

        assert list(refusal.value.errors) == [field]

    def test_yesterdays_sickness_may_still_be_entered(self, three):
        assert enter(three[0], -1, -1, kind="sick").ends_on == day(-1)

    def test_an_unknown_person(self):
        with pytest.raises(NotFound):
            absence_actions.enter(by=None, username="nobody", starts_on=day(0), ends_on=day(0), kind="leave")

    @pytest.mark.parametrize(("first", "last"), [(3, 5), (-2, 0), (1, 2), (-1, 9)])
    def test_not_twice_on_one_day(self, three, first, last):
        enter(three[0], 0, 3)

        with pytest.raises(AwayAlready) as refusal:
            enter(three[0], first, last)
        assert three[0].display_name in str(refusal.value)
        assert Absence.objects.count() == 1

    def test_but_day_by_day(self, three):
        enter(three[0], 0, 3)
        enter(three[0], 4, 6)

        assert Absence.objects.count() == 2


class TestTheCover:
    def test_only_who_holds_one_of_the_roles_in_the_unit(self, three):
        others = [make.staff(of=make.unit()), make.staff(of=KELURAHAN, role=Role.ANALYST), three[0]]
        for other in others:
            with pytest.raises(CannotCover):
                enter(three[0], cover=other)

    def test_not_who_is_away_then(self, three):
        ana, budi, _ = three
        enter(budi, 2, 4)

        with pytest.raises(CoverAway):
            enter(ana, 0, 2, cover=budi)
        assert enter(ana, 0, 1, cover=budi).cover == budi

    def test_two_do_not_cover_for_each_other(self, three):
        ana, budi, _ = three
        enter(ana, 0, 3, cover=budi)

        with pytest.raises(CircularCover):
            enter(budi, 3, 5, cover=ana)
        assert enter(budi, 4, 5, cover=ana).cover == ana

    def test_nor_three_in_a_ring(self, three):
        ana, budi, citra = three
        enter(ana, 0, 3, cover=budi)
        enter(budi, 0, 3, cover=citra)

        with pytest.raises(CircularCover):
            enter(citra, 3, 4, cover=ana)

    def test_a_cover_who_falls_ill_is_covered_in_turn(self, three):
        ana, budi, citra = three
        enter(ana, 0, 3, cover=budi)
        enter(budi, 0, 1, cover=citra)

        away = absences.all_on(day(0))
        assert [absences.stand_in(one.pk, away) for one in three] == [citra.pk] * 3
        assert absences.stand_in(ana.pk, absences.all_on(day(2))) == budi.pk

    def test_whose_work_a_person_does_today(self, three, django_assert_num_queries):
        ana, budi, citra = three
        enter(ana, 0, 3, cover=budi)
        enter(budi, 0, 1, cover=citra)
        shelf.clear_all()
        absences.covered_by(ana)

        with django_assert_num_queries(0):
            assert [absences.covered_by(one) for one in three] == [frozenset(), frozenset(), {ana.pk, budi.pk}]

    def test_tomorrow_it_is_another_day(self, three):
        ana, budi, _ = three
        enter(ana, 0, 0, cover=budi)
        shelf.clear_all()
        assert absences.covered_by(budi) == {ana.pk}

        with clock.at(clock.now() + timedelta(days=1)):
            assert absences.covered_by(budi) == frozenset()


class TestTakingItBack:
    def test_one_to_come_is_withdrawn_and_stays_written(self, three):
        made = enter(three[0], 1, 3)
        absence_actions.withdraw(by=three[0], absence=made.pk)

        made.refresh_from_db()
        assert (made.cancelled_by, made.cancelled_at is not None) == (three[0], True)
        assert Audit.objects.filter(subject=three[0], act="absence_cancelled").count() == 1
        assert enter(three[0], 1, 3)

    def test_one_that_has_begun_ends_yesterday(self, three):
        made = enter(three[0], -2, 3)
        absence_actions.withdraw(by=None, absence=made.pk)

        made.refresh_from_db()
        assert (made.ends_on, made.cancelled_at) == (day(-1), None)

    def test_what_is_over_or_withdrawn_stays_so(self, three):
        over, gone = enter(three[0], -3, -1), enter(three[0], 1, 1)
        absence_actions.withdraw(by=None, absence=gone.pk)
        for made in (over, gone):
            with pytest.raises(NotFound):
                absence_actions.withdraw(by=None, absence=made.pk)

    def test_not_by_a_colleague(self, three):
        made = enter(three[0], 1, 3)

        with pytest.raises(NotAllowed):
            absence_actions.withdraw(by=three[1], absence=made.pk)


class TestPastThePython:
    """The database refuses what the actions refuse."""

    def row(self, person: Staff, first: int, last: int, cover: Staff | None = None) -> Absence:
        return Absence(
            staff=person, starts_on=day(first), ends_on=day(last), kind="leave", cover=cover, entered_at=clock.now()
        )

    def refused(self, row: Absence, constraint: str) -> None:
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            row.save()
        assert refusal.value.__cause__.diag.constraint_name == constraint

    def test_two_that_overlap(self, three):
        self.row(three[0], 0, 3).save()
        self.refused(self.row(three[0], 3, 4), "agencies_absence_overlap")

    def test_a_withdrawn_one_is_in_nobodys_way(self, three):
        first = self.row(three[0], 0, 3)
        first.cancelled_at = clock.now()
        first.save()
        self.row(three[0], 0, 3).save()

    def test_an_end_before_the_beginning(self, three):
        with pytest.raises((IntegrityError, Exception)), transaction.atomic():
            self.row(three[0], 3, 0).save()
        assert Absence.objects.count() == 0

    def test_covering_for_oneself(self, three):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.row(three[0], 0, 3, three[0]).save()
        assert Absence.objects.count() == 0

    def test_covers_in_a_ring(self, three):
        ana, budi, citra = three
        self.row(ana, 0, 3, budi).save()
        self.row(budi, 2, 5, citra).save()
        self.refused(self.row(citra, 3, 4, ana), "agencies_absence_cover_in_circle")
        self.row(citra, 4, 5, ana).save()


def test_lists_for_the_page(three, django_assert_num_queries):
    ana, budi, _ = three
    enter(ana, 1, 3, cover=budi)
    enter(budi, 9, 9)

    with django_assert_num_queries(1):
        rows = absences.of_units([KELURAHAN], first=day(0), last=day(6))
    assert [(row.name, row.cover, row.kind_label) for row in rows] == [
        (ana.display_name, budi.display_name, rows[0].kind_label)
    ]
    assert [row.staff for row in absences.of_person(ana, since=day(0))] == [ana.pk]
    assert [row.staff for row in absences.with_cover(budi, since=day(0))] == [ana.pk]
    assert absences.days_away(rows, day(2), 7) == {ana.pk: {day(2), day(3)}}


def test_the_cover_finds_the_work_of_who_is_away_among_the_own(three):
    ana, budi, _ = three
    report = make.report()
    actions.assign(code=report.code, version=1, by=ana, assignee=ana.username)
    mine = [desk.counts(one, now=clock.now())["mine"].number for one in (ana, budi)]
    assert mine == [1, 0]

    enter(ana, cover=budi)
    shelf.clear_all()
    listed = desk.listed(budi, view="mine", wanted=desk.DeskFilter(), now=clock.now())
    assert [row.code for row in listed.rows] == [report.code]
    assert desk.counts(budi, now=clock.now())["mine"].number == 1

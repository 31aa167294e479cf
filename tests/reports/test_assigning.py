"""Who works on a report: given by hand within what is sensible, or by the unit's rule, which says why."""

from datetime import timedelta

import pytest
from tests.factories import LAMP, make

from tanggap.agencies import absence_actions, absences, sharing
from tanggap.agencies.absences import Away
from tanggap.agencies.models import Assigning, Staff, Unit
from tanggap.agencies.words import AssignmentRule, Role
from tanggap.core import clock, cursors, shelf
from tanggap.core.refusal import NotAllowed
from tanggap.intake import actions as intake
from tanggap.reports import actions, arrivals, assigning
from tanggap.reports.access import NotYours
from tanggap.reports.actions.assigning import assign_by_rule
from tanggap.reports.assigning import Candidate, choose
from tanggap.reports.models import Event, Report
from tanggap.reports.queries import case
from tanggap.reports.transitions import NotPossible
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db

KELURAHAN = "kel-31.75.06.1005"
IN_TURN, LEAST, SKILL = AssignmentRule.ROUND_ROBIN, AssignmentRule.LEAST_LOAD, AssignmentRule.SKILL


def away(person: Staff, *, days: int = 3, cover: Staff | None = None) -> None:
    today = absences.today()
    absence_actions.enter(
        by=None,
        username=person.username,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        kind="leave",
        cover=cover.username if cover else "",
    )


def given(report: Report) -> str:
    report.refresh_from_db()
    return report.assignee.username if report.assignee else ""


def come(**changes: object) -> Report:
    """Return a report that has just come to the kelurahan."""
    return Report.objects.get(code=intake.accept(make.inbound(**changes)).code)


def team(rule: AssignmentRule, number: int = 3) -> list[Staff]:
    """Return the officers of the kelurahan, which shares out its work by `rule`."""
    people = [make.staff(of=KELURAHAN) for _ in range(number)]
    sharing.set_rule(by=None, unit=KELURAHAN, rule=rule)
    return people


class TestByHand:
    def assign(self, report: Report, by: Staff, to: Staff | None) -> Event:
        return actions.assign(code=report.code, version=report.version, by=by, assignee=to.username if to else "")

    def test_to_a_colleague_and_to_nobody(self):
        report, by, to = make.report(), make.staff(of=KELURAHAN), make.staff(of=KELURAHAN)

        self.assign(report, by, to)
        assert given(report) == to.username
        self.assign(report, by, None)
        assert given(report) == ""
        assert make.events(report) == ["intake.accept", "reports.assign", "reports.assign"]

    def refused(self, refusal: type[Exception], report: Report, by: Staff, to: Staff) -> str:
        with pytest.raises(refusal) as caught:
            self.assign(report, by, to)
        assert make.events(report)[-1] != "reports.assign"
        return str(caught.value)

    def test_not_to_somebody_of_another_unit(self):
        self.refused(assigning.NotAColleague, make.report(), make.staff(of=KELURAHAN), make.staff(of=make.unit()))

    def test_not_to_a_closed_account(self):
        gone = make.staff(of=KELURAHAN)
        Staff.objects.filter(pk=gone.pk).update(is_active=False)

        self.refused(assigning.NotAColleague, make.report(), make.staff(of=KELURAHAN), gone)

    def test_not_to_somebody_whose_area_is_another(self):
        elsewhere = make.staff(of=KELURAHAN, area="31.71.01.1001")

        self.refused(assigning.NotAColleague, make.report(), make.staff(of=KELURAHAN), elsewhere)

    def test_not_in_a_closed_unit(self):
        """The database keeps a unit with open reports open; the rule holds all the same where one is taken over with its history."""
        unit = make.unit()
        Unit.objects.filter(pk=unit.pk).update(is_active=False)
        shelf.clear_all()

        with pytest.raises(assigning.UnitClosed, match=unit.name["id"]):
            assigning.must_fit(Report(unit_id=unit.code), make.staff(of=unit))

    def test_not_what_is_closed(self):
        report = make.report(state=State.REJECTED)

        self.refused(NotPossible, report, make.staff(of=KELURAHAN), make.staff(of=KELURAHAN))

    def test_not_to_who_is_away_and_the_cover_is_named(self):
        by, to, cover = (make.staff(of=KELURAHAN) for _ in range(3))
        away(to, cover=cover)

        told = self.refused(assigning.OnLeave, make.report(), by, to)
        assert to.display_name in told
        assert f"Give it to {cover.display_name}." in told or f"Berikan kepada {cover.display_name}." in told

    def test_not_to_who_is_away_without_a_cover(self):
        by, to = make.staff(of=KELURAHAN), make.staff(of=KELURAHAN)
        away(to)

        assert to.display_name in self.refused(assigning.OnLeave, make.report(), by, to)

    def test_not_to_oneself_when_one_checks_it(self):
        report = make.report(state=State.AWAITING_VALIDATION)
        both = make.staff(of=KELURAHAN)
        verifier = str(report.verifier_id)
        make.role(both, Role.VALIDATOR, verifier)

        self.refused(assigning.ChecksIt, report, both, both)

    def test_not_to_who_has_checked_it_before(self):
        report = make.report(state=State.FOLLOW_UP_REJECTED)
        checker = Staff.objects.get(pk=Event.objects.get(report=report, door="verification.reject").actor_staff_id)
        make.role(checker, Role.OFFICER, report.unit_id)

        self.refused(assigning.ChecksIt, report, make.staff(of=report.unit_id), checker)

    def test_not_to_who_lacks_a_competency_that_blocks(self):
        lacking = make.staff(of=KELURAHAN, competent=False, since=clock.now() - timedelta(days=900))
        report = make.report(category="pohon")

        told = self.refused(assigning.LacksCompetency, report, make.staff(of=KELURAHAN), lacking)
        assert lacking.display_name in told

    def test_only_the_unit_and_those_above_give_it(self):
        report, to = make.report(), make.staff(of=KELURAHAN)
        self.refused(NotYours, report, make.staff(of=make.unit()), to)
        self.refused(NotAllowed, report, make.staff(of=KELURAHAN, role=Role.ANALYST), to)

        self.assign(report, make.staff(of="kec-31.75.06", role=Role.SUPERVISOR), to)
        assert given(report) == to.username


class TestTheRules:
    """Pure: who of three is chosen."""

    three = [1, 2, 3]

    def chosen(self, rule, loads, *, ranks=(0, 0, 0), turn=None, away=()):
        candidates = {
            person: Candidate(person, load, rank)
            for person, load, rank in zip(self.three, loads, ranks, strict=True)
            if person not in dict(away)
        }
        gone = {person: Away(person, None, None, cover) for person, cover in away}
        choice = choose(rule, self.three, candidates, away=gone, turn=turn)
        return choice and (choice.person, choice.turn)

    @pytest.mark.parametrize(("turn", "expected"), [(None, 1), (1, 2), (3, 1), (99, 1)])
    def test_in_turn(self, turn, expected):
        assert self.chosen(IN_TURN, (9, 0, 0), turn=turn) == (expected, expected)

    def test_the_turn_of_who_is_away_goes_to_the_cover(self):
        assert self.chosen(IN_TURN, (0, 0, 0), turn=1, away=[(2, 1)]) == (1, 2)

    def test_the_turn_of_who_is_away_without_a_cover_passes_on(self):
        assert self.chosen(IN_TURN, (0, 0, 0), turn=1, away=[(2, None)]) == (3, 3)

    def test_the_cover_of_an_absent_cover_stands_in(self):
        assert self.chosen(IN_TURN, (0, 0, 0), turn=None, away=[(1, 2), (2, 3)]) == (3, 1)

    def test_who_has_least_to_do(self):
        assert self.chosen(LEAST, (4, 2, 3)) == (2, 2)

    def test_equals_take_turns(self):
        assert [self.chosen(LEAST, (1, 1, 1), turn=turn) for turn in (None, 1, 2, 3)] == [
            (1, 1),
            (2, 2),
            (3, 3),
            (1, 1),
        ]

    def test_the_most_competent_first_then_the_load(self):
        assert self.chosen(SKILL, (9, 5, 0), ranks=(2, 2, 0)) == (2, 2)

    @pytest.mark.parametrize("rule", [IN_TURN, LEAST, SKILL])
    def test_nobody_is_left(self, rule):
        assert self.chosen(rule, (0, 0, 0), away=[(1, None), (2, None), (3, None)]) is None

    def test_absences_that_went_round_would_give_it_to_nobody(self):
        assert self.chosen(IN_TURN, (0, 0, 0), away=[(1, 2), (2, 1), (3, None)]) is None


class TestByRule:
    def test_a_unit_without_a_rule_leaves_it_open_and_asks_nothing(self, django_assert_num_queries):
        make.staff(of=KELURAHAN)
        report = come()
        sharing.rules()

        with django_assert_num_queries(0):
            assert assign_by_rule() == 0
        assert given(report) == ""

    def test_in_turn_each_gets_one(self):
        people = team(IN_TURN)
        reports = [come() for _ in range(4)]

        assert assign_by_rule() == 4
        assert sorted(given(report) for report in reports) == sorted(one.username for one in [*people, people[0]])

    def test_the_turn_is_remembered(self):
        first, second, _third = team(IN_TURN)
        one = come()
        assign_by_rule()
        two = come()
        assign_by_rule()

        assert (given(one), given(two)) == (first.username, second.username)
        assert Assigning.objects.get(unit=KELURAHAN).turn_id == second.pk

    def test_it_says_who_did_it_and_why(self):
        team(LEAST)
        report = come()
        assign_by_rule()

        event = Event.objects.get(report=report, kind="reports.assign")
        assert (event.actor_kind, event.actor_staff, event.unit_id) == ("system", None, KELURAHAN)
        assert event.payload["chosen"] == {"rule": "least_load", "among": 3}
        entry = case.report(report.code, staff=make.staff(of=KELURAHAN)).timeline[-1]
        assert entry.is_internal
        assert dict(entry.facts)["assignee"] == given(report) or dict(entry.facts)["assignee"].startswith("Person")
        assert "3" in dict(entry.facts)["chosen"]

    def test_never_to_who_is_away_closed_or_lacks_what_blocks(self):
        gone, absent, fit = team(LEAST)
        Staff.objects.filter(pk=gone.pk).update(is_active=False)
        away(absent)
        make.staff(of=KELURAHAN, competent=False, since=clock.now() - timedelta(days=900))
        report = come(category="pohon")

        assert assign_by_rule() == 1
        assert given(report) == fit.username
        why = Event.objects.get(report=report, kind="reports.assign").payload["chosen"]
        assert why == {"rule": "least_load", "among": 1, "away": 1, "lacking": 1}

    def test_new_work_of_who_is_away_goes_to_the_cover_and_the_old_stays(self):
        first, second, _third = team(IN_TURN)
        old = come()
        assign_by_rule()
        away(first, cover=second)
        Assigning.objects.filter(unit=KELURAHAN).update(turn=None)
        new = come()
        assign_by_rule()

        assert (given(old), given(new)) == (first.username, second.username)
        assert Event.objects.get(report=new, kind="reports.assign").payload["chosen"]["covers"] == first.display_name

    def test_a_covers_load_counts_what_is_covered(self):
        first, second, third = team(LEAST)
        reports = [come() for _ in range(2)]
        for report in reports:
            actions.assign(code=report.code, version=1, by=second, assignee=first.username)
        own = come()
        actions.assign(code=own.code, version=1, by=second, assignee=third.username)
        away(first, cover=second)
        new = come()
        assign_by_rule()

        assert given(new) == third.username

    def test_the_most_competent_for_the_category(self):
        plain = make.staff(of=KELURAHAN, competent=False)
        skilled = make.staff(of=KELURAHAN)
        sharing.set_rule(by=None, unit=KELURAHAN, rule=SKILL)
        reports = [come(category="pohon") for _ in range(2)]

        assert assign_by_rule() == 2
        assert [given(report) for report in reports] == [skilled.username] * 2
        assert plain.username not in {given(report) for report in reports}

    def test_supervisors_only_where_there_is_nobody_else(self):
        chief = make.staff(of=KELURAHAN, role=Role.SUPERVISOR)
        sharing.set_rule(by=None, unit=KELURAHAN, rule=IN_TURN)
        report = come()
        assign_by_rule()
        assert given(report) == chief.username

        officer = make.staff(of=KELURAHAN)
        later = come()
        assign_by_rule()
        assert given(later) == officer.username

    def test_what_a_person_gave_to_nobody_stays_with_nobody(self):
        first, _second, _third = team(IN_TURN)
        report = come()
        assign_by_rule()
        report.refresh_from_db()
        actions.assign(code=report.code, version=report.version, by=first, assignee="")

        assert assign_by_rule() == 0
        assert given(report) == ""

    def test_but_it_is_given_again_after_it_went_and_came_back(self):
        first, _second, _third = team(IN_TURN)
        report = come()
        actions.assign(code=report.code, version=1, by=first, assignee=first.username)
        other = make.unit()
        for unit, by in ((other.code, first), (KELURAHAN, make.staff(of=other))):
            report.refresh_from_db()
            actions.coordinate(code=report.code, version=report.version, by=by, unit=unit, message="Mohon")

        assert assign_by_rule() == 1
        assert given(report) == first.username

    def test_doing_it_again_changes_nothing(self):
        team(IN_TURN)
        report = come()
        assign_by_rule()
        before = make.events(report)

        assert assign_by_rule() == 0
        assert make.events(report) == before

    def test_nobody_there_leaves_it_for_later(self):
        sharing.set_rule(by=None, unit=KELURAHAN, rule=IN_TURN)
        report = come()
        assert assign_by_rule() == 0

        person = make.staff(of=KELURAHAN)
        assert assign_by_rule() == 1
        assert given(report) == person.username

    def test_ten_cost_but_the_lock_and_the_write_of_each(self, django_assert_max_num_queries):
        team(LEAST)
        for _ in range(10):
            come()
        sharing.rules()

        with django_assert_max_num_queries(3 * 10 + 12):
            assert assign_by_rule() == 10


@pytest.mark.django_db(transaction=True)
class TestTheConsumer:
    def test_it_gives_what_came_right_after_it_came(self):
        people = team(IN_TURN)
        report = come()
        cursors.catch_up(arrivals.CONSUMER)

        assert given(report) == people[0].username

    def test_whatever_way_it_came(self):
        branch = make.unit(kind="branch", parent="dinas-bina-marga")
        officer = make.staff(of=branch)
        sharing.set_rule(by=None, unit=branch.code, rule=LEAST)
        agency = make.staff(of="dinas-bina-marga")
        report = make.report(handled_by="dinas-bina-marga")
        report.refresh_from_db()
        actions.disposition(code=report.code, version=report.version, by=agency, unit=branch.code, message="Kerjakan")
        cursors.catch_up(arrivals.CONSUMER)

        assert given(report) == officer.username

    def test_built_anew_it_finds_nothing_more_to_do(self):
        team(IN_TURN)
        report = come()
        cursors.catch_up(arrivals.CONSUMER)
        before = make.events(report)
        cursors.rebuild(arrivals.CONSUMER)

        assert make.events(report) == before

    def test_other_units_events_cost_it_no_statement(self, django_assert_num_queries):
        team(IN_TURN)
        other = make.unit()
        report = make.report(handled_by=other)
        cursors.catch_up(arrivals.CONSUMER)
        facts = [fact for fact in arrivals.outbox.histories([report.pk])[report.pk] if fact.unit == other.code]

        with django_assert_num_queries(0):
            arrivals.apply(facts)


def test_the_lamp_of_the_factories_is_a_category_of_the_kelurahan():
    assert come(category=LAMP).unit_id == KELURAHAN

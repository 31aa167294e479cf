"""What is tried is kept with all that gives the same numbers again, for those alone who may try it, however a worker dies."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from tests.factories import make
from tests.staffing import scenes
from tests.staffing.scenes import past, wanted

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.staffing import actions, jobs, kept, queries
from tanggap.staffing.fitting import TooFew
from tanggap.staffing.models import Basis, Scenario
from tanggap.staffing.policies import Demand, Shift, Storm, Target
from tanggap.staffing.states import State
from tanggap.staffing.words import Doubt, Goal

__all__ = ["past"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    return make.staff(of="jsc-intake", role=Role.ANALYST)


@pytest.fixture
def basis(analyst, past) -> int:
    return scenes.learned(analyst)


def jobs_asked() -> list[str]:
    with connection.cursor() as statement:
        statement.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE task_name LIKE 'tanggap.staffing%%' ORDER BY id"
        )
        return [row[0] for row in statement.fetchall()]


def test_what_was_learned_stands_there_with_the_staffing_of_today(analyst, past):
    basis = actions.begin(by=analyst, units=[scenes.SUDIN])
    assert queries.basis(analyst, basis).basis.progress.is_under_way

    jobs.learn(basis)

    view = queries.basis(analyst, basis)
    assert (view.basis.progress.state, view.basis.progress.done) == (State.DONE, 2)
    assert view.fit == scenes.known()
    assert view.past == (scenes.checked(),)
    (today,) = view.scenarios
    assert (today.policy.shifts, today.seed, today.price_an_hour, today.currency) == (
        (scenes.OFFICE,),
        1,
        31195.0,
        "IDR",
    )
    assert jobs_asked() == ["tanggap.staffing_learn", "tanggap.staffing_try"]


def test_several_units_are_one_pool_of_people(analyst, past):
    basis = scenes.learned(analyst, scenes.SUDIN, scenes.POST)

    view = queries.basis(analyst, basis)
    assert view.fit.units == (scenes.SUDIN, scenes.POST)
    assert sum(shift.staff for shift in view.fit.staff) == 4
    assert [one.unit for one in view.past] == [scenes.SUDIN, scenes.POST]


def test_the_same_inputs_and_seed_give_the_same_numbers_again(analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted())
    scenes.work()
    (first,) = queries.editions(analyst, basis, number)
    assert first.outcome.runs == 5

    actions.repeat(by=analyst, basis=basis, number=number, edition=1)
    scenes.work()

    (again,) = queries.editions(analyst, basis, number)
    assert (again.is_same, again.is_repeating, again.outcome) == (True, False, first.outcome)


def test_what_gives_other_numbers_is_told_as_other(analyst, basis, monkeypatch):
    monkeypatch.setattr(kept, "digest", lambda _result: "0" * 64)

    actions.repeat(by=analyst, basis=basis, number=1, edition=1)
    scenes.work()

    assert queries.editions(analyst, basis, 1)[0].is_same is False


def test_a_change_is_the_next_edition_and_the_old_one_stays(analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted("Two more"))
    actions.change(by=analyst, basis=basis, number=number, edition=1, wanted=wanted("Three more", seed=7))

    rows = queries.editions(analyst, basis, number)
    assert [(row.edition, row.name, row.seed) for row in rows] == [(2, "Three more", 7), (1, "Two more", 1)]
    assert [row.name for row in queries.basis(analyst, basis).scenarios][1:] == ["Three more"]


def test_an_edition_that_somebody_else_replaced_is_not_changed(analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted())
    actions.change(by=analyst, basis=basis, number=number, edition=1, wanted=wanted("Theirs"))

    with pytest.raises(actions.Changed):
        actions.change(by=analyst, basis=basis, number=number, edition=1, wanted=wanted("Mine"))

    assert Scenario.objects.filter(name="Mine").count() == 0


def test_nobody_at_work_is_a_result_and_no_refusal(analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted("Nobody", replace(scenes.OFFICE, staff=0)))
    scenes.work()

    (row,) = queries.editions(analyst, basis, number)
    assert Doubt.NO_STAFF in row.outcome.doubts
    assert row.outcome.answered_in_six.mean == 0
    assert row.outcome.load == float("inf")  # JSON has no word for it, and it comes back


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"days": 0}, "period.days"),
        ({"days": 367}, "period.days"),
        ({"runs": 1}, "runs"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**31}, "seed"),
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"demand": Demand(storms=(Storm(scenes.date(2020, 1, 1), 20_000),))}, "demand.storms.0.on"),
        ({"target": Target(Goal.ANSWERED_IN_SIX, 1.2)}, "target.share"),
        ({"target": Target(Goal.ANSWERED_IN_SIX, 0.9), "most_staff": 0}, "most_staff"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field_and_nothing_is_kept(analyst, basis, changed, field):
    with pytest.raises(Invalid) as refused:
        actions.try_out(by=analyst, basis=basis, wanted=replace(wanted(), **changed))

    assert list(refused.value.errors) == [field]
    assert Scenario.objects.filter(basis=basis).count() == 1


def test_a_shift_of_too_many_people_is_refused_by_its_place(analyst, basis):
    two = wanted("Many", scenes.OFFICE, Shift(501, 0, 60))
    with pytest.raises(Invalid) as refused:
        actions.try_out(by=analyst, basis=basis, wanted=two)

    assert "shifts.1.staff" in refused.value.errors


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"units": []}, "units"),
        ({"units": ["nowhere"]}, "units"),
        ({"units": [f"kel-{number}" for number in range(7)]}, "units"),
        ({"days": 27}, "days"),
        ({"days": 731}, "days"),
        ({"end": scenes.date(2999, 1, 1)}, "end"),
    ],
)
def test_a_past_that_cannot_be_learned_is_refused_by_its_field(analyst, given, field):
    with pytest.raises(Invalid) as refused:
        actions.begin(by=analyst, **{"units": [scenes.SUDIN], **given})

    assert list(refused.value.errors) == [field]
    assert Basis.objects.count() == 0


def test_a_unit_with_three_reports_is_refused_with_the_reason_in_each_language(analyst, monkeypatch):
    def fit(unit, **_how):
        raise TooFew(3)

    monkeypatch.setattr(jobs, "fit", fit)
    basis = actions.begin(by=analyst, units=[scenes.SUDIN])
    jobs.learn(basis)

    assert queries.basis(analyst, basis).basis.progress.state == State.REFUSED
    with translation.override("en"):
        assert queries.basis(analyst, basis).basis.progress.reason.startswith(
            "The unit has too few reports to learn from: 3 in"
        )
    assert set(Basis.objects.get(pk=basis).reason) == {"id", "en"}
    with pytest.raises(actions.NotLearned):
        actions.try_out(by=analyst, basis=basis, wanted=wanted())


def test_what_breaks_ends_as_failed_and_is_not_tried_for_ever(analyst, monkeypatch, caplog):
    monkeypatch.setattr(jobs, "fit", lambda unit, **_how: 1 / 0)
    basis = actions.begin(by=analyst, units=[scenes.SUDIN])
    jobs.learn(basis)

    assert queries.basis(analyst, basis).basis.progress.state == State.FAILED
    assert "a calculation of staffing failed" in caplog.text


def test_what_a_dead_worker_left_is_asked_for_again_and_given_up_after_three_deaths(analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted())
    begun = clock.now() - timedelta(minutes=9)
    dead = Scenario.objects.filter(basis=basis, number=number)
    dead.update(state=State.RUNNING, tries=2, made_at=begun, looked_at=begun)

    assert jobs.resume(idle_since=clock.now() - timedelta(minutes=5)) == 1
    dead.update(tries=3)
    scenes.work()

    assert queries.editions(analyst, basis, number)[0].progress.state == State.FAILED


def test_what_ended_is_not_written_twice(analyst, basis):
    row = Scenario.objects.get(basis=basis, number=1)
    jobs.compute(row.pk)

    assert Scenario.objects.get(pk=row.pk).ended_at == row.ended_at


def test_the_least_that_reaches_a_target_is_sought_and_kept(analyst, basis):
    target = Target(Goal.SOLVED_IN_TIME, 0.5, 0.6)
    number = actions.seek(by=analyst, basis=basis, wanted=wanted(target=target, most_staff=4))
    scenes.work()

    (row,) = queries.editions(analyst, basis, number)
    assert row.search.target == target
    assert (row.search.found is None) == (row.outcome is None)


def test_one_person_cannot_fill_the_queue(analyst, past):
    for _number in range(4):
        actions.begin(by=analyst, units=[scenes.SUDIN])

    with pytest.raises(actions.Busy):
        actions.begin(by=analyst, units=[scenes.SUDIN])


def test_a_supervisor_reaches_the_units_below_and_no_others(analyst, past):
    supervisor = make.staff(of=scenes.POST, role=Role.SUPERVISOR)
    theirs, other = scenes.learned(supervisor, scenes.POST), scenes.learned(analyst, scenes.SUDIN)

    assert [row.id for row in queries.bases(supervisor)] == [theirs]
    assert [row.id for row in queries.bases(analyst)] == [other, theirs]
    with pytest.raises(NotFound):
        queries.basis(supervisor, other)
    with pytest.raises(NotFound):
        actions.try_out(by=supervisor, basis=other, wanted=wanted())
    with pytest.raises(NotAllowed):
        actions.begin(by=supervisor, units=[scenes.SUDIN])


def test_what_is_kept_comes_back_to_the_last_bit(analyst, basis):
    (row,) = queries.editions(analyst, basis, 1)

    assert kept.load(type(row.outcome), kept.dump(row.outcome)) == row.outcome


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "done", "result": None},
        {"state": "refused", "result": None, "digest": "", "reason": {}},
        {"number": 0},
        {"target": {"share": 1}},
        {"state": "gone"},
    ],
)
def test_the_database_refuses_what_no_action_writes(basis, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Scenario.objects.filter(basis=basis, number=1).update(**broken)


def test_a_list_takes_the_same_statements_however_many_there_are(analyst, past, django_assert_num_queries):
    scenes.learned(analyst)
    queries.bases(analyst)
    with django_assert_num_queries(2):
        queries.bases(analyst)
    basis = scenes.learned(analyst)
    actions.try_out(by=analyst, basis=basis, wanted=wanted())
    with django_assert_num_queries(2):
        assert len(queries.bases(analyst)) == 2
    with django_assert_num_queries(2):
        assert len(queries.basis(analyst, basis).scenarios) == 2

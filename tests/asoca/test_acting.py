"""Actions with an owner and a day, that never wait in a circle; and effects that are followed."""

import itertools
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.asoca import scenes
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.asoca import actions, circles, followed, queries
from tanggap.asoca.models import Action, Dependency, Following, Reading, Strategy
from tanggap.asoca.refusals import Changed, Circular, NotClosed, StillNeeded, StillWaits
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.insight.statistics import Point, Selection

SELECTION = Selection(date(2026, 1, 5), date(2026, 10, 31), area="31.75")
AT = date(2026, 6, 1)


def plan(scene, text="Do it", **changes):
    """Plan an action of the board's first strategy."""
    given = {
        "pair": "Ab-O", "text": text, "owner": scene.by.unit_id, "owner_role": "Head", "due_on": date(2027, 1, 1), **changes,
    }  # fmt: skip
    return actions.plan(by=scene.by, board=scene.number, **given)


def shown(scene, number):
    return queries.action(scene.by, number)


@pytest.mark.django_db
def test_actions_come_when_the_order_stands():
    scene = scenes.opened()

    with pytest.raises(NotClosed), transaction.atomic():
        plan(scene)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Action.objects.create(
            strategy=Strategy.objects.first(),
            text="x",
            owner_id=scene.by.unit_id,
            owner_role="x",
            due_on=AT,
            made_at=clock.now(),
        )

    assert refused.value.__cause__.diag.constraint_name == "asoca_acted_when_closed"
    assert not Action.objects.exists()


@pytest.mark.django_db
def test_an_action_has_an_owner_a_budget_a_day_and_what_comes_before_it():
    scene = scenes.closed()
    first = plan(scene, budget=0)
    second = plan(scene, "Then this", budget=250_000_000, needs=[first])

    row = shown(scene, second)

    assert (row.owner, row.owner_role, row.budget, row.state) == (scene.by.unit_id, "Head", 250_000_000, "planned")
    assert row.needs == ((first, "Do it", "planned"),)
    assert [one.id for one in queries.board(scene.by, scene.number).strategies[0].actions] == [first, second]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"owner": "nobody"}, "owner"), ({"budget": -1}, "budget"), ({"budget": 10**16}, "budget"), ({"text": " "}, "text"),
     ({"owner_role": ""}, "owner_role"), ({"due_on": date(3000, 1, 1)}, "due_on"), ({"needs": [987654]}, "needs")],
)  # fmt: skip
def test_what_is_no_action_is_refused_by_its_field(wrong, field):
    scene = scenes.closed()

    with pytest.raises(Invalid) as told, transaction.atomic():
        plan(scene, **wrong)

    assert list(told.value.errors) == [field]
    assert not Action.objects.exists()


@pytest.mark.django_db
def test_no_action_waits_for_itself_over_however_many_others():
    scene = scenes.closed()
    first = plan(scene, "first")
    second = plan(scene, "second", needs=[first])
    third = plan(scene, "third", pair="S-C", needs=[second])
    row = shown(scene, first)

    with pytest.raises(Circular) as told, transaction.atomic():
        actions.change(
            by=scene.by, action=first, version=row.version, text="first", owner=row.owner, owner_role="Head",
            due_on=row.due_on, needs=[third],
        )  # fmt: skip

    assert "“first” → “third” → “second” → “first”" in str(told.value)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Dependency.objects.create(action_id=first, needs_id=third)
    assert refused.value.__cause__.diag.constraint_name == "asoca_no_circle"
    assert Dependency.objects.count() == 2


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.integers(1, 7), st.sets(st.integers(1, 7), max_size=4), max_size=7))
def test_a_circle_is_found_exactly_where_there_is_one(needs):
    """Held against the transitive closure, computed by squaring."""
    reach = {a: set(needs.get(a, ())) for a in range(1, 8)}
    for _round in range(3):
        reach = {a: reach[a] | {c for b in reach[a] for c in reach[b]} for a in reach}

    for start in range(1, 8):
        way = circles.find(needs, start)
        assert bool(way) == (start in reach[start])
        assert all(after in needs[before] for before, after in itertools.pairwise(way))


@pytest.mark.django_db
def test_it_is_done_after_what_it_waits_for_and_dropped_when_nothing_waits():
    scene = scenes.closed()
    first = plan(scene, "first")
    second = plan(scene, "second", needs=[first])

    def set_state(number, state):
        actions.set_state(by=scene.by, action=number, version=shown(scene, number).version, state=state, note="so")

    with pytest.raises(StillWaits):
        set_state(second, "done")
    with pytest.raises(StillNeeded):
        set_state(first, "dropped")
    set_state(first, "under_way")
    set_state(first, "done")
    set_state(second, "done")

    row = shown(scene, second)
    today = clock.local(clock.now()).date()
    assert (row.state, row.started_on, row.ended_on, row.note) == ("done", today, today, "so")


@pytest.mark.django_db
def test_progress_is_told_by_who_answers_for_the_owning_unit():
    scene = scenes.closed()
    unit = make.unit()
    number = plan(scene, owner=unit.code)
    chief, stranger = (
        make.staff(of=unit, role=Role.SUPERVISOR, competent=False),
        make.staff(of=make.unit(), role=Role.SUPERVISOR, competent=False),
    )

    actions.set_state(by=chief, action=number, version=1, state="under_way")
    with pytest.raises(NotAllowed):
        actions.set_state(by=stranger, action=number, version=2, state="done")
    with pytest.raises(Changed):
        actions.set_state(by=chief, action=number, version=1, state="done")

    assert queries.action(chief, number).may_report
    assert not queries.action(stranger, number).may_report


@pytest.mark.django_db
def test_what_is_past_its_day_and_not_over_is_late():
    scene = scenes.closed()
    yesterday = clock.local(clock.now()).date() - timedelta(days=1)
    number = plan(scene, due_on=yesterday)

    assert shown(scene, number).is_late
    actions.set_state(by=scene.by, action=number, version=1, state="dropped")
    assert not shown(scene, number).is_late


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"indicator": "no_such"}, "indicator"), ({"method": "guess"}, "method"), ({"at": date(2026, 1, 5)}, "at"),
     ({"control": {"area": "31.74"}}, "control"), ({"method": "did"}, "control"),
     ({"method": "did", "control": {"area": "31.75"}}, "control"), ({"method": "did", "control": {"area": "99"}}, "control"),
     ({"method": "did", "control": {"colour": "red"}}, "control")],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_by_its_field(wrong, field):
    scene = scenes.closed()
    number = plan(scene)

    with pytest.raises(Invalid) as told:
        actions.follow(
            **{
                "by": scene.by,
                "action": number,
                "indicator": "answered_in_six",
                "selection": SELECTION,
                "at": AT,
                **wrong,
            }
        )

    assert list(told.value.errors) == [field]
    assert not Following.objects.exists()


@pytest.mark.django_db
def test_an_effect_is_followed_read_and_kept_with_what_it_said_each_day(monkeypatch):
    scene = scenes.closed()
    number = plan(scene)
    following = actions.follow(by=scene.by, action=number, indicator="answered_in_six", selection=SELECTION, at=AT)
    values = [0.6 + 0.01 * (week % 3) + 0.2 * (week >= 21) for week in range(40)]
    asked = []

    def course(selection, code, step):
        asked.append((selection.area, code, step, selection.first))
        days = [SELECTION.first + timedelta(weeks=week) for week in range(40)]
        return [
            Point(day, day + timedelta(days=6), value, 100, None, None, False)
            for day, value in zip(days, values, strict=True)
        ]

    monkeypatch.setattr(followed.figures, "course", course)
    actions.take_reading(by=scene.by, following=following)
    actions.take_reading(by=scene.by, following=following)

    row, effect = queries.effect(scene.by, following)
    assert asked[0] == ("31.75", "answered_in_six", "week", SELECTION.first)
    assert (effect.verdict, effect.before, effect.after) == ("better", 21, 19)
    assert Reading.objects.count() == 1
    assert row.latest.verdict == "better"
    assert (row.latest.value, row.latest.said) == (pytest.approx(effect.main.value), effect.said)
    assert "marks" not in Reading.objects.get().result or Reading.objects.get().result["marks"] == []
    with pytest.raises(Invalid):
        actions.unfollow(by=scene.by, following=following)


def test_where_weeks_have_too_few_cases_months_are_read(monkeypatch):
    """No database: a following is looked at as it stands."""
    asked = []

    def course(selection, code, step):
        asked.append(step)
        months = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(20)]
        if step == "week":
            return [Point(day, day + timedelta(days=6), None, 3, None, None, False, "few") for day in months]
        return [
            Point(day, day + timedelta(days=27), 0.5 + 0.01 * (day.month % 2), 40, None, None, False) for day in months
        ]

    monkeypatch.setattr(followed.figures, "course", course)
    following = Following(indicator="answered_in_six", method="its", at=date(2025, 10, 1), first=date(2025, 1, 1))

    effect = followed.effect(following)

    assert (asked, effect.step, effect.verdict) == (["week", "month"], "month", "unclear")


@pytest.mark.django_db
def test_an_effect_without_data_says_why_and_never_fails():
    scene = scenes.closed()
    number = plan(scene)
    its = actions.follow(by=scene.by, action=number, indicator="answered_in_six", selection=SELECTION, at=AT)
    did = actions.follow(
        by=scene.by,
        action=number,
        indicator="reopened",
        selection=SELECTION,
        at=AT,
        method="did",
        control={"area": "31.74"},
    )

    for following in (its, did):
        actions.take_reading(by=scene.by, following=following)
        row, effect = queries.effect(scene.by, following)
        assert (effect.verdict, effect.estimates) == ("untold", ())
        assert row.latest.said == effect.reason
    with pytest.raises(Invalid):  # the same effect twice
        actions.follow(by=scene.by, action=number, indicator="answered_in_six", selection=SELECTION, at=AT)


@pytest.mark.django_db
def test_an_effect_of_a_board_that_one_may_not_see_is_unknown():
    scene = scenes.closed()
    following = actions.follow(by=scene.by, action=plan(scene), indicator="answered_in_six", selection=SELECTION, at=AT)

    with pytest.raises(NotFound):
        queries.effect(make.staff(of=make.unit(), competent=False), following)


@pytest.mark.django_db
def test_effects_are_read_by_the_clock_once_a_week_while_the_action_goes_on():
    scene = scenes.closed()
    kept, dropped = plan(scene), plan(scene, "dropped")
    for number in (kept, dropped):
        actions.follow(by=scene.by, action=number, indicator="answered_in_six", selection=SELECTION, at=AT)
    actions.set_state(by=scene.by, action=dropped, version=1, state="dropped")

    with clock.at(clock.midnight(date(2026, 11, 2))):
        assert (actions.read_due(limit=10), actions.read_due(limit=10)) == (1, 0)
    with clock.at(clock.midnight(date(2026, 11, 9))):
        assert actions.read_due(limit=10) == 1
    with clock.at(clock.midnight(AT - timedelta(days=1))):
        assert actions.read_due(limit=10) == 0

    assert [one.on for one in shown(scene, kept).followings[0].readings] == [date(2026, 11, 2), date(2026, 11, 9)]

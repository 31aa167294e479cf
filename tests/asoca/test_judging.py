"""Judgements: whose they are, how they are told, that nobody's are lost and nobody sees another's before time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from tests.asoca import scenes
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.asoca import actions, laid, queries
from tanggap.asoca.models import Assessor, Judgement, Rating
from tanggap.asoca.refusals import Changed, Judged, NotOpen
from tanggap.core.refusal import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
PAIR = ("Ab", "Ab1", "Ab2")


def panel(*, people=2):
    """Return an open board that so many officers judge."""
    scene = scenes.draft()
    for _number in range(people):
        scene.do(actions.add_assessor, username=make.staff(of=make.unit(), competent=False).username)
    scene.do(actions.open_for_judgement)
    return scene


def test_a_pair_may_be_told_either_way_round_and_is_kept_once():
    scene = panel(people=1)
    judge = scene.assessors[0]

    version = actions.judge(by=judge.staff, assessor=judge.pk, version=1, steps={PAIR: 3})
    actions.judge(by=judge.staff, assessor=judge.pk, version=version, steps={("Ab", "Ab2", "Ab1"): 5})

    assert list(Judgement.objects.values_list("first", "second", "step")) == [("Ab1", "Ab2", -5)]


def test_none_takes_back_and_what_is_not_named_stays():
    scene = panel(people=1)
    judge = scene.assessors[0]
    scenes.judge(scene, judge)
    judge.refresh_from_db()

    actions.judge(by=judge.staff, assessor=judge.pk, version=judge.version, steps={PAIR: None}, ratings={"S1": None})

    sheet = queries.sheet(judge.staff, judge.pk)
    assert (sheet.assessor.given, sheet.assessor.wanted) == (17, 19)
    assert Rating.objects.count() == 9


@pytest.mark.parametrize("steps", [{PAIR: 0}, {PAIR: 10}, {PAIR: -1}, {("Ab", "Ab1", "S1"): 3}, {("no", "a", "b"): 1}])
def test_what_is_no_judgement_of_this_board_is_refused_and_nothing_is_kept(steps):
    scene = panel(people=1)
    judge = scene.assessors[0]

    with pytest.raises(Invalid):
        actions.judge(by=judge.staff, assessor=judge.pk, version=1, steps={("external", "O", "C"): 3, **steps})

    assert (Judgement.objects.count(), Assessor.objects.get().version) == (0, 1)


@pytest.mark.parametrize("ratings", [{"Ab1": 0}, {"Ab1": 5}, {"Zz": 3}])
def test_what_is_no_rating_is_refused(ratings):
    scene = panel(people=1)
    judge = scene.assessors[0]

    with pytest.raises(Invalid):
        actions.judge(by=judge.staff, assessor=judge.pk, version=1, ratings=ratings)

    assert not Rating.objects.exists()


def test_the_database_holds_the_scale_the_pair_and_one_judgement_of_each():
    scene = panel(people=1)
    judge = scene.assessors[0]
    scenes.judge(scene, judge)

    def refused(**told):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            Judgement.objects.create(
                assessor=judge, **{"among": "Ab", "first": "Ab1", "second": "Ab2", "step": 1, **told}
            )
        return error.value.__cause__.diag.constraint_name

    assert refused(first="Ab2", second="Ab1") == "asoca_judged_once"
    assert refused(second="Ab1") == "asoca_judgement_of_two"
    assert refused(first="x", step=0) == "asoca_judgement_on_scale"
    assert refused(first="x", step=-1) == "asoca_judgement_on_scale"
    assert refused(among="x") == "asoca_judgement_among"


def test_nobody_judges_for_another():
    scene = panel()
    first, second = scene.assessors

    for by in (second.staff, scene.by):
        with pytest.raises(NotAllowed):
            actions.judge(by=by, assessor=first.pk, version=1, steps={PAIR: 3})

    assert not Judgement.objects.exists()


def test_the_paper_of_one_without_an_account_is_entered_by_who_keeps_the_board():
    scene = scenes.opened()
    judge = scene.assessors[0]

    actions.judge(by=scene.by, assessor=judge.pk, version=1, steps={PAIR: 3})
    with pytest.raises(NotAllowed):
        actions.judge(by=make.staff(of=make.unit(), competent=False), assessor=judge.pk, version=2, steps={PAIR: 3})

    assert Judgement.objects.get().step == 3


def test_only_an_open_board_is_judged():
    scene = scenes.closed()
    judge = scene.assessors[0]

    with pytest.raises(NotOpen):
        actions.judge(by=scene.by, assessor=judge.pk, version=judge.version, steps={PAIR: 3})


def test_two_windows_of_one_person_lose_nothing():
    scene = panel(people=1)
    judge = scene.assessors[0]
    actions.judge(by=judge.staff, assessor=judge.pk, version=1, steps={PAIR: 3})

    with pytest.raises(Changed):
        actions.judge(by=judge.staff, assessor=judge.pk, version=1, steps={PAIR: -3})

    assert Judgement.objects.get().step == 3


def test_judgements_and_order_are_hidden_until_everybody_has_judged():
    scene = panel()
    first, second = scene.assessors
    leader = make.staff(of=make.unit(), role=Role.LEADER, competent=False)
    scenes.judge(scene, first, step=5)

    for reader in (leader, scene.by, second.staff):
        view = queries.board(reader, scene.number)
        assert (view.is_revealed, view.ranking, view.sets, view.differences) == (False, None, (), ())
        assert {one.ranked for one in view.strategies} == {None}
        assert [one.is_complete for one in view.assessors] == [True, False]
        with pytest.raises(NotFound):
            queries.sheet(reader, first.pk)

    scenes.judge(scene, second, step=-5)
    view = queries.board(leader, scene.number)
    assert view.is_revealed
    assert len(view.ranking.strategies) == 6
    assert view.differences[0].spread > 2


def test_a_closed_board_shows_each_sheet_to_who_may_see_it_and_nobody_writes_there():
    scene = scenes.closed()

    sheet = queries.sheet(make.staff(of=make.unit(), role=Role.LEADER, competent=False), scene.assessors[0].pk)

    assert (sheet.assessor.is_complete, sheet.may_write) == (True, False)
    with pytest.raises(NotFound):
        queries.sheet(make.staff(of=make.unit(), competent=False), scene.assessors[0].pk)


def test_the_sheet_shows_how_consistent_one_is_and_which_answer_to_look_at_again():
    scene = scenes.draft(each=3)
    scene.do(actions.add_assessor, name="Judge")
    scene.do(actions.open_for_judgement)
    judge = scene.assessors[0]
    steps = {("Ab", "Ab1", "Ab2"): 9, ("Ab", "Ab2", "Ab3"): 9, ("Ab", "Ab1", "Ab3"): -9}

    actions.judge(by=scene.by, assessor=judge.pk, version=1, steps=steps)

    found = {one.among: one for one in queries.sheet(scene.by, judge.pk).sets}
    assert found["Ab"].weights.cr > 0.1
    assert found["Ab"].mend.cr < found["Ab"].weights.cr
    assert found["S"].weights is None
    assert [pair.step for pair in found["Ab"].pairs] == [9, -9, 9]
    assert found["Ab"].pairs[0].field == "step:Ab:Ab1:Ab2"


def test_who_judges_is_named_before_the_end_and_goes_only_before_judging():
    scene = panel(people=1)
    judge = scene.assessors[0]
    extra = scene.do(actions.add_assessor, name=" Warga  RW 05 ")
    scenes.judge(scene, judge)

    with pytest.raises(Judged):
        scene.do(actions.remove_assessor, assessor=judge.pk)
    scene.do(actions.remove_assessor, assessor=extra)

    assert [one.pk for one in scene.assessors] == [judge.pk]


@pytest.mark.parametrize("given", [{}, {"username": "nobody"}, {"username": "x", "name": "y"}, {"name": "\x00"}])
def test_a_judge_is_one_known_person(given):
    with pytest.raises(Invalid):
        scenes.draft().do(actions.add_assessor, **given)


def test_nobody_judges_twice():
    scene = scenes.draft()
    person = make.staff(of=make.unit(), competent=False)
    scene.do(actions.add_assessor, username=person.username)

    with pytest.raises(Invalid):
        scene.do(actions.add_assessor, username=person.username.upper())


@pytest.mark.django_db(transaction=True)
def test_six_assessors_at_once_lose_no_judgement():
    scene = scenes.opened(judges=6)
    pairs = laid.pairs(laid.groups(scene.number))

    def save(judge):
        try:
            actions.judge(by=scene.by, assessor=judge.pk, version=1, steps=dict.fromkeys(pairs, 2))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(save, scene.assessors))

    assert Judgement.objects.count() == 6 * len(pairs)
    assert set(Assessor.objects.values_list("version", flat=True)) == {2}

"""A board from the draft to its end, and what is refused on the way; each rule also where Python is gone round."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.asoca import scenes
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.asoca import actions, example, queries
from tanggap.asoca.models import Assessor, Board, Element, Judgement, Link, Strategy
from tanggap.asoca.refusals import Changed, Judged, NotADraft, NothingToRank, NotOpen, NotReady, OnlyExample
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.insight.statistics import Selection

pytestmark = pytest.mark.django_db


def refused_by_the_database(write):
    """Return the name of the rule by which the database refuses a write."""
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        write()
    return told.value.__cause__.diag.constraint_name


def test_a_new_board_is_a_draft_with_six_strategies_and_says_what_it_lacks():
    by = scenes.analyst()

    number = actions.create(by=by, title=" CRM \n 2026 ", first=date(2026, 1, 1), last=date(2026, 3, 31), area="31.75")

    view = queries.board(by, number)
    assert (view.board.title, view.board.state, view.board.version, view.board.edition) == ("CRM 2026", "draft", 1, 1)
    assert [one.pair for one in view.strategies] == ["Ab-O", "S-O", "Ag-O", "Ab-C", "S-C", "Ag-C"]
    assert len(view.missing) == 5 + 6 + 1
    assert (view.is_revealed, view.ranking, view.may_edit) == (False, None, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " \x00 "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"purpose": "x" * 1001}, "purpose"),
        ({"first": date(2026, 4, 1)}, "last"),
        ({"first": date(1, 1, 1)}, "first"),
        ({"area": "99.99"}, "area"),
    ],
)
def test_what_makes_no_board_is_refused_by_its_field(wrong, field):
    given = {"title": "CRM", "first": date(2026, 1, 1), "last": date(2026, 3, 31)}

    with pytest.raises(Invalid) as told:
        actions.create(by=scenes.analyst(), **{**given, **wrong})

    assert list(told.value.errors) == [field]
    assert not Board.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.LEADER, Role.VALIDATOR, Role.INTAKE])
def test_only_those_who_keep_boards_make_them(role):
    with pytest.raises(NotAllowed):
        actions.create(
            by=make.staff(of=make.unit(), role=role, competent=False),
            title="x",
            first=date(2026, 1, 1),
            last=date(2026, 1, 2),
        )


def test_a_board_goes_from_nothing_to_its_end_by_the_products_own_actions():
    by = scenes.analyst()
    scene = scenes.Scene(by, actions.create(by=by, title="CRM", first=date(2026, 1, 1), last=date(2026, 3, 31)))
    keys = [
        scene.do(actions.add_element, group=letter, text=f"{letter} is so") for letter in ("Ab", "S", "Ag", "O", "C")
    ]
    scene.do(
        actions.write_strategies,
        texts={one.pair: f"Do {one.pair}" for one in queries.board(by, scene.number).strategies},
    )
    scene.do(actions.add_assessor, name="Judge")
    scene.do(actions.describe, title="CRM, first quarter", first=date(2026, 1, 1), last=date(2026, 3, 31))
    scene.do(actions.open_for_judgement)
    scenes.judge(scene, scene.assessors[0], step=2)
    scene.do(actions.close)

    view = queries.board(by, scene.number)
    assert keys == ["Ab1", "S1", "Ag1", "O1", "C1"]
    assert (view.board.title, view.board.state, view.is_revealed) == ("CRM, first quarter", "closed", True)
    assert view.ranking.order[0] == "Ab-O"


def test_elements_get_keys_that_no_edition_uses_twice():
    scene = scenes.draft()
    scene.do(actions.remove_element, key="Ab2")

    assert scene.do(actions.add_element, group="Ab", text="another") == "Ab2"  # never judged, so it may come back
    for assessor in range(1):
        scene.do(actions.add_assessor, name=f"Judge {assessor}")
    scene.do(actions.open_for_judgement)
    scenes.judge(scene, scene.assessors[0])
    scene.do(actions.close)
    later = scenes.Scene(scene.by, actions.new_edition(by=scene.by, board=scene.number))
    later.do(actions.remove_element, key="Ab2")
    assert later.do(actions.add_element, group="Ab", text="something else") == "Ab3"


def test_a_tenth_element_of_a_group_is_refused():
    scene = scenes.draft(each=1)
    for number in range(8):
        scene.do(actions.add_element, group="S", text=f"more {number}")

    with pytest.raises(Invalid):
        scene.do(actions.add_element, group="S", text="the tenth")

    assert Element.objects.filter(board=scene.number, group="S").count() == 9


def test_who_has_not_seen_the_latest_version_writes_nothing():
    scene = scenes.draft()
    seen = scene.version
    scene.do(actions.change_element, key="Ab1", text="by one")

    with pytest.raises(Changed):
        actions.change_element(by=scene.by, board=scene.number, version=seen, key="Ab1", text="by another")

    assert Element.objects.get(board=scene.number, key="Ab1").text == "by one"


def test_documents_are_addresses_or_names_and_nothing_that_runs():
    scene = scenes.draft()
    scene.do(actions.link_document, key="Ab1", title="Rule", target="https://example.org/a b".replace(" ", "%20"))
    scene.do(actions.link_document, key="Ab1", title="Rule", target="Pergub 39/2019, arsip 12")

    for target in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "//x"[:0], "x" * 1001):
        with pytest.raises(Invalid):
            scene.do(actions.link_document, key="Ab1", title="Rule", target=target)
    with pytest.raises(Invalid):
        scene.do(actions.link_document, key="Ab1", title="again", target="Pergub 39/2019, arsip 12")

    links = next(one for one in queries.board(scene.by, scene.number).groups[0].elements).links
    assert [(one.target, bool(one.address)) for one in links] == [
        ("https://example.org/a%20b", True),
        ("Pergub 39/2019, arsip 12", False),
    ]


def test_an_indicator_is_linked_with_what_it_says_now_and_its_query_id():
    scene = scenes.draft()
    selection = Selection(date(2026, 1, 1), date(2026, 1, 31), area="31.75")

    scene.do(actions.link_indicator, key="C2", code="answered_in_six", selection=selection)

    link = Link.objects.get()
    assert (link.value, link.n, bool(link.reason)) == (None, 0, True)
    assert link.target.startswith("tg1:")
    scene.do(actions.link_query, key="C1", query=link.target)
    said = queries.today(scene.by, scene.number)
    assert [one.is_same for one in said.values()] == [True, True]
    with pytest.raises(Invalid):
        scene.do(actions.link_indicator, key="C2", code="no_such", selection=selection)
    scene.do(actions.unlink, link=link.pk)
    with pytest.raises(NotFound):
        scene.do(actions.unlink, link=link.pk)


def test_an_element_rests_on_the_same_number_once_whenever_it_was_told():
    scene, selection = scenes.draft(), Selection(date(2026, 1, 1), date(2026, 1, 31))
    scene.do(actions.link_indicator, key="C2", code="answered_in_six", selection=selection)

    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(Invalid) as refused:
        scene.do(actions.link_indicator, key="C2", code="answered_in_six", selection=selection)
    scene.do(actions.link_indicator, key="Ab1", code="answered_in_six", selection=selection)

    assert set(refused.value.errors) == {"indicator"}


def test_a_board_that_lacks_something_is_not_opened_and_says_what():
    scene = scenes.draft()
    scene.do(actions.write_strategies, texts={"S-C": ""})

    with pytest.raises(NotReady) as told:
        scene.do(actions.open_for_judgement)

    assert len(told.value.missing) == 2
    assert "S-C" in told.value.missing[0]
    assert Board.objects.get().state == "draft"


def test_what_lies_on_an_open_board_stays():
    scene = scenes.opened()

    with pytest.raises(NotADraft):
        scene.do(actions.add_element, group="S", text="late")
    with pytest.raises(NotADraft):
        scene.do(actions.write_strategies, texts={"S-C": "late"})

    element, strategy = Element.objects.first(), Strategy.objects.first()
    rule = "asoca_laid_on_a_draft"
    assert refused_by_the_database(lambda: Element.objects.filter(pk=element.pk).update(text="x")) == rule
    assert refused_by_the_database(element.delete) == rule
    assert refused_by_the_database(lambda: Strategy.objects.filter(pk=strategy.pk).update(text="x")) == rule
    assert (
        refused_by_the_database(
            lambda: Link.objects.create(
                element=element, kind="document", title="x", target="x", at=Board.objects.get().made_at
            )
        )
        == rule
    )


def test_an_open_board_goes_back_only_while_nobody_judged_it():
    scene = scenes.opened()
    scene.do(actions.back_to_draft)
    scene.do(actions.open_for_judgement)
    scenes.judge(scene, scene.assessors[0])

    with pytest.raises(Judged):
        scene.do(actions.back_to_draft)

    back = {"state": "draft", "opened_at": None}
    assert refused_by_the_database(lambda: Board.objects.update(**back)) == "asoca_board_judged"


def test_a_board_is_not_closed_before_there_is_an_order():
    scene = scenes.opened()

    with pytest.raises(NothingToRank) as told:
        scene.do(actions.close)

    assert told.value.missing == list(queries.board(scene.by, scene.number).missing)
    assert Board.objects.get().state == "open"


def test_a_closed_board_never_changes_again():
    scene = scenes.closed()

    for act in (actions.open_for_judgement, actions.discard):
        with pytest.raises(NotADraft):
            scene.do(act)
    with pytest.raises(NotOpen):
        scene.do(actions.close)

    assert refused_by_the_database(lambda: Board.objects.update(title="x")) == "asoca_board_closed"
    assert refused_by_the_database(lambda: Board.objects.all()._raw_delete("default")) == "asoca_board_stays"
    assert refused_by_the_database(lambda: Judgement.objects.update(step=9)) == "asoca_judged_while_open"
    assert refused_by_the_database(lambda: Assessor.objects.update(name="x")) == "asoca_assessor_before_the_end"


def test_a_draft_is_thrown_away_with_all_that_lies_on_it():
    scene = scenes.draft()

    scene.do(actions.discard)

    assert (Board.objects.count(), Element.objects.count(), Strategy.objects.count()) == (0, 0, 0)


def test_an_edition_takes_the_elements_with_their_keys_and_leaves_the_judgements():
    scene = scenes.closed(judges=2)

    later = scenes.Scene(scene.by, actions.new_edition(by=scene.by, board=scene.number, last=date(2026, 12, 31)))

    view = queries.board(later.by, later.number)
    assert (view.board.edition, view.board.previous, view.board.state) == (2, scene.number, "draft")
    assert [one.key for group in view.groups for one in group.elements][:3] == ["Ab1", "Ab2", "S1"]
    assert [(one.name, one.given) for one in view.assessors] == [("Judge 1", 0), ("Judge 2", 0)]
    assert [(edition, number) for number, edition, _state in view.editions] == [(1, scene.number), (2, later.number)]
    assert view.missing == ()


def test_two_editions_are_compared_by_their_keys():
    scene = scenes.closed()
    later = scenes.Scene(scene.by, actions.new_edition(by=scene.by, board=scene.number))
    later.do(actions.change_element, key="Ab1", text="worded anew")
    later.do(actions.remove_element, key="C2")
    later.do(actions.add_element, group="O", text="a new opportunity")
    later.do(actions.open_for_judgement)
    scenes.judge(later, later.assessors[0], ratings={"Ab1": 4})
    later.do(actions.close)

    told = queries.compared(scene.by, scene.number, later.number)

    assert {one.name: one.kind for one in told.elements if one.kind != "same"} == {
        "Ab1": "reworded",
        "C2": "removed",
        "O3": "added",
    }
    ratings = {one.name: one.difference for one in told.ratings}
    assert (ratings["Ab1"], ratings["S1"], ratings["C2"]) == (1, 0, None)
    assert told.agreement is None  # on the first board all six were alike, which is no order


def test_who_sees_which_board():
    scene = scenes.opened()
    leader, stranger = (make.staff(of=make.unit(), role=role, competent=False) for role in (Role.LEADER, Role.OFFICER))
    judge = make.staff(of=make.unit(), role=Role.OFFICER, competent=False)
    scene.do(actions.add_assessor, username=judge.username)

    assert [one.id for one in queries.boards(leader)] == [scene.number]
    assert [one.id for one in queries.boards(judge)] == [scene.number]
    assert queries.boards(stranger) == []
    assert queries.board(leader, scene.number).may_edit is False
    with pytest.raises(NotFound):
        queries.board(stranger, scene.number)


def test_a_whole_board_costs_a_fixed_number_of_statements(django_assert_max_num_queries):
    scene = scenes.closed(judges=4)
    by = make.staff(of=make.unit(), role=Role.LEADER, competent=False)

    with django_assert_max_num_queries(13):
        queries.board(by, scene.number)


def test_the_worked_example_is_finished_and_stays_as_it_is():
    by = scenes.analyst()
    number = example.install(by=by)

    assert example.install(by=by) == number == example.number()
    view = queries.board(by, number)
    assert [len(group.elements) for group in view.groups] == [2, 2, 3, 2, 2]
    assert view.ranking.order[0] == "Ab-C"
    assert {one.rank for one in view.ranking.strategies} == {1, 2, 3, 4, 5, 6}
    assert all(one.text for one in view.strategies)
    assert view.ranking.inconsistent == ()
    assert [len(one.actions) for one in view.strategies] == [1, 0, 1, 1, 0, 0]
    sheets = [queries.sheet(by, one.id) for one in view.assessors]
    assert [one.sets[0].weights.is_consistent for one in sheets] == [True, True, False]
    assert sheets[2].sets[0].mend is not None
    with pytest.raises(OnlyExample):
        actions.plan(
            by=by, board=number, pair="S-O", text="x", owner=by.unit_id, owner_role="x", due_on=date(2027, 1, 1)
        )


def test_a_board_of_ones_own_is_made_from_the_example_in_the_readers_language():
    from django.utils import translation

    by = scenes.analyst()
    number = example.install(by=by)

    with translation.override("id"):
        own = actions.new_edition(by=by, board=number, first=date(2026, 1, 1), last=date(2026, 6, 30))
        wanted = [one.text for one in queries.board(by, number).strategies]

    board = Board.objects.get(pk=own)
    assert (board.is_example, board.edition, board.previous, board.state) == (False, 1, None, "draft")
    assert list(Strategy.objects.filter(board=own).order_by("pk").values_list("text", flat=True)) == wanted
    assert not Assessor.objects.filter(board=own).exists()

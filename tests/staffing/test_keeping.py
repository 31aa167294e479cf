"""What is no longer wanted: out of the lists and back, deleted with a reason, or by itself when the city's term is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import make
from tests.staffing import scenes
from tests.staffing.scenes import past, wanted

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.places.city import city
from tanggap.staffing import actions, jobs, keeping, queries
from tanggap.staffing.models import Basis, Removal, Scenario

__all__ = ["past"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    return make.staff(of="jsc-intake", role=Role.ANALYST)


@pytest.fixture
def basis(analyst, past) -> int:
    return scenes.learned(analyst)


def ago(days: int) -> object:
    return clock.now() - timedelta(days=days)


def test_what_is_set_aside_leaves_the_lists_is_not_gone_on_with_and_comes_back(analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted())
    keeping.set_aside(by=analyst, basis=basis, number=number)
    view = queries.basis(analyst, basis)
    assert ([one.number for one in view.scenarios], [one.number for one in view.set_aside]) == ([1], [number])
    assert view.set_aside[0].aside.by == analyst.display_name
    with pytest.raises(actions.SetAside):
        actions.change(by=analyst, basis=basis, number=number, edition=1, wanted=wanted())
    scenes.work()
    assert Scenario.objects.get(basis=basis, number=number).state == "waiting"  # nobody wants it computed

    keeping.take_back(by=analyst, basis=basis, number=number)
    scenes.work()
    keeping.set_aside(by=analyst, basis=basis)
    assert (queries.bases(analyst), [row.id for row in queries.bases(analyst, aside=True)]) == ([], [basis])
    with pytest.raises(actions.SetAside):
        actions.try_out(by=analyst, basis=basis, wanted=wanted())
    actions.repeat(by=analyst, basis=basis, number=number, edition=1)
    jobs.repeat(Scenario.objects.get(basis=basis, number=number).pk)
    assert queries.editions(analyst, basis, number)[0].is_same  # as long as it is kept it gives the same numbers
    keeping.take_back(by=analyst, basis=basis)
    assert [row.id for row in queries.bases(analyst)] == [basis]


def test_the_staffing_of_today_stays(analyst, basis):
    for act in (keeping.set_aside, keeping.take_back):
        with pytest.raises(keeping.Needed):
            act(by=analyst, basis=basis, number=1)
    with pytest.raises(keeping.Needed):
        keeping.remove(by=analyst, basis=basis, number=1, reason="no")


def test_who_deletes_says_why_and_what_it_was_called_stays(analyst, basis):
    number = actions.try_out(by=analyst, basis=basis, wanted=wanted("Two more"))
    actions.change(by=analyst, basis=basis, number=number, edition=1, wanted=wanted("Three more"))
    scenes.work()
    digests = list(
        Scenario.objects.filter(basis=basis, number=number).order_by("edition").values_list("digest", flat=True)
    )
    for reason, field in ((" ", "reason"), ("x" * 1001, "reason")):
        with pytest.raises(Invalid) as refused:
            keeping.remove(by=analyst, basis=basis, number=number, reason=reason)
        assert list(refused.value.errors) == [field]
    assert Removal.objects.count() == 0

    keeping.remove(by=analyst, basis=basis, number=number, reason=" Entered by mistake ")

    gone = Removal.objects.get()
    assert (gone.basis, gone.number, gone.name, gone.reason) == (basis, number, "Three more", "Entered by mistake")
    assert (gone.digests, gone.removed_by, gone.units) == (digests, analyst, [scenes.SUDIN])
    assert list(Scenario.objects.filter(basis=basis).values_list("number", flat=True)) == [1]
    assert actions.try_out(by=analyst, basis=basis, wanted=wanted()) == number + 1  # its number is given to no other
    keeping.remove(by=analyst, basis=basis, reason="Nobody needs it")
    assert (Basis.objects.count(), Scenario.objects.count(), Removal.objects.count()) == (0, 0, 2)
    with pytest.raises(NotFound):
        keeping.remove(by=analyst, basis=basis, reason="again")


def test_nobody_hides_or_deletes_what_somebody_else_made_but_who_runs_the_installation(analyst, past):
    basis = scenes.learned(analyst, scenes.POST)
    supervisor = make.staff(of=scenes.POST, role=Role.SUPERVISOR)
    theirs = actions.try_out(by=supervisor, basis=basis, wanted=wanted())
    for by in (supervisor, make.staff(of="jsc-intake", role=Role.LEADER)):
        with pytest.raises(NotAllowed):
            keeping.set_aside(by=by, basis=basis)
        with pytest.raises(NotAllowed):
            keeping.remove(by=by, basis=basis, reason="I do not like it")
    with pytest.raises(NotFound):
        keeping.remove(by=make.staff(of=scenes.SUDIN, role=Role.SUPERVISOR), basis=basis, reason="not mine")

    keeping.set_aside(by=supervisor, basis=basis, number=theirs)
    keeping.take_back(by=analyst, basis=basis, number=theirs)  # who made the whole
    keeping.remove(by=make.staff(of="jsc-intake", role=Role.OPERATOR), basis=basis, reason="asked for by the office")

    assert Removal.objects.get().made_by == analyst


def test_after_the_citys_term_it_goes_by_itself_unless_something_rests_on_it(analyst, past):
    over = ago(city().staffing_kept_days + 1)
    old, young, tried, untried = (scenes.learned(analyst) for _number in range(4))
    for basis in (old, young, tried):
        actions.try_out(by=analyst, basis=basis, wanted=wanted())
        scenes.work()
    spare = actions.try_out(by=analyst, basis=tried, wanted=wanted("Spare"))
    Basis.objects.update(ended_at=over)
    keeping.set_aside(by=analyst, basis=young)
    keeping.set_aside(by=analyst, basis=old)
    keeping.set_aside(by=analyst, basis=tried, number=spare)
    Basis.objects.filter(pk=old).update(set_aside_at=over)
    Scenario.objects.filter(basis=tried, number=spare).update(set_aside_at=over)

    assert keeping.forget() == 3
    assert keeping.forget() == 0

    assert set(Basis.objects.values_list("pk", flat=True)) == {young, tried}
    assert set(Removal.objects.values_list("basis", "number", "removed_by", "reason")) == {
        (old, None, None, ""),
        (untried, None, None, ""),
        (tried, spare, None, ""),
    }


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM staffing_scenario WHERE basis_id = %s",
        "UPDATE staffing_scenario SET seed = 9 WHERE basis_id = %s",
        "UPDATE staffing_scenario SET digest = repeat('0', 64) WHERE basis_id = %s",
        "UPDATE staffing_scenario SET futures = NULL WHERE basis_id = %s",
        "UPDATE staffing_scenario SET set_aside_at = now(), set_aside_by_id = made_by_id WHERE basis_id = %s",
        "UPDATE staffing_basis SET set_aside_at = now() WHERE id = %s",
        "UPDATE staffing_basis SET days = 30 WHERE id = %s",
        "UPDATE staffing_basis SET fit = '{}' WHERE id = %s",
    ],
)
def test_the_database_refuses_to_rewrite_or_lose_what_is_kept(basis, sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [basis])


def test_the_database_keeps_what_was_told_of_what_went(analyst, basis):
    keeping.remove(by=analyst, basis=basis, reason="Nobody needs it")

    for act in (lambda: Removal.objects.update(reason="other"), Removal.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

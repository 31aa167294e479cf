"""A screen that hangs is made by who may see what it shows, opens for its address alone, and ends at once when it is revoked."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.command.models import Wall
from tanggap.command.scopes import CITY, Scope
from tanggap.command.walls import actions, queries
from tanggap.command.walls.actions import Hung
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
EAST = Scope(area="31.75")


def leader(unit="kota-31.75"):
    return make.staff(of=unit, role=Role.LEADER)


def hung(by=None, **changes):
    given = {"room": "Control room", "scope": "area:31.75", "language": "id", **changes}
    return actions.hang(by=by or leader(), **given)


def test_its_address_opens_it_and_what_is_stored_does_not():
    made = hung()
    row = Wall.objects.get()

    assert actions.look(token=made.token) == Hung(EAST, "id")
    assert len(made.token.partition("-")[2]) == 48  # 192 bits
    assert bytes(row.nonce).hex() not in made.token
    with pytest.raises(NotFound):
        actions.look(token=f"{row.pk}-{bytes(row.nonce).hex():0<48}"[:60])


@pytest.mark.parametrize(
    "wrong", ["", "x", "1", "1-", "0-" + "0" * 48, "-" + "a" * 48, "١-" + "0" * 48, "9" * 19 + "-" + "0" * 48, "\x00"]
)
def test_nothing_else_opens_one(wrong, django_assert_num_queries):
    with django_assert_num_queries(1), pytest.raises(NotFound):
        actions.look(token=wrong)


def test_another_screens_secret_opens_none():
    one, other = hung(), hung()
    with pytest.raises(NotFound):
        actions.look(token=f"{one.id}-{other.token.partition('-')[2]}")


def test_revoked_it_shows_nothing_and_nobody_takes_that_back():
    by = leader()
    made = hung(by)
    assert actions.revoke(by=by, wall=made.id) == "Control room"
    actions.revoke(by=leader(), wall=made.id)

    with pytest.raises(NotFound):
        actions.look(token=made.token)
    (gone,) = queries.listed(by).gone
    assert (gone.made_by, gone.revoked_by, queries.listed(by).hanging) == (by.display_name, by.display_name, ())
    for changed in ({"revoked_at": None, "revoked_by": None}, {"nonce": b"x" * 16}, {"room": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Wall.objects.update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wall.objects.all().delete()


def test_after_its_last_day_it_shows_nothing():
    with time_machine.travel("2026-11-26T05:00:00Z", tick=False):
        made = hung(last_day=date(2026, 11, 27))
    for at, shows in (("2026-11-27T16:59:00Z", True), ("2026-11-27T17:00:00Z", False)):
        with time_machine.travel(at, tick=False):
            if shows:
                actions.look(token=made.token)
            else:
                with pytest.raises(NotFound):
                    actions.look(token=made.token)


def test_that_it_was_seen_is_written_down_once_in_five_minutes(django_assert_num_queries):
    made = hung()
    with time_machine.travel("2026-11-26T05:00:00Z", tick=False) as traveller:
        for minutes, statements in ((0, 2), (1, 1), (4, 1), (5, 2), (6, 1)):
            traveller.move_to(f"2026-11-26T05:0{minutes}:00Z", tick=False)
            with django_assert_num_queries(statements):
                actions.look(token=made.token)
        assert Wall.objects.get().seen_at == clock.now() - timedelta(minutes=1)
        assert not queries.listed(leader()).hanging[0].is_silent


@pytest.mark.parametrize(
    ("unit", "role", "scope"),
    [
        ("kec-31.75.06", Role.SUPERVISOR, ""),
        ("kec-31.75.06", Role.SUPERVISOR, "unit:kota-31.75"),
        ("kota-31.75", Role.OFFICER, "area:31.75"),
        ("kantor-gubernur", Role.ANALYST, ""),
    ],
)
def test_nobody_hangs_what_they_may_not_see_or_without_the_role(unit, role, scope):
    with pytest.raises(NotAllowed):
        hung(make.staff(of=unit, role=role), scope=scope)
    assert not Wall.objects.exists()


def test_a_supervisor_hangs_the_units_wall_and_neither_sees_nor_ends_anothers():
    camat = make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
    made, other = hung(camat, scope="unit:kec-31.75.06"), hung(scope="")

    assert [row.id for row in queries.listed(camat).hanging] == [made.id]
    with pytest.raises(NotFound):
        actions.revoke(by=camat, wall=other.id)
    assert actions.look(token=other.token).scope == CITY


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("room", " "), ("room", "x" * 81), ("room", "a\u202eb"), ("scope", "area:none"), ("language", "fr"),
        ("last_day", date(2026, 1, 1)), ("last_day", date(2099, 1, 1)),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_nothing_hangs(field, value):
    with time_machine.travel("2026-11-26T05:00:00Z", tick=False), pytest.raises(Invalid) as refused:
        hung(**{field: value})
    assert (set(refused.value.errors), Wall.objects.exists()) == ({field}, False)


def test_there_is_a_most_of_them(monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    by = leader()
    made = hung(by)
    with pytest.raises(actions.TooManyWalls):
        hung(by)
    actions.revoke(by=by, wall=made.id)
    hung(by)


def test_whose_maker_left_it_stays_and_the_list_says_so(django_assert_num_queries):
    by = leader()
    made = hung(by)
    by.is_active = False
    by.save(update_fields=["is_active"])
    for _n in range(3):
        hung()

    reader = leader()
    assert actions.look(token=made.token).scope == EAST
    queries.listed(reader)
    with django_assert_num_queries(2):
        rows = queries.listed(reader).hanging
    assert [row.is_orphan for row in rows] == [True, False, False, False]


def test_of_an_area_that_is_no_more_it_shows_nothing():
    made = Wall.objects.create(
        room="x", area="99.99", language="id", nonce=b"n" * 16, made_by=leader(), made_at=clock.now()
    )
    with pytest.raises(NotFound):
        actions.look(token=actions.links.token(made))

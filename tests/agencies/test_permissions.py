"""The permission table, held against real rows: every act × role × scope, by the object, by the list, and by the list's SQL.

What a scope reaches stands here once more, in situations; a role that the table gives a wider scope than the code carries out, or the
other way round, fails with the name of the act and the situation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker
from tests.factories import make
from tests.fixtures import standing
from tests.web.desk.pages import browser, codes
from tools import permissions_doc

from tanggap.agencies import permissions
from tanggap.agencies.models import Membership
from tanggap.agencies.permissions import ACTS, ALL, AREA, BELOW, HAD, OWN, TABLE, UNIT, Thing
from tanggap.agencies.words import ASSIGNABLE, Role
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed
from tanggap.reports import access, actors, events, lifecycle, transitions
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.queries import desk
from tanggap.reports.words import State

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions")]  # the world is built once
ROOT = Path(__file__).resolve().parents[2]
CAKUNG, GEBANG, JATINEGARA = "31.75.06", "31.75.06.1005", "31.75.06.1004"
SECRET = {"channel": "website", "category": "perilaku-aparatur", "lon": None, "lat": None}

OPEN_TO = {
    "own": {OWN, ALL},
    "unit": {UNIT, BELOW, HAD, AREA, ALL},
    "unit, no place": {UNIT, BELOW, HAD, AREA, ALL},
    "unit, confidential": {UNIT, BELOW, HAD, AREA, ALL},
    "below": {BELOW, AREA, ALL},
    "two below": {BELOW, AREA, ALL},
    "below, confidential": set(),
    "area": {AREA, ALL},
    "had, elsewhere": {HAD, ALL},
    "had, confidential": set(),
    "elsewhere": {ALL},
    "elsewhere, confidential": set(),
    "own, confidential": {OWN},
}
WITH = {"triage.complete": "reports.change", "triage.adopt": "triage.merge", "tasks.uninvite": "tasks.invite"}
"""Events that are written by another act: what it did before it had its present name, to the other report, in reverse."""


@dataclass(frozen=True)
class World:
    """Reports in every situation towards `unit`, whose people the test asks about."""

    unit: str
    verifier: str
    reports: dict[str, Report]

    def person(self, role: Role, area: str | None = None):
        return make.staff(of=self.verifier if role == Role.VALIDATOR else self.unit, role=role, area=area)


def give(report: Report, person) -> None:
    """Assign a report of another unit, as an earlier colleague's may be."""
    event = {"kind": "reports.assign", "by": actors.SYSTEM, "at": clock.now(), "payload": {}}
    transitions.record(report, **event, assignee=person)


def elsewhere_in(place: tuple[float, float] | None, unit: str, **changes) -> Report:
    lon, lat = place or (None, None)
    return make.report(handled_by=unit, **{"lon": lon, "lat": lat, **changes})


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker, build) as made:
        yield made


@pytest.fixture
def world(built: World) -> World:
    """Return the module's world, read anew: a test's own changes are rolled back, in the database alone."""
    rows = Report.objects.in_bulk([report.pk for report in built.reports.values()])
    return replace(built, reports={name: rows[report.pk] for name, report in built.reports.items()})


def build() -> World:
    in_gebang, in_menteng = (106.9454, -6.2119), (106.8341, -6.1958)
    unit = make.unit(area=CAKUNG)
    child = make.unit(parent=unit.code, area=GEBANG)
    grandchild = make.unit(parent=child.code, area=GEBANG)
    stranger = make.unit()
    had, had_secret = (elsewhere_in(in_menteng, unit.code), make.report(handled_by=unit.code, **SECRET))
    for report in (had, had_secret):
        row = Report.objects.get(pk=report.pk)
        by = make.staff(of=unit.code)
        reports.coordinate(code=row.code, version=row.version, by=by, unit=stranger.code, message="Mohon ditangani")
    found = {
        "own": elsewhere_in(in_menteng, stranger.code),
        "unit": elsewhere_in(in_gebang, unit.code, state=State.AWAITING_VALIDATION),
        "unit, no place": elsewhere_in(None, unit.code),
        "unit, confidential": make.report(handled_by=unit.code, **SECRET),
        "below": elsewhere_in(in_gebang, child.code),
        "two below": elsewhere_in(in_gebang, grandchild.code),
        "below, confidential": make.report(handled_by=child.code, **SECRET),
        "area": elsewhere_in(in_gebang, stranger.code),
        "had, elsewhere": had,
        "had, confidential": had_secret,
        "elsewhere": elsewhere_in(in_menteng, stranger.code),
        "elsewhere, confidential": make.report(handled_by=stranger.code, **SECRET),
        "own, confidential": make.report(handled_by=stranger.code, **SECRET),
    }
    rows = {name: Report.objects.get(pk=report.pk) for name, report in found.items()}
    return World(unit.code, str(rows["unit"].verifier_id), rows)


def by_object(act: str, person, world: World) -> set[str]:
    return {name for name, report in world.reports.items() if access.allows(act, person, report)}


def by_list(act: str, person, world: World) -> set[str]:
    found = set(Report.objects.filter(access.reach(act, person)).values_list("pk", flat=True))
    return {name for name, report in world.reports.items() if report.pk in found}


def by_sql(act: str, person, world: World) -> set[str]:
    condition, values = access.reach_sql(act, person)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM reports_report WHERE {condition}", values)
        found = {row[0] for row in cursor.fetchall()}
    return {name for name, report in world.reports.items() if report.pk in found}


def reached(scope, role: Role, *, narrowed: bool = False) -> set[str]:
    """Return the situations that a scope reaches by this file's own table."""
    if scope is None:
        return set()
    found = {name for name, scopes in OPEN_TO.items() if any(one in scope for one in scopes)}
    if role == Role.VALIDATOR:
        found = {"unit"} if UNIT in scope else set()
        found |= {name for name in OPEN_TO if name.startswith("own")} if OWN in scope else set()
    if not narrowed:
        return found
    inside = {name for name in found if name in {"unit", "below", "two below", "area"}}
    return inside | {name for name in found if name.startswith("own") and OWN in scope}


@pytest.mark.parametrize("role", ASSIGNABLE)
def test_each_role_reaches_in_each_act_what_the_table_says_and_nothing_else(world, role):
    person = world.person(role)
    for name in ("own", "own, confidential"):
        give(world.reports[name], person)

    wrong = {}
    for act, row in ACTS.items():
        told = reached(row.scope(role), role)
        for way in (by_object, by_list, by_sql):
            if (found := way(act, person, world)) != told:
                wrong[act, way.__name__] = (sorted(found - told), sorted(told - found))

    assert wrong == {}


@pytest.mark.parametrize("role", ASSIGNABLE)
@pytest.mark.parametrize(("area", "is_inside"), [(GEBANG, True), (JATINEGARA, False)])
def test_a_role_narrowed_to_an_area_reaches_nothing_outside_it_by_any_way(world, role, area, is_inside):
    person = world.person(role, area)

    wrong = {}
    for act, row in ACTS.items():
        scope = row.scope(role)
        told = reached(scope, role, narrowed=True) - {"own", "own, confidential"} if is_inside else set()
        for way in (by_object, by_list, by_sql):
            if (found := way(act, person, world)) != told:
                wrong[act, way.__name__] = (sorted(found - told), sorted(told - found))

    assert wrong == {}


def test_the_desk_of_a_narrowed_role_lists_counts_and_finds_nothing_outside_its_area(world):
    inside, outside = (browser(world.person(Role.SUPERVISOR, area)) for area in (GEBANG, JATINEGARA))

    assert set(codes(inside.get("/desk/"))) == {world.reports[name].code for name in ("unit", "below", "two below")}
    assert codes(outside.get("/desk/")) == []
    assert desk.counts(world.person(Role.SUPERVISOR, GEBANG), now=clock.now())["unit"].number == 3
    assert desk.counts(world.person(Role.SUPERVISOR, JATINEGARA), now=clock.now())["unit"].number == 0
    for report in world.reports.values():
        assert outside.get(f"/desk/{report.code}/").status_code == 404


def test_two_roles_reach_what_either_reaches_and_no_more(world):
    person = world.person(Role.OFFICER)
    Membership.objects.create(staff=person, role=Role.SUPERVISOR, unit_id=world.unit, area_id=JATINEGARA)

    assert by_object("reports.start", person, world) == {"unit", "unit, no place", "unit, confidential"}


@pytest.mark.parametrize(("actor", "role"), [(actors.REPORTER, Role.CITIZEN), (actors.SYSTEM, Role.SYSTEM)])
def test_without_an_account_one_does_what_the_table_says(actor, role):
    report = make.report()

    permitted = set()
    for act in ACTS:
        try:
            access.permit(act, actor, report)
        except NotAllowed:
            continue
        permitted.add(act)

    assert permitted == {act for act, row in ACTS.items() if row.scope(role) is not None}


def test_a_refusal_says_whether_the_role_or_the_unit_is_the_wrong_one(world):
    report = world.reports["elsewhere"]

    with pytest.raises(access.NotYours):
        access.permit("reports.start", world.person(Role.OFFICER), report)
    with pytest.raises(NotAllowed) as refused:
        access.permit("reports.start", world.person(Role.ANALYST), report)
    assert type(refused.value) is NotAllowed


@pytest.mark.parametrize("role", ASSIGNABLE)
def test_acts_on_units_and_people_reach_as_far_as_the_table_says(world, role):
    person = world.person(role)
    own = person.unit_id
    things = {
        "own": Thing(unit="kel-31.71.01.1001", area="31.71.01.1001", owner=person.pk),
        "unit": permissions.of_unit(own),
        "below": permissions.of_unit(make.unit(parent=own, area=GEBANG).code),
        "elsewhere": permissions.of_unit("kel-31.71.01.1001"),
    }
    opened = {"own": {OWN, ALL}, "unit": {UNIT, BELOW, HAD, AREA, ALL}, "below": {BELOW, AREA, ALL}, "elsewhere": {ALL}}

    wrong = {}
    for row in TABLE:
        scope = row.scope(role)
        if role == Role.VALIDATOR or scope is None:
            scope = (
                scope and scope & OWN
            )  # a validator's unit is the one that verifies a report: no unit is that to another
        told = {name for name, scopes in opened.items() if scope and any(one in scope for one in scopes)}
        found = {name for name, thing in things.items() if permissions.allows(row.act, person, thing)}
        if found != told:
            wrong[row.act] = (sorted(found - told), sorted(told - found))

    assert wrong == {}


def test_a_unit_that_is_its_own_ancestor_ends_nothing():
    first = make.unit()
    second = make.unit(parent=first.code)
    first.parent = second
    first.save()

    assert permissions.above(first.code) == (second.code,)


def test_the_table_has_a_row_for_every_door_and_no_act_twice():
    assert {door for door in lifecycle.DOORS if door not in ACTS} == set()
    assert len(ACTS) == len(TABLE)
    assert {move.door: move.by for move in lifecycle.MOVES} == {
        door: permissions.roles(door) for door in lifecycle.DOORS
    }


def test_every_act_of_the_table_is_asked_for_somewhere():
    sources = "\n".join(
        path.read_text("utf-8")
        for path in sorted((ROOT / "src/tanggap").rglob("*.py"))
        if path.name != "permissions.py" and "migrations" not in path.parts
    )

    assert [act for act in ACTS if f'"{act}"' not in sources] == []


def test_every_act_is_named_as_an_event_or_as_what_a_page_does():
    shape = re.compile(r"[a-z]+\.[a-z_]+")

    assert [act for act in ACTS if not shape.fullmatch(act)] == []
    assert {kind for kind in events.KINDS if WITH.get(kind, kind) not in ACTS} == set()


def test_the_page_on_permissions_is_the_table():
    assert permissions_doc.TARGET.read_text("utf-8") == permissions_doc.text()


def test_nothing_was_written_by_asking(world):
    before = Event.objects.count()
    person = world.person(Role.SUPERVISOR)
    for act in ACTS:
        by_object(act, person, world)

    assert Event.objects.count() == before

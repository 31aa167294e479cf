"""Which pictures a person may look at, their own first."""

import pytest
from tests.factories import make

from tanggap.agencies.words import Role, UnitKind
from tanggap.command import scopes
from tanggap.command.scopes import CITY, Scope

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("unit", "role", "first", "is_city"),
    [
        ("kantor-gubernur", Role.LEADER, CITY, True),
        ("kota-31.75", Role.LEADER, Scope(area="31.75"), True),
        ("kel-31.75.06.1005", Role.LEADER, Scope(area="31.75.06.1005"), True),
        ("dinas-lingkungan-hidup", Role.LEADER, Scope(unit="dinas-lingkungan-hidup"), True),
        ("kec-31.75.06", Role.SUPERVISOR, Scope(unit="kec-31.75.06"), False),
        ("kantor-gubernur", Role.ANALYST, CITY, True),
    ],
)
def test_the_first_is_what_the_person_answers_for(unit, role, first, is_city):
    held = scopes.of(make.staff(of=unit, role=role))
    assert (held[0], CITY in held) == (first, is_city)


def test_who_handles_reports_alone_sees_none():
    assert scopes.of(make.staff(of="kec-31.75.06", role=Role.OFFICER)) == []


def test_a_supervisor_sees_the_units_below_and_no_others():
    camat = make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
    allowed = [Scope(unit="kec-31.75.06"), Scope(unit="kel-31.75.06.1005")]
    refused = [CITY, Scope(area="31.75"), Scope(unit="kota-31.75"), Scope(unit=make.unit(kind=UnitKind.BRANCH).code)]
    assert [scopes.allows(camat, one) for one in allowed + refused] == [True, True, False, False, False, False]


@pytest.mark.parametrize("key", ["", "area:31.75", "unit:kec-31.75.06"])
def test_an_address_names_a_scope_as_it_is_written(key):
    found = scopes.read(key)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "key", ["area:", "area:99", "unit:x", "x", "city", ":", "area:31.75:1", "unit:\x00", "a" * 5000]
)
def test_an_unknown_scope_is_none(key):
    assert scopes.read(key) is None

"""What a routing rule means, in one place for the validator of packs and for triage."""

from dataclasses import dataclass

import pytest

from tanggap.catalog.routes import CITY, COMPETENT, PROVINCE, Directory


@dataclass(frozen=True)
class U:
    code: str
    kind: str
    level: str = ""
    parent: str | None = None
    area: str | None = None


PATH = ("p", "p.1", "p.1.2")
UNITS = (
    U("roads", "agency"),
    U("roads-1", "branch", "town", "roads", "p.1"),
    U("roads-1-2", "branch", "quarter", "roads", "p.1.2"),
    U("roads-9", "branch", "town", "roads", "p.9"),
    U("roads-desk", "intake", "town", "roads", "p.1"),
    U("office-1", "area_office", "town", None, "p.1"),
    U("office-1-2", "area_office", "quarter", None, "p.1.2"),
    U("hall", "area_office", "hall"),
    U("check", "verifier"),
    U("check-1", "verifier", area="p.1"),
)
DIRECTORY = Directory(UNITS)


def found(rule, path=PATH):
    unit = DIRECTORY.find(rule, path)
    return unit and unit.code


@pytest.mark.parametrize(
    ("rule", "path", "unit"),
    [
        ({"unit": "roads"}, PATH, "roads"),
        ({"unit": "roads"}, (), "roads"),
        ({"unit": "nobody"}, PATH, None),
        ({"of": "roads"}, PATH, "roads-1-2"),
        ({"of": "roads"}, PATH[:2], "roads-1"),
        ({"of": "roads"}, ("p", "p.7"), "roads"),
        ({"of": "roads"}, (), "roads"),
        ({"of": "nobody"}, PATH, None),
        ({"kind": "area_office", "level": "quarter"}, PATH, "office-1-2"),
        ({"kind": "area_office", "level": "town"}, PATH, "office-1"),
        ({"kind": "area_office", "level": "town"}, ("p", "p.7"), None),
        ({"kind": "area_office", "level": "quarter"}, (), None),
        ({"kind": "area_office", "level": "hall"}, (), "hall"),
    ],
)
def test_a_rule_finds_its_unit(rule, path, unit):
    assert found(rule, path) == unit


def test_the_first_rule_of_a_role_that_finds_a_unit_has_it():
    rules = [
        {"kind": "area_office", "level": "village"},
        {"role": COMPETENT, "of": "roads"},
        {"kind": "area_office", "level": "town"},
        {"unit": "hall"},
    ]

    receives = DIRECTORY.choose(rules, PATH)
    competent = DIRECTORY.choose(rules, PATH, role=COMPETENT)

    assert receives is not None
    assert competent is not None
    assert (receives.unit.code, receives.rule) == ("office-1", 2)
    assert (competent.unit.code, competent.rule) == ("roads-1-2", 1)


def test_rules_that_find_nobody_choose_nobody():
    assert DIRECTORY.choose([{"unit": "nobody"}], PATH) is None
    assert DIRECTORY.choose([], PATH) is None


@pytest.mark.parametrize(
    ("scope", "path", "unit"),
    [
        (CITY, PATH, "check-1"),
        (CITY, ("p", "p.7"), "check"),
        (CITY, (), "check"),
        (PROVINCE, PATH, "check"),
    ],
)
def test_the_scope_says_who_verifies(scope, path, unit):
    assert DIRECTORY.verifier(scope, path).code == unit


def test_a_scope_nobody_verifies_finds_nobody():
    assert Directory([U("roads", "agency")]).verifier(CITY, PATH) is None

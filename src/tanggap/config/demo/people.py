"""The staff of the simulated city: a few who can log in, and somebody in every unit who does the work."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import override

from tanggap.agencies import actions
from tanggap.agencies import queries as agencies
from tanggap.agencies.actions import Extra, RoleGiven
from tanggap.agencies.models import Staff
from tanggap.agencies.queries import UnitRow
from tanggap.agencies.words import Role, UnitKind
from tanggap.config.demo.figures import Account, Figures, NothingToSimulate
from tanggap.core.words import say
from tanggap.places.city import city
from tanggap.starter.files import write_private

FILE = "demo-accounts.json"
VALIDATORS = 2  # in each verifying unit


@dataclass(frozen=True, slots=True)
class Login:
    """What the file of accounts tells of one (design.md §8)."""

    username: str
    password: str
    role: str
    unit: str


class Cast:
    """Finds who does something in a unit."""

    def __init__(self, staff: list[Staff]) -> None:
        agencies.read_grants(staff)
        self.everybody = tuple(staff)
        self._everybody = staff
        self._staff: dict[tuple[str, Role], list[Staff]] = {}
        for person in staff:
            for grant in agencies.grants(person):
                self._staff.setdefault((grant.unit, grant.role), []).append(person)

    def officer(self, unit: str) -> Staff:
        """Return who handles reports in `unit`. Raises LookupError."""
        for role in (Role.OFFICER, Role.INTAKE, Role.SUPERVISOR):
            if found := self._staff.get((unit, role)):
                return found[0]
        raise LookupError(f"nobody handles reports in {unit}")

    def intake(self) -> Staff:
        """Return who completes reports without place or category. Raises LookupError."""
        return self._staff[city().intake_unit, Role.INTAKE][0]

    def above(self) -> list[Staff]:
        """Return who supervises or leads, by username."""
        upper = {Role.SUPERVISOR, Role.LEADER}
        return sorted(
            (person for person in self._everybody if agencies.roles(person) & upper), key=lambda person: person.username
        )

    def validators(self, unit: str, number: int) -> list[Staff]:
        """Return who checks in `unit`, the one whose turn the report `number` is first. Raises LookupError."""
        found = self._staff[unit, Role.VALIDATOR]
        first = number % len(found)
        return found[first:] + found[:first]

    def checkers(self) -> list[Staff]:
        """Return everybody who checks, by username."""
        people = {
            one.pk: one for (_unit, role), found in self._staff.items() if role == Role.VALIDATOR for one in found
        }
        return sorted(people.values(), key=lambda one: one.username)


def hire(figures: Figures, home: Path) -> Cast:
    """Make the accounts that are not there yet, write the file of those that can log in, and return the whole staff.

    Raises NothingToSimulate when an account belongs to a unit that the pack does not have.
    """
    for account in figures.accounts:
        if agencies.unit(account.unit) is None:
            raise NothingToSimulate(f"The account {account.username} is of unit {account.unit}, which the pack lacks.")
    logins = _logins(figures, home)
    with override(city().languages[0]):
        extras = actions.add_extras(list(_extras()))
    names = {login.username for login in logins}
    return Cast([*Staff.objects.filter(username__in=names).order_by("id"), *extras])


def _logins(figures: Figures, home: Path) -> list[Login]:
    """Return the accounts that can log in, made now or by an earlier start that was interrupted."""
    path = home / FILE
    try:
        known = {row["username"]: Login(**row) for row in json.loads(path.read_bytes())}
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        known = {}
    new = [account for account in figures.accounts if account.username not in known]
    with ThreadPoolExecutor(2) as pool:  # making a password's hash takes a third of a second, on purpose
        made = list(pool.map(_hired, new))
    logins = [*known.values(), *made]
    if made:
        rows: list[dict[str, Any]] = [
            {"username": one.username, "password": one.password, "role": one.role, "unit": one.unit} for one in logins
        ]
        write_private(path, json.dumps(rows, indent=1, ensure_ascii=False).encode())
    return logins


def _hired(account: Account) -> Login:
    """Make an account; one of an earlier start, whose file is lost, gets a new password."""
    try:
        label = Role(account.roles[0]).label
        with override(city().languages[0]):
            name = f"{label} · {agencies.unit_label(account.unit)}"
        try:
            roles = [RoleGiven(role) for role in account.roles]
            _, password = actions.add(
                by=None, username=account.username, display_name=name, unit=account.unit, roles=roles, is_demo=True
            )
        except actions.UsernameTaken:
            password = actions.reset_password(by=None, username=account.username)
        return Login(account.username, password, account.roles[0], account.unit)
    finally:
        connection.close()


def _extras() -> Iterator[Extra]:
    """Yield somebody for each unit that handles reports, and two who check for each that verifies."""
    for unit in agencies.units():
        if unit.kind == UnitKind.VERIFIER:
            for number in range(1, VALIDATORS + 1):
                yield _extra(unit, Role.VALIDATOR, f".{number}")
        else:
            yield _extra(unit, Role.INTAKE if unit.kind == UnitKind.INTAKE else Role.OFFICER, "")


def _extra(unit: UnitRow, role: Role, ending: str) -> Extra:
    name = f"{role.label}{ending.replace('.', ' ')} · {say(unit.name)}"
    return Extra(f"sim.{unit.code.lower()}{ending}", name[: actions.LONGEST_NAME], unit.code, role)

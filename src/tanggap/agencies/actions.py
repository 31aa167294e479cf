"""The only writers of accounts. Each act is written down with who did it; no password is ever kept, logged or shown twice."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions, sessions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Audit, Membership, Staff
from tanggap.agencies.words import ASSIGNABLE, Act, Role
from tanggap.core import clock
from tanggap.core.ids import ALPHABET
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.places import queries as places

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,62})[a-z0-9]")
LONGEST_NAME = 120
GROUPS, GROUP = 4, 4  # a made password: sixteen characters of 32, 80 bits, read aloud in four groups


class UsernameTaken(Refusal):
    """Two accounts never share a name, in whatever case."""

    message = _("This username is taken. Choose another one.")
    field = "username"


class LastOperator(Refusal):
    """Somebody must be left who can undo it."""

    message = _("This is the last open account of an operator. Make another operator first.")


class NotOneself(Refusal):
    """Nobody locks the own account by accident."""

    message = _("You cannot close your own account or take your own operator role. Ask another operator.")


class WrongPassword(Refusal):
    """The present password was not the one that was typed."""

    message = _("This is not your present password.")
    field = "old_password"
    status = 422


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """A role to hold in `unit` (the person's own when empty), for all of it or for one `area`."""

    role: str
    unit: str = ""
    area: str = ""


@transaction.atomic
def add(
    *,
    by: Staff | None,
    username: str,
    display_name: str,
    unit: str,
    roles: Sequence[RoleGiven],
    password: str | None = None,
    language: str = "",
    is_demo: bool = False,
) -> tuple[Staff, str]:
    """Make an account and return it with its password, made here when None is given: the only time that it is known.

    `by` None is the command line; `is_demo` is for the simulation alone. Raises NotAllowed, Invalid, UsernameTaken.
    """
    _must_operate(by)
    username, display_name = username.strip().lower(), " ".join(display_name.split())
    _check_person(username, display_name, unit, language)
    if not roles:
        raise Invalid({"role": _("Give the person at least one role.")})
    given = [_checked(role, unit) for role in roles]
    person = Staff(
        username=username,
        display_name=display_name,
        unit_id=unit,
        language=language,
        created_at=clock.now(),
        is_demo=is_demo,
    )
    made = _set_password(person, password, field="password")
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTaken from error
    _write(by, person, Act.ADDED, unit=unit)
    for role in dict.fromkeys(given):
        _grant(by, person, role)
    return person, made


@dataclass(frozen=True, slots=True)
class Extra:
    """Somebody of a simulated staff: does the work in `unit`, logs in never."""

    username: str
    display_name: str
    unit: str
    role: str


@transaction.atomic
def add_extras(people: Sequence[Extra]) -> list[Staff]:
    """Make the accounts of a simulated staff, which no password opens, and return them; those that are there stay. Five statements."""
    names = [one.username for one in people]
    there = set(Staff.objects.filter(username__in=names).values_list("username", flat=True))
    new = [one for one in people if one.username not in there]
    at = clock.now()
    made = [Staff(username=one.username, display_name=one.display_name, unit_id=one.unit, created_at=at) for one in new]
    for staff in made:
        staff.set_unusable_password()
    Staff.objects.bulk_create(made)
    roles = [
        Membership(staff=staff, role=Role(one.role), unit_id=one.unit) for staff, one in zip(made, new, strict=True)
    ]
    Membership.objects.bulk_create(roles)
    Audit.objects.bulk_create(
        Audit(at=at, actor=None, subject=staff, act=Act.ADDED, facts={"unit": one.unit, "role": one.role})
        for staff, one in zip(made, new, strict=True)
    )
    return list(Staff.objects.filter(username__in=names).order_by("username"))


@transaction.atomic
def grant(*, by: Staff | None, username: str, role: str, unit: str = "", area: str = "") -> Membership:
    """Give a person a role in a unit (the own one when empty); giving it again changes nothing. Raises NotAllowed, NotFound, Invalid."""
    _must_operate(by)
    person = _lock(username)
    return _grant(by, person, _checked(RoleGiven(role, unit, area), person.unit_id))


@transaction.atomic
def revoke(*, by: Staff | None, username: str, role: str, unit: str = "", area: str = "") -> None:
    """Take a role away. Raises NotAllowed, NotFound, Invalid, NotOneself, LastOperator."""
    _must_operate(by)
    operators = _lock_operators() if role == Role.OPERATOR else set()
    person = _lock(username)
    wanted = _checked(RoleGiven(role, unit, area), person.unit_id, is_new=False)
    if person.pk in operators:
        _must_leave_an_operator(by, person)
    held = Membership.objects.filter(staff=person, role=wanted.role, unit=wanted.unit, area=wanted.area or None)
    if held.delete()[0]:
        _write(by, person, Act.REVOKED, role=wanted.role, unit=wanted.unit, area=wanted.area)


@transaction.atomic
def disable(*, by: Staff | None, username: str) -> None:
    """Close an account: its sessions end at their next request. Raises NotAllowed, NotFound, NotOneself, LastOperator."""
    _must_operate(by)
    operators = _lock_operators()
    person = _lock(username)
    if person.pk in operators and person.is_active:
        _must_leave_an_operator(by, person)
    if person.is_active:
        person.is_active = False
        person.save(update_fields=["is_active"])
        sessions.end(person)
        _write(by, person, Act.DISABLED)


@transaction.atomic
def enable(*, by: Staff | None, username: str) -> None:
    """Open a closed account again, with the password and roles that it had. Raises NotAllowed, NotFound."""
    _must_operate(by)
    person = _lock(username)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        _write(by, person, Act.ENABLED)


@transaction.atomic
def reset_password(*, by: Staff | None, username: str, password: str | None = None) -> str:
    """Set a new password, made here when None is given, and return it: the only time that it is known. All sessions end.

    Raises NotAllowed, NotFound, Invalid.
    """
    _must_operate(by)
    person = _lock(username)
    made = _set_password(person, password, field="password")
    person.save(update_fields=["password"])
    sessions.end(person)
    _write(by, person, Act.PASSWORD_RESET)
    return made


@transaction.atomic
def change_password(*, by: Staff, old_password: str, password: str) -> Staff:
    """Set one's own password; the sessions elsewhere end. Raises WrongPassword, Invalid."""
    person = _lock(by.username)
    if not person.check_password(old_password):
        raise WrongPassword
    _set_password(person, password, field="password")
    person.save(update_fields=["password"])
    _write(person, person, Act.PASSWORD_CHANGED)
    return person


def set_language(*, by: Staff, language: str) -> None:
    """Remember in which language the person works. Raises Invalid."""
    _check_language(language)
    Staff.objects.filter(pk=by.pk).update(language=language)


def make_password() -> str:
    """Return a fresh password that people can copy from paper: `7KQ2-M9XT-1C7D-0ZW4`, 80 random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def _must_operate(by: Staff | None) -> None:
    if by is not None:
        permissions.permit("users.manage", by)


def _must_leave_an_operator(by: Staff | None, person: Staff) -> None:
    if by is not None and by.pk == person.pk:
        raise NotOneself
    if not Membership.objects.filter(role=Role.OPERATOR, staff__is_active=True).exclude(staff=person).exists():
        raise LastOperator


def _lock_operators() -> set[int]:
    """Lock the operators' roles, so that two of them cannot close each other at once, and return whose they are."""
    held = Membership.objects.select_for_update().filter(role=Role.OPERATOR).order_by("id")
    return set(held.values_list("staff_id", flat=True))


def _lock(username: str) -> Staff:
    """Lock an account of a person: a program's has no password, and its role is not given by hand. Raises NotFound."""
    found = Staff.objects.select_for_update().filter(username=username.strip().lower(), is_program=False)
    person = found.first()
    if person is None:
        raise NotFound
    return person


def _check_person(username: str, display_name: str, unit: str, language: str) -> None:
    errors: dict[str, str | Promise] = {}
    if not USERNAME.fullmatch(username):
        errors["username"] = _(
            "3 to 64 small letters, digits, dots, dashes or underscores; it begins and ends with a letter or digit."
        )
    if not display_name or len(display_name) > LONGEST_NAME or not display_name.isprintable():
        errors["display_name"] = _("The name that colleagues see, at most %(most)d characters.") % {
            "most": LONGEST_NAME
        }
    if agencies.unit(unit) is None:
        errors["unit"] = _("There is no active unit of this code.")
    if errors:
        raise Invalid(errors)
    _check_language(language)


def _check_language(language: str) -> None:
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid({"language": _("Choose a language from the list.")})


def _checked(given: RoleGiven, own_unit: str, *, is_new: bool = True) -> RoleGiven:
    """Return `given` with its unit filled in; a role to be taken away may name a unit or area that is no longer active."""
    unit = given.unit or own_unit
    errors: dict[str, str | Promise] = {}
    if given.role not in ASSIGNABLE:
        errors["role"] = _("Choose a role from the list.")
    if is_new and agencies.unit(unit) is None:
        errors["unit"] = _("There is no active unit of this code.")
    if is_new and given.area and places.area(given.area) is None:
        errors["area"] = _("There is no active area of this code.")
    if errors:
        raise Invalid(errors)
    return RoleGiven(Role(given.role).value, unit, given.area)


def _grant(by: Staff | None, person: Staff, given: RoleGiven) -> Membership:
    row, is_new = Membership.objects.get_or_create(
        staff=person, role=given.role, unit_id=given.unit, area_id=given.area or None
    )
    if is_new:
        _write(by, person, Act.GRANTED, role=given.role, unit=given.unit, area=given.area)
    return row


def _set_password(person: Staff, password: str | None, *, field: str) -> str:
    made = password if password is not None else make_password()
    if password is not None:
        try:
            validate_password(made, person)
        except ValidationError as error:
            raise Invalid({field: " ".join(error.messages)}) from error
    person.set_password(made)
    return made


def _write(by: Staff | None, person: Staff, act: Act, **facts: Any) -> None:
    kept = {key: value for key, value in facts.items() if value}
    Audit.objects.create(at=clock.now(), actor=by, subject=person, act=act, facts=kept)

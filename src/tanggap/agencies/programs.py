"""Accounts as which the programs of units act.

Such an account is never active and has no password: nobody signs in with it, and whatever looks for people (lists, rosters, assignments,
posts, stand-ins, notices) passes it by. It holds one role in its unit, so that every rule about who may do what holds for a program too.
Only what a person must decide is refused to it: a verifier's unit has none. It has no newcomer's grace in `competencies`.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Membership, Staff
from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock
from tanggap.core.refusal import Invalid, Refusal

PREFIX = "program."


class CannotHaveOne(Refusal):
    """Checking a closure is a person's judgement."""

    message = _("A unit that verifies has no programs: people check closures.")
    field = "unit"
    status = 422


class NameTaken(Refusal):
    """Somebody has the account's name."""

    message = _("There is an account of this name already. Choose another short name.")
    field = "code"


def role_in(unit: str) -> Role:
    """Return the role that a program has in a unit. Raises CannotHaveOne, and Invalid for a unit that is not active."""
    row = agencies.unit(unit)
    if row is None:
        raise Invalid({"unit": _("There is no active unit of this code.")})
    if row.kind == UnitKind.VERIFIER:
        raise CannotHaveOne
    return Role.PARTNER if row.kind == UnitKind.PARTNER else Role.OFFICER


def add(*, code: str, name: str, unit: str) -> Staff:
    """Make the account of a program, in the transaction that makes the program. Raises CannotHaveOne, Invalid, NameTaken."""
    role = role_in(unit)
    row = Staff(
        username=PREFIX + code,
        display_name=name,
        unit_id=unit,
        is_active=False,
        is_program=True,
        created_at=clock.now(),
    )
    row.set_unusable_password()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken from error
    Membership.objects.create(staff=row, role=role, unit_id=unit)
    return row


def rename(staff: int, name: str) -> None:
    """Let colleagues read another name of the program from now on."""
    Staff.objects.filter(pk=staff, is_program=True).update(display_name=name)


def account(staff: int) -> Staff | None:
    """Return a program's account, None when there is none. One statement."""
    return Staff.objects.filter(pk=staff, is_program=True).first()

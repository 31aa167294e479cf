"""Second factors: adding, proving, removing and resetting them. No code is taken twice, and wrong ones lock the person, not the address."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import audit, passkeys, permissions, sessions, totp
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import Factor, Guard, RecoveryCode, Seal
from tanggap.agencies.passkeys import Question, Site
from tanggap.agencies.words import Act, FactorKind, Role
from tanggap.core import clock, crypto
from tanggap.core.ids import ALPHABET
from tanggap.core.refusal import NotFound, Refusal

FORCED = frozenset({Role.VALIDATOR, Role.LEADER, Role.OPERATOR})
"""Who closes reports, reads across a city, or gives roles does not sign in by a password alone."""
TRIES = 5
LOCKED = timedelta(minutes=15)
MOST_KEYS = 10
RECOVERY_CODES = 10
CODE_CHARACTERS = 10  # of 32: 50 bits


class WrongCode(Refusal):
    """Not the code of now, or one that was used already."""

    message = _("This code does not fit, or was used already. Wait for the next one and type that.")
    field = "code"
    status = 422


class TooManyCodes(Refusal):
    """Somebody tries codes."""

    message = _("Too many wrong codes. Please wait 15 minutes, or ask your operator.")
    status = 429


class KeyUnfit(Refusal):
    """The browser's answer was no proof."""

    message = _("The key did not answer as it should. Please try again, or use another way.")
    status = 422


class TooManyKeys(Refusal):
    """A handful of keys is enough."""

    message = _("You have ten keys already. Remove one first.")


class LastFactor(Refusal):
    """A role that needs a second factor keeps one."""

    message = _("Your role needs a second factor. Add another one before you remove this.")


class NotTheFirst(Refusal):
    """Somebody set one up meanwhile: what is set up on the way in is the first, or nothing."""

    message = _("A second factor was set up meanwhile. Please sign in again with it.")


class Demand(StrEnum):
    """What is still asked of somebody whose password was right."""

    NOTHING = "nothing"
    CODE = "code"
    ENROL = "enrol"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A second factor as its owner sees it."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None

    @property
    def label(self) -> str:
        """Return the kind in words."""
        return str(FactorKind(self.kind).label)


def demand(person: Staff, *, is_strong: bool = False) -> Demand:
    """Return what is still asked of a person; `is_strong`: the identity provider has seen a second factor. At most three statements."""
    if Seal.objects.filter(staff=person).exists():
        return Demand.REASON
    if is_strong:
        return Demand.NOTHING
    if Factor.objects.filter(staff=person).exists():
        return Demand.CODE
    return Demand.ENROL if must_have(person) else Demand.NOTHING


def must_have(person: Staff) -> bool:
    """Return whether the person's roles need a second factor. Accounts of the simulation do not, unless TANGGAP_DEMO is 0."""
    is_exempt = person.is_demo and settings.DEMO_SIGN_IN
    return not is_exempt and bool(agencies.roles(person) & FORCED)


def of(person: Staff) -> list[FactorRow]:
    """Return the person's second factors, the oldest first. One statement."""
    rows = Factor.objects.filter(staff=person).order_by("id")
    return [FactorRow(row.pk, row.kind, row.name, row.added_at, row.used_at) for row in rows]


def codes_left(person: Staff) -> int:
    """Return how many recovery codes are unused. One statement."""
    return RecoveryCode.objects.filter(staff=person, used_at=None).count()


def prove(person: Staff, *, code: str) -> str:
    """Take a code of the authenticator or a recovery code, once; return which it was. Raises WrongCode, TooManyCodes."""
    with transaction.atomic():
        guard = _guard(person)
        how = _used_totp(person, code) or _used_recovery(person, code)
        _count(guard, person, is_right=bool(how))
    if not how:
        raise WrongCode
    return how


def ask_key(person: Staff, site: Site) -> Question | None:
    """Return the question for one of the person's keys, None when there is none. One statement."""
    known = _keys(person)
    return passkeys.ask_for_proof(site, known=known) if known else None


def prove_by_key(person: Staff, *, site: Site, state: Mapping[str, Any], answer: str) -> str:
    """Take a key's answer; return `passkey`. Raises KeyUnfit (a copied key's counter runs back, too) and TooManyCodes."""
    with transaction.atomic():
        guard = _guard(person)
        is_right = _used_key(person, site, state, answer)
        _count(guard, person, is_right=is_right)
    if not is_right:
        raise KeyUnfit
    return FactorKind.PASSKEY.value


@transaction.atomic
def add_totp(*, by: Staff, secret: str, code: str, is_first: bool = False) -> None:
    """Keep an authenticator's secret once a code of it was typed; it replaces the earlier one. Raises WrongCode, NotTheFirst."""
    step = totp.step_of(secret, _digits(code), at=time.time())
    if step is None:
        raise WrongCode
    _lock_to_add(by, is_first=is_first)
    Factor.objects.filter(staff=by, kind=FactorKind.TOTP).delete()
    Factor.objects.create(
        staff=by,
        kind=FactorKind.TOTP,
        name="",
        secret=crypto.seal(secret, context=_context(by)),
        counter=step,
        added_at=clock.now(),
    )
    audit.write(by, by, Act.FACTOR_ADDED, kind=FactorKind.TOTP.value)


def ask_new_key(person: Staff, site: Site) -> Question:
    """Return the question by which the person's browser makes a new key. One statement."""
    handle = crypto.blind_index("passkey", str(person.pk))
    return passkeys.ask_for_new(
        site, handle=handle, username=person.username, name=person.display_name, known=_keys(person)
    )


@transaction.atomic
def add_key(*, by: Staff, site: Site, state: Mapping[str, Any], answer: str, name: str, is_first: bool = False) -> None:
    """Keep a key that the browser made. Raises KeyUnfit, TooManyKeys, NotTheFirst."""
    _lock_to_add(by, is_first=is_first)
    if Factor.objects.filter(staff=by, kind=FactorKind.PASSKEY).count() >= MOST_KEYS:
        raise TooManyKeys
    try:
        key = passkeys.new_key(site, state, answer)
        with transaction.atomic():
            Factor.objects.create(
                staff=by,
                kind=FactorKind.PASSKEY,
                name=" ".join(name.split())[:60],
                secret=key,
                credential=passkeys.id_of(key),
                added_at=clock.now(),
            )
    except (passkeys.Unfit, IntegrityError) as error:
        raise KeyUnfit from error
    audit.write(by, by, Act.FACTOR_ADDED, kind=FactorKind.PASSKEY.value)


@transaction.atomic
def remove(*, by: Staff, factor: int) -> None:
    """Remove one of the own factors; with the last one the recovery codes go. Raises NotFound, LastFactor."""
    _lock(by)
    kept = Factor.objects.filter(staff=by).exclude(pk=factor).exists()
    row = Factor.objects.filter(staff=by, pk=factor).first()
    if row is None:
        raise NotFound
    if not kept and must_have(by):
        raise LastFactor
    row.delete()
    if not kept:
        RecoveryCode.objects.filter(staff=by).delete()
    audit.write(by, by, Act.FACTOR_REMOVED, kind=row.kind)


@transaction.atomic
def new_codes(*, by: Staff) -> list[str]:
    """Make ten recovery codes and return them, the only time that they are known; the earlier ones open nothing any more."""
    _lock(by)
    made = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(staff=by).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(staff=by, mark=_mark(by, code)) for code in made)
    audit.write(by, by, Act.CODES_MADE)
    return [f"{code[:5]}-{code[5:]}" for code in made]


@transaction.atomic
def reset(*, by: Staff | None, username: str) -> Staff:
    """Forget a person's factors and codes and end the sessions; the next sign-in sets up new ones. `by` None is the command line.

    Raises NotAllowed, NotFound.
    """
    if by is not None:
        permissions.permit("users.manage", by)
    person = _lock_named(username)
    Factor.objects.filter(staff=person).delete()
    RecoveryCode.objects.filter(staff=person).delete()
    Guard.objects.filter(staff=person).delete()
    sessions.end(person)
    audit.write(by, person, Act.FACTORS_RESET)
    return person


@transaction.atomic
def sign_out(*, by: Staff | None, username: str) -> int:
    """End all sessions of a person; return how many. `by` None is the command line. Raises NotAllowed, NotFound."""
    if by is not None:
        permissions.permit("users.manage", by)
    person = _lock_named(username)
    number = sessions.end(person)
    audit.write(by, person, Act.SIGNED_OUT, sessions=number)
    return number


def with_factor(people: list[int]) -> set[int]:
    """Return who of `people` (ids) has a second factor. One statement."""
    return set(Factor.objects.filter(staff__in=people).values_list("staff_id", flat=True))


def _guard(person: Staff) -> Guard:
    _lock(person)
    guard, _is_new = Guard.objects.get_or_create(staff=person)
    if guard.locked_until and guard.locked_until > clock.now():
        raise TooManyCodes
    return guard


def _count(guard: Guard, person: Staff, *, is_right: bool) -> None:
    guard.failures = 0 if is_right else guard.failures + 1
    guard.locked_until = None
    if guard.failures >= TRIES:
        guard.failures, guard.locked_until = 0, clock.now() + LOCKED
        audit.write(person, person, Act.LOCKED)
    guard.save()


def _used_totp(person: Staff, typed: str) -> str | None:
    row = Factor.objects.filter(staff=person, kind=FactorKind.TOTP).first()
    if row is None:
        return None
    secret = crypto.unseal(bytes(row.secret), context=_context(person))
    step = totp.step_of(secret, _digits(typed), at=time.time(), after=row.counter)
    if step is None:
        return None
    row.counter, row.used_at = step, clock.now()
    row.save(update_fields=["counter", "used_at"])
    return FactorKind.TOTP.value


def _used_recovery(person: Staff, typed: str) -> str | None:
    squeezed = typed.upper().replace("-", "").replace(" ", "").translate(str.maketrans("ILO", "110"))
    if len(squeezed) != CODE_CHARACTERS:
        return None
    free = RecoveryCode.objects.filter(staff=person, mark=_mark(person, squeezed), used_at=None)
    if not free.update(used_at=clock.now()):
        return None
    audit.write(person, person, Act.CODE_USED, left=codes_left(person))
    return "recovery"


def _used_key(person: Staff, site: Site, state: Mapping[str, Any], answer: str) -> bool:
    try:
        credential, counter = passkeys.proof(site, state, answer, known=_keys(person))
    except passkeys.Unfit:
        return False
    row = Factor.objects.get(staff=person, credential=credential)
    if counter <= row.counter and (counter or row.counter):
        return False  # WebAuthn §6.1.1: a key whose counter does not grow may be a copy
    row.counter, row.used_at = counter, clock.now()
    row.save(update_fields=["counter", "used_at"])
    return True


def _keys(person: Staff) -> list[bytes]:
    rows = Factor.objects.filter(staff=person, kind=FactorKind.PASSKEY).order_by("id")
    return [bytes(key) for key in rows.values_list("secret", flat=True)]


def _mark(person: Staff, code: str) -> bytes:
    return crypto.blind_index("recovery", f"{person.pk}:{code}")


def _context(person: Staff) -> str:
    return f"totp:{person.pk}"


def _digits(typed: str) -> str:
    return "".join(sign for sign in typed[:20] if sign in "0123456789")


def _lock_to_add(person: Staff, *, is_first: bool) -> None:
    _lock(person)
    if is_first and Factor.objects.filter(staff=person).exists():
        raise NotTheFirst


def _lock(person: Staff) -> None:
    Staff.objects.select_for_update().get(pk=person.pk)


def _lock_named(username: str) -> Staff:
    person = Staff.objects.select_for_update().filter(username=username.strip().lower(), is_program=False).first()
    if person is None:
        raise NotFound
    return person

"""The only writers of programs and their keys. Each act is written down with who did it; a key is told once and never kept."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions, programs
from tanggap.agencies.models import Staff
from tanggap.clients import keys
from tanggap.clients.models import Client, Deed, Key
from tanggap.clients.queries import BadKey, Caller
from tanggap.clients.words import OF_A_UNIT, Act, Rate, Scope
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Refusal

CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]")
RESERVED = frozenset({"baru", "kunci"})  # words of the operator's addresses
LONGEST_NAME, LONGEST_REASON = 120, 500
MOST_KEYS = 10
LONGEST_OVERLAP = timedelta(days=30)


class CodeTaken(Refusal):
    """Two programs never share a short name, not even when one is switched off."""

    message = _("This short name is taken. Choose another one.")
    field = "code"


class TooManyKeys(Refusal):
    """So many keys of one program that nobody knows where they are."""

    message = _("This program has %(most)d keys that work. Revoke those that are not needed first.") % {
        "most": MOST_KEYS
    }


@dataclass(frozen=True, slots=True)
class Made:
    """A fresh key: the only time that it is known."""

    id: int
    client: str
    key: str
    expires_at: datetime | None


@transaction.atomic
def add(
    *,
    by: Staff | None,
    code: str,
    name: str,
    owner: str,
    contact: str,
    unit: str = "",
    scopes: Collection[str] = (),
    rate: str = Rate.STANDARD,
    expires_at: datetime | None = None,
) -> Client:
    """Make a program of the organisation `owner`; one with a `unit` gets an account to act as. `by` None is the command line.

    Raises NotAllowed, Invalid, CodeTaken, and the refusals of `programs.add`.
    """
    _must_operate(by)
    code, name, owner, contact = code.strip().lower(), _line(name), _line(owner), _line(contact)
    errors = _faults(name, owner, contact, unit, scopes, rate, expires_at)
    if not CODE.fullmatch(code) or code in RESERVED:
        errors["code"] = _("3 to 40 small letters, digits or hyphens; it begins and ends with a letter or digit.")
    if errors:
        raise Invalid(errors)
    if Client.objects.filter(pk=code).exists():
        raise CodeTaken
    row = Client(
        code=code,
        name=name,
        owner=owner,
        contact=contact,
        unit_id=unit or None,
        staff=programs.add(code=code, name=name, unit=unit) if unit else None,
        scopes=_sorted(scopes),
        rate=rate,
        expires_at=expires_at,
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise CodeTaken from error
    _write(by, row, Act.ADDED, facts={"unit": unit, "scopes": row.scopes, "rate": rate, "expires_at": expires_at})
    return row


@transaction.atomic
def change(
    *,
    by: Staff | None,
    code: str,
    name: str,
    owner: str,
    contact: str,
    scopes: Collection[str],
    rate: str,
    expires_at: datetime | None = None,
) -> Client:
    """Change what a program is called, may ask for, how often, and until when; its unit never changes. Holds from the next request on.

    Raises NotAllowed, NotFound, Invalid.
    """
    _must_operate(by)
    row = _lock(code)
    name, owner, contact = _line(name), _line(owner), _line(contact)
    errors = _faults(name, owner, contact, row.unit_id or "", scopes, rate, expires_at)
    if errors:
        raise Invalid(errors)
    new = {
        "name": name,
        "owner": owner,
        "contact": contact,
        "scopes": _sorted(scopes),
        "rate": rate,
        "expires_at": expires_at,
    }
    changed = {field: value for field, value in new.items() if getattr(row, field) != value}
    if not changed:
        return row
    for field, value in changed.items():
        setattr(row, field, value)
    row.save(update_fields=[*changed])
    if "name" in changed and row.staff_id:
        programs.rename(row.staff_id, name)
    told = {field: value for field, value in changed.items() if field in {"scopes", "rate", "expires_at"}}
    _write(by, row, Act.CHANGED, facts={"fields": sorted(changed), **told})
    return row


@transaction.atomic
def switch(*, by: Staff | None, code: str, is_active: bool, reason: str) -> None:
    """Let a program call, or stop it with all its keys and tokens: from its next request on, and in those under way at their next write.

    Raises NotAllowed, NotFound, Invalid.
    """
    _must_operate(by)
    row = _lock(code)
    why = _reason(reason)
    if row.is_active != is_active:
        row.is_active = is_active
        row.save(update_fields=["is_active"])
        _write(by, row, Act.OPENED if is_active else Act.CLOSED, reason=why, facts={})


@transaction.atomic
def make_key(*, by: Staff | None, code: str, label: str, reason: str, expires_at: datetime | None = None) -> Made:
    """Make a key and return it: the only time that it is known. Raises NotAllowed, NotFound, Invalid, TooManyKeys."""
    _must_operate(by)
    row = _lock(code)
    why = _reason(reason)
    if expires_at is not None and expires_at <= clock.now():
        raise Invalid({"expires_at": _("This day has passed.")})
    return _make_key(by, row, label, expires_at, Act.KEY_MADE, why)


@transaction.atomic
def rotate_key(*, by: Staff | None, number: int, overlap: timedelta, reason: str) -> Made:
    """Replace a key by a fresh one of the same label and end; the old one works for `overlap` more, so that nothing stands still.

    Raises NotAllowed, NotFound, Invalid, TooManyKeys.
    """
    _must_operate(by)
    old = _lock_key(number)
    client = _lock(old.client_id)
    why, at = _reason(reason), clock.now()
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        raise Invalid({"overlap": _("Between 0 hours and 30 days.")})
    if old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= at):
        raise Invalid({"overlap": _("This key works no more. Make a new one instead.")})
    made = _make_key(by, client, old.label, old.expires_at, Act.KEY_ROTATED, why, replaces=old.prefix)
    ends = at + overlap
    if old.expires_at is None or old.expires_at > ends:
        old.expires_at = ends
        old.save(update_fields=["expires_at"])
    return made


@transaction.atomic
def revoke_key(*, by: Staff | None, number: int, reason: str = "") -> None:
    """Let a key, and the tokens that it fetched, open nothing any more. Waits for writes under way with it, which end first.

    Raises NotAllowed, NotFound, Invalid.
    """
    _must_operate(by)
    row = _lock_key(number)
    why = _reason(reason, is_needed=False)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        _write(by, row.client, Act.KEY_REVOKED, reason=why, facts={"key": row.prefix, "label": row.label})


def actor(caller: Caller) -> Staff:
    """Return the account as which a unit's program acts: hand it to actions as `by`, so that every rule of theirs holds.

    One statement. Raises NotAllowed for a program of no unit and for nobody.
    """
    account = programs.account(caller.staff) if caller.staff is not None else None
    if account is None:
        raise NotAllowed
    return account


def still_valid(caller: Caller) -> None:
    """Lock the caller's key, and token, for the rest of this write's transaction. Raises BadKey when it was revoked meanwhile.

    Whoever revokes waits until the transaction ends, or was first, and then nothing is written. Nobody's calls need no key. Call it
    first inside `transaction.atomic`, before other locks.
    """
    if caller.key is None:
        return
    given = {"key": caller.key, "token": caller.token, "at": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(_STILL_KEY, given)
        is_valid = cursor.fetchone() is not None
        if is_valid and caller.token is not None:
            cursor.execute(_STILL_ITS, given)
            is_valid = cursor.fetchone() is not None
    if not is_valid:
        raise BadKey(caller.client)


_STILL_KEY = """
select k.id from clients_key k join clients_client c on c.code = k.client_id left join agencies_unit u on u.code = c.unit_id
where k.id = %(key)s and k.revoked_at is null and (k.expires_at is null or k.expires_at > %(at)s)
  and c.is_active and (c.expires_at is null or c.expires_at > %(at)s) and (c.unit_id is null or u.is_active)
for share of k, c
"""
_STILL_ITS = """
select id from clients_token where id = %(token)s and revoked_at is null and expires_at > %(at)s for share
"""


def _make_key(
    by: Staff | None,
    client: Client,
    label: str,
    expires_at: datetime | None,
    act: Act,
    reason: str,
    **facts: Any,
) -> Made:
    label, at = _line(label), clock.now()
    if not label or len(label) > LONGEST_NAME or not label.isprintable():
        raise Invalid(
            {"label": _("Say where the key is used, in at most %(most)d characters.") % {"most": LONGEST_NAME}}
        )
    live = Key.objects.filter(client=client, revoked_at=None).exclude(expires_at__lte=at)
    if live.count() >= MOST_KEYS:
        raise TooManyKeys
    key = keys.make(keys.KEY)
    row = Key.objects.create(
        client=client, label=label, prefix=keys.shown(key), digest=keys.digest(key), made_at=at, expires_at=expires_at
    )
    _write(by, client, act, reason=reason, facts={"key": row.prefix, "label": label, "expires_at": expires_at, **facts})
    return Made(row.pk, client.pk, key, expires_at)


def _must_operate(by: Staff | None) -> None:
    if by is not None:
        permissions.permit("clients.manage", by)


def _lock(code: str) -> Client:
    row = Client.objects.select_for_update(of=("self",)).filter(pk=code).first()
    if row is None:
        raise NotFound
    return row


def _lock_key(number: int) -> Key:
    row = Key.objects.select_for_update(of=("self",)).select_related("client").filter(pk=number).first()
    if row is None:
        raise NotFound
    return row


def _faults(
    name: str, owner: str, contact: str, unit: str, scopes: Collection[str], rate: str, expires_at: datetime | None
) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    for field, value in (("name", name), ("owner", owner), ("contact", contact)):
        if not value or len(value) > LONGEST_NAME or not value.isprintable():
            errors[field] = _("Write this, in at most %(most)d characters.") % {"most": LONGEST_NAME}
    if set(scopes) - set(Scope.values):
        errors["scopes"] = _("Choose from the list.")
    elif not unit and OF_A_UNIT & set(scopes):
        errors["scopes"] = _("Work is of a unit: only a program of a unit can read or do it.")
    if rate not in Rate.values:
        errors["rate"] = _("Choose from the list.")
    if expires_at is not None and expires_at <= clock.now():
        errors["expires_at"] = _("This day has passed.")
    return errors


def _reason(given: str, *, is_needed: bool = True) -> str:
    reason = _line(given)
    if (is_needed and not reason) or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say why, in at most %(most)d characters.") % {"most": LONGEST_REASON}})
    return reason


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _sorted(scopes: Collection[str]) -> list[str]:
    return [scope.value for scope in Scope if scope.value in set(scopes)]


def _write(by: Staff | None, client: Client, act: Act, *, reason: str = "", facts: dict[str, Any]) -> None:
    told = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in facts.items() if value}
    Deed.objects.create(client=client, staff=by, act=act, reason=reason, facts=told, at=clock.now())

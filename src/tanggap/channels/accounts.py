"""The accounts: opened for adapters, configured and switched by the operator. Their secrets are sealed and never shown again."""

import re
from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.channels import contract, deeds, pulse, registry
from tanggap.channels.contract import Health
from tanggap.channels.models import Account
from tanggap.channels.words import Act
from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.core.shelf import Shelf

LONGEST = 8_000
PREVIOUS = "previous_secret"
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,38}[a-z0-9]|[a-z0-9]")


class AccountExists(Refusal):
    """Two accounts of one channel cannot have one address."""

    message = _("This channel has an account of this name already. Choose another one.")
    field = "code"


def _opened(row: Account) -> contract.Account:
    values: Mapping[str, str] = crypto.unseal(bytes(row.sealed), context=_context(row.channel_id, row.code))
    return contract.Account(id=row.pk, channel=row.channel_id, code=row.code, adapter=row.adapter, values=values)


def _context(channel: str, code: str) -> str:
    return f"channel account:{channel}/{code}"


def _load() -> dict[int, contract.Account]:
    rows = Account.objects.filter(is_active=True, channel__is_active=True).order_by("channel__position", "code")
    return {row.pk: _opened(row) for row in rows}


_shelf: Shelf[int, contract.Account] = Shelf(_load)


def _forget() -> None:
    """Let the accounts be read anew, now and once this transaction has ended: meanwhile another thread reads what was before."""
    _shelf.clear()
    transaction.on_commit(_shelf.clear)


def active() -> list[contract.Account]:
    """Return the accounts that are switched on, of channels that are, in the order of the channels. No statement but the shelf's."""
    return list(_shelf.all().values())


def by_id(account: int) -> contract.Account | None:
    """Return an account that is switched on, or None. One that another process made is found within two seconds."""
    return _shelf.get(account) or (_shelf.get(account) if _shelf.renew() else None)


def find(channel: str, code: str) -> contract.Account | None:
    """Return the account at `/channels/<channel>/<code>/` that is switched on, or None; found as `by_id` finds."""
    return _at(channel, code) or (_at(channel, code) if _shelf.renew() else None)


def _at(channel: str, code: str) -> contract.Account | None:
    return next((one for one in active() if (one.channel, one.code) == (channel, code)), None)


@transaction.atomic
def configure(
    *,
    by: Staff,
    channel: str,
    code: str,
    adapter: str,
    name: str,
    values: Mapping[str, str],
    account: int | None = None,
    forget: Collection[str] = (),
) -> Account:
    """Make an account, or change the one with this id; an empty value leaves a secret as it was and empties anything else.

    Secrets named in `forget` are emptied. A new secret beside which `previous_secret` is declared leaves the old one there, so that calls
    signed with it are still believed while it is being changed at the platform. Raises NotAllowed, NotFound, AccountExists, Invalid (each
    field named as its setting).
    """
    permissions.permit("channels.configure", by)
    row = _row(account) if account is not None else None
    before = _opened(row).values if row else {}
    act = Act.CHANGED if row else Act.CONNECTED
    known = {key: value for key, value in before.items() if key not in forget}
    sealed = _checked(channel, code, adapter, name, values, known, has_address=row is not None)
    if PREVIOUS not in forget and not values.get(PREVIOUS):
        _keep_previous(adapter, sealed, known)
    if row is None:
        row = Account(channel_id=channel, code=code, made_at=clock.now())
    row.adapter, row.name = adapter, name.strip()
    row.sealed = crypto.seal(sealed, context=_context(row.channel_id, row.code))
    row.failing_since, row.trouble, row.resumes_at = None, "", None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AccountExists from error
    deeds.note(act, account=row.pk, by=by, settings=sorted(key for key in sealed if sealed[key] != before.get(key, "")))
    _forget()
    return row


@transaction.atomic
def switch(*, by: Staff, account: int, is_active: bool) -> None:
    """Switch an account on or off. What came stays and waits; what goes out waits. Raises NotAllowed, NotFound."""
    permissions.permit("channels.configure", by)
    row = _row(account)
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    deeds.note(Act.SWITCHED_ON if is_active else Act.SWITCHED_OFF, account=account, by=by)
    _forget()


def test(*, by: Staff, account: int) -> Health:
    """Try an account's settings at its platform, where nothing is changed; one that works is no longer held to fail.

    Raises NotAllowed, NotFound.
    """
    permissions.permit("channels.configure", by)
    row = Account.objects.filter(pk=account).first()
    if row is None:
        raise NotFound
    opened = _opened(row)
    deeds.note(Act.TESTED, account=account, by=by)
    try:
        found = registry.adapter(row.adapter).check(opened)
    except (contract.Later, contract.Refused) as trouble:
        return Health(False, str(trouble))
    except Exception as error:
        return Health(False, _("It failed with %(kind)s.") % {"kind": type(error).__name__})
    if found.is_well:
        pulse.works(account)
    return found


def settings_of(account: int) -> dict[str, str]:
    """Return an account's settings for its form: a secret that is set reads `•••`, one that is not is empty. Raises NotFound."""
    row = Account.objects.filter(pk=account).first()
    if row is None:
        raise NotFound
    declared = {one.key: one for one in registry.adapter(row.adapter).settings}
    values = _opened(row).values
    return {
        key: ("•••" if one.is_secret and values.get(key) else "" if one.is_secret else values.get(key, ""))
        for key, one in declared.items()
    }


def _keep_previous(adapter: str, sealed: dict[str, str], known: Mapping[str, str]) -> None:
    """Let the secret that was changed stand as the previous one: the setting that is declared right before `previous_secret`."""
    keys = [one.key for one in registry.adapter(adapter).settings]
    if PREVIOUS not in keys[1:]:
        return
    main = keys[keys.index(PREVIOUS) - 1]
    if known.get(main) and sealed[main] != known[main]:
        sealed[PREVIOUS] = known[main]


def _row(account: int) -> Account:
    found = Account.objects.select_for_update().filter(pk=account).first()
    if found is None:
        raise NotFound
    return found


def _checked(
    channel: str,
    code: str,
    adapter: str,
    name: str,
    values: Mapping[str, str],
    known: Mapping[str, str],
    *,
    has_address: bool,
) -> dict[str, str]:
    """Return the settings as they are sealed. Raises Invalid."""
    errors: dict[str, object] = {}
    row = catalog.channel(channel)
    if row is None:
        errors["channel"] = _("This channel is not known or not active.")
    elif adapter not in registry.adapters_of(row.adapter):
        errors["adapter"] = _("This channel cannot be connected in this way.")
    if not has_address and not _CODE.fullmatch(code):
        errors["code"] = _("Small letters, digits and hyphens, at most 40.")
    if not name.strip():
        errors["name"] = _("Give the account a name by which you know it.")
    if errors:
        raise Invalid(errors)  # type: ignore[arg-type]
    sealed: dict[str, str] = {}
    for one in registry.adapter(adapter).settings:
        given = values.get(one.key, "").strip()
        value = given or (known.get(one.key, "") if one.is_secret else "") or one.default
        if one.is_needed and not value:
            errors[one.key] = _("This is needed.")
        elif len(value) > LONGEST or "\0" in value:
            errors[one.key] = _("At most %(most)d characters.") % {"most": LONGEST}
        elif one.options and value and value not in one.options:
            errors[one.key] = _("Choose one of the answers.")
        sealed[one.key] = value
    if errors:
        raise Invalid(errors)  # type: ignore[arg-type]
    return sealed

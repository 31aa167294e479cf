"""How the address of a screen opens it: what is stored opens nothing, and whatever does not open is answered alike."""

import re
from datetime import datetime

from django.db.models import Q

from tanggap.command import scopes
from tanggap.command.models import Wall
from tanggap.command.scopes import Scope
from tanggap.core import crypto
from tanggap.core.refusal import NotFound

_CONTEXT = b"wall:"  # a token of another private link never opens a wall, nor the other way round
_FORM = re.compile(r"([0-9]{1,18})-([0-9a-f]{48})")
_NOBODYS = b"\0" * 16


def token(row: Wall) -> str:
    """Return the token of a screen's address: its number and 192 bits that follow from its nonce under the key of private links."""
    return f"{row.pk}-{crypto.private_token(_CONTEXT + bytes(row.nonce))}"


def opened(given: str, *, now: datetime) -> Wall:
    """Return the screen that an address opens. One statement, and the same work for every address that opens none.

    Raises NotFound alike for a malformed, unknown, ended or revoked one, and for one whose area or unit the city has no more.
    """
    form = _FORM.fullmatch(given)
    number, secret = form.groups() if form else ("0", "")
    row = Wall.objects.filter(pk=int(number)).first()
    fits = crypto.token_opens(secret, _CONTEXT + (bytes(row.nonce) if row else _NOBODYS))
    if row is None or not fits or not is_live(row, now) or scopes.read(scope_of(row).key) is None:
        raise NotFound
    return row


def is_live(row: Wall, now: datetime) -> bool:
    """Return whether it still shows something."""
    return row.revoked_at is None and (row.ends_at is None or row.ends_at > now)


def live(now: datetime) -> Q:
    """Return the same as a condition on rows."""
    return Q(revoked_at__isnull=True) & (Q(ends_at__isnull=True) | Q(ends_at__gt=now))


def scope_of(row: Wall) -> Scope:
    """Return of what it shows the wall."""
    return Scope(area=row.area, unit=row.unit)

"""Installations of the app: made known by their key, proven by their signature, told by their notification token."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.channels import accounts
from tanggap.channels.contract import Account
from tanggap.channels.jaki import attesting, signing
from tanggap.channels.jaki.signing import Signed
from tanggap.channels.models_jaki import Device, Nonce, Own
from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, Refusal

NAME = "jaki"
PLATFORMS = ("android", "ios", "other")
LONGEST_TOKEN = 4096
NONCES_KEPT = timedelta(seconds=2 * signing.TOLERANCE_SECONDS + 60)
_NOBODYS_KEY = bytes.fromhex(
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
)  # RFC 8032's first test key


class ChannelOff(Refusal):
    """No account of the app is switched on."""

    message = _("Reports by the app are not taken just now.")
    status = 503


class NotSigned(Refusal):
    """Unknown and blocked installations, and wrong signatures, all look like this."""

    message = _("The request is not signed by an installation that we know.")
    status = 401


class ClockOff(Refusal):
    """A signature holds for five minutes, so that what was overheard is of no use."""

    message = _("The time of the request is too far from ours. Set the clock of your phone right, then send it again.")
    status = 401


class Replayed(Refusal):
    """Each signature opens once."""

    message = _("This request came before. Sign it anew.")
    status = 401


class NeedsAttestation(Refusal):
    """The city takes only installations that somebody vouches for."""

    message = _("Nobody vouches for this installation. Install the app from the official store.")
    status = 403


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation that proved itself, and the account that it reports to."""

    id: UUID
    account: Account
    language: str
    attested: str
    attestation: str
    is_new: bool = False


def account() -> Account:
    """Return the account of the app. Raises ChannelOff."""
    found = next((one for one in accounts.active() if one.adapter == NAME), None)
    if found is None:
        raise ChannelOff
    return found


def register(signed: Signed, *, key: bytes, platform: str, language: str, statement: Mapping[str, Any]) -> Installation:
    """Make an installation known by its public key, which signs the request itself; the same key again is the same installation.

    Raises ChannelOff, Invalid, ClockOff, NotSigned, Replayed, NeedsAttestation.
    """
    to, now = account(), clock.now()
    try:
        spki = signing.key_bytes(key)
    except signing.BadKey:
        raise Invalid({"public_key": _("This is no Ed25519 or P-256 public key.")}) from None
    if platform not in PLATFORMS:
        raise Invalid({"platform": _("One of: %(options)s.") % {"options": ", ".join(PLATFORMS)}})
    _must_hold(signed, spki, device=signing.UNREGISTERED)
    found = attesting.attested(
        to, platform=platform, statement=statement, challenge=attesting.challenge(spki, signed.time)
    )
    if to["needs_attestation"] == "yes" and not found.by:
        raise NeedsAttestation
    with transaction.atomic():
        row, is_new = Device.objects.get_or_create(
            account_id=to.id, key=spki, defaults={"platform": platform, "made_at": now, "seen_on": now.date()}
        )
        _use_up(row.pk, signed)
        if row.is_blocked:
            raise NotSigned
        row.platform, row.language, row.attested, row.attestation = platform, language[:16], found.by, found.word
        row.save(update_fields=["platform", "language", "attested", "attestation"])
    return Installation(row.pk, to, row.language, row.attested, row.attestation, is_new)


def prove(signed: Signed) -> Installation:
    """Return the installation that signed a request, and use the signature up. Raises ChannelOff, ClockOff, NotSigned, Replayed."""
    to = account()
    row = Device.objects.filter(pk=_uuid(signed.device), account=to.id).first()
    _must_hold(signed, bytes(row.key) if row else _NOBODYS_KEY, device=str(row.pk) if row else "")
    if row is None or row.is_blocked:
        raise NotSigned
    _use_up(row.pk, signed)
    today = clock.now().date()
    if row.seen_on != today:
        Device.objects.filter(pk=row.pk).update(seen_on=today)
    return Installation(row.pk, to, row.language, row.attested, row.attestation)


def _must_hold(signed: Signed, key: bytes, *, device: str) -> None:
    """Return for a fresh request that the holder of `key` signed as `device`. The same work for one that nobody has."""
    is_signed = signing.is_signed(signed, key)
    if not signed.is_formed:
        raise NotSigned
    if not signed.is_fresh(time.time()):
        raise ClockOff
    if not is_signed or signed.device != device:
        raise NotSigned


def _use_up(device: UUID, signed: Signed) -> None:
    """Write down that a signature was used. Two at once: the later one waits for the first and fails. Raises Replayed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO channels_jaki_nonce (device_id, nonce, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [device, signed.nonce, clock.now()],
        )
        if not cursor.rowcount:
            raise Replayed


def set_push(installation: Installation, token: str) -> None:
    """Keep the token by which an installation is notified, sealed; an empty one ends it. Raises Invalid."""
    if len(token) > LONGEST_TOKEN or not token.isascii() or not token.isprintable():
        raise Invalid({"token": _("This is no notification token.")})
    sealed = crypto.seal(token, context=_push_context(installation.id)) if token else None
    Device.objects.filter(pk=installation.id).update(push=sealed)


def push_token(account: Account, device: str) -> str:
    """Return the token by which the installation `device` of an account is notified, empty when it wants none or is not known."""
    row = Device.objects.filter(pk=_uuid(device), account=account.id, is_blocked=False).first()
    if row is None or row.push is None:
        return ""
    return str(crypto.unseal(bytes(row.push), context=_push_context(row.pk)))


def forget_push(account: Account, device: str, token: str) -> None:
    """Forget a token that the platform says is dead, unless the installation has given another one meanwhile."""
    if push_token(account, device) == token:
        Device.objects.filter(pk=_uuid(device), account=account.id).update(push=None)


def counted(account: Account) -> tuple[int, int]:
    """Return how many installations an account has, and for how many of them somebody vouches."""
    rows = Device.objects.filter(account=account.id, is_blocked=False)
    return rows.count(), rows.exclude(attested="").count()


def block_sender_of(code: str, *, is_blocked: bool) -> bool:
    """Block the installation that sent a report, or let it in again; return whether there is one. Nobody learns which it is.

    Every installation is looked at, for the report knows only the keyed hash of its own.
    """
    owner = Own.objects.filter(arrival__report__code=code).values_list("owner", flat=True).first()
    if owner is None:
        return False
    ids = Device.objects.values_list("pk", flat=True)
    found = [pk for pk in ids.iterator() if owner_of(pk) == bytes(owner)]
    return Device.objects.filter(pk__in=found).update(is_blocked=is_blocked) > 0


def forget_nonces(*, limit: int = 500) -> int:
    """Forget signatures that are too old to be taken again; return how many."""
    old = Nonce.objects.filter(at__lt=clock.now() - NONCES_KEPT).order_by("at").values_list("pk", flat=True)[:limit]
    return Nonce.objects.filter(pk__in=list(old)).delete()[0]


def owner_of(device: UUID) -> bytes:
    """Return the keyed hash under which an installation's reports are found."""
    return crypto.blind_index("jaki", str(device))


def _push_context(device: UUID) -> str:
    return f"jaki push:{device}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)

"""Where a message goes. The vault is opened here, when something is about to be sent, and nowhere else in this room."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tanggap.agencies.models_sign_in import External
from tanggap.catalog import queries as catalog
from tanggap.core import crypto
from tanggap.intake.actions import handle_index
from tanggap.notify.models import Contact, Subscription
from tanggap.notify.words import Way
from tanggap.reports.models.identity import Identity

KEEP_NUMBERS = frozenset({"api", "qlue", "lapor"})
"""Channels (the pack's adapter words) whose addresses are a partner's numbers of one report or one app: they never change hands."""


@dataclass(frozen=True, slots=True)
class Address:
    """One way to one person. `index` is the keyed hash that the vault and `Contact` know it by; `given_at` when it came with a report.

    `channel` and `account` name the channel's account for `Way.CHANNEL`. `may_change_hands` is what a number or a mailbox may;
    `may_be_forged` what anybody can write into a form or above a letter, unlike the sender of a platform's signed call.
    """

    way: str
    to: str = field(repr=False)
    index: bytes = field(repr=False)
    given_at: datetime
    channel: str = ""
    account: str = ""
    may_change_hands: bool = True
    may_be_forged: bool = False


def of_reports(reports: Collection[int]) -> dict[int, list[Address]]:
    """Return the addresses of each report's reporter: the channel that it came by first, then e-mail, then telephone. One statement."""
    found: dict[int, list[Address]] = defaultdict(list)
    rows = Identity.objects.filter(report__in=reports).select_related("report")
    for row in rows:
        known: dict[str, Any] = crypto.unseal(bytes(row.sealed), context=f"identity:{row.report_id}")
        at, channel = row.report.received_at, row.report.channel_id
        if handle := known.get("handle"):
            index = handle_index(channel, handle)
            kept = catalog.channel(channel)
            stays = kept is not None and kept.adapter in KEEP_NUMBERS
            found[row.report_id].append(
                Address(
                    Way.CHANNEL,
                    handle,
                    index,
                    at,
                    channel,
                    known.get("account", ""),
                    may_change_hands=not stays,
                    may_be_forged="@" in handle[1:],
                )
            )
        for way, kind in ((Way.EMAIL, "email"), (Way.PHONE, "phone")):
            if value := known.get(kind):
                found[row.report_id].append(
                    Address(way, value, crypto.blind_index(kind, value), at, may_be_forged=True)
                )
    return found


def of_staff(staff: int, *, at: datetime) -> Address | None:
    """Return where mail for a member of staff goes, None for one without an address. One statement."""
    email = External.objects.filter(staff=staff).exclude(email="").values_list("email", flat=True).first()
    return (
        Address(Way.EMAIL, email, crypto.blind_index("email", email.lower()), at, may_change_hands=False)
        if email
        else None
    )


def of_subscription(row: Subscription) -> Address | None:
    """Return where a subscriber's mail goes, None for one who has ended it."""
    if row.sealed is None or row.index is None:
        return None
    email = str(crypto.unseal(bytes(row.sealed), context=f"subscription:{bytes(row.nonce).hex()}"))
    return Address(Way.EMAIL, email, bytes(row.index), row.asked_at, may_change_hands=False)


def contacts(indexes: Collection[bytes]) -> dict[bytes, Contact]:
    """Return what is known of addresses, by their keyed hash; nothing of one that never made trouble. One statement."""
    return {bytes(row.index): row for row in Contact.objects.filter(index__in=indexes)}


def same_person(indexes: Collection[bytes]) -> Q:
    """Return the vault's rows with one of these addresses, whichever way they came."""
    return Q(email_index__in=indexes) | Q(phone_index__in=indexes) | Q(handle_index__in=indexes)


def reports_with(index: bytes) -> QuerySet[Identity]:
    """Return the keys of the reports that came with an address, for another statement."""
    return Identity.objects.filter(same_person([index])).values("report")  # type: ignore[return-value]


def last_given(index: bytes) -> datetime | None:
    """Return when a report came with this very address last. One statement, by the vault's indexes."""
    rows = Identity.objects.filter(same_person([index])).order_by("-report__received_at")
    return rows.values_list("report__received_at", flat=True).first()

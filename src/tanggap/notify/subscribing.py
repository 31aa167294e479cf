"""Public news by e-mail for whoever wants them: asked for, confirmed by the address's owner, ended by one click. `bulletins` tells them.

An address that was not confirmed gets one letter a day, the same words for everybody (threats.md §3 case 12). Known and unknown addresses
are answered alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.core import clock, crypto, ids
from tanggap.core.refusal import Invalid, NotFound
from tanggap.notify import addresses, dispatch, links, targets
from tanggap.notify.models import OutboundMessage, Subscription
from tanggap.notify.targets import RADII, Target
from tanggap.notify.words import CONFIRM, FINAL, NEWS, Delivery, Subscribed, Way
from tanggap.places.city import city

__all__ = [
    "MOST", "RADII", "Ending", "Mine", "Target", "confirm", "end", "end_one", "ending", "forget_unconfirmed", "of_link", "subscribe",
]  # fmt: skip
MOST = 20
LONGEST_EMAIL = 254
ONE_LETTER = timedelta(days=1)
MOST_LETTERS = 3  # as long as the owner says nothing
UNCONFIRMED_KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Mine:
    """A subscription for the holder of its address: `label` says what comes and when."""

    label: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends, or has ended, in words; how many others the address has, and the link that ends those (empty: none)."""

    labels: tuple[str, ...]
    others: int = 0
    link: str = ""


def subscribe(*, email: str, target: Target, language: str) -> None:
    """Keep a wish for news and ask the address's owner about it. Raises Invalid for what nobody can be told of, by the form's fields.

    The answer tells nothing: it is the same whether the address is known, stopped, dead, or was asked today already.
    """
    typed, errors = email.strip().lower(), dict[str, str | Promise]()
    try:
        validate_email(typed)
    except ValidationError:
        errors["email"] = _("This is not an e-mail address. Check it.")
    values = targets.checked(target, errors)
    if len(typed) > LONGEST_EMAIL:
        errors["email"] = _("At most %(most)d characters.") % {"most": LONGEST_EMAIL}
    if errors:
        raise Invalid(errors)
    with transaction.atomic():
        _keep(typed, values, language if language in city().languages else city().languages[0])


def _keep(email: str, values: dict[str, object], language: str) -> None:
    now, index = clock.now(), crypto.blind_index("email", email)
    with connection.cursor() as cursor:  # two questions at once are one letter
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(index[:8], "big", signed=True)])
    contact = addresses.contacts([index]).get(index)
    there = Subscription.objects.filter(index=index)
    if (contact and (contact.stopped_at or contact.rests_since)) or there.count() >= MOST:
        return
    if there.filter(**values, state=Subscribed.ACTIVE).exists():
        return
    row = there.filter(**values).first() or _new(email, index, values, language, now)
    asked = OutboundMessage.objects.filter(subscription__in=there, template=CONFIRM)
    if asked.count() < MOST_LETTERS and not asked.filter(made_at__gt=now - ONE_LETTER).exists():
        OutboundMessage.objects.create(
            subscription=row,
            template=CONFIRM,
            bundle=now.isoformat(),
            language=language,
            way=Way.EMAIL,
            state=Delivery.WAITING,
            made_at=now,
            due_at=now,
        )


def _new(email: str, index: bytes, values: dict[str, object], language: str, now: datetime) -> Subscription:
    nonce = ids.new_nonce()
    sealed = crypto.seal(email, context=f"subscription:{nonce.hex()}")
    return Subscription.objects.create(
        index=index, sealed=sealed, nonce=nonce, language=language, asked_at=now, **values
    )


def of_link(purpose: str, link: str) -> list[Mine]:
    """Return the subscriptions of the address that a link was sent to. Raises NotFound, also when all have ended."""
    rows = _of(links.opened(purpose, link).subscription).select_related("report", "proposal").order_by("id")
    mine = [Mine(targets.said(targets.of_row(row)), row.state == Subscribed.ACTIVE) for row in rows]
    if not mine:
        raise NotFound
    return mine


@transaction.atomic
def confirm(*, link: str) -> int:
    """Let an address's owner say yes to all that was asked for in its name; return how many subscriptions that begins. Raises NotFound."""
    at = clock.now()
    opened = links.opened(links.CONFIRM, link).subscription
    rows = _of(opened)
    if opened is None or opened.index is None or not rows.exists():
        raise NotFound
    dispatch.prove(bytes(opened.index))
    begun: int = rows.filter(state=Subscribed.ASKED).update(state=Subscribed.ACTIVE, confirmed_at=at, told_until=at)
    return begun


def ending(*, link: str) -> Ending:
    """Return what the link in a letter can end: the subscription that it came with. Raises NotFound for a foreign link."""
    row = _stopped(link)
    return _told_ending(row, list(_of(row).order_by("id")))


@transaction.atomic
def end_one(*, link: str) -> Ending:
    """End the subscription that a link came with and no other; return what ended. Done again: nothing more. Raises NotFound."""
    row = _stopped(link)
    others = list(_of(row).exclude(pk=row.pk).order_by("id"))
    told = _told_ending(row, others)
    if row.state != Subscribed.ENDED:
        _hand_on(row, others)
        _end(Subscription.objects.filter(pk=row.pk))
    return told


@transaction.atomic
def end(*, link: str, purpose: str = links.STOP) -> Ending:
    """End every subscription of an address and forget the address; return what ended. Done again: nothing. Raises NotFound."""
    rows = _of(links.opened(purpose, link).subscription)
    found = list(rows.select_related("report", "proposal").order_by("id"))
    _end(rows)
    return Ending(tuple(_label(one) for one in found))


def _stopped(link: str) -> Subscription:
    row = links.opened(links.STOP, link).subscription
    if row is None:
        raise NotFound
    return row


def _told_ending(row: Subscription, rows: list[Subscription]) -> Ending:
    others = [one for one in rows if one.pk != row.pk]
    link = links.of_subscription(links.STOP, others[0]) if others else ""
    return Ending((_label(row),), len(others), link)


def _hand_on(row: Subscription, others: list[Subscription]) -> None:
    """Let a digest that waits go to the address all the same: it tells of its other subscriptions, too."""
    same = [one for one in others if one.rhythm == row.rhythm and one.state == Subscribed.ACTIVE]
    if same:
        waiting = OutboundMessage.objects.filter(subscription=row, template=NEWS, sent_at__isnull=True)
        waiting.exclude(state__in=FINAL).update(subscription=same[0])


def forget_unconfirmed(*, limit: int = 500) -> int:
    """Forget addresses whose owners did not say yes within a week; return how many subscriptions ended."""
    old = Subscription.objects.filter(state=Subscribed.ASKED, asked_at__lt=clock.now() - UNCONFIRMED_KEPT)
    return _end(Subscription.objects.filter(pk__in=list(old.order_by("id").values_list("pk", flat=True)[:limit])))


def _end(rows: QuerySet[Subscription]) -> int:
    ended: int = rows.update(state=Subscribed.ENDED, ended_at=clock.now(), index=None, sealed=None)
    return ended


def _of(row: Subscription | None) -> QuerySet[Subscription]:
    if row is None:
        raise NotFound
    if row.index is None:
        return Subscription.objects.none()
    return Subscription.objects.filter(index=row.index)


def _label(row: Subscription) -> str:
    return targets.said(targets.of_row(row))

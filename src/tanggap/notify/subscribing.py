"""Public news by e-mail for whoever wants them: asked for, confirmed by the address's owner, told once a day, ended by one click.

An address that was not confirmed gets one letter a day, the same words for everybody (threats.md §3 case 12). Known and unknown addresses
are answered alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.core import clock, crypto, ids
from tanggap.core.refusal import Invalid, NotFound
from tanggap.intake.checks import check_box
from tanggap.notify import addresses, dispatch, links, news
from tanggap.notify.models import OutboundMessage, Subscription
from tanggap.notify.words import CONFIRM, NEWS, Delivery, Subscribed, Way
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.words import Visibility

RADII = (250, 500, 1000, 2000, 5000)
MOST = 20
LONGEST_EMAIL = 254
ONE_LETTER = timedelta(days=1)
MOST_LETTERS = 3  # as long as the owner says nothing
UNCONFIRMED_KEPT = timedelta(days=7)
TOLD_AT = time(6, 0)
LONGEST_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Target:
    """What somebody wants to hear of: a report by its code, an area, or the surroundings of a point (WGS 84 degrees, metres)."""

    code: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_metres: int = 0


@dataclass(frozen=True, slots=True)
class Mine:
    """A subscription for the holder of its address."""

    label: str
    is_active: bool


def subscribe(*, email: str, target: Target, language: str) -> None:
    """Keep a wish for news and ask the address's owner about it. Raises Invalid (`email`, `target`) for what nobody can be told of.

    The answer tells nothing: it is the same whether the address is known, stopped, dead, or was asked today already.
    """
    typed, errors = email.strip().lower(), dict[str, str | Promise]()
    try:
        validate_email(typed)
    except ValidationError:
        errors["email"] = _("This is not an e-mail address. Check it.")
    values = _checked(target, errors)
    if len(typed) > LONGEST_EMAIL:
        errors["email"] = _("At most %(most)d characters.") % {"most": LONGEST_EMAIL}
    if errors:
        raise Invalid(errors)
    with transaction.atomic():
        _keep(typed, values, language if language in city().languages else city().languages[0])


def _checked(target: Target, errors: dict[str, str | Promise]) -> dict[str, object]:
    if target.code:
        meant = ids.sought_code(target.code, city().prefix)
        report = Report.objects.filter(code=meant, visibility=Visibility.PUBLIC).first()
        if report is None:
            errors["target"] = _("There is no public report with this code.")
        return {"report": report}
    if target.area:
        if places.area(target.area) is None:
            errors["target"] = _("This area is not known.")
        return {"area_id": target.area}
    if target.lon is None or target.lat is None:
        errors["target"] = _("Choose what you want to hear of.")
        return {}
    if target.radius_metres not in RADII:
        errors["radius"] = _("Choose one of the answers.")
    check_box(target.lon, target.lat)
    return {"lon": round(target.lon, 5), "lat": round(target.lat, 5), "radius_metres": target.radius_metres}


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
    rows = list(_of(links.opened(purpose, link).subscription).order_by("id"))
    if not rows:
        raise NotFound
    return [Mine(_label(row), row.state == Subscribed.ACTIVE) for row in rows]


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


@transaction.atomic
def end(*, link: str, purpose: str = links.STOP) -> int:
    """End every subscription of an address and forget the address; return how many. Done again: 0. Raises NotFound for a foreign link."""
    return _end(_of(links.opened(purpose, link).subscription))


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
    if row.report is not None:
        return _("Report %(code)s") % {"code": row.report.code}
    if row.area_id is not None:
        return places.full_name(row.area_id)
    return _("%(metres)d m around %(lat).5f, %(lon).5f") % {
        "metres": row.radius_metres or 0,
        "lat": row.lat or 0.0,
        "lon": row.lon or 0.0,
    }


# --- the day's news -----------------------------------------------------------------------------------------------


@transaction.atomic
def tell(*, limit: int = 500) -> int:
    """Write the digests of the day that ended at six this morning, one an address that has news; return how many subscriptions were due.

    Done again, or by two workers at once: nothing more. What nothing happened to is not written about.
    """
    now = clock.now()
    until = day_end(now)
    due = Subscription.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=Subscribed.ACTIVE, told_until__lt=until
    )
    first = list(due.order_by("index", "id").values_list("index", flat=True)[:limit])
    rows = list(due.filter(index__in=first).order_by("index", "id")) if first else []
    if not rows:
        return 0
    since = max(min(row.told_until or until for row in rows), until - LONGEST_WINDOW)
    happened = news.between(since, until)
    letters = [
        made
        for _index, mine in groupby(rows, key=lambda row: bytes(row.index or b""))
        if (made := _digest(list(mine), happened, since, until, now)) is not None
    ]
    OutboundMessage.objects.bulk_create(letters, ignore_conflicts=True)
    Subscription.objects.filter(pk__in=[row.pk for row in rows]).update(told_until=until)
    return len(rows)


def day_end(now: datetime) -> datetime:
    """Return the latest six o'clock in the morning of the city, at or before `now`. Pure."""
    local = now.astimezone(ZoneInfo(city().time_zone))
    end = local.replace(hour=TOLD_AT.hour, minute=TOLD_AT.minute, second=0, microsecond=0)
    return (end if end <= local else end - timedelta(days=1)).astimezone(now.tzinfo)


def _digest(
    mine: list[Subscription], happened: Iterable[news.Happened], since: datetime, until: datetime, now: datetime
) -> OutboundMessage | None:
    begins = max(since, min(row.told_until or since for row in mine))
    if not news.matching(mine, [one for one in happened if one.at > begins]):
        return None
    return OutboundMessage(
        subscription=mine[0],
        template=NEWS,
        bundle=news.bundle(begins, until),
        language=mine[0].language,
        way=Way.EMAIL,
        state=Delivery.WAITING,
        made_at=now,
        due_at=now,
    )

"""What reporters wish to be told: said behind the private link, or by the link in a message; and whether an address is still theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tanggap.catalog import queries as catalog
from tanggap.core import clock, crypto, ids
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.notify import addresses, dispatch, links
from tanggap.notify.models import Contact, OutboundMessage, Wish
from tanggap.notify.words import STILL_YOU, Delivery, Group, Way
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity

MOST_WRONG = 5
_INDEXES = ((Way.CHANNEL, "handle_index"), (Way.EMAIL, "email_index"), (Way.PHONE, "phone_index"))


class NotYours(Refusal):
    """A recycled number knows no code of its former owner's reports."""

    message = _("This is not the code of a report that was sent from this address. Look at your receipt and try again.")
    field = "code"
    status = 422


class AskedTooOften(Refusal):
    """Five wrong codes: somebody is guessing."""

    message = _("There were too many wrong codes. Open your private link, or send a new report.")
    field = "code"
    status = 429


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reporter wishes, and what there is to choose from. `ways` names them without any address.

    `held` is how many messages wait until the reporter says that the address is still theirs.
    """

    way: str
    wanted: tuple[str, ...]
    language: str
    is_stopped: bool
    ways: tuple[tuple[str, str], ...]
    held: int
    resting: tuple[str, ...]


def of_own(code: str, *, token: str) -> Wishes:
    """Return the wishes of a report's reporter. At most five statements. Raises NotFound for a wrong code and a wrong token alike."""
    report = _own(code, token)
    wish = Wish.objects.filter(report=report).first() or Wish(report=report)
    indexes = _indexes(report)
    known = addresses.contacts(indexes.values())
    resting = [
        _label(way, report)
        for way, index in indexes.items()
        if (contact := known.get(index)) and contact.rests_since and contact.rests_since >= report.received_at
    ]
    return Wishes(
        way=wish.way if wish.way in indexes else "",
        wanted=tuple(group for group in Group.values if group not in wish.unwanted),
        language=wish.language or report.language,
        is_stopped=wish.stopped_at is not None,
        ways=tuple((way.value, _label(way, report)) for way in indexes),
        held=OutboundMessage.objects.filter(report=report, state=Delivery.HELD).count(),
        resting=tuple(resting),
    )


@transaction.atomic
def wish(*, code: str, token: str, way: str, wanted: Collection[str], language: str, is_stopped: bool = False) -> Wish:
    """Keep what a report's reporter wishes, from the next message on. Raises NotFound, Invalid."""
    report = _own(code, token)
    if way and way not in _indexes(report):
        raise Invalid({"way": _("Choose one of the answers.")})
    if language not in city().languages:
        raise Invalid({"language": _("Choose one of the answers.")})
    if set(wanted) - set(Group.values):
        raise Invalid({"wanted": _("Choose among these.")})
    at = clock.now()
    before = Wish.objects.filter(report=report).first()
    stopped_at = (before.stopped_at if before and before.stopped_at else at) if is_stopped else None
    return _kept(
        report,
        way=way,
        unwanted=[group for group in Group.values if group not in wanted],
        language=language,
        stopped_at=stopped_at,
        at=at,
    )


@transaction.atomic
def vouch(*, code: str, token: str) -> int:
    """Take the holder of a private link's word that the report's addresses are theirs; return how many messages that sets free.

    Raises NotFound.
    """
    report = _own(code, token)
    return sum(_believe(index) for index in set(_indexes(report).values()))


@transaction.atomic
def stop(*, link: str) -> None:
    """End the messages that a link came with: those about one report. Done again: nothing. Raises NotFound."""
    report = _reporter_of(links.STOP, link)
    at = clock.now()
    before = Wish.objects.filter(report=report).first()
    if before is None:
        _kept(report, stopped_at=at, at=at)
    elif before.stopped_at is None:
        Wish.objects.filter(pk=before.pk).update(stopped_at=at, at=at)


@transaction.atomic
def stop_all(*, link: str) -> None:
    """End every message to the addresses of a link's report, until somebody reports with one of them again. Raises NotFound."""
    report = _reporter_of(links.STOP, link)
    for index in set(_indexes(report).values()):
        _shut(index)


def is_still_asked(link: str) -> Report:
    """Return the report of a link that asks whether an address is still its reporter's. Raises NotFound."""
    return _reporter_of(links.STILL, link)


def confirm(*, link: str, code: str) -> int:
    """Believe that an address is still its reporter's when its holder knows the code of a report sent with it; return what that sets free.

    Raises NotFound, NotYours, AskedTooOften.
    """
    report = _reporter_of(links.STILL, link)
    index = _asked_index(report)
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(index=index).first()
        if contact is None or contact.stopped_at:
            raise NotFound
        if contact.wrong >= MOST_WRONG:
            raise AskedTooOften
        meant = ids.sought_code(code, city().prefix)
        mine = Identity.objects.filter(addresses.same_person([index]), report__code=meant)
        if mine.exists():
            dispatch.prove(index)
            return _believe(index)
        Contact.objects.filter(index=index).update(wrong=F("wrong") + 1)
    raise NotYours


@transaction.atomic
def disown(*, link: str) -> None:
    """Let the holder of an address say that it is not the reporter: nothing is sent there any more. Raises NotFound."""
    _shut(_asked_index(_reporter_of(links.STILL, link)))


def _believe(index: bytes) -> int:
    """Note that an address belongs to who reported with it, and let go what was held back."""
    at = clock.now()
    Contact.objects.update_or_create(index=index, defaults={"heard_at": at, "wrong": 0})
    freed: int = _held([index]).update(state=Delivery.WAITING, due_at=at)
    return freed


def _shut(index: bytes) -> None:
    at = clock.now()
    Contact.objects.update_or_create(index=index, defaults={"stopped_at": at})
    _held([index]).update(state=Delivery.UNWANTED, told_at=at)


def _held(indexes: Sequence[bytes]) -> Any:
    reports = Identity.objects.filter(addresses.same_person(indexes)).values("report")
    return OutboundMessage.objects.filter(report__in=reports, state=Delivery.HELD)


def _asked_index(report: Report) -> bytes:
    """Return the address that was asked about: the one of the question's way."""
    indexes = _indexes(report)
    rows = OutboundMessage.objects.filter(report=report, template=STILL_YOU).order_by("-id")
    way = rows.values_list("way", flat=True).first()
    index = indexes.get(Way(way)) if way else None
    if index is None:
        raise NotFound
    return index


def _reporter_of(purpose: str, link: str) -> Report:
    report = links.opened(purpose, link).report
    if report is None:
        raise NotFound
    return report


def _kept(report: Report, **values: Any) -> Wish:
    row, _is_new = Wish.objects.update_or_create(report=report, defaults=values)
    return row


def _indexes(report: Report) -> dict[Way, bytes]:
    """Return the ways to a report's reporter by their keyed hashes; the vault stays shut. One statement."""
    row = Identity.objects.filter(report=report).first()
    found = [(way, getattr(row, name)) for way, name in _INDEXES] if row else []
    return {way: bytes(index) for way, index in found if index}


def _label(way: Way, report: Report) -> str:
    channel = catalog.channel(report.channel_id) if way == Way.CHANNEL else None
    return channel.label if channel else str(way.label)


def _own(code: str, token: str) -> Report:
    found = Report.objects.filter(code=code).first()
    if found is None or not crypto.token_opens(token, bytes(found.nonce)):
        raise NotFound
    return found

"""What may go now, and by which ways: each waiting message is judged, and what may not go says why. Nothing is sent here.

`channels.delivering` calls `judge` and writes down what it took on (`queued`) and what became of it (`note`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tanggap.core import clock
from tanggap.notify import addresses, quiet
from tanggap.notify.addresses import Address
from tanggap.notify.models import Contact, OutboundMessage, Wish
from tanggap.notify.words import GROUPS, STILL_YOU, Delivery, Subscribed
from tanggap.places.city import city

STALE = timedelta(days=7)
"""A message that found no way for so long is not sent any more: what it says is history. It stays on the private page."""
SILENT = timedelta(days=90)
"""threats.md §3 case 13: an address unused for so long may have another owner."""
ASK_AGAIN = timedelta(days=30)
WITHOUT_ACCOUNT = timedelta(minutes=15)
MOST_A_DAY = 5
"""threats.md §3 case 12: who types a stranger's address, or forges one, must not make us flood it."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that may go now, with the ways to its reader, the best first; `report` whose reporter it is for, if it is for one."""

    message: int
    template: str
    report: int | None
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a batch of messages is judged by."""

    now: datetime
    addresses: Mapping[int, Sequence[Address]]
    wishes: Mapping[int, Wish]
    contacts: Mapping[bytes, Contact]
    taken: Counter[bytes]


def judge(*, limit: int, now: datetime) -> tuple[list[Ready], int]:
    """Return the waiting messages that may go, oldest first, and how many were looked at, at most `limit`.

    They are locked until the caller's transaction ends; of two workers each gets others. What may not go is marked with why, or waits
    for the end of the quiet hours.
    """
    rows = list(
        OutboundMessage.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=Delivery.WAITING, due_at__lte=now, made_at__lte=now)
        .select_related("subscription")
        .order_by("due_at", "id")[:limit]
    )
    known = _known(rows, now)
    ready = [one for row in rows if (one := _judged(row, known)) is not None]
    return ready, len(rows)


def _known(rows: Sequence[OutboundMessage], now: datetime) -> _Known:
    reports = {row.report_id for row in rows if row.report_id is not None}
    found: dict[int, Sequence[Address]] = {}
    people = addresses.of_reports(reports)
    for row in rows:
        if row.report_id is not None:
            found[row.pk] = people.get(row.report_id, [])
        else:
            one = addresses.of_subscription(row.subscription) if row.subscription else _of_staff(row, now)
            found[row.pk] = [one] if one else []
    return _Known(
        now,
        found,
        {wish.report_id: wish for wish in Wish.objects.filter(report__in=reports)},
        addresses.contacts({one.index for each in found.values() for one in each}),
        Counter(),
    )


def _of_staff(row: OutboundMessage, now: datetime) -> Address | None:
    return addresses.of_staff(row.staff_id, at=now) if row.staff_id is not None else None


def _judged(row: OutboundMessage, known: _Known) -> Ready | None:
    """Return the message when it may go now; else write down why not."""
    wish = known.wishes.get(row.report_id) if row.report_id is not None else None
    if wish and wish.language in city().languages and wish.language != row.language:
        row.language = wish.language
        OutboundMessage.objects.filter(pk=row.pk).update(language=row.language)
    state = _refused(row, wish, known)
    ways = [] if state else _ways(row, wish, known)
    if not state and not ways:
        state = _without_a_way(row, known)
    if state:
        _settle(row, state, known.now)
        return None
    if row.staff_id is None and (later := quiet.until(known.now, row.template)):
        OutboundMessage.objects.filter(pk=row.pk).update(due_at=later)
        return None
    if row.report_id is not None and row.template != STILL_YOU and _is_silent(ways[0], known):
        _ask_first(row, ways[0], known)
        return None
    if row.report_id is not None and not _has_room(ways[0], known):
        OutboundMessage.objects.filter(pk=row.pk).update(due_at=known.now + A_DAY / 4)
        return None
    known.taken[ways[0].index] += 1
    return Ready(row.pk, row.template, row.report_id, tuple(ways))


def _refused(row: OutboundMessage, wish: Wish | None, known: _Known) -> Delivery | None:
    """Return why a message is not to be sent at all, None when it is."""
    if row.told_at is None and known.now - row.made_at > STALE:
        return Delivery.EXPIRED
    if row.subscription is not None and row.subscription.state == Subscribed.ENDED:
        return Delivery.UNWANTED
    if wish and (wish.stopped_at or GROUPS.get(row.template) in wish.unwanted):
        return Delivery.UNWANTED
    return None


def _ways(row: OutboundMessage, wish: Wish | None, known: _Known) -> list[Address]:
    """Return the addresses that take something, those that the reporter wishes."""
    return [
        one
        for one in known.addresses[row.pk]
        if not (wish and wish.way and one.way != wish.way) and not _is_shut(one, known.contacts.get(one.index))
    ]


def _is_shut(address: Address, contact: Contact | None) -> bool:
    """Return whether an address rests or its owner stopped us. A report that came with it since has opened it again."""
    if contact is None:
        return False
    shut_at = max((at for at in (contact.rests_since, contact.stopped_at) if at), default=None)
    return shut_at is not None and address.given_at <= shut_at


def _without_a_way(row: OutboundMessage, known: _Known) -> Delivery:
    there = known.addresses[row.pk]
    if not there:
        return Delivery.NONE
    stopped = any((contact := known.contacts.get(one.index)) and contact.stopped_at for one in there)
    return Delivery.UNWANTED if stopped else Delivery.RESTING


def _has_room(address: Address, known: _Known) -> bool:
    """Return whether an address may be written to today once more: one that nobody has proven to read gets `MOST_A_DAY` messages."""
    contact = known.contacts.get(address.index)
    if not address.may_be_forged or (contact and contact.proven_at):
        return True
    reports = addresses.reports_with(address.index)
    gone = OutboundMessage.objects.filter(report__in=reports, told_at__gt=known.now - A_DAY, state__in=_GONE)
    return known.taken[address.index] + gone[:MOST_A_DAY].count() < MOST_A_DAY


def _is_silent(address: Address, known: _Known) -> bool:
    """Return whether an address may have another owner by now: no report came with it for long, and nobody vouched for it since."""
    if not address.may_change_hands:
        return False
    contact = known.contacts.get(address.index)
    heard = max(address.given_at, contact.heard_at if contact and contact.heard_at else address.given_at)
    if known.now - heard <= SILENT:
        return False
    last = addresses.last_given(address.index)
    return last is None or known.now - last > SILENT


def _ask_first(row: OutboundMessage, address: Address, known: _Known) -> None:
    """Hold a message back, and ask the owner of its address once in a while who they are. The question says nothing of any report."""
    contact = known.contacts.get(address.index)
    if contact is None or contact.asked_at is None or known.now - contact.asked_at > ASK_AGAIN:
        Contact.objects.update_or_create(index=address.index, defaults={"asked_at": known.now, "wrong": 0})
        OutboundMessage.objects.bulk_create(
            [
                OutboundMessage(
                    report_id=row.report_id,
                    event=row.event,
                    template=STILL_YOU,
                    language=row.language,
                    way=address.way,
                    made_at=known.now,
                    due_at=known.now,
                )
            ],
            ignore_conflicts=True,
        )
    _settle(row, Delivery.HELD, known.now)


def _settle(row: OutboundMessage, state: Delivery, at: datetime) -> None:
    OutboundMessage.objects.filter(pk=row.pk).update(state=state, told_at=at)


def queued(taken: Iterable[tuple[int, str]]) -> None:
    """Write down that a channel took messages on: (message, way) each. One statement a way."""
    at, by_way = clock.now(), defaultdict[str, list[int]](list)
    for message, way in taken:
        by_way[way].append(message)
    for way, messages in by_way.items():
        rows = OutboundMessage.objects.filter(pk__in=messages, state=Delivery.WAITING)
        rows.update(state=Delivery.QUEUED, way=way, told_at=at)


def put_off(messages: Collection[int]) -> None:
    """Let messages wait for which the city has no account yet; after `STALE` they are given up."""
    OutboundMessage.objects.filter(pk__in=messages).update(due_at=clock.now() + WITHOUT_ACCOUNT)


_FOLLOWS: Mapping[str, frozenset[str]] = {
    Delivery.SENT: frozenset({Delivery.QUEUED}),
    Delivery.DELIVERED: frozenset({Delivery.QUEUED, Delivery.SENT, Delivery.UNSURE}),
    Delivery.READ: frozenset({Delivery.QUEUED, Delivery.SENT, Delivery.UNSURE, Delivery.DELIVERED}),
    Delivery.FAILED: frozenset({Delivery.QUEUED, Delivery.SENT, Delivery.UNSURE}),
    Delivery.UNSURE: frozenset({Delivery.QUEUED}),
    Delivery.RESTING: frozenset({Delivery.QUEUED}),
    Delivery.UNWANTED: frozenset({Delivery.QUEUED}),
    Delivery.EXPIRED: frozenset({Delivery.QUEUED}),
    Delivery.NONE: frozenset({Delivery.QUEUED}),
}
"""From which states each may come: delivery reports come late, twice, and in any order."""


def note(message: int, state: str, *, at: datetime) -> None:
    """Write down what became of a message; word that comes too late changes nothing."""
    rows = OutboundMessage.objects.filter(pk=message, state__in=_FOLLOWS[state])
    sent = {"sent_at": at} if state == Delivery.SENT else {}
    rows.update(state=state, told_at=at, **sent)


_GONE = frozenset({Delivery.QUEUED, Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.UNSURE, Delivery.FAILED})


def prove(index: bytes) -> None:
    """Remember that somebody reads at an address: only who got our message could do what was done."""
    Contact.objects.update_or_create(index=index, defaults={"proven_at": clock.now()})


def rest(index: bytes, *, reason: str, at: datetime) -> None:
    """Put an address to rest at which nothing arrives; it wakes when a report comes with it again."""
    Contact.objects.update_or_create(index=index, defaults={"rests_since": at, "reason": reason[:200]})


def is_shut(address: Address) -> bool:
    """Return whether an address takes nothing now. One statement."""
    return _is_shut(address, Contact.objects.filter(index=address.index).first())

"""What people of the operators and programs do about subscriptions. Each act is written down; secrets are shown once and never again.

`by` is a person of the staff who may configure webhooks, or the code of the client whose own subscriptions these are: to a client others'
subscriptions do not exist.
"""

import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.cursors import START, Position
from tanggap.core.models import Cursor
from tanggap.core.refusal import NotFound, Refusal
from tanggap.webhooks import checks, consumer, lines, posting, signing, telling
from tanggap.webhooks.models import Deed, Delivery, Subscription
from tanggap.webhooks.posting import Tried
from tanggap.webhooks.words import TEST, Act, DeliveryState, State, Why

ACT = "webhooks.configure"
MOST_OF_A_CLIENT = 20
TEST_PAUSE = timedelta(seconds=5)
TEST_TIMEOUT_SECONDS = 10.0
LONGEST_OVERLAP_HOURS = 7 * 24
By = Staff | str

_tests_at_once = threading.BoundedSemaphore(2)  # of a web process: slow receivers must not hold all of its threads


class TooManySubscriptions(Refusal):
    """A client has a bounded number of subscriptions."""

    message = _("There are as many webhooks as one program may have. Delete one that is not needed any more.")


class NotProven(Refusal):
    """Nothing goes to an address that has not answered a test."""

    message = _("Its address has not answered a test yet. Send the test: an answer 2xx switches it on.")


class TestedJustNow(Refusal):
    """Tests are requests to a machine of others: a few, not a stream."""

    message = _("It was tested a moment ago. Wait a few seconds.")
    status = 429


@dataclass(frozen=True, slots=True)
class Made:
    """A subscription whose secret was just made: this once it can be read."""

    key: str
    secret: str


@transaction.atomic
def subscribe(*, by: By, label: str, url: str, wanted: Mapping[str, Sequence[str]]) -> Made:
    """Make a subscription that hears of what happens from now on. It sends once a test was answered. Raises Invalid, TooManySubscriptions.

    `wanted` holds the codes of `types`, `areas`, `categories`, `units`, `channels`; what is empty or left out means all.
    """
    client = _client(by)
    if client and Subscription.objects.filter(client=client).count() >= MOST_OF_A_CLIENT:
        raise TooManySubscriptions
    given = checks.checked(label=label, url=url, wanted=wanted)
    end = _end_of_log()
    key, secret, now = f"wh_{secrets.token_hex(12)}", signing.new_secret(), clock.now()
    Subscription.objects.create(
        key=key,
        client_id=client,
        sealed=signing.sealed(key, current=secret),
        line_tx=end.tx,
        line_event=end.event,
        made_at=now,
        changed_at=now,
        **given,
    )
    write_down(Act.MADE, key, by)
    return Made(key, secret)


@transaction.atomic
def change(
    *,
    by: By,
    key: str,
    label: str | None = None,
    url: str | None = None,
    wanted: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Change what is given. Another choice holds for what happens from now on; another address waits for its test.

    What already waits stays in the line. Raises Invalid, NotFound.
    """
    cursor = (
        Cursor.objects.select_for_update().filter(name=consumer.NAME).first()
    )  # before the row, as the consumer does
    row = own(by, key)
    now_wanted = {name: getattr(row, name) for name in checks.CHOICES} | dict(wanted or {})
    given = checks.checked(
        label=row.label if label is None else label, url=row.url if url is None else url, wanted=now_wanted
    )
    changed = sorted(name for name, value in given.items() if value != getattr(row, name))
    if not changed:
        return
    for name in changed:
        setattr(row, name, given[name])
    if "url" in changed:
        row.state, row.why, row.lease, row.leased_until = State.UNPROVEN, Why.NONE, None, None
        _begin_anew(row)
    if cursor is not None and checks.CHOICES & set(changed):
        row.line_tx, row.line_event = max((row.line_tx, row.line_event), (cursor.tx, cursor.event))
    row.changed_at = clock.now()
    row.save()
    write_down(Act.CHANGED, key, by, fields=changed)


@transaction.atomic
def pause(*, by: By, key: str) -> None:
    """Send nothing more for now; what happens waits, for 30 days. Done again: nothing. Raises NotFound, NotProven."""
    row = own(by, key)
    if row.state == State.PAUSED:
        return
    if row.state == State.UNPROVEN:
        raise NotProven
    row.state, row.why = State.PAUSED, Why.NONE
    row.save(update_fields=["state", "why"])
    write_down(Act.PAUSED, key, by)


@transaction.atomic
def switch_on(*, by: By, key: str) -> None:
    """Send again: what waited, in order, from what was given up when nothing was taken any more. Done again: nothing.

    Raises NotFound, NotProven.
    """
    row = own(by, key)
    if row.state == State.UNPROVEN:
        raise NotProven
    _switch_on(row, by)


@transaction.atomic
def delete(*, by: By, key: str) -> None:
    """Forget a subscription with everything that waits for it. What is under way arrives or not. Raises NotFound."""
    Cursor.objects.select_for_update().filter(name=consumer.NAME).first()  # nobody adds to its line meanwhile
    row = own(by, key)
    row.delete()
    write_down(Act.DELETED, key, by)


@transaction.atomic
def rotate(*, by: By, key: str, overlap_hours: int = 24) -> str:
    """Return a new secret; requests carry both signatures for `overlap_hours` (0: the old one ends at once). Raises NotFound."""
    row = own(by, key)
    before, secret, now = signing.current(row), signing.new_secret(), clock.now()
    hours = min(max(overlap_hours, 0), LONGEST_OVERLAP_HOURS)
    row.sealed = signing.sealed(key, current=secret, previous=before if hours else "")
    row.previous_until = now + timedelta(hours=hours) if hours else None
    row.lease, row.leased_until = None, None  # who sends reads the secrets anew
    row.changed_at = now
    row.save(update_fields=["sealed", "previous_until", "lease", "leased_until", "changed_at"])
    write_down(Act.ROTATED, key, by, overlap_hours=hours)
    return secret


def test(*, by: By, key: str) -> Tried:
    """Send a test beside the line and return how it ended; the first that is answered 2xx switches a new subscription on.

    Raises NotFound, TestedJustNow.
    """
    if not _tests_at_once.acquire(blocking=False):
        raise TestedJustNow
    try:
        row = _begin_test(by, key)
        tried = posting.post(row, telling.test(row, nonce=secrets.token_hex(16)), timeout=TEST_TIMEOUT_SECONDS)
        _end_test(row, tried, by)
        return tried
    finally:
        _tests_at_once.release()


@transaction.atomic
def _begin_test(by: By, key: str) -> Subscription:
    row, now = own(by, key), clock.now()
    if row.tested_at is not None and now - row.tested_at < TEST_PAUSE:
        raise TestedJustNow
    row.tested_at = now
    row.save(update_fields=["tested_at"])
    write_down(Act.TESTED, key, by)
    return row


@transaction.atomic
def _end_test(tested: Subscription, tried: Tried, by: By) -> None:
    """Write down how a test ended, unless the subscription was deleted or sent elsewhere meanwhile."""
    row = Subscription.objects.select_for_update(no_key=True).filter(pk=tested.pk, url=tested.url).first()
    if row is None:
        return
    lines.note_test(row, tried, TEST)
    if tried.is_ok and row.state == State.UNPROVEN:
        _switch_on(row, by)


def _switch_on(row: Subscription, by: By) -> None:
    if row.state == State.ON:
        return
    if row.state == State.DISABLED:
        dead = Delivery.objects.filter(subscription=row.pk, state=DeliveryState.DEAD)
        dead.update(state=DeliveryState.WAITING, settled_at=None)
    row.state, row.why = State.ON, Why.NONE
    _begin_anew(row)
    row.save()
    write_down(Act.SWITCHED_ON, row.key, by)


def _begin_anew(row: Subscription) -> None:
    """Let a line begin its tries anew: nothing is held against the receiver."""
    row.strikes, row.next_try_at, row.failing_since, row.trouble, row.told_at = 0, None, None, "", None
    tried = Delivery.objects.filter(subscription=row.pk, state=DeliveryState.WAITING, tries__gt=0)
    tried.update(tries=0, tried_since=None)


def _end_of_log() -> Position:
    """Return the place behind everything that can be read now. One statement, by the index of the log."""
    with connection.cursor() as statement:
        statement.execute(
            "SELECT tx, id FROM reports_event WHERE tx < tanggap_horizon() ORDER BY tx DESC, id DESC LIMIT 1"
        )
        return Position(*(statement.fetchone() or START))


def _client(by: By) -> str | None:
    """Return the client that acts, None for a person of the staff who may. Raises NotAllowed."""
    if isinstance(by, str):
        return by
    permissions.permit(ACT, by)
    return None


def own(by: By, key: str) -> Subscription:
    """Return a subscription that `by` may act on, locked: a client's own, any for the operators. Raises NotFound, NotAllowed."""
    client = _client(by)
    rows = Subscription.objects.select_for_update(of=("self",), no_key=True).filter(key=key[:64].replace("\x00", ""))
    row = rows.filter(client=client).first() if client else rows.first()
    if row is None:
        raise NotFound
    return row


def write_down(act: Act, key: str, by: By, **facts: Any) -> None:
    """Keep that `by` (a person, a program by its code, or the command line) did `act` to the subscription `key`, with these facts."""
    Deed.objects.create(
        subscription=key,
        staff=by if isinstance(by, Staff) else None,
        client_id=by if isinstance(by, str) else None,
        act=act,
        facts=facts,
        at=clock.now(),
    )

"""Receivers of webhooks in tests: they believe only what the published library of the standard verifies, and remember what came."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from standardwebhooks.webhooks import Webhook
from tests.factories import make
from tests.peers.http import Peer, Received, Reply, may_call

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.places.city import city
from tanggap.webhooks import actions, sending
from tanggap.webhooks.consumer import CONSUMER
from tanggap.webhooks.models import Subscription

GOOD = Reply(status=204)


class Receiver(Peer):
    """A subscriber's own server. What it answered 2xx has its effect once by `webhook-id`; `is_down` answers 500."""

    def __init__(self) -> None:
        super().__init__()
        self.key, self.secret = "", ""
        self.is_down = False
        self.taken: list[Received] = []
        self.effects: list[dict[str, Any]] = []
        self._seen: set[str] = set()

    def respond(self, received: Received) -> Reply:
        """Verify, take in once, answer."""
        if self.is_down:
            return Reply(status=500, body=b"down")
        document = verified(self.secret, received)
        self.taken.append(received)
        if received.headers["webhook-id"] not in self._seen:
            self._seen.add(received.headers["webhook-id"])
            self.effects.append(document)
        return GOOD

    @property
    def events(self) -> list[int]:
        """Return the ids of the events that had an effect, in the order in which they had it."""
        return [one["data"]["id"] for one in self.effects if "id" in one["data"]]

    @property
    def types(self) -> list[str]:
        """Return the types that had an effect, without the test's."""
        return [one["type"] for one in self.effects if one["type"] != "tanggap.test"]


class _AtAnyTime(Webhook):
    """The library as it is, but for its clock: the receiver's server does not live in the test's simulated time."""

    def _Webhook__verify_timestamp(self, header: str) -> datetime:
        return datetime.fromtimestamp(int(header), UTC)


def verified(secret: str, received: Received, *, at_any_time: bool = True) -> dict[str, Any]:
    """Return the document that the library of the standard found rightly signed. Raises WebhookVerificationError."""
    return (_AtAnyTime if at_any_time else Webhook)(secret).verify(received.body, dict(received.headers))


def operator() -> Staff:
    """Return a person who may configure webhooks."""
    return make.staff(of=city().intake_unit, role=Role.OPERATOR)


@contextmanager
def subscribed(settings: Any, *, by: Staff | str | None = None, **wanted: list[str]) -> Iterator[Receiver]:
    """Run a receiver whose subscription has answered its test and is on."""
    with Receiver() as receiver:
        may_call(settings, receiver)
        who = by or operator()
        made = actions.subscribe(by=who, label="Peta warga", url=receiver.url("/hook"), wanted=wanted)
        receiver.key, receiver.secret = made.key, made.secret
        assert actions.test(by=who, key=made.key).is_ok
        yield receiver


def row(receiver: Receiver) -> Subscription:
    """Return a receiver's row as it is now."""
    return Subscription.objects.get(key=receiver.key)


def consume() -> None:
    """Let the consumer read what happened."""
    cursors.catch_up(CONSUMER)


def send(receiver: Receiver) -> int:
    """Let what waits for a receiver go, once."""
    return sending.send(row(receiver).pk)


def deliver(receiver: Receiver) -> int:
    """Let the consumer read what happened, and what waits for a receiver go."""
    consume()
    return send(receiver)


@contextmanager
def later(**span: float) -> Iterator[None]:
    """Let it be so much later."""
    with clock.at(clock.now() + timedelta(**span)):
        yield

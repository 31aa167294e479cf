"""What a platform is to a test: its peer, its account, how a person there speaks to us, and what it took of ours."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from tests.channels import fake
from tests.peers.http import Callback, Peer

from tanggap.channels import registry
from tanggap.channels import running as worker
from tanggap.channels.contract import Account, Adapter, Piece
from tanggap.channels.models import Account as AccountRow

SITE = "https://testserver"


@dataclass(frozen=True)
class Message:
    """What a person says: the `number`-th message of a test, by the `sender`-th person. `place` is (lon, lat), `photo` a JPEG."""

    text: str
    number: int = 1
    sender: int = 1
    place: tuple[float, float] | None = None
    photo: bytes | None = None


@dataclass(frozen=True)
class Taken:
    """What a platform took from us: to whom, and all that it was told."""

    to: str
    words: str


class Platform(ABC):
    """One adapter (of `sms`: one gateway) with its peer. `has_time`: the proof of a call holds its time, so that an old one proves nothing.

    `is_once`: the platform takes the same key once, so that a lost answer is asked for again. `is_whole`: what comes is a whole report.
    """

    name: ClassVar[str]
    adapter: ClassVar[str]
    channel: ClassVar[str]
    has_time: ClassVar[bool] = False
    is_once: ClassVar[bool] = False
    is_whole: ClassVar[bool] = False
    proofs: ClassVar[tuple[str, ...]] = ()
    peer: Peer

    def __init__(self, *, code: str = "main", channel: str = "") -> None:
        self.code, self.on = code, channel or self.channel
        self.site = SITE
        self.prepare()

    @property
    def does(self) -> Adapter:
        return registry.adapter(self.adapter)

    @property
    def address(self) -> str:
        """Return where the platform calls us."""
        return f"{self.site}/channels/{self.on}/{self.code}/"

    @property
    def hosts(self) -> set[str]:
        """Return where the outgoing door goes for this platform."""
        return {self.peer.host}

    @abstractmethod
    def prepare(self) -> None:
        """Make the peer."""

    def start(self, stack: ExitStack) -> None:
        """Let the peer run until the stack ends."""
        stack.enter_context(self.peer)

    @abstractmethod
    def values(self) -> dict[str, str]:
        """Return the settings of an account that talks with the peer."""

    @abstractmethod
    def person(self, sender: int) -> str:
        """Return how the platform names a person, as an answer is addressed."""

    @abstractmethod
    def taken(self) -> list[Taken]:
        """Return what the peer took, in order."""

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        """Return the platform's call that tells of messages, signed with its secret or another one, now or `at` another time."""
        raise NotImplementedError

    @property
    def secret(self) -> str:
        """Return the secret that proves calls."""
        return self.values()["secret"]

    def bare(self, **values: str) -> Account:
        """Return the account without a database, with other values where given."""
        defaults = {one.key: one.default for one in self.does.settings}
        return Account(1, self.on, self.code, self.adapter, {**defaults, **self.values(), **values})

    def connected(self) -> Account:
        """Return the account, made in the database."""
        return fake.account(self.does, channel=self.on, code=self.code, **self.values())

    def pieces(self, *messages: Message) -> Sequence[Piece]:
        """Return what the platform's call is cut into."""
        return self.does.split(self.bare(), self.told(*messages).as_call())

    def bring(self, client: Any, *messages: Message) -> None:
        """Let messages come to the product as this platform brings them, and be kept."""
        answer = self.told(*messages).post(client)
        assert answer.status_code == 200, answer.content


class Asked(Platform):
    """A platform that calls nobody: what is `shown` there is fetched."""

    def bring(self, client: Any, *messages: Message) -> None:
        self.show(*messages)
        worker.poll(self._account())

    @abstractmethod
    def show(self, *messages: Message) -> None:
        """Let messages be found by who asks for them."""

    def _account(self) -> Account:
        row = AccountRow.objects.get(channel=self.on, code=self.code)
        return replace(self.bare(), id=row.pk)

    def told(self, *messages: Message, secret: str | None = None, at: float | None = None) -> Callback:
        return Callback(self.address, b"{}", {"content-type": "application/json"})

    @property
    def secret(self) -> str:
        return ""

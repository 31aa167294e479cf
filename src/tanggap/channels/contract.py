"""What an adapter is: it cuts native payloads into pieces, reads each, and says words back. It knows no table and no other adapter.

The frame (`channels.receiving`, `.processing`) keeps each piece before the platform is answered, reads it in the worker, and brings it to
the one door. Whatever here is printed or logged by accident shows no secret, no sender and none of a person's words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from tanggap.core.wire import Later as Later
from tanggap.core.wire import Malformed as Malformed
from tanggap.core.wire import Refused as Refused
from tanggap.intake.words import InboundReport

# --- what an account is -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that an account needs to know. A secret is sealed, never shown again, and named in no log. `is_long`: several lines."""

    key: str
    label: str | Promise
    help: str | Promise = ""
    is_secret: bool = False
    is_needed: bool = True
    options: tuple[str, ...] = ()
    default: str = ""
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a channel with its settings opened: for the adapter's hands, never for a log or a page.

    `code` is the last part of its address, `/channels/<channel>/<code>/`. `values` holds every declared setting, empty when not set.
    """

    id: int
    channel: str
    code: str
    adapter: str
    values: Mapping[str, str] = field(repr=False)

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


# --- what comes in ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Call:
    """An HTTP request of a platform, its body raw: a signature is over bytes. Header names are lower-case, `url` as the caller saw it."""

    method: str
    url: str = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform is told at once."""

    status: int = 200
    body: str = ""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Piece:
    """One native event, cut out of a payload. The same `external_id` of one account is kept once, for good."""

    external_id: str
    payload: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message: its bytes, or the `ref` by which the adapter fetches it in the worker. `name` is the sender's."""

    data: bytes | None = field(default=None, repr=False)
    ref: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said. `sender` is where an answer goes: E.164, an e-mail address, the platform's id of the person.

    `thread` is the native place under which an answer hangs (a comment's id, a Message-ID). `is_public`: everybody reads it, and the
    answer too, which then never holds a private link. `may_ask`: the sender can be asked back at once (SMS, chat); a letter is complete
    in itself. `is_machine` says why a machine sent it (an auto-reply, a bounce, a list): kept, never answered, moves nothing.
    `joins` is the code of the report that a signed token of ours proves it belongs to, `joins_as` the address to which that token went.
    `echoes` is the id of our own message that it answers, as the platform tells. `lon`, `lat`: a shared location, WGS 84 degrees.
    """

    sender: str = field(repr=False)
    text: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    lon: float | None = field(default=None, repr=False)
    lat: float | None = field(default=None, repr=False)
    address: str = field(default="", repr=False)
    said_at: datetime | None = None
    thread: str = field(default="", repr=False)
    is_public: bool = False
    may_ask: bool = True
    is_machine: str = ""
    joins: str = ""
    joins_as: str = field(default="", repr=False)
    echoes: str = ""


@dataclass(frozen=True, slots=True)
class Partial:
    """One part of a message that came in several: the `number`-th of `total`, 1 ≤ number ≤ total ≤ 255, total ≥ 2.

    `group` is equal for the parts of one message; a sender may use it again after some hours for another one. The frame waits a while for
    the others, puts what has come together with `channels.joining.joined`, and hears that. `said.text` may end or begin in half an emoji.
    """

    group: str = field(repr=False)
    number: int
    total: int
    said: Said


@dataclass(frozen=True, slots=True)
class Filed:
    """A whole report from a system that has its own form (JAKI, Qlue, LAPOR). `report.channel` and `.external_id` are the frame's to set.

    `sender` is where answers go: the partner's number of the report, or the app's installation.
    """

    report: InboundReport = field(repr=False)
    sender: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """The author edited a message (`text`), or deleted it (`text` is None). `external_id` is the message's."""

    external_id: str
    text: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Update:
    """A partner told something about a report that we have under its number: a comment, a state in its own words."""

    external_id: str
    text: str = field(default="", repr=False)
    status: str = field(default="", repr=False)
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of something we sent. `provider_id` is what `send` returned; `state` one of sent, delivered, read, failed.

    `is_dead_address`: nothing will ever arrive there; the address is put to rest.
    """

    provider_id: str
    state: str
    at: datetime | None = None
    reason: str = field(default="", repr=False)
    is_dead_address: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """The address `sender` is its person's no more, as the platform tells; whoever has it next is told nothing. It is put to rest."""

    sender: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for the city: an own post, a reaction, a calendar. `reason` is one snake_case word, counted and shown."""

    reason: str


Heard = Said | Partial | Filed | Changed | Update | Delivered | Gone | Ignored


# --- what goes out ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with words, where the platform takes one."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Words for one person. `key` is the same at every try: the platform's idempotency key, where it has one.

    `thread` hangs the answer under what it answers. `reply_token` joins an answer to `code` (a signed reply address); empty without one.
    `facts` are structured values for partners that take no prose: `state`, `unit`, `kind`. `heard_at` is when this person last wrote to
    this account, None when unknown: some platforms take free words only for a day after that.
    """

    key: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    short: str = field(repr=False)
    language: str = "id"
    thread: str = field(default="", repr=False)
    is_public: bool = False
    code: str = ""
    reply_token: str = field(default="", repr=False)
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    heard_at: datetime | None = None
    files: tuple[Attached, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it. `provider_id` (empty when it tells none) is what its delivery reports name."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A report that another city or agency takes on: what everybody may read of it, and of whoever reported it nothing.

    `key` is the same at every try. `category` is our code; `lon`, `lat` are WGS 84 degrees as everybody may see them; `media` and `link`
    are public addresses of ours.
    """

    key: str
    code: str
    category: str
    text: str
    address: str
    link: str
    lon: float | None = None
    lat: float | None = None
    media: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A report was taken on: under the id `remote`, or a `token` that stands for it until there is one."""

    remote: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a report stands that was forwarded: its status there, the notes to it, when they were written."""

    status: str
    notes: str = ""
    at: datetime | None = None
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """What the test button found: whether the account works, and in a sentence what it saw or what to do."""

    is_well: bool
    words: str | Promise


# --- what goes wrong ----------------------------------------------------------------------------------------------


class Unsigned(Exception):
    """The call is not proven to come from the platform: no secret is set, or the signature is missing, wrong or too old."""


# --- the adapter --------------------------------------------------------------------------------------------------


class Adapter(Protocol):
    """One way in and out. Stateless; every function is handed the account.

    `ways` says what it can: in, out, media (files of people), location (a shared point), poll (`Polling`), listen (`running.Listening`).
    shared: others read along behind it, so that no private link ever goes there.
    """

    name: str
    ways: frozenset[str]
    settings: tuple[Setting, ...]

    def verify(self, account: Account, call: Call) -> None:
        """Return when the call is the platform's own, checked in constant time. Raises Unsigned."""

    def split(self, account: Account, call: Call) -> Sequence[Piece]:
        """Return the native events in a verified call, in order. Raises Malformed."""

    def acknowledge(self, account: Account, call: Call) -> Answer:
        """Return what the platform is told once its pieces are kept; for a GET, the platform's own check of the address."""

    def read(self, account: Account, payload: bytes) -> Heard:
        """Return what a piece says. Pure: no network, no database. Raises Malformed."""

    def fetch(self, account: Account, attachment: Attachment) -> bytes:
        """Return the bytes of an attachment that came as a `ref`, through `channels.wire`. Raises Later, Refused."""

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """Say something. Raises Later, Refused; anything else that it raises may have been sent, and is shown as unsure."""

    def check(self, account: Account) -> Health:
        """Try the account's settings at the platform itself, changing nothing there. Raises Later, Refused: they are shown as not well."""


class Polling(Protocol):
    """What an adapter in `ways` "poll" has besides."""

    def poll(
        self, account: Account, since: Mapping[str, str], keep: Callable[[Sequence[Piece]], None]
    ) -> Mapping[str, str]:
        """Fetch what is new behind the bookmark `since`, hand each portion to `keep` (which stores and commits it), and only then mark
        it as read at the platform; return the new bookmark. Raises Later, Refused.
        """


class Forwarding(Protocol):
    """What an adapter in `ways` "forward" has besides: its system takes reports of ours on. Each function raises Later, Refused."""

    def body(self, account: Account) -> str:
        """Return the code of the pack's body that is reached by this account."""

    def forward(self, account: Account, handed: Handed) -> Placed:
        """Hand a report over. Anything else that it raises may have been taken, and is shown as unsure."""

    def find(self, account: Account, token: str) -> str:
        """Return the id of the report for which a token stands, empty while there is none."""

    def look(self, account: Account, remote: str) -> Seen:
        """Return where a report stands that was handed over."""


class Following(Protocol):
    """What an adapter whose partner keeps the report, too, has besides."""

    def follow(self, account: Account, code: str, update: Update) -> str:
        """Bring the partner's word to the report `code` by one action; return what was done, in one snake_case word."""

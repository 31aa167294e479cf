"""A platform of the tests: its payloads are the contract's own words as JSON, its signature one fixed header."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tanggap.channels import accounts, contract, registry
from tanggap.channels.contract import (
    Account,
    Answer,
    Attachment,
    Call,
    Changed,
    Delivered,
    Filed,
    Health,
    Heard,
    Ignored,
    Malformed,
    Partial,
    Piece,
    Said,
    Sent,
    Setting,
    Unsigned,
    Update,
)
from tanggap.channels.models import Account as AccountRow
from tanggap.core import clock, crypto, shelf
from tanggap.intake.words import InboundReport


@dataclass
class Fake:
    """An adapter that does what a test tells it; `sent` is what went out, `files` what `fetch` gives by its ref."""

    name: str = "fake"
    ways: frozenset[str] = frozenset({"in", "out", "media", "location"})
    settings: tuple[Setting, ...] = (
        Setting("secret", "Secret", is_secret=True),
        Setting("page", "Page", is_needed=False),
    )
    sent: list[contract.Outgoing] = field(default_factory=list)
    files: dict[str, Any] = field(default_factory=dict)
    answers: list[Any] = field(default_factory=list)
    followed: list[tuple[str, Update]] = field(default_factory=list)

    def verify(self, account: Account, call: Call) -> None:
        if not account["secret"] or call.headers.get("x-secret") != account["secret"]:
            raise Unsigned

    def split(self, _account: Account, call: Call) -> Sequence[Piece]:
        try:
            events = json.loads(call.body)
            return [Piece(event["id"], json.dumps(event).encode()) for event in events]
        except (ValueError, TypeError, KeyError) as error:
            raise Malformed("no list of events") from error

    def acknowledge(self, _account: Account, call: Call) -> Answer:
        return Answer(body="kept" if call.method == "POST" else call.query.get("challenge", ""))

    def read(self, _account: Account, payload: bytes) -> Heard:
        try:
            event = json.loads(payload)
            return _READERS[event["kind"]](event)
        except (ValueError, KeyError) as error:
            raise Malformed("none of ours") from error

    def fetch(self, _account: Account, attachment: Attachment) -> bytes:
        found = self.files[attachment.ref]
        if isinstance(found, Exception):
            raise found
        return bytes(found)

    def send(self, _account: Account, outgoing: contract.Outgoing) -> Sent:
        if self.answers and isinstance(answer := self.answers.pop(0), Exception):
            raise answer
        self.sent.append(outgoing)
        return Sent(f"out-{len(self.sent)}")

    def check(self, account: Account) -> Health:
        return Health(bool(account["secret"]), "seen")

    def follow(self, _account: Account, code: str, update: Update) -> str:
        self.followed.append((code, update))
        return "noted"


def _said(event: dict[str, Any]) -> Said:
    files = tuple(Attachment(ref=ref, name=ref) for ref in event.get("files", ()))
    known = {key: value for key, value in event.items() if key in Said.__dataclass_fields__}
    return Said(**{"sender": "+628111", **known, "attachments": files})


_READERS = {
    "said": _said,
    "part": lambda event: Partial(event["group"], event["number"], event["total"], _said(event)),
    "filed": lambda event: Filed(
        InboundReport(channel="", text=event["text"], lon=event.get("lon"), lat=event.get("lat")), "4711"
    ),
    "changed": lambda event: Changed(event["of"], event.get("text")),
    "update": lambda event: Update(event["of"], event.get("text", ""), event.get("status", "")),
    "delivered": lambda event: Delivered(event["of"], event["state"]),
    "ignored": lambda event: Ignored(event["why"]),
}


def account(adapter: Any, *, channel: str = "sms", code: str = "main", **values: str) -> contract.Account:
    """Return an account of a registered adapter, with a secret."""
    registry.register(adapter)
    given = {one.key: one.default for one in adapter.settings} | {"secret": "s3cret"} | values
    AccountRow.objects.create(
        channel_id=channel,
        code=code,
        adapter=adapter.name,
        name=code,
        sealed=crypto.seal(given, context=f"channel account:{channel}/{code}"),
        made_at=clock.now(),
    )
    shelf.clear_all()
    found = accounts.find(channel, code)
    assert found is not None
    return found


def event(id: str, kind: str = "said", **facts: Any) -> dict[str, Any]:  # noqa: A002
    """Return one event of this platform."""
    return {"id": id, "kind": kind, **facts}


def pieces(*events: dict[str, Any]) -> list[Piece]:
    """Return events as the platform's call would have been cut."""
    return [Piece(one["id"], json.dumps(one).encode()) for one in events]


def at(text: str) -> datetime:
    """Return an instant."""
    return datetime.fromisoformat(text)

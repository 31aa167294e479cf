"""What WhatsApp tells: messages of each kind, what became of ours, and errors; cut into events and read."""

import re
from collections.abc import Iterator
from typing import Final

from tanggap.channels import native
from tanggap.channels.contract import (
    Account,
    Attachment,
    Changed,
    Delivered,
    Gone,
    Heard,
    Ignored,
    Malformed,
    Piece,
    Said,
)
from tanggap.channels.native import Json, ident, text, thing, things

MOST_EVENTS: Final = 1000
MOST_NAME: Final = 120
MOST_ADDRESS: Final = 300

STATES: Final = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
NOBODY_THERE: Final = frozenset({131026})
"""Not on WhatsApp, or unable to get messages of a business there."""

# What is nothing for the city, and how it is counted. A kind that stands in no table is `unsupported_kind`.
NOTHING: Final = {
    "reaction": "reaction",
    "sticker": "sticker",
    "contacts": "contact_card",
    "order": "order",
    "request_welcome": "chat_opened",
}
NUMBER_CHANGED: Final = frozenset({"user_changed_number", "customer_changed_number"})
FILES: Final = ("image", "video", "audio", "document")
USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
"""A business-scoped user id, which stands for a person who shows a name instead of a number."""


# --- into pieces --------------------------------------------------------------------------------------------------


def split(body: bytes) -> list[Piece]:
    """Return the events of a payload in order. Raises Malformed."""
    payload = native.document(body)
    if payload.get("object") != "whatsapp_business_account" or not isinstance(payload.get("entry"), list):
        raise Malformed("A call of WhatsApp is about a `whatsapp_business_account` and has entries.")
    changes = [change for entry in things(payload, "entry") for change in things(entry, "changes")]
    pieces = [piece for change in changes for piece in _of_change(change)]
    if len(pieces) > MOST_EVENTS:
        raise Malformed(f"More than {MOST_EVENTS} events in one call.")
    return pieces


def _of_change(change: Json) -> Iterator[Piece]:
    field, value = text(change, "field", most=60), thing(change, "value")
    packet: Json = {"number": ident(value, "metadata", "phone_number_id")}
    if field != "messages":
        yield _named({**packet, "field": field}, value)
        return
    for message in things(value, "messages"):
        person = _contact_of(message, things(value, "contacts"))
        whole = {**packet, "message": message, "contact": person}
        number = ident(message, "id")
        yield Piece(f"message:{number}", native.packed(whole)) if number else _named(whole, message)
    for status in things(value, "statuses"):
        name = f"status:{ident(status, 'id')}:{ident(status, 'status')}"
        yield Piece(name, native.packed({**packet, "status": status}))
    if not any(things(value, kind) for kind in ("messages", "statuses")):
        yield _named({**packet, "field": "errors"}, value)


def _named(packet: Json, event: Json) -> Piece:
    """Return an event without an id of its own, named by its bytes."""
    whole = native.packed({**packet, "event": event})
    return Piece(f"event:{native.digest(whole)}", whole)


def _contact_of(message: Json, contacts: list[Json]) -> Json:
    """Return the contact that a message is from; a call names its contacts once for all its messages."""
    told = {ident(message, "from"), ident(message, "from_user_id")} - {""}
    mine = [each for each in contacts if {ident(each, "wa_id"), ident(each, "user_id")} & told]
    return next(iter(mine or (contacts if len(contacts) == 1 else [])), {})


# --- reading ------------------------------------------------------------------------------------------------------


def read(account: Account, payload: bytes) -> Heard:
    """Return what an event says. Raises Malformed."""
    event = native.document(payload)
    if not any(key in event for key in ("message", "status", "field")):
        raise Malformed("The event is neither a message nor a status.")
    if "field" in event:
        return Ignored("platform_error" if event["field"] == "errors" else "other_event")
    own = ident(event, "number")
    if own and account["phone_number_id"] and own != account["phone_number_id"]:
        return Ignored("another_number")
    if "status" in event:
        return _delivered(thing(event, "status"))
    return _said(thing(event, "message"), thing(event, "contact"))


def _delivered(status: Json) -> Heard:
    number, told = ident(status, "id"), text(status, "status", most=20)
    if not number or not told:
        raise Malformed("A status has an `id` and a `status`.")
    if told not in STATES:
        return Ignored("other_status")
    codes = [error.get("code") for error in things(status, "errors")]
    is_failed = STATES[told] == "failed"
    return Delivered(
        provider_id=number,
        state=STATES[told],
        at=native.instant(status, "timestamp"),
        reason=ident(codes[0])[:40] if is_failed and codes else "",
        is_dead_address=is_failed and any(code in NOBODY_THERE for code in codes if isinstance(code, int)),
    )


def _said(message: Json, contact: Json) -> Heard:
    kind = text(message, "type", most=40)
    number, sender = ident(message, "id"), _sender(message, contact)
    if not number or not kind or not sender:
        raise Malformed("A message has an `id`, a `type` and a sender.")
    if kind == "revoke":
        return _changed(message, "revoke", None)
    if kind == "edit":
        return _changed(message, "edit", _words(thing(message, "edit", "message")))
    if kind == "system":
        is_moved = text(message, "system", "type", most=40) in NUMBER_CHANGED
        return Gone(sender) if is_moved and sender.startswith("+") else Ignored("system_message")
    if kind in NOTHING or "group_id" in message:
        return Ignored(NOTHING.get(kind, "group_message"))
    words, attachment = _words(message), _file(message, kind)
    spot = thing(message, "location")
    place = native.point(spot.get("longitude"), spot.get("latitude"))
    if not words and attachment is None and place is None:
        return Ignored("unsupported_kind")
    names = (text(spot, "name", most=MOST_NAME), text(spot, "address", most=MOST_ADDRESS))
    return Said(
        sender=sender,
        text=words,
        name=text(contact, "profile", "name", most=MOST_NAME),
        attachments=(attachment,) if attachment else (),
        lon=place[0] if place else None,
        lat=place[1] if place else None,
        address=", ".join(filter(None, names))[:MOST_ADDRESS],
        said_at=native.instant(message, "timestamp"),
        echoes=ident(message, "context", "id"),
    )


def _sender(message: Json, contact: Json) -> str:
    """Return where an answer goes: the number as E.164, or Meta's id of a person who shows none."""
    told = ident(message, "from") or ident(contact, "wa_id")
    if re.fullmatch(r"[1-9][0-9]{6,14}", told):
        return f"+{told}"
    person = ident(message, "from_user_id") or ident(contact, "user_id")
    return person if USER_ID.fullmatch(person) else ""


_PLACES: Final[tuple[tuple[str, ...], ...]] = (
    ("text", "body"),
    ("image", "caption"),
    ("video", "caption"),
    ("document", "caption"),
    ("button", "text"),
    ("interactive", "button_reply", "title"),
    ("interactive", "list_reply", "title"),
)


def _words(message: Json) -> str:
    return next(filter(None, (text(message, *path) for path in _PLACES)), "")


def _file(message: Json, kind: str) -> Attachment | None:
    if kind not in FILES or not (number := ident(message, kind, "id")):
        return None
    mime = text(message, kind, "mime_type", most=100)
    return Attachment(ref=number, name=text(message, kind, "filename", most=MOST_NAME), mime=mime)


def _changed(message: Json, kind: str, words: str | None) -> Heard:
    number = ident(message, kind, "original_message_id")
    if not number:
        raise Malformed("A changed message has the id of the first one.")
    return Changed(f"message:{number}", words)

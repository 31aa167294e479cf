"""What is said in messages of a page or of Instagram, what became of ours, and edits."""

from collections.abc import Iterator
from typing import Final

from tanggap.channels import native
from tanggap.channels.contract import Attachment, Changed, Delivered, Heard, Ignored, Malformed, Said
from tanggap.channels.native import Json, ident, text, thing, things

MOST_FILES = 10

# What a file of a message is; a kind that stands not here brings words at most.
FILES: Final = {
    "image": "image/*",
    "video": "video/*",
    "audio": "audio/*",
    "file": "application/octet-stream",
    "share": "image/*",
    "ig_post": "image/*",
}

# Events of messages that are none; each is counted under its own name.
WORDLESS: Final = (
    "reaction", "delivery", "referral", "optin", "account_linking", "pass_thread_control", "take_thread_control",
)  # fmt: skip


def heard_messaging(event: Json, place: str, own: str) -> Heard:
    """Return what one event of messages says. Raises Malformed."""
    sender = ident(event, "sender", "id")
    at = native.instant(event, "timestamp", unit_seconds=0.001)
    if number := ident(native.first(event, "delivery", "mids")):
        return Delivered(number, "delivered", at=at)
    if "read" in event:
        number = ident(event, "read", "mid")
        return Delivered(number, "read", at=at) if number and sender != own else Ignored("reading")
    if "message_edit" in event:
        number = ident(event, "message_edit", "mid")
        if not number:
            raise Malformed("An edit names its message.")
        if sender == own:
            return Ignored("own_message")
        return Changed(f"message:{number}", text(event, "message_edit", "text"))
    message = thing(event, "message") or thing(event, "postback")
    if not message:
        return Ignored(next((name for name in WORDLESS if name in event), "unknown_kind"))
    if not sender:
        raise Malformed("A message has a sender.")
    if message.get("is_echo") is True or sender == own:
        return Ignored("own_message")
    if message.get("is_deleted") is True:
        number = ident(message, "mid")
        return Changed(f"message:{number}", None) if number else Ignored("unknown_kind")
    return _heard_message(event, message, f"{place}:{sender}")


def _heard_message(event: Json, message: Json, sender: str) -> Heard:
    """Read what a person wrote, sent or tapped."""
    files = things(message, "attachments")
    words = text(message, "text") or text(message, "title")
    found = next((each for each in map(_point, files) if each), None)
    attached = tuple(file for each in files[:MOST_FILES] for file in _file(each))
    if not words and not attached and not found:
        if any(_is_sticker(each) for each in files) or "sticker_id" in message or "stickerId" in message:
            return Ignored("sticker")
        return Ignored("unsupported_message")
    lon, lat = found or (None, None)
    return Said(
        sender=sender,
        text=words,
        attachments=attached,
        lon=lon,
        lat=lat,
        said_at=native.instant(event, "timestamp", unit_seconds=0.001),
        echoes=ident(message, "reply_to", "mid"),
    )


def _file(file: Json) -> Iterator[Attachment]:
    kind, url = text(file, "type", most=20), text(file, "payload", "url", most=2000)
    if kind in FILES and url and not _is_sticker(file):
        yield Attachment(ref=url, name=text(file, "name", most=200), mime=FILES[kind])


def _is_sticker(file: Json) -> bool:
    return any(name in thing(file, "payload") for name in ("sticker_id", "stickerId"))


def _point(file: Json) -> tuple[float, float] | None:
    if text(file, "type", most=20) != "location":
        return None
    place = thing(file, "payload", "coordinates")
    return native.point(place.get("long"), place.get("lat"))

"""What Meta tells: pages' feeds and messages, Instagram's comments and messages, cut into events and read.

One callback serves every page and Instagram account of an app, so each event carries the account to which it came, and a sender is
`page:<account>:<person>` or `instagram:<account>:<person>`: Meta's numbers of persons hold within one account only.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from typing import Any, Final

from tanggap.channels import native
from tanggap.channels.contract import (
    Account,
    Attachment,
    Call,
    Changed,
    Delivered,
    Heard,
    Ignored,
    Malformed,
    Piece,
    Said,
    Unsigned,
)
from tanggap.channels.native import Json, ident, text, thing, things

SIGNATURE = "x-hub-signature-256"
CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,256}")
OBJECTS: Final = ("page", "instagram")
SAID: Final = frozenset({"status", "post", "photo", "video", "share", "link", "album", "note"})
GONE: Final = frozenset({"remove", "delete"})
EDITED: Final = frozenset({"edit", "edited", "update"})
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


# --- proof --------------------------------------------------------------------------------------------------------


def prove(account: Account, call: Call) -> None:
    """Return when the call is Meta's: it knows the verify token, or signs the body with the app's secret, today's or the one before.

    Raises Unsigned. The signature is over the bytes as they came; only SHA-256 counts, in small letters, whole.
    """
    if call.method == "GET":
        is_asked = call.query.get("hub.mode") == "subscribe" and CHALLENGE.fullmatch(
            call.query.get("hub.challenge", "")
        )
        if not is_asked or not native.is_one_of(call.query.get("hub.verify_token", ""), (account["verify_token"],)):
            raise Unsigned("The verify token is not the account's.")
        return
    secrets = [each for each in (account["app_secret"], account["previous_secret"]) if each]
    if not account["app_secret"]:
        raise Unsigned("The account has no app secret.")
    right = (f"sha256={hmac.new(each.encode(), call.body, hashlib.sha256).hexdigest()}" for each in secrets)
    if not native.is_one_of(call.headers.get(SIGNATURE, ""), right):
        raise Unsigned("The signature is missing or not of this body.")


# --- into pieces --------------------------------------------------------------------------------------------------


def split(body: bytes) -> list[Piece]:
    """Return the events of a payload, entry by entry, in order. Raises Malformed."""
    payload = native.document(body)
    kind = text(payload, "object", most=40)
    if not kind or not isinstance(payload.get("entry"), list):
        raise Malformed("A call of Meta names its object and holds a list of entries.")
    return [piece for entry in things(payload, "entry") for piece in _of_entry(kind, entry)]


def _of_entry(kind: str, entry: Json) -> Iterator[Piece]:
    base: Json = {"object": kind, "account": ident(entry, "id"), "at": entry.get("time")}
    for event in things(entry, "messaging"):
        yield from _of_messaging({**base, "field": "messages"}, event)
    for event in things(entry, "standby"):
        packet = {**base, "field": "standby", "event": event}
        yield Piece(_name_of(packet), native.packed(packet))
    # With the business login of Instagram a change stands in the entry itself.
    for change in [*things(entry, "changes"), *([entry] if "field" in entry else [])]:
        field, value = text(change, "field", most=60), thing(change, "value")
        if field == "messages" and "message" in value:
            yield from _of_messaging({**base, "field": "messages"}, value)
        else:
            yield from _of_change({**base, "field": field, "event": value})


def _of_messaging(base: Json, event: Json) -> Iterator[Piece]:
    packet = {**base, "event": event}
    mids = native.below(event, "delivery", "mids")
    if isinstance(mids, list) and mids:
        for mid in mids[:1000]:
            if number := ident(mid):
                one = {**packet, "event": {**event, "delivery": {"mids": [number]}}}
                yield Piece(f"delivery:{number}", native.packed(one))
        return
    if (number := ident(event, "read", "mid")) or ident(event, "read", "watermark"):
        yield Piece(f"reading:{number}" if number else _name_of(packet), native.packed(packet))
        return
    if number := ident(event, "message_edit", "mid"):
        # An edited message stands in for the first one, under its name, when that never came or comes late.
        version = ident(event, "message_edit", "num_edit") or native.digest(native.packed(event))
        first = {"mid": number, "text": text(event, "message_edit", "text")}
        yield Piece(
            f"message:{number}", native.packed({**base, "event": _without(event, "message_edit", message=first)})
        )
        yield Piece(f"message:{number}:version:{version}", native.packed(packet))
        return
    number = ident(event, "message", "mid") or ident(event, "postback", "mid")
    is_gone = native.below(event, "message", "is_deleted") is True
    name = f"message:{number}:deleted" if is_gone else f"message:{number}"
    yield Piece(name if number else _name_of(packet), native.packed(packet))


def _of_change(packet: Json) -> Iterator[Piece]:
    event = packet["event"]
    number = _number_of(packet)
    verb = text(event, "verb", most=20)
    if not number or (packet["field"] == "feed" and not _is_words(event)):
        yield Piece(_name_of(packet), native.packed(packet))
    elif verb in GONE:
        yield Piece(f"{number}:deleted", native.packed(packet))
    elif verb in EDITED:
        # As with a message: the later version stands in for a first one that never came.
        if text(event, "message"):
            yield Piece(number, native.packed({**packet, "event": {**event, "verb": "add"}}))
        yield Piece(f"{number}:version:{native.digest(native.packed(event))}", native.packed(packet))
    elif verb in ("add", ""):
        yield Piece(number, native.packed(packet))
    else:
        yield Piece(_name_of(packet), native.packed(packet))


def _number_of(packet: Json) -> str:
    """Return the name of what was written: `comment:<number>` or `post:<number>`, under which an answer hangs; empty for anything else."""
    event = packet["event"]
    if packet["field"] in ("comments", "live_comments") and (number := ident(event, "id")):
        return f"comment:{number}"
    if packet["field"] != "feed":
        return ""
    if text(event, "item") == "comment":
        return f"comment:{number}" if (number := ident(event, "comment_id")) else ""
    return f"post:{number}" if (number := ident(event, "post_id")) else ""


def _is_words(event: Json) -> bool:
    return text(event, "item") == "comment" or text(event, "item") in SAID


def _name_of(packet: Json) -> str:
    return f"{packet['field'] or 'change'}:{native.digest(native.packed(packet))}"


def _without(event: Json, key: str, **more: Any) -> Json:
    return {name: value for name, value in event.items() if name != key} | more


# --- what a piece says --------------------------------------------------------------------------------------------


def read(account: Account, payload: bytes) -> Heard:
    """Return what a piece says. Raises Malformed."""
    packet = native.document(payload)
    kind, own = text(packet, "object", most=40), ident(packet, "account")
    if kind not in OBJECTS:
        return Ignored("unknown_kind")
    if own not in tokens(account):
        return Ignored("other_account")
    place = f"{kind}:{own}"
    event = thing(packet, "event")
    match text(packet, "field", most=60):
        case "messages":
            return _heard_messaging(event, place, own)
        case "feed":
            return _heard_feed(event, place, own)
        case "comments" | "live_comments":
            return _heard_comment(event, place, own, packet)
        case "mention" | "mentions":
            return Ignored("mention_without_words")
        case "standby":
            return Ignored("another_app_answers")
        case _:
            return Ignored("unknown_kind")


def tokens(account: Account) -> dict[str, str]:
    """Return the access token of each page and Instagram account: the first two settings, and the further ones written `number=token`."""
    found = {account[key]: account["page_token"] for key in ("page_id", "instagram_id") if account[key]}
    for each in re.split(r"[\s,;]+", account["more_pages"]):
        number, is_pair, token = each.partition("=")
        if is_pair and number and token:
            found[number] = token
    return found


def _heard_messaging(event: Json, place: str, own: str) -> Heard:
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
        return Changed(f"message:{number}", text(event, "message_edit", "text"))
    for name in (
        "reaction",
        "delivery",
        "referral",
        "optin",
        "account_linking",
        "pass_thread_control",
        "take_thread_control",
    ):
        if name in event:
            return Ignored(name)
    message = thing(event, "message") or thing(event, "postback")
    if not message:
        return Ignored("unknown_kind")
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


def _heard_feed(event: Json, place: str, own: str) -> Heard:
    """Read what stands on a page: a comment, or a visitor's post. What the page itself writes, and likes, are nothing for us."""
    item, verb = text(event, "item", most=40), text(event, "verb", most=20)
    if item in ("like", "reaction"):
        return Ignored("reaction")
    if not _is_words(event):
        return Ignored("unknown_kind")
    author = ident(event, "from", "id") or ident(event, "sender_id")
    if author == own:
        return Ignored("own_post")
    number = _number_of({"field": "feed", "event": event})
    if not number:
        raise Malformed("What is written on a page has a number.")
    if verb in GONE:
        return Changed(number, None)
    if verb in EDITED:
        return Changed(number, text(event, "message"))
    if verb not in ("add", ""):
        return Ignored("moderation")
    if not author:
        return Ignored("author_withheld")
    files = _pictures(event)
    if not text(event, "message") and not files:
        return Ignored("without_words")
    return Said(
        sender=f"{place}:{author}",
        name=text(event, "from", "name", most=120) or text(event, "sender_name", most=120),
        text=text(event, "message"),
        attachments=files,
        said_at=native.instant(event, "created_time"),
        thread=number,
        is_public=True,
        echoes=ident(event, "parent_id") if item == "comment" else "",
    )


def _pictures(event: Json) -> tuple[Attachment, ...]:
    """Return the pictures of a comment or post: one in `photo` or, for a photo, in `link`; several in `photos`."""
    urls = [text(event, "photo", most=2000)]
    if text(event, "item") == "photo":
        urls.append(text(event, "link", most=2000))
    several = event.get("photos")
    if isinstance(several, list):
        urls += [text(each, most=2000) for each in several[:MOST_FILES]]
    return tuple(Attachment(ref=url, mime="image/*") for url in dict.fromkeys(urls) if url)[:MOST_FILES]


def _heard_comment(event: Json, place: str, own: str, packet: Json) -> Heard:
    """Read a comment on Instagram. Its author can be told, its picture cannot."""
    author, number = ident(event, "from", "id"), ident(event, "id")
    if not author or not number:
        raise Malformed("A comment has a number and an author.")
    if own in (author, ident(event, "from", "self_ig_scoped_id")):
        return Ignored("own_post")
    if not text(event, "text"):
        return Ignored("without_words")
    return Said(
        sender=f"{place}:{author}",
        name=text(event, "from", "username", most=120),
        text=text(event, "text"),
        said_at=native.instant(packet, "at"),
        thread=f"comment:{number}",
        is_public=True,
        echoes=ident(event, "parent_id"),
    )

"""What X tells: the Account Activity payloads as they are pushed, and the posts and messages of API v2 as they are polled.

Both name a post and a message by the same number, so one that comes both ways is kept once: `post:<number>`, `message:<number>`.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from typing import Final

from tanggap.channels import native
from tanggap.channels.contract import Account, Call, Heard, Ignored, Malformed, Piece, Unsigned
from tanggap.channels.native import Json, ident, text, thing, things
from tanggap.channels.twitter import messages, posts

SIGNATURE = "x-twitter-webhooks-signature"
CHALLENGE = re.compile(r"[A-Za-z0-9_=+/.-]{1,256}")

# What one of the lists in a payload holds; a list that stands not here is told as unknown.
KINDS: Final = {
    "tweet_create_events": "post",
    "tweet_delete_events": "deletion",
    "direct_message_events": "message",
    "direct_message_mark_read_events": "reading",
    "direct_message_indicate_typing_events": "typing",
    "favorite_events": "like",
    "follow_events": "follow",
    "unfollow_events": "follow",
    "block_events": "block",
    "unblock_events": "block",
    "mute_events": "mute",
    "unmute_events": "mute",
    "user_event": "account_notice",
}


# --- proof --------------------------------------------------------------------------------------------------------


def prove(account: Account, call: Call) -> None:
    """Return when the call is X's: a challenge, or a body signed with the app's secret, today's or the one before. Raises Unsigned.

    A challenge is answered with the very HMAC that signs a body. So it may hold only what no JSON object can be made of, and a body that
    could have been a challenge proves nothing: whoever asks for an answer gets nothing to forge with.
    """
    if not account["consumer_secret"]:
        raise Unsigned("The account has no API secret.")
    if call.method == "GET":
        if not CHALLENGE.fullmatch(call.query.get("crc_token", "")):
            raise Unsigned("The challenge is missing, or none of X's.")
        return
    right = (
        _signed(secret, call.body) for secret in (account["consumer_secret"], account["previous_secret"]) if secret
    )
    could_be_asked_for = CHALLENGE.fullmatch(call.body.decode("latin-1"))
    if could_be_asked_for or not native.is_one_of(call.headers.get(SIGNATURE, ""), right):
        raise Unsigned("The signature is missing or not of this body.")


def challenge_answer(account: Account, token: str) -> bytes:
    """Return what X wants to hear so that it goes on calling."""
    return native.packed({"response_token": _signed(account["consumer_secret"], token.encode())})


def _signed(secret: str, body: bytes) -> str:
    return f"sha256={base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()}"


# --- into pieces --------------------------------------------------------------------------------------------------


def split(body: bytes) -> list[Piece]:
    """Return the events of a pushed payload, in the order in which it tells them. Raises Malformed."""
    payload = native.document(body)
    us = ident(payload, "for_user_id") or ident(payload, "user_event", "revoke", "source", "user_id")
    pieces: list[Piece] = []
    for name, value in payload.items():
        if not (name in KINDS or name.endswith("_events")):
            continue
        for event in [value] if isinstance(value, dict) else things(value):
            pieces += _cut(KINDS.get(name, "unknown"), us, event, thing(payload, "users"))
    if not pieces and not us:
        raise Malformed("The payload holds no events of an account.")
    return pieces


def _cut(kind: str, us: str, event: Json, users: Json) -> Iterator[Piece]:
    if kind == "post":
        yield from of_post(
            us, {"kind": "post", "event": event}, ident(event, "id_str") or ident(event, "id"), posts.initial_of(event)
        )
        return
    packet: Json = {"kind": kind, "for": us, "event": event}
    if kind == "message":
        author = ident(event, "message_create", "sender_id")
        packet["author"] = thing(users, author)
        number = ident(event, "id")
        yield Piece(f"message:{number}" if number else _name_of(packet), native.packed(packet))
    elif kind == "deletion" and (number := ident(event, "status", "id")):
        yield Piece(f"post:{number}:deleted", native.packed(packet))
    else:
        yield Piece(_name_of(packet), native.packed(packet))


def of_post(us: str, packet: Json, number: str, initial: str) -> list[Piece]:
    """Return the pieces of a post: itself, and when it is a later version of one, the change as well.

    A later version stands in for the first, under the first one's name, when that never came or comes late; else the frame drops it.
    """
    packet = {**packet, "for": us}
    first = Piece(f"post:{initial or number}" if number else _name_of(packet), native.packed(packet))
    if initial in ("", number):
        return [first]
    return [first, Piece(f"post:{initial}:version:{number}", native.packed({**packet, "is_change": True}))]


def _name_of(packet: Json) -> str:
    return f"{packet['kind']}:{native.digest(native.packed(packet))}"


# --- what a piece says --------------------------------------------------------------------------------------------


def read(account: Account, payload: bytes) -> Heard:
    """Return what a piece says. Raises Malformed."""
    packet = native.document(payload)
    us = ident(packet, "for")
    if not text(packet, "kind"):
        raise Malformed("An event of X is of some kind.")
    if account["user_id"] and us != account["user_id"]:
        return Ignored("other_account")
    event = thing(packet, "event")
    match text(packet, "kind"):
        case "post":
            return posts.heard_post(posts.pushed_post(event), us, packet)
        case "polled_post":
            return posts.heard_post(posts.polled_post(packet), us, packet)
        case "message":
            return messages.heard_message(event, us, packet)
        case "polled_message":
            return messages.heard_polled_message(event, us, packet)
        case "deletion":
            return posts.heard_deletion(event, us)
        case "reading":
            return messages.heard_reading(event, us)
        case kind:
            return Ignored(kind if kind in KINDS.values() else "unknown_kind")

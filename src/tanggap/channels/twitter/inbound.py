"""What X tells: the Account Activity payloads as they are pushed, and the posts and messages of API v2 as they are polled.

Both name a post and a message by the same number, so one that comes both ways is kept once: `post:<number>`, `message:<number>`.
"""

import base64
import hashlib
import hmac
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
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

SIGNATURE = "x-twitter-webhooks-signature"
CHALLENGE = re.compile(r"[A-Za-z0-9_=+/.-]{1,256}")
MOST_LINKS = 50
SHORT_LINK = re.compile(r"https://t\.co/[A-Za-z0-9]{1,20}")
OF_PICTURE = re.compile(r"https://(?:x|twitter)\.com/[^/]+/status/[0-9]+/(?:photo|video)/[0-9]+")

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

    A challenge is answered with the very HMAC that signs a body. So it may hold only what no JSON object can be made of: whoever asks
    for one gets nothing to forge with.
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
    if not native.is_one_of(call.headers.get(SIGNATURE, ""), right):
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
        yield from posts(
            us, {"kind": "post", "event": event}, ident(event, "id_str") or ident(event, "id"), _initial(event)
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


def posts(us: str, packet: Json, number: str, initial: str) -> list[Piece]:
    """Return the pieces of a post: itself, and when it is a later version of one, the change as well.

    A later version stands in for the first, under the first one's name, when that never came or comes late; else the frame drops it.
    """
    packet = {**packet, "for": us}
    first = Piece(f"post:{initial or number}" if number else _name_of(packet), native.packed(packet))
    if initial in ("", number):
        return [first]
    return [first, Piece(f"post:{initial}:version:{number}", native.packed({**packet, "is_change": True}))]


def _initial(event: Json) -> str:
    return ident(event, "edit_history", "initial_tweet_id")


def _name_of(packet: Json) -> str:
    return f"{packet['kind']}:{native.digest(native.packed(packet))}"


# --- what a piece says --------------------------------------------------------------------------------------------


def read(account: Account, payload: bytes) -> Heard:
    """Return what a piece says. Raises Malformed."""
    packet = native.document(payload)
    us = ident(packet, "for")
    if account["user_id"] and us != account["user_id"]:
        return Ignored("other_account")
    event = thing(packet, "event")
    match text(packet, "kind"):
        case "post":
            return _heard_post(_pushed_post(event), us, packet)
        case "polled_post":
            return _heard_post(_polled_post(packet), us, packet)
        case "message":
            return _heard_message(event, us, packet)
        case "polled_message":
            return _heard_polled_message(event, us, packet)
        case "deletion":
            return _heard_deletion(event, us)
        case "reading":
            return _heard_reading(event, us)
        case kind:
            return Ignored(kind if kind in KINDS.values() else "unknown_kind")


@dataclass(frozen=True, slots=True)
class _Post:
    """A post, whichever way it came."""

    number: str
    initial: str
    author: str
    name: str
    text: str
    links: Sequence[Json]
    mentions: Mapping[str, str]
    photos: tuple[Attachment, ...]
    answers: str
    answered: str
    is_repost: bool
    point: tuple[float, float] | None
    address: str
    at: datetime | None
    spare_links: frozenset[str] = field(default_factory=frozenset)


def _heard_post(post: _Post, us: str, packet: Json) -> Heard:
    if not post.number or not post.author:
        raise Malformed("A post has a number and an author.")
    if post.author == us:
        return Ignored("own_post")
    if post.is_repost:
        return Ignored("repost")
    if us not in post.mentions and post.answered != us:
        return Ignored("not_mentioned")
    words = _words(post, post.mentions.get(us, ""))
    if packet.get("is_change") is True:
        return Changed(f"post:{post.initial or post.number}", words)
    lon, lat = post.point or (None, None)
    return Said(
        sender=post.author,
        name=post.name,
        text=words,
        attachments=post.photos,
        lon=lon,
        lat=lat,
        address=post.address,
        said_at=post.at,
        thread=post.number,
        is_public=True,
        echoes=post.answers if post.answered == us else "",
    )


def _words(post: _Post, own_handle: str) -> str:
    """Return a post's words: our own name at its beginning and the links to its pictures left out, short links as what they lead to."""
    words = _linked(post.text, post.links, post.spare_links)
    first, *rest = words.split(None, 1) or [""]
    if own_handle and first[:1] == "@" and first[1:].rstrip(",.:;!-").lower() == own_handle:
        return rest[0] if rest else ""
    return words


def _linked(words: str, links: Sequence[Json], spare: frozenset[str]) -> str:
    """Return words with each short link as what it leads to; those to the post's own pictures, and the `spare` ones, go."""
    leads_to = {text(each, "url", most=40): text(each, "expanded_url", most=300) for each in links[:MOST_LINKS]}
    shown = {short: "" if OF_PICTURE.fullmatch(long) else long for short, long in leads_to.items() if long}
    shown |= dict.fromkeys(spare, "")
    words = SHORT_LINK.sub(lambda found: shown.get(found.group(), found.group()), words)
    # X writes these three, and no others, as entities, in posts and messages alike.
    return html.unescape(re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", words)).strip()[: native.MOST_TEXT]


def _pushed_post(event: Json) -> _Post:
    """Read a post in the shape of the Account Activity API. Its whole text, when it is long, stands in `extended_tweet`."""
    long = thing(event, "extended_tweet")
    entities = thing(long, "entities") or thing(event, "entities")
    mentions = [*things(event, "entities", "user_mentions"), *things(long, "entities", "user_mentions")]
    media = _media(long) or _media(event)
    number = ident(event, "id_str") or ident(event, "id")
    user = thing(event, "user")
    named = {
        ident(each, "id_str") or ident(each, "id"): text(each, "screen_name", most=40).lower() for each in mentions
    }
    return _Post(
        number=number,
        initial=_initial(event),
        author=ident(user, "id_str") or ident(user, "id"),
        name=text(user, "name", most=120),
        text=text(long, "full_text") or text(event, "full_text") or text(event, "text"),
        links=things(entities, "urls"),
        mentions=named,
        photos=tuple(_photo(text(each, "media_url_https", most=1000)) for each in media),
        answers=ident(event, "in_reply_to_status_id_str") or ident(event, "in_reply_to_status_id"),
        answered=ident(event, "in_reply_to_user_id_str") or ident(event, "in_reply_to_user_id"),
        is_repost=isinstance(event.get("retweeted_status"), dict),
        point=_point(native.below(event, "coordinates", "coordinates")),
        address=text(event, "place", "full_name", most=300),
        at=_at_of_post(text(event, "created_at", most=40)) or native.instant(event, "timestamp_ms", unit_seconds=0.001),
        spare_links=frozenset(text(each, "url", most=40) for each in media),
    )


def _media(holder: Json) -> list[Json]:
    """Return the pictures: all of them stand in `extended_entities`, only the first one in `entities`. Of a video, its still."""
    found = things(holder, "extended_entities", "media") or things(holder, "entities", "media")
    return [each for each in found if text(each, "media_url_https", most=1000)][:10]


def _polled_post(packet: Json) -> _Post:
    """Read a post in the shape of API v2, with its author, pictures and place beside it."""
    event = thing(packet, "event")
    note = thing(event, "note_tweet")
    entities = thing(note, "entities") or thing(event, "entities")
    mentions = [*things(event, "entities", "mentions"), *things(note, "entities", "mentions")]
    referred = {text(each, "type", most=20): ident(each, "id") for each in things(event, "referenced_tweets")}
    return _Post(
        number=ident(event, "id"),
        initial=first_version(event),
        author=ident(event, "author_id"),
        name=text(packet, "author", "name", most=120),
        text=text(note, "text") or text(event, "text"),
        links=things(entities, "urls"),
        mentions={ident(each, "id"): text(each, "username", most=40).lower() for each in mentions},
        photos=_polled_photos(packet),
        answers=referred.get("replied_to", ""),
        answered=ident(event, "in_reply_to_user_id"),
        is_repost="retweeted" in referred,
        point=_point(native.below(event, "geo", "coordinates", "coordinates")),
        address=text(packet, "place", "full_name", most=300),
        at=native.iso_instant(event, "created_at"),
    )


def first_version(event: Json) -> str:
    """Return the number of a polled post's first version, empty when it is not told."""
    return ident(native.first(event, "edit_history_tweet_ids"))


def _polled_photos(packet: Json) -> tuple[Attachment, ...]:
    found = (
        text(each, "url", most=1000) or text(each, "preview_image_url", most=1000) for each in things(packet, "media")
    )
    return tuple(_photo(url) for url in found if url)[:10]


def _heard_message(event: Json, us: str, packet: Json) -> Heard:
    """Read a direct message as it is pushed, with its picture or the location that it shares."""
    if text(event, "type") != "message_create":
        return Ignored("unknown_kind")
    said = _message(event, thing(event, "message_create"), us)
    if not isinstance(said, Said):
        return said
    return replace(said, name=text(packet, "author", "name", most=120))


def _message(event: Json, message: Json, us: str) -> Said | Ignored:
    sender = ident(message, "sender_id")
    if not sender or not ident(event, "id"):
        raise Malformed("A message has a number and a sender.")
    if sender == us:
        return Ignored("own_message")
    data = thing(message, "message_data")
    media = thing(data, "attachment", "media")
    url = text(media, "media_url_https", most=1000)
    place = thing(data, "attachment", "location")
    found = _point(native.below(place, "shared_coordinate", "coordinates", "coordinates"))
    lon, lat = found or (None, None)
    return Said(
        sender=sender,
        text=_linked(text(data, "text"), things(data, "entities", "urls"), frozenset({text(media, "url", most=40)})),
        attachments=(_photo(url),) if url else (),
        lon=lon,
        lat=lat,
        address=text(place, "shared_place", "place", "full_name", most=300),
        said_at=native.instant(event, "created_timestamp", unit_seconds=0.001),
    )


def _heard_polled_message(event: Json, us: str, packet: Json) -> Heard:
    """Read a direct message in the shape of API v2, which tells no location."""
    sender, number = ident(event, "sender_id"), ident(event, "id")
    if not sender or not number:
        raise Malformed("A message has a number and a sender.")
    if text(event, "event_type") != "MessageCreate":
        return Ignored("unknown_kind")
    if sender == us:
        return Ignored("own_message")
    if "-" not in (ident(event, "dm_conversation_id") or "-"):
        return Ignored("group_message")
    return Said(
        sender=sender,
        name=text(packet, "author", "name", most=120),
        text=_linked(text(event, "text"), things(event, "entities", "urls"), frozenset()),
        attachments=_polled_photos(packet),
        said_at=native.iso_instant(event, "created_at"),
    )


def _heard_deletion(event: Json, us: str) -> Heard:
    number = ident(event, "status", "id")
    if not number:
        raise Malformed("A deletion names its post.")
    if ident(event, "status", "user_id") == us:
        return Ignored("own_post")
    return Changed(f"post:{number}", None)


def _heard_reading(event: Json, us: str) -> Heard:
    last = ident(event, "last_read_event_id")
    if not last or ident(event, "sender_id") == us:
        return Ignored("reading")
    return Delivered(last, "read", at=native.instant(event, "created_timestamp", unit_seconds=0.001))


# --- small values -------------------------------------------------------------------------------------------------


def _photo(url: str) -> Attachment:
    return Attachment(ref=url, mime="image/jpeg")


def _point(pair: Any) -> tuple[float, float] | None:
    """Return a GeoJSON position, which names the longitude first."""
    return native.point(pair[0], pair[1]) if isinstance(pair, list) and len(pair) >= 2 else None


def _at_of_post(said: str) -> datetime | None:
    try:
        found = datetime.strptime(said, "%a %b %d %H:%M:%S %z %Y")
    except (ValueError, OverflowError):
        return None
    return native.instant(int(found.timestamp()))

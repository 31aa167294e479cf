"""A post of X, pushed by the Account Activity API or polled by API v2, and its deletion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tanggap.channels import native
from tanggap.channels.contract import Attachment, Changed, Heard, Ignored, Malformed, Said
from tanggap.channels.native import Json, ident, text, thing, things
from tanggap.channels.twitter.words import linked, photo, point, polled_photos


@dataclass(frozen=True, slots=True)
class Post:
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
    spare_links: frozenset[str] = frozenset()


def heard_post(post: Post, us: str, packet: Json) -> Heard:
    """Return what a post says to us, or why it says nothing. Raises Malformed."""
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


def _words(post: Post, own_handle: str) -> str:
    """Return a post's words: our own name at its beginning and the links to its pictures left out, short links as what they lead to."""
    words = linked(post.text, post.links, post.spare_links)
    first, *rest = words.split(None, 1) or [""]
    if own_handle and first[:1] == "@" and first[1:].rstrip(",.:;!-").lower() == own_handle:
        return rest[0] if rest else ""
    return words


def pushed_post(event: Json) -> Post:
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
    return Post(
        number=number,
        initial=initial_of(event),
        author=ident(user, "id_str") or ident(user, "id"),
        name=text(user, "name", most=120),
        text=text(long, "full_text") or text(event, "full_text") or text(event, "text"),
        links=things(entities, "urls"),
        mentions=named,
        photos=tuple(photo(text(each, "media_url_https", most=1000)) for each in media),
        answers=ident(event, "in_reply_to_status_id_str") or ident(event, "in_reply_to_status_id"),
        answered=ident(event, "in_reply_to_user_id_str") or ident(event, "in_reply_to_user_id"),
        is_repost=isinstance(event.get("retweeted_status"), dict),
        point=point(native.below(event, "coordinates", "coordinates")),
        address=text(event, "place", "full_name", most=300),
        at=_at_of_post(text(event, "created_at", most=40)) or native.instant(event, "timestamp_ms", unit_seconds=0.001),
        spare_links=frozenset(text(each, "url", most=40) for each in media),
    )


def _media(holder: Json) -> list[Json]:
    """Return the pictures: all of them stand in `extended_entities`, only the first one in `entities`. Of a video, its still."""
    found = things(holder, "extended_entities", "media") or things(holder, "entities", "media")
    return [each for each in found if text(each, "media_url_https", most=1000)][:10]


def polled_post(packet: Json) -> Post:
    """Read a post in the shape of API v2, with its author, pictures and place beside it."""
    event = thing(packet, "event")
    note = thing(event, "note_tweet")
    entities = thing(note, "entities") or thing(event, "entities")
    mentions = [*things(event, "entities", "mentions"), *things(note, "entities", "mentions")]
    referred = {text(each, "type", most=20): ident(each, "id") for each in things(event, "referenced_tweets")}
    return Post(
        number=ident(event, "id"),
        initial=first_version(event),
        author=ident(event, "author_id"),
        name=text(packet, "author", "name", most=120),
        text=text(note, "text") or text(event, "text"),
        links=things(entities, "urls"),
        mentions={ident(each, "id"): text(each, "username", most=40).lower() for each in mentions},
        photos=polled_photos(packet),
        answers=referred.get("replied_to", ""),
        answered=ident(event, "in_reply_to_user_id"),
        is_repost="retweeted" in referred,
        point=point(native.below(event, "geo", "coordinates", "coordinates")),
        address=text(packet, "place", "full_name", most=300),
        at=native.iso_instant(event, "created_at"),
    )


def first_version(event: Json) -> str:
    """Return the number of a polled post's first version, empty when it is not told."""
    return ident(native.first(event, "edit_history_tweet_ids"))


def initial_of(event: Json) -> str:
    """Return the number of a pushed post's first version, empty when it is not told."""
    return ident(event, "edit_history", "initial_tweet_id")


def heard_deletion(event: Json, us: str) -> Heard:
    """Return which post its author took back. Raises Malformed."""
    number = ident(event, "status", "id")
    if not number:
        raise Malformed("A deletion names its post.")
    if ident(event, "status", "user_id") == us:
        return Ignored("own_post")
    return Changed(f"post:{number}", None)


def _at_of_post(said: str) -> datetime | None:
    try:
        found = datetime.strptime(said, "%a %b %d %H:%M:%S %z %Y")
    except (ValueError, OverflowError):
        return None
    return native.instant(int(found.timestamp()))

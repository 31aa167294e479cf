"""A direct message of X, pushed or polled, and that one of ours was read."""

from tanggap.channels import native
from tanggap.channels.contract import Delivered, Heard, Ignored, Malformed, Said
from tanggap.channels.native import Json, ident, text, thing, things
from tanggap.channels.twitter.words import linked, photo, point, polled_photos


def heard_message(event: Json, us: str, packet: Json) -> Heard:
    """Read a direct message as it is pushed, with its picture or the location that it shares."""
    if text(event, "type") != "message_create":
        return Ignored("unknown_kind")
    message = thing(event, "message_create")
    sender = ident(message, "sender_id")
    if not sender or not ident(event, "id"):
        raise Malformed("A message has a number and a sender.")
    if sender == us:
        return Ignored("own_message")
    data = thing(message, "message_data")
    media = thing(data, "attachment", "media")
    url = text(media, "media_url_https", most=1000)
    place = thing(data, "attachment", "location")
    found = point(native.below(place, "shared_coordinate", "coordinates", "coordinates"))
    lon, lat = found or (None, None)
    return Said(
        sender=sender,
        name=text(packet, "author", "name", most=120),
        text=linked(text(data, "text"), things(data, "entities", "urls"), frozenset({text(media, "url", most=40)})),
        attachments=(photo(url),) if url else (),
        lon=lon,
        lat=lat,
        address=text(place, "shared_place", "place", "full_name", most=300),
        said_at=native.instant(event, "created_timestamp", unit_seconds=0.001),
    )


def heard_polled_message(event: Json, us: str, packet: Json) -> Heard:
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
        text=linked(text(event, "text"), things(event, "entities", "urls"), frozenset()),
        attachments=polled_photos(packet),
        said_at=native.iso_instant(event, "created_at"),
    )


def heard_reading(event: Json, us: str) -> Heard:
    """Return which of our messages was read last."""
    last = ident(event, "last_read_event_id")
    if not last or ident(event, "sender_id") == us:
        return Ignored("reading")
    return Delivered(last, "read", at=native.instant(event, "created_timestamp", unit_seconds=0.001))

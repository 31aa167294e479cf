"""What Meta tells: pages' feeds and messages, Instagram's comments and messages, cut into events and read.

One callback serves every page and Instagram account of an app, so each event carries the account to which it came, and a sender is
`page:<account>:<person>` or `instagram:<account>:<person>`: Meta's numbers of persons hold within one account only.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from tanggap.channels import native
from tanggap.channels.contract import Account, Heard, Ignored, Malformed, Piece
from tanggap.channels.meta import comments, messages
from tanggap.channels.native import Json, ident, text, thing, things

OBJECTS: Final = ("page", "instagram")


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
        for mid in mids:
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
    number = comments.number_of(packet)
    verb = text(event, "verb", most=20)
    if not number or (packet["field"] == "feed" and not comments.is_words(event)):
        yield Piece(_name_of(packet), native.packed(packet))
    elif verb in comments.GONE:
        yield Piece(f"{number}:deleted", native.packed(packet))
    elif verb in comments.EDITED:
        # As with a message: the later version stands in for a first one that never came.
        if text(event, "message"):
            yield Piece(number, native.packed({**packet, "event": {**event, "verb": "add"}}))
        yield Piece(f"{number}:version:{native.digest(native.packed(event))}", native.packed(packet))
    elif verb in ("add", ""):
        yield Piece(number, native.packed(packet))
    else:
        yield Piece(_name_of(packet), native.packed(packet))


def _name_of(packet: Json) -> str:
    return f"{packet['field'] or 'change'}:{native.digest(native.packed(packet))}"


def _without(event: Json, key: str, **more: Any) -> Json:
    return {name: value for name, value in event.items() if name != key} | more


# --- what a piece says --------------------------------------------------------------------------------------------


def read(account: Account, payload: bytes) -> Heard:
    """Return what a piece says. Raises Malformed."""
    packet = native.document(payload)
    kind, own = text(packet, "object", most=40), ident(packet, "account")
    if not kind:
        raise Malformed("An event of Meta names its object.")
    if kind not in OBJECTS:
        return Ignored("unknown_kind")
    ours = tokens(account)
    if ours and own not in ours:
        return Ignored("other_account")
    place = f"{kind}:{own}"
    event = thing(packet, "event")
    match text(packet, "field", most=60):
        case "messages":
            return messages.heard_messaging(event, place, own)
        case "feed":
            return comments.heard_feed(event, place, own)
        case "comments" | "live_comments":
            return comments.heard_comment(event, place, own, packet)
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

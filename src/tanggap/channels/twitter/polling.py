"""Fetching mentions and messages by API v2: for an account without a webhook, and behind one, for what it did not bring.

The bookmark holds the newest number seen of each. It moves only when every page behind it is kept, so a poll that breaks off in the
middle is done again, and what comes twice is kept once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

from tanggap.channels import native
from tanggap.channels.contract import Account, Later, Piece, Refused
from tanggap.channels.native import Json, ident, thing, things
from tanggap.channels.twitter.inbound import of_post
from tanggap.channels.twitter.outbound import get
from tanggap.channels.twitter.posts import first_version
from tanggap.core import clock

Keep = Callable[[Sequence[Piece]], None]

FIRST_HOURS: Final = 24
MOST_PAGES: Final = 50
MESSAGES_EVERY_SECONDS: Final = 90
"""X lets an account ask for its messages fifteen times in fifteen minutes; this leaves room for further pages."""
SNOWFLAKE_EPOCH_MS: Final = 1_288_834_974_657
OF_MENTIONS: Final = {
    "max_results": "100",
    "tweet.fields": (
        "attachments,author_id,created_at,edit_history_tweet_ids,entities,geo,in_reply_to_user_id,note_tweet,referenced_tweets"
    ),
    "expansions": "attachments.media_keys,author_id,geo.place_id",
    "media.fields": "preview_image_url,type,url",
    "place.fields": "full_name",
    "user.fields": "name,username",
}
OF_MESSAGES: Final = {
    "max_results": "100",
    "event_types": "MessageCreate",
    "dm_event.fields": "attachments,created_at,dm_conversation_id,entities,event_type,sender_id,text",
    "expansions": "attachments.media_keys,sender_id",
    "media.fields": "preview_image_url,type,url",
    "user.fields": "name,username",
}


def poll(account: Account, since: Mapping[str, str], keep: Keep) -> Mapping[str, str]:
    """Keep what is new behind the bookmark, return the new one. An account that is only called is not polled. Raises Later, Refused.

    When mentions were kept and messages then fail, the bookmark moves all the same; the next poll tells the trouble, if it lasts.
    """
    if account["arrives_by"] == "webhook":
        return since
    now = int(clock.now().timestamp())
    marks = {**since, "mention": _mentions(account, _mark(since, "mention"), keep)}
    if now - _number(since.get("asked_at", "")) < MESSAGES_EVERY_SECONDS:
        return marks
    try:
        return {**marks, "message": _messages(account, _mark(since, "message"), keep), "asked_at": str(now)}
    except (Later, Refused):
        if marks["mention"] == since.get("mention"):
            raise
        return marks


def _mark(since: Mapping[str, str], name: str) -> int:
    """Return the newest number seen; at the first poll, the number that something of a day ago would have."""
    known = since.get(name, "")
    if known.isascii() and known.isdecimal():
        return int(known)
    ago = clock.now() - timedelta(hours=FIRST_HOURS)
    return (int(ago.timestamp() * 1000) - SNOWFLAKE_EPOCH_MS) << 22


def _mentions(account: Account, mark: int, keep: Keep) -> str:
    newest = mark
    for page in _pages(account, f"/2/users/{account['user_id']}/mentions", {**OF_MENTIONS, "since_id": str(mark)}):
        events = things(page, "data")
        keep([piece for event in events for piece in _post(account, page, event)])
        newest = max([newest, *(_number(ident(event, "id")) for event in events)])
    return str(newest)


def _post(account: Account, page: Json, event: Json) -> list[Piece]:
    packet = {"kind": "polled_post", "event": event, **_beside(page, event, ident(event, "author_id"))}
    return of_post(account["user_id"], packet, ident(event, "id"), first_version(event))


def _messages(account: Account, mark: int, keep: Keep) -> str:
    """Messages cannot be asked for behind a number: the newest come first, until one is known."""
    newest = mark
    for page in _pages(account, "/2/dm_events", OF_MESSAGES):
        events = things(page, "data")
        fresh = [event for event in events if _number(ident(event, "id")) > mark]
        keep([_message(account, page, event) for event in fresh])
        newest = max([newest, *(_number(ident(event, "id")) for event in fresh)])
        if len(fresh) < len(events):
            break
    return str(newest)


def _message(account: Account, page: Json, event: Json) -> Piece:
    beside = _beside(page, event, ident(event, "sender_id"))
    packet = {"kind": "polled_message", "for": account["user_id"], "event": event, **beside}
    return Piece(f"message:{ident(event, 'id')}", native.packed(packet))


def _pages(account: Account, path: str, query: Mapping[str, str]) -> Iterator[Json]:
    """Yield the pages of a list, newest first."""
    token = ""
    for _page in range(MOST_PAGES):
        page = get(account, path, {**query, "pagination_token": token} if token else query)
        yield page
        token = native.text(page, "meta", "next_token", most=200)
        if not token:
            return


def _beside(page: Json, event: Json, author: str) -> Json:
    """Return what the page says of an event's author, pictures and place."""
    shown = thing(page, "includes")
    keys = native.below(event, "attachments", "media_keys")
    wanted = {key for key in keys if isinstance(key, str)} if isinstance(keys, list) else set()
    place = ident(event, "geo", "place_id")
    return {
        "author": next((each for each in things(shown, "users") if ident(each, "id") == author), {}),
        "media": [each for each in things(shown, "media") if native.text(each, "media_key") in wanted],
        "place": next((each for each in things(shown, "places") if place and ident(each, "id") == place), {}),
    }


def _number(number: str) -> int:
    return int(number) if number.isascii() and number.isdecimal() else 0

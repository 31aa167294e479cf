"""What we ask of Qlue and tell it: its feed, its images, and our answers."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings

from tanggap.channels import links
from tanggap.channels.contract import Account, Later, Malformed, Outgoing, Piece, Refused, Sent
from tanggap.channels.native import ident
from tanggap.channels.qlue import inbound
from tanggap.core import wire

MOST_PAGES = 20
MOST_FEED = 4_000_000
MOST_IMAGE = 16_000_000
LONGEST = 1_000


def poll(account: Account, since: Mapping[str, str], keep: Callable[[Sequence[Piece]], None]) -> Mapping[str, str]:
    """Keep the posts of the feed, newest page first, until one is known; return the newest number.

    The first time, and of a feed that has no pages, only what stands on the first page. Within a page older posts come first.
    """
    if not account["feed"]:
        return since
    known = newest = since.get("post_id", "")
    most = MOST_PAGES if known and account["page"] else 1
    for number in range(1, most + 1):
        posts = feed(account, number)
        fresh = _fresh(posts, known)
        keep([inbound.piece(post) for post in reversed(fresh)])
        newest = _newest(fresh, newest)
        if not posts or len(fresh) < len(posts):
            break
    return {"post_id": newest} if newest else {}


def feed(account: Account, page: int = 1) -> list[Any]:
    """Return a page of the feed. Raises Later for one that is none just now."""
    got = wire.call(
        "GET", _page(account, page), hosts=[wire.host_of(account["feed"])], headers={"Accept": "application/json"}, most_bytes=MOST_FEED
    )  # fmt: skip
    _judge(got)
    try:
        found = wire.json_of(got) if got.body.strip() else []
    except Malformed:
        raise Later("Qlue’s feed is no JSON just now.") from None
    if found is not None and not isinstance(found, list):
        raise Refused("Qlue’s feed is no list of posts. Check its address.")
    return found or []


def fetch(account: Account, url: str) -> bytes:
    """Return an image, from one of the account's hosts alone; https, also where the feed still writes http."""
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.netloc not in settings.PRIVATE_PEERS:
        url = urlunsplit(parts._replace(scheme="https"))
    got = wire.call("GET", url, hosts=account["image_hosts"].split(), most_bytes=MOST_IMAGE)
    _judge(got)
    return got.body


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Put our state and answer under the post. Everybody reads it there, so it opens nothing."""
    if not account["answers"]:
        raise Refused("The account has no address for answers.")
    body = json.dumps(
        {
            "key": outgoing.key,
            "post_id": outgoing.to,
            "status": outgoing.facts.get("state", ""),
            "unit": outgoing.facts.get("unit", ""),
            "code": outgoing.code,
            "comment": links.public(outgoing.text)[:LONGEST],
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")
    stamp = str(int(time.time()))
    got = wire.call(
        "POST",
        account["answers"],
        hosts=[wire.host_of(account["answers"])],
        headers={
            "Content-Type": "application/json",
            "X-Qlue-Timestamp": stamp,
            "X-Qlue-Signature": inbound.signature(account["secret"], stamp, body),
        },
        body=body,
        is_repeatable=True,
    )
    _judge(got)
    try:
        return Sent(ident(wire.json_of(got), "id"))
    except Malformed:
        return Sent()


def _fresh(posts: Sequence[Any], known: str) -> list[Any]:
    """Return the posts of a page that are newer than `known`: with a higher number, or above it where numbers are no numbers."""
    if _rank(known):
        return [post for post in posts if not 0 < _rank(ident(post, "post_id")) <= _rank(known)]
    return list(takewhile(lambda post: not known or ident(post, "post_id") != known, posts))


def _newest(posts: Sequence[Any], known: str) -> str:
    numbers = [number for post in posts if (number := ident(post, "post_id"))]
    return max([*numbers[:1], *filter(_rank, [*numbers, known])], key=_rank, default=known)


def _rank(number: str) -> int:
    """Return the value of a post's number, 0 for one that is no number."""
    return int(number) if number.isdecimal() and number.isascii() and len(number) < 40 else 0


def _page(account: Account, number: int) -> str:
    if number == 1:
        return account["feed"]
    parts = urlsplit(account["feed"])
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), (account["page"], str(number))])
    return urlunsplit(parts._replace(query=query))


def _judge(got: wire.Got) -> None:
    """Return for a success. Raises Later for what passes, Refused for what a person has to mend."""
    if 200 <= got.status < 300:
        return
    if got.status in {408, 425, 429} or got.status >= 500:
        wait = got.headers.get("retry-after", "")
        raise Later(f"Qlue answers {got.status}.", float(wait) if wait.isdecimal() and len(wait) < 6 else None)
    if got.status in {401, 403}:
        raise Later(f"Qlue does not let us in ({got.status}). Check the address and the secret.", 900)
    raise Refused(f"Qlue refuses it ({got.status}).")

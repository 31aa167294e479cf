"""From Qlue's posts to reports. Pure."""

import hmac
import json
import re
import time
from datetime import datetime, timedelta, timezone
from typing import Any

from tanggap.channels.contract import (
    Account,
    Attachment,
    Call,
    Changed,
    Filed,
    Heard,
    Ignored,
    Malformed,
    Piece,
    Unsigned,
)
from tanggap.channels.native import Json, digest, document, ident, is_one_of, packed, point, text
from tanggap.core import clock
from tanggap.intake.words import InboundReport, Reporter

LARGEST_CALL = 2_000_000
MOST_POSTS = 500
MOST_IMAGES = 10
LEAST_LETTERS = 3
TOLERANCE_SECONDS = 300
SKEW = timedelta(minutes=5)
ZONE = timezone(timedelta(hours=7))  # the feed writes western Indonesian time without a zone
CHANGES = frozenset({"edited", "deleted"})
WORDLESS = "Tanpa keterangan."
_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})", re.ASCII)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what a call with this body says in `X-Qlue-Signature`: HMAC-SHA256 over `<timestamp>.<body>`."""
    return "sha256=" + hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()


def verify(account: Account, call: Call) -> None:
    """Return when a call carries the signature of one of the account's secrets and is no older than five minutes. Raises Unsigned."""
    stamp = call.headers.get("x-qlue-timestamp", "")
    is_fresh = re.fullmatch("[0-9]{9,11}", stamp) and abs(time.time() - int(stamp)) <= TOLERANCE_SECONDS
    secrets = [secret for secret in (account["secret"], account["former_secret"]) if secret]
    right = [signature(secret, stamp, call.body) for secret in secrets] if is_fresh else []
    if not is_one_of(call.headers.get("x-qlue-signature", ""), right):
        raise Unsigned


def split(body: bytes) -> list[Piece]:
    """Return the posts of a call, one or a list, as they are kept. Raises Malformed."""
    if len(body) > LARGEST_CALL:
        raise Malformed("A call holds at most 2 MB.")
    try:
        found = json.loads(body)
        posts = [found] if isinstance(found, dict) else found
        if isinstance(posts, list) and len(posts) <= MOST_POSTS:
            return [piece(post) for post in posts]
    except (ValueError, RecursionError):
        raise Malformed("A call is JSON.") from None
    raise Malformed(f"A call is a post, or a list of at most {MOST_POSTS}.")


def piece(post: Any) -> Piece:
    """Return a post as it is kept: under its number, a change of it under that and what it says; what has none, under its fingerprint."""
    post = post if isinstance(post, dict) else {"post": post}
    payload, number, event = packed(post), ident(post, "post_id"), text(post, "event", most=20)
    if not number:
        return Piece(f"post/{digest(payload)}", payload)
    return Piece(f"{number}/{event}/{digest(payload)}" if event in CHANGES else number, payload)


def read(account: Account, payload: bytes) -> Heard:
    """Return the report that a post makes, or what its author changed. Raises Malformed."""
    post = document(payload)
    number, event = ident(post, "post_id"), text(post, "event", most=20)
    if not number:
        raise Malformed("A post has a post_id.")
    if event in CHANGES:
        return Changed(number, _words(post) if event == "edited" else None)
    where, images = _place(post), _images(post.get("post_images"))
    said = _words(post)
    if sum(letter.isalnum() for letter in said) < LEAST_LETTERS:
        if not (where or images):
            return Ignored("nothing_said")
        said = f"{WORDLESS} {said}".strip()
    report = InboundReport(
        channel=account.channel,
        text=said,
        external_id=number,
        category=account["category"] or None,
        lon=where and where[0],
        lat=where and where[1],
        reporter=Reporter(name=text(post, "profile_name", most=120)),
        occurred_at=_moment(text(post, "post_date", most=40)),
        language="id",
    )
    return Filed(report, sender=number, attachments=tuple(Attachment(ref=url) for url in images))


def _words(post: Json) -> str:
    title, body = text(post, "post_title", most=300).strip(), text(post, "post_desc").strip()
    return body if body.casefold().startswith(title.casefold()) else "\n\n".join(part for part in (title, body) if part)


def _place(post: Json) -> tuple[float, float] | None:
    """Return the point of a post; a zero in either number means that there is none."""
    lon, lat = _degrees(post.get("loc_lng")), _degrees(post.get("loc_lat"))
    return point(lon, lat) if lon and lat else None


def _degrees(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None


def _images(given: Any) -> list[str]:
    """Return the addresses of a post's images; their slashes come escaped, once by JSON and in some feeds once more."""
    rows = given if isinstance(given, list) else [given]
    found = (text(row, most=2000).replace("\\/", "/").strip() for row in rows[:MOST_IMAGES])
    return [url for url in found if url.startswith(("https://", "http://"))]


def _moment(written: str) -> datetime | None:
    """Return the instant of a post's date, which has no zone and means +07:00; None for none, or one still to come."""
    found = _MOMENT.fullmatch(written)
    try:
        at = datetime(*map(int, found.groups()), tzinfo=ZONE) if found else None  # type: ignore[arg-type,misc]
        return at if at and at <= clock.now() + SKEW else None
    except (ValueError, OverflowError):
        return None
